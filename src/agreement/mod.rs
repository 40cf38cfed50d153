//! What both teams signed, as one plain document: stages, goals, source classes and reasons.
//!
//! The agreement says what is counted and against what; it holds no data. Fields a later version adds have defaults, so a
//! document saved by an older version still opens.

mod difference;
mod economics;
mod promises;
mod rules;
mod scoring;
mod stages;
mod starters;
mod validate;
mod validate_terms;
mod versions;
mod working_calendar;

pub use difference::{Change, Clause, Listed, Subject, Term, clauses, difference};
pub use economics::{Economics, MarkedDay, ReturnBasis, TypedCost};
pub use promises::{Capacity, Clock, MarketingPromise, SalesPromise, TimeTarget, TouchPlan};
pub use rules::{Attribute, Condition, Persona, Test};
pub use scoring::{Effect, Rule, ScoringModel, Signal};
pub use stages::{ChecklistItem, StageTerms, Team};
pub use starters::{Starter, StarterTexts};
pub use validate::AgreementError;
pub use versions::{Ledger, LedgerError, Signature, Version};
pub(crate) use working_calendar::iso_day;
pub use working_calendar::{Holiday, WorkingCalendar};

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::{
    leads::Stage,
    time::{CalendarSystem, Day},
};

/// Which team a source is credited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceClass {
    Marketing,
    Sales,
    Partner,
}

/// How a month's goal is laid over its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalLine {
    #[default]
    CalendarDays,
    WorkingDays,
}

/// What a monthly goal counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GoalUnit {
    #[default]
    Count,
    /// The sum of the personas' lead values.
    Value,
}

/// A monthly goal: so many entries into a stage, or so much value of them.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Goal {
    pub metric: Stage,
    /// For every month that [`Goal::months`] does not name; `None` until someone sets it: no goal is invented.
    pub monthly: Option<f64>,
    /// `YYYY-MM` of the workspace calendar → goal of that month.
    #[serde(default)]
    pub months: BTreeMap<String, f64>,
    #[serde(default)]
    pub unit: GoalUnit,
    /// Below the target, and above it; in the goal's unit.
    #[serde(default)]
    pub floor: Option<f64>,
    #[serde(default)]
    pub stretch: Option<f64>,
    /// Name of a persona → its own monthly goal.
    #[serde(default)]
    pub by_persona: BTreeMap<String, f64>,
}

impl Goal {
    /// No goal yet for entries into a stage.
    pub fn of(metric: Stage) -> Self {
        Self {
            metric,
            monthly: None,
            months: BTreeMap::new(),
            unit: GoalUnit::Count,
            floor: None,
            stretch: None,
            by_persona: BTreeMap::new(),
        }
    }
}

/// How long the quota is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuotaSpan {
    Month,
    Quarter,
    #[default]
    Year,
}

impl QuotaSpan {
    pub const fn months(self) -> u8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// The inputs of the goal chain (`quota × share ÷ deal size ÷ rate`); each optional until known.
#[derive(Debug, Clone, Default, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct GoalChainInputs {
    pub quota: Option<f64>,
    #[serde(default)]
    pub quota_span: QuotaSpan,
    /// Share of the quota that marketing sources, 0..=1.
    pub marketing_share: Option<f64>,
    pub average_deal: Option<f64>,
    /// Lead-to-customer rate, 0..=1.
    pub lead_to_customer_rate: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Workspace {
    /// IANA name; timestamps without an offset are in this zone.
    pub time_zone: String,
    pub calendar: CalendarSystem,
    /// ISO weekday of the first day of the week: 1 = Monday, 6 = Saturday.
    pub week_start: u8,
    /// ISO weekdays that are worked.
    pub working_days: Vec<u8>,
    /// When on those days, and on which dates not.
    pub working_hours: WorkingCalendar,
    pub currency: Option<String>,
}

impl Default for Workspace {
    fn default() -> Self {
        Self {
            time_zone: "UTC".into(),
            calendar: CalendarSystem::Gregorian,
            week_start: 1,
            working_days: vec![1, 2, 3, 4, 5],
            working_hours: WorkingCalendar::default(),
            currency: None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Agreement {
    pub version: u32,
    pub workspace: Workspace,
    /// Stages the team has switched off; Lead cannot be.
    pub stages_off: Vec<Stage>,
    pub stage_terms: BTreeMap<Stage, StageTerms>,
    pub personas: Vec<Persona>,
    pub scoring: ScoringModel,
    pub marketing: MarketingPromise,
    pub sales: SalesPromise,
    /// What should be known of an SQL.
    pub checklist: Vec<ChecklistItem>,
    /// The agreement is looked at again so many months after it was signed.
    pub review_months: u8,
    pub goal: Goal,
    pub goal_line: GoalLine,
    pub goal_chain: GoalChainInputs,
    pub economics: Economics,
    /// ISO (Gregorian) date it took force: before and after are told apart by it.
    pub starts: Option<String>,
    pub marked_days: Vec<MarkedDay>,
    /// Source value as written in the data → class; unmapped sources stay unclassified.
    pub source_classes: BTreeMap<String, SourceClass>,
    /// Raw reason as written in the data → the agreement's own name for it; unmapped ones stand for themselves.
    pub reasons: BTreeMap<String, String>,
}

impl Default for Agreement {
    fn default() -> Self {
        Self {
            version: 1,
            workspace: Workspace::default(),
            stages_off: Vec::new(),
            stage_terms: BTreeMap::new(),
            personas: Vec::new(),
            scoring: ScoringModel::default(),
            marketing: MarketingPromise::default(),
            sales: SalesPromise::default(),
            checklist: Vec::new(),
            review_months: 3,
            goal: Goal::of(Stage::Mql),
            goal_line: GoalLine::default(),
            goal_chain: GoalChainInputs::default(),
            economics: Economics::default(),
            starts: None,
            marked_days: Vec::new(),
            source_classes: BTreeMap::new(),
            reasons: BTreeMap::new(),
        }
    }
}

impl Agreement {
    /// The goal of a month named `YYYY-MM` in the workspace calendar.
    pub fn goal_of(&self, month: &str) -> Option<f64> {
        self.goal.months.get(month).copied().or(self.goal.monthly)
    }

    /// The day it took force, if somebody wrote one.
    pub fn start_day(&self) -> Option<Day> {
        self.starts.as_deref().and_then(working_calendar::iso_day)
    }

    /// Twelve hex digits of the FNV-1a hash of the document's Borsh bytes, to tell on every chart which agreement counted it. Not a signature.
    pub fn hash(&self) -> String {
        let bytes = borsh::to_vec(self).expect("an agreement is plain data");
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        format!("{:012x}", hash >> 16)
    }
}
