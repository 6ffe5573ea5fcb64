//! t-SNE as the page runs it: vectors from one worker to another, and the map that comes of them.

use std::{rc::Rc, sync::Arc};

use leptos::prelude::*;

use super::{Alert, Fact, Page};
use crate::{
    protocol::{Command, Frame, Projection, TsneJob, TsneReport, Vectors, usable_perplexity},
    ui::{page::tsne_client::TsneClient, phrases},
};

/// Rounds of t-SNE.
const EPOCHS: u32 = 750;
/// Words that it lays out unless the reader asks for another number.
const DEFAULT_WORDS: u32 = 5_000;
/// Words that it lays out at most: beyond, a browser is busy for minutes.
pub const MOST_WORDS: u32 = 20_000;
/// Perplexity unless the reader asks for another.
const DEFAULT_PERPLEXITY: f32 = 30.0;

/// How far t-SNE is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TsneProgress {
    /// In [0, 1].
    pub share: f64,
    /// Words that it lays out.
    pub n_words: u32,
}

/// What the page knows of t-SNE.
#[derive(Clone, Copy)]
pub struct TsneState {
    pub perplexity: Fact<f32>,
    pub most_words: Fact<u32>,
    /// Whether its form is open.
    pub is_open: Fact<bool>,
    /// While it runs.
    pub progress: Fact<Option<TsneProgress>>,
    /// The map on its way.
    pub frame: Fact<Option<Arc<Frame>>>,
    /// The perplexity of the map that t-SNE made last, and the one that was wanted.
    pub in_force: Fact<Option<[f32; 2]>>,
    /// The same of the map on its way.
    under_way: StoredValue<Option<[f32; 2]>>,
    worker: StoredValue<Option<Rc<TsneClient>>, LocalStorage>,
}

impl TsneState {
    pub(super) fn new() -> Self {
        Self {
            perplexity: Fact::new(DEFAULT_PERPLEXITY),
            most_words: Fact::new(DEFAULT_WORDS),
            is_open: Fact::new(false),
            progress: Fact::new(None),
            frame: Fact::new(None),
            in_force: Fact::new(None),
            under_way: StoredValue::new(None),
            worker: StoredValue::new_local(None),
        }
    }
}

impl Page {
    /// How many neighbors count for each word, about.
    pub fn choose_perplexity(self, perplexity: f32) {
        self.tsne.perplexity.set(perplexity);
    }

    /// Lays out at most this many words.
    pub fn choose_tsne_words(self, most: u32) {
        self.tsne.most_words.set(most);
    }

    /// Begins: asks for the vectors of the map's words.
    pub fn run_tsne(self) {
        self.stop_tsne();
        self.tsne.progress.set(Some(TsneProgress { share: 0.0, n_words: 0 }));
        self.send(Command::GiveVectors { most: self.tsne.most_words.get_untracked() });
    }

    /// Gives up: the worker is terminated, the map is as it was.
    pub fn stop_tsne(self) {
        self.tsne.worker.set_value(None);
        self.tsne.progress.set_if_new(None);
        self.tsne.frame.set_if_new(None);
    }

    pub(super) fn start_tsne(self, vectors: Vectors) {
        if !self.is_current(vectors.generation) || self.tsne.progress.with_untracked(Option::is_none) {
            return;
        }
        let Vectors { generation, dims, word_ids, values, components } = vectors;
        let n_words = word_ids.len() as u32;
        self.tsne.progress.set(Some(TsneProgress { share: 0.0, n_words }));
        let wanted = self.tsne.perplexity.get_untracked();
        let Some(perplexity) = usable_perplexity(n_words, wanted) else {
            self.end_tsne();
            self.tsne.is_open.set(false);
            return self.complain(&phrases::too_few_for_tsne(n_words));
        };
        self.tsne.under_way.set_value(Some([perplexity, wanted]));
        let job = TsneJob { dims, perplexity, epochs: EPOCHS, values, first: components };
        let started = TsneClient::start(job, move |report| match report {
            Ok(report) => self.show_tsne(generation, &word_ids, &report),
            Err(message) => self.fail_tsne(message),
        });
        match started {
            Ok(worker) => self.tsne.worker.set_value(Some(Rc::new(worker))),
            Err(message) => self.fail_tsne(message),
        }
    }

    /// Ends it from within a message of its worker, which cannot be dropped before that is over.
    fn end_tsne(self) {
        self.tsne.progress.set(None);
        self.tsne.frame.set(None);
        let worker = self.tsne.worker.try_update_value(Option::take).flatten();
        queue_microtask(move || drop(worker));
    }

    fn fail_tsne(self, message: String) {
        self.end_tsne();
        self.alert.set(Some(Alert::new(message)));
    }

    /// The perplexity of the map of t-SNE that is shown, which may be on its way, and the one that was wanted.
    pub(super) fn perplexity_shown(self) -> Option<[f32; 2]> {
        let is_under_way = self.tsne.frame.with(Option::is_some);
        if is_under_way { self.tsne.under_way.get_value() } else { self.tsne.in_force.get() }
    }

    fn show_tsne(self, generation: u32, word_ids: &[u32], report: &TsneReport) {
        if !self.is_current(generation) || self.tsne.progress.with_untracked(Option::is_none) {
            return;
        }
        let n_words = word_ids.last().map_or(0, |&last| last as usize + 1);
        let mut positions = vec![f32::NAN; 2 * n_words];
        for (&id, point) in word_ids.iter().zip(report.positions.chunks_exact(2)) {
            positions[2 * id as usize..][..2].copy_from_slice(point);
        }
        if report.epoch < report.epochs {
            let share = f64::from(report.epoch) / f64::from(report.epochs.max(1));
            self.tsne.progress.set(Some(TsneProgress { share, n_words: word_ids.len() as u32 }));
            let old = self.map.frame.get_untracked();
            let frame = old.map(|old| {
                Arc::new(Frame {
                    positions: positions.into(),
                    projection: Projection::Placed,
                    explained: [0.0; 2],
                    spread: Vec::new(),
                    ..Frame::clone(&old)
                })
            });
            return self.tsne.frame.set(frame);
        }
        self.tsne.in_force.set(self.tsne.under_way.get_value());
        self.send(Command::Place { generation, positions: positions.into() });
        self.change_view(|view| view.projection = Projection::Placed);
        self.end_tsne();
    }
}
