//! Contexts that move at paces of their own: those of a run that has borrowed vectors.

use wide::f32x4;

use crate::{matrix::Matrix, train::loan::Paces};

/// The steps of some contexts, each at the pace of its word.
pub(super) fn slow_down<'a, const R: usize>(
    ids: [u32; R],
    n_targets: usize,
    steps: &[f32],
    paces: &Paces,
    paced: &'a mut [f32],
) -> &'a [f32] {
    for (r, id) in ids.into_iter().enumerate() {
        let pace = paces.of_word(id);
        let range = r * n_targets..(r + 1) * n_targets;
        for (paced, step) in paced[range.clone()].iter_mut().zip(&steps[range]) {
            *paced = step * pace;
        }
    }
    paced
}

/// Puts frozen rows back as they were: a step of zero would turn a zero's sign.
pub(super) fn keep_frozen<const R: usize>(ids: [u32; R], inputs: &mut Matrix, paces: &Paces, old: &[f32x4]) {
    let n = inputs.lanes_per_row();
    for (id, old) in ids.into_iter().zip(old.chunks_exact(n)) {
        if paces.of_word(id) == 0.0 {
            inputs.row_mut(id).copy_from_slice(old);
        }
    }
}
