//! A text together with the run that trains on it.

use super::opening::Text;
use crate::{
    protocol::{LossPoint, Method, NO_TOPIC, Opened, Optimizer, OutOfRange, Part, Phase, Progress, Setting, Settings},
    space::{Embedding, SpaceError, inverse_norms},
    text::{Corpus, TextError, Vocabulary, VocabularyOptions, encode},
    train::{self, TrainConfig, TrainError, Trainer},
};
use std::sync::Arc;

use thiserror::Error;

/// Words a vocabulary holds at most; the rarest are left out.
const MOST_WORDS: usize = 200_000;
/// Memory that a model may take: wasm has 4 GB at most, and the text and the pictures need theirs.
const MOST_BYTES: u64 = 2_000_000_000;
/// Words of the text between two looks at the clock: about a millisecond of training.
const TOKENS_PER_LOOK: u64 = 512;
/// Multiply-adds between two looks, at most.
const OPERATIONS_PER_LOOK: u64 = 2_000_000;
/// Parts of a run that Step takes one of.
const STEPS_PER_RUN: u64 = 100;
/// Words of the first heatmap of a text that brings none of its own.
const N_HEATMAP_WORDS: usize = 9;
/// The shortest word worth showing there: shorter ones are mostly grammar.
const LEAST_HEATMAP_LETTERS: usize = 4;

/// Why there can be no model of a text with these settings.
#[derive(Debug, Clone, PartialEq, Error)]
pub(super) enum ModelError {
    #[error(transparent)]
    Setting(#[from] OutOfRange),
    #[error(transparent)]
    Text(#[from] TextError),
    #[error(transparent)]
    Train(#[from] TrainError),
    #[error(
        "{dims} dimensions for {n_words} words{} need {} GB of memory, and this page has {}: lower Dimensions or \
         raise Minimum count.", if *is_beside { ", beside the model that is kept," } else { "" }, gigabytes(*n_bytes),
        gigabytes(MOST_BYTES)
    )]
    Memory { n_bytes: u64, n_words: usize, dims: u32, is_beside: bool },
    #[error(
        "With a copy of these vectors {} GB of memory would be needed, and this page has {}: lower Dimensions or raise \
         Minimum count, and train again.", gigabytes(*n_bytes), gigabytes(MOST_BYTES)
    )]
    Copy { n_bytes: u64 },
    #[error("Whether the and The are one word is decided while a text is read: open the text again.")]
    Case,
}

impl ModelError {
    /// A minimum count with which there could be one.
    pub(super) fn try_min_count(&self) -> Option<u32> {
        match self {
            Self::Text(TextError::TooFewWords { try_min_count, .. }) => *try_min_count,
            _ => None,
        }
    }
}

/// A text, its vocabulary, and a run at some point between its beginning and its end.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) vocabulary: Vocabulary,
    pub(super) text: Text,
    pub(super) phase: Phase,
    /// Bytes of another model that is kept.
    pub(super) n_bytes_kept: u64,
    settings: Settings,
    run: Trainer,
    /// Seconds spent in [`Phase::Training`].
    seconds_training: f64,
    /// Words passed in that time.
    tokens_timed: u64,
    /// Where Step ends.
    step_end: Option<u64>,
    n_loss_sent: usize,
    n_held_out_loss_sent: usize,
    /// Whether the trainer's vectors lag behind its training.
    is_stale: bool,
    /// See [`inverse_norms`]; empty while out of date.
    inverse_norms: Vec<f32>,
}

impl Model {
    /// A model at the beginning of its run, paused. `n_bytes_kept`: of another one that is kept.
    pub(super) fn new(text: Text, settings: Settings, n_bytes_kept: u64) -> Result<Self, ModelError> {
        let (vocabulary, run) = Self::parts(&text, &settings, n_bytes_kept)?;
        Ok(Self {
            vocabulary,
            text,
            phase: Phase::Paused,
            n_bytes_kept,
            settings,
            run,
            seconds_training: 0.0,
            tokens_timed: 0,
            step_end: None,
            n_loss_sent: 0,
            n_held_out_loss_sent: 0,
            is_stale: true,
            inverse_norms: Vec::new(),
        })
    }

    fn parts(text: &Text, settings: &Settings, n_bytes_kept: u64) -> Result<(Vocabulary, Trainer), ModelError> {
        settings.check()?;
        if settings.lowercase != text.lowercase {
            return Err(ModelError::Case);
        }
        let options = VocabularyOptions { min_count: settings.min_count, max_words: MOST_WORDS };
        let (vocabulary, corpus) = encode(&text.stream, &options)?;
        let n_bytes = settings.memory_bytes(vocabulary.len() as u64) + n_bytes_kept;
        if n_bytes > MOST_BYTES {
            let (n_words, dims) = (vocabulary.len(), settings.dims);
            return Err(ModelError::Memory { n_bytes, n_words, dims, is_beside: n_bytes_kept > 0 });
        }
        let run = Trainer::new(train_config(settings), vocabulary.counts(), Arc::new(corpus))?;
        Ok((vocabulary, run))
    }

    /// The same text with other settings, at the beginning of its run. On an error this model goes on as it was.
    pub(super) fn restart(&mut self, settings: Settings) -> Result<(), ModelError> {
        let (vocabulary, run) = Self::parts(&self.text, &settings, self.n_bytes_kept)?;
        (self.vocabulary, self.run) = (vocabulary, run);
        self.settings = settings;
        self.phase = Phase::Paused;
        (self.seconds_training, self.tokens_timed) = (0.0, 0);
        (self.n_loss_sent, self.n_held_out_loss_sent) = (0, 0);
        self.step_end = None;
        self.vectors_moved();
        Ok(())
    }

    /// Whether there is memory for another copy of the vectors.
    pub(super) fn check_room_for_copy(&self) -> Result<(), ModelError> {
        let n_words = self.vocabulary.len() as u64;
        let n_bytes_copied = 4 * n_words * u64::from(self.settings.dims);
        let n_bytes = self.settings.memory_bytes(n_words) + self.n_bytes_kept + n_bytes_copied;
        if n_bytes > MOST_BYTES { Err(ModelError::Copy { n_bytes }) } else { Ok(()) }
    }

    pub(super) fn settings(&self) -> Settings {
        self.settings
    }

    pub(super) fn play(&mut self) {
        if self.phase == Phase::Paused {
            self.phase = Phase::Training;
        }
    }

    pub(super) fn pause(&mut self) {
        if self.phase == Phase::Training {
            self.phase = Phase::Paused;
        }
        self.step_end = None;
    }

    /// Trains a part of the run, then pauses.
    pub(super) fn step(&mut self, part: Part) {
        if self.phase != Phase::Trained {
            self.phase = Phase::Training;
            self.step_end = Some(match part {
                Part::Slice => self.run.tokens_done() + self.run.tokens_total().div_ceil(STEPS_PER_RUN),
                Part::Epoch => self.run.tokens_at_epoch_end(),
            });
        }
    }

    /// Makes the run longer and goes on.
    pub(super) fn extend(&mut self, epochs: u32) -> Result<(), ModelError> {
        self.settings = self.settings.with(Setting::Epochs, f64::from(epochs.max(self.run.epochs())))?;
        self.run.extend(epochs);
        if !self.run.is_done() {
            self.phase = Phase::Training;
        }
        Ok(())
    }

    pub(super) fn set_learning_rate(&mut self, learning_rate: f64) -> Result<(), ModelError> {
        self.settings = self.settings.with(Setting::LearningRate, learning_rate)?;
        self.run.set_learning_rate(learning_rate)?;
        Ok(())
    }

    /// Trains until `deadline_secs`, the end of a step or the end of the run.
    pub(super) fn train(&mut self, clock: &dyn Fn() -> f64, deadline_secs: f64) -> Result<(), TrainError> {
        self.vectors_moved();
        while self.phase == Phase::Training {
            let left_of_step = self.step_end.map_or(u64::MAX, |end| end.saturating_sub(self.run.tokens_done()));
            let trained = self.run.advance(TOKENS_PER_LOOK.min(left_of_step.max(1)), OPERATIONS_PER_LOOK);
            match trained {
                Ok(n_tokens) => self.tokens_timed += n_tokens,
                Err(error) => {
                    self.pause();
                    // What was sent of the loss may be longer than what is left of it.
                    self.n_loss_sent = self.n_loss_sent.min(self.run.loss().len());
                    self.n_held_out_loss_sent = self.n_held_out_loss_sent.min(self.run.held_out_loss().len());
                    return Err(error);
                }
            }
            if self.run.is_done() {
                self.phase = Phase::Trained;
            } else if self.step_end.is_some_and(|end| self.run.tokens_done() >= end)
                // After the last word comes the last evaluation.
                && self.run.tokens_done() < self.run.tokens_total()
            {
                self.pause();
            }
            if clock() >= deadline_secs {
                break;
            }
        }
        Ok(())
    }

    /// Adds to the time that the rate is taken over.
    pub(super) fn add_training_time(&mut self, seconds: f64) {
        self.seconds_training += seconds;
    }

    fn vectors_moved(&mut self) {
        self.is_stale = true;
        self.inverse_norms.clear();
    }

    /// The vectors as they are now.
    pub(super) fn embedding(&mut self) -> Result<Embedding<'_>, SpaceError> {
        if std::mem::take(&mut self.is_stale) {
            self.run.refresh();
        }
        self.refreshed_embedding()
    }

    fn refreshed_embedding(&self) -> Result<Embedding<'_>, SpaceError> {
        let table = self.run.vectors();
        Embedding::new(table.as_floats(), table.n_rows(), table.dims())
    }

    /// The vectors with one over their norms.
    pub(super) fn embedding_and_norms(&mut self) -> Result<(Embedding<'_>, &[f32]), SpaceError> {
        if self.inverse_norms.is_empty() {
            self.inverse_norms = inverse_norms(self.embedding()?);
        }
        Ok((self.refreshed_embedding()?, &self.inverse_norms))
    }

    /// The vectors by which words are predicted; none where the method has no such vectors.
    pub(super) fn outputs(&self) -> Option<Result<Embedding<'_>, SpaceError>> {
        let table = self.run.outputs()?;
        Some(Embedding::new(table.as_floats(), table.n_rows(), table.dims()))
    }

    /// The text as word ids.
    pub(super) fn corpus(&self) -> &Corpus {
        self.run.corpus()
    }

    /// The same as a table.
    pub(super) fn table(&mut self) -> &crate::matrix::Matrix {
        if std::mem::take(&mut self.is_stale) {
            self.run.refresh();
        }
        self.run.vectors()
    }

    pub(super) fn tokens_done(&self) -> u64 {
        self.run.tokens_done()
    }

    pub(super) fn tokens_total(&self) -> u64 {
        self.run.tokens_total()
    }

    /// Seconds spent training.
    pub(super) fn seconds_training(&self) -> f64 {
        self.seconds_training
    }

    /// How far the run is, with the loss points that are new.
    pub(super) fn progress(&mut self, generation: u32) -> Progress {
        let new_points = |samples: &[train::LossSample], n_sent: &mut usize| {
            let new = &samples[std::mem::replace(n_sent, samples.len())..];
            new.iter().map(|sample| LossPoint { tokens: sample.tokens, loss: sample.loss }).collect()
        };
        let loss = new_points(self.run.loss(), &mut self.n_loss_sent);
        let held_out_loss = new_points(self.run.held_out_loss(), &mut self.n_held_out_loss_sent);
        let checksum = (self.phase == Phase::Trained)
            .then(|| self.embedding().map_or_else(|_| String::new(), |e| format!("{:016x}", e.checksum())));
        let (tokens_done, tokens_total) = (self.run.tokens_done(), self.run.tokens_total());
        let words_per_second = (self.seconds_training > 0.0 && self.tokens_timed > 0)
            .then(|| self.tokens_timed as f64 / self.seconds_training);
        Progress {
            generation,
            phase: self.phase,
            tokens_done,
            tokens_total,
            epoch: self.run.epoch(),
            epochs: self.run.epochs(),
            words_per_second,
            seconds_left: words_per_second
                .filter(|_| self.phase == Phase::Training)
                .map(|rate| (tokens_total - tokens_done.min(tokens_total)) as f64 / rate),
            learning_rate: self.run.learning_rate(),
            loss,
            held_out_loss,
            accuracy: Vec::new(),
            accuracy_set: 0,
            accuracy_cost: 0.0,
            checksum,
        }
    }

    /// What the page needs to know of this model from the start.
    pub(super) fn opened(&self, generation: u32) -> Opened {
        let Text { stream, topics, topic_of, landmarks, examples, .. } = &self.text;
        let words = self.vocabulary.words();
        let knows = |word: &String| self.vocabulary.id(word).is_some();
        Opened {
            generation,
            name: self.text.name.clone(),
            is_built_in: self.text.is_built_in,
            n_tokens: stream.n_tokens(),
            n_tokens_kept: self.run.corpus().ids.len() as u64,
            n_tokens_held_out: self.run.n_held_out_tokens(),
            n_distinct: stream.n_distinct() as u64,
            n_sentences: stream.n_sentences() as u64,
            n_replaced: stream.n_replaced(),
            settings: self.settings,
            words: words.to_vec(),
            counts: self.vocabulary.counts().to_vec(),
            topics: topics.clone(),
            topic_of_word: words
                .iter()
                .map(|w| topic_of.get(&w.to_lowercase()).map_or(NO_TOPIC, |&topic| topic as u8))
                .collect(),
            landmarks: landmarks.iter().filter_map(|word| self.vocabulary.id(word)).collect(),
            examples: examples.iter().filter(|words| words.iter().all(knows)).cloned().collect(),
            heatmaps: self.heatmaps(),
        }
    }

    /// Words worth a heatmap: those the text brings, else the most frequent ones that are not short.
    fn heatmaps(&self) -> Vec<(String, Vec<String>)> {
        let knows = |word: &&String| self.vocabulary.id(word).is_some();
        let of_text = self.text.heatmaps.iter();
        let of_text = of_text.map(|(name, words)| (name.clone(), words.iter().filter(knows).cloned().collect()));
        let of_text: Vec<(String, Vec<String>)> = of_text.filter(|(_, words): &(_, Vec<_>)| words.len() >= 2).collect();
        if !of_text.is_empty() {
            return of_text;
        }
        let words = self.vocabulary.words().iter();
        let words = words.filter(|word| word.chars().count() >= LEAST_HEATMAP_LETTERS).take(N_HEATMAP_WORDS);
        vec![("frequent words".to_owned(), words.cloned().collect())]
    }
}

/// With one decimal, rounded up: what is refused is more than what there is.
fn gigabytes(n_bytes: u64) -> String {
    let tenths = n_bytes.div_ceil(100_000_000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What a trainer is told of the settings that a page has.
pub fn train_config(settings: &Settings) -> TrainConfig {
    let method = match settings.method {
        Method::SkipGram => train::Method::SkipGram,
        Method::Softmax => train::Method::Softmax(match settings.optimizer {
            Optimizer::Sgd => train::Optimizer::Sgd,
            Optimizer::Adam => train::Optimizer::Adam,
        }),
        Method::Cbow => train::Method::Cbow,
        Method::Glove => train::Method::Glove { x_max: settings.x_max, alpha: settings.alpha },
    };
    TrainConfig {
        method,
        dims: settings.dims as usize,
        window: settings.window,
        is_harmonic: settings.harmonic,
        negatives: settings.negatives,
        epochs: settings.epochs,
        subsample: settings.subsample,
        learning_rate: settings.learning_rate,
        weight_decay: settings.weight_decay,
        seed: settings.seed,
    }
}
