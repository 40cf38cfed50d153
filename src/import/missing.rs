//! Words that stand for "no value" in the exports of the world. What they mean in a column of yes and no is not decided here.

use super::text::{fold, lossy, trim};

#[rustfmt::skip]
const ASCII: &[&str] = &[
    "-", "--", "---", "n/a", "n.a.", "n. a.", "#n/a", "null", "(null)", "[null]", "<null>", "none", "(none)", "nan", "nat", "nil", "(blank)", "(empty)", "\\n",
    "undefined", "(not set)", "not set", "keine", "keine angabe", "k.a.", "k. a.", "ninguno", "aucun", "#ref!", "#value!", "#name?", "#null!",
];
/// As `fold` writes them.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "—", "–", "−", "ندارد", "بدون مقدار", "ثبت نشده", "تعیین نشده", "нет", "нет данных", "не указано", "не указан", "не указана", "не задано", "не выбрано",
    "пусто", "لا یوجد", "غیر محدد", "غیر متوفر", "فارغ", "non renseigné",
];
/// Words for "unknown": values where rows are counted by them, but neither dates nor numbers.
const UNKNOWN: &[&str] = &["na", "unknown", "نامشخص", "неизвестно", "غیر معروف", "unbekannt"];
/// No word is longer, in bytes.
const LONGEST: usize = 24;
/// And none of [`ASCII`] than this.
const LONGEST_ASCII: usize = 12;

/// Whether a trimmed text says that there is no value.
pub(super) fn is_missing(text: &[u8]) -> bool {
    let Some(first) = text.first() else { return true };
    // Few values begin like these words; the others are done here.
    if text.len() > LONGEST
        || !matches!(
            first.to_ascii_lowercase(),
            b'-' | b'#' | b'(' | b'[' | b'<' | b'\\' | b'n' | b'u' | b'k' | b'a' | 0xD0 | 0xD1 | 0xD8..=0xDB | 0xE2 | 0xEF
        )
    {
        return false;
    }
    if text.is_ascii() {
        // Names and addresses that begin like a word are longer.
        return text.len() <= LONGEST_ASCII && ASCII.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()));
    }
    let word = fold(&lossy(text));
    OTHERS.contains(&word.as_str())
}

/// [`is_missing`] where a word for "unknown" is no value either.
pub(crate) fn is_unknown(text: &[u8]) -> bool {
    let text = trim(text);
    is_missing(text) || (text.len() <= LONGEST && !text[0].is_ascii_digit() && UNKNOWN.contains(&fold(&lossy(text)).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_written_as_they_are_compared() {
        assert_eq!(ASCII.iter().map(|word| word.len()).max(), Some(LONGEST_ASCII));
        for word in ASCII.iter().chain(OTHERS) {
            assert!(is_missing(word.as_bytes()) && is_missing(fold(word).as_bytes()), "{word}");
        }
        for word in UNKNOWN {
            assert!(is_unknown(word.as_bytes()) && !is_missing(word.as_bytes()), "{word}");
        }
        for word in ["0", "no", "N", "Namibia", "nobody", "نه", "нету"] {
            assert!(!is_unknown(word.as_bytes()), "{word}");
        }
    }
}
