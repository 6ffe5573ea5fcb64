//! A session that is saved anywhere, read into a new one and trained on: as if it had never stopped.

use embedding_explorer::{
    engine::{SavedSession, SessionWriter, Volume},
    protocol::{
        Absence, AccuracyPoint, Answer, Changed, Command, Event, LossPoint, Method, Optimizer, Part, Phase, Question,
        RunRecord, Settings, Source,
    },
};
use proptest::prelude::*;

use crate::journey::{ALL, Journey, SLICE_SECS, TICK_SECS};

/// Sentences with words of several frequencies, and one word that is too rare.
fn text(n_sentences: u32) -> String {
    let mut text = String::new();
    for i in 0..n_sentences {
        for j in 0..7 {
            let word = (i.wrapping_mul(2_654_435_761) >> (j + 9)) % (6 * (j + 1));
            text.push_str("word");
            text.push_str(&word.to_string());
            text.push(' ');
        }
        text.push_str(if i % 3 == 0 { "end.\n" } else { "end. " });
    }
    text + "zebra.\n"
}

pub(crate) const METHODS: [(Method, Optimizer); 5] = [
    (Method::SkipGram, Optimizer::Sgd),
    (Method::Cbow, Optimizer::Sgd),
    (Method::Softmax, Optimizer::Sgd),
    (Method::Softmax, Optimizer::Adam),
    (Method::Glove, Optimizer::Sgd),
];

pub(crate) fn settings(method: Method, optimizer: Optimizer) -> Settings {
    let learning_rate = if optimizer == Optimizer::Adam { 0.002 } else { 0.05 };
    Settings {
        method,
        optimizer,
        learning_rate,
        dims: 5,
        epochs: 4,
        min_count: 2,
        subsample: 0.01,
        ..Settings::default()
    }
}

/// What a reader sees of a run in the end.
#[derive(Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) checksum: Option<String>,
    loss: Vec<LossPoint>,
    held_out: Vec<LossPoint>,
    pub(crate) record: RunRecord,
}

pub(crate) fn all_progress(journey: &Journey) -> Seen {
    let from = journey.events.iter().rposition(|event| matches!(event, Event::Opened(_))).expect("something is open");
    let mut seen =
        Seen { checksum: None, loss: Vec::new(), held_out: Vec::new(), record: journey.opened().record.clone() };
    for event in &journey.events[from..] {
        match event {
            Event::Progress(progress) => {
                seen.loss.extend(&progress.loss);
                seen.held_out.extend(&progress.held_out_loss);
                seen.checksum.clone_from(&progress.checksum);
                seen.record.tokens_done = progress.tokens_done;
            }
            Event::Recorded { record, .. } => seen.record = record.clone(),
            _ => {}
        }
    }
    seen
}

pub(crate) fn open(settings: Settings) -> Journey {
    open_long(settings, 400)
}

fn open_long(settings: Settings, n_sentences: u32) -> Journey {
    let mut journey = Journey::new();
    journey.open_text(&text(n_sentences), settings);
    assert_eq!(journey.refusals(), [""; 0]);
    journey
}

/// Works a slice of `n` looks at the clock.
pub(crate) fn work(journey: &mut Journey, n: u32) {
    journey.slice(f64::from(n) * TICK_SECS);
}

pub(crate) fn snapshot(journey: &mut Journey) -> SavedSession {
    journey.session.begin_snapshot().expect("there is a run and memory");
    for _ in 0..1000 {
        if let Some(saved) = journey.session.take_snapshot() {
            return saved;
        }
        journey.slice(SLICE_SECS);
    }
    panic!("no snapshot was taken");
}

pub(crate) fn written(saved: &SavedSession, volumes: &[Volume], most: usize) -> Vec<u8> {
    let mut all = Vec::new();
    for &volume in volumes {
        if volume == Volume::Pairs && !saved.has_pairs() {
            continue;
        }
        let (mut writer, mut out) = (SessionWriter::new(saved.clone(), volume, b"pins".to_vec()), Vec::new());
        let n_bytes = writer.n_bytes();
        while !writer.pull(&mut out, most) {}
        assert_eq!(out.len() as u64, n_bytes);
        all.extend(out);
    }
    all
}

/// Feeds a new session with a saved one.
pub(crate) fn read(bytes: &[u8], piece: usize) -> Journey {
    let mut journey = Journey::new();
    let source = Source::File {
        name: "a.session".to_owned(),
        n_bytes: bytes.len() as u64,
        encoding: None,
        columns: Vec::new(),
        is_text: false,
    };
    let settings = Settings::default();
    journey.tell(Command::Open { open_id: 7, source, settings, chosen: ALL.to_vec(), autoplay: true });
    for piece in bytes.chunks(piece) {
        let events = journey.session.feed(piece, journey.clock.get());
        journey.hear(events);
        journey.slice(SLICE_SECS);
    }
    journey.session.end_of_file();
    journey.until_idle();
    journey
}

pub(crate) const WHOLE: &[Volume] = &[Volume::Whole { with_text: true }];
pub(crate) const APART: &[Volume] = &[Volume::Text, Volume::Pairs, Volume::State];

/// How a run is saved: from now or from its last good state, in one volume or in several.
#[derive(Debug, Clone, Copy)]
struct How {
    is_good: bool,
    volumes: &'static [Volume],
    piece: usize,
}

fn through(journey: &mut Journey, how: How) -> Journey {
    let saved = if how.is_good { journey.session.last_good() } else { None };
    let saved = saved.unwrap_or_else(|| snapshot(journey));
    let bytes = written(&saved, how.volumes, how.piece);
    let resumed = read(&bytes, how.piece);
    assert_eq!(resumed.refusals(), [""; 0], "{how:?}");
    assert_eq!(resumed.opened().page.as_deref().map(Vec::as_slice), Some(b"pins".as_slice()));
    assert_eq!(resumed.opened().open_id, Some(7));
    resumed
}

#[derive(Debug, Clone)]
enum Act {
    Work(u32),
    Save(How),
    Rate(f64),
    Extend(u32),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let how = (any::<bool>(), any::<bool>(), prop_oneof![50_usize..400, 4000_usize..100_000])
        .prop_map(|(is_good, is_whole, piece)| How { is_good, volumes: if is_whole { WHOLE } else { APART }, piece });
    let act = prop_oneof![
        4 => (1_u32..12).prop_map(Act::Work),
        4 => how.prop_map(Act::Save),
        1 => (1_u32..50).prop_map(|rate| Act::Rate(f64::from(rate) / 1000.0)),
        1 => (4_u32..7).prop_map(Act::Extend),
    ];
    prop::collection::vec(act, 1..10)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_session_that_was_saved_anywhere_trains_on_as_if_it_had_not_stopped(acts in acts()) {
        for (method, optimizer) in METHODS {
            let mut journey = open(settings(method, optimizer));
            journey.tell(Command::Play);
            for act in &acts {
                match *act {
                    Act::Work(n) => work(&mut journey, n),
                    Act::Save(how) => {
                        journey = through(&mut journey, how);
                        journey.tell(Command::Play);
                    }
                    Act::Rate(learning_rate) => journey.tell(Command::SetLearningRate { learning_rate }),
                    Act::Extend(epochs) => journey.tell(Command::Extend { epochs }),
                }
            }
            journey.until_idle();
            let seen = all_progress(&journey);
            // The same changes at the same words, without a stop.
            let mut straight = open(settings(method, optimizer));
            straight.tell(Command::Replay { changes: seen.record.changes.clone() });
            straight.tell(Command::Play);
            straight.until_idle();
            let expected = all_progress(&straight);
            prop_assert!(seen.checksum.is_some());
            prop_assert!(seen == expected, "{:?}: {:?} and {:?}", method, seen.record, expected.record);
        }
    }
}

#[test]
fn each_stage_of_glove_can_be_saved_in() {
    const N_SENTENCES: u32 = 6000;
    let settings = settings(Method::Glove, Optimizer::Sgd);
    let mut straight = open_long(settings, N_SENTENCES);
    straight.tell(Command::Play);
    straight.until_idle();
    let mut journey = open_long(settings, N_SENTENCES);
    let mut n = 0;
    for _ in 0..30 {
        journey.tell(Command::Play);
        work(&mut journey, 1);
        journey = through(&mut journey, How { is_good: false, volumes: APART, piece: 9999 });
        n += 1;
        if journey.progress().phase == Phase::Trained {
            break;
        }
    }
    assert!(n > 5, "{n} stops");
    journey.tell(Command::Play);
    journey.until_idle();
    assert_eq!(all_progress(&journey), all_progress(&straight));
}

#[test]
fn what_the_session_showed_is_there_again() {
    let mut journey = Journey::open_built_in(Settings { epochs: 2, dims: 8, ..Settings::default() });
    journey.tell(Command::Step { part: Part::Epoch });
    journey.until_idle();
    journey.tell(Command::SetLearningRate { learning_rate: 0.01 });
    let saved = snapshot(&mut journey);
    let mut resumed = read(&written(&saved, WHOLE, 10_000), 3000);
    let (before, after) = (journey.opened(), resumed.opened());
    assert_eq!((&after.words, &after.counts, &after.topics), (&before.words, &before.counts, &before.topics));
    assert_eq!((&after.topic_of_word, &after.landmarks), (&before.topic_of_word, &before.landmarks));
    assert_eq!((&after.examples, &after.heatmaps), (&before.examples, &before.heatmaps));
    assert!(after.is_built_in && after.has_text && after.name == before.name);
    assert_eq!((after.n_tokens, after.n_sentences), (before.n_tokens, before.n_sentences));
    assert!(matches!(after.record.changes[..], [change] if change.what == Changed::LearningRate(0.01)));
    let points = |journey: &Journey| -> Vec<AccuracyPoint> {
        let progress = journey.events.iter().filter_map(|event| match event {
            Event::Progress(progress) => Some(progress.accuracy.clone()),
            _ => None,
        });
        progress.flatten().collect()
    };
    assert!(!points(&journey).is_empty());
    assert_eq!(points(&resumed), points(&journey));
    // Evidence is there, and the reader's question is answered as it was.
    for journey in [&mut journey, &mut resumed] {
        journey.tell(Command::Explain { word_id: 3, other: None });
        journey.until_idle();
    }
    let evidence = |journey: &Journey| {
        journey
            .last(|event| if let Event::Evidence(evidence) = event { Some(evidence.quotations.clone()) } else { None })
    };
    assert!(!evidence(&journey).is_empty());
    assert_eq!(evidence(&resumed), evidence(&journey));
}

#[test]
fn a_session_without_its_text_trains_on_and_says_what_it_cannot_know() {
    let settings = settings(Method::SkipGram, Optimizer::Sgd);
    let mut journey = open(settings);
    journey.tell(Command::Play);
    work(&mut journey, 3);
    let saved = snapshot(&mut journey);
    let (with, without) = (written(&saved, WHOLE, 1000), written(&saved, &[Volume::Whole { with_text: false }], 1000));
    assert!(without.len() < with.len());
    assert!(!without.windows(5).any(|window| window == b"zebra"), "a word below the minimum count stays out");
    let mut resumed = read(&without, 1000);
    assert!(!resumed.opened().has_text);
    assert_eq!(resumed.opened().n_tokens, journey.opened().n_tokens);
    let why = |answer| if let Answer::UnknownWord { why, .. } = answer { Some(why) } else { None };
    for word in ["zebra", "giraffe"] {
        let answer = resumed.ask(Question::Find { word: word.to_owned() });
        assert_eq!(why(answer), Some(Absence::TextLeftOut), "{word}");
    }
    resumed.tell(Command::Explain { word_id: 0, other: None });
    resumed.tell(Command::Restart { settings: Settings { min_count: 1, ..settings } });
    assert!(resumed.refusals().iter().all(|refusal| refusal.contains("saved without its text")));
    assert_eq!(resumed.refusals().len(), 2);
    for journey in [&mut journey, &mut resumed] {
        journey.tell(Command::Play);
        journey.until_idle();
    }
    assert_eq!(all_progress(&resumed).checksum, all_progress(&journey).checksum);
    // It can be saved again.
    let saved = snapshot(&mut resumed);
    let again = read(&written(&saved, WHOLE, 1000), 1000);
    assert!(!again.opened().has_text && again.progress().phase == Phase::Trained);
}

#[test]
fn damaged_sessions_are_refused_in_one_sentence_and_what_was_open_stays() {
    let mut journey = open(settings(Method::SkipGram, Optimizer::Sgd));
    journey.tell(Command::Play);
    work(&mut journey, 3);
    let saved = snapshot(&mut journey);
    let bytes = written(&saved, WHOLE, 1000);
    let mut damaged: Vec<Vec<u8>> = (1..20).map(|i| bytes[..bytes.len() * i / 20].to_vec()).collect();
    for i in 0..40 {
        let mut flipped = bytes.clone();
        flipped[12 + (bytes.len() - 12) * i / 40] ^= 1 << (i % 8);
        damaged.push(flipped);
    }
    let mut other = bytes.clone();
    other[8] = 200;
    damaged.push(other);
    for bytes in damaged {
        let source = Source::File {
            name: "a".to_owned(),
            n_bytes: bytes.len() as u64,
            encoding: None,
            columns: Vec::new(),
            is_text: false,
        };
        let n_before = journey.refusals().len();
        let settings = Settings::default();
        journey.tell(Command::Open { open_id: 8, source, settings, chosen: Vec::new(), autoplay: true });
        let events = journey.session.feed(&bytes, journey.clock.get());
        journey.hear(events);
        journey.session.end_of_file();
        for _ in 0..200 {
            journey.slice(SLICE_SECS);
        }
        let refusals = journey.refusals();
        assert_eq!(refusals.len(), n_before + 1);
        assert!(refusals[n_before].contains("session"), "{}", refusals[n_before]);
    }
    journey.until_idle();
    assert_eq!(journey.progress().phase, Phase::Trained, "the run that was open went on");
}

#[test]
fn a_reset_and_a_restart_can_be_undone_to_the_same_bits() {
    for is_reset in [true, false] {
        let settings = settings(Method::Cbow, Optimizer::Sgd);
        let mut journey = open(settings);
        journey.tell(Command::Step { part: Part::Epoch });
        journey.until_idle();
        let before = all_progress(&journey);
        let restart = Command::Restart { settings: Settings { seed: 9, ..settings } };
        journey.tell(if is_reset { Command::Reset } else { restart });
        journey.until_idle();
        assert!(journey.opened().can_undo);
        journey.tell(Command::Undo);
        journey.until_idle();
        assert_eq!(all_progress(&journey), before, "with its losses");
        assert_eq!(journey.opened().can_undo, !is_reset, "the undone run can be had back, if it has learned something");
        let mut straight = open(settings);
        for journey in [&mut journey, &mut straight] {
            journey.tell(Command::Play);
            journey.until_idle();
        }
        assert_eq!(all_progress(&journey).checksum, all_progress(&straight).checksum);
    }
}

#[test]
fn a_second_reset_leaves_what_the_first_one_took() {
    let mut journey = open(settings(Method::Cbow, Optimizer::Sgd));
    journey.tell(Command::Play);
    journey.until_idle();
    let trained = all_progress(&journey).checksum;
    for _ in 0..3 {
        journey.tell(Command::Reset);
        journey.until_idle();
        assert!(journey.opened().can_undo);
    }
    journey.tell(Command::Undo);
    journey.until_idle();
    assert_eq!(all_progress(&journey).checksum, trained);
    assert!(!journey.opened().can_undo, "the run of the resets has learned nothing");
}

#[test]
fn there_is_nothing_to_undo_without_a_run_that_has_learned_or_without_memory() {
    let settings = settings(Method::Cbow, Optimizer::Sgd);
    let mut journey = open(settings);
    journey.tell(Command::Undo);
    assert_eq!(journey.refusals().len(), 1);
    journey.tell(Command::Reset);
    journey.until_idle();
    assert!(!journey.opened().can_undo, "nothing was learned");
    // Little memory: the run that is open fits, but not twice with as much to spare.
    let mut journey = Journey::with_session(embedding_explorer::engine::Session::with_memory(1_560_000));
    journey.open_text(&text(400), settings);
    journey.tell(Command::Play);
    journey.until_idle();
    journey.tell(Command::Reset);
    journey.until_idle();
    assert_eq!(journey.refusals(), [""; 0]);
    assert!(!journey.opened().can_undo);
}
