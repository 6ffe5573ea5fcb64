//! The inner loop of skip-gram and CBOW with negative sampling: one center word's targets against its contexts.
//!
//! With negatives shared by all context words of a center (Ji et al. 2016, "Parallelizing `Word2Vec` in Shared and
//! Distributed Memory", section 3), a center is three small matrix products instead of many dot products. Each is
//! done in blocks of 3 x 3 rows, whose nine sums or factors stay in registers; V8 has fifteen to give.
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
//!
//! Up to twelve contexts meet the targets as they were before any of them stepped. A word that stands twice in the window
//! steps twice, the second time from where the first step has brought it. Smaller batches are no faster and give slightly
//! worse vectors; larger ones are no better (`benches/RESULTS.md`).
//!
//! A step reads and writes the tables as the step before has left them: centers are trained one after the other. What
//! may be done ahead, here or by another worker, is the drawing of contexts and targets, which depends on the unit alone.
//!
//! Where a run has borrowed vectors, each of these moves by a share of its step, or not at all (`loan.rs`): its `v_c`
//! takes `pace_c g_ct` for `g_ct`, and the targets move as always.
//!
//! Nothing here copies or clears a row by itself, but for frozen rows: compilers make `memory.copy` and `memory.fill` of such loops, which
//! in V8 are calls that cost as much as the arithmetic of a row. The contexts' old values are put aside by the loop
//! that changes them.

use crate::matrix::Matrix;
use wide::f32x4;

use super::{config::MOST_TARGETS, loan::Paces, math::sigmoid_and_tail};

mod blocks;
mod paces;
mod softplus;
mod targets;

pub(crate) use blocks::{add_block, score_block, sum_of_lanes};
pub(crate) use softplus::SoftplusSum;
pub use targets::Targets;

/// Rows of either side whose sums are held in registers at a time.
const BLOCK: usize = 3;
/// Contexts that meet the targets as they are, before the targets move.
const BATCH: usize = 12;
/// Floats of a group of lanes.
const LANES: usize = 4;

/// Memory of a step that is used again by the next.
#[derive(Debug, Clone)]
pub struct Scratch {
    /// The rows of a batch of contexts as they were before the step.
    old: Vec<f32x4>,
    /// `x_ct`, row-major by context, the center's column negated.
    scores: Vec<f32>,
    /// `g_ct`, in the same order.
    steps: Vec<f32>,
    /// `g_ct` for the contexts of a block that move at paces of their own.
    paced: Vec<f32>,
    /// How far each context moves.
    paces: Paces,
    loss: SoftplusSum,
    /// Keeps [`prefetch`]'s reads from being optimized away.
    prefetched: f32x4,
}

impl Scratch {
    /// Memory for tables of this one's row length.
    pub fn new(inputs: &Matrix) -> Self {
        let zero = f32x4::splat(0.0);
        let n_scores = (BLOCK * MOST_TARGETS).next_multiple_of(LANES);
        Self {
            old: vec![zero; inputs.lanes_per_row() * BATCH],
            scores: vec![0.0; n_scores],
            steps: vec![0.0; (BATCH * MOST_TARGETS).next_multiple_of(LANES) + LANES],
            paced: Vec::new(),
            paces: Paces::default(),
            loss: SoftplusSum::ZERO,
            prefetched: zero,
        }
    }

    /// The same for contexts that move at paces of their own. Targets move as always.
    pub(crate) fn with_paces(self, paces: Paces) -> Self {
        let paced = if paces.are_plain() { Vec::new() } else { vec![0.0; BLOCK * MOST_TARGETS] };
        Self { paced, paces, ..self }
    }

    /// How far each context moves.
    pub(crate) fn paces(&self) -> &Paces {
        &self.paces
    }

    /// The loss added up since the last call, in nats.
    pub fn take_loss(&mut self) -> f64 {
        self.loss.take()
    }

    /// Trades the sum of losses for another one. A sum that goes on where it was stopped has the bits of one that was
    /// never stopped.
    pub(crate) fn swap_loss(&mut self, sum: &mut SoftplusSum) {
        std::mem::swap(&mut self.loss, sum);
    }
}

/// Brings rows that will be needed soon nearer to the processor: one float of each cache line is read. Wasm has no
/// instruction for that, and random rows of a large table are slow to come.
#[inline]
pub fn prefetch(table: &Matrix, ids: &[u32], scratch: &mut Scratch) {
    /// Groups of lanes in a cache line of 64 bytes.
    const GROUPS_PER_LINE: usize = 4;
    for &id in ids {
        for lanes in table.row(id).iter().step_by(GROUPS_PER_LINE) {
            scratch.prefetched += *lanes;
        }
    }
}

/// One step of stochastic gradient descent for each context of a center; words may repeat. The module's head says how
/// many step at once. There are at most [`MOST_TARGETS`] targets, and the center is the first of them. The loss adds up
/// in `scratch`.
pub fn train_center(
    inputs: &mut Matrix,
    outputs: &mut Matrix,
    contexts: &[u32],
    targets: &Targets,
    rate: f32,
    scratch: &mut Scratch,
) {
    for batch in contexts.chunks(BATCH) {
        train_batch(inputs, outputs, batch, targets, rate, scratch);
    }
}

/// One step on at most [`BATCH`] contexts: all of them meet the targets as they were before it.
fn train_batch(
    inputs: &mut Matrix,
    outputs: &mut Matrix,
    contexts: &[u32],
    targets: &Targets,
    rate: f32,
    scratch: &mut Scratch,
) {
    let mut rest = contexts;
    let mut n_blocks = 0;
    let mut sizes = [0; BATCH];
    while !rest.is_empty() {
        let done = contexts.len() - rest.len();
        let size;
        (size, rest) = match *rest {
            [a, b, c, ref rest @ ..] if a != b && a != c && b != c => {
                step_contexts([a, b, c], done, inputs, outputs, targets, rate, scratch);
                (3, rest)
            }
            [a, b, ref rest @ ..] if a != b => {
                step_contexts([a, b], done, inputs, outputs, targets, rate, scratch);
                (2, rest)
            }
            [a, ref rest @ ..] => {
                step_contexts([a], done, inputs, outputs, targets, rate, scratch);
                (1, rest)
            }
            [] => return,
        };
        sizes[n_blocks] = size;
        n_blocks += 1;
    }
    let n = inputs.lanes_per_row();
    let n_targets = targets.ids().len();
    let Scratch { old, steps, .. } = scratch;
    let mut done = 0;
    for &size in &sizes[..n_blocks] {
        let row = |r: usize| &old[(done + r) * n..][..n];
        let steps = &steps[done * n_targets..];
        match size {
            1 => move_targets(outputs, targets, [row(0)], steps),
            2 => move_targets(outputs, targets, [row(0), row(1)], steps),
            _ => move_targets(outputs, targets, [row(0), row(1), row(2)], steps),
        }
        done += size;
    }
}

/// Multiplies each of some distinct rows by a factor.
pub(crate) fn scale_rows(table: &mut Matrix, ids: &[u32], factor: f32) {
    let factor = f32x4::splat(factor);
    for &id in ids {
        for lanes in table.row_mut(id) {
            *lanes *= factor;
        }
    }
}

/// Adds the loss of a center to `scratch`, and changes nothing else.
pub fn evaluate_center(inputs: &Matrix, outputs: &Matrix, contexts: &[u32], targets: &Targets, scratch: &mut Scratch) {
    for block in contexts.chunks(BLOCK) {
        match *block {
            [a, b, c] => score_rows([a, b, c].map(|id| inputs.row(id)), targets.ids(), outputs, &mut scratch.scores),
            [a, b] => score_rows([a, b].map(|id| inputs.row(id)), targets.ids(), outputs, &mut scratch.scores),
            [a] => score_rows([inputs.row(a)], targets.ids(), outputs, &mut scratch.scores),
            _ => {}
        }
        step_sizes(block.len(), targets, 0.0, 0, scratch);
    }
}

/// Moves `R` distinct contexts, and leaves what their targets are to move by in `scratch`: the contexts are the `at`th
/// of a batch and the next.
#[inline]
fn step_contexts<const R: usize>(
    ids: [u32; R],
    at: usize,
    inputs: &mut Matrix,
    outputs: &Matrix,
    targets: &Targets,
    rate: f32,
    scratch: &mut Scratch,
) {
    score_rows(ids.map(|id| inputs.row(id)), targets.ids(), outputs, &mut scratch.scores);
    let first = at * targets.ids().len();
    step_sizes(R, targets, rate, first, scratch);
    let Scratch { old, steps, paced, paces: of_words, .. } = scratch;
    let old = &mut old[at * outputs.lanes_per_row()..];
    let steps = &steps[first..];
    // An ordinary run takes one look a block.
    let are_plain = of_words.are_plain();
    let own_steps = if are_plain { steps } else { paces::slow_down(ids, targets.ids().len(), steps, of_words, paced) };
    move_contexts(ids, targets, inputs, outputs, own_steps, old);
    if !are_plain {
        paces::keep_frozen(ids, inputs, of_words, old);
    }
}

/// One step on a center whose one context is `hidden`, a row outside of the tables. Moves the targets, and writes what
/// `hidden` should move by to `change`. Both rows have the tables' length.
pub(crate) fn train_hidden(
    hidden: &[f32x4],
    change: &mut [f32x4],
    outputs: &mut Matrix,
    targets: &Targets,
    rate: f32,
    scratch: &mut Scratch,
) {
    score_rows([hidden], targets.ids(), outputs, &mut scratch.scores);
    step_sizes(1, targets, rate, 0, scratch);
    change.fill(f32x4::splat(0.0));
    add_targets::<1, false>([change], targets, outputs, &scratch.steps, [&mut []]);
    move_targets(outputs, targets, [hidden], &scratch.steps);
}

/// Adds the loss of such a center to `scratch`, and changes nothing else.
pub(crate) fn evaluate_hidden(hidden: &[f32x4], outputs: &Matrix, targets: &Targets, scratch: &mut Scratch) {
    score_rows([hidden], targets.ids(), outputs, &mut scratch.scores);
    step_sizes(1, targets, 0.0, 0, scratch);
}

/// The dot products of `R` rows with all targets, into `scores`, row-major.
#[inline]
fn score_rows<const R: usize>(rows: [&[f32x4]; R], targets: &[u32], outputs: &Matrix, scores: &mut [f32]) {
    let n_targets = targets.len();
    for (i, block) in targets.chunks(BLOCK).enumerate() {
        let scores = &mut scores[BLOCK * i..];
        match *block {
            [a, b, c] => score_block(rows, [a, b, c].map(|id| outputs.row(id)), scores, n_targets),
            [a, b] => score_block(rows, [a, b].map(|id| outputs.row(id)), scores, n_targets),
            [a] => score_block(rows, [outputs.row(a)], scores, n_targets),
            _ => {}
        }
    }
}

/// Turns the scores of some contexts into step sizes, from the `first` on, and adds up their loss.
///
/// With the center's column negated, every element is a negative's: its loss is `softplus(x)`, its step
/// `-rate sigmoid(x)`, and what is left is to give the center's steps their sign.
fn step_sizes(n_contexts: usize, targets: &Targets, rate: f32, first: usize, scratch: &mut Scratch) {
    /// A score whose loss and step are zero, to fill up the last group of lanes.
    const NOTHING: f32 = -1e3;
    let Scratch { scores, steps, loss, .. } = scratch;
    let steps = &mut steps[first..];
    let n_targets = targets.ids().len();
    let n = n_contexts * n_targets;
    let n_whole = n.next_multiple_of(LANES);
    let scores = &mut scores[..n_whole];
    scores[n..].fill(NOTHING);
    for c in 0..n_contexts {
        scores[c * n_targets] = -scores[c * n_targets];
    }
    let (zero, step) = (f32x4::splat(0.0), f32x4::splat(-rate));
    // A factor is at most 2, so a lane's product stays under 2^24, and that of all lanes under 2^96.
    let (mut linear, mut product) = (zero, f32x4::splat(1.0));
    // By index: this is a tenth of the training, and an iterator over both is slower where the build inlines little.
    let (groups, (step_groups, _)) = (scores.as_chunks::<LANES>().0, steps.as_chunks_mut::<LANES>());
    let mut group = 0;
    while group < groups.len().min(step_groups.len()) {
        let x = f32x4::new(groups[group]);
        let at = sigmoid_and_tail(x);
        step_groups[group] = (at.sigmoid * step).to_array();
        // The last term is zero, or NaN where the score is: on some platforms `fast_max` would hide that.
        linear += x.fast_max(zero) + x * zero;
        product *= at.tail;
        group += 1;
    }
    let [a, b, c, d] = product.to_array();
    loss.multiply(f64::from((a * b) * (c * d)));
    loss.linear += f64::from(sum_of_lanes(linear));
    for c in 0..n_contexts {
        steps[c * n_targets] = -steps[c * n_targets];
    }
    if targets.has_repeats() {
        let scores = scores[..n].chunks_exact(n_targets);
        for (scores, steps) in scores.zip(steps[..n].chunks_exact_mut(n_targets)) {
            for ((&x, step), &times) in scores.iter().zip(steps).zip(targets.multiplicity()) {
                *step *= times;
                if times > 1.0 {
                    let x = f64::from(x);
                    loss.linear += f64::from(times - 1.0) * (x.max(0.0) + (-x.abs()).exp().ln_1p());
                }
            }
        }
    }
}

/// Moves `R` context rows, and keeps what they were in `old`.
#[inline]
fn move_contexts<const R: usize>(
    ids: [u32; R],
    targets: &Targets,
    inputs: &mut Matrix,
    outputs: &Matrix,
    steps: &[f32],
    old: &mut [f32x4],
) {
    let n = outputs.lanes_per_row();
    let mut old = old.chunks_exact_mut(n);
    let old: [&mut [f32x4]; R] = std::array::from_fn(|_| old.next().unwrap_or_default());
    // Distinct, or there are none.
    if let Some(rows) = inputs.rows_mut(ids) {
        add_targets::<R, true>(rows, targets, outputs, steps, old);
    }
}

/// `row_r += sum_t steps[r][t] u_t` for `R` rows; with `KEEP`, `old_r` becomes what `row_r` was.
#[inline]
fn add_targets<const R: usize, const KEEP: bool>(
    mut rows: [&mut [f32x4]; R],
    targets: &Targets,
    outputs: &Matrix,
    steps: &[f32],
    mut old: [&mut [f32x4]; R],
) {
    let strides = (targets.ids().len(), 1);
    let (first, rest) = targets.ids().split_at(targets.ids().len().min(BLOCK));
    match *first {
        [a, b, c] => {
            add_block::<R, 3, KEEP>(&mut rows, [a, b, c].map(|id| outputs.row(id)), steps, strides, &mut old);
        }
        [a, b] => add_block::<R, 2, KEEP>(&mut rows, [a, b].map(|id| outputs.row(id)), steps, strides, &mut old),
        [a] => add_block::<R, 1, KEEP>(&mut rows, [outputs.row(a)], steps, strides, &mut old),
        _ => {}
    }
    for (i, block) in rest.chunks(BLOCK).enumerate() {
        let steps = &steps[BLOCK * (i + 1)..];
        match *block {
            [a, b, c] => {
                add_block::<R, 3, false>(&mut rows, [a, b, c].map(|id| outputs.row(id)), steps, strides, &mut old);
            }
            [a, b] => add_block::<R, 2, false>(&mut rows, [a, b].map(|id| outputs.row(id)), steps, strides, &mut old),
            [a] => add_block::<R, 1, false>(&mut rows, [outputs.row(a)], steps, strides, &mut old),
            _ => {}
        }
    }
}

/// `u_t += sum_c steps[c][t] old_c` for all targets.
#[inline]
fn move_targets<const C: usize>(outputs: &mut Matrix, targets: &Targets, old: [&[f32x4]; C], steps: &[f32]) {
    let n_targets = targets.ids().len();
    for (i, block) in targets.ids().chunks(BLOCK).enumerate() {
        let steps = &steps[BLOCK * i..];
        match *block {
            [a, b, c] => move_target_rows([a, b, c], outputs, old, steps, n_targets),
            [a, b] => move_target_rows([a, b], outputs, old, steps, n_targets),
            [a] => move_target_rows([a], outputs, old, steps, n_targets),
            _ => {}
        }
    }
}

#[inline]
fn move_target_rows<const R: usize, const C: usize>(
    ids: [u32; R],
    outputs: &mut Matrix,
    old: [&[f32x4]; C],
    steps: &[f32],
    n_targets: usize,
) {
    // Distinct, or there are none.
    if let Some(mut rows) = outputs.rows_mut(ids) {
        let mut nothing: [&mut [f32x4]; R] = std::array::from_fn(|_| <&mut [f32x4]>::default());
        add_block::<R, C, false>(&mut rows, old, steps, (1, n_targets), &mut nothing);
    }
}

#[cfg(test)]
mod tests;
