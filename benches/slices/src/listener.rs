//! What a session has said so far: enough to tell whether a job has done something.

use embedding_explorer::protocol::{Event, Mapping, Phase, SavingNews};

/// Counts of what was heard. Two of them, before and after, say what happened between.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heard {
    /// Of the model that is open.
    pub(crate) generation: u32,
    pub(crate) n_opened: u32,
    pub(crate) phase: Option<Phase>,
    pub(crate) tokens_done: u64,
    /// 0 while pairs are counted.
    pub(crate) epoch: u32,
    pub(crate) n_frames: u32,
    pub(crate) n_axes_frames: u32,
    pub(crate) n_accuracies: usize,
    /// Reports of an evaluation that has come further.
    pub(crate) n_evaluated: u32,
    pub(crate) n_evaluations_done: u32,
    pub(crate) n_evidence: u32,
    pub(crate) n_clusters: u32,
    /// Pieces of files that are saved.
    pub(crate) n_pieces: u32,
    pub(crate) n_saved: u32,
    /// Reports of the map's recall.
    pub(crate) n_recalls: u32,
    pub(crate) n_recalls_done: u32,
    /// Reports of a comparison that has come further.
    pub(crate) n_compared: u32,
    pub(crate) n_comparisons_done: u32,
    /// What was refused last.
    pub(crate) refusal: Option<String>,
}

impl Heard {
    /// Takes an event; returns the serial of a frame, which the page would say it has drawn. Errors: a sentence about an
    /// event of a model that is gone, or a map of numbers that are none.
    pub(crate) fn take(&mut self, event: &Event) -> Result<Option<u32>, String> {
        match event {
            Event::Opened(opened) => {
                self.generation = opened.generation;
                self.n_opened += 1;
                (self.phase, self.tokens_done, self.epoch) = (None, 0, 0);
            }
            Event::Refused(refusal) => self.refusal = Some(refusal.message.clone()),
            Event::Progress(progress) => {
                self.is_of_this_model("progress", progress.generation)?;
                self.phase = Some(progress.phase);
                (self.tokens_done, self.epoch) = (progress.tokens_done, progress.epoch);
                self.n_accuracies += progress.accuracy.len();
            }
            Event::Frame(frame) => {
                self.is_of_this_model("a frame", frame.generation)?;
                if frame.positions.iter().any(|x| x.is_infinite()) || frame.positions.is_empty() {
                    return Err("a frame has positions that are no numbers".to_owned());
                }
                self.n_frames += u32::from(frame.projection.mapping() == Mapping::Components);
                self.n_axes_frames += u32::from(frame.projection.mapping() == Mapping::Axes);
                return Ok(Some(frame.serial));
            }
            Event::Recall(recall) => {
                self.is_of_this_model("recall", recall.generation)?;
                self.n_recalls += u32::from(recall.n_measured > 0);
                self.n_recalls_done += u32::from(recall.n_measured == recall.n_wanted);
            }
            Event::Clusters(clusters) => {
                self.is_of_this_model("groups", clusters.generation)?;
                self.n_clusters += u32::from(!clusters.central.is_empty());
            }
            Event::Saving(saving) => match &saving.news {
                SavingNews::Piece { .. } => self.n_pieces += 1,
                SavingNews::Done { .. } => self.n_saved += 1,
                SavingNews::Refused(message) => self.refusal = Some(message.clone()),
                SavingNews::Progress { .. } => {}
            },
            Event::Evaluation(Ok(evaluation)) => {
                self.is_of_this_model("an evaluation", evaluation.generation)?;
                self.n_evaluated += u32::from(evaluation.n_done > 0);
                self.n_evaluations_done += u32::from(evaluation.is_done());
            }
            Event::Evaluation(Err(message)) => self.refusal = Some(message.clone()),
            Event::Evidence(evidence) => {
                self.is_of_this_model("evidence", evidence.generation)?;
                self.n_evidence += u32::from(evidence.n_sentences > 0);
            }
            Event::Compared(Some(compared)) => {
                self.n_compared += u32::from(compared.n_compared > 0);
                let is_done = compared.n_compared == compared.n_to_compare && compared.n_compared > 0;
                self.n_comparisons_done += u32::from(is_done);
            }
            _ => {}
        }
        Ok(None)
    }

    fn is_of_this_model(&self, what: &str, generation: u32) -> Result<(), String> {
        if generation == self.generation {
            return Ok(());
        }
        Err(format!("{what} of model {generation} came, and {} is open", self.generation))
    }
}
