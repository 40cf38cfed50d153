//! The one door to localStorage: the settings as a line of their own, documents as the text of their files.
//!
//! Storage may be blocked or full; then the app goes on with what it has in memory and says so once ([`Trouble`]). It never
//! touches imported files: those are the worker's, and so is what the text of a document means.

use std::cell::Cell;

use gloo_storage::{LocalStorage, Storage, errors::StorageError};
use handoff::share::ContentKind;

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
}

impl Shelf {
    const fn key(self) -> &'static str {
        match self {
            Self::Settings => "handoff.settings",
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

/// `Ok(None)` when nothing was kept.
pub fn read(shelf: Shelf) -> Result<Option<String>, Trouble> {
    if !allowed() {
        return Err(Trouble::Blocked);
    }
    match LocalStorage::get::<String>(shelf.key()) {
        Ok(text) => Ok(Some(text)),
        Err(StorageError::KeyNotFound(_)) => Ok(None),
        Err(_) => Err(Trouble::Damaged),
    }
}

pub fn write(shelf: Shelf, text: &str) -> Result<(), Trouble> {
    if !allowed() {
        return Err(Trouble::Blocked);
    }
    LocalStorage::set(shelf.key(), text).map_err(|error| match error {
        StorageError::JsError(js) if js.name == "QuotaExceededError" => Trouble::Full,
        _ => Trouble::Blocked,
    })
}

pub fn forget_all() {
    if allowed() {
        for shelf in ContentKind::ALL.map(Shelf::Of).into_iter().chain([Shelf::Settings]) {
            LocalStorage::delete(shelf.key());
        }
    }
}
