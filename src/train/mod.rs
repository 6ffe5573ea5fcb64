//! Token ids to vectors.
//!
//! A [`Trainer`] is one run: made for a corpus ([`TrainerBuilder`] makes it in slices), advanced in slices, read at any
//! time, saved and resumed as a [`Checkpoint`]. [`TrainConfig`] says what it is made of, and [`memory`] what it takes.
//!
//! ```
//! use std::sync::Arc;
//! use embedding_explorer::{text::Corpus, train::{TrainConfig, Trainer}};
//!
//! // A text of two sentences, whose words are numbered by how often they occur.
//! let corpus = Corpus::of_sentences(vec![0, 1, 2, 0, 2, 1], vec![3, 6]);
//! let config = TrainConfig { dims: 4, subsample: 0.0, ..TrainConfig::default() };
//! let mut trainer = Trainer::new(config, &[2, 2, 2], Arc::new(corpus))?;
//! while !trainer.is_done() {
//!     trainer.advance(u64::MAX, 1_000_000)?;
//! }
//! trainer.refresh();
//! assert_eq!(trainer.vectors().vector(0).len(), 4);
//! # Ok::<(), embedding_explorer::train::TrainError>(())
//! ```
//!
//! A trainer drives one of four models ([`Method`]), each in a file of its own under `model/` with its derivation. Below
//! them, from the outside in: `checkpoint` and `progress` (what a run goes on from), `held_out` and `loss` (what the
//! chart shows), `schedule` (learning rate), `split` (what is held out), `windows` (thinning, context, negatives),
//! `tables` (first vectors), `loan` (those that are lent), `sampler` (random words), `generator` (random numbers), [`kernel`] (the inner loop), `math`
//! (its exponential).

mod budget;
mod checkpoint;
mod config;
mod error;
mod generator;
mod held_out;
pub mod kernel;
mod loan;
mod loss;
mod math;
mod memory;
mod model;
mod progress;
mod sampler;
mod schedule;
mod split;
mod tables;
mod trainer;
mod unit;
mod windows;

pub use checkpoint::{Checkpoint, RestoreError};
pub use config::{MOST_PAIRS, MOST_SOFTMAX_WORDS, MOST_TARGETS, Method, Optimizer, TrainConfig};
pub use error::TrainError;
pub use generator::{TrainRng, Use, generator};
pub use loan::{DRAWN, Loan, LoanMisfit};
pub use loss::LossSample;
pub use memory::{TrainMemory, memory};
pub use sampler::NegativeSampler;
pub use schedule::linear_decay;
pub use split::training_passages;
pub use tables::initial_vector;
pub use trainer::{Trainer, builder::TrainerBuilder, checkpoint_builder::CheckpointBuilder, restorer::Restorer};
