//! How texts of exports and of agreements are compared, whatever language they are in. Knows no field, no column and no file.

use crate::normal::nfkc;

/// Characters that are not seen and mean nothing at the ends of a value or inside a header.
pub(crate) const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

/// For comparing words: NFKC, lower case, Arabic yeh and kaf as Persian, invisible characters gone, white space single.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut push = |character: char| match character {
        'ي' | 'ى' => folded.push('ی'),
        'ك' => folded.push('ک'),
        character if character.is_whitespace() => {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
        character => folded.push(character),
    };
    if text.is_ascii() {
        // Nothing to compose: a sixth of the time.
        text.chars().for_each(|character| push(character.to_ascii_lowercase()));
    } else {
        nfkc(text).chars().flat_map(char::to_lowercase).filter(|character| !is_invisible(*character)).for_each(push);
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The ASCII form of Persian, Arabic and full-width digits and their separators; other characters stay, invisible ones go.
pub(crate) fn ascii_digits(text: &str) -> String {
    text.chars()
        .filter(|character| !is_invisible(*character))
        .map(|character| match character {
            '\u{06F0}'..='\u{06F9}' => digit(character, 0x06F0),
            '\u{0660}'..='\u{0669}' => digit(character, 0x0660),
            '\u{FF10}'..='\u{FF19}' => digit(character, 0xFF10),
            '\u{00A0}' | '\u{202F}' | '\u{2009}' => ' ',
            '\u{2212}' | '\u{2010}'..='\u{2013}' => '-',
            '\u{FF0F}' | '\u{2215}' => '/',
            other => other,
        })
        .collect()
}

fn digit(character: char, zero: u32) -> char {
    char::from(b'0' + (u32::from(character) - zero) as u8)
}

/// Yes and no in the languages of the exports; `None`: neither.
pub(crate) fn yes_or_no(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "true" | "yes" | "y" | "1" | "1.0" | "t" | "да" | "так" | "истина" | "ja" | "wahr" | "oui" | "vrai" | "si" | "sí" | "verdadero"
        | "sim" | "evet" | "tak" | "بله" | "بلی" | "آری" | "درست" | "نعم" | "صحیح" | "x" | "✓" | "✔" | "☑" | "on" | "checked" => {
            Some(true)
        }
        "false" | "no" | "n" | "0" | "0.0" | "f" | "нет" | "ні" | "ложь" | "nein" | "falsch" | "non" | "faux" | "falso" | "não"
        | "hayır" | "nie" | "خیر" | "نه" | "نادرست" | "غلط" | "لا" | "خطأ" | "✗" | "✘" | "☐" | "off" | "unchecked" => {
            Some(false)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_are_one() {
        assert_eq!(fold(" تاريخ  ايجاد "), fold("تاریخ ایجاد"));
        assert_eq!(fold("ＡＣＭＥ\u{200B}"), "acme");
        assert_eq!(ascii_digits("۱۴۰۲/۱۰/٢٥"), "1402/10/25");
    }

    #[test]
    fn answers_are_read_in_many_languages() {
        let check = |text: &str, expected: Option<bool>| assert_eq!(yes_or_no(text), expected, "{text}");
        check(" YES ", Some(true));
        check("بلي", Some(true));
        check("Нет", Some(false));
        check("50 000", None);
        check("", None);
    }
}
