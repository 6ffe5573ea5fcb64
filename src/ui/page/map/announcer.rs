//! What the map says to anyone who cannot see it; when it speaks is decided in [`speech`](crate::ui::speech).

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::{
    page::state::Page,
    phrases,
    speech::{Cue, Speech},
};

/// How long a word must be hovered before it is said.
const SAY_AFTER: Duration = Duration::from_millis(250);

/// The word that was hovered or walked to, with its nearest at the time when it is said.
pub(super) fn words_said(page: Page) -> RwSignal<String> {
    let said = RwSignal::new(String::new());
    let speech = StoredValue::new(Speech::default());
    Effect::new(move |_| {
        let word_id = page.words.hovered_near.with(|near| near.as_ref().map(|near| near.word_id));
        match speech.try_update_value(|speech| speech.hear(word_id)) {
            Some(Cue::Wait(cue)) => {
                let say = move || {
                    let is_due = speech.try_with_value(|speech| speech.is_due(cue)) == Some(true);
                    if let (true, Some(text)) = (is_due, untrack(|| text_of(page))) {
                        said.set(text);
                    }
                };
                set_timeout(say, SAY_AFTER);
            }
            // The same word is heard again only where the text has changed in between.
            Some(Cue::Hush) => said.set(String::new()),
            Some(Cue::Keep) | None => {}
        }
    });
    said
}

fn text_of(page: Page) -> Option<String> {
    let near = page.words.hovered_near.get()?;
    let nearest: Vec<String> = near.neighbors.iter().take(3).map(|n| page.word(n.word_id)).collect();
    let nearest: Vec<&str> = nearest.iter().map(String::as_str).collect();
    Some(phrases::word_and_nearest(&page.word(near.word_id), &nearest))
}
