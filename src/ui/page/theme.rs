//! Light or dark: what the system prefers, unless the reader chose; the choice is remembered.

use leptos::prelude::*;
use leptos_use::use_media_query;

use crate::chart::Mode;

/// The attribute of the root element that `tokens.css` and the script of `index.html` know too.
const ATTRIBUTE: &str = "data-theme";
/// Where the choice is remembered.
const STORAGE_KEY: &str = "theme";

/// The mode in force, and the reader's choice.
#[derive(Clone, Copy)]
pub struct ThemeChoice {
    chosen: RwSignal<Option<&'static str>>,
    /// Light or dark.
    pub mode: Memo<Mode>,
}

impl ThemeChoice {
    /// Reads what was chosen before; from now on the root element carries the choice.
    pub fn new() -> Self {
        let chosen = RwSignal::new(remembered());
        let prefers_dark = use_media_query("(prefers-color-scheme: dark)");
        let mode = Memo::new(move |_| match chosen.get() {
            Some("dark") => Mode::Dark,
            None if prefers_dark.get() => Mode::Dark,
            _ => Mode::Light,
        });
        Effect::new(move |_| {
            if let (Some(theme), Some(root)) = (chosen.get(), document().document_element()) {
                // Nothing depends on it but colors: a page without the attribute follows the system.
                let _ = root.set_attribute(ATTRIBUTE, theme);
            }
        });
        Self { chosen, mode }
    }

    /// To the other mode, and remember it.
    pub fn toggle(self) {
        let theme = if self.mode.get_untracked() == Mode::Dark { "light" } else { "dark" };
        self.chosen.set(Some(theme));
        if let Ok(Some(storage)) = window().local_storage() {
            // A full or forbidden storage forgets the choice with the page; that is no reason to say anything.
            let _ = storage.set_item(STORAGE_KEY, theme);
        }
    }
}

fn remembered() -> Option<&'static str> {
    let theme = window().local_storage().ok()??.get_item(STORAGE_KEY).ok()??;
    match theme.as_str() {
        "dark" => Some("dark"),
        "light" => Some("light"),
        _ => None,
    }
}
