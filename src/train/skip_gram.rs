//! Skip-gram with negative sampling (Mikolov et al. 2013b, "Distributed Representations of Words and Phrases and their
//! Compositionality", sections 2.2 and 2.3).
//!
//! For each center word, a window of 1 to `window` words to each side is drawn; every word in it predicts the center
//! against `negatives` drawn words. Two things are as in word2vec.c rather than in the paper: frequent words are left out
//! before the window is laid (so that it reaches further), and the context word's input vector is paired with the
//! center's output vector. One thing is as in Ji et al. 2016: all context words of a center share its negatives, see
//! [`super::kernel`].

use rand::SeedableRng;
use thiserror::Error;

use super::{
    kernel::{self, MOST_TARGETS, Scratch, Targets},
    loss::{LossLog, LossSample},
    sampler::{NegativeSampler, TrainRng, below, unit},
    schedule::linear_decay,
    table::Table,
};
use crate::text::{Corpus, keep_probability};

/// What a run of skip-gram is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SkipGramConfig {
    /// Length of a word vector, at least 1.
    pub dims: usize,
    /// Words to each side of the center, at most; at least 1.
    pub window: u32,
    /// Negative samples for each center word, 1 to 31.
    pub negatives: u32,
    /// Passes over the text, at least 1.
    pub epochs: u32,
    /// Threshold of the subsampling of frequent words; 0 keeps every word.
    pub subsample: f64,
    /// Learning rate at the start.
    pub learning_rate: f64,
    /// Seed of every random choice.
    pub seed: u32,
}

/// Why a run cannot begin.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum TrainError {
    /// A setting has a value it may not have.
    #[error("{name} must be from {least} to {most}; {found} is not.")]
    OutOfRange {
        /// The setting.
        name: &'static str,
        /// Its value.
        found: u64,
        /// Least value.
        least: u64,
        /// Greatest value.
        most: u64,
    },
    /// There is nothing to tell apart.
    #[error("Training needs at least two different words; this text has {n_words}.")]
    TooFewWords {
        /// Words of the vocabulary.
        n_words: usize,
    },
    /// The learning rate was too high: a number outgrew what a float can hold.
    #[error(
        "Training diverged: the learning rate {learning_rate} is too high for this text. Lower it and restart; the last \
         good vectors are kept."
    )]
    Diverged {
        /// The initial rate.
        learning_rate: f64,
    },
}

/// Streams of the generator: one for each use, so that one more draw here does not shift the others.
mod stream {
    pub(super) const INITIAL: u64 = 1;
    pub(super) const TRAINING: u64 = 2;
}

/// A model in training. Between two calls it stands between two sentences, whatever `advance` was asked for; so its bits
/// do not depend on how the work was sliced.
#[derive(Debug, Clone)]
pub struct SkipGram {
    config: SkipGramConfig,
    /// Context words' vectors: the embedding.
    inputs: Table,
    /// Center words' vectors.
    outputs: Table,
    sampler: NegativeSampler,
    /// For each word the chance to be kept, as a 32-bit fraction; `u32::MAX` always keeps.
    keep: Vec<u32>,
    rng: TrainRng,
    position: Position,
    loss: LossLog,
    sentence: Vec<u32>,
    contexts: Vec<u32>,
    targets: Targets,
    scratch: Scratch,
}

/// Where in the run a model stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    /// Epochs done.
    epoch: u32,
    /// The next sentence of the epoch under way.
    sentence: usize,
    /// Words of the text passed, over all epochs.
    tokens_done: u64,
    /// Words of the whole run.
    tokens_total: u64,
}

impl SkipGram {
    /// A model for a corpus whose word `i` occurs `counts[i]` times. Its vectors are drawn from the seed, uniform in
    /// `(-0.5, 0.5) / dims` for inputs and zero for outputs, as in word2vec.c.
    pub fn new(config: SkipGramConfig, counts: &[u32], corpus: &Corpus) -> Result<Self, TrainError> {
        check("dims", config.dims as u64, 1, 4096)?;
        check("window", u64::from(config.window), 1, 1000)?;
        check("negatives", u64::from(config.negatives), 1, MOST_TARGETS as u64 - 1)?;
        check("epochs", u64::from(config.epochs), 1, 1_000_000)?;
        if counts.len() < 2 {
            return Err(TrainError::TooFewWords { n_words: counts.len() });
        }
        let mut inputs = Table::zeros(counts.len(), config.dims);
        let mut rng = generator(config.seed, stream::INITIAL);
        inputs.fill_with(|| (unit(&mut rng) - 0.5) / config.dims as f32);
        let n_tokens = corpus.ids.len() as u64;
        let tokens_total = n_tokens * u64::from(config.epochs);
        let keep = counts.iter().map(|&count| {
            let probability = keep_probability(u64::from(count), n_tokens, config.subsample);
            (probability * f64::from(u32::MAX)) as u32
        });
        Ok(Self {
            config,
            outputs: Table::zeros(counts.len(), config.dims),
            sampler: NegativeSampler::new(counts),
            keep: keep.collect(),
            rng: generator(config.seed, stream::TRAINING),
            position: Position { epoch: 0, sentence: 0, tokens_done: 0, tokens_total },
            loss: LossLog::new(tokens_total),
            sentence: Vec::new(),
            contexts: Vec::with_capacity(2 * config.window as usize),
            targets: Targets::new(),
            scratch: Scratch::new(&inputs),
            inputs,
        })
    }

    /// Trains on whole sentences until at least `n_tokens` more words of the text are passed, or the run is done.
    /// `corpus` is the one the model was made for. Returns how many words were passed.
    pub fn advance(&mut self, corpus: &Corpus, n_tokens: u64) -> Result<u64, TrainError> {
        let start = self.position.tokens_done;
        while !self.is_done() && self.position.tokens_done - start < n_tokens {
            let n = self.train_sentence(corpus.sentence(self.position.sentence));
            self.position.tokens_done += n as u64;
            self.position.sentence += 1;
            if self.position.sentence == corpus.n_sentences() {
                self.position.sentence = 0;
                self.position.epoch += 1;
            }
            if !self.loss.close_stretch(self.position.tokens_done, self.is_done()) {
                return Err(TrainError::Diverged { learning_rate: self.config.learning_rate });
            }
        }
        Ok(self.position.tokens_done - start)
    }

    /// Trains on one sentence and returns its length in words, left-out ones included.
    fn train_sentence(&mut self, ids: &[u32]) -> usize {
        let rate = self.learning_rate() as f32;
        self.sentence.clear();
        for &id in ids {
            let keep = self.keep[id as usize];
            // Words that are always kept cost no draw.
            if keep == u32::MAX || rand::Rng::next_u32(&mut self.rng) <= keep {
                self.sentence.push(id);
            }
        }
        let mut loss = 0.0_f64;
        let mut n_pairs = 0_u64;
        for center in 0..self.sentence.len() {
            let reach = 1 + below(&mut self.rng, self.config.window) as usize;
            let from = center.saturating_sub(reach);
            let to = (center + reach + 1).min(self.sentence.len());
            self.contexts.clear();
            self.contexts.extend_from_slice(&self.sentence[from..center]);
            self.contexts.extend_from_slice(&self.sentence[center + 1..to]);
            if self.contexts.is_empty() {
                continue;
            }
            self.targets.start(self.sentence[center]);
            for _ in 0..self.config.negatives {
                self.targets.add_negative(self.sampler.draw(&mut self.rng));
            }
            loss += f64::from(kernel::train_center(
                &mut self.inputs,
                &mut self.outputs,
                &self.contexts,
                &self.targets,
                rate,
                &mut self.scratch,
            ));
            n_pairs += self.contexts.len() as u64;
        }
        self.loss.add(loss, n_pairs);
        ids.len()
    }

    /// The word vectors.
    pub fn inputs(&self) -> &Table {
        &self.inputs
    }

    /// The vectors of words as predicted centers.
    pub fn outputs(&self) -> &Table {
        &self.outputs
    }

    /// Whether the last epoch is done.
    pub fn is_done(&self) -> bool {
        self.position.tokens_done >= self.position.tokens_total
    }

    /// Words of the text passed, over all epochs.
    pub fn tokens_done(&self) -> u64 {
        self.position.tokens_done
    }

    /// Words of the whole run.
    pub fn tokens_total(&self) -> u64 {
        self.position.tokens_total
    }

    /// The epoch under way, from 1; the last one once the run is done.
    pub fn epoch(&self) -> u32 {
        (self.position.epoch + 1).min(self.config.epochs)
    }

    /// The rate of the next sentence.
    pub fn learning_rate(&self) -> f64 {
        linear_decay(self.config.learning_rate, self.position.tokens_done, self.position.tokens_total)
    }

    /// Changes the rate that the decay started from; holds from the next sentence on.
    pub fn set_learning_rate(&mut self, learning_rate: f64) {
        self.config.learning_rate = learning_rate;
    }

    /// The loss points so far, oldest first.
    pub fn loss(&self) -> &[LossSample] {
        self.loss.samples()
    }
}

fn generator(seed: u32, stream: u64) -> TrainRng {
    let mut mixed = [0; 16];
    mixed[..8].copy_from_slice(&(u64::from(seed) ^ 0x9e37_79b9_7f4a_7c15).to_le_bytes());
    mixed[8..].copy_from_slice(&stream.to_le_bytes());
    TrainRng::from_seed(mixed)
}

fn check(name: &'static str, found: u64, least: u64, most: u64) -> Result<(), TrainError> {
    if (least..=most).contains(&found) { Ok(()) } else { Err(TrainError::OutOfRange { name, found, least, most }) }
}
