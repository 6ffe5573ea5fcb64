//! Runs from beginning to end: steps, epochs, seeds, slices, losses.

use embedding_explorer::protocol::{
    Answer, Command, Event, Measure, Method, Optimizer, Part, Phase, Question, Settings,
};

use crate::journey::{Journey, quick};

#[test]
fn the_built_in_corpus_trains_to_its_end_and_draws_itself() {
    let mut journey = Journey::open_built_in(quick());
    assert_eq!(journey.progress().phase, Phase::Paused);
    assert_eq!(journey.frames().len(), 1, "an untrained map is shown before training starts");
    journey.tell(Command::Play);
    journey.until_idle();
    let (opened, progress) = (journey.opened(), journey.progress());
    assert_eq!(progress.phase, Phase::Trained);
    assert_eq!(progress.tokens_done, (opened.n_tokens_left - opened.n_tokens_held_out) * 2);
    let share_held_out = opened.n_tokens_held_out as f64 / opened.n_tokens_left as f64;
    assert!((share_held_out - 0.01).abs() < 0.003, "{share_held_out}");
    assert!(progress.checksum.as_ref().is_some_and(|checksum| checksum.len() == 16));
    assert!(progress.words_per_second.is_some_and(|rate| rate > 0.0));
    let frames = journey.frames();
    assert!(frames.len() > 5, "the map is drawn while it trains: {} frames", frames.len());
    let last = frames[frames.len() - 1];
    assert_eq!(last.positions.len(), 2 * opened.words.len());
    assert!(last.on_axes && last.tokens_done == progress.tokens_done);
    assert!(last.explained[0] >= last.explained[1] && last.explained.iter().sum::<f64>() <= 1.0);
}

#[test]
fn loss_points_come_once_each_and_fall() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    let points: Vec<_> = journey
        .events
        .iter()
        .filter_map(|event| if let Event::Progress(progress) = event { Some(&progress.loss) } else { None })
        .flatten()
        .collect();
    assert!(points.windows(2).all(|pair| pair[0].tokens < pair[1].tokens));
    assert!(points.len() > 300, "{} points", points.len());
    let negatives = f64::from(quick().negatives);
    let start = f64::from(points[0].loss);
    assert!((start - (1.0 + negatives) * 2.0_f64.ln()).abs() < 0.4, "untrained, each target is a coin toss: {start}");
    assert!(points[points.len() - 1].loss < 0.8 * points[0].loss);
    let held_out: Vec<_> = journey
        .events
        .iter()
        .filter_map(|event| if let Event::Progress(progress) = event { Some(&progress.held_out_loss) } else { None })
        .flatten()
        .collect();
    assert_eq!(held_out.len(), 1 + 4 * 2, "before training and at each quarter of an epoch");
    assert!(held_out.windows(2).all(|pair| pair[0].tokens < pair[1].tokens && pair[0].loss > pair[1].loss));
}

#[test]
fn the_vectors_do_not_depend_on_how_the_work_was_sliced() {
    let checksum = |slice_secs: f64, pauses: bool, steps: usize| {
        let mut journey = Journey::open_built_in(quick());
        for _ in 0..steps {
            journey.tell(Command::Step { part: Part::Slice });
            journey.until_idle();
        }
        journey.tell(Command::Play);
        let mut n_slices = 0;
        while !journey.session.is_idle() {
            journey.slice(slice_secs);
            n_slices += 1;
            if pauses && n_slices % 7 == 0 {
                journey.tell(Command::Pause);
                journey.until_idle();
                journey.ask(Question::Neighbors { word_id: 0, k: 3, measure: Measure::Cosine });
                journey.tell(Command::Play);
            }
        }
        journey.progress().checksum.clone().expect("the run is done")
    };
    let whole = checksum(1e9, false, 0);
    assert_eq!(whole, checksum(0.002, false, 0));
    assert_eq!(whole, checksum(0.013, true, 3));
}

#[test]
fn reset_and_the_same_seed_give_the_same_vectors_and_another_seed_others() {
    let mut journey = Journey::open_built_in(quick());
    let mut run = |command: Command| {
        journey.tell(command);
        journey.tell(Command::Play);
        journey.until_idle();
        journey.progress().checksum.clone().expect("the run is done")
    };
    let first = run(Command::Play);
    assert_eq!(first, run(Command::Reset));
    assert_ne!(first, run(Command::Restart { settings: Settings { seed: 7, ..quick() } }));
}

#[test]
fn a_step_is_one_hundredth_of_the_run() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Step { part: Part::Slice });
    journey.until_idle();
    let progress = journey.progress();
    assert_eq!(progress.phase, Phase::Paused);
    let hundredth = progress.tokens_total as f64 / 100.0;
    let done = progress.tokens_done as f64;
    assert!(done >= hundredth && done < hundredth + 1000.0, "{done} of {hundredth}, but for the end of a sentence");
}

#[test]
fn a_step_can_be_an_epoch() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Step { part: Part::Epoch });
    journey.until_idle();
    let first = journey.progress().clone();
    assert_eq!((first.phase, first.epoch), (Phase::Paused, 2));
    assert_eq!(first.tokens_done * 2, first.tokens_total);
    journey.tell(Command::Step { part: Part::Epoch });
    journey.until_idle();
    assert_eq!(journey.progress().phase, Phase::Trained);
}

#[test]
fn every_method_trains_to_its_end_and_answers() {
    for (method, optimizer) in [
        (Method::SkipGram, Optimizer::Sgd),
        (Method::Cbow, Optimizer::Sgd),
        (Method::Softmax, Optimizer::Sgd),
        (Method::Softmax, Optimizer::Adam),
        (Method::Glove, Optimizer::Sgd),
    ] {
        let text = "the red fox runs to the old barn. a red hen sits in the old barn. ".repeat(60);
        let mut journey = Journey::new();
        journey.open_text(&text, Settings { method, optimizer, ..quick() });
        assert_eq!(journey.opened().settings.method, method);
        journey.tell(Command::Play);
        journey.until_idle();
        let progress = journey.progress();
        assert_eq!((progress.phase, progress.epoch, progress.epochs), (Phase::Trained, 2, 2), "{method:?}");
        assert!(progress.checksum.is_some());
        let answer = journey.ask(Question::Neighbors { word_id: 0, k: 3, measure: Measure::Cosine });
        assert!(matches!(answer, Answer::Neighbors { neighbors, .. } if neighbors.len() == 3), "{method:?}");
    }
}

#[test]
fn a_finished_run_takes_more_epochs() {
    let mut journey = Journey::open_built_in(quick());
    journey.tell(Command::Play);
    journey.until_idle();
    let first = journey.progress().clone();
    journey.tell(Command::Extend { epochs: 3 });
    journey.until_idle();
    let longer = journey.progress();
    assert_eq!((longer.phase, longer.epochs), (Phase::Trained, 3));
    assert_eq!(longer.tokens_done * 2, first.tokens_done * 3);
    assert_ne!(longer.checksum, first.checksum);
    journey.tell(Command::Extend { epochs: 1000 });
    assert!(journey.refusals()[0].starts_with("Epochs must be"), "{:?}", journey.refusals());
}

#[test]
fn a_rate_that_diverges_stops_training_and_loses_nothing() {
    let mut journey = Journey::open_built_in(Settings { learning_rate: 1.0, ..quick() });
    journey.tell(Command::Play);
    journey.until_idle();
    let progress = journey.progress().clone();
    assert!(journey.refusals()[0].contains("diverged"), "{:?}", journey.refusals());
    assert_eq!(progress.phase, Phase::Paused);
    journey.tell(Command::SetLearningRate { learning_rate: 0.05 });
    journey.tell(Command::Play);
    journey.until_idle();
    assert_eq!(journey.progress().phase, Phase::Trained);
}
