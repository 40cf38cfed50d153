//! The three steps of an import as actions: look, read, accept. What is shown at each step is `pages::data`'s business.

use std::{future::Future, sync::Arc, time::Duration};

use handoff::{
    import::{FileMapping, Overrides, Proposal},
    protocol::{AcceptMode, Further, FurtherRequest, FurtherResponse, Request, Response, SniffedFile},
};
use leptos::{html, prelude::*, task::spawn_local};
use web_sys::File;

use super::{
    documents,
    door::{
        files,
        folders::{self, Found},
        worker,
    },
    format,
    route::Page,
    sharing,
    state::{AppState, BoardState, Choices, ImportState, use_app},
    workbooks,
};

/// A button that opens the file picker and looks at what was picked.
#[component]
pub fn PickButton(class: &'static str, label: &'static str) -> impl IntoView {
    let state = use_app();
    let input = NodeRef::<html::Input>::new();
    view! {
        <button class=class type="button" on:click=move |_| pick(input)>{label}</button>
        <input
            type="file"
            multiple
            hidden
            accept=".csv,.tsv,.txt,.xlsx,.xlsm,.handoff,text/csv,text/tab-separated-values"
            aria-label=label
            node_ref=input
            on:change=move |_| if let Some(input) = input.get() { look_at(state, files::picked(&input)) }
        />
    }
}

/// A button that opens the folder picker.
#[component]
pub fn FolderButton() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let input = NodeRef::<html::Input>::new();
    let picked = move |_| {
        if let Some(input) = input.get() {
            look_into(state, std::future::ready(folders::picked(&input)));
        }
    };
    view! {
        <button class="button" type="button" on:click=move |_| pick(input)>{words.choose_folder}</button>
        <input type="file" class="folder" prop:webkitdirectory=true hidden aria-label=words.choose_folder node_ref=input on:change=picked />
    }
}

/// While somebody looks for the files, the worker that will read them is fetched.
fn pick(input: NodeRef<html::Input>) {
    worker::start();
    if let Some(input) = input.get_untracked() {
        input.click();
    }
}

/// Step 1: workbooks become files of their sheets, and the worker looks at the heads of all files.
pub fn look_at(state: AppState, files: Vec<File>) {
    if files.is_empty() {
        return;
    }
    sniff(state, files, Vec::new());
}

/// As [`look_at`], for files still to be found in folders.
pub fn look_into(state: AppState, found: impl Future<Output = Found> + 'static) {
    spawn_local(async move {
        let Found { files, skipped } = found.await;
        if !files.is_empty() {
            sniff(state, files, skipped);
        } else if !skipped.is_empty() {
            state.say(format::words().nothing_found.to_owned());
        }
    });
}

/// A paste anywhere on the first screen or the data page brings a table in.
pub fn paste(state: AppState, event: &web_sys::Event) {
    let is_first_screen = matches!(state.board.get_untracked(), BoardState::Empty);
    let is_data = state.route.with_untracked(|route| route.page == Page::Data);
    if (is_first_screen || is_data) && matches!(state.import.get_untracked(), ImportState::Idle) {
        look_at(state, files::pasted(event, format::words().pasted_name));
    }
}

fn sniff(state: AppState, mut files: Vec<File>, skipped: Vec<String>) {
    // A shared board is no export: it is opened beside them.
    if let Some(place) = files.iter().position(sharing::is_board) {
        sharing::open_file(state, files.remove(place));
        if files.is_empty() {
            return;
        }
    }
    state.choices.set(Choices { skipped, ..Choices::default() });
    state.import.set(ImportState::Looking);
    state.go(Page::Data);
    spawn_local(async move {
        if let Some((files, refusals)) = workbooks::open_workbooks(state, files).await {
            look_at_heads(state, files, refusals);
        }
    });
}

fn look_at_heads(state: AppState, files: Vec<File>, refusals: workbooks::Refusals) {
    let mut refusals = Some(refusals);
    state.import.set(ImportState::Looking);
    documents::when_awake(state, move || {
        let known = state.mappings.get_untracked();
        worker::ask(Request::Sniff { known }, &files, move |response| sniffed(state, response, refusals.take().unwrap_or_default()));
    });
}

/// The matching of a kept file, to be changed without a new upload.
pub fn reopen(state: AppState, file: usize) {
    state.choices.set(Choices::default());
    state.import.set(ImportState::Looking);
    let request = Request::Further(Further::of(&FurtherRequest::Reopen { file: file as u32 }));
    documents::when_awake(state, move || worker::ask(request, &[], move |response| sniffed(state, response, Vec::new())));
}

fn sniffed(state: AppState, response: Response, refusals: workbooks::Refusals) {
    match response {
        Response::Sniffed { mut files, same_shape_kept } => {
            workbooks::explain(&mut files, refusals);
            state.choices.update(|choices| {
                choices.taken = files.iter().map(|file| matches!(file, SniffedFile::Table(_))).collect();
                choices.mode = if same_shape_kept { AcceptMode::Replace } else { AcceptMode::Add };
                choices.is_mode_asked = same_shape_kept;
            });
            state.sniffed.set(files);
            state.import.set(ImportState::Match);
        }
        Response::Failed(failure) => {
            state.import.set(ImportState::Idle);
            state.say_failure(&failure);
        }
        _ => {}
    }
}

/// Looks at one file again as a person says; `anew` forgets how its columns were matched. Calls `done` once it has looked.
pub fn sniff_again(state: AppState, index: usize, overrides: Overrides, anew: bool, done: impl Fn() + 'static) {
    // Without its corrections, or they would be taken for the new ones where those are silent.
    let known = state.sniffed.with_untracked(|files| match files.get(index) {
        Some(SniffedFile::Table(proposal)) if !anew => vec![FileMapping { corrected: Overrides::default(), ..proposal.mapping.clone() }],
        _ => Vec::new(),
    });
    let request = FurtherRequest::SniffAgain { file: index as u32, overrides, known };
    worker::ask_further(&request, &[], move |response| match response {
        FurtherResponse::SniffedAgain(SniffedFile::Table(proposal)) => {
            state.sniffed.update(|files| {
                if let Some(file) = files.get_mut(index) {
                    *file = SniffedFile::Table(proposal.clone());
                }
            });
            done();
        }
        FurtherResponse::SniffedAgain(SniffedFile::Refused { file_name, why }) => {
            state.say(super::labels::refusal(&file_name, &why));
            done();
        }
        FurtherResponse::Failed(failure) => state.say_failure(&failure),
        _ => {}
    });
}

/// The proposal for a file, changed in place.
pub fn change(state: AppState, index: usize, change: impl FnOnce(&mut FileMapping)) {
    state.sniffed.update(|files| {
        if let Some(SniffedFile::Table(proposal)) = files.get_mut(index) {
            change(&mut proposal.mapping);
        }
    });
    state.choices.update(|choices| choices.is_corrected = true);
}

/// What is said of a file that is a table.
pub fn proposal<T>(state: AppState, index: usize, read: impl FnOnce(&Proposal) -> T) -> Option<T> {
    state.sniffed.with(|files| match files.get(index) {
        Some(SniffedFile::Table(proposal)) => Some(read(proposal)),
        _ => None,
    })
}

/// Step 2 → 3: reads the files that take part in full, as they are mapped now.
pub fn read(state: AppState) {
    let mappings: Vec<Option<FileMapping>> = state.sniffed.with_untracked(|files| {
        files
            .iter()
            .zip(state.choices.with_untracked(|choices| choices.taken.clone()))
            .map(|(file, taken)| match file {
                SniffedFile::Table(proposal) if taken => Some(proposal.mapping.clone()),
                _ => None,
            })
            .collect()
    });
    state.choices.update(|choices| choices.is_corrected = false);
    state.import.set(ImportState::Reading(None));
    // On two cores the workers leave the page none: it shows first that they read.
    request_animation_frame(move || set_timeout(move || ask_to_read(state, mappings), Duration::ZERO));
}

fn ask_to_read(state: AppState, mappings: Vec<Option<FileMapping>>) {
    let confirmed: Vec<FileMapping> = mappings.iter().flatten().cloned().collect();
    state.remember_mappings(&confirmed);
    let agreement = state.agreement.get_untracked();
    let mode = state.choices.with_untracked(|choices| choices.mode);
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
    // What was decided for this import: another may be under way when its files are stored.
    let is_report_kept = state.choices.with_untracked(|choices| !choices.is_report_left);
    worker::ask_to_keep(Request::Accept, move |response| match response {
        Response::Board(info) => {
            state.import.set(ImportState::Idle);
            state.sniffed.set(Vec::new());
            state.go_at_once(Page::Board);
            state.board_ready(info);
        }
        Response::Kept => {
            state.refresh_files();
            state.say(format::words().kept_notice.to_owned());
            keep_report(state, is_report_kept);
        }
        Response::Failed(failure) => {
            state.say_failure(&failure);
            keep_report(state, is_report_kept);
        }
        _ => {}
    });
}

/// What the import says of each month, kept to be compared with later ones. Asked for when the files are stored: the board comes first.
fn keep_report(state: AppState, is_wanted: bool) {
    let is_own = state.board.with_untracked(|board| matches!(board, BoardState::Ready(info) if !info.sample));
    if !is_own || !is_wanted {
        return;
    }
    let agreement = state.agreement.get_untracked();
    worker::ask(Request::Snapshot { agreement, made_at: files::now_unix() }, &[], move |response| match response {
        Response::Snapshot(snapshot) => state.change_snapshots(|snapshots| snapshots.keep(*snapshot)),
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
