//! How the page is laid out at the moment: which tab is shown, and which dialog lies over the page.

use leptos::prelude::*;
use leptos_use::use_media_query;
use wasm_bindgen_futures::spawn_local;

use super::{Fact, Page};
use crate::ui::{page::boot, page_parts::PagePart, tabs::Tab};

/// Where the page has one column: `style/` has the same width.
const IS_PHONE: &str = "(max-width: 900px)";

/// What can lie over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// What can be saved.
    Save,
    /// What the page is.
    About,
    /// The keys of the map.
    Keys,
    /// The words of the map as a table.
    Words,
}

/// The layout of the page.
#[derive(Clone, Copy)]
pub struct LookState {
    chosen: Fact<Tab>,
    /// Whether the first map was drawn, or there is none to wait for. What can wait is mounted afterwards.
    pub has_begun: Fact<bool>,
    /// Whether all of the page's code is here: what is mounted afterwards may need it.
    pub is_whole: Fact<bool>,
    /// Whether all is in one column.
    pub is_phone: Signal<bool>,
    /// Parts of the page that a link hides.
    pub hidden: Fact<Vec<PagePart>>,
    /// The dialog that is open; the evidence has one of its own.
    pub dialog: Fact<Option<Dialog>>,
}

impl LookState {
    pub(super) fn new() -> Self {
        Self {
            chosen: Fact::new(Tab::Explore),
            has_begun: Fact::new(false),
            is_whole: Fact::new(false),
            is_phone: use_media_query(IS_PHONE),
            hidden: Fact::new(Vec::new()),
            dialog: Fact::new(None),
        }
    }

    /// The tabs there are.
    pub fn tabs(self) -> &'static [Tab] {
        if self.is_phone.get() {
            &[Tab::Explore, Tab::Evaluate, Tab::Learn, Tab::Setup]
        } else {
            &[Tab::Explore, Tab::Evaluate, Tab::Learn]
        }
    }

    /// The tab that is shown. A window that was made wider has no *Setup*.
    pub fn tab(self) -> Tab {
        let chosen = self.chosen.get();
        if self.tabs().contains(&chosen) { chosen } else { Tab::Explore }
    }

    /// Whether what a tab shows is in sight: its tab is chosen, or it has none, as *Setup* beside the map.
    pub fn shows(self, tab: Tab) -> bool {
        !self.tabs().contains(&tab) || self.tab() == tab
    }
}

impl Page {
    /// The first map is there, or there is none to wait for.
    pub fn has_begun(self) {
        if self.look.has_begun.get_untracked() {
            return;
        }
        self.look.has_begun.set(true);
        spawn_local(async move {
            boot::whole().await;
            self.look.is_whole.set(true);
        });
    }

    /// Shows a tab.
    pub fn choose_tab(self, tab: Tab) {
        self.look.chosen.set_if_new(tab);
    }

    /// Opens a dialog, or closes it where it is open. Another one gives way first.
    pub fn show_dialog(self, dialog: Dialog, is_shown: bool) {
        let open = self.look.dialog.get_untracked();
        match (is_shown, open) {
            (true, None) => self.look.dialog.set(Some(dialog)),
            (true, Some(other)) if other != dialog => {
                self.look.dialog.set(None);
                // Only a dialog that is closed has given the focus back.
                request_animation_frame(move || self.look.dialog.set(Some(dialog)));
            }
            (false, Some(other)) if other == dialog => self.look.dialog.set(None),
            _ => {}
        }
    }

    /// Lists the keys of the map, or no longer.
    pub fn show_keys(self, is_shown: bool) {
        self.show_dialog(Dialog::Keys, is_shown);
    }

    /// Lists the words of the map in a table, or no longer.
    pub fn show_table(self, is_shown: bool) {
        self.show_dialog(Dialog::Words, is_shown);
    }
}
