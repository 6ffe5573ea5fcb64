//! What the map says to anyone who cannot see it.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::{page::state::Page, phrases};

/// How long a word must be hovered before it is said.
const SAY_AFTER: Duration = Duration::from_millis(250);

/// The word that was hovered or walked to, with its nearest at that time. It is said once: answers that come again while
/// the vectors move neither repeat it nor put it off.
pub(super) fn words_said(page: Page) -> RwSignal<String> {
    let said = RwSignal::new(String::new());
    let sayer = StoredValue::new(None::<TimeoutHandle>);
    let word_id = Memo::new(move |_| page.words.hovered_near.with(|near| near.as_ref().map(|near| near.word_id)));
    Effect::new(move |_| {
        let word_id = word_id.get();
        if let Some(old) = sayer.try_update_value(Option::take).flatten() {
            old.clear();
        }
        if word_id.is_some() {
            let say = move || {
                if let Some(text) = untrack(|| text_of(page)) {
                    said.set(text);
                }
            };
            sayer.set_value(set_timeout_with_handle(say, SAY_AFTER).ok());
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
