//! What each job needs before it, what starts it, and by what it is seen to have done something.

use embedding_explorer::protocol::{
    AxisWords, Bytes, Command, Part, Phase, PlacesFormat, Projection, QuestionSet, Saved, Settings, VectorsFormat, View,
};

use crate::{
    bench::Bench,
    listener::Heard,
    rows::{Job, Row},
    words,
};

/// Words on the map where the map is not what is measured.
const FEW_WORDS: u32 = 1000;
/// Groups.
const K: u32 = 12;
/// Questions of a file that takes a while.
const MANY_QUESTIONS: u32 = 20_000;

impl Job {
    /// Puts the session where the job can begin. Nothing of it counts.
    pub(crate) fn prepare(self, bench: &mut Bench<'_>, row: &Row) -> Result<(), String> {
        let map = |n_words, projection, measures_all| Command::Show {
            view: View { n_words, projection, measures_all, ..View::default() },
        };
        let components = Projection::Components { x: 1, y: 2 };
        match self {
            Self::Components | Self::Clusters | Self::SavingVectors | Self::SavingPlaces => {
                bench.tell(map(row.n_words, components, false))
            }
            Self::Axes => {
                let axis = |towards, from| AxisWords { towards: vec![towards], from: vec![from] };
                bench.tell(map(row.n_words, Projection::Axes { x: axis(1, 2), y: axis(3, 4) }, false))
            }
            Self::Accuracy => {
                bench.tell(map(FEW_WORDS, components, false))?;
                let n_done = bench.heard.n_evaluations_done;
                bench.tell(evaluate(row.n_words, 100))?;
                bench.until("a hundred questions are asked", |heard| heard.n_evaluations_done > n_done)
            }
            Self::Recall => {
                bench.tell(Command::Pause)?;
                let n_frames = bench.heard.n_frames;
                bench.tell(map(row.n_words, components, true))?;
                bench.until("all words are on the map", |heard| heard.n_frames > n_frames)
            }
            Self::Comparison => {
                bench.tell(map(FEW_WORDS, components, false))?;
                bench.tell(Command::Pause)?;
                bench.until("it rests", |heard| heard.phase.is_some_and(|phase| phase != Phase::Training))?;
                bench.tell(Command::SetBaseline { generation: bench.heard.generation })
            }
            Self::Training | Self::Evaluation | Self::Evidence | Self::Reset | Self::Restart | Self::Opening => {
                bench.tell(map(FEW_WORDS, components, false))
            }
        }
    }

    /// Starts it, or starts it again.
    pub(crate) fn begin(self, bench: &mut Bench<'_>, row: &Row) -> Result<(), String> {
        match self {
            Self::Training | Self::Components | Self::Axes | Self::Accuracy => Ok(()),
            Self::Evaluation => bench.tell(evaluate(row.n_words, MANY_QUESTIONS)),
            Self::Evidence => {
                let word_id = bench.job_word(self);
                bench.tell(Command::Explain { word_id, other: Some(word_id + 1) })
            }
            Self::Clusters => bench.tell(Command::Cluster { k: K }),
            Self::SavingVectors => bench.tell(Command::Save {
                save_id: 1,
                saved: Saved::Vectors(VectorsFormat::Projector),
                page: Bytes::default(),
            }),
            Self::SavingPlaces => bench.tell(Command::Save {
                save_id: 1,
                saved: Saved::Places(PlacesFormat::Csv),
                page: Bytes::default(),
            }),
            Self::Recall => {
                // Another kind of measure, so that it is not done already.
                for measures_all in [false, true] {
                    let view = View { n_words: row.n_words, measures_all, ..View::default() };
                    bench.tell(Command::Show { view })?;
                }
                Ok(())
            }
            Self::Comparison => bench.tell(Command::Step { part: Part::Slice }),
            Self::Reset => bench.tell(Command::Play).and_then(|()| bench.tell(Command::Reset)),
            Self::Restart => {
                // One of three of them, so that it is always another.
                let seed = bench.heard.n_opened % 3;
                bench.tell(Command::Restart { settings: Settings { seed, min_count: 1 + seed % 2, ..row.settings() } })
            }
            Self::Opening => bench.open(row, 2),
        }
    }

    /// Whether what it does was seen between two moments; while it runs beside training, this has moved on as well.
    pub(crate) fn has_happened(self, before: &Heard, now: &Heard) -> bool {
        let has_trained = now.tokens_done > before.tokens_done || now.n_opened > before.n_opened;
        let has_done = match self {
            Self::Training => true,
            Self::Components => now.n_frames > before.n_frames,
            Self::Axes => now.n_axes_frames > before.n_axes_frames,
            Self::Accuracy => now.n_accuracies > before.n_accuracies,
            Self::Evaluation => now.n_evaluated > before.n_evaluated,
            Self::Evidence => now.n_evidence > before.n_evidence,
            Self::Clusters => now.n_clusters > before.n_clusters,
            Self::SavingVectors | Self::SavingPlaces => now.n_pieces > before.n_pieces,
            Self::Recall => now.n_recalls > before.n_recalls,
            Self::Comparison => now.n_compared > before.n_compared,
            // The model before trained, and the new one has had its first picture.
            Self::Reset | Self::Restart | Self::Opening => {
                now.n_opened > before.n_opened && now.n_frames > before.n_frames
            }
        };
        has_done && (has_trained || !self.needs_training())
    }

    /// Whether it is over and can be started again.
    pub(crate) fn is_over(self, last: &Heard, now: &Heard) -> bool {
        match self {
            Self::Evaluation => now.n_evaluations_done > last.n_evaluations_done,
            Self::Evidence => now.n_evidence > last.n_evidence,
            Self::Clusters => now.n_clusters > last.n_clusters,
            Self::SavingVectors | Self::SavingPlaces => now.n_saved > last.n_saved,
            Self::Recall => now.n_recalls_done > last.n_recalls_done,
            Self::Comparison => now.n_comparisons_done > last.n_comparisons_done,
            Self::Reset | Self::Restart => now.n_opened > last.n_opened && now.n_frames > last.n_frames,
            Self::Training | Self::Components | Self::Axes | Self::Accuracy | Self::Opening => false,
        }
    }

    /// Whether it runs beside training.
    pub(crate) fn needs_training(self) -> bool {
        !matches!(self, Self::Recall | Self::Comparison | Self::Reset | Self::Restart | Self::Opening)
    }

    /// Whether it is done once in a row, whatever time that takes.
    pub(crate) fn is_once(self) -> bool {
        self == Self::Opening
    }

    /// Takes back what the job has changed.
    pub(crate) fn clear(self, bench: &mut Bench<'_>, row: &Row) -> Result<(), String> {
        match self {
            Self::Evaluation => bench.tell(Command::CancelEvaluation),
            Self::SavingVectors | Self::SavingPlaces => bench.tell(Command::CancelSave),
            Self::Comparison => bench.tell(Command::DiscardBaseline),
            Self::Restart => {
                let n_opened = bench.heard.n_opened;
                bench.tell(Command::Restart { settings: row.settings() })?;
                bench.until("it is restarted", |heard| heard.n_opened > n_opened)
            }
            _ => Ok(()),
        }
    }
}

fn evaluate(n_words: u32, n_questions: u32) -> Command {
    let text = words::questions(n_words, n_questions);
    Command::Evaluate {
        questions: QuestionSet::File { name: "made-up.txt".to_owned(), bytes: text.into_bytes().into(), score: None },
    }
}
