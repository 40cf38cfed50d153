//! Every doubt met while reading: by kind first, its places on request, all of it savable.

use handoff::{
    import::{Issue, IssueGroup},
    protocol::{Request, Response},
};
use leptos::prelude::*;

use crate::app::{door::worker, format, labels, records::save_csv, state::use_app};

/// Places shown at once; the saved list has all that are located.
const SHOWN: u32 = 500;

#[component]
pub fn IssueList(groups: Vec<IssueGroup>, names: Vec<String>) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let places = RwSignal::new(None::<Vec<Issue>>);
    if groups.is_empty() {
        return view! { <section class="card"><p>{words.check_no_issues}</p></section> }.into_any();
    }
    let open = move |_| {
        worker::ask(Request::Issues { offset: 0, limit: SHOWN }, &[], move |response| match response {
            Response::Issues { issues, .. } => {
                places.try_set(Some(issues));
            }
            Response::Failed(failure) => state.say_failure(&failure),
            _ => {}
        });
    };
    let save = move |_| {
        worker::ask(Request::IssuesCsv, &[], move |response| match response {
            Response::Text { text } => save_csv(state, "doubts.csv", &text),
            Response::Failed(failure) => state.say_failure(&failure),
            _ => {}
        });
    };
    let name = move |file: u16| names.get(usize::from(file)).cloned().unwrap_or_default();
    let name_of_place = name.clone();
    view! {
        <section class="card">
            <div class="table-scroll" tabindex="0">
                <table>
                    <thead><tr><th>{words.col_what}</th><th>{words.col_column}</th><th>{words.col_file}</th><th class="number">{words.col_count}</th></tr></thead>
                    <tbody>
                        {groups.into_iter().map(|group| view! {
                            <tr>
                                <td>{labels::issue(group.kind)}</td>
                                <td><bdi>{group.column}</bdi></td>
                                <td class="quiet"><bdi>{name(group.file)}</bdi></td>
                                <td class="number">{format::integer(group.count)}</td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
            <div class="actions">
                <Show when=move || places.with(Option::is_none)><button class="button" on:click=open>{words.issues_show}</button></Show>
                <button class="button" on:click=save>{words.issues_save}</button>
            </div>
            {move || places.get().map(|issues| view! {
                <div class="table-scroll" tabindex="0">
                    <table>
                        <caption class="visually-hidden">{words.issues_title}</caption>
                        <thead><tr><th class="number">{words.col_line}</th><th>{words.col_column}</th><th>{words.col_value}</th><th>{words.col_what}</th><th>{words.col_file}</th></tr></thead>
                        <tbody>
                            {issues.into_iter().map(|issue| view! {
                                <tr>
                                    <td class="number">{issue.line.map_or_else(|| format::UNDEFINED.to_owned(), format::integer)}</td>
                                    <td><bdi>{issue.column}</bdi></td>
                                    <td><bdi>{issue.value}</bdi></td>
                                    <td>{labels::issue(issue.kind)}</td>
                                    <td class="quiet"><bdi>{name_of_place(issue.file)}</bdi></td>
                                </tr>
                            }).collect_view()}
                        </tbody>
                    </table>
                </div>
            })}
        </section>
    }
    .into_any()
}
