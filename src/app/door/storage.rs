//! The one door to localStorage: settings, agreement and mappings, each in a versioned envelope.
//!
//! Storage may be blocked or full; then the app goes on with what it has in memory and says so once ([`Trouble`]). It never
//! touches imported files: those are the worker's.

use std::cell::Cell;

use gloo_storage::{LocalStorage, Storage, errors::StorageError};
use handoff::share::{AGREEMENT, Document, MAPPING};
use serde::{Serialize, de::DeserializeOwned};

use super::files;

/// What kept a value from being stored or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    Blocked,
    Full,
    Damaged,
}

pub const SETTINGS: Document = Document { name: "settings", version: 1 };

fn key(document: Document) -> String {
    format!("handoff.{}", document.name)
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
pub fn read<T: DeserializeOwned>(document: Document) -> Result<Option<T>, Trouble> {
    if !allowed() {
        return Err(Trouble::Blocked);
    }
    match LocalStorage::get::<String>(key(document)) {
        Ok(text) => document.open(&text).map(Some).map_err(|_| Trouble::Damaged),
        Err(StorageError::KeyNotFound(_)) => Ok(None),
        Err(_) => Err(Trouble::Damaged),
    }
}

pub fn write<T: Serialize>(document: Document, value: &T) -> Result<(), Trouble> {
    if !allowed() {
        return Err(Trouble::Blocked);
    }
    let sealed = document.seal(files::now_unix(), value);
    LocalStorage::set(key(document), sealed).map_err(|error| match error {
        StorageError::JsError(js) if js.name == "QuotaExceededError" => Trouble::Full,
        _ => Trouble::Blocked,
    })
}

pub fn forget_all() {
    if allowed() {
        for document in [SETTINGS, AGREEMENT, MAPPING] {
            LocalStorage::delete(key(document));
        }
    }
}
