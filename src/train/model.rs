//! The models, behind one face.

use super::{TrainConfig, TrainError, config::Method, loss::Tally, sampler::TrainRng, split::Split};
use crate::matrix::Matrix;
use crate::text::Corpus;

mod cbow;
mod cooccurrence;
mod glove;
mod skip_gram;
pub(super) mod softmax;

use cbow::Cbow;
use glove::Glove;
use skip_gram::SkipGram;
use softmax::Softmax;

/// The text of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) split: &'a Split,
}

/// One step of a trainer through its run: a **unit** of a **pass**. A unit is the smallest piece that training can stop
/// behind: a passage, or some pairs of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// From 0; a model may begin with passes that only prepare ([`Model::n_preparations`]).
    pub(super) pass: u32,
    /// From 0, within the pass.
    pub(super) unit: usize,
}

/// What a trainer asks of a model.
pub(super) trait Model: std::fmt::Debug + Send {
    /// Passes before the first epoch.
    fn n_preparations(&self) -> u32 {
        0
    }

    /// Units of a pass; may be known only once the pass has begun, and is at least 1.
    fn n_units(&self, text: Text<'_>, pass: u32) -> usize;

    /// Does one unit. Returns the words of the text that it stands for; over a pass they add up to those of the text's
    /// training part.
    fn train(
        &mut self,
        text: Text<'_>,
        place: Place,
        rate: f32,
        rng: &mut TrainRng,
        tally: &mut Tally,
    ) -> Result<u64, TrainError>;

    /// Units of an evaluation on the held-out part; 0 where there is none.
    fn n_evaluation_units(&self, text: Text<'_>) -> usize;

    /// Adds the loss of one of them, and changes nothing. Returns the words that it stands for.
    fn evaluate(&mut self, text: Text<'_>, unit: usize, rng: &mut TrainRng, tally: &mut Tally) -> u64;

    /// The mean loss of a model that knows nothing, where that can be said beforehand.
    fn untrained_loss(&self) -> Option<f64>;

    /// Brings [`Model::vectors`] up to date.
    fn refresh(&mut self) {}

    /// The word vectors, as of the last [`Model::refresh`].
    fn vectors(&self) -> &Matrix;

    /// The vectors by which words are predicted, one a word, where the model has them.
    fn outputs(&self) -> Option<&Matrix> {
        None
    }

    /// Everything that training changes, but for the generator.
    fn state(&mut self) -> Vec<&mut [f32]>;

    /// Multiplications and additions done so far, counted separately.
    fn n_operations(&self) -> u64;
}

/// The model of a run.
pub(super) fn new(config: &TrainConfig, counts: &[u32], text: Text<'_>, rng: &mut TrainRng) -> Box<dyn Model> {
    match config.method {
        Method::SkipGram => Box::new(SkipGram::new(config, counts, rng)),
        Method::Softmax(optimizer) => Box::new(Softmax::new(config, optimizer, counts, rng)),
        Method::Cbow => Box::new(Cbow::new(config, counts, rng)),
        Method::Glove { x_max, alpha } => Box::new(Glove::new(config, x_max, alpha, counts.len(), text, rng)),
    }
}

/// Vectors to begin with: uniform in `(-2, 2) / dims`. word2vec.c has a quarter of that and gensim half; nothing moves
/// while they are nearly zero, and short runs come further the sooner that is over (`benches/RESULTS.md`).
fn initial_vectors(n_words: usize, dims: usize, rng: &mut TrainRng) -> Matrix {
    let mut table = Matrix::zeros(n_words, dims);
    table.fill_with(|| 4.0 * (super::sampler::unit(rng) - 0.5) / dims as f32);
    table
}

#[cfg(test)]
mod tests;
