//! What became of the rows of each file, for the check before an import is accepted and for the report.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{IssueKind, Kind, Meaning};

/// What became of each row of a file: `rows_read = rows_kept + rows_merged + rows_left_out`.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct FileSummary {
    pub name: String,
    pub kind: Kind,
    pub rows_read: u64,
    pub rows_kept: u64,
    pub rows_merged: u64,
    pub rows_left_out: u64,
    pub issues: Vec<IssueCount>,
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct IssueCount {
    pub kind: IssueKind,
    #[serde(default)]
    pub column: Option<String>,
    pub count: u64,
}

/// A value of a status column, how often it stands there and what it was taken to mean.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ValueSeen {
    pub file: u16,
    pub header: String,
    pub raw: String,
    pub count: u64,
    /// `None`: no meaning known.
    pub meaning: Option<Meaning>,
}
