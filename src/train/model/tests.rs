//! Skip-gram and CBOW against the same steps in f64, one number at a time.

use super::{cbow::Cbow, skip_gram::SkipGram, *};
use crate::{
    text::Corpus,
    train::{
        Method, TrainConfig,
        generator::Use,
        kernel::Targets,
        loan::Paces,
        split::Split,
        tables::{Fill, TablesBuilder},
        unit::Unit,
        windows::{Windows, WindowsBuilder},
    },
};

const N_WORDS: usize = 30;
const RATE: f64 = 0.05;

/// The tables of a model, as rows of numbers.
struct Plain {
    inputs: Vec<Vec<f64>>,
    outputs: Vec<Vec<f64>>,
    loss: f64,
    n_pairs: u64,
}

fn rows(floats: &[f32]) -> Vec<Vec<f64>> {
    floats.chunks_exact(floats.len() / N_WORDS).map(|row| row.iter().copied().map(f64::from).collect()).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(row: &mut [f64], factor: f64, other: &[f64]) {
    row.iter_mut().zip(other).for_each(|(x, y)| *x += factor * y);
}

impl Plain {
    /// Some vectors against the targets: `-rate dL/dx` of each score, and the loss.
    fn steps(&mut self, hidden: &[Vec<f64>], targets: &Targets) -> Vec<Vec<f64>> {
        let step = |vector: &Vec<f64>| {
            let of_target = targets.ids().iter().zip(targets.multiplicity()).enumerate();
            let steps = of_target.map(|(i, (&target, &times))| {
                let score = dot(vector, &self.outputs[target as usize]);
                let sign = if i == 0 { -1.0 } else { 1.0 };
                self.loss += f64::from(times) * (sign * score).exp().ln_1p();
                -RATE * f64::from(times) * sign / (1.0 + (-sign * score).exp())
            });
            steps.collect()
        };
        hidden.iter().map(step).collect()
    }

    fn move_targets(&mut self, hidden: &[Vec<f64>], targets: &Targets, steps: &[Vec<f64>]) {
        for (vector, steps) in hidden.iter().zip(steps) {
            for (&target, &step) in targets.ids().iter().zip(steps) {
                add(&mut self.outputs[target as usize], step, vector);
            }
        }
    }

    /// `sum_t step_t u_t`, with the targets as they are.
    fn change(&self, targets: &Targets, steps: &[f64]) -> Vec<f64> {
        let mut change = vec![0.0; self.outputs[0].len()];
        for (&target, &step) in targets.ids().iter().zip(steps) {
            add(&mut change, step, &self.outputs[target as usize]);
        }
        change
    }

    /// The contexts of a batch step one after the other, all against the targets as they are, which move then.
    fn skip_gram(&mut self, contexts: &[u32], targets: &Targets) {
        const BATCH: usize = 12;
        for batch in contexts.chunks(BATCH) {
            let (mut hidden, mut steps) = (Vec::new(), Vec::new());
            for &id in batch {
                let row = [self.inputs[id as usize].clone()];
                steps.extend(self.steps(&row, targets));
                hidden.extend(row);
                let change = self.change(targets, &steps[steps.len() - 1]);
                add(&mut self.inputs[id as usize], 1.0, &change);
            }
            self.move_targets(&hidden, targets, &steps);
        }
        self.n_pairs += contexts.len() as u64;
    }

    /// The step of the penalty `decay / 2 |u|^2` on each target.
    fn shrink(&mut self, targets: &Targets, decay: f64) {
        for &target in targets.ids() {
            self.outputs[target as usize].iter_mut().for_each(|x| *x -= RATE * decay * *x);
        }
    }

    fn cbow(&mut self, contexts: &[u32], targets: &Targets) {
        let mut mean = vec![0.0; self.inputs[0].len()];
        for &id in contexts {
            add(&mut mean, 1.0 / contexts.len() as f64, &self.inputs[id as usize]);
        }
        let hidden = [mean];
        let steps = self.steps(&hidden, targets);
        let change = self.change(targets, &steps[0]);
        for &id in contexts {
            add(&mut self.inputs[id as usize], 1.0, &change);
        }
        self.move_targets(&hidden, targets, &steps);
        self.n_pairs += 1;
    }
}

/// Passages of words drawn by a rule of arithmetic, and how often each word stands in them.
fn text() -> (Vec<u32>, Corpus) {
    let ids: Vec<u32> = (0_u32..3000).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) % (1 + i % 30)).collect();
    let mut counts = vec![1; N_WORDS];
    for &id in &ids {
        counts[id as usize] += 1;
    }
    (counts, Corpus::of_sentences(ids, (1..=200).map(|i| i * 15).collect()))
}

fn windows(config: &TrainConfig, counts: &[u32]) -> Windows {
    let mut builder = WindowsBuilder::new(counts, config).expect("a few bytes");
    while !builder.advance(&mut Budget::new(u64::MAX)) {}
    builder.finish()
}

fn new(config: &TrainConfig, counts: &[u32]) -> Box<dyn Model> {
    let fills = vec![Fill::Drawn(Use::InitialInputs), Fill::Value(0.0)];
    let mut tables = TablesBuilder::new(counts.len(), config.dims, config.seed, fills);
    while !tables.advance(&mut Budget::new(u64::MAX)).expect("a few bytes") {}
    let [inputs, outputs] = tables.finish().try_into().expect("two tables");
    match config.method {
        Method::Cbow => Box::new(Cbow::new(config, inputs, outputs, Paces::default(), windows(config, counts))),
        _ => Box::new(SkipGram::new(config, inputs, outputs, Paces::default(), windows(config, counts))),
    }
}

fn floats(model: &dyn Model) -> Vec<Vec<f32>> {
    model.parts().iter().map(|part| part.floats.to_vec()).collect()
}

/// Trains on a unit in slices of a budget.
fn train_unit(model: &mut dyn Model, text: Text<'_>, unit: usize, n_operations: u64, tally: &mut Tally) {
    let mut cursor = Cursor { pass: 0, unit, center: 0 };
    while let Some(center) = model.train(text, cursor, RATE as f32, &mut Budget::new(n_operations), tally) {
        assert!(center > cursor.center, "each slice comes further");
        cursor.center = center;
    }
}

#[test]
fn an_epoch_is_that_of_a_plain_implementation() {
    let (counts, corpus) = text();
    let split = Split::new(&corpus).expect("a few bytes");
    let text = Text { corpus: &corpus, split: &split };
    // Dimensions that do and do not fill their lanes, targets that do and do not fill their blocks.
    for (method, dims, negatives, is_harmonic, weight_decay) in [
        (Method::SkipGram, 8, 5, false, 0.0),
        (Method::SkipGram, 10, 6, true, 0.1),
        (Method::Cbow, 8, 5, true, 0.0),
        (Method::Cbow, 10, 6, false, 0.0),
    ] {
        let plain = TrainConfig { window: 8, subsample: 0.2, ..TrainConfig::default() };
        let config = TrainConfig { method, dims, is_harmonic, negatives, weight_decay, ..plain };
        let mut model = new(&config, &counts);
        let state = floats(model.as_ref());
        let mut plain = Plain { inputs: rows(&state[0]), outputs: rows(&state[1]), loss: 0.0, n_pairs: 0 };

        let mut windows = windows(&config, &counts);
        let (mut contexts, mut targets) = (Vec::new(), Targets::new());
        for (unit, span) in split.training().iter().enumerate() {
            assert!(windows.take_up(Unit { use_: Use::Training, pass: 0, number: unit }, 0, span.of(&corpus)));
            let (n, mut rng) = (windows.n_centers(), windows.draws());
            for place in 0..n {
                if n < 2 && method == Method::SkipGram {
                    break;
                }
                windows.draw_contexts(place, &mut rng, &mut contexts);
                windows.draw_targets(place, &mut rng, &mut targets);
                match method {
                    Method::Cbow if contexts.is_empty() => {}
                    Method::Cbow => plain.cbow(&contexts, &targets),
                    _ => {
                        plain.skip_gram(&contexts, &targets);
                        plain.shrink(&targets, weight_decay);
                    }
                }
            }
        }
        let mut tally = Tally::default();
        for unit in 0..model.n_units(text) {
            train_unit(model.as_mut(), text, unit, u64::MAX, &mut tally);
        }
        assert_eq!(tally.n_pairs, plain.n_pairs);
        let sum = tally.sum.value();
        assert!((sum / plain.loss - 1.0).abs() < 1e-5, "{method:?}: {sum}, expected {}", plain.loss);
        let state = floats(model.as_ref());
        for (found, expected) in [(rows(&state[0]), &plain.inputs), (rows(&state[1]), &plain.outputs)] {
            for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
                // Thousands of steps in f32 against as many in f64.
                assert!((found - expected).abs() < 1e-4, "{method:?}: {found}, expected {expected}");
            }
        }
    }
}

#[test]
fn a_unit_that_is_trained_apart_moves_the_same_vectors_alike() {
    let (counts, corpus) = text();
    let split = Split::new(&corpus).expect("a few bytes");
    let text = Text { corpus: &corpus, split: &split };
    for method in [Method::SkipGram, Method::Cbow] {
        let config = TrainConfig { method, dims: 10, subsample: 0.2, ..TrainConfig::default() };
        let mut sequence = new(&config, &counts);
        for unit in 0..9 {
            train_unit(sequence.as_mut(), text, unit, u64::MAX, &mut Tally::default());
        }
        // Another model, which has trained on nothing, is given the vectors and the unit; and in slices at that.
        let mut apart = new(&config, &counts);
        for (part, floats) in apart.parts_mut().into_iter().zip(floats(sequence.as_ref())) {
            part.copy_from_slice(&floats);
        }
        let (mut tally, mut tally_apart) = (Tally::default(), Tally::default());
        train_unit(sequence.as_mut(), text, 9, u64::MAX, &mut tally);
        train_unit(apart.as_mut(), text, 9, 500, &mut tally_apart);
        assert_eq!(floats(sequence.as_ref()), floats(apart.as_ref()), "{method:?}");
        assert_eq!(tally, tally_apart, "{method:?}");
    }
}
