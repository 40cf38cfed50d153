//! When the model made a lead an MQL or a SAL: the first activity after which it had what that takes.

use super::{
    Points, Scorer, Scores, View,
    events::UNDATED,
    points::Worth,
    scorer::{decay, worth},
};
use crate::{
    agreement::{Effect, Rule, ScoringModel, Signal},
    leads::{Instants, Leads, Stage},
};

const MISSING: u32 = Instants::MISSING;

/// Unix seconds by lead; [`Instants::MISSING`] where there is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelDates {
    pub mql: Vec<u32>,
    pub sal: Vec<u32>,
}

impl ModelDates {
    /// The lead was an MQL by the model at some moment up to the as-of. `now` are those of [`View::Now`].
    pub fn was_mql(&self, now: &Scores, row: usize) -> bool {
        self.mql[row] != MISSING || now.stage(row).is_some()
    }
}

/// The dates of every lead. What has no date counts from the beginning where it takes points and not at all where it gives them, so
/// that a date is never too early; what a lead is (its fit) is taken as known when it was created. A lead that a rule disqualifies
/// at the as-of has no date. Between two activities nothing is looked at.
pub fn model_dates(leads: &Leads, scorer: &Scorer, model: &ScoringModel, now: &Scores) -> ModelDates {
    let mut dates = ModelDates { mql: vec![MISSING; leads.len], sal: vec![MISSING; leads.len] };
    let created = leads.stages[Stage::Lead.index()].as_ref();
    let mut walker = Walker::new(scorer, model, now);
    for row in 0..leads.len {
        let created = created.map_or(MISSING, |created| created.raw()[row]);
        let created = if created <= scorer.as_of() { created } else { MISSING };
        if !now.is_disqualified(row) {
            (dates.mql[row], dates.sal[row]) = walker.walk(row, created);
        }
    }
    dates
}

/// A rule of activities while a lead's are walked through.
#[derive(Debug, Clone, Copy)]
struct Running {
    rule: usize,
    worth: Worth,
    half_life_days: Option<f64>,
    /// Without a date: these do not fade.
    undated: f64,
    times: f64,
    at: u32,
}

impl Running {
    fn add(&mut self, now: u32) {
        if now == UNDATED {
            self.undated += 1.0;
            return;
        }
        if self.times > 0.0 {
            self.times *= decay(self.at, now, self.half_life_days);
        }
        self.times += 1.0;
        self.at = now;
    }

    fn value(&self, now: u32) -> i32 {
        // Without decay there is nothing to compute anew.
        let left = if self.half_life_days.is_some() && self.times > 0.0 { decay(self.at, now, self.half_life_days) } else { 1.0 };
        self.worth.of((self.undated + self.times * left) as f32)
    }
}

struct Walker<'a> {
    scorer: &'a Scorer,
    now: &'a Scores,
    /// Rules without dates that take points.
    undated: Vec<(usize, Worth)>,
    /// By rule of the model, what it gives.
    worths: Vec<Option<(Worth, Option<f64>)>>,
    /// Fast tracks by activity, and whether what a lead is puts it on one, by rule.
    fast: Vec<bool>,
    fast_fit: Vec<usize>,
    running: Vec<Running>,
    engagement_cap: i32,
    /// The least of what makes an MQL, and a SAL.
    least: [i32; 2],
}

impl<'a> Walker<'a> {
    fn new(scorer: &'a Scorer, model: &ScoringModel, now: &'a Scores) -> Self {
        let is_activity = |rule: &Rule| matches!(rule.signal, Signal::Activity { .. });
        let is_fast = |rule: &Rule| !rule.is_off && rule.effect == Effect::FastTrack;
        let rules = || model.rules.iter().enumerate();
        let undated = rules()
            .filter(|(_, rule)| matches!(rule.signal, Signal::Counter(_)))
            .filter_map(|(index, rule)| Some((index, worth(model, rule).filter(|worth| worth.is_negative())?)))
            .collect();
        let least = |score: Option<f64>| score.map_or(i32::MAX, |score| Points::of(score).0);
        let sal = least(model.sal_score);
        Self {
            scorer,
            now,
            undated,
            worths: rules().map(|(_, rule)| Some((worth(model, rule).filter(|_| is_activity(rule))?, rule.half_life_days))).collect(),
            fast: rules().map(|(_, rule)| is_fast(rule) && is_activity(rule)).collect(),
            fast_fit: rules().filter(|(_, rule)| is_fast(rule) && matches!(rule.signal, Signal::Fit(_))).map(|(index, _)| index).collect(),
            running: Vec::new(),
            engagement_cap: least(model.engagement_cap),
            least: [least(model.mql_score).min(sal), sal],
        }
    }

    fn walk(&mut self, row: usize, created: u32) -> (u32, u32) {
        let (mut mql, mut sal) = (MISSING, MISSING);
        let fit = self.now.fit(row).0;
        let base: i32 = self.undated.iter().map(|(rule, worth)| worth.of(self.scorer.hits(*rule, View::Now).times(row))).sum();
        let has_required = self.now.has_required(row);
        if self.fast_fit.iter().any(|rule| self.scorer.hits(*rule, View::Now).times(row) > 0.0) {
            sal = created;
        }
        self.running.clear();
        let meets = |running: &[Running], now: u32, least: i32| {
            let engagement: i32 = base + running.iter().map(|rule| rule.value(now)).sum::<i32>();
            has_required && (fit + engagement.min(self.engagement_cap)).max(0) >= least
        };
        let mut events = self.scorer.events.of(row).take_while(|(at, _)| *at <= self.scorer.as_of()).peekable();
        // Before it was created a lead is nothing yet; what it did until then counts at that moment. Of a lead without that date
        // nobody can say since when it has what it had from the beginning.
        let mut is_due = created != MISSING;
        if !is_due && meets(&[], UNDATED, self.least[0]) {
            return (if sal == MISSING { mql } else { sal }, sal);
        }
        loop {
            let next = events.peek().map(|(at, _)| *at);
            let now = match next {
                Some(at) if !is_due || at <= created => at,
                _ if is_due => created,
                _ => break,
            };
            if next == Some(now) {
                while let Some((_, rule)) = events.next_if(|(at, _)| *at == now) {
                    let rule = usize::from(rule);
                    if self.fast[rule] && now != UNDATED && sal == MISSING {
                        sal = if is_due { created } else { now };
                    }
                    let Some((worth, half_life_days)) = self.worths[rule] else { continue };
                    if now == UNDATED && !worth.is_negative() {
                        continue;
                    }
                    let place = self.running.iter().position(|running| running.rule == rule).unwrap_or_else(|| {
                        self.running.push(Running { rule, worth, half_life_days, undated: 0.0, times: 0.0, at: now });
                        self.running.len() - 1
                    });
                    self.running[place].add(now);
                }
                if is_due && now < created || now == UNDATED {
                    continue;
                }
            }
            is_due &= now < created;
            for (date, least) in [(&mut mql, self.least[0]), (&mut sal, self.least[1])] {
                if *date == MISSING && least != i32::MAX && meets(&self.running, now, least) {
                    *date = now;
                }
            }
            if sal != MISSING && mql != MISSING {
                break;
            }
        }
        (mql.min(sal), sal)
    }
}
