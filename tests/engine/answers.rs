//! Questions, and the map.

use embedding_explorer::protocol::{Answer, Command, Event, Phase, Question, Settings, Slot, View};

use crate::journey::{Journey, SLICE_SECS, TICK_SECS, quick};

#[test]
fn questions_are_answered_while_it_trains_and_only_the_newest_of_a_slot() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.slice(SLICE_SECS);
    for word_id in [3, 4, 5] {
        let question = Question::Neighbors { word_id, k: 4 };
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
    assert!(matches!(rare, Answer::UnknownWord { n_in_text: 1, .. }), "it is in the text, but once: {rare:?}");
}

#[test]
fn analogies_leave_their_inputs_out_unless_asked() {
    let mut journey = Journey::open_built_in(quick());
    let words = journey.opened().words.clone();
    let mut ask = |include_inputs| {
        let [a, b, c] = [0, 1, 0].map(|id: usize| words[id].clone());
        match journey.ask(Question::Analogy { a, b, c, k: 5, include_inputs }) {
            Answer::Analogy { answers, .. } => answers.iter().map(|answer| answer.word_id).collect::<Vec<_>>(),
            other => panic!("not an analogy: {other:?}"),
        }
    };
    assert!(ask(false).iter().all(|id| ![0, 1].contains(id)));
    assert!(ask(true).contains(&0));
}

#[test]
fn a_heatmap_is_symmetric_and_names_the_word_that_is_missing() {
    let mut journey = Journey::open_built_in(quick());
    let mut words: Vec<String> = journey.opened().words[..4].to_vec();
    let Answer::Heatmap { word_ids, cosines } = journey.ask(Question::Heatmap { words: words.clone() }) else {
        panic!("four known words")
    };
    assert_eq!(word_ids, [0, 1, 2, 3]);
    assert!((0..4).all(|i| cosines[i * 4 + i] == 1.0 && (0..4).all(|j| cosines[i * 4 + j] == cosines[j * 4 + i])));
    words.push("xylophonist".to_owned());
    assert!(
        matches!(journey.ask(Question::Heatmap { words }), Answer::UnknownWord { word, .. } if word == "xylophonist")
    );
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
