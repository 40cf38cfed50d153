//! The funnel in full: the chart, the steps with every rate and duration, and the breakdown by any dimension; and what time does to it.

mod cohorts;
mod time;

use handoff::{
    chart::ChartSpec,
    leads::{Dimension, Stage},
    report::{Breakdown, ChecklistAnswer, ChecklistItemReport, ChecklistReport, Fate, Figure, Part, RecordsOf, Report, Step},
    words::fill,
};
use leptos::prelude::*;

use super::{
    board::{funnel_heading, open_stage, period_text},
    returns::bottleneck_line,
};
use crate::app::{
    format,
    frames::{followed, held_until},
    labels, needs,
    parts::{Chart, Info, Opens, ScrollTable, fraction, sections},
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
    let has_time = move || state.has_parts(Page::Funnel) && state.has_report();
    view! {
        <h1 class="visually-hidden">{format::words().nav_funnel}</h1>
        {sections(Page::Funnel, vec![(None, words.section_stages), (Some(Section::Time), words.section_time)])}
        {move || match section.get() {
            Some(Section::Time) => held_until(has_time, move || over_time(state, step, cell)),
            _ => held_until(move || state.has_report(), move || page(state, dimension, convention)),
        }}
    }
}

fn over_time(state: AppState, step: Picked, cell: Picked) -> AnyView {
    view! {
        <h2>{format::returns().q_time}</h2>
        <div class="grid">
            {followed(state, move |_, report| time::curves(report, step).into_any())}
            {followed(state, move |_, report| cohorts::card(report, cell).into_any())}
            {followed(state, |_, report| time::conventions(&report.conventions).into_any())}
        </div>
        {followed(state, |_, report| needs::card(report, &[Figure::Cohorts, Figure::Curves]).into_any())}
    }
    .into_any()
}

fn page(state: AppState, by: Picked, convention: Picked) -> AnyView {
    let is_whole = RwSignal::new(false);
    view! {
        <h2>{format::words().q_leak}</h2>
        <div class="grid">
            {followed(state, move |state, report| stages(state, report, convention))}
            {followed(state, |_, report| steps(report))}
            {followed(state, move |state, report| parts(state, report, by, is_whole))}
            {followed(state, |_, report| report.checklist.as_ref().map(checklist).into_any())}
        </div>
    }
    .into_any()
}

fn stages(state: AppState, report: &Report, convention: Picked) -> AnyView {
    let words = format::words();
    let spec = ChartSpec::Funnel(time::funnel_by(report, convention.get()));
    let by_convention = (!report.conventions.is_empty()).then(|| time::choose_convention(convention));
    let sub = fill(words.funnel_sub, &[("n", &format::integer(report.leads)), ("period", &period_text(report))]);
    let untracked: Vec<&str> = report.funnel.stages.iter().filter(|stage| !stage.tracked).map(|stage| labels::stage(stage.stage)).collect();
    let untracked = (!untracked.is_empty()).then(|| fill(words.not_tracked, &[("stages", &untracked.join(", "))]));
    view! {
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
    }
    .into_any()
}

fn steps(report: &Report) -> AnyView {
    let words = format::words();
    let has_previous = report.funnel.steps.iter().any(|step| step.previous.is_some());
    let negative: u64 = report.funnel.steps.iter().map(|step| step.days.negative).sum();
    view! {
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
    }
    .into_any()
}

/// The chosen breakdown; where the data has none of it, the first.
fn parts(state: AppState, report: &Report, by: Picked, is_whole: RwSignal<bool>) -> AnyView {
    let words = format::words();
    let dimension = Dimension::ALL.get(by.get()).copied().unwrap_or(Dimension::Source);
    let choices: Vec<Dimension> = report.breakdowns.iter().map(|breakdown| breakdown.dimension).collect();
    let options = choices.iter().enumerate().map(|(index, choice)| {
        view! { <option value=index.to_string() selected=dimension == *choice>{labels::dimension(*choice)}</option> }
    });
    let options = options.collect_view();
    let choose = move |event| {
        if let Some(chosen) = event_target_value(&event).parse::<usize>().ok().and_then(|index| choices.get(index)) {
            by.set(chosen.index());
        }
    };
    let shown = report.breakdowns.iter().find(|breakdown| breakdown.dimension == dimension).or(report.breakdowns.first());
    let shown = shown.map(|breakdown| parts_table(state, breakdown, qualified(report), is_whole));
    view! {
        <section class="card span-12">
            <div class="card-title">
                <h3>{fill(words.breakdown_title, &[("what", labels::dimension(dimension))])}</h3>
                <label class="chip no-print">{words.break_down_by} <select on:change=choose>{options}</select></label>
            </div>
            {shown}
        </section>
    }
    .into_any()
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

/// The parts of a breakdown as a table; a row filters everything by its value. `tracked` as [`qualified`] gives it; `is_whole` once a
/// person wants all rows.
pub fn parts_table(state: AppState, breakdown: &Breakdown, tracked: [bool; 2], is_whole: RwSignal<bool>) -> AnyView {
    let words = format::words();
    let dimension = breakdown.dimension;
    let parts = &breakdown.parts;
    let shown = if is_whole.get() { parts.len() } else { ROWS.min(parts.len()) };
    let has_revenue = parts.iter().any(|part| part.revenue.minor != 0);
    let row = |part: &Part| {
        let label = labels::value(part.value.as_deref());
        let value = part.value.clone();
        view! {
            <tr class:selected=state.is_filtered(dimension, part.value.as_deref())>
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
    };
    let rows = parts[..shown].iter().map(row).collect_view();
    let rest = parts.len() - shown;
    let more = (rest > 0).then(|| {
        let text = fill(words.more_rows, &[("n", &format::integer(rest as u64))]);
        view! { <button class="button link" on:click=move |_| is_whole.set(true)>{text}</button> }
    });
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
        {more}
    }
    .into_any()
}
