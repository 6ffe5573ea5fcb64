//! Neighbors of many queries at once, in one pass of the table.
//!
//! One query is bound by memory: each row is fetched for one dot product. Here a block of rows stays in the first level of
//! cache while all queries meet it, two queries and four rows at a time, whose sums stay in registers. Each dot product is
//! added up in the order of [`dot`], so that every cosine is that of [`nearest`](super::nearest) to the last bit.

use wide::f32x4;

use super::{
    embedding::{Embedding, SpaceError},
    nearest::{Best, Scored, cosine_of, cosine_to, unit_query},
};

/// Rows that meet all queries before the next ones come: 26 kB at 100 dimensions.
const BLOCK: usize = 64;
/// Rows of a tile: as many as there are lanes for their cosines.
const ROWS: usize = 4;
/// Queries of a tile. Its eight sums leave registers for what is multiplied.
const QUERIES: usize = 2;

/// What to look for.
#[derive(Debug)]
pub(super) struct Query {
    /// `dims` floats.
    pub(super) vector: Vec<f32>,
    /// Words that are no answers.
    pub(super) exclude: Vec<u32>,
}

/// A query under way.
struct Search<'a> {
    /// At length one; none where it has no direction.
    lanes: Option<Vec<f32x4>>,
    exclude: &'a [u32],
    best: Best,
}

/// What [`nearest`](super::nearest) gives for each query; nothing where a query has no direction.
/// Errors: [`SpaceError::Length`].
pub(super) fn nearest_to_each(
    embedding: Embedding<'_>,
    inverse_norms: &[f32],
    queries: &[Query],
    k: usize,
) -> Result<Vec<Option<Vec<Scored>>>, SpaceError> {
    let mut searches = Vec::with_capacity(queries.len());
    for Query { vector, exclude } in queries {
        let lanes = match unit_query(embedding, vector) {
            Ok(lanes) => Some(lanes),
            Err(SpaceError::ZeroNorm) => None,
            Err(error) => return Err(error),
        };
        searches.push(Search { lanes, exclude, best: Best::new(k, embedding.n_words()) });
    }
    let n = embedding.lanes_per_row();
    let blocks = embedding.row_blocks(BLOCK).zip(inverse_norms.chunks(BLOCK)).zip((0_u32..).step_by(BLOCK));
    for ((rows, inverse_norms), first) in blocks {
        for searches in searches.chunks_mut(QUERIES) {
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
    }
    Ok(searches.into_iter().map(|Search { lanes, best, .. }| lanes.map(|_| best.into_list())).collect())
}

/// Shows some words, from this one on: their products with the query, and one over their norms.
#[inline]
fn offer(best: &mut Best, products: f32x4, inverse: &[f32], first: u32, exclude: &[u32]) {
    for ((product, &inverse), word_id) in products.to_array().into_iter().zip(inverse).zip(first..) {
        best.see(word_id, cosine_of(product, inverse), exclude);
    }
}

/// The dot products of each query with each row, as [`dot`] adds them up.
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
    // All of one length, which the compiler may know.
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
    use crate::space::{embedding::tests::Owned, inverse_norms, nearest};

    proptest! {
        #[test]
        fn each_is_found_as_if_alone_to_the_last_bit(
            rows in (1_usize..40).prop_flat_map(|dims| {
                proptest::collection::vec(proptest::collection::vec(-1.0_f32..1.0, dims), 1..150)
            }),
            n_queries in 0_usize..6,
            k in 0_usize..7,
        ) {
            let owned = Owned::new(&rows);
            let (embedding, norms) = (owned.view(), inverse_norms(owned.view()));
            let queries: Vec<Query> = (0..n_queries)
                .map(|i| {
                    // The second has no direction.
                    let vector = if i == 1 { vec![0.0; rows[0].len()] } else { rows[i % rows.len()].clone() };
                    Query { vector, exclude: vec![i as u32, 70] }
                })
                .collect();
            let found = nearest_to_each(embedding, &norms, &queries, k).expect("of the same length");
            prop_assert_eq!(found.len(), n_queries);
            for (query, found) in queries.iter().zip(found) {
                match nearest(embedding, &norms, &query.vector, k, &query.exclude) {
                    Ok(alone) => prop_assert_eq!(found, Some(alone)),
                    Err(error) => prop_assert!(found.is_none() && error == SpaceError::ZeroNorm),
                }
            }
        }
    }
}
