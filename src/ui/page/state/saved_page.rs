//! What the page puts into a session that is saved, and shows again once it is open.

use leptos::prelude::*;

use super::Page;
use crate::ui::{link::Link, saved_page::SavedPage};

impl Page {
    /// What is shown, for a session that is saved.
    pub(super) fn page_to_save(self) -> Vec<u8> {
        let link = self.link_to_state().unwrap_or_default();
        let view = self.map.view.get_untracked();
        let saved = SavedPage {
            hash: link.to_hash(),
            pinned: self.words.pinned.get_untracked(),
            marked: self.map.selected.get_untracked().to_vec(),
            only: view.only,
            hidden: view.hidden,
        };
        saved.to_bytes()
    }

    /// Shows what was shown when the session that is open was saved.
    pub(super) fn show_saved(self, saved: SavedPage) {
        let SavedPage { hash, marked, only, hidden, .. } = saved;
        let (link, _) = Link::parse(&hash);
        let n_tokens = untrack(|| self.n_tokens());
        self.run.chosen.set(link.chosen_for(n_tokens));
        self.show_linked(&link);
        self.change_view(|view| (view.only, view.hidden) = (only, hidden));
        self.select(marked);
    }
}
