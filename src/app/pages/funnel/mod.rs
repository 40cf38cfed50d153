//! The funnel in full: the chart, the steps with every rate and duration, and the breakdown by any dimension; and what time does to it.

mod cohorts;
mod time;

use std::sync::Arc;

use handoff::{
    chart::ChartSpec,
    leads::{Dimension, Stage},
    report::{Breakdown, ChecklistAnswer, ChecklistItemReport, ChecklistReport, Fate, Figure, RecordsOf, Report, Step},
    words::fill,
};
use leptos::prelude::*;

use super::{
    board::{funnel_heading, open_stage, period_text},
    returns::bottleneck_line,
};
use crate::app::{
    format, labels, needs,
    parts::{Chart, Info, Opens, ScrollTable, Skeleton, fraction, sections},
    picked::Picked,
    route::{Page, Pick, Section},
    state::{AppState, use_app},
};

/// Rows of a breakdown drawn at first; a press shows the rest.
const ROWS: usize = 50;

#[component]
pub fn FunnelPage() -> impl IntoView {
    let state = use_app();
    let dimension = Picked::new(Pick::By, Dimension::Source.index());
    let (step, cell, convention) = (Picked::new(Pick::Step, 0), Picked::new(Pick::Cell, 0), Picked::new(Pick::Rates, 0));
    let section = Memo::new(move |_| state.route.with(|route| route.section));
    let words = format::returns();
    view! {
        <h1 class="visually-hidden">{format::words().nav_funnel}</h1>
        {sections(Page::Funnel, vec![(None, words.section_stages), (Some(Section::Time), words.section_time)])}
        {move || match state.report.get() {
            Some(report) if section.get() == Some(Section::Time) && state.has_parts(Page::Funnel) => over_time(&report, step, cell),
            Some(report) if section.get() != Some(Section::Time) => page(state, &report, dimension, convention).into_any(),
            _ => view! { <Skeleton /> }.into_any(),
        }}
    }
}

fn over_time(report: &Arc<Report>, step: Picked, cell: Picked) -> AnyView {
    let missing = needs::card(report, &[Figure::Cohorts, Figure::Curves]);
    view! {
        <h2>{format::returns().q_time}</h2>
        <div class="grid">{time::curves(report, step)} {cohorts::card(report, cell)} {time::conventions(&report.conventions)}</div>
        {missing}
    }
    .into_any()
}

fn page(state: AppState, report: &Arc<Report>, by: Picked, convention: Picked) -> impl IntoView + use<> {
    let words = format::words();
    let drawn = Arc::clone(report);
    let spec = Signal::derive(move || ChartSpec::Funnel(time::funnel_by(&drawn, convention.get())));
    let by_convention = (!report.conventions.is_empty()).then(|| time::choose_convention(convention));
    let sub = fill(words.funnel_sub, &[("n", &format::integer(report.leads)), ("period", &period_text(report))]);
    let untracked: Vec<&str> = report.funnel.stages.iter().filter(|stage| !stage.tracked).map(|stage| labels::stage(stage.stage)).collect();
    let untracked = (!untracked.is_empty()).then(|| fill(words.not_tracked, &[("stages", &untracked.join(", "))]));
    let has_previous = report.funnel.steps.iter().any(|step| step.previous.is_some());
    let negative: u64 = report.funnel.steps.iter().map(|step| step.days.negative).sum();
    let breakdowns = report.breakdowns.clone();
    let tracked = qualified(report);
    let choices: Vec<Dimension> = breakdowns.iter().map(|breakdown| breakdown.dimension).collect();
    let dimension = move || Dimension::ALL.get(by.get()).copied().unwrap_or(Dimension::Source);
    let shown = move || {
        let chosen = dimension();
        breakdowns.iter().find(|breakdown| breakdown.dimension == chosen).or_else(|| breakdowns.first()).cloned()
    };
    let choose = {
        let choices = choices.clone();
        move |event| {
            if let Some(chosen) = event_target_value(&event).parse::<usize>().ok().and_then(|index| choices.get(index)) {
                by.set(chosen.index());
            }
        }
    };
    view! {
        <h2>{words.q_leak}</h2>
        <div class="grid">
            <section class="card span-12">
                <div class="card-title">
                    <h3>{funnel_heading(report)} " " <Info text=words.funnel_cohort_note /></h3>
                    {by_convention}
                </div>
                <p class="card-sub">{sub}</p>
                <Chart spec=spec title=words.funnel_title on_pick=open_stage(state) />
                {report.funnel.bottleneck.as_ref().and_then(bottleneck_line).map(|text| view! { <p class="card-foot">{text}</p> })}
                {untracked.map(|text| view! { <p class="card-foot">{text}</p> })}
            </section>
            <section class="card span-12">
                <h3>{words.steps_title}</h3>
                <div class="table-scroll" tabindex="0">
                    <table>
                        <thead>
                            <tr>
                                <th>{words.col_step}</th>
                                <th class="number">{words.col_cohort} " " <Info text=words.cohort_def /></th>
                                {has_previous.then(|| view! { <th class="number">{words.col_previous}</th> })}
                                <th class="number">{words.went_on}</th>
                                <th class="number">{words.in_flight}</th>
                                <th class="number">{words.dropped}</th>
                                <th class="number">{words.col_period_ratio} " " <Info text=words.period_ratio_def /></th>
                                <th class="number">{words.col_median} " " <Info text=words.days_def /></th>
                                <th class="number">{words.col_p75}</th>
                                <th class="number">{words.col_p90}</th>
                                <th class="number">{words.col_mean}</th>
                            </tr>
                        </thead>
                        <tbody>{report.funnel.steps.iter().map(|step| step_row(step, has_previous)).collect_view()}</tbody>
                    </table>
                </div>
                {(negative > 0).then(|| view! { <p class="card-foot">{fill(words.negative_note, &[("n", &format::integer(negative))])}</p> })}
            </section>
            <section class="card span-12">
                <div class="card-title">
                    <h3>{move || fill(words.breakdown_title, &[("what", labels::dimension(dimension()))])}</h3>
                    <label class="chip no-print">
                        {words.break_down_by}
                        <select on:change=choose>
                            {choices.iter().enumerate().map(|(index, choice)| {
                                let choice = *choice;
                                view! { <option value=index.to_string() selected=move || dimension() == choice>{labels::dimension(choice)}</option> }
                            }).collect_view()}
                        </select>
                    </label>
                </div>
                {move || shown().map(|breakdown| view! { <PartsTable breakdown=breakdown tracked=tracked /> })}
            </section>
            {report.checklist.as_ref().map(checklist)}
        </div>
    }
}

/// What is known of the leads that reached SQL, and whether it mattered for winning.
fn checklist(checklist: &ChecklistReport) -> AnyView {
    let texts = format::promises();
    let line = |(item, part): (usize, &ChecklistItemReport)| {
        let opens = |answer: ChecklistAnswer, word: &str, count: u64| {
            let of = RecordsOf::Checklist { item: item as u32, answer };
            view! { <td class="number"><Opens of=of title=format!("{} · {word}", part.name) text=format::integer(count) /></td> }
        };
        let matters = part.difference.filter(|difference| difference.low > 0.0 || difference.high < 0.0);
        let difference = part.difference.map_or_else(
            || format::UNDEFINED.to_owned(),
            |difference| {
                let range = [difference.low, difference.high].map(|end| format::signed(end * 100.0)).join(" … ");
                format!("{} ({range})", format::signed(difference.value * 100.0))
            },
        );
        view! {
            <tr>
                <th scope="row"><bdi>{part.name.clone()}</bdi></th>
                {opens(ChecklistAnswer::Yes, texts.yes, part.yes)}
                {opens(ChecklistAnswer::No, texts.no, part.no)}
                {opens(ChecklistAnswer::Unknown, texts.unknown, part.unknown)}
                <td class="number" title=fraction(part.won_with)>{format::rate(part.won_with)}</td>
                <td class="number" title=fraction(part.won_without)>{format::rate(part.won_without)}</td>
                <td class="number">{difference} " " {matters.map(|_| view! { <b>{texts.matters}</b> })}</td>
            </tr>
        }
    };
    let lines = checklist.items.iter().enumerate().map(line).collect_view();
    let titles = [texts.yes, texts.no, texts.unknown, texts.won_with, texts.won_without, texts.difference];
    let head = titles.map(|title| view! { <th scope="col" class="number">{title}</th> }).into_iter().collect_view();
    let sub = fill(texts.checklist_sub, &[("lacking", &format::integer(checklist.lacking)), ("sqls", &format::integer(checklist.sqls))]);
    view! {
        <section class="card span-12">
            <h3>{texts.checklist_title}</h3>
            <p class="card-sub"><Opens of=RecordsOf::ChecklistLacking title=texts.checklist_title text=sub /></p>
            <ScrollTable label=texts.checklist_title>
                <thead><tr><th scope="col">{texts.item}</th>{head}</tr></thead>
                <tbody>{lines}</tbody>
            </ScrollTable>
        </section>
    }
    .into_any()
}

fn step_row(step: &Step, has_previous: bool) -> impl IntoView + use<> {
    let words = format::words();
    let name = fill(format::returns().step_name, &[("from", labels::stage(step.from)), ("to", labels::stage(step.to))]);
    let interval = step
        .cohort
        .rate
        .interval()
        .map(|(low, high)| fill(words.interval_note, &[("low", &format::percent(low)), ("high", &format::percent(high))]));
    let fate = |fate: Fate, n: u64, label: &str| {
        let of = RecordsOf::Step { from: step.from, fate };
        view! { <td class="number"><Opens of=of title=format!("{} · {label}", labels::stage(step.from)) text=format::integer(n) /></td> }
    };
    view! {
        <tr>
            <td><strong>{name}</strong> <div class="quiet small">{fraction(step.cohort.rate)}</div></td>
            <td class="number" title=interval><strong>{format::rate(step.cohort.rate)}</strong></td>
            {has_previous.then(|| view! { <td class="number">{step.previous.map_or_else(|| format::UNDEFINED.to_owned(), format::rate)}</td> })}
            {fate(Fate::Converted, step.cohort.rate.numerator, words.went_on)}
            {fate(Fate::InFlight, step.in_flight, words.in_flight)}
            {fate(Fate::Dropped, step.dropped, words.dropped)}
            <td class="number">{format::rate(step.period_ratio)}</td>
            <td class="number">{format::decimal_or_undefined(step.days.median)}</td>
            <td class="number">{format::decimal_or_undefined(step.days.p75)}</td>
            <td class="number">{format::decimal_or_undefined(step.days.p90)}</td>
            <td class="number">{format::decimal_or_undefined(step.days.mean)}</td>
        </tr>
    }
}

/// Whether MQL and SQL are tracked: a column of a stage nobody tracks would say 0 where nothing is known.
pub fn qualified(report: &Report) -> [bool; 2] {
    [Stage::Mql, Stage::Sql].map(|stage| report.funnel.stages.iter().any(|count| count.stage == stage && count.tracked))
}

/// The parts of a breakdown as a table; a row filters everything by its value. `tracked` as [`qualified`] gives it.
#[component]
pub fn PartsTable(breakdown: Breakdown, tracked: [bool; 2]) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let dimension = breakdown.dimension;
    let all = RwSignal::new(false);
    let rest = breakdown.parts.len().saturating_sub(ROWS);
    let parts = breakdown.parts;
    let has_revenue = parts.iter().any(|part| part.revenue.minor != 0);
    let rows = move || {
        let shown = if all.get() { parts.len() } else { ROWS.min(parts.len()) };
        parts[..shown].iter().map(|part| {
            let label = labels::value(part.value.as_deref());
            let value = part.value.clone();
            let filtered = part.value.clone();
            view! {
                <tr class:selected=move || state.is_filtered(dimension, filtered.as_deref())>
                    <td><button class="open" on:click=move |_| state.toggle_filter(dimension, value.clone())><bdi>{label.clone()}</bdi></button></td>
                    <td class="number"><Opens of=RecordsOf::Part { dimension, value: part.value.clone() } title=label text=format::integer(part.leads) /></td>
                    {tracked[0].then(|| view! { <td class="number">{format::integer(part.mql)}</td> })}
                    {tracked[1].then(|| view! { <td class="number">{format::integer(part.sql)}</td> })}
                    <td class="number">{format::integer(part.won)}</td>
                    <td class="number" title=fraction(part.rate)>{format::rate(part.rate)}</td>
                    <td class="number">{format::decimal_or_undefined(part.median_days)}</td>
                    {has_revenue.then(|| view! { <td class="number">{format::money(&part.revenue)}</td> })}
                </tr>
            }
        }).collect_view()
    };
    view! {
        <div class="table-scroll" tabindex="0">
            <table>
                <thead>
                    <tr>
                        <th>{labels::dimension(dimension)}</th>
                        <th class="number">{words.col_leads}</th>
                        {tracked[0].then(|| view! { <th class="number">{words.stage_mql}</th> })}
                        {tracked[1].then(|| view! { <th class="number">{words.stage_sql}</th> })}
                        <th class="number">{words.col_won}</th>
                        <th class="number">{words.col_rate}</th>
                        <th class="number">{words.col_median}</th>
                        {has_revenue.then(|| view! { <th class="number">{words.col_revenue}</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Show when=move || { rest > 0 && !all.get() }>
            <button class="button link" on:click=move |_| all.set(true)>{fill(words.more_rows, &[("n", &format::integer(rest as u64))])}</button>
        </Show>
    }
}
