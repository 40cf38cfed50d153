//! Every doubt met while reading: by kind first, the places of each on request, all of it savable.

use handoff::{
    import::{Issue, IssueGroup},
    protocol::{FurtherRequest, FurtherResponse},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{door::worker, format, labels, parts::ScrollTable, records::save_csv, state::use_app};

/// Places shown at once; the saved list has all that are located.
const SHOWN: u32 = 200;

#[component]
pub fn IssueList(groups: Vec<IssueGroup>, names: Vec<String>) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    if groups.is_empty() {
        return view! { <section class="card"><p>{words.check_no_issues}</p></section> }.into_any();
    }
    let save = move |_| {
        worker::ask_further(&FurtherRequest::IssuesCsv, &[], move |response| match response {
            FurtherResponse::Text { text } => save_csv(state, "doubts.csv", &text),
            FurtherResponse::Failed(failure) => state.say_failure(&failure),
            _ => {}
        });
    };
    let name = move |file: u16| names.get(usize::from(file)).cloned().unwrap_or_default();
    view! {
        <section class="card">
            <ScrollTable label=words.check_issues>
                <thead><tr>
                    <th scope="col">{words.col_what}</th><th scope="col">{words.col_column}</th><th scope="col">{words.col_file}</th><th scope="col" class="number">{words.col_count}</th>
                    <th scope="col"><span class="visually-hidden">{words.issues_show}</span></th>
                </tr></thead>
                <tbody>
                    {groups.into_iter().map(|group| {
                        let file = name(group.file);
                        view! { <Group group=group file=file /> }
                    }).collect_view()}
                </tbody>
            </ScrollTable>
            <div class="actions"><button class="button" on:click=save>{words.issues_save}</button></div>
        </section>
    }
    .into_any()
}

/// A kind of doubt in a column of a file, and under it its places.
#[component]
fn Group(group: IssueGroup, file: String) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let places = RwSignal::new(Vec::<Issue>::new());
    let total = RwSignal::new(0_u64);
    let is_open = RwSignal::new(false);
    let what = labels::issue(group.kind);
    let of = group.clone();
    let more = move || {
        let offset = places.with_untracked(Vec::len) as u64;
        worker::ask_further(&FurtherRequest::Issues { of: of.clone(), offset, limit: SHOWN }, &[], move |response| match response {
            FurtherResponse::Issues { total: all, issues } => {
                places.try_update(|places| places.extend(issues));
                total.try_set(all);
            }
            FurtherResponse::Failed(failure) => state.say_failure(&failure),
            _ => {}
        });
    };
    let first = more.clone();
    let toggle = move |_| {
        is_open.update(|open| *open = !*open);
        if places.with_untracked(Vec::is_empty) {
            first();
        }
    };
    let more = StoredValue::new(more);
    let count = move || {
        let shown = format::integer(places.with(Vec::len) as u64);
        fill(words.places_of, &[("shown", &shown), ("total", &format::integer(total.get()))])
    };
    view! {
        <tr>
            <td>{what}</td>
            <td><bdi>{group.column}</bdi></td>
            <td class="quiet"><bdi>{file}</bdi></td>
            <td class="number">{format::integer(group.count)}</td>
            <td class="number">
                <button class="button link" aria-expanded=move || is_open.get().to_string() aria-label=fill(words.issues_show_of, &[("what", what)]) on:click=toggle>{words.issues_show}</button>
            </td>
        </tr>
        <Show when=move || is_open.get()>
            <tr class="places"><td colspan="5">
                <ScrollTable label=what>
                    <caption class="quiet small">{count}</caption>
                    <thead><tr><th scope="col" class="number">{words.col_line}</th><th scope="col">{words.col_value}</th></tr></thead>
                    <tbody>
                        {move || places.with(|places| places.iter().map(|issue| view! {
                            <tr>
                                <td class="number">{issue.line.map_or_else(|| format::UNDEFINED.to_owned(), format::integer)}</td>
                                <td><bdi>{issue.value.clone()}</bdi></td>
                            </tr>
                        }).collect_view())}
                    </tbody>
                </ScrollTable>
                <Show when=move || (places.with(Vec::len) as u64) < total.get()>
                    <button class="button" on:click=move |_| more.with_value(|more| more())>{words.show_more}</button>
                </Show>
            </td></tr>
        </Show>
    }
}
