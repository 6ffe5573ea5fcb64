//! How a table is read.

/// What is to be read, and with how much memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Rows to keep: the first ones, which in most files are the most frequent words. None keeps all.
    pub most_rows: Option<u64>,
    /// The most bytes that the table, its words and the reader may take together. None means whatever the allocator gives.
    pub most_bytes: Option<u64>,
    /// The entry of an archive that is to be opened, where it holds several tables. None is the first one.
    pub entry: Option<String>,
}
