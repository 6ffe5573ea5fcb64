use super::*;
use crate::train::{DRAWN, Loan, generator::TrainRng, sampler::unit};

fn random_table(n_rows: usize, dims: usize, rng: &mut TrainRng) -> Matrix {
    let mut table = Matrix::zeros(n_rows, dims);
    table.fill_with(|| 2.0 * unit(rng) - 1.0);
    table
}

fn row_of(table: &Matrix, row: u32) -> Vec<f64> {
    table.as_floats()[row as usize * table.stride()..][..table.dims()].iter().map(|&x| f64::from(x)).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// The loss of a step as its formula says, in f64 and without any block.
fn plain_loss(inputs: &Matrix, outputs: &Matrix, contexts: &[u32], targets: &Targets) -> f64 {
    let mut loss = 0.0;
    for &context in contexts {
        for (i, (&target, &m_target)) in targets.ids().iter().zip(targets.multiplicity()).enumerate() {
            let x = dot(&row_of(inputs, context), &row_of(outputs, target));
            loss += f64::from(m_target) * softplus(if i == 0 { -x } else { x });
        }
    }
    loss
}

fn targets(center: u32, negatives: &[u32]) -> Targets {
    let mut targets = Targets::new();
    targets.push(center);
    for &word in negatives {
        targets.add_negative(word);
    }
    targets
}

#[test]
fn targets_are_distinct_and_count_their_draws() {
    let targets = targets(4, &[1, 4, 2, 1, 1]);
    assert_eq!(targets.ids(), [4, 1, 2]);
    assert_eq!(targets.multiplicity(), [1.0, 3.0, 1.0]);
}

#[test]
fn a_step_follows_the_gradient_of_its_loss() {
    // Every number of contexts and of targets modulo a block, with and without repeats among the targets.
    let cases: [(usize, &[u32], &[u32]); 7] = [
        (1, &[2], &[3]),
        (7, &[2, 6], &[3, 5, 3]),
        (12, &[2, 6, 0], &[0, 1, 2, 3, 4, 5, 3]),
        (9, &[2, 6, 0, 1, 4], &[1]),
        (8, &[2, 6, 0, 1, 4, 5, 3], &[1, 0, 3]),
        (5, &[1, 2, 3], &[0, 0, 0, 6]),
        (30, &[3], &[3, 4, 5, 6]),
    ];
    for (dims, contexts, negatives) in cases {
        let mut rng = TrainRng::new(dims as u64, 3);
        let (mut inputs, mut outputs) = (random_table(8, dims, &mut rng), random_table(8, dims, &mut rng));
        let targets = targets(7, negatives);
        let (inputs_before, outputs_before) = (inputs.clone(), outputs.clone());
        let rate = 1e-2;
        let mut scratch = Scratch::new(&inputs);
        evaluate_center(&inputs, &outputs, contexts, &targets, &mut scratch);
        let evaluated = scratch.take_loss();
        train_center(&mut inputs, &mut outputs, contexts, &targets, rate, &mut scratch);
        let loss = scratch.take_loss();
        let expected = plain_loss(&inputs_before, &outputs_before, contexts, &targets);
        assert!((loss - expected).abs() < 1e-5 * expected, "loss {loss}, expected {expected}");
        assert_eq!(evaluated, loss, "evaluating is training but for the steps");
        check_moves(&inputs_before, &inputs, rate, |table| plain_loss(table, &outputs_before, contexts, &targets));
        check_moves(&outputs_before, &outputs, rate, |table| plain_loss(&inputs_before, table, contexts, &targets));
    }
}

/// Every float must have moved by `-rate dL/dfloat`, where the derivative is a central difference.
fn check_moves(before: &Matrix, after: &Matrix, rate: f32, loss: impl Fn(&Matrix) -> f64) {
    let step = 1e-3_f32;
    for i in 0..before.as_floats().len() {
        let is_padding = i % before.stride() >= before.dims();
        let moved = (after.as_floats()[i] - before.as_floats()[i]) / rate;
        if is_padding {
            assert_eq!(moved, 0.0, "padding moved");
            continue;
        }
        let nudged = |by: f32| {
            let mut index = 0;
            let mut table = before.clone();
            let floats = before.as_floats();
            table.fill_with(|| {
                while index % before.stride() >= before.dims() {
                    index += 1;
                }
                let value = floats[index] + if index == i { by } else { 0.0 };
                index += 1;
                value
            });
            table
        };
        let slope = (loss(&nudged(step)) - loss(&nudged(-step))) / (2.0 * f64::from(step));
        assert!((f64::from(moved) + slope).abs() < 4e-3, "float {i} moved by {moved}, slope {slope}");
    }
}

/// Contexts move by their share of the step, and targets as always.
#[test]
fn contexts_move_at_their_paces() {
    let mut rng = TrainRng::new(8, 3);
    let (inputs, outputs) = (random_table(8, 6, &mut rng), random_table(8, 6, &mut rng));
    let targets = targets(7, &[0, 1, 1, 2]);
    let loan = Loan::new(random_table(8, 6, &mut rng), vec![0, 1, 2, 3, DRAWN, 5, 6, 7]).expect("rows that are there");
    for rate in [0.0, 0.25, 1.0] {
        let train = |scratch: Scratch| {
            let (mut inputs, mut outputs, mut scratch) = (inputs.clone(), outputs.clone(), scratch);
            train_center(&mut inputs, &mut outputs, &[3, 4, 5, 1], &targets, 0.1, &mut scratch);
            (inputs, outputs, scratch.take_loss())
        };
        let plain = train(Scratch::new(&inputs));
        let paced = train(Scratch::new(&inputs).with_paces(Paces::of(&loan, rate)));
        // A row that is moved again in the same batch would be another matter; these stand once each.
        assert_eq!((&paced.1, paced.2), (&plain.1, plain.2), "outputs and losses are the same");
        for word in 0..8 {
            let pace = if word == 4 { 1.0 } else { rate as f32 };
            let rows = [&inputs, &plain.0, &paced.0].map(|table| table.vector(word));
            for ((before, plain), paced) in rows[0].iter().zip(rows[1]).zip(rows[2]) {
                assert!((paced - before - pace * (plain - before)).abs() < 1e-6, "{word} at {rate}");
                assert!(pace > 0.0 || paced.to_bits() == before.to_bits(), "{word} is frozen");
            }
        }
    }
}

#[test]
fn a_hidden_row_steps_as_a_context_does() {
    let mut rng = TrainRng::new(5, 3);
    let (inputs, outputs) = (random_table(4, 6, &mut rng), random_table(4, 6, &mut rng));
    let (mut inputs_after, mut outputs_after) = (inputs.clone(), outputs.clone());
    let mut scratch = Scratch::new(&inputs);
    let targets = targets(1, &[2, 2, 3, 0]);
    train_center(&mut inputs_after, &mut outputs_after, &[3], &targets, 0.1, &mut scratch);
    let loss = scratch.take_loss();
    let (mut outputs_hidden, mut change) = (outputs.clone(), inputs.row(0).to_vec());
    train_hidden(inputs.row(3), &mut change, &mut outputs_hidden, &targets, 0.1, &mut scratch);
    assert_eq!(scratch.take_loss(), loss);
    assert_eq!(outputs_hidden, outputs_after);
    for ((before, change), after) in inputs.row(3).iter().zip(&change).zip(inputs_after.row(3)) {
        let error = (*before + *change - *after).abs().reduce_add();
        assert!(error < 1e-6, "off by {error}");
    }
}

#[test]
fn a_loss_that_is_no_number_is_noticed() {
    for bad in [f32::NAN, f32::INFINITY] {
        let mut inputs = Matrix::zeros(3, 4);
        let mut outputs = inputs.clone();
        outputs.fill_with(|| 1.0);
        inputs.fill_with(|| bad);
        let mut scratch = Scratch::new(&inputs);
        evaluate_center(&inputs, &outputs, &[0], &targets(1, &[2]), &mut scratch);
        assert!(!scratch.take_loss().is_finite());
        assert_eq!(scratch.take_loss(), 0.0, "and does not stay");
    }
}

#[test]
fn thousands_of_terms_do_not_overflow() {
    let inputs = Matrix::zeros(40, 4);
    let mut scratch = Scratch::new(&inputs);
    let contexts: Vec<u32> = (0..30).collect();
    let targets = targets(39, &(0..31).collect::<Vec<_>>());
    for _ in 0..10 {
        evaluate_center(&inputs, &inputs, &contexts, &targets, &mut scratch);
    }
    let expected = 10.0 * 30.0 * 32.0 * std::f64::consts::LN_2;
    assert!((scratch.take_loss() / expected - 1.0).abs() < 1e-6);
}

#[test]
fn targets_move_behind_a_batch_of_contexts() {
    let mut rng = TrainRng::new(5, 3);
    let (inputs, outputs) = (random_table(16, 6, &mut rng), random_table(16, 6, &mut rng));
    let targets = targets(1, &[2]);
    let run = |parts: &[&[u32]]| {
        let (mut inputs, mut outputs) = (inputs.clone(), outputs.clone());
        let mut scratch = Scratch::new(&inputs);
        for part in parts {
            train_center(&mut inputs, &mut outputs, part, &targets, 0.1, &mut scratch);
        }
        (inputs, outputs)
    };
    let contexts: Vec<u32> = (0..BATCH as u32 + 2).collect();
    let (batch, rest) = contexts.split_at(BATCH);
    assert_eq!(run(&[&contexts]), run(&[batch, rest]));
    assert_ne!(run(&[batch]), run(&[&batch[..3], &batch[3..]]), "the second part meets targets that have moved");
}
