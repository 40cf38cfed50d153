//! Unicode's normal forms (UAX 15), behind one door. In a browser the engine's own `String.prototype.normalize` answers: the
//! tables that native code links for it are 110 KB, a tenth of the worker. Knows no meaning of any text.

use std::borrow::Cow;

/// Composed form, so that "José" typed on two systems is one value.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| character < '\u{300}' || is_settled(character)) { Cow::Borrowed(text) } else { engine::nfc(text) }
}

/// Composed form with compatibility characters (full-width letters, ligatures, presentation forms) as plain ones.
pub(crate) fn nfkc(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_settled) { Cow::Borrowed(text) } else { engine::nfkc(text) }
}

/// Letters, digits and marks that are their own form beside each other: nobody needs be asked about a text of them alone. Combining
/// marks and what has a compatible form (ligatures, presentation forms, full-width letters) are not among them.
const fn is_settled(character: char) -> bool {
    matches!(character,
        '\0'..='\u{7F}'
        | 'À'..='ı' | 'Ĵ'..='ľ' | 'Ł'..='ň' | 'Ŋ'..='ž'
        | 'Ѐ'..='џ'
        | '،' | '؛' | '؟' | 'ء'..='غ' | 'ـ'..='ي' | '٠'..='٬' | 'پ' | 'چ' | 'ژ' | 'ک' | 'گ' | 'ی' | '۰'..='۹'
        | '\u{200C}' | '–' | '—')
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

    #[test]
    fn settled_characters_are_their_own_form() {
        for character in ('\0'..='\u{FFFF}').filter(|character| is_settled(*character)) {
            for text in [character.to_string(), format!("a{character}"), format!("{character}{character}"), format!("ا{character}ی")] {
                assert_eq!((&*engine::nfc(&text), &*engine::nfkc(&text)), (&*text, &*text), "{character:?}");
            }
        }
        assert!(!is_settled('\u{301}') && !is_settled('\u{64B}') && !is_settled('ﬁ') && !is_settled('Ａ') && !is_settled('ĳ'));
    }
}
