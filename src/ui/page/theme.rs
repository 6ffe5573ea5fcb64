//! Light or dark on the page: what the system prefers, unless the reader chose. The choice is remembered, and all tabs of
//! the page agree on it.

use leptos::{ev, prelude::*};
use leptos_use::{use_event_listener, use_media_query};
use wasm_bindgen::JsCast;
use web_sys::{Element, StorageEvent};

use crate::{
    chart::Mode,
    ui::theme::{self, Theme},
};

/// The attribute of the root element that `tokens.css` and the start script know too.
const ATTRIBUTE: &str = "data-theme";
/// Where the choice is remembered.
const STORAGE_KEY: &str = "theme";

/// The mode in force, and the reader's choice.
#[derive(Clone, Copy)]
pub struct ThemeChoice {
    chosen: RwSignal<Theme>,
    system: Memo<Mode>,
    /// Light or dark.
    pub mode: Memo<Mode>,
}

impl ThemeChoice {
    /// Reads what was chosen before; from now on the root element and the browser's own frame follow the choice.
    pub fn new() -> Self {
        let chosen = RwSignal::new(remembered());
        let prefers_dark = use_media_query("(prefers-color-scheme: dark)");
        let system = Memo::new(move |_| if prefers_dark.get() { Mode::Dark } else { Mode::Light });
        let mode = Memo::new(move |_| chosen.get().mode(system.get()));
        Effect::new(move |_| show(mode.get()));
        // Another tab has stored a choice, or all of the site's storage was cleared.
        let _stop = use_event_listener(window(), ev::storage, move |event: StorageEvent| {
            if event.key().is_none_or(|key| key == STORAGE_KEY) {
                chosen.set(remembered());
            }
        });
        Self { chosen, system, mode }
    }

    /// What the next press chooses.
    pub fn next(self) -> Theme {
        self.chosen.get().next(self.system.get())
    }

    /// On to the next choice, and remember it.
    pub fn choose_next(self) {
        let theme = untrack(|| self.next());
        self.chosen.set(theme);
        if let Ok(Some(storage)) = window().local_storage() {
            // A full or forbidden storage forgets the choice with the page; that is no reason to say anything.
            let _ = match theme.stored() {
                Some(name) => storage.set_item(STORAGE_KEY, name),
                None => storage.remove_item(STORAGE_KEY),
            };
        }
    }
}

/// Colors the page, and what the browser draws around it.
fn show(mode: Mode) {
    let Some(root) = document().document_element() else { return };
    // Nothing depends on either but colors.
    let _ = root.set_attribute(ATTRIBUTE, theme::name(mode));
    let paper =
        window().get_computed_style(&root).ok().flatten().and_then(|style| style.get_property_value("--paper").ok());
    let Ok(metas) = document().query_selector_all("meta[name=theme-color]") else { return };
    for meta in (0..metas.length()).filter_map(|place| metas.item(place)?.dyn_into::<Element>().ok()) {
        if let Some(paper) = paper.as_deref().filter(|paper| !paper.trim().is_empty()) {
            let _ = meta.set_attribute("content", paper.trim());
        }
    }
}

fn remembered() -> Theme {
    let stored =
        window().local_storage().ok().flatten().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
    Theme::from_stored(stored.as_deref())
}
