//! Does it pay: revenue by month, quarter, source and owner, and the deals behind it.

use handoff::{
    chart::ChartSpec,
    leads::{DealState, Dimension},
    report::{RecordsOf, Report},
};
use leptos::prelude::*;

use super::{
    board::{pay, revenue_by},
    funnel::PartsTable,
};
use crate::app::{
    format,
    parts::{Chart, FigureCard, Skeleton, fraction},
    specs,
    state::{AppState, use_app},
};

#[component]
pub fn ReturnPage() -> impl IntoView {
    let state = use_app();
    view! {
        <h1 class="visually-hidden">{format::words().nav_return}</h1>
        {move || match state.report.get() {
            None => view! { <Skeleton /> }.into_any(),
            Some(report) => page(state, &report).into_any(),
        }}
    }
}

fn page(state: AppState, report: &Report) -> impl IntoView + use<> {
    let words = format::words();
    let charts = report.revenue.as_ref().filter(|revenue| revenue.won_deals > revenue.won_without_amount).map(|revenue| {
        let month = specs::by_period(&revenue.by_month, &report.period, true, false);
        let quarter = specs::by_period(&revenue.by_quarter, &report.period, true, true);
        view! {
            <section class="card span-7">
                <h3>{words.revenue_by_month}</h3>
                <Chart spec=ChartSpec::Columns(month) title=words.revenue_by_month height=240.0 />
            </section>
            <section class="card span-5">
                <h3>{words.revenue_by_quarter}</h3>
                <Chart spec=ChartSpec::Columns(quarter) title=words.revenue_by_quarter height=240.0 />
            </section>
        }
    });
    let deals = report.deals.as_ref().map(|deals| {
        let records = |deal_state| RecordsOf::Deals { state: Some(deal_state) };
        view! {
            <FigureCard label=words.win_rate definition=words.win_rate_def value=format::rate(deals.win_rate) remark=fraction(deals.win_rate) />
            <FigureCard label=words.median_days_to_win definition=words.days_def value=format::decimal_or_undefined(deals.days_to_win.median) of=records(DealState::Won) />
            <FigureCard label=words.median_days_to_loss definition=words.days_def value=format::decimal_or_undefined(deals.days_to_loss.median) of=records(DealState::Lost) />
            <FigureCard label=words.open_deals definition=words.def_opportunity value=format::integer(deals.open) of=records(DealState::Open) />
        }
    });
    let tables = [Dimension::Source, Dimension::Owner, Dimension::Product].into_iter().filter_map(|dimension| {
        let breakdown = report.breakdowns.iter().find(|breakdown| breakdown.dimension == dimension)?.clone();
        let title = handoff::words::fill(words.breakdown_title, &[("what", crate::app::labels::dimension(dimension))]);
        Some(view! { <section class="card span-12"><h3>{title}</h3><PartsTable breakdown=breakdown /></section> })
    });
    view! {
        <h2>{words.q_pay}</h2>
        <div class="grid">
            {pay(report)}
            {deals}
            {charts}
            {revenue_by(state, report, Dimension::Source)}
            {revenue_by(state, report, Dimension::Owner)}
            {revenue_by(state, report, Dimension::Product)}
            {tables.collect_view()}
        </div>
    }
}
