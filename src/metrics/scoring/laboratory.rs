//! The leads of a report, scored as of now and as of just before their fate was decided: in which band, cell and corner each is.
//! What is counted of them is counted elsewhere.

use super::{ModelDates, Points, Scorer, Scores, View, model_dates};
use crate::{
    agreement::ScoringModel,
    leads::{Bitmap, Dataset, Event, Instants, Leads, Stage},
    metrics::{States, Timelines},
    report::{AgreementCell, Outcome},
    time::Moment,
};

/// Points a band is wide.
pub const BAND: u32 = 10;
/// Bands there are at most; the last has no end.
pub const MOST_BANDS: u32 = 30;

/// What a score is to foretell: the stages that sales decides on.
const JUDGES: [Stage; 3] = [Stage::Sql, Stage::Opportunity, Stage::Customer];

/// The earliest of them: what comes after it is no foretelling.
fn decision(tracked: [bool; Stage::ALL.len()]) -> Stage {
    JUDGES.into_iter().find(|stage| tracked[stage.index()]).unwrap_or(Stage::Customer)
}

/// By lead, the last second of what was known when its fate was still open: before it reached SQL (or the first stage after it that is
/// tracked), else before it was disqualified or sent back, else up to the as-of.
pub fn decided_moments(leads: &Leads, states: &States, tracked: [bool; Stage::ALL.len()], as_of: Moment) -> Vec<u32> {
    let timelines = Timelines::new(leads, as_of);
    let decision = decision(tracked);
    let as_of = as_of.unix() as u32;
    let left = |row: usize| {
        let at = |event: Event| leads.events[event.index()].as_ref().map_or(Instants::MISSING, |column| column.raw()[row]);
        at(Event::Disqualified).min(at(Event::Recycled))
    };
    let moment = |row: usize| {
        let decided = if states.has_reached(row, decision) {
            Timelines::dated(timelines.own(row))[decision.index()]
        } else if matches!(states.outcome(row), Outcome::Disqualified | Outcome::Recycled) {
            left(row)
        } else {
            Instants::MISSING
        };
        if decided <= as_of { decided.saturating_sub(1) } else { as_of }
    };
    (0..leads.len).map(moment).collect()
}

pub struct Laboratory<'a> {
    pub dataset: &'a Dataset,
    pub model: &'a ScoringModel,
    pub scorer: &'a Scorer,
    /// The leads looked at.
    pub leads: &'a Bitmap,
    /// Of them, those that reached SQL and Customer; empty where the stage is not tracked.
    pub sql: Bitmap,
    pub won: Bitmap,
    pub crm_mql: Option<Bitmap>,
    pub tracked: [bool; Stage::ALL.len()],
    /// The latest of SQL, Opportunity and Customer that is tracked, and the leads that reached it.
    pub outcome: Option<Stage>,
    pub with_outcome: Bitmap,
    pub now: Scores,
    pub decided: Scores,
    pub dates: ModelDates,
    /// Of the leads that reached the deciding stage, those of which it is known when.
    pub dated: (u64, u64),
    last_band: u32,
    /// Least points of the upper bands of fit and of engagement.
    pub fit_from: Vec<i32>,
    pub engagement_from: Vec<i32>,
}

impl<'a> Laboratory<'a> {
    pub fn new(
        dataset: &'a Dataset,
        model: &'a ScoringModel,
        scorer: &'a Scorer,
        leads: &'a Bitmap,
        states: &States,
        tracked: [bool; Stage::ALL.len()],
        as_of: Moment,
    ) -> Self {
        let now = scorer.scores(model, View::Now);
        let decided = scorer.scores(model, View::Decided);
        let dates = model_dates(&dataset.leads, scorer, model, &now);
        let reached = |stage: Stage| {
            let mut rows = Bitmap::empty(leads.len());
            if tracked[stage.index()] {
                leads.iter().filter(|row| states.has_reached(*row, stage)).for_each(|row| rows.set(row));
            }
            rows
        };
        let top = leads.iter().map(|row| now.score(row).max(decided.score(row))).max().unwrap_or_default();
        let names_mql = model.mql_score.is_some() || model.sal_score.is_some();
        let decision = decision(tracked);
        let outcome = JUDGES.into_iter().rfind(|stage| tracked[stage.index()]);
        let timelines = Timelines::new(&dataset.leads, as_of);
        let decisive = reached(decision);
        let is_dated = |row: &usize| Timelines::dated(timelines.own(*row))[decision.index()] != Instants::MISSING;
        Self {
            dataset,
            model,
            scorer,
            leads,
            sql: reached(Stage::Sql),
            won: reached(Stage::Customer),
            crm_mql: (tracked[Stage::Mql.index()] && names_mql).then(|| reached(Stage::Mql)),
            with_outcome: outcome.map_or_else(|| Bitmap::empty(leads.len()), reached),
            outcome,
            dated: (decisive.iter().filter(is_dated).count() as u64, decisive.count() as u64),
            last_band: (top.0 as u32 / (BAND * 100)).min(MOST_BANDS - 1),
            tracked,
            fit_from: quarters(leads, |row| decided.fit(row)),
            engagement_from: quarters(leads, |row| decided.engagement(row)),
            now,
            decided,
            dates,
        }
    }

    /// Number of bands.
    pub const fn bands(&self) -> usize {
        self.last_band as usize + 1
    }

    /// First and (except of the last) end of a band, in points.
    pub fn band(&self, index: usize) -> (u32, Option<u32>) {
        let from = index as u32 * BAND;
        (from, (from < self.last_band * BAND).then_some(from + BAND))
    }

    pub fn band_of(&self, score: Points) -> usize {
        (score.0.max(0) as u32 / (BAND * 100)).min(self.last_band) as usize
    }

    /// Index of the band of fit and of engagement.
    pub fn cell_of(&self, row: usize) -> (u8, u8) {
        let band = |from: &[i32], points: Points| from.partition_point(|least| *least * 100 <= points.0) as u8;
        (band(&self.fit_from, self.decided.fit(row)), band(&self.engagement_from, self.decided.engagement(row)))
    }

    /// `None` when there is nothing to compare.
    pub fn agreement_of(&self, row: usize) -> Option<AgreementCell> {
        let by_crm = self.crm_mql.as_ref()?.get(row);
        Some(match (by_crm, self.dates.was_mql(&self.now, row)) {
            (true, true) => AgreementCell::Both,
            (true, false) => AgreementCell::CrmOnly,
            (false, true) => AgreementCell::ModelOnly,
            (false, false) => AgreementCell::Neither,
        })
    }
}

/// Whole points at which the upper quarters begin, without those that would leave the quarter below empty.
fn quarters(leads: &Bitmap, points: impl Fn(usize) -> Points) -> Vec<i32> {
    // Beyond these a quarter is not told apart any more.
    const LEAST: i32 = -1000;
    const MOST: i32 = 3000;
    let mut counts = [0_u32; (MOST - LEAST + 1) as usize];
    for row in leads.iter() {
        counts[(points(row).0.div_euclid(100).clamp(LEAST, MOST) - LEAST) as usize] += 1;
    }
    let all: u32 = counts.iter().sum();
    let mut from = Vec::new();
    let mut below = 0;
    for (value, count) in (LEAST..).zip(counts) {
        let is_quarter = (1..4).any(|quarter| below < all / 4 * quarter + 1 && all / 4 * quarter < below + count);
        if is_quarter && below > 0 {
            from.push(value);
        }
        below += count;
    }
    from
}
