//! A text as numbers, before any word is left out.

use super::blocks::Blocks;
use super::decode::Encoding;
use super::layout::Notice;
use super::lexicon::Lexicon;
use super::markup::UNKNOWN;
use super::normalize::{lower, normalize};
use super::quirks::Quirks;
use super::room::{Full, Room};
use super::table::TextTable;
use super::words::{self, Found, Manner};

/// A passage is cut after this many tokens, as a sentence of `word2vec.c` is.
const MAX_PASSAGE: usize = 1000;
/// Distinct words of dropped markup that are counted.
const MOST_DROPPED: usize = 20_000;

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
    /// Words of markup that was dropped, as far as they were counted.
    pub(super) dropped: Lexicon,
    pub(super) n_replaced: u64,
    pub(super) encoding: Encoding,
    /// Strings that are too long for words.
    pub(super) n_too_long: u64,
    /// What to know of how it was read.
    pub(super) notices: Vec<Notice>,
    /// The columns of its first file that is a table.
    pub(super) table: Option<TextTable>,
    /// What was undone of what programs had done to it.
    pub(super) quirks: Quirks,
    /// How its words are found, and so those of questions.
    pub(super) manner: Manner,
    pub(super) lowercase: bool,
    /// The token that stands where nothing is any more, with an empty spelling and a count of 0.
    pub(super) skipped: Option<u32>,
    pub(super) n_skipped: u64,
    pub(super) room: Room,
    /// Room to write a token.
    pub(super) scratch: String,
}

impl TokenStream {
    /// `most_bytes`: see [`ReadOptions`](super::ReadOptions).
    pub(super) fn new(lowercase: bool, most_bytes: Option<u64>) -> Self {
        Self {
            lexicon: Lexicon::default(),
            ids: Blocks::default(),
            sentence_ends: Blocks::default(),
            passage_ends: Blocks::default(),
            dropped: Lexicon::default(),
            n_replaced: 0,
            encoding: Encoding::UTF_8,
            n_too_long: 0,
            notices: Vec::new(),
            table: None,
            quirks: Quirks::default(),
            manner: Manner::default(),
            lowercase,
            skipped: None,
            n_skipped: 0,
            room: Room::new(most_bytes),
            scratch: String::new(),
        }
    }

    /// Appends a word of a normalized text.
    #[inline]
    pub(super) fn push(&mut self, word: &str) -> Result<(), Full> {
        // Most words are taken as they stand: in wasm a copy of a few bytes is a call.
        let is_low = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
        let word = if !self.lowercase || word.bytes().all(is_low) {
            word
        } else {
            self.scratch.clear();
            if word.is_ascii() {
                self.scratch.push_str(word);
                self.scratch.make_ascii_lowercase();
            } else {
                self.scratch.push_str(&lower(word));
            }
            self.scratch.as_str()
        };
        // Places in the text are `u32`.
        if self.ids.len() >= u32::MAX as usize - 1 {
            return Err(Full);
        }
        let index = self.lexicon.count(word, &mut self.room)?;
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

    /// Counts the words of markup that was dropped.
    pub(super) fn drop_markup(&mut self, markup: &str) -> Result<(), Full> {
        let Self { dropped, room, lowercase, manner, .. } = self;
        let mut result = Ok(());
        words::scan(&normalize(markup), *manner, &mut |found| {
            let Found::Word(word) = found else { return };
            let word = if *lowercase { lower(word) } else { word.into() };
            if result.is_ok() && (dropped.len() < MOST_DROPPED || dropped.index_of(&word).is_some()) {
                result = dropped.count(&word, room).map(|_| ());
            }
        });
        result
    }

    /// Counts tags `<unk>` that were dropped.
    pub(super) fn drop_unknown(&mut self, n: u64) -> Result<(), Full> {
        if n > 0 {
            self.drop_markup(UNKNOWN)?;
            self.dropped.add("unk", n - 1);
        }
        Ok(())
    }

    /// Whether the token at a place is the last one and its sentence goes on.
    pub(super) fn goes_on_from(&self, place: usize) -> bool {
        self.ids.len() == place + 1 && end_of_last(&self.sentence_ends) <= place
    }

    /// The token that stands where nothing is any more, if there is one.
    pub(super) fn skipped(&self) -> Option<u32> {
        self.skipped
    }

    /// One more token is nothing from now on: what to put in its place.
    pub(super) fn skip(&mut self) -> Result<u32, Full> {
        let skipped = if let Some(skipped) = self.skipped {
            skipped
        } else {
            let skipped = self.lexicon.count("", &mut self.room)?;
            self.lexicon.uncount(skipped);
            skipped
        };
        self.skipped = Some(skipped);
        self.n_skipped += 1;
        Ok(skipped)
    }

    /// Tokens in the text.
    pub fn n_tokens(&self) -> u64 {
        self.ids.len() as u64 - self.n_skipped
    }

    /// Whether it is a list: there are different words, and each is a passage of its own, so none has company.
    pub fn is_list(&self) -> bool {
        self.n_distinct() > 1 && self.passage_ends.len() as u64 == self.n_tokens()
    }

    /// Distinct tokens.
    pub fn n_distinct(&self) -> usize {
        self.lexicon.len() - self.lexicon.n_gone()
    }

    /// Sentences, none of them empty.
    pub fn n_sentences(&self) -> usize {
        self.sentence_ends.len()
    }

    /// The encoding that it was read in; ASCII is UTF-8.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// How many characters could not be decoded and stand as U+FFFD.
    pub fn n_replaced(&self) -> u64 {
        self.n_replaced
    }

    /// Adds what is to be told of one of its files; what was told of another one with a number is told once, of both.
    pub(super) fn tell(&mut self, notice: Notice) {
        for known in &mut self.notices {
            match (known, notice) {
                (Notice::Joined(n), Notice::Joined(more)) | (Notice::Tags(n), Notice::Tags(more)) => *n += more,
                // The stream counts these itself.
                (Notice::TooLong(n), Notice::TooLong(all)) => *n = all,
                (known, notice) if *known == notice => {}
                _ => continue,
            }
            return;
        }
        self.notices.push(notice);
    }

    /// What to know of how the text was read.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Its columns, if it is a table: of several files, those of the first that is one.
    pub fn table(&self) -> Option<&TextTable> {
        self.table.as_ref()
    }

    /// Bytes of memory that the text takes.
    pub fn n_bytes(&self) -> u64 {
        self.room.n_bytes()
    }

    /// How often the text has a token with exactly this spelling; 0 if it never does.
    pub fn count_of(&self, token: &str) -> u32 {
        self.lexicon.index_of(token).map_or(0, |index| self.lexicon.count_of(index))
    }
}

/// Where the last of some stretches ends and the next one begins.
fn end_of_last(ends: &Blocks) -> usize {
    ends.last().map_or(0, |end| end as usize)
}
