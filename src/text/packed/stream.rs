//! The tokens of a text as they are saved.

use serde::{Deserialize, Serialize};

use crate::{
    columns::{Column, Misfit, Parts, head_of},
    text::{Encoding, Notice, TextTable, TokenStream, blocks::Blocks, lexicon::Lexicon, words::Manner},
};

/// A stream but for its long arrays.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    n_replaced: u64,
    encoding: Encoding,
    n_too_long: u64,
    notices: Vec<Notice>,
    table: Option<TextTable>,
    manner: Manner,
    lowercase: bool,
    skipped: Option<u32>,
    n_skipped: u64,
}

impl TokenStream {
    /// What is not long, as bytes.
    pub fn head(&self) -> Vec<u8> {
        head_of(&Head {
            n_replaced: self.n_replaced,
            encoding: self.encoding,
            n_too_long: self.n_too_long,
            notices: self.notices.clone(),
            table: self.table.clone(),
            manner: self.manner,
            lowercase: self.lowercase,
            skipped: self.skipped,
            n_skipped: self.n_skipped,
        })
    }

    /// The long arrays.
    pub fn columns(&self) -> Vec<Column<'_>> {
        let [letters, tokens] = self.lexicon.columns();
        let [dropped_letters, dropped] = self.dropped.columns();
        let places = [&self.ids, &self.sentence_ends, &self.passage_ends].map(Blocks::column);
        [letters, tokens, dropped_letters, dropped].into_iter().chain(places).collect()
    }
}

/// A stream that was saved, while it is made again.
#[derive(Debug)]
pub struct StreamRestorer {
    stream: TokenStream,
    step: Step,
}

/// What is looked at, and how many of it were.
#[derive(Debug, Clone, Copy)]
enum Step {
    Tokens(usize),
    Dropped(usize),
    Ids(usize),
    Sentences(usize),
    Passages(usize),
    Done,
}

impl StreamRestorer {
    /// What [`TokenStream::head`] and [`TokenStream::columns`] gave. Errors: [`Misfit`], which is also said where there is no
    /// memory.
    pub fn new(mut parts: Parts) -> Result<Self, Misfit> {
        let head: Head = parts.read_head()?;
        let mut stream = TokenStream::new(head.lowercase, None);
        let Head { n_replaced, encoding, n_too_long, notices, table, manner, skipped, n_skipped, .. } = head;
        stream.lexicon = Lexicon::from_parts(&mut parts, &mut stream.room)?;
        stream.dropped = Lexicon::from_parts(&mut parts, &mut stream.room)?;
        stream.ids = Blocks::from_blocks(parts.blocks()?, &mut stream.room)?;
        stream.sentence_ends = Blocks::from_blocks(parts.blocks()?, &mut stream.room)?;
        stream.passage_ends = Blocks::from_blocks(parts.blocks()?, &mut stream.room)?;
        if n_skipped > stream.ids.len() as u64 || skipped.is_some_and(|id| id as usize >= stream.lexicon.len()) {
            return Err(Misfit);
        }
        (stream.n_replaced, stream.encoding, stream.n_too_long) = (n_replaced, encoding, n_too_long);
        (stream.notices, stream.table, stream.manner) = (notices, table, manner);
        (stream.skipped, stream.n_skipped) = (skipped, n_skipped);
        Ok(Self { stream, step: Step::Tokens(0) })
    }

    /// Goes on with about `n` numbers. True once the stream is ready. Errors: [`Misfit`].
    pub fn advance(&mut self, n: usize) -> Result<bool, Misfit> {
        /// A token is found and entered in the time of so many other numbers.
        const TOKEN: usize = 8;
        let (stream, n) = (&mut self.stream, n.max(TOKEN));
        let n_ids = stream.ids.len();
        self.step = match self.step {
            Step::Tokens(start) => {
                let is_done = stream.lexicon.index_some(start, n / TOKEN, &mut stream.room)?;
                if is_done { Step::Dropped(0) } else { Step::Tokens(start + n / TOKEN) }
            }
            Step::Dropped(start) => {
                let is_done = stream.dropped.index_some(start, n / TOKEN, &mut stream.room)?;
                if is_done { Step::Ids(0) } else { Step::Dropped(start + n / TOKEN) }
            }
            Step::Ids(start) => {
                let n_tokens = stream.lexicon.len();
                let end = start.saturating_add(n).min(n_ids);
                if stream.ids.slices(start..end).flatten().any(|&id| id as usize >= n_tokens) {
                    return Err(Misfit);
                }
                if end == n_ids { Step::Sentences(0) } else { Step::Ids(end) }
            }
            Step::Sentences(start) => {
                let end = start.saturating_add(n).min(stream.sentence_ends.len());
                rises(&stream.sentence_ends, start, end, n_ids)?;
                if end == stream.sentence_ends.len() { Step::Passages(0) } else { Step::Sentences(end) }
            }
            Step::Passages(start) => {
                let end = start.saturating_add(n).min(stream.passage_ends.len());
                rises(&stream.passage_ends, start, end, n_ids)?;
                if end == stream.passage_ends.len() {
                    stream.lexicon.find_gone();
                    Step::Done
                } else {
                    Step::Passages(end)
                }
            }
            Step::Done => Step::Done,
        };
        Ok(matches!(self.step, Step::Done))
    }

    /// The stream, once [`StreamRestorer::advance`] has returned true.
    pub fn finish(self) -> TokenStream {
        self.stream
    }
}

/// Whether some ends rise, from `start` to before `end`, and the last one of all is that of the text.
fn rises(ends: &Blocks, start: usize, end: usize, n_ids: usize) -> Result<(), Misfit> {
    let mut before = start.checked_sub(1).map_or(Some(0), |i| ends.get(i)).ok_or(Misfit)?;
    for &next in ends.slices(start..end).flatten() {
        if next <= before || next as usize > n_ids {
            return Err(Misfit);
        }
        before = next;
    }
    let is_last = end == ends.len();
    if is_last && before as usize != n_ids { Err(Misfit) } else { Ok(()) }
}
