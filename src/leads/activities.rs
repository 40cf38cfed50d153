//! Activities: what leads did and what was done for them, one row each. Which of them count as touches is the agreement's to say.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Bitmap, Category, Instants, Place};
use crate::raw;

/// What an activity is, whatever the CRM calls it. Its own word stays in [`Activities::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum ActivityKind {
    Call,
    Voicemail,
    Email,
    /// A meeting, a demonstration, a conversation: two-way by nature.
    Meeting,
    PageView,
    Download,
    FormFill,
    Task,
    #[default]
    Other,
}

impl ActivityKind {
    pub const ALL: [Self; 9] =
        [Self::Call, Self::Voicemail, Self::Email, Self::Meeting, Self::PageView, Self::Download, Self::FormFill, Self::Task, Self::Other];

    pub const fn index(self) -> usize {
        self as usize
    }
}

/// One row per activity in the order of the files, all columns of the same length; `None` where no export has the column.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Activities {
    pub len: usize,
    /// Row of the lead it belongs to, by lead id, e-mail or its deal; [`super::NO_LEAD`] where none of them is known.
    #[borsh(serialize_with = "raw::write", deserialize_with = "raw::read")]
    pub lead: Vec<u32>,
    /// When it happened; missing where the row has no readable date.
    pub at: Instants,
    pub kind: Vec<ActivityKind>,
    /// The type as the export spells it.
    pub types: Option<Category>,
    /// Who did it, of the team.
    pub owner: Option<Category>,
    pub source: Option<Category>,
    pub campaign: Option<Category>,
    /// The page, form, document or subject it was about.
    pub asset: Option<Category>,
    /// How it ended, as the export spells it: "Connected", "Left voicemail".
    pub outcome: Option<Category>,
    /// Incoming or outgoing, as the export spells it.
    pub direction: Option<Category>,
    /// Rows whose status says that they are yet to be done, or were called off; empty when no export has a status.
    pub planned: Bitmap,
    pub places: Vec<Place>,
}

impl Activities {
    /// The activity is a plan, not something that happened.
    pub fn is_planned(&self, row: usize) -> bool {
        !self.planned.is_empty() && self.planned.get(row)
    }
}
