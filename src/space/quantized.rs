//! An 8-bit copy of unit vectors, by which a large table is searched with a third of the memory traffic and the same answers.
//!
//! A question to a large table takes as long as its bytes take to arrive. Each unit vector `w` is stored as `s q + e`: a scale
//! `s`, whole numbers `q` in [-127, 127], and the length of the rest `e` (scalar quantization, as in product quantization's
//! simplest case: Jégou, Douze and Schmid 2011, section II). A query `v` is `t p + f` likewise, with 15 bits. Then
//! `w v = s t (q p) + s q f + e v`, and by Cauchy and Schwarz the last two terms are at most `|s q| |f| + |e| |v|`. So one
//! pass over the bytes bounds every cosine from both sides, and only words that can still win are looked at in full.

use std::ops::Range;

use wide::{i16x8, i32x4, u16x8};

use super::{
    arithmetic::Quotient,
    best::{Best, Scored},
    budget::Budget,
    embedding::{Embedding, SpaceError, is_finite_row},
    nearest::{cosine_to, unit_query},
};

/// Numbers of a group: two bytes in each of eight lanes.
const GROUP: usize = 16;
/// What is added to a number, so that a byte is never negative and two of them part by a mask and a shift.
const OFFSET: i32 = 128;
/// The largest number of a row, without its sign.
const MOST: f64 = 127.0;
/// Lengths of vectors that single precision computes with to full accuracy. Others are always looked at in full.
const ORDINARY: Range<f64> = 1e-15..1e15;
/// More than two cosines can differ by.
const UNKNOWN: f32 = 4.0;

/// What scales and bounds a row.
#[derive(Debug, Clone, Copy)]
struct Row {
    /// `s`.
    scale: f32,
    /// `|e|`, rounded up.
    error: f32,
}

/// A table in bytes. It belongs to the vectors that it was made of, for as long as they do not change.
#[derive(Debug, Clone, Default)]
pub struct Quantized {
    codes: Vec<u16x8>,
    rows: Vec<Row>,
}

/// A query in whole numbers.
struct Query {
    /// `p` of the even places of each group, and of the odd ones.
    halves: Vec<[i16x8; 2]>,
    /// What [`OFFSET`] adds to the sum of products.
    offset: i32,
    /// `t`.
    scale: f32,
    /// `|f|`, rounded up.
    error: f32,
    /// What single precision may lose in a cosine that is computed in full.
    rounding: f32,
}

impl Quantized {
    /// Bytes of a table of this shape.
    pub fn bytes(n_words: u64, dims: u64) -> u64 {
        n_words * (dims.next_multiple_of(GROUP as u64) + size_of::<Row>() as u64)
    }

    /// Bytes of what is there.
    pub fn n_bytes(&self) -> u64 {
        (size_of_val(self.codes.as_slice()) + size_of_val(self.rows.as_slice())) as u64
    }

    /// Goes on making it by about `n_operations` multiply-adds; whether it is complete. `inverse_norms`: of this embedding.
    /// Neither may change between calls.
    pub fn advance(&mut self, embedding: Embedding<'_>, inverse_norms: &[f32], n_operations: usize) -> bool {
        let (mut next, end) = (self.rows.len(), embedding.n_words());
        let n_groups = embedding.dims().div_ceil(GROUP);
        self.rows.reserve_exact(end.saturating_sub(next));
        self.codes.reserve_exact(n_groups * end.saturating_sub(next));
        // Each number is looked at four times.
        for place in Budget::new(n_operations).take_range(&mut next, end, 4 * embedding.row_cost()) {
            let floats: &[f32] = &bytemuck::cast_slice(embedding.block(place, 1))[..embedding.dims()];
            let inverse = inverse_norms.get(place).copied().unwrap_or(0.0);
            self.push(floats, f64::from(inverse));
        }
        next >= end
    }

    fn push(&mut self, floats: &[f32], inverse: f64) {
        let unit = |&x: &f32| f64::from(x) * inverse;
        let largest = floats.iter().map(unit).fold(0.0_f64, |largest, x| largest.max(x.abs()));
        let scale = (largest / MOST) as f32;
        let is_finite = is_finite_row(floats);
        let is_ordinary = ORDINARY.contains(&(1.0 / inverse)) && is_finite && scale > 0.0;
        // The cosine of a row without a direction is 0.
        let error = if inverse == 0.0 && is_finite { 0.0 } else { UNKNOWN };
        let step = f64::from(scale);
        let mut squared_error = 0.0;
        for group in floats.chunks(GROUP) {
            let mut lanes = [(OFFSET | (OFFSET << 8)) as u16; 8];
            for (place, x) in group.iter().enumerate().filter(|_| is_ordinary) {
                let code = (unit(x) / step).round().clamp(-MOST, MOST);
                squared_error += (unit(x) - step * code).powi(2);
                let (byte, shift) = ((code as i32 + OFFSET) as u16, 8 * (place % 2));
                let lane = &mut lanes[place / 2];
                *lane = (*lane & !(0xff << shift)) | (byte << shift);
            }
            self.codes.push(u16x8::new(lanes));
        }
        self.rows.push(if is_ordinary {
            Row { scale, error: rounded_up(squared_error.sqrt()) }
        } else {
            Row { scale: 0.0, error }
        });
    }

    /// What [`nearest`](super::nearest) answers, to the last bit. Arguments and errors are those of `nearest`.
    pub fn nearest(
        &self,
        embedding: Embedding<'_>,
        inverse_norms: &[f32],
        query: &[f32],
        k: usize,
        exclude: &[u32],
    ) -> Result<Vec<Scored>, SpaceError> {
        let unit = unit_query(embedding, query)?;
        let coarse = Query::new(&bytemuck::cast_slice(&unit)[..embedding.dims()]);
        let inverse = |word_id: u32| inverse_norms.get(word_id as usize).copied().unwrap_or(0.0);
        let exact = |word_id| Ok(cosine_to(&unit, embedding.row(word_id)?, inverse(word_id)));
        self.best(k, exclude, |codes, row| coarse.bounds(codes, row), exact)
    }

    /// What [`nearest_by_product`](super::nearest_by_product) answers, to the last bit. Arguments and errors are those of
    /// `nearest_by_product`.
    pub fn nearest_by_product(
        &self,
        embedding: Embedding<'_>,
        inverse_norms: &[f32],
        positive: &[u32],
        negative: &[u32],
        k: usize,
        exclude: &[u32],
    ) -> Result<Vec<Scored>, SpaceError> {
        let quotient = Quotient::new(embedding, positive, negative)?;
        let [above, below] = quotient.units().map(|units| {
            let rows = units.chunks_exact(embedding.lanes_per_row());
            rows.map(|unit| Query::new(&bytemuck::cast_slice(unit)[..embedding.dims()])).collect::<Vec<_>>()
        });
        let product = |queries: &[Query], codes: &[u16x8], row| {
            queries.iter().fold([1.0_f32; 2], |[low, high], query| {
                let [lower, upper] = query.bounds(codes, row);
                [low * (0.5 + 0.5 * lower).max(0.0), high * (0.5 + 0.5 * upper)]
            })
        };
        // Each factor is rounded a few times, here as there.
        let slack = (positive.len() + negative.len() + 2) as f32 * 4.0 * f32::EPSILON;
        let bounds = |codes: &[u16x8], row: Row| {
            let ([low, high], [below_low, below_high]) = (product(&above, codes, row), product(&below, codes, row));
            [Quotient::of(low, below_high) * (1.0 - slack), Quotient::of(high, below_low) * (1.0 + slack)]
        };
        let inverse = |word_id: u32| inverse_norms.get(word_id as usize).copied().unwrap_or(0.0);
        self.best(k, exclude, bounds, |word_id| Ok(quotient.score(embedding.row(word_id)?, inverse(word_id))))
    }

    /// The best `k` words by an exact score, of which bounds are known from the bytes.
    #[inline]
    fn best(
        &self,
        k: usize,
        exclude: &[u32],
        bounds: impl Fn(&[u16x8], Row) -> [f32; 2],
        exact: impl Fn(u32) -> Result<f32, SpaceError>,
    ) -> Result<Vec<Scored>, SpaceError> {
        let mut floor = Best::new(k, self.rows.len());
        let mut candidates: Vec<(u32, f32)> = Vec::new();
        for ((codes, row), word_id) in self.rows().zip(0_u32..) {
            let [lower, upper] = bounds(codes, row);
            if upper >= floor.least() {
                candidates.push((word_id, upper));
                floor.see(word_id, lower, exclude);
            }
        }
        let (least, mut best) = (floor.least(), Best::new(k, self.rows.len()));
        for (word_id, _) in candidates.into_iter().filter(|&(_, upper)| upper >= least) {
            best.see(word_id, exact(word_id)?, exclude);
        }
        Ok(best.into_list())
    }

    /// What [`rank_of`](super::rank_of) answers. Arguments and errors are those of `rank_of`.
    pub fn rank_of(
        &self,
        embedding: Embedding<'_>,
        inverse_norms: &[f32],
        query: &[f32],
        word_id: u32,
        exclude: &[u32],
    ) -> Result<(usize, f32), SpaceError> {
        let unit = unit_query(embedding, query)?;
        let coarse = Query::new(&bytemuck::cast_slice(&unit)[..embedding.dims()]);
        let inverse = |id: u32| inverse_norms.get(id as usize).copied().unwrap_or(0.0);
        let own = cosine_to(&unit, embedding.row(word_id)?, inverse(word_id));
        let mut rank = 1;
        for ((codes, row), other) in self.rows().zip(0_u32..) {
            let [lower, upper] = coarse.bounds(codes, row);
            if upper < own || exclude.contains(&other) {
                continue;
            }
            let is_before = lower > own || {
                let cosine = cosine_to(&unit, embedding.row(other)?, inverse(other));
                cosine > own || (cosine == own && other < word_id)
            };
            rank += usize::from(is_before);
        }
        Ok((rank, own))
    }

    fn rows(&self) -> impl Iterator<Item = (&[u16x8], Row)> {
        let n_groups = self.codes.len().checked_div(self.rows.len()).unwrap_or(0).max(1);
        self.codes.chunks_exact(n_groups).zip(self.rows.iter().copied())
    }
}

impl Query {
    /// `unit`: of length one.
    fn new(unit: &[f32]) -> Self {
        // Sums of products with bytes stay within 31 bits.
        let n_groups = unit.len().div_ceil(GROUP);
        let most = (f64::from(i32::MAX) / (255 * GROUP * n_groups.max(1)) as f64).floor().min(f64::from(i16::MAX));
        let largest = unit.iter().fold(0.0_f32, |largest, x| largest.max(x.abs()));
        let scale = (f64::from(largest) / most) as f32;
        let step = f64::from(scale).max(f64::MIN_POSITIVE);
        let (mut squared_error, mut sum) = (0.0, 0);
        let halves = unit.chunks(GROUP).map(|group| {
            let mut halves = [[0_i16; 8]; 2];
            for (place, &x) in group.iter().enumerate() {
                let code = (f64::from(x) / step).round().clamp(-most, most);
                squared_error += (f64::from(x) - step * code).powi(2);
                sum += code as i32;
                halves[place % 2][place / 2] = code as i16;
            }
            halves.map(i16x8::new)
        });
        let halves = halves.collect();
        Self {
            halves,
            offset: OFFSET * sum,
            scale,
            error: rounded_up(squared_error.sqrt()),
            // A sum of n products is off by at most n 2^-24 of the sum of their sizes (Higham 2002, section 3.1), which is at
            // most 1 here; the rest is for the norms, for the scales and for this bound itself.
            rounding: (unit.len() + 32) as f32 * f32::EPSILON,
        }
    }

    /// What the cosine to a row is at least and at most, as it would be computed in full.
    #[inline]
    fn bounds(&self, codes: &[u16x8], row: Row) -> [f32; 2] {
        let mut sums = [i32x4::splat(0); 2];
        let low_bytes = u16x8::splat(0xff);
        for (&pair, half) in codes.iter().zip(&self.halves) {
            let even: i16x8 = bytemuck::cast(pair & low_bytes);
            let odd: i16x8 = bytemuck::cast(pair >> 8_u32);
            sums[0] += even.dot(half[0]);
            sums[1] += odd.dot(half[1]);
        }
        let [a, b, c, d] = (sums[0] + sums[1]).to_array();
        let product = (a + b) + (c + d) - self.offset;
        let cosine = row.scale * self.scale * product as f32;
        let off = row.error * 1.001 + (1.001 + row.error) * self.error + self.rounding;
        [(cosine - off).min(1.0), (cosine + off).max(-1.0)]
    }
}

/// The least single that is surely not below.
fn rounded_up(x: f64) -> f32 {
    (x * (1.0 + 2.0 * f64::from(f32::EPSILON))) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        matrix::Matrix,
        space::{embedding::tests::matrix, inverse_norms, nearest, nearest_by_product, rank_of},
    };
    use proptest::prelude::*;

    fn quantized(owned: &Matrix, n_operations: usize) -> Quantized {
        let (embedding, mut quantized) = (Embedding::from(owned), Quantized::default());
        while !quantized.advance(embedding, &inverse_norms(embedding), n_operations) {}
        quantized
    }

    /// The bits of a list.
    fn bits(found: Result<Vec<Scored>, SpaceError>) -> Vec<(u32, u32)> {
        found.unwrap().iter().map(|scored| (scored.word_id, scored.cosine.to_bits())).collect()
    }

    /// Rows of one length: whole numbers, so that many are equally near, or any, of sizes that differ by a hundred decimal
    /// orders.
    fn rows() -> impl Strategy<Value = Vec<Vec<f32>>> {
        let whole = (-3_i8..4).prop_map(f32::from);
        let odd = prop_oneof![Just(0.0), Just(f32::NAN), Just(f32::INFINITY), Just(1e-42), Just(3e37), Just(-1e-20)];
        let float = prop_oneof![8 => whole, 8 => -1.0_f32..1.0, 1 => odd];
        (1_usize..40).prop_flat_map(move |dims| {
            let sized =
                (prop::collection::vec(float.clone(), dims), prop_oneof![4 => Just(1.0_f32), 1 => 1e-30_f32..1e-3]);
            let row = sized.prop_map(|(row, size)| row.iter().map(|x| x * size).collect());
            prop::collection::vec(row, 2..60)
        })
    }

    proptest! {
        #[test]
        fn answers_are_those_of_the_whole_vectors(
            rows in rows(),
            k in 0_usize..12,
            exclude in prop::collection::vec(0_u32..60, 0..4),
            n_operations in 0_usize..400,
        ) {
            let owned = matrix(&rows);
            let embedding = Embedding::from(&owned);
            let (quantized, norms) = (quantized(&owned, n_operations), inverse_norms(embedding));
            let last = rows.len() as u32 - 1;
            for query in [&rows[0], &rows[1]] {
                let whole = nearest(embedding, &norms, query, k, &exclude);
                let Ok(whole) = whole else {
                    prop_assert_eq!(quantized.nearest(embedding, &norms, query, k, &exclude), whole);
                    continue;
                };
                prop_assert_eq!(bits(quantized.nearest(embedding, &norms, query, k, &exclude)), bits(Ok(whole)));
                for word_id in 0..=last {
                    let (rank, own) = quantized.rank_of(embedding, &norms, query, word_id, &exclude).unwrap();
                    let (expected, exact) = rank_of(embedding, &norms, query, word_id, &exclude).unwrap();
                    prop_assert_eq!((rank, own.to_bits()), (expected, exact.to_bits()));
                }
            }
            for (positive, negative) in [(vec![0], vec![]), (vec![0, last], vec![1]), (vec![1, 1], vec![0, last])] {
                let ours = quantized.nearest_by_product(embedding, &norms, &positive, &negative, k, &exclude);
                let whole = nearest_by_product(embedding, &norms, &positive, &negative, k, &exclude);
                prop_assert_eq!(bits(ours), bits(whole));
            }
        }

        #[test]
        fn a_cosine_lies_within_its_bounds(rows in rows()) {
            let owned = matrix(&rows);
            let embedding = Embedding::from(&owned);
            let (quantized, norms) = (quantized(&owned, 1), inverse_norms(embedding));
            let Ok(unit) = unit_query(embedding, &rows[0]) else { return Ok(()) };
            let coarse = Query::new(&bytemuck::cast_slice(&unit)[..embedding.dims()]);
            for ((codes, row), (whole, &inverse)) in quantized.rows().zip(embedding.rows().zip(&norms)) {
                let ([lower, upper], cosine) = (coarse.bounds(codes, row), cosine_to(&unit, whole, inverse));
                prop_assert!(cosine.is_nan() || (lower..=upper).contains(&cosine), "{lower} <= {cosine} <= {upper}");
            }
        }
    }

    #[test]
    fn bounds_are_narrow_and_hold_for_long_vectors_too() {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 8_388_608.0 - 1.0
        };
        for dims in [100, 300, 5_000] {
            let rows: Vec<Vec<f32>> = (0..50).map(|_| (0..dims).map(|_| next()).collect()).collect();
            let owned = matrix(&rows);
            let embedding = Embedding::from(&owned);
            let quantized = quantized(&owned, usize::MAX);
            assert_eq!(Quantized::bytes(50, dims as u64), (quantized.codes.len() * 16 + 50 * 8) as u64);
            let norms = inverse_norms(embedding);
            let unit = unit_query(embedding, &rows[0]).expect("it has a direction");
            let coarse = Query::new(&bytemuck::cast_slice(&unit)[..dims]);
            for ((codes, row), (whole, &inverse)) in quantized.rows().zip(embedding.rows().zip(&norms)) {
                let ([lower, upper], cosine) = (coarse.bounds(codes, row), cosine_to(&unit, whole, inverse));
                assert!((lower..=upper).contains(&cosine) && upper - lower < 0.02, "{lower} <= {cosine} <= {upper}");
            }
        }
    }

    #[test]
    fn few_words_are_looked_at_in_full() {
        let rows: Vec<Vec<f32>> = (0..1000).map(|i| vec![(i as f32 * 0.003).cos(), (i as f32 * 0.003).sin()]).collect();
        let owned = matrix(&rows);
        let quantized = quantized(&owned, usize::MAX);
        let looked_at = std::cell::Cell::new(0);
        let unit = unit_query(Embedding::from(&owned), &rows[500]).expect("it has a direction");
        let coarse = Query::new(&bytemuck::cast_slice(&unit)[..2]);
        let count = |_: u32| Ok(looked_at.replace(looked_at.get() + 1) as f32);
        quantized.best(10, &[], |codes, row| coarse.bounds(codes, row), count).expect("nothing fails");
        assert!((10..150).contains(&looked_at.get()), "{} of 1000", looked_at.get());
    }
}
