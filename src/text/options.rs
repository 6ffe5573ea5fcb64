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
