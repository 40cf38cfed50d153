//! What a file is about, and what a column means.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::leads::{Dimension, Event, Stage};

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Leads,
    Deals,
    Activities,
    Spend,
    Traffic,
    Accounts,
    Campaigns,
    /// Stage ids, users, teams: tables other tables point into.
    Lookup,
}

impl Kind {
    pub const ALL: [Self; 8] =
        [Self::Leads, Self::Deals, Self::Activities, Self::Spend, Self::Traffic, Self::Accounts, Self::Campaigns, Self::Lookup];
}

/// What a column means. Text fields are only located, never kept in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
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
    /// Any other column of words leads are scored or checked by; a file may have several.
    Attribute,
    /// A count of what a lead did: page views, downloads; a file may have several.
    Counter,
    /// The moment or day of an activity, a cost or a count of visitors.
    HappenedAt,
    ActivityType,
    /// The page, form, document or subject of an activity.
    Asset,
    Outcome,
    /// Incoming or outgoing.
    Direction,
    SpendCategory,
    Team,
    Visitors,
    /// The web domain or site of a company.
    Domain,
    /// The id of the row itself: by which other files name an entry of a lookup table, or which two exports give one activity.
    LookupId,
}

impl Field {
    /// Every meaning a column can be given, in the order of a lead's life.
    pub fn all() -> Vec<Self> {
        let mut fields = vec![Self::LeadId, Self::DealId, Self::Email, Self::Name, Self::Company, Self::CreatedAt];
        fields.extend(Stage::ALL.map(Self::Stage));
        fields.extend(Event::ALL.map(Self::Event));
        fields.extend([
            Self::Status,
            Self::Amount,
            Self::Currency,
            Self::CloseDate,
            Self::Attempts,
            Self::Contacted,
            Self::Score,
            Self::Attribute,
            Self::Counter,
        ]);
        fields.extend(Dimension::ALL.map(Self::Category));
        fields.extend([Self::HappenedAt, Self::ActivityType, Self::Asset, Self::Outcome, Self::Direction]);
        fields.extend([Self::SpendCategory, Self::Team, Self::Visitors, Self::Domain, Self::LookupId]);
        fields
    }

    /// Its values are moments or days.
    pub const fn is_date(self) -> bool {
        matches!(self, Self::CreatedAt | Self::Stage(_) | Self::Event(_) | Self::CloseDate | Self::HappenedAt)
    }

    /// Several columns of a file may have it, told apart by their headers.
    pub const fn is_repeatable(self) -> bool {
        matches!(self, Self::Attribute | Self::Counter)
    }
}
