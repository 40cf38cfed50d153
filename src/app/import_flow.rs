//! The three steps of an import as actions: look, read, accept. What is shown at each step is `pages::data`'s business.

use std::sync::Arc;

use handoff::{
    import::FileMapping,
    protocol::{AcceptMode, Request, Response, SniffedFile},
};
use leptos::{html, prelude::*, task::spawn_local};
use web_sys::File;

use super::{
    door::{files, worker},
    format,
    route::Page,
    state::{AppState, ImportState, use_app},
    workbooks,
};

/// A button that opens the file picker and looks at what was picked.
#[component]
pub fn PickButton(class: &'static str, label: &'static str) -> impl IntoView {
    let state = use_app();
    let input = NodeRef::<html::Input>::new();
    view! {
        <button class=class type="button" on:click=move |_| if let Some(input) = input.get() { input.click() }>{label}</button>
        <input
            type="file"
            multiple
            hidden
            accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv,text/tab-separated-values"
            aria-label=label
            node_ref=input
            on:change=move |_| if let Some(input) = input.get() { look_at(state, files::picked(&input)) }
        />
    }
}

/// Step 1: workbooks become files of their sheets, and the worker looks at the heads of all files.
pub fn look_at(state: AppState, files: Vec<File>) {
    if files.is_empty() {
        return;
    }
    state.import.set(ImportState::Looking);
    state.go(Page::Data);
    spawn_local(async move {
        if let Some((files, refusals)) = workbooks::open_workbooks(state, files).await {
            sniff(state, &files, refusals);
        }
    });
}

fn sniff(state: AppState, files: &[File], refusals: workbooks::Refusals) {
    let mut refusals = Some(refusals);
    state.import.set(ImportState::Looking);
    let known = state.mappings.get_untracked();
    worker::ask(Request::Sniff { known }, files, move |response| match response {
        Response::Sniffed { mut files, same_shape_kept } => {
            workbooks::explain(&mut files, refusals.take().unwrap_or_default());
            state.sniffed.set(files);
            state.same_shape_kept.set(same_shape_kept);
            state.import.set(ImportState::Match);
        }
        Response::Failed(failure) => {
            state.import.set(ImportState::Idle);
            state.say_failure(&failure);
        }
        _ => {}
    });
}

/// Step 2 → 3: reads the files in full as they are mapped now. `taken` tells which files take part.
pub fn read(state: AppState, taken: &[bool], mode: AcceptMode) {
    let mappings: Vec<Option<FileMapping>> = state.sniffed.with_untracked(|files| {
        files
            .iter()
            .zip(taken)
            .map(|(file, taken)| match file {
                SniffedFile::Table(proposal) if *taken => Some(proposal.mapping.clone()),
                _ => None,
            })
            .collect()
    });
    let confirmed: Vec<FileMapping> = mappings.iter().flatten().cloned().collect();
    state.remember_mappings(&confirmed);
    state.import.set(ImportState::Reading(None));
    let agreement = state.agreement.get_untracked();
    worker::ask(Request::Import { mappings, agreement, mode }, &[], move |response| match response {
        Response::Progress(progress) => state.import.set(ImportState::Reading(Some(progress))),
        Response::Checked(checked) => state.import.set(ImportState::Check(Arc::from(checked))),
        Response::Cancelled => state.import.set(ImportState::Match),
        Response::Failed(failure) => {
            state.import.set(ImportState::Match);
            state.say_failure(&failure);
        }
        _ => {}
    });
}

pub fn cancel() {
    worker::tell(Request::Cancel);
}

/// Step 3 → the board.
pub fn accept(state: AppState) {
    worker::ask(Request::Accept, &[], move |response| match response {
        Response::Board(info) => {
            state.import.set(ImportState::Idle);
            state.sniffed.set(Vec::new());
            state.board_ready(info);
            state.go(Page::Board);
        }
        Response::Kept => {
            state.refresh_files();
            state.say(format::words().kept_notice.to_owned());
        }
        Response::Failed(failure) => state.say_failure(&failure),
        _ => {}
    });
}

/// The old board stays as it was.
pub fn discard(state: AppState) {
    worker::tell(Request::Discard);
    state.import.set(ImportState::Idle);
    state.sniffed.set(Vec::new());
}
