//! The columns everything is counted from: leads, deals, activities, spend and traffic, as an import assembled them.
//!
//! No text of a person is in here (name, e-mail, company stay in the stored file, found by [`Place`]); what is kept is what is
//! counted: moments, dictionary-coded categories, minor-unit money and small counters.

mod activities;
mod bitmap;
mod category;
mod instants;
mod spend;
mod traffic;

pub use activities::{Activities, ActivityKind};
pub use bitmap::Bitmap;
pub use category::{Category, CategoryBuilder, CodeSlice, NONE_CODE};
pub use instants::Instants;
pub use spend::{Spend, SpendCategory};
pub use traffic::Traffic;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::raw;

/// The stages a lead passes, in the order that never changes. Visitors are counts, not leads, and have no place here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    Lead,
    Mql,
    Sal,
    Sql,
    Opportunity,
    Customer,
}

impl Stage {
    pub const ALL: [Self; 6] = [Self::Lead, Self::Mql, Self::Sal, Self::Sql, Self::Opportunity, Self::Customer];

    pub const fn index(self) -> usize {
        self as usize
    }
}

/// What the CRM's own status or lifecycle column says of a lead today, without a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Status {
    #[default]
    Unknown,
    Lead,
    Mql,
    Sal,
    Sql,
    Opportunity,
    Customer,
    Disqualified,
    Recycled,
}

impl Status {
    /// The furthest stage this status claims, if it is a stage.
    pub const fn stage(self) -> Option<Stage> {
        match self {
            Self::Unknown | Self::Disqualified | Self::Recycled => None,
            Self::Lead => Some(Stage::Lead),
            Self::Mql => Some(Stage::Mql),
            Self::Sal => Some(Stage::Sal),
            Self::Sql => Some(Stage::Sql),
            Self::Opportunity => Some(Stage::Opportunity),
            Self::Customer => Some(Stage::Customer),
        }
    }
}

/// What leads and deals are broken down and filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    Source,
    Campaign,
    Owner,
    Reason,
    Persona,
    JobTitle,
    Industry,
    Country,
    CompanySize,
    Product,
    Region,
    /// Who leads the owner, from a table of teams.
    Manager,
    /// The raw pipeline stage of a deal, as the CRM spells it.
    DealStage,
}

impl Dimension {
    pub const ALL: [Self; 13] = [
        Self::Source,
        Self::Campaign,
        Self::Owner,
        Self::Reason,
        Self::Persona,
        Self::JobTitle,
        Self::Industry,
        Self::Country,
        Self::CompanySize,
        Self::Product,
        Self::Region,
        Self::Manager,
        Self::DealStage,
    ];

    /// Its name in addresses, options and the report's JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Campaign => "campaign",
            Self::Owner => "owner",
            Self::Reason => "reason",
            Self::Persona => "persona",
            Self::JobTitle => "job_title",
            Self::Industry => "industry",
            Self::Country => "country",
            Self::CompanySize => "company_size",
            Self::Product => "product",
            Self::Region => "region",
            Self::Manager => "manager",
            Self::DealStage => "deal_stage",
        }
    }

    pub const fn index(self) -> usize {
        self as usize
    }
}

/// The moments of a lead beside its stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Disqualified,
    Recycled,
    Delivered,
    FirstFollowUp,
}

impl Event {
    pub const ALL: [Self; 4] = [Self::Disqualified, Self::Recycled, Self::Delivered, Self::FirstFollowUp];

    pub const fn index(self) -> usize {
        self as usize
    }
}

/// Where a row stands in its file: enough to read the record again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub struct Place(u64);

impl Place {
    const OFFSET_BITS: u32 = 48;

    /// A file by its index into [`Dataset::files`], and the byte offset of the record's first byte in its decoded (UTF-8) text: both in
    /// one word, because every row has one. Files end long before 2^48 bytes.
    pub const fn new(file: u16, offset: u64) -> Self {
        Self((file as u64) << Self::OFFSET_BITS | offset & ((1 << Self::OFFSET_BITS) - 1))
    }

    /// Index into [`Dataset::files`].
    pub const fn file(self) -> u16 {
        (self.0 >> Self::OFFSET_BITS) as u16
    }

    /// Byte offset of the record's first byte in the decoded text of the file.
    pub const fn offset(self) -> u64 {
        self.0 & ((1 << Self::OFFSET_BITS) - 1)
    }
}

/// The categories of a table by [`Dimension`]; `None` where no column was mapped.
pub type Categories = [Option<Category>; Dimension::ALL.len()];

/// A column that has no place of its own in the table, by its header.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Named<T> {
    pub name: String,
    pub column: T,
}

/// What is known of a person without keeping it: who has a value. Each is empty where no export has the column.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Known {
    pub name: Bitmap,
    pub email: Bitmap,
    pub company: Bitmap,
}

/// One row per lead, all columns of the same length.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Leads {
    pub len: usize,
    /// `t_s` per stage, by [`Stage::index`]; `None` where the data has no such date anywhere.
    pub stages: [Option<Instants>; 6],
    pub events: [Option<Instants>; 4],
    /// Length 0 when no status column was mapped.
    pub status: Vec<Status>,
    pub categories: Categories,
    /// Follow-up attempts (calls, e-mails, voicemails together); length 0 when not mapped.
    #[borsh(serialize_with = "raw::write", deserialize_with = "raw::read")]
    pub attempts: Vec<u16>,
    /// Two-way contact was made: 0 unknown, 1 no, 2 yes; length 0 when not mapped.
    #[borsh(serialize_with = "raw::write", deserialize_with = "raw::read")]
    pub contacted: Vec<u8>,
    /// The part of the e-mail address after the `@`, case-folded; `None` where no column was mapped.
    pub email_domain: Option<Category>,
    pub known: Known,
    /// Further columns a person matched to score or check leads by.
    pub attributes: Vec<Named<Category>>,
    /// Counters of behaviour: page views, downloads. They stop at 65 535.
    pub counters: Vec<Named<Vec<u16>>>,
    pub places: Vec<Place>,
    /// True when the rows were made from a deals export because no leads export was given: each deal stands for its lead.
    pub from_deals: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum DealState {
    Open,
    Won,
    Lost,
}

/// No lead, in [`Deals::lead`].
pub const NO_LEAD: u32 = u32::MAX;
/// No amount, in [`Deals::amount_minor`].
pub const NO_AMOUNT: i64 = i64::MIN;

/// One row per deal (opportunity), all columns of the same length.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Deals {
    pub len: usize,
    /// Row of the lead the deal belongs to, or [`NO_LEAD`].
    #[borsh(serialize_with = "raw::write", deserialize_with = "raw::read")]
    pub lead: Vec<u32>,
    pub created: Instants,
    /// Won or lost date; for an open deal an expected close date is not kept here.
    pub closed: Instants,
    pub state: Vec<DealState>,
    /// Minor units of [`Dataset::currency`]; [`NO_AMOUNT`] where the export has none or in another currency.
    #[borsh(serialize_with = "raw::write", deserialize_with = "raw::read")]
    pub amount_minor: Vec<i64>,
    /// Own columns, completed from the lead where the deal's export lacks the column.
    pub categories: Categories,
    pub places: Vec<Place>,
}

/// Everything an accepted import left in memory.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Dataset {
    pub leads: Leads,
    pub deals: Deals,
    pub activities: Activities,
    pub spend: Spend,
    pub traffic: Traffic,
    /// Names of the files, in the order [`Place::file`] counts.
    pub files: Vec<String>,
    /// ISO 4217 code of every amount, when the data or the workspace names one.
    pub currency: Option<String>,
    /// The latest timestamp found: the default as-of.
    pub latest: Option<crate::time::Moment>,
}

/// Minor-unit digits of an ISO 4217 currency (ISO 4217:2015 table; 2 where not listed here).
pub fn currency_digits(code: Option<&str>) -> u32 {
    match code {
        Some(
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND" | "VUV" | "XAF" | "XOF" | "XPF",
        ) => 0,
        Some("BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND") => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dimensions_are_named_as_in_the_json() {
        for dimension in Dimension::ALL {
            assert_eq!(serde_json::to_value(dimension).unwrap(), dimension.name());
        }
    }

    #[test]
    fn a_place_is_a_file_and_an_offset() {
        for (file, offset) in [(0, 0), (1, 7), (u16::MAX, (1 << 48) - 1)] {
            let place = Place::new(file, offset);
            assert_eq!((place.file(), place.offset()), (file, offset));
        }
    }
}
