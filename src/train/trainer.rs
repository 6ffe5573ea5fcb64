//! One run of one model: how far it is, what it loses, and how it is stopped, resumed and lengthened.

use std::sync::Arc;

use super::{
    budget::Budget,
    checkpoint::{Check, Checked, Checkpoint, RestoreError, Snapshot},
    config::{Method, TrainConfig},
    error::TrainError,
    generator::Use,
    held_out::Evaluated,
    loan::Loan,
    loss::{LossSample, N_STRETCHES, Tally},
    model::Model,
    progress::Progress,
    schedule::linear_decay,
    split::Split,
    unit::{Text, Unit},
};
use crate::{matrix::Matrix, text::Corpus};

use restorer::Restorer;

pub(super) mod builder;
pub(super) mod checkpoint_builder;
pub(super) mod restorer;

/// A mean loss over this many times that of a model that knows nothing is no noise: the run diverges.
const DIVERGED_FACTOR: f64 = 4.0;
/// The same of a stretch that is not yet at its end, and may be a few pairs.
const DIVERGED_AT_ONCE_FACTOR: f64 = 1000.0;
/// A state is worth a snapshot where the loss is at most this many times that of a model that knows nothing. A state of
/// a greater loss may be about to diverge, at whatever rate.
const SOUND_FACTOR: f64 = 2.0;
/// Multiply-adds of a look at the loss of a state: before a snapshot, and before a run is called done.
const TRIAL_OPERATIONS: u64 = 100_000;
const LAST_TRIAL_OPERATIONS: u64 = 1_000_000;
/// A snapshot is taken at most once in a number of words that is the model's number of floats divided by this, so that
/// looking and copying stay under a hundredth of the work.
const FLOATS_PER_WORD: usize = 8;

/// A model in training on a corpus.
///
/// Between two calls it stands before some center of a unit (a passage, or a batch of pairs). All that a run goes on
/// from is in its fields and can be had as a [`Checkpoint`], so its bits do not depend on how the work was sliced.
///
/// What is drawn for a unit depends on the seed and on the unit's number alone, so another worker could draw and train
/// any range of units. The vectors that a unit starts from are another matter: here they are what the unit before has
/// left.
#[derive(Debug)]
pub struct Trainer {
    config: TrainConfig,
    corpus: Arc<Corpus>,
    split: Split,
    n_words: usize,
    /// Of the text, its counts, and which words have a borrowed vector.
    fingerprint: u64,
    most_pairs: usize,
    model: Box<dyn Model>,
    /// What the run began with, if it borrows.
    loan: Option<Arc<Loan>>,
    progress: Progress,
    /// The last state that was found sound.
    good: Option<Arc<Snapshot>>,
    check: Option<Check>,
}

impl Trainer {
    /// The text.
    pub fn corpus(&self) -> &Arc<Corpus> {
        &self.corpus
    }

    /// The vectors that the run began with; none where all were drawn.
    pub fn loan(&self) -> Option<&Arc<Loan>> {
        self.loan.as_ref()
    }

    /// The word vectors alone, as of the last [`Trainer::refresh`]; the rest of the run is gone.
    pub fn into_vectors(self) -> Matrix {
        self.model.into_vectors()
    }

    /// Trains until at least `n_tokens` more words of the text are passed or evaluated, or about `n_operations`
    /// multiply-adds are done, or the run is done. Returns how many words of the text were passed. It may stop inside
    /// of a unit, whose words count once it is done.
    ///
    /// Errors: [`TrainError::Diverged`], and the trainer stands where its vectors were last good;
    /// [`TrainError::Memory`] and [`TrainError::TooManyPairs`], and the run never comes to its end.
    pub fn advance(&mut self, n_tokens: u64, n_operations: u64) -> Result<u64, TrainError> {
        let mut budget = Budget::new(n_operations);
        let start = self.progress.tokens_done;
        let mut n_evaluated = 0;
        while !self.is_done() && self.progress.tokens_done - start + n_evaluated < n_tokens && !budget.is_spent() {
            if self.progress.is_check_due {
                self.check(&mut budget)?;
            } else if !self.is_prepared() {
                self.prepare(&mut budget)?;
            } else if self.is_evaluation_due() {
                n_evaluated += self.evaluate(&mut budget)?;
            } else {
                self.train(&mut budget)?;
            }
        }
        Ok(self.progress.tokens_done - start)
    }

    fn prepare(&mut self, budget: &mut Budget) -> Result<(), TrainError> {
        let text = Text { corpus: &self.corpus, split: &self.split };
        let n_tokens = self.model.prepare(text, budget)?;
        let progress = &mut self.progress;
        if n_tokens < self.split.n_training_tokens() {
            // Stages may begin a little behind where the one before has ended.
            progress.tokens_done = progress.tokens_done.max(n_tokens);
            return Ok(());
        }
        progress.tokens_done = n_tokens;
        progress.cursor.pass += 1;
        progress.is_check_due = true;
        progress.loss.close(n_tokens, &progress.tally);
        Ok(())
    }

    fn evaluate(&mut self, budget: &mut Budget) -> Result<u64, TrainError> {
        let text = Text { corpus: &self.corpus, split: &self.split };
        let tokens_done = self.progress.tokens_done;
        match self.progress.held_out.advance(self.model.as_mut(), text, tokens_done, budget) {
            Evaluated::Tokens(n_tokens) => Ok(n_tokens),
            Evaluated::Diverged => Err(self.go_back()),
        }
    }

    fn train(&mut self, budget: &mut Budget) -> Result<(), TrainError> {
        let rate = self.learning_rate();
        if self.progress.unit_rate.is_none() {
            // A run that was made longer within a unit has longer stretches from the next one on: as where the change is made
            // again in another run, between two units.
            let tokens_total = self.tokens_total();
            self.progress.loss.extend(tokens_total);
            self.progress.held_out.extend(tokens_total / N_STRETCHES);
        }
        let text = Text { corpus: &self.corpus, split: &self.split };
        let progress = &mut self.progress;
        progress.unit_rate = Some(rate);
        let next = self.model.train(text, progress.cursor, rate as f32, budget, &mut progress.tally);
        if let Some(center) = next {
            progress.cursor.center = center;
            return Ok(());
        }
        progress.unit_rate = None;
        progress.tokens_done += self.model.n_tokens_of(text, progress.cursor.unit);
        (progress.cursor.unit, progress.cursor.center) = (progress.cursor.unit + 1, 0);
        if progress.cursor.unit >= self.model.n_units(text) {
            (progress.cursor.pass, progress.cursor.unit) = (progress.cursor.pass + 1, 0);
        }
        let is_trained = self.is_trained();
        let is_end = self.progress.loss.is_end(self.progress.tokens_done, is_trained);
        if self.progress.tally.is_over(if is_end { DIVERGED_FACTOR } else { DIVERGED_AT_ONCE_FACTOR }) {
            return Err(self.go_back());
        }
        if is_end {
            let tally = std::mem::take(&mut self.progress.tally);
            self.progress.loss.close(self.progress.tokens_done, &tally);
            self.progress.is_check_due = is_trained || self.is_good_old();
        }
        Ok(())
    }

    /// Whether it is time for another snapshot.
    fn is_good_old(&self) -> bool {
        let Some(good) = &self.good else { return true };
        let n_tokens = self.progress.tokens_done - good.progress.tokens_done;
        n_tokens >= (good.model.floats.len() / FLOATS_PER_WORD) as u64
    }

    /// Looks at the vectors at the end of a stretch whose loss is sound, and takes a snapshot where they are as well.
    fn check(&mut self, budget: &mut Budget) -> Result<(), TrainError> {
        let check = match self.check.take() {
            Some(check) => check,
            None if self.is_trained() && self.trial(LAST_TRIAL_OPERATIONS).is_over(DIVERGED_FACTOR) => {
                return Err(self.go_back());
            }
            // The first vectors are as they are.
            None if !self.is_trained() && self.good.is_some() && self.trial(TRIAL_OPERATIONS).is_over(SOUND_FACTOR) => {
                self.progress.is_check_due = false;
                return Ok(());
            }
            None => Check::Looking(0),
        };
        let good = &mut self.good;
        // The memory of the snapshot before; a checkpoint that shares it keeps it.
        let take_memory = || {
            let good = good.take().and_then(Arc::into_inner);
            good.and_then(|good| Arc::into_inner(good.model.floats)).unwrap_or_default()
        };
        match check.advance(self.model.as_ref(), budget, take_memory)? {
            Checked::Unfinished(check) => self.check = Some(check),
            Checked::Insane => return Err(self.go_back()),
            Checked::Sound(floats) => {
                self.progress.is_check_due = false;
                let model = self.model.as_ref();
                let good = Snapshot::with_floats(self.config, &self.progress, model, Arc::new(floats));
                self.good = Some(Arc::new(good));
            }
        }
        Ok(())
    }

    /// The loss of the vectors as they are, on the next units of training. The losses of training are those from before
    /// each step, and tell nothing of the last ones.
    fn trial(&mut self, n_operations: u64) -> Tally {
        let text = Text { corpus: &self.corpus, split: &self.split };
        let n_units = self.model.n_units(text);
        let (mut tally, mut budget) = (Tally::default(), Budget::new(n_operations));
        for i in 0..n_units {
            let number = (self.progress.cursor.unit + i) % n_units;
            let unit = Unit { use_: Use::Trial, pass: self.progress.cursor.pass, number };
            self.model.evaluate(text, unit, 0, &mut budget, &mut tally);
            if budget.is_spent() {
                break;
            }
        }
        tally
    }

    /// Goes back to the last good state, and says so. The learning rate and the epochs stay.
    fn go_back(&mut self) -> TrainError {
        let tokens_done = self.progress.tokens_done;
        self.check = None;
        if let Some(good) = &self.good {
            good.load_into(self.model.as_mut());
            self.progress = good.progress.clone();
        }
        TrainError::Diverged {
            learning_rate: self.config.learning_rate,
            tokens_done,
            tokens_good: self.progress.tokens_done,
        }
    }

    /// The state of the run: all that it is made of but its text. It copies the tables at once;
    /// [`CheckpointBuilder`](super::CheckpointBuilder) does it in slices.
    pub fn checkpoint(&self) -> Checkpoint {
        self.checkpoint_of(Arc::new(Snapshot::new(self.config, &self.progress, self.model.as_ref())))
    }

    /// The last state that was found sound, which copies nothing: a run that goes on from it comes to the same bits, after
    /// going over what came since once more. None before there is one.
    pub fn last_good(&self) -> Option<Checkpoint> {
        self.good.clone().map(|good| self.checkpoint_of(good))
    }

    /// Whether the vectors are those of the last good state.
    fn is_at_good(&self) -> bool {
        self.good.as_ref().is_some_and(|good| {
            good.progress.cursor == self.progress.cursor && good.model.n_operations == self.model.n_operations()
        })
    }

    /// Floats that training changes.
    fn n_floats(&self) -> usize {
        self.model.parts().iter().map(|part| part.floats.len()).sum()
    }

    /// Bytes that a checkpoint takes beside what it shares with the trainer.
    pub fn checkpoint_bytes(&self) -> u64 {
        if self.is_at_good() { 0 } else { 4 * self.n_floats() as u64 }
    }

    fn checkpoint_of(&self, state: Arc<Snapshot>) -> Checkpoint {
        Checkpoint {
            n_words: self.n_words,
            fingerprint: self.fingerprint,
            most_pairs: self.most_pairs,
            state,
            // A check that is under way begins again, and needs none before it comes to its end.
            good: self.good.clone(),
        }
    }

    /// Goes on from a checkpoint of a run of the same settings, counts and text. Learning rate and epochs become those
    /// of the checkpoint. What is trained from here on has the bits that it would have had without the stop. It copies the
    /// tables at once; [`Restorer`](super::Restorer) does it in slices.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), RestoreError> {
        let mut restorer = Restorer::new(checkpoint.clone());
        while !restorer.advance(self, u64::MAX)? {}
        Ok(())
    }

    /// Makes [`Trainer::vectors`] those of now.
    pub fn refresh(&mut self) {
        while !self.refresh_some(u64::MAX) {}
    }

    /// Makes some more of [`Trainer::vectors`] those of now, for about `n_operations` multiply-adds. True once all are.
    /// Only what training has changed is done. Before it is true, some rows are older than others.
    pub fn refresh_some(&mut self, n_operations: u64) -> bool {
        self.model.refresh_some(&mut Budget::new(n_operations))
    }

    /// The vectors by which words are predicted, one a word; none for a method without them (`GloVe`).
    pub fn outputs(&self) -> Option<&Matrix> {
        self.model.outputs()
    }

    /// The word vectors, as of the last [`Trainer::refresh`].
    pub fn vectors(&self) -> &Matrix {
        self.model.vectors()
    }

    /// The settings, with the learning rate and the epochs that are in force.
    pub fn config(&self) -> &TrainConfig {
        &self.config
    }

    /// Whether the last epoch is trained, found sound, and evaluated.
    pub fn is_done(&self) -> bool {
        self.is_trained() && !self.progress.is_check_due && !self.is_evaluation_due()
    }

    fn is_trained(&self) -> bool {
        self.progress.cursor.pass >= self.config.epochs + self.model.n_preparations()
    }

    fn is_prepared(&self) -> bool {
        self.progress.cursor.pass >= self.model.n_preparations()
    }

    fn is_evaluation_due(&self) -> bool {
        self.progress.unit_rate.is_none() && self.progress.held_out.is_due(self.progress.tokens_done, self.is_trained())
    }

    /// Words of the text passed, over all epochs; a model that first counts pairs passes the text once for that.
    pub fn tokens_done(&self) -> u64 {
        self.progress.tokens_done
    }

    /// Words of the whole run.
    pub fn tokens_total(&self) -> u64 {
        self.split.n_training_tokens() * u64::from(self.config.epochs + self.model.n_preparations())
    }

    /// Words of the text at the end of the epoch under way.
    pub fn tokens_at_epoch_end(&self) -> u64 {
        self.split.n_training_tokens() * u64::from(self.progress.cursor.pass + 1)
    }

    /// Words of sentences that are never trained on.
    pub fn n_held_out_tokens(&self) -> u64 {
        self.split.n_held_out_tokens()
    }

    /// Pairs of words that `GloVe` fits; none for another method, and none before they are counted.
    pub fn n_pairs(&self) -> Option<u64> {
        self.model.n_pairs()
    }

    /// The epoch under way, from 1; 0 while pairs are counted; the last one once the run is done.
    pub fn epoch(&self) -> u32 {
        (self.progress.cursor.pass + 1).saturating_sub(self.model.n_preparations()).min(self.config.epochs)
    }

    /// Epochs of the whole run.
    pub fn epochs(&self) -> u32 {
        self.config.epochs
    }

    /// Makes the run `epochs` long, at least as long as it is; a finished run goes on. The learning rate's decay is then
    /// that of the longer run, so the rate rises again: the vectors are not those of a run that was so long from the
    /// beginning. The unit under way is trained at the rate that it began with.
    pub fn extend(&mut self, epochs: u32) {
        self.config.epochs = epochs.max(self.config.epochs);
    }

    /// The rate of the unit under way, or of the next one where none is.
    pub fn learning_rate(&self) -> f64 {
        match (self.progress.unit_rate, self.config.method) {
            (Some(rate), _) => rate,
            // AdaGrad does its own slowing down.
            (None, Method::Glove { .. }) => self.config.learning_rate,
            _ => linear_decay(self.config.learning_rate, self.progress.tokens_done, self.tokens_total()),
        }
    }

    /// Changes the rate that the decay starts from. It holds from the next unit on: see [`Trainer::next_change_at`].
    /// Errors: [`TrainError::BadNumber`] for a rate that is out of range, and nothing is changed.
    pub fn set_learning_rate(&mut self, learning_rate: f64) -> Result<(), TrainError> {
        self.config.check_learning_rate(learning_rate)?;
        self.config.learning_rate = learning_rate;
        Ok(())
    }

    /// Words done from which on a learning rate that is set now holds: now, or at the end of the unit under way.
    pub fn next_change_at(&self) -> u64 {
        let text = Text { corpus: &self.corpus, split: &self.split };
        let of_unit = self.progress.unit_rate.map(|_| self.model.n_tokens_of(text, self.progress.cursor.unit));
        self.progress.tokens_done + of_unit.unwrap_or(0)
    }

    /// Mean losses of training so far, oldest first; all of them are finite.
    pub fn loss(&self) -> &[LossSample] {
        self.progress.loss.samples()
    }

    /// Mean losses on the held-out sentences so far, oldest first: before training, four times an epoch, and at the end.
    /// Empty where the text is too short to spare any. A held-out sentence stands alone, so that its windows stop at its
    /// ends, while those of training run on through the passage: compare these losses with each other rather than with
    /// those of training.
    pub fn held_out_loss(&self) -> &[LossSample] {
        self.progress.held_out.samples()
    }

    /// Multiply-adds of the model's inner loops so far.
    pub fn n_operations(&self) -> u64 {
        self.model.n_operations()
    }
}

#[cfg(test)]
mod tests;
