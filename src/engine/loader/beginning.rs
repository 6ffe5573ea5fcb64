//! What the word vectors of a model on its way begin with.

use std::sync::Arc;

use crate::{
    engine::lender::{Lender, Lent},
    train::Loan,
};

/// What the word vectors of a model on its way begin with.
#[derive(Debug, Clone)]
pub(super) enum Beginning {
    Drawn,
    /// Vectors of these, once the words are known.
    Of(Arc<Lender>),
    /// These.
    Lent(Box<Lent>),
}

impl Beginning {
    pub(super) fn dims(&self) -> Option<u32> {
        match self {
            Self::Drawn => None,
            Self::Of(lender) => Some(lender.dims()),
            Self::Lent(lent) => Some(lent.about.dims),
        }
    }

    /// Bytes of what is lent to so many words, at most.
    pub(super) fn most_bytes(&self, n_words: usize) -> u64 {
        match self {
            Self::Drawn => 0,
            Self::Of(lender) => Loan::bytes(n_words as u64, n_words as u64, lender.dims().into()),
            Self::Lent(lent) => lent.loan.n_bytes(),
        }
    }
}
