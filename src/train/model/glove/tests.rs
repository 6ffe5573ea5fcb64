use rand::SeedableRng;

use super::*;
use crate::{text::Corpus, train::split::Split};

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
    let split = Split::new(&corpus);
    let text = Text { corpus: &corpus, split: &split };
    let config = TrainConfig { dims: 7, window: 4, ..TrainConfig::default() };
    let mut rng = TrainRng::from_seed([3; 16]);
    let mut model = Glove::new(&config, 10.0, 0.75, 30, text, &mut rng);
    let mut plain = Plain::new(&model);
    let mut tally = Tally::default();
    let n_counting = model.n_units(text, 0);
    for unit in 0..n_counting {
        model.train(text, Place { pass: 0, unit }, 0.05, &mut rng, &mut tally).expect("few pairs");
    }
    assert!(model.counter.is_none() && tally.n_pairs == 0, "counting is no training");

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
    for term in model.terms.clone() {
        let (i, j) = (term.word as usize, term.other as usize);
        expected += plain.step(i, j, counts[i][j], 10.0, 0.75, 0.05);
        if i != j {
            expected += plain.step(j, i, counts[j][i], 10.0, 0.75, 0.05);
        }
    }
    for unit in 0..model.n_units(text, 1) {
        model.train(text, Place { pass: 1, unit }, 0.05, &mut rng, &mut tally).expect("few pairs");
    }
    assert_eq!(tally.n_pairs as usize, n_expected, "every pair that the text has, in both directions");
    assert!((tally.sum / expected - 1.0).abs() < 1e-4, "loss {}, expected {expected}", tally.sum);
    for (found, expected) in [(&model.mains, &plain.sides[0]), (&model.contexts, &plain.sides[1])] {
        for (found, expected) in rows(found).iter().flatten().zip(expected.iter().flatten()) {
            assert!((found - expected).abs() < 1e-4, "{found}, expected {expected}");
        }
    }
}

#[test]
fn the_vectors_are_the_sum_of_both_sides() {
    let corpus = corpus();
    let split = Split::new(&corpus);
    let text = Text { corpus: &corpus, split: &split };
    let mut rng = TrainRng::from_seed([3; 16]);
    let mut model = Glove::new(&TrainConfig::default(), 10.0, 0.75, 30, text, &mut rng);
    model.refresh();
    let sum = model.mains.vectors.as_floats()[5] + model.contexts.vectors.as_floats()[5];
    assert_eq!(model.vectors().as_floats()[5], sum);
}
