//! What the text says of a word, looked up when it is asked for.

use super::{Context, Job, Scene};
use crate::{
    engine::{run::Run, subject::Subject},
    protocol::{self, Event, Evidence, Quotation, Refusal},
    text::{Concordance, ContextWord, Contexts, SharedContext, keep_probability, shared_contexts},
};

/// Sentences that are quoted.
const MOST_QUOTED: usize = 20;
/// Words to either side of a quoted one.
const REACH: usize = 8;
/// Context words that are reported.
const MOST_CONTEXTS: usize = 12;
/// A context that stands there less often is chance.
const LEAST_COUNT: u32 = 3;
/// Words of the text between two looks at the clock.
const TOKENS_PER_LOOK: usize = 20_000;

/// Looks one word, or a pair, up in the text.
#[derive(Debug, Default)]
pub(in crate::engine) struct EvidenceSearch {
    search: Option<Search>,
}

#[derive(Debug)]
struct Search {
    word_id: u32,
    other: Option<u32>,
    concordance: Concordance,
    contexts: Vec<Contexts>,
    window: u32,
}

impl EvidenceSearch {
    /// Begins at the beginning of the text, in place of a search under way. Errors: a sentence where there is no text or
    /// no such word; a search under way goes on then.
    pub(in crate::engine) fn ask(
        &mut self,
        subject: &Subject,
        word_id: u32,
        other: Option<u32>,
    ) -> Result<(), Refusal> {
        let no_text = || Refusal::new("These vectors were loaded without a text, so there are no sentences to show.");
        let run = subject.run().ok_or_else(no_text)?;
        if run.text.left_out.is_some() {
            return Err(Refusal::new("This session was saved without its text, so there are no sentences to show."));
        }
        let vocabulary = &subject.vocabulary;
        let word = |id: u32| {
            let n_words = vocabulary.len();
            let missing = || Refusal::new(format!("There is no word {id} among {n_words}."));
            vocabulary.words().get(id as usize).map(String::as_str).ok_or_else(missing)
        };
        let second = other.map(word).transpose()?;
        let concordance = Concordance::new(&run.text.stream, word(word_id)?, second, MOST_QUOTED, REACH);
        let window = run.settings().window;
        let ids = std::iter::once(word_id).chain(other);
        let contexts = ids.map(|id| Contexts::new(vocabulary, id, window as usize)).collect::<Option<Vec<_>>>();
        let contexts = contexts.ok_or_else(no_text)?;
        self.search = Some(Search { word_id, other, concordance, contexts, window });
        Ok(())
    }
}

impl Search {
    fn found(&self, subject: &Subject, run: &Run, generation: u32) -> Evidence {
        let reported = |words: Vec<ContextWord>| {
            let word = |c: ContextWord| protocol::ContextWord { word_id: c.word_id, count: c.count, pmi: c.pmi };
            words.into_iter().map(word).collect()
        };
        let of_word = &self.contexts[0];
        let shared =
            self.contexts.get(1).map(|of_other| shared_contexts(of_word, of_other, MOST_CONTEXTS, LEAST_COUNT));
        let shared = shared.unwrap_or_default().into_iter().map(|c: SharedContext| protocol::SharedContext {
            word_id: c.word_id,
            counts: [c.n_a, c.n_b],
            pmi: [c.pmi_a, c.pmi_b],
        });
        let counts = subject.vocabulary.counts().unwrap_or_default();
        let count = counts.get(self.word_id as usize).copied().unwrap_or(0);
        let n_tokens = subject.vocabulary.n_tokens().unwrap_or(0);
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
            frequent: reported(of_word.most_frequent(MOST_CONTEXTS)),
            telling: reported(of_word.most_telling(MOST_CONTEXTS, LEAST_COUNT)),
            shared: shared.collect(),
            keep_probability: keep_probability(u64::from(count), n_tokens, run.settings().subsample),
        }
    }
}

impl Job for EvidenceSearch {
    fn is_due(&self, _: &Scene<'_>) -> bool {
        self.search.is_some()
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        let (Some(search), Some(run)) = (&mut self.search, context.subject.run()) else { return Vec::new() };
        loop {
            let mut is_done = search.concordance.advance(&run.text.stream, TOKENS_PER_LOOK);
            for contexts in &mut search.contexts {
                is_done &= contexts.advance(run.corpus(), TOKENS_PER_LOOK);
            }
            if is_done {
                let evidence = search.found(context.subject, run, context.generation);
                self.search = None;
                return vec![Event::Evidence(Box::new(evidence))];
            }
            if context.slice.is_over() {
                return Vec::new();
            }
        }
    }

    fn start_over(&mut self, _: &Subject) {
        self.search = None;
    }
}
