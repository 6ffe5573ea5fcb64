//! A checkpoint as it is saved: a small head, and long arrays.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Checkpoint, Snapshot};
use crate::{
    columns::{Column, Misfit, Parts, head_of},
    train::{
        config::TrainConfig,
        model::{
            ModelState,
            glove::packed::{Pairs, StageHead},
            glove::stage::Stage,
        },
        progress::Progress,
    },
};

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    n_words: u64,
    fingerprint: u64,
    most_pairs: u64,
    state: SnapshotHead,
    good: Good,
}

/// What the run would go back to.
#[derive(Debug, Serialize, Deserialize)]
enum Good {
    None,
    /// The state itself.
    State,
    /// Another state, whose floats are the same.
    SameFloats(SnapshotHead),
    /// Another state.
    Other(SnapshotHead),
}

#[derive(Debug, Serialize, Deserialize)]
struct SnapshotHead {
    config: TrainConfig,
    progress: Progress,
    n_operations: u64,
    stage: Option<StageHead>,
}

impl SnapshotHead {
    fn of(snapshot: &Snapshot) -> Self {
        Self {
            config: snapshot.config,
            progress: snapshot.progress.clone(),
            n_operations: snapshot.model.n_operations,
            stage: snapshot.model.stage.as_ref().map(Stage::head),
        }
    }

    fn with(
        self,
        floats: Arc<Vec<f32>>,
        parts: &mut Parts,
        pairs: Option<&Pairs>,
        most_pairs: usize,
    ) -> Result<Arc<Snapshot>, Misfit> {
        let Self { config, progress, n_operations, stage } = self;
        let stage = stage.map(|head| Stage::from_parts(&head, parts, pairs, &config, most_pairs)).transpose()?;
        Ok(Arc::new(Snapshot { config, progress, model: ModelState { floats, n_operations, stage } }))
    }
}

impl Checkpoint {
    /// What is not long, as bytes.
    pub fn head(&self) -> Vec<u8> {
        let good = match &self.good {
            None => Good::None,
            Some(good) if Arc::ptr_eq(good, &self.state) => Good::State,
            Some(good) if self.has_same_floats(good) => Good::SameFloats(SnapshotHead::of(good)),
            Some(good) => Good::Other(SnapshotHead::of(good)),
        };
        head_of(&Head {
            n_words: self.n_words as u64,
            fingerprint: self.fingerprint,
            most_pairs: self.most_pairs as u64,
            state: SnapshotHead::of(&self.state),
            good,
        })
    }

    fn has_same_floats(&self, good: &Snapshot) -> bool {
        Arc::ptr_eq(&good.model.floats, &self.state.model.floats)
    }

    /// The long arrays, but for [`Checkpoint::pairs`].
    pub fn columns(&self) -> Vec<Column<'_>> {
        let mut columns = vec![Column::Floats(&self.state.model.floats)];
        columns.extend(self.state.model.stage.iter().flat_map(Stage::columns));
        let other = self.good.as_ref().filter(|good| !self.has_same_floats(good));
        columns.extend(other.map(|good| Column::Floats(&good.model.floats)));
        columns
    }

    /// The pairs of words that `GloVe` fits, of training and of evaluation. From one checkpoint of a run to the next they are
    /// the same. None for another method, and none before they are counted and in order.
    pub fn pairs(&self) -> Option<[Column<'_>; 2]> {
        self.state.model.stage.as_ref()?.pairs()
    }

    /// What [`Checkpoint::head`], [`Checkpoint::columns`] and [`Checkpoint::pairs`] gave. Whether it is one of a run is known
    /// only once a [`Restorer`](crate::train::Restorer) has brought a trainer there. Errors: [`Misfit`].
    pub fn from_parts(mut parts: Parts, pairs: Option<Parts>) -> Result<Self, Misfit> {
        let Head { n_words, fingerprint, most_pairs, state, good } = parts.read_head()?;
        let small = |number: u64| usize::try_from(number).map_err(|_| Misfit);
        let most_pairs = small(most_pairs)?;
        let pairs = pairs.map(|mut parts| Pairs::from_parts(&mut parts)).transpose()?;
        let floats = Arc::new(parts.floats()?);
        let state = state.with(Arc::clone(&floats), &mut parts, pairs.as_ref(), most_pairs)?;
        let good = match good {
            Good::None => None,
            Good::State => Some(Arc::clone(&state)),
            // What there is to go back to is of a time when all pairs were counted, so it has no arrays but its floats.
            Good::SameFloats(head) => Some(head.with(floats, &mut Parts::default(), pairs.as_ref(), most_pairs)?),
            Good::Other(head) => {
                let floats = Arc::new(parts.floats()?);
                Some(head.with(floats, &mut Parts::default(), pairs.as_ref(), most_pairs)?)
            }
        };
        Ok(Self { n_words: small(n_words)?, fingerprint, most_pairs, state, good })
    }
}
