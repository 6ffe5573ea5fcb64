//! How a text is read, as its reader chooses.

use super::decode::{Encoding, LegacyDecoders};

/// How a text is read.
#[derive(Debug, Clone, Copy)]
pub struct ReadOptions {
    /// Whether `The` and `the` are one word.
    pub lowercase: bool,
    /// The text may take this many bytes of memory (see [`TokenStream::n_bytes`](super::TokenStream::n_bytes)); `None`: all there is.
    pub most_bytes: Option<u64>,
    /// The encoding; `None`: whichever the text turns out to be in.
    pub encoding: Option<Encoding>,
    /// Who decodes encodings that are neither UTF-8 nor UTF-16.
    pub decoders: LegacyDecoders,
    /// Whether it is known to be UTF-8 whose lines end what they say, without markup or rows or anything that programs do to texts:
    /// the built-in corpus. Then nobody looks at its beginning.
    pub is_plain: bool,
}

impl Default for ReadOptions {
    /// Lower case, no limit, any encoding.
    fn default() -> Self {
        Self { lowercase: true, most_bytes: None, encoding: None, decoders: LegacyDecoders::default(), is_plain: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{TextReader, world};

    #[test]
    fn the_built_in_corpus_is_as_plain_as_it_is_said_to_be() {
        let text = world::small_world().expect("the grammar is sound").text;
        let read = |is_plain| {
            let mut reader = TextReader::new(ReadOptions { is_plain, ..ReadOptions::default() });
            reader.push(text.as_bytes()).expect("text");
            reader.finish().expect("words")
        };
        assert_eq!(format!("{:?}", read(true)), format!("{:?}", read(false)));
    }
}
