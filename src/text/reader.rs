//! Bytes to tokens, in pieces of any size.

use super::decode::{self, Decoder};
use super::markup;
use super::room::Full;
use super::words::{self, Found};
use super::wrap::{self, LineEnd};
use super::{TextError, TokenStream};

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOptions {
    /// Whether `The` and `the` are one word.
    pub lowercase: bool,
    /// The text may take this many bytes of memory (see [`TokenStream::n_bytes`]); `None`: all there is.
    pub most_bytes: Option<u64>,
}

impl Default for ReadOptions {
    /// Lower case, and no limit.
    fn default() -> Self {
        Self { lowercase: true, most_bytes: None }
    }
}

/// The beginning of a text, in bytes. It decides how the rest is read.
const HEAD: usize = 64 * 1024;
/// A longer line is read in pieces of at most this many bytes, cut at a space if there is one.
const MAX_LINE: usize = 64 * 1024;

/// Reads a text that comes in pieces. The tokens do not depend on where the pieces were cut.
#[derive(Debug)]
pub struct TextReader {
    /// The first bytes, until there are [`HEAD`] of them.
    head: Vec<u8>,
    body: Option<Body>,
    stream: TokenStream,
    /// Whether there was nothing but white space.
    is_blank: bool,
}

/// The reading of a text whose head is known.
#[derive(Debug)]
struct Body {
    decoder: Decoder,
    line_end: LineEnd,
    /// Decoded and not yet read: less than a line, between calls.
    text: String,
    scratch: String,
}

impl TextReader {
    /// A reader that has read nothing.
    pub fn new(options: ReadOptions) -> Self {
        Self {
            head: Vec::new(),
            body: None,
            stream: TokenStream::new(options.lowercase, options.most_bytes),
            is_blank: true,
        }
    }

    /// Reads a piece of any size. After an error the reader is of no more use.
    ///
    /// Errors: [`TextError::NotText`], [`TextError::TooLong`].
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), TextError> {
        let mut bytes = bytes;
        self.is_blank = self.is_blank && bytes.iter().all(u8::is_ascii_whitespace);
        if self.body.is_none() {
            let (first, rest) = bytes.split_at(bytes.len().min(HEAD - self.head.len()));
            self.head.extend_from_slice(first);
            bytes = rest;
            if self.head.len() < HEAD {
                return Ok(());
            }
        }
        let body = open(&mut self.body, &mut self.head)?;
        read_lines(body, &mut self.stream)?;
        for piece in bytes.chunks(HEAD) {
            body.decoder.push(piece, &mut body.text);
            read_lines(body, &mut self.stream)?;
        }
        Ok(())
    }

    /// Tokens read so far. They may lag behind the bytes by a line or 64 KiB.
    pub fn n_tokens(&self) -> u64 {
        self.stream.n_tokens()
    }

    /// Bytes of memory that the reader and what it has read take.
    pub fn n_bytes(&self) -> u64 {
        let body = self.body.as_ref().map_or(0, |body| body.text.capacity() + body.scratch.capacity());
        self.stream.n_bytes() + (self.head.capacity() + body) as u64
    }

    /// Reads what is left and returns the whole text.
    ///
    /// Errors: those of [`push`](Self::push); [`TextError::Empty`] and [`TextError::NoWords`] if no word was read.
    pub fn finish(self) -> Result<TokenStream, TextError> {
        let Self { mut head, mut body, mut stream, is_blank } = self;
        let body = open(&mut body, &mut head)?;
        body.decoder.finish(&mut body.text);
        read_lines(body, &mut stream)?;
        read_line(&body.text, true, body.line_end, &mut body.scratch, &mut stream)?;
        stream.end_passage().map_err(|Full| too_long(&stream))?;
        stream.n_replaced = body.decoder.n_replaced();
        if stream.n_tokens() == 0 {
            return Err(if is_blank { TextError::Empty } else { TextError::NoWords });
        }
        Ok(stream)
    }
}

/// The body, opened with the head if it is not open yet.
fn open<'a>(body: &'a mut Option<Body>, head: &mut Vec<u8>) -> Result<&'a mut Body, TextError> {
    let opened = if let Some(opened) = body.take() {
        opened
    } else {
        let head = std::mem::take(head);
        let (encoding, mark) = decode::recognize(&head)?;
        let mut decoder = Decoder::new(encoding);
        let mut text = String::new();
        decoder.push(&head[mark..], &mut text);
        Body { decoder, line_end: wrap::line_end(&text), text, scratch: String::new() }
    };
    Ok(body.insert(opened))
}

/// Reads all whole lines of the body's text, and parts of one that is too long.
fn read_lines(body: &mut Body, stream: &mut TokenStream) -> Result<(), TextError> {
    let Body { text, scratch, line_end, .. } = body;
    let mut start = 0;
    loop {
        let rest = &text[start..];
        let window = &rest.as_bytes()[..rest.len().min(MAX_LINE)];
        if let Some(length) = window.iter().position(|&byte| byte == b'\n') {
            read_line(&rest[..length], true, *line_end, scratch, stream)?;
            start += length + 1;
        } else if rest.len() > MAX_LINE {
            let length = part_length(rest);
            read_line(&rest[..length], false, *line_end, scratch, stream)?;
            start += length;
        } else {
            break;
        }
    }
    text.drain(..start);
    Ok(())
}

/// Where to cut a line longer than [`MAX_LINE`]: behind its last space within that, else anywhere.
fn part_length(line: &str) -> usize {
    let end = (0..=MAX_LINE).rev().find(|&end| line.is_char_boundary(end)).unwrap_or(0);
    let part = &line[..end];
    part.rfind([' ', '\t']).map_or(part.len(), |space| space + 1)
}

/// Reads a line without its line feed, or a part of one.
fn read_line(
    line: &str,
    is_whole: bool,
    line_end: LineEnd,
    scratch: &mut String,
    stream: &mut TokenStream,
) -> Result<(), TextError> {
    let title = if is_whole { markup::heading(line) } else { None };
    let is_break = title.is_some() || (is_whole && (line_end == LineEnd::Break || line.trim().is_empty()));
    let mut result = if title.is_some() { stream.end_passage() } else { Ok(()) };
    words::scan(markup::strip(title.unwrap_or(line), scratch), &mut |found| {
        if result.is_ok() {
            result = match found {
                Found::Word(word) => stream.push(word),
                Found::SentenceEnd => stream.end_sentence(),
            };
        }
    });
    if is_break {
        result = result.and_then(|()| stream.end_passage());
    }
    result.map_err(|Full| too_long(stream))
}

fn too_long(stream: &TokenStream) -> TextError {
    TextError::TooLong { n_tokens: stream.n_tokens(), n_bytes: stream.n_bytes() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(pieces: &[&[u8]]) -> Result<TokenStream, TextError> {
        let mut reader = TextReader::new(ReadOptions::default());
        for piece in pieces {
            reader.push(piece)?;
        }
        reader.finish()
    }

    /// Words separated by spaces, each sentence closed by ` |`, and each passage by ` ||`.
    fn written(stream: &TokenStream) -> String {
        let mut text = String::new();
        let mut ends = stream.sentence_ends.iter().peekable();
        let mut passage_ends = stream.passage_ends.iter().peekable();
        for (at, id) in stream.ids.iter().enumerate() {
            text.push_str(stream.lexicon.word(id));
            text.push(' ');
            if ends.next_if(|&end| end as usize == at + 1).is_some() {
                let is_passage = passage_ends.next_if(|&end| end as usize == at + 1).is_some();
                text.push_str(if is_passage { "|| " } else { "| " });
            }
        }
        text.trim_end().to_owned()
    }

    fn read_text(text: &str) -> String {
        written(&read(&[text.as_bytes()]).expect("the text is fine"))
    }

    #[test]
    fn a_story_becomes_sentences() {
        let text = "\u{FEFF}Mr. Smith’s dog isn't well-known. “Why?” asked J. Doe.\n\nIt cost 1,000 euros… twice";
        assert_eq!(
            read_text(text),
            "mr smith's dog isn't well-known | why | asked j doe || it cost 1,000 euros | twice ||"
        );
    }

    #[test]
    fn wikitext_loses_its_markup() {
        let text =
            " \n = Robert <unk> = \n \n The well @-@ known <unk> Boulter won 1 @,@ 000 \" prizes . \" He left \n";
        assert_eq!(read_text(text), "robert || the well-known boulter won 1,000 prizes | he left ||");
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let paragraph = "The old man went to the shore of the wide lake every morning and he\n\
            looked over the water for the boat that his only son had built in\n\
            spring, and each evening he walked home along the river alone while\n";
        let text = format!("{}{}\n{}", paragraph.repeat(2), "the end.", paragraph);
        assert_eq!(read(&[text.as_bytes()]).expect("text").n_sentences(), 2);
        let lines = "one two\nthree\n";
        assert_eq!(read_text(lines), "one two || three ||");
    }

    #[test]
    fn long_sentences_and_long_lines_are_cut() {
        let stream = read(&["word ".repeat(40_000).as_bytes()]).expect("text");
        assert_eq!(stream.n_tokens(), 40_000);
        assert_eq!(stream.n_sentences(), 40);
        assert_eq!(stream.n_distinct(), 1, "no word is cut in two");
    }

    #[test]
    fn nothing_is_refused_in_plain_words() {
        assert_eq!(read(&[]).unwrap_err(), TextError::Empty);
        assert_eq!(read(&[b" \n\t "]).unwrap_err(), TextError::Empty);
        assert_eq!(read(&[b"-- !"]).unwrap_err(), TextError::NoWords);
        assert!(matches!(read(&[b"\x7FELF\0\0"]), Err(TextError::NotText { offset: 4, .. })));
    }

    #[test]
    fn what_cannot_be_decoded_is_counted() {
        let stream = read(&[b"caf\xE9 au lait"]).expect("text");
        assert_eq!(stream.n_replaced(), 1);
        assert_eq!(written(&stream), "caf au lait ||");
    }

    #[test]
    fn case_stays_on_request() {
        let mut reader = TextReader::new(ReadOptions { lowercase: false, ..ReadOptions::default() });
        reader.push("The the ÉTÉ été".as_bytes()).expect("text");
        let stream = reader.finish().expect("text");
        assert_eq!(stream.n_distinct(), 4);
        assert_eq!(stream.count_of("ÉTÉ"), 1);
        assert_eq!(stream.count_of("nothing"), 0);
    }

    #[test]
    fn a_text_that_does_not_fit_is_refused_with_its_length() {
        let words: Vec<String> = (0..400_000_u32).map(|i| format!("word{}", i.wrapping_mul(i) % 50_021)).collect();
        let text = words.join(" ");
        let whole = read(&[text.as_bytes()]).expect("without a limit");
        let mut reader = TextReader::new(ReadOptions { most_bytes: Some(2_000_000), ..ReadOptions::default() });
        let mut n_pieces = 0;
        let error = text.as_bytes().chunks(10_000).find_map(|piece| {
            n_pieces += 1;
            reader.push(piece).err()
        });
        let Some(TextError::TooLong { n_tokens, n_bytes }) = error else { panic!("{error:?}") };
        assert!((1_000_000..=2_000_000).contains(&n_bytes), "{n_bytes}");
        assert!((50_000..400_000).contains(&n_tokens), "{n_tokens}");
        assert!(n_pieces * 10_000 < text.len(), "it is refused as it grows");
        let most_bytes = Some(whole.n_bytes() * 2);
        let mut reader = TextReader::new(ReadOptions { most_bytes, ..ReadOptions::default() });
        reader.push(text.as_bytes()).expect("this much is enough");
        assert!(reader.n_bytes() >= reader.stream.n_bytes());
        assert_eq!(reader.finish().expect("it fits").n_bytes(), whole.n_bytes());
    }

    fn any_text() -> impl Strategy<Value = String> {
        prop::collection::vec(
            prop_oneof![
                "[a-zA-Z]{1,8}",
                "[0-9,.]{1,5}",
                Just(" ".to_owned()),
                Just("\n".to_owned()),
                Just("\r\n\r\n".to_owned()),
                Just(". ".to_owned()),
                Just(" @-@ ".to_owned()),
                Just("<unk>".to_owned()),
                Just("’s \u{3000}日本。\u{2028}".to_owned()),
                "\\PC{0,4}",
            ],
            0..60,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn the_tokens_do_not_depend_on_the_pieces(
            text in any_text(),
            n_copies in prop_oneof![3 => Just(1usize), 1 => Just(2_000usize)],
            size in 1usize..200_000,
        ) {
            let text = text.repeat(n_copies);
            let pieces: Vec<&[u8]> = text.as_bytes().chunks(size.min(1 + text.len() / 3)).collect();
            match (read(&[text.as_bytes()]), read(&pieces)) {
                (Ok(whole), Ok(sliced)) => prop_assert_eq!(written(&whole), written(&sliced)),
                (whole, sliced) => prop_assert_eq!(whole.err(), sliced.err()),
            }
        }

        #[test]
        fn no_token_holds_white_space_and_no_sentence_is_empty(text in any_text()) {
            if let Ok(stream) = read(&[text.as_bytes()]) {
                for index in 0..stream.n_distinct() as u32 {
                    let word = stream.lexicon.word(index);
                    prop_assert!(!word.is_empty() && !word.contains(char::is_whitespace), "{:?}", word);
                }
                let sentence_ends: Vec<u32> = stream.sentence_ends.iter().collect();
                let passage_ends: Vec<u32> = stream.passage_ends.iter().collect();
                prop_assert!(sentence_ends.is_sorted_by(|a, b| a < b));
                prop_assert!(passage_ends.is_sorted_by(|a, b| a < b));
                prop_assert!(passage_ends.iter().all(|end| sentence_ends.binary_search(end).is_ok()));
                prop_assert_eq!(passage_ends.last(), sentence_ends.last());
                prop_assert_eq!(sentence_ends.last().map(|&end| u64::from(end)), Some(stream.n_tokens()));
                let n_counted: u64 = stream.lexicon.counts().map(u64::from).sum();
                prop_assert_eq!(n_counted, stream.n_tokens());
            }
        }
    }
}
