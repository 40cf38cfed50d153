//! What waits for its first follow-up: by owner, and lead by lead, those with the least time left first. Names are asked for as rows are
//! shown; the page keeps none of them.

use std::sync::Arc;

use handoff::{
    agreement::Clock,
    leads::Dimension,
    report::{DueLead, DueTotals, FollowUpOf, LeadsOf, Report, Speed, Verdict},
    words::fill,
};
use leptos::prelude::*;

use super::{Chosen, opens};
use crate::app::{
    door::document,
    durations, format, labels,
    parts::{Names, ScrollTable, chip},
    route::Page,
    state::AppState,
};

/// Rows drawn at first.
pub const ROWS: usize = 20;

pub fn cards(state: AppState, report: &Arc<Report>, chosen: Chosen) -> AnyView {
    let words = format::follow_up();
    let Some(totals) = report.due_totals.clone() else { return ().into_any() };
    if totals.pending + totals.breached == 0 {
        return view! { <section class="card span-12"><h3>{words.due_title}</h3> <p class="quiet">{words.due_none}</p></section> }
            .into_any();
    }
    view! { {list(state, Arc::clone(report), totals.clone(), chosen)} {by_owner(&totals)} }.into_any()
}

/// The due leads of the chosen owner.
fn of_owner(report: &Report, totals: &DueTotals, chosen: usize) -> Vec<DueLead> {
    let owner = chosen.checked_sub(1).and_then(|index| totals.by_owner.get(index));
    report.due.iter().filter(|due| owner.is_none_or(|of| of.owner == due.owner)).cloned().collect()
}

fn list(state: AppState, report: Arc<Report>, totals: DueTotals, chosen: Chosen) -> AnyView {
    let words = format::follow_up();
    let names = Names::new();
    let on = report.speed.as_ref().map_or(Clock::Business, Speed::clock);
    let owners = std::iter::once(words.all_owners.to_owned()).chain(totals.by_owner.iter().map(|of| labels::value(of.owner.as_deref())));
    let owners: Vec<String> = owners.collect();
    let count = owners.len();
    // The owner may be gone with another filter.
    let owner = Signal::derive(move || Some(chosen.owner.get()).filter(|index| *index < count).unwrap_or(0));
    let sums: Vec<u64> = totals.by_owner.iter().map(|of| of.pending + of.breached).collect();
    let all_due = totals.pending + totals.breached;
    let opened = [
        (FollowUpOf::Due { verdict: Verdict::Pending }, totals.pending),
        (FollowUpOf::Due { verdict: Verdict::Breached }, totals.breached),
    ];
    let opened = opened.map(|(of, n)| {
        let title = if matches!(of, FollowUpOf::Due { verdict: Verdict::Pending }) { words.due_pending } else { words.due_breached };
        view! { <span>{title} ": " <strong>{opens(of, LeadsOf::All, n, title.to_owned())}</strong></span> }
    });
    let due = Memo::new(move |_| of_owner(&report, &totals, owner.get()));
    let shown = Memo::new(move |_| due.with(|due| due.iter().take(chosen.rows.get()).cloned().collect::<Vec<_>>()));
    Effect::new(move || shown.with(|due| names.ask(state, due.iter().map(|due| due.lead))));
    let rows = move || shown.get().into_iter().map(|due| row(state, due, on, names)).collect_view();
    let rest = move || due.with(Vec::len).saturating_sub(chosen.rows.get());
    // The report lists the first of each kind, whoever owns them.
    let note = move || {
        let listed = due.with(Vec::len) as u64;
        let all = owner.get().checked_sub(1).and_then(|index| sums.get(index)).copied().unwrap_or(all_due);
        let text = fill(words.due_listed, &[("n", &format::integer(listed)), ("m", &format::integer(all))]);
        (all > listed).then(|| view! { <p class="card-foot">{text}</p> })
    };
    let choose = Callback::new(move |index| {
        chosen.owner.set(index);
        chosen.rows.set(ROWS);
    });
    view! {
        <section class="card span-8 sales">
            <div class="card-title"><h3>{words.due_title}</h3> {chip(format::words().dim_owner, owners, owner, choose)}</div>
            <p class="card-sub due-sums">{opened}</p>
            <ScrollTable label=words.due_title>
                <thead>
                    <tr>
                        <th scope="col">{format::words().lead_title}</th>
                        <th scope="col">{format::words().dim_owner}</th>
                        <th scope="col">{words.col_due}</th>
                        <th scope="col" class="number">{words.col_left} " (" {format::terms().clock_of(on)} ")"</th>
                        <th scope="col">{words.col_clock}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
            <p class="visually-hidden" role="status">{move || fill(words.due_shown, &[("n", &format::integer(due.with(Vec::len) as u64))])}</p>
            <Show when=move || { rest() > 0 }>
                <button class="button link" on:click=move |_| chosen.rows.update(|rows| *rows += 100)>
                    {move || fill(format::words().more_rows, &[("n", &format::integer(rest() as u64))])}
                </button>
            </Show>
            {note}
        </section>
    }
    .into_any()
}

fn row(state: AppState, due: DueLead, on: Clock, names: Names) -> AnyView {
    let words = format::follow_up();
    let lead = due.lead;
    let moment = due.due.as_deref().map(|iso| format::iso_unix(iso).map_or_else(|| iso.to_owned(), format::moment));
    let is_over = due.verdict == Verdict::Breached;
    let inspect = move |_| {
        AppState::navigate(state.route.with_untracked(|route| route.with_lead(Page::FollowUp, lead)));
        document::focus_soon("#clock");
    };
    view! {
        <tr class:selected=move || state.route.with(|route| route.lead == Some(lead))>
            <th scope="row" class="plain-cell"><a href=move || state.route.with(|route| route.with_lead(Page::Lead, lead).hash())><bdi>{move || names.of(lead)}</bdi></a></th>
            <td><bdi>{labels::value(due.owner.as_deref())}</bdi></td>
            <td>{moment.unwrap_or_else(|| format::UNDEFINED.to_owned())}</td>
            <td class="number" class:below=is_over>{is_over.then(|| view! { <span aria-hidden="true">"▼ "</span> })} {state.agreement.with_untracked(|all| durations::left(&due, on, all))}</td>
            <td>
                <button class="button link" aria-label=move || fill(words.clock_of, &[("name", &names.of(lead))]) on:click=inspect>{words.clock_show}</button>
            </td>
        </tr>
    }
    .into_any()
}

fn by_owner(totals: &DueTotals) -> AnyView {
    let words = format::follow_up();
    let row = |owner: &handoff::report::DueOfOwner| {
        let name = labels::value(owner.owner.as_deref());
        let cell = |verdict: Verdict, n: u64, label: &str| {
            let part = LeadsOf::Value { dimension: Dimension::Owner, value: owner.owner.clone() };
            view! { <td class="number">{opens(FollowUpOf::Due { verdict }, part, n, format!("{name} · {label}"))}</td> }
        };
        view! {
            <tr>
                <th scope="row" class="plain-cell"><bdi>{name.clone()}</bdi></th>
                {cell(Verdict::Pending, owner.pending, words.due_pending)}
                {cell(Verdict::Breached, owner.breached, words.due_breached)}
            </tr>
        }
    };
    let rows = totals.by_owner.iter().map(row).collect_view();
    view! {
        <section class="card span-4 sales">
            <h3>{words.due_by_owner}</h3>
            <ScrollTable label=words.due_by_owner>
                <thead>
                    <tr>
                        <th scope="col">{format::words().dim_owner}</th>
                        <th scope="col" class="number">{words.due_pending}</th>
                        <th scope="col" class="number">{words.due_breached}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
            <p class="card-foot">{words.due_save_hint}</p>
        </section>
    }
    .into_any()
}
