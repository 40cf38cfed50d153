//! Why a lead has the score it has: lines that add up to it exactly, caps and floor included.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{
    Points, Scorer, Scores, View, answers,
    events::UNDATED,
    scorer::{decay, worth},
};
use crate::{
    agreement::{Attribute, Condition, Effect, ScoringModel, Signal, Test},
    leads::Dataset,
    time::Moment,
};

/// What a line of a score stands for.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyPart {
    /// A rule met: once, or by a counter, or by one activity.
    Rule,
    /// What the cap of a rule takes (or, of negative points, gives) back.
    RuleCap,
    FitCap,
    EngagementCap,
    /// What lifts a score below 0 to 0.
    Floor,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct WhyLine {
    pub part: WhyPart,
    /// Index of the rule in the model; `None` for groups and the floor.
    pub rule: Option<u32>,
    pub name: Option<String>,
    pub points: Points,
    /// How often, before any decay; 0 where that means nothing.
    pub times: u32,
    /// Of an activity with a date.
    pub at: Option<Moment>,
}

/// A lead's score as of now, and what decides its stage beside it.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Why {
    /// Their points sum to `score`.
    pub lines: Vec<WhyLine>,
    pub fit: Points,
    pub engagement: Points,
    /// Before the floor.
    pub raw: Points,
    pub score: Points,
    /// Names of the rules that disqualify it.
    pub disqualified_by: Vec<String>,
    /// Names of the rules that put it on a fast track, which a disqualification outweighs.
    pub fast_tracked_by: Vec<String>,
    /// Required fields that are not known.
    pub missing: Vec<Attribute>,
}

/// Explains the score of a lead; `now` is what [`Scorer::scores`] gave in [`View::Now`].
pub fn why(dataset: &Dataset, scorer: &Scorer, model: &ScoringModel, now: &Scores, row: usize) -> Why {
    let mut lines = Vec::new();
    let (mut disqualified_by, mut fast_tracked_by) = (Vec::new(), Vec::new());
    let mut groups = [0_i32; 2];
    for (index, rule) in model.rules.iter().enumerate().filter(|(_, rule)| !rule.is_off) {
        let times = scorer.hits(index, View::Now).times(row);
        let Some(worth) = worth(model, rule) else {
            if times > 0.0 {
                let names = if rule.effect == Effect::Disqualify { &mut disqualified_by } else { &mut fast_tracked_by };
                names.push(rule.name.clone());
            }
            continue;
        };
        let line = |part, points, times, at| WhyLine {
            part,
            rule: Some(index as u32),
            name: Some(rule.name.clone()),
            points: Points(points),
            times,
            at,
        };
        let whole = worth.uncapped(times);
        if matches!(rule.signal, Signal::Activity { .. }) {
            // Rounded running sums: each line is what the sum grows by, so that the lines meet the whole.
            let until = scorer.until(row, View::Now);
            let events: Vec<u32> =
                scorer.events.of(row).filter(|(at, of)| usize::from(*of) == index && *at <= until).map(|(at, _)| at).collect();
            let (mut sum, mut given) = (0.0, 0);
            for (number, at) in events.iter().enumerate() {
                sum += decay(*at, until, rule.half_life_days);
                let so_far = if number + 1 == events.len() { whole } else { worth.uncapped(sum as f32) };
                let at = if *at == UNDATED { None } else { Moment::from_unix(i64::from(*at)) };
                lines.push(line(WhyPart::Rule, so_far - given, 1, at));
                given = so_far;
            }
        } else if times > 0.0 {
            lines.push(line(WhyPart::Rule, whole, times as u32, None));
        }
        let counted = worth.of(times);
        if counted != whole {
            lines.push(line(WhyPart::RuleCap, counted - whole, 0, None));
        }
        groups[usize::from(!matches!(rule.signal, Signal::Fit(_)))] += counted;
    }
    let (fit, engagement, raw, score) = (now.fit(row), now.engagement(row), now.raw(row), now.score(row));
    let rest =
        [(WhyPart::FitCap, fit.0 - groups[0]), (WhyPart::EngagementCap, engagement.0 - groups[1]), (WhyPart::Floor, score.0 - raw.0)];
    lines.extend(rest.into_iter().filter(|(_, points)| *points != 0).map(|(part, points)| WhyLine {
        part,
        rule: None,
        name: None,
        points: Points(points),
        times: 0,
        at: None,
    }));
    let is_missing = |of: &&Attribute| !answers(dataset, &Condition { of: (*of).clone(), test: Test::Known }).yes.get(row);
    let missing = model.required.iter().filter(is_missing).cloned().collect();
    Why { lines, fit, engagement, raw, score, disqualified_by, fast_tracked_by, missing }
}
