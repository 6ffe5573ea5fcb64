//! Texts of few words: why there can be no model, advice that works, and maps of next to nothing.

use embedding_explorer::protocol::{
    Absence, Answer, Command, Event, Frame, HeatmapOrder, Measure, Phase, Projection, Question, Recall, Refusal,
    Setting, Settings, Source, View,
};

use crate::journey::Journey;

macro_rules! case {
    ($name:literal) => {
        include_str!(concat!("../cases/", $name))
    };
}

/// Opens a text as a reader does who has chosen these settings alone.
fn open(journey: &mut Journey, text: &str, settings: Settings, chosen: &[Setting]) -> Result<(), Refusal> {
    let source = Source::Text { name: "pasted".to_owned(), text: text.to_owned() };
    let n_before = journey.events.len();
    journey.tell(Command::Open { open_id: 1, source, settings, chosen: chosen.to_vec(), autoplay: true });
    journey.until_idle();
    let refusal = journey.events[n_before..].iter().find_map(|event| match event {
        Event::Refused(refusal) => Some(refusal.clone()),
        _ => None,
    });
    refusal.map_or(Ok(()), Err)
}

/// Opens a text, follows all advice, and gives what was refused on the way; a text without advice stays refused.
fn follow(journey: &mut Journey, text: &str) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut tried = open(journey, text, Settings::default(), &[]);
    while let Err(refusal) = tried {
        let advice = refusal.try_min_count;
        refusals.push(refusal);
        let Some(min_count) = advice else { break };
        assert!(refusals.len() < 5, "advice without end: {refusals:?}");
        tried = open(journey, text, Settings { min_count, ..Settings::default() }, &[Setting::MinCount]);
    }
    refusals
}

#[test]
fn advice_works_at_once_or_is_not_given() {
    let lines = |words: &[&str], n: usize| (words.join("\n") + "\n").repeat(n);
    for (text, advice, said) in [
        (case!("19-too-little-to-learn-from/ten-words-once.txt").to_owned(), Some(1), "lower the minimum count to 1"),
        (case!("19-too-little-to-learn-from/a-word-a-line.txt").to_owned(), None, "line of this text has one word"),
        (
            case!("19-too-little-to-learn-from/a-word-a-line-many-times.txt").to_owned(),
            None,
            "line of this text has one word",
        ),
        (
            case!("19-too-little-to-learn-from/two-lines-of-a-word.txt").to_owned(),
            None,
            "line of this text has one word",
        ),
        (case!("19-too-little-to-learn-from/one-word-many-times.txt").to_owned(), None, "only one word"),
        ("gull\n".repeat(40), None, "only one word"),
        ("gull gull gull\nboat boat\n".to_owned(), None, "No two different words"),
        ("gull gull gull gull gull\nboat boat boat boat boat\n".to_owned(), None, "No two different words"),
        ("boat harbor".to_owned(), Some(1), "lower the minimum count to 1"),
        ("one line of words\n".repeat(3), Some(1), "lower the minimum count"),
        // The frequent words stand alone, and only the rare ones meet.
        (format!("{}a rare pair\n", lines(&["boat", "gull", "net"], 9)), Some(1), "stand in one sentence"),
        ("boat, ".repeat(500), None, "only one word"),
    ] {
        let mut journey = Journey::new();
        let refusals = follow(&mut journey, &text);
        assert_eq!(refusals.len(), 1, "{text:.40}: {refusals:?}");
        assert_eq!(refusals[0].try_min_count, advice, "{text:.40}: {}", refusals[0].message);
        assert!(refusals[0].message.contains(said), "{text:.40}: {}", refusals[0].message);
        if advice.is_some() {
            assert_eq!(journey.progress().phase, Phase::Trained, "{text:.40}");
        }
    }
}

#[test]
fn a_restart_with_too_high_a_count_is_advised_as_well() {
    let mut journey = Journey::new();
    open(&mut journey, case!("18-maps-of-few-words/30-words.txt"), Settings::default(), &[]).expect("a text");
    let (settings, before) = (journey.opened().settings, journey.progress().generation);
    journey.tell(Command::Restart { settings: Settings { min_count: 1000, ..settings } });
    journey.until_idle();
    let refusal = journey.events.iter().rev().find_map(|event| match event {
        Event::Refused(refusal) => Some(refusal.clone()),
        _ => None,
    });
    let min_count = refusal.and_then(|refusal| refusal.try_min_count).expect("advice");
    assert_eq!(journey.progress().generation, before, "what was open stays open");
    journey.tell(Command::Restart { settings: Settings { min_count, ..settings } });
    journey.until_idle();
    assert_ne!(journey.progress().generation, before);
}

#[test]
fn a_word_below_the_minimum_count_is_told_and_found_with_another() {
    let text = case!("19-too-little-to-learn-from/seen-four-times.txt");
    let mut journey = Journey::new();
    open(&mut journey, text, Settings::default(), &[]).expect("a text");
    let asked = journey.ask(Question::Find { word: "osprey".to_owned() });
    assert!(matches!(asked, Answer::UnknownWord { why: Absence::TooRare { count: 4, min_count: 5 }, .. }), "{asked:?}");
    assert_eq!(journey.opened().settings.min_count, 5);
    let lower = Settings { min_count: 4, ..Settings::default() };
    open(&mut journey, text, lower, &[Setting::MinCount]).expect("a text");
    assert!(matches!(journey.ask(Question::Find { word: "osprey".to_owned() }), Answer::Found { .. }));
}

#[test]
fn a_map_of_few_words_offers_the_count_that_shows_more() {
    let rare: String = (0..88).map(|i| format!("rare{i} ")).collect::<Vec<_>>().concat();
    let text = format!("{}{rare}\n", "boat net gull\n".repeat(6));
    let mut journey = Journey::new();
    open(&mut journey, &text, Settings::default(), &[]).expect("a text");
    let few = journey.opened().few_words.expect("3 of 91 words");
    assert_eq!((journey.opened().words.len(), few.try_min_count, few.n_words), (3, 1, 91));
    let lower = Settings { min_count: few.try_min_count, ..journey.opened().settings };
    journey.tell(Command::Restart { settings: lower });
    journey.until_idle();
    assert_eq!((journey.opened().words.len(), journey.opened().few_words), (91, None));
    open(&mut journey, case!("18-maps-of-few-words/05-words.txt"), Settings::default(), &[]).expect("a text");
    assert_eq!(journey.opened().few_words, None, "the text has no more");
}

fn last_frame(journey: &Journey) -> Frame {
    let mut frames = journey.events.iter().rev();
    frames.find_map(|event| if let Event::Frame(frame) = event { Some(frame.clone()) } else { None }).expect("a frame")
}

fn last_recall(journey: &Journey) -> Recall {
    let mut recalls = journey.events.iter().rev();
    recalls
        .find_map(|event| if let Event::Recall(recall) = event { Some(recall.clone()) } else { None })
        .expect("recall")
}

#[test]
fn two_to_thirty_words_are_drawn_measured_grouped_and_asked() {
    for (text, n_words) in [
        (case!("18-maps-of-few-words/02-words.txt"), 2),
        (case!("18-maps-of-few-words/03-words.txt"), 3),
        (case!("18-maps-of-few-words/05-words.txt"), 5),
        (case!("18-maps-of-few-words/06-words.txt"), 6),
        (case!("18-maps-of-few-words/07-words.txt"), 7),
        (case!("18-maps-of-few-words/20-words.txt"), 20),
        (case!("18-maps-of-few-words/30-words.txt"), 30),
    ] {
        for dims in [1, 2, 16] {
            let mut journey = Journey::new();
            let settings = Settings { dims, epochs: 20, ..Settings::default() };
            open(&mut journey, text, settings, &[Setting::Dims, Setting::Epochs]).expect("a text");
            assert_eq!(journey.progress().phase, Phase::Trained);
            assert_eq!(journey.opened().words.len(), n_words);
            let frame = last_frame(&journey);
            assert_eq!(frame.positions.len(), 2 * n_words);
            assert!(frame.positions.iter().all(|x| x.is_finite()), "{n_words} words, {dims} dimensions");
            let [x, y] = frame.explained;
            if dims == 1 || n_words == 2 {
                assert!((x - 1.0).abs() < 1e-5 && y.abs() < 1e-5, "{n_words} words, {dims} dimensions: {x} {y}");
                assert!(frame.positions.iter().skip(1).step_by(2).all(|y| y.abs() < 1e-3), "all on a line");
            } else if dims == 2 {
                assert!((x + y - 1.0).abs() < 1e-5, "{x} {y}");
            }
            let recall = last_recall(&journey);
            assert_eq!(recall.n_neighbors as usize, 10.min(n_words - 1));
            if n_words <= 11 {
                assert_eq!((recall.mean, recall.chance), (1.0, 1.0), "no map can lose one");
            }
            let view = View { projection: Projection::Components { x: 2, y: 1 }, ..View::default() };
            journey.tell(Command::Show { view });
            journey.tell(Command::Cluster { k: 12 });
            journey.tell(Command::GiveVectors { most: 5000 });
            journey.until_idle();
            assert!(last_frame(&journey).positions.iter().all(|x| x.is_finite()));
            let groups = journey.events.iter().rev().find_map(|event| match event {
                Event::Clusters(clusters) => Some(clusters.clone()),
                _ => None,
            });
            let groups = groups.expect("groups").central;
            assert!(groups.len() <= n_words && groups.iter().all(|central| !central.is_empty()), "{groups:?}");
            let near = journey.ask(Question::Neighbors { word_id: 0, k: 10, measure: Measure::Cosine });
            let Answer::Neighbors { neighbors, .. } = near else { panic!("{near:?}") };
            assert_eq!(neighbors.len(), 10.min(n_words - 1));
            if dims == 1 {
                assert!(neighbors.iter().all(|near| (near.cosine.abs() - 1.0).abs() < 1e-5), "as on a line");
            }
            let words = journey.opened().words.to_vec();
            let all = journey.ask(Question::Groups { words: words.clone(), others: Vec::new() });
            assert!(matches!(all, Answer::Groups { .. }), "{all:?}");
            let order = HeatmapOrder::Cluster;
            let heatmap = journey.ask(Question::Heatmap { words: words.clone(), order });
            assert!(matches!(heatmap, Answer::Heatmap { .. }), "{heatmap:?}");
            let [a, b] = [&words[0], &words[1]];
            let axes = journey.ask(Question::Axes { x: format!("{a} - {b}"), y: format!("{b} – {a}") });
            assert!(matches!(axes, Answer::Axes { .. }), "{axes:?}");
        }
    }
}

#[test]
fn a_thousand_epochs_on_a_paragraph_can_be_set_trained_and_made_longer() {
    let text = case!("19-too-little-to-learn-from/ten-words-once.txt").repeat(6);
    let settings = Settings { dims: 32, epochs: 1000, min_count: 1, ..Settings::default() };
    let mut journey = Journey::new();
    open(&mut journey, &text, settings, &[Setting::Dims, Setting::Epochs, Setting::MinCount]).expect("a paragraph");
    assert_eq!((journey.progress().phase, journey.progress().epoch), (Phase::Trained, 1000));
    journey.tell(Command::Extend { epochs: 2000 });
    journey.until_idle();
    assert_eq!((journey.progress().phase, journey.progress().epoch), (Phase::Trained, 2000));
    let n_points: usize = journey
        .events
        .iter()
        .map(|event| if let Event::Progress(progress) = event { progress.loss.len() } else { 0 })
        .sum();
    assert!((300..=900).contains(&n_points), "{n_points}");
    journey.tell(Command::Extend { epochs: 2001 });
    journey.until_idle();
    let refusals = journey.refusals();
    assert_eq!(refusals, ["Epochs must be a whole number from 1 to 2,000; 2,001 is not."]);
}

#[test]
fn a_run_that_is_made_longer_again_and_again_stays_bounded() {
    let text = case!("18-maps-of-few-words/05-words.txt");
    let mut journey = Journey::new();
    let settings = Settings { dims: 2, epochs: 1, window: 1, negatives: 1, ..Settings::default() };
    let chosen = [Setting::Dims, Setting::Epochs, Setting::Window, Setting::Negatives];
    open(&mut journey, text, settings, &chosen).expect("a text");
    for epochs in 2..=200 {
        journey.tell(Command::Extend { epochs });
        journey.until_idle();
    }
    let points = |of: fn(&embedding_explorer::protocol::Progress) -> usize| -> usize {
        journey.events.iter().map(|event| if let Event::Progress(progress) = event { of(progress) } else { 0 }).sum()
    };
    let (n_points, n_held_out) =
        (points(|progress| progress.loss.len()), points(|progress| progress.held_out_loss.len()));
    assert!(n_points < 4000 && n_held_out < 2000, "{n_points} {n_held_out}");
}

#[test]
fn epochs_chosen_for_a_short_text_do_not_keep_a_long_one_from_opening() {
    let mut journey = Journey::new();
    let long = "the quick brown fox jumps over the lazy dog and runs far away\n".repeat(20_000);
    let settings = Settings { epochs: 1000, dims: 2, ..Settings::default() };
    let source = Source::Text { name: "long".to_owned(), text: long };
    let chosen = vec![Setting::Dims, Setting::Epochs];
    journey.tell(Command::Open { open_id: 1, source, settings, chosen, autoplay: false });
    journey.until_idle();
    assert_eq!(journey.opened().settings.epochs, 100);
    journey.tell(Command::Restart { settings: Settings { epochs: 101, ..journey.opened().settings } });
    assert_eq!(journey.refusals(), ["Epochs must be a whole number from 1 to 100; 101 is not."]);
}
