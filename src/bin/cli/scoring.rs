//! The scoring part of a report and the checklist, as text for a terminal.

use std::fmt::Write;

use handoff::{
    leads::Stage,
    report::{ChecklistReport, Difference, Rate, ScoringReport},
};

use super::{
    table::Table,
    text::{count, counted, decimal, line, percent, percent_of, section, stage_name, undefined},
};

pub fn scoring(out: &mut String, part: &ScoringReport) {
    let threshold = part.thresholds.mql.map_or("no MQL".to_owned(), |score| format!("MQL from {}", decimal(score, 0)));
    section(out, &format!("SCORE, {threshold}"));
    let model = &part.model;
    line!(
        out,
        "  by the model {} MQL (of them SAL {}) of {} · disqualified {} · fast-tracked {} · lacking a field {}",
        count(model.mql),
        count(model.sal),
        counted(model.leads, "lead"),
        count(model.disqualified),
        count(model.fast_tracked),
        count(model.lacking)
    );
    if let Some(counts) = part.agreement_matrix {
        let [both, crm, model, neither] = [counts.both, counts.crm_only, counts.model_only, counts.neither].map(count);
        line!(out, "  CRM and model: both {both} · CRM only {crm} · model only {model} · neither {neither}");
    }
    let Some(outcome) = part.outcome else {
        line!(out, "  no stage from SQL on in the data: nothing to judge the score by");
        return;
    };
    let auc = part.auc.map_or(undefined(), |auc| decimal(auc, 3));
    line!(
        out,
        "  AUC {auc} for {}, known when for {} of {}",
        stage_name(outcome),
        count(part.dated.numerator),
        count(part.dated.denominator)
    );
    let mut table = Table::new(&["score", "leads", "SQL", "won", stage_name(outcome), "lift"]);
    for band in part.bands.iter().filter(|band| band.leads > 0) {
        let name = band.to.map_or(format!("{} and more", band.from), |to| format!("{} to {to}", band.from));
        let lift = band.lift.map_or(undefined(), |lift| decimal(lift, 2));
        table.row([name, count(band.leads), count(band.sql), count(band.won), percent(band.rate), lift]);
    }
    table.print(out);
    let mut table = Table::new(&["rule", "leads", "with", "without", "difference", "95 %"]);
    for rule in part.rules.iter().filter(|rule| !rule.is_off) {
        let leak = if rule.may_leak { " (undated)" } else { "" };
        let [difference, interval] = differences(rule.difference);
        table.row([
            format!("{}{leak}", rule.name),
            count(rule.with.denominator),
            percent(rule.with),
            percent(rule.without),
            difference,
            interval,
        ]);
    }
    table.print(out);
}

pub fn checklist(out: &mut String, part: &ChecklistReport) {
    section(out, &format!("CHECKLIST of {}", counted(part.sqls, stage_name(Stage::Sql))));
    let (rate, of) = percent_of(Rate { numerator: part.lacking, denominator: part.sqls });
    line!(out, "  lacking something {rate} {of}");
    let mut table = Table::new(&["item", "yes", "no", "unknown", "won with", "without", "difference", "95 %"]);
    for item in &part.items {
        let [difference, interval] = differences(item.difference);
        let [yes, no, unknown] = [item.yes, item.no, item.unknown].map(count);
        table.row([item.name.clone(), yes, no, unknown, percent(item.won_with), percent(item.won_without), difference, interval]);
    }
    table.print(out);
}

/// In percentage points.
fn differences(difference: Option<Difference>) -> [String; 2] {
    difference.map_or([undefined(), String::new()], |difference| {
        let [value, low, high] = [difference.value, difference.low, difference.high].map(|share| decimal(share * 100.0, 1));
        [value, format!("{low} to {high}")]
    })
}
