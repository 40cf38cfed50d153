//! Step 2: what each column was taken to be, to be corrected before anything is kept.

use handoff::{
    import::{Confidence, DateOrder, Field, FileMapping, Kind, Proposal},
    leads::{Dimension, Event, Stage},
    protocol::{AcceptMode, SniffedFile},
    share,
    words::fill,
};
use leptos::{html, prelude::*, task::spawn_local};

use crate::app::{
    door::files,
    format, import_flow, labels,
    state::{AppState, use_app},
};

const KINDS: [Kind; 8] =
    [Kind::Leads, Kind::Deals, Kind::Activities, Kind::Spend, Kind::Traffic, Kind::Accounts, Kind::Campaigns, Kind::Lookup];

/// Every meaning a column can be given, in the order of a lead's life.
fn fields() -> Vec<Field> {
    let mut fields = vec![Field::LeadId, Field::DealId, Field::Email, Field::Name, Field::Company, Field::CreatedAt];
    fields.extend(Stage::ALL.map(Field::Stage));
    fields.extend(Event::ALL.map(Field::Event));
    fields.extend([
        Field::Status,
        Field::Amount,
        Field::Currency,
        Field::CloseDate,
        Field::Attempts,
        Field::Contacted,
        Field::Score,
        Field::Attribute,
        Field::Counter,
    ]);
    fields.extend(Dimension::ALL.map(Field::Category));
    fields.extend([Field::HappenedAt, Field::ActivityType, Field::Asset, Field::Outcome, Field::Direction]);
    fields.extend([Field::SpendCategory, Field::Team, Field::Visitors, Field::Domain, Field::LookupId]);
    fields
}

#[component]
pub fn Matching() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let count = state.sniffed.with_untracked(Vec::len);
    let counted =
        |file: &SniffedFile| matches!(file, SniffedFile::Table(proposal) if matches!(proposal.mapping.kind, Kind::Leads | Kind::Deals));
    let taken = RwSignal::new(
        state.sniffed.with_untracked(|files| files.iter().map(|file| matches!(file, SniffedFile::Table(_))).collect::<Vec<_>>()),
    );
    let mode = RwSignal::new(if state.same_shape_kept.get_untracked() { AcceptMode::Replace } else { AcceptMode::Add });
    let any = Memo::new(move |_| state.sniffed.with(|files| files.iter().zip(taken.get()).any(|(file, taken)| taken && counted(file))));
    let modes =
        [(AcceptMode::Replace, words.mode_replace), (AcceptMode::Add, words.mode_add), (AcceptMode::StartOver, words.mode_start_over)];
    view! {
        <div class="stack">
            {(0..count).map(|index| view! { <FileCard index=index taken=taken /> }).collect_view()}
        </div>
        <Show when=move || state.same_shape_kept.get()>
            <fieldset class="card mode">
                <legend>{words.mode_question}</legend>
                {modes.into_iter().map(|(choice, label)| view! {
                    <label><input type="radio" name="mode" prop:checked=move || mode.get() == choice on:change=move |_| mode.set(choice) /> " " {label}</label>
                }).collect_view()}
            </fieldset>
        </Show>
        <div class="actions">
            <button class="button primary" disabled=move || !any.get() on:click=move |_| import_flow::read(state, &taken.get_untracked(), mode.get_untracked())>
                {words.check_button}
            </button>
            <button class="button" disabled=move || !any.get() on:click=move |_| save_matching(state)>{words.save_matching}</button>
            <LoadMatching />
            <button class="button" on:click=move |_| import_flow::discard(state)>{words.cancel}</button>
        </div>
    }
}

fn save_matching(state: AppState) {
    let mappings: Vec<FileMapping> = state.sniffed.with_untracked(|files| {
        files
            .iter()
            .filter_map(|file| match file {
                SniffedFile::Table(proposal) => Some(proposal.mapping.clone()),
                SniffedFile::Refused { .. } => None,
            })
            .collect()
    });
    let text = share::MAPPING.seal(files::now_unix(), &mappings);
    if files::save("handoff-matching.json", "application/json", &text).is_err() {
        state.say(fill(format::words().fail_protocol, &[("detail", "handoff-matching.json")]));
    }
}

#[component]
fn LoadMatching() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let input = NodeRef::<html::Input>::new();
    let load = move |_| {
        let Some(file) = input.get().and_then(|input| files::picked(&input).into_iter().next()) else { return };
        spawn_local(async move {
            let name = file.name();
            let text = files::text(&file).await.unwrap_or_default();
            let mappings: Vec<FileMapping> = share::MAPPING.open(&text).unwrap_or_default();
            let mut used = false;
            state.sniffed.update(|files| {
                for file in files {
                    let SniffedFile::Table(proposal) = file else { continue };
                    if let Some(mapping) = mappings.iter().find(|mapping| mapping.shape() == proposal.mapping.shape()) {
                        proposal.mapping = mapping.clone();
                        used = true;
                    }
                }
            });
            if !used {
                state.say(fill(format::words().matching_not_used, &[("name", &name)]));
            }
        });
    };
    view! {
        <button class="button" on:click=move |_| if let Some(input) = input.get() { input.click() }>{words.load_matching}</button>
        <input type="file" hidden accept=".json,application/json" aria-label=words.load_matching node_ref=input on:change=load />
    }
}

/// Changes the mapping of one file in place.
fn change(state: AppState, index: usize, change: impl FnOnce(&mut FileMapping)) {
    state.sniffed.update(|files| {
        if let Some(SniffedFile::Table(proposal)) = files.get_mut(index) {
            change(&mut proposal.mapping);
        }
    });
}

#[component]
fn FileCard(index: usize, taken: RwSignal<Vec<bool>>) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let file = state.sniffed.with_untracked(|files| files[index].clone());
    match file {
        SniffedFile::Refused { file_name, why } => view! {
            <section class="card"><p class="error" role="alert"><bdi>{labels::refusal(&file_name, &why)}</bdi></p></section>
        }
        .into_any(),
        SniffedFile::Table(proposal) => {
            let about = about(&proposal);
            let kind = Memo::new(move |_| {
                state.sniffed.with(|files| match files.get(index) {
                    Some(SniffedFile::Table(proposal)) => proposal.mapping.kind,
                    _ => Kind::Lookup,
                })
            });
            let is_used = Memo::new(move |_| {
                state.sniffed.with(|files| match files.get(index) {
                    Some(SniffedFile::Table(proposal)) => proposal.mapping.is_used(),
                    _ => false,
                })
            });
            let is_taken = Memo::new(move |_| taken.with(|taken| taken[index]));
            let columns = proposal.mapping.columns.len();
            let change_kind = move |event| {
                if let Some(kind) = event_target_value(&event).parse::<usize>().ok().and_then(|choice| KINDS.get(choice)) {
                    change(state, index, |mapping| mapping.kind = *kind);
                }
            };
            view! {
                <section class="card">
                    <div class="file-head">
                        <h2 class="plain"><bdi>{proposal.file_name.clone()}</bdi></h2>
                        <span class="quiet small">{about}</span>
                    </div>
                    <div class="actions">
                        <label class="chip">{words.kind_label}
                            <select on:change=change_kind>
                                {KINDS.into_iter().enumerate().map(|(choice, value)| view! {
                                    <option value=choice.to_string() selected=move || kind.get() == value>{labels::kind(value)}</option>
                                }).collect_view()}
                            </select>
                        </label>
                        <button class="button link" on:click=move |_| taken.update(|taken| taken[index] = !taken[index])>
                            {move || if is_taken.get() { words.leave_out_file } else { words.take_in_file }}
                        </button>
                    </div>
                    <Show when=move || !is_used.get()><p class="quiet">{words.kind_not_counted}</p></Show>
                    <Show when=move || is_taken.get()>
                        <div class="table-scroll" tabindex="0">
                            <table>
                                <thead><tr><th>{words.col_in_file}</th><th>{words.col_meaning}</th><th>{words.col_sure}</th></tr></thead>
                                <tbody>{(0..columns).map(|column| view! { <ColumnRow file=index column=column /> }).collect_view()}</tbody>
                            </table>
                        </div>
                    </Show>
                </section>
            }
            .into_any()
        }
    }
}

/// "looks like a `HubSpot` contact list · UTF-8 · comma · 1.2 MB".
fn about(proposal: &Proposal) -> String {
    let words = format::words();
    let mut parts: Vec<String> = proposal.system.iter().map(|system| fill(words.looks_like, &[("system", system)])).collect();
    parts.push(labels::encoding(proposal.mapping.encoding).to_owned());
    parts.push(labels::delimiter(proposal.mapping.dialect.delimiter).to_owned());
    parts.push(format::size(proposal.size_bytes));
    parts.join(" · ")
}

#[component]
fn ColumnRow(file: usize, column: usize) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let Some((header, samples, confidence)) = state.sniffed.with_untracked(|files| match files.get(file) {
        Some(SniffedFile::Table(proposal)) => Some((
            proposal.mapping.columns[column].header.clone(),
            proposal.samples.get(column).map(|samples| samples.join(", ")).unwrap_or_default(),
            proposal.confidence.get(column).copied().unwrap_or(Confidence::None),
        )),
        _ => None,
    }) else {
        return ().into_any();
    };
    let mapping = Memo::new(move |_| {
        state.sniffed.with(|files| match files.get(file) {
            Some(SniffedFile::Table(proposal)) => proposal.mapping.columns.get(column).map(|column| (column.field, column.date_order)),
            _ => None,
        })
    });
    let current = Memo::new(move |_| mapping.get().and_then(|(field, _)| field));
    let is_date = Memo::new(move |_| {
        matches!(current.get(), Some(Field::CreatedAt | Field::Stage(_) | Field::Event(_) | Field::CloseDate | Field::HappenedAt))
    });
    let choose = move |event| {
        let field = event_target_value(&event).parse::<usize>().ok().and_then(|choice| fields().get(choice).copied());
        change(state, file, |mapping| mapping.columns[column].field = field);
    };
    let choose_order = move |event| {
        let order = match event_target_value(&event).as_str() {
            "dmy" => Some(DateOrder::Dmy),
            "mdy" => Some(DateOrder::Mdy),
            "ymd" => Some(DateOrder::Ymd),
            _ => None,
        };
        change(state, file, |mapping| mapping.columns[column].date_order = order);
    };
    let label = fill(words.field_for, &[("column", &header)]);
    let order_label = label.clone();
    let sure = move || match (current.get(), confidence) {
        (None, _) => words.kept_with_record,
        (Some(_), Confidence::Sure) => words.sure,
        (Some(_), _) => words.guess,
    };
    view! {
        <tr class="match-head">
            <td><strong><bdi>{header}</bdi></strong><div class="match-samples"><bdi>{samples}</bdi></div></td>
            <td>
                <select class="select" class:unset=move || current.get().is_none() aria-label=label on:change=choose>
                    <option value="" selected=move || current.get().is_none()>{words.not_used}</option>
                    {fields().into_iter().enumerate().map(|(choice, field)| view! {
                        <option value=choice.to_string() selected=move || current.get() == Some(field)>{labels::field(field)}</option>
                    }).collect_view()}
                </select>
            </td>
            <td class="quiet small">
                {sure}
                <Show when=move || is_date.get()>
                    <br />
                    <select class="select" aria-label=format!("{order_label}: {}", words.date_order_auto) on:change=choose_order>
                        <option value="">{words.date_order_auto}</option>
                        <option value="dmy" selected=move || mapping.get().is_some_and(|(_, order)| order == Some(DateOrder::Dmy))>{words.date_order_dmy}</option>
                        <option value="mdy" selected=move || mapping.get().is_some_and(|(_, order)| order == Some(DateOrder::Mdy))>{words.date_order_mdy}</option>
                        <option value="ymd" selected=move || mapping.get().is_some_and(|(_, order)| order == Some(DateOrder::Ymd))>{words.date_order_ymd}</option>
                    </select>
                </Show>
            </td>
        </tr>
    }
    .into_any()
}
