//! What is asked: period, filter, as-of; and which number's records.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Agreed, Blame, FollowUpOf, LeadsOf, LeakKind, RecycleOf};
use crate::{
    leads::{DealState, Dimension, SpendCategory, Stage},
    time::{Day, Moment},
};

/// A period as a person chooses it, resolved against the as-of and the workspace calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodChoice {
    /// From the first dated record to the as-of.
    #[default]
    All,
    ThisMonth,
    LastMonth,
    ThisQuarter,
    LastQuarter,
    ThisYear,
    LastYear,
    /// The twelve months up to and including the month of the as-of.
    LastTwelveMonths,
    /// `[from, to)`.
    Custom {
        from: Day,
        to: Day,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compare {
    #[default]
    Previous,
    Nothing,
}

/// Keeps records with this value. Several terms of one dimension mean either; of different dimensions, all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct FilterTerm {
    pub dimension: Dimension,
    /// `None` is "(none)".
    pub value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    pub period: PeriodChoice,
    pub compare: Compare,
    pub filter: Vec<FilterTerm>,
    /// Default: the latest timestamp in the data.
    pub as_of: Option<Moment>,
    /// `YYYY-MM` of the workspace calendar whose goal is shown; default: the month of the period's last counted day.
    pub goal_month: Option<String>,
    /// Leads younger than so many days do not count where a score is judged by what became of them as one figure.
    pub score_least_days: u32,
    /// Before and after this day are compared; default: the day the agreement starts.
    pub since: Option<Day>,
}

/// The parts of a report that cost a pass over leads and activities of their own, and that not everybody who asks shows.
#[expect(clippy::struct_excessive_bools, reason = "each part is asked for or not, whatever the others are")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize)]
pub struct Parts {
    /// Both promises, the monthly record, the leaks, the checklist, and what is missing for them.
    pub promises: bool,
    pub scoring: bool,
    /// Investment and return, before and after, the gap to the goal, and what is missing for them.
    pub returns: bool,
    /// What only further pages show: return over time, attribution, cohorts, curves, conventions and the pipeline, and what is missing.
    pub details: bool,
}

impl Parts {
    /// A whole report, as the command line gives it.
    pub const ALL: Self = Self { promises: true, scoring: true, returns: true, details: true };

    /// No more than a board shows.
    pub const fn are_of_the_board(self) -> bool {
        !self.scoring && !self.details
    }

    /// Every one of the others is among these.
    pub const fn include(self, others: Self) -> bool {
        (self.promises || !others.promises)
            && (self.scoring || !others.scoring)
            && (self.returns || !others.returns)
            && (self.details || !others.details)
    }
}

/// Who says that a lead is an MQL: the CRM's own stages, or the scoring model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementCell {
    Both,
    CrmOnly,
    ModelOnly,
    Neither,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChecklistAnswer {
    Yes,
    No,
    Unknown,
}

/// What became of a lead that entered a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Converted,
    InFlight,
    Dropped,
}

/// The exclusive state of a lead at the as-of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Open,
    Won,
    Disqualified,
    Recycled,
    Unreachable,
}

/// A number on the board, named so that its records can be listed. The list is as long as the number is large.
#[derive(Debug, Clone, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordsOf {
    /// Leads of the funnel that reached the stage ([`super::StageCount::reached`]).
    Reached {
        stage: Stage,
    },
    /// Leads whose stage date is in the period ([`super::StageCount::entered`]).
    Entered {
        stage: Stage,
    },
    /// Of the leads that entered `from` in the period, those with this fate at the step to the next tracked stage
    /// ([`super::Step`]).
    Step {
        from: Stage,
        fate: Fate,
    },
    /// Of the funnel's leads that reached `stage`, those with this fate there ([`super::StageCount::converted`] and its
    /// neighbours). The same as [`RecordsOf::Step`] when the period is all.
    ReachedWith {
        stage: Stage,
        fate: Fate,
    },
    Outcome {
        outcome: Outcome,
    },
    /// Disqualified (or lost) leads with this reason; `None` is "(none)".
    Reason {
        reason: Option<String>,
    },
    /// Leads of one part of a breakdown.
    Part {
        dimension: Dimension,
        value: Option<String>,
    },
    /// Entries of the goal's metric on one day of the goal month.
    GoalDay {
        day: Day,
    },
    /// Deals of the period in this state; `None` is all of them.
    Deals {
        state: Option<DealState>,
    },
    /// Leads delivered in the period, by what was done for them.
    FollowUp {
        of: FollowUpOf,
        part: LeadsOf,
    },
    /// Leads delivered in the period that are as agreed, or not; by one criterion alone where it is named.
    Agreed {
        agreed: Agreed,
        criterion: Option<u16>,
        part: LeadsOf,
    },
    /// A cell of the responsibility table; `None` is the unjudged ones.
    Responsibility {
        cell: Option<Blame>,
        part: LeadsOf,
    },
    Recycle {
        of: RecycleOf,
    },
    /// Disqualified (or lost) leads of a part, by the day it happened; `reason` as in [`RecordsOf::Reason`], or of any.
    ReasonIn {
        reason: ValueChoice,
        part: LeadsOf,
    },
    /// Marketing's leads of a month `YYYY-MM` of the monthly record, or the customers among them.
    RecordMonth {
        month: String,
        customers: bool,
    },
    /// Entries of the goal's month ([`super::GoalReport::entries`]).
    GoalMonth {
        persona: Option<String>,
    },
    /// Leads that a broken promise concerns ([`super::Leak::leads`]); none for a goal, whose leads are those that are missing.
    Leak {
        kind: LeakKind,
    },
    /// Leads of a [`super::ScoreBand`], by where it begins.
    ScoreBand {
        from: u32,
    },
    /// Leads of a [`super::ScoreCount`], by where it begins.
    Scored {
        from: u32,
    },
    /// Leads of a [`super::MatrixCell`].
    ScoreCell {
        fit: u8,
        engagement: u8,
    },
    /// Leads that are MQLs or SALs by the model ([`super::ModelCounts::mql`]).
    ModelMql,
    MqlAgreement {
        cell: AgreementCell,
    },
    /// Leads a rule applied to ([`super::RuleEvidence::with`]), by its place in the model.
    RuleHit {
        rule: u32,
    },
    /// SQLs with this answer to an item of the checklist, by its place.
    Checklist {
        item: u32,
        answer: ChecklistAnswer,
    },
    /// SQLs without a yes on some item.
    ChecklistLacking,
    /// Deals of the filter won in `[from, to)`, the report's period aside.
    WonIn {
        from: Day,
        to: Day,
    },
    /// Bookings of `[from, to)`.
    SpendIn {
        from: Day,
        to: Day,
        category: Option<SpendCategory>,
    },
    /// Deals of the period won after a touch by this campaign or source.
    TouchedBy {
        dimension: Dimension,
        value: Option<String>,
    },
    /// Leads of the filter created in `[from, to)`.
    CreatedIn {
        from: Day,
        to: Day,
    },
    /// Leads created in a month `YYYY-MM` that became customers so many months after it; all its leads where `since` is `None`.
    CohortCell {
        month: String,
        since: Option<u32>,
    },
    /// Deals open at the as-of ([`super::Pipeline`]).
    Pipeline {
        stage: ValueChoice,
        idle: bool,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueChoice {
    Any,
    /// `None` is "(none)".
    Is(Option<String>),
}
