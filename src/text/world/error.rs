//! What can be wrong with a grammar file.

use thiserror::Error;

/// A line of a grammar that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("Line {line}: {problem}")]
pub struct WorldError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there and what to do, as one sentence.
    pub problem: String,
}

impl WorldError {
    pub(super) fn new(line: usize, problem: impl Into<String>) -> Self {
        Self { line, problem: problem.into() }
    }
}
