//! Leads by the month they came in against the months since: customers, revenue, or the share that has become a customer.

use handoff::{
    report::{CohortMonth, Cohorts, Money, RecordsOf, Report},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    format,
    parts::{Info, Opens, ScrollTable, chip},
    picked::Picked,
};

/// What a cell shows.
const CUSTOMERS: usize = 0;
const SHARE: usize = 1;
/// Months since that have a column; older ones are summed in the last.
const COLUMNS: usize = 13;

pub fn card(report: &Report, chosen: Picked) -> Option<AnyView> {
    let words = format::returns();
    let cohorts = report.cohorts.as_ref().filter(|cohorts| !cohorts.months.is_empty())?;
    let mut names = vec![words.cohort_customers.to_owned(), words.cohort_share.to_owned()];
    if cohorts.months.iter().any(|month| month.revenue.is_some()) {
        names.push(format::words().revenue.to_owned());
    }
    let choose = Callback::new(move |index: usize| chosen.set(index));
    let undated = (cohorts.undated > 0).then(|| fill(words.cohort_undated, &[("n", &format::integer(cohorts.undated))]));
    Some(
        view! {
            <section class="card span-12">
                <div class="card-title">
                    <h3>{words.cohorts_title} " " <Info text=words.cohorts_def /></h3>
                    {chip(words.cohort_label, names, chosen.into(), choose)}
                </div>
                <p class="card-sub">{words.cohorts_sub}</p>
                {triangle(cohorts, chosen.get())}
                {undated.map(|text| view! { <p class="card-foot">{text}</p> })}
            </section>
        }
        .into_any(),
    )
}

fn triangle(cohorts: &Cohorts, shown: usize) -> AnyView {
    let words = format::returns();
    let width = cohorts.months.iter().map(|month| month.customers.len()).max().unwrap_or(0).min(COLUMNS);
    // The darkest cell is the largest of all: the eye compares rows and columns alike.
    let most = cohorts.months.iter().flat_map(|month| (0..width).filter_map(|since| number(month, since, shown))).fold(0.0, f64::max);
    let row = move |month: &CohortMonth| {
        let cells = (0..width).map(|since| cell(month, since, shown, most)).collect_view();
        let all = RecordsOf::CohortCell { month: month.month.clone(), since: None };
        let title = format::month(&month.month);
        let won: u64 = month.customers.iter().sum();
        let total = match shown {
            CUSTOMERS => format::integer(won),
            SHARE => format::rate(handoff::report::Rate { numerator: won, denominator: month.leads }),
            _ => month.revenue.as_ref().map_or_else(|| format::UNDEFINED.to_owned(), |all| format::money_short(&sum(all))),
        };
        view! {
            <tr>
                <th scope="row">{title.clone()}</th>
                <td class="number"><Opens of=all title=title text=format::integer(month.leads) /></td>
                <td class="number"><b>{total}</b></td>
                {cells}
            </tr>
        }
    };
    let since = |since: usize| {
        let text = format::integer(since as u64);
        if since + 1 == COLUMNS { format!("{text}+") } else { text }
    };
    let rows = cohorts.months.iter().map(row).collect_view();
    view! {
        <ScrollTable label=words.cohorts_title>
            <thead>
                <tr>
                    <th scope="col">{format::words().col_month}</th>
                    <th scope="col" class="number">{format::words().col_leads}</th>
                    <th scope="col" class="number">{format::words().total}</th>
                    {(0..width).map(|index| view! { <th scope="col" class="number">{since(index)}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody class="triangle">{rows}</tbody>
        </ScrollTable>
        <p class="card-foot">{words.months_since}</p>
    }
    .into_any()
}

fn sum(all: &[Money]) -> Money {
    Money { minor: all.iter().map(|money| money.minor).sum(), currency: all.first().and_then(|money| money.currency.clone()) }
}

/// The columns a cell sums: its own, the last one all that are beyond.
fn of_cell<T>(values: &[T], since: usize) -> &[T] {
    let end = if since + 1 == COLUMNS { values.len() } else { (since + 1).min(values.len()) };
    values.get(since..end).unwrap_or_default()
}

/// `None` where the month has not begun yet.
fn number(month: &CohortMonth, since: usize, shown: usize) -> Option<f64> {
    let customers = of_cell(&month.customers, since);
    if customers.is_empty() {
        return None;
    }
    match shown {
        CUSTOMERS => Some(customers.iter().sum::<u64>() as f64),
        SHARE => {
            let so_far: u64 = month.customers[..since + customers.len()].iter().sum();
            (month.leads > 0).then(|| so_far as f64 / month.leads as f64)
        }
        _ => Some(sum(of_cell(month.revenue.as_ref()?, since)).minor as f64),
    }
}

fn cell(month: &CohortMonth, since: usize, shown: usize, most: f64) -> AnyView {
    let Some(value) = number(month, since, shown) else { return view! { <td></td> }.into_any() };
    let text = match shown {
        CUSTOMERS => format::integer(value as u64),
        SHARE => format::percent(value),
        _ => month.revenue.as_ref().map_or_else(String::new, |all| format::money_short(&sum(of_cell(all, since)))),
    };
    // Five shades: more could not be told apart.
    let shade = if most > 0.0 && value > 0.0 { (value / most * 5.0).ceil().clamp(1.0, 5.0) as u8 } else { 0 };
    let class = format!("number shade-{shade}");
    let is_one_month = since + 1 < COLUMNS;
    if shown == CUSTOMERS && value > 0.0 && is_one_month {
        let of = RecordsOf::CohortCell { month: month.month.clone(), since: Some(since as u32) };
        let title = format!("{} · {}", format::month(&month.month), format::integer(since as u64));
        return view! { <td class=class><Opens of=of title=title text=text /></td> }.into_any();
    }
    view! { <td class=class>{text}</td> }.into_any()
}
