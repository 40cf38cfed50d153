//! What earlier imports came to, and what has changed since in months that were over. All is in the kept reports: nothing is asked.

use handoff::{
    report::Money,
    team::{MOST_SNAPSHOTS, Measure, Moved, Snapshot, changes as compare},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    format, labels,
    parts::ScrollTable,
    state::{AppState, use_app},
};

pub fn changes() -> AnyView {
    let state = use_app();
    let words = format::kept();
    let body = move || {
        let snapshots = state.team.snapshots.get().snapshots;
        if snapshots.is_empty() {
            return view! { <p class="quiet">{words.snapshots_none}</p> }.into_any();
        }
        let comparison = (snapshots.len() > 1).then(|| comparison(&snapshots));
        view! { {list(state, &snapshots)} {comparison} }.into_any()
    };
    view! {
        <h2>{words.snapshots_title}</h2>
        <section class="card">
            <p class="card-sub">{fill(words.snapshots_sub, &[("n", &format::integer(MOST_SNAPSHOTS as u64))])}</p>
            {body}
        </section>
    }
    .into_any()
}

fn as_of(snapshot: &Snapshot) -> String {
    snapshot.as_of.as_deref().and_then(format::iso_unix).map_or_else(|| format::UNDEFINED.to_owned(), format::moment)
}

fn list(state: AppState, snapshots: &[Snapshot]) -> AnyView {
    let words = format::kept();
    let row = |snapshot: &Snapshot| {
        let (id, made) = (snapshot.id, format::moment(snapshot.made_at));
        let file = |file: &handoff::team::SnapshotFile| {
            let text = fill(words.file_rows, &[("name", &format!("\u{2068}{}\u{2069}", file.name)), ("n", &format::integer(file.rows))]);
            view! { <div>{text}</div> }
        };
        view! {
            <tr>
                <td>{made.clone()}</td>
                <td>{snapshot.files.iter().map(file).collect_view()}</td>
                <td>{as_of(snapshot)}</td>
                <td class="number">
                    <button type="button" class="button link" aria-label=fill(words.remove_what, &[("what", &made)]) on:click=move |_| state.change_snapshots(|all| all.remove(id))>{words.remove}</button>
                </td>
            </tr>
        }
    };
    let rows = snapshots.iter().rev().map(row).collect_view();
    view! {
        <ScrollTable label=words.snapshots_title>
            <thead><tr><th scope="col">{words.kept_on}</th><th scope="col">{words.files}</th><th scope="col">{format::words().as_of_label}</th><td></td></tr></thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}

/// Two of the reports side by side; the last two to begin with.
fn comparison(snapshots: &[Snapshot]) -> AnyView {
    let words = format::kept();
    let last = snapshots.len() - 1;
    let (from, to) = (RwSignal::new(last - 1), RwSignal::new(last));
    let names: Vec<String> = snapshots.iter().map(|snapshot| format::moment(snapshot.made_at)).collect();
    let select = |label: &'static str, chosen: RwSignal<usize>| {
        let option = |(index, name): (usize, &String)| {
            view! { <option value=index.to_string() selected=move || chosen.get() == index>{name.clone()}</option> }
        };
        let change = move |event| {
            if let Ok(index) = event_target_value(&event).parse() {
                chosen.set(index);
            }
        };
        view! {
            <label class="field"><span>{label}</span>
                <select class="select" on:change=change>{names.iter().enumerate().map(option).collect_view()}</select>
            </label>
        }
    };
    let selects = view! { {select(words.changes_from, from)} {select(words.changes_to, to)} };
    let snapshots = snapshots.to_vec();
    let found = move || match (snapshots.get(from.get()), snapshots.get(to.get())) {
        (Some(before), Some(after)) => found(before, after),
        _ => ().into_any(),
    };
    view! {
        <h3 class="changes-title">{words.changes_title}</h3>
        <p class="card-sub">{words.changes_sub}</p>
        <div class="row">{selects}</div>
        <div aria-live="polite">{found}</div>
    }
    .into_any()
}

fn found(before: &Snapshot, after: &Snapshot) -> AnyView {
    let words = format::kept();
    let found = compare(before, after);
    if found.other_calendar {
        return view! { <p class="warning">{words.changes_calendar}</p> }.into_any();
    }
    let agreement = found.other_agreement.then(|| view! { <p class="warning">{words.changes_agreement}</p> });
    if found.moved.is_empty() {
        return view! { {agreement} <p class="quiet">{words.changes_none}</p> }.into_any();
    }
    let currency = found.currency.clone();
    let row = |moved: &Moved| {
        let [before, after] = [moved.before, moved.after].map(|value| amount(moved.measure, value, currency.clone()));
        let size = amount(moved.measure, moved.difference().abs(), currency.clone());
        let month = format::month(&moved.month);
        let sentence = if moved.difference() > 0 { words.moved_in } else { words.moved_out };
        view! {
            <tr>
                <th scope="row">{month.clone()}</th>
                <td>{measure(moved.measure)}</td>
                <td class="number">{before}</td>
                <td class="number">{after}</td>
                <td class="number">{format::with_sign(moved.difference() as f64, &size)}</td>
                <td>{fill(sentence, &[("n", &size), ("what", measure(moved.measure)), ("month", &month)])}</td>
            </tr>
        }
    };
    let rows = found.moved.iter().map(row).collect_view();
    view! {
        {agreement}
        <ScrollTable label=words.changes_title>
            <thead>
                <tr>
                    <th scope="col">{words.month}</th>
                    <th scope="col">{words.measure}</th>
                    <th scope="col" class="number">{words.before}</th>
                    <th scope="col" class="number">{words.after}</th>
                    <th scope="col" class="number">{words.difference}</th>
                    <th scope="col">{words.in_words}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}

fn measure(measure: Measure) -> &'static str {
    let words = format::kept();
    match measure {
        Measure::Entered(stage) => labels::stage(stage),
        Measure::Disqualified => words.measure_disqualified,
        Measure::WonDeals => format::words().won_deals,
        Measure::Revenue => format::words().revenue,
        Measure::Delivered => words.measure_delivered,
        Measure::InTime => words.measure_in_time,
    }
}

fn amount(measure: Measure, value: i64, currency: Option<String>) -> String {
    match measure {
        Measure::Revenue => format::money(&Money { minor: value, currency }),
        _ => format::decimal(value as f64),
    }
}
