//! The one door to localStorage: settings, agreement and mappings, each in a versioned envelope.
//!
//! Storage may be blocked or full; then the app goes on with what it has in memory and says so once ([`Trouble`]). It never
//! touches imported files: those are the worker's.

use std::cell::Cell;

use gloo_storage::{LocalStorage, Storage, errors::StorageError};
use handoff::share::envelope;
use serde::{Serialize, de::DeserializeOwned};

/// What kept a value from being stored or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    Blocked,
    Full,
    Damaged,
}

/// What is kept, by name and the newest version this build reads.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    name: &'static str,
    version: u32,
}

pub const SETTINGS: Slot = Slot { name: "settings", version: 1 };
pub const AGREEMENT: Slot = Slot { name: "agreement", version: 1 };
pub const MAPPINGS: Slot = Slot { name: "mappings", version: 1 };

/// What a saved matching is called inside its file, and its version: shared with the command line.
pub const MAPPINGS_FILE: (&str, u32) = (MAPPINGS.name, MAPPINGS.version);
pub const AGREEMENT_FILE: (&str, u32) = (AGREEMENT.name, AGREEMENT.version);

impl Slot {
    fn key(self) -> String {
        format!("handoff.{}", self.name)
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
pub fn read<T: DeserializeOwned>(slot: Slot) -> Result<Option<T>, Trouble> {
    if !allowed() {
        return Err(Trouble::Blocked);
    }
    match LocalStorage::get::<String>(slot.key()) {
        Ok(text) => envelope::open(&text, slot.name, slot.version).map(Some).map_err(|_| Trouble::Damaged),
        Err(StorageError::KeyNotFound(_)) => Ok(None),
        Err(_) => Err(Trouble::Damaged),
    }
}

pub fn write<T: Serialize>(slot: Slot, value: &T) -> Result<(), Trouble> {
    if !allowed() {
        return Err(Trouble::Blocked);
    }
    let sealed = envelope::seal(slot.name, slot.version, (js_sys::Date::now() / 1000.0) as i64, value);
    LocalStorage::set(slot.key(), sealed).map_err(|error| match error {
        StorageError::JsError(js) if js.name == "QuotaExceededError" => Trouble::Full,
        _ => Trouble::Blocked,
    })
}

pub fn forget_all() {
    if allowed() {
        for slot in [SETTINGS, AGREEMENT, MAPPINGS] {
            LocalStorage::delete(slot.key());
        }
    }
}
