//! The neighbors of many words of one table.

use super::{
    batch::Batch,
    best::Scored,
    budget::Budget,
    embedding::{Embedding, SpaceError},
};

/// Words that are asked at once: their vectors stay in the second level of cache.
const AT_ONCE: u32 = 256;

/// The nearest words of every word of a table by cosine, in slices: a few hundred words go through the vectors together, and
/// their lists come out together.
#[derive(Debug, Clone)]
pub struct ManyNeighbors {
    k: usize,
    /// The first word under way.
    next: u32,
    batch: Option<Batch>,
}

impl ManyNeighbors {
    /// At the beginning, for the `k` nearest of each word; a word is not its own neighbor.
    pub fn new(k: usize) -> Self {
        Self { k, next: 0, batch: None }
    }

    /// Goes on by about `n_operations` multiply-adds. Gives the next lists, best first, in the order of the words, when
    /// some are there: those of [`nearest`](super::nearest), and an empty one for a vector without direction.
    ///
    /// `inverse_norms`: of this embedding, the same each time. Errors: [`SpaceError::NoSuchWord`].
    pub fn advance(
        &mut self,
        embedding: Embedding<'_>,
        inverse_norms: &[f32],
        n_operations: usize,
    ) -> Result<Option<Vec<Vec<Scored>>>, SpaceError> {
        let n_words = embedding.n_words() as u32;
        if self.next >= n_words {
            return Ok(None);
        }
        let end = n_words.min(self.next + AT_ONCE);
        let mut budget = Budget::new(n_operations);
        let mut batch = if let Some(batch) = self.batch.take() {
            batch
        } else {
            let query = |word_id: u32| Ok((embedding.vector(word_id)?.to_vec(), vec![word_id]));
            Batch::new(embedding, (self.next..end).map(query).collect::<Result<_, _>>()?, self.k)?
        };
        if batch.advance(embedding, inverse_norms, &mut budget) {
            self.next = end;
            return Ok(Some(batch.into_lists().map(Option::unwrap_or_default).collect()));
        }
        self.batch = Some(batch);
        Ok(None)
    }

    /// Whether the lists of all words were given.
    pub fn is_done(&self, n_words: usize) -> bool {
        self.next as usize >= n_words
    }

    /// The share of all comparisons that are done, in [0, 1]: for a progress bar.
    pub fn share_done(&self, n_words: usize) -> f64 {
        let n_at_once = (AT_ONCE as usize).min(n_words.saturating_sub(self.next as usize)) as f64;
        let under_way = self.batch.as_ref().map_or(0.0, |batch| n_at_once * batch.share_done(n_words));
        if n_words == 0 { 1.0 } else { (f64::from(self.next) + under_way) / n_words as f64 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::space::{embedding::tests::matrix, inverse_norms, nearest};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(30))]

        #[test]
        fn each_word_has_the_neighbors_it_has_alone_however_it_is_cut(
            mut rows in prop::collection::vec(prop::collection::vec(-1.0_f32..1.0, 3), 1..600),
            k in 0_usize..12,
            n_operations in 0_usize..200_000,
        ) {
            rows[0] = vec![0.0; 3];
            let owned = matrix(&rows);
            let embedding = Embedding::from(&owned);
            let norms = inverse_norms(embedding);
            let (mut many, mut lists, mut share) = (ManyNeighbors::new(k), Vec::new(), 0.0);
            while !many.is_done(rows.len()) {
                lists.extend(many.advance(embedding, &norms, n_operations).expect("its words").into_iter().flatten());
                let next = many.share_done(rows.len());
                prop_assert!(share <= next && next <= 1.0);
                share = next;
            }
            prop_assert_eq!(many.advance(embedding, &norms, n_operations), Ok(None));
            prop_assert_eq!(lists.len(), rows.len());
            for (row, list) in lists.into_iter().enumerate() {
                let alone = nearest(embedding, &norms, &rows[row], k, &[row as u32]).unwrap_or_default();
                prop_assert_eq!(list, alone);
            }
        }
    }
}
