//! What the reader takes away: files, and the address of the page.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Offers a text as a file, as if a link to it had been pressed. Says whether the browser took it.
pub fn download(name: &str, mime: &str, text: &str) -> bool {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    Blob::new_with_str_sequence_and_options(&parts, &options).is_ok_and(|blob| download_blob(name, &blob))
}

/// The same of a blob.
pub fn download_blob(name: &str, blob: &Blob) -> bool {
    let Ok(url) = Url::create_object_url_with_blob(blob) else { return false };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    let is_offered = link.is_some();
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser has begun to read it by then; one that has not would have no file to offer.
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        std::time::Duration::from_secs(10),
    );
    is_offered
}

/// The address of the page with another part behind `#`.
pub fn address_with_hash(hash: &str) -> String {
    let address = window().location().href().unwrap_or_default();
    format!("{}{hash}", address.split('#').next().unwrap_or_default())
}
