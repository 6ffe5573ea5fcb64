//! The run that a link names: its text and its settings.

use super::Link;
use crate::protocol::{ENCODINGS, Method, Optimizer, RunRecord, Setting, Settings, SourceIdentity};

/// The text of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkedText<'a> {
    /// The built-in corpus; also where the link names no text.
    BuiltIn,
    /// A text that the reader must have.
    Own {
        /// Its name.
        name: Option<&'a str>,
        /// Its length in bytes.
        n_bytes: Option<u64>,
        /// Its SHA-256.
        sha256: Option<&'a str>,
    },
}

/// The name of a file in its address: what stands last in the path, as it is written.
pub fn name_in_address(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if name.is_empty() { "a file" } else { name }
}

/// Words that the built-in corpus is taken to have where its settings are chosen before it is read: of that size.
const BUILT_IN_TOKENS: u64 = 260_000;

impl Link {
    /// A link to a run, without anything that is seen of it: its text, every setting that its method uses as the run began,
    /// and what was changed on the way.
    pub fn of_run(record: &RunRecord) -> Self {
        let mut link = Self::default();
        match &record.source {
            SourceIdentity::BuiltIn { version } => link.corpus = Some(*version),
            SourceIdentity::Text { name, n_bytes, sha256, encoding, columns } => {
                (link.file, link.bytes) = (Some(name.clone()), Some(*n_bytes));
                link.sha256 = Some(sha256.clone());
                let known = |name: &String| ENCODINGS.iter().find(|(known, _)| known == name).map(|(known, _)| *known);
                link.encoding = encoding.as_ref().and_then(known);
                link.columns = Some(columns.clone()).filter(|columns| !columns.is_empty());
            }
            SourceIdentity::Vectors { name, n_bytes, checksum, .. } => {
                (link.file, link.bytes) = (Some(name.clone()), Some(*n_bytes).filter(|&n_bytes| n_bytes > 0));
                link.table = Some(checksum.clone()).filter(|checksum| !checksum.is_empty());
                return link;
            }
        }
        let settings = record.settings;
        link.changes = Some(record.changes.clone()).filter(|changes| !changes.is_empty());
        link.method = Some(settings.method);
        link.optimizer = (settings.method == Method::Softmax).then_some(settings.optimizer);
        link.lowercase = Some(settings.lowercase);
        for (value, setting) in link.settings.iter_mut().zip(Setting::ALL) {
            let is_said = settings.uses(setting) && (setting != Setting::Start || settings.borrows());
            *value = is_said.then(|| settings.get(setting));
        }
        link.lender = record.loan.as_ref().map(|loan| loan.name.clone());
        link
    }

    /// The name of the vectors that the run starts from, where it does not start from random ones.
    pub fn lender(&self) -> Option<&str> {
        let starts = self.named().any(|(setting, value)| setting == Setting::Start && value > 0.0);
        starts.then(|| self.lender.as_deref().unwrap_or("another table"))
    }

    /// The same link for a reader who has not these vectors: its run starts from random ones, so its vectors are others.
    #[must_use]
    pub fn without_lender(mut self) -> Self {
        if self.lender().is_some() {
            for (value, setting) in self.settings.iter_mut().zip(Setting::ALL) {
                if matches!(setting, Setting::Start | Setting::BorrowedRate | Setting::Dims) {
                    *value = None;
                }
            }
            (self.lender, self.sum) = (None, None);
        }
        self
    }

    /// The text of the run.
    pub fn text(&self) -> LinkedText<'_> {
        let name = self.file.as_deref().or_else(|| self.src.as_deref().map(name_in_address));
        let (n_bytes, sha256) = (self.bytes, self.sha256.as_deref());
        if name.is_none() && n_bytes.is_none() && sha256.is_none() && self.table.is_none() {
            return LinkedText::BuiltIn;
        }
        LinkedText::Own { name, n_bytes, sha256 }
    }

    /// Whether the link is about a run, and not only about what is seen of whichever is open.
    pub fn names_run(&self) -> bool {
        let of_run = Self {
            corpus: self.corpus,
            src: self.src.clone(),
            file: self.file.clone(),
            bytes: self.bytes,
            sha256: self.sha256.clone(),
            table: self.table.clone(),
            encoding: self.encoding,
            columns: self.columns.clone(),
            method: self.method,
            optimizer: self.optimizer,
            lowercase: self.lowercase,
            changes: self.changes.clone(),
            settings: self.settings,
            lender: self.lender.clone(),
            sum: self.sum.clone(),
            ..Self::default()
        };
        of_run != Self::default()
    }

    /// The settings that the link names, with those that suit a text of `n_tokens` words in the place of the others.
    pub fn settings_for(&self, n_tokens: u64) -> Settings {
        let method = self.method.unwrap_or(Method::SkipGram);
        let suited = Settings::for_text(method, self.optimizer.unwrap_or(Optimizer::Sgd), n_tokens);
        let lowercase = self.lowercase.unwrap_or(suited.lowercase);
        self.named().fold(Settings { lowercase, ..suited }, |settings, (setting, value)| {
            // The table of fields has checked it.
            settings.with_for(n_tokens, setting, value).unwrap_or(settings)
        })
    }

    /// The settings for the built-in corpus.
    pub fn settings_for_built_in(&self) -> Settings {
        self.settings_for(BUILT_IN_TOKENS)
    }

    /// The settings that the link names.
    pub fn chosen(&self) -> Vec<Setting> {
        self.named().map(|(setting, _)| setting).collect()
    }

    /// Those of them that a text of `n_tokens` words would not have had by itself: they are the sender's choice.
    pub fn chosen_for(&self, n_tokens: u64) -> Vec<Setting> {
        let settings = self.settings_for(n_tokens);
        let suited = Settings::for_text(settings.method, settings.optimizer, n_tokens);
        let differs = |setting: &Setting| settings.get(*setting).to_bits() != suited.get(*setting).to_bits();
        self.chosen().into_iter().filter(differs).collect()
    }

    /// Those of the built-in corpus. With none, and the settings of every page, it opens before the page asks.
    pub fn chosen_for_built_in(&self) -> Vec<Setting> {
        self.chosen_for(BUILT_IN_TOKENS)
    }

    /// Whether a run has the settings that the link names.
    pub fn has_settings_of(&self, settings: &Settings) -> bool {
        self.method.is_none_or(|method| method == settings.method)
            && (settings.method != Method::Softmax || self.optimizer.is_none_or(|by| by == settings.optimizer))
            && self.lowercase.is_none_or(|lowercase| lowercase == settings.lowercase)
            && self
                .named()
                .all(|(setting, value)| !settings.uses(setting) || settings.get(setting).to_bits() == value.to_bits())
    }

    /// Whether a run was changed on the way as the link says.
    pub fn has_changes_of(&self, record: &RunRecord) -> bool {
        self.changes.as_deref().unwrap_or_default() == record.changes
    }

    /// Whether a text is the one that the link names, read as it says. A link that lacks a SHA-256 names it by what it has.
    pub fn has_text_of(&self, source: &SourceIdentity) -> bool {
        match (self.text(), source) {
            (LinkedText::BuiltIn, SourceIdentity::BuiltIn { .. }) => true,
            (LinkedText::Own { .. }, SourceIdentity::Text { .. }) if self.table.is_some() => false,
            (LinkedText::Own { sha256: Some(wanted), .. }, SourceIdentity::Text { sha256, encoding, columns, .. }) => {
                wanted == sha256
                    && self.encoding == encoding.as_deref()
                    && self.columns.as_deref().unwrap_or_default() == columns
            }
            (
                LinkedText::Own { name: wanted, n_bytes: wanted_bytes, .. },
                SourceIdentity::Text { name, n_bytes, .. },
            ) => wanted.is_none_or(|wanted| wanted == name) && wanted_bytes.is_none_or(|wanted| wanted == *n_bytes),
            (LinkedText::Own { .. }, SourceIdentity::Vectors { checksum, .. }) if self.table.is_some() => {
                self.table.as_ref() == Some(checksum)
            }
            (LinkedText::Own { name, n_bytes: None, sha256: None }, SourceIdentity::Vectors { name: found, .. }) => {
                name == Some(found)
            }
            _ => false,
        }
    }

    fn named(&self) -> impl Iterator<Item = (Setting, f64)> {
        Setting::ALL.into_iter().zip(self.settings).filter_map(|(setting, value)| Some((setting, value?)))
    }
}
