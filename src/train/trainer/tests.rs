use super::*;
use crate::train::Optimizer;

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

fn trained(config: TrainConfig, n_at_a_time: u64) -> (Vec<f32>, Vec<LossSample>, Vec<LossSample>) {
    let (counts, corpus) = corpus(400, 50);
    let mut run = Trainer::new(config, &counts, &corpus).expect("a good config");
    let mut n_done = 0;
    while !run.is_done() {
        n_done += run.advance(&corpus, n_at_a_time).expect("a rate that does not diverge");
    }
    assert_eq!(n_done, run.tokens_total());
    assert_eq!(n_done, run.tokens_done());
    run.refresh();
    (run.vectors().as_floats().to_vec(), run.loss().to_vec(), run.held_out_loss().to_vec())
}

#[test]
fn every_model_gives_the_same_bits_however_it_is_sliced() {
    for method in METHODS {
        let whole = trained(config(method), u64::MAX);
        assert_eq!(whole, trained(config(method), 1), "{method:?}");
        assert_eq!(whole, trained(config(method), 97), "{method:?}");
        assert_ne!(whole.0, trained(TrainConfig { seed: 7, ..config(method) }, u64::MAX).0, "{method:?}");
    }
}

#[test]
fn every_model_learns_what_it_is_shown_and_what_it_is_not() {
    for method in METHODS {
        let (_, loss, held_out) = trained(TrainConfig { epochs: 10, ..config(method) }, u64::MAX);
        let (first, last) = (loss[0], loss[loss.len() - 1]);
        assert!(last.loss < first.loss, "{method:?}: {first:?} to {last:?}");
        assert!(loss.windows(2).all(|pair| pair[0].tokens < pair[1].tokens));
        assert!(held_out.windows(2).all(|pair| pair[0].tokens < pair[1].tokens));
        // GloVe has nothing to evaluate on while it counts.
        let n_expected = if matches!(method, Method::Glove { .. }) { 38 } else { 41 };
        assert!(held_out.len().abs_diff(n_expected) <= 3, "{method:?}: {} evaluations", held_out.len());
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
        let (_, _, held_out) = trained(config(method), u64::MAX);
        assert_eq!(held_out[0].tokens, 0);
        // A negative that is the center itself is passed over, so it may be a little less.
        let found = f64::from(held_out[0].loss);
        assert!(found <= expected + 1e-5 && found > 0.95 * expected, "{method:?}: {found}, expected {expected}");
    }
}

#[test]
fn a_finished_run_can_be_made_longer() {
    let (counts, corpus) = corpus(400, 50);
    let mut run = Trainer::new(config(Method::SkipGram), &counts, &corpus).expect("a good config");
    run.advance(&corpus, u64::MAX).expect("no divergence");
    let (total, loss) = (run.tokens_total(), run.held_out_loss().to_vec());
    run.extend(2);
    assert!(run.is_done(), "a run does not become shorter");
    run.extend(6);
    assert!(!run.is_done());
    assert_eq!((run.tokens_total(), run.epoch()), (2 * total, 4));
    assert!((run.learning_rate() - 0.025).abs() < 1e-12, "half of the longer run is left");
    run.advance(&corpus, u64::MAX).expect("no divergence");
    assert_eq!(run.tokens_done(), 2 * total);
    assert!(run.held_out_loss().len() > loss.len() && run.held_out_loss().starts_with(&loss));
}

#[test]
fn a_rate_that_diverges_is_noticed_and_the_last_good_vectors_kept() {
    // GloVe's and Adam's steps are bounded by the rate.
    for method in [Method::SkipGram, Method::Cbow, Method::Softmax(Optimizer::Sgd)] {
        let (counts, corpus) = corpus(400, 50);
        let mut run = Trainer::new(config(method), &counts, &corpus).expect("a good config");
        run.advance(&corpus, 4000).expect("no divergence yet");
        run.set_learning_rate(1e5);
        let error = run.advance(&corpus, u64::MAX).expect_err("this must diverge");
        let TrainError::Diverged { tokens_done, tokens_kept, .. } = error else { panic!("{error}") };
        assert!(tokens_kept > 3000 && tokens_kept <= 4009 && tokens_done > tokens_kept, "{error}");
        assert_eq!(run.tokens_done(), tokens_kept);
        run.refresh();
        assert!(run.vectors().as_floats().iter().all(|x| x.is_finite() && x.abs() < 10.0), "{method:?}");
        assert!(run.loss().iter().all(|sample| sample.tokens <= tokens_kept));
        run.set_learning_rate(0.05);
        run.advance(&corpus, u64::MAX).expect("a rate that does not diverge");
        assert!(run.is_done());
    }
}

#[test]
fn what_there_is_nothing_to_learn_from_is_refused() {
    let single = Corpus::of_sentences(vec![0, 1, 2, 0], vec![1, 2, 3, 4]);
    let error = |config: TrainConfig, counts: &[u32], corpus: &Corpus| {
        Trainer::new(config, counts, corpus).map(|_| ()).expect_err("refused")
    };
    assert_eq!(error(config(Method::SkipGram), &[2, 1, 1], &single), TrainError::NoNeighbors);
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
    let corpus = Corpus::of_sentences(vec![0, 1], vec![2]);
    for method in METHODS {
        let config = TrainConfig { window: 15, dims: 1, subsample: 0.0, ..config(method) };
        let mut run = Trainer::new(config, &[1, 1], &corpus).expect("two words are enough");
        run.advance(&corpus, u64::MAX).expect("no divergence");
        assert!(run.is_done() && run.held_out_loss().is_empty(), "{method:?}");
        assert!(!run.loss().is_empty(), "{method:?}");
    }
}
