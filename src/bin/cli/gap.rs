//! The gap to the goal, the bottleneck, and before and after as text for a terminal. A part of what the JSON has.

use std::fmt::Write;

use handoff::report::{Bottleneck, ChangeVerdict, Comparison, Gap, GapFactor, Measure, MeasureName, Report};

use super::{
    table::Table,
    text::{UNDEFINED, count, counted, decimal, line, money, percent, section, stage_name},
};

pub(super) fn print(out: &mut String, report: &Report) {
    if let Some(part) = &report.gap {
        gap(out, part);
    }
    if let Some(part) = &report.funnel.bottleneck {
        bottleneck(out, part);
    }
    if let Some(part) = &report.comparison {
        comparison(out, part);
    }
}

fn gap(out: &mut String, part: &Gap) {
    section(out, &format!("GAP TO THE GOAL of {}", counted(u64::from(part.days), "day")));
    let whose = if part.is_marketing { "of marketing\u{2019}s sources" } else { "of all sources" };
    line!(out, "  {whose}: actual {} · goal {}", money(&part.actual), money(&part.goal));
    let mut table = Table::new(&["factor", "actual", "goal", "", "of the gap"]);
    for row in &part.parts {
        let shown = |value: f64| match row.factor {
            GapFactor::Leads | GapFactor::DealSize => decimal(value, 0),
            _ => share(value),
        };
        let agreed = if row.is_agreed { "agreed" } else { "what is left" };
        table.row([factor_name(row.factor).to_owned(), shown(row.actual), shown(row.goal), agreed.to_owned(), money(&row.amount)]);
    }
    table.print(out);
}

fn bottleneck(out: &mut String, part: &Bottleneck) {
    section(out, &format!("BOTTLENECK: {} to {}", stage_name(part.from), stage_name(part.to)));
    let mut table = Table::new(&["step", "rate", "benchmark", "", "customers more", "revenue more"]);
    for step in &part.steps {
        table.row([
            format!("{} to {}", stage_name(step.from), stage_name(step.to)),
            percent(step.rate),
            share(step.benchmark),
            step.best_quarter.clone().unwrap_or_else(|| "agreed".to_owned()),
            decimal(step.customers_added, 1),
            step.revenue_added.as_ref().map_or(UNDEFINED.to_owned(), money),
        ]);
    }
    table.print(out);
}

fn comparison(out: &mut String, part: &Comparison) {
    let name = part.name.as_ref().map_or(String::new(), |name| format!(" ({name})"));
    section(out, &format!("BEFORE AND AFTER {}{name}", part.since));
    for (title, window) in [("before", &part.before), ("after", &part.after)] {
        let (leads, deals) = (counted(window.leads, "lead"), counted(window.won_deals, "won deal"));
        line!(out, "  {title}: {} up to {}, {leads}, {deals}", window.from, window.to);
    }
    line!(out, "  a lead had {} to convert", counted(u64::from(part.maturity_days), "day"));
    let mut table = Table::new(&["measure", "before", "of", "after", "of", "difference", "95 % interval", "verdict"]);
    for measure in &part.measures {
        let shown = |value: Option<f64>| value.map_or(UNDEFINED.to_owned(), |value| in_its_unit(measure.name, value));
        let apart = |value: Option<f64>| value.map_or(UNDEFINED.to_owned(), |value| difference(measure.name, value));
        let interval = match (measure.low, measure.high) {
            (None, None) => String::new(),
            (low, high) => format!("{} to {}", apart(low), apart(high)),
        };
        table.row([
            measure_name(measure.name).to_owned(),
            shown(measure.before),
            count(measure.before_n),
            shown(measure.after),
            count(measure.after_n),
            apart(measure.difference),
            interval,
            verdict(measure).to_owned(),
        ]);
    }
    table.print(out);
}

fn share(value: f64) -> String {
    format!("{} %", decimal(value * 100.0, 1))
}

const fn is_share(name: MeasureName) -> bool {
    matches!(name, MeasureName::LeadToMql | MeasureName::LeadToSql | MeasureName::LeadToCustomer | MeasureName::WinRate)
}

fn in_its_unit(name: MeasureName, value: f64) -> String {
    match name {
        _ if is_share(name) => share(value),
        MeasureName::CycleDays => decimal(value, 1),
        _ => decimal(value, 0),
    }
}

/// Shares differ by points: a percentage of a percentage would be misread.
fn difference(name: MeasureName, value: f64) -> String {
    if is_share(name) { decimal(value * 100.0, 1) } else { in_its_unit(name, value) }
}

const fn verdict(measure: &Measure) -> &'static str {
    match measure.verdict {
        ChangeVerdict::Better => "better",
        ChangeVerdict::Worse => "worse",
        ChangeVerdict::TooEarly => "too early to say",
        ChangeVerdict::NoVerdict => "",
    }
}

const fn factor_name(factor: GapFactor) -> &'static str {
    match factor {
        GapFactor::Leads => "leads",
        GapFactor::MqlRate => "to MQL",
        GapFactor::SalRate => "to SAL",
        GapFactor::SqlRate => "to SQL",
        GapFactor::OpportunityRate => "to opportunity",
        GapFactor::WinRate => "win rate",
        GapFactor::DealSize => "deal size",
    }
}

const fn measure_name(name: MeasureName) -> &'static str {
    match name {
        MeasureName::LeadToMql => "lead to MQL",
        MeasureName::LeadToSql => "lead to SQL",
        MeasureName::LeadToCustomer => "lead to customer",
        MeasureName::WinRate => "win rate",
        MeasureName::AverageDeal => "average deal",
        MeasureName::CycleDays => "days to win",
        MeasureName::Revenue => "revenue",
        MeasureName::Cac => "cost of a customer",
    }
}
