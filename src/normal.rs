//! Unicode's normal forms (UAX 15), behind one door. In a browser the engine's own `String.prototype.normalize` answers: the
//! tables that native code links for it are 110 KB, a tenth of the worker. Knows no meaning of any text.

use std::borrow::Cow;

/// Composed form, so that "José" typed on two systems is one value.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    // Every character before the combining marks is its own composed form: the usual case, without asking anyone.
    if text.chars().all(|character| character < '\u{300}') { Cow::Borrowed(text) } else { engine::nfc(text) }
}

/// Composed form with compatibility characters (full-width letters, ligatures, presentation forms) as plain ones.
pub(crate) fn nfkc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { engine::nfkc(text) }
}

#[cfg(not(target_arch = "wasm32"))]
mod engine {
    use std::borrow::Cow;

    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

    pub(super) fn nfc(text: &str) -> Cow<'_, str> {
        match is_nfc_quick(text.chars()) {
            IsNormalized::Yes => Cow::Borrowed(text),
            _ => Cow::Owned(text.nfc().collect()),
        }
    }

    pub(super) fn nfkc(text: &str) -> Cow<'_, str> {
        Cow::Owned(text.nfkc().collect())
    }
}

#[cfg(target_arch = "wasm32")]
mod engine {
    use std::borrow::Cow;

    use js_sys::JsString;

    pub(super) fn nfc(text: &str) -> Cow<'_, str> {
        Cow::Owned(JsString::from(text).normalize("NFC").into())
    }

    pub(super) fn nfkc(text: &str) -> Cow<'_, str> {
        Cow::Owned(JsString::from(text).normalize("NFKC").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_has_one_form() {
        assert_eq!(nfc("Jose\u{301}"), "José");
        assert_eq!(nfc("سلام"), "سلام");
        assert_eq!(nfkc("ＡＣＭＥ ﬁ ﻻ"), "ACME fi لا");
        assert_eq!(nfkc("plain"), "plain");
    }
}
