//! Other thresholds and what they would mean. A press takes one into the draft; the rows stay in place while they are counted anew, so
//! that the focus does too.

use handoff::{report::WhatIf, words::fill};
use leptos::prelude::*;

use super::{bench::Bench, rate_cell};
use crate::app::{
    format,
    parts::{Info, Row, ScrollTable, keyed},
};

/// The row of a score, once it is known.
fn of_score(bench: Bench, score: f64) -> Option<WhatIf> {
    bench.scored.with(|scored| {
        let known = &scored.as_ref()?.report.what_if;
        known.iter().find(|one| one.score.to_bits() == score.to_bits()).cloned()
    })
}

pub fn what_if(bench: Bench) -> AnyView {
    let (w, words) = (format::scoring(), format::words());
    let scores = Memo::new(move |_| {
        bench.scored.with(|scored| {
            let known = scored.as_ref().map(|scored| &scored.report.what_if);
            known.map_or_else(Vec::new, |all| all.iter().map(|one| one.score).collect::<Vec<f64>>())
        })
    });
    let rows = keyed(move || scores.get().into_iter().map(|score| Row::new(score.to_bits(), move || row(bench, score))).collect());
    view! {
        <section class="card">
            <div class="card-title"><h3>{w.what_if_question}</h3><Info text=w.what_if_def /></div>
            <p class="card-sub">{w.what_if_sub}</p>
            {move || scores.with(Vec::is_empty).then(|| view! { <p class="quiet">{w.none_no_rule}</p> })}
            <div class="what-if" hidden=move || scores.with(Vec::is_empty)>
                <ScrollTable label=w.what_if_title>
                    <thead><tr>
                        <th scope="col">{w.mql_score}</th>
                        <th scope="col" class="number">{words.stage_mql}</th>
                        <th scope="col" class="number">{w.mqls_a_month}</th>
                        <th scope="col" class="number">{w.per_rep}</th>
                        <th scope="col" class="number">{fill(w.rate_of, &[("stage", words.stage_sql)])}</th>
                        <th scope="col" class="number">{fill(w.rate_of, &[("stage", words.stage_customer)])}</th>
                        <th scope="col" class="no-print">{w.choose}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </ScrollTable>
            </div>
            <p class="card-foot">{w.foot}</p>
        </section>
    }
    .into_any()
}

fn row(bench: Bench, score: f64) -> AnyView {
    let w = format::scoring();
    let known = Memo::new(move |_| of_score(bench, score));
    let is_own =
        Memo::new(move |_| bench.draft.agreement.with(|all| all.scoring.mql_score.is_some_and(|own| own.to_bits() == score.to_bits())));
    let number =
        move |of: fn(&WhatIf) -> Option<f64>| move || format::decimal_or_undefined(known.with(|known| known.as_ref().and_then(of)));
    let rate = move |of: fn(&WhatIf) -> handoff::report::Rate| move || known.with(|known| known.as_ref().map(|one| rate_cell(of(one))));
    let shown = format::exact(score);
    let label = fill(w.use_score, &[("score", &shown)]);
    let take = move |_| bench.change(|model| model.mql_score = Some(score));
    view! {
        <tr class:selected=move || is_own.get()>
            <th scope="row">{shown} {move || is_own.get().then(|| view! { " " <span class="tag">{w.own}</span> })}</th>
            <td class="number">{number(|one| Some(one.mqls as f64))}</td>
            <td class="number">{number(|one| one.mqls_per_month)}</td>
            <td class="number">{number(|one| one.per_rep_per_day)}</td>
            <td class="number">{rate(|one| one.sql)}</td>
            <td class="number">{rate(|one| one.won)}</td>
            <td class="no-print"><button type="button" class="button link" aria-label=label aria-pressed=move || is_own.get().to_string() on:click=take>{w.use_it}</button></td>
        </tr>
    }
    .into_any()
}
