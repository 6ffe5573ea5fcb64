//! Questions, and the map.

use embedding_explorer::protocol::{
    Absence, Answer, Command, Event, HeatmapOrder, Measure, NO_TOPIC, Phase, Question, Settings, Slot, View,
};

use crate::journey::{Journey, SLICE_SECS, TICK_SECS, quick};

#[test]
fn questions_are_answered_while_it_trains_and_only_the_newest_of_a_slot() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.slice(SLICE_SECS);
    for word_id in [3, 4, 5] {
        let question = Question::Neighbors { word_id, k: 4, measure: Measure::Cosine };
        journey.tell(Command::Ask { id: word_id, slot: Slot::Hover, question });
    }
    journey.slice(SLICE_SECS);
    let answers: Vec<_> = journey
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Answer { id, answer: Answer::Neighbors { word_id, neighbors, .. }, .. } => {
                Some((*id, *word_id, neighbors.len()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(answers, [(5, 5, 4)]);
    assert_eq!(journey.progress().phase, Phase::Training);
}

#[test]
fn words_are_found_in_any_case_and_unknown_ones_get_spellings() {
    let mut journey = Journey::new();
    let settings = Settings { min_count: 2, ..quick() };
    journey
        .open_text(&"the kitten chased a mouse. one sparrow flew. ".repeat(20).replacen("flew", "fled", 1), settings);
    let Answer::Found { word_id } = journey.ask(Question::Find { word: " Kitten ".to_owned() }) else {
        panic!("kitten is there")
    };
    assert_eq!(journey.opened().words[word_id as usize], "kitten");
    let unknown = journey.ask(Question::Find { word: "kiten".to_owned() });
    let Answer::UnknownWord { word, suggestions, .. } = unknown else { panic!("kiten is not there") };
    assert_eq!((word.as_str(), suggestions[0].as_str()), ("kiten", "kitten"));
    let rare = journey.ask(Question::Find { word: "fled".to_owned() });
    assert!(
        matches!(rare, Answer::UnknownWord { why: Absence::TooRare { count: 1, .. }, .. }),
        "it is in the text, but once: {rare:?}"
    );
}

fn arithmetic(expression: &str, include_inputs: bool) -> Question {
    let expression = expression.to_owned();
    Question::Arithmetic { expression, by_product: false, k: 5, include_inputs, expected: String::new() }
}

#[test]
fn analogies_leave_their_inputs_out_unless_asked() {
    let mut journey = Journey::open_built_in(quick());
    let words = journey.opened().words.clone();
    let mut ask =
        |include_inputs| match journey.ask(arithmetic(&format!("{} - {}", words[0], words[1]), include_inputs)) {
            Answer::Arithmetic { answers, .. } => answers.iter().map(|answer| answer.word_id).collect::<Vec<_>>(),
            other => panic!("not an analogy: {other:?}"),
        };
    assert!(ask(false).iter().all(|id| ![0, 1].contains(id)));
    assert!(ask(true).contains(&0));
}

#[test]
fn a_heatmap_is_symmetric_and_names_the_word_that_is_missing() {
    let mut journey = Journey::open_built_in(quick());
    let mut words: Vec<String> = journey.opened().words[..4].to_vec();
    let (word_ids, cosines) = heatmap(&mut journey, words.clone(), HeatmapOrder::Input);
    assert_eq!(word_ids, [0, 1, 2, 3]);
    assert!((0..4).all(|i| cosines[i * 4 + i] == 1.0 && (0..4).all(|j| cosines[i * 4 + j] == cosines[j * 4 + i])));
    words.push("xylophonist".to_owned());
    let answer = journey.ask(Question::Heatmap { words, order: HeatmapOrder::Cluster });
    assert!(matches!(answer, Answer::UnknownWord { word, .. } if word == "xylophonist"));
}

#[test]
fn a_heatmap_is_ordered_and_its_cosines_follow() {
    let mut journey = Journey::open_built_in(quick());
    let opened = journey.opened();
    let topic_of = opened.topic_of_word.clone();
    let words: Vec<String> = opened.words[..40].to_vec();
    let (given, cosines) = heatmap(&mut journey, words.clone(), HeatmapOrder::Input);
    for order in [HeatmapOrder::Topic, HeatmapOrder::Cluster] {
        let (word_ids, reordered) = heatmap(&mut journey, words.clone(), order);
        let mut sorted = word_ids.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, given, "{order:?}: the same words");
        for (row, &a) in word_ids.iter().enumerate() {
            for (column, &b) in word_ids.iter().enumerate() {
                // The words were given by rising id: their ids are their places.
                assert_eq!(reordered[row * 40 + column].to_bits(), cosines[a as usize * 40 + b as usize].to_bits());
            }
        }
        if order == HeatmapOrder::Topic {
            let topics: Vec<u8> = word_ids.iter().map(|&word_id| topic_of[word_id as usize]).collect();
            assert!(topics.is_sorted() && topics[0] < topics[39], "{topics:?}");
            assert_eq!(topics[39], NO_TOPIC);
        }
    }
}

#[test]
fn a_heatmap_of_too_many_words_says_how_many_they_are() {
    let mut journey = Journey::open_built_in(quick());
    let words: Vec<String> = journey.opened().words.iter().cycle().take(203).cloned().collect();
    let answer = journey.ask(Question::Heatmap { words: words.clone(), order: HeatmapOrder::Input });
    let Answer::Refused { message } = answer else { panic!("too many") };
    assert_eq!(message, "A heatmap holds at most 200 words and these are 203: take 3 away.");
    let (word_ids, cosines) = heatmap(&mut journey, words[..200].to_vec(), HeatmapOrder::Cluster);
    assert_eq!((word_ids.len(), cosines.len()), (200, 40_000));
}

/// The word ids and cosines of a heatmap that is not refused.
fn heatmap(journey: &mut Journey, words: Vec<String>, order: HeatmapOrder) -> (Vec<u32>, Vec<f32>) {
    match journey.ask(Question::Heatmap { words, order }) {
        Answer::Heatmap { word_ids, cosines } => (word_ids, cosines.0),
        other => panic!("not a heatmap: {other:?}"),
    }
}

#[test]
fn the_map_can_show_fewer_words() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Show { view: View { n_words: 4, ..View::default() } });
    journey.until_idle();
    assert_eq!(journey.frames().last().expect("a new picture").positions.len(), 8);
}

#[test]
fn no_frame_is_sent_before_the_last_one_is_drawn() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    let mut n_frames = 0;
    for _ in 0..50 {
        let clock = &journey.clock;
        let events = journey.session.work(
            &|| {
                clock.set(clock.get() + TICK_SECS);
                clock.get()
            },
            SLICE_SECS,
        );
        n_frames += events.iter().filter(|event| matches!(event, Event::Frame(_))).count();
    }
    assert_eq!(n_frames, 1, "the page has not said that it drew the first");
}
