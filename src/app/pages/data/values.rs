//! What stage, status and reason values of the files mean: shown for confirmation after every reading, each correctable. The words
//! themselves are matched in the library.

use handoff::{
    agreement::Agreement,
    import::{Kind, Meaning, ReasonSeen, ValueMapping, ValueSeen},
    leads::{DealState, Status},
    order::sort_few_by_key,
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    format, import_flow, labels,
    parts::{Row, ScrollTable, keyed},
    state::use_app,
};

const LEAD_MEANINGS: [Status; 9] = [
    Status::Unknown,
    Status::Lead,
    Status::Mql,
    Status::Sal,
    Status::Sql,
    Status::Opportunity,
    Status::Customer,
    Status::Disqualified,
    Status::Recycled,
];
const DEAL_MEANINGS: [DealState; 3] = [DealState::Open, DealState::Won, DealState::Lost];
/// Rows drawn at once.
const MORE: usize = 100;

fn meaning_label(meaning: Meaning) -> &'static str {
    let words = format::words();
    match meaning {
        Meaning::Deal(deal_state) => labels::deal_state(deal_state),
        Meaning::Lead(Status::Unknown) => words.value_unknown,
        Meaning::Lead(Status::Disqualified) => words.outcome_disqualified,
        Meaning::Lead(Status::Recycled) => words.outcome_recycled,
        Meaning::Lead(status) => status.stage().map_or(words.value_unknown, labels::stage),
    }
}

/// Each value with the sniffed file it can be corrected in; the unknown ones first, then the frequent ones.
#[component]
pub fn Values(mut values: Vec<(ValueSeen, Option<usize>)>) -> impl IntoView {
    let words = format::words();
    sort_few_by_key(&mut values, |(value, _)| (value.meaning.is_some(), value.file, std::cmp::Reverse(value.count)));
    let count = values.len();
    let shown = RwSignal::new(MORE);
    let values = StoredValue::new(values);
    (count > 0).then(|| view! {
        <h2>{words.check_values}</h2>
        <section class="card">
            <p class="card-sub">{words.check_values_sub}</p>
            <ScrollTable label=words.check_values>
                <thead><tr><th scope="col">{words.col_column}</th><th scope="col">{words.col_value}</th><th scope="col" class="number">{words.col_count}</th><th scope="col">{words.col_meaning}</th></tr></thead>
                <tbody>
                    {keyed(move || (0..shown.get().min(count)).map(|index| Row::new(index, move || {
                        values.with_value(|values| values.get(index).cloned()).map(|(value, file)| view! { <ValueRow value=value file=file /> }).into_any()
                    })).collect())}
                </tbody>
            </ScrollTable>
            <More shown=shown count=count />
        </section>
    })
}

#[component]
fn More(shown: RwSignal<usize>, count: usize) -> impl IntoView {
    let words = format::words();
    view! {
        <Show when=move || shown.get() < count>
            <div class="actions"><button class="button" type="button" on:click=move |_| shown.update(|shown| *shown += MORE)>{words.show_more}</button></div>
        </Show>
    }
}

#[component]
fn ValueRow(value: ValueSeen, file: Option<usize>) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let kind = untrack(|| file.and_then(|file| import_flow::proposal(state, file, |proposal| proposal.mapping.kind)));
    let meanings: Vec<Meaning> = match (value.meaning, kind) {
        (Some(Meaning::Deal(_)), _) | (None, Some(Kind::Deals)) => DEAL_MEANINGS.map(Meaning::Deal).to_vec(),
        _ => LEAD_MEANINGS.map(Meaning::Lead).to_vec(),
    };
    let (header, raw, read) = (value.header.clone(), value.raw.clone(), value.meaning);
    let corrected = move |mapping: &handoff::import::FileMapping| {
        mapping.values.iter().find(|known| known.header == header && known.raw == raw).map(|known| known.meaning)
    };
    let current = Memo::new(move |_| {
        let correction = file.and_then(|file| import_flow::proposal(state, file, |proposal| corrected(&proposal.mapping)).flatten());
        correction.or(read)
    });
    let label = fill(words.field_for, &[("column", &value.raw)]);
    let meaning = match file {
        None => value.meaning.map_or(words.value_unknown, meaning_label).into_any(),
        Some(file) => {
            let choices = meanings.clone();
            let (header, raw) = (value.header.clone(), value.raw.clone());
            let choose = move |event| {
                let Some(meaning) = event_target_value(&event).parse::<usize>().ok().and_then(|index| choices.get(index).copied()) else {
                    return;
                };
                import_flow::change(state, file, |mapping| {
                    mapping.values.retain(|known| known.header != header || known.raw != raw);
                    mapping.values.push(ValueMapping { header: header.clone(), raw: raw.clone(), meaning });
                });
            };
            let is_unknown = value.meaning.is_none();
            view! {
                <select class="select" class:unset=move || current.get().is_none() aria-label=label on:change=choose>
                    {is_unknown.then(|| view! { <option prop:selected=true value="">{words.value_unknown}</option> })}
                    {meanings.into_iter().enumerate().filter(|(_, meaning)| !is_unknown || *meaning != Meaning::Lead(Status::Unknown)).map(|(index, meaning)| view! {
                        <option value=index.to_string() prop:selected=move || current.get() == Some(meaning)>{meaning_label(meaning)}</option>
                    }).collect_view()}
                </select>
            }
            .into_any()
        }
    };
    view! {
        <tr>
            <td><bdi>{value.header}</bdi></td>
            <td><bdi>{value.raw}</bdi></td>
            <td class="number">{format::integer(value.count)}</td>
            <td>{meaning}</td>
        </tr>
    }
}

/// Reasons are named in the agreement, not in the files' matching: the name holds at once, for every file.
#[component]
pub fn Reasons(reasons: Vec<ReasonSeen>) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let names = move || {
        let mut names = state.agreement.with(|agreement| agreement.reasons.values().cloned().collect::<Vec<_>>());
        names.sort();
        names.dedup();
        names.into_iter().map(|name| view! { <option value=name></option> }).collect_view()
    };
    let count = reasons.len();
    let shown = RwSignal::new(MORE);
    let reasons = StoredValue::new(reasons);
    let rename = move |raw: &str, name: String| {
        let mut agreement: Agreement = state.agreement.get_untracked();
        if name.is_empty() || name == raw {
            agreement.reasons.remove(raw);
        } else {
            agreement.reasons.insert(raw.to_owned(), name);
        }
        state.set_agreement(agreement);
    };
    let row = move |reason: ReasonSeen| {
        let raw = reason.raw.clone();
        let name = state.agreement.with_untracked(|agreement| agreement.reasons.get(&raw).cloned().unwrap_or_default());
        view! {
            <tr>
                <td><bdi>{reason.raw.clone()}</bdi></td>
                <td class="number">{format::integer(reason.count)}</td>
                <td><input class="input" dir="auto" list="agreed-reasons" aria-label=fill(words.reason_for, &[("reason", &reason.raw)]) placeholder=reason.raw.clone() value=name
                    on:change=move |event| rename(&raw, event_target_value(&event).trim().to_owned()) /></td>
            </tr>
        }
    };
    (count > 0).then(|| view! {
        <h2>{words.check_reasons}</h2>
        <section class="card">
            <p class="card-sub">{words.check_reasons_sub}</p>
            <datalist id="agreed-reasons">{names}</datalist>
            <ScrollTable label=words.check_reasons>
                <thead><tr><th scope="col">{words.col_value}</th><th scope="col" class="number">{words.col_count}</th><th scope="col">{words.col_agreed_name}</th></tr></thead>
                <tbody>
                    {keyed(move || (0..shown.get().min(count)).map(|index| Row::new(index, move || {
                        reasons.with_value(|reasons| reasons.get(index).cloned()).map(row).into_any()
                    })).collect())}
                </tbody>
            </ScrollTable>
            <More shown=shown count=count />
        </section>
    })
}
