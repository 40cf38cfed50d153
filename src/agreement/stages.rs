//! What each stage means to the teams, and what must be known of an SQL.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::Attribute;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Team {
    Marketing,
    Sales,
}

/// What the teams say of a stage. Empty is: as the field understands it.
#[derive(Debug, Clone, Default, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct StageTerms {
    /// In the teams' own words.
    pub definition: String,
    pub owner: Option<Team>,
    /// The agreed conversion rate from the stage before, 0..=1.
    pub target_rate: Option<f64>,
}

/// An item that should be known of an SQL. Its column answers yes or no; any other text says that it is known.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ChecklistItem {
    pub name: String,
    pub of: Attribute,
}
