use super::*;
use crate::{
    text::Corpus,
    train::{
        generator::Use,
        split::Split,
        tables::{Fill, TablesBuilder},
    },
};

fn new(dims: usize, window: u32) -> Glove {
    let (inputs, outputs) = (Fill::Drawn(Use::InitialInputs), Fill::Drawn(Use::InitialOutputs));
    let fills = vec![inputs, outputs, Fill::Value(1.0), Fill::Value(1.0), Fill::Value(0.0)];
    let mut tables = TablesBuilder::new(30, dims, 3, fills);
    while !tables.advance(&mut Budget::new(u64::MAX)).expect("a few bytes") {}
    let [mains, contexts, main_squares, context_squares, sum] = tables.finish().try_into().expect("five tables");
    let weighing = Weighing { x_max: 10.0, alpha: 0.75, seed: 3, window, most_pairs: 1000, n_words: 30 };
    Glove::new(weighing, [mains, contexts], [main_squares, context_squares], sum).expect("a few bytes")
}

/// The same steps in f64 on plain arrays: vectors and biases as one row each, `[w, b]`.
struct Plain {
    sides: [Vec<Vec<f64>>; 2],
    squares: [Vec<Vec<f64>>; 2],
}

fn rows(side: &Side) -> Vec<Vec<f64>> {
    let table = &side.vectors;
    let rows = table.as_floats().chunks_exact(table.stride());
    let rows = rows.map(|row| row[..table.dims()].iter().map(|&x| f64::from(x)).collect::<Vec<f64>>());
    rows.zip(&side.biases).map(|(row, &bias)| [row, vec![f64::from(bias)]].concat()).collect()
}

impl Plain {
    fn new(model: &Glove) -> Self {
        let sides = [rows(&model.mains), rows(&model.contexts)];
        let squares = sides.clone().map(|side| side.iter().map(|row| vec![1.0; row.len()]).collect());
        Self { sides, squares }
    }

    /// One step on `X_ij`, by the gradient of equation 8 for one term; returns the term.
    fn step(&mut self, i: usize, j: usize, count: f64, x_max: f64, alpha: f64, rate: f64) -> f64 {
        let (w, c) = (self.sides[0][i].clone(), self.sides[1][j].clone());
        let dims = w.len() - 1;
        let dot: f64 = (0..dims).map(|d| w[d] * c[d]).sum();
        let difference = dot + w[dims] + c[dims] - count.ln();
        let weight = (count / x_max).powf(alpha).min(1.0);
        for d in 0..=dims {
            let gradients = if d < dims {
                [weight * difference * c[d], weight * difference * w[d]]
            } else {
                [weight * difference; 2]
            };
            for (side, (row, gradient)) in [i, j].into_iter().zip(gradients).enumerate() {
                let square = &mut self.squares[side][row][d];
                self.sides[side][row][d] -= rate * gradient / square.sqrt();
                *square += gradient * gradient;
            }
        }
        weight * difference * difference
    }
}

fn corpus() -> Corpus {
    let ids: Vec<u32> = (0_u32..5000).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) % (1 + i % 30)).collect();
    let corpus = Corpus::of_sentences(ids, (1..=500).map(|i| i * 10).collect());
    Corpus { passage_ends: (1..=100).map(|i| i * 50).collect(), ..corpus }
}

#[test]
fn an_epoch_is_that_of_a_plain_implementation() {
    let corpus = corpus();
    let split = Split::new(&corpus).expect("a few bytes");
    let text = Text { corpus: &corpus, split: &split };
    let mut model = new(7, 4);
    let mut plain = Plain::new(&model);
    let mut tally = Tally::default();
    let (mut n_tokens, mut n_slices) = (0, 0);
    while n_tokens < split.n_training_tokens() {
        let before = n_tokens;
        n_tokens = model.prepare(text, &mut Budget::new(1000)).expect("few pairs");
        n_slices += u32::from(n_tokens > before);
    }
    assert!(n_slices > 50, "the preparation tells of its progress: {n_slices}");
    assert!(model.fitting().is_some() && tally.n_pairs == 0, "counting is no training");

    // The counts, from the text and nothing else.
    let mut counts = vec![vec![0.0; 30]; 30];
    for span in split.training() {
        let span = span.of(&corpus);
        for (a, &i) in span.iter().enumerate() {
            for (b, &j) in span.iter().enumerate().filter(|&(b, _)| a != b && a.abs_diff(b) <= 4) {
                counts[i as usize][j as usize] += 1.0 / a.abs_diff(b) as f64;
            }
        }
    }
    let n_expected = counts.iter().flatten().filter(|&&count| count > 0.0).count();
    let mut expected = 0.0;
    let terms = Arc::clone(model.fitting().expect("all is prepared").0);
    for term in terms.iter() {
        let (i, j) = (term.word as usize, term.other as usize);
        expected += plain.step(i, j, counts[i][j], 10.0, 0.75, 0.05);
        if i != j {
            expected += plain.step(j, i, counts[j][i], 10.0, 0.75, 0.05);
        }
    }
    for unit in 0..model.n_units(text) {
        let cursor = Cursor { pass: 1, unit, center: 0 };
        assert_eq!(model.train(text, cursor, 0.05, &mut Budget::new(u64::MAX), &mut tally), None);
    }
    assert_eq!(tally.n_pairs as usize, n_expected, "every pair that the text has, in both directions");
    let sum = tally.sum.value();
    assert!((sum / expected - 1.0).abs() < 1e-4, "loss {sum}, expected {expected}");
    for (found, expected) in [(&model.mains, &plain.sides[0]), (&model.contexts, &plain.sides[1])] {
        for (found, expected) in rows(found).iter().flatten().zip(expected.iter().flatten()) {
            assert!((found - expected).abs() < 1e-4, "{found}, expected {expected}");
        }
    }
}

#[test]
fn what_training_touched_is_refreshed_and_nothing_else() {
    let corpus = corpus();
    let split = Split::new(&corpus).expect("a few bytes");
    let text = Text { corpus: &corpus, split: &split };
    let mut model = new(100, 5);
    let sums = |model: &Glove| -> Vec<f32> {
        let sides = model.mains.vectors.as_floats().iter().zip(model.contexts.vectors.as_floats());
        sides.map(|(main, context)| main + context).collect()
    };
    let mut n_slices = 1;
    while !model.refresh_some(&mut Budget::new(500)) {
        n_slices += 1;
    }
    assert!(n_slices >= 30 / 5, "in slices: {n_slices}");
    assert_eq!(model.vectors().as_floats(), sums(&model));
    while model.prepare(text, &mut Budget::new(u64::MAX)).expect("few pairs") < split.n_training_tokens() {}
    let cursor = Cursor { pass: 1, unit: 0, center: 0 };
    assert_eq!(model.train(text, cursor, 0.05, &mut Budget::new(1), &mut Tally::default()), Some(1));
    assert!(matches!(model.stale.len(), 1 | 2), "a pair has two words: {:?}", model.stale);
    assert!(model.refresh_some(&mut Budget::new(u64::MAX)));
    assert_eq!(model.vectors().as_floats(), sums(&model));
}

#[test]
fn an_error_that_ends_the_run_is_returned_again() {
    let corpus = corpus();
    let split = Split::new(&corpus).expect("a few bytes");
    let text = Text { corpus: &corpus, split: &split };
    let mut model = new(4, 5);
    model.weighing.most_pairs = 100;
    model.stage = Stage::new(&model.weighing).expect("a few bytes");
    let error = TrainError::TooManyPairs { most: 100 };
    while let Ok(n_tokens) = model.prepare(text, &mut Budget::new(u64::MAX)) {
        assert!(n_tokens < split.n_training_tokens(), "there are more pairs");
    }
    assert_eq!(model.prepare(text, &mut Budget::new(u64::MAX)), Err(error.clone()));
    assert_eq!(model.prepare(text, &mut Budget::new(u64::MAX)), Err(error));
}
