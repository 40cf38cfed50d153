//! Before and after a day: rates, deal size, time, revenue and cost on windows of equal length and maturity, with a plain verdict.

use std::sync::Arc;

use handoff::{
    report::{ChangeVerdict, Comparison, ComparisonWindow, Measure, MeasureName, RecordsOf, Report},
    time::Day,
    words::fill,
};
use leptos::prelude::*;

use super::days;
use crate::app::{
    format,
    parts::{Info, Opens, ScrollTable},
    state::AppState,
};

pub fn cards(state: AppState, report: &Arc<Report>) -> AnyView {
    let words = format::returns();
    let body = report.comparison.as_ref().map(|comparison| card(comparison, report));
    view! {
        <h2>{words.q_comparison}</h2>
        <div class="filters">{since(state)}</div>
        <div class="grid">{body}</div>
    }
    .into_any()
}

/// Which day is compared: the agreement's start, a marked day, or any other.
fn since(state: AppState) -> AnyView {
    let words = format::returns();
    let start = state.agreement.with_untracked(handoff::agreement::Agreement::start_day);
    let marked: Vec<(Day, String)> = state
        .agreement
        .with_untracked(|agreement| agreement.marked_days.iter().filter_map(|day| Some((day.day()?, day.name.clone()))).collect());
    let shown = Memo::new(move |_| state.route.with(|route| route.query.since).or(start));
    let choose = move |day: Option<Day>| state.change_query(|query| query.since = day);
    let typed = move |event| {
        if let Some(day) = format::parse_date(&event_target_value(&event), format::calendar()) {
            choose(Some(day));
        }
    };
    let button = |(day, name): (Day, String)| {
        let current = move || (shown.get() == Some(day)).then_some("true");
        view! { <button type="button" class="chip" class:on=move || shown.get() == Some(day) aria-current=current on:click=move |_| choose(Some(day))><bdi>{name}</bdi></button> }
    };
    let days = start.map(|day| (day, words.agreement_starts.to_owned())).into_iter().chain(marked);
    view! {
        <label class="chip">{words.since_label} <input dir="ltr" prop:value=move || shown.get().map_or_else(String::new, format::typed_date) on:change=typed /></label>
        {days.map(button).collect_view()}
    }
    .into_any()
}

fn dates(window: &ComparisonWindow) -> String {
    days(&window.from, &window.to)
}

fn card(comparison: &Comparison, report: &Report) -> AnyView {
    let words = format::returns();
    let currency = report.revenue.as_ref().and_then(|revenue| revenue.total.currency.clone());
    let leads = |window: &ComparisonWindow| {
        let text = format::integer(window.leads);
        let days = format::parse_iso(&window.from).zip(format::parse_iso(&window.to));
        match days {
            Some((from, to)) => view! { <Opens of=RecordsOf::CreatedIn { from, to } title=dates(window) text=text /> }.into_any(),
            None => text.into_any(),
        }
    };
    let name = comparison.name.clone().unwrap_or_else(|| words.agreement_starts.to_owned());
    let heading = fill(words.compared_with, &[("name", &name), ("date", &format::iso_date(&comparison.since))]);
    let row = |measure: &Measure| row(measure, currency.as_deref());
    let spans = [&comparison.before, &comparison.after].map(dates);
    let counts = [&comparison.before, &comparison.after].map(leads);
    let [before, after] = spans;
    let [leads_before, leads_after] = counts;
    let rows = comparison.measures.iter().map(row).collect_view();
    view! {
        <section class="card span-12">
            <div class="card-title"><h3>{heading}</h3><Info text=words.comparison_def /></div>
            <p class="card-sub">{verdict(comparison)}</p>
            <ScrollTable label=words.q_comparison>
                <thead>
                    <tr>
                        <th scope="col">{words.col_measure}</th>
                        <th scope="col" class="number">{words.col_before}<div class="quiet small">{before}</div></th>
                        <th scope="col" class="number">{words.col_after}<div class="quiet small">{after}</div></th>
                        <th scope="col" class="number">{words.col_difference}</th>
                        <th scope="col">{words.col_verdict}</th>
                    </tr>
                </thead>
                <tbody>
                    <tr><th scope="row">{format::words().col_leads}</th><td class="number">{leads_before}</td><td class="number">{leads_after}</td><td></td><td></td></tr>
                    {rows}
                </tbody>
            </ScrollTable>
            <p class="card-foot">{fill(words.maturity, &[("n", &format::integer(u64::from(comparison.maturity_days)))])}</p>
        </section>
    }
    .into_any()
}

/// What is better, what is worse, and what nobody can say yet, in one line.
pub fn verdict(comparison: &Comparison) -> String {
    let words = format::returns();
    let names = |wanted: ChangeVerdict| -> String {
        let of = comparison.measures.iter().filter(|measure| measure.verdict == wanted);
        of.map(|measure| words.measure(measure.name)).collect::<Vec<_>>().join(format::words().list_comma)
    };
    let part = |sentence: &str, wanted| {
        let names = names(wanted);
        (!names.is_empty()).then(|| fill(sentence, &[("what", &names)]))
    };
    let said: Vec<String> = [
        part(words.is_better, ChangeVerdict::Better),
        part(words.is_worse, ChangeVerdict::Worse),
        part(words.is_too_early, ChangeVerdict::TooEarly),
    ]
    .into_iter()
    .flatten()
    .collect();
    said.join(" ")
}

fn row(measure: &Measure, currency: Option<&str>) -> AnyView {
    let words = format::returns();
    let is_share =
        matches!(measure.name, MeasureName::LeadToMql | MeasureName::LeadToSql | MeasureName::LeadToCustomer | MeasureName::WinRate);
    let is_money = matches!(measure.name, MeasureName::AverageDeal | MeasureName::Revenue | MeasureName::Cac);
    let value = |value: Option<f64>| match value {
        None => format::UNDEFINED.to_owned(),
        Some(value) if is_share => format::percent(value),
        Some(value) if is_money => format::amount_short(value, currency),
        Some(value) => format::decimal(value),
    };
    // Differences of shares in points.
    let change = |value: f64| match () {
        () if is_share => fill(words.points, &[("n", &format::signed(value * 100.0))]),
        () if is_money => format::signed_amount(value, currency),
        () => format::signed(value),
    };
    let difference = measure.difference.map_or_else(|| format::UNDEFINED.to_owned(), change);
    let interval = measure.low.zip(measure.high).map(|(low, high)| format!("{} … {}", change(low), change(high)));
    let n = |n: u64| fill(words.cases, &[("n", &format::integer(n))]);
    let is_worse = measure.verdict == ChangeVerdict::Worse;
    view! {
        <tr>
            <th scope="row">{words.measure(measure.name)}</th>
            <td class="number">{value(measure.before)}<div class="quiet small">{n(measure.before_n)}</div></td>
            <td class="number">{value(measure.after)}<div class="quiet small">{n(measure.after_n)}</div></td>
            <td class="number">{difference}<div class="quiet small">{interval}</div></td>
            <td class:missed=is_worse><b>{words.verdict(measure.verdict)}</b></td>
        </tr>
    }
    .into_any()
}
