//! One date as text → its parts. Which part is the day is for the whole column to say (see `date_column`).

use borsh::{BorshDeserialize, BorshSerialize};

use super::{
    clock::Clock,
    missing::is_unknown,
    text::{ascii_digits, lossy},
};
use crate::time::{CalendarSystem, Date, Day};

/// Numbers of a date in the order they stand, with the time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(super) struct Parts {
    pub numbers: [u16; 3],
    /// Digits of each number.
    pub widths: [u8; 3],
    pub separator: u8,
    pub time: Time,
}

/// Time of day and offset, each if given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize)]
pub(super) struct Time {
    /// Seconds since midnight, up to and including 24:00.
    pub seconds: Option<u32>,
    /// Seconds east of Greenwich.
    pub offset: Option<i32>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Parsed {
    Missing,
    /// The order is plain: a year of four digits first, or a month's name.
    Day(Day, Time),
    /// The column must decide the order.
    Parts(Parts),
    /// A bare number: an Excel serial, Unix time, or nothing.
    Number(f64),
    /// A date, but none a [`crate::time::Moment`] can be: Excel's zero date, the year 2999.
    OutOfRange,
    Unreadable,
}

/// `text` is trimmed.
pub(super) fn parse(text: &[u8], clock: &Clock) -> Parsed {
    if let Some((day, seconds)) = iso(text, clock) {
        return Parsed::Day(day, Time { seconds, offset: None });
    }
    if is_unknown(text) {
        return Parsed::Missing;
    }
    if text.is_ascii() {
        return parse_ascii(text, clock);
    }
    let Ok(text) = std::str::from_utf8(text) else { return Parsed::Unreadable };
    // "o'clock" before a time says nothing more.
    let digits = ascii_digits(text).replace("ساعت", "").replace("الساعة", "").replace('،', ",");
    if digits.is_ascii() {
        return parse_ascii(digits.trim().as_bytes(), clock);
    }
    words(&digits, clock)
}

/// `YYYY-MM-DD`, alone or with `[ T]HH:MM[:SS]`: what most exports write, with hardly a branch a character.
#[inline(always)]
pub(super) fn iso(text: &[u8], clock: &Clock) -> Option<(Day, Option<u32>)> {
    /// Larger than any part of a date, also once multiplied.
    const NONE: u32 = 1 << 20;
    let two = |tens: u8, ones: u8| {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        if tens < 10 && ones < 10 { u32::from(tens) * 10 + u32::from(ones) } else { NONE }
    };
    let (&[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2], time) = text.split_first_chunk::<10>()? else { return None };
    let (hour, minute, second) = match *time {
        [] => (0, 0, 0),
        [b' ' | b'T', h1, h2, b':', n1, n2] => (two(h1, h2), two(n1, n2), 0),
        [b' ' | b'T', h1, h2, b':', n1, n2, b':', s1, s2] => (two(h1, h2), two(n1, n2), two(s1, s2)),
        _ => return None,
    };
    let day = clock.day(two(y1, y2) * 100 + two(y3, y4), two(m1, m2), two(d1, d2)).filter(|day| day.0 > 0)?;
    (hour < 24 && minute < 60 && second < 60).then_some((day, (!time.is_empty()).then_some(hour * 3600 + minute * 60 + second)))
}

fn number(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len()))
}

fn value(digits: &[u8]) -> u32 {
    digits.iter().fold(0_u32, |value, digit| value.saturating_mul(10).saturating_add(u32::from(digit - b'0')))
}

fn parse_ascii(text: &[u8], clock: &Clock) -> Parsed {
    if let Some((date, time)) = time_first(text) {
        return parse_ascii(&[date, b" ", time].concat(), clock);
    }
    let (first, rest) = number(text);
    if (1..=4).contains(&first.len())
        && let Some((&separator @ (b'/' | b'-' | b'.'), rest)) = rest.split_first()
        && let (second, rest) = number(rest.trim_ascii_start())
        && (1..=2).contains(&second.len())
        && let Some(rest) = rest.strip_prefix(&[separator])
        && let (third, rest) = number(rest.trim_ascii_start())
        && (1..=4).contains(&third.len())
        && let Some(time) = time_of_day(rest.strip_prefix(b".").unwrap_or(rest))
    {
        return numeric([first, second, third], separator, time, clock);
    }
    if text.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        && let Ok(number) = lossy(text).replacen(',', ".", 1).parse::<f64>()
    {
        return compact(text, clock).unwrap_or(Parsed::Number(number));
    }
    compact(text, clock).unwrap_or_else(|| words(&lossy(text), clock))
}

/// `10:30 13/02/2024`: the date, and the time that stands before it.
fn time_first(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (time, date) = text.split_at(text.iter().position(|byte| *byte == b' ')?);
    let is_time = (4..=8).contains(&time.len()) && time.contains(&b':') && time.iter().all(|byte| byte.is_ascii_digit() || *byte == b':');
    let date = date.trim_ascii_start();
    (is_time && !date.contains(&b' ')).then_some((date, time))
}

fn numeric(parts: [&[u8]; 3], separator: u8, time: Time, clock: &Clock) -> Parsed {
    let numbers = parts.map(value);
    let widths = parts.map(|part| part.len() as u8);
    if numbers.contains(&0) && !(widths == [2, 2, 2] && numbers[1] != 0) {
        return Parsed::OutOfRange;
    }
    if widths[0] >= 3 {
        return of_year(numbers[0], numbers[1], numbers[2], clock).map_or_else(|bad| bad, |day| Parsed::Day(day, time));
    }
    Parsed::Parts(Parts { numbers: numbers.map(|number| number as u16), widths, separator, time })
}

/// The first day of a month written without one: `2024-01`, `01/2024`, `Jan 2024`, `مهر 1403`.
pub(super) fn month_start(text: &[u8], clock: &Clock) -> Option<Day> {
    let text = ascii_digits(std::str::from_utf8(text).ok()?);
    let text = text.trim();
    if let Some((first, second)) = text.split_once(['-', '/', '.'])
        && [first, second].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        let (year, month) = match (first.len(), second.len()) {
            (4, 1..=2) => (first, second),
            (1..=2, 4) => (second, first),
            _ => return None,
        };
        return of_year(value(year.as_bytes()), value(month.as_bytes()), 1, clock).ok();
    }
    match words(&format!("1 {text}"), clock) {
        Parsed::Day(day, Time { seconds: None, offset: None }) => Some(day),
        _ => None,
    }
}

/// `YYYYMMDD`, alone or with `[T]HHMMSS[Z]`.
fn compact(text: &[u8], clock: &Clock) -> Option<Parsed> {
    let (date, rest) = number(text);
    let (date, rest) = if date.len() == 14 { (&date[..8], &text[8..]) } else { (date, rest) };
    if date.len() != 8 {
        return None;
    }
    let day = clock.day(value(&date[..4]), value(&date[4..6]), value(&date[6..]))?;
    if rest.is_empty() {
        return Some(Parsed::Day(day, Time::default()));
    }
    let (time, rest) = number(rest.strip_prefix(b"T").unwrap_or(rest));
    let (hour, minute, second) = match time.len() {
        6 => (value(&time[..2]), value(&time[2..4]), value(&time[4..])),
        _ => return None,
    };
    let is_time = hour < 24 && minute < 60 && second < 60;
    let time = Time { seconds: Some(hour * 3600 + minute * 60 + second), offset: offset(rest)? };
    is_time.then_some(Parsed::Day(day, time))
}

/// A day by its year, Gregorian or Solar Hijri: the two ranges of years do not meet.
pub(super) fn of_year(year: u32, month: u32, day: u32, clock: &Clock) -> Result<Day, Parsed> {
    match year {
        1300..1500 => {
            let date = Date { year: year as i32, month: u8::try_from(month).unwrap_or(0), day: u8::try_from(day).unwrap_or(0) };
            let day = CalendarSystem::Persian.day(date).ok_or(Parsed::Unreadable)?;
            if day.0 > 0 { Ok(day) } else { Err(Parsed::OutOfRange) }
        }
        1970..=2105 => clock.day(year, month, day).ok_or(Parsed::Unreadable).and_then(|day| {
            // Unix zero is what software writes for "never".
            if day.0 > 0 { Ok(day) } else { Err(Parsed::OutOfRange) }
        }),
        _ => Err(if (1..=12).contains(&month) && day <= 31 { Parsed::OutOfRange } else { Parsed::Unreadable }),
    }
}

/// What follows a date: nothing, or a time with an optional AM/PM and offset. `None` if it is neither.
fn time_of_day(text: &[u8]) -> Option<Time> {
    let mut text = text.trim_ascii_start();
    text = text.strip_prefix(b"T").or(text.strip_prefix(b",")).or(text.strip_prefix(b"- ")).unwrap_or(text).trim_ascii_start();
    if text.is_empty() {
        return Some(Time::default());
    }
    let (hour, rest) = number(text);
    let (b':' | b'.', rest) = rest.split_first().map(|(byte, rest)| (*byte, rest))? else { return None };
    let (minute, rest) = number(rest);
    let (second, rest) = match rest.split_first() {
        Some((b':' | b'.', seconds)) => number(seconds),
        _ => (&b""[..], rest),
    };
    let rest = match rest.split_first() {
        Some((b'.' | b',', fraction)) if !second.is_empty() => number(fraction).1,
        _ => rest,
    };
    if hour.is_empty() || hour.len() > 2 || minute.len() != 2 || second.len() > 2 {
        return None;
    }
    let (mut hour, minute, second) = (value(hour), value(minute), value(second));
    let mut rest = rest.trim_ascii_start();
    let half: String = rest.iter().take(4).filter(|byte| **byte != b'.').map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    if half.starts_with("am") || half.starts_with("pm") {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if half.starts_with("pm") { 12 } else { 0 };
        rest = rest[if rest.get(1) == Some(&b'.') { rest.len().min(4) } else { 2 }..].trim_ascii();
    }
    if hour > 24 || minute > 59 || second > 59 || (hour == 24 && minute + second > 0) {
        return None;
    }
    Some(Time { seconds: Some(hour * 3600 + minute * 60 + second), offset: offset(rest)? })
}

/// Names of zones that CRMs write behind a time, in hours east of Greenwich.
const ZONES: [(&str, i32); 17] = [
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("WET", 0),
    ("WEST", 1),
    ("BST", 1),
    ("CET", 1),
    ("CEST", 2),
    ("EET", 2),
    ("EEST", 3),
    ("MSK", 3),
    ("GST", 4),
];

/// `Z`, `UTC`, `+02:00`, `-0330`, `UTC+2`; `Some(None)` for nothing.
#[expect(clippy::option_option, reason = "no offset and no readable offset differ")]
fn offset(text: &[u8]) -> Option<Option<i32>> {
    // The name of the zone in brackets says the same again: `+01:00[Europe/Berlin]`.
    let text = text.split(|byte| matches!(byte, b'[' | b'(')).next().unwrap_or(text).trim_ascii();
    if text.is_empty() {
        return Some(None);
    }
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| text.eq_ignore_ascii_case(name.as_bytes())) {
        return Some(Some(hours * 3600));
    }
    if text.eq_ignore_ascii_case(b"z") {
        return Some(Some(0));
    }
    let named = [&b"utc"[..], b"gmt"].iter().any(|name| text.len() >= 3 && text[..3].eq_ignore_ascii_case(name));
    let text = if named { text[3..].trim_ascii() } else { text };
    if text.is_empty() {
        return Some(Some(0));
    }
    let (sign, digits) = match text.split_first()? {
        (b'+', digits) => (1, digits),
        (b'-', digits) => (-1, digits),
        _ => return None,
    };
    let digits: Vec<u8> = digits.iter().copied().filter(|byte| *byte != b':').collect();
    if digits.is_empty() || digits.len() > 4 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (hours, minutes) = digits.split_at(if digits.len() > 2 { digits.len() - 2 } else { digits.len() });
    let seconds = (value(hours) * 3600 + value(minutes) * 60) as i32;
    (value(minutes) < 60 && seconds <= 15 * 3600).then_some(Some(sign * seconds))
}

/// First letters of the months' names; a text fits the first it begins with. Latin names are written without accents.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "янв", "ينا", "يناير", "كانون الثاني", "ژانویه"],
    &["feb", "fev", "fév", "фев", "فبراير", "شباط", "فوریه"],
    &["mar", "mär", "mrz", "мар", "مارس", "آذار"],
    &["apr", "abr", "avr", "апр", "أبريل", "ابريل", "نيسان", "آوریل"],
    &["may", "mai", "май", "мая", "مايو", "أيار", "ايار", "مه", "می"],
    &["jun", "juin", "июн", "يونيو", "حزيران", "ژوئن"],
    &["jul", "juil", "июл", "يوليو", "تموز", "ژوئیه", "جولای"],
    &["aug", "ago", "aou", "aoû", "авг", "أغسطس", "اغسطس", "آب", "اوت", "آگوست"],
    &["sep", "set", "сен", "سبتمبر", "أيلول", "ايلول", "سپتامبر"],
    &["oct", "okt", "out", "окт", "أكتوبر", "اكتوبر", "تشرين الأول", "تشرين الاول", "اکتبر"],
    &["nov", "ноя", "نوفمبر", "تشرين الثاني", "نوامبر"],
    &["dec", "dez", "dic", "déc", "дек", "ديسمبر", "كانون الأول", "كانون الاول", "دسامبر"],
];
/// Months of two words; the second is taken along with the first.
const FIRST_WORDS: [&str; 2] = ["کانون", "تشرین"];

const PERSIAN_MONTHS: [&str; 12] = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

enum Month {
    Gregorian(u32),
    Persian(u32),
}

fn month(word: &str) -> Option<Month> {
    let word = super::text::fold(word);
    if let Some(index) = PERSIAN_MONTHS.iter().position(|name| *name == word) {
        return Some(Month::Persian(index as u32 + 1));
    }
    let folded_start = |name: &&str| word.starts_with(super::text::fold(name).as_str());
    MONTHS.iter().position(|names| names.iter().any(folded_start)).map(|index| Month::Gregorian(index as u32 + 1))
}

/// Bytes of the blank and the word after the first word of a month that has two.
fn second_word(first: &str, rest: &str) -> usize {
    if !FIRST_WORDS.contains(&super::text::fold(first).as_str()) {
        return 0;
    }
    let word = rest.trim_start();
    rest.len() - word.len() + word.find(|next: char| !next.is_alphabetic()).unwrap_or(word.len())
}

/// A date with the month by name, in any order: `Apr 3, 2024`, `15 Apr, 2021 00:03:00`, `2024-Apr-03`.
fn words(text: &str, clock: &Clock) -> Parsed {
    // Most cells that are words are no dates, and comparing each with the names of months is slow.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Parsed::Unreadable;
    }
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut found = None;
    let mut rest = text;
    while numbers.len() + usize::from(found.is_some()) < 3 {
        rest = rest.trim_start_matches([' ', ',', '-', '/', '.', '،', 'T']);
        let Some(first) = rest.chars().next() else { return Parsed::Unreadable };
        let is_digit = first.is_ascii_digit();
        let end = rest.find(|next: char| if is_digit { !next.is_ascii_digit() } else { !next.is_alphabetic() }).unwrap_or(rest.len());
        let end = if is_digit { end } else { end + second_word(&rest[..end], &rest[end..]) };
        let (token, after) = rest.split_at(end);
        if token.is_empty() {
            return Parsed::Unreadable;
        }
        rest = after;
        if is_digit {
            numbers.push((value(token.as_bytes()), token.len()));
            // 3rd, 1er
            rest = ["st", "nd", "rd", "th", "er"].iter().find_map(|suffix| rest.strip_prefix(suffix)).unwrap_or(rest);
        } else if let Some(month) = month(token) {
            if found.replace(month).is_some() {
                return Parsed::Unreadable;
            }
        } else if !numbers.is_empty() || found.is_some() {
            // A weekday may stand before a date; other words may not.
            if token != "de" && token != "г" {
                return Parsed::Unreadable;
            }
        }
    }
    let ([first, second], Some(month)) = (numbers.as_slice(), found) else { return Parsed::Unreadable };
    let (year, day) = if first.1 == 4 { (first, second) } else { (second, first) };
    let year = if year.1 <= 2 { two_digit_year(year.0) } else { year.0 };
    let (month, is_persian) = match month {
        Month::Gregorian(month) => (month, false),
        Month::Persian(month) => (month, true),
    };
    if is_persian != (1300..1500).contains(&year) {
        return Parsed::Unreadable;
    }
    let rest = rest.trim_start_matches([' ', ',']).trim_start_matches("г.").trim_start_matches([' ', ',', '.']).trim_start_matches("at ");
    match (of_year(year, month, day.0, clock), time_of_day(rest.as_bytes())) {
        (Ok(day), Some(time)) => Parsed::Day(day, time),
        (Err(bad), _) => bad,
        (_, None) => Parsed::Unreadable,
    }
}

/// The POSIX window: 69–99 are the last century's.
pub(super) const fn two_digit_year(year: u32) -> u32 {
    if year < 69 { 2000 + year } else { 1900 + year }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zone;

    fn check(text: &str, expected: &str) {
        let clock = Clock::new(Zone::utc());
        let day_of = |day: Day| {
            let date = CalendarSystem::Gregorian.date(day);
            format!("{}-{:02}-{:02}", date.year, date.month, date.day)
        };
        let time_of = |time: Time| {
            let seconds = time.seconds.map_or(String::new(), |s| format!(" {:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60));
            seconds + &time.offset.map_or(String::new(), |offset| format!(" {offset:+}"))
        };
        let found = match parse(text.as_bytes(), &clock) {
            Parsed::Day(day, time) => day_of(day) + &time_of(time),
            Parsed::Parts(parts) => format!("{:?}{}", parts.numbers, time_of(parts.time)),
            Parsed::Number(number) => format!("#{number}"),
            other => format!("{other:?}"),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn reads_months() {
        let clock = Clock::new(Zone::utc());
        let check = |text: &str, expected: Option<(i32, u8)>| {
            let found = month_start(text.as_bytes(), &clock).map(|day| CalendarSystem::Gregorian.date(day));
            assert_eq!(found.map(|date| (date.year, date.month)), expected, "{text}");
            assert!(found.is_none_or(|date| date.day == 1) || text.contains('\u{647}'), "{text}");
        };
        check("2024-03", Some((2024, 3)));
        check("3/2024", Some((2024, 3)));
        check("Mar 2024", Some((2024, 3)));
        check("March-24", Some((2024, 3)));
        check("März 2024", Some((2024, 3)));
        check("مهر 1403", Some((2024, 9)));
        check("2024-13", None);
        check("2024", None);
        check("Q1 2024", None);
    }

    #[test]
    fn reads_every_style() {
        check("2024-01-15", "2024-01-15");
        check("2024-01-15 07:05", "2024-01-15 07:05:00");
        check("2024-01-15T07:05:09.123Z", "2024-01-15 07:05:09 +0");
        check("2024-01-15T07:05:09+03:30", "2024-01-15 07:05:09 +12600");
        check("2024-01-15 07:05:09 UTC", "2024-01-15 07:05:09 +0");
        check("2024/1/5", "2024-01-05");
        check("20240115", "2024-01-15");
        check("15/01/2024", "[15, 1, 2024]");
        check("20-10-16", "[20, 10, 16]");
        check("01/02/2024 02:30 PM", "[1, 2, 2024] 14:30:00");
        check("1/2/24 12:05 a.m.", "[1, 2, 24] 00:05:00");
        check("15.01.2024 7:05", "[15, 1, 2024] 07:05:00");
        check("Apr 3, 2024", "2024-04-03");
        check("15 Apr, 2021 00:03:00", "2021-04-15 00:03:00");
        check("Mon, 15 Apr 2024 10:00:00 GMT", "2024-04-15 10:00:00 +0");
        check("3rd April 2024", "2024-04-03");
        check("15 января 2024", "2024-01-15");
        check("15 de marzo de 2024", "2024-03-15");
        check("1402/10/25", "2024-01-15");
        check("۱۴۰۲/۱۰/۲۵", "2024-01-15");
        check("۲۵ دی ۱۴۰۲", "2024-01-15");
        check("1402/12/30", "Unreadable");
        check("2023-02-29", "Unreadable");
        check("1900-01-00", "OutOfRange");
        check("1970-01-01", "OutOfRange");
        check("2999-01-01", "OutOfRange");
        check("45306", "#45306");
        check("45306.5", "#45306.5");
        check("", "Missing");
        check("n/a", "Missing");
        check("soon", "Unreadable");
        check("2024-01-15 25:00", "Unreadable");
        check("Apr", "Unreadable");
        check("1.2.3.4", "Unreadable");
    }
}
