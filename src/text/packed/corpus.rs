//! A corpus as it is saved.

use crate::{
    columns::{Column, Misfit, Parts},
    text::Corpus,
};

/// The arrays of a corpus: ids, ends of sentences, ends of passages, numbers of sentences.
pub fn corpus_columns(corpus: &Corpus) -> Vec<Column<'_>> {
    let Corpus { ids, sentence_ends, passage_ends, sentence_numbers } = corpus;
    [ids, sentence_ends, passage_ends, sentence_numbers].map(|numbers| Column::Words(numbers)).into()
}

/// A corpus that was saved, while it is looked at.
#[derive(Debug)]
pub struct CorpusRestorer {
    corpus: Corpus,
    n_words: u32,
    /// Ids, sentences and passages that were looked at.
    n_ids: usize,
    n_sentences: usize,
    n_passages: usize,
}

impl CorpusRestorer {
    /// What [`corpus_columns`] gave, for a vocabulary of `n_words`. Errors: [`Misfit`].
    pub fn new(mut parts: Parts, n_words: usize) -> Result<Self, Misfit> {
        let [ids, sentence_ends, passage_ends, sentence_numbers] =
            [parts.words()?, parts.words()?, parts.words()?, parts.words()?];
        let corpus = Corpus { ids, sentence_ends, passage_ends, sentence_numbers };
        let n_ids = u32::try_from(corpus.ids.len()).map_err(|_| Misfit)?;
        let ends_well = |ends: &[u32]| ends.last().is_none_or(|&end| end == n_ids);
        let fits = corpus.sentence_numbers.len() == corpus.sentence_ends.len()
            && corpus.passage_ends.len() <= corpus.sentence_ends.len()
            && ends_well(&corpus.sentence_ends)
            && ends_well(&corpus.passage_ends)
            && (n_ids == 0 || !corpus.passage_ends.is_empty());
        let n_words = u32::try_from(n_words).map_err(|_| Misfit)?;
        if fits { Ok(Self { corpus, n_words, n_ids: 0, n_sentences: 0, n_passages: 0 }) } else { Err(Misfit) }
    }

    /// Looks at some more, about `n` numbers. True once all fit. Errors: [`Misfit`].
    pub fn advance(&mut self, n: usize) -> Result<bool, Misfit> {
        let Corpus { ids, sentence_ends, passage_ends, .. } = &self.corpus;
        let next = |seen: usize, len: usize| seen.saturating_add(n.max(1)).min(len);
        let end = next(self.n_ids, ids.len());
        if ids[self.n_ids..end].iter().any(|&id| id >= self.n_words) {
            return Err(Misfit);
        }
        self.n_ids = end;
        for (ends, n_seen) in [(sentence_ends, &mut self.n_sentences), (passage_ends, &mut self.n_passages)] {
            let end = next(*n_seen, ends.len());
            if !(*n_seen..end).all(|i| if i == 0 { ends[0] > 0 } else { ends[i - 1] < ends[i] }) {
                return Err(Misfit);
            }
            *n_seen = end;
        }
        Ok((self.n_ids, self.n_sentences, self.n_passages) == (ids.len(), sentence_ends.len(), passage_ends.len()))
    }

    /// The corpus, once [`CorpusRestorer::advance`] has returned true.
    pub fn finish(self) -> Corpus {
        self.corpus
    }
}
