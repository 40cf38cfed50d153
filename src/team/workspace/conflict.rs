//! What making two workspaces one leaves to decide, and what came of it. Types only; shown and chosen in the page.

use borsh::{BorshDeserialize, BorshSerialize};

use super::Workspace;

/// What a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub enum Part {
    Agreement,
    /// The chain of saved versions, and who signed them.
    Versions,
    Mapping,
    Meetings,
    Assets,
    View,
    /// With which view a visit begins.
    OpeningView,
    Snapshot,
    Settings,
    File,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize)]
pub enum Choice {
    #[default]
    Mine,
    Theirs,
    /// One after the other, mine first; only where that makes sense.
    Both,
}

/// One side of a difference, short enough to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Summary {
    Agreement {
        version: u32,
        hash: String,
    },
    /// Versions since the two chains parted, and the hash of the latest.
    Versions {
        count: u32,
        hash: String,
    },
    /// Columns of a file, and how many of them are used.
    Columns {
        used: u32,
        of: u32,
    },
    View {
        name: String,
        address: String,
    },
    /// A unix second.
    Moment(i64),
    File {
        name: String,
        size_bytes: u64,
    },
    /// As somebody wrote it, or as it is saved; cut off where it is long.
    Text(String),
}

/// Both sides say something else.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Conflict {
    pub part: Part,
    /// Of what: its id, shape or hash, or the way to it.
    pub key: String,
    /// What a person knows it by; empty where the part says it all.
    pub label: String,
    pub mine: Summary,
    pub theirs: Summary,
    /// [`Choice::Both`] can be chosen.
    pub can_be_both: bool,
}

/// How many things of a part only one side has, or both have alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Tally {
    pub part: Part,
    pub mine: u32,
    pub theirs: u32,
    pub equal: u32,
}

/// Two workspaces as one, as far as nobody has to decide.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct Merged {
    /// With mine where they differ.
    pub workspace: Workspace,
    pub conflicts: Vec<Conflict>,
    /// Of the parts that have anything.
    pub tallies: Vec<Tally>,
}
