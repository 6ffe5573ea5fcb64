//! The vectors of all words as one file, or as two where a format has two.

use std::sync::Arc;

use super::{BYTES_PER_LOOK, Pieces, groups::Groups};
use crate::{
    engine::subject::Subject,
    formats::{Labeling, Labels, Output, TableView, TableWriter},
    protocol::{NO_TOPIC, SavingStage, VectorsFormat},
    space::Embedding,
    text::Vocabulary,
};

/// Files of vectors being written.
#[derive(Debug)]
pub(super) struct VectorsFile {
    outputs: &'static [Output],
    writer: Option<TableWriter>,
    /// Names of topics, and the topic of each word; none where the text has none.
    topics: Option<(Vec<String>, Vec<u8>)>,
    groups: Option<Groups>,
    /// What could not be written as it is.
    pub(super) notes: Vec<String>,
    /// Files that are complete, and the share of the one under way that is written.
    n_complete: usize,
    share: f64,
}

/// The files of a format.
fn outputs(format: VectorsFormat) -> &'static [Output] {
    match format {
        VectorsFormat::Word2VecText => &[Output::Word2VecText],
        VectorsFormat::Word2VecBinary => &[Output::Word2VecBinary],
        VectorsFormat::Glove => &[Output::Glove],
        VectorsFormat::FastText => &[Output::FastTextVec],
        VectorsFormat::Npz => &[Output::Npz],
        VectorsFormat::Safetensors => &[Output::Safetensors],
        VectorsFormat::Projector => &[Output::ProjectorVectors, Output::ProjectorMetadata],
    }
}

/// Names of the topics of a text, and the topic of each of these words.
pub(super) fn topics(subject: &Subject, word_ids: impl Iterator<Item = u32>) -> Option<(Vec<String>, Vec<u8>)> {
    let names = &subject.text()?.topics;
    let topic = |word_id| subject.topic_of(word_id).map_or(NO_TOPIC, |topic| topic as u8);
    (!names.is_empty()).then(|| (names.clone(), word_ids.map(topic).collect()))
}

impl VectorsFile {
    /// `grouped`: the words that have a group, where groups mean anything.
    pub(super) fn new(format: VectorsFormat, subject: &Subject, grouped: Option<Arc<[u32]>>) -> Self {
        let is_labeled = format == VectorsFormat::Projector;
        Self {
            outputs: outputs(format),
            writer: None,
            topics: if is_labeled { topics(subject, 0..subject.vocabulary.len() as u32) } else { None },
            groups: grouped.filter(|_| is_labeled).map(Groups::new),
            notes: Vec::new(),
            n_complete: 0,
            share: 0.0,
        }
    }

    /// Does one piece; whether all is written. Errors: a sentence.
    pub(super) fn advance(
        &mut self,
        embedding: Embedding<'_>,
        vocabulary: &Vocabulary,
        pieces: &mut Pieces,
    ) -> Result<bool, String> {
        let words = vocabulary.words();
        if let Some(groups) = self.groups.as_mut().filter(|groups| !groups.is_done()) {
            groups.advance(embedding, &|row| words[row as usize].as_str()).map_err(|error| error.to_string())?;
            return Ok(false);
        }
        let Some(&output) = self.outputs.get(self.n_complete) else { return Ok(true) };
        let table = TableView { words, counts: vocabulary.counts(), embedding };
        let labels = Labels {
            topics: self.topics.as_ref().map(|(names, of_word)| Labeling { names, of_word }),
            clusters: self.groups.as_ref().map(Groups::labeling),
        };
        let writer = match &mut self.writer {
            Some(writer) => writer,
            none => none.insert(TableWriter::new(output, table).map_err(|error| error.to_string())?),
        };
        let is_done =
            writer.write(table, labels, &mut pieces.bytes, BYTES_PER_LOOK).map_err(|error| error.to_string())?;
        self.share = writer.share_done(table);
        pieces.cut(is_done);
        if is_done {
            self.notes.extend(writer.notes().iter().map(ToString::to_string));
            (self.writer, self.share) = (None, 0.0);
            self.n_complete += 1;
        }
        Ok(self.n_complete == self.outputs.len())
    }

    pub(super) fn progress(&self) -> (SavingStage, f64) {
        if self.groups.as_ref().is_some_and(|groups| !groups.is_done()) {
            return (SavingStage::Grouping, 0.0);
        }
        (SavingStage::Writing, (self.n_complete as f64 + self.share) / self.outputs.len() as f64)
    }
}
