//! What the map shows, along what, and what is found out about it.

use embedding_explorer::protocol::{
    Answer, AxisWords, Clusters, Command, Event, Frame, Mapping, Measure, NO_TOPIC, NOT_MEASURED, Projection, Question,
    Recall, Settings, Slot, Source, Vectors, View,
};

use crate::journey::{ALL, Journey, TICK_SECS, quick};

fn shown(journey: &mut Journey, view: View) -> Vec<f32> {
    journey.tell(Command::Show { view });
    journey.until_idle();
    journey.frames().last().expect("a picture").positions.to_vec()
}

fn is_there(positions: &[f32], word_id: u32) -> bool {
    positions.get(2 * word_id as usize).is_some_and(|x| x.is_finite())
}

fn trained() -> Journey {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    journey
}

fn id(journey: &Journey, word: &str) -> u32 {
    journey.opened().words.iter().position(|known| known == word).expect("a word of the built-in corpus") as u32
}

fn picture(journey: &Journey) -> Frame {
    journey.last(|event| if let Event::Frame(frame) = event { Some(frame.clone()) } else { None })
}

fn recall(journey: &Journey) -> Recall {
    journey.last(|event| if let Event::Recall(recall) = event { Some(recall.clone()) } else { None })
}

#[test]
fn a_selection_is_projected_by_itself_and_hidden_words_are_not_there() {
    let mut journey = trained();
    let all = shown(&mut journey, View::default());
    let only = [40, 7, 90, 12];
    let some = shown(&mut journey, View { only: only.to_vec(), hidden: vec![12], ..View::default() });
    let there: Vec<u32> = (0..200).filter(|&word_id| is_there(&some, word_id)).collect();
    assert_eq!(there, [7, 40, 90]);
    assert_ne!(some[14..16], all[14..16], "a map of its own");
    // Another text has other words: the selection goes with the old ones.
    journey.tell(Command::Reset);
    journey.until_idle();
    let positions = &journey.frames().last().expect("a picture").positions;
    assert!((0..200).all(|word_id| is_there(positions, word_id)));
}

#[test]
fn another_text_shows_all_of_its_own_words() {
    let mut journey = trained();
    let text: String =
        (0..2000).map(|i| format!("word{} word{} again.", i % 1500, i / 3)).collect::<Vec<_>>().join(" ");
    journey.open_text(&text, Settings { min_count: 1, ..quick() });
    let n_words = journey.opened().words.len();
    assert!(n_words > 1200, "more than the built-in corpus has");
    assert_eq!(picture(&journey).positions.len(), 2 * n_words);
    journey.open_text(&"one two three two three one. ".repeat(40), Settings { min_count: 1, ..quick() });
    assert_eq!(picture(&journey).positions.len(), 6, "and no more than it has");
}

#[test]
fn a_large_map_is_drawn_in_parts_and_questions_are_answered_between_them() {
    let text: Vec<String> = (0..9000).map(|i| format!("word{i} word{} again.", i / 3)).collect();
    let (text, settings) = (text.join(" "), Settings { min_count: 1, ..quick() });
    let mut whole = Journey::new();
    whole.open_text(&text, settings);
    let mut journey = Journey::new();
    let source = Source::Text { name: "pasted".to_owned(), text };
    journey.tell(Command::Open { open_id: 1, source, settings, chosen: ALL.to_vec(), autoplay: false });
    let mut slices_after_question = Vec::new();
    while !journey.session.is_idle() {
        let is_open = journey.events.iter().any(|event| matches!(event, Event::Opened(_)));
        if is_open {
            journey.tell(Command::Ask { id: 7, slot: Slot::Hover, question: Question::Cosines { word_id: 3 } });
            let n_before = journey.events.len();
            journey.slice(TICK_SECS);
            let heard = &journey.events[n_before..];
            assert!(heard.iter().any(|event| matches!(event, Event::Answer { id: 7, .. })), "answered at once");
            slices_after_question.push(heard.iter().any(|event| matches!(event, Event::Frame(_))));
        }
        journey.slice(TICK_SECS);
    }
    let first = slices_after_question.iter().position(|&is_there| is_there).unwrap_or(slices_after_question.len());
    assert!(first > 2, "the map took {first} slices");
    assert_eq!(picture(&journey).positions, picture(&whole).positions);
}

#[test]
fn a_map_of_one_word_or_none_is_drawn_without_a_word_of_complaint() {
    let mut journey = trained();
    let one = shown(&mut journey, View { only: vec![2, 4, 6], hidden: vec![2, 6], ..View::default() });
    assert_eq!(one[8..], [0.0, 0.0]);
    assert!(shown(&mut journey, View { only: vec![2], hidden: vec![2], ..View::default() }).is_empty());
    assert!(journey.refusals().is_empty());
}

#[test]
fn placed_words_do_not_narrow_the_next_layout() {
    let mut journey = trained();
    let generation = journey.opened().generation;
    journey.tell(Command::Place { generation, positions: vec![1.0, 1.0, 2.0, 3.0].into() });
    let placed = View { projection: Projection::Placed, ..View::default() };
    assert_eq!(shown(&mut journey, placed).len(), 4);
    journey.tell(Command::GiveVectors { most: 50 });
    journey.until_idle();
    let vectors = journey.last(|event| if let Event::Vectors(vectors) = event { Some(vectors.clone()) } else { None });
    assert_eq!((vectors.word_ids.len(), vectors.components.len()), (50, 100));
    assert!(vectors.components[..4] != [1.0, 1.0, 2.0, 3.0], "components, whatever the map shows");
}

#[test]
fn components_are_chosen_and_their_shares_told() {
    let mut journey = trained();
    shown(&mut journey, View::default());
    let first = picture(&journey);
    let turned = View { projection: Projection::Components { x: 3, y: 1 }, ..View::default() };
    let positions = shown(&mut journey, turned);
    let frame = picture(&journey);
    assert_eq!((frame.projection.mapping(), frame.view), (Mapping::Components, first.view + 1));
    assert_eq!(frame.explained, [first.spread[2], first.spread[0]]);
    assert!(first.spread.len() == 16 && first.spread.is_sorted_by(|a, b| a >= b));
    // The first component is along y now.
    assert!((0..50).all(|i| (positions[2 * i + 1].abs() - first.positions[2 * i].abs()).abs() < 1e-3));
}

#[test]
fn semantic_axes_lie_between_their_words() {
    let mut journey = trained();
    let axes = journey.ask(Question::Axes { x: "woman − man".to_owned(), y: "king, queen - dog".to_owned() });
    let Answer::Axes { x, y } = axes else { panic!("all of them are known words: {axes:?}") };
    let [man, woman, king, queen, dog] = ["man", "woman", "king", "queen", "dog"].map(|word| id(&journey, word));
    assert_eq!((&x.towards, &x.from, &y.towards, &y.from), (&vec![woman], &vec![man], &vec![king, queen], &vec![dog]));
    let positions = shown(&mut journey, View { projection: Projection::Axes { x, y }, ..View::default() });
    let at = |word_id: u32| [positions[2 * word_id as usize], positions[2 * word_id as usize + 1]];
    assert!(at(woman)[0] > at(man)[0] && at(king)[1] > at(dog)[1]);
    assert!(positions.iter().all(|x| (-1.0..=1.0).contains(x)), "cosines");
    let frame = picture(&journey);
    assert!(frame.axes_cosine.is_some_and(|cosine| cosine.abs() <= 1.0) && frame.explained[0] > 0.0);
}

#[test]
fn axes_that_say_nothing_are_refused() {
    let mut journey = trained();
    for text in ["", "-", "king -", "king - man - queen", "king - king"] {
        let answer = journey.ask(Question::Axes { x: text.to_owned(), y: "king - man".to_owned() });
        assert!(matches!(answer, Answer::Refused { .. }), "{text:?}: {answer:?}");
    }
    let answer = journey.ask(Question::Axes { x: "king - man".to_owned(), y: "kong".to_owned() });
    assert!(matches!(answer, Answer::UnknownWord { word, .. } if word == "kong"));
}

#[test]
fn a_map_at_rest_is_measured_and_a_hover_says_the_same() {
    let mut journey = trained();
    shown(&mut journey, View { measures_all: true, ..View::default() });
    let found = recall(&journey);
    let n_words = journey.opened().words.len();
    assert_eq!((found.n_measured as usize, found.n_wanted as usize), (n_words, n_words));
    assert_eq!(found.serial, journey.frames().last().expect("a picture").serial);
    let sum: u64 = found.of_word.iter().map(|&n| u64::from(n)).sum();
    assert!((sum as f64 / (10 * n_words) as f64 - found.mean).abs() < 1e-9 && found.mean > 0.0);
    for word_id in [0, 17, n_words as u32 - 1] {
        let Answer::Neighbors { recall: of_hover, .. } =
            journey.ask(Question::Neighbors { word_id, k: 3, measure: Measure::Cosine })
        else {
            panic!("the word is there")
        };
        assert_eq!(of_hover, Some((found.of_word[word_id as usize], 10)));
    }
    shown(&mut journey, View { only: (0..30).collect(), ..View::default() });
    let found = recall(&journey);
    assert_eq!((found.n_wanted, found.of_word.len()), (30, 30));
    assert!(found.of_word.iter().all(|&n| n != NOT_MEASURED));
    let Answer::Neighbors { recall: of_hover, .. } =
        journey.ask(Question::Neighbors { word_id: 40, k: 3, measure: Measure::Cosine })
    else {
        panic!("the word is there")
    };
    assert_eq!(of_hover, None, "it is not on the map");
}

#[test]
fn the_words_of_the_map_are_grouped() {
    let mut journey = trained();
    shown(&mut journey, View { n_words: 300, ..View::default() });
    journey.tell(Command::Cluster { k: 6 });
    journey.until_idle();
    let Clusters { central, group_of_word, .. } =
        journey.last(|event| if let Event::Clusters(clusters) = event { Some(clusters.clone()) } else { None });
    assert_eq!((central.len(), group_of_word.len()), (6, 300));
    for (group, words) in central.iter().enumerate() {
        assert!(words.iter().all(|&id| usize::from(group_of_word[id as usize]) == group && words.len() <= 3));
    }
    assert!(group_of_word.iter().all(|&group| group != NO_TOPIC));
}

#[test]
fn vectors_are_handed_over_and_positions_taken() {
    let mut journey = trained();
    shown(&mut journey, View { only: vec![5, 3, 8], ..View::default() });
    journey.tell(Command::GiveVectors { most: 2 });
    journey.until_idle();
    let Vectors { generation, dims, word_ids, values, components } =
        journey.last(|event| if let Event::Vectors(vectors) = event { Some(vectors.clone()) } else { None });
    assert_eq!((word_ids.0, values.len(), components.len()), (vec![3, 5], 2 * dims as usize, 4));
    let mut positions = vec![f32::NAN; 12];
    (positions[6..8]).copy_from_slice(&[1.0, 2.0]);
    (positions[10..12]).copy_from_slice(&[3.0, 4.0]);
    journey.tell(Command::Place { generation: generation + 1, positions: vec![9.0; 12].into() });
    journey.tell(Command::Place { generation, positions: positions.clone().into() });
    let view = View { only: vec![5, 3, 8], projection: Projection::Placed, ..View::default() };
    let found = shown(&mut journey, view);
    assert_eq!(found.len(), 12);
    assert!(found.iter().zip(&positions).all(|(a, b)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())));
    let axis = AxisWords { towards: vec![3], from: vec![3] };
    let view = View { projection: Projection::Axes { x: axis.clone(), y: axis }, ..View::default() };
    journey.tell(Command::Show { view });
    journey.until_idle();
    assert!(journey.events.iter().any(|event| matches!(event, Event::Refused(_))), "no direction, and no endless loop");
}

#[test]
fn a_search_finds_the_word_then_beginnings_then_insides() {
    let mut journey = trained();
    let Answer::Completions { word_ids, .. } = journey.ask(Question::Search { text: "King".to_owned(), k: 8 }) else {
        panic!("a search is answered with words")
    };
    let words: Vec<&str> = word_ids.iter().map(|&id| journey.opened().words[id as usize].as_str()).collect();
    assert_eq!(words[..2], ["king", "kingdom"]);
    assert_eq!(words[2..4], ["cooking", "walking"], "then come spellings: {words:?}");
}
