//! What gensim saves (`.kv`, `.model`): pickles of Python, protocols 2 to 5, read as data.
//!
//! Nothing is executed. A [`machine`] of the opcodes that numpy and gensim write builds plain values; a type that is on no list
//! ends the reading. [`keyed`] finds words, counts and vectors among the values. The crate `serde-pickle` has no objects.

mod keyed;
mod machine;
mod types;

use super::{
    FormatError,
    part::{Part, ReadPart},
    room::Context,
};
use machine::Machine;

/// Reads one pickle.
#[derive(Debug, Default)]
pub(super) struct Pickle {
    machine: Machine,
}

impl ReadPart for Pickle {
    fn push(&mut self, bytes: &[u8], context: &mut Context) -> Result<(), FormatError> {
        self.machine.push(bytes, context)
    }

    fn n_rows(&self) -> u64 {
        0
    }

    fn end(self: Box<Self>, context: &mut Context, _is_whole: bool) -> Result<Part, FormatError> {
        keyed::found(self.machine.finish()?, context)
    }
}

fn broken(why: impl Into<String>, offset: usize) -> FormatError {
    let advice = "save it again with gensim, as KeyedVectors or by save_word2vec_format";
    FormatError::Broken { format: "a pickle", why: why.into(), offset: offset as u64, advice }
}
