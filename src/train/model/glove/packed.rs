//! `GloVe`'s preparation as it is saved.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    cooccurrence::{Counter, CounterHead},
    stage::Stage,
    terms::Terms,
};
use crate::{
    columns::{Column, Misfit, Parts},
    train::{TrainConfig, error::TrainError},
};

/// A stage but for its long arrays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::train) enum StageHead {
    /// See [`Stage::Counting`].
    Counting(CounterHead),
    /// See [`Stage::CountingHeldOut`].
    CountingHeldOut(CounterHead),
    /// See [`Stage::Weighing`].
    Weighing { next: u64, scale: f64 },
    /// See [`Stage::Shuffling`].
    Shuffling { n_left: u64 },
    /// See [`Stage::Fitting`]: its pairs are saved apart, as they stay what they are to the end of the run.
    Fitting,
    /// The run had ended: too many pairs.
    TooManyPairs { most: u64 },
    /// The run had ended: no memory.
    Memory { n_bytes: u64 },
}

impl Stage {
    pub(in crate::train) fn head(&self) -> StageHead {
        match self {
            Self::Counting(counter) => StageHead::Counting(counter.head()),
            Self::CountingHeldOut { counter, .. } => StageHead::CountingHeldOut(counter.head()),
            Self::Weighing { next, scale, .. } => StageHead::Weighing { next: *next as u64, scale: *scale },
            Self::Shuffling { n_left, .. } => StageHead::Shuffling { n_left: *n_left as u64 },
            Self::Fitting { .. } => StageHead::Fitting,
            Self::Refused(TrainError::TooManyPairs { most }) => StageHead::TooManyPairs { most: *most as u64 },
            Self::Refused(TrainError::Memory { n_bytes }) => StageHead::Memory { n_bytes: *n_bytes },
            // Nothing else ends a preparation.
            Self::Refused(_) => StageHead::Memory { n_bytes: 0 },
        }
    }

    /// The long arrays, but for [`Stage::pairs`].
    pub(in crate::train) fn columns(&self) -> Vec<Column<'_>> {
        match self {
            Self::Counting(counter) => counter.columns(),
            Self::CountingHeldOut { terms, counter } => [vec![terms.column()], counter.columns()].concat(),
            Self::Weighing { terms, held_out, .. } | Self::Shuffling { terms, held_out, .. } => {
                vec![terms.column(), held_out.column()]
            }
            Self::Fitting { .. } | Self::Refused(_) => Vec::new(),
        }
    }

    /// The pairs that are fit, those of training first; none before they are prepared.
    pub(in crate::train) fn pairs(&self) -> Option<[Column<'_>; 2]> {
        if let Self::Fitting { terms, held_out } = self { Some([terms.column(), held_out.column()]) } else { None }
    }

    /// What [`Stage::head`], [`Stage::columns`] and [`Stage::pairs`] gave.
    pub(in crate::train) fn from_parts(
        head: &StageHead,
        parts: &mut Parts,
        pairs: Option<&Pairs>,
        config: &TrainConfig,
        most_pairs: usize,
    ) -> Result<Self, Misfit> {
        let small = |number: u64| usize::try_from(number).map_err(|_| Misfit);
        Ok(match head {
            StageHead::Counting(head) => Self::Counting(Counter::from_parts(head, parts, config.window, most_pairs)?),
            StageHead::CountingHeldOut(head) => {
                let terms = Terms::from_blocks(parts.blocks()?)?;
                let counter = Counter::from_parts(head, parts, config.window, most_pairs)?;
                Self::CountingHeldOut { terms, counter }
            }
            StageHead::Weighing { next, scale } => {
                let [terms, held_out] = both(parts)?;
                Self::Weighing { terms, held_out, next: small(*next)?, scale: *scale }
            }
            StageHead::Shuffling { n_left } => {
                let [terms, held_out] = both(parts)?;
                Self::Shuffling { terms, held_out, n_left: small(*n_left)? }
            }
            StageHead::Fitting => {
                let Pairs { terms, held_out } = pairs.ok_or(Misfit)?;
                Self::Fitting { terms: Arc::clone(terms), held_out: Arc::clone(held_out) }
            }
            StageHead::TooManyPairs { most } => Self::Refused(TrainError::TooManyPairs { most: small(*most)? }),
            StageHead::Memory { n_bytes } => Self::Refused(TrainError::Memory { n_bytes: *n_bytes }),
        })
    }
}

/// Pairs that are fit.
#[derive(Debug, Clone)]
pub(in crate::train) struct Pairs {
    terms: Arc<Terms>,
    held_out: Arc<Terms>,
}

impl Pairs {
    /// What [`Stage::pairs`] gave.
    pub(in crate::train) fn from_parts(parts: &mut Parts) -> Result<Self, Misfit> {
        let [terms, held_out] = both(parts)?;
        Ok(Self { terms: Arc::new(terms), held_out: Arc::new(held_out) })
    }
}

fn both(parts: &mut Parts) -> Result<[Terms; 2], Misfit> {
    Ok([Terms::from_blocks(parts.blocks()?)?, Terms::from_blocks(parts.blocks()?)?])
}
