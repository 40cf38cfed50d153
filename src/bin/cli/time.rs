//! Cohorts, time to convert, the pipeline and the forecast as text for a terminal. A part of what the JSON has.

use std::fmt::Write;

use handoff::report::{Cohorts, Curve, Forecast, ForecastWeight, Pipeline, Report};

use super::{
    table::Table,
    text::{MAX_LINES, count, counted, days, decimal, line, money, more, percent_of, section, stage_name, value},
};

/// Months since creation with a column of their own.
const MONTHS_SINCE: usize = 12;
const DAYS: [u32; 3] = [30, 90, 365];

pub(super) fn print(out: &mut String, report: &Report) {
    if let Some(part) = &report.cohorts {
        cohorts(out, part);
    }
    curves(out, &report.curves);
    if let Some(part) = &report.pipeline {
        pipeline(out, part);
        if let Some(part) = &part.forecast {
            forecast(out, part);
        }
    }
}

/// The latest months: a terminal is read from its end.
fn cohorts(out: &mut String, part: &Cohorts) {
    if part.months.is_empty() {
        return;
    }
    section(out, "COHORTS, customers by months since they came in");
    let shown = &part.months[part.months.len().saturating_sub(MAX_LINES)..];
    let longest = shown.iter().map(|month| month.customers.len()).max().unwrap_or(0);
    let since: Vec<String> = (0..longest.min(MONTHS_SINCE)).map(|since| since.to_string()).collect();
    let later = (longest > MONTHS_SINCE).then_some("later");
    let header: Vec<&str> = ["month", "leads"].into_iter().chain(since.iter().map(String::as_str)).chain(later).collect();
    let mut table = Table::new(&header);
    for month in shown {
        let (cells, beyond) = month.customers.split_at(month.customers.len().min(MONTHS_SINCE));
        let mut row = vec![month.month.clone(), count(month.leads)];
        row.extend(cells.iter().map(|customers| count(*customers)));
        row.extend((!beyond.is_empty()).then(|| count(beyond.iter().sum())));
        table.row(row);
    }
    table.print(out);
    if part.months.len() > shown.len() {
        line!(out, "  {} earlier, in the JSON", counted((part.months.len() - shown.len()) as u64, "month"));
    }
    if part.undated > 0 {
        line!(out, "  {} without a date are in no cell", counted(part.undated, "customer"));
    }
}

fn curves(out: &mut String, curves: &[Curve]) {
    if curves.is_empty() {
        return;
    }
    section(out, "TIME TO CONVERT in days, those not yet there counted as long as they were watched");
    let mut table = Table::new(&["step", "leads", "median", "95 %", "by day 30", "by day 90", "by day 365"]);
    for curve in curves {
        let mut row = vec![format!("{} to {}", stage_name(curve.from), stage_name(curve.to)), count(curve.leads), days(curve.median_days)];
        row.push(curve.median_low.map_or(String::new(), |low| format!("{} to {}", days(Some(low)), days(curve.median_high))));
        row.extend(DAYS.map(|day| share_by(curve, day)));
        table.row(row);
    }
    table.print(out);
}

/// Past the last conversion it is at least as much: how long anybody was watched is not in a curve.
fn share_by(curve: &Curve, day: u32) -> String {
    let share = curve.points.iter().rev().find(|point| point.day <= day).map_or(0.0, |point| point.share);
    let is_past = curve.points.last().is_none_or(|point| point.day < day);
    format!("{}{} %", if is_past { "≥ " } else { "" }, decimal(share * 100.0, 1))
}

fn pipeline(out: &mut String, part: &Pipeline) {
    section(out, &format!("PIPELINE of {}", counted(part.open, "open deal")));
    line!(out, "  value {} · {} without an amount", money(&part.value), count(part.without_amount));
    if let Some(limit) = part.idle_over_days {
        line!(out, "  idle {} of {}: open longer than {} days", count(part.idle), money(&part.idle_value), decimal(limit, 1));
    }
    if part.open == 0 {
        return;
    }
    let name = |up_to: Option<u32>| up_to.map_or("older".to_owned(), |days| format!("≤ {days} days"));
    let ages: Vec<String> = part.ages.iter().map(|age| format!("{} {}", name(age.up_to_days), count(age.open))).collect();
    line!(out, "  {}", ages.join(" · "));
    let mut table = Table::new(&["stage", "open", "value", "idle", "median age", "win rate", ""]);
    for stage in part.stages.iter().take(MAX_LINES) {
        let (rate, of) = percent_of(stage.win_rate);
        let name = value(stage.stage.as_deref());
        table.row([name, count(stage.open), money(&stage.value), count(stage.idle), days(stage.median_age_days), rate, of]);
    }
    table.print(out);
    more(out, part.stages.len());
}

fn forecast(out: &mut String, part: &Forecast) {
    section(out, &format!("FORECAST for {} up to {}", part.from, part.to));
    let weight = match part.weighted_by {
        ForecastWeight::Stage => "stage",
        ForecastWeight::Age => "age",
    };
    line!(
        out,
        "  expected {} (80 %: {} to {}), of it won {}",
        money(&part.expected),
        money(&part.low),
        money(&part.high),
        money(&part.won)
    );
    line!(out, "  open deals weighted by {weight}, learned from {}", counted(part.learned_from, "closed deal"));
    if let Some(error) = part.error {
        let periods = counted(part.back_test.len() as u64, "past period");
        line!(out, "  the same forecast of {periods} missed by {} % on average", decimal(error * 100.0, 1));
    }
}
