//! What is left of a text whose own tokens were not saved.

use crate::{
    columns::Misfit,
    text::{Corpus, TokenStream, Vocabulary},
};

/// Makes a stream of the words of a vocabulary alone, as they stand in its corpus.
#[derive(Debug)]
pub struct RemnantBuilder {
    stream: TokenStream,
    /// Words entered, and sentences and passages appended.
    n_words: usize,
    n_sentences: usize,
    n_passages: usize,
}

impl RemnantBuilder {
    /// Of a text that was read with or without its case.
    pub fn new(lowercase: bool) -> Self {
        Self { stream: TokenStream::new(lowercase, None), n_words: 0, n_sentences: 0, n_passages: 0 }
    }

    /// Goes on with about `n` words, and at least one sentence. True once all are there. Errors: [`Misfit`], where there is no
    /// memory.
    pub fn advance(&mut self, vocabulary: &Vocabulary, corpus: &Corpus, n: usize) -> Result<bool, Misfit> {
        let stream = &mut self.stream;
        let words = vocabulary.words();
        if self.n_words < words.len() {
            let end = self.n_words.saturating_add(n.max(1)).min(words.len());
            for (word_id, word) in words.iter().enumerate().take(end).skip(self.n_words) {
                stream.lexicon.count(word, &mut stream.room).map_err(|_| Misfit)?;
                let count = vocabulary.counts().map_or(1, |counts| counts[word_id]);
                stream.lexicon.add(word, u64::from(count.saturating_sub(1)));
            }
            self.n_words = end;
            return Ok(false);
        }
        let mut left = n.max(1);
        let mut from = self.n_sentences.checked_sub(1).map_or(0, |before| corpus.sentence_ends[before] as usize);
        while let Some(&end) = corpus.sentence_ends.get(self.n_sentences).filter(|_| left > 0) {
            for &id in &corpus.ids[from..end as usize] {
                stream.ids.push(id, &mut stream.room).map_err(|_| Misfit)?;
            }
            stream.sentence_ends.push(end, &mut stream.room).map_err(|_| Misfit)?;
            if corpus.passage_ends.get(self.n_passages) == Some(&end) {
                stream.passage_ends.push(end, &mut stream.room).map_err(|_| Misfit)?;
                self.n_passages += 1;
            }
            left = left.saturating_sub(end as usize - from);
            (from, self.n_sentences) = (end as usize, self.n_sentences + 1);
        }
        Ok(self.n_sentences == corpus.sentence_ends.len())
    }

    /// The stream, once [`RemnantBuilder::advance`] has returned true.
    pub fn finish(self) -> TokenStream {
        self.stream
    }
}
