//! Arithmetic, groups, measures, and what the text says.

use embedding_explorer::protocol::{
    Absence, Answer, Command, Event, Evidence, ExpectedAnswer, Measure, Method, Question, Settings,
};

use crate::journey::{Journey, quick};

fn trained(settings: Settings) -> Journey {
    let mut journey = Journey::open_built_in(settings);
    journey.tell(Command::Play);
    journey.until_idle();
    journey
}

fn id(journey: &Journey, word: &str) -> u32 {
    journey.opened().words.iter().position(|known| known == word).expect("a word of the built-in corpus") as u32
}

fn ask(journey: &mut Journey, expression: &str, by_product: bool, expected: &str) -> Answer {
    let (expression, expected) = (expression.to_owned(), expected.to_owned());
    journey.ask(Question::Arithmetic { expression, by_product, k: 10, include_inputs: false, expected })
}

#[test]
fn an_expression_is_answered_with_the_rank_of_what_was_expected() {
    let mut journey = trained(quick());
    for by_product in [false, true] {
        let Answer::Arithmetic { terms, answers, expected } =
            ask(&mut journey, "king - man + woman", by_product, "queen")
        else {
            panic!("three known words")
        };
        let weights: Vec<(u32, f32)> = terms.iter().map(|term| (term.word_id, term.weight)).collect();
        assert_eq!(weights, [("king", 1.0), ("man", -1.0), ("woman", 1.0)].map(|(word, w)| (id(&journey, word), w)));
        let Some(ExpectedAnswer::Ranked { word_id, rank, cosine }) = expected else { panic!("{expected:?}") };
        assert_eq!(word_id, id(&journey, "queen"));
        match answers.get(rank as usize - 1) {
            Some(answer) => assert_eq!((answer.word_id, answer.cosine), (word_id, cosine)),
            None => assert!(rank > 10),
        }
    }
    let Answer::Arithmetic { expected, .. } = ask(&mut journey, "2*paris - mean(france, italy)", false, "klingon")
    else {
        panic!("known words")
    };
    assert_eq!(expected, Some(ExpectedAnswer::Unknown { word: "klingon".to_owned(), why: Absence::Absent }));
}

#[test]
fn what_cannot_be_read_points_at_its_character_and_unknown_words_get_spellings() {
    let mut journey = trained(quick());
    let Answer::Misread { message, at } = ask(&mut journey, "king - (man + woman", false, "") else { panic!("open") };
    assert_eq!(at, 7);
    assert!(message.starts_with("Character 8"), "{message}");
    assert!(matches!(ask(&mut journey, "kinng - man", false, ""),
        Answer::UnknownWord { suggestions, .. } if suggestions.contains(&"king".to_owned())));
    let Answer::Refused { message } = ask(&mut journey, "2*king - man", true, "") else { panic!("a weight") };
    assert!(message.contains("3CosMul"), "{message}");
    // Written in two ways it is one word, which cancels out.
    assert!(matches!(ask(&mut journey, "King - king", false, ""), Answer::Refused { .. }));
}

#[test]
fn the_odd_one_out_of_a_group_and_the_likeness_of_two() {
    let mut journey = trained(quick());
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    let question =
        Question::Groups { words: words(&["cat", "dog", "lion", "paris"]), others: words(&["kitten", "dog"]) };
    let Answer::Groups { word_ids, to_mean, cosines, similarity } = journey.ask(question) else {
        panic!("known words")
    };
    let odd = (0..4).min_by(|&a, &b| to_mean[a].total_cmp(&to_mean[b])).expect("four words");
    assert_eq!(word_ids[odd], id(&journey, "paris"));
    assert_eq!((cosines.len(), cosines[0], cosines[1]), (16, 1.0, cosines[4]));
    assert!(similarity.is_some_and(|cosine| cosine > 0.3));
    let empty = journey.ask(Question::Groups { words: Vec::new(), others: Vec::new() });
    assert!(matches!(empty, Answer::Refused { .. }), "{empty:?}");
    let many = journey.ask(Question::Groups { words: vec!["cat".to_owned(); 51], others: Vec::new() });
    assert!(matches!(many, Answer::Refused { message } if message.contains("51")));
}

#[test]
fn neighbors_by_distance_and_of_output_vectors() {
    let mut journey = trained(quick());
    let word_id = id(&journey, "king");
    let by = |journey: &mut Journey, measure| match journey.ask(Question::Neighbors { word_id, k: 100, measure }) {
        Answer::Neighbors { neighbors, lengths, .. } => {
            assert!(lengths.iter().all(|&length| length > 0.0));
            assert!(neighbors.iter().all(|near| near.word_id != word_id));
            neighbors
        }
        other => panic!("not neighbors: {other:?}"),
    };
    let cosines = by(&mut journey, Measure::Cosine);
    let distances = by(&mut journey, Measure::Distance);
    let outputs = by(&mut journey, Measure::OutputCosine);
    assert_eq!(cosines.len(), 100);
    assert!(distances.is_sorted_by(|a, b| a.cosine <= b.cosine), "the nearest first");
    assert!(outputs.is_sorted_by(|a, b| a.cosine >= b.cosine) && outputs != cosines);

    let mut glove = trained(Settings { method: Method::Glove, ..quick() });
    let refused = glove.ask(Question::Neighbors { word_id, k: 3, measure: Measure::OutputCosine });
    assert!(matches!(refused, Answer::Refused { .. }), "GloVe adds its tables up: {refused:?}");
}

fn evidence(journey: &mut Journey, word_id: u32, other: Option<u32>) -> Evidence {
    journey.tell(Command::Explain { word_id, other });
    journey.until_idle();
    journey.last(|event| if let Event::Evidence(evidence) = event { Some((**evidence).clone()) } else { None })
}

#[test]
fn a_text_is_searched_for_a_word_and_for_what_two_have_in_common() {
    let text =
        "the cat drank the milk.\nthe kitten drank the milk.\nthe king rode the horse.\na cat slept.\n".repeat(30);
    let mut journey = Journey::new();
    journey.open_text(&text, Settings { min_count: 1, window: 3, subsample: 0.01, ..quick() });
    let [cat, kitten, milk] = ["cat", "kitten", "milk"].map(|word| id(&journey, word));
    let of_cat = evidence(&mut journey, cat, None);
    assert_eq!((of_cat.n_sentences, of_cat.quotations.len()), (60, 20));
    assert_eq!(of_cat.quotations[0].left, "the");
    assert_eq!((of_cat.quotations[0].key.as_str(), of_cat.quotations[0].right.as_str()), ("cat", "drank the milk"));
    assert!(of_cat.frequent.is_sorted_by(|a, b| a.count >= b.count) && !of_cat.frequent.is_empty());
    assert!(of_cat.shared.is_empty() && of_cat.keep_probability < 1.0);
    let of_pair = evidence(&mut journey, cat, Some(kitten));
    assert_eq!(of_pair.n_sentences, 0, "they never stand in one sentence");
    assert!(of_pair.shared.iter().any(|context| context.word_id == milk), "{:?}", of_pair.shared);
}
