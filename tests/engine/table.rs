//! A table of vectors without a text: everything that needs none works.

use embedding_explorer::{
    engine::Session,
    protocol::{
        Absence, Answer, Command, Event, HeatmapOrder, Measure, Phase, Projection, Question, QuestionSet, Reproducible,
        Settings, Source, SourceIdentity, TableHead, TablePart, View,
    },
};

use crate::journey::{Journey, Table, quick};

/// The words and vectors of a trained model, as a table in memory.
fn trained_table() -> Table {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    let words = journey.opened().words.to_vec();
    journey.tell(Command::GiveVectors { most: words.len() as u32 });
    journey.until_idle();
    let vectors = journey.last(|event| if let Event::Vectors(vectors) = event { Some(vectors.clone()) } else { None });
    Table { words, counts: Vec::new(), values: vectors.values.0, dims: vectors.dims as usize }
}

fn opened(table: &Table) -> Journey {
    let mut journey = Journey::new();
    journey.open_table(5, table, 100);
    journey.until_idle();
    journey
}

#[test]
fn a_table_is_mapped_questioned_and_evaluated() {
    let table = trained_table();
    let words = &table.words;
    let mut journey = opened(&table);
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
    let mut journey = opened(&trained_table());
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
    let table = trained_table();
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    let generation = journey.opened().generation;
    journey.tell(Command::SetBaseline { generation });
    journey.until_idle();
    journey.open_table(6, &table, 70);
    journey.until_idle();
    let compared =
        journey.last(|event| if let Event::Compared(Some(compared)) = event { Some(compared.clone()) } else { None });
    assert_eq!((compared.mean, compared.is_itself), (Some(1.0), false), "they are the same vectors");
}

#[test]
fn the_parts_of_a_table_make_no_difference() {
    let table = trained_table();
    let in_parts = [1, 7, table.words.len()].map(|rows| {
        let mut journey = Journey::new();
        journey.open_table(5, &table, rows);
        journey.until_idle();
        let about = journey.opened().clone();
        (about.words, about.counts, about.record, about.table_notes, journey.progress().checksum.clone())
    });
    assert!(in_parts[0].4.is_some() && in_parts[0].3 == ["1 word came twice."], "{:?}", in_parts[0]);
    assert!(in_parts.iter().all(|other| *other == in_parts[0]));
    let SourceIdentity::Vectors { n_rows, dims, n_bytes, format, checksum, .. } = &in_parts[0].2.source else {
        panic!("vectors")
    };
    assert!(checksum.len() == 16 && checksum.bytes().all(|digit| digit.is_ascii_hexdigit()), "{checksum}");
    let mut other = table;
    other.values[7] += 1.0;
    let about = opened(&other).opened().record.source.clone();
    assert!(matches!(&about, SourceIdentity::Vectors { checksum: of_other, .. } if of_other != checksum), "{about:?}");
    let table = other;
    assert_eq!((*n_rows, *dims, *n_bytes, &**format), (table.words.len() as u64, 16, 1000, "GloVe text"));
}

#[test]
fn counts_and_words_that_cannot_be_seen_are_told() {
    let words = ["a", "\u{a0}", "b"];
    let table = Table { counts: vec![9, 5, 1], ..Table::new(&words, 2, vec![1.0, 0.0, 0.0, 0.0, 0.5, 0.5]) };
    let mut journey = opened(&table);
    assert_eq!(journey.opened().counts, vec![9, 5, 1]);
    assert_eq!(journey.opened().invisible, [(1, "U+00A0".to_owned())]);
    let Answer::Cosines { cosines, .. } = journey.ask(Question::Cosines { word_id: 1 }) else { panic!("zeros") };
    assert_eq!(cosines, vec![0.0; 3], "zeros have no direction");
}

#[test]
fn a_table_that_is_given_up_half_way_or_broken_changes_nothing() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    let generation = journey.opened().generation;
    let whole = trained_table();
    let half = Table { values: whole.values[..whole.values.len() / 32 * 16].to_vec(), ..trained_table() };
    journey.open_table(6, &half, 50);
    for _ in 0..5 {
        journey.slice(0.01);
    }
    assert!(journey.progress().tokens_done > 0, "training goes on meanwhile");
    let left = journey.last(|event| match event {
        Event::TableTaken { open_id: 6, n_rows_left } => Some(*n_rows_left),
        _ => None,
    });
    assert_eq!(left, whole.words.len().div_ceil(2) as u64);
    journey.tell(Command::Cancel);
    let rest = TablePart::Rows(whole.values.clone().into());
    journey.tell(Command::TakePart { open_id: 6, part: rest.clone() });
    assert!(journey.refusals().is_empty(), "parts of a table that is given up are ignored");

    journey.open_table(7, &half, 50);
    journey.tell(Command::TakePart { open_id: 7, part: rest });
    let refused = journey.last(|event| if let Event::Refused(refusal) = event { Some(refusal.clone()) } else { None });
    assert_eq!(refused.open_id, Some(7));
    assert!(refused.message.contains("were promised"), "{}", refused.message);
    journey.open_table(8, &Table::new(&["a", "a"], 2, vec![1.0; 4]), 9);
    assert_eq!(journey.refusals().len(), 2, "{:?}", journey.refusals());
    journey.until_idle();
    assert_eq!((journey.opened().generation, journey.progress().phase), (generation, Phase::Trained));

    journey.open_table(9, &whole, 50);
    journey.until_idle();
    assert!(!journey.opened().has_text);
    let source = Source::Text { name: "pasted".to_owned(), text: "the cat sat on the mat. ".repeat(50) };
    let settings = Settings { min_count: 1, ..quick() };
    journey.tell(Command::Open { open_id: 10, source, settings, chosen: Vec::new(), autoplay: true });
    journey.until_idle();
    assert!(journey.opened().has_text && journey.progress().phase == Phase::Trained, "and back to a text");
}

#[test]
fn a_table_without_room_is_refused_with_the_rows_that_fit() {
    let mut journey = Journey::with_session(Session::with_memory(40_000_000));
    journey.tell(Command::Open {
        open_id: 1,
        source: Source::BuiltIn,
        settings: quick(),
        chosen: Vec::new(),
        autoplay: false,
    });
    journey.until_idle();
    let generation = journey.opened().generation;
    let head = TableHead { n_rows: 1_000_000_000_000, dims: 100, ..TableHead::default() };
    let open = |open_id, head| Command::Open {
        open_id,
        source: Source::Table(head),
        settings: quick(),
        chosen: Vec::new(),
        autoplay: false,
    };
    journey.tell(open(2, head.clone()));
    let refused = journey.last(|event| if let Event::Refused(refusal) = event { Some(refusal.clone()) } else { None });
    let n_rows = refused.try_rows.expect("some rows fit");
    assert!(refused.message.ends_with(&format!("keep the first {n_rows}.")), "{}", refused.message);
    journey.tell(open(3, TableHead { n_rows, ..head }));
    assert!(matches!(journey.events.last(), Some(Event::TableTaken { open_id: 3, .. })), "they do");
    assert_eq!(journey.opened().generation, generation);
}

#[test]
fn a_file_of_vectors_is_told_from_a_text_by_its_first_bytes() {
    let table = "2 3\nboat 0.1 0.2 0.3\nnet 0.3 0.2 0.1\n".as_bytes();
    let text = "The boat is in the harbor. The net is in the boat.\n".repeat(40);
    for (bytes, is_packed) in [(table, Some(false)), (b"\x1f\x8b\x08\0\0\0", Some(true)), (text.as_bytes(), None)] {
        for is_text in [false, true] {
            let mut journey = Journey::new();
            let n_bytes = bytes.len() as u64;
            let source = Source::File { name: "f".to_owned(), n_bytes, encoding: None, columns: Vec::new(), is_text };
            journey.tell(Command::Open { open_id: 4, source, settings: quick(), chosen: Vec::new(), autoplay: false });
            let events = journey.session.feed(bytes, 0.0);
            let found = events.iter().find_map(|event| match event {
                Event::NotText { open_id: 4, is_packed } => Some(*is_packed),
                _ => None,
            });
            assert_eq!(found, is_packed.filter(|_| !is_text));
            assert_eq!(journey.session.is_fed(), found.is_none());
        }
    }
}
