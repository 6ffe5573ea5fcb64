//! What a link has the page fetch, once its reader says so.

use leptos::{prelude::*, task::spawn_local};
use web_sys::AbortController;

use super::{Fact, Page};
use crate::ui::{
    page::fetching::{fetched, whole_address},
    phrases::FetchError,
};

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
pub enum FetchStep {
    /// It is on its way.
    UnderWay {
        /// Bytes that have come.
        n_bytes: u64,
        /// Bytes in all, where the host says so.
        n_total: Option<u64>,
    },
    /// It did not come.
    Failed(FetchError),
}

/// What the page knows of it.
#[derive(Clone, Copy)]
pub struct FetchState {
    /// None before the reader asks for it, and once it is there.
    pub step: Fact<Option<FetchStep>>,
    under_way: StoredValue<Option<AbortController>, LocalStorage>,
}

impl FetchState {
    pub(super) fn new() -> Self {
        Self { step: Fact::new(None), under_way: StoredValue::new_local(None) }
    }

    /// Gives up what is on its way.
    pub fn stop(self) {
        if let Some(Some(under_way)) = self.under_way.try_update_value(Option::take) {
            under_way.abort();
        }
        self.step.set_if_new(None);
    }
}

impl Page {
    /// Fetches the file that the link asks for, and opens it as if it had been chosen.
    pub fn fetch_linked(self) {
        let Some(address) = self.link.asked.with_untracked(|link| link.as_ref().and_then(|link| link.src.clone()))
        else {
            return;
        };
        let Ok(controller) = AbortController::new() else { return };
        self.fetch.stop();
        let signal = controller.signal();
        self.fetch.under_way.set_value(Some(controller));
        self.fetch.step.set(Some(FetchStep::UnderWay { n_bytes: 0, n_total: None }));
        spawn_local(async move {
            let on_progress = |n_bytes, n_total| {
                if !signal.aborted() {
                    self.fetch.step.set(Some(FetchStep::UnderWay { n_bytes, n_total }));
                }
            };
            let outcome = fetched(&address, &signal, on_progress).await;
            // Another one may be on its way by now, or none be wanted.
            if signal.aborted() {
                return;
            }
            self.fetch.under_way.set_value(None);
            match outcome {
                Ok(file) => {
                    self.fetch.step.set(None);
                    self.open_files(vec![file]);
                }
                Err(error) => self.fetch.step.set(Some(FetchStep::Failed(error))),
            }
        });
    }

    /// Where the file that the link asks for is fetched from: the address in full, and its host, which is none where that is
    /// the page's own.
    pub fn linked_address(self) -> Option<(String, Option<String>)> {
        let address = self.link.asked.with(|link| link.as_ref()?.src.clone())?;
        let url = whole_address(&address)?;
        let is_own = window().location().origin().is_ok_and(|origin| origin == url.origin());
        Some((url.href(), (!is_own).then(|| url.host())))
    }
}
