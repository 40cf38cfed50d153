//! Keeps how often each rule applies to each lead, so that a change of points, caps or thresholds is one weighted sum over columns.
//!
//! Evaluating the rules reads texts and activities; it is done again only for what a change of the model, the as-of or the data
//! touches. A scorer belongs to one dataset: another needs a new one.

use super::{
    Scores, answers, answers_to_all,
    conditions::counter,
    events::{Events, UNDATED},
    hits::Hits,
    points::Worth,
    score,
};
use crate::{
    agreement::{Attribute, Condition, Effect, Rule, ScoringModel, Signal, Test},
    leads::{Bitmap, Dataset},
    time::{Moment, SECONDS_PER_DAY},
};

/// As of when leads are scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Every lead at the as-of.
    Now,
    /// Each lead just before its fate was decided, else at the as-of: what was known when it could still go either way.
    Decided,
}

/// What a rule's columns were computed from.
#[derive(Debug, Clone, PartialEq)]
struct Source {
    signal: Signal,
    /// Of points alone: a disqualification does not fade.
    half_life_days: Option<f64>,
    is_off: bool,
}

impl Source {
    fn of(rule: &Rule) -> Self {
        let half_life_days = rule.half_life_days.filter(|_| matches!(rule.effect, Effect::Points(_)));
        Self { signal: rule.signal.clone(), half_life_days, is_off: rule.is_off }
    }
}

#[derive(Debug, Clone)]
struct Column {
    now: Hits,
    /// Only of activities: what a lead is and its counters have no date.
    decided: Option<Hits>,
}

#[derive(Debug, Clone, Default)]
pub struct Scorer {
    len: usize,
    /// Counts the times any column was computed or moved.
    generation: u64,
    as_of: u32,
    /// By lead, the last second that counts in [`View::Decided`].
    decided: Vec<u32>,
    sources: Vec<Source>,
    columns: Vec<Column>,
    pub(super) events: Events,
    required_of: Vec<Attribute>,
    pub(super) required: Bitmap,
}

impl Scorer {
    pub fn new(dataset: &Dataset, model: &ScoringModel, as_of: Moment, decided: Vec<u32>) -> Self {
        let mut scorer = Self::default();
        scorer.prepare(dataset, model, as_of, decided);
        scorer
    }

    /// It is prepared as of these moments.
    pub fn is_at(&self, as_of: Moment, decided: &[u32]) -> bool {
        self.as_of == as_of.unix() as u32 && self.len == decided.len() && self.decided == decided
    }

    /// [`Scorer::prepare`] for the moments it is prepared for.
    pub fn prepare_again(&mut self, dataset: &Dataset, model: &ScoringModel) {
        let is_first = self.generation == 0;
        self.evaluate(dataset, model, is_first, true);
    }

    /// Evaluates what has changed since the last time. `decided`: by lead, the last second that counts in [`View::Decided`].
    pub fn prepare(&mut self, dataset: &Dataset, model: &ScoringModel, as_of: Moment, decided: Vec<u32>) {
        let is_first = self.len != dataset.leads.len || self.decided.len() != decided.len();
        let is_same = self.as_of == as_of.unix() as u32 && self.decided == decided;
        (self.len, self.as_of, self.decided) = (dataset.leads.len, as_of.unix() as u32, decided);
        self.evaluate(dataset, model, is_first, is_same);
    }

    fn evaluate(&mut self, dataset: &Dataset, model: &ScoringModel, is_first: bool, is_same_moment: bool) {
        let sources: Vec<Source> = model.rules.iter().map(Source::of).collect();
        let same_events = !is_first && activities(&sources) == activities(&self.sources);
        if !same_events {
            self.events = Events::new(dataset, &activities(&sources));
        }
        let same_moments = same_events && is_same_moment;
        let mut old: Vec<Option<(Source, Column)>> =
            std::mem::take(&mut self.sources).into_iter().zip(std::mem::take(&mut self.columns)).map(Some).collect();
        let mut is_changed = is_first || old.len() != sources.len();
        for (index, source) in sources.iter().enumerate() {
            let is_activity = matches!(source.signal, Signal::Activity { .. });
            let kept = old.iter_mut().enumerate().find_map(|(place, slot)| {
                let is_same = slot.as_ref().is_some_and(|(known, _)| known == source)
                    // Events are numbered by the rule's place.
                    && (!is_activity || (same_moments && place == index));
                if is_same && !is_first { slot.take().map(|kept| (place, kept)) } else { None }
            });
            is_changed |= kept.as_ref().is_none_or(|(place, _)| *place != index);
            let column = match kept {
                Some((_, (_, column))) => column,
                None => self.column(dataset, source, index),
            };
            self.columns.push(column);
        }
        self.sources = sources;
        self.generation += u64::from(is_changed);
        if is_first || self.required_of != model.required {
            let known: Vec<Condition> = model.required.iter().map(|of| Condition { of: of.clone(), test: Test::Known }).collect();
            self.required = answers_to_all(dataset, &known).yes;
            self.required_of.clone_from(&model.required);
        }
    }

    fn column(&self, dataset: &Dataset, source: &Source, rule: usize) -> Column {
        let now = match &source.signal {
            _ if source.is_off => Hits::none(self.len),
            Signal::Fit(condition) => Hits::Rows(answers(dataset, condition).yes),
            Signal::Counter(header) => {
                counter(&dataset.leads, header).map_or_else(|| Hits::none(self.len), |counts| Hits::Counts(counts.to_vec()))
            }
            Signal::Activity { .. } => {
                let now = self.times(rule, source.half_life_days, |_| self.as_of);
                let decided = self.times(rule, source.half_life_days, |row| self.decided[row]);
                return Column { now, decided: Some(decided) };
            }
        };
        Column { now, decided: None }
    }

    /// Sums of the rule's activities by lead, each with its decay, up to a moment of each lead.
    fn times(&self, rule: usize, half_life_days: Option<f64>, until: impl Fn(usize) -> u32) -> Hits {
        if self.events.is_empty() {
            return Hits::none(self.len);
        }
        let mut times = vec![0.0_f32; self.len];
        for (row, times) in times.iter_mut().enumerate() {
            let until = until(row);
            let mut sum = 0.0;
            for (at, of) in self.events.of(row) {
                if usize::from(of) == rule && at <= until {
                    sum += decay(at, until, half_life_days);
                }
            }
            *times = sum as f32;
        }
        Hits::of(times)
    }

    pub(super) fn hits(&self, rule: usize, view: View) -> &Hits {
        let column = &self.columns[rule];
        match view {
            View::Decided => column.decided.as_ref().unwrap_or(&column.now),
            View::Now => &column.now,
        }
    }

    /// Leads the rule applies to.
    pub fn hit(&self, rule: usize, view: View) -> Bitmap {
        self.hits(rule, view).rows(self.len)
    }

    /// The score of every lead by a model whose rules this scorer was prepared for; points, caps and thresholds may differ.
    pub fn scores(&self, model: &ScoringModel, view: View) -> Scores {
        assert_eq!(model.rules.len(), self.columns.len(), "a scorer prepared for these rules");
        score::combine(self, model, view)
    }

    pub(super) const fn generation(&self) -> u64 {
        self.generation
    }

    /// Leads of which all required fields are known.
    pub const fn required(&self) -> &Bitmap {
        &self.required
    }

    /// No rule looks at anything with a date, or there is nothing of the kind: both views are the same.
    pub fn is_timeless(&self) -> bool {
        self.events.is_empty() || self.columns.iter().all(|column| column.decided.is_none())
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) const fn as_of(&self) -> u32 {
        self.as_of
    }

    pub(super) fn until(&self, row: usize, view: View) -> u32 {
        match view {
            View::Now => self.as_of,
            View::Decided => self.decided[row],
        }
    }
}

/// By rule, its signal where that is activities.
fn activities(sources: &[Source]) -> Vec<Option<&Signal>> {
    let is_one = |source: &&Source| !source.is_off && matches!(source.signal, Signal::Activity { .. });
    sources.iter().map(|source| Some(source).filter(is_one).map(|source| &source.signal)).collect()
}

/// What a rule gives each time; `None` when it is off or gives no points.
pub(super) fn worth(model: &ScoringModel, rule: &Rule) -> Option<Worth> {
    match rule.effect {
        Effect::Points(points) if !rule.is_off => Some(Worth::new(points, rule.cap, model.rules.len())),
        _ => None,
    }
}

/// What is left of one activity. One without a date is as good as new.
#[inline]
pub(super) fn decay(at: u32, until: u32, half_life_days: Option<f64>) -> f64 {
    match half_life_days {
        Some(days) if at != UNDATED => (-(f64::from(until) - f64::from(at)) / (days * SECONDS_PER_DAY as f64)).exp2(),
        _ => 1.0,
    }
}
