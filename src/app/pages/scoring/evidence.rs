//! Whether the score comes true: leads by the score they had before their fate was decided, how often it ranks two leads right, and how
//! much of it may know too much. Drawn when a report has come; nothing follows a slider here.

use handoff::{
    leads::Stage,
    report::{Rate, RecordsOf, ScoreBand},
    words::fill,
};
use leptos::prelude::*;

use super::{
    Line,
    bench::{Bench, Scored},
    count, is_tracked,
    live::band_name,
    matrices, rate_cell, table,
};
use crate::app::{
    format, labels,
    parts::{Info, fraction},
};

pub fn evidence(bench: Bench) -> AnyView {
    let w = format::scoring();
    let shown = move || {
        let opens = bench.opens.get();
        let tracked = [Stage::Sql, Stage::Customer].map(|stage| is_tracked(bench.state, stage));
        match bench.scored.get() {
            Some(scored) => view! {
                {bands(&scored, opens, tracked)} {verdict(&scored)} {matrices::fit_and_engagement(&scored, opens, tracked)} {matrices::crm_and_model(&scored, opens)}
            }
            .into_any(),
            None => view! {
                <section class="card span-12"><p class="quiet">{move || if bench.quick.with(Option::is_some) { w.counting } else { w.none_no_rule }}</p></section>
            }
            .into_any(),
        }
    };
    view! { <div class="grid">{shown}</div> }.into_any()
}

/// `tracked`: SQL and Customer.
fn bands(scored: &Scored, opens: bool, tracked: [bool; 2]) -> AnyView {
    let (w, words) = (format::scoring(), format::words());
    let report = &scored.report;
    let outcome = report.outcome.map_or(words.col_rate.to_owned(), |stage| fill(w.rate_of, &[("stage", labels::stage(stage))]));
    let most = report.bands.iter().filter_map(|band| band.rate.value()).fold(0.0, f64::max);
    let known = |is_tracked: bool, n: u64| if is_tracked { format::integer(n) } else { format::UNDEFINED.to_owned() }.into_any();
    let line = |band: &ScoreBand| {
        let name = band_name(band.from, band.to);
        let title = fill(w.score_of, &[("band", &name)]);
        let share = band.rate.value().map_or(0.0, |rate| if most > 0.0 { rate / most } else { 0.0 });
        let lift = band.lift.map_or_else(|| format::UNDEFINED.to_owned(), |lift| fill(w.times, &[("n", &format::decimal(lift))]));
        Line {
            head: name.into_any(),
            cells: vec![
                count(opens, band.leads, RecordsOf::ScoreBand { from: band.from }, title),
                known(tracked[0], band.sql),
                known(tracked[1], band.won),
                rate_cell(band.rate),
                view! { <span class="lift"><span class="lift-bar" aria-hidden="true" style:--share=format!("{share:.3}")></span>{lift}</span> }.into_any(),
            ],
            is_marked: scored.model.mql_score.is_some_and(|score| f64::from(band.from) >= score),
        }
    };
    let titles = vec![
        w.score.to_owned(),
        words.col_leads.to_owned(),
        words.stage_sql.to_owned(),
        words.col_won.to_owned(),
        outcome,
        w.lift.to_owned(),
    ];
    let lines = report.bands.iter().map(line).collect();
    view! {
        <section class="card span-7">
            <div class="card-title"><h3>{w.bands_title}</h3><Info text=w.bands_def /></div>
            <p class="card-sub">{w.bands_sub}</p>
            {table(w.bands_title, titles, lines)}
            <p class="card-foot">{w.foot}</p>
        </section>
    }
    .into_any()
}

/// What an AUC means, in words; `thin`: too few leads to say.
fn judged(auc: f64, is_thin: bool) -> (&'static str, &'static str) {
    let w = format::scoring();
    match auc {
        _ if is_thin => ("tag", w.verdict_thin),
        auc if auc < 0.45 => ("tag miss", w.verdict_upside_down),
        auc if auc < 0.55 => ("tag miss", w.verdict_coin),
        auc if auc < 0.7 => ("tag", w.verdict_weak),
        auc if auc < 0.8 => ("tag met", w.verdict_fair),
        _ => ("tag met", w.verdict_strong),
    }
}

fn verdict(scored: &Scored) -> AnyView {
    let w = format::scoring();
    let report = &scored.report;
    let stage = report.outcome.map(labels::stage);
    let Rate { numerator: with, denominator: all } = report.auc_of;
    let without = all.saturating_sub(with);
    let hero = match (report.auc, stage) {
        (Some(auc), Some(stage)) => {
            let (class, sentence) = judged(auc, with.min(without) < Rate::THIN);
            let plain = fill(w.auc_plain, &[("stage", stage), ("share", &format::percent(auc))]);
            let of = fill(
                w.auc_of,
                &[
                    ("n", &format::integer(with)),
                    ("m", &format::integer(without)),
                    ("stage", stage),
                    ("days", &format::integer(u64::from(report.auc_least_days))),
                ],
            );
            view! {
                <div class="hero"><span class="hero-number">{format::percent(auc)}</span><span class="hero-of">{w.auc}</span></div>
                <p><span class=class>{sentence}</span></p>
                <p>{plain}</p>
                <p class="quiet small">{of}</p>
            }
            .into_any()
        }
        (None, Some(stage)) => {
            let days = format::integer(u64::from(report.auc_least_days));
            view! { <p>{fill(w.auc_none, &[("stage", stage), ("days", &days)])}</p> }.into_any()
        }
        (_, None) => view! { <p>{w.not_tracked}</p> }.into_any(),
    };
    let leaks = report.rules.iter().filter(|rule| rule.may_leak && !rule.is_off).count();
    let dated = (report.dated.denominator > 0).then(|| {
        let known = fill(w.dated, &[("fraction", &fraction(report.dated)), ("rate", &format::rate(report.dated))]);
        view! { <p class="small">{known}</p> }
    });
    let leaks = (leaks > 0).then(|| {
        let n = format::integer(leaks as u64);
        view! { <p class="small leak"><span aria-hidden="true">"⚠ "</span>{fill(w.leaks, &[("n", &n)])}</p> }
    });
    view! {
        <section class="card span-5 lab-verdict">
            <div class="card-title"><h3>{w.auc_title}</h3><Info text=w.auc_def /></div>
            {hero}
            <h3 class="lab-sub">{w.leak_title}</h3>
            <p class="small">{w.leak_rule}</p>
            {dated} {leaks}
        </section>
    }
    .into_any()
}
