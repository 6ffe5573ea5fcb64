//! What takes longer than a slice: hubs, which stand in the lists of nearest of many others, the company of two words, and runs
//! that borrow.

use super::{borrow::Tuned, state::State};
use crate::{
    space::{nearest, nearest_by_distance},
    text::Contexts,
    train::Trainer,
};

/// Words of a list.
pub(super) const LIST: usize = 10;
/// Multiply-adds that counting may take in all: a second or two of slices.
const MOST_OPERATIONS: usize = 400_000_000;
/// What reading a word of the text costs, in multiply-adds.
const TOKEN_COST: usize = 40;

/// What a scene has done that took longer than a slice.
#[derive(Debug, Default)]
pub struct Work {
    hubs: Option<Hubs>,
    company: Option<[Contexts; 2]>,
    /// Runs that have borrowed the vectors that are open, and the one under way.
    pub(super) tuned: Vec<Tuned>,
    pub(super) tuning: Option<Box<Trainer>>,
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
}

impl Work {
    /// Whether something is under way for which the vectors must not move.
    pub fn is_under_way(&self) -> bool {
        self.hubs.as_ref().is_some_and(|hubs| hubs.n_lists < hubs.n_wanted)
    }

    /// Goes on counting; whether all is counted.
    pub(super) fn hubs(&mut self, state: &State<'_>, n_operations: usize) -> bool {
        let n_words = state.n_words();
        let per_list = 2 * state.embedding.n_words() * state.embedding.dims();
        let hubs = self.hubs.get_or_insert_with(|| Hubs {
            counts: [vec![0; n_words as usize], vec![0; n_words as usize]],
            n_wanted: n_words.min((MOST_OPERATIONS / per_list.max(1)).max(10) as u32),
            ..Hubs::default()
        });
        for _ in 0..(n_operations / per_list.max(1)).max(1) {
            if hubs.n_lists == hubs.n_wanted {
                break;
            }
            // Spread evenly over the words, from frequent to rare.
            let word_id = (u64::from(hubs.n_lists) * u64::from(n_words) / u64::from(hubs.n_wanted)) as u32;
            let query = state.vector(word_id);
            let by_distance = nearest_by_distance(state.embedding, query, LIST, &[word_id]).unwrap_or_default();
            let by_cosine = nearest(state.embedding, state.norms, query, LIST, &[word_id]).unwrap_or_default();
            let is_shared = |id: u32| by_cosine.iter().any(|other| other.word_id == id);
            hubs.n_shared += by_distance.iter().filter(|scored| is_shared(scored.word_id)).count() as u64;
            for (counts, list) in hubs.counts.iter_mut().zip([by_distance, by_cosine]) {
                for scored in list {
                    counts[scored.word_id as usize] += 1;
                }
            }
            hubs.n_lists += 1;
        }
        hubs.n_lists == hubs.n_wanted
    }

    /// Goes on reading the company of two words in the text; whether all of it is read, or there is no text.
    pub(super) fn company(&mut self, state: &State<'_>, words: [u32; 2], n_operations: usize) -> bool {
        let Some(run) = state.run else { return true };
        if self.company.is_none() {
            let contexts = words.map(|id| Contexts::new(state.vocabulary, id, run.config.window as usize));
            let [Some(first), Some(second)] = contexts else { return true };
            self.company = Some([first, second]);
        }
        let n_tokens = n_operations / TOKEN_COST;
        let mut is_done = true;
        for contexts in self.company.iter_mut().flatten() {
            is_done &= contexts.advance(run.corpus, n_tokens);
        }
        is_done
    }

    /// What was read.
    pub(super) fn company_read(&self) -> Option<&[Contexts; 2]> {
        self.company.as_ref()
    }

    /// What was counted.
    pub(super) fn counted(&self) -> Option<&Hubs> {
        self.hubs.as_ref()
    }
}
