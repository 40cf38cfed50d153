//! What a file is about, and what a column means.

use serde::{Deserialize, Serialize};

use crate::leads::{Dimension, Event, Stage};

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Leads,
    Deals,
    Activities,
    Spend,
    Traffic,
    Accounts,
    Campaigns,
    /// Stage ids, users, products, teams: tables other tables point into.
    Lookup,
}

/// What a column means. Text fields are only located, never kept in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    LeadId,
    DealId,
    Email,
    Name,
    Company,
    CreatedAt,
    Stage(Stage),
    Event(Event),
    /// Lifecycle stage or lead status of a lead; stage or status of a deal. Its values are matched too.
    Status,
    Category(Dimension),
    Amount,
    Currency,
    CloseDate,
    Attempts,
    Contacted,
    Score,
}
