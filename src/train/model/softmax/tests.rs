use std::sync::Arc;

use super::*;
use crate::{
    text::{ReadOptions, TextReader, VocabularyOptions, encode},
    train::{Method, Optimizer, Trainer, generator::generator, loan::Paces, sampler::below, windows::WindowsBuilder},
};

/// The same steps in f64 and without any lanes: `NumPy`'s way of writing them, one array at a time.
struct Plain {
    inputs: Vec<Vec<f64>>,
    outputs: Vec<Vec<f64>>,
    /// Moments of inputs and outputs, and steps so far: of each input row, and of all outputs.
    moments: [Vec<Vec<[f64; 2]>>; 2],
    n_steps: (Vec<i32>, i32),
}

fn rows(table: &Matrix) -> Vec<Vec<f64>> {
    let rows = table.as_floats().chunks_exact(table.stride());
    rows.map(|row| row[..table.dims()].iter().map(|&x| f64::from(x)).collect()).collect()
}

fn adam(x: &mut f64, moments: &mut [f64; 2], gradient: f64, n_steps: i32, rate: f64) {
    moments[0] = 0.9 * moments[0] + 0.1 * gradient;
    moments[1] = 0.999 * moments[1] + 0.001 * gradient * gradient;
    let (m, v) = (moments[0] / (1.0 - 0.9_f64.powi(n_steps)), moments[1] / (1.0 - 0.999_f64.powi(n_steps)));
    *x -= rate * m / (v.sqrt() + 1e-8);
}

impl Plain {
    fn new(model: &Softmax) -> Self {
        let (n_words, dims) = (model.inputs.n_rows(), model.inputs.dims());
        let zeros = || vec![vec![[0.0; 2]; dims]; n_words];
        Self {
            inputs: rows(&model.inputs),
            outputs: rows(&model.outputs),
            moments: [zeros(), zeros()],
            n_steps: (vec![0; n_words], 0),
        }
    }

    fn step(&mut self, center: usize, contexts: &[u32], rate: f64, is_adam: bool) {
        let v = self.inputs[center].clone();
        let scores: Vec<f64> = self.outputs.iter().map(|u| u.iter().zip(&v).map(|(a, b)| a * b).sum()).collect();
        let sum: f64 = scores.iter().map(|x: &f64| x.exp()).sum();
        let n = contexts.len() as f64;
        let mut derivatives: Vec<f64> = scores.iter().map(|x| n * x.exp() / sum).collect();
        for &id in contexts {
            derivatives[id as usize] -= 1.0;
        }
        let gradient: Vec<f64> =
            (0..v.len()).map(|d| derivatives.iter().zip(&self.outputs).map(|(g, u)| g * u[d]).sum()).collect();
        self.n_steps.0[center] += 1;
        self.n_steps.1 += 1;
        let [input_moments, output_moments] = &mut self.moments;
        for (j, derivative) in derivatives.iter().enumerate() {
            for d in 0..v.len() {
                let (x, g) = (&mut self.outputs[j][d], derivative * v[d]);
                if is_adam { adam(x, &mut output_moments[j][d], g, self.n_steps.1, rate) } else { *x -= rate * g }
            }
        }
        for (d, g) in gradient.into_iter().enumerate() {
            let (x, n_steps) = (&mut self.inputs[center][d], self.n_steps.0[center]);
            if is_adam { adam(x, &mut input_moments[center][d], g, n_steps, rate) } else { *x -= rate * g }
        }
    }
}

#[test]
fn a_hundred_steps_are_those_of_a_plain_implementation() {
    // Rows that do and do not fill their blocks and lanes.
    for (n_words, dims) in [(20, 10), (23, 7), (8, 8)] {
        for (optimizer, rate) in [(Optimizer::Sgd, 0.1), (Optimizer::Adam, 0.01)] {
            let config = TrainConfig {
                method: Method::Softmax(optimizer),
                dims,
                subsample: 0.0,
                window: 3,
                ..TrainConfig::default()
            };
            let mut rng = generator(3, Use::InitialInputs, 0, 0);
            let zeros = || Matrix::zeros(n_words, dims);
            let mut inputs = zeros();
            inputs.fill_with(|| below(&mut rng, 1000) as f32 / 1000.0 - 0.5);
            let windows = WindowsBuilder::new(&vec![5; n_words], &config).expect("a few bytes").finish();
            let moments = (optimizer == Optimizer::Adam).then(|| [(); 4].map(|()| zeros()));
            let mut model = Softmax::new(&config, inputs, zeros(), moments, Paces::default(), windows);
            let mut plain = Plain::new(&model);
            let sentence: Vec<u32> = (0..100_u32).map(|i| (i * i + i / 3) % n_words as u32).collect();
            assert!(model.windows.take_up(Unit { use_: Use::Training, pass: 0, number: 0 }, 0, &sentence));
            let mut rng = model.windows.draws();
            for place in 0..100 {
                model.draw(place, &mut rng);
                model.derive(place).expect("a word with neighbors");
                plain.step(model.windows.word(place) as usize, &model.contexts, rate, optimizer == Optimizer::Adam);
                model.step(model.windows.word(place), rate as f32);
            }
            for (found, expected) in [(rows(&model.inputs), &plain.inputs), (rows(&model.outputs), &plain.outputs)] {
                for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
                    assert!((found - expected).abs() < 1e-5, "{optimizer:?}: {found}, expected {expected}");
                }
            }
        }
    }
}

#[test]
fn on_a_text_of_twenty_words_the_nearest_are_those_that_stand_together() {
    // Five groups of four words; words of a group stand together.
    let groups: Vec<Vec<String>> =
        (0..5).map(|g| (0..4).map(|w| format!("{}{}", "abcde".as_bytes()[g] as char, w)).collect()).collect();
    let mut text = String::new();
    let mut rng = generator(5, Use::Shuffle, 0, 0);
    for i in 0..300 {
        for _ in 0..8 {
            text.push_str(&groups[i * 7 % 5][below(&mut rng, 4) as usize]);
            text.push(' ');
        }
        // A blank line: lines of one length might be a wrapped paragraph.
        text.push_str("\n\n");
    }
    let mut reader = TextReader::new(ReadOptions::default());
    reader.push(text.as_bytes()).expect("plain text");
    let stream = reader.finish().expect("with words in it");
    let (vocabulary, corpus) =
        encode(&stream, &VocabularyOptions { min_count: 1, max_words: 100 }).expect("twenty words");
    let corpus = Arc::new(corpus);
    assert_eq!(vocabulary.len(), 20);
    for (optimizer, learning_rate) in [(Optimizer::Sgd, 0.1), (Optimizer::Adam, 0.02)] {
        let config = TrainConfig {
            method: Method::Softmax(optimizer),
            dims: 8,
            window: 3,
            epochs: 10,
            subsample: 0.0,
            learning_rate,
            ..TrainConfig::default()
        };
        let mut run =
            Trainer::new(config, vocabulary.counts().unwrap_or_default(), Arc::clone(&corpus)).expect("a good config");
        run.advance(u64::MAX, u64::MAX).expect("no divergence");
        let held_out = run.held_out_loss();
        let (first, last) = (f64::from(held_out[0].loss), f64::from(held_out[held_out.len() - 1].loss));
        assert!((first - 20_f64.ln()).abs() < 1e-5, "it begins at ln V, not {first}");
        // Told the group, four words are left to choose from.
        assert!((last / 4_f64.ln() - 1.0).abs() < 0.1, "{optimizer:?}: it ends at {last}, not at ln 4");
        let vectors = rows(run.vectors());
        let cosine = |a: &[f64], b: &[f64]| {
            let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
            dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
        };
        for (word, name) in vocabulary.words().iter().enumerate() {
            let mut others: Vec<usize> = (0..20).filter(|&other| other != word).collect();
            let near = |other: &usize| cosine(&vectors[word], &vectors[*other]);
            others.sort_by(|a, b| near(b).total_cmp(&near(a)));
            for &other in &others[..3] {
                let other = &vocabulary.words()[other];
                assert_eq!(name.as_bytes()[0], other.as_bytes()[0], "{optimizer:?}: {other} is near {name}");
            }
        }
    }
}

#[test]
fn lanes_beyond_the_last_word_count_as_nothing() {
    // All scores are far below zero: a lane that is no word would have by far the greatest one.
    let config =
        TrainConfig { method: Method::Softmax(Optimizer::Sgd), dims: 1, subsample: 0.0, ..TrainConfig::default() };
    let inputs = Matrix::from_rows(&[100.0; 5], 1);
    let outputs = Matrix::from_rows(&[-2.0; 5], 1);
    let windows = WindowsBuilder::new(&[2; 5], &config).expect("a few bytes").finish();
    let mut model = Softmax::new(&config, inputs, outputs, None, Paces::default(), windows);
    assert!(model.windows.take_up(Unit { use_: Use::Training, pass: 0, number: 0 }, 0, &[0, 1, 2, 3, 4]));
    let mut rng = model.windows.draws();
    model.draw(0, &mut rng);
    let (loss, n_pairs) = model.derive(0).expect("a word with neighbors");
    assert!((loss / n_pairs as f64 - 5_f64.ln()).abs() < 1e-6, "{loss} for {n_pairs} pairs");
}
