//! A text as numbers, before any word is left out.

use super::blocks::Blocks;
use super::lexicon::Lexicon;
use super::room::{Full, Room};

/// A passage is cut after this many tokens, as a sentence of `word2vec.c` is.
const MAX_PASSAGE: usize = 1000;

/// A text as indices into its distinct tokens, which are numbered by first appearance.
///
/// A token of the text takes 4 bytes, a sentence 4, and a distinct token its letters and about 30 bytes.
#[derive(Debug)]
pub struct TokenStream {
    pub(super) lexicon: Lexicon,
    /// The text, as indices into the lexicon.
    pub(super) ids: Blocks,
    /// Where each sentence ends in `ids`, exclusive and ascending; none is empty.
    pub(super) sentence_ends: Blocks,
    /// Where each passage ends in `ids`; a sentence ends there too.
    pub(super) passage_ends: Blocks,
    pub(super) n_replaced: u64,
    lowercase: bool,
    room: Room,
    /// Room to write a token.
    scratch: String,
}

impl TokenStream {
    /// `most_bytes`: see [`ReadOptions`](super::ReadOptions).
    pub(super) fn new(lowercase: bool, most_bytes: Option<u64>) -> Self {
        Self {
            lexicon: Lexicon::default(),
            ids: Blocks::default(),
            sentence_ends: Blocks::default(),
            passage_ends: Blocks::default(),
            n_replaced: 0,
            lowercase,
            room: Room::new(most_bytes),
            scratch: String::new(),
        }
    }

    /// Appends a word as it was written.
    pub(super) fn push(&mut self, word: &str) -> Result<(), Full> {
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
        // Places in the text are `u32`.
        if self.ids.len() >= u32::MAX as usize - 1 {
            return Err(Full);
        }
        let index = self.lexicon.count(&self.scratch, &mut self.room)?;
        self.ids.push(index, &mut self.room)?;
        if self.ids.len() - end_of_last(&self.passage_ends) == MAX_PASSAGE {
            self.end_passage()?;
        }
        Ok(())
    }

    /// Ends the sentence under way, if it has begun.
    pub(super) fn end_sentence(&mut self) -> Result<(), Full> {
        if self.ids.len() > end_of_last(&self.sentence_ends) {
            self.sentence_ends.push(self.ids.len() as u32, &mut self.room)?;
        }
        Ok(())
    }

    /// Ends the passage under way, and its last sentence, if it has begun.
    pub(super) fn end_passage(&mut self) -> Result<(), Full> {
        self.end_sentence()?;
        if self.ids.len() > end_of_last(&self.passage_ends) {
            self.passage_ends.push(self.ids.len() as u32, &mut self.room)?;
        }
        Ok(())
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

    /// Bytes of memory that the text takes.
    pub fn n_bytes(&self) -> u64 {
        self.room.n_bytes()
    }

    /// How often the text has a token; 0 if it never does.
    pub fn count_of(&self, token: &str) -> u32 {
        self.lexicon.index_of(token).map_or(0, |index| self.lexicon.count_of(index))
    }
}

/// Where the last of some stretches ends and the next one begins.
fn end_of_last(ends: &Blocks) -> usize {
    ends.last().map_or(0, |end| end as usize)
}
