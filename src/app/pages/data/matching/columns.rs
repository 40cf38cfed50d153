//! The columns of one file and what each was taken to mean. Those not used stand apart, drawn when somebody looks.

use handoff::{
    import::{Confidence, Field, Reading},
    words::fill,
};
use leptos::prelude::*;

use super::{file::Seen, reading::ColumnReadingChoice};
use crate::app::{
    format, import_flow, labels,
    pages::data::question::{given, settle},
    parts::ScrollTable,
    state::use_app,
};

/// Columns not used that are drawn at once: each is a list of sixty choices.
const MORE: usize = 50;

#[component]
pub fn Columns(file: usize, seen: Seen) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let used: Vec<bool> = untrack(|| {
        import_flow::proposal(state, file, |proposal| proposal.mapping.columns.iter().map(|column| column.field.is_some()).collect())
    })
    .unwrap_or_default();
    let (matched, unused): (Vec<usize>, Vec<usize>) = (0..used.len()).partition(|column| used[*column]);
    let count = unused.len();
    // Where nothing was matched, all is still to be done here.
    let is_bare = matched.is_empty();
    let shown = RwSignal::new(if is_bare { MORE } else { 0 });
    let rest = move || {
        let to = shown.get().min(unused.len());
        unused[..to].iter().map(|column| view! { <ColumnRow file=file column=*column seen=seen /> }).collect_view()
    };
    let head = move || view! { <thead><tr><th scope="col">{words.col_in_file}</th><th scope="col">{words.col_meaning}</th><th scope="col">{words.col_sure}</th></tr></thead> };
    view! {
        {(!is_bare).then(|| view! {
            <ScrollTable label=words.step_match>
                {head()}
                <tbody>{matched.into_iter().map(|column| view! { <ColumnRow file=file column=column seen=seen /> }).collect_view()}</tbody>
            </ScrollTable>
        })}
        {(count > 0).then(move || {
            let title = fill(words.unused_columns, &[("n", &format::integer(count as u64))]);
            view! {
                <details class="unused" open=is_bare on:toggle=move |_| if shown.get_untracked() == 0 { shown.set(MORE) }>
                    <summary>{title.clone()}</summary>
                    <ScrollTable label=title>{head()}<tbody>{rest}</tbody></ScrollTable>
                    <Show when=move || shown.get() < count>
                        <div class="actions"><button class="button" type="button" on:click=move |_| shown.update(|shown| *shown += MORE)>{words.show_more}</button></div>
                    </Show>
                </details>
            }
        })}
    }
}

#[component]
fn ColumnRow(file: usize, column: usize, seen: Seen) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let known = untrack(|| {
        import_flow::proposal(state, file, |proposal| {
            let header = proposal.mapping.columns.get(column)?.header.clone();
            let samples = proposal.samples.get(column).map(|samples| samples.join(", ")).unwrap_or_default();
            Some((header, samples, proposal.confidence.get(column).copied().unwrap_or(Confidence::None)))
        })
    });
    let Some((header, samples, confidence)) = known.flatten() else { return ().into_any() };
    let current = Memo::new(move |_| import_flow::proposal(state, file, |proposal| proposal.mapping.columns.get(column)?.field).flatten());
    let own = header.clone();
    let said = Memo::new(move |_| import_flow::proposal(state, file, |proposal| given(&proposal.mapping, &own)).flatten());
    let choose = move |event| {
        let field = event_target_value(&event).parse::<usize>().ok().and_then(|choice| Field::all().get(choice).copied());
        import_flow::change(state, file, |mapping| {
            if let Some(column) = mapping.columns.get_mut(column) {
                column.field = field;
            }
        });
    };
    let name = header.clone();
    let choose_reading =
        Callback::new(move |reading: Option<Reading>| import_flow::change(state, file, |mapping| settle(mapping, &name, reading)));
    let sure = move || match (current.get(), confidence) {
        (None, _) => words.kept_with_record,
        (Some(_), Confidence::Sure) => words.sure,
        (Some(_), _) => words.guess,
    };
    view! {
        <tr class="match-head">
            <td><strong><bdi>{header.clone()}</bdi></strong><div class="match-samples"><bdi>{samples}</bdi></div></td>
            <td>
                <select class="select" class:unset=move || current.get().is_none() aria-label=fill(words.field_for, &[("column", &header)]) on:change=choose>
                    <option value="" prop:selected=move || current.get().is_none()>{words.not_used}</option>
                    {Field::all().into_iter().enumerate().map(|(choice, field)| view! {
                        <option value=choice.to_string() prop:selected=move || current.get() == Some(field)>{labels::field(field)}</option>
                    }).collect_view()}
                </select>
            </td>
            <td class="quiet small">
                {sure}
                <ColumnReadingChoice header=header seen=seen given=said choose=choose_reading />
            </td>
        </tr>
    }
    .into_any()
}
