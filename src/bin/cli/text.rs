//! The report as text for a terminal: compact, aligned, English. What it shows is a part of the JSON, never more than that.

use std::fmt::Write;

use handoff::{
    leads::{Stage, currency_digits},
    report::{Breakdown, DayStats, GoalReport, Money, Part, Rate, Report, Revenue},
};

use super::{gap, returns, scoring, sides, table::Table, time};

const NONE: &str = "(none)";
pub(super) const UNDEFINED: &str = "–";
/// Lines of a list before the rest is summed up: more belongs into the JSON.
pub(super) const MAX_LINES: usize = 15;

pub fn text(report: &Report) -> String {
    let mut out = String::new();
    heading(&mut out, report);
    funnel(&mut out, report);
    outcomes(&mut out, report);
    for goal in &report.goals {
        goals(&mut out, goal);
    }
    goal_chain(&mut out, report);
    sides::print(&mut out, report);
    reasons(&mut out, report);
    if let Some(part) = &report.scoring {
        scoring::scoring(&mut out, part);
    }
    if let Some(part) = &report.checklist {
        scoring::checklist(&mut out, part);
    }
    deals(&mut out, report);
    if let Some(part) = &report.revenue {
        revenue(&mut out, part);
    }
    time::print(&mut out, report);
    returns::print(&mut out, report);
    gap::print(&mut out, report);
    // By source, as everyone asks first; where no file names sources, by whatever it does name.
    let by = report.breakdowns.iter().find(|b| b.dimension.name() == "source").or(report.breakdowns.first());
    if let Some(by) = by {
        breakdown(&mut out, report, by);
    }
    plain(&out)
}

/// The text without characters that could move the cursor, colour the screen or turn the reading order of a terminal.
pub fn plain(text: &str) -> String {
    let is_unsafe =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if is_unsafe(c) { '\u{fffd}' } else { c }).collect()
}

/// An empty line and a title.
pub fn section(out: &mut String, title: &str) {
    out.push('\n');
    out.push_str(title);
    out.push('\n');
}

/// Appends a line. Writing to a string cannot fail.
macro_rules! line {
    ($out:expr, $($part:tt)*) => {
        writeln!($out, $($part)*).expect("a string takes all that is written")
    };
}
pub(super) use line;

fn heading(out: &mut String, report: &Report) {
    let period = &report.period;
    line!(out, "Handoff report as of {}", report.as_of.as_deref().unwrap_or("no date"));
    if period.from.is_empty() {
        line!(out, "Period: all records, none of them dated");
    } else {
        line!(out, "Period: {} up to {} ({})", period.from, period.to, period.time_zone);
    }
    for filter in &report.filter {
        line!(out, "Only: {} = {}", filter.dimension.name(), value(filter.value.as_deref()));
    }
    for file in &report.import.files {
        let left_out = if file.rows_left_out > 0 { format!(", {} left out", count(file.rows_left_out)) } else { String::new() };
        let merged = if file.rows_merged > 0 { format!(", {} merged", count(file.rows_merged)) } else { String::new() };
        line!(out, "From: {}, {}{merged}{left_out}", file.name, counted(file.rows_read, "row"));
    }
}

fn funnel(out: &mut String, report: &Report) {
    section(out, &format!("FUNNEL of {}", counted(report.leads, "lead")));
    let mut table = Table::new(&["stage", "reached", "implied", "entered", "in flight", "dropped", "to next", "", "median days"]);
    let (tracked, untracked): (Vec<_>, Vec<_>) = report.funnel.stages.iter().partition(|stage| stage.tracked);
    for stage in tracked {
        let step = report.funnel.steps.iter().find(|step| step.from == stage.stage);
        let (rate, of) = step.map_or((String::new(), String::new()), |step| percent_of(step.cohort.rate));
        table.row([
            stage_name(stage.stage).to_owned(),
            count(stage.reached),
            count(stage.implied),
            count(stage.entered),
            count(stage.in_flight),
            count(stage.dropped),
            rate,
            of,
            step.map_or(String::new(), |step| days(step.days.median)),
        ]);
    }
    table.print(out);
    let overall = &report.funnel.overall;
    if overall.rate.denominator > 0 {
        let (rate, of) = percent_of(overall.rate);
        line!(out, "  Overall {rate} {of}, {}", spans(&overall.days));
    }
    if !untracked.is_empty() {
        let names: Vec<&str> = untracked.iter().map(|stage| stage_name(stage.stage)).collect();
        line!(out, "  Not in the data, or switched off: {}", names.join(", "));
    }
}

fn outcomes(out: &mut String, report: &Report) {
    section(out, "OUTCOMES");
    let part = &report.outcomes;
    let mut table = Table::new(&["state", "leads", "share"]);
    let states = [
        ("Open", part.open),
        ("Won", part.won),
        ("Disqualified", part.disqualified),
        ("Recycled", part.recycled),
        ("Unreachable", part.unreachable),
    ];
    for (name, number) in states {
        let rate = Rate { numerator: number, denominator: report.leads };
        table.row([name.to_owned(), count(number), percent(rate)]);
    }
    table.print(out);
}

fn goals(out: &mut String, goal: &GoalReport) {
    section(out, &format!("GOAL for {} of {}", stage_name(goal.metric), goal.month));
    let mut parts = vec![format!("actual {}", decimal(goal.actual, 0))];
    let mut add = |name: &str, value: Option<f64>, digits| {
        if let Some(value) = value {
            parts.push(format!("{name} {}", decimal(value, digits)));
        }
    };
    add("goal", goal.goal, 0);
    add("gap", goal.gap, 2);
    add("pace", goal.pace, 0);
    add("needed a day", goal.needed_per_day, 2);
    if let Some(landing) = goal.landing {
        parts.push(format!("landing {} to {}", decimal(landing.low, 0), decimal(landing.high, 0)));
    }
    if goal.remaining_days > 0 {
        parts.push(format!("{} left", counted(u64::from(goal.remaining_days), "day")));
    }
    if goal.goal.is_none() {
        parts.push("no goal agreed".to_owned());
    }
    line!(out, "  {}", parts.join(" · "));
}

fn goal_chain(out: &mut String, report: &Report) {
    let chain = &report.goal_chain;
    let Some(marketing) = chain.marketing_revenue_goal else { return };
    section(out, "GOAL CHAIN");
    let whole = |number: Option<u64>| number.map_or(UNDEFINED.to_owned(), count);
    line!(
        out,
        "  marketing's revenue {} · customers needed {} · leads needed {}",
        decimal(marketing, 0),
        whole(chain.customers_needed),
        whole(chain.leads_needed)
    );
}

fn reasons(out: &mut String, report: &Report) {
    let part = &report.disqualification;
    if part.total == 0 {
        return;
    }
    section(out, &format!("REASONS of {} disqualified or lost", count(part.total)));
    let mut table = Table::new(&["reason", "leads", "share"]);
    for reason in part.reasons.iter().take(MAX_LINES) {
        let rate = Rate { numerator: reason.count, denominator: part.total };
        table.row([value(reason.reason.as_deref()), count(reason.count), percent(rate)]);
    }
    table.print(out);
    more(out, part.reasons.len());
}

fn deals(out: &mut String, report: &Report) {
    let Some(part) = &report.deals else { return };
    section(out, &format!("DEALS, {} in all", count(part.total)));
    let (rate, of) = percent_of(part.win_rate);
    line!(out, "  open {} · won {} · lost {} · win rate {rate} {of}", count(part.open), count(part.won), count(part.lost));
    line!(out, "  days to win: {}", spans(&part.days_to_win));
    line!(out, "  days to loss: {}", spans(&part.days_to_loss));
    let mut table = Table::new(&["stage", "deals"]);
    for stage in part.stages.iter().take(MAX_LINES) {
        table.row([value(stage.stage.as_deref()), count(stage.count)]);
    }
    table.print(out);
    more(out, part.stages.len());
}

fn revenue(out: &mut String, part: &Revenue) {
    section(out, &format!("REVENUE of {}", counted(part.won_deals, "won deal")));
    let average = part.average_deal.as_ref().map_or(UNDEFINED.to_owned(), money);
    line!(out, "  total {} · average deal {average}", money(&part.total));
    line!(out, "  from marketing {} · unclassified {}", money(&part.marketing_sourced), money(&part.unclassified));
    if part.won_without_amount > 0 {
        line!(out, "  {} won without a readable amount", count(part.won_without_amount));
    }
    let mut table = Table::new(&["quarter", "won", "revenue"]);
    for quarter in &part.by_quarter {
        table.row([quarter.period.clone(), count(quarter.won_deals), money(&quarter.revenue)]);
    }
    table.print(out);
}

fn breakdown(out: &mut String, report: &Report, by: &Breakdown) {
    let name = by.dimension.name();
    section(out, &format!("BY {}", name.to_uppercase()));
    let mut header = vec![name, "leads", "won", "rate", "median days"];
    if report.deals.is_some() {
        header.extend(["deals won", "lost"]);
    }
    if report.revenue.is_some() {
        header.push("revenue");
    }
    let mut table = Table::new(&header);
    let cells = |name: String, part: &Part| {
        let mut cells = vec![name, count(part.leads), count(part.won), percent(part.rate), days(part.median_days)];
        if report.deals.is_some() {
            cells.extend([count(part.won_deals), count(part.lost_deals)]);
        }
        if report.revenue.is_some() {
            cells.push(money(&part.revenue));
        }
        cells
    };
    for part in by.parts.iter().take(MAX_LINES) {
        table.row(cells(value(part.value.as_deref()), part));
    }
    table.print(out);
    more(out, by.parts.len());
}

pub(super) fn more(out: &mut String, all: usize) {
    if all > MAX_LINES {
        line!(out, "  … and {} more, in the JSON", all - MAX_LINES);
    }
}

pub(super) fn value(value: Option<&str>) -> String {
    value.unwrap_or(NONE).to_owned()
}

pub const fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Lead => "Lead",
        Stage::Mql => "MQL",
        Stage::Sal => "SAL",
        Stage::Sql => "SQL",
        Stage::Opportunity => "Opportunity",
        Stage::Customer => "Customer",
    }
}

pub fn percent(rate: Rate) -> String {
    rate.value().map_or(UNDEFINED.to_owned(), |value| format!("{} %", decimal(value * 100.0, 1)))
}

/// The share, and its fraction; thin ones marked, as on the board.
pub fn percent_of(rate: Rate) -> (String, String) {
    if rate.denominator == 0 {
        return (UNDEFINED.to_owned(), String::new());
    }
    let thin = if rate.is_thin() { ", thin" } else { "" };
    (percent(rate), format!("({} of {}{thin})", count(rate.numerator), count(rate.denominator)))
}

pub fn undefined() -> String {
    UNDEFINED.to_owned()
}

pub(super) fn days(value: Option<f64>) -> String {
    value.map_or(UNDEFINED.to_owned(), |value| decimal(value, 1))
}

fn spans(stats: &DayStats) -> String {
    if stats.count == 0 {
        return "no durations".to_owned();
    }
    let left_out = if stats.negative > 0 { format!(", {} out of order left out", count(stats.negative)) } else { String::new() };
    let [median, p75, p90, mean] = [stats.median, stats.p75, stats.p90, stats.mean].map(days);
    format!("median {median}, p75 {p75}, p90 {p90}, mean {mean} days ({}{left_out})", counted(stats.count, "duration"))
}

/// A count with its noun, plural by an s.
pub fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", count(number), if number == 1 { "" } else { "s" })
}

pub fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// Thousands set apart; a rounded zero carries no minus sign.
pub fn decimal(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) if rest.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) => ("−", rest),
        Some(rest) => ("", rest),
        None => ("", text.as_str()),
    };
    let (whole, fraction) = text.split_once('.').map_or((text, String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    format!("{sign}{}{fraction}", grouped(whole))
}

pub(super) fn money(money: &Money) -> String {
    let digits = currency_digits(money.currency.as_deref()) as usize;
    let minor = format!("{:0>width$}", money.minor.unsigned_abs(), width = digits + 1);
    let (whole, fraction) = minor.split_at(minor.len() - digits);
    let sign = if money.minor < 0 { "−" } else { "" };
    let point = if digits > 0 { "." } else { "" };
    let unit = money.currency.as_deref().map_or(String::new(), |code| format!(" {code}"));
    format!("{sign}{}{point}{fraction}{unit}", grouped(whole))
}

fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_read_them() {
        let of = |minor, currency: Option<&str>| money(&Money { minor, currency: currency.map(str::to_owned) });
        assert_eq!(of(1_000_553_400, None), "10,005,534.00");
        assert_eq!(of(-5, Some("EUR")), "−0.05 EUR");
        assert_eq!(of(1_234, Some("JPY")), "1,234 JPY");
        assert_eq!(of(1_234, Some("KWD")), "1.234 KWD");
        assert_eq!(decimal(-41.29, 2), "−41.29");
        assert_eq!(decimal(-0.001, 2), "0.00");
        assert_eq!(decimal(1_234_567.0, 0), "1,234,567");
        assert_eq!(percent(Rate { numerator: 842, denominator: 8_000 }), "10.5 %");
        assert_eq!(percent(Rate::default()), "–");
    }

    #[test]
    fn a_value_cannot_drive_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c\nd\u{9b}"), "a\u{fffd}[31mb\u{fffd}c\nd\u{fffd}");
    }
}
