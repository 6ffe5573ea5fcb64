//! The words of the map with their places and their nearest words, a row each.

use std::sync::Arc;

use super::{Pieces, groups::Groups, vectors::topics};
use crate::{
    engine::{map::Drawn, slice::OPERATIONS_PER_LOOK, subject::Subject},
    formats::{Labeling, Neighbor, Point, PointsFormat, PointsWriter},
    protocol::{AxisWords, PlacesFormat, Projection, SavingStage},
    space::{Embedding, ManyNeighbors, N_NEIGHBORS, Scored},
    text::Vocabulary,
};

/// A file of places being written. Its neighbors are among its own words.
#[derive(Debug)]
pub(super) struct PlacesFile {
    word_ids: Arc<[u32]>,
    /// `x0 y0 x1 y1 ...` in the order of the words.
    positions: Vec<f32>,
    projection: String,
    /// Names of topics, and the topic of each row; none where the text has none.
    topics: Option<(Vec<String>, Vec<u8>)>,
    groups: Option<Groups>,
    neighbors: ManyNeighbors,
    writer: PointsWriter,
    n_written: usize,
}

impl PlacesFile {
    /// Of the map that was drawn last; none before there is one.
    pub(super) fn new(format: PlacesFormat, subject: &Subject, drawn: &Drawn, has_groups: bool) -> Option<Self> {
        let projection = drawn.projection.as_ref()?;
        let word_ids = Arc::clone(&drawn.word_ids);
        let rows = || (0..word_ids.len() as u32).collect::<Vec<u32>>().into();
        let format = match format {
            PlacesFormat::Csv => PointsFormat::Csv,
            PlacesFormat::JsonLines => PointsFormat::JsonLines,
        };
        Some(Self {
            positions: drawn.positions.clone(),
            projection: along(projection, drawn.on_axes, subject.vocabulary.words()),
            topics: topics(subject, word_ids.iter().copied()),
            groups: has_groups.then(|| Groups::new(rows())),
            neighbors: ManyNeighbors::new(N_NEIGHBORS),
            writer: PointsWriter::new(format),
            n_written: 0,
            word_ids,
        })
    }

    pub(super) fn n_words(&self) -> usize {
        self.word_ids.len()
    }

    /// Does one piece; whether all is written. The vectors are those of the words of this file. Errors: a sentence.
    pub(super) fn advance(
        &mut self,
        (embedding, norms): (Embedding<'_>, &[f32]),
        vocabulary: &Vocabulary,
        pieces: &mut Pieces,
    ) -> Result<bool, String> {
        let word = |row: u32| vocabulary.words()[self.word_ids[row as usize] as usize].as_str();
        if let Some(groups) = self.groups.as_mut().filter(|groups| !groups.is_done()) {
            groups.advance(embedding, &word).map_err(|error| error.to_string())?;
            return Ok(false);
        }
        let found = self.neighbors.advance(embedding, norms, OPERATIONS_PER_LOOK).map_err(|error| error.to_string())?;
        let topics = self.topics.as_ref().map(|(names, of_word)| Labeling { names, of_word });
        let groups = self.groups.as_ref().map(Groups::labeling);
        let mut near = Vec::with_capacity(N_NEIGHBORS);
        for found in found.into_iter().flatten() {
            let row = self.n_written;
            let neighbor = |&Scored { word_id: row, cosine }: &Scored| Neighbor { word: word(row), row, cosine };
            near.clear();
            near.extend(found.iter().map(neighbor));
            let point = Point {
                word: word(row as u32),
                at: [self.positions[2 * row], self.positions[2 * row + 1]],
                count: vocabulary.counts().map(|counts| counts[self.word_ids[row] as usize]),
                topic: topics.and_then(|topics| topics.name(row)),
                cluster: groups.and_then(|groups| groups.name(row)),
                projection: &self.projection,
                neighbors: &near,
            };
            self.writer.write(&point, &mut pieces.bytes);
            self.n_written += 1;
        }
        let is_done = self.neighbors.is_done(self.word_ids.len());
        pieces.cut(is_done);
        Ok(is_done)
    }

    pub(super) fn progress(&self) -> (SavingStage, f64) {
        if self.groups.as_ref().is_some_and(|groups| !groups.is_done()) {
            return (SavingStage::Grouping, 0.0);
        }
        (SavingStage::Writing, self.neighbors.share_done(self.word_ids.len()))
    }
}

/// Along what the words lie: `PC 1, PC 2`, `woman - man, king queen - man woman`, `t-SNE`. A map that is still turning towards
/// its components shows their plane.
fn along(projection: &Projection, on_axes: bool, words: &[String]) -> String {
    let axis = |axis: &AxisWords| {
        let side = |ids: &[u32]| ids.iter().map(|&id| words[id as usize].as_str()).collect::<Vec<_>>().join(" ");
        let minus = if axis.from.is_empty() { "" } else { " - " };
        format!("{}{minus}{}", side(&axis.towards), side(&axis.from))
    };
    match projection {
        Projection::Components { x, y } if on_axes => format!("PC {x}, PC {y}"),
        Projection::Components { x, y } => format!("plane of PC {x} and {y}"),
        Projection::Axes { x, y } => format!("{}, {}", axis(x), axis(y)),
        Projection::Placed => "t-SNE".to_owned(),
    }
}
