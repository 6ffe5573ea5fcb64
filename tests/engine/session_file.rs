//! A session as one file, as the reader saves it: by a command, while training goes on.

use embedding_explorer::protocol::{
    Bytes, Command, Event, Method, Optimizer, Phase, Saved, SavingNews, SavingStage, Settings,
};
use proptest::prelude::*;

use crate::{
    journey::{Journey, SLICE_SECS, Table},
    saved::{METHODS, Seen, all_progress, open, read, settings, work},
};

/// Saves the session, and works until the file is complete: its bytes, and the words that it was after.
pub(crate) fn saved(journey: &mut Journey, save_id: u32, with_text: bool) -> (Vec<u8>, u64) {
    let saved = Saved::Session { with_text };
    journey.tell(Command::Save { save_id, saved, page: Bytes::from(b"pins".to_vec()) });
    for _ in 0..100_000 {
        let (mut bytes, mut end) = (Vec::new(), None);
        for event in &journey.events {
            match event {
                Event::Saving(saving) if saving.save_id == save_id => match &saving.news {
                    SavingNews::Piece { bytes: piece, .. } => bytes.extend_from_slice(piece),
                    SavingNews::Progress { share, .. } => assert!((0.0..=1.0).contains(share)),
                    SavingNews::Done { tokens_done, .. } => end = *tokens_done,
                    SavingNews::Refused(why) => panic!("it was refused: {why}"),
                },
                _ => {}
            }
        }
        if let Some(tokens_done) = end {
            return (bytes, tokens_done);
        }
        journey.slice(SLICE_SECS);
    }
    panic!("the file never ends");
}

fn end_of(journey: &mut Journey) -> Seen {
    journey.tell(Command::Play);
    journey.until_idle();
    all_progress(journey)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_file_of_any_moment_trains_on_to_the_bits_of_the_run_that_never_stopped(
        n_looks in 0_u32..60,
        rate in prop::option::of(1_u32..50),
        with_text: bool,
        piece in 50_usize..100_000,
    ) {
        for (method, optimizer) in METHODS {
            let mut journey = open(settings(method, optimizer));
            journey.tell(Command::Play);
            work(&mut journey, n_looks);
            if let Some(rate) = rate {
                journey.tell(Command::SetLearningRate { learning_rate: f64::from(rate) / 1000.0 });
                work(&mut journey, 2);
            }
            let (bytes, tokens_done) = saved(&mut journey, 1, with_text);
            let mut opened = read(&bytes, piece);
            prop_assert_eq!(opened.refusals(), [""; 0]);
            prop_assert_eq!(opened.progress().tokens_done, tokens_done);
            prop_assert_eq!(opened.opened().page.as_deref().map(Vec::as_slice), Some(b"pins".as_slice()));
            prop_assert_eq!(opened.opened().has_text, with_text);
            let (seen, expected) = (end_of(&mut opened), end_of(&mut journey));
            prop_assert!(seen.checksum.is_some());
            prop_assert!(seen == expected, "{:?}: {:?} and {:?}", method, seen.record, expected.record);
        }
    }
}

#[test]
fn a_session_opens_paused_and_is_saved_while_it_trains() {
    let mut journey = open(Settings { epochs: 40, ..settings(Method::SkipGram, Optimizer::Sgd) });
    journey.tell(Command::Play);
    work(&mut journey, 3);
    let (bytes, tokens_done) = saved(&mut journey, 1, true);
    assert_eq!(journey.progress().phase, Phase::Training, "training goes on");
    journey.slice(SLICE_SECS);
    assert!(journey.progress().tokens_done >= tokens_done);
    let stages = journey.events.iter().filter_map(|event| match event {
        Event::Saving(saving) => match saving.news {
            SavingNews::Progress { stage, .. } => Some(stage),
            _ => None,
        },
        _ => None,
    });
    assert!(stages.into_iter().all(|stage| matches!(stage, SavingStage::Copying | SavingStage::Writing)));
    let opened = read(&bytes, 5000);
    assert_eq!(opened.progress().phase, Phase::Paused, "it waits for its reader");
}

#[test]
fn loaded_vectors_are_no_session() {
    let mut journey = Journey::new();
    journey.open_table(1, &Table::new(&["cat", "dog"], 2, vec![1.0, 0.0, 0.0, 1.0]), 10);
    journey.until_idle();
    journey.tell(Command::Save { save_id: 1, saved: Saved::Session { with_text: true }, page: Bytes::default() });
    let why = journey.last(|event| match event {
        Event::Saving(saving) => match &saving.news {
            SavingNews::Refused(why) => Some(why.clone()),
            _ => None,
        },
        _ => None,
    });
    assert!(why.contains("save them as vectors"), "{why}");
}
