//! Everything in one file, and back: what is in a backup, what making it one with what is here would do, and every choice that leaves.
//! The worker reads and merges; this shows and takes over.

use std::sync::Arc;

use handoff::{
    agreement::Agreement,
    protocol::{Further, FurtherRequest, FurtherResponse, OpenedWorkspace, Request, Response},
    share::Content,
    team::{
        Workspace,
        workspace::{Choice, Conflict, MOST_FILE_BYTES, Part, Summary, Tally},
    },
    words::fill,
};
use leptos::{html, prelude::*, task::spawn_local};

use super::ReadingProgress;
use crate::app::{
    backup, documents,
    door::{files, worker},
    format, labels,
    parts::ScrollTable,
    state::{AppState, BoardState, is_read_otherwise, use_app},
};

/// A backup under way to be taken over.
#[derive(Clone)]
enum Step {
    Idle,
    Reading,
    Opened(Arc<OpenedWorkspace>),
    /// Its files are being read.
    Putting,
}

pub fn backup() -> AnyView {
    let words = format::kept();
    let step = RwSignal::new(Step::Idle);
    let passphrase = RwSignal::new(String::new());
    let body = move || match step.get() {
        Step::Idle => ().into_any(),
        Step::Reading => view! { <p role="status">{words.backup_reading}</p> }.into_any(),
        Step::Opened(opened) => opened_view(step, &opened),
        Step::Putting => putting(),
    };
    let secret = view! {
        <label class="field"><span>{words.backup_passphrase}</span>
            <input class="input" type="password" autocomplete="off" prop:value=move || passphrase.get() on:input=move |event| passphrase.set(event_target_value(&event)) />
        </label>
    };
    view! {
        <h2>{words.backup_title}</h2>
        <section class="card">
            <p class="card-sub">{words.backup_sub}</p>
            {secret}
            {save(passphrase)}
            {open(step, passphrase)}
            {body}
        </section>
    }
    .into_any()
}

fn given(passphrase: RwSignal<String>) -> Option<String> {
    Some(passphrase.get_untracked()).filter(|secret| !secret.is_empty())
}

/// What is here, without the files. The sample's agreement is nobody's.
fn here(state: AppState) -> Workspace {
    let agreement = state.agreement.get_untracked();
    Workspace {
        made_at: files::now_unix(),
        agreement: if agreement == handoff::sample::agreement() { Agreement::default() } else { agreement },
        ledger: state.ledger.get_untracked(),
        mappings: state.mappings.get_untracked(),
        meetings: state.team.meetings.get_untracked(),
        assets: state.team.assets.get_untracked(),
        views: state.team.views.get_untracked(),
        snapshots: state.team.snapshots.get_untracked(),
        settings: state.settings_line(),
        files: Vec::new(),
    }
}

fn save(passphrase: RwSignal<String>) -> AnyView {
    let state = use_app();
    let words = format::kept();
    let with_files = RwSignal::new(true);
    let size = Memo::new(move |_| state.kept_files.with(|files| files.iter().map(|file| file.size_bytes).sum::<u64>()));
    let fits = Memo::new(move |_| size.get() <= MOST_FILE_BYTES);
    let save = move |_| {
        let request = FurtherRequest::SealWorkspace {
            workspace: here(state),
            with_files: with_files.get_untracked() && fits.get_untracked(),
            made_at: files::now_unix(),
        };
        let secret = given(passphrase);
        worker::ask_further(&request, &[], move |response| match response {
            FurtherResponse::Text { text } => {
                backup::save(state, text, secret.clone(), move |name| state.say(fill(format::words().fail_protocol, &[("detail", name)])));
            }
            FurtherResponse::Failed(failure) => state.say_failure(&failure),
            _ => {}
        });
    };
    let choice = move || {
        let size = size.get();
        if size == 0 {
            return ().into_any();
        }
        let text = format::size(size);
        if !fits.get() {
            let text = fill(words.backup_too_large, &[("size", &text), ("most", &format::size(MOST_FILE_BYTES))]);
            return view! { <p class="warning">{text}</p> }.into_any();
        }
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || with_files.get() on:change=move |event| with_files.set(event_target_checked(&event)) />
                {fill(words.backup_files, &[("size", &text)])}
            </label>
        }
        .into_any()
    };
    view! {
        {choice}
        <div class="actions"><button type="button" class="button primary" on:click=save>{words.backup_save}</button></div>
    }
    .into_any()
}

fn open(step: RwSignal<Step>, passphrase: RwSignal<String>) -> AnyView {
    let state = use_app();
    let words = format::kept();
    let input = NodeRef::<html::Input>::new();
    let picked = move |_| {
        let Some(file) = input.get().and_then(|input| files::picked(&input).into_iter().next()) else { return };
        let (name, secret) = (file.name(), given(passphrase));
        step.set(Step::Reading);
        let refuse = move |why: &str| {
            step.set(Step::Idle);
            state.say(format!("{} {why}", fill(words.backup_refused, &[("name", &name)])));
        };
        spawn_local(async move {
            let opened = move |opened: Result<web_sys::File, String>| match opened {
                Err(why) => refuse(&why),
                Ok(file) => {
                    let request = FurtherRequest::OpenWorkspace { mine: here(state) };
                    worker::ask_further(&request, &[file], move |response| match response {
                        FurtherResponse::WorkspaceOpened(Ok(opened)) => step.set(Step::Opened(Arc::from(opened))),
                        FurtherResponse::WorkspaceOpened(Err(error)) => refuse(labels::envelope_error(&error)),
                        FurtherResponse::Failed(failure) => {
                            step.set(Step::Idle);
                            state.say_failure(&failure);
                        }
                        _ => {}
                    });
                }
            };
            backup::open(state, file, secret, opened).await;
        });
    };
    view! {
        <div class="actions">
            <button type="button" class="button" on:click=move |_| if let Some(input) = input.get() { input.click() }>{words.backup_open}</button>
            <input type="file" hidden accept=".json,.handoff,application/json" aria-label=words.backup_open node_ref=input on:change=picked />
        </div>
    }
    .into_any()
}

/// What is in the backup, what there is to decide, and the ways on.
fn opened_view(step: RwSignal<Step>, opened: &OpenedWorkspace) -> AnyView {
    let state = use_app();
    let (words, all) = (format::kept(), format::words());
    let choices = RwSignal::new(vec![Choice::Mine; opened.conflicts.len()]);
    let asked = RwSignal::new(false);
    let conflicts = opened.conflicts.iter().enumerate().map(|(index, conflict)| question(index, conflict, choices)).collect_view();
    let none = opened.conflicts.is_empty().then(|| view! { <p class="quiet">{words.conflicts_none}</p> });
    let title = fill(words.backup_of, &[("date", &format::moment(opened.theirs.made_at))]);
    let merge = move |_| take_over(state, step, Some(choices.get_untracked()));
    let replace = move |_| take_over(state, step, None);
    view! {
        <h3 class="changes-title">{title.clone()}</h3>
        {tallies(title, &opened.tallies)}
        <h3 class="changes-title">{words.conflicts_title}</h3>
        {none}
        {conflicts}
        <div class="actions">
            <button type="button" class="button primary" on:click=merge>{words.merge}</button>
            <Show
                when=move || asked.get()
                fallback=move || view! { <button type="button" class="button danger" on:click=move |_| asked.set(true)>{words.replace}</button> }
            >
                <p role="alert">{words.replace_confirm}</p>
                <button type="button" class="button danger" on:click=replace>{words.replace_yes}</button>
            </Show>
            <button type="button" class="button" on:click=move |_| step.set(Step::Idle)>{all.cancel}</button>
        </div>
    }
    .into_any()
}

fn part(part: Part) -> &'static str {
    let words = format::kept();
    match part {
        Part::Agreement => words.part_agreement,
        Part::Versions => words.part_versions,
        Part::Mapping => words.part_mapping,
        Part::Meetings => words.part_meetings,
        Part::Assets => words.part_assets,
        Part::View => format::words().today_views,
        Part::OpeningView => words.part_opening,
        Part::Snapshot => words.snapshots_title,
        Part::Settings => words.part_settings,
        Part::File => words.files,
    }
}

fn tallies(label: String, tallies: &[Tally]) -> AnyView {
    let words = format::kept();
    let count = |n: u32| view! { <td class="number">{format::integer(u64::from(n))}</td> };
    let row = |tally: &Tally| {
        view! { <tr><th scope="row">{part(tally.part)}</th>{count(tally.theirs)}{count(tally.mine)}{count(tally.equal)}</tr> }
    };
    let rows = tallies.iter().map(row).collect_view();
    let heads = [words.only_there, words.only_here, words.in_both];
    let heads = heads.into_iter().map(|head| view! { <th scope="col" class="number">{head}</th> }).collect_view();
    view! { <ScrollTable label=label><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></ScrollTable> }.into_any()
}

fn question(index: usize, conflict: &Conflict, choices: RwSignal<Vec<Choice>>) -> AnyView {
    let words = format::kept();
    let name = format!("conflict-{index}");
    let choice = |choice: Choice, text: String| {
        let chosen = move || choices.with(|choices| choices.get(index) == Some(&choice));
        let choose = move |_| {
            choices.update(|choices| {
                if let Some(place) = choices.get_mut(index) {
                    *place = choice;
                }
            });
        };
        view! {
            <label class="choice">
                <input type="radio" name=name.clone() prop:checked=chosen on:change=choose />
                <span dir="auto">{text}</span>
            </label>
        }
    };
    let mine = choice(Choice::Mine, fill(words.choice_mine, &[("what", &side(&conflict.mine))]));
    let theirs = choice(Choice::Theirs, fill(words.choice_theirs, &[("what", &side(&conflict.theirs))]));
    let both = conflict.can_be_both.then(|| choice(Choice::Both, words.choice_both.to_owned()));
    let label = if conflict.label.is_empty() { String::new() } else { format!(" · \u{2068}{}\u{2069}", conflict.label) };
    view! {
        <fieldset class="question answered">
            <legend>{part(conflict.part)} {label}</legend>
            <div class="choices">{mine} {theirs} {both}</div>
        </fieldset>
    }
    .into_any()
}

fn side(summary: &Summary) -> String {
    let words = format::kept();
    let count = |n: u32| format::integer(u64::from(n));
    let short = |hash: &str| hash.get(..6).unwrap_or(hash).to_owned();
    match summary {
        Summary::Agreement { version, hash } => fill(words.side_agreement, &[("version", &count(*version)), ("hash", &short(hash))]),
        Summary::Versions { count: n, hash } => fill(words.side_versions, &[("n", &count(*n)), ("hash", &short(hash))]),
        Summary::Columns { used, of } => fill(words.side_columns, &[("n", &count(*used)), ("of", &count(*of))]),
        Summary::View { name, address } => format!("\u{2068}{name}\u{2069} \u{2066}{address}\u{2069}"),
        Summary::Moment(unix) => format::moment(*unix),
        Summary::File { name, size_bytes } => format!("\u{2068}{name}\u{2069} ({})", format::size(*size_bytes)),
        Summary::Text(text) => text.clone(),
    }
}

/// Puts both as one, or the backup alone, in the place of what is here: the documents, then the files.
fn take_over(state: AppState, step: RwSignal<Step>, choices: Option<Vec<Choice>>) {
    worker::ask_further(&FurtherRequest::ResolveWorkspace { choices }, &[], move |response| match response {
        FurtherResponse::Workspace(workspace) => put_in(state, step, *workspace),
        FurtherResponse::Failed(failure) => {
            step.set(Step::Idle);
            state.say_failure(&failure);
        }
        _ => {}
    });
}

fn put_in(state: AppState, step: RwSignal<Step>, workspace: Workspace) {
    if workspace.agreement.validate(format::is_zone).is_err() {
        step.set(Step::Idle);
        state.say(format::kept().backup_invalid.to_owned());
        return;
    }
    step.set(Step::Putting);
    let agreement = workspace.agreement.clone();
    let is_otherwise = state.agreement.with_untracked(|old| is_read_otherwise(old, &agreement));
    let mut has_board = false;
    let contents = [
        Content::Agreement(Box::new(workspace.agreement)),
        Content::Ledger(workspace.ledger),
        Content::Mappings(workspace.mappings),
        Content::Meetings(workspace.meetings),
        Content::Assets(workspace.assets),
        Content::Views(workspace.views),
        Content::Snapshots(workspace.snapshots),
    ];
    for content in contents {
        documents::take_over(state, content);
    }
    let done = move || {
        // The page may be another by now.
        step.try_set(Step::Idle);
        state.refresh_files();
        state.say(format::kept().backup_done.to_owned());
    };
    let request = Request::Further(Further::of(&FurtherRequest::PutFiles { agreement }));
    worker::ask_to_keep(request, move |response| match response {
        Response::Progress(progress) => state.board.set(BoardState::Loading { sample: false, progress: Some(progress) }),
        Response::Board(info) => {
            has_board = true;
            state.board_ready(info);
        }
        Response::Kept => {
            if is_otherwise && !has_board {
                state.reread();
            }
            done();
        }
        Response::Failed(failure) => {
            state.say_failure(&failure);
            if !has_board {
                state.restore();
            }
            step.try_set(Step::Idle);
        }
        Response::Cancelled => {
            step.try_set(Step::Idle);
        }
        _ => {}
    });
    // Last: another language draws the page anew.
    if !workspace.settings.is_empty() {
        state.take_settings(&workspace.settings);
    }
}

fn putting() -> AnyView {
    let state = use_app();
    let progress = Signal::derive(move || match state.board.get() {
        BoardState::Loading { progress, .. } => progress,
        _ => None,
    });
    view! { <ReadingProgress progress=progress /> }.into_any()
}
