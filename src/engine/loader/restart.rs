//! Building another model of a text that is read.

use std::sync::Arc;

use super::{Beginning, LoadError, Loader, Request, Work};
use crate::{
    engine::{
        lender::{Lender, Lent},
        memory::Item,
        run::Run,
        text::Text,
    },
    protocol::Settings,
    text::{Corpus, Vocabulary},
};

/// What a run is built from, to build it again.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Parts {
    text: Arc<Text>,
    vocabulary: Arc<Vocabulary>,
    corpus: Arc<Corpus>,
    settings: Settings,
    /// The minimum count in force.
    effective_min_count: u32,
    lent: Option<Lent>,
}

impl Parts {
    /// Of a run.
    pub(in crate::engine) fn of(run: &Run, vocabulary: &Arc<Vocabulary>) -> Self {
        Self {
            text: Arc::clone(&run.text),
            vocabulary: Arc::clone(vocabulary),
            corpus: Arc::clone(run.corpus()),
            settings: run.settings(),
            effective_min_count: run.record.effective_min_count,
            lent: run.lent.clone(),
        }
    }

    /// The text's name.
    pub(in crate::engine) fn name(&self) -> &str {
        &self.text.name
    }

    /// Bytes of the text and its words.
    pub(in crate::engine) fn n_bytes(&self) -> u64 {
        self.text.stream.n_bytes() + self.corpus.n_bytes() + self.vocabulary.n_bytes()
    }

    /// What a run of other settings begins with. What the run has borrowed serves again; for another vocabulary, `kept` does,
    /// if it still has these vectors. Errors: there is nothing to begin with.
    fn beginning(&self, settings: &Settings, kept: Option<&Arc<Lender>>) -> Result<Beginning, LoadError> {
        if !settings.borrows() {
            return Ok(Beginning::Drawn);
        }
        let own = self.lent.as_ref().filter(|_| self.settings.start == settings.start && self.settings.borrows());
        let Some(own) = own else {
            return kept.map(|kept| Beginning::Of(Arc::clone(kept))).ok_or(LoadError::NoLender);
        };
        let is_same = |kept: &Lender| kept.checksum().as_ref() == Some(&own.about.checksum);
        let is_same_vocabulary = settings.min_count == self.settings.min_count;
        match kept {
            // A table was opened since.
            Some(kept) if !is_same(kept) || !is_same_vocabulary => return Ok(Beginning::Of(Arc::clone(kept))),
            _ if is_same_vocabulary => return Ok(Beginning::Lent(Box::new(own.clone()))),
            _ => {}
        }
        if settings.min_count < self.settings.min_count {
            return Err(LoadError::PartLent { name: own.about.name.clone(), min_count: self.settings.min_count });
        }
        Ok(Beginning::Of(Arc::new(Lender::of_part(own.clone(), Arc::clone(&self.vocabulary)))))
    }
}

impl Loader {
    /// Begins to build another model of a text. Where the vocabulary is the same, it and the word ids are used again. `kept`:
    /// vectors that the settings may have it start from. Errors: settings that cannot be; what is open goes on as it was.
    pub(in crate::engine) fn restart(
        of: Parts,
        settings: Settings,
        kept: Option<&Arc<Lender>>,
        autoplay: bool,
    ) -> Result<Self, LoadError> {
        settings.check_for(of.text.stream.n_tokens())?;
        if settings.lowercase != of.text.lowercase {
            return Err(LoadError::Case);
        }
        let min_count = of.effective_min_count;
        if of.text.left_out.is_some() && settings.min_count < min_count.min(of.settings.min_count) {
            return Err(LoadError::TextLeftOut { min_count });
        }
        let beginning = of.beginning(&settings, kept)?;
        let Parts { text, vocabulary, corpus, settings: before, .. } = of;
        let is_lent_again = matches!(beginning, Beginning::Lent(_));
        let (work, shared) = if settings.min_count == before.min_count {
            let shared = if is_lent_again {
                [Item::Text, Item::Ids, Item::Vocabulary, Item::Lent].as_slice()
            } else {
                [Item::Text, Item::Ids, Item::Vocabulary].as_slice()
            };
            (Work::Fitting { text, vocabulary, corpus }, shared)
        } else {
            (Work::Read { text }, [Item::Text].as_slice())
        };
        Ok(Self::of_text(work, settings, beginning, autoplay).sharing(shared))
    }

    /// Begins to build a run again that has given way.
    pub(in crate::engine) fn rebuild(parts: Parts) -> Self {
        let Parts { text, vocabulary, corpus, settings, lent, .. } = parts;
        let beginning = lent.map_or(Beginning::Drawn, |lent| Beginning::Lent(Box::new(lent)));
        Self::of_text(Work::Fitting { text, vocabulary, corpus }, settings, beginning, false)
    }

    /// A model of a text that is read.
    fn of_text(work: Work, settings: Settings, beginning: Beginning, autoplay: bool) -> Self {
        let name = match &work {
            Work::Read { text } | Work::Fitting { text, .. } => text.name.clone(),
            _ => String::new(),
        };
        let settings = Settings { dims: beginning.dims().unwrap_or(settings.dims), ..settings };
        Self {
            request: Request { open_id: None, settings, chosen: Vec::new(), autoplay },
            work,
            beginning,
            shared: &[],
            goes_on: false,
            started_secs: 0.0,
            name,
            bytes_done: 0,
            bytes_total: 0,
        }
    }

    /// The same beside something else than a run of its text.
    pub(in crate::engine) fn beside_another(self) -> Self {
        self.sharing(&[])
    }

    /// The same, which has some things in common with what is open.
    fn sharing(self, shared: &'static [Item]) -> Self {
        Self { shared, ..self }
    }
}
