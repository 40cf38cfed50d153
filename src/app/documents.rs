//! Agreement, its versions and matchings as documents: kept for the next visit, saved as files and opened again. What their text means
//! only the worker knows.

use std::time::Duration;

use handoff::{
    agreement::Agreement,
    kept,
    protocol::{Further, Request, Response},
    share::{Content, ContentKind, EnvelopeError},
    words::fill,
};
use leptos::{html, prelude::*, task::spawn_local};

use super::{
    door::{
        document, files,
        storage::{self, Shelf, Trouble},
        worker,
    },
    format,
    state::AppState,
};

/// How long an import waits before it looks again.
const ASLEEP: Duration = Duration::from_millis(20);

/// Opens what an earlier visit kept: the documents, then the files, which are read under the agreement. What only an import changes comes
/// after the files, for an import waits for it ([`when_awake`]); of the others a person could change one that is not back yet, and lose it.
pub fn wake(state: AppState) {
    let has_copy = copied_agreement().is_some_and(|agreement| put_back(state, Content::Agreement(Box::new(agreement))));
    let is_of_imports = |kind: &ContentKind| matches!(kind, ContentKind::Mappings | ContentKind::Snapshots);
    let (rest, mut first): (Vec<_>, Vec<_>) = ContentKind::ALL.into_iter().partition(is_of_imports);
    first.retain(|kind| *kind != ContentKind::Agreement || !has_copy);
    open_kept(state, first, move || {
        // An address says what to show; without one the team's opening view does.
        if document::hash().is_empty()
            && let Some(address) = state.team.views.with_untracked(|views| views.opening().map(|view| view.address.clone()))
        {
            document::set_hash(&address);
        }
        state.restore();
        open_kept(state, rest.clone(), move || state.awake.set(true));
    });
}

/// Goes on once everything kept is back.
pub fn when_awake(state: AppState, then: impl FnOnce() + 'static) {
    if state.awake.get_untracked() {
        then();
    } else {
        set_timeout(move || when_awake(state, then), ASLEEP);
    }
}

/// Opens documents, the last one first, and goes on to `then`.
fn open_kept(state: AppState, mut left: Vec<ContentKind>, then: impl Fn() + Clone + 'static) {
    let Some(kind) = left.pop() else { return then() };
    match storage::read(Shelf::Of(kind)) {
        Ok(Some(text)) => unseal(kind, text.clone(), move |opened| {
            if let Ok(Content::Agreement(agreement)) = &opened {
                copy_agreement(agreement, &text);
            }
            if !opened.is_ok_and(|content| put_back(state, content)) {
                state.say_trouble(Trouble::Damaged);
            }
            open_kept(state, left.clone(), then.clone());
        }),
        other => {
            state.keep(other.map(drop));
            open_kept(state, left, then);
        }
    }
}

/// The agreement as the page writes it: its document is JSON, whose reader is in a piece of the worker's program that a board does not
/// wait for. A copy of another document, or by other code, is none.
fn copied_agreement() -> Option<Agreement> {
    let text = storage::read(Shelf::Of(ContentKind::Agreement)).ok()??;
    let copy = storage::read(Shelf::AgreementCopy).ok()??;
    let bytes: Vec<u8> = copy.chars().map(|letter| u8::try_from(letter).ok()).collect::<Option<_>>()?;
    kept::kept(&kept::key(&text), bytes.as_slice()).ok()
}

/// Without a copy the document is read, so that it matters little if there is no room for it.
fn copy_agreement(agreement: &Agreement, text: &str) {
    let mut bytes = Vec::new();
    if kept::keep(&kept::key(text), agreement, &mut bytes).is_ok() {
        let copy: String = bytes.into_iter().map(char::from).collect();
        let _ = storage::write(Shelf::AgreementCopy, &copy);
    }
}

/// Whether a kept document can be used.
fn put_back(state: AppState, content: Content) -> bool {
    match content {
        Content::Agreement(agreement) => {
            let is_valid = agreement.validate(format::is_zone).is_ok();
            if is_valid {
                state.agreement.set(*agreement);
            }
            return is_valid;
        }
        Content::Ledger(ledger) => state.ledger.set(ledger),
        Content::Mappings(mappings) => state.mappings.set(mappings),
        Content::Meetings(meetings) => state.team.meetings.set(meetings),
        Content::Assets(assets) => state.team.assets.set(assets),
        Content::Views(views) => state.team.views.set(views),
        Content::Snapshots(snapshots) => state.team.snapshots.set(snapshots),
    }
    true
}

/// Puts a document in the place of the one that is here, and keeps it.
pub fn take_over(state: AppState, content: Content) {
    if put_back(state, content.clone()) {
        keep(state, content);
    }
}

/// Keeps a document for the next visit.
pub fn keep(state: AppState, content: Content) {
    let kind = content.kind();
    let agreement = if let Content::Agreement(agreement) = &content { Some(agreement.clone()) } else { None };
    seal(content, move |text| {
        state.keep(storage::write(Shelf::Of(kind), &text));
        if let Some(agreement) = &agreement {
            copy_agreement(agreement, &text);
        }
    });
}

fn seal(content: Content, mut done: impl FnMut(String) + 'static) {
    worker::ask(Request::Seal { content: Further::of(&content), made_at: files::now_unix() }, &[], move |response| {
        if let Response::Text { text } = response {
            done(text);
        }
    });
}

fn unseal(kind: ContentKind, text: String, mut done: impl FnMut(Result<Content, EnvelopeError>) + 'static) {
    worker::ask(Request::Open { kind, text }, &[], move |response| {
        if let Response::Opened(opened) = response {
            let unread = || EnvelopeError::Unreadable { detail: String::new() };
            done(opened.and_then(|content| content.open().ok_or_else(unread)));
        }
    });
}

/// Offers a document as a file.
pub fn save(state: AppState, content: Content, name: &'static str) {
    seal(content, move |text| {
        if files::save(name, "application/json", &text).is_err() {
            state.say(fill(format::words().fail_protocol, &[("detail", name)]));
        }
    });
}

/// A button that opens a document's file; `opened` gets what it holds and the file's name.
pub fn open_button(
    kind: ContentKind,
    label: &'static str,
    opened: impl Fn(Result<Content, EnvelopeError>, &str) + Clone + 'static,
) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let read = move |_| {
        let Some(file) = input.get().and_then(|input| files::picked(&input).into_iter().next()) else { return };
        let opened = opened.clone();
        spawn_local(async move {
            // What cannot be read is no document, and is said as that.
            let text = files::text(&file).await.unwrap_or_default();
            unseal(kind, text, move |content| opened(content, &file.name()));
        });
    };
    view! {
        <button type="button" class="button" on:click=move |_| if let Some(input) = input.get() { input.click() }>{label}</button>
        <input type="file" hidden accept=".json,application/json" aria-label=label node_ref=input on:change=read />
    }
    .into_any()
}
