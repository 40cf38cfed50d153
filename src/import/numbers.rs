//! Amounts of money as text → exact integers. The decimal mark is the column's to decide, not the cell's.

use std::borrow::Cow;

use borsh::{BorshDeserialize, BorshSerialize};

use super::{
    DecimalMark,
    missing::is_unknown,
    text::{ascii_digits, trimmed_text},
};

/// Amounts are held in ten-thousandths until the currency, and with it the number of minor digits, is known.
pub(super) const DECIMALS: u32 = 4;
const ONE: i64 = 10_i64.pow(DECIMALS);

#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(super) enum Amount {
    Missing,
    /// In ten-thousandths. `mark`: the decimal mark this value proves.
    Exact {
        value: i64,
        mark: Option<DecimalMark>,
    },
    /// `1,500`: one mark before three digits. Its value if the mark is the decimal mark, and if it groups thousands.
    Ambiguous {
        mark: DecimalMark,
        decimal: i64,
        grouped: i64,
    },
    Unreadable,
}

/// Signs and codes met beside amounts. A sign shared by several currencies is read as the one that is most traded.
const CURRENCIES: [(&str, &str); 36] = [
    ("US$", "USD"),
    ("HK$", "HKD"),
    ("NZ$", "NZD"),
    ("MX$", "MXN"),
    ("R$", "BRL"),
    ("C$", "CAD"),
    ("A$", "AUD"),
    ("S$", "SGD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₺", "TRY"),
    ("₴", "UAH"),
    ("₩", "KRW"),
    ("₪", "ILS"),
    ("zł", "PLN"),
    ("﷼", "IRR"),
    ("ریال", "IRR"),
    ("руб.", "RUB"),
    ("руб", "RUB"),
    ("р.", "RUB"),
    ("грн", "UAH"),
    ("Kč", "CZK"),
    ("Fr.", "CHF"),
    ("$", "USD"),
    ("Rs.", "INR"),
    ("Rs", "INR"),
    ("kr.", "SEK"),
    ("kr", "SEK"),
    ("TL", "TRY"),
    ("د.إ", "AED"),
    ("ر.س", "SAR"),
    ("₸", "KZT"),
    ("р", "RUB"),
];

/// Codes met beside amounts, of ISO 4217.
#[rustfmt::skip]
const CODES: [&str; 54] = [
    "USD", "EUR", "GBP", "CHF", "JPY", "RUB", "IRR", "AED", "SAR", "CAD", "AUD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "UAH", "KZT",
    "INR", "PKR", "CNY", "HKD", "TWD", "SGD", "NZD", "KRW", "THB", "IDR", "MYR", "PHP", "VND", "MXN", "BRL", "ARS", "CLP", "COP", "PEN", "ZAR", "NGN", "KES",
    "EGP", "MAD", "TND", "ILS", "QAR", "KWD", "BHD", "OMR", "JOD", "IQD",
];

/// A code standing as a word in the text, and where.
fn code_in(text: &str) -> Option<(usize, &'static str)> {
    let is_letter = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic);
    let starts = (0..text.len()).filter(|at| is_letter(*at) && (*at == 0 || !is_letter(at - 1)) && !is_letter(at + 3));
    starts
        .filter_map(|at| Some((at, text.get(at..at + 3)?)))
        .find_map(|(at, word)| CODES.iter().find(|code| code.eq_ignore_ascii_case(word)).map(|code| (at, *code)))
}

/// The same code for as long as the program runs.
pub(super) fn known_code(code: &str) -> Option<&'static str> {
    CURRENCIES.iter().map(|(_, known)| *known).chain(CODES).find(|known| *known == code)
}

/// The currency a sign, a code or a cell of a currency column names.
pub(super) fn currency_code(text: &str) -> Option<Cow<'static, str>> {
    let text = text.trim();
    if let Some((_, code)) = CURRENCIES.iter().find(|(sign, _)| sign.eq_ignore_ascii_case(text)) {
        return Some(Cow::Borrowed(code));
    }
    // "US Dollar (USD)" or any other code of three letters.
    let code = text.rsplit_once('(').map_or(text, |(_, code)| code.trim_end_matches(')'));
    (code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| Cow::Owned(code.to_ascii_uppercase()))
}

/// The currency a header of amounts names: `Amount (USD)`, `importe_eur`, `Сумма, руб.`
pub(super) fn currency_in_header(header: &str) -> Option<&'static str> {
    let is_part =
        |character: char| character.is_alphanumeric() || CURRENCIES.iter().any(|(sign, _)| sign.contains(character) && !sign.contains('.'));
    let mut words = header.split(|character: char| !is_part(character)).filter(|word| !word.is_empty());
    let of = |word: &str| CURRENCIES.iter().find(|(sign, _)| sign.eq_ignore_ascii_case(word)).map(|(_, code)| *code);
    words.find_map(|word| of(word).or_else(|| CODES.iter().find(|code| code.eq_ignore_ascii_case(word)).copied()))
}

/// An amount and the currency written beside it.
pub(super) fn parse(bytes: &[u8]) -> (Amount, Option<&'static str>) {
    if let Some(value) = plain(bytes) {
        return (value, None);
    }
    let text = trimmed_text(bytes);
    if is_unknown(text.as_bytes()) {
        return (Amount::Missing, None);
    }
    let text = ascii_digits(&text);
    if text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-' | b' ')) {
        return (number(text.trim()), None);
    }
    if let Some((at, code)) = code_in(&text) {
        return (number(format!("{}{}", &text[..at], &text[at + 3..]).trim()), Some(code));
    }
    let currency = CURRENCIES.iter().find(|(sign, _)| text.contains(sign)).copied();
    let text = currency.map_or(text.clone(), |(sign, _)| text.replace(sign, ""));
    (number(text.trim()), currency.map(|(_, code)| code))
}

/// An ambiguous amount as it stood in the file: three digits after its one mark.
pub(super) fn written(mark: DecimalMark, decimal: i64) -> String {
    let sign = if decimal < 0 { "-" } else { "" };
    let mark = if mark == DecimalMark::Point { '.' } else { ',' };
    let thousandths = decimal.unsigned_abs() * 1000 / ONE.unsigned_abs();
    format!("{sign}{}{mark}{:03}", thousandths / 1000, thousandths % 1000)
}

/// Digits with at most one point that cannot group thousands: `1200`, `9300.50`.
fn plain(bytes: &[u8]) -> Option<Amount> {
    let point = bytes.iter().position(|byte| *byte == b'.');
    let (whole, fraction) = match point {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (bytes, &b""[..]),
    };
    let fraction_is_plain = point.is_none() || matches!(fraction.len(), 1 | 2 | 4);
    if whole.is_empty() || whole.len() > 14 || !fraction_is_plain || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
        return None;
    }
    let value = scaled(whole, fraction)?;
    Some(Amount::Exact { value, mark: point.map(|_| DecimalMark::Point) })
}

fn number(text: &str) -> Amount {
    let (text, mut negative) = match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let text = text.trim();
    // "5.-" is a price without cents.
    let text = text.strip_suffix(".-").or_else(|| text.strip_suffix(",-")).unwrap_or(text);
    let text = match text.strip_prefix('-').or_else(|| text.strip_suffix('-')) {
        Some(rest) => {
            negative = !negative;
            rest
        }
        None => text.strip_prefix('+').unwrap_or(text),
    };
    let text = text.trim();
    let (text, factor) = match text.chars().last() {
        Some('k' | 'K') => (&text[..text.len() - 1], 1_000),
        Some('m' | 'M') => (&text[..text.len() - 1], 1_000_000),
        Some('b' | 'B') => (&text[..text.len() - 1], 1_000_000_000),
        _ => (text, 1),
    };
    let sign = if negative { -1 } else { 1 };
    if let Some(value) = scientific(text) {
        return value.map_or(Amount::Unreadable, |value| Amount::Exact { value: value * sign, mark: None });
    }
    let apply = |value: i64| value.checked_mul(factor).map(|value| value * sign);
    // Groups of digits, and the mark before each but the first: a point, a comma, or a blank that only groups.
    let mut groups: Vec<Vec<u8>> = vec![Vec::new()];
    let mut marks: Vec<Option<DecimalMark>> = Vec::new();
    for character in text.trim_end().chars() {
        let mark = match character {
            '0'..='9' => {
                if let Some(group) = groups.last_mut() {
                    group.push(character as u8);
                }
                continue;
            }
            '.' | '٫' => Some(DecimalMark::Point),
            ',' => Some(DecimalMark::Comma),
            ' ' | '\'' | '’' | '٬' | '_' => None,
            _ => return Amount::Unreadable,
        };
        groups.push(Vec::new());
        marks.push(mark);
    }
    if groups.iter().all(Vec::is_empty) {
        return Amount::Unreadable;
    }
    let whole_of = |count: usize| groups[..count].concat();
    let exact = |whole: &[u8], fraction: &[u8], mark| match scaled(whole, fraction).and_then(apply) {
        Some(value) => Amount::Exact { value, mark },
        None => Amount::Unreadable,
    };
    let all = groups.len();
    let last = &groups[all - 1];
    let Some(mark) = marks.last().copied().flatten() else {
        let other = marks.iter().flatten().next();
        return exact(&whole_of(all), b"", other.map(|mark| mark.other()));
    };
    let same = marks.iter().filter(|other| **other == Some(mark)).count();
    if same > 1 {
        return exact(&whole_of(all), b"", Some(mark.other()));
    }
    let decimal_only = marks.len() > 1 || last.len() != 3 || groups[0].is_empty() || groups[0].len() > 3 || groups[0].starts_with(b"0");
    if decimal_only {
        return exact(&whole_of(all - 1), last, Some(mark));
    }
    match (scaled(&whole_of(1), last).and_then(apply), scaled(&whole_of(2), b"").and_then(apply)) {
        (Some(decimal), Some(grouped)) => Amount::Ambiguous { mark, decimal, grouped },
        _ => Amount::Unreadable,
    }
}

/// `1.5E+6`, as spreadsheets write large numbers; `Some(None)` where it is too large.
#[expect(clippy::option_option, reason = "not scientific and not readable differ")]
fn scientific(text: &str) -> Option<Option<i64>> {
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = exponent.trim_start_matches(['+', '-']);
    if !is_digits(exponent) || !is_digits(&mantissa.replacen(['.', ','], "", 1)) {
        return None;
    }
    let value = text.replace(',', ".").parse::<f64>().ok()? * ONE as f64;
    // Beyond 2^53 the digits are made up.
    Some((value < 9.0e15).then_some(value.round() as i64))
}

/// Ten-thousandths; digits beyond the fourth decimal round half up. `None` on overflow.
fn scaled(whole: &[u8], fraction: &[u8]) -> Option<i64> {
    let digits = |digits: &[u8]| digits.iter().try_fold(0_i64, |value, digit| value.checked_mul(10)?.checked_add(i64::from(digit - b'0')));
    let mut kept = fraction.iter().take(DECIMALS as usize).fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
    kept *= 10_i64.pow(DECIMALS.saturating_sub(fraction.len() as u32));
    kept += i64::from(fraction.get(DECIMALS as usize).is_some_and(|digit| *digit >= b'5'));
    digits(whole)?.checked_mul(ONE)?.checked_add(kept)
}

/// Ten-thousandths → minor units of a currency with so many digits, half away from zero.
pub(super) fn minor(value: i64, digits: u32) -> i64 {
    let step = 10_i64.pow(DECIMALS.saturating_sub(digits));
    let half = step / 2 * value.signum();
    value.saturating_add(half) / step
}

/// A whole number in a counter column: `3`, `3.0`, `۳`; nothing counts as 0. `None`: no whole number.
pub(super) fn count(bytes: &[u8]) -> Option<u64> {
    match parse(bytes) {
        (Amount::Missing, _) => Some(0),
        (Amount::Exact { value, .. } | Amount::Ambiguous { grouped: value, .. }, _) if value >= 0 && value % ONE == 0 => {
            Some((value / ONE) as u64)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let (amount, currency) = parse(text.as_bytes());
        let found = match amount {
            Amount::Exact { value, mark } => format!("{value} {mark:?}"),
            Amount::Ambiguous { decimal, grouped, .. } => format!("{decimal} or {grouped}"),
            other => format!("{other:?}"),
        };
        let currency = currency.map_or(String::new(), |code| format!(" {code}"));
        assert_eq!(found + &currency, expected, "{text}");
    }

    #[test]
    fn headers_name_currencies() {
        let check = |header: &str, expected: Option<&str>| assert_eq!(currency_in_header(header), expected, "{header}");
        check("Amount (USD)", Some("USD"));
        check("Amount spent (USD)", Some("USD"));
        check("importe_eur", Some("EUR"));
        check("Value €", Some("EUR"));
        check("Сумма, руб.", Some("RUB"));
        check("مبلغ (ریال)", Some("IRR"));
        check("Amount", None);
        check("Amount in company currency", None);
    }

    #[test]
    fn reads_every_style() {
        check("1200", "12000000 None");
        check("350.5", "3505000 Some(Point)");
        check("350,5", "3505000 Some(Comma)");
        check("1.234,56", "12345600 Some(Comma)");
        check("1,234.56", "12345600 Some(Point)");
        check("1 234,56", "12345600 Some(Comma)");
        check("12,34,567", "12345670000 Some(Point)");
        check("1.234.567", "12345670000 Some(Comma)");
        check("1,500", "15000 or 15000000");
        check("1.500", "15000 or 15000000");
        check("0.125", "1250 Some(Point)");
        check("(1,234.50)", "-12345000 Some(Point)");
        check("-5", "-50000 None");
        check("1,117.10K", "11171000000 Some(Point)");
        check("$1,234.50", "12345000 Some(Point) USD");
        check("1 234,50 €", "12345000 Some(Comma) EUR");
        check("۱٬۲۳۴٫۵", "12345000 Some(Point)");
        check("12 000 руб.", "120000000 None RUB");
        check("", "Missing");
        check("n/a", "Missing");
        check("lots", "Unreadable");
        check("99999999999999999999", "Unreadable");
        assert_eq!(minor(12_345_650, 2), 123_457);
        assert_eq!(minor(-12_345_650, 2), -123_457);
        assert_eq!(minor(12_345_600, 0), 1235);
        assert_eq!(count(b"3.0"), Some(3));
        assert_eq!(count(b"1.5"), None);
    }
}
