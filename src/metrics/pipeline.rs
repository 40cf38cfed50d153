//! Opportunities that are open at the as-of, whatever the period: how many, of what value, how old, and which lie idle. What they
//! will bring is the forecast's question.

use super::{Coded, Durations, Selection, deals_by, money::money, quantile, stats::local_day};
use crate::{
    leads::{Dataset, DealState, Deals, Dimension, Instants, NO_AMOUNT},
    order::sort_few_by_key,
    report::{Pipeline, PipelineAge, PipelineStage, Rate, ValueChoice},
    time::{SECONDS_PER_DAY, Zone},
};

/// The last days of the age groups; the oldest group has no end.
const AGES: [u32; 5] = [30, 60, 90, 180, 365];
/// Of fewer won deals nobody knows how long a long one takes.
const MIN_WON: usize = 10;
const DAY: f64 = SECONDS_PER_DAY as f64;

/// Won or lost by the as-of, or nobody knows when.
pub(super) fn is_closed(deals: &Deals, row: usize, as_of: u32) -> bool {
    let closed = deals.closed.raw()[row];
    deals.state[row] != DealState::Open && (closed <= as_of || closed == Instants::MISSING)
}

/// A deal that closed after the as-of was open then; one without a date of creation was there all along.
pub(super) fn is_open(deals: &Deals, row: usize, as_of: u32) -> bool {
    let created = deals.created.raw()[row];
    !is_closed(deals, row, as_of) && (created <= as_of || created == Instants::MISSING)
}

/// The amount, 0 without one.
pub(super) fn amount(deals: &Deals, row: usize) -> i128 {
    match deals.amount_minor[row] {
        NO_AMOUNT => 0,
        minor => i128::from(minor),
    }
}

/// The open deals of the filter, and what tells the idle ones.
struct Opportunities<'a> {
    deals: &'a Deals,
    selection: &'a Selection,
    zone: &'a Zone,
    stages: Option<Coded<'a>>,
    idle_over_days: Option<f64>,
}

impl<'a> Opportunities<'a> {
    fn new(dataset: &'a Dataset, selection: &'a Selection, zone: &'a Zone) -> Self {
        let deals = &dataset.deals;
        let mut to_win = Durations::default();
        for row in selection.deals.iter().filter(|row| deals.state[*row] == DealState::Won && is_closed(deals, *row, as_of(selection))) {
            to_win.push(row, &deals.created, &deals.closed, zone);
        }
        let mut to_win = to_win.seconds;
        let is_enough = to_win.len() >= MIN_WON;
        // In whole seconds: a deal as old as that is not older by a rounding error.
        let idle_over_days = quantile(&mut to_win, 0.9).filter(|_| is_enough).map(|seconds| seconds.round() / DAY);
        Self { deals, selection, zone, stages: deals_by(dataset, Dimension::DealStage), idle_over_days }
    }

    fn rows(&self) -> impl Iterator<Item = usize> {
        self.selection.deals.iter().filter(|row| is_open(self.deals, *row, as_of(self.selection)))
    }

    fn code(&self, row: usize) -> u32 {
        self.stages.as_ref().map_or(0, |stages| stages.code(row))
    }

    fn stage(&self, code: u32) -> Option<&'a str> {
        self.stages.as_ref().and_then(|stages| stages.value(code))
    }

    /// Seconds a deal has been open; of one created on a date without a time, whole days. `None` without a date.
    fn age(&self, row: usize) -> Option<u32> {
        let created = self.deals.created.raw()[row];
        let as_of = as_of(self.selection);
        let days = || (local_day(as_of, self.zone) - local_day(created, self.zone)).max(0) as u32;
        match created {
            Instants::MISSING => None,
            _ if self.deals.created.is_day(row) => Some(days().saturating_mul(SECONDS_PER_DAY as u32)),
            _ => Some(as_of - created),
        }
    }

    fn is_idle(&self, age: Option<u32>) -> bool {
        matches!((age, self.idle_over_days), (Some(age), Some(limit)) if f64::from(age) / DAY > limit)
    }
}

const fn as_of(selection: &Selection) -> u32 {
    selection.as_of.unix() as u32
}

/// Open deals of one stage, and the closed ones still shown in it.
#[derive(Clone, Default)]
struct OfStage {
    open: u64,
    minor: i128,
    idle: u64,
    ages: Vec<u32>,
    closed: Rate,
}

/// Without the forecast. `None` without a deals export.
pub fn pipeline(dataset: &Dataset, selection: &Selection, zone: &Zone) -> Option<Pipeline> {
    let deals = &dataset.deals;
    if deals.len == 0 {
        return None;
    }
    let opportunities = Opportunities::new(dataset, selection, zone);
    let mut by_stage = vec![OfStage::default(); opportunities.stages.as_ref().map_or(0, |stages| stages.values().len()) + 1];
    let mut ages = [(0_u64, 0_i128); AGES.len() + 1];
    let (mut without_amount, mut idle_minor) = (0, 0);
    for row in opportunities.rows() {
        let minor = amount(deals, row);
        without_amount += u64::from(deals.amount_minor[row] == NO_AMOUNT);
        let age = opportunities.age(row);
        let of_stage = &mut by_stage[opportunities.code(row) as usize];
        of_stage.open += 1;
        of_stage.minor += minor;
        if opportunities.is_idle(age) {
            of_stage.idle += 1;
            idle_minor += minor;
        }
        if let Some(age) = age {
            of_stage.ages.push(age);
            let group = &mut ages[AGES.partition_point(|last| *last < age / SECONDS_PER_DAY as u32)];
            *group = (group.0 + 1, group.1 + minor);
        }
    }
    for row in selection.deals.iter().filter(|row| is_closed(deals, *row, as_of(selection))) {
        let closed = &mut by_stage[opportunities.code(row) as usize].closed;
        closed.denominator += 1;
        closed.numerator += u64::from(deals.state[row] == DealState::Won);
    }
    let currency = dataset.currency.as_deref();
    let (open, minor) = by_stage.iter().fold((0, 0), |(open, minor), of| (open + of.open, minor + of.minor));
    let idle = by_stage.iter().map(|of| of.idle).sum();
    let mut stages: Vec<PipelineStage> = by_stage
        .into_iter()
        .enumerate()
        .filter(|(_, of)| of.open > 0)
        .map(|(code, mut of)| PipelineStage {
            stage: opportunities.stage(code as u32).map(str::to_owned),
            open: of.open,
            value: money(of.minor, currency),
            idle: of.idle,
            median_age_days: quantile(&mut of.ages, 0.5).map(|seconds| seconds / DAY),
            win_rate: of.closed,
        })
        .collect();
    sort_few_by_key(&mut stages, |of| (std::cmp::Reverse(of.open), of.stage.is_none(), of.stage.clone()));
    let ends = AGES.into_iter().map(Some).chain([None]);
    Some(Pipeline {
        open,
        value: money(minor, currency),
        without_amount,
        stages,
        ages: ends.zip(ages).map(|(up_to_days, (open, minor))| PipelineAge { up_to_days, open, value: money(minor, currency) }).collect(),
        idle_over_days: opportunities.idle_over_days,
        idle,
        idle_value: money(idle_minor, currency),
        forecast: None,
    })
}

/// Open deals in a raw stage, ascending; with `idle`, the idle ones alone.
pub fn pipeline_rows(dataset: &Dataset, selection: &Selection, zone: &Zone, stage: &ValueChoice, idle: bool) -> Vec<u32> {
    let opportunities = Opportunities::new(dataset, selection, zone);
    let is_in = |row: &usize| match stage {
        ValueChoice::Any => true,
        ValueChoice::Is(stage) => opportunities.stage(opportunities.code(*row)) == stage.as_deref(),
    };
    let is_wanted = |row: &usize| !idle || opportunities.is_idle(opportunities.age(*row));
    opportunities.rows().filter(is_in).filter(is_wanted).map(|row| row as u32).collect()
}
