//! What the reader takes away.

use leptos::prelude::*;

use super::{Heatmap, Page, Picture};
use crate::{
    chart::{HeatmapView, heatmap_svg},
    ui::{comparison, download::download, phrases, picture},
};

impl Page {
    /// The marked words as a file: word, count, and where they are on the map.
    pub(in crate::ui) fn export_selected(self) {
        let selected = self.map.selected.get_untracked();
        let table = self.opened.with_untracked(|opened| {
            let opened = opened.as_ref()?;
            self.frame.with_untracked(|frame| {
                let positions = frame.as_ref().map(|frame| frame.positions.as_slice()).unwrap_or_default();
                Some(phrases::words_as_tsv(&selected, &opened.words, &opened.counts, positions))
            })
        });
        if let Some(table) = table {
            download("words.tsv", "text/tab-separated-values", &table);
        }
    }

    /// The heatmap as a file: a picture, or its cosines as a table.
    pub(in crate::ui) fn save_heatmap(self, heatmap: &Heatmap, kind: Option<Picture>) {
        let Heatmap { words, cosines, .. } = heatmap;
        let Some(kind) = kind else {
            return download("heatmap.csv", "text/csv", &comparison::cosines_as_csv(words, cosines));
        };
        let mode = self.theme.mode.get_untracked();
        let view = HeatmapView { words, cosines, mode, hovered: None, pinned: None, pixel_ratio: 1.0 };
        let caption = self.opened.with_untracked(|opened| opened.as_ref().map(|opened| phrases::provenance(opened)));
        picture::save(kind, "heatmap", &heatmap_svg(&view, caption.as_slice()));
    }

    /// What is said under a picture of the map.
    pub(in crate::ui) fn picture_captions(self) -> Vec<String> {
        let axes = self.map.axes_in_force.get_untracked();
        let projection = self.map.view.with_untracked(|view| view.projection.clone());
        let mut captions = Vec::new();
        self.opened.with_untracked(|opened| captions.extend(opened.as_ref().map(|opened| phrases::provenance(opened))));
        let frame = untrack(|| self.shown_frame());
        if let Some(frame) = frame {
            let kept = self.map.kept.with_untracked(|kept| {
                kept.as_ref().filter(|kept| kept.serial == frame.serial).map(|kept| phrases::kept_caption(kept.mean))
            });
            let color = format!("color: {}", self.map.color_by.get_untracked().name());
            let axes = phrases::axes_caption(&frame, &projection, &axes).replace('\n', " · ");
            let parts = [Some(axes), kept, Some(color)];
            captions.push(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
        }
        captions
    }
}
