//! Token ids to vectors.
//!
//! [`SkipGram`] is the model: made for a corpus, advanced in slices, read at any time. Below it, from the outside in:
//! `schedule` (learning rate), `loss` (what the chart shows), `sampler` (random words), `kernel` (the inner loop), `math`
//! (its exponential), `table` (its memory).

mod kernel;
mod loss;
mod math;
mod sampler;
mod schedule;
mod skip_gram;
mod table;

pub use loss::LossSample;
pub use sampler::{NegativeSampler, TrainRng};
pub use schedule::linear_decay;
pub use skip_gram::{SkipGram, SkipGramConfig, TrainError};
pub use table::Table;
