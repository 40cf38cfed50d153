//! The one door to localStorage: the settings as a line of their own, documents as the text of their files.
//!
//! Storage may be blocked or full; then the app goes on with what it has in memory and says so once ([`Trouble`]). It never
//! touches imported files: those are the worker's, and so is what the text of a document means.

use std::cell::Cell;

use gloo_storage::{LocalStorage, Storage};
use handoff::share::ContentKind;
use js_sys::{JSON, Reflect};

/// What kept a value from being stored or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    Blocked,
    Full,
    Damaged,
}

/// Something kept under a name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    Settings,
    Of(ContentKind),
    /// See [`super::super::documents`].
    AgreementCopy,
}

impl Shelf {
    const fn key(self) -> &'static str {
        match self {
            Self::Settings => "handoff.settings",
            Self::AgreementCopy => "handoff.agreement-copy",
            Self::Of(ContentKind::Agreement) => "handoff.agreement",
            Self::Of(ContentKind::Ledger) => "handoff.agreement-versions",
            Self::Of(ContentKind::Mappings) => "handoff.mapping",
            Self::Of(ContentKind::Meetings) => "handoff.meetings",
            Self::Of(ContentKind::Assets) => "handoff.assets",
            Self::Of(ContentKind::Views) => "handoff.views",
            Self::Of(ContentKind::Snapshots) => "handoff.snapshots",
        }
    }
}

thread_local! {
    /// `gloo_storage` panics where the browser refuses the storage object itself, so it is asked for once, carefully.
    static ALLOWED: Cell<Option<bool>> = const { Cell::new(None) };
}

fn allowed() -> bool {
    ALLOWED.with(|known| {
        known.get().unwrap_or_else(|| {
            let allowed = web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))));
            known.set(Some(allowed));
            allowed
        })
    })
}

/// `Ok(None)` when nothing was kept. What is kept is a text of JSON, read and written by the browser: the page's program holds no code
/// for it.
pub fn read(shelf: Shelf) -> Result<Option<String>, Trouble> {
    if !allowed() {
        return Err(Trouble::Blocked);
    }
    let Some(kept) = LocalStorage::raw().get_item(shelf.key()).map_err(|_| Trouble::Blocked)? else { return Ok(None) };
    JSON::parse(&kept).ok().and_then(|text| text.as_string()).map(Some).ok_or(Trouble::Damaged)
}

pub fn write(shelf: Shelf, text: &str) -> Result<(), Trouble> {
    if !allowed() {
        return Err(Trouble::Blocked);
    }
    let json = JSON::stringify(&text.into()).map_err(|_| Trouble::Damaged)?;
    LocalStorage::raw().set_item(shelf.key(), &String::from(json)).map_err(|error| {
        let is_full = Reflect::get(&error, &"name".into()).is_ok_and(|name| name == "QuotaExceededError");
        if is_full { Trouble::Full } else { Trouble::Blocked }
    })
}

pub fn forget_all() {
    if allowed() {
        for shelf in ContentKind::ALL.map(Shelf::Of).into_iter().chain([Shelf::Settings, Shelf::AgreementCopy]) {
            LocalStorage::delete(shelf.key());
        }
    }
}
