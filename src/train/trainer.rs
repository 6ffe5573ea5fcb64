//! One run of one model: how far it is, what it loses, and how it is stopped, resumed and lengthened.

use crate::matrix::Matrix;
use rand::SeedableRng;

use super::{
    TrainConfig, TrainError,
    config::Method,
    evaluation::Evaluation,
    loss::{LossLog, LossSample, Tally},
    model::{self, Model, Place, Text},
    sampler::TrainRng,
    schedule::linear_decay,
    split::Split,
};
use crate::text::{Corpus, keep_probability};

/// Evaluations in an epoch.
const EVALUATIONS_PER_EPOCH: u64 = 4;
/// A mean loss over so many times that of a model that knows nothing is no noise: the run diverges.
const DIVERGED_FACTOR: f64 = 4.0;
/// The last good vectors are kept at most once in a number of words that is their number of floats divided by this, so
/// that copying stays under a hundredth of the work.
const FLOATS_PER_WORD: usize = 16;
/// A pass of which a smaller share is left after subsampling teaches nothing.
const LEAST_SHARE: f64 = 0.01;

/// Streams of the generator: one for each use, so that one more draw here does not shift the others.
mod stream {
    pub(super) const INITIAL: u64 = 1;
    pub(super) const TRAINING: u64 = 2;
    pub(super) const HELD_OUT: u64 = 3;
}

/// Where in the run a trainer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    /// What comes next.
    place: Place,
    /// Words of the text passed, over all passes.
    tokens_done: u64,
}

/// A state to go back to.
#[derive(Debug, Clone)]
struct Kept {
    position: Position,
    rng: TrainRng,
    floats: Vec<f32>,
}

/// A model in training on a corpus.
///
/// Between two calls it stands between two units of its model (passages, or small batches of pairs), whatever
/// [`Trainer::advance`] was asked for, and all it goes by is in its fields: so its bits do not depend on how the work was
/// sliced. A second worker's share of a pass would be a range of its units.
#[derive(Debug)]
pub struct Trainer {
    config: TrainConfig,
    split: Split,
    model: Box<dyn Model>,
    rng: TrainRng,
    position: Position,
    tally: Tally,
    loss: LossLog,
    evaluation: Evaluation,
    kept: Option<Kept>,
}

impl Trainer {
    /// A trainer for a corpus whose word `i` occurs `counts[i]` times, at the beginning of its run. Vectors are drawn
    /// from the seed.
    pub fn new(config: TrainConfig, counts: &[u32], corpus: &Corpus) -> Result<Self, TrainError> {
        config.check(counts.len())?;
        let split = Split::new(corpus);
        if !split.training().iter().any(|span| span.range().len() > 1) {
            return Err(TrainError::NoNeighbors);
        }
        check_subsample(&config, counts)?;
        let mut initial = generator(config.seed, stream::INITIAL);
        let model = model::new(&config, counts, Text { corpus, split: &split }, &mut initial);
        let mut trainer = Self {
            rng: generator(config.seed, stream::TRAINING),
            position: Position { place: Place { pass: 0, unit: 0 }, tokens_done: 0 },
            tally: Tally::default(),
            loss: LossLog::new(split.n_training_tokens() * u64::from(config.epochs + model.n_preparations())),
            evaluation: Evaluation::new(
                split.n_training_tokens() / EVALUATIONS_PER_EPOCH,
                generator(config.seed, stream::HELD_OUT),
            ),
            kept: None,
            config,
            split,
            model,
        };
        trainer.model.refresh();
        Ok(trainer)
    }

    /// Trains until at least `n_tokens` more words of the text are passed or evaluated, or the run is done. `corpus` is
    /// the one the trainer was made for. Returns how many words were trained on.
    ///
    /// Errors: [`TrainError::Diverged`], and the trainer stands where its vectors were last good;
    /// [`TrainError::TooManyPairs`], and it will come to nothing else.
    pub fn advance(&mut self, corpus: &Corpus, n_tokens: u64) -> Result<u64, TrainError> {
        let start = self.position.tokens_done;
        let mut n_evaluated = 0;
        while !self.is_done() && self.position.tokens_done - start + n_evaluated < n_tokens {
            if self.evaluation.is_due(self.position.tokens_done, self.is_trained()) {
                if self.evaluation.is_beginning() {
                    self.keep();
                }
                let text = Text { corpus, split: &self.split };
                n_evaluated += self.evaluation.advance(self.model.as_mut(), text, self.position.tokens_done);
            } else {
                self.train_unit(corpus)?;
            }
        }
        Ok(self.position.tokens_done - start)
    }

    fn train_unit(&mut self, corpus: &Corpus) -> Result<(), TrainError> {
        let text = Text { corpus, split: &self.split };
        let place = self.position.place;
        let rate = self.learning_rate() as f32;
        let n_tokens = self.model.train(text, place, rate, &mut self.rng, &mut self.tally)?;
        self.position.tokens_done += n_tokens;
        self.position.place.unit += 1;
        if self.position.place.unit >= self.model.n_units(text, place.pass) {
            self.position.place = Place { pass: place.pass + 1, unit: 0 };
        }
        let is_end = self.loss.is_end(self.position.tokens_done, self.is_trained());
        if !self.tally.sum.is_finite() || (is_end && self.is_diverged()) {
            return Err(self.go_back());
        }
        if is_end {
            self.loss.close(self.position.tokens_done, std::mem::take(&mut self.tally));
        }
        Ok(())
    }

    /// Whether the stretch that ends here is far worse than knowing nothing.
    fn is_diverged(&self) -> bool {
        let first = self.loss.samples().first().map(|sample| f64::from(sample.loss));
        let reference = self.model.untrained_loss().or(first);
        self.tally.mean().zip(reference).is_some_and(|(mean, reference)| mean > DIVERGED_FACTOR * reference)
    }

    /// Keeps the state as it is, where that was long enough ago.
    fn keep(&mut self) {
        let state = self.model.state();
        let n_floats: usize = state.iter().map(|floats| floats.len()).sum();
        let is_recent = self.kept.as_ref().is_some_and(|kept| {
            self.position.tokens_done - kept.position.tokens_done < (n_floats / FLOATS_PER_WORD) as u64
        });
        if is_recent {
            return;
        }
        let mut floats = self.kept.take().map_or_else(Vec::new, |kept| kept.floats);
        floats.clear();
        floats.reserve_exact(n_floats);
        for part in state {
            floats.extend_from_slice(part);
        }
        self.kept = Some(Kept { position: self.position, rng: self.rng.clone(), floats });
    }

    /// Goes back to the last good state, and says so.
    fn go_back(&mut self) -> TrainError {
        let tokens_done = self.position.tokens_done;
        if let Some(kept) = &self.kept {
            let mut rest = kept.floats.as_slice();
            for part in self.model.state() {
                let (floats, others) = rest.split_at(part.len());
                part.copy_from_slice(floats);
                rest = others;
            }
            self.position = kept.position;
            self.rng = kept.rng.clone();
        }
        self.tally = Tally::default();
        self.loss.rewind(self.position.tokens_done);
        self.evaluation.rewind(self.position.tokens_done);
        TrainError::Diverged {
            learning_rate: self.config.learning_rate,
            tokens_done,
            tokens_kept: self.position.tokens_done,
        }
    }

    /// Makes [`Trainer::vectors`] those of now.
    pub fn refresh(&mut self) {
        self.model.refresh();
    }

    /// The vectors by which words are predicted, one a word; none for a method without them (`GloVe`).
    pub fn outputs(&self) -> Option<&Matrix> {
        self.model.outputs()
    }

    /// The word vectors, as of the last [`Trainer::refresh`].
    pub fn vectors(&self) -> &Matrix {
        self.model.vectors()
    }

    /// Whether the last epoch is trained and evaluated.
    pub fn is_done(&self) -> bool {
        self.is_trained() && !self.evaluation.is_due(self.position.tokens_done, true)
    }

    fn is_trained(&self) -> bool {
        self.position.place.pass >= self.config.epochs + self.model.n_preparations()
    }

    /// Words of the text passed, over all epochs; a model that first counts pairs passes the text once for that.
    pub fn tokens_done(&self) -> u64 {
        self.position.tokens_done
    }

    /// Words of the whole run.
    pub fn tokens_total(&self) -> u64 {
        self.split.n_training_tokens() * u64::from(self.config.epochs + self.model.n_preparations())
    }

    /// Words of the text at the end of the epoch under way.
    pub fn tokens_at_epoch_end(&self) -> u64 {
        self.split.n_training_tokens() * u64::from(self.position.place.pass + 1)
    }

    /// Words of sentences that are never trained on.
    pub fn n_held_out_tokens(&self) -> u64 {
        self.split.n_held_out_tokens()
    }

    /// The epoch under way, from 1; 0 while pairs are counted; the last one once the run is done.
    pub fn epoch(&self) -> u32 {
        (self.position.place.pass + 1).saturating_sub(self.model.n_preparations()).min(self.config.epochs)
    }

    /// Epochs of the whole run.
    pub fn epochs(&self) -> u32 {
        self.config.epochs
    }

    /// Makes the run `epochs` long, at least as long as it is; a finished run goes on. The learning rate's decay is then
    /// that of the longer run, so the rate rises again: the vectors are not those of a run that was so long from the
    /// beginning.
    pub fn extend(&mut self, epochs: u32) {
        self.config.epochs = epochs.max(self.config.epochs);
    }

    /// The rate of the next unit.
    pub fn learning_rate(&self) -> f64 {
        match self.config.method {
            // AdaGrad does its own slowing down.
            Method::Glove { .. } => self.config.learning_rate,
            _ => linear_decay(self.config.learning_rate, self.position.tokens_done, self.tokens_total()),
        }
    }

    /// Changes the rate that the decay starts from; holds from the next unit on.
    pub fn set_learning_rate(&mut self, learning_rate: f64) {
        self.config.learning_rate = learning_rate;
    }

    /// Mean losses of training so far, oldest first.
    pub fn loss(&self) -> &[LossSample] {
        self.loss.samples()
    }

    /// Mean losses on the held-out sentences so far, oldest first: before training, four times an epoch, and at the end.
    /// Empty where the text is too short to spare any.
    pub fn held_out_loss(&self) -> &[LossSample] {
        self.evaluation.samples()
    }

    /// Multiplications and additions so far, counted separately, of the model's inner loops.
    pub fn n_operations(&self) -> u64 {
        self.model.n_operations()
    }
}

fn check_subsample(config: &TrainConfig, counts: &[u32]) -> Result<(), TrainError> {
    if config.subsample <= 0.0 || matches!(config.method, Method::Glove { .. }) {
        return Ok(());
    }
    let n_tokens: u64 = counts.iter().map(|&count| u64::from(count)).sum();
    let left = |&count: &u32| f64::from(count) * keep_probability(u64::from(count), n_tokens, config.subsample);
    let n_left: f64 = counts.iter().map(left).sum();
    if n_left >= 2.0 && n_left >= LEAST_SHARE * n_tokens as f64 {
        return Ok(());
    }
    Err(TrainError::NothingLeft { subsample: config.subsample, n_left: n_left as u64, n_tokens })
}

fn generator(seed: u32, stream: u64) -> TrainRng {
    let mut mixed = [0; 16];
    mixed[..8].copy_from_slice(&(u64::from(seed) ^ 0x9e37_79b9_7f4a_7c15).to_le_bytes());
    mixed[8..].copy_from_slice(&stream.to_le_bytes());
    TrainRng::from_seed(mixed)
}

#[cfg(test)]
mod tests;
