//! What the map shows, and along which axes.

use serde::{Deserialize, Serialize};

/// What the map shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// How many of the most frequent words are shown. At least 2; more than the vocabulary holds means all.
    pub n_words: u32,
    /// If not empty, only these words are shown.
    pub only: Vec<u32>,
    /// Words that are not shown.
    pub hidden: Vec<u32>,
    /// The axes of the map.
    pub projection: Projection,
    /// Whether recall is measured for every word instead of for a sample.
    pub measures_all: bool,
}

/// How vectors become positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Mapping {
    /// Principal components.
    #[default]
    Components,
    /// Axes from words towards words.
    Axes,
    /// Positions that were computed elsewhere.
    Placed,
}

/// The axes along which the words are placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Projection {
    /// Two principal components, counted from 1.
    Components {
        /// To the right.
        x: u32,
        /// Upwards.
        y: u32,
    },
    /// Two semantic axes.
    Axes {
        /// To the right.
        x: AxisWords,
        /// Upwards.
        y: AxisWords,
    },
    /// The positions of the last [`Command::Place`](super::Command::Place).
    Placed,
}

/// The words of a semantic axis, by id: from the mean of some towards the mean of others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AxisWords {
    /// Where it leads; not empty.
    pub towards: Vec<u32>,
    /// Where it comes from; empty for nowhere.
    pub from: Vec<u32>,
}

/// Words that a map shows unless the reader asks for another number.
pub const WORDS_SHOWN: u32 = 20_000;

impl Default for View {
    fn default() -> Self {
        Self {
            n_words: WORDS_SHOWN,
            only: Vec::new(),
            hidden: Vec::new(),
            projection: Projection::Components { x: 1, y: 2 },
            measures_all: false,
        }
    }
}

impl View {
    /// The same view of another vocabulary, without the parts that name words.
    #[must_use]
    pub fn of_other_words(&self) -> Self {
        let projection = match self.projection {
            Projection::Components { x, y } => Projection::Components { x, y },
            Projection::Axes { .. } | Projection::Placed => Self::default().projection,
        };
        Self { only: Vec::new(), hidden: Vec::new(), projection, ..*self }
    }
}

impl Projection {
    /// Its kind.
    pub fn mapping(&self) -> Mapping {
        match self {
            Self::Components { .. } => Mapping::Components,
            Self::Axes { .. } => Mapping::Axes,
            Self::Placed => Mapping::Placed,
        }
    }
}
