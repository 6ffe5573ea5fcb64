//! A trainer that is made in slices: the split of its text, its samplers, and its first vectors.

use std::sync::Arc;

use super::Trainer;
use crate::{
    matrix::Matrix,
    text::{Corpus, keep_probability},
    train::{
        budget::Budget,
        config::{MOST_PAIRS, Method, Optimizer, TrainConfig},
        error::TrainError,
        generator::{Use, mixed},
        loan::{DRAWN, Loan, Paces},
        loss::N_STRETCHES,
        model::{
            Model,
            cbow::Cbow,
            glove::{Glove, stage::Weighing},
            skip_gram::SkipGram,
            softmax::Softmax,
        },
        progress::Progress,
        split::{Split, SplitBuilder},
        tables::{Fill, TablesBuilder},
        windows::{Windows, WindowsBuilder},
    },
};

/// Evaluations in an epoch.
const EVALUATIONS_PER_EPOCH: u64 = 4;
/// A pass of which a smaller share is left after subsampling teaches nothing.
const LEAST_SHARE: f64 = 0.01;

/// A trainer that is being made.
#[derive(Debug)]
pub struct TrainerBuilder {
    config: TrainConfig,
    counts: Vec<u32>,
    corpus: Arc<Corpus>,
    most_pairs: usize,
    loan: Option<Arc<Loan>>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Splitting(SplitBuilder),
    /// Tables for thinning and negatives; `GloVe` has none.
    Sampling(Split, WindowsBuilder),
    Filling(Split, Option<Windows>, TablesBuilder),
    Refreshing(Box<Trainer>),
    Ready(Box<Trainer>),
    Refused(TrainError),
}

impl TrainerBuilder {
    /// Begins a trainer for a corpus whose word `i` occurs `counts[i]` times: at least once each, and no id of the
    /// corpus is beyond them.
    ///
    /// Errors: settings that are out of range or unfit for the text, as far as its counts tell.
    pub fn new(config: TrainConfig, counts: &[u32], corpus: Arc<Corpus>) -> Result<Self, TrainError> {
        config.check(counts.len())?;
        check_subsample(&config, counts)?;
        let mut own_counts = Vec::new();
        own_counts.try_reserve_exact(counts.len()).map_err(|_| TrainError::memory(size_of_val(counts)))?;
        own_counts.extend_from_slice(counts);
        let stage = Stage::Splitting(SplitBuilder::default());
        Ok(Self { config, counts: own_counts, corpus, most_pairs: MOST_PAIRS, loan: None, stage })
    }

    /// Refuses a text of more pairs than this to `GloVe`; 16 bytes each. 50 million is the default.
    #[must_use]
    pub fn most_pairs(self, most_pairs: usize) -> Self {
        Self { most_pairs, ..self }
    }

    /// The vectors that a run with a [`TrainConfig::borrowed_rate`] begins with.
    #[must_use]
    pub fn lent(self, loan: Arc<Loan>) -> Self {
        Self { loan: Some(loan), ..self }
    }

    /// Goes on for about `n_operations` multiply-adds, or for one allocation. True once the trainer is ready.
    ///
    /// Errors: [`TrainError::NoNeighbors`], [`TrainError::Memory`], and those of a loan: [`TrainError::Loan`] where a run that
    /// borrows has none that fits, [`TrainError::LargeLoan`]; then the same again at each call.
    pub fn advance(&mut self, n_operations: u64) -> Result<bool, TrainError> {
        let mut budget = Budget::new(n_operations.max(1));
        let stage = std::mem::replace(&mut self.stage, Stage::Refused(TrainError::NoNeighbors));
        match self.advanced(stage, &mut budget) {
            Ok(stage) => {
                self.stage = stage;
                Ok(self.is_ready())
            }
            Err(error) => {
                self.stage = Stage::Refused(error.clone());
                Err(error)
            }
        }
    }

    /// Whether it has come to its end.
    pub fn is_ready(&self) -> bool {
        matches!(self.stage, Stage::Ready(_))
    }

    /// The text.
    pub fn corpus(&self) -> &Arc<Corpus> {
        &self.corpus
    }

    /// How far it is, in [0, 1]: the share of the vectors that are drawn, which is most of the work.
    pub fn share_done(&self) -> f64 {
        match &self.stage {
            Stage::Splitting(_) | Stage::Sampling(..) | Stage::Refused(_) => 0.0,
            Stage::Filling(_, _, tables) => tables.share_done(),
            Stage::Refreshing(_) | Stage::Ready(_) => 1.0,
        }
    }

    /// The trainer, at the beginning of its run.
    ///
    /// # Panics
    /// Where [`TrainerBuilder::advance`] has not returned true.
    pub fn finish(self) -> Trainer {
        let Stage::Ready(trainer) = self.stage else { panic!("a trainer is finished before it is ready") };
        *trainer
    }

    fn advanced(&self, stage: Stage, budget: &mut Budget) -> Result<Stage, TrainError> {
        match stage {
            Stage::Splitting(mut builder) => {
                self.check_loan()?;
                if !builder.advance(&self.corpus, budget)? {
                    return Ok(Stage::Splitting(builder));
                }
                let split = builder.finish();
                if !split.has_neighbors() {
                    return Err(TrainError::NoNeighbors);
                }
                if matches!(self.config.method, Method::Glove { .. }) {
                    return Ok(Stage::Filling(split, None, self.tables()));
                }
                Ok(Stage::Sampling(split, WindowsBuilder::new(&self.counts, &self.config)?))
            }
            Stage::Sampling(split, mut builder) => {
                if !builder.advance(budget) {
                    return Ok(Stage::Sampling(split, builder));
                }
                Ok(Stage::Filling(split, Some(builder.finish()), self.tables()))
            }
            Stage::Filling(split, windows, mut builder) => {
                if !builder.advance(budget)? {
                    return Ok(Stage::Filling(split, windows, builder));
                }
                Ok(Stage::Refreshing(Box::new(self.trainer(split, windows, builder)?)))
            }
            Stage::Refreshing(mut trainer) => {
                let is_fresh = trainer.model.refresh_some(budget);
                Ok(if is_fresh { Stage::Ready(trainer) } else { Stage::Refreshing(trainer) })
            }
            Stage::Refused(error) => Err(error),
            ready @ Stage::Ready(_) => Ok(ready),
        }
    }

    /// The tables of the method, in the order in which [`TrainerBuilder::trainer`] takes them.
    fn tables(&self) -> TablesBuilder {
        let (inputs, zeros, ones) = (Fill::Drawn(Use::InitialInputs), Fill::Value(0.0), Fill::Value(1.0));
        let fills = match self.config.method {
            Method::SkipGram | Method::Cbow | Method::Softmax(Optimizer::Sgd) => vec![inputs, zeros],
            Method::Softmax(Optimizer::Adam) => vec![inputs, zeros, zeros, zeros, zeros, zeros],
            Method::Glove { .. } => vec![inputs, Fill::Drawn(Use::InitialOutputs), ones, ones, zeros],
        };
        let tables = TablesBuilder::new(self.counts.len(), self.config.dims, self.config.seed, fills);
        tables.lent(self.loan_in_force().cloned())
    }

    /// The loan of a run that borrows.
    fn loan_in_force(&self) -> Option<&Arc<Loan>> {
        self.loan.as_ref().filter(|_| self.config.borrowed_rate.is_some())
    }

    fn check_loan(&self) -> Result<(), TrainError> {
        let fits =
            |loan: &Arc<Loan>| loan.vectors().dims() == self.config.dims && loan.rows().len() == self.counts.len();
        let has_one_if_needed = self.config.borrowed_rate.is_none() || self.loan_in_force().is_some_and(fits);
        if has_one_if_needed { Ok(()) } else { Err(TrainError::Loan) }
    }

    /// Of the text, its counts, and which words have a borrowed vector.
    fn fingerprint(&self, split: &Split) -> u64 {
        let of_counts = self.counts.iter().fold(split.fingerprint(), |hash, &count| mixed(hash ^ u64::from(count)));
        let rows = self.loan_in_force().map_or(&[][..], |loan| loan.rows());
        rows.iter().fold(of_counts, |hash, &row| mixed(hash ^ u64::from(row == DRAWN)))
    }

    fn trainer(&self, split: Split, windows: Option<Windows>, tables: TablesBuilder) -> Result<Trainer, TrainError> {
        let config = self.config;
        let loan = self.loan_in_force().cloned();
        let paces = match (&loan, config.borrowed_rate) {
            (Some(loan), Some(rate)) => Paces::of(loan, rate),
            _ => Paces::default(),
        };
        let of_words = OfWords { n_words: self.counts.len(), most_pairs: self.most_pairs, paces, windows };
        let model: Box<dyn Model> = model(&config, of_words, tables.finish())?;
        let n_passes = u64::from(config.epochs + model.n_preparations());
        let tokens_total = split.n_training_tokens() * n_passes;
        // A run of hundreds of epochs is evaluated less often in each.
        let interval = (split.n_training_tokens() / EVALUATIONS_PER_EPOCH).max(tokens_total / N_STRETCHES);
        let is_prepared = model.n_preparations() == 0;
        Ok(Trainer {
            config,
            corpus: Arc::clone(&self.corpus),
            n_words: self.counts.len(),
            fingerprint: self.fingerprint(&split),
            most_pairs: self.most_pairs,
            progress: Progress::new(tokens_total, interval, is_prepared),
            split,
            model,
            loan,
            good: None,
            check: None,
        })
    }
}

/// What a model needs to know of its words.
struct OfWords {
    n_words: usize,
    most_pairs: usize,
    paces: Paces,
    windows: Option<Windows>,
}

/// The model of some settings, made of its tables.
fn model(config: &TrainConfig, of_words: OfWords, tables: Vec<Matrix>) -> Result<Box<dyn Model>, TrainError> {
    let OfWords { n_words, most_pairs, paces, windows } = of_words;
    let mut tables = tables.into_iter();
    let mut table = || tables.next().expect("as many tables were filled as the method has");
    let windows = || windows.expect("every method but GloVe has windows");
    let [inputs, outputs] = [table(), table()];
    Ok(match config.method {
        Method::SkipGram => Box::new(SkipGram::new(config, inputs, outputs, paces, windows())),
        Method::Cbow => Box::new(Cbow::new(config, inputs, outputs, paces, windows())),
        Method::Softmax(optimizer) => {
            let moments = (optimizer == Optimizer::Adam).then(|| [(); 4].map(|()| table()));
            Box::new(Softmax::new(config, inputs, outputs, moments, paces, windows()))
        }
        Method::Glove { x_max, alpha } => {
            let weighing = Weighing { x_max, alpha, seed: config.seed, window: config.window, most_pairs, n_words };
            let (squares, sum) = ([table(), table()], table());
            Box::new(Glove::new(weighing, [inputs, outputs], squares, sum)?)
        }
    })
}

impl Trainer {
    /// The same for a run with a [`TrainConfig::borrowed_rate`], which begins with the vectors of a loan.
    pub fn borrowing(
        config: TrainConfig,
        counts: &[u32],
        corpus: Arc<Corpus>,
        loan: Arc<Loan>,
    ) -> Result<Self, TrainError> {
        let mut builder = TrainerBuilder::new(config, counts, corpus)?.lent(loan);
        while !builder.advance(u64::MAX)? {}
        Ok(builder.finish())
    }

    /// A trainer for a corpus whose word `i` occurs `counts[i]` times, at the beginning of its run: a
    /// [`TrainerBuilder`] that has come to its end.
    pub fn new(config: TrainConfig, counts: &[u32], corpus: Arc<Corpus>) -> Result<Self, TrainError> {
        let mut builder = TrainerBuilder::new(config, counts, corpus)?;
        while !builder.advance(u64::MAX)? {}
        Ok(builder.finish())
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
