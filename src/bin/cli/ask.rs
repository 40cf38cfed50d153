//! Options into an agreement and a query. Every value is checked before a file is read, so that a typing error costs no time.

use std::{fs, path::Path};

use handoff::{
    agreement::Agreement,
    leads::{Dataset, Dimension},
    report::{Compare, FilterTerm, PeriodChoice, Query},
    share,
    time::{CalendarSystem, Date, Day, Moment, SECONDS_PER_DAY, Zone},
};
use serde::de::DeserializeOwned;

use super::{Asking, Failure, words};

/// The agreement with the options laid over its workspace, and the workspace's zone.
pub fn agreement(args: &Asking) -> Result<(Agreement, Zone), Failure> {
    let mut agreement: Agreement = match &args.agreement {
        Some(path) => document(path, share::AGREEMENT)?,
        None => Agreement::default(),
    };
    let workspace = &mut agreement.workspace;
    if let Some(name) = &args.time_zone {
        workspace.time_zone.clone_from(name);
    }
    if let Some(calendar) = args.calendar {
        workspace.calendar = calendar.into();
    }
    if let Some(code) = &args.currency {
        if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Err(Failure::new("--currency", format!("“{code}” is no ISO 4217 code"), "give three letters, e.g. EUR"));
        }
        workspace.currency = Some(code.to_ascii_uppercase());
    }
    let zone = Zone::named(&agreement.workspace.time_zone);
    let errors = agreement.validate(|_| zone.is_some()).err().unwrap_or_default();
    match zone {
        Some(zone) if errors.is_empty() => Ok((agreement, zone)),
        _ => {
            let place = args.agreement.as_ref().map_or("options".to_owned(), |path| path.display().to_string());
            let faults: Vec<String> = errors.iter().map(words::agreement_error).collect();
            Err(Failure(format!("{place}: {}", faults.join("; "))))
        }
    }
}

/// A saved JSON document, plain or in the envelope the board saves it in.
pub fn document<T: DeserializeOwned>(path: &Path, kind: share::Document) -> Result<T, Failure> {
    let what = kind.name;
    let place = path.display();
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::new(&place, format!("cannot be read ({error})"), format!("give the {what} the board saved")))?;
    let json = text.trim_start_matches('\u{feff}');
    let value: serde_json::Value = serde_json::from_str(json).map_err(|error| {
        let place = format!("{place}:{}:{}", error.line(), error.column());
        Failure::new(place, "this is not JSON", format!("give the {what} the board saved"))
    })?;
    if value.get("handoff").is_some() {
        return kind
            .open(json)
            .map_err(|error| Failure::new(&place, words::envelope_error(&error), format!("save the {what} from the board again")));
    }
    serde_json::from_str(json).map_err(|error| {
        let place = format!("{place}:{}:{}", error.line(), error.column());
        let detail = error.to_string();
        let detail = detail.split(" at line ").next().unwrap_or_default();
        Failure::new(place, format!("this is no {what} ({detail})"), format!("give the {what} the board saved"))
    })
}

pub fn filter(terms: &[String]) -> Result<Vec<FilterTerm>, Failure> {
    let term = |term: &String| {
        let names: Vec<&str> = Dimension::ALL.into_iter().map(Dimension::name).collect();
        let remedy = || format!("write FIELD=VALUE with one of {}", names.join(", "));
        let (field, value) = term.split_once('=').ok_or_else(|| Failure::new(format!("--filter {term}"), "there is no “=”", remedy()))?;
        let field = field.trim().to_lowercase();
        let dimension = Dimension::ALL.into_iter().find(|dimension| dimension.name() == field);
        let dimension = dimension.ok_or_else(|| Failure::new(format!("--filter {term}"), format!("no field “{field}”"), remedy()))?;
        let value = Some(value).filter(|value| !value.is_empty() && *value != "(none)");
        Ok(FilterTerm { dimension, value: value.map(str::to_owned) })
    };
    terms.iter().map(term).collect()
}

/// One line for each term no record can meet: most often a slip of the keyboard.
pub fn unmatched(filter: &[FilterTerm], dataset: &Dataset, agreement: &Agreement) -> Vec<String> {
    let known = |term: &FilterTerm, value: &str| {
        let index = term.dimension.index();
        let columns = dataset.leads.categories[index].iter().chain(&dataset.deals.categories[index]);
        let named = term.dimension == Dimension::Reason && agreement.reasons.values().any(|name| name == value);
        named || columns.into_iter().any(|column| column.code_of(Some(value)).is_some())
    };
    filter
        .iter()
        .filter_map(|term| Some((term, term.value.as_deref()?)))
        .filter(|(term, value)| !known(term, value))
        .map(|(term, value)| format!("--filter {}={value}: no record has this value", term.dimension.name()))
        .collect()
}

/// The dates of the options, read in the workspace's zone and calendar.
#[derive(Debug, Clone, Copy)]
pub struct Moments {
    as_of: Option<Moment>,
    from: Option<Day>,
    to: Option<Day>,
    since: Option<Day>,
}

pub fn moments(args: &Asking, calendar: CalendarSystem, zone: &Zone) -> Result<Moments, Failure> {
    let day_of = |option: &str, text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => match day(text, calendar) {
            Some(day) => Ok(Some(day)),
            None => Err(Failure::new(option, format!("“{text}” is no date"), "write it as 2024-05-31")),
        },
    };
    let as_of = match &args.as_of {
        None => None,
        Some(text) => Some(instant(text, calendar, zone).ok_or_else(|| {
            Failure::new("--as-of", format!("“{text}” is no moment from 1970 to 2106"), "write it as 2024-05-31 or 2024-05-31T12:00:00Z")
        })?),
    };
    let moments =
        Moments { as_of, from: day_of("--from", &args.from)?, to: day_of("--to", &args.to)?, since: day_of("--since", &args.since)? };
    match (moments.from, moments.to) {
        (Some(from), Some(to)) if to <= from => {
            Err(Failure::new("--to", "the period ends before it begins", "give the day after its last one"))
        }
        _ => Ok(moments),
    }
}

/// `YYYY-MM-DD`. With the Persian calendar a year before 1700 is one of Solar Hijri: the two cannot be mistaken for one another.
fn day(text: &str, calendar: CalendarSystem) -> Option<Day> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [year, month, day].iter().any(|part| !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let date = Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
    let calendar = if date.year < 1700 { calendar } else { CalendarSystem::Gregorian };
    (1..=9_999).contains(&date.year).then(|| calendar.day(date))?
}

/// A date (its last second), a local date and time, or a date and time with an offset.
fn instant(text: &str, calendar: CalendarSystem, zone: &Zone) -> Option<Moment> {
    if let Some(day) = day(text, calendar) {
        return Moment::from_unix(zone.moment(i64::from(day.plus(1).0) * SECONDS_PER_DAY)?.unix() - 1);
    }
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Moment::from_unix(instant.as_second());
    }
    let local: jiff::civil::DateTime = text.parse().ok()?;
    let date = Date { year: i32::from(local.year()), month: local.month() as u8, day: local.day() as u8 };
    let seconds = i64::from(local.hour()) * 3600 + i64::from(local.minute()) * 60 + i64::from(local.second());
    zone.moment(i64::from(CalendarSystem::Gregorian.day(date)?.0) * SECONDS_PER_DAY + seconds)
}

pub fn query(moments: &Moments, filter: Vec<FilterTerm>, dataset: &Dataset, zone: &Zone) -> Query {
    let as_of = moments.as_of.or(dataset.latest);
    let period = match (moments.from, moments.to) {
        (None, None) => PeriodChoice::All,
        (from, to) => PeriodChoice::Custom {
            from: from.unwrap_or(Day(0)),
            to: to.or(as_of.map(|moment| zone.day(moment).plus(1))).unwrap_or(Day(i32::MAX)),
        },
    };
    Query { period, compare: Compare::Previous, filter, as_of: moments.as_of, goal_month: None, score_least_days: 0, since: moments.since }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, zone: &str, expected: Option<i64>) {
        let moment = instant(text, CalendarSystem::Persian, &Zone::named(zone).unwrap());
        assert_eq!(moment.map(Moment::unix), expected, "{text} in {zone}");
    }

    #[test]
    fn instants_are_read_in_the_workspace() {
        check("2024-03-20", "UTC", Some(1_710_979_199));
        check("1403-01-01", "UTC", Some(1_710_979_199));
        check("2024-03-20T12:00:00Z", "Asia/Tehran", Some(1_710_936_000));
        check("2024-03-20T12:00:00+03:30", "UTC", Some(1_710_923_400));
        check("2024-03-20T12:00", "Asia/Tehran", Some(1_710_923_400));
        check("2024-03-20 12:00:00", "UTC", Some(1_710_936_000));
        check("2024-02-30", "UTC", None);
        check("1969-12-31", "UTC", None);
        check("2024-+3-20", "UTC", None);
        check("2200-01-01", "UTC", None);
        check("tomorrow", "UTC", None);
    }
}
