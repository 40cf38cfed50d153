//! What another threshold would mean: how many MQLs a month, how good, and how many a rep gets a day.

use super::{Laboratory, Points};
use crate::{
    leads::{Bitmap, Dataset, Dimension, NONE_CODE, Stage},
    metrics::leads_by,
    report::{Rate, WhatIf},
    time::{Day, Period},
};

/// Points between the thresholds that are listed, and how many there are at most.
const STEP: i32 = 5;
const MOST_STEPS: i32 = 60;
/// Mean days of a Gregorian month.
const DAYS_PER_MONTH: f64 = 30.436_875;

/// The time and the people MQLs are spread over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// `None` when nothing is dated.
    pub days: Option<u32>,
    pub working_days: u32,
    /// Owners in the data.
    pub reps: u32,
}

impl Spread {
    /// `elapsed`: the days of the period up to the as-of, `None` when nothing is dated. `working_days`: ISO weekdays.
    pub fn new(dataset: &Dataset, leads: &Bitmap, elapsed: Option<Period>, working_days: &[u8]) -> Self {
        let mut reps = 0;
        if let Some(owners) = leads_by(dataset, Dimension::Owner) {
            let mut is_known = vec![false; owners.values().len() + 1];
            leads.iter().for_each(|row| is_known[owners.code(row) as usize] = true);
            is_known[NONE_CODE as usize] = false;
            reps = is_known.iter().filter(|known| **known).count() as u32;
        }
        let days = elapsed.map(|period| period.days().max(0) as u32);
        let worked = |period: Period| (period.from.0..period.to.0).filter(|day| working_days.contains(&Day(*day).iso_weekday())).count();
        Self { days, working_days: elapsed.map_or(0, worked) as u32, reps }
    }

    /// So many MQLs of the whole time, a month of 30.44 days; `None` without dates.
    pub fn per_month(&self, mqls: u64) -> Option<f64> {
        let days = self.days.filter(|days| *days > 0)?;
        Some(mqls as f64 / f64::from(days) * DAYS_PER_MONTH)
    }

    /// The same per owner and working day; `None` without owners or dates.
    pub fn per_rep_day(&self, mqls: u64) -> Option<f64> {
        self.days.filter(|days| *days > 0)?;
        let rep_days = f64::from(self.reps) * f64::from(self.working_days);
        (rep_days > 0.0).then(|| mqls as f64 / rep_days)
    }
}

/// Every fifth threshold up to the highest score, and the model's own.
pub fn what_ifs(laboratory: &Laboratory, spread: Spread) -> Vec<WhatIf> {
    let scores = &laboratory.decided;
    let top = laboratory.leads.iter().map(|row| scores.score(row).0).max().unwrap_or(0);
    let steps = (top / (STEP * 100) + 1).min(MOST_STEPS);
    let mut counts = vec![[0_u64; 3]; steps as usize + 1];
    for row in laboratory.leads.iter() {
        // The highest of the steps at which it would be an MQL; a fast track leads past all of them.
        let step = if scores.is_mql_at(row, Points(i32::MAX)) { steps } else { (scores.score(row).0 / (STEP * 100)).min(steps) };
        if scores.is_mql_at(row, Points(0)) {
            let counts = &mut counts[step as usize];
            counts[0] += 1;
            counts[1] += u64::from(laboratory.sql.get(row));
            counts[2] += u64::from(laboratory.won.get(row));
        }
    }
    for step in (0..steps as usize).rev() {
        counts[step] = std::array::from_fn(|index| counts[step][index] + counts[step + 1][index]);
    }
    let mut listed: Vec<WhatIf> = (0..).zip(counts).map(|(step, counts)| put(laboratory, f64::from(step * STEP), counts, spread)).collect();
    if let Some(own) = laboratory.model.mql_score {
        let place = listed.partition_point(|other| other.score < own);
        if listed.get(place).is_none_or(|other| other.score > own) {
            listed.insert(place, what_if(laboratory, own, spread));
        }
    }
    listed
}

/// If an MQL took this score.
pub fn what_if(laboratory: &Laboratory, score: f64, spread: Spread) -> WhatIf {
    let threshold = Points::of(score);
    let mut counts = [0_u64; 3];
    for row in laboratory.leads.iter().filter(|row| laboratory.decided.is_mql_at(*row, threshold)) {
        counts[0] += 1;
        counts[1] += u64::from(laboratory.sql.get(row));
        counts[2] += u64::from(laboratory.won.get(row));
    }
    put(laboratory, score, counts, spread)
}

fn put(laboratory: &Laboratory, score: f64, [mqls, sql, won]: [u64; 3], spread: Spread) -> WhatIf {
    let rate =
        |numerator, stage: Stage| if laboratory.tracked[stage.index()] { Rate { numerator, denominator: mqls } } else { Rate::default() };
    WhatIf {
        score,
        mqls,
        mqls_per_month: spread.per_month(mqls),
        sql: rate(sql, Stage::Sql),
        won: rate(won, Stage::Customer),
        per_rep_per_day: spread.per_rep_day(mqls),
    }
}
