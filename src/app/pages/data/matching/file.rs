//! One file of the match step: what it is, how it is read, what only a person can decide, and its columns.

use handoff::{
    import::{FileMapping, Kind, Overrides, Understood},
    protocol::{FurtherRequest, FurtherResponse, SniffedFile},
};
use leptos::prelude::*;

use super::{columns::Columns, reading::ReadingOf};
use crate::app::{
    door::worker,
    format, import_flow, labels,
    pages::data::question::Question,
    parts::{Row, keyed},
    state::use_app,
};

/// The worker's latest word on a file's head.
pub type Seen = RwSignal<Understood>;

#[component]
pub fn FileCard(index: usize, loaded: RwSignal<u32>) -> impl IntoView {
    let state = use_app();
    let file = state.sniffed.with_untracked(|files| files[index].clone());
    match file {
        SniffedFile::Refused { file_name, why } => view! {
            <section class="card"><p class="error" role="alert"><bdi>{labels::refusal(&file_name, &why)}</bdi></p></section>
        }
        .into_any(),
        SniffedFile::Table(proposal) => {
            let about: Vec<String> = proposal
                .system
                .iter()
                .map(|system| handoff::words::fill(format::words().looks_like, &[("system", system)]))
                .chain([format::size(proposal.size_bytes)])
                .collect();
            view! { <TableCard index=index loaded=loaded name=proposal.file_name about=about.join(" · ") /> }.into_any()
        }
    }
}

#[component]
fn TableCard(index: usize, loaded: RwSignal<u32>, name: String, about: String) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let mapping = Memo::new(move |_| import_flow::proposal(state, index, |proposal| proposal.mapping.clone()));
    let kind = Memo::new(move |_| mapping.with(|mapping| mapping.as_ref().map_or(Kind::Lookup, |mapping| mapping.kind)));
    let is_used = Memo::new(move |_| mapping.with(|mapping| mapping.as_ref().is_some_and(FileMapping::is_used)));
    let is_taken = Memo::new(move |_| state.choices.with(|choices| choices.taken.get(index).copied().unwrap_or_default()));
    let seen: Seen = RwSignal::new(Understood::default());
    let turn = StoredValue::new(0_u32);
    Effect::new(move || {
        let Some(mapping) = mapping.get() else { return };
        let asked = turn.get_value() + 1;
        turn.set_value(asked);
        let agreement = state.agreement.get_untracked();
        worker::ask_further(&FurtherRequest::Understand { file: index as u32, mapping, agreement }, &[], move |response| match response {
            FurtherResponse::Understood(understood) if turn.try_get_value() == Some(asked) => seen.set(*understood),
            FurtherResponse::Failed(failure) => state.say_failure(&failure),
            _ => {}
        });
    });
    // The columns are drawn anew when the file was looked at again: they may be others.
    let looked = RwSignal::new(0_u32);
    let look = Callback::new(move |(overrides, anew): (Overrides, bool)| {
        import_flow::sniff_again(state, index, overrides, anew, move || looked.update(|looked| *looked += 1));
    });
    let change_kind = move |event| {
        if let Some(kind) = event_target_value(&event).parse::<usize>().ok().and_then(|choice| Kind::ALL.get(choice)) {
            let corrected = mapping.with_untracked(|mapping| mapping.as_ref().map(|mapping| mapping.corrected).unwrap_or_default());
            look.run((Overrides { kind: Some(*kind), ..corrected }, false));
        }
    };
    let questions =
        Memo::new(move |_| seen.with(|seen| seen.readings.iter().filter(|reading| reading.is_question()).cloned().collect::<Vec<_>>()));
    let leave_out = move |_| {
        state.choices.update(|choices| {
            if let Some(taken) = choices.taken.get_mut(index) {
                *taken = !*taken;
            }
        });
    };
    view! {
        <section class="card">
            <div class="file-head">
                <h2 class="plain"><bdi>{name}</bdi></h2>
                <span class="quiet small">{about}</span>
            </div>
            <div class="actions">
                <label class="chip">{words.kind_label}
                    <select on:change=change_kind>
                        {Kind::ALL.into_iter().enumerate().map(|(choice, value)| view! {
                            <option value=choice.to_string() prop:selected=move || kind.get() == value>{labels::kind(value)}</option>
                        }).collect_view()}
                    </select>
                </label>
                <button class="button link" on:click=leave_out>
                    {move || if is_taken.get() { words.leave_out_file } else { words.take_in_file }}
                </button>
            </div>
            <Show when=move || !is_used.get()><p class="quiet">{words.kind_not_counted}</p></Show>
            <Show when=move || is_taken.get()>
                <ReadingOf mapping=mapping seen=seen look=look />
                {keyed(move || questions.get().into_iter().map(|question| {
                    Row::new(question.header.clone(), move || view! { <Question file=index question=question /> }.into_any())
                }).collect())}
                {move || {
                    looked.track();
                    loaded.track();
                    view! { <Columns file=index seen=seen /> }
                }}
            </Show>
        </section>
    }
}
