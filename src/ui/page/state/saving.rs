//! What the reader takes away that the page makes itself: the words that are marked, the heatmap.

use leptos::prelude::*;

use super::{Heatmap, Page, Picture};
use crate::{
    chart::{HeatmapView, heatmap_svg},
    ui::{heatmap_words, page::parts::download::download, phrases},
};

impl Page {
    /// The marked words as a file: word, count, and where they are on the map.
    pub fn export_selected(self) {
        let selected = self.map.selected.get_untracked();
        let table = self.run.opened.with_untracked(|opened| {
            let opened = opened.as_ref()?;
            self.map.frame.with_untracked(|frame| {
                let positions = frame.as_ref().map(|frame| frame.positions.as_slice()).unwrap_or_default();
                Some(phrases::words_as_tsv(&selected, &opened.words, &opened.counts, positions))
            })
        });
        if let Some(table) = table {
            self.save_text("words.tsv", "text/tab-separated-values", &table);
        }
    }

    /// The heatmap as a file: a picture, or its cosines as a table.
    pub fn save_heatmap(self, heatmap: &Heatmap, kind: Option<Picture>) {
        let Heatmap { words, cosines, .. } = heatmap;
        let Some(kind) = kind else {
            return self.save_text("heatmap.csv", "text/csv", &heatmap_words::cosines_as_csv(words, cosines));
        };
        let mode = self.theme.mode.get_untracked();
        let view = HeatmapView { words, cosines, mode, hovered: None, pinned: None, pixel_ratio: 1.0 };
        let then = |page: Self, _: &str, is_saved: bool| {
            if !is_saved {
                page.complain(
                    "The picture could not be made: the browser may be short of memory. Save it as SVG, or make the window \
                     smaller.",
                );
            }
        };
        self.save_picture(kind, "heatmap", heatmap_svg(&view, &self.provenance(None)), then);
    }

    fn save_text(self, name: &str, mime: &str, text: &str) {
        if !download(name, mime, text) {
            self.complain(&format!("{name} could not be saved: the browser may be short of memory."));
        }
    }

    /// How the vectors came about, and whether they can be made again. `tokens_shown`: words trained on when the picture
    /// was taken, where it is not of the vectors as they are.
    fn provenance(self, tokens_shown: Option<u64>) -> Vec<String> {
        self.run.opened.with_untracked(|opened| {
            let record = opened.as_ref().map(|opened| &opened.record);
            let tokens_done =
                self.run.progress.with_untracked(|progress| progress.as_ref().map_or(0, |p| p.tokens_done));
            record.map_or_else(Vec::new, |record| phrases::provenance(record, tokens_shown.unwrap_or(tokens_done)))
        })
    }

    /// What is said under a picture of the map.
    pub fn picture_captions(self) -> Vec<String> {
        let mut captions = Vec::new();
        let frame = untrack(|| self.shown_frame());
        let tokens_shown = frame.as_ref().map(|frame| frame.tokens_done);
        captions.extend(self.provenance(tokens_shown));
        if let Some(frame) = frame {
            let recall = self.map.recall.with_untracked(|recall| {
                let recall = recall.as_ref().filter(|recall| recall.serial == frame.serial);
                recall.map(|recall| phrases::recall_caption(recall, untrack(|| self.n_words_shown())))
            });
            let color = format!("color: {}", self.map.color_by.get_untracked().name());
            let axes = untrack(|| self.axes_caption(&frame)).replace('\n', " · ");
            let parts = [Some(axes), recall, Some(color)];
            captions.push(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
        }
        captions
    }
}
