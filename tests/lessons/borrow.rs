//! `borrow`: frozen rows stay, tuned ones do not, and what is lost is counted anew.

use std::sync::Arc;

use embedding_explorer::{
    matrix::Matrix,
    protocol::{Element, SceneInputs, SceneName},
    text::Corpus,
    train::{Loan, TrainConfig, Trainer},
};

use crate::{Model, built_in, cosine, length, minus, near, small};

fn inputs(text: &str, n_sentences: f64, rate: f64) -> SceneInputs {
    SceneInputs { text: text.to_owned(), numbers: [Some(n_sentences), Some(rate)], ..SceneInputs::default() }
}

/// The rows of some words after so many sentences at a rate, by the trainer itself.
fn tuned(model: &Model, sentence: &[&str], n_sentences: usize, rate: f64) -> (Vec<u32>, Vec<Vec<f64>>) {
    let ids: Vec<u32> = sentence.iter().map(|word| model.id(word)).collect();
    let mut own = ids.clone();
    own.sort_unstable();
    own.dedup();
    let places: Vec<u32> =
        ids.iter().map(|id| own.iter().position(|other| other == id).expect("it is there") as u32).collect();
    let counts: Vec<u32> = (0..own.len() as u32)
        .map(|place| (places.iter().filter(|&&other| other == place).count() * n_sentences) as u32)
        .collect();
    let ends = (1..=n_sentences).map(|n| (n * places.len()) as u32).collect();
    let corpus = Arc::new(Corpus::of_sentences(places.repeat(n_sentences), ends));
    let of_run = model.config.expect("it is a run");
    let config = TrainConfig {
        dims: of_run.dims,
        epochs: 3,
        subsample: 0.0,
        learning_rate: of_run.learning_rate,
        borrowed_rate: Some(rate),
        seed: of_run.seed,
        ..TrainConfig::default()
    };
    let rows: Vec<f32> = own.iter().flat_map(|&id| model.vectors.vector(id)).copied().collect();
    let loan = Loan::new(Matrix::from_rows(&rows, of_run.dims), (0..own.len() as u32).collect()).expect("a row each");
    let mut trainer = Trainer::borrowing(config, &counts, corpus, Arc::new(loan)).expect("it fits");
    while !trainer.is_done() {
        trainer.advance(u64::MAX, 777_777).expect("it converges");
    }
    let vectors = trainer.into_vectors();
    let wide = |place: u32| vectors.vector(place).iter().map(|&x| f64::from(x)).collect();
    let rows = (0..own.len() as u32).map(wide).collect();
    (own, rows)
}

fn check(model: &Model, sentence: &str) {
    let words: Vec<&str> = sentence.split(' ').collect();
    for (step, rate) in [(1, 0.0), (2, 0.1), (3, 1.0), (5, 0.35)] {
        let seen = model.ask(SceneName::Borrow, step, &inputs(sentence, 200.0, rate));
        let (own, rows) = tuned(model, &words, 200, rate);
        assert_eq!((seen.figure("rate"), seen.figure("own")), (rate, own.len() as f64));
        let moves =
            own.iter().zip(&rows).map(|(&id, row)| length(&minus(&model.wide(id), row)) / length(&model.wide(id)));
        near(seen.figure("moved"), moves.sum::<f64>() / own.len() as f64, 1e-6);
        // The nearest of each, among rows of which some have moved.
        let now = |id: u32| own.binary_search(&id).map_or_else(|_| model.wide(id), |place| rows[place].clone());
        let (mut n_kept, mut n_listed) = (0, 0);
        for &id in own.iter().rev().take(8) {
            let before: Vec<u32> = model.ranked(&model.wide(id), &[id]).iter().take(10).map(|found| found.0).collect();
            let mut after: Vec<(u32, f64)> = (0..model.vocabulary.len() as u32)
                .filter(|&other| other != id)
                .map(|other| (other, cosine(&now(id), &now(other))))
                .collect();
            after.sort_by(|a, b| b.1.total_cmp(&a.1));
            n_kept += after.iter().take(10).filter(|found| before.contains(&found.0)).count();
            n_listed += before.len();
        }
        near(seen.figure("kept"), n_kept as f64 / n_listed as f64, 1e-9);
        if rate == 0.0 {
            assert_eq!((seen.figure("moved"), seen.figure("kept")), (0.0, 1.0), "frozen rows stay");
            let Element::Strip { rows, .. } = seen.element(0) else { panic!("a strip") };
            let bits = |place: usize| rows[place].values.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(0), bits(1));
        } else {
            let a = *own.last().expect("words");
            assert_eq!(seen.word("a"), model.word(a));
            near(seen.figure("turned"), cosine(&model.wide(a), rows.last().expect("a row")), 1e-6);
        }
    }
}

#[test]
fn what_moves_is_what_the_trainer_moves() {
    check(built_in(), "the king saw the queen and the cat saw the dog");
    check(built_in(), "paris is the capital of france");
    check(small(), "the cat drinks water with the moon");
}

#[test]
fn a_few_hundred_sentences_at_the_whole_rate_wreck_a_good_table() {
    let seen = built_in().ask(SceneName::Borrow, 4, &SceneInputs::default());
    assert!(seen.figure("kept") < 0.5 && seen.figure("kept") < seen.figure("kept_slow"), "{}", seen.figure("kept"));
    let Element::Table { head, rows, .. } = seen.element(0) else { panic!("a table") };
    assert_eq!((head.len(), rows.len()), (5, 3), "analogies before and after stand beside each other");
    // A text without analogies of its own has none to ask, and loaded vectors can be lent as well.
    let seen = small().ask(SceneName::Borrow, 4, &SceneInputs::default());
    let Element::Table { head, .. } = seen.element(0) else { panic!("a table") };
    assert_eq!(head.len(), 3);
    let loaded = built_in().as_loaded();
    assert!(loaded.ask(SceneName::Borrow, 3, &SceneInputs::default()).0.view.cannot.is_none());
}
