//! Two tables of two ways to look at the same leads: fit against engagement, and the CRM's MQLs against the model's.

use handoff::{
    leads::Stage,
    report::{AgreementCell, AgreementMatrix, MatrixCell, Rate, RecordsOf},
    words::fill,
};
use leptos::prelude::*;

use super::{bench::Scored, count};
use crate::app::{
    format, labels,
    parts::{Info, ScrollTable, fraction},
};

/// "below 8", "8 to 20", "20 and more": a band by the points it begins with.
fn band(from: &[f64], index: usize) -> String {
    let w = format::scoring();
    let least = index.checked_sub(1).and_then(|index| from.get(index));
    match (least, from.get(index)) {
        (None, None) => w.any_points.to_owned(),
        (None, Some(end)) => fill(w.points_below, &[("n", &format::exact(*end))]),
        (Some(least), Some(end)) => fill(w.points_between, &[("n", &format::exact(*least)), ("m", &format::exact(*end))]),
        (Some(least), None) => fill(w.points_from, &[("n", &format::exact(*least))]),
    }
}

/// `tracked`: SQL and Customer.
pub fn fit_and_engagement(scored: &Scored, opens: bool, tracked: [bool; 2]) -> AnyView {
    let w = format::scoring();
    let matrix = &scored.report.matrix;
    let judge = match tracked {
        [_, true] => Some(Stage::Customer),
        [true, false] => Some(Stage::Sql),
        [false, false] => None,
    };
    let won = |cell: &MatrixCell| match judge {
        Some(Stage::Customer) => Rate { numerator: cell.won, denominator: cell.leads },
        Some(_) => Rate { numerator: cell.sql, denominator: cell.leads },
        None => Rate::default(),
    };
    let most = matrix.cells.iter().filter(|cell| cell.leads > 0).filter_map(|cell| won(cell).value()).fold(0.0, f64::max);
    let one = |fit: usize, engagement: usize| {
        let at = |cell: &&MatrixCell| usize::from(cell.fit) == fit && usize::from(cell.engagement) == engagement;
        let Some(cell) = matrix.cells.iter().find(at).filter(|cell| cell.leads > 0) else {
            return view! { <td class="heat">{format::integer(0)}</td> }.into_any();
        };
        let rate = won(cell);
        let share = rate.value().map_or(0.0, |rate| if most > 0.0 { rate / most } else { 0.0 });
        let title = format!("{} {} · {} {}", w.fit, band(&matrix.fit_from, fit), w.engagement, band(&matrix.engagement_from, engagement));
        let of = RecordsOf::ScoreCell { fit: cell.fit, engagement: cell.engagement };
        view! {
            <td class="heat" style:--share=format!("{share:.3}") title=judge.map(|_| fraction(rate))>
                <b>{count(opens, cell.leads, of, title)}</b>
                <div class="small">{format::rate(rate)}{(rate.denominator > 0 && rate.is_thin()).then_some("*")}</div>
            </td>
        }
        .into_any()
    };
    let columns = matrix.engagement_from.len() + 1;
    let head = (0..columns).map(|index| view! { <th scope="col">{band(&matrix.engagement_from, index)}</th> }).collect_view();
    let rows = (0..=matrix.fit_from.len()).rev().map(|fit| {
        let cells = (0..columns).map(|engagement| one(fit, engagement)).collect_view();
        view! { <tr><th scope="row">{band(&matrix.fit_from, fit)}</th>{cells}</tr> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="card span-7">
            <div class="card-title"><h3>{w.matrix_title}</h3><Info text=w.matrix_def /></div>
            <p class="card-sub">{judge.map_or_else(|| w.not_tracked.to_owned(), |stage| fill(w.matrix_sub, &[("stage", labels::stage(stage))]))}</p>
            <ScrollTable label=w.matrix_title>
                <thead><tr><th scope="col">{w.matrix_corner}</th>{head}</tr></thead>
                <tbody class="heats">{rows}</tbody>
            </ScrollTable>
            <p class="card-foot">{w.foot}</p>
        </section>
    }
    .into_any()
}

pub fn crm_and_model(scored: &Scored, opens: bool) -> AnyView {
    let w = format::scoring();
    let body = match scored.report.agreement_matrix {
        Some(matrix) => four(&matrix, opens),
        None if scored.model.mql_score.is_none() && scored.model.sal_score.is_none() => view! { <p>{w.crm_no_threshold}</p> }.into_any(),
        None => view! { <p>{w.crm_not_tracked}</p> }.into_any(),
    };
    view! {
        <section class="card span-5">
            <div class="card-title"><h3>{w.crm_title}</h3><Info text=w.crm_def /></div>
            <p class="card-sub">{w.crm_sub}</p>
            {body}
        </section>
    }
    .into_any()
}

fn four(matrix: &AgreementMatrix, opens: bool) -> AnyView {
    let w = format::scoring();
    let cell = |class: &'static str, n: u64, cell: AgreementCell, says: &'static str| {
        let number = count(opens, n, RecordsOf::MqlAgreement { cell }, says.to_owned());
        view! { <td class=class><b>{number}</b><div class="small">{says}</div></td> }.into_any()
    };
    let with = vec![
        cell("agrees", matrix.both, AgreementCell::Both, w.crm_both),
        cell("crm-only", matrix.crm_only, AgreementCell::CrmOnly, w.crm_only),
    ];
    let without = vec![
        cell("model-only", matrix.model_only, AgreementCell::ModelOnly, w.crm_model_only),
        cell("agrees", matrix.neither, AgreementCell::Neither, w.crm_neither),
    ];
    let mqls = Rate { numerator: matrix.both, denominator: matrix.both + matrix.crm_only + matrix.model_only };
    let same = fill(w.crm_same, &[("rate", &format::rate(mqls)), ("fraction", &fraction(mqls))]);
    view! {
        <ScrollTable label=w.crm_title>
            <thead><tr><th scope="col">{w.crm_corner}</th><th scope="col">{w.model_yes}</th><th scope="col">{w.model_no}</th></tr></thead>
            <tbody class="heats">
                <tr><th scope="row">{w.crm_yes}</th>{with}</tr>
                <tr><th scope="row">{w.crm_no}</th>{without}</tr>
            </tbody>
        </ScrollTable>
        <p class="card-foot">{same}</p>
    }
    .into_any()
}
