//! Bytes to tokens, in pieces of any size.

use super::body::Body;
use super::gzip::{self, Gunzip};
use super::layout::Notice;
use super::options::ReadOptions;
use super::transfer::Transfer;
use super::{TextError, TokenStream};

/// The beginning of a text, in bytes. It decides how the rest is read.
const HEAD: usize = 64 * 1024;
/// Bytes that tell whether a file is compressed.
const MAGIC: usize = 3;

/// Reads a text that comes in pieces. The tokens do not depend on where the pieces were cut.
#[derive(Debug)]
pub struct TextReader {
    file: File,
    text: Text,
}

/// The file as it comes.
#[derive(Debug)]
enum File {
    /// The first bytes, until there are [`MAGIC`] of them.
    Begun(Vec<u8>),
    Plain,
    Compressed(Box<Gunzip>),
}

/// The text as it is in the file, decompressed.
#[derive(Debug)]
struct Text {
    options: ReadOptions,
    /// The first bytes, until there are [`HEAD`] of them.
    head: Vec<u8>,
    body: Option<Box<Body>>,
    /// Undoes the encoding of mail, if it is mail, with room for what it writes.
    transfer: Option<(Box<Transfer>, Vec<u8>)>,
    stream: TokenStream,
    /// Whether there was nothing but white space.
    is_blank: bool,
}

impl TextReader {
    /// A reader that has read nothing.
    pub fn new(options: ReadOptions) -> Self {
        let stream = TokenStream::new(options.lowercase, options.most_bytes);
        Self {
            file: File::Begun(Vec::new()),
            text: Text { options, head: Vec::new(), body: None, transfer: None, stream, is_blank: true },
        }
    }

    /// Reads a piece of any size. After an error the reader is of no more use.
    ///
    /// Errors: [`TextError::Kind`], [`TextError::NotText`], [`TextError::NotSeparated`], [`TextError::NoDecoder`],
    /// [`TextError::TooLong`].
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), TextError> {
        match &mut self.file {
            File::Begun(begun) => {
                let (first, rest) = bytes.split_at(bytes.len().min(MAGIC - begun.len()));
                begun.extend_from_slice(first);
                if begun.len() < MAGIC {
                    return Ok(());
                }
                self.begin()?;
                self.push(rest)
            }
            File::Plain => self.text.push(bytes),
            File::Compressed(gunzip) => gunzip.push(bytes, &mut |piece| self.text.push(piece)),
        }
    }

    /// The first bytes tell whether the file is compressed.
    fn begin(&mut self) -> Result<(), TextError> {
        let File::Begun(begun) = &mut self.file else { return Ok(()) };
        let begun = std::mem::take(begun);
        self.file = if gzip::is_gzip(&begun) { File::Compressed(Box::new(Gunzip::new())) } else { File::Plain };
        self.push(&begun)
    }

    /// The file ends here, and another one of the same text begins: it is decoded, and told apart, by itself.
    ///
    /// Errors: those of [`push`](Self::push).
    pub fn next_file(&mut self) -> Result<(), TextError> {
        self.begin()?;
        let file = std::mem::replace(&mut self.file, File::Begun(Vec::new()));
        self.text.end_file(file.notice())
    }

    /// The file is none that can be read, as [`push`](Self::push) or [`next_file`](Self::next_file) said before any of it was
    /// read: what follows is another file. False where some of it was read: then the reader is of no more use.
    pub fn leave_file_out(&mut self) -> bool {
        self.file = File::Begun(Vec::new());
        self.text.head = Vec::new();
        self.text.transfer = None;
        self.text.body.is_none()
    }

    /// Whether the file is compressed, so that a piece of it may hold much more text than it has bytes.
    pub fn is_compressed(&self) -> bool {
        matches!(self.file, File::Compressed(_))
    }

    /// Tokens read so far. They may lag behind the bytes by a line or 64 KiB.
    pub fn n_tokens(&self) -> u64 {
        self.text.stream.n_tokens()
    }

    /// Bytes of memory that the reader and what it has read take.
    pub fn n_bytes(&self) -> u64 {
        let body = self.text.body.as_ref().map_or(0, |body| body.n_bytes());
        self.text.stream.n_bytes() + self.text.head.capacity() as u64 + body
    }

    /// What the text was taken for, as far as its beginning tells.
    pub fn notices(&self) -> Vec<Notice> {
        let compressed = self.is_compressed().then_some(Notice::Compressed);
        compressed.into_iter().chain(self.text.body.iter().flat_map(|body| body.notices())).collect()
    }

    /// Reads what is left and returns the whole text.
    ///
    /// Errors: those of [`push`](Self::push); [`TextError::Empty`], [`TextError::NoWords`], [`TextError::OnlyMarkup`] and
    /// [`TextError::OnlyTooLong`] if no word was read.
    pub fn finish(mut self) -> Result<TokenStream, TextError> {
        self.begin()?;
        let notice = self.file.notice();
        self.text.end_file(notice)?;
        self.text.finish()
    }
}

impl File {
    /// What is to be told of it at its end.
    fn notice(&self) -> Option<Notice> {
        match self {
            Self::Compressed(gunzip) if !gunzip.is_whole() => Some(Notice::CutOff),
            Self::Compressed(_) => Some(Notice::Compressed),
            Self::Plain | Self::Begun(_) => None,
        }
    }
}

impl Text {
    fn push(&mut self, bytes: &[u8]) -> Result<(), TextError> {
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
        self.open(false)?;
        let Some(body) = &mut self.body else { return Ok(()) };
        for piece in bytes.chunks(HEAD) {
            if let Some((transfer, written)) = &mut self.transfer {
                written.clear();
                transfer.push(piece, written);
                body.push(written)?;
            } else {
                body.push(piece)?;
            }
            body.read_lines(&mut self.stream, false)?;
        }
        Ok(())
    }

    /// Opens the body with the head, if it is not open yet. `is_all`: the head is the whole text.
    fn open(&mut self, is_all: bool) -> Result<(), TextError> {
        if self.body.is_none() {
            let mut head = std::mem::take(&mut self.head);
            if let Some(mut transfer) = (!self.options.is_plain).then(|| Transfer::of(&head)).flatten() {
                let mut written = Vec::with_capacity(head.len());
                transfer.push(&head, &mut written);
                if is_all {
                    transfer.finish(&mut written);
                }
                head = written;
                self.transfer = Some((Box::new(transfer), Vec::new()));
            }
            let mut body = Box::new(Body::open(&head, &self.options, is_all, self.transfer.is_some())?);
            self.stream.manner = body.manner();
            body.read_lines(&mut self.stream, false)?;
            self.body = Some(body);
        }
        Ok(())
    }

    fn end_file(&mut self, notice: Option<Notice>) -> Result<(), TextError> {
        self.open(true)?;
        if let Some(notice) = notice {
            self.stream.tell(notice);
        }
        let transfer = self.transfer.take();
        if let Some(mut body) = self.body.take() {
            if let Some((mut transfer, mut written)) = transfer {
                written.clear();
                transfer.finish(&mut written);
                // A text that was all in the head is finished.
                if !written.is_empty() {
                    body.push(&written)?;
                }
            }
            body.finish(&mut self.stream)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<TokenStream, TextError> {
        let Self { stream, is_blank, .. } = self;
        match stream.n_tokens() {
            0 if is_blank => Err(TextError::Empty),
            0 if stream.n_too_long > 0 => Err(TextError::OnlyTooLong { n: stream.n_too_long }),
            0 if stream.dropped.len() > 0 => Err(TextError::OnlyMarkup),
            0 => Err(TextError::NoWords),
            _ => Ok(stream),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Encoding;
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
        let rows = b"<?xml version=\"1.0\"?>\n<posts>\n<row Id=\"1\" Body=\"&lt;p&gt;The boat\" />\n</posts>\n";
        assert_eq!(read(&[rows]).unwrap_err(), TextError::OnlyMarkup);
        assert_eq!(read(&[&b"a".repeat(300)]).unwrap_err(), TextError::OnlyTooLong { n: 1 });
        assert!(matches!(read(&[b"\x7FELF\0\0"]), Err(TextError::Kind { name: "a program", .. })));
        assert!(matches!(read(&[b"\x01\x02ab\0\0"]), Err(TextError::NotText { offset: 4, .. })));
    }

    #[test]
    fn what_cannot_be_decoded_is_counted() {
        let stream = read(&[b"caf\xE9 au lait"]).expect("text");
        assert_eq!((stream.n_replaced(), stream.encoding().name()), (0, "windows-1252"), "a legacy encoding is found");
        assert_eq!(written(&stream), "café au lait ||");
        let options = ReadOptions { encoding: Some(Encoding::UTF_8), ..ReadOptions::default() };
        let mut reader = TextReader::new(options);
        reader.push(b"caf\xE9 au lait").expect("text");
        let stream = reader.finish().expect("text");
        assert_eq!((stream.n_replaced(), written(&stream).as_str()), (1, "caf au lait ||"));
    }

    #[test]
    fn files_of_one_text_are_each_read_as_what_they_are() {
        let files: [&[u8]; 6] = [
            b"The cat drinks milk.\nThe dog drinks",
            b"\xEF\xBB\xBFmilk in the caf\xC3\xA9.",
            b"<!doctype html><p>The <b>moon</b> shines.</p>",
            b"",
            b"\xFF\xFEt\0h\0e\0 \0s\0u\0n\0",
            b"a\tb\tc\na\tb\td\na\tb\te\na\tb\tc\n",
        ];
        let mut reader = TextReader::new(ReadOptions::default());
        for file in files {
            for byte in file {
                reader.push(&[*byte]).expect("a text");
            }
            reader.next_file().expect("a text");
        }
        let stream = reader.finish().expect("words");
        assert_eq!(
            written(&stream),
            "the cat drinks milk || the dog drinks || milk in the café || the moon shines || the sun || a b c || a b d || \
             a b e || a b c ||"
        );
        let notices = stream.notices();
        assert!(
            notices.contains(&Notice::Document) && notices.iter().any(|n| matches!(n, Notice::Rows(_))),
            "{notices:?}"
        );
        assert!(notices.iter().any(|n| matches!(n, Notice::Encoding { .. })), "{notices:?}");
    }

    #[test]
    fn a_file_that_is_no_text_is_left_out_of_many() {
        let mut reader = TextReader::new(ReadOptions::default());
        reader.push(b"The cat drinks milk.").expect("a text");
        reader.next_file().expect("a text");
        reader.push(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").expect("too few bytes to tell");
        assert!(matches!(reader.next_file(), Err(TextError::Kind { .. })));
        assert!(reader.leave_file_out());
        reader.push(b"The dog drinks milk.").expect("a text");
        assert_eq!(written(&reader.finish().expect("words")), "the cat drinks milk || the dog drinks milk ||");
        let mut reader = TextReader::new(ReadOptions { most_bytes: Some(10_000), ..ReadOptions::default() });
        let long: String = (0..40_000).fold(String::new(), |text, i| text + &format!("word{i} "));
        assert!(reader.push(long.as_bytes()).is_err() && !reader.leave_file_out(), "a part of it was read");
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
        assert!(reader.n_bytes() >= reader.text.stream.n_bytes());
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
