//! What the text says of a word, looked up a slice at a time.

use super::model::Model;
use crate::{
    protocol::{self, Evidence, Quotation},
    text::{Concordance, Contexts, keep_probability, shared_contexts},
};

/// Sentences that are quoted.
const MOST_QUOTED: usize = 20;
/// Words to either side of a quoted one.
const REACH: usize = 8;
/// Context words that are told of.
const MOST_CONTEXTS: usize = 12;
/// A context that stands there less often is chance.
const LEAST_COUNT: u32 = 3;
/// Words of the text between two looks at the clock.
const TOKENS_PER_LOOK: usize = 20_000;

/// A word, or a pair, being looked up.
#[derive(Debug)]
pub(super) struct Explaining {
    word_id: u32,
    other: Option<u32>,
    concordance: Concordance,
    contexts: Vec<Contexts>,
    window: u32,
}

impl Explaining {
    /// At the beginning of the text; none where there is no such word.
    pub(super) fn new(model: &Model, word_id: u32, other: Option<u32>) -> Option<Self> {
        let word = |id: u32| model.vocabulary.words().get(id as usize).map(String::as_str);
        let second = match other {
            Some(other) => Some(word(other)?),
            None => None,
        };
        let concordance = Concordance::new(&model.text.stream, word(word_id)?, second, MOST_QUOTED, REACH);
        let window = model.settings().window;
        let ids = std::iter::once(word_id).chain(other);
        let contexts = ids.map(|id| Contexts::new(&model.vocabulary, id, window as usize)).collect::<Option<_>>()?;
        Some(Self { word_id, other, concordance, contexts, window })
    }

    /// Goes on until the deadline; what was found, at the end.
    pub(super) fn advance(
        &mut self,
        model: &Model,
        generation: u32,
        clock: &dyn Fn() -> f64,
        deadline_secs: f64,
    ) -> Option<Evidence> {
        loop {
            let is_quoted = self.concordance.advance(&model.text.stream, TOKENS_PER_LOOK);
            let mut is_done = is_quoted;
            for contexts in &mut self.contexts {
                is_done &= contexts.advance(model.corpus(), TOKENS_PER_LOOK);
            }
            if is_done {
                return Some(self.found(model, generation));
            }
            if clock() >= deadline_secs {
                return None;
            }
        }
    }

    fn found(&self, model: &Model, generation: u32) -> Evidence {
        let told = |words: Vec<crate::text::ContextWord>| {
            let told =
                |c: crate::text::ContextWord| protocol::ContextWord { word_id: c.word_id, count: c.count, pmi: c.pmi };
            words.into_iter().map(told).collect()
        };
        let of_word = &self.contexts[0];
        let shared =
            self.contexts.get(1).map(|of_other| shared_contexts(of_word, of_other, MOST_CONTEXTS, LEAST_COUNT));
        let shared = shared.unwrap_or_default().into_iter().map(|c| protocol::SharedContext {
            word_id: c.word_id,
            counts: [c.n_a, c.n_b],
            pmi: [c.pmi_a, c.pmi_b],
        });
        let counts = model.vocabulary.counts().unwrap_or_default();
        let n_tokens = counts.iter().map(|&count| u64::from(count)).sum();
        let count = counts[self.word_id as usize];
        Evidence {
            generation,
            word_id: self.word_id,
            other: self.other,
            n_sentences: self.concordance.n_sentences() as u32,
            quotations: self
                .concordance
                .lines()
                .iter()
                .map(|line| Quotation { left: line.left.clone(), key: line.key.clone(), right: line.right.clone() })
                .collect(),
            window: self.window,
            frequent: told(of_word.most_frequent(MOST_CONTEXTS)),
            telling: told(of_word.most_telling(MOST_CONTEXTS, LEAST_COUNT)),
            shared: shared.collect(),
            keep_probability: keep_probability(u64::from(count), n_tokens, model.settings().subsample),
        }
    }
}
