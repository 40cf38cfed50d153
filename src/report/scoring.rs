//! What the report says of the scoring model: whom it picks, and whether what it says comes true.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::Rate;
use crate::leads::Stage;

/// A difference of two shares with its 95 % interval (Newcombe 1998, method 10).
#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Difference {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

impl Rate {
    /// How much larger this share is; `None` when either is undefined.
    pub fn minus(self, other: Self) -> Option<Difference> {
        let ((p, (low, high)), (q, (other_low, other_high))) = ((self.value()?, self.interval()?), (other.value()?, other.interval()?));
        let spread = |a: f64, b: f64| (a * a + b * b).sqrt();
        Some(Difference { value: p - q, low: p - q - spread(p - low, other_high - q), high: p - q + spread(high - p, q - other_low) })
    }
}

/// Least scores; `null` where the model names none.
#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ScoreThresholds {
    pub mql: Option<f64>,
    pub sal: Option<f64>,
}

/// Leads of the report by what the model makes of them at the as-of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ModelCounts {
    pub leads: u64,
    /// MQLs, those that are SALs included.
    pub mql: u64,
    pub sal: u64,
    pub disqualified: u64,
    pub fast_tracked: u64,
    /// A required field is not known.
    pub lacking: u64,
}

/// Leads whose score was in `[from, to)` just before their fate was decided; the last band has no end.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ScoreBand {
    pub from: u32,
    pub to: Option<u32>,
    pub leads: u64,
    pub sql: u64,
    pub won: u64,
    /// Of the chosen outcome.
    pub rate: Rate,
    /// The rate over that of all leads; `null` when either is undefined or there is no outcome at all.
    pub lift: Option<f64>,
}

/// Leads by the score they have at the as-of, in the bands of [`ScoreBand`].
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ScoreCount {
    pub from: u32,
    pub to: Option<u32>,
    pub leads: u64,
}

/// Fit against engagement, just before the lead's fate was decided.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ScoreMatrix {
    /// Least fit of each band above the lowest: at most three, so that about a quarter of the leads is in each.
    pub fit_from: Vec<f64>,
    pub engagement_from: Vec<f64>,
    /// Every cell, by fit, then by engagement, both ascending.
    pub cells: Vec<MatrixCell>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct MatrixCell {
    pub fit: u8,
    pub engagement: u8,
    pub leads: u64,
    pub sql: u64,
    pub won: u64,
}

/// MQLs by the CRM's own stages and by the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct AgreementMatrix {
    pub both: u64,
    pub crm_only: u64,
    pub model_only: u64,
    pub neither: u64,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct RuleEvidence {
    pub name: String,
    pub is_off: bool,
    /// Leads it applied to just before their fate was decided; the chosen outcome of these, and of the others.
    pub with: Rate,
    pub without: Rate,
    pub difference: Option<Difference>,
    /// What it looks at has no date, so that it may have come after the outcome.
    pub may_leak: bool,
}

/// If an MQL took this score.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct WhatIf {
    pub score: f64,
    pub mqls: u64,
    /// Of 30.44 days; `null` without dates.
    pub mqls_per_month: Option<f64>,
    pub sql: Rate,
    pub won: Rate,
    /// Per owner in the data and working day; `null` without owners or dates.
    pub per_rep_per_day: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ScoringReport {
    pub thresholds: ScoreThresholds,
    pub model: ModelCounts,
    /// What `rate`, `lift`, `auc` and the rules are about: the latest of SQL, Opportunity and Customer that the data tracks; `null` with none.
    pub outcome: Option<Stage>,
    /// Of the leads that reached SQL (or the first stage after it that is tracked), those of which it is known when: only of these
    /// what came later could be left out.
    pub dated: Rate,
    pub bands: Vec<ScoreBand>,
    pub histogram: Vec<ScoreCount>,
    /// The chance that a lead with the outcome scores above one without, ties for a half; `null` when either kind is missing.
    pub auc: Option<f64>,
    /// Leads younger than this are left out of `auc`.
    pub auc_least_days: u32,
    /// The leads of `auc`, and those of them with the outcome.
    pub auc_of: Rate,
    pub matrix: ScoreMatrix,
    /// `null` when the data does not track MQLs, or the model names none.
    pub agreement_matrix: Option<AgreementMatrix>,
    /// In the order of the model.
    pub rules: Vec<RuleEvidence>,
    pub what_if: Vec<WhatIf>,
    /// Leads whose MQL date the model knows.
    pub mql_dated: u64,
}

/// An item of the checklist among the leads that reached SQL.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ChecklistItemReport {
    pub name: String,
    pub yes: u64,
    pub no: u64,
    pub unknown: u64,
    /// Won of those with a yes, and of all others.
    pub won_with: Rate,
    pub won_without: Rate,
    pub difference: Option<Difference>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ChecklistReport {
    /// Leads of the funnel that reached SQL.
    pub sqls: u64,
    /// SQLs without a yes on some item: flagged, not demoted.
    pub lacking: u64,
    pub items: Vec<ChecklistItemReport>,
}

/// Points of a rule learned from won and lost leads.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct SuggestedRule {
    /// Index of the rule in the model.
    pub rule: u32,
    pub name: String,
    /// Each time it applies.
    pub points_now: f64,
    /// Rounded to two digits, from 10 on to whole points.
    pub points: f64,
    /// The 95 % interval of the points.
    pub low: f64,
    pub high: f64,
    /// Natural logarithm of the odds ratio of being won, for each time the rule applies.
    pub log_odds: f64,
    pub standard_error: f64,
    pub may_leak: bool,
}

/// Why a rule got no suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoSuggestion {
    IsOff,
    /// It disqualifies or fast-tracks.
    GivesNoPoints,
    /// It applies to all leads alike.
    NoVariation,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Suggestion {
    /// The latest stage the data tracks of SQL, Opportunity and Customer: who reached it counts as won.
    pub outcome: Stage,
    pub won: u64,
    pub not_won: u64,
    pub rules: Vec<SuggestedRule>,
    pub left_out: Vec<(u32, NoSuggestion)>,
    /// Of the leads it was learned from: with the points of now, and with those suggested.
    pub auc_now: f64,
    pub auc: f64,
    /// MQLs among these leads, now and with the suggested points.
    pub mqls_now: u64,
    pub mqls: u64,
}

/// Why nothing can be learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CannotSuggest {
    /// The data tracks no stage from SQL on.
    NotTracked,
    /// Fewer than [`LEAST_CASES`] won or not won.
    TooFew {
        won: u64,
        not_won: u64,
    },
    NoRule,
}

/// Fewer won or not won leads teach nothing.
pub const LEAST_CASES: u64 = 30;
