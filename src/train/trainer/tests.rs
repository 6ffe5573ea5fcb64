use super::{builder::TrainerBuilder, *};
use crate::train::Optimizer;

mod borrowing;
mod divergence;
mod resuming;

/// Sentences of words drawn by a rule of arithmetic.
fn corpus(n_sentences: u32, n_words: u32) -> (Vec<u32>, Corpus) {
    let mut corpus = Corpus::of_sentences(Vec::new(), Vec::new());
    for i in 0..n_sentences {
        for j in 0..9_u32 {
            corpus.ids.push((i.wrapping_mul(2_654_435_761) >> (j + 9)) % (1 + n_words * (j + 1) / 9).min(n_words));
        }
        corpus.sentence_ends.push(corpus.ids.len() as u32);
        corpus.sentence_numbers.push(i);
        if i % 4 == 3 || i + 1 == n_sentences {
            corpus.passage_ends.push(corpus.ids.len() as u32);
        }
    }
    let mut counts = vec![1; n_words as usize];
    for &id in &corpus.ids {
        counts[id as usize] += 1;
    }
    (counts, corpus)
}

const METHODS: [Method; 5] = [
    Method::SkipGram,
    Method::Softmax(Optimizer::Sgd),
    Method::Softmax(Optimizer::Adam),
    Method::Cbow,
    Method::Glove { x_max: 10.0, alpha: 0.75 },
];

fn config(method: Method) -> TrainConfig {
    let learning_rate = if method == Method::Softmax(Optimizer::Adam) { 0.003 } else { 0.05 };
    TrainConfig { method, dims: 10, epochs: 3, learning_rate, subsample: 1e-2, ..TrainConfig::default() }
}

fn trainer(config: TrainConfig) -> Trainer {
    let (counts, corpus) = corpus(400, 50);
    Trainer::new(config, &counts, Arc::new(corpus)).expect("a good config")
}

fn trained(config: TrainConfig, n_tokens: u64, n_operations: u64) -> (Vec<f32>, Vec<LossSample>, Vec<LossSample>) {
    let mut run = trainer(config);
    let mut n_done = 0;
    while !run.is_done() {
        n_done += run.advance(n_tokens, n_operations).expect("a rate that does not diverge");
    }
    assert_eq!(n_done, run.tokens_total());
    assert_eq!(n_done, run.tokens_done());
    run.refresh();
    (run.vectors().as_floats().to_vec(), run.loss().to_vec(), run.held_out_loss().to_vec())
}

#[test]
fn every_model_gives_the_same_bits_however_it_is_sliced() {
    for method in METHODS {
        let whole = trained(config(method), u64::MAX, u64::MAX);
        assert_eq!(whole, trained(config(method), 1, u64::MAX), "{method:?}");
        assert_eq!(whole, trained(config(method), 97, 20_000), "{method:?}");
        assert_eq!(whole, trained(config(method), u64::MAX, 1), "{method:?}");
        assert_ne!(whole.0, trained(TrainConfig { seed: 7, ..config(method) }, u64::MAX, u64::MAX).0, "{method:?}");
    }
}

#[test]
fn a_budget_of_operations_is_kept_to_about_a_center() {
    // One passage, whatever is asked for: the budget stops inside of it.
    let ids: Vec<u32> = (0..1000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 9) % 50).collect();
    let counts: Vec<u32> = (0..50).map(|word| 1 + ids.iter().filter(|&&id| id == word).count() as u32).collect();
    let corpus = Arc::new(Corpus::of_sentences(ids, vec![1000]));
    for method in METHODS {
        let config = TrainConfig { dims: 100, window: 30, negatives: 20, subsample: 0.0, epochs: 1, ..config(method) };
        let mut run = Trainer::new(config, &counts, Arc::clone(&corpus)).expect("a good config");
        let mut n_calls = 0;
        while !run.is_done() {
            let before = run.n_operations();
            run.advance(u64::MAX, 100_000).expect("no divergence");
            let n_done = run.n_operations() - before;
            // A center of skip-gram has 60 contexts and 21 targets.
            assert!(n_done <= 100_000 + 60 * 21 * 300, "{method:?}: {n_done} multiply-adds in a slice of 100,000");
            n_calls += 1;
        }
        assert!(n_calls > 10, "{method:?}: {n_calls} slices");
    }
}

#[test]
fn a_trainer_does_not_depend_on_how_its_making_was_sliced() {
    for method in METHODS {
        let (counts, corpus) = corpus(400, 50);
        let mut builder = TrainerBuilder::new(config(method), &counts, Arc::new(corpus)).expect("a good config");
        let mut n_slices = 1;
        while !builder.advance(200).expect("little memory") {
            n_slices += 1;
        }
        assert!(n_slices > 20, "{method:?}: {n_slices}");
        let (made, whole) = (builder.finish(), trainer(config(method)));
        assert_eq!(made.vectors(), whole.vectors(), "{method:?}");
        assert_eq!(made.checkpoint(), whole.checkpoint(), "{method:?}");
    }
}

#[test]
fn more_pairs_than_allowed_end_the_run_for_good() {
    let (counts, corpus) = corpus(400, 50);
    let method = METHODS[4];
    let builder = TrainerBuilder::new(config(method), &counts, Arc::new(corpus)).expect("a good config");
    let mut builder = builder.most_pairs(100);
    while !builder.advance(u64::MAX).expect("little memory") {}
    let mut run = builder.finish();
    let error = TrainError::TooManyPairs { most: 100 };
    for _ in 0..3 {
        assert_eq!(run.advance(u64::MAX, u64::MAX), Err(error.clone()));
        assert!(!run.is_done() && run.loss().is_empty());
    }
    // Neither does a checkpoint get around it.
    let checkpoint = run.checkpoint();
    run.restore(&checkpoint).expect("its own checkpoint");
    assert_eq!(run.advance(u64::MAX, u64::MAX), Err(error));
}

#[test]
fn counting_tells_how_far_it_is() {
    let mut run = trainer(config(METHODS[4]));
    let mut seen = vec![0];
    while run.epoch() == 0 {
        run.advance(u64::MAX, 5000).expect("few pairs");
        assert!(run.tokens_done() >= seen[seen.len() - 1]);
        seen.push(run.tokens_done());
    }
    seen.dedup();
    assert!(seen.len() > 50, "{seen:?}");
    assert_eq!(run.tokens_done() / run.split.n_training_tokens(), 1);
}

#[test]
fn a_rate_that_is_set_within_a_unit_holds_from_the_next_one_on() {
    let mut run = trainer(config(Method::SkipGram));
    assert_eq!(run.next_change_at(), 0);
    while run.progress.cursor.center == 0 {
        run.advance(u64::MAX, 1).expect("no divergence");
    }
    let (rate, next) = (run.learning_rate(), run.next_change_at());
    assert!(next > run.tokens_done());
    run.set_learning_rate(0.01).expect("in range");
    assert_eq!(run.learning_rate(), rate, "the unit under way goes on at its rate");
    while run.tokens_done() < next {
        run.advance(u64::MAX, 1).expect("no divergence");
    }
    assert_eq!(run.tokens_done(), next);
    assert!(run.learning_rate() < 0.01);
    let error = run.set_learning_rate(f64::NAN).expect_err("no number");
    assert!(matches!(error, TrainError::BadNumber { name: "Learning rate", .. }), "{error}");
}

#[test]
fn every_model_learns_what_it_is_shown_and_what_it_is_not() {
    for method in METHODS {
        let (_, loss, held_out) = trained(TrainConfig { epochs: 10, ..config(method) }, u64::MAX, u64::MAX);
        let (first, last) = (loss[0], loss[loss.len() - 1]);
        assert!(last.loss < first.loss, "{method:?}: {first:?} to {last:?}");
        assert!(loss.windows(2).all(|pair| pair[0].tokens < pair[1].tokens));
        assert!(held_out.windows(2).all(|pair| pair[0].tokens < pair[1].tokens));
        assert!(held_out.len().abs_diff(41) <= 3, "{method:?}: {} evaluations", held_out.len());
        assert_eq!(held_out[held_out.len() - 1].tokens, last.tokens, "{method:?}: the last one is at the end");
        assert!(held_out[held_out.len() - 1].loss < held_out[0].loss, "{method:?}: {held_out:?}");
    }
}

#[test]
fn the_untrained_loss_is_what_its_formula_says() {
    for (method, expected) in [
        (Method::SkipGram, 6.0 * std::f64::consts::LN_2),
        (Method::Cbow, 6.0 * std::f64::consts::LN_2),
        (Method::Softmax(Optimizer::Sgd), 50_f64.ln()),
    ] {
        let (_, _, held_out) = trained(config(method), u64::MAX, u64::MAX);
        assert_eq!(held_out[0].tokens, 0);
        // A negative that is the center itself is passed over, so it may be a little less.
        let found = f64::from(held_out[0].loss);
        assert!(found <= expected + 1e-5 && found > 0.95 * expected, "{method:?}: {found}, expected {expected}");
    }
}

#[test]
fn a_finished_run_can_be_made_longer() {
    let mut run = trainer(config(Method::SkipGram));
    run.advance(u64::MAX, u64::MAX).expect("no divergence");
    let (total, loss) = (run.tokens_total(), run.held_out_loss().to_vec());
    run.extend(2);
    assert!(run.is_done(), "a run does not become shorter");
    run.extend(6);
    assert!(!run.is_done());
    assert_eq!((run.tokens_total(), run.epoch()), (2 * total, 4));
    assert!((run.learning_rate() - 0.025).abs() < 1e-12, "half of the longer run is left");
    run.advance(u64::MAX, u64::MAX).expect("no divergence");
    assert_eq!(run.tokens_done(), 2 * total);
    assert!(run.held_out_loss().len() > loss.len() && run.held_out_loss().starts_with(&loss));
}

#[test]
fn what_there_is_nothing_to_learn_from_is_refused() {
    let single = Corpus::of_sentences(vec![0, 1, 2, 0], vec![1, 2, 3, 4]);
    let error = |config: TrainConfig, counts: &[u32], corpus: &Corpus| {
        Trainer::new(config, counts, Arc::new(corpus.clone())).map(|_| ()).expect_err("refused")
    };
    let alone = TrainConfig { subsample: 0.0, ..config(Method::SkipGram) };
    assert_eq!(error(alone, &[2, 1, 1], &single), TrainError::NoNeighbors);
    let (counts, corpus) = corpus(400, 50);
    let thinned = error(TrainConfig { subsample: 1e-8, ..config(Method::Cbow) }, &counts, &corpus);
    assert!(matches!(thinned, TrainError::NothingLeft { n_left: 0..40, .. }), "{thinned:?}");
    let one = error(config(Method::SkipGram), &[4], &Corpus::of_sentences(vec![0; 4], vec![4]));
    assert_eq!(one, TrainError::TooFewWords { n_words: 1 });
    let many = vec![1; 5001];
    let error = error(config(Method::Softmax(Optimizer::Sgd)), &many, &corpus);
    assert_eq!(error, TrainError::TooManyWords { n_words: 5001, most: 5000 });
}

#[test]
fn texts_shorter_than_the_window_and_single_dimensions_train() {
    let corpus = Arc::new(Corpus::of_sentences(vec![0, 1], vec![2]));
    for method in METHODS {
        let config = TrainConfig { window: 15, dims: 1, subsample: 0.0, ..config(method) };
        let mut run = Trainer::new(config, &[1, 1], Arc::clone(&corpus)).expect("two words are enough");
        run.advance(u64::MAX, u64::MAX).expect("no divergence");
        assert!(run.is_done() && run.held_out_loss().is_empty(), "{method:?}");
        assert!(!run.loss().is_empty(), "{method:?}");
    }
}
