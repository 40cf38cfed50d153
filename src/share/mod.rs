//! What leaves the worker's memory, and how it is told apart when it comes back. No encryption and no network in here.

mod content;
pub mod csv;
pub mod envelope;
mod html;
pub mod parcel;
pub mod shared;
pub mod show;
pub mod site;
pub mod withhold;

pub use content::{Content, ContentKind};
pub use csv::Csv;
pub use envelope::{EnvelopeError, open, seal};
pub use html::html;
pub use shared::{
    Block, BlockKind, Cell, Column, FigureName, Label, Row, ShareChoice, SharedBoard, SharedPage, Slice, may_be_named, shared_board,
};

use serde::{Serialize, de::DeserializeOwned};

/// A kind of saved document: its name in the envelope, and the newest version this build writes and reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document {
    pub name: &'static str,
    pub version: u32,
}

/// An [`Agreement`](crate::agreement::Agreement).
pub const AGREEMENT: Document = Document { name: "agreement", version: 1 };
/// The [`Ledger`](crate::agreement::Ledger) of its versions.
pub const LEDGER: Document = Document { name: "agreement-versions", version: 1 };
/// A list of [`FileMapping`](crate::import::FileMapping).
pub const MAPPING: Document = Document { name: "mapping", version: 1 };
/// The [`Meetings`](crate::team::Meetings) of both teams.
pub const MEETINGS: Document = Document { name: "meetings", version: 1 };
/// A register of [`Assets`](crate::team::Assets).
pub const ASSETS: Document = Document { name: "assets", version: 1 };
/// The [`Views`](crate::team::Views) that have names.
pub const VIEWS: Document = Document { name: "views", version: 1 };
/// Everything together: a [`Workspace`](crate::team::Workspace).
pub const WORKSPACE: Document = Document { name: "workspace", version: 1 };
/// The [`Snapshots`](crate::team::Snapshots) of accepted imports.
pub const SNAPSHOTS: Document = Document { name: "snapshots", version: 1 };

impl Document {
    pub fn seal<T: Serialize>(self, made_at_unix: i64, body: &T) -> String {
        seal(self.name, self.version, made_at_unix, body)
    }

    /// # Errors
    /// As [`open`].
    pub fn open<T: DeserializeOwned>(self, text: &str) -> Result<T, EnvelopeError> {
        open(text, self.name, self.version)
    }
}
