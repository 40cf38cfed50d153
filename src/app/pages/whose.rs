//! Whose move it is that delivered leads did not become SQL: four cells, each with its leads. Shared by the board and the reasons page.

use handoff::{
    leads::Dimension,
    report::{Blame, BlameCounts, LeadsOf, RecordsOf, Responsibility, ResponsibilityPart},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    format, labels,
    parts::{Opens, ScrollTable},
};

const ROWS: usize = 20;

fn count(cells: &BlameCounts, cell: Blame) -> u64 {
    match cell {
        Blame::Targeting => cells.targeting,
        Blame::FollowUp => cells.follow_up,
        Blame::Definition => cells.definition,
        Blame::Both => cells.both,
    }
}

fn cell_name(cell: Blame) -> &'static str {
    let texts = format::promises();
    match cell {
        Blame::Targeting => texts.whose_targeting,
        Blame::FollowUp => texts.whose_follow_up,
        Blame::Definition => texts.whose_definition,
        Blame::Both => texts.whose_both,
    }
}

pub fn card(responsibility: &Responsibility, class: &'static str) -> AnyView {
    let texts = format::promises();
    let cell = |cell: Blame, kind: &'static str| {
        let of = RecordsOf::Responsibility { cell: Some(cell), part: LeadsOf::All };
        let text = format::integer(count(&responsibility.cells, cell));
        view! {
            <td class=kind>
                <span class="whose-number"><Opens of=of title=cell_name(cell) text=text /></span>
                <span>{cell_name(cell)}</span>
            </td>
        }
        .into_any()
    };
    let [definition, targeting] = [cell(Blame::Definition, "of-definition"), cell(Blame::Targeting, "of-targeting")];
    let [follow_up, both] = [cell(Blame::FollowUp, "of-follow-up"), cell(Blame::Both, "of-both")];
    let unjudged = (responsibility.unjudged > 0).then(|| {
        let text = fill(texts.whose_unjudged, &[("n", &format::integer(responsibility.unjudged))]);
        let of = RecordsOf::Responsibility { cell: None, part: LeadsOf::All };
        view! { <p class="card-foot"><Opens of=of title=texts.unjudged text=text /></p> }
    });
    view! {
        <section class=class>
            <h3>{texts.whose_title}</h3>
            <p class="card-sub">{fill(texts.whose_sub, &[("n", &format::integer(responsibility.leads))])}</p>
            <ScrollTable label=texts.whose_title>
                <thead><tr><th scope="col">{texts.whose_word}</th><th scope="col">{texts.whose_met}</th><th scope="col">{texts.whose_not_met}</th></tr></thead>
                <tbody class="whose">
                    <tr><th scope="row">{texts.whose_followed}</th>{definition}{targeting}</tr>
                    <tr><th scope="row">{texts.whose_not_followed}</th>{follow_up}{both}</tr>
                </tbody>
            </ScrollTable>
            {unjudged}
        </section>
    }
    .into_any()
}

/// The same by source or owner.
pub fn parts(parts: &[ResponsibilityPart], dimension: Dimension) -> AnyView {
    if parts.is_empty() {
        return ().into_any();
    }
    let (words, texts) = (format::words(), format::promises());
    let row = move |part: &ResponsibilityPart| {
        let label = labels::value(part.value.as_deref());
        let opens = |cell: Option<Blame>, leads: u64| {
            let of = RecordsOf::Responsibility { cell, part: LeadsOf::Value { dimension, value: part.value.clone() } };
            let title = format!("{label} · {}", cell.map_or(texts.unjudged, cell_name));
            view! { <td class="number"><Opens of=of title=title text=format::integer(leads) /></td> }
        };
        let cells = Blame::ALL.map(|cell| opens(Some(cell), count(&part.cells, cell)));
        view! { <tr><th scope="row"><bdi>{label.clone()}</bdi></th>{cells.into_iter().collect_view()}{opens(None, part.unjudged)}</tr> }
    };
    let title = fill(texts.whose_part, &[("what", labels::dimension(dimension))]);
    let head = Blame::ALL.map(|cell| view! { <th scope="col" class="number">{cell_name(cell)}</th> });
    let rest = parts.len().saturating_sub(ROWS);
    let head = head.into_iter().collect_view();
    let rows = parts.iter().take(ROWS).map(row).collect_view();
    view! {
        <section class="card span-12">
            <h3>{title.clone()}</h3>
            <ScrollTable label=title>
                <thead><tr><th scope="col">{labels::dimension(dimension)}</th>{head}<th scope="col" class="number">{texts.unjudged}</th></tr></thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
            {(rest > 0).then(|| view! { <p class="card-foot">{fill(words.more_rows, &[("n", &format::integer(rest as u64))])}</p> })}
        </section>
    }
    .into_any()
}
