//! A cell's value as text: what a person sees in it, in the one spelling that loses nothing. No place, no sheet, no workbook.

use std::fmt::Write;

use calamine::{DataRef, ExcelDateTime, Style};

use crate::time::{CalendarSystem, Day};

/// Whole numbers up to here are exact in a spreadsheet (2⁵³).
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

/// Below this a number is written with an exponent, not as a row of zeros.
const SMALLEST_PLAIN: f64 = 1e-9;

const SECONDS_A_DAY: f64 = 86_400.0;

/// Excel's last day, 9999-12-31, in its 1900 system.
const LAST_SERIAL: f64 = 2_958_466.0;

/// What a number format says beyond what calamine tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    /// `00000`: leading zeros are shown up to this many digits.
    digits: usize,
    /// The time of day is shown, so midnight is a time too.
    time: bool,
}

impl Look {
    pub(super) fn of(style: &Style) -> Self {
        style.number_format.as_ref().map_or_else(Self::default, |format| Self::of_code(&format.format_code))
    }

    fn of_code(code: &str) -> Self {
        let digits = if code.bytes().all(|byte| byte == b'0') { code.len() } else { 0 };
        // Quoted, bracketed and escaped characters are text, not parts of a time.
        let (mut quoted, mut bracketed, mut escaped, mut time) = (false, false, false, false);
        for character in code.chars() {
            match character {
                _ if escaped => escaped = false,
                '\\' | '_' | '*' => escaped = true,
                '"' => quoted = !quoted,
                '[' => bracketed = true,
                ']' => bracketed = false,
                'h' | 'H' | 's' | 'S' if !quoted && !bracketed => time = true,
                _ => {}
            }
        }
        Self { digits, time }
    }
}

/// Appends the value's text; `false` when it is an error and has none.
pub(super) fn write(text: &mut String, value: &DataRef<'_>, look: Look, is_1904: bool) -> bool {
    match value {
        DataRef::Empty => {}
        DataRef::String(value) | DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => text.push_str(value),
        DataRef::SharedString(value) => text.push_str(value),
        DataRef::Bool(value) => text.push_str(if *value { "TRUE" } else { "FALSE" }),
        DataRef::Int(value) => number(text, *value as f64, look),
        DataRef::Float(value) => number(text, *value, look),
        DataRef::DateTime(value) => moment(text, value, look, is_1904),
        DataRef::Error(_) => return false,
    }
    true
}

/// A number in its shortest exact form of at most 15 digits, as Excel shows it. Whole numbers that are too long for a spreadsheet to
/// be exact keep their exponent, so that an id among them is recognised as mangled.
fn number(text: &mut String, value: f64, look: Look) {
    let done = if value.fract() == 0.0 && value.abs() <= LARGEST_EXACT {
        let value = value as i64;
        let digits = look.digits.min(32) + usize::from(value < 0);
        write!(text, "{value:0digits$}")
    } else if value.fract() == 0.0 || value.abs() < SMALLEST_PLAIN {
        let scientific = format!("{value:E}");
        match scientific.split_once('E') {
            Some((digits, exponent)) if !exponent.starts_with('-') => write!(text, "{digits}E+{exponent:0>2}"),
            _ => write!(text, "{scientific}"),
        }
    } else {
        let start = text.len();
        let done = write!(text, "{value}");
        let digits = text[start..].bytes().skip_while(|byte| !matches!(byte, b'1'..=b'9')).filter(u8::is_ascii_digit).count();
        if digits > 15 {
            // Fifteen digits and back: 0.30000000000000004 is what Excel shows as 0.3. Slow, and few numbers need it.
            text.truncate(start);
            write!(text, "{}", format!("{value:.14e}").parse().unwrap_or(value))
        } else {
            done
        }
    };
    done.expect("a String takes every text");
}

fn moment(text: &mut String, value: &ExcelDateTime, look: Look, is_1904: bool) {
    let serial = value.as_f64();
    if value.is_duration() {
        return duration(text, serial);
    }
    let epoch_shift = if is_1904 { 1_462 } else { 0 };
    if !(0.0..LAST_SERIAL - f64::from(epoch_shift)).contains(&serial) {
        // Excel shows no date either.
        return number(text, serial, Look::default());
    }
    // To the second: 0.1 s is 1e-6 days, well above what a serial's 53 bits can tell.
    let seconds = (serial * SECONDS_A_DAY).round() as i64;
    let (days, second) = ((seconds / 86_400) as i32, seconds % 86_400);
    let time = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    if days == 0 && !is_1904 {
        // Day 0 is a time of day without a date.
        text.push_str(&time);
        return;
    }
    let days = days + epoch_shift;
    // Excel's 1900 has a 29 February (day 60), as Lotus 1-2-3 had.
    if days == 60 {
        text.push_str("1900-02-29");
    } else {
        // 1899-12-30 is day -25 569 of 1970's count.
        let date = CalendarSystem::Gregorian.date(Day(days - if days < 60 { 25_568 } else { 25_569 }));
        write!(text, "{:04}-{:02}-{:02}", date.year, date.month, date.day).expect("a String takes every text");
    }
    if look.time || second != 0 {
        text.push(' ');
        text.push_str(&time);
    }
}

/// `26:30:00`; a negative one has a minus.
fn duration(text: &mut String, days: f64) {
    let seconds = (days * SECONDS_A_DAY).round() as i64;
    let (sign, seconds) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
    write!(text, "{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60).expect("a String takes every text");
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_are_written_as_excel_shows_them() {
        let check = |value: f64, code: &str, expected: &str| {
            let mut text = String::new();
            number(&mut text, value, Look::of_code(code));
            assert_eq!(text, expected, "{value} as {code}");
        };
        check(0.0, "General", "0");
        check(-0.0, "General", "0");
        check(100_000.0, "General", "100000");
        check(0.1 + 0.2, "General", "0.3");
        check(1_234.56, "#,##0.00", "1234.56");
        check(0.000_1 / 3.0, "General", "0.0000333333333333333");
        check(-1.0 / 3.0, "General", "-0.333333333333333");
        check(1e-10, "General", "1E-10");
        check(-2.5e-12, "General", "-2.5E-12");
        check(123_456_789_012_345.0, "General", "123456789012345");
        check(9_007_199_254_740_991.0, "General", "9007199254740991");
        check(9_007_199_254_740_993.0 * 10.0, "General", "9.007199254740992E+16");
        check(1e300, "General", "1E+300");
        check(123.0, "00000", "00123");
        check(-7.0, "000", "-007");
        check(123_456.0, "00000", "123456");
        check(1.5, "000", "1.5");
        check(7.0, "0", "7");
        check(f64::NAN, "General", "NaN");
    }

    #[test]
    fn dates_are_iso_in_both_systems() {
        let check = |serial: f64, code: &str, is_1904: bool, expected: &str| {
            let mut text = String::new();
            let value = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904);
            moment(&mut text, &value, Look::of_code(code), is_1904);
            assert_eq!(text, expected, "{serial} as {code}");
        };
        check(45_306.0, "yyyy-mm-dd", false, "2024-01-15");
        check(43_844.0, "yyyy-mm-dd", true, "2024-01-15");
        check(45_306.0, "m/d/yy h:mm", false, "2024-01-15 00:00:00");
        check(45_306.5, "yyyy-mm-dd", false, "2024-01-15 12:00:00");
        check(45_306.999_999_99, "m/d/yy h:mm", false, "2024-01-16 00:00:00");
        check(45_943.541, "d\"st\" mmm", false, "2025-10-13 12:59:02");
        check(0.25, "h:mm", false, "06:00:00");
        check(0.0, "yyyy-mm-dd", true, "1904-01-01");
        check(1.0, "d/m/y", false, "1900-01-01");
        check(59.0, "d/m/y", false, "1900-02-28");
        check(60.0, "d/m/y", false, "1900-02-29");
        check(61.0, "d/m/y", false, "1900-03-01");
        check(2_958_465.0, "d/m/y", false, "9999-12-31");
        check(2_958_466.0, "d/m/y", false, "2958466");
        check(-1.0, "d/m/y", false, "-1");
        check(f64::INFINITY, "d/m/y", false, "inf");
    }

    #[test]
    fn durations_count_hours_beyond_a_day() {
        let check = |days: f64, expected: &str| {
            let mut text = String::new();
            let value = ExcelDateTime::new(days, ExcelDateTimeType::TimeDelta, false);
            moment(&mut text, &value, Look::default(), false);
            assert_eq!(text, expected, "{days}");
        };
        check(26.5 / 24.0, "26:30:00");
        check(0.0, "0:00:00");
        check(-0.5, "-12:00:00");
    }
}
