//! What takes longer than a slice: hubs, which stand in the lists of nearest of many others; the company of words; the
//! sentences in which a word stands; and runs that borrow.

use super::{search::Searches, state::State};
use crate::{
    matrix::Matrix,
    space::Scan,
    text::{Concordance, Contexts, KeyWordInContext},
    train::Trainer,
};

/// Words of a list.
pub(super) const LIST: usize = 10;
/// Multiply-adds that counting may take in all: a second or two of slices.
const MOST_OPERATIONS: usize = 400_000_000;
/// What reading a word of the text costs, in multiply-adds.
const TOKEN_COST: usize = 40;
/// Sentences that are quoted, and words of them to either side.
const N_QUOTED: usize = 4;
const REACH: usize = 6;

/// What a scene has done that took longer than a slice.
#[derive(Debug, Default)]
pub struct Work {
    pub(super) searches: Searches,
    hubs: Option<Hubs>,
    company: Vec<Contexts>,
    quotations: Option<Concordance>,
    /// Runs that have borrowed the vectors that are open, and the one under way.
    pub(super) tuned: Vec<Tuned>,
    pub(super) tuning: Option<Box<Trainer>>,
}

/// What a few sentences made of borrowed vectors.
#[derive(Debug)]
pub(super) struct Tuned {
    /// The share of its step that a borrowed row took.
    pub(super) rate: f64,
    /// A row for each word of the sentence; none where training diverged.
    pub(super) vectors: Option<Matrix>,
}

/// How often each word stands in the lists of the others.
#[derive(Debug, Default)]
pub struct Hubs {
    /// By distance, and by cosine; by word id.
    pub(super) counts: [Vec<u32>; 2],
    /// Words that both lists of a word have, summed.
    pub(super) n_shared: u64,
    /// Lists that were looked at by either measure.
    pub(super) n_lists: u32,
    n_wanted: u32,
    /// The lists under way, and how many of the two are complete.
    scans: Vec<Scan>,
    n_done: usize,
}

impl Work {
    /// Goes on counting; whether all is counted.
    pub(super) fn hubs(&mut self, state: &State<'_>, n_operations: usize) -> bool {
        let n_words = state.n_words();
        let per_list = 2 * state.embedding.n_words() * state.embedding.dims();
        let hubs = self.hubs.get_or_insert_with(|| Hubs {
            counts: [vec![0; n_words as usize], vec![0; n_words as usize]],
            n_wanted: n_words.min((MOST_OPERATIONS / per_list.max(1)).max(10) as u32),
            ..Hubs::default()
        });
        let mut n_left = n_operations.max(1);
        let side = (state.embedding, state.norms);
        while hubs.n_lists < hubs.n_wanted && n_left > 0 {
            // Spread evenly over the words, from frequent to rare.
            let word_id = (u64::from(hubs.n_lists) * u64::from(n_words) / u64::from(hubs.n_wanted)) as u32;
            if hubs.scans.is_empty() {
                let query = state.vector(word_id);
                // A word without a direction is near to nothing by cosine.
                let made = [Scan::by_distance(state.embedding, query), Scan::by_cosine(state.embedding, query)];
                hubs.scans.extend(made.into_iter().flatten());
            }
            while let Some(scan) = hubs.scans.get_mut(hubs.n_done) {
                if n_left == 0 || !scan.advance(side, &mut n_left) {
                    return false;
                }
                hubs.n_done += 1;
            }
            let lists: Vec<_> = hubs.scans.iter().map(|scan| scan.nearest(LIST, &[word_id])).collect();
            if let [by_distance, by_cosine] = &lists[..] {
                let is_shared = |id: u32| by_cosine.iter().any(|other| other.word_id == id);
                hubs.n_shared += by_distance.iter().filter(|scored| is_shared(scored.word_id)).count() as u64;
            }
            for (counts, list) in hubs.counts.iter_mut().zip(lists) {
                for scored in list {
                    counts[scored.word_id as usize] += 1;
                }
            }
            (hubs.scans, hubs.n_done) = (Vec::new(), 0);
            hubs.n_lists += 1;
        }
        hubs.n_lists == hubs.n_wanted
    }

    /// Goes on reading the company of words in the text; whether all of it is read, or there is no text.
    pub(super) fn company(&mut self, state: &State<'_>, words: &[u32], n_operations: usize) -> bool {
        let Some(run) = state.run else { return true };
        if self.company.is_empty() {
            let window = run.config.window as usize;
            self.company.extend(words.iter().filter_map(|&id| Contexts::new(state.vocabulary, id, window)));
        }
        let n_tokens = n_operations / TOKEN_COST;
        let mut is_done = true;
        for contexts in &mut self.company {
            is_done &= contexts.advance(run.corpus, n_tokens);
        }
        is_done
    }

    /// What was read, a word after the other.
    pub(super) fn company_read(&self) -> &[Contexts] {
        &self.company
    }

    /// Goes on looking for the sentences of a word; whether the text is read, or there is none.
    pub(super) fn quotations(&mut self, state: &State<'_>, word_id: u32, n_operations: usize) -> bool {
        let Some(stream) = state.run.and_then(|run| run.stream) else { return true };
        let search = || Concordance::new(stream, state.name(word_id), None, N_QUOTED, REACH);
        self.quotations.get_or_insert_with(search).advance(stream, n_operations / TOKEN_COST)
    }

    /// The first sentences that were found, and how many there are.
    pub(super) fn quoted(&self) -> (&[KeyWordInContext], usize) {
        self.quotations.as_ref().map_or((&[], 0), |found| (found.lines(), found.n_sentences()))
    }

    /// What was counted.
    pub(super) fn counted(&self) -> Option<&Hubs> {
        self.hubs.as_ref()
    }
}
