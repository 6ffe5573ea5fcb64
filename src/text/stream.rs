//! A text as numbers, before any word is left out.

use super::lexicon::Lexicon;

/// A passage is cut after this many tokens, as a sentence of `word2vec.c` is.
const MAX_PASSAGE: usize = 1000;

/// A text as indices into its distinct tokens, which are numbered by first appearance.
#[derive(Debug, Clone)]
pub struct TokenStream {
    pub(super) lexicon: Lexicon,
    /// The text, as indices into the lexicon.
    pub(super) ids: Vec<u32>,
    /// Where each sentence ends in `ids`, exclusive and ascending; none is empty.
    pub(super) sentence_ends: Vec<u32>,
    /// Where each passage ends in `ids`; a sentence ends there too.
    pub(super) passage_ends: Vec<u32>,
    pub(super) n_replaced: u64,
    lowercase: bool,
    /// Room to write a token.
    scratch: String,
}

impl TokenStream {
    pub(super) fn new(lowercase: bool) -> Self {
        Self {
            lexicon: Lexicon::new(),
            ids: Vec::new(),
            sentence_ends: Vec::new(),
            passage_ends: Vec::new(),
            n_replaced: 0,
            lowercase,
            scratch: String::new(),
        }
    }

    /// Appends a word as it was written. There is room for it: the caller counts.
    pub(super) fn push(&mut self, word: &str) {
        self.scratch.clear();
        if word.is_ascii() {
            self.scratch.push_str(word);
            if self.lowercase {
                self.scratch.make_ascii_lowercase();
            }
        } else {
            self.scratch.extend(word.chars().map(|character| match character {
                '’' => '\'',
                '\u{2010}' | '\u{2011}' => '-',
                _ => character,
            }));
            if self.lowercase {
                self.scratch = self.scratch.to_lowercase();
            }
        }
        self.ids.push(self.lexicon.count(&self.scratch));
        if self.ids.len() - end_of_last(&self.passage_ends) == MAX_PASSAGE {
            self.end_passage();
        }
    }

    /// Ends the sentence under way, if it has begun.
    pub(super) fn end_sentence(&mut self) {
        if self.ids.len() > end_of_last(&self.sentence_ends) {
            self.sentence_ends.push(self.ids.len() as u32);
        }
    }

    /// Ends the passage under way, and its last sentence, if it has begun.
    pub(super) fn end_passage(&mut self) {
        self.end_sentence();
        if self.ids.len() > end_of_last(&self.passage_ends) {
            self.passage_ends.push(self.ids.len() as u32);
        }
    }

    /// Tokens in the text.
    pub fn n_tokens(&self) -> u64 {
        self.ids.len() as u64
    }

    /// Distinct tokens.
    pub fn n_distinct(&self) -> usize {
        self.lexicon.len()
    }

    /// Sentences, none of them empty.
    pub fn n_sentences(&self) -> usize {
        self.sentence_ends.len()
    }

    /// How many characters could not be decoded and stand as U+FFFD.
    pub fn n_replaced(&self) -> u64 {
        self.n_replaced
    }

    /// How often the text has a token; 0 for one that it has not.
    pub fn count_of(&self, token: &str) -> u32 {
        self.lexicon.index_of(token).map_or(0, |index| self.lexicon.counts()[index as usize])
    }
}

/// Where the last of some stretches ends, and the one under way begins.
fn end_of_last(ends: &[u32]) -> usize {
    ends.last().map_or(0, |&end| end as usize)
}
