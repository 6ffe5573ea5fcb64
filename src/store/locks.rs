//! Web Locks: each stored session belongs to the tab that has it open, for as long as that tab lives.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use super::scope;

/// What the names of our locks begin with.
const PREFIX: &str = "embedding-explorer/";

// `web-sys` calls these unstable, though every browser has had them since 2022.
#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, options: &Object, callback: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn query(this: &LockManager) -> Result<Promise, JsValue>;
}

/// None where the browser has none: then each tab takes what it finds.
fn manager() -> Option<LockManager> {
    let navigator = Reflect::get(&scope(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

/// A stored session that belongs to this tab until this is dropped.
#[derive(Debug)]
pub(super) struct Held(Option<Function>);

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// A promise with the function that resolves it.
fn promise() -> (Promise, Option<Function>) {
    let mut resolve = None;
    let promise = Promise::new(&mut |function, _| resolve = Some(function));
    (promise, resolve)
}

/// Takes a stored session for this tab; none where another tab has it.
pub(super) async fn take(id: &str) -> Option<Held> {
    let Some(manager) = manager() else { return Some(Held(None)) };
    let ((answer, say), (hold, release)) = (promise(), promise());
    let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let is_ours = !lock.is_null();
        if let Some(say) = say {
            let _ = say.call1(&JsValue::NULL, &is_ours.into());
        }
        if is_ours { hold.into() } else { JsValue::UNDEFINED }
    });
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok()?;
    // It resolves when the lock is given back.
    let _lasting = manager.request(&format!("{PREFIX}{id}"), &options, &callback).ok()?;
    let is_ours = JsFuture::from(answer).await.ok()?;
    is_ours.is_truthy().then(|| Held(release))
}

/// The stored sessions that some tab has open.
pub(super) async fn open_anywhere() -> Vec<String> {
    let Some(query) = manager().and_then(|manager| manager.query().ok()) else { return Vec::new() };
    let Ok(state) = JsFuture::from(query).await else { return Vec::new() };
    let held = Reflect::get(&state, &"held".into()).ok().and_then(|held| held.dyn_into::<Array>().ok());
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    let ours = |name: String| name.strip_prefix(PREFIX).map(str::to_owned);
    held.unwrap_or_default().iter().filter_map(name).filter_map(ours).collect()
}
