//! From the first bytes: is it text at all, and in which encoding? By signatures, validity and letter plausibility; no content is kept.

use super::{Encoding, NotATable, decode::table};

/// What the bytes are instead of a table, when a signature says so.
#[inline(never)]
pub(super) fn not_a_table(head: &[u8]) -> Option<NotATable> {
    const SIGNATURES: &[(&[u8], NotATable)] = &[
        (b"PK\x03\x04", NotATable::ExcelOrZip),
        (b"PK\x05\x06", NotATable::ExcelOrZip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", NotATable::OldExcel),
        (b"%PDF-", NotATable::Pdf),
        (b"\x89PNG\r\n\x1A\n", NotATable::Image),
        (b"\xFF\xD8\xFF", NotATable::Image),
        (b"GIF87a", NotATable::Image),
        (b"GIF89a", NotATable::Image),
        (b"\x1F\x8B", NotATable::Gzip),
    ];
    if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)) {
        return Some(kind.clone());
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some(NotATable::Image);
    }
    None
}

/// Text that is no table: markup or JSON.
#[inline(never)]
pub(super) fn other_text(text: &str) -> Option<NotATable> {
    let start: String = text.trim_start().chars().take(2000).collect::<String>().to_lowercase();
    if start.starts_with("<!doctype") || start.starts_with("<html") || start.starts_with("<?xml") || start.starts_with("<head") {
        return Some(NotATable::Html);
    }
    let compact: String = start.chars().filter(|character| !character.is_whitespace()).take(3).collect();
    if compact.starts_with("{\"")
        || compact.starts_with("[{\"")
        || compact.starts_with("[[")
        || compact.starts_with("[\"")
        || compact == "{}"
        || compact == "[]"
    {
        return Some(NotATable::Json);
    }
    let controls = text.bytes().filter(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C)).count();
    // Stray control characters happen in real cells; one in ten is no text.
    (controls * 10 > text.len()).then_some(NotATable::Binary)
}

/// `whole`: the head is the entire file, so a character cut off at its end is an error and not just the end of the head.
#[inline(never)]
pub(super) fn encoding(head: &[u8], whole: bool) -> Encoding {
    for (bom, encoding) in [(&b"\xEF\xBB\xBF"[..], Encoding::Utf8), (b"\xFF\xFE", Encoding::Utf16Le), (b"\xFE\xFF", Encoding::Utf16Be)] {
        if head.starts_with(bom) {
            return encoding;
        }
    }
    if let Some(encoding) = utf16_without_bom(head) {
        return encoding;
    }
    if is_utf8(head, whole) {
        return Encoding::Utf8;
    }
    [Encoding::Windows1252, Encoding::Windows1251, Encoding::Windows1250, Encoding::Windows1256, Encoding::Koi8R]
        .into_iter()
        .map(|encoding| (plausibility(head, encoding), encoding))
        // The first of equals: listed by how common they are.
        .fold((i64::MIN, Encoding::Windows1252), |best, next| if next.0 > best.0 { next } else { best })
        .1
}

/// Zero bytes in nearly every other place: delimiters, digits and line ends are below U+0100 in any language.
#[inline(never)]
fn utf16_without_bom(head: &[u8]) -> Option<Encoding> {
    let pairs = head.as_chunks::<2>().0;
    let [first, second] = [0, 1].map(|side| pairs.iter().filter(|pair| pair[side] == 0).count());
    // Delimiters and digits alone are a tenth of any table; the other side has zeros only by accident (U+1F600 has one).
    let many = (pairs.len() / 10).max(1);
    if second > many && first * 10 <= second {
        Some(Encoding::Utf16Le)
    } else if first > many && second * 10 <= first {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Valid, or so nearly that the rest are damaged bytes in UTF-8 text: a sequence of several bytes hardly comes about by chance.
#[inline(never)]
fn is_utf8(head: &[u8], whole: bool) -> bool {
    // The usual file, of which the head may end within a character. Without a look at each one: a tenth of all that is asked of a head.
    let is_cut = |error: std::str::Utf8Error| !whole && error.error_len().is_none();
    if std::str::from_utf8(head).map_or_else(is_cut, |_| true) {
        return true;
    }
    let (mut multi_byte, mut invalid) = (0_usize, 0_usize);
    for chunk in head.utf8_chunks() {
        multi_byte += chunk.valid().chars().filter(|character| !character.is_ascii() && !is_by_chance(*character)).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    if !whole && head.utf8_chunks().last().is_some_and(|chunk| !chunk.invalid().is_empty() && chunk.invalid().len() < 4) {
        invalid -= 1;
    }
    invalid == 0 || multi_byte >= invalid
}

/// Characters of scripts no export is written in; two Arabic letters of Windows-1256 make them.
const fn is_by_chance(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9F}' | '\u{180}'..='\u{217}' | '\u{21C}'..='\u{36F}' | '\u{500}'..='\u{58F}' | '\u{700}'..='\u{7FF}')
}

/// Letters beyond ASCII of the languages written in the Latin encodings: text is of one language, or of hardly more.
const ALPHABETS: &[(Encoding, &[&str])] = &[
    (Encoding::Windows1250, &["ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíľĺňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ"]),
    (
        Encoding::Windows1252,
        &["àâæçéèêëîïôœùûü", "äöüß", "áéíñóúü", "àáâãçéêíóôõú", "àèéìíòóù", "åäæéøö", "àçèéíïóòúü", "éèëïöü", "áðéíóúýþæö"],
    ),
];
/// The most frequent letters: telling where small letters of one encoding are capitals of another.
const FREQUENT: &str = "оеаинтсрвлОЕАИНТСРВЛاليمنروتدبه";

/// How much the bytes above 0x7F look like words of the encoding's languages.
#[inline(never)]
fn plausibility(head: &[u8], encoding: Encoding) -> i64 {
    let table = table(encoding).expect("only single-byte encodings are compared");
    let decode = |byte: u8| match byte {
        0..0x80 => Some(char::from(byte)),
        _ => char::from_u32(u32::from(table[usize::from(byte) - 0x80])).filter(|character| *character != '\0'),
    };
    let mut latin = std::collections::BTreeMap::<char, i64>::new();
    let mut points = 0;
    let mut before = ' ';
    for (index, &byte) in head.iter().enumerate() {
        let Some(character) = decode(byte) else {
            points -= 10;
            before = ' ';
            continue;
        };
        if byte >= 0x80 {
            let after = head.get(index + 1).and_then(|byte| decode(*byte)).unwrap_or(' ');
            points += match script(character) {
                Script::Other => match character {
                    '«' | '»' | '“' | '”' | '„' | '’' | '–' | '—' | '№' | '€' | '…' | '\u{A0}' | '،' | '؛' | '؟' | '\u{200C}' => {
                        1
                    }
                    _ if before.is_alphabetic() => -3,
                    _ => -1,
                },
                Script::Latin => {
                    *latin.entry(character.to_lowercase().next().unwrap_or(character)).or_default() += 1;
                    0
                }
                // A letter alone may be a sign of another encoding.
                letter if script(before) != letter && script(after) != letter => 0,
                _ => 2 + i64::from(FREQUENT.contains(character)),
            };
        }
        if before.is_alphabetic() && character.is_alphabetic() && (byte >= 0x80 || !before.is_ascii()) {
            // Scripts do not mix within a word, and capitals do not follow small letters.
            if script(before) != script(character) || (before.is_lowercase() && character.is_uppercase()) {
                points -= 4;
            } else if script(character) == Script::Latin && !before.is_ascii() && byte >= 0x80 {
                points -= 2;
            }
        }
        before = character;
    }
    let alphabets = ALPHABETS.iter().find(|(of, _)| *of == encoding).map_or(&[][..], |(_, alphabets)| alphabets);
    let of_alphabet =
        |alphabet: &&str| latin.iter().map(|(letter, count)| if alphabet.contains(*letter) { 2 * count } else { -count }).sum::<i64>();
    points + alphabets.iter().map(of_alphabet).max().unwrap_or(0)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Other,
}

const fn script(character: char) -> Script {
    match character {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' => Script::Latin,
        '\u{400}'..='\u{4FF}' => Script::Cyrillic,
        '\u{620}'..='\u{6FF}' => Script::Arabic,
        _ => Script::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(encoding_of: Encoding, text: &str) {
        let table = table(encoding_of).unwrap();
        let bytes: Vec<u8> = text
            .chars()
            .map(|character| match table.iter().position(|code| u32::from(*code) == u32::from(character)) {
                _ if character.is_ascii() => character as u8,
                Some(index) => index as u8 + 0x80,
                None => panic!("{character} is not in {encoding_of:?}"),
            })
            .collect();
        assert_eq!(encoding(&bytes, true), encoding_of, "{text}");
    }

    #[test]
    fn tells_encodings_apart() {
        check(Encoding::Windows1251, "ID;Название сделки;Источник\n1;Иван Петров;Сайт");
        check(Encoding::Koi8R, "ID;Название сделки;Источник\n1;Иван Петров;Сайт");
        check(Encoding::Windows1252, "id,nom,société\n1,Éclair Café,Genève\n2,Müller,Köln");
        check(Encoding::Windows1250, "id,nazwa\n1,Łódź Żółw\n2,Kraków Częstochowa");
        check(Encoding::Windows1250, "id,jméno\n1,Jiří Dvořák\n2,Plzeň");
        check(Encoding::Windows1256, "شماره,نام,شركة\n1,علي رضايي,شرکت نمونه");
        assert_eq!(encoding("id,نام".as_bytes(), true), Encoding::Utf8);
        assert_eq!(encoding(&"id,نام".as_bytes()[..8], false), Encoding::Utf8);
        assert_eq!(encoding(b"i\0d\0,\0n\0\n\x001\0,\0", true), Encoding::Utf16Le);
        assert_eq!(encoding(b"\0i\0d\0,\0n\0\n\x001\0,", true), Encoding::Utf16Be);
    }
}
