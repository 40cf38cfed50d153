//! The scoring model as a document: rules, caps, thresholds. Scores are computed in `metrics`.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{Attribute, Condition};
use crate::leads::ActivityKind;

/// What a rule looks at.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// What a lead is: part of *fit*. Counts once.
    Fit(Condition),
    /// What a lead did: part of *engagement*. Counts each time.
    Activity {
        /// `None` is any kind.
        #[serde(default)]
        kind: Option<ActivityKind>,
        /// Any of these words is part of its type, asset or outcome, case-folded; none given is any activity of the kind.
        #[serde(default)]
        words: Vec<String>,
    },
    /// A counter column of the leads, by its header: part of *engagement*, counts as often as it says, undated.
    Counter(String),
}

/// What a rule does to a lead it applies to.
#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Positive or negative, each time.
    Points(f64),
    /// Never an MQL, whatever the score.
    Disqualify,
    /// At least a SAL at once, whatever the score.
    FastTrack,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Rule {
    pub name: String,
    pub signal: Signal,
    pub effect: Effect,
    /// The most points it gives a lead (of negative points: the most it takes), as a positive number.
    #[serde(default)]
    pub cap: Option<f64>,
    /// Points of an activity halve in so many days. Without a meaning for fit and counters, which have no date.
    #[serde(default)]
    pub half_life_days: Option<f64>,
    /// Kept in the document, and not counted.
    #[serde(default)]
    pub is_off: bool,
}

/// `Score = max(0, min(fit, fit_cap) + min(engagement, engagement_cap))`, each group the sum of its rules' points.
#[derive(Debug, Clone, Default, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct ScoringModel {
    pub rules: Vec<Rule>,
    pub fit_cap: Option<f64>,
    pub engagement_cap: Option<f64>,
    /// The least score of an MQL; `None`: the model names no MQL.
    pub mql_score: Option<f64>,
    pub sal_score: Option<f64>,
    /// What must be known of an MQL.
    pub required: Vec<Attribute>,
}

impl ScoringModel {
    /// There is nothing to score by.
    pub fn is_empty(&self) -> bool {
        self.rules.iter().all(|rule| rule.is_off)
    }
}
