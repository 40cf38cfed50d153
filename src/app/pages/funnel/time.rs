//! How long it takes to convert, as curves that do not forget who is still on the way; and what the same data gives under each convention.

use handoff::{
    chart::{ChartSpec, CurvesSpec, CurvesWords, Figure, FunnelSpec, StepCurve, StepPoint, day_ticks, nice_ticks},
    report::{ConventionStep, Curve, CurvePoint, Rate, Report},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    format, labels,
    parts::{Chart, Info, ScrollTable, chip, fraction},
    picked::Picked,
    specs,
};

/// Days at which the share that has converted is told.
const DAYS: [u32; 3] = [30, 90, 365];

fn name(curve: &Curve) -> String {
    fill(format::returns().step_name, &[("from", labels::stage(curve.from)), ("to", labels::stage(curve.to))])
}

pub fn curves(report: &Report, chosen: Picked) -> Option<AnyView> {
    let words = format::returns();
    if report.curves.is_empty() {
        return None;
    }
    let names: Vec<String> = report.curves.iter().map(name).collect();
    let choose = Callback::new(move |index: usize| chosen.set(index));
    let drawn = report.curves.get(chosen.get()).or(report.curves.first()).map(chart);
    Some(
        view! {
            <section class="card span-12">
                <div class="card-title">
                    <h3>{words.curves_title} " " <Info text=words.curves_def /></h3>
                    {chip(words.step_label, names, chosen.into(), choose)}
                </div>
                {drawn}
                {table(&report.curves)}
            </section>
        }
        .into_any(),
    )
}

/// The share that had converted by a day. Past the last conversion nobody was watched to the end of it, unless all have converted: it is
/// that or more then.
fn by_day(curve: &Curve, day: u32) -> String {
    let Some(last) = curve.points.last() else { return format::UNDEFINED.to_owned() };
    let share = curve.points.iter().take_while(|point| point.day <= day).last().map_or(0.0, |point| point.share);
    let text = format::percent(share);
    if day > last.day && share < 1.0 { fill(format::returns().or_more, &[("n", &text)]) } else { text }
}

/// Leads still watched and not converted at a day.
fn watched(curve: &Curve, day: f64) -> u64 {
    let next = curve.points.iter().find(|point| f64::from(point.day) >= day);
    if day > 0.0 { next.map_or(0, |point| point.at_risk) } else { curve.leads }
}

fn median(curve: &Curve) -> String {
    let words = format::returns();
    let Some(median) = curve.median_days else { return words.median_not_reached.to_owned() };
    let ends = [curve.median_low, curve.median_high].map(|end| end.map_or_else(|| format::UNDEFINED.to_owned(), format::decimal));
    fill(words.median_range, &[("n", &format::decimal(median)), ("low", &ends[0]), ("high", &ends[1])])
}

/// With its interval, for a table.
fn median_cell(curve: &Curve) -> String {
    let text = |days: Option<f64>| days.map_or_else(|| format::UNDEFINED.to_owned(), format::decimal);
    match curve.median_days {
        None => format::UNDEFINED.to_owned(),
        days => format!("{} ({}–{})", text(days), text(curve.median_low), text(curve.median_high)),
    }
}

fn chart(curve: &Curve) -> AnyView {
    let words = format::returns();
    let share = |value: f64| Figure::new(value, format::percent(value));
    let point = |(key, point): (usize, &CurvePoint)| StepPoint {
        key,
        label: fill(words.day_n, &[("n", &format::integer(u64::from(point.day)))]),
        day: f64::from(point.day),
        share: share(point.share),
        low: Some(share(point.low)),
        high: Some(share(point.high)),
        at_risk: Some(specs::count(point.at_risk)),
    };
    let drawn = StepCurve {
        name: String::new(),
        tone: specs::stage_tone(curve.to),
        points: curve.points.iter().enumerate().map(point).collect(),
        median: curve.median_days.map(|days| Figure::new(days, fill(words.n_days, &[("n", &format::decimal(days))]))),
    };
    let mut spec = CurvesSpec {
        curves: vec![drawn],
        words: CurvesWords {
            day: words.days_since.into(),
            curve: words.step_label.into(),
            share: words.converted_share.into(),
            low: words.col_low.into(),
            high: words.col_high.into(),
            at_risk: words.at_risk.into(),
            median: format::words().col_median.into(),
        },
        ..CurvesSpec::default()
    };
    spec.days =
        day_ticks(spec.last_day() as u32, 6).into_iter().map(|day| Figure::new(f64::from(day), format::integer(u64::from(day)))).collect();
    spec.at_risk = spec.days.iter().map(|day| specs::count(watched(curve, day.value))).collect();
    spec.shares = nice_ticks(spec.top() * 100.0, 4).into_iter().map(|percent| share(percent / 100.0)).collect();
    let sub = fill(
        words.curve_sub,
        &[("n", &format::integer(curve.leads)), ("converted", &format::integer(curve.converted)), ("median", &median(curve))],
    );
    view! {
        <p class="card-sub">{sub}</p>
        <Chart spec=ChartSpec::Curves(spec) title=name(curve) height=300.0 />
    }
    .into_any()
}

fn table(curves: &[Curve]) -> AnyView {
    let words = format::returns();
    let row = |curve: &Curve| {
        view! {
            <tr>
                <th scope="row">{name(curve)}</th>
                <td class="number">{format::integer(curve.leads)}</td>
                <td class="number">{format::integer(curve.converted)}</td>
                <td class="number">{median_cell(curve)}</td>
                {DAYS.into_iter().map(|day| view! { <td class="number">{by_day(curve, day)}</td> }).collect_view()}
            </tr>
        }
    };
    let by = |day: u32| fill(words.by_day, &[("n", &format::integer(u64::from(day)))]);
    let rows = curves.iter().map(row).collect_view();
    view! {
        <ScrollTable label=words.curves_title>
            <thead>
                <tr>
                    <th scope="col">{format::words().col_step}</th>
                    <th scope="col" class="number">{format::words().col_leads}</th>
                    <th scope="col" class="number">{words.col_converted}</th>
                    <th scope="col" class="number">{format::words().col_median}</th>
                    {DAYS.into_iter().map(|day| view! { <th scope="col" class="number">{by(day)}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}

/// The names of the four ways to count a step, in the order [`rate_by`] knows them.
fn names() -> [&'static str; 4] {
    let words = format::returns();
    [words.reached_cohort, words.ordered_cohort, words.reached_ratio, words.ordered_ratio]
}

const fn rate_by(step: &ConventionStep, convention: usize) -> Rate {
    match convention {
        0 => step.reached_cohort,
        1 => step.ordered_cohort,
        2 => step.reached_ratio,
        _ => step.ordered_ratio,
    }
}

/// The funnel with its rates by one of the conventions.
pub fn funnel_by(report: &Report, convention: usize) -> FunnelSpec {
    specs::funnel_by(&report.funnel, |step| {
        let counted = report.conventions.iter().find(|other| other.from == step.from && other.to == step.to);
        counted.map_or(step.cohort.rate, |counted| rate_by(counted, convention))
    })
}

pub fn choose_convention(convention: Picked) -> AnyView {
    let choose = Callback::new(move |index: usize| convention.set(index));
    chip(format::returns().convention_label, names().map(str::to_owned).to_vec(), convention.into(), choose)
}

/// The four ways to count a step, side by side.
pub fn conventions(steps: &[ConventionStep]) -> Option<AnyView> {
    let words = format::returns();
    let cell = |rate: Rate| view! { <td class="number">{format::rate(rate)}<div class="quiet small">{fraction(rate)}</div></td> };
    let row = |step: &ConventionStep| {
        let title = fill(words.step_name, &[("from", labels::stage(step.from)), ("to", labels::stage(step.to))]);
        view! {
            <tr>
                <th scope="row">{title}</th>
                {(0..4).map(|convention| cell(rate_by(step, convention))).collect_view()}
            </tr>
        }
    };
    let definitions = [words.reached_cohort_def, words.ordered_cohort_def, words.reached_ratio_def, words.ordered_ratio_def];
    let titles = names().into_iter().zip(definitions);
    let rows = steps.iter().map(row).collect_view();
    (!steps.is_empty()).then(|| {
        view! {
            <section class="card span-12">
                <h3>{words.conventions_title}</h3>
                <p class="card-sub">{words.conventions_sub}</p>
                <ScrollTable label=words.conventions_title>
                    <thead>
                        <tr>
                            <th scope="col">{format::words().col_step}</th>
                            {titles.map(|(title, definition)| view! { <th scope="col" class="number">{title} " " <Info text=definition /></th> }).collect_view()}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </ScrollTable>
            </section>
        }
        .into_any()
    })
}
