//! Reading a text, piece by piece.

use std::collections::BTreeMap;

use crate::{
    protocol::{Loading, Setting, Settings, Source},
    text::{ReadOptions, TextError, TextReader, TokenStream, world},
};

/// Bytes that one slice reads of a text that is in memory.
const PIECE: usize = 256 * 1024;

/// A text that has been read, with what is known of it beforehand.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) name: String,
    pub(super) is_built_in: bool,
    pub(super) lowercase: bool,
    pub(super) stream: TokenStream,
    pub(super) topics: Vec<String>,
    pub(super) topic_of: BTreeMap<String, usize>,
    pub(super) landmarks: Vec<String>,
    pub(super) examples: Vec<[String; 4]>,
    pub(super) heatmaps: Vec<(String, Vec<String>)>,
}

/// What is to become of a text once it is read.
#[derive(Debug)]
pub(super) struct Wishes {
    pub(super) settings: Settings,
    /// Those of the settings that are the reader's own; the text's size chooses the others.
    pub(super) chosen: Vec<Setting>,
    pub(super) autoplay: bool,
}

/// A text that is being read.
#[derive(Debug)]
pub(super) struct Opening {
    wishes: Wishes,
    name: String,
    reader: TextReader,
    /// The text where it is in memory; a file's bytes come from outside.
    in_memory: Option<Vec<u8>>,
    world: Option<world::World>,
    bytes_done: u64,
    bytes_total: u64,
    started_secs: f64,
}

impl Opening {
    /// Begins to read. Errors: a sentence where the built-in corpus is broken.
    pub(super) fn new(source: Source, wishes: Wishes, now_secs: f64) -> Result<Self, world::WorldError> {
        let (name, in_memory, world, bytes_total) = match source {
            Source::BuiltIn => {
                let mut world = world::small_world()?;
                let text = std::mem::take(&mut world.text).into_bytes();
                let n_bytes = text.len() as u64;
                ("Small World".to_owned(), Some(text), Some(world), n_bytes)
            }
            Source::Text { name, text } => {
                let n_bytes = text.len() as u64;
                (name, Some(text.into_bytes()), None, n_bytes)
            }
            Source::File { name, n_bytes } => (name, None, None, n_bytes),
        };
        let reader = TextReader::new(ReadOptions { lowercase: wishes.settings.lowercase, ..ReadOptions::default() });
        Ok(Self { wishes, name, reader, in_memory, world, bytes_done: 0, bytes_total, started_secs: now_secs })
    }

    /// Whether its bytes have to be fed from outside.
    pub(super) fn wants_bytes(&self) -> bool {
        self.in_memory.is_none()
    }

    /// Reads bytes that come from outside.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Result<(), TextError> {
        self.bytes_done += bytes.len() as u64;
        self.reader.push(bytes)
    }

    /// Reads the next piece of a text in memory. True once all of it is read.
    pub(super) fn read_piece(&mut self) -> Result<bool, TextError> {
        let Some(text) = &self.in_memory else { return Ok(false) };
        let start = self.bytes_done as usize;
        let piece = &text[start..text.len().min(start + PIECE)];
        self.reader.push(piece)?;
        self.bytes_done += piece.len() as u64;
        Ok(self.bytes_done as usize == text.len())
    }

    /// How far reading is.
    pub(super) fn progress(&self, now_secs: f64) -> Loading {
        let elapsed = now_secs - self.started_secs;
        Loading {
            name: self.name.clone(),
            bytes_done: self.bytes_done,
            bytes_total: self.bytes_total,
            bytes_per_second: (elapsed > 0.0 && self.bytes_done > 0).then(|| self.bytes_done as f64 / elapsed),
            n_tokens: self.reader.n_tokens(),
        }
    }

    /// The text, once all bytes are read, with the settings that suit it, and whether to play.
    pub(super) fn finish(self) -> Result<(Text, Settings, bool), TextError> {
        let stream = self.reader.finish()?;
        let Wishes { settings: wishes, chosen, autoplay } = self.wishes;
        let by_size = Settings::for_text(wishes.method, wishes.optimizer, stream.n_tokens());
        let settings = Settings { lowercase: wishes.lowercase, ..by_size.with_all(&chosen, &wishes) };
        let is_built_in = self.world.is_some();
        let mut text = Text {
            name: self.name,
            is_built_in,
            lowercase: wishes.lowercase,
            stream,
            topics: Vec::new(),
            topic_of: BTreeMap::new(),
            landmarks: Vec::new(),
            examples: Vec::new(),
            heatmaps: Vec::new(),
        };
        if let Some(world) = self.world {
            (text.topics, text.topic_of, text.landmarks) = (world.topics, world.topic_of, world.landmarks);
            (text.examples, text.heatmaps) = (world.examples, world.heatmaps);
        }
        Ok((text, settings, autoplay))
    }
}
