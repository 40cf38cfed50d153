//! Speed by owner and by source, as tables: who follows up, how fast, and whose leads wait. A name filters the whole page.

use std::sync::Arc;

use handoff::{
    agreement::Clock,
    leads::Dimension,
    report::{FollowUpOf, LeadsOf, Report, SpeedPart},
    words::fill,
};
use leptos::prelude::*;

use super::{duration, opens, rate_cell};
use crate::app::{
    format, labels,
    parts::{Info, ScrollTable},
    state::AppState,
};

/// Rows drawn at first.
const ROWS: usize = 15;

/// What the shares of a row are held against.
#[derive(Clone, Copy)]
struct Promised {
    clock: Clock,
    speed: Option<f64>,
    disposition: Option<f64>,
}

pub fn cards(state: AppState, report: &Report) -> AnyView {
    let Some(speed) = &report.speed else { return ().into_any() };
    let promised = Promised {
        clock: speed.clock(),
        speed: speed.target.map(|target| target.share),
        disposition: report.disposition.as_ref().and_then(|disposition| disposition.target).map(|target| target.share),
    };
    view! {
        {table(state, Dimension::Owner, speed.by_owner.clone(), promised)}
        {table(state, Dimension::Source, speed.by_source.clone(), promised)}
    }
    .into_any()
}

fn table(state: AppState, dimension: Dimension, parts: Vec<SpeedPart>, promised: Promised) -> AnyView {
    if parts.is_empty() {
        return ().into_any();
    }
    let (words, all_words) = (format::follow_up(), format::words());
    let parts = Arc::new(parts);
    let title = fill(all_words.breakdown_title, &[("what", labels::dimension(dimension))]);
    let all = RwSignal::new(false);
    let rest = parts.len().saturating_sub(ROWS);
    let rows = move || {
        let shown = if all.get() { parts.len() } else { ROWS.min(parts.len()) };
        parts[..shown].iter().map(|part| row(state, dimension, part, promised)).collect_view()
    };
    view! {
        <section class="card span-12">
            <h3>{title.clone()}</h3>
            <ScrollTable label=title>
                <thead>
                    <tr>
                        <th scope="col">{labels::dimension(dimension)}</th>
                        <th scope="col" class="number">{words.delivered}</th>
                        <th scope="col" class="number">{words.followed_up}</th>
                        <th scope="col" class="number">{words.never}</th>
                        <th scope="col" class="number">{words.median}</th>
                        <th scope="col" class="number">{words.kept_share} " " <Info text=words.compliance_def /></th>
                        <th scope="col" class="number">{words.outcome_kept} " " <Info text=words.disposition_def /></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
            <Show when=move || { rest > 0 && !all.get() }>
                <button class="button link" on:click=move |_| all.set(true)>{fill(all_words.more_rows, &[("n", &format::integer(rest as u64))])}</button>
            </Show>
        </section>
    }
    .into_any()
}

fn row(state: AppState, dimension: Dimension, part: &SpeedPart, promised: Promised) -> AnyView {
    let words = format::follow_up();
    let name = labels::value(part.value.as_deref());
    let (value, filtered) = (part.value.clone(), part.value.clone());
    let count = |of: FollowUpOf, n: u64, label: &str| {
        let of_part = LeadsOf::Value { dimension, value: part.value.clone() };
        view! { <td class="number">{opens(of, of_part, n, format!("{name} · {label}"))}</td> }
    };
    let median = if promised.clock == Clock::Business { part.median_business_minutes } else { part.median_minutes };
    let label = fill(words.filter_by, &[("what", &name)]);
    view! {
        <tr class:selected=move || state.is_filtered(dimension, filtered.as_deref())>
            <th scope="row" class="plain-cell">
                <button class="open" aria-label=label on:click=move |_| state.toggle_filter(dimension, value.clone())><bdi>{name.clone()}</bdi></button>
            </th>
            {count(FollowUpOf::Delivered, part.delivered, words.delivered)}
            {count(FollowUpOf::FollowedUp, part.followed_up, words.followed_up)}
            {count(FollowUpOf::Never, part.never, words.never)}
            <td class="number">{duration(state, median, promised.clock)}</td>
            {rate_cell(part.compliance, promised.speed)}
            {rate_cell(part.disposition, promised.disposition)}
        </tr>
    }
    .into_any()
}
