//! Small text tools of the import: trimming, squeezing, hashing. No meaning of any field.

use std::borrow::Cow;

use super::missing::is_missing;
use crate::text::is_invisible;
pub(super) use crate::{
    normal::nfc,
    text::{ascii_digits, fold},
};

/// Bytes without white space and invisible characters at the ends.
#[inline(always)]
pub(super) fn trim(bytes: &[u8]) -> &[u8] {
    let is_plain = |byte: Option<&u8>| matches!(byte, None | Some(0x21..0x80));
    // Nothing at or below a space, and no multi-byte character that could be a space, at either end: the usual case.
    if is_plain(bytes.first()) && is_plain(bytes.last()) { bytes } else { trim_slowly(bytes) }
}

fn trim_slowly(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_matches(|character: char| character.is_whitespace() || is_invisible(character)).as_bytes(),
        Err(_) => bytes.trim_ascii(),
    }
}

pub(super) fn trimmed_text(bytes: &[u8]) -> Cow<'_, str> {
    lossy(trim(bytes))
}

/// `String::from_utf8_lossy`, which looks at each character, where something is lost; else a few times as fast.
pub(super) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// [`fold`] with letters and digits only: so that spellings that differ in blanks, capitals and punctuation are one.
pub(super) fn squeeze(text: &str) -> String {
    if text.is_ascii() {
        let kept = text.bytes().filter(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
        return kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    fold(text).chars().filter(|character| character.is_alphanumeric() || *character == '#').collect()
}

/// A value for an issue: at most 80 characters.
pub(super) fn shortened(bytes: &[u8]) -> String {
    // 80 characters are at most 320 bytes.
    let text = lossy(&bytes[..bytes.len().min(324)]);
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

/// 64 bits of a value. Not against an adversary: among a million ids two collide by chance once in 37 million imports.
#[inline(always)]
pub(super) fn hash(bytes: &[u8]) -> u64 {
    spread(mixed(bytes, |word| word))
}

/// Tells values apart as [`hash`] does, whose last step makes no two hashes one; without it only the high bits are spread well.
#[inline(always)]
pub(super) fn top_hash(bytes: &[u8]) -> u64 {
    mixed(bytes, |word| word)
}

/// All bits of a word over all bits of another: no two words become one.
#[inline(always)]
const fn spread(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 33).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    let hash = (hash ^ hash >> 33).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    hash ^ hash >> 33
}

/// The bytes as `each` changes them, eight at a time, into one word.
#[inline(always)]
fn mixed(bytes: &[u8], mut each: impl FnMut(u64) -> u64) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = bytes.len() as u64 ^ 0x2545_F491_4F6C_DD1D;
    let mut mix = |word: u64| {
        hash = (hash ^ each(word)).wrapping_mul(FACTOR);
        hash ^= hash >> 29;
    };
    match bytes.last_chunk() {
        Some(last) => {
            // The last eight may repeat some of those before: one branch less on a length that nobody can foresee, a tenth of the time an
            // export takes to be read.
            bytes[..bytes.len() - 1].as_chunks().0.iter().for_each(|word| mix(u64::from_le_bytes(*word)));
            mix(u64::from_le_bytes(*last));
        }
        None => mix(few(bytes)),
    }
    hash
}

/// One to seven bytes as a word. A browser's `memory.copy` of a few bytes costs more than the whole hash: they are fetched in two loads that
/// may overlap.
#[inline(always)]
fn few(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            let last = u64::from(u32::from_le_bytes(*last));
            u64::from(u32::from_le_bytes(*first)) | last << (8 * (bytes.len() - 4))
        }
        _ => match *bytes {
            [a] => u64::from(a),
            [a, b] => u64::from(u16::from_le_bytes([a, b])),
            [a, b, c] => u64::from(u32::from_le_bytes([a, b, c, 0])),
            _ => 0,
        },
    }
}

/// Eight ASCII bytes in lower case.
#[inline(always)]
const fn lowercase(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // The high bit of each byte says: at least 'A', and beyond 'Z'.
    let (from_a, beyond_z) = (word + ONES * (0x80 - b'A' as u64), word + ONES * (0x7F - b'Z' as u64));
    word | ((from_a & !beyond_z & (ONES << 7)) >> 2)
}

/// [`hash`] of an id as it is joined on: trimmed, without the marks that tell a spreadsheet to leave it alone (`'007`, `="007"`);
/// 0 stands for "no id", also where a word says so.
#[inline(always)]
pub(super) fn id_hash(bytes: &[u8]) -> u64 {
    let id = match trim(bytes) {
        [b'\'', id @ ..] if id.first().is_some_and(u8::is_ascii_digit) => id,
        [b'=', b'"', id @ .., b'"'] | id => id,
    };
    if is_missing(id) { 0 } else { hash(id).max(1) }
}

/// [`id_hash`] without regard to case.
pub(super) fn caseless_hash(bytes: &[u8]) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let text = trim(bytes);
    let mut high = 0;
    let hash = spread(mixed(text, |word| {
        high |= word & HIGH;
        lowercase(word & !HIGH)
    }));
    if high != 0 {
        return id_hash(fold(&lossy(text)).as_bytes());
    }
    if is_missing(text) { 0 } else { hash.max(1) }
}

/// [`caseless_hash`] of the domain in a web or e-mail address, without "www."; 0 where there is none.
pub(super) fn domain_hash(bytes: &[u8]) -> u64 {
    let address = trim(bytes);
    let address = address.iter().rposition(|byte| *byte == b'@').map_or(address, |at| &address[at + 1..]);
    let address = memchr::memmem::find(address, b"://").map_or(address, |at| &address[at + 3..]);
    let end = address.iter().position(|byte| matches!(byte, b'/' | b':' | b'?' | b'#' | b' ' | b',' | b';')).unwrap_or(address.len());
    let host = &address[..end];
    let is_www = host.len() > 4 && host[..4].eq_ignore_ascii_case(b"www.");
    let host = if is_www { &host[4..] } else { host };
    if host.contains(&b'.') { caseless_hash(host) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_and_trims() {
        assert_eq!(squeeze("  Lead_Source "), squeeze("LeadSource"));
        assert_eq!(trim("\u{FEFF}\u{A0} a b \u{200B}".as_bytes()), b"a b");
        let all_ascii: Vec<u8> = (0x21..0x7F).collect();
        assert_eq!(caseless_hash(&all_ascii), hash(&all_ascii.to_ascii_lowercase()));
        assert_eq!(caseless_hash(b" Ann@X.com"), caseless_hash(b"ann@x.COM "));
    }

    #[test]
    fn few_bytes_are_the_word_of_a_copy() {
        for length in 0..8_usize {
            let bytes: Vec<u8> = (0..length as u8).map(|at| 0x91 ^ at.wrapping_mul(37)).collect();
            let mut word = [0; 8];
            word[..length].copy_from_slice(&bytes);
            assert_eq!(few(&bytes), u64::from_le_bytes(word), "{bytes:?}");
        }
    }

    #[test]
    fn domains_are_compared_bare() {
        let domain = |text: &str| domain_hash(text.as_bytes());
        let acme = caseless_hash(b"acme.com");
        for text in ["acme.com", "https://www.Acme.com/about?x", "ann@ACME.com", "http://acme.com:80", " www.acme.com "] {
            assert_eq!(domain(text), acme, "{text}");
        }
        for text in ["", "acme", "n/a", "ann@localhost"] {
            assert_eq!(domain(text), 0, "{text}");
        }
        assert_ne!(id_hash(b"9007199254740993"), id_hash(b"9007199254740992"));
    }
}
