//! Runs that begin with lent vectors.

use super::*;
use crate::train::{DRAWN, Loan, RestoreError, initial_vector};

/// The methods that borrow.
pub(super) const BORROWERS: [Method; 4] = [METHODS[0], METHODS[1], METHODS[2], METHODS[3]];

/// A vector for every word but each third; one of them has a zero with a sign.
fn loan(n_words: usize, dims: usize) -> Arc<Loan> {
    let mut vectors = Matrix::zeros(n_words, dims);
    let mut next = 0_u32;
    vectors.fill_with(|| {
        next = next.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (next >> 8) as f32 / (1 << 24) as f32 - 0.5
    });
    vectors.vector_mut(1)[0] = -0.0;
    let rows = (0..n_words as u32).map(|word| if word % 3 == 2 { DRAWN } else { n_words as u32 - 1 - word });
    Arc::new(Loan::new(vectors, rows.collect()).expect("rows that are there"))
}

/// A trainer of these settings, which borrows where they say so.
pub(super) fn trainer(config: TrainConfig, counts: &[u32], corpus: &Arc<Corpus>) -> Trainer {
    let mut builder = TrainerBuilder::new(config, counts, Arc::clone(corpus)).expect("a good config");
    if config.borrowed_rate.is_some() {
        builder = builder.lent(loan(counts.len(), config.dims));
    }
    while !builder.advance(u64::MAX).expect("little memory") {}
    builder.finish()
}

fn config(method: Method, rate: f64) -> TrainConfig {
    TrainConfig { borrowed_rate: Some(rate), ..super::config(method) }
}

/// The vectors of a run at its beginning and at its end.
fn begun_and_trained(config: TrainConfig, n_operations: u64) -> [Matrix; 2] {
    let (counts, corpus) = corpus(400, 50);
    let mut run = trainer(config, &counts, &Arc::new(corpus));
    let begun = run.vectors().clone();
    while !run.is_done() {
        run.advance(u64::MAX, n_operations).expect("no divergence");
    }
    run.refresh();
    [begun, run.into_vectors()]
}

#[test]
fn a_run_begins_with_what_is_lent_and_draws_the_others() {
    for method in BORROWERS {
        let config = config(method, 0.5);
        let [begun, _] = begun_and_trained(config, u64::MAX);
        let loan = loan(50, config.dims);
        for word in 0..50 {
            let drawn = initial_vector(&TrainConfig { borrowed_rate: None, ..config }, None, word);
            let expected = loan.vector(word).unwrap_or(&drawn);
            assert_eq!(begun.vector(word), expected, "{method:?}");
            assert_eq!(initial_vector(&config, Some(&loan), word), expected, "{method:?}");
        }
        assert_eq!((loan.n_lent(), loan.drawn().count()), (34, 16));
    }
}

#[test]
fn frozen_vectors_keep_their_bits_and_the_others_learn() {
    for method in BORROWERS {
        let [begun, trained] = begun_and_trained(config(method, 0.0), u64::MAX);
        let loan = loan(50, begun.dims());
        let bits = |table: &Matrix, word: u32| table.vector(word).iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        for word in 0..50 {
            let is_same = bits(&begun, word) == bits(&trained, word);
            assert_eq!(is_same, loan.vector(word).is_some(), "{method:?}: {word}");
        }
    }
}

#[test]
fn a_small_rate_moves_borrowed_vectors_less() {
    // How much less depends on the outputs, which make up for some of it.
    for method in BORROWERS {
        let moved = |rate: f64| {
            let [begun, trained] = begun_and_trained(config(method, rate), u64::MAX);
            let moved = begun.as_floats().iter().zip(trained.as_floats()).map(|(x, y)| f64::from(x - y).powi(2));
            let (mut lent, mut drawn) = (0.0, 0.0);
            for (place, square) in moved.enumerate() {
                let is_drawn = (place / begun.stride()) % 3 == 2;
                *(if is_drawn { &mut drawn } else { &mut lent }) += square;
            }
            (lent.sqrt(), drawn.sqrt())
        };
        let [none, slow, full] = [0.0, 0.1, 1.0].map(moved);
        assert!(none.0 == 0.0 && none.1 > 0.0, "{method:?}: {none:?}");
        assert!(slow.0 > 0.0 && slow.0 < full.0, "{method:?}: {slow:?} and {full:?}");
    }
}

/// At the whole rate only the beginning is another one: lent what would have been drawn, the run is the ordinary one.
#[test]
fn lending_what_would_be_drawn_at_the_whole_rate_changes_nothing() {
    let (counts, corpus) = corpus(400, 50);
    let corpus = Arc::new(corpus);
    for method in BORROWERS {
        let plain = super::config(method);
        let drawn: Vec<f32> = (0..50).flat_map(|word| initial_vector(&plain, None, word)).collect();
        let loan = Loan::new(Matrix::from_rows(&drawn, plain.dims), (0..50).collect()).expect("rows that are there");
        let borrowing = TrainConfig { borrowed_rate: Some(1.0), ..plain };
        let builder = TrainerBuilder::new(borrowing, &counts, Arc::clone(&corpus)).expect("a good config");
        let mut builder = builder.lent(Arc::new(loan));
        while !builder.advance(u64::MAX).expect("little memory") {}
        let mut run = builder.finish();
        run.advance(u64::MAX, u64::MAX).expect("no divergence");
        let (vectors, losses, _) = trained(plain, u64::MAX, u64::MAX);
        assert_eq!((run.vectors().as_floats(), run.loss()), (vectors.as_slice(), losses.as_slice()), "{method:?}");
    }
}

#[test]
fn borrowing_does_not_depend_on_slices() {
    for method in BORROWERS {
        for rate in [0.0, 0.3] {
            let whole = begun_and_trained(config(method, rate), u64::MAX);
            assert_eq!(whole, begun_and_trained(config(method, rate), 1), "{method:?}");
            assert_eq!(whole, begun_and_trained(config(method, rate), 20_000), "{method:?}");
        }
    }
}

#[test]
fn a_loan_that_cannot_be_is_refused() {
    let (counts, corpus) = corpus(400, 50);
    let corpus = Arc::new(corpus);
    let built = |config: TrainConfig, loan: Option<Loan>| {
        let mut builder = TrainerBuilder::new(config, &counts, Arc::clone(&corpus))?;
        if let Some(loan) = loan {
            builder = builder.lent(Arc::new(loan));
        }
        while !builder.advance(1000)? {}
        Ok(builder.finish())
    };
    let of = |value: f32, dims: usize, n_words: u32| {
        Loan::new(Matrix::from_rows(&vec![value; dims], dims), (0..n_words).map(|_| 0).collect()).ok()
    };
    let config = config(Method::SkipGram, 0.1);
    let refused = |loan| built(config, loan).map(|_| ());
    assert_eq!(refused(of(1.0, 10, 50)), Ok(()));
    assert_eq!(refused(None), Err(TrainError::Loan));
    assert_eq!(refused(of(1.0, 9, 50)), Err(TrainError::Loan));
    assert_eq!(refused(of(1.0, 10, 49)), Err(TrainError::Loan));
    assert!(matches!(refused(of(1001.0, 10, 50)), Err(TrainError::LargeLoan { .. })));
    assert!(matches!(refused(of(f32::NAN, 10, 50)), Err(TrainError::LargeLoan { .. })));
    let glove = TrainConfig { method: METHODS[4], ..config };
    assert_eq!(built(glove, of(1.0, 10, 50)).map(|_| ()), Err(TrainError::GloveBorrows));
    // A run that draws all of its vectors takes no notice of a loan.
    let plain = super::config(Method::SkipGram);
    let run = built(plain, of(1.0, 10, 50)).expect("a good config");
    assert!(run.loan().is_none() && *run.vectors() == *super::trainer(plain).vectors());
}

#[test]
fn a_checkpoint_belongs_to_its_loan() {
    let (counts, corpus) = corpus(400, 50);
    let corpus = Arc::new(corpus);
    let config = config(Method::SkipGram, 0.1);
    let mut run = trainer(config, &counts, &corpus);
    run.advance(1000, u64::MAX).expect("no divergence");
    let checkpoint = run.checkpoint();
    let mut faster = trainer(TrainConfig { borrowed_rate: Some(0.2), ..config }, &counts, &corpus);
    assert_eq!(faster.restore(&checkpoint), Err(RestoreError::Setting { name: "borrowed vectors" }));
    let other = Loan::new(Matrix::zeros(1, config.dims), vec![0; 50]).expect("rows that are there");
    let builder = TrainerBuilder::new(config, &counts, Arc::clone(&corpus)).expect("a good config");
    let mut builder = builder.lent(Arc::new(other));
    while !builder.advance(u64::MAX).expect("little memory") {}
    assert_eq!(builder.finish().restore(&checkpoint), Err(RestoreError::Text), "other words are frozen there");
    assert_eq!(trainer(config, &counts, &corpus).restore(&checkpoint), Ok(()));
}
