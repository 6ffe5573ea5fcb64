//! A file that a link names by its address, fetched from there.
//!
//! Nothing of the reader's goes along: no cookies and no referrer.

use js_sys::{Array, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, File, ReadableStreamDefaultReader, ReferrerPolicy, RequestCredentials, RequestInit, RequestMode,
    Response, Url,
};

use crate::ui::{link::name_in_address, phrases::FetchError};

/// An address as a link has it, in full: one without a host begins at the page.
pub fn whole_address(address: &str) -> Option<Url> {
    Url::new_with_base(address, &window().location().href().ok()?).ok()
}

/// Fetches a file. `on_progress`: bytes that have come, and how many there will be where the host says so. `signal`: gives up.
/// Errors: why nothing came.
pub async fn fetched(
    address: &str,
    signal: &AbortSignal,
    on_progress: impl Fn(u64, Option<u64>),
) -> Result<File, FetchError> {
    let url = whole_address(address).ok_or(FetchError::Unreachable)?;
    let is_secure = window().location().protocol().is_ok_and(|protocol| protocol == "https:");
    if is_secure && url.protocol() == "http:" {
        return Err(FetchError::Insecure);
    }
    let options = RequestInit::new();
    options.set_credentials(RequestCredentials::Omit);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    options.set_signal(Some(signal));
    let answer = JsFuture::from(window().fetch_with_str_and_init(&url.href(), &options)).await;
    let answer: Response = match answer.map(JsCast::dyn_into) {
        Ok(Ok(answer)) => answer,
        _ if signal.aborted() => return Err(FetchError::GivenUp),
        _ => return Err(why_no_answer(&url, signal).await),
    };
    if !answer.ok() {
        return Err(FetchError::Status(answer.status()));
    }
    let body = answer.body().ok_or(FetchError::Broken)?;
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into().map_err(|_| FetchError::Broken)?;
    // Of a compressed answer the host gives the length as it is sent, which is not the file's.
    let header = |name: &str| answer.headers().get(name).ok().flatten();
    let n_total = if header("content-encoding").is_some() { None } else { header("content-length") };
    let n_total = n_total.and_then(|length| length.parse().ok());
    let (parts, mut n_bytes) = (Array::new(), 0);
    loop {
        on_progress(n_bytes, n_total);
        let piece = JsFuture::from(reader.read()).await;
        let piece = match piece {
            Ok(piece) => piece,
            Err(_) if signal.aborted() => return Err(FetchError::GivenUp),
            Err(_) => return Err(FetchError::Broken),
        };
        let field = |name: &str| Reflect::get(&piece, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        if field("done").is_truthy() {
            break;
        }
        let bytes: Uint8Array = field("value").dyn_into().map_err(|_| FetchError::Broken)?;
        n_bytes += u64::from(bytes.length());
        parts.push(&bytes);
    }
    File::new_with_buffer_source_sequence(&parts, name_in_address(address)).map_err(|_| FetchError::Broken)
}

/// Browsers do not tell a page why a request to another host failed. One that asks for nothing but whether the host answers
/// is always allowed.
async fn why_no_answer(url: &Url, signal: &AbortSignal) -> FetchError {
    let options = RequestInit::new();
    options.set_method("HEAD");
    options.set_mode(RequestMode::NoCors);
    options.set_credentials(RequestCredentials::Omit);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    options.set_signal(Some(signal));
    match JsFuture::from(window().fetch_with_str_and_init(&url.href(), &options)).await {
        Ok(_) => FetchError::NotShared,
        Err(_) if signal.aborted() => FetchError::GivenUp,
        Err(_) => FetchError::Unreachable,
    }
}
