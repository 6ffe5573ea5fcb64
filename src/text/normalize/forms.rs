//! The normal forms of Unicode (UAX #15): natively by `icu_normalizer`, in wasm by the browser's own
//! `String.prototype.normalize`, because the crate's tables would be a tenth of what the worker weighs.
//!
//! Both give the same: normal forms of assigned characters never change (Unicode's stability policy), so they can differ
//! only on characters that are newer than the browser. A test in wasm compares them.

#[cfg(not(target_arch = "wasm32"))]
mod by {
    use std::borrow::Cow;

    use icu_normalizer::ComposingNormalizerBorrowed;

    const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
    const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfkc();

    /// Composed, by canonical equivalence. Borrowed where nothing changes.
    pub(in crate::text) fn nfc(text: &str) -> Cow<'_, str> {
        NFC.normalize(text)
    }

    /// Composed, by compatibility. Borrowed where nothing changes.
    pub(in crate::text) fn nfkc(text: &str) -> Cow<'_, str> {
        NFKC.normalize(text)
    }
}

#[cfg(target_arch = "wasm32")]
mod by {
    use std::borrow::Cow;

    use js_sys::JsString;

    fn normalized<'a>(text: &'a str, form: &str) -> Cow<'a, str> {
        let normal = String::from(JsString::from(text).normalize(form));
        if normal == text { Cow::Borrowed(text) } else { Cow::Owned(normal) }
    }

    /// Composed, by canonical equivalence. Borrowed where nothing changes.
    pub(in crate::text) fn nfc(text: &str) -> Cow<'_, str> {
        normalized(text, "NFC")
    }

    /// Composed, by compatibility. Borrowed where nothing changes.
    pub(in crate::text) fn nfkc(text: &str) -> Cow<'_, str> {
        normalized(text, "NFKC")
    }
}

pub(super) use by::{nfc, nfkc};
