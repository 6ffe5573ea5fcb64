//! Neighbors of many queries at once, in one pass over the vectors that can pause.
//!
//! One query is bound by memory: each row is fetched for one dot product. Here a block of rows stays in the first level of
//! cache while all queries meet it, two queries and four rows at a time, whose sums stay in registers. Each dot product is
//! added up in the order of [`dot`](super::embedding::dot), so that every cosine is that of [`nearest`](super::nearest) to
//! the last bit. Between two pairs of queries work can pause.

use wide::f32x4;

use super::{
    best::{Best, Scored},
    budget::Budget,
    embedding::{Embedding, SpaceError},
    nearest::{cosine_of, cosine_to, unit_query},
};

/// Rows that meet all queries before the next ones come: 26 kB at 100 dimensions.
const BLOCK: usize = 64;
/// Rows of a tile: as many as there are lanes for their cosines.
const ROWS: usize = 4;
/// Queries of a tile. Its eight sums leave registers for what is multiplied.
const QUERIES: usize = 2;

/// The search for the nearest words of some queries.
#[derive(Debug, Clone)]
pub(super) struct Batch {
    searches: Vec<Search>,
    /// The first row of the block under way.
    first_row: usize,
    /// The next query that this block has to meet.
    next_query: usize,
}

/// A query under way.
#[derive(Debug, Clone)]
struct Search {
    /// At length one; none if it has no direction.
    lanes: Option<Vec<f32x4>>,
    exclude: Vec<u32>,
    best: Best,
}

impl Batch {
    /// For the `k` nearest words of each query. `queries`: `dims` floats, and the words that are no answers.
    /// Errors: [`SpaceError::Length`].
    pub(super) fn new(
        embedding: Embedding<'_>,
        queries: Vec<(Vec<f32>, Vec<u32>)>,
        k: usize,
    ) -> Result<Self, SpaceError> {
        let mut searches = Vec::with_capacity(queries.len());
        for (vector, exclude) in queries {
            let lanes = match unit_query(embedding, &vector) {
                Ok(lanes) => Some(lanes),
                Err(SpaceError::ZeroNorm) => None,
                Err(error) => return Err(error),
            };
            searches.push(Search { lanes, exclude, best: Best::new(k, embedding.n_words()) });
        }
        Ok(Self { searches, first_row: 0, next_query: 0 })
    }

    /// Goes on; whether all queries have met all rows.
    pub(super) fn advance(&mut self, embedding: Embedding<'_>, inverse_norms: &[f32], budget: &mut Budget) -> bool {
        let n_words = embedding.n_words().min(inverse_norms.len());
        while self.first_row < n_words && !budget.is_spent() {
            let end = (self.first_row + BLOCK).min(n_words);
            let rows = embedding.block(self.first_row, end - self.first_row);
            let pairs = self.searches[self.next_query..].chunks_mut(QUERIES);
            let cost = QUERIES * (end - self.first_row) * embedding.row_cost();
            let n_pairs = budget.take(pairs.len(), cost);
            for searches in pairs.take(n_pairs) {
                meet(searches, rows, &inverse_norms[self.first_row..end], embedding.lanes_per_row(), self.first_row);
            }
            self.next_query += n_pairs * QUERIES;
            if self.next_query >= self.searches.len() {
                (self.first_row, self.next_query) = (end, 0);
            }
        }
        self.first_row >= n_words
    }

    /// The share of the work that is done, in [0, 1].
    pub(super) fn share_done(&self, n_words: usize) -> f64 {
        let of_block = self.next_query as f64 / self.searches.len().max(1) as f64;
        let n_rows = BLOCK.min(n_words.saturating_sub(self.first_row)) as f64;
        (self.first_row as f64 + of_block * n_rows) / n_words.max(1) as f64
    }

    /// What [`nearest`](super::nearest) gives for each query; nothing for a query without direction.
    pub(super) fn into_lists(self) -> impl Iterator<Item = Option<Vec<Scored>>> {
        self.searches.into_iter().map(|Search { lanes, best, .. }| lanes.map(|_| best.into_list()))
    }
}

/// Shows a block of rows, from row `first` on, to one or two queries.
fn meet(searches: &mut [Search], rows: &[f32x4], inverse_norms: &[f32], n_lanes: usize, first: usize) {
    let (n, first) = (n_lanes, first as u32);
    let mut tiled = 0;
    if let [
        Search { lanes: Some(a), exclude: no_a, best: of_a },
        Search { lanes: Some(b), exclude: no_b, best: of_b },
    ] = searches
    {
        tiled = inverse_norms.len() / ROWS * ROWS;
        let tiles = rows.chunks_exact(ROWS * n).zip(inverse_norms.chunks_exact(ROWS));
        for ((rows, inverse), word_id) in tiles.zip((first..).step_by(ROWS)) {
            let dots = dots(std::array::from_fn(|r| &rows[r * n..(r + 1) * n]), [a, b]);
            offer(of_a, dots[0], inverse, word_id, no_a);
            offer(of_b, dots[1], inverse, word_id, no_b);
        }
    }
    for (row, (&inverse, word_id)) in rows.chunks_exact(n).zip(inverse_norms.iter().zip(first..)).skip(tiled) {
        for Search { lanes, exclude, best } in &mut *searches {
            if let Some(lanes) = lanes {
                best.see(word_id, cosine_to(lanes, row, inverse), exclude);
            }
        }
    }
}

/// Shows some words, from `first` on: their products with the query, and one over their norms.
#[inline]
fn offer(best: &mut Best, products: f32x4, inverse: &[f32], first: u32, exclude: &[u32]) {
    for ((product, &inverse), word_id) in products.to_array().into_iter().zip(inverse).zip(first..) {
        best.see(word_id, cosine_of(product, inverse), exclude);
    }
}

/// The dot products of each query with each row, as [`dot`](super::embedding::dot) adds them up.
#[inline]
fn dots(rows: [&[f32x4]; ROWS], queries: [&[f32x4]; QUERIES]) -> [f32x4; QUERIES] {
    let sums = [tile::<0>(rows, queries), tile::<1>(rows, queries), tile::<2>(rows, queries), tile::<3>(rows, queries)];
    std::array::from_fn(|j| {
        f32x4::new(std::array::from_fn(|i| {
            let [p, q, r, s] = ((sums[0][j][i] + sums[1][j][i]) + (sums[2][j][i] + sums[3][j][i])).to_array();
            (p + r) + (q + s)
        }))
    })
}

/// One of the four sums of each dot product: of every fourth group of lanes, and the first also of those left over.
#[inline]
fn tile<const SUM: usize>(rows: [&[f32x4]; ROWS], queries: [&[f32x4]; QUERIES]) -> [[f32x4; ROWS]; QUERIES] {
    let (rows, queries) = (rows.map(<[f32x4]>::as_chunks::<4>), queries.map(<[f32x4]>::as_chunks::<4>));
    let mut sums = [[f32x4::splat(0.0); ROWS]; QUERIES];
    if SUM == 0 {
        for at in 0..rows[0].1.len() {
            for (sums, (_, query)) in sums.iter_mut().zip(queries) {
                for (sum, (_, row)) in sums.iter_mut().zip(rows) {
                    *sum += row[at] * query[at];
                }
            }
        }
    }
    // All are of one length: cut so that the compiler knows it.
    let n = rows[0].0.len();
    let (rows, queries) = (rows.map(|(chunks, _)| &chunks[..n]), queries.map(|(chunks, _)| &chunks[..n]));
    for at in 0..n {
        for (sums, query) in sums.iter_mut().zip(queries) {
            for (sum, row) in sums.iter_mut().zip(rows) {
                *sum += row[at][SUM] * query[at][SUM];
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::space::{embedding::tests::matrix, inverse_norms, nearest};

    proptest! {
        #[test]
        fn each_is_found_as_if_alone_to_the_last_bit_however_it_is_cut(
            rows in (1_usize..40).prop_flat_map(|dims| {
                proptest::collection::vec(proptest::collection::vec(-1.0_f32..1.0, dims), 1..150)
            }),
            n_queries in 0_usize..6,
            k in 0_usize..7,
            n_operations in 0_usize..9000,
        ) {
            let owned = matrix(&rows);
            let embedding = Embedding::from(&owned);
            let norms = inverse_norms(embedding);
            let queries: Vec<(Vec<f32>, Vec<u32>)> = (0..n_queries)
                .map(|i| {
                    // The second has no direction.
                    let vector = if i == 1 { vec![0.0; rows[0].len()] } else { rows[i % rows.len()].clone() };
                    (vector, vec![i as u32, 70])
                })
                .collect();
            let mut batch = Batch::new(embedding, queries.clone(), k).expect("of the same length");
            let mut share = 0.0;
            while !batch.advance(embedding, &norms, &mut Budget::new(n_operations)) {
                let next = batch.share_done(rows.len());
                prop_assert!(share <= next && next <= 1.0);
                share = next;
            }
            prop_assert_eq!(batch.share_done(rows.len()), 1.0);
            let found: Vec<_> = batch.into_lists().collect();
            prop_assert_eq!(found.len(), n_queries);
            for ((vector, exclude), found) in queries.iter().zip(found) {
                match nearest(embedding, &norms, vector, k, exclude) {
                    Ok(alone) => prop_assert_eq!(found, Some(alone)),
                    Err(error) => prop_assert!(found.is_none() && error == SpaceError::ZeroNorm),
                }
            }
        }
    }
}
