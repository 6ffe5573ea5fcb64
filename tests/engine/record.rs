//! How vectors came about, and that they come about so again.

use std::sync::Arc;

use embedding_explorer::{
    protocol::{Change, Changed, Command, Event, Part, Phase, Reproducible, RunRecord, Settings, SourceIdentity},
    space::Embedding,
    text::{ReadOptions, TextReader, VocabularyOptions, encode, world::small_world},
    train::{TrainConfig, Trainer},
};

use crate::journey::{Journey, quick};

fn record(journey: &Journey) -> RunRecord {
    let recorded = journey.events.iter().rev().find_map(|event| match event {
        Event::Recorded { record, .. } => Some(record.clone()),
        _ => None,
    });
    recorded.unwrap_or_else(|| journey.opened().record.clone())
}

/// The run of a record, from nothing but the record and the text.
fn again(record: &RunRecord) -> String {
    let text = small_world().expect("the corpus is sound").text;
    let mut reader = TextReader::new(ReadOptions { lowercase: record.settings.lowercase, ..ReadOptions::default() });
    reader.push(text.as_bytes()).expect("text");
    let stream = reader.finish().expect("text");
    let options = VocabularyOptions { min_count: record.settings.min_count, max_words: usize::MAX };
    let (vocabulary, corpus) = encode(&stream, &options).expect("words");
    let counts = vocabulary.counts().expect("counted").to_vec();
    let config = TrainConfig::from(&record.settings);
    let mut trainer = Trainer::new(config, &counts, Arc::new(corpus)).expect("it ran before");
    let mut changes = record.changes.iter().peekable();
    loop {
        while let Some(change) = changes.next_if(|change| change.tokens <= trainer.tokens_done()) {
            match change.what {
                Changed::LearningRate(rate) => trainer.set_learning_rate(rate).expect("it was in force"),
                Changed::Epochs(epochs) => trainer.extend(epochs),
            }
        }
        if trainer.is_done() {
            break;
        }
        trainer.advance(1, u64::MAX).expect("it ran before");
    }
    trainer.refresh();
    format!("{:016x}", Embedding::from(trainer.vectors()).checksum())
}

#[test]
fn a_run_that_was_left_alone_needs_its_settings_alone() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    let record = record(&journey);
    assert_eq!(record.reproducible(), Reproducible::FromSettings);
    assert!(matches!(record.source, SourceIdentity::BuiltIn { version: 1.. }));
    assert_eq!(record.settings, quick());
    assert_eq!(Some(again(&record)), journey.progress().checksum);
}

#[test]
fn a_run_that_was_changed_on_the_way_comes_again_from_its_record() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Step { part: Part::Slice });
    journey.until_idle();
    journey.tell(Command::SetLearningRate { learning_rate: 0.03 });
    journey.tell(Command::Play);
    for _ in 0..3 {
        journey.slice(0.01);
    }
    journey.tell(Command::SetLearningRate { learning_rate: 0.07 });
    journey.until_idle();
    assert_eq!(journey.progress().phase, Phase::Trained);
    journey.tell(Command::Extend { epochs: 3 });
    journey.until_idle();
    let record = record(&journey);
    assert_eq!(record.reproducible(), Reproducible::WithRecord);
    assert_eq!(record.changes.len(), 3, "{:?}", record.changes);
    assert_eq!(record.settings, quick(), "the start stays as it was");
    assert_eq!(Some(again(&record)), journey.progress().checksum);
    let unchanged = RunRecord { changes: Vec::new(), ..record };
    assert_ne!(Some(again(&unchanged)), journey.progress().checksum, "the changes did change something");
}

#[test]
fn a_run_that_diverged_comes_again_from_where_it_went_on() {
    let mut journey = Journey::open_built_in(Settings { epochs: 4, ..quick() });
    journey.tell(Command::Step { part: Part::Epoch });
    journey.until_idle();
    journey.tell(Command::SetLearningRate { learning_rate: 1.0 });
    journey.tell(Command::Play);
    journey.until_idle();
    assert!(journey.refusals()[0].contains("diverged"));
    journey.tell(Command::SetLearningRate { learning_rate: 0.05 });
    journey.tell(Command::Play);
    journey.until_idle();
    assert_eq!(journey.progress().phase, Phase::Trained);
    let record = record(&journey);
    assert!(matches!(record.changes.as_slice(), [.., Change { what: Changed::LearningRate(0.05), .. }]), "{record:?}");
    assert_eq!(Some(again(&record)), journey.progress().checksum);
}

#[test]
fn an_own_text_is_known_by_its_bytes() {
    let text = "the cat sat on the mat and the dog sat by the door. ".repeat(30);
    let mut journey = Journey::new();
    journey.open_text(&text, Settings { min_count: 1, ..quick() });
    let record = journey.opened().record.clone();
    let SourceIdentity::Text { name, n_bytes, sha256, .. } = record.source.clone() else { panic!("{record:?}") };
    assert_eq!((name.as_str(), n_bytes, sha256.len()), ("pasted", text.len() as u64, 64));
    assert_eq!(record.reproducible(), Reproducible::WithText);
    // The same bytes in pieces are the same text.
    let source = embedding_explorer::protocol::Source::File {
        name: "f".to_owned(),
        n_bytes: text.len() as u64,
        encoding: None,
        columns: Vec::new(),
        is_text: false,
    };
    let (settings, chosen) = (quick(), Vec::new());
    journey.tell(Command::Open { open_id: 2, source, settings, chosen, autoplay: false });
    for piece in text.as_bytes().chunks(100) {
        let events = journey.session.feed(piece, 0.0);
        journey.hear(events);
    }
    journey.session.end_of_file();
    journey.until_idle();
    let SourceIdentity::Text { sha256: of_file, .. } = &journey.opened().record.source else { panic!("a text") };
    assert_eq!(*of_file, sha256);
}

#[test]
fn a_session_makes_the_changes_of_a_record_again() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Step { part: Part::Slice });
    journey.until_idle();
    journey.tell(Command::SetLearningRate { learning_rate: 0.03 });
    journey.tell(Command::Play);
    for _ in 0..3 {
        journey.slice(0.01);
    }
    journey.tell(Command::SetLearningRate { learning_rate: 0.07 });
    journey.until_idle();
    journey.tell(Command::Extend { epochs: 3 });
    journey.until_idle();
    let first = record(&journey);

    let mut other = Journey::open_built_in(quick());
    other.tell(Command::Replay { changes: first.changes.clone() });
    other.tell(Command::Play);
    other.until_idle();
    assert_eq!(record(&other).changes, first.changes);
    assert_eq!(other.progress().checksum, journey.progress().checksum);

    // After a restart, the same: the command waits for the new run.
    other.tell(Command::Restart { settings: quick() });
    other.tell(Command::Replay { changes: first.changes.clone() });
    other.until_idle();
    assert_eq!(other.progress().checksum, journey.progress().checksum);

    let n_refused = |journey: &Journey| journey.events.iter().filter(|e| matches!(e, Event::Refused(_))).count();
    assert_eq!(n_refused(&other), 0);
    other.tell(Command::Replay { changes: first.changes });
    assert_eq!(n_refused(&other), 1, "it is at its end");
}
