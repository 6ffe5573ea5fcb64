//! A table of vectors without a text: everything that needs none works.

use embedding_explorer::protocol::{
    Absence, Answer, Command, Event, HeatmapOrder, Measure, Phase, Projection, Question, QuestionSet, Reproducible,
    Settings, Source, View,
};

use crate::journey::{Journey, quick};

/// The words and vectors of a trained model, as a table in memory.
fn trained_table() -> (Source, Vec<String>) {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    let words = journey.opened().words.clone();
    journey.tell(Command::GiveVectors { most: words.len() as u32 });
    journey.until_idle();
    let vectors = journey.last(|event| if let Event::Vectors(vectors) = event { Some(vectors.clone()) } else { None });
    let source = Source::Table {
        name: "vectors.txt".to_owned(),
        words: words.to_vec(),
        counts: Vec::new().into(),
        values: vectors.values,
    };
    (source, words.to_vec())
}

fn opened(source: Source) -> Journey {
    let mut journey = Journey::new();
    let settings = Settings::default();
    journey.tell(Command::Open { open_id: 5, source, settings, chosen: Vec::new(), autoplay: true });
    journey.until_idle();
    journey
}

#[test]
fn a_table_is_mapped_questioned_and_evaluated() {
    let (source, words) = trained_table();
    let mut journey = opened(source);
    let about = journey.opened();
    assert_eq!((about.open_id, about.has_text, about.words.len()), (Some(5), false, words.len()));
    assert!(about.counts.is_empty() && about.record.reproducible() == Reproducible::No);
    assert_eq!(journey.progress().phase, Phase::Trained);
    assert!(journey.progress().checksum.is_some());
    assert_eq!(journey.frames().last().expect("a map").positions.len(), 2 * words.len());

    let id = |word: &str| words.iter().position(|known| known == word).expect("a word") as u32;
    let word_id = id("king");
    for measure in [Measure::Cosine, Measure::Distance] {
        let answer = journey.ask(Question::Neighbors { word_id, k: 5, measure });
        assert!(matches!(&answer, Answer::Neighbors { neighbors, recall: Some(_), .. } if neighbors.len() == 5));
    }
    let answer = journey.ask(Question::Neighbors { word_id, k: 5, measure: Measure::OutputCosine });
    assert!(matches!(&answer, Answer::Refused { message } if message.contains("loaded")), "{answer:?}");
    let question = Question::Arithmetic {
        expression: "king - man + woman".to_owned(),
        by_product: false,
        k: 3,
        include_inputs: false,
        expected: "queen".to_owned(),
    };
    assert!(matches!(journey.ask(question), Answer::Arithmetic { answers, .. } if answers.len() == 3));
    let words_of = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    let question = Question::Heatmap { words: words_of(&["king", "queen", "cat"]), order: HeatmapOrder::Topic };
    assert!(matches!(journey.ask(question), Answer::Heatmap { cosines, .. } if cosines.len() == 9));
    let question = Question::Groups { words: words_of(&["cat", "dog", "paris"]), others: Vec::new() };
    assert!(matches!(journey.ask(question), Answer::Groups { .. }));
    let answer = journey.ask(Question::Find { word: "zeppelin".to_owned() });
    assert!(matches!(answer, Answer::UnknownWord { why: Absence::Absent, .. }));

    journey.tell(Command::Evaluate { questions: QuestionSet::BuiltIn });
    journey.tell(Command::Cluster { k: 5 });
    let view = View { projection: Projection::Components { x: 2, y: 3 }, measures_all: true, ..View::default() };
    journey.tell(Command::Show { view });
    journey.tell(Command::GiveVectors { most: 30 });
    journey.until_idle();
    let is_evaluated =
        |event: &Event| matches!(event, Event::Evaluation(Ok(report)) if report.is_done() && report.n_total > 1000);
    assert!(journey.events.iter().any(is_evaluated));
    assert!(journey.events.iter().any(|event| matches!(event, Event::Clusters(found) if found.central.len() == 5)));
    assert!(journey.events.iter().any(|event| matches!(event, Event::Recall(found) if found.mean > found.chance)));
    assert!(journey.events.iter().any(|event| matches!(event, Event::Vectors(found) if found.word_ids.len() == 30)));
    assert!(journey.refusals().is_empty(), "{:?}", journey.refusals());
}

#[test]
fn what_needs_a_text_says_that_there_is_none() {
    let mut journey = opened(trained_table().0);
    for command in [
        Command::Play,
        Command::Reset,
        Command::Restart { settings: quick() },
        Command::Extend { epochs: 9 },
        Command::SetLearningRate { learning_rate: 0.1 },
        Command::Explain { word_id: 3, other: None },
    ] {
        let what = format!("{command:?}");
        let n_before = journey.refusals().len();
        journey.tell(command);
        assert_eq!(journey.refusals().len(), n_before + 1, "{what}");
        assert!(journey.refusals()[n_before].contains("loaded"), "{:?}", journey.refusals());
    }
    assert!(journey.session.is_idle());
}

#[test]
fn a_table_is_compared_with_a_run_of_the_same_words() {
    let (source, _) = trained_table();
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    let generation = journey.opened().generation;
    journey.tell(Command::SetBaseline { generation });
    journey.until_idle();
    let settings = Settings::default();
    journey.tell(Command::Open { open_id: 6, source, settings, chosen: Vec::new(), autoplay: false });
    journey.until_idle();
    let compared =
        journey.last(|event| if let Event::Compared(Some(compared)) = event { Some(compared.clone()) } else { None });
    assert_eq!((compared.mean, compared.is_itself), (Some(1.0), false), "they are the same vectors");
}

#[test]
fn broken_rows_are_handled_by_rule_and_told_and_a_broken_table_changes_nothing() {
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    let source = Source::Table {
        name: "t".to_owned(),
        words: words(&["a", "b", "a", "c", "d"]),
        counts: vec![9, 8, 7, 6, 5].into(),
        values: vec![1.0, 0.0, 0.0, 1.0, 5.0, 5.0, f32::INFINITY, 0.0, 0.0, 0.0].into(),
    };
    let mut journey = opened(source);
    assert_eq!(*journey.opened().words, ["a", "b", "d"]);
    assert_eq!(journey.opened().counts, vec![9, 8, 5]);
    let notice = journey.opened().table_notice.clone().expect("three rows were handled");
    assert!(notice.contains("repeats") && notice.contains("not finite") && notice.contains("zeros"), "{notice}");
    let Answer::Cosines { cosines, .. } = journey.ask(Question::Cosines { word_id: 2 }) else { panic!("zeros") };
    assert_eq!(cosines, vec![0.0; 3], "zeros have no direction");
    let generation = journey.opened().generation;
    let broken = Source::Table {
        name: "t".to_owned(),
        words: words(&["a", "b"]),
        counts: Vec::new().into(),
        values: vec![1.0; 3].into(),
    };
    let settings = Settings::default();
    journey.tell(Command::Open { open_id: 7, source: broken, settings, chosen: Vec::new(), autoplay: false });
    journey.until_idle();
    assert!(
        matches!(journey.events.iter().rev().find(|e| matches!(e, Event::Refused(_))), Some(Event::Refused(refusal)) if refusal.open_id == Some(7))
    );
    assert_eq!(journey.opened().generation, generation);
}
