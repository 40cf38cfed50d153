//! Both sides of the SLA as a document: what marketing delivers, and how sales follows it up.

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::Condition;
use crate::leads::ActivityKind;

/// What makes a delivered lead one the teams agreed on.
#[derive(Debug, Clone, Default, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct MarketingPromise {
    /// All of them. A lead that lacks the data of one counts as not meeting it, and is told apart.
    pub criteria: Vec<Condition>,
    /// By the agreement's scoring model.
    pub least_score: Option<f64>,
}

impl MarketingPromise {
    /// Nothing was agreed: no lead can meet or fail it.
    pub fn is_empty(&self) -> bool {
        self.criteria.is_empty() && self.least_score.is_none()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clock {
    /// Only the hours of the working calendar run.
    #[default]
    Business,
    Elapsed,
}

/// "`share` of the leads within `hours`".
#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct TimeTarget {
    /// 0..=1.
    pub share: f64,
    pub hours: f64,
    #[serde(default)]
    pub clock: Clock,
}

/// How often a lead is tried before it is given back as unreachable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct TouchPlan {
    pub calls: u16,
    pub voicemails: u16,
    pub emails: u16,
}

impl TouchPlan {
    pub const fn attempts(self) -> u32 {
        self.calls as u32 + self.voicemails as u32 + self.emails as u32
    }
}

/// What reps can do.
#[derive(Debug, Clone, Default, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Capacity {
    pub minutes_per_attempt: Option<f64>,
    /// Of one rep, for marketing's leads.
    pub minutes_per_day: Option<f64>,
    /// Owner as written in the data → minutes a day, where it is not the same for all.
    pub by_owner: BTreeMap<String, f64>,
}

/// How sales follows up. What is `None` was not agreed and is measured, but neither met nor breached.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct SalesPromise {
    pub speed: Option<TimeTarget>,
    /// An outcome recorded: SAL, SQL, or disqualified with a reason.
    pub disposition: Option<TimeTarget>,
    pub touch_plan: Option<TouchPlan>,
    /// Kinds of activity that count as a follow-up of a rep.
    pub touches: Vec<ActivityKind>,
    /// Words in an activity's type or subject that mark it as sent by a machine: it is no follow-up.
    pub automatic_words: Vec<String>,
    pub capacity: Capacity,
}

impl Default for SalesPromise {
    fn default() -> Self {
        Self {
            speed: None,
            disposition: None,
            touch_plan: None,
            touches: vec![ActivityKind::Call, ActivityKind::Voicemail, ActivityKind::Email, ActivityKind::Meeting],
            automatic_words: ["automatic", "automated", "auto-reply", "sequence", "campaign email", "marketing email"]
                .map(str::to_owned)
                .to_vec(),
            capacity: Capacity::default(),
        }
    }
}
