//! The inner loop of skip-gram: up to two context words against the targets of one center word.
//!
//! With negatives shared by all context words of a center (Ji et al. 2016, "Parallelizing `Word2Vec` in Shared and
//! Distributed Memory", section 3), a center is a small matrix product instead of a heap of dot products. It is done in
//! blocks of 2 contexts x 3 targets, whose sums stay in registers; V8 has fifteen to give.
//!
//! For context vectors `v_c`, target vectors `u_t`, labels `y_t` (1 for the center word, 0 for a negative) and
//! multiplicities `m_t` (how often a negative was drawn), the loss is
//!
//! ```text
//! L = sum_c sum_t m_t (y_t softplus(-x_ct) + (1 - y_t) softplus(x_ct)),   x_ct = v_c . u_t
//! ```
//!
//! and as `softplus'(x) = sigmoid(x)`,
//!
//! ```text
//! dL/dx_ct = m_t (sigmoid(x_ct) - y_t) =: -g_ct / rate
//! v_c += sum_t g_ct u_t,   u_t += sum_c g_ct v_c   (both right sides with the values from before the step)
//! ```

use wide::f32x4;

use super::{math::logistic, table::Table};

/// Most targets of one center: the center word and its negatives.
pub(crate) const MOST_TARGETS: usize = 32;
/// Targets whose sums are held in registers at a time.
const BLOCK: usize = 3;

/// The center word and its negatives: distinct words, the center first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Targets {
    ids: Vec<u32>,
    /// How often each was drawn.
    multiplicity: Vec<f32>,
}

impl Targets {
    /// Room for the most targets there can be, so that no step allocates.
    pub(crate) fn new() -> Self {
        Self { ids: Vec::with_capacity(MOST_TARGETS), multiplicity: Vec::with_capacity(MOST_TARGETS) }
    }

    /// Starts over with the center word.
    #[inline]
    pub(crate) fn start(&mut self, center: u32) {
        self.ids.clear();
        self.multiplicity.clear();
        self.ids.push(center);
        self.multiplicity.push(1.0);
    }

    /// Adds a negative. One that equals the center is passed over, as in word2vec.c.
    #[inline]
    pub(crate) fn add_negative(&mut self, word: u32) {
        match self.ids.iter().position(|&id| id == word) {
            Some(0) => {}
            Some(i) => self.multiplicity[i] += 1.0,
            None => {
                self.ids.push(word);
                self.multiplicity.push(1.0);
            }
        }
    }
}

/// Memory of a step that is used again by the next.
#[derive(Debug, Clone)]
pub(crate) struct Scratch {
    /// What is to be added to each of two context rows.
    delta: [Vec<f32x4>; 2],
    /// Scores, then step sizes, of each of two contexts with each target.
    scores: [[f32; MOST_TARGETS]; 2],
}

impl Scratch {
    pub(crate) fn new(inputs: &Table) -> Self {
        let zeros = vec![f32x4::splat(0.0); inputs.lanes_per_row()];
        Self { delta: [zeros.clone(), zeros], scores: [[0.0; MOST_TARGETS]; 2] }
    }
}

/// One step of stochastic gradient descent for every context word, two at a time. Returns the summed loss, in nats.
pub(crate) fn train_center(
    inputs: &mut Table,
    outputs: &mut Table,
    contexts: &[u32],
    targets: &Targets,
    rate: f32,
    scratch: &mut Scratch,
) -> f32 {
    let mut loss = 0.0;
    let mut pairs = contexts.chunks_exact(2);
    for pair in &mut pairs {
        match inputs.rows_mut([pair[0], pair[1]]) {
            Some(rows) => loss += step(rows, outputs, targets, rate, scratch),
            // The same word twice: one after the other.
            None => {
                for &context in pair {
                    loss += step_one(inputs, outputs, context, targets, rate, scratch);
                }
            }
        }
    }
    for &context in pairs.remainder() {
        loss += step_one(inputs, outputs, context, targets, rate, scratch);
    }
    loss
}

fn step_one(
    inputs: &mut Table,
    outputs: &mut Table,
    context: u32,
    targets: &Targets,
    rate: f32,
    scratch: &mut Scratch,
) -> f32 {
    inputs.rows_mut([context]).map_or(0.0, |rows| step(rows, outputs, targets, rate, scratch))
}

/// One step for `C` contexts, whose rows are given.
#[inline]
fn step<const C: usize>(
    mut rows: [&mut [f32x4]; C],
    outputs: &mut Table,
    targets: &Targets,
    rate: f32,
    scratch: &mut Scratch,
) -> f32 {
    let ids = targets.ids.as_slice();
    let n_targets = ids.len();
    for (i, block) in ids.chunks(BLOCK).enumerate() {
        let first = i * BLOCK;
        match *block {
            [a, b, c] => scores(&rows, outputs, [a, b, c], first, scratch),
            [a, b] => scores(&rows, outputs, [a, b], first, scratch),
            [a] => scores(&rows, outputs, [a], first, scratch),
            _ => {}
        }
    }
    let mut loss = 0.0;
    for scores in scratch.scores.iter_mut().take(C) {
        loss += step_sizes(&mut scores[..n_targets.next_multiple_of(4)], &targets.multiplicity, rate);
    }
    for delta in scratch.delta.iter_mut().take(C) {
        delta.fill(f32x4::splat(0.0));
    }
    for (i, block) in ids.chunks(BLOCK).enumerate() {
        let first = i * BLOCK;
        match *block {
            [a, b, c] => update(&rows, outputs, [a, b, c], first, scratch),
            [a, b] => update(&rows, outputs, [a, b], first, scratch),
            [a] => update(&rows, outputs, [a], first, scratch),
            _ => {}
        }
    }
    for (row, delta) in rows.iter_mut().zip(&scratch.delta) {
        for (x, d) in row.iter_mut().zip(delta) {
            *x += *d;
        }
    }
    loss
}

/// The dot products of `C` context rows with `T` target rows, into `scratch.scores[c][first..first + T]`.
#[inline]
fn scores<const C: usize, const T: usize>(
    rows: &[&mut [f32x4]; C],
    outputs: &Table,
    ids: [u32; T],
    first: usize,
    scratch: &mut Scratch,
) {
    let n = outputs.lanes_per_row();
    let targets = ids.map(|id| &outputs.row(id)[..n]);
    let contexts: [&[f32x4]; C] = std::array::from_fn(|c| &rows[c][..n]);
    let mut sums = [[f32x4::splat(0.0); T]; C];
    for j in 0..n {
        for c in 0..C {
            for t in 0..T {
                sums[c][t] += contexts[c][j] * targets[t][j];
            }
        }
    }
    for (scores, sums) in scratch.scores.iter_mut().zip(sums) {
        for (score, sum) in scores[first..].iter_mut().zip(sums) {
            *score = sum_of_lanes(sum);
        }
    }
}

/// The four lanes added in one fixed order; a platform's own horizontal sum may take another.
#[inline]
fn sum_of_lanes(x: f32x4) -> f32 {
    let [a, b, c, d] = x.to_array();
    (a + c) + (b + d)
}

/// Turns the scores of one context into step sizes `g`, and returns the loss. `scores` is whole lanes; what stands
/// beyond the targets is ignored.
#[inline]
fn step_sizes(scores: &mut [f32], multiplicity: &[f32], rate: f32) -> f32 {
    let mut loss = 0.0;
    for (lane, group) in scores.chunks_exact_mut(4).enumerate() {
        let x = f32x4::new([group[0], group[1], group[2], group[3]]);
        let mut labels = [0.0; 4];
        if lane == 0 {
            labels[0] = 1.0;
        }
        let labels = f32x4::new(labels);
        let m = f32x4::new(std::array::from_fn(|i| multiplicity.get(lane * 4 + i).copied().unwrap_or(0.0)));
        let at = logistic(x);
        let g = m * (labels - at.sigmoid) * f32x4::splat(rate);
        group.copy_from_slice(&g.to_array());
        // softplus(-x) = softplus(x) - x
        loss += sum_of_lanes(m * (at.softplus - labels * x));
    }
    loss
}

/// Moves `T` target rows by `sum_c g_ct v_c`, and adds `g_ct u_t` of before to the contexts' deltas.
#[inline]
fn update<const C: usize, const T: usize>(
    rows: &[&mut [f32x4]; C],
    outputs: &mut Table,
    ids: [u32; T],
    first: usize,
    scratch: &mut Scratch,
) {
    let n = outputs.lanes_per_row();
    let g: [[f32x4; T]; C] =
        std::array::from_fn(|c| std::array::from_fn(|t| f32x4::splat(scratch.scores[c][first + t])));
    let Some(targets) = outputs.rows_mut(ids) else {
        // `Targets` holds distinct words.
        return;
    };
    let targets = targets.map(|row| &mut row[..n]);
    let contexts: [&[f32x4]; C] = std::array::from_fn(|c| &rows[c][..n]);
    let [delta_0, delta_1] = &mut scratch.delta;
    let (delta_0, delta_1) = (&mut delta_0[..n], &mut delta_1[..n]);
    for j in 0..n {
        let v: [f32x4; C] = std::array::from_fn(|c| contexts[c][j]);
        let mut d = [delta_0[j], if C > 1 { delta_1[j] } else { f32x4::splat(0.0) }];
        for t in 0..T {
            let u = targets[t][j];
            let mut moved = u;
            for c in 0..C {
                d[c] += g[c][t] * u;
                moved += g[c][t] * v[c];
            }
            targets[t][j] = moved;
        }
        delta_0[j] = d[0];
        if C > 1 {
            delta_1[j] = d[1];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::sampler::{TrainRng, unit};

    fn random_table(n_rows: usize, dims: usize, rng: &mut TrainRng) -> Table {
        let mut table = Table::zeros(n_rows, dims);
        table.fill_with(|| 2.0 * unit(rng) - 1.0);
        table
    }

    fn row_of(table: &Table, row: u32) -> Vec<f64> {
        table.as_floats()[row as usize * table.stride()..][..table.dims()].iter().map(|&x| f64::from(x)).collect()
    }

    fn dot(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).map(|(x, y)| x * y).sum()
    }

    fn softplus(x: f64) -> f64 {
        x.max(0.0) + (-x.abs()).exp().ln_1p()
    }

    /// The loss of a step as its formula says, in f64 and without any block.
    fn plain_loss(inputs: &Table, outputs: &Table, contexts: &[u32], targets: &Targets) -> f64 {
        let mut loss = 0.0;
        for &context in contexts {
            for (i, (&target, &m)) in targets.ids.iter().zip(&targets.multiplicity).enumerate() {
                let x = dot(&row_of(inputs, context), &row_of(outputs, target));
                loss += f64::from(m) * softplus(if i == 0 { -x } else { x });
            }
        }
        loss
    }

    fn targets(center: u32, negatives: &[u32]) -> Targets {
        let mut targets = Targets::new();
        targets.start(center);
        for &word in negatives {
            targets.add_negative(word);
        }
        targets
    }

    #[test]
    fn targets_are_distinct_and_count_their_draws() {
        let targets = targets(4, &[1, 4, 2, 1, 1]);
        assert_eq!(targets.ids, [4, 1, 2]);
        assert_eq!(targets.multiplicity, [1.0, 3.0, 1.0]);
    }

    #[test]
    fn a_step_follows_the_gradient_of_its_loss() {
        for (dims, negatives) in [(1, vec![3]), (7, vec![3, 5, 3]), (12, vec![0, 1, 2, 3, 4, 5, 3])] {
            let mut rng = TrainRng::new(dims as u64, 3);
            let (mut inputs, mut outputs) = (random_table(8, dims, &mut rng), random_table(8, dims, &mut rng));
            let (contexts, targets) = ([2, 6], targets(7, &negatives));
            let (inputs_before, outputs_before) = (inputs.clone(), outputs.clone());
            let rate = 1e-2;
            let mut scratch = Scratch::new(&inputs);
            let loss = train_center(&mut inputs, &mut outputs, &contexts, &targets, rate, &mut scratch);
            let expected = plain_loss(&inputs_before, &outputs_before, &contexts, &targets);
            assert!((f64::from(loss) - expected).abs() < 1e-5 * expected, "loss {loss}, expected {expected}");
            check_moves(&inputs_before, &inputs, rate, |table| plain_loss(table, &outputs_before, &contexts, &targets));
            check_moves(&outputs_before, &outputs, rate, |table| {
                plain_loss(&inputs_before, table, &contexts, &targets)
            });
        }
    }

    /// Every float must have moved by `-rate dL/dfloat`, where the derivative is a central difference.
    fn check_moves(before: &Table, after: &Table, rate: f32, loss: impl Fn(&Table) -> f64) {
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
            assert!((f64::from(moved) + slope).abs() < 2e-3, "float {i} moved by {moved}, slope {slope}");
        }
    }

    #[test]
    fn the_same_context_twice_is_two_steps() {
        let mut rng = TrainRng::new(5, 3);
        let (inputs, outputs) = (random_table(4, 6, &mut rng), random_table(4, 6, &mut rng));
        let targets = targets(1, &[2]);
        let run = |batches: &[&[u32]]| {
            let (mut inputs, mut outputs) = (inputs.clone(), outputs.clone());
            let mut scratch = Scratch::new(&inputs);
            for batch in batches {
                train_center(&mut inputs, &mut outputs, batch, &targets, 0.1, &mut scratch);
            }
            (inputs, outputs)
        };
        assert_eq!(run(&[&[3, 3]]), run(&[&[3], &[3]]));
    }
}
