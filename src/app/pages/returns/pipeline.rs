//! The open deals: by stage and age, the idle ones, and what they are likely to bring.

use std::sync::Arc;

use handoff::{
    chart::{ChartSpec, Column, ColumnsSpec, ColumnsWords},
    report::{Pipeline, PipelineAge, PipelineStage, RecordsOf, Report, ValueChoice},
    words::fill,
};
use leptos::prelude::*;

use super::forecast;
use crate::app::{
    format, labels,
    parts::{Chart, FigureCard, Opens, ScrollTable, fraction},
    specs,
};

pub fn cards(report: &Arc<Report>) -> AnyView {
    let words = format::returns();
    let Some(pipeline) = &report.pipeline else { return view! { <h2>{words.q_pipeline}</h2> }.into_any() };
    let everything = RecordsOf::Pipeline { stage: ValueChoice::Any, idle: false };
    let idle = RecordsOf::Pipeline { stage: ValueChoice::Any, idle: true };
    let idle_text = match pipeline.idle_over_days {
        Some(_) => format::integer(pipeline.idle),
        None => format::UNDEFINED.to_owned(),
    };
    let idle_of = pipeline
        .idle_over_days
        .map(|days| fill(words.idle_over, &[("days", &format::decimal(days)), ("n", &format::money_short(&pipeline.idle_value))]));
    let without =
        (pipeline.without_amount > 0).then(|| fill(words.open_without_amount, &[("n", &format::integer(pipeline.without_amount))]));
    view! {
        <h2>{words.q_pipeline}</h2>
        <div class="grid">
            <FigureCard label=format::words().open_deals definition=words.pipeline_def value=format::integer(pipeline.open) of=everything />
            <FigureCard label=words.pipeline_value definition=words.pipeline_value_def value=format::money(&pipeline.value) remark=without.unwrap_or_default() />
            <FigureCard label=words.idle definition=words.idle_def value=idle_text remark=idle_of.unwrap_or_default() of=idle />
            {forecast::figure(pipeline)}
            {ages(pipeline)}
            {forecast::card(pipeline)}
            {stages(pipeline)}
        </div>
    }
    .into_any()
}

fn age(part: &PipelineAge, before: Option<u32>) -> String {
    let words = format::returns();
    let number = |days: u32| format::integer(u64::from(days));
    match (before, part.up_to_days) {
        (_, Some(days)) => fill(words.up_to_days, &[("n", &number(days))]),
        (Some(days), None) => fill(words.over_days, &[("n", &number(days))]),
        (None, None) => format::words().total.to_owned(),
    }
}

fn ages(pipeline: &Pipeline) -> AnyView {
    let words = format::returns();
    let before = |index: usize| index.checked_sub(1).and_then(|before| pipeline.ages[before].up_to_days);
    let column = |(key, part): (usize, &PipelineAge)| Column {
        key,
        label: age(part, before(key)),
        value: specs::count(part.open),
        tone: handoff::chart::Tone::Sales,
        ..Column::default()
    };
    let columns_words = ColumnsWords { label: words.col_age.into(), value: format::words().open_deals.into(), compare: String::new() };
    let mut spec =
        ColumnsSpec { columns: pipeline.ages.iter().enumerate().map(column).collect(), words: columns_words, ..ColumnsSpec::default() };
    spec.ticks = specs::ticks(spec.top(), format::decimal);
    view! {
        <section class="card span-5">
            <h3>{words.ages_title}</h3>
            <p class="card-sub">{words.ages_sub}</p>
            <Chart spec=ChartSpec::Columns(spec) title=words.ages_title height=220.0 />
        </section>
    }
    .into_any()
}

fn stages(pipeline: &Pipeline) -> AnyView {
    let words = format::returns();
    let row = |part: &PipelineStage| {
        let name = labels::value(part.stage.as_deref());
        let of = |idle| RecordsOf::Pipeline { stage: ValueChoice::Is(part.stage.clone()), idle };
        view! {
            <tr>
                <th scope="row"><bdi>{name.clone()}</bdi></th>
                <td class="number"><Opens of=of(false) title=name.clone() text=format::integer(part.open) /></td>
                <td class="number">{format::money(&part.value)}</td>
                <td class="number">{format::decimal_or_undefined(part.median_age_days)}</td>
                <td class="number"><Opens of=of(true) title=format!("{name} · {}", words.idle) text=format::integer(part.idle) /></td>
                <td class="number" title=fraction(part.win_rate)>{format::rate(part.win_rate)}</td>
            </tr>
        }
    };
    let titles = [format::words().open_deals, words.pipeline_value, words.col_median_age, words.idle, format::words().win_rate];
    let rows = pipeline.stages.iter().map(row).collect_view();
    view! {
        <section class="card span-12">
            <h3>{words.stages_title}</h3>
            <ScrollTable label=words.stages_title>
                <thead><tr><th scope="col">{format::words().dim_deal_stage}</th>{titles.into_iter().map(|title| view! { <th scope="col" class="number">{title}</th> }).collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        </section>
    }
    .into_any()
}
