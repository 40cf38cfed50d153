//! Numbers, money, dates and months as the reader writes them: the browser's own Intl, by locale, calendar and zone.
//!
//! One set of formatters is current at a time ([`install`]); the app is drawn anew when it changes.

use std::{
    cell::{LazyCell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use handoff::{
    leads::currency_digits,
    report::{Money, Rate},
    time::{CalendarSystem, Date, Day, SECONDS_PER_DAY, TimeOfDay, Window},
    words::{
        FollowUpWords, KeptWords, Locale, PromiseWords, ReturnWords, RhythmWords, ScoringWords, SendingWords, Terms, Words, Writing, fill,
    },
};
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

pub const UNDEFINED: &str = "–";

/// What decides how things are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Style {
    pub locale: Locale,
    pub calendar: CalendarSystem,
    pub time_zone: String,
}

/// A formatter, made when the first number or date is written with it: the browser's first one of each kind takes 20 ms and more, which
/// a page without numbers need not wait for.
type Format = LazyCell<Function, Box<dyn FnOnce() -> Function>>;

struct Formats {
    style: Style,
    integer: Format,
    decimal: Format,
    exact: Format,
    percent: Format,
    locales: Array,
    /// Exact and shortened money, by currency: the data may name another than the workspace.
    money: RefCell<HashMap<Option<String>, MoneyFormats>>,
    date: Format,
    moment: Format,
    time: Format,
    month: Format,
    month_short: Format,
    weekday: Format,
    local_date: Format,
}

thread_local! {
    static FORMATS: RefCell<Option<Rc<Formats>>> = const { RefCell::new(None) };
}

fn options(entries: &[(&str, JsValue)]) -> Object {
    let options = Object::new();
    for (key, value) in entries {
        Reflect::set(&options, &(*key).into(), value).expect("a new object takes any property");
    }
    options
}

fn number(locales: &Array, entries: &[(&str, JsValue)]) -> Function {
    Intl::NumberFormat::new(locales, &options(entries)).format()
}

fn dates(locales: &Array, entries: &[(&str, JsValue)]) -> Function {
    Intl::DateTimeFormat::new(locales, &options(entries)).format()
}

/// Makes `style` current.
pub fn install(style: Style) {
    let tag = style.locale.tag();
    let calendar = match style.calendar {
        CalendarSystem::Gregorian => "gregory",
        CalendarSystem::Persian => "persian",
    };
    let locales = Array::of1(&JsValue::from(format!("{tag}-u-ca-{calendar}")));
    let zone = JsValue::from(style.time_zone.as_str());
    let utc = JsValue::from("UTC");
    let text = |value: &str| JsValue::from(value);
    let number = |entries: &[(&'static str, JsValue)]| later(&locales, entries, number);
    let dates = |entries: &[&[(&'static str, JsValue)]], zone: &JsValue| {
        later(&locales, &[&entries.concat()[..], &[("timeZone", zone.clone())]].concat(), dates)
    };
    let digits = |most: u32| ("maximumFractionDigits", JsValue::from(most));
    let date = [("year", text("numeric")), ("month", text("short")), ("day", text("numeric"))];
    let clock = [("hour", text("2-digit")), ("minute", text("2-digit")), ("hourCycle", text("h23"))];
    let formats = Formats {
        integer: number(&[digits(0)]),
        decimal: number(&[digits(1)]),
        exact: number(&[digits(4)]),
        percent: number(&[("style", text("percent")), digits(1)]),
        money: RefCell::default(),
        date: dates(&[&date], &utc),
        local_date: dates(&[&date], &zone),
        weekday: dates(&[&[("weekday", text("long"))]], &utc),
        time: dates(&[&clock], &zone),
        moment: dates(&[&date, &clock], &zone),
        month: dates(&[&[("year", text("numeric")), ("month", text("long"))]], &utc),
        month_short: dates(&[&[("year", text("2-digit")), ("month", text("short"))]], &utc),
        locales: locales.clone(),
        style,
    };
    FORMATS.with_borrow_mut(|current| *current = Some(Rc::new(formats)));
}

fn later(locales: &Array, entries: &[(&'static str, JsValue)], make: fn(&Array, &[(&str, JsValue)]) -> Function) -> Format {
    let (locales, entries) = (locales.clone(), entries.to_vec());
    LazyCell::new(Box::new(move || make(&locales, &entries)))
}

/// Makes what the first numbers and dates of a board are written with, while nobody waits.
pub fn prepare() {
    let formats = formats();
    for format in [&formats.integer, &formats.decimal, &formats.percent, &formats.date, &formats.moment, &formats.month] {
        LazyCell::force(format);
    }
}

fn formats() -> Rc<Formats> {
    FORMATS.with_borrow(|current| Rc::clone(current.as_ref().expect("a style is installed before anything is shown")))
}

fn call(function: &Function, value: f64) -> String {
    function.call1(&JsValue::UNDEFINED, &value.into()).ok().and_then(|text| text.as_string()).unwrap_or_else(|| value.to_string())
}

/// The current locale's words.
pub fn words() -> &'static Words {
    formats().style.locale.words()
}

/// The current locale's words of the agreement.
pub fn terms() -> &'static Terms {
    formats().style.locale.terms()
}

/// The current locale's words of both promises.
pub fn promises() -> &'static PromiseWords {
    formats().style.locale.promises()
}

/// The current locale's words of money and time.
pub fn returns() -> &'static ReturnWords {
    formats().style.locale.returns()
}

/// The current locale's words of sending and opening boards.
pub fn sending() -> &'static SendingWords {
    formats().style.locale.sending()
}

/// The current locale's words of the meeting and of the material for leads.
pub fn rhythm() -> &'static RhythmWords {
    formats().style.locale.rhythm()
}

/// The current locale's words of the scoring page.
pub fn scoring() -> &'static ScoringWords {
    formats().style.locale.scoring()
}

/// The current locale's words of the follow-up page and of a lead's page.
pub fn follow_up() -> &'static FollowUpWords {
    formats().style.locale.follow_up()
}

/// The current locale's words of what is kept and compared.
pub fn kept() -> &'static KeptWords {
    formats().style.locale.kept()
}

/// The person at the page, to whom the agreement is worded.
pub struct Reader;

impl Writing for Reader {
    fn locale(&self) -> Locale {
        locale()
    }

    fn number(&self, value: f64) -> String {
        exact(value)
    }

    fn percent(&self, share: f64) -> String {
        percent(share)
    }

    fn weekday(&self, day: u8) -> String {
        weekday_name(day)
    }

    fn date(&self, iso: &str) -> String {
        iso_date(iso)
    }

    fn month(&self, name: &str) -> String {
        month(name)
    }
}

pub fn locale() -> Locale {
    formats().style.locale
}

pub fn calendar() -> CalendarSystem {
    formats().style.calendar
}

pub fn integer(value: u64) -> String {
    call(&formats().integer, value as f64)
}

/// At most one decimal.
pub fn decimal(value: f64) -> String {
    call(&formats().decimal, value)
}

/// As many decimals as an imported amount can have.
pub fn exact(value: f64) -> String {
    call(&formats().exact, value)
}

pub fn decimal_or_undefined(value: Option<f64>) -> String {
    value.map_or_else(|| UNDEFINED.into(), decimal)
}

/// With its sign, for differences.
pub fn signed(value: f64) -> String {
    let shown = decimal(value.abs());
    if value < 0.0 { format!("−{shown}") } else { format!("+{shown}") }
}

/// A sign and what it belongs to: kept together where sentences run from right to left.
pub fn with_sign(value: f64, shown: &str) -> String {
    let sign = if value < 0.0 { '−' } else { '+' };
    format!("\u{2066}{sign}{shown}\u{2069}")
}

/// Points with their sign, as exactly as they were given.
pub fn points(value: f64) -> String {
    with_sign(value, &exact(value.abs()))
}

/// With its sign, for returns and changes.
pub fn signed_percent(value: f64) -> String {
    with_sign(value, &percent(value.abs()))
}

/// Shortened money with its sign.
pub fn signed_money(money: &Money) -> String {
    signed_amount(major(money), money.currency.as_deref())
}

/// The same of an amount in major units.
pub fn signed_amount(amount: f64, currency: Option<&str>) -> String {
    call(&money_formats(currency).signed, amount).replace('-', "−")
}

pub fn percent(value: f64) -> String {
    call(&formats().percent, value)
}

pub fn rate(rate: Rate) -> String {
    rate.value().map_or_else(|| UNDEFINED.into(), percent)
}

/// The amount in major units: 12.50 for 1250 minor units of a currency with two digits.
pub fn major(money: &Money) -> f64 {
    money.minor as f64 / 10_f64.powi(currency_digits(money.currency.as_deref()) as i32)
}

/// Exact, shortened, and shortened with its sign.
#[derive(Clone)]
struct MoneyFormats {
    exact: Function,
    short: Function,
    signed: Function,
}

/// The formatters of a currency; without one, plain numbers.
fn money_formats(currency: Option<&str>) -> MoneyFormats {
    let formats = formats();
    let mut known = formats.money.borrow_mut();
    let key = currency.map(str::to_owned);
    let make = |entries: &[(&str, JsValue)]| {
        let code = currency
            .into_iter()
            .flat_map(|code| [("style", "currency".into()), ("currency", code.into()), ("currencyDisplay", "narrowSymbol".into())]);
        number(&formats.locales, &entries.iter().cloned().chain(code).collect::<Vec<_>>())
    };
    let all = known.entry(key).or_insert_with(|| {
        let short = [("notation", "compact".into()), ("minimumFractionDigits", 0.into()), ("maximumFractionDigits", 1.into())];
        MoneyFormats {
            exact: make(&[("minimumFractionDigits", 0.into()), ("maximumFractionDigits", currency_digits(currency).into())]),
            short: make(&short),
            // Where the sign stands among digits, words and symbols is the locale's.
            signed: make(&[&short[..], &[("signDisplay", "always".into())]].concat()),
        }
    });
    all.clone()
}

pub fn money(money: &Money) -> String {
    call(&money_formats(money.currency.as_deref()).exact, major(money))
}

/// Shortened for axes and labels: 1.2M.
pub fn money_short(money: &Money) -> String {
    amount_short(major(money), money.currency.as_deref())
}

/// The same of an amount in major units.
pub fn amount_short(amount: f64, currency: Option<&str>) -> String {
    call(&money_formats(currency).short, amount)
}

pub fn date(day: Day) -> String {
    call(&formats().date, day_milliseconds(day))
}

pub fn moment(unix: i64) -> String {
    call(&formats().moment, unix as f64 * 1000.0)
}

/// Unix seconds of an RFC 3339 text with an offset.
pub fn iso_unix(iso: &str) -> Option<i64> {
    let milliseconds = js_sys::Date::parse(iso);
    milliseconds.is_finite().then_some((milliseconds / 1000.0) as i64)
}

/// The time of the day of a moment.
pub fn time(unix: i64) -> String {
    call(&formats().time, unix as f64 * 1000.0)
}

/// Seconds since midnight on the workspace's wall: the page knows the zone only through the browser.
pub fn second_of_day(unix: i64) -> i64 {
    let digits: Vec<i64> = time(unix).chars().filter_map(|c| ascii_digit(c).to_digit(10)).map(i64::from).collect();
    let [hours, more_hours, minutes, more_minutes] = digits[..] else { return 0 };
    (hours * 10 + more_hours) * 3_600 + (minutes * 10 + more_minutes) * 60 + unix.rem_euclid(60)
}

/// The date of a moment that stands for a whole day.
pub fn moment_day(unix: i64) -> String {
    call(&formats().local_date, unix as f64 * 1000.0)
}

pub fn weekday(day: Day) -> String {
    call(&formats().weekday, day_milliseconds(day))
}

/// 2024-01-01 was a Monday: weekday names come from formatting real days.
const A_MONDAY: Day = Day(19_723);

/// Of an ISO weekday.
pub fn weekday_name(day: u8) -> String {
    weekday(A_MONDAY.plus(i32::from(day) - 1))
}

/// `YYYY-MM-DD`, Gregorian.
pub fn iso(day: Day) -> String {
    let date = CalendarSystem::Gregorian.date(day);
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// Open windows of a day: `09:00–12:30, 13:30–18:00`.
pub fn windows(windows: &[Window]) -> String {
    windows.iter().map(|window| format!("{}–{}", window.from, window.to)).collect::<Vec<_>>().join(", ")
}

/// The same as a person types it, with any dash, comma and digits; `None` when it is no such list.
pub fn parse_windows(text: &str) -> Option<Vec<Window>> {
    let ascii: String = text.chars().map(ascii_digit).collect();
    let parts = ascii.split([',', '،', ';', '؛']).map(str::trim).filter(|part| !part.is_empty());
    let time = |text: &str| TimeOfDay::parse(text.trim());
    let window = |part: &str| {
        let (from, to) = part.split_once(['-', '–', '—', '−'])?;
        Some(Window { from: time(from)?, to: time(to)? })
    };
    parts.map(window).collect()
}

/// A date a report carries as ISO text.
pub fn iso_date(iso: &str) -> String {
    parse_iso(iso).map_or_else(|| iso.to_owned(), date)
}

/// The number of the day within its month, of an ISO date.
pub fn day_of_month(iso: &str) -> String {
    parse_iso(iso).map_or_else(|| iso.to_owned(), |day| integer(u64::from(calendar().date(day).day)))
}

/// The day of an ISO `YYYY-MM-DD…` text.
pub fn parse_iso(iso: &str) -> Option<Day> {
    parse_date(iso.get(..10)?, CalendarSystem::Gregorian)
}

/// A typed `YYYY-MM-DD` (or with slashes) in `calendar`, in any digits.
pub fn parse_date(text: &str, calendar: CalendarSystem) -> Option<Day> {
    let ascii: String = text.trim().chars().map(ascii_digit).collect();
    let mut parts = ascii.split(['-', '/']).map(str::parse::<i32>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    calendar.day(Date { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
}

/// `YYYY-MM-DD` in the current calendar, ASCII digits: what an input shows and the address carries.
pub fn typed_date(day: Day) -> String {
    let date = calendar().date(day);
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// A number a person typed, in any of the digits and marks of the locales.
pub fn parse_number(text: &str) -> Option<f64> {
    let ascii: String = text.trim().chars().map(ascii_digit).filter(|c| !matches!(c, ',' | '٬' | ' ' | '\u{a0}' | '_')).collect();
    ascii.replace('٫', ".").parse().ok().filter(|value: &f64| value.is_finite())
}

fn ascii_digit(c: char) -> char {
    match c {
        '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
        '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
        c => c,
    }
}

fn day_milliseconds(day: Day) -> f64 {
    (i64::from(day.0) * SECONDS_PER_DAY * 1000) as f64
}

/// The first day of a month the report names `YYYY-MM` in the workspace calendar.
pub fn month_day(name: &str) -> Option<Day> {
    let (year, month) = name.split_once('-')?;
    calendar().day(Date { year: year.parse().ok()?, month: month.parse().ok()?, day: 1 })
}

/// A typed `YYYY-MM` (or with a slash), in any digits, as the report names it.
pub fn parse_month(text: &str) -> Option<String> {
    let day = parse_date(&format!("{}-1", text.trim()), calendar())?;
    let date = calendar().date(day);
    Some(format!("{:04}-{:02}", date.year, date.month))
}

pub fn month(name: &str) -> String {
    month_day(name).map_or_else(|| name.to_owned(), |day| call(&formats().month, day_milliseconds(day)))
}

pub fn month_short(name: &str) -> String {
    month_day(name).map_or_else(|| name.to_owned(), |day| call(&formats().month_short, day_milliseconds(day)))
}

/// `YYYY-Qn`.
pub fn quarter(name: &str) -> String {
    let Some((of_year, quarter)) = name.split_once("-Q") else { return name.to_owned() };
    fill(words().quarter_name, &[("n", &year(quarter)), ("year", &year(of_year))])
}

/// A number that is a name, in the reader's digits and without groups: `2024`.
pub fn year(name: &str) -> String {
    name.chars().map(|c| c.to_digit(10).map_or(c.to_string(), |digit| integer(u64::from(digit)))).collect()
}

/// The browser knows this IANA time zone. It refuses a format in one it does not know.
pub fn is_zone(name: &str) -> bool {
    let options = options(&[("timeZone", name.into())]);
    let constructor = Reflect::get(&js_sys::global(), &"Intl".into()).and_then(|intl| Reflect::get(&intl, &"DateTimeFormat".into()));
    constructor.is_ok_and(|constructor| Reflect::construct(&constructor.into(), &Array::of2(&JsValue::UNDEFINED, &options)).is_ok())
}

/// A file's size: megabytes, or kilobytes below a tenth of one.
pub fn size(bytes: u64) -> String {
    let words = words();
    if bytes < 100_000 {
        return fill(words.size_kb, &[("size", &decimal(bytes as f64 / 1e3))]);
    }
    fill(words.size_mb, &[("size", &decimal(bytes as f64 / 1e6))])
}
