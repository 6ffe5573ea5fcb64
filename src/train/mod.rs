//! Token ids to vectors.
//!
//! A [`Trainer`] is one run: made for a corpus, advanced in slices, read at any time. It drives one of four models
//! ([`Method`]), each in a file of its own under `model/` with its derivation. Below them, from the outside in:
//! `split` (what is held out), `evaluation` and `loss` (what the chart shows), `schedule` (learning rate), `windows`
//! (thinning, context, negatives), `sampler` (random words), [`kernel`] (the inner loop), `math` (its exponential),
//! `table` (its memory).

mod config;
mod evaluation;
pub mod kernel;
mod loss;
mod math;
mod model;
mod sampler;
mod schedule;
mod split;
mod trainer;
mod windows;

pub use config::{Method, Optimizer, TrainConfig, TrainError};
pub use loss::LossSample;
pub use sampler::{NegativeSampler, TrainRng};
pub use schedule::linear_decay;
pub use split::training_passages;
pub use trainer::Trainer;
