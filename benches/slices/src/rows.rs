//! What is measured: methods, sizes, and what runs beside training.

use embedding_explorer::protocol::{Method, Optimizer, Settings};

/// Lengths of vectors.
const DIMS: [u32; 3] = [64, 100, 300];
/// Words of the vocabularies.
const SIZES: [u32; 3] = [900, 20_000, 200_000];
/// Those of the full softmax, which takes at most this many.
const SOFTMAX_SIZES: [u32; 2] = [900, 5_000];

/// A method with its optimizer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Learner {
    pub(crate) name: &'static str,
    pub(crate) method: Method,
    optimizer: Optimizer,
}

const SKIP_GRAM: Learner = Learner { name: "skip-gram", method: Method::SkipGram, optimizer: Optimizer::Sgd };
const LEARNERS: [Learner; 5] = [
    SKIP_GRAM,
    Learner { name: "cbow", method: Method::Cbow, optimizer: Optimizer::Sgd },
    Learner { name: "softmax-sgd", method: Method::Softmax, optimizer: Optimizer::Sgd },
    Learner { name: "softmax-adam", method: Method::Softmax, optimizer: Optimizer::Adam },
    Learner { name: "glove", method: Method::Glove, optimizer: Optimizer::Sgd },
];

/// What a session does in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Job {
    /// It trains, and nothing else.
    Training,
    /// It draws maps by principal components.
    Components,
    /// It draws maps by semantic axes.
    Axes,
    /// It asks a sample of analogies now and then.
    Accuracy,
    /// It asks a file of questions.
    Evaluation,
    /// It looks two words up in the text.
    Evidence,
    /// It groups the words.
    Clusters,
    /// It writes the vectors for the Embedding Projector.
    SavingVectors,
    /// It writes the words of the map with their neighbors.
    SavingPlaces,
    /// At rest, it measures for every word how true the map is.
    Recall,
    /// At rest, it compares its model with the baseline.
    Comparison,
    /// It begins anew with the same settings.
    Reset,
    /// It builds another model of the same text.
    Restart,
    /// It reads another text.
    Opening,
}

impl Job {
    const ALL: [Self; 14] = [
        Self::Training,
        Self::Components,
        Self::Axes,
        Self::Accuracy,
        Self::Evaluation,
        Self::Evidence,
        Self::Clusters,
        Self::SavingVectors,
        Self::SavingPlaces,
        Self::Recall,
        Self::Comparison,
        Self::Reset,
        Self::Restart,
        // Last, as it changes the text.
        Self::Opening,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Components => "map by components",
            Self::Axes => "map by axes",
            Self::Accuracy => "accuracy curve",
            Self::Evaluation => "evaluation",
            Self::Evidence => "evidence",
            Self::Clusters => "clusters",
            Self::SavingVectors => "saving vectors",
            Self::SavingPlaces => "saving the map",
            Self::Recall => "recall of all words",
            Self::Comparison => "comparison",
            Self::Reset => "reset",
            Self::Restart => "restart",
            Self::Opening => "opening another text",
        }
    }

    /// Whether it is worth measuring with other methods than skip-gram: work at rest and the reading of a text know no
    /// method, and looking words up knows no vectors.
    fn depends_on_method(self, dims: u32) -> bool {
        match self {
            Self::Recall | Self::Comparison | Self::Restart | Self::Opening => false,
            Self::Evidence => dims == 100,
            _ => true,
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) learner: Learner,
    pub(crate) n_words: u32,
    pub(crate) dims: u32,
    pub(crate) job: Job,
}

impl Row {
    /// `skip-gram: map by components`.
    pub(crate) fn what(&self) -> String {
        format!("{}: {}", self.learner.name, self.job.name())
    }

    /// Whether a pattern occurs in `WHAT, N words, N dims`.
    pub(crate) fn matches(&self, pattern: &str) -> bool {
        format!("{}, {} words, {} dims", self.what(), self.n_words, self.dims).contains(pattern)
    }

    /// How much longer than others it is looked at: skip-gram is what most readers train.
    pub(crate) fn weight(&self) -> f64 {
        if self.learner == SKIP_GRAM { 2.0 } else { 1.0 }
    }

    /// The settings of its run.
    pub(crate) fn settings(&self) -> Settings {
        let epochs = match (self.learner.method, self.n_words) {
            // A sample of analogies is due after a twentieth of the run, which must come while somebody waits.
            (Method::Softmax, _) | (Method::Glove, 200_000..) => 1,
            (Method::Glove, ..=900) => 100,
            _ => 4,
        };
        Settings {
            method: self.learner.method,
            optimizer: self.learner.optimizer,
            dims: self.dims,
            window: 5,
            harmonic: false,
            negatives: 5,
            epochs,
            min_count: 1,
            subsample: 0.0,
            learning_rate: if self.learner.method == Method::Softmax { 0.01 } else { 0.025 },
            weight_decay: 0.0,
            ..Settings::default()
        }
    }
}

/// The rows to measure, those of one text together. `is_full`: every job with every method.
pub(crate) fn all(is_full: bool) -> Vec<Row> {
    let mut sizes: Vec<u32> = SIZES.into_iter().chain(SOFTMAX_SIZES).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let mut rows = Vec::new();
    for n_words in sizes {
        for learner in LEARNERS {
            let is_softmax = learner.method == Method::Softmax;
            let takes = if is_softmax { SOFTMAX_SIZES.contains(&n_words) } else { SIZES.contains(&n_words) };
            for dims in DIMS.into_iter().filter(|_| takes) {
                let jobs = Job::ALL.into_iter();
                let jobs = jobs.filter(|job| is_full || learner == SKIP_GRAM || job.depends_on_method(dims));
                rows.extend(jobs.map(|job| Row { learner, n_words, dims, job }));
            }
        }
    }
    rows
}
