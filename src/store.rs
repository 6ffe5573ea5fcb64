//! What the worker stores in the browser, so that a reload, a crash or a closed tab loses nothing.
//!
//! [`Keeper`] follows the rules of [`engine::storing`](crate::engine::storing): it writes what a session has, lists what is
//! stored, and opens it again. `database` is `IndexedDB`, `locks` are Web Locks, by which each stored session belongs to one tab.
//! All of it happens in the worker, so nothing large crosses the page.

mod database;
mod keeper;
mod locks;

pub use keeper::Keeper;

use js_sys::{Function, Promise};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, DomException};

/// Why something cannot be stored, or read.
#[derive(Debug, Error)]
enum StoreError {
    #[error(
        "The browser has no more room to store this session, so it will not survive a reload: training goes on. Delete a stored \
         session in About, or save what you need."
    )]
    Full,
    #[error("The browser stores nothing here, as in a private window: what you open does not survive a reload.")]
    None,
    #[error("This session is open in another tab: go on there, or close it first.")]
    Elsewhere,
    #[error("This session is no longer stored.")]
    Gone,
    #[error("The browser's store failed ({0}): training goes on, and nothing is stored any more.")]
    Failed(String),
}

impl From<JsValue> for StoreError {
    fn from(error: JsValue) -> Self {
        match error.dyn_ref::<DomException>() {
            Some(error) if error.name() == "QuotaExceededError" => Self::Full,
            Some(error) => Self::Failed(error.name()),
            None => Self::Failed("it gave no reason".to_owned()),
        }
    }
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Waits for so many seconds.
async fn sleep(seconds: f64) {
    let promise = Promise::new(&mut |resolve: Function, _| {
        let milliseconds = (seconds * 1000.0).ceil() as i32;
        // A worker that cannot wait goes on at once.
        if scope().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds).is_err() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    let _ = JsFuture::from(promise).await;
}
