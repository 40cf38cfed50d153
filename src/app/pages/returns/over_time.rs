//! Revenue and investment by month, quarter or year: a chart with the marked days on it, and a table of every figure.

use handoff::{
    chart::{ChartSpec, Figure, LinePoint, LineSeries, LinesSpec, LinesWords, Tone, spanning_ticks},
    report::{RecordsOf, Report, ReturnOf},
    time::Period,
};
use leptos::prelude::*;

use super::Chosen;
use crate::app::{
    format,
    parts::{Chart, Opens, ScrollTable, chip, fraction},
    specs,
    state::AppState,
};

pub fn card(state: AppState, report: &Report, chosen: Chosen) -> Option<AnyView> {
    let words = format::returns();
    if report.returns.months.is_empty() {
        return None;
    }
    let grains = vec![words.grain_months.to_owned(), words.grain_quarters.to_owned(), words.grain_years.to_owned()];
    let choose = Callback::new(move |index: usize| chosen.grain.set(index));
    Some(
        view! {
            <section class="card span-12">
                <div class="card-title"><h3>{words.over_time_title}</h3> {chip(words.grain_label, grains, chosen.grain.into(), choose)}</div>
                <p class="card-sub">{words.over_time_sub}</p>
                {of_grain(state, report, chosen.grain.get())}
            </section>
        }
        .into_any(),
    )
}

fn of_grain(state: AppState, report: &Report, grain: usize) -> AnyView {
    let parts = match grain {
        0 => &report.returns.months,
        1 => &report.returns.quarters,
        _ => &report.returns.years,
    };
    view! { {chart(state, report, parts, grain)} {table(parts, grain)} }.into_any()
}

fn name(period: &str, grain: usize) -> String {
    match grain {
        0 => format::month_short(period),
        1 => format::quarter(period),
        _ => format::year(period),
    }
}

fn chart(state: AppState, report: &Report, parts: &[ReturnOf], grain: usize) -> Option<AnyView> {
    let words = format::returns();
    if parts.len() < 2 || parts.iter().all(|part| part.revenue.is_none()) {
        return None;
    }
    let is_told = report.investment.is_some();
    let series = |name: &str, tone| LineSeries { name: name.to_owned(), tone };
    let invested = is_told.then(|| series(words.investment, Tone::Marketing));
    let as_of = report.as_of.as_deref().and_then(|iso| iso.get(..10)).unwrap_or_default();
    let point = |(key, part): (usize, &ReturnOf)| LinePoint {
        key,
        label: name(&part.period, grain),
        values: [part.revenue.as_ref(), part.investment.as_ref()][..=usize::from(is_told)]
            .iter()
            .map(|money| money.map(specs::amount))
            .collect(),
        // ISO dates stand in the order of time.
        partial: as_of < part.to.as_str() && key + 1 == parts.len(),
    };
    let span = |part: &ReturnOf| Some(Period { from: format::parse_iso(&part.from)?, to: format::parse_iso(&part.to)? });
    let spans: Vec<Option<Period>> = parts.iter().map(span).collect();
    let currency = report.revenue.as_ref().and_then(|revenue| revenue.total.currency.as_deref());
    let mut spec = LinesSpec {
        series: std::iter::once(series(format::words().revenue, Tone::Sales)).chain(invested).collect(),
        points: parts.iter().enumerate().map(point).collect(),
        marks: specs::marks(state, &spans),
        words: LinesWords { label: words.col_period.into(), mark: format::terms().marked_days.into() },
        ..LinesSpec::default()
    };
    let (low, high) = spec.range();
    let text = |value: f64| Figure::new(value, format::amount_short(value, currency));
    spec.ticks = spanning_ticks(low, high, 4).into_iter().map(text).collect();
    let opens: Vec<Option<(RecordsOf, String)>> = parts
        .iter()
        .map(|part| {
            let (from, to) = (format::parse_iso(&part.from)?, format::parse_iso(&part.to)?);
            Some((RecordsOf::WonIn { from, to }, name(&part.period, grain)))
        })
        .collect();
    let pick = Callback::new(move |key: usize| {
        if let Some(Some((of, title))) = opens.get(key) {
            state.open_records(of.clone(), format!("{} · {title}", format::words().won_deals));
        }
    });
    Some(view! { <Chart spec=ChartSpec::Lines(spec) title=words.over_time_title height=260.0 on_pick=pick /> }.into_any())
}

fn table(parts: &[ReturnOf], grain: usize) -> AnyView {
    let (words, texts) = (format::words(), format::returns());
    let money = |money: Option<&handoff::report::Money>| money.map_or_else(|| format::UNDEFINED.to_owned(), format::money);
    let row = |part: &ReturnOf| {
        let title = name(&part.period, grain);
        let span = format::parse_iso(&part.from).zip(format::parse_iso(&part.to));
        let won = match span {
            Some((from, to)) if part.won_deals > 0 => {
                view! { <Opens of=RecordsOf::WonIn { from, to } title=format!("{} · {title}", words.won_deals) text=format::integer(part.won_deals) /> }.into_any()
            }
            _ => format::integer(part.won_deals).into_any(),
        };
        let invested = money(part.investment.as_ref());
        let invested = match span {
            Some((from, to)) if part.investment.as_ref().is_some_and(|amount| amount.minor != 0) => {
                view! { <Opens of=RecordsOf::SpendIn { from, to, category: None } title=format!("{} · {title}", texts.investment) text=invested /> }.into_any()
            }
            _ => invested.into_any(),
        };
        view! {
            <tr>
                <th scope="row">{title}</th>
                <td class="number">{money(part.revenue.as_ref())}</td>
                <td class="number">{money(part.marketing_sourced.as_ref())}</td>
                <td class="number">{invested}</td>
                <td class="number">{part.roi.map_or_else(|| format::UNDEFINED.to_owned(), format::signed_percent)}</td>
                <td class="number">{won}</td>
                <td class="number">{money(part.cac.as_ref())}</td>
                <td class="number">{money(part.average_deal.as_ref())}</td>
                <td class="number" title=fraction(part.win_rate)>{format::rate(part.win_rate)}</td>
                <td class="number">{format::decimal_or_undefined(part.cycle_days.median)}</td>
            </tr>
        }
    };
    let titles = [
        words.revenue,
        words.marketing_sourced,
        texts.investment,
        texts.roi,
        words.won_deals,
        texts.cac,
        words.average_deal,
        words.win_rate,
        words.col_median,
    ];
    let rows = parts.iter().rev().map(row).collect_view();
    view! {
        <ScrollTable label=texts.over_time_title>
            <thead><tr><th scope="col">{texts.col_period}</th>{titles.into_iter().map(|title| view! { <th scope="col" class="number">{title}</th> }).collect_view()}</tr></thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}
