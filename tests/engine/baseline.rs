//! The baseline, and the models that come after it.

use embedding_explorer::protocol::{
    Answer, Command, Compared, Event, MOST_CHANGED, Measure, Neighbor, Question, Settings, Source,
};

use crate::journey::{ALL, Journey, quick};

/// The built-in corpus, trained on, and the model laid aside.
fn with_baseline() -> Journey {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    set_baseline(&mut journey);
    journey
}

fn set_baseline(journey: &mut Journey) {
    let generation = journey.opened().generation;
    journey.tell(Command::SetBaseline { generation });
    journey.until_idle();
}

fn compared(journey: &Journey) -> Compared {
    journey.last(|event| match event {
        Event::Compared(compared) => Some(*compared.clone().expect("a baseline")),
        _ => None,
    })
}

fn word_id(journey: &Journey, word: &str) -> u32 {
    let place = journey.opened().words.iter().position(|known| known == word);
    place.expect("the vocabulary has it") as u32
}

fn side_by_side(journey: &mut Journey, word: &str) -> (Vec<Neighbor>, Vec<Neighbor>, Option<f32>) {
    let word_id = word_id(journey, word);
    match journey.ask(Question::SideBySide { word_id }) {
        Answer::SideBySide { now, baseline, jaccard, .. } => (now, baseline, jaccard),
        other => panic!("{other:?}"),
    }
}

#[test]
fn another_seed_changes_neighbors_and_says_of_which_words() {
    let mut journey = with_baseline();
    let itself = compared(&journey);
    assert!(itself.is_itself && itself.mean.is_none() && journey.session.is_idle(), "nothing to compare yet");
    assert_eq!((itself.baseline.record.settings, itself.n_shared), (quick(), itself.baseline.n_words));

    journey.tell(Command::Restart { settings: Settings { seed: 7, ..quick() } });
    journey.until_opened();
    let begun = compared(&journey);
    assert_eq!((begun.generation, begun.n_compared), (journey.opened().generation, 0));
    assert_eq!(begun.baseline.record.settings.seed, quick().seed, "still the one that was laid aside");
    journey.until_idle();

    let report = compared(&journey);
    assert_eq!(report.generation, journey.opened().generation);
    assert_eq!((report.n_compared, report.n_to_compare), (report.n_shared, report.n_shared));
    assert_eq!(report.tokens_done, journey.progress().tokens_done);
    let mean = report.mean.expect("words were compared");
    assert!(mean > 0.05 && mean < 0.95, "{mean}");
    assert_eq!(report.changed.len(), MOST_CHANGED.min(report.n_shared as usize));
    assert!(report.changed.is_sorted_by_key(|word| word.jaccard));
    assert!(f64::from(report.changed[0].jaccard) < mean);
    let reports = journey.events.iter().filter(|event| matches!(event, Event::Compared(_))).count();
    assert!(reports > 3, "progress was told: {reports}");

    let (now, before, jaccard) = side_by_side(&mut journey, "king");
    assert_eq!((now.len(), before.len()), (10, 10));
    let n_both = now.iter().filter(|one| before.iter().any(|other| other.word_id == one.word_id)).count();
    assert_eq!(jaccard, Some(n_both as f32 / (20 - n_both) as f32));
    for list in [&now, &before] {
        assert!(list.is_sorted_by(|x, y| x.cosine >= y.cosine));
        assert!(list.iter().all(|neighbor| neighbor.word_id != word_id(&journey, "king")));
    }
    let of_now = Question::Neighbors { word_id: word_id(&journey, "king"), k: 10, measure: Measure::Cosine };
    let Answer::Neighbors { neighbors, .. } = journey.ask(of_now) else { panic!("neighbors") };
    for (one, other) in neighbors.iter().zip(&now) {
        assert_eq!(one.word_id, other.word_id);
        assert!((one.cosine - other.cosine).abs() < 1e-6);
    }
}

#[test]
fn the_same_settings_and_seed_change_nothing() {
    let mut journey = with_baseline();
    journey.tell(Command::Restart { settings: quick() });
    journey.until_idle();
    let report = compared(&journey);
    assert_eq!((report.is_itself, report.mean), (false, Some(1.0)));
    assert!(report.changed.iter().all(|word| word.jaccard == 1.0));
}

#[test]
fn a_model_is_compared_with_its_own_beginning() {
    let mut journey = with_baseline();
    journey.tell(Command::Extend { epochs: 4 });
    journey.slice(0.01);
    let in_training = compared(&journey);
    assert!(in_training.mean.is_none(), "not before training rests");
    journey.until_idle();
    let report = compared(&journey);
    assert!(!report.is_itself && report.mean.is_some_and(|mean| mean < 1.0));
    assert_eq!(report.tokens_done, journey.progress().tokens_done);
    assert!(report.baseline.record.tokens_done < report.tokens_done);
}

#[test]
fn another_text_is_compared_by_the_words_that_both_have() {
    let mut journey = with_baseline();
    let n_built_in = compared(&journey).n_shared;
    let text = "the king and the queen saw a zeppelin . the zeppelin saw the king . ".repeat(40);
    journey.open_text(&text, Settings { epochs: 3, min_count: 1, ..quick() });
    journey.tell(Command::Play);
    journey.until_idle();
    let report = compared(&journey);
    assert_eq!(report.baseline.n_words, n_built_in);
    assert_eq!(journey.opened().words.len(), 7);
    assert!(report.n_shared < 7 && report.n_shared > 3, "{report:?}");
    assert!(report.changed.iter().all(|word| journey.opened().words[word.word_id as usize] != "zeppelin"));
    let (now, before, jaccard) = side_by_side(&mut journey, "king");
    assert_eq!((now.len(), before.len()), (report.n_shared as usize - 1, report.n_shared as usize - 1));
    assert_eq!(jaccard, Some(1.0), "all others are among the ten nearest");
    let (now, before, jaccard) = side_by_side(&mut journey, "zeppelin");
    assert_eq!((now.len(), before.len(), jaccard), (0, 0, None));
}

#[test]
fn a_discarded_baseline_leaves_nothing_to_compare() {
    let mut journey = with_baseline();
    journey.tell(Command::DiscardBaseline);
    assert!(matches!(journey.events.last(), Some(Event::Compared(None))));
    let refused = journey.ask(Question::SideBySide { word_id: 0 });
    assert!(matches!(refused, Answer::Refused { ref message } if message.contains("set one")), "{refused:?}");
    let n_events = journey.events.len();
    journey.tell(Command::SetBaseline { generation: 99 });
    assert_eq!(journey.events.len(), n_events, "a model that is gone cannot be laid aside");
}

#[test]
fn a_refused_text_leaves_the_baseline() {
    let mut journey = with_baseline();
    let source = Source::Text { name: "pasted".to_owned(), text: "one".to_owned() };
    journey.tell(Command::Open { open_id: 1, source, settings: quick(), chosen: ALL.to_vec(), autoplay: false });
    journey.until_idle();
    assert_eq!(journey.refusals().len(), 1);
    assert!(side_by_side(&mut journey, "king").2 == Some(1.0));
}
