//! The targets of a center.

use crate::train::config::MOST_TARGETS;

/// Distinct words, each with how often it counts.
#[derive(Debug, Clone, Default)]
pub struct Targets {
    ids: Vec<u32>,
    multiplicity: Vec<f32>,
    /// Whether any counts more than once.
    has_repeats: bool,
}

impl Targets {
    /// No words, with room for the most there can be, so that no step allocates.
    pub fn new() -> Self {
        Self {
            ids: Vec::with_capacity(MOST_TARGETS),
            multiplicity: Vec::with_capacity(MOST_TARGETS),
            has_repeats: false,
        }
    }

    /// Starts over.
    #[inline]
    pub fn clear(&mut self) {
        self.ids.clear();
        self.multiplicity.clear();
        self.has_repeats = false;
    }

    /// Adds a word that is not there yet.
    #[inline]
    pub fn push(&mut self, word: u32) {
        self.ids.push(word);
        self.multiplicity.push(1.0);
    }

    /// Adds a negative to targets whose first word is the center. The center itself is left out, as in word2vec.c.
    #[inline]
    pub fn add_negative(&mut self, word: u32) {
        match self.ids.iter().position(|&id| id == word) {
            Some(0) => {}
            Some(place) => self.repeat(place),
            None => self.push(word),
        }
    }

    /// The distinct words.
    #[inline]
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// How often each of [`Targets::ids`] counts.
    #[inline]
    pub fn multiplicity(&self) -> &[f32] {
        &self.multiplicity
    }

    /// Whether any counts more than once.
    #[inline]
    pub fn has_repeats(&self) -> bool {
        self.has_repeats
    }

    fn repeat(&mut self, place: usize) {
        self.multiplicity[place] += 1.0;
        self.has_repeats = true;
    }
}
