//! How long something took or will take, in words: by the clock in days of 24 hours, on the working calendar in working days.

use handoff::{
    agreement::{Agreement, Clock},
    report::DueLead,
    time::SECONDS_PER_DAY,
    words::fill,
};

use super::format;

/// Shorter waits are said in hours, as promises are.
const HOURS_UP_TO: f64 = 72.0 * 60.0;

/// Minutes of the usual working day, to tell long business times by.
fn working_day(agreement: &Agreement) -> f64 {
    let hours = &agreement.workspace.working_hours.hours;
    let minutes: u32 = hours.iter().map(|window| u32::from(window.to.minutes().saturating_sub(window.from.minutes()))).sum();
    if minutes == 0 { 8.0 * 60.0 } else { f64::from(minutes) }
}

/// "2 h 10 min".
pub fn hours(minutes: f64) -> String {
    let texts = format::promises();
    let whole = minutes.round().max(0.0) as u64;
    let (h, min) = (format::integer(whole / 60), format::integer(whole % 60));
    let sentence = match (whole / 60, whole % 60) {
        (0, _) => texts.dur_minutes,
        (_, 0) => texts.dur_hours,
        _ => texts.dur_hours_minutes,
    };
    fill(sentence, &[("h", &h), ("min", &min)])
}

/// Whole days, and the hours that are left of them while they matter.
fn days(minutes: f64, day: f64, [one, many]: [&'static str; 2]) -> String {
    let whole = (minutes / day) as u64;
    let rest = ((minutes - whole as f64 * day) / 60.0).floor();
    let days = fill(if whole == 1 { one } else { many }, &[("n", &format::integer(whole))]);
    if rest < 1.0 || whole >= 10 { days } else { fill(format::promises().dur_and, &[("days", &days), ("hours", &hours(rest * 60.0))]) }
}

/// Time by the clock.
pub fn elapsed(minutes: f64) -> String {
    let texts = format::promises();
    if minutes < HOURS_UP_TO { hours(minutes) } else { days(minutes, SECONDS_PER_DAY as f64 / 60.0, [texts.dur_day, texts.dur_days]) }
}

/// Time on the working calendar of an agreement.
pub fn business(minutes: f64, agreement: &Agreement) -> String {
    let texts = format::promises();
    let day = working_day(agreement);
    if minutes < day { hours(minutes) } else { days(minutes, day, [texts.dur_workday, texts.dur_workdays]) }
}

/// Time on either clock.
pub fn on(clock: Clock, minutes: f64, agreement: &Agreement) -> String {
    match clock {
        Clock::Elapsed => elapsed(minutes),
        Clock::Business => business(minutes, agreement),
    }
}

/// What is left of the promise's time for a lead on its clock, or by how much it is over.
pub fn left(due: &DueLead, clock: Clock, agreement: &Agreement) -> String {
    let texts = format::promises();
    if due.due.is_none() {
        return texts.never_due.to_owned();
    }
    let minutes = if clock == Clock::Business { due.business_minutes_left } else { due.minutes_left };
    fill(if minutes < 0.0 { texts.over } else { texts.left }, &[("time", &on(clock, minutes.abs(), agreement))])
}
