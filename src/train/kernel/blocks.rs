//! The two loops that training spends its time in, on blocks of rows.

use wide::f32x4;

/// The dot products of `R` with `K` rows of one length, into `scores`, whose rows are `stride` apart.
#[inline]
pub(crate) fn score_block<const R: usize, const K: usize>(
    a: [&[f32x4]; R],
    b: [&[f32x4]; K],
    scores: &mut [f32],
    stride: usize,
) {
    let n = a[0].len();
    let (a, b) = (a.map(|row| &row[..n]), b.map(|row| &row[..n]));
    let mut sums = [[f32x4::splat(0.0); K]; R];
    for j in 0..n {
        let x: [f32x4; R] = std::array::from_fn(|r| a[r][j]);
        for k in 0..K {
            let y = b[k][j];
            for r in 0..R {
                sums[r][k] += x[r] * y;
            }
        }
    }
    for r in 0..R {
        let scores = &mut scores[r * stride..][..K];
        for k in 0..K {
            scores[k] = sum_of_lanes(sums[r][k]);
        }
    }
}

/// The four lanes added in one fixed order; a platform's own horizontal sum may take another.
#[inline]
pub(crate) fn sum_of_lanes(x: f32x4) -> f32 {
    let [a, b, c, d] = x.to_array();
    (a + c) + (b + d)
}

/// `row_r += sum_k steps[r * strides.0 + k * strides.1] b_k`; with `KEEP`, `old_r` becomes what `row_r` was.
#[inline]
pub(crate) fn add_block<const R: usize, const K: usize, const KEEP: bool>(
    rows: &mut [&mut [f32x4]; R],
    b: [&[f32x4]; K],
    steps: &[f32],
    strides: (usize, usize),
    old: &mut [&mut [f32x4]; R],
) {
    let n = b[0].len();
    let g: [[f32x4; K]; R] =
        std::array::from_fn(|r| std::array::from_fn(|k| f32x4::splat(steps[r * strides.0 + k * strides.1])));
    let b = b.map(|row| &row[..n]);
    let rows = rows.each_mut().map(|row| &mut row[..n]);
    let old = old.each_mut().map(|row| if KEEP { &mut row[..n] } else { &mut [][..] });
    for j in 0..n {
        let mut sums: [f32x4; R] = std::array::from_fn(|r| rows[r][j]);
        if KEEP {
            for r in 0..R {
                old[r][j] = sums[r];
            }
        }
        for k in 0..K {
            let y = b[k][j];
            for r in 0..R {
                sums[r] += g[r][k] * y;
            }
        }
        for r in 0..R {
            rows[r][j] = sums[r];
        }
    }
}
