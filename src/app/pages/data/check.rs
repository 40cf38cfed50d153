//! Step 3: rows kept, merged, left out and why; what status values were taken to mean. Nothing is kept before it is accepted.

use handoff::{
    import::{ColumnMapping, DateOrder, IssueKind, Meaning, ValueMapping, ValueSeen},
    leads::{DealState, Status},
    protocol::{AcceptMode, SniffedFile},
    words::fill,
};
use leptos::prelude::*;

use super::issues::IssueList;
use crate::app::{
    format, import_flow, labels,
    state::{AppState, ImportState, use_app},
};

#[component]
pub fn Check() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let ImportState::Check(checked) = state.import.get_untracked() else { return ().into_any() };
    let only_deals = checked.leads == checked.deals && checked.deals_joined == 0 && checked.deals > 0;
    let merged: u64 = checked.files.iter().map(|file| file.rows_merged).sum();
    let left_out: u64 = checked.files.iter().map(|file| file.rows_left_out).sum();
    let number = |n: u64| format::integer(n);
    let mut remarks = vec![fill(words.check_merged, &[("n", &number(merged))]), fill(words.check_left_out, &[("n", &number(left_out))])];
    if checked.deals_joined > 0 {
        remarks.push(fill(words.check_joined, &[("n", &number(checked.deals_joined))]));
    }
    let names: Vec<String> = checked.files.iter().map(|file| file.name.clone()).collect();
    let assumed: Vec<_> = checked.issues.iter().filter(|group| group.kind == IssueKind::AssumedDateOrder).cloned().collect();
    let values = checked.values.clone();
    let changed = RwSignal::new(false);
    view! {
        <section class="card">
            <div class="hero">
                <span class="hero-number">{number(if only_deals { checked.deals } else { checked.leads })}</span>
                <span class="hero-of">{if only_deals { words.check_title_deals } else { words.check_title }} " · " {remarks.join(" · ")}</span>
            </div>
            {checked.unchanged.then(|| view! { <p class="warning">{words.check_unchanged}</p> })}
            {assumed.into_iter().map(|group| view! { <DateOrderQuestion header=group.column.unwrap_or_default() /> }).collect_view()}
            <div class="table-scroll" tabindex="0">
                <table>
                    <tbody>
                        {checked.files.iter().map(|file| view! {
                            <tr>
                                <td><bdi>{file.name.clone()}</bdi></td>
                                <td>{labels::kind(file.kind)}</td>
                                <td class="number">{fill(words.rows_n, &[("n", &number(file.rows_kept))])}</td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
            <div class="actions">
                <button class="button primary" disabled=move || changed.get() on:click=move |_| import_flow::accept(state)>{words.open_board}</button>
                <Show when=move || changed.get()>
                    <button class="button primary" on:click=move |_| read_again(state)>{words.read_again}</button>
                </Show>
                <button class="button" on:click=move |_| import_flow::discard(state)>{words.discard}</button>
            </div>
        </section>
        <h2>{words.check_issues}</h2>
        <IssueList groups=checked.issues.clone() names=names />
        {(!values.is_empty()).then(|| view! {
            <h2>{words.check_values}</h2>
            <section class="card">
                <p class="card-sub">{words.check_values_sub}</p>
                <div class="table-scroll" tabindex="0">
                    <table>
                        <thead><tr><th>{words.col_column}</th><th>{words.col_value}</th><th class="number">{words.col_count}</th><th>{words.col_meaning}</th></tr></thead>
                        <tbody>{values.into_iter().map(|value| view! { <ValueRow value=value changed=changed /> }).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        })}
    }
    .into_any()
}

/// Reads the same files again with the corrections made on this page.
fn read_again(state: AppState) {
    let taken: Vec<bool> = state.sniffed.with_untracked(|files| files.iter().map(|file| matches!(file, SniffedFile::Table(_))).collect());
    let mode = if state.same_shape_kept.get_untracked() { AcceptMode::Replace } else { AcceptMode::Add };
    import_flow::read(state, &taken, mode);
}

fn change_columns(state: AppState, header: &str, change: impl Fn(&mut ColumnMapping)) {
    state.sniffed.update(|files| {
        for file in files {
            if let SniffedFile::Table(proposal) = file {
                proposal.mapping.columns.iter_mut().filter(|column| column.header == header).for_each(&change);
            }
        }
    });
}

/// "Create Date could be read two ways", with both ways as buttons.
#[component]
fn DateOrderQuestion(header: String) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let question = fill(words.date_order_question, &[("column", &header)]);
    let button = |order: DateOrder, label: &'static str| {
        let header = header.clone();
        view! {
            <button class="button" on:click=move |_| {
                change_columns(state, &header, |column| column.date_order = Some(order));
                read_again(state);
            }>{label}</button>
        }
    };
    view! {
        <div class="warning">
            <span><bdi>{question}</bdi></span>
            {button(DateOrder::Dmy, words.date_order_dmy)}
            {button(DateOrder::Mdy, words.date_order_mdy)}
        </div>
    }
}

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

#[component]
fn ValueRow(value: ValueSeen, changed: RwSignal<bool>) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let is_deal = state.sniffed.with_untracked(|files| {
        files.iter().any(|file| {
            matches!(file, SniffedFile::Table(proposal)
                if proposal.mapping.kind == handoff::import::Kind::Deals && proposal.mapping.columns.iter().any(|column| column.header == value.header))
        })
    });
    let meanings: Vec<Meaning> = match value.meaning {
        Some(Meaning::Deal(_)) => DEAL_MEANINGS.map(Meaning::Deal).to_vec(),
        None if is_deal => DEAL_MEANINGS.map(Meaning::Deal).to_vec(),
        _ => LEAD_MEANINGS.map(Meaning::Lead).to_vec(),
    };
    let current = value.meaning;
    let choices = meanings.clone();
    let (header, raw) = (value.header.clone(), value.raw.clone());
    let choose = move |event| {
        let Some(meaning) = event_target_value(&event).parse::<usize>().ok().and_then(|index| choices.get(index).copied()) else { return };
        state.sniffed.update(|files| {
            for file in files {
                let SniffedFile::Table(proposal) = file else { continue };
                if proposal.mapping.columns.iter().any(|column| column.header == header) {
                    proposal.mapping.values.retain(|known| known.header != header || known.raw != raw);
                    proposal.mapping.values.push(ValueMapping { header: header.clone(), raw: raw.clone(), meaning });
                }
            }
        });
        changed.set(true);
    };
    view! {
        <tr>
            <td><bdi>{value.header.clone()}</bdi></td>
            <td><bdi>{value.raw.clone()}</bdi></td>
            <td class="number">{format::integer(value.count)}</td>
            <td>
                <select class="select" aria-label=fill(words.field_for, &[("column", &value.raw)]) on:change=choose>
                    {current.is_none().then(|| view! { <option selected=true value="">{words.value_unknown}</option> })}
                    {meanings.into_iter().enumerate().map(|(index, meaning)| view! {
                        <option value=index.to_string() selected=current == Some(meaning)>{meaning_label(meaning)}</option>
                    }).collect_view()}
                </select>
            </td>
        </tr>
    }
}
