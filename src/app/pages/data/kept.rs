//! What is on the board: the kept files, the doubts of their import, and the way to forget it all.

use handoff::{import::IssueGroup, words::fill};
use leptos::prelude::*;

use super::issues::IssueList;
use crate::app::{
    format, import_flow, labels,
    parts::ScrollTable,
    state::{BoardState, use_app},
};

#[component]
pub fn KeptFiles() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let asked = RwSignal::new(false);
    let info = Memo::new(move |_| match state.board.get() {
        BoardState::Ready(info) => Some(info),
        _ => None,
    });
    view! {
        <h2>{words.kept_title}</h2>
        <section class="card">
            <p class="card-sub">{words.kept_text}</p>
            {move || {
                let files = state.kept_files.get();
                if files.is_empty() {
                    return view! { <p class="quiet">{words.kept_none}</p> }.into_any();
                }
                view! {
                    <ScrollTable label=words.kept_title><tbody>
                        {files.into_iter().enumerate().map(|(index, file)| view! {
                            <tr>
                                <td><bdi>{file.name.clone()}</bdi></td>
                                <td>{labels::kind(file.mapping.kind)}</td>
                                <td class="number">{format::size(file.size_bytes)}</td>
                                <td class="number">
                                    <button class="button link" aria-label=fill(words.change_matching_of, &[("name", &file.name)]) on:click=move |_| import_flow::reopen(state, index)>{words.change_matching}</button>
                                </td>
                            </tr>
                        }).collect_view()}
                    </tbody></ScrollTable>
                }.into_any()
            }}
            <div class="actions">
                <Show
                    when=move || asked.get()
                    fallback=move || view! { <button class="button danger" on:click=move |_| asked.set(true)>{words.forget_button}</button> }
                >
                    <p role="alert">{words.forget_confirm}</p>
                    <button class="button danger" on:click=move |_| { asked.set(false); state.forget_everything(); }>{words.forget_yes}</button>
                    <button class="button" on:click=move |_| asked.set(false)>{words.cancel}</button>
                </Show>
            </div>
        </section>
        {move || info.get().map(|info| {
            let names = info.files.iter().map(|file| file.name.clone()).collect();
            let groups = info.files.iter().enumerate().flat_map(|(index, file)| {
                file.issues.iter().map(move |issue| IssueGroup { kind: issue.kind, file: index as u16, column: issue.column.clone(), count: issue.count })
            }).collect();
            view! { <h2>{words.check_issues}</h2> <IssueList groups=groups names=names /> }
        })}
    }
}
