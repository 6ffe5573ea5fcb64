//! Freeze or tune? The vectors that are open are lent to a few hundred sentences, and what they knew is looked at again.
//!
//! A run of the trainer's own begins with the rows of the words of one sentence, which is read again and again, as a small text
//! of one matter would be. Its other half begins with zeros, as in any run that borrows.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    hubs::{Tuned, Work},
    math,
    stage::{Stage, bar, strip_row, table_row},
    state::State,
};
use crate::{
    matrix::Matrix,
    protocol::{MapAct, TableCell, Tone, Unit},
    text::Corpus,
    train::{Loan, Method, TrainConfig, Trainer},
};

const SENTENCE: &str = "the king saw the queen and the cat saw the dog";
/// Words that stand in where none of the sentence are known.
const N_STAND_IN: u32 = 6;
const SENTENCES: [f64; 3] = [50.0, 2000.0, 50.0];
const USUAL_SENTENCES: f64 = 300.0;
const EPOCHS: u32 = 3;
/// The rate of a run that is not skip-gram's.
const USUAL_RATE: f64 = 0.05;
/// Neighbors of a word that are looked at.
const LIST: usize = 10;
/// Words whose neighbors are looked at, and analogies that are asked, at most.
const MOST_ASKED: usize = 8;
/// Multiply-adds of these in all.
const MOST_OPERATIONS: usize = 30_000_000;

/// What is to be trained.
struct Plan {
    /// The sentence as word ids.
    tokens: Vec<u32>,
    /// Its different words, by rising id.
    own: Vec<u32>,
    n_sentences: usize,
    rates: Vec<f64>,
}

impl Plan {
    fn new(stage: &mut Stage<'_>) -> Self {
        let words = stage.sentence(SENTENCE);
        let mut tokens: Vec<u32> = words.iter().filter_map(|word| stage.state.vocabulary.find(word)).collect();
        let different = |tokens: &[u32]| tokens.iter().copied().collect::<BTreeSet<u32>>();
        if different(&tokens).len() < 2 {
            tokens = (0..stage.state.n_words().min(N_STAND_IN)).collect();
        }
        let n_sentences = stage.number(0, "Sentences", USUAL_SENTENCES, SENTENCES).round();
        let rates = match stage.step {
            1 => vec![0.0],
            2 => vec![0.1],
            4 => vec![0.0, 0.1, 1.0],
            5 => vec![stage.number(1, "Borrowed rate", 0.5, [0.0, 1.0, 0.05])],
            _ => vec![1.0],
        };
        let own = different(&tokens).into_iter().collect();
        Self { tokens, own, n_sentences: n_sentences as usize, rates }
    }

    /// A run that has borrowed the rows of its words; none where it cannot begin.
    fn trainer(&self, state: &State<'_>, rate: f64) -> Option<Trainer> {
        let place = |id: &u32| self.own.binary_search(id).ok().map(|place| place as u32);
        let sentence: Vec<u32> = self.tokens.iter().filter_map(place).collect();
        let ends = (1..=self.n_sentences).map(|n| (n * sentence.len()) as u32).collect();
        let corpus = Corpus::of_sentences(sentence.repeat(self.n_sentences), ends);
        let count = |place: u32| sentence.iter().filter(|&&other| other == place).count() * self.n_sentences;
        let counts: Vec<u32> = (0..self.own.len() as u32).map(|place| count(place) as u32).collect();
        let rows: Vec<f32> = self.own.iter().flat_map(|&id| state.vector(id)).copied().collect();
        let dims = state.embedding.dims();
        let loan = Loan::new(Matrix::from_rows(&rows, dims), (0..self.own.len() as u32).collect()).ok()?;
        Trainer::borrowing(config(state, rate), &counts, Arc::new(corpus), Arc::new(loan)).ok()
    }
}

/// The settings of such a run.
fn config(state: &State<'_>, rate: f64) -> TrainConfig {
    let of_run = state.run.map(|run| run.config);
    let is_alike = |config: &&TrainConfig| config.method == Method::SkipGram;
    TrainConfig {
        dims: state.embedding.dims(),
        epochs: EPOCHS,
        subsample: 0.0,
        learning_rate: of_run.filter(is_alike).map_or(USUAL_RATE, |config| config.learning_rate),
        borrowed_rate: Some(rate),
        seed: of_run.map_or(1, |config| config.seed),
        ..TrainConfig::default()
    }
}

/// Trains what the step shows; whether all is trained.
fn train(state: &State<'_>, plan: &Plan, work: &mut Work, n_operations: usize) -> bool {
    let Some(&rate) = plan.rates.get(work.tuned.len()) else { return true };
    let Some(mut trainer) = work.tuning.take().or_else(|| plan.trainer(state, rate).map(Box::new)) else {
        work.tuned.push(Tuned { rate, vectors: None });
        return work.tuned.len() == plan.rates.len();
    };
    match trainer.advance(u64::MAX, n_operations as u64) {
        Ok(_) if !trainer.is_done() => work.tuning = Some(trainer),
        Ok(_) => {
            trainer.refresh();
            work.tuned.push(Tuned { rate, vectors: Some(trainer.into_vectors()) });
        }
        Err(_) => work.tuned.push(Tuned { rate, vectors: None }),
    }
    work.tuned.len() == plan.rates.len()
}

pub(super) fn show(stage: &mut Stage<'_>, work: &mut Work, n_operations: usize) -> Option<()> {
    let plan = Plan::new(stage);
    if !train(stage.state, &plan, work, n_operations) {
        return None;
    }
    // It forgets.
    stage.right(2);
    let tables: Option<Vec<&Matrix>> = work.tuned.iter().map(|tuned| tuned.vectors.as_ref()).collect();
    let tables = tables.unwrap_or_default();
    let mut looks = Vec::new();
    for vectors in &tables {
        looks.push(Look::new(stage, &plan, vectors)?);
    }
    let (Some(look), Some(tuned)) = (looks.last(), tables.last()) else {
        stage.cannot(
            "These vectors are too large to be tuned: training on them diverges at once. Scale them down, or open others.",
        );
        return Some(());
    };
    stage.figure("sentences", plan.n_sentences as f64, Unit::Count);
    stage.figure("own", plan.own.len() as f64, Unit::Count);
    stage.figure("rate", work.tuned.last().map_or(0.0, |tuned| tuned.rate), Unit::Number);
    stage.figure("moved", look.moved, Unit::Share);
    stage.figure("kept", look.kept, Unit::Share);
    // The rarest word of the sentence.
    let (place, a) = (plan.own.len() - 1, plan.own[plan.own.len() - 1]);
    stage.named("a", a);
    let others = plan.own.iter().copied().filter(|&id| id != a).collect();
    stage.act(MapAct::Highlight { word_id: a, others });
    if stage.step > 1 {
        stage.figure("turned", math::cosine(stage.state.vector(a), tuned.vector(place as u32)), Unit::Cosine);
    }
    match stage.step {
        4 => {
            let has_questions = look.answered.is_some();
            let rows = work.tuned.iter().zip(&looks).map(|(tuned, look)| {
                let share = |share: f64| TableCell::Number(share, Unit::Share);
                let mut cells = vec![TableCell::Number(tuned.rate, Unit::Number), share(look.moved), share(look.kept)];
                cells.extend(look.answered.into_iter().flatten().map(share));
                table_row(if tuned.rate == 1.0 { "kept" } else { "" }, cells)
            });
            let rows = rows.collect();
            let head = ["rate", "moved", "neighbors kept", "analogies before", "and after"];
            stage.table("what is left of the table", if has_questions { &head } else { &head[..3] }, rows);
            stage.figure("kept_slow", looks[1].kept, Unit::Share);
        }
        5 => {
            let bars =
                plan.own.iter().zip(&look.moves).map(|(&id, &moved)| bar(stage.state.name(id), moved, Tone::Plain));
            let bars = bars.collect();
            stage.bars("how far each word moved, by its own length", Unit::Share, bars);
        }
        _ => {
            let rows = vec![
                strip_row("lent", "", stage.state.vector(a)),
                strip_row("after", "turned", tuned.vector(place as u32)),
            ];
            stage.strip("one word, as it was lent and after", rows);
        }
    }
    Some(())
}

/// What is left of what the vectors knew.
struct Look {
    /// How far each word of the sentence moved, as a share of its length; and the mean.
    moves: Vec<f64>,
    moved: f64,
    /// The share of the nearest words of the sentence's words that stayed.
    kept: f64,
    /// The share of analogies with one of these words that was answered before, and after; none where there is none.
    answered: Option<[f64; 2]>,
}

/// The rows of words after a run: those of its words, and of the others as they were.
#[derive(Clone, Copy)]
struct After<'a> {
    state: &'a State<'a>,
    own: &'a [u32],
    vectors: &'a Matrix,
}

impl<'a> After<'a> {
    fn row(self, id: u32) -> &'a [f32] {
        match self.own.binary_search(&id) {
            Ok(place) => self.vectors.vector(place as u32),
            Err(_) => self.state.vector(id),
        }
    }

    /// The words nearest to a query, best first. Words whose rows have moved are compared by their new ones.
    fn nearest(self, stage: &mut Stage<'_>, query: &[f32], k: usize, without: &[u32]) -> Option<Vec<u32>> {
        let all: Vec<u32> = self.own.iter().chain(without).copied().collect();
        let others = stage.nearest(query, k, &all)?;
        let mut found: Vec<(u32, f64)> = others.into_iter().map(|(id, cosine)| (id, f64::from(cosine))).collect();
        let own = self.own.iter().copied().filter(|id| !without.contains(id));
        found.extend(own.map(|id| (id, math::cosine(query, self.row(id)))));
        let cosines: Vec<f64> = found.iter().map(|&(_, cosine)| cosine).collect();
        Some(math::greatest(&cosines, k).into_iter().map(|place| found[place].0).collect())
    }
}

/// Where the arrow from `b` to `a` leads from `c`, by rows of length one.
fn walk<'a>(row: impl Fn(u32) -> &'a [f32], [a, b, c, _]: [u32; 4]) -> Vec<f32> {
    let unit = |id: u32| {
        let size = math::length(row(id)).max(f64::MIN_POSITIVE) as f32;
        row(id).iter().map(|x| x / size).collect::<Vec<f32>>()
    };
    math::plus(&math::plus(&unit(a), -1.0, &unit(b)), 1.0, &unit(c))
}

impl Look {
    /// None where that takes another slice.
    fn new(stage: &mut Stage<'_>, plan: &Plan, vectors: &Matrix) -> Option<Self> {
        let state = stage.state;
        let after = After { state, own: &plan.own, vectors };
        let share_moved = |&id: &u32| {
            let length = math::length(state.vector(id));
            if length > 0.0 { math::distance(state.vector(id), after.row(id)) / length } else { 0.0 }
        };
        let moves: Vec<f64> = plan.own.iter().map(share_moved).collect();
        let per_question = state.embedding.n_words() * state.embedding.dims();
        let most = (MOST_OPERATIONS / (4 * per_question).max(1)).clamp(1, MOST_ASKED);
        // From the rarest word on: frequent ones are near to anything.
        let (mut n_kept, mut n_listed) = (0_u32, 0_u32);
        for &id in plan.own.iter().rev().take(most) {
            let before = stage.nearest(state.vector(id), LIST, &[id])?;
            let now = after.nearest(stage, after.row(id), LIST, &[id])?;
            n_kept += before.iter().filter(|(other, _)| now.contains(other)).count() as u32;
            n_listed += before.len() as u32;
        }
        let (mut n_asked, mut n_right) = (0_u32, [0_u32; 2]);
        for words in state.examples {
            let ids = words.each_ref().map(|word| state.vocabulary.id(word));
            let [Some(a), Some(b), Some(c), Some(d)] = ids else { continue };
            if n_asked as usize == most {
                break;
            }
            let (question, inputs) = ([a, b, c, d], [a, b, c]);
            let before = stage.nearest(&walk(|id| state.vector(id), question), 1, &inputs)?;
            let now = after.nearest(stage, &walk(|id| after.row(id), question), 1, &inputs)?;
            n_right[0] += u32::from(before.first().is_some_and(|&(id, _)| id == d));
            n_right[1] += u32::from(now.first() == Some(&d));
            n_asked += 1;
        }
        let answered = (n_asked > 0).then(|| n_right.map(|n| f64::from(n) / f64::from(n_asked)));
        let moved = moves.iter().sum::<f64>() / moves.len().max(1) as f64;
        Some(Self { moves, moved, kept: f64::from(n_kept) / f64::from(n_listed.max(1)), answered })
    }
}
