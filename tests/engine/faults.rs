//! Faults that a reader could meet once, each as a journey of its own.

use embedding_explorer::{
    engine::Session,
    protocol::{
        Absence, Answer, Command, Compared, Event, Measure, Method, Part, Phase, Question, QuestionSet, Settings,
        Source, View,
    },
};

use crate::journey::{ALL, Journey, TICK_SECS, Table, quick};

const NEIGHBORS: Question = Question::Neighbors { word_id: 0, k: 3, measure: Measure::Cosine };

fn open(text: &str, settings: Settings) -> Command {
    let source = Source::Text { name: "pasted".to_owned(), text: text.to_owned() };
    Command::Open { open_id: 1, source, settings, chosen: ALL.to_vec(), autoplay: false }
}

/// Words as a text.
fn listed(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    words.join(" ")
}

/// Text of `n` different words, each of them `times` times.
fn words(n: usize, times: usize) -> String {
    listed((0..n * times).map(|i| format!("word{}", i % n)))
}

#[test]
fn a_question_without_a_model_is_answered_and_lets_the_worker_rest() {
    let mut journey = Journey::new();
    let answer = journey.ask(NEIGHBORS);
    assert!(matches!(&answer, Answer::Refused { message } if message.contains("open a text")), "{answer:?}");
    assert!(journey.session.is_idle(), "nothing to do, so no core is kept busy");
    journey.tell(open("", quick()));
    journey.until_idle();
    journey.ask(NEIGHBORS);
    assert!(journey.session.is_idle());
}

#[test]
fn every_command_without_a_model_says_why_nothing_comes_of_it() {
    let mut journey = Journey::new();
    for command in [
        Command::Play,
        Command::Step { part: Part::Epoch },
        Command::Extend { epochs: 9 },
        Command::Reset,
        Command::Restart { settings: quick() },
        Command::SetLearningRate { learning_rate: 0.1 },
        Command::Cluster { k: 3 },
        Command::GiveVectors { most: 3 },
        Command::Explain { word_id: 0, other: None },
    ] {
        let what = format!("{command:?}");
        let n_before = journey.refusals().len();
        journey.tell(command);
        assert_eq!(journey.refusals().len(), n_before + 1, "{what}");
    }
    journey.tell(Command::Evaluate { questions: QuestionSet::BuiltIn });
    assert!(matches!(journey.events.last(), Some(Event::Evaluation(Err(message))) if message.contains("open a text")));
}

#[test]
fn a_word_that_is_not_there_is_explained_to_nobody_and_ends_no_search() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Explain { word_id: 3, other: None });
    journey.tell(Command::Explain { word_id: 99_999, other: None });
    journey.until_idle();
    assert!(journey.refusals()[0].contains("no word 99999"), "{:?}", journey.refusals());
    assert!(journey.events.iter().any(|event| matches!(event, Event::Evidence(found) if found.word_id == 3)));
}

#[test]
fn neighbors_asked_right_after_opening_are_of_the_new_model_and_of_no_map() {
    let mut journey = Journey::open_built_in(quick());
    let n_before = journey.opened().words.len() as u32;
    journey.tell(Command::Restart { settings: Settings { min_count: 40, ..quick() } });
    while journey.opened().settings.min_count != 40 {
        journey.slice(TICK_SECS);
    }
    let n_words = journey.opened().words.len() as u32;
    assert!(n_words < n_before);
    let generation = journey.opened().generation;
    let has_frame = journey.frames().iter().any(|frame| frame.generation == generation);
    let answer = journey.ask(Question::Neighbors { word_id: n_words - 1, k: 3, measure: Measure::Cosine });
    let Answer::Neighbors { recall, neighbors, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(neighbors.len(), 3);
    assert!(recall.is_none() || has_frame, "the map before is no measure of this model");
}

#[test]
fn one_frame_is_drawn_at_an_opening_also_when_the_page_shows_the_same_view() {
    let mut journey = Journey::new();
    journey.tell(open(&words(300, 6), Settings { min_count: 1, ..quick() }));
    journey.until_opened();
    journey.tell(Command::Show { view: View::default() });
    journey.until_idle();
    assert_eq!(journey.frames().len(), 1);
}

#[test]
fn a_run_that_was_stepped_to_its_end_goes_on_when_it_is_lengthened() {
    let mut journey = Journey::open_built_in(quick());
    for _ in 0..2 {
        journey.tell(Command::Step { part: Part::Epoch });
        journey.until_idle();
    }
    assert_eq!(journey.progress().phase, Phase::Trained);
    journey.tell(Command::Extend { epochs: 4 });
    journey.until_idle();
    let progress = journey.progress();
    assert_eq!((progress.phase, progress.tokens_done), (Phase::Trained, progress.tokens_total));
}

#[test]
fn play_during_a_step_plays_on() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Step { part: Part::Slice });
    journey.tell(Command::Play);
    journey.until_idle();
    assert_eq!(journey.progress().phase, Phase::Trained);
}

#[test]
fn a_text_with_settings_out_of_range_does_not_end_the_reading_of_another() {
    let mut journey = Journey::new();
    let source =
        Source::File { name: "fox.txt".to_owned(), n_bytes: 9000, encoding: None, columns: Vec::new(), is_text: false };
    journey.tell(Command::Open { open_id: 1, source, settings: quick(), chosen: ALL.to_vec(), autoplay: false });
    journey.tell(open("a b c", Settings { window: 0, ..quick() }));
    assert!(journey.refusals()[0].starts_with("Window must be"));
    assert!(journey.session.wants_bytes(), "the file is still being read");
}

#[test]
fn what_is_asked_of_a_run_while_another_is_built_is_asked_of_the_new_one() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    journey.tell(Command::Reset);
    journey.tell(Command::Step { part: Part::Epoch });
    journey.until_idle();
    let progress = journey.progress();
    assert_eq!((progress.generation, progress.phase), (journey.opened().generation, Phase::Paused));
    assert_eq!(progress.tokens_done * 2, progress.tokens_total, "an epoch of the new run");
}

#[test]
fn a_run_that_diverged_keeps_its_curve_and_its_comparison_true() {
    let mut journey = Journey::open_built_in(Settings { epochs: 4, ..quick() });
    journey.tell(Command::Step { part: Part::Epoch });
    journey.until_idle();
    let generation = journey.opened().generation;
    journey.tell(Command::SetBaseline { generation });
    journey.until_idle();
    journey.tell(Command::Step { part: Part::Slice });
    journey.until_idle();
    journey.tell(Command::SetLearningRate { learning_rate: 1.0 });
    journey.tell(Command::Play);
    journey.until_idle();
    assert!(journey.refusals()[0].contains("diverged"), "{:?}", journey.refusals());
    let compared: Compared = journey.last(|event| match event {
        Event::Compared(compared) => Some(*compared.clone().expect("a baseline")),
        _ => None,
    });
    assert_eq!(compared.tokens_done, journey.progress().tokens_done, "compared as it is now");
    journey.tell(Command::SetLearningRate { learning_rate: 0.05 });
    journey.tell(Command::Play);
    journey.until_idle();
    let points = journey.events.iter().filter_map(|event| match event {
        Event::Progress(progress) if progress.phase != Phase::Paused => Some(progress.accuracy.clone()),
        _ => None,
    });
    let last = points.flatten().last().expect("the curve goes on");
    assert_eq!(last.tokens, journey.progress().tokens_total);
}

/// Texts and settings with which `GloVe` hung the worker, or called a run trained that was not.
#[test]
fn glove_at_a_high_rate_never_hangs_and_is_never_called_trained_in_vain() {
    let short = "one two three four five six seven eight\n".repeat(10);
    let story =
        "the king rules the land\nthe queen rules the land\nthe man walks home\nthe woman walks home\n".repeat(10);
    let line = "aa bb cc dd ee aa cc bb ee dd aa dd bb cc ee";
    let of = |dims, window, x_max, epochs| Settings {
        method: Method::Glove,
        dims,
        window,
        x_max,
        epochs,
        learning_rate: 1.0,
        min_count: 1,
        subsample: 0.0,
        ..Settings::default()
    };
    for (text, settings) in [
        (short.as_str(), of(8, 10, 1.0, 2)),
        (short.as_str(), of(16, 10, 10.0, 8)),
        (story.as_str(), of(2, 10, 1.0, 20)),
        (story.as_str(), of(3, 10, 1.0, 20)),
        (line, of(8, 30, 1.0, 1)),
        (line, of(1, 30, 1.0, 50)),
    ] {
        let mut journey = Journey::new();
        journey.open_text(text, settings);
        journey.tell(Command::Play);
        journey.until_idle();
        let progress = journey.progress().clone();
        let has_diverged = journey.refusals().iter().any(|refusal| refusal.contains("diverged"));
        assert_eq!(progress.phase == Phase::Trained, !has_diverged, "{settings:?}");
        let frame = journey.frames().last().copied().expect("a map").clone();
        assert!(frame.positions.iter().all(|x| x.abs() < 1e4), "{settings:?}: {:?}", frame.positions);
        for event in &journey.events {
            if let Event::Progress(progress) = event {
                assert!(progress.loss.iter().chain(&progress.held_out_loss).all(|point| point.loss.is_finite()));
            }
        }
        if has_diverged {
            journey.tell(Command::SetLearningRate { learning_rate: 0.05 });
            journey.tell(Command::Play);
            journey.until_idle();
            assert_eq!(journey.progress().phase, Phase::Trained, "a lower rate goes on: {settings:?}");
        }
    }
}

#[test]
fn weights_of_any_size_and_spellings_of_one_word_are_understood() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    let mut ask = |expression: &str, by_product: bool| {
        let question = Question::Arithmetic {
            expression: expression.to_owned(),
            by_product,
            k: 5,
            include_inputs: false,
            expected: String::new(),
        };
        journey.ask(question)
    };
    let Answer::Arithmetic { answers: plain, .. } = ask("king", false) else { panic!("a word") };
    for weight in ["100000000000000000000", "0.00000000000000000000001"] {
        let Answer::Arithmetic { answers, .. } = ask(&format!("{weight}*king"), false) else { panic!("{weight}") };
        assert_eq!(answers[0].word_id, plain[0].word_id, "{weight}");
    }
    for by_product in [false, true] {
        let Answer::Arithmetic { terms, answers, .. } = ask("king - KING + queen", by_product) else {
            panic!("queen is left")
        };
        assert_eq!(terms.len(), 1, "what cancels out is no term");
        assert_eq!(answers.len(), 5);
    }
    assert!(matches!(ask("king - KING", false), Answer::Refused { .. }));
}

#[test]
fn a_vocabulary_that_would_be_too_large_says_which_minimum_count_it_has() {
    let rare = listed((0..250_000).map(|i| format!("rare{i}")));
    let text = format!("{rare} {}", words(400, 3));
    let mut journey = Journey::new();
    journey.open_text(&text, Settings { min_count: 1, dims: 4, ..quick() });
    let opened = journey.opened();
    assert_eq!(opened.raised_min_count, Some(2));
    assert_eq!((opened.words.len(), opened.record.effective_min_count), (400, 2));
    let Answer::UnknownWord { why, .. } = journey.ask(Question::Find { word: "rare7".to_owned() }) else {
        panic!("it was left out")
    };
    assert_eq!(why, Absence::Cut { count: 1, most_words: 200_000 });
    journey.open_text(&words(40, 3), Settings { min_count: 1, ..quick() });
    assert_eq!(journey.opened().raised_min_count, None);
}

#[test]
fn a_text_beyond_the_memory_there_is_is_refused_and_what_is_open_goes_on() {
    let mut journey = Journey::with_session(Session::with_memory(30_000_000));
    journey.open_text(&words(300, 6), Settings { min_count: 1, ..quick() });
    let generation = journey.opened().generation;
    journey.open_text(&"many words and more of them again. ".repeat(1_000_000), quick());
    let refusal = journey.refusals().last().copied().expect("too long").to_owned();
    assert!(refusal.contains("too long") || refusal.contains("memory"), "{refusal}");
    // Vectors that do not fit are refused with the figures, before anything is given up for them.
    let wide = Settings { min_count: 1, dims: 300, ..quick() };
    journey.open_text(&words(20_000, 1), wide);
    let refusal = journey.refusals().last().copied().expect("too large").to_owned();
    assert!(refusal.contains("GB") && refusal.contains("Lower Dimensions"), "{refusal}");
    assert_eq!(journey.opened().generation, generation);
    journey.tell(Command::Play);
    journey.until_idle();
    assert_eq!(journey.progress().phase, Phase::Trained);
}

#[test]
fn a_model_gives_way_to_another_that_does_not_fit_beside_it() {
    // Two runs of 4,000 words x 100 do not fit into 12 MB, one does.
    let mut journey = Journey::with_session(Session::with_memory(12_000_000));
    let settings = Settings { min_count: 1, dims: 100, epochs: 1, ..quick() };
    journey.open_text(&words(4_000, 2), settings);
    assert!(journey.refusals().is_empty(), "{:?}", journey.refusals());
    journey.tell(Command::Restart { settings: Settings { seed: 9, ..settings } });
    journey.until_idle();
    assert!(journey.refusals().is_empty(), "{:?}", journey.refusals());
    assert_eq!((journey.opened().settings.seed, journey.progress().phase), (9, Phase::Trained));
}

#[test]
fn a_model_that_gave_way_comes_back_when_the_other_one_is_cancelled() {
    let mut journey = Journey::with_session(Session::with_memory(12_000_000));
    let settings = Settings { min_count: 1, dims: 100, epochs: 1, ..quick() };
    journey.open_text(&words(4_000, 2), settings);
    let before = journey.opened().generation;
    journey.tell(Command::Restart { settings: Settings { seed: 9, ..settings } });
    let is_being_built = |journey: &mut Journey| {
        let answer = journey.ask(NEIGHBORS);
        matches!(answer, Answer::Refused { message } if message.contains("being built"))
    };
    let mut n_slices = 0;
    while !is_being_built(&mut journey) {
        n_slices += 1;
        assert!(n_slices < 1000 && journey.opened().generation == before, "the old model did not give way");
    }
    journey.tell(Command::Cancel);
    journey.until_idle();
    assert_eq!((journey.opened().settings.seed, journey.progress().phase), (settings.seed, Phase::Paused));
    assert!(matches!(journey.ask(NEIGHBORS), Answer::Neighbors { .. }), "it answers again");
    assert!(journey.refusals().is_empty(), "{:?}", journey.refusals());
}

#[test]
fn what_waited_for_a_restart_is_not_done_to_what_is_opened_instead() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Restart { settings: quick() });
    journey.tell(Command::Extend { epochs: 50 });
    journey.open_table(2, &Table::new(&["a", "b", "c"], 2, vec![1.0, 0.0, 0.0, 1.0, 1.0, 1.0]), 3);
    journey.until_idle();
    journey.tell(Command::Cancel);
    journey.until_idle();
    assert!(journey.refusals().is_empty() && !journey.opened().has_text, "{:?}", journey.refusals());
}

#[test]
fn a_reset_while_another_model_is_built_is_of_that_model() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Restart { settings: Settings { seed: 9, ..quick() } });
    journey.tell(Command::Reset);
    journey.until_idle();
    assert_eq!((journey.opened().settings.seed, journey.progress().phase), (9, Phase::Paused));
}

#[test]
fn what_is_asked_for_in_every_slice_does_not_starve_training() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    for _ in 0..200 {
        let generation = journey.opened().generation;
        journey.tell(Command::Cluster { k: 3 });
        journey.tell(Command::SetBaseline { generation });
        journey.tell(Command::Evaluate { questions: QuestionSet::BuiltIn });
        journey.slice(0.01);
    }
    assert!(journey.progress().tokens_done > 0, "training stood still");
}

#[test]
fn vectors_too_long_for_a_map_are_refused() {
    let mut journey = Journey::new();
    journey.open_table(2, &Table::new(&["a", "b"], 5000, vec![1.0; 2 * 5000]), 2);
    assert!(journey.refusals()[0].contains("at most 4096"), "{:?}", journey.refusals());
}

/// A number that looks random (the finalizer of `SplitMix64`).
fn shuffled(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[test]
fn more_pairs_than_memory_holds_end_a_run_for_good_and_not_as_trained() {
    let text = listed((0..30_000_u64).map(|i| format!("w{}", shuffled(i) % 2003)));
    let settings = Settings { method: Method::Glove, min_count: 1, dims: 4, window: 30, epochs: 2, ..quick() };
    let mut journey = Journey::with_session(Session::with_memory(6_000_000));
    journey.open_text(&text, settings);
    for _ in 0..3 {
        journey.tell(Command::Play);
        journey.until_idle();
        assert_eq!(journey.progress().phase, Phase::Paused);
    }
    let refusals = journey.refusals();
    assert!(refusals.len() >= 3 && refusals.iter().all(|refusal| refusal.contains("pairs")), "{refusals:?}");
}
