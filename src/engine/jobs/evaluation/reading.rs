//! A file of questions from its bytes to its questions, in slices.

use crate::{
    engine::slice::Slice,
    protocol::{CellSeparator, QuestionFile, QuestionKind, QuestionSet, ScoreColumn, SkippedLine},
    space::evaluation::{Kind, QuestionReader, Questions, ReadFile, Separator, Taken},
    text::{Decoder, LegacyDecoders, world::SMALL_WORLD_QUESTIONS},
};

/// Bytes that are decoded or read between two looks at the clock.
const BYTES_PER_LOOK: usize = 64 * 1024;
/// Bytes at the beginning that tell the encoding.
const HEAD_BYTES: usize = 4096;
/// Bytes that a file takes at most for each of its own: as it came, decoded, and as places of its words.
const BYTES_PER_BYTE: u64 = 8;

/// Questions on their way.
#[derive(Debug)]
pub(super) struct Reading {
    /// What is asked, by name.
    pub(super) name: String,
    is_file: bool,
    score: Option<u32>,
    n_replaced: u64,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Decoding { bytes: Vec<u8>, at: usize, decoder: Box<Decoder>, text: String },
    Reading(Box<QuestionReader>),
    Done,
}

/// Questions, and what the file was taken for where they are from a file.
pub(super) struct Read {
    pub(super) questions: Questions,
    pub(super) file: Option<Box<QuestionFile>>,
}

/// Bytes of memory that a set of questions may take.
pub(in crate::engine) fn most_bytes(set: &QuestionSet) -> u64 {
    match set {
        QuestionSet::BuiltIn => 0,
        QuestionSet::File { bytes, .. } => BYTES_PER_BYTE * bytes.len() as u64,
    }
}

impl Reading {
    /// Begins. Errors: a sentence about a file that is no text.
    pub(super) fn new(set: QuestionSet, decoders: LegacyDecoders) -> Result<Self, String> {
        let (name, bytes, score) = match set {
            QuestionSet::BuiltIn => {
                let name = "the built-in analogies".to_owned();
                let stage = Stage::Reading(Box::new(QuestionReader::new(SMALL_WORLD_QUESTIONS.to_owned(), None)));
                return Ok(Self { name, is_file: false, score: None, n_replaced: 0, stage });
            }
            QuestionSet::File { name, bytes, score } => (name, bytes.0, score),
        };
        let head = &bytes[..bytes.len().min(HEAD_BYTES)];
        let (decoder, at) = Decoder::open(head, None, decoders).map_err(|error| format!("{name}: {error}"))?;
        let stage = Stage::Decoding { bytes, at, decoder: Box::new(decoder), text: String::new() };
        Ok(Self { name, is_file: true, score, n_replaced: 0, stage })
    }

    /// Goes on until the slice is over; the questions once they are there. Errors: a sentence about the file.
    pub(super) fn advance(&mut self, generation: u32, slice: &Slice<'_>) -> Result<Option<Read>, String> {
        loop {
            match std::mem::replace(&mut self.stage, Stage::Done) {
                Stage::Decoding { bytes, mut at, mut decoder, mut text } => {
                    let end = bytes.len().min(at + BYTES_PER_LOOK);
                    // At once: growing would copy all of it in one call.
                    text.reserve_exact(if text.is_empty() { bytes.len() + bytes.len() / 2 } else { 0 });
                    let in_file = |error| format!("{}: {error}", self.name);
                    decoder.push(&bytes[at..end], &mut text).map_err(in_file)?;
                    at = end;
                    self.stage = if at == bytes.len() {
                        decoder.finish(&mut text).map_err(in_file)?;
                        self.n_replaced = decoder.n_replaced();
                        Stage::Reading(Box::new(QuestionReader::new(text, self.score)))
                    } else {
                        Stage::Decoding { bytes, at, decoder, text }
                    };
                }
                Stage::Reading(mut reader) => {
                    let is_read = reader.advance(BYTES_PER_LOOK).map_err(|error| format!("{}: {error}", self.name))?;
                    if !is_read {
                        self.stage = Stage::Reading(reader);
                    } else if let Some(ReadFile { taken, questions }) = reader.finish() {
                        let file = self.is_file.then(|| Box::new(self.report(generation, taken, &questions)));
                        return Ok(Some(Read { questions, file }));
                    }
                }
                Stage::Done => return Ok(None),
            }
            if slice.is_over() {
                return Ok(None);
            }
        }
    }

    /// Memory that it takes.
    pub(super) fn n_bytes(&self) -> u64 {
        match &self.stage {
            Stage::Decoding { bytes, text, .. } => (bytes.capacity() + text.capacity()) as u64,
            Stage::Reading(reader) => reader.n_bytes(),
            Stage::Done => 0,
        }
    }

    /// What the page hears of the file.
    fn report(&self, generation: u32, taken: Taken, questions: &Questions) -> QuestionFile {
        let n_asked: usize = (0..questions.n_sections()).map(|section| questions.n_questions(section)).sum();
        QuestionFile {
            generation,
            name: self.name.clone(),
            kind: match taken.kind {
                Kind::Analogies => QuestionKind::Analogies,
                Kind::Pairs => QuestionKind::Pairs,
                Kind::Relations => QuestionKind::Relations,
            },
            separator: match taken.separator {
                Separator::Tab => CellSeparator::Tab,
                Separator::Semicolon => CellSeparator::Semicolon,
                Separator::Comma => CellSeparator::Comma,
                Separator::Colons => CellSeparator::Colons,
                Separator::Spaces => CellSeparator::Spaces,
                Separator::Bar => CellSeparator::Bar,
            },
            has_decimal_commas: taken.has_decimal_commas,
            has_word_tags: taken.has_word_tags,
            is_thinned: questions.is_thinned(),
            n_lines: taken.n_lines,
            n_comments: taken.n_comments,
            n_sections: questions.n_sections() as u32,
            n_questions: (n_asked + questions.n_pairs()) as u32,
            n_replaced: self.n_replaced,
            scores: taken
                .scores
                .into_iter()
                .map(|score| ScoreColumn { column: score.column, name: score.name, example: score.example })
                .collect(),
            score: taken.score,
            skipped: taken.skipped.into_iter().map(|(line, why)| SkippedLine { line, why: why.to_string() }).collect(),
            n_skipped: taken.n_skipped,
        }
    }
}
