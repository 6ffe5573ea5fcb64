//! How parts of elements look: by their tone, and while a term of the formula lights them.

use leptos::prelude::*;

use crate::{protocol::Tone, ui::page::state::Page};

/// Whether what has a key is lit by a term of the formula.
pub(super) fn is_lit(key: String) -> Signal<bool> {
    let page = Page::of_context();
    Signal::derive(move || !key.is_empty() && page.lesson.lit.with(|lit| *lit == key))
}

pub(super) fn class_of(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "is-plain",
        Tone::Strong => "is-strong",
        Tone::Faint => "is-faint",
    }
}
