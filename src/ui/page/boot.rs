//! What the page's first script has made ready (`assets/boot/start.js`), and its way to say that the page is at its end.

use js_sys::{Array, Promise};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::Worker;

use crate::{protocol::BUILD, rest};

/// The element of `index.html` that stands in the map's place until there is a map.
const COMING: &str = "coming";

#[wasm_bindgen]
extern "C" {
    type Boot;
    #[wasm_bindgen(thread_local_v2, js_name = boot)]
    static BOOT: Option<Boot>;
    #[wasm_bindgen(method, js_name = handOver)]
    fn hand_over(this: &Boot) -> Option<Array>;
    #[wasm_bindgen(method, catch, js_name = startWorker)]
    fn start_worker(this: &Boot) -> Result<Worker, JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_worker(this: &Boot, worker: &Worker);
    #[wasm_bindgen(method)]
    fn rest(this: &Boot) -> Promise;
    #[wasm_bindgen(method)]
    fn fail(this: &Boot, sentence: &str, can_reload: bool);
}

/// Waits until all of the page's code is here: the part that the first map does not need.
pub async fn whole() {
    let Some(arriving) = BOOT.with(|boot| boot.as_ref().map(Boot::rest)) else { return };
    if JsFuture::from(arriving).await.is_err() {
        // The line broke. Here the page learns whether it is back, or says that it cannot go on.
        rest::load();
    }
}

/// The key to every file of this build: a worker is asked for as `worker_loader.js?BUILD`, so that no cache can bring one of
/// another build. It is the hash in the name of the page's own code, which embeds [`BUILD`].
pub fn build() -> String {
    let marked = document().document_element().and_then(|root| root.get_attribute("data-build"));
    marked.filter(|build| !build.is_empty()).unwrap_or_else(|| BUILD.to_owned())
}

/// The worker that was started before the page's code was here, once, and what it says: the messages and errors so far, in
/// order, to which those are added that come until somebody listens to the worker itself.
pub fn early_worker() -> Option<(Worker, Array)> {
    let handed = BOOT.with(|boot| boot.as_ref().and_then(Boot::hand_over))?;
    Some((handed.get(0).dyn_into().ok()?, handed.get(1).dyn_into().ok()?))
}

/// Starts another worker of this build. Errors: what the browser says where there can be none.
pub fn start_worker() -> Result<Worker, JsValue> {
    BOOT.with(|boot| match boot {
        Some(boot) => boot.start_worker(),
        None => Err(js_sys::Error::new("the page's first script is missing").into()),
    })
}

/// Names the worker in use, which [`fail`] terminates.
pub fn use_worker(worker: &Worker) {
    BOOT.with(|boot| {
        if let Some(boot) = boot {
            boot.set_worker(worker);
        }
    });
}

/// There is a map: takes away the line that stood in its place.
pub fn uncover_map() {
    if let Some(coming) = document().get_element_by_id(COMING) {
        coming.remove();
    }
}

/// The page cannot go on: shows why, with a button to reload it, and stops what runs.
pub fn fail(sentence: &str) {
    BOOT.with(|boot| {
        if let Some(boot) = boot {
            boot.fail(sentence, true);
        }
    });
}
