//! Files that are dropped on the page: a place of their own takes them, all else is a text to train on, or vectors.
//!
//! Only files are taken. A selection that is dragged into a box stays the browser's business.

use std::rc::Rc;

use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, File, FileList};

use super::folders::{entries_with_folder, files_in};
use crate::ui::page::state::Page;

/// The attribute of an element that takes files for a [`Zone`] other than the page.
pub const ATTRIBUTE: &str = "data-drop";

/// What a dropped file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// A text to train on, or vectors.
    Corpus,
    /// Questions to ask.
    Questions,
}

impl Zone {
    const fn name(self) -> &'static str {
        match self {
            Self::Corpus => "corpus",
            Self::Questions => "questions",
        }
    }
}

/// The zone that files are dragged over.
#[derive(Clone, Copy)]
pub struct FileDrop(RwSignal<Option<Zone>>);

impl FileDrop {
    /// Listens to the whole page; `take` is given the files of a drop, at least one, and what they are for.
    pub fn listen(page: Page, take: impl Fn(Zone, Vec<File>) + 'static) -> Self {
        let (over, take) = (RwSignal::new(None), Rc::new(take));
        let on_over = window_event_listener(ev::dragover, move |event: DragEvent| {
            if has_files(&event) {
                // Else the browser would leave the page and show the file.
                event.prevent_default();
                over.set(Some(zone_of(&event)));
            }
        });
        let on_leave = window_event_listener(ev::dragleave, move |event: DragEvent| {
            if event.related_target().is_none() {
                over.set(None);
            }
        });
        let on_drop = window_event_listener(ev::drop, move |event: DragEvent| {
            over.set(None);
            if !has_files(&event) {
                return;
            }
            event.prevent_default();
            let Some(data) = event.data_transfer() else { return };
            let zone = zone_of(&event);
            if let Some(entries) = entries_with_folder(&data) {
                let take = Rc::clone(&take);
                spawn_local(async move {
                    match files_in(entries).await {
                        files if files.is_empty() => {
                            page.complain("There is no file in that folder that can be read: drop a text or vectors.");
                        }
                        files => take(zone, files),
                    }
                });
                return;
            }
            match data.files().map(|files| files_of(&files)).unwrap_or_default() {
                files if files.is_empty() => page.complain("What was dropped is not a file: drop a text or vectors."),
                files => take(zone, files),
            }
        });
        on_cleanup(move || {
            on_over.remove();
            on_leave.remove();
            on_drop.remove();
        });
        Self(over)
    }

    /// Whether files are over a zone.
    pub fn is_over(self, zone: Zone) -> bool {
        self.0.get() == Some(zone)
    }
}

/// The files of a browser's list.
pub fn files_of(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|place| list.get(place)).collect()
}

fn has_files(event: &DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|data| data.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files")))
}

fn zone_of(event: &DragEvent) -> Zone {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let selector = format!("[{ATTRIBUTE}={}]", Zone::Questions.name());
    let is_questions = element.and_then(|element| element.closest(&selector).ok().flatten()).is_some();
    if is_questions { Zone::Questions } else { Zone::Corpus }
}
