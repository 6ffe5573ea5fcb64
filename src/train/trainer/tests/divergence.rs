//! Rates that are too high: what is noticed, what is gone back to, and that a lower rate goes on.

use super::*;
use crate::text::{ReadOptions, TextReader, VocabularyOptions, encode};

fn read(text: &str) -> (Vec<u32>, Arc<Corpus>) {
    let mut reader = TextReader::new(ReadOptions::default());
    reader.push(text.as_bytes()).expect("plain text");
    let stream = reader.finish().expect("with words in it");
    let (words, corpus) = encode(&stream, &VocabularyOptions { min_count: 1, max_words: 1000 }).expect("a few words");
    (words.counts().unwrap_or_default().to_vec(), Arc::new(corpus))
}

/// What must hold whenever a run is called done, or its vectors good.
fn assert_sane(run: &mut Trainer, what: &str) {
    run.refresh();
    let worst =
        run.vectors().as_floats().iter().fold(0.0, |most, x| if x.is_nan() { f32::NAN } else { x.abs().max(most) });
    assert!(worst < 2000.0, "{what}: a vector has a component of {worst}");
    assert!(run.loss().iter().chain(run.held_out_loss()).all(|sample| sample.loss.is_finite()), "{what}");
    let untrained = run.loss().first().map_or(f32::MAX, |sample| 8.0 * sample.loss.max(1.0));
    assert!(run.loss().iter().all(|sample| sample.loss < 1e3 && sample.loss <= untrained * 100.0), "{what}");
}

/// Trains to the end; whenever the run diverges, it goes on at a tenth of the rate. Returns how often that was.
fn train_at_lower_and_lower_rates(run: &mut Trainer, what: &str) -> u32 {
    let mut rate = run.config.learning_rate;
    let mut n_diverged = 0;
    while !run.is_done() {
        match run.advance(u64::MAX, 3_000) {
            Ok(_) => {}
            Err(TrainError::Diverged { tokens_done, tokens_good, .. }) => {
                assert!(tokens_good <= tokens_done && run.tokens_done() == tokens_good, "{what}");
                assert_sane(run, what);
                rate /= 10.0;
                run.set_learning_rate(rate).expect("in range");
                n_diverged += 1;
                assert!(n_diverged < 6, "{what}: it diverges at {rate} as well");
            }
            Err(error) => panic!("{what}: {error}"),
        }
    }
    assert_sane(run, what);
    n_diverged
}

#[test]
fn a_rate_that_diverges_is_noticed_and_the_last_good_vectors_come_back() {
    for method in METHODS {
        let config = TrainConfig { epochs: 6, ..config(method) };
        let mut run = trainer(config);
        run.advance(9000, u64::MAX).expect("no divergence yet");
        let at_change = run.tokens_done();
        // Out of the range of the settings, to be sure of it.
        run.config.learning_rate = 1e5;
        let error = run.advance(u64::MAX, u64::MAX).expect_err("this must diverge");
        let TrainError::Diverged { tokens_done, tokens_good, .. } = error else { panic!("{error}") };
        assert!(tokens_good > 7500 && tokens_good <= at_change && tokens_done > tokens_good, "{method:?}: {error}");
        assert_eq!(run.tokens_done(), tokens_good);
        assert_sane(&mut run, &format!("{method:?}"));
        assert!(run.loss().iter().all(|sample| sample.tokens <= tokens_good));
        run.set_learning_rate(config.learning_rate).expect("in range");
        run.advance(u64::MAX, u64::MAX).expect("a rate that does not diverge");
        assert!(run.is_done());
        assert_sane(&mut run, &format!("{method:?}"));
    }
}

#[test]
fn glove_does_not_go_back_into_its_counting() {
    let mut run = trainer(TrainConfig { epochs: 2, ..config(METHODS[4]) });
    while run.epoch() == 0 {
        run.advance(1, u64::MAX).expect("few pairs");
    }
    let at_start = run.tokens_done();
    run.config.learning_rate = 1e5;
    let error = run.advance(u64::MAX, u64::MAX).expect_err("this must diverge");
    assert!(matches!(error, TrainError::Diverged { tokens_good, .. } if tokens_good == at_start), "{error}");
    run.set_learning_rate(0.05).expect("in range");
    run.advance(u64::MAX, u64::MAX).expect("a rate that does not diverge");
    // The run is that of a rate which was lower from the start.
    let mut straight = trainer(TrainConfig { epochs: 2, learning_rate: 0.05, ..config(METHODS[4]) });
    straight.advance(u64::MAX, u64::MAX).expect("a rate that does not diverge");
    assert_eq!(run.checkpoint().state.model, straight.checkpoint().state.model);
}

#[test]
fn short_texts_at_the_highest_rate_are_never_called_trained_when_they_diverged() {
    let kings = "the king rules the land\nthe queen rules the land\nthe man walks home\nthe woman walks home\n";
    let eight = "one two three four five six seven eight\n";
    let fifteen = "aa bb cc dd ee aa cc bb ee dd aa dd bb cc ee\n";
    // Text, dims, window, x_max, alpha, epochs.
    let cases = [
        (eight.repeat(10), 8, 10, 1.0, 0.75, 2),
        (eight.repeat(40), 16, 10, 10.0, 0.75, 2),
        (kings.repeat(10), 2, 10, 1.0, 0.75, 2),
        (kings.repeat(10), 3, 10, 1.0, 0.75, 2),
        (fifteen.to_owned(), 8, 30, 1.0, 0.75, 1),
        (fifteen.to_owned(), 8, 30, 1.0, 0.75, 20),
        (fifteen.to_owned(), 1, 30, 1.0, 0.0, 20),
        ("aa bb cc dd ee\n".to_owned(), 8, 30, 1.0, 0.75, 20),
    ];
    let mut n_diverged = 0;
    for (text, dims, window, x_max, alpha, epochs) in cases {
        let (counts, corpus) = read(&text);
        for seed in 1..=40 {
            let method = Method::Glove { x_max, alpha };
            let config = TrainConfig {
                method,
                dims,
                window,
                epochs,
                seed,
                subsample: 0.0,
                learning_rate: 1.0,
                ..TrainConfig::default()
            };
            let mut run = Trainer::new(config, &counts, Arc::clone(&corpus)).expect("a good config");
            n_diverged += train_at_lower_and_lower_rates(&mut run, &format!("{config:?}"));
        }
    }
    assert!(n_diverged > 20, "such rates diverge often, not {n_diverged} times");
}

#[test]
fn a_rate_that_is_raised_in_the_middle_is_noticed_too() {
    let (counts, corpus) = read(&"one two three four five six seven eight\n".repeat(10));
    for method in METHODS {
        for seed in 1..=20 {
            let config = TrainConfig {
                method,
                dims: 8,
                window: 10,
                epochs: 12,
                seed,
                subsample: 0.0,
                learning_rate: 0.1,
                ..TrainConfig::default()
            };
            let mut run = Trainer::new(config, &counts, Arc::clone(&corpus)).expect("a good config");
            run.advance(200, u64::MAX).expect("a low rate");
            run.set_learning_rate(1.0).expect("in range");
            train_at_lower_and_lower_rates(&mut run, &format!("{config:?}"));
        }
    }
}

#[test]
fn a_weight_beyond_all_measure_is_found_though_no_loss_shows_it() {
    for (method, bad) in METHODS.into_iter().zip([f32::NAN, f32::INFINITY, -1e30, 2e3, f32::NAN]) {
        let mut run = trainer(config(method));
        run.advance(9000, u64::MAX).expect("no divergence");
        // The padding of the first row: all that it meets is zero.
        run.model.parts_mut()[0][11] = bad;
        if bad.abs() < 1e30 {
            assert!(!run.trial(TRIAL_OPERATIONS).is_over(SOUND_FACTOR), "{method:?}: the loss does not show it");
        }
        let error = run.advance(u64::MAX, u64::MAX).expect_err("this is no state to end in");
        assert!(matches!(error, TrainError::Diverged { .. }), "{method:?}: {error}");
        run.advance(u64::MAX, u64::MAX).expect("the state before was sound");
        assert_eq!((run.model.parts_mut()[0][11], run.is_done()), (0.0, true), "{method:?}");
    }
}
