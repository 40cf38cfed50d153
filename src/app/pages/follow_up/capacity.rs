//! Whether the reps have the time that the touch plan takes.

use handoff::{
    agreement::TouchPlan,
    leads::Dimension,
    report::{CapacityPart, FollowUpOf, LeadsOf, Report},
    words::fill,
};
use leptos::prelude::*;

use super::opens;
use crate::app::{
    format, labels,
    parts::{Info, ScrollTable},
    state::AppState,
};

/// Rows drawn at first.
const ROWS: usize = 15;

pub fn card(state: AppState, report: &Report) -> AnyView {
    let words = format::follow_up();
    let Some(capacity) = report.capacity.clone() else { return ().into_any() };
    let whole = &capacity.whole;
    let days = format::integer(u64::from(capacity.working_days));
    let planned = state.agreement.with_untracked(|agreement| agreement.sales.touch_plan.map_or(0, TouchPlan::attempts));
    let sentence = match (whole.utilisation, whole.sustainable_attempts) {
        (Some(used), Some(attempts)) => {
            let pattern = if used > 1.0 { words.capacity_over } else { words.capacity_fits };
            let (used, attempts) = (format::percent(used), format::decimal(attempts));
            fill(pattern, &[("used", &used), ("attempts", &attempts), ("planned", &format::integer(u64::from(planned))), ("days", &days)])
        }
        _ => fill(words.capacity_none, &[("days", &days)]),
    };
    let all = RwSignal::new(false);
    let rest = capacity.by_owner.len().saturating_sub(ROWS);
    let total = row(None, whole);
    let rows = move || {
        let shown = if all.get() { capacity.by_owner.len() } else { ROWS.min(capacity.by_owner.len()) };
        capacity.by_owner[..shown].iter().map(|part| row(Some(labels::value(part.owner.as_deref())), part)).collect_view()
    };
    view! {
        <section class="card span-6 sales">
            <div class="team"><span class="dot"></span><h3>{words.capacity_title}</h3> <Info text=words.capacity_def /></div>
            <p class="card-sub">{sentence}</p>
            <ScrollTable label=words.capacity_title>
                <thead>
                    <tr>
                        <th scope="col">{format::words().dim_owner}</th>
                        <th scope="col" class="number">{words.delivered}</th>
                        <th scope="col" class="number">{words.col_needed}</th>
                        <th scope="col" class="number">{words.col_available}</th>
                        <th scope="col" class="number">{words.col_used}</th>
                        <th scope="col" class="number">{words.col_sustainable}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>{total}</tfoot>
            </ScrollTable>
            <Show when=move || { rest > 0 && !all.get() }>
                <button class="button link" on:click=move |_| all.set(true)>{fill(format::words().more_rows, &[("n", &format::integer(rest as u64))])}</button>
            </Show>
        </section>
    }
    .into_any()
}

/// `None`: the whole.
fn row(owner: Option<String>, part: &CapacityPart) -> AnyView {
    let words = format::follow_up();
    let of = match &owner {
        Some(_) => LeadsOf::Value { dimension: Dimension::Owner, value: part.owner.clone() },
        None => LeadsOf::All,
    };
    let name = owner.unwrap_or_else(|| format::words().total.to_owned());
    let hours = |minutes: f64| fill(format::promises().dur_hours, &[("h", &format::integer((minutes / 60.0).round() as u64))]);
    let is_over = part.utilisation.is_some_and(|used| used > 1.0);
    let delivered = opens(FollowUpOf::Delivered, of, part.delivered, format!("{name} · {}", words.delivered));
    view! {
        <tr>
            <th scope="row" class="plain-cell"><bdi>{name}</bdi></th>
            <td class="number">{delivered}</td>
            <td class="number">{part.needed_minutes.map_or_else(|| format::UNDEFINED.to_owned(), hours)}</td>
            <td class="number">{hours(part.available_minutes)}</td>
            <td class="number" class:below=is_over title=part.utilisation.is_none().then_some(words.no_time)>
                {is_over.then(|| view! { <span aria-hidden="true">"▲ "</span> <span class="visually-hidden">{words.over_full} " "</span> })}
                {part.utilisation.map_or_else(|| format::UNDEFINED.to_owned(), format::percent)}
            </td>
            <td class="number">{format::decimal_or_undefined(part.sustainable_attempts)}</td>
        </tr>
    }
    .into_any()
}
