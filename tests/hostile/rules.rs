//! What must hold, whatever is done to a session: a simple model of it, fed with all that it says.

use std::collections::BTreeMap;

use embedding_explorer::protocol::{Answer, Event, Frame, Measure, Phase, Progress, SavingNews, Settings, Slot};

/// What the session calls the built-in corpus.
const BUILT_IN: &str = "Small World";

/// How often each thing was heard: rules about what never comes hold of themselves.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    opened: u32,
    refused: u32,
    frames: u32,
    answers: u32,
    evaluations: u32,
    recalls: u32,
    clusters: u32,
    evidence: u32,
    comparisons: u32,
    trained: u32,
    pub(crate) checksums: u32,
}

impl Counts {
    fn all(&mut self) -> [(&'static str, &mut u32); 11] {
        [
            ("opened", &mut self.opened),
            ("refused", &mut self.refused),
            ("frames", &mut self.frames),
            ("answers", &mut self.answers),
            ("evaluations", &mut self.evaluations),
            ("recalls", &mut self.recalls),
            ("clusters", &mut self.clusters),
            ("evidence", &mut self.evidence),
            ("comparisons", &mut self.comparisons),
            ("trained", &mut self.trained),
            ("checksums", &mut self.checksums),
        ]
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for ((_, sum), (_, more)) in self.all().into_iter().zip(other.clone().all()) {
            *sum += *more;
        }
    }

    /// Panics where a kind of event never came in many sequences.
    pub(crate) fn check(&mut self, n_sequences: u64) {
        const MANY: u64 = 300;
        for (name, count) in self.all() {
            assert!(n_sequences < MANY || *count > 0, "in {n_sequences} sequences there were no {name}");
        }
    }
}

/// A run that nobody has disturbed, at its end.
pub(crate) struct Trained {
    pub(crate) text: Option<Vec<u8>>,
    pub(crate) settings: Settings,
    pub(crate) checksum: String,
}

/// The model of a session.
#[derive(Default)]
pub(crate) struct Rules {
    /// Of the model that is open.
    pub(crate) generation: Option<u32>,
    /// Of the last frame.
    pub(crate) serial: u32,
    view: u32,
    settings: Option<Settings>,
    /// What was to be opened so far, by name; none is the built-in corpus.
    texts: BTreeMap<String, Option<Vec<u8>>>,
    /// Name of the text that is open.
    name: String,
    /// Questions that wait: by slot, the id of the newest.
    waiting: BTreeMap<String, u32>,
    /// Whether rate or epochs of the run have been changed.
    is_disturbed: bool,
    last_progress: Option<(Phase, u64)>,
    last_frame_tokens: Option<u64>,
    last_answer_is_neighbors: bool,
    /// The last file that came to its end.
    last_saved: u32,
    /// To be compared with a straight run.
    pub(crate) trained: Option<Trained>,
    pub(crate) counts: Counts,
}

impl Rules {
    /// A text is to be opened. Returns a name for it that no other has.
    pub(crate) fn opens(&mut self, text: Option<Vec<u8>>) -> String {
        let name = text.as_ref().map_or(BUILT_IN.to_owned(), |_| format!("text {}", self.texts.len()));
        self.texts.insert(name.clone(), text);
        name
    }

    /// A question is asked; an older one in its slot need not be answered any more.
    pub(crate) fn asks(&mut self, id: u32, slot: Slot) {
        self.waiting.insert(format!("{slot:?}"), id);
        self.last_answer_is_neighbors = false;
    }

    /// After a turn nothing waits.
    pub(crate) fn all_are_answered(&self) -> Result<(), String> {
        if self.waiting.is_empty() { Ok(()) } else { Err(format!("not answered: {:?} (slot, id)", self.waiting)) }
    }

    /// Takes what the session says. Errors: the rule that this breaks.
    pub(crate) fn hear(&mut self, event: &Event) -> Result<(), String> {
        match event {
            Event::Opened(opened) => {
                self.counts.opened += 1;
                if self.generation.is_some_and(|generation| opened.generation <= generation) {
                    return Err(format!("generation: {} follows {:?}", opened.generation, self.generation));
                }
                let n_words = opened.words.len();
                let is_even = opened.counts.len() == n_words && opened.topic_of_word.len() == n_words && n_words >= 2;
                if !is_even || !opened.counts.is_sorted_by(|a, b| a >= b) {
                    return Err(format!("opened: {n_words} words with {} counts", opened.counts.len()));
                }
                self.generation = Some(opened.generation);
                self.settings = Some(opened.settings);
                self.name.clone_from(&opened.name);
                self.waiting.clear();
                (self.last_progress, self.last_frame_tokens) = (None, None);
                // What it has borrowed is of another run, so no straight one comes to the same.
                self.is_disturbed = opened.record.loan.is_some();
            }
            Event::Refused(refusal) => {
                self.counts.refused += 1;
                if refusal.message.trim().is_empty() {
                    return Err("refused: without a sentence".to_owned());
                }
                // Where training went back to earlier vectors, words done have fallen.
                if refusal.message.contains("diverged") {
                    (self.last_progress, self.is_disturbed) = (None, true);
                }
            }
            Event::Recorded { generation, record } => {
                self.is_current("record", *generation)?;
                self.is_disturbed |= !record.changes.is_empty();
            }
            Event::Progress(progress) => self.progress(progress)?,
            Event::Frame(frame) => self.frame(frame)?,
            Event::Recall(recall) => {
                self.counts.recalls += 1;
                self.is_current("recall", recall.generation)?;
                if !(0.0..=1.0).contains(&recall.mean) || recall.n_measured > recall.n_wanted {
                    return Err(format!("recall: {recall:?}"));
                }
            }
            Event::Clusters(clusters) => {
                self.counts.clusters += 1;
                self.is_current("clusters", clusters.generation)?;
            }
            Event::Vectors(vectors) => {
                self.is_current("vectors", vectors.generation)?;
                if vectors.values.iter().chain(vectors.components.iter()).any(|x| !x.is_finite()) {
                    return Err("numbers: vectors that are not finite".to_owned());
                }
            }
            Event::Evaluation(Ok(evaluation)) => {
                self.counts.evaluations += 1;
                self.is_current("evaluation", evaluation.generation)?;
                if evaluation.n_done > evaluation.n_total {
                    return Err(format!("evaluation: {} of {}", evaluation.n_done, evaluation.n_total));
                }
            }
            Event::Saving(saving) => {
                if saving.save_id <= self.last_saved {
                    return Err(format!("saving: {saving:?} follows the end of file {}", self.last_saved));
                }
                match &saving.news {
                    SavingNews::Progress { share, .. } if !(0.0..=1.0).contains(share) => {
                        return Err(format!("saving: {saving:?}"));
                    }
                    SavingNews::Done { .. } | SavingNews::Refused(_) => self.last_saved = saving.save_id,
                    _ => {}
                }
            }
            Event::Evidence(evidence) => {
                self.counts.evidence += 1;
                self.is_current("evidence", evidence.generation)?;
            }
            Event::Compared(Some(compared)) => {
                self.counts.comparisons += 1;
                self.is_current("comparison", compared.generation)?;
                if compared.mean.is_some_and(|mean| !(0.0..=1.0).contains(&mean)) {
                    return Err(format!("comparison: a mean of {:?}", compared.mean));
                }
            }
            Event::Answer { id, slot, answer } => self.answer(*id, *slot, answer)?,
            _ => {}
        }
        Ok(())
    }

    fn progress(&mut self, progress: &Progress) -> Result<(), String> {
        self.is_current("progress", progress.generation)?;
        let Progress { phase, tokens_done, tokens_total, .. } = *progress;
        let losses = progress.loss.iter().chain(&progress.held_out_loss).map(|point| point.loss);
        if losses.chain(progress.accuracy.iter().map(|point| point.accuracy)).any(|x| !x.is_finite()) {
            return Err(format!("numbers: a loss or accuracy that is not finite: {progress:?}"));
        }
        if tokens_done > tokens_total || !(0.0..=1.0).contains(&progress.accuracy_cost) {
            return Err(format!("progress: {progress:?}"));
        }
        if self.last_progress.is_some_and(|(_, last)| tokens_done < last) {
            return Err(format!("progress: words done fell to {tokens_done} from {:?}", self.last_progress));
        }
        let was_trained = self.last_progress.is_some_and(|(last, _)| last == Phase::Trained);
        self.last_progress = Some((phase, tokens_done));
        if phase == Phase::Trained && !was_trained {
            self.counts.trained += 1;
            let known = self.settings.zip(self.texts.get(&self.name).cloned()).zip(progress.checksum.clone());
            if let Some(((settings, text), checksum)) = known.filter(|_| !self.is_disturbed) {
                self.trained = Some(Trained { text, settings, checksum });
            }
        }
        Ok(())
    }

    fn frame(&mut self, frame: &Frame) -> Result<(), String> {
        self.counts.frames += 1;
        self.is_current("frame", frame.generation)?;
        if frame.serial <= self.serial || frame.view < self.view {
            return Err(format!(
                "frame: serial {} after {}, view {} after {}",
                frame.serial, self.serial, frame.view, self.view
            ));
        }
        (self.serial, self.view) = (frame.serial, frame.view);
        self.last_frame_tokens = Some(frame.tokens_done);
        let is_place = |point: &[f32]| point.iter().all(|x| x.is_nan()) || point.iter().all(|x| x.is_finite());
        let shares = frame.explained.iter().chain(&frame.spread);
        if !frame.positions.chunks(2).all(is_place)
            || shares.into_iter().any(|share| !(-1e-6..=1.0 + 1e-6).contains(share))
        {
            return Err(format!("numbers: a frame with shares {:?} {:?}", frame.explained, frame.spread));
        }
        Ok(())
    }

    fn answer(&mut self, id: u32, slot: Slot, answer: &Answer) -> Result<(), String> {
        self.counts.answers += 1;
        let slot = format!("{slot:?}");
        if self.waiting.remove(&slot) != Some(id) {
            return Err(format!("stale: an answer to {id} in {slot}, for which nobody waits"));
        }
        self.last_answer_is_neighbors = matches!(answer, Answer::Neighbors { word_id: 0, .. });
        let figures: Vec<f32> = match answer {
            Answer::Neighbors { neighbors, measure: Measure::Cosine, .. } => {
                neighbors.iter().map(|n| n.cosine).collect()
            }
            Answer::Heatmap { cosines, .. } | Answer::Cosines { cosines, .. } => cosines.to_vec(),
            Answer::Groups { cosines, to_mean, .. } => [cosines.as_slice(), to_mean].concat(),
            _ => Vec::new(),
        };
        let wrong = figures.iter().find(|cosine| !(-1.001..=1.001).contains(*cosine));
        wrong.map_or(Ok(()), |cosine| Err(format!("numbers: a cosine of {cosine}")))
    }

    /// What is told is of the model that is open.
    fn is_current(&self, what: &str, generation: u32) -> Result<(), String> {
        if self.generation == Some(generation) {
            return Ok(());
        }
        Err(format!("stale: {what} of model {generation}, and {:?} is open", self.generation))
    }

    /// At rest the page has heard of everything: the phase, and a map of the vectors as they are.
    pub(crate) fn at_rest(&self) -> Result<(), String> {
        if self.generation.is_none() {
            return Ok(());
        }
        let Some((phase, tokens_done)) = self.last_progress.or(self.last_frame_tokens.map(|t| (Phase::Paused, t)))
        else {
            return Err("rest: a model is open, and nothing was told of it".to_owned());
        };
        if phase == Phase::Training {
            return Err("rest: it is idle and says that it trains".to_owned());
        }
        if self.last_frame_tokens != Some(tokens_done) {
            return Err(format!("rest: {tokens_done} words are done, and the map is of {:?}", self.last_frame_tokens));
        }
        Ok(())
    }

    /// The question that was asked last had neighbors for an answer.
    pub(crate) fn has_answered_neighbors(&self) -> Result<(), String> {
        if self.last_answer_is_neighbors {
            Ok(())
        } else {
            Err("lost: the model that was open does not answer".to_owned())
        }
    }
}
