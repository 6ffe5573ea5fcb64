//! Which of the first minute's hints are still to be seen.

use leptos::prelude::*;

use super::{Fact, Page};
use crate::ui::hints::{Hint, from_stored, stored};

/// Where it is remembered what was done.
const STORAGE_KEY: &str = "hints-done";

/// The hints.
#[derive(Clone, Copy)]
pub struct HintState {
    /// Those that were done in this browser.
    done: Fact<Vec<Hint>>,
}

impl HintState {
    pub(super) fn new() -> Self {
        let storage = window().local_storage().ok().flatten();
        let remembered = storage.and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
        Self { done: Fact::new(from_stored(&remembered.unwrap_or_default())) }
    }
}

impl Page {
    /// Whether a hint is still to be seen: nobody has done it, there is something to do it with, and no link hides parts of the
    /// page, as a teacher's does.
    pub fn shows_hint(self, hint: Hint) -> bool {
        let is_open = self.run.opened.with(Option::is_some) && self.look.has_begun.get();
        is_open && self.look.hidden.with(Vec::is_empty) && self.hints.done.with(|done| !done.contains(&hint))
    }

    /// The reader has done what a hint says.
    pub(super) fn has_done(self, hint: Hint) {
        let done = self.hints.done;
        if done.with_untracked(|done| done.contains(&hint)) {
            return;
        }
        done.update(|done| done.push(hint));
        if let Ok(Some(storage)) = window().local_storage() {
            // A full or forbidden storage forgets it with the page.
            let _ = storage.set_item(STORAGE_KEY, &stored(&done.get_untracked()));
        }
    }
}
