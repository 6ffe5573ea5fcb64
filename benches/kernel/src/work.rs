//! The kernel at work as in training, but for the drawing of words, which is done beforehand.

use embedding_explorer::matrix::Matrix;
use embedding_explorer::train::{
    TrainRng,
    kernel::{Scratch, Targets, prefetch, train_center},
};
use rand::{Rng, SeedableRng};

/// Context words of a center: what a window of 5 has on average.
const CONTEXTS: usize = 6;
/// The center word and 5 negatives.
const TARGETS: usize = 6;
const DIMS: usize = 100;
const RATE: f32 = 0.025;
/// Centers that are drawn; then they come again. Their rows are more than any cache near the processor holds.
const CENTERS: usize = 4096;
/// Centers between two looks at the clock, about 50 microseconds.
const TURNS: usize = 64;

/// A center with its context words.
struct Center {
    contexts: Vec<u32>,
    targets: Targets,
}

/// Tables of some size, and centers to train on.
pub(crate) struct Work {
    inputs: Matrix,
    outputs: Matrix,
    centers: Vec<Center>,
    next: usize,
    scratch: Scratch,
    /// Whether rows are brought nearer before they are needed, as skip-gram does.
    touches: bool,
}

impl Work {
    /// On tables of `n_words` rows, at least [`TARGETS`].
    pub(crate) fn new(n_words: u32, touches: bool) -> Self {
        let mut rng = TrainRng::seed_from_u64(1);
        let mut table = || {
            let mut table = Matrix::zeros(n_words as usize, DIMS);
            table.fill_with(|| (rng.next_u32() as f32 / u32::MAX as f32 - 0.5) / DIMS as f32);
            table
        };
        let (inputs, outputs) = (table(), table());
        let centers = (0..CENTERS).map(|_| {
            let mut targets = Targets::new();
            for word in distinct(TARGETS, n_words, &mut rng) {
                targets.push(word);
            }
            Center { contexts: distinct(CONTEXTS, n_words, &mut rng), targets }
        });
        Self { centers: centers.collect(), scratch: Scratch::new(&inputs), inputs, outputs, next: 0, touches }
    }

    /// Trains on some centers; returns how many multiplications and additions, counted separately.
    pub(crate) fn run(&mut self) -> f64 {
        for _ in 0..TURNS {
            let center = &self.centers[self.next];
            self.next = (self.next + 1) % CENTERS;
            if self.touches {
                prefetch(&self.outputs, self.centers[self.next].targets.ids(), &mut self.scratch);
            }
            let Center { contexts, targets } = center;
            train_center(&mut self.inputs, &mut self.outputs, contexts, targets, RATE, &mut self.scratch);
        }
        assert!(self.scratch.take_loss().is_finite(), "training diverged, and its speed means nothing");
        (TURNS * CONTEXTS * TARGETS * 6 * DIMS) as f64
    }
}

/// `n` different words under `n_words`, each as likely as any other.
fn distinct(n: usize, n_words: u32, rng: &mut TrainRng) -> Vec<u32> {
    let mut words = Vec::with_capacity(n);
    while words.len() < n {
        let word = ((u64::from(rng.next_u32()) * u64::from(n_words)) >> 32) as u32;
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}
