//! The best of many by score, in one pass.

/// A word and how it answers a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The word.
    pub word_id: u32,
    /// Its cosine to the query, in [-1, 1]. [`nearest_by_product`](super::nearest_by_product) and
    /// [`nearest_by_distance`](super::nearest_by_distance) put their own score here, which has another range.
    pub cosine: f32,
}

/// The best words seen so far, best first. Words come by rising id, and ties go to the one that came first.
#[derive(Debug, Clone)]
pub(super) struct Best {
    list: Vec<Scored>,
    k: usize,
    /// A word has to score above this.
    least: f32,
}

impl Best {
    /// Room for `k` of `n_words`.
    pub(super) fn new(k: usize, n_words: usize) -> Self {
        let least = if k > 0 { f32::NEG_INFINITY } else { f32::INFINITY };
        Self { list: Vec::with_capacity(k.saturating_add(1).min(n_words)), k, least }
    }

    /// Sees a word. All but a few of a long table fail the first comparison, and NaN always does.
    #[inline]
    pub(super) fn see(&mut self, word_id: u32, score: f32, exclude: &[u32]) {
        if score > self.least && !exclude.contains(&word_id) {
            self.insert(Scored { word_id, cosine: score });
        }
    }

    /// The best so far: `k`, or all that were seen.
    pub(super) fn list(&self) -> &[Scored] {
        &self.list
    }

    /// A word that scores below this is no longer among the best. It is minus infinity until there are `k`.
    pub(super) fn least(&self) -> f32 {
        self.least
    }

    /// As [`Best::list`].
    pub(super) fn into_list(self) -> Vec<Scored> {
        self.list
    }

    #[cold]
    fn insert(&mut self, scored: Scored) {
        if self.list.len() == self.k {
            self.list.pop();
        }
        let place = self.list.partition_point(|other| other.cosine >= scored.cosine);
        self.list.insert(place, scored);
        if self.list.len() == self.k {
            self.least = self.list[self.k - 1].cosine;
        }
    }
}

/// How many words two lists share.
pub(super) fn n_shared(a: &[Scored], b: &[Scored]) -> usize {
    a.iter().filter(|one| b.iter().any(|other| other.word_id == one.word_id)).count()
}
