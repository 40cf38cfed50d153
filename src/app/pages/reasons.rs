//! Why leads are turned down: the reasons, and how sources and owners differ in them.

use handoff::{
    leads::Dimension,
    report::{ReasonsOfPart, RecordsOf, Report},
    words::fill,
};
use leptos::prelude::*;

use super::board::reasons_card;
use crate::app::{
    format, labels,
    parts::{Opens, Skeleton},
    state::{AppState, use_app},
};

/// Columns of the cross table: the reasons given most.
const COLUMNS: usize = 6;
const ROWS: usize = 40;

#[component]
pub fn ReasonsPage() -> impl IntoView {
    let state = use_app();
    view! {
        <h1 class="visually-hidden">{format::words().nav_reasons}</h1>
        {move || match state.report.get() {
            None => view! { <Skeleton /> }.into_any(),
            Some(report) => page(state, &report).into_any(),
        }}
    }
}

fn page(state: AppState, report: &Report) -> impl IntoView + use<> {
    let words = format::words();
    let total = report.disqualification.total;
    let list = report.disqualification.reasons.iter().map(|reason| {
        let label = labels::value(reason.reason.as_deref());
        let rate = handoff::report::Rate { numerator: reason.count, denominator: total };
        view! {
            <tr>
                <td><bdi>{label.clone()}</bdi></td>
                <td class="number"><Opens of=RecordsOf::Reason { reason: reason.reason.clone() } title=label text=format::integer(reason.count) /></td>
                <td class="number">{format::rate(rate)}</td>
            </tr>
        }
    });
    view! {
        <h2>{words.q_leak}</h2>
        <div class="grid">
            {reasons_card(state, report, 14, "card span-7")}
            <section class="card span-5">
                <h3>{words.records_title_plain}</h3>
                <div class="table-scroll" tabindex="0">
                    <table>
                        <thead><tr><th>{words.dim_reason}</th><th class="number">{words.col_count}</th><th class="number">{words.col_share}</th></tr></thead>
                        <tbody>{list.collect_view()}</tbody>
                    </table>
                </div>
            </section>
            {cross(state, report, words.reasons_by_source, Dimension::Source, &report.disqualification.by_source)}
            {cross(state, report, words.reasons_by_owner, Dimension::Owner, &report.disqualification.by_owner)}
            {deals(report)}
        </div>
    }
}

/// Parts × the most given reasons, as shares of each part.
fn cross(state: AppState, report: &Report, title: &'static str, dimension: Dimension, parts: &[ReasonsOfPart]) -> impl IntoView + use<> {
    let words = format::words();
    if parts.is_empty() {
        return None;
    }
    let columns: Vec<Option<String>> = report.disqualification.reasons.iter().take(COLUMNS).map(|reason| reason.reason.clone()).collect();
    let head = columns.iter().map(|reason| view! { <th class="number"><bdi>{labels::value(reason.as_deref())}</bdi></th> }).collect_view();
    let rows = parts
        .iter()
        .take(ROWS)
        .map(|part| {
            let cells = columns
                .iter()
                .map(|reason| {
                    let count = part.reasons.iter().find(|known| known.reason == *reason).map_or(0, |known| known.count);
                    let rate = handoff::report::Rate { numerator: count, denominator: part.total };
                    view! { <td class="number" title=format::rate(rate)>{format::integer(count)}</td> }
                })
                .collect_view();
            let value = part.value.clone();
            view! {
                <tr>
                    <td><button class="open" on:click=move |_| state.toggle_filter(dimension, value.clone())><bdi>{labels::value(part.value.as_deref())}</bdi></button></td>
                    <td class="number">{format::integer(part.total)}</td>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    let rest = parts.len().saturating_sub(ROWS);
    Some(view! {
        <section class="card span-12">
            <h3>{title}</h3>
            <div class="table-scroll" tabindex="0">
                <table>
                    <thead><tr><th>{labels::dimension(dimension)}</th><th class="number">{words.total}</th>{head}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {(rest > 0).then(|| view! { <p class="card-foot">{fill(words.more_rows, &[("n", &format::integer(rest as u64))])}</p> })}
        </section>
    })
}

fn deals(report: &Report) -> impl IntoView + use<> {
    let words = format::words();
    let deals = report.deals.as_ref().filter(|deals| deals.stages.iter().any(|stage| stage.stage.is_some()))?;
    let rows = deals
        .stages
        .iter()
        .map(|stage| {
            view! { <tr><td><bdi>{labels::value(stage.stage.as_deref())}</bdi></td><td class="number">{format::integer(stage.count)}</td></tr> }
        })
        .collect_view();
    Some(view! {
        <section class="card span-6">
            <h3>{words.deals_stages}</h3>
            <div class="table-scroll" tabindex="0"><table><tbody>{rows}</tbody></table></div>
        </section>
    })
}
