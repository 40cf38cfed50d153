//! Numbers, money, dates and durations as a reader writes them, without a browser to ask: English and Persian, Gregorian and Solar Hijri.
//! It computes nothing; what is undefined is the caller's to say.

use std::fmt::Write as _;

use crate::{
    leads::currency_digits,
    report::{Money, Rate},
    time::{CalendarSystem, Date, Day, SECONDS_PER_DAY},
    words::{Locale, SharingWords, fill},
};

pub const UNDEFINED: &str = "–";

/// In which language and calendar a board is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speech {
    pub locale: Locale,
    pub calendar: CalendarSystem,
}

/// Signs of currencies that everybody reads; all others are named by their code.
const SIGNS: [(&str, &str); 10] = [
    ("EUR", "€"),
    ("USD", "$"),
    ("GBP", "£"),
    ("JPY", "¥"),
    ("INR", "₹"),
    ("RUB", "₽"),
    ("UAH", "₴"),
    ("KRW", "₩"),
    ("TRY", "₺"),
    ("ILS", "₪"),
];

/// From where on amounts are shortened, and by how much.
const THOUSAND: f64 = 1e3;
const MILLION: f64 = 1e6;
const BILLION: f64 = 1e9;

impl Speech {
    pub(super) const fn words(self) -> &'static SharingWords {
        self.locale.sharing()
    }

    pub fn count(self, value: u64) -> String {
        self.digits(&grouped(&value.to_string(), self.is_persian()))
    }

    /// At most one decimal.
    pub fn decimal(self, value: f64) -> String {
        self.rounded(value, 1)
    }

    /// With its sign, for differences.
    pub fn signed(self, value: f64) -> String {
        self.with_sign(value, &self.decimal(value.abs()))
    }

    pub fn percent(self, share: f64) -> String {
        let sign = if self.is_persian() { '٪' } else { '%' };
        if share.is_finite() {
            self.negative(share, &format!("{}{sign}", self.rounded(share.abs() * 100.0, 1)))
        } else {
            UNDEFINED.to_owned()
        }
    }

    /// "38.5% (62 of 161)".
    pub fn rate(self, rate: Rate) -> String {
        let Some(value) = rate.value() else { return UNDEFINED.to_owned() };
        let of = fill(self.locale.words().n_of_m, &[("n", &self.count(rate.numerator)), ("m", &self.count(rate.denominator))]);
        fill(self.words().share_of, &[("share", &self.percent(value)), ("of", &of)])
    }

    /// To the minor unit, where there is one.
    pub fn money(self, money: &Money) -> String {
        let digits = currency_digits(money.currency.as_deref());
        let unit = 10_u64.pow(digits);
        let (whole, part) = (money.minor.unsigned_abs() / unit, money.minor.unsigned_abs() % unit);
        let mut text = grouped(&whole.to_string(), self.is_persian());
        if part > 0 {
            text.push(if self.is_persian() { '٫' } else { '.' });
            write!(text, "{part:0width$}", width = digits as usize).expect("a string takes everything");
        }
        let amount = self.with_currency(&self.digits(&text), money.currency.as_deref());
        self.negative(if money.minor < 0 { -1.0 } else { 1.0 }, &amount)
    }

    /// An amount in major units, shortened for charts: "€1.2M".
    pub fn amount_short(self, amount: f64, currency: Option<&str>) -> String {
        let words = self.words();
        let size = amount.abs();
        // A thousand of a unit is said by the next one.
        let (unit, sentence) = match () {
            () if size >= BILLION * 0.999_95 => (BILLION, words.billions),
            () if size >= MILLION * 0.999_95 => (MILLION, words.millions),
            () if size >= THOUSAND * 0.999_95 => (THOUSAND, words.thousands),
            () => (1.0, "{n}"),
        };
        let text = fill(sentence, &[("n", &self.rounded(size / unit, 1))]);
        self.negative(amount, &self.with_currency(&text, currency))
    }

    pub fn money_short(self, money: &Money) -> String {
        self.amount_short(major(money), money.currency.as_deref())
    }

    pub fn days(self, days: f64) -> String {
        let text = self.decimal(days);
        let words = self.locale.promises();
        fill(if text == "1" { words.dur_day } else { words.dur_days }, &[("n", &text)])
    }

    pub fn months(self, months: f64) -> String {
        let text = self.decimal(months);
        fill(if text == "1" { self.words().one_month } else { self.locale.returns().n_months }, &[("n", &text)])
    }

    /// "2 h 10 min", in hours however many: days of 24 hours would be wrong of a working calendar.
    pub fn minutes(self, minutes: f64) -> String {
        let words = self.locale.promises();
        let whole = minutes.round().max(0.0) as u64;
        let sentence = match (whole / 60, whole % 60) {
            (0, _) => words.dur_minutes,
            (_, 0) => words.dur_hours,
            _ => words.dur_hours_minutes,
        };
        fill(sentence, &[("h", &self.count(whole / 60)), ("min", &self.count(whole % 60))])
    }

    pub fn date(self, day: Day) -> String {
        let date = self.calendar.date(day);
        let month = match self.calendar {
            CalendarSystem::Gregorian => nth(self.words().months_gregorian_short, date.month),
            CalendarSystem::Persian => nth(self.words().months_persian, date.month),
        };
        let (day, year) = (self.digits(&date.day.to_string()), self.digits(&date.year.to_string()));
        fill(self.words().date, &[("day", &day), ("month", month), ("year", &year)])
    }

    /// Of an ISO (Gregorian) date or moment; a text that is none stays as it is.
    pub fn iso_date(self, iso: &str) -> String {
        parse_iso(iso).map_or_else(|| iso.to_owned(), |day| self.date(day))
    }

    /// The number of the day within its month.
    pub fn day_of_month(self, iso: &str) -> String {
        parse_iso(iso).map_or_else(|| iso.to_owned(), |day| self.digits(&self.calendar.date(day).day.to_string()))
    }

    /// The date of a moment (unix seconds) so many seconds east of Greenwich.
    pub fn moment(self, unix: i64, offset: i64) -> String {
        self.date(Day((unix + offset).div_euclid(SECONDS_PER_DAY) as i32))
    }

    /// `YYYY-MM` of the calendar: "October 2026".
    pub fn month(self, name: &str) -> String {
        self.month_as(name, self.words().month, false)
    }

    /// For axes: "Oct ’26".
    pub fn month_short(self, name: &str) -> String {
        self.month_as(name, self.words().month_short, true)
    }

    /// `YYYY-MM` of the calendar, of an ISO date.
    pub fn month_of(self, iso: &str) -> Option<String> {
        let date = self.calendar.date(parse_iso(iso)?);
        Some(format!("{:04}-{:02}", date.year, date.month))
    }

    fn month_as(self, name: &str, sentence: &str, short: bool) -> String {
        let words = self.words();
        let parts = name.split_once('-').and_then(|(year, month)| Some((year, month.parse::<u8>().ok()?)));
        let Some((year, month)) = parts.filter(|(year, month)| (1..=12).contains(month) && is_number(year)) else { return name.to_owned() };
        let names = match (self.calendar, short) {
            (CalendarSystem::Gregorian, false) => words.months_gregorian,
            (CalendarSystem::Gregorian, true) => words.months_gregorian_short,
            (CalendarSystem::Persian, _) => words.months_persian,
        };
        let year = if short { &year[year.len().saturating_sub(2)..] } else { year };
        fill(sentence, &[("month", nth(names, month)), ("year", &self.digits(year))])
    }

    const fn is_persian(self) -> bool {
        matches!(self.locale, Locale::Fa)
    }

    /// ASCII digits as the reader's, whatever stands between them: a version, a year.
    pub(super) fn digits(self, text: &str) -> String {
        if !self.is_persian() {
            return text.to_owned();
        }
        let digit = |c: char| c.to_digit(10).and_then(|digit| char::from_u32('۰' as u32 + digit)).unwrap_or(c);
        text.chars().map(digit).collect()
    }

    /// With at most so many decimals, none of them a trailing zero.
    fn rounded(self, value: f64, decimals: u32) -> String {
        if !value.is_finite() {
            return UNDEFINED.to_owned();
        }
        // Half away from zero, as people round.
        let scale = 10_f64.powi(decimals as i32);
        let rounded = (value.abs() * scale).round() / scale;
        let text = format!("{rounded:.*}", decimals as usize);
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let part = part.trim_end_matches('0');
        let mut shown = grouped(whole, self.is_persian());
        if !part.is_empty() {
            shown.push(if self.is_persian() { '٫' } else { '.' });
            shown.push_str(part);
        }
        let sign = if rounded > 0.0 { value } else { 0.0 };
        self.negative(sign, &self.digits(&shown))
    }

    fn with_currency(self, amount: &str, currency: Option<&str>) -> String {
        let words = self.words();
        let Some(code) = currency else { return amount.to_owned() };
        let text = match SIGNS.iter().find(|(known, _)| *known == code) {
            Some((_, sign)) => fill(words.money_sign, &[("sign", sign), ("n", amount)]),
            None => fill(words.money_code, &[("code", if code == "IRR" { words.rial } else { code }), ("n", amount)]),
        };
        if self.is_persian() { format!("\u{2068}{text}\u{2069}") } else { text }
    }

    fn negative(self, value: f64, shown: &str) -> String {
        if value < 0.0 { self.with_sign(value, shown) } else { shown.to_owned() }
    }

    /// A sign and what it belongs to: kept together where sentences run from right to left.
    pub(super) fn with_sign(self, value: f64, shown: &str) -> String {
        let sign = if value < 0.0 { '−' } else { '+' };
        if self.is_persian() { format!("\u{2066}{sign}{shown}\u{2069}") } else { format!("{sign}{shown}") }
    }
}

/// In major units: 12.50 for 1250 minor units of a currency with two digits.
pub fn major(money: &Money) -> f64 {
    money.minor as f64 / 10_f64.powi(currency_digits(money.currency.as_deref()) as i32)
}

/// The day of an ISO `YYYY-MM-DD…` text.
pub fn parse_iso(iso: &str) -> Option<Day> {
    let mut parts = iso.get(..10)?.split('-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    CalendarSystem::Gregorian.day(Date { year, month, day })
}

/// Digits in groups of three.
fn grouped(digits: &str, persian: bool) -> String {
    let mut out = String::with_capacity(digits.len() * 2);
    for (index, c) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(if persian { '٬' } else { ',' });
        }
        out.push(c);
    }
    out
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name of a month, from 1 on, in a list of them.
fn nth(names: &'static str, month: u8) -> &'static str {
    names.split('|').nth(usize::from(month.saturating_sub(1))).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Speech = Speech { locale: Locale::En, calendar: CalendarSystem::Gregorian };
    const FA: Speech = Speech { locale: Locale::Fa, calendar: CalendarSystem::Persian };

    /// Without the marks of direction, which nobody sees.
    fn check(said: String, expected: &str) {
        assert_eq!(said.replace(['\u{2066}', '\u{2068}', '\u{2069}'], ""), expected);
    }

    #[test]
    fn numbers() {
        check(EN.count(0), "0");
        check(EN.count(1_234_567), "1,234,567");
        check(FA.count(1_234), "۱٬۲۳۴");
        check(EN.decimal(0.25), "0.3");
        check(EN.decimal(-1_234.56), "−1,234.6");
        check(EN.decimal(-0.01), "0");
        check(EN.decimal(f64::NAN), UNDEFINED);
        check(EN.signed(3.0), "+3");
        check(FA.signed(-3.5), "−۳٫۵");
        check(EN.percent(0.123_4), "12.3%");
        check(FA.percent(0.123_4), "۱۲٫۳٪");
        check(EN.percent(-0.5), "−50%");
        check(EN.rate(Rate { numerator: 62, denominator: 161 }), "38.5% (62 of 161)");
        check(FA.rate(Rate { numerator: 62, denominator: 161 }), "۳۸٫۵٪ (۶۲ از ۱۶۱)");
        check(EN.rate(Rate { numerator: 0, denominator: 0 }), UNDEFINED);
    }

    #[test]
    fn money() {
        let of = |minor, code: &str| Money { minor, currency: (!code.is_empty()).then(|| code.to_owned()) };
        check(EN.money(&of(123_450, "EUR")), "€1,234.50");
        check(EN.money(&of(-123_400, "EUR")), "−€1,234");
        check(EN.money(&of(1_234, "JPY")), "¥1,234");
        check(EN.money(&of(1_234_567, "KWD")), "KWD 1,234.567");
        check(EN.money(&of(5, "")), "0.05");
        check(EN.money(&of(i64::MIN, "")), "−92,233,720,368,547,758.08");
        check(FA.money(&of(123_450, "EUR")), "۱٬۲۳۴٫۵۰ €");
        check(FA.money(&of(123_400, "IRR")), "۱٬۲۳۴ ریال");
        check(EN.money_short(&of(123_450_000, "EUR")), "€1.2M");
        check(EN.money_short(&of(99_999, "EUR")), "€1K");
        check(EN.money_short(&of(-99_900, "CHF")), "−CHF 999");
        check(FA.money_short(&of(250_000_000_000, "IRR")), "۲٫۵ میلیارد ریال");
    }

    #[test]
    fn times() {
        check(EN.days(1.0), "1 day");
        check(EN.days(4.25), "4.3 days");
        check(EN.months(1.04), "1 month");
        check(FA.months(12.0), "۱۲ ماه");
        check(EN.minutes(130.4), "2 h 10 min");
        check(EN.minutes(6_000.0), "100 h");
        check(FA.minutes(61.0), "۱ ساعت و ۱ دقیقه");
        check(EN.iso_date("2026-10-25"), "25 Oct 2026");
        check(EN.iso_date("2026-10-25T23:59:59+03:30"), "25 Oct 2026");
        check(EN.iso_date("soon"), "soon");
        check(FA.iso_date("2024-03-20"), "۱ فروردین ۱۴۰۳");
        check(FA.day_of_month("2024-03-20"), "۱");
        check(EN.moment(1_700_000_000, 0), "14 Nov 2023");
        check(EN.moment(1_700_000_000, 7_200), "15 Nov 2023");
        check(EN.month("2026-10"), "October 2026");
        check(EN.month_short("2026-10"), "Oct ’26");
        check(EN.month("2026-13"), "2026-13");
        check(FA.month("1403-07"), "مهر ۱۴۰۳");
        check(Speech { calendar: CalendarSystem::Gregorian, ..FA }.month_short("2026-10"), "اکتبر ۲۶");
        check(Speech { calendar: CalendarSystem::Persian, ..EN }.iso_date("2024-03-20"), "1 Farvardin 1403");
    }
}
