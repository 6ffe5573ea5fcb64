//! What a run begins with.

use serde::{Deserialize, Serialize};

/// What the word vectors of a run begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Start {
    /// Random vectors.
    #[default]
    Random,
    /// Those of the table of vectors that was open last.
    Table,
    /// Those that were trained here on the text that was open before.
    Before,
}

impl Start {
    /// Each at the place of its number as a [`Setting`](super::Setting).
    pub const ALL: [Self; 3] = [Self::Random, Self::Table, Self::Before];

    pub(super) fn of_number(number: f64) -> Self {
        Self::ALL.get(number as usize).copied().unwrap_or_default()
    }

    pub(super) fn number(self) -> f64 {
        f64::from(self as u8)
    }
}
