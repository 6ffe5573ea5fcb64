//! A vocabulary as it is saved.

use std::sync::Arc;

use crate::{
    columns::{Column, Misfit, Parts, head_of},
    text::{Vocabulary, room::Room},
};

/// A vocabulary of a text that is to be saved. Its letters lie in one piece.
#[derive(Debug, Clone)]
pub struct VocabularyToSave {
    vocabulary: Arc<Vocabulary>,
    head: Vec<u8>,
    letters: Vec<u8>,
    ends: Vec<u32>,
}

impl VocabularyToSave {
    /// Of a vocabulary; its letters are copied at once, some milliseconds for the largest.
    pub fn new(vocabulary: Arc<Vocabulary>) -> Self {
        let n_letters = vocabulary.words().iter().map(String::len).sum();
        let (mut letters, mut ends) = (Vec::with_capacity(n_letters), Vec::with_capacity(vocabulary.len()));
        for word in vocabulary.words() {
            letters.extend_from_slice(word.as_bytes());
            ends.push(letters.len() as u32);
        }
        let head = head_of(&vocabulary.effective_min_count());
        Self { vocabulary, head, letters, ends }
    }

    /// What is not long.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// The long arrays.
    pub fn columns(&self) -> Vec<Column<'_>> {
        let counts = self.vocabulary.counts().unwrap_or_default();
        vec![Column::Bytes(&self.letters), Column::Words(&self.ends), Column::Words(counts)]
    }
}

/// A vocabulary that was saved, while it is made again.
#[derive(Debug)]
pub struct VocabularyRestorer {
    letters: String,
    ends: Vec<u32>,
    counts: Vec<u32>,
    vocabulary: Vocabulary,
    room: Room,
}

impl VocabularyRestorer {
    /// What [`VocabularyToSave`] gave. Errors: [`Misfit`], which is also said where there is no memory.
    pub fn new(mut parts: Parts) -> Result<Self, Misfit> {
        let effective_min_count = parts.read_head()?;
        let letters = String::from_utf8(parts.bytes()?).map_err(|_| Misfit)?;
        let (ends, counts) = (parts.words()?, parts.words()?);
        if counts.len() != ends.len() || counts.contains(&0) {
            return Err(Misfit);
        }
        let mut room = Room::new(None);
        let vocabulary = Vocabulary::with_room(ends.len(), effective_min_count, &mut room).map_err(|_| Misfit)?;
        Ok(Self { letters, ends, counts, vocabulary, room })
    }

    /// Adds some more words. True once all are there. Errors: [`Misfit`].
    pub fn advance(&mut self, n_words: usize) -> Result<bool, Misfit> {
        let start = self.vocabulary.len();
        let end = start.saturating_add(n_words.max(1)).min(self.ends.len());
        for i in start..end {
            let from = i.checked_sub(1).map_or(0, |before| self.ends[before]);
            let word = self.letters.get(from as usize..self.ends[i] as usize).filter(|word| !word.is_empty());
            let word = word.ok_or(Misfit)?;
            if self.vocabulary.id(word).is_some() {
                return Err(Misfit);
            }
            self.vocabulary.push(word, self.counts[i], &mut self.room).map_err(|_| Misfit)?;
        }
        Ok(end == self.ends.len())
    }

    /// The vocabulary, once [`VocabularyRestorer::advance`] has returned true.
    pub fn finish(self) -> Vocabulary {
        self.vocabulary
    }
}
