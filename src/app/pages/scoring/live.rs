//! What follows a slider at once: leads by score, MQLs a month, and what a rep gets a day. Counted by the worker for the draft.

use std::sync::Arc;

use handoff::{
    chart::{ChartSpec, Column, ColumnsSpec, ColumnsWords, Divider, Figure, Standing, Tone, nice_ticks},
    metrics::scoring::{BAND, MOST_BANDS},
    report::{QuickScore, RecordsOf, ScoreCount},
    words::fill,
};
use leptos::prelude::*;

use super::{bench::Bench, count, signed};
use crate::app::{
    format,
    parts::{Chart, Fact, Info},
};

/// Lines across the scale.
const TICKS: usize = 3;

/// "40–49" without its end: a band is named by where it begins; the last one goes on.
pub fn band_name(from: u32, to: Option<u32>) -> String {
    let w = format::scoring();
    let number = |value: u32| format::integer(u64::from(value));
    match to {
        Some(to) => fill(w.band, &[("from", &number(from)), ("to", &number(to))]),
        None => fill(w.band_last, &[("from", &number(from))]),
    }
}

/// `force`: what the model in force makes of the same leads, to be marked across the columns.
fn spec(quick: Option<&QuickScore>, force: Option<&QuickScore>, mql_score: Option<f64>) -> ChartSpec {
    let w = format::scoring();
    let bands = quick.map_or(&[][..], |quick| &quick.histogram);
    let in_force = force.map_or(&[][..], |force| &force.histogram);
    // Leads may have scored higher than any does by the draft.
    let above = in_force.iter().skip(bands.len()).filter(|_| !bands.is_empty()).map(|band| ScoreCount { leads: 0, ..band.clone() });
    let bands: Vec<ScoreCount> = bands.iter().cloned().chain(above).collect();
    let before = |from: u32| in_force.iter().find(|band| band.from == from).map_or(0, |band| band.leads);
    let number = |leads: u64| Figure::new(leads as f64, format::integer(leads));
    let column = |band: &ScoreCount| {
        // The last band goes on only where there are too many to tell apart.
        let end = band.to.or((band.from / BAND + 1 < MOST_BANDS).then_some(band.from + BAND));
        let ends_below = |score: f64| end.is_some_and(|end| f64::from(end) <= score);
        let is_below = mql_score.is_none_or(ends_below);
        Column {
            key: band.from as usize,
            label: format::integer(u64::from(band.from)),
            value: number(band.leads),
            compare: force.map(|_| number(before(band.from))),
            tone: if is_below { Tone::Neutral } else { Tone::Marketing },
            // The threshold is within the band.
            partial: mql_score.is_some_and(|score| !is_below && f64::from(band.from) < score),
            standing: if is_below { Standing::Dimmed } else { Standing::Plain },
        }
    };
    let columns: Vec<Column> = bands.iter().map(column).collect();
    let divider = mql_score.map(|score| Divider {
        // A score above all bands stands behind them.
        after: (score / f64::from(BAND)) as f32,
        label: fill(w.mql_from, &[("score", &format::exact(score))]),
    });
    let words = ColumnsWords { label: w.score.into(), value: format::words().col_leads.into(), compare: w.in_force.into() };
    let mut spec = ColumnsSpec { columns, divider, words, ..ColumnsSpec::default() };
    let ticks = nice_ticks(spec.top(), TICKS);
    spec.ticks = ticks.into_iter().map(|tick| Figure::new(tick, format::decimal(tick))).collect();
    ChartSpec::Columns(spec)
}

pub fn live(bench: Bench) -> AnyView {
    let w = format::scoring();
    let quick = bench.quick;
    let mql_score = Memo::new(move |_| bench.draft.agreement.with(|all| all.scoring.mql_score));
    let figure = move |of: fn(&QuickScore) -> Option<f64>| {
        move || format::decimal_or_undefined(quick.with(|quick| quick.as_ref().and_then(|quick| of(quick))))
    };
    let spec = move || {
        let force = if bench.is_same.get() { None } else { bench.force.get() };
        quick.with(|quick| spec(quick.as_deref(), force.as_deref(), mql_score.get()))
    };
    let pick = Callback::new(move |from: usize| {
        if bench.opens.get_untracked() {
            let from = from as u32;
            let band = quick.with_untracked(|quick| quick.as_ref()?.histogram.iter().find(|band| band.from == from).cloned());
            let name = band.map_or_else(String::new, |band| band_name(band.from, band.to));
            bench.state.open_records(RecordsOf::Scored { from }, fill(w.score_of, &[("band", &name)]));
        }
    });
    let change = move || {
        let per_month = |of: &Option<Arc<QuickScore>>| of.as_ref().and_then(|quick| quick.mqls_per_month);
        let (now, force) = (quick.with(per_month)?, bench.force.with(per_month)?);
        (!bench.is_same.get()).then(|| fill(w.in_force_now, &[("n", &format::decimal(force)), ("delta", &signed(now - force))]))
    };
    let why_none = move || {
        let (mql_score, quick) = (mql_score.get(), quick.get());
        let why = match quick {
            None => w.none_no_rule,
            Some(_) if mql_score.is_none() => w.none_no_threshold,
            Some(quick) if quick.mqls_per_month.is_none() => w.none_no_dates,
            Some(quick) if quick.per_rep_per_day.is_none() => w.none_no_owners,
            Some(_) => return None,
        };
        Some(view! { <p class="quiet small">{why}</p> })
    };
    view! {
        <section class="card marketing">
            <div class="card-title"><h3>{w.live_title}</h3><Info text=w.live_def /></div>
            <div class="lab-chart">{move || view! { <Chart spec=spec() title=w.live_title height=220.0 on_pick=pick /> }}</div>
            <p class="quiet small lab-marks" class:unseen=move || bench.is_same.get()>{w.marks}</p>
            <div class="hero">
                <span class="hero-number">{figure(|quick| quick.mqls_per_month)}</span>
                <span class="hero-of">{w.mqls_a_month}</span>
                {move || change().map(|text| view! { <span class="tag">{text}</span> })}
            </div>
            <div class="facts">
                <Fact label=w.per_rep definition=w.per_rep_def>{figure(|quick| quick.per_rep_per_day)}</Fact>
                <Fact label=w.mqls_today>{move || total(bench)}</Fact>
            </div>
            {why_none}
            {move || quick.get().map(|quick| small_counts(&quick))}
        </section>
    }
    .into_any()
}

/// "1,204 of 20,000".
fn total(bench: Bench) -> AnyView {
    let Some(model) = bench.quick.with(|quick| quick.as_ref().map(|quick| quick.model)) else { return format::UNDEFINED.into_any() };
    let of = fill(format::scoring().of_leads, &[("n", &format::integer(model.leads))]);
    let number = count(bench.opens.get(), model.mql, RecordsOf::ModelMql, format::scoring().mqls_today.to_owned());
    view! { {number} " " <small>{of}</small> }.into_any()
}

fn small_counts(quick: &QuickScore) -> AnyView {
    let w = format::scoring();
    let model = quick.model;
    let parts =
        [(w.sals, model.sal), (w.fast_tracked, model.fast_tracked), (w.disqualified, model.disqualified), (w.lacking, model.lacking)];
    let part = |(label, n)| view! { <Fact label=label>{format::integer(n)}</Fact> };
    view! { <div class="facts">{parts.into_iter().map(part).collect_view()}</div> }.into_any()
}
