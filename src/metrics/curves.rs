//! How long it takes to get from one stage to another when not everybody is there yet: Kaplan–Meier by whole days. What a step
//! converts in the end is the funnel's question.

use super::{
    Selection, States, Timelines,
    cohorts::is_dated,
    first_tracked, next_tracked,
    stats::{between, local_day},
};
use crate::{
    leads::{Event, Instants, Leads, Stage},
    report::{Curve, CurvePoint, Outcome},
    time::{SECONDS_PER_DAY, Zone},
};

/// More than a chart has pixels to tell apart.
const MAX_POINTS: usize = 200;
/// The normal quantile of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;
/// A half of the last bits of a fraction is a half.
const HALF: f64 = 0.5 - 1e-9;

/// Leads by the whole days they were watched, and whether that ended in a conversion.
#[derive(Debug, Clone, Default)]
pub struct Watched {
    converted: Vec<u32>,
    left: Vec<u32>,
}

impl Watched {
    /// A lead that converted on this day; 0 is the day it began.
    pub fn convert(&mut self, day: u32) {
        count(&mut self.converted, day);
    }

    /// A lead that had not converted when it was seen last.
    pub fn leave(&mut self, day: u32) {
        count(&mut self.left, day);
    }

    /// The product-limit estimate (Kaplan and Meier 1958). A conversion comes before the end of a watch on the same day. Intervals are
    /// Greenwood's, on the log(−log) scale; when nobody is left there is no variance: the point keeps the low end of the one before
    /// it (0 without one) and reaches 1. The interval of the median is that of Brookmeyer and Crowley (1982), from the same intervals.
    pub fn curve(&self, from: Stage, to: Stage) -> Curve {
        let sum = |days: &[u32]| days.iter().map(|count| u64::from(*count)).sum::<u64>();
        let converted = sum(&self.converted);
        let leads = converted + sum(&self.left);
        let (mut at_risk, mut survival, mut greenwood) = (leads, 1.0, 0.0);
        let mut points: Vec<CurvePoint> = Vec::new();
        for (day, &events) in self.converted.iter().enumerate() {
            if events > 0 {
                let (events, risk) = (f64::from(events), at_risk as f64);
                survival *= 1.0 - events / risk;
                greenwood += events / (risk * (risk - events));
                let (low, high) = interval(survival, greenwood).unwrap_or((points.last().map_or(0.0, |point| point.low), 1.0));
                points.push(CurvePoint { day: day as u32, share: 1.0 - survival, low, high, at_risk });
            }
            at_risk -= u64::from(events) + u64::from(self.left.get(day).copied().unwrap_or(0));
        }
        let first = |of: fn(&CurvePoint) -> f64| points.iter().find(|point| of(point) >= HALF).map(|point| f64::from(point.day));
        let (median_days, median_low, median_high) = (first(|point| point.share), first(|point| point.high), first(|point| point.low));
        let stretch = points.len().div_ceil(MAX_POINTS).max(1);
        let points = points.chunks(stretch).filter_map(|stretch| stretch.last().copied()).collect();
        Curve { from, to, leads, converted, points, median_days, median_low, median_high }
    }
}

fn count(days: &mut Vec<u32>, day: u32) {
    let day = day as usize;
    if days.len() <= day {
        days.resize(day + 1, 0);
    }
    days[day] += 1;
}

/// The 95 % interval of 1 − S; `None` when S is 0.
fn interval(survival: f64, greenwood: f64) -> Option<(f64, f64)> {
    let spread = Z * greenwood.sqrt() / survival.ln().abs();
    (survival > 0.0).then(|| (1.0 - survival.powf((-spread).exp()), 1.0 - survival.powf(spread.exp())))
}

/// First tracked stage to Customer, then every tracked step; once where they are the same. Only stages the data has dates of.
fn pairs(leads: &Leads, tracked: [bool; Stage::ALL.len()]) -> Vec<Pair<'_>> {
    let is_tracked = |stage: &Stage| tracked[stage.index()];
    let overall = first_tracked(tracked).map(|first| (first, Stage::Customer)).filter(|(first, to)| first != to && is_tracked(to));
    let steps = Stage::ALL.into_iter().filter(is_tracked).filter_map(|from| Some((from, next_tracked(tracked, from)?)));
    let all = overall.into_iter().chain(steps.filter(|step| Some(*step) != overall));
    all.filter_map(|(from, to)| Pair::new(leads, from, to)).collect()
}

/// Whether the data dates both ends of any step.
pub fn tells_curves(leads: &Leads, tracked: [bool; Stage::ALL.len()]) -> bool {
    !pairs(leads, tracked).is_empty()
}

/// Of the leads that entered the first stage of a pair on an own date in the period; pairs nobody entered have none.
pub fn curves(leads: &Leads, states: &States, selection: &Selection, tracked: [bool; Stage::ALL.len()], zone: &Zone) -> Vec<Curve> {
    let mut pairs = pairs(leads, tracked);
    let timelines = Timelines::new(leads, selection.as_of);
    let watch = Watch { leads, states, as_of: selection.as_of.unix() as u32, zone };
    selection.leads.for_each(|row| {
        let own = timelines.own(row);
        for pair in &mut pairs {
            if selection.span.contains(own[pair.from.index()]) {
                watch.lead(pair, row, own[pair.to.index()] != Instants::MISSING);
            }
        }
    });
    pairs.into_iter().map(|pair| pair.watched.curve(pair.from, pair.to)).filter(|curve| curve.leads > 0).collect()
}

/// Two stages with dates, and the leads between them.
struct Pair<'a> {
    from: Stage,
    to: Stage,
    starts: &'a Instants,
    ends: &'a Instants,
    watched: Watched,
}

impl<'a> Pair<'a> {
    fn new(leads: &'a Leads, from: Stage, to: Stage) -> Option<Self> {
        let column = |stage: Stage| leads.stages[stage.index()].as_ref().filter(|_| is_dated(leads, stage));
        Some(Self { from, to, starts: column(from)?, ends: column(to)?, watched: Watched::default() })
    }
}

struct Watch<'a> {
    leads: &'a Leads,
    states: &'a States,
    as_of: u32,
    zone: &'a Zone,
}

impl Watch<'_> {
    /// Adds a lead that entered the pair's first stage. Not those dated out of order, nor those that got there nobody knows when.
    fn lead(&self, pair: &mut Pair, row: usize, arrived: bool) {
        let days = |seconds: u32| seconds / SECONDS_PER_DAY as u32;
        if arrived {
            if let Some(Ok(seconds)) = between(row, pair.starts, pair.ends, self.zone) {
                pair.watched.convert(days(seconds));
            }
        } else if !self.states.has_reached(row, pair.to) {
            let (end, is_day) = self.last_seen(row);
            let start = pair.starts.raw()[row];
            pair.watched.leave(if is_day || pair.starts.is_day(row) {
                (local_day(end, self.zone) - local_day(start, self.zone)).max(0) as u32
            } else {
                days(end.saturating_sub(start))
            });
        }
    }

    /// When the watch of a lead ended: when it left the way, or at the as-of, also where nobody knows when it left.
    fn last_seen(&self, row: usize) -> (u32, bool) {
        let event = match self.states.outcome(row) {
            Outcome::Disqualified => Event::Disqualified,
            Outcome::Recycled => Event::Recycled,
            Outcome::Open | Outcome::Won | Outcome::Unreachable => return (self.as_of, false),
        };
        let column = self.leads.events[event.index()].as_ref();
        let left = column.map(|column| (column.raw()[row], column.is_day(row)));
        left.filter(|(at, _)| *at <= self.as_of).unwrap_or((self.as_of, false))
    }
}
