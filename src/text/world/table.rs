//! The tables of a grammar: what there is in its world.

/// Words with their attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    /// Index of its topic.
    pub(super) topic: Option<usize>,
    pub(super) columns: Vec<Column>,
    /// `rows x columns`; each cell is a list of alternatives, none empty.
    pub(super) rows: Vec<Vec<Vec<String>>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    /// Whether its words belong to the table's topic.
    pub(super) is_topical: bool,
}
