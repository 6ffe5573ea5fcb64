//! Adam's steps on both tables of full softmax (Kingma and Ba 2015, algorithm 1).

use wide::f32x4;

use crate::{matrix::Matrix, train::model::Part};

/// First and second moments of both tables.
#[derive(Debug, Clone)]
pub(super) struct Adam {
    inputs: [Matrix; 2],
    outputs: [Matrix; 2],
    /// `beta^t` of the output table's steps.
    outputs_decay: [f32; 2],
    /// `beta^t` of each input row's own steps: `beta_1^t` and `beta_2^t` in turn.
    inputs_decay: Vec<f32>,
}

const BETA: [f32; 2] = [0.9, 0.999];
const EPSILON: f32 = 1e-8;

impl Adam {
    /// Moments of zeros: the first and second of the inputs, and of the outputs.
    pub(super) fn new([a, b, c, d]: [Matrix; 4]) -> Self {
        let inputs_decay = vec![1.0; 2 * a.n_rows()];
        Self { inputs: [a, b], outputs: [c, d], outputs_decay: [1.0; 2], inputs_decay }
    }

    pub(super) fn parts(&self) -> Vec<Part<'_>> {
        let tables = self.inputs.iter().chain(&self.outputs).map(Matrix::as_floats);
        tables.chain([&self.outputs_decay[..], &self.inputs_decay]).map(Part::sums).collect()
    }

    pub(super) fn parts_mut(&mut self) -> Vec<&mut [f32]> {
        let tables = self.inputs.iter_mut().chain(&mut self.outputs).map(Matrix::as_floats_mut);
        tables.chain([&mut self.outputs_decay[..], &mut self.inputs_decay]).collect()
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a step's gradients come apart: derivatives times center, and change"
    )]
    /// `rate` is of the outputs, and the center's row has a rate of its own; at 0 it is frozen, and so are its moments.
    pub(super) fn step(
        &mut self,
        inputs: &mut Matrix,
        outputs: &mut Matrix,
        word: u32,
        derivatives: &[f32],
        center: &[f32x4],
        change: &[f32x4],
        [rate, rate_of_center]: [f32; 2],
    ) {
        for (decay, beta) in self.outputs_decay.iter_mut().zip(BETA) {
            *decay *= beta;
        }
        let [first, second] = &mut self.outputs;
        for row in 0..outputs.n_rows() as u32 {
            let derivative = f32x4::splat(derivatives[row as usize]);
            if let (Some([row]), Some([m]), Some([v])) =
                (outputs.rows_mut([row]), first.rows_mut([row]), second.rows_mut([row]))
            {
                move_row(row, m, v, center.iter().map(|&x| derivative * x), self.outputs_decay, rate);
            }
        }
        if rate_of_center <= 0.0 {
            return;
        }
        let decays = &mut self.inputs_decay[2 * word as usize..][..2];
        for (decay, beta) in decays.iter_mut().zip(BETA) {
            *decay *= beta;
        }
        let [first, second] = &mut self.inputs;
        if let (Some([row]), Some([m]), Some([v])) =
            (inputs.rows_mut([word]), first.rows_mut([word]), second.rows_mut([word]))
        {
            let zero = f32x4::splat(0.0);
            move_row(row, m, v, change.iter().map(|&x| zero - x), [decays[0], decays[1]], rate_of_center);
        }
    }
}

/// Algorithm 1 of Kingma and Ba 2015 on one row. `decay`: `beta_1^t` and `beta_2^t`.
#[inline]
fn move_row(
    row: &mut [f32x4],
    m: &mut [f32x4],
    v: &mut [f32x4],
    gradient: impl Iterator<Item = f32x4>,
    decay: [f32; 2],
    rate: f32,
) {
    let splat = f32x4::splat;
    let [keep_m, keep_v] = BETA.map(splat);
    let [take_m, take_v] = BETA.map(|beta| splat(1.0 - beta));
    let step = splat(rate / (1.0 - decay[0]));
    let unbias_v = splat(1.0 / (1.0 - decay[1]));
    for (((x, m), v), g) in row.iter_mut().zip(m).zip(v).zip(gradient) {
        *m = keep_m * *m + take_m * g;
        *v = keep_v * *v + take_v * g * g;
        *x -= step * *m / ((*v * unbias_v).sqrt() + splat(EPSILON));
    }
}
