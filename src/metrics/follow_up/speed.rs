//! How fast delivered leads were followed up, and how soon an outcome was recorded: on both clocks, against the target, by owner, by
//! source and over time.

use super::{Ledger, Timing, Waits, parts, seconds::MINUTE};
use crate::{
    agreement::{Clock, TimeTarget},
    leads::{Dimension, Instants, Stage},
    metrics::{iso_date, quantile},
    order::sort_few,
    report::{BandCount, Compliance, Disposition, Speed, SpeedAt, SpeedBand, SpeedOverTime, SpeedPart, Verdict},
    time::Grain,
};

/// Targets a team would think of, in hours.
const WHAT_IF_HOURS: [f64; 9] = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 24.0, 48.0];
/// Points a line over time has at most: what a chart of that width can show, and two years of weeks.
const MAX_POINTS: usize = 120;
/// Owners or sources listed, the ones with most leads first.
const MAX_LISTED: usize = 500;

/// `None` where the data does not tell deliveries or follow-ups.
#[inline(never)]
pub fn speed(ledger: &Ledger) -> Option<Speed> {
    let told = ledger.facts.told;
    if !told.deliveries || !told.follow_ups {
        return None;
    }
    let timings = &ledger.deliveries.speed;
    let [business, elapsed] = [Clock::Business, Clock::Elapsed].map(|clock| Waits::new(timings.iter(), clock));
    let target = ledger.sales.speed;
    let on_clock = match target.map_or(Clock::Business, |target| target.clock) {
        Clock::Business => &business,
        Clock::Elapsed => &elapsed,
    };
    let followed_up = timings.iter().filter(|timing| timing.is_done()).count() as u64;
    let by = |dimension| by_dimension(ledger, dimension);
    Some(Speed {
        delivered: timings.len() as u64,
        followed_up,
        never: timings.len() as u64 - followed_up,
        untimed: timings.iter().filter(|timing| !timing.is_timed()).count() as u64,
        before_delivery: ledger.deliveries.rows.iter().filter(|row| is_early(ledger, **row as usize)).count() as u64,
        minutes: elapsed.stats(),
        business_minutes: business.stats(),
        median_of_all_minutes: elapsed.median_of_all_minutes(),
        median_of_all_business_minutes: business.median_of_all_minutes(),
        system_minutes: Waits::of_done(system_seconds(ledger)).stats(),
        bands: bands(timings, Clock::Elapsed),
        business_bands: bands(timings, Clock::Business),
        target,
        compliance: target.map(|target| on_clock.compliance(target.hours)),
        what_if: WHAT_IF_HOURS.map(|hours| SpeedAt { hours, compliance: on_clock.compliance(hours) }).to_vec(),
        by_owner: by(Dimension::Owner),
        by_source: by(Dimension::Source),
        over_time: [Grain::Day, Grain::Week, Grain::Month].into_iter().filter_map(|grain| over_time(ledger, grain)).collect(),
    })
}

/// The follow-up has a time of day before that of the delivery.
pub(super) fn is_early(ledger: &Ledger, row: usize) -> bool {
    let facts = ledger.facts;
    matches!(facts.follow_up(row), super::FollowUp::At(at) if !facts.is_delivered_on_day(row) && at < facts.delivered(row))
}

/// The band of a wait; `None` where no minutes can be told.
pub(super) fn band(timing: Timing, clock: Clock) -> Option<SpeedBand> {
    match timing {
        Timing::Waiting { .. } => Some(SpeedBand::Never),
        Timing::Done { .. } => timing.done(clock).map(SpeedBand::of),
        Timing::Untimed { .. } => None,
    }
}

fn bands(timings: &[Timing], clock: Clock) -> Vec<BandCount> {
    let mut counts = [0; SpeedBand::ALL.len()];
    timings.iter().filter_map(|timing| band(*timing, clock)).for_each(|band| counts[band as usize] += 1);
    SpeedBand::ALL.into_iter().zip(counts).map(|(band, leads)| BandCount { band, leads }).collect()
}

/// From creation to the handover, where both have a time of day and are in order.
fn system_seconds(ledger: &Ledger) -> Vec<u32> {
    let Some(created) = &ledger.dataset.leads.stages[Stage::Lead.index()] else { return Vec::new() };
    let facts = ledger.facts;
    let timed = |row: &&u32| {
        let row = **row as usize;
        facts.is_handed_over(row) && !facts.is_delivered_on_day(row) && created.raw()[row] != Instants::MISSING && !created.is_day(row)
    };
    let spans = ledger.deliveries.rows.iter().filter(timed);
    spans.filter_map(|row| facts.delivered(*row as usize).checked_sub(created.raw()[*row as usize])).collect()
}

fn by_dimension(ledger: &Ledger, dimension: Dimension) -> Vec<SpeedPart> {
    let Some((values, parts)) = parts::by_dimension(ledger, dimension) else { return Vec::new() };
    let mut listed: Vec<SpeedPart> = values
        .into_iter()
        .enumerate()
        .filter(|(code, _)| !parts.of(*code).is_empty())
        .map(|(code, value)| part(ledger, value, parts.of(code)))
        .collect();
    sort_few(&mut listed, |a, b| (b.delivered, a.value.is_none(), &a.value).cmp(&(a.delivered, b.value.is_none(), &b.value)));
    listed.truncate(MAX_LISTED);
    listed
}

fn over_time(ledger: &Ledger, grain: Grain) -> Option<SpeedOverTime> {
    let (periods, parts) = parts::by_grain(ledger, grain, MAX_POINTS)?;
    let named = periods.iter().enumerate();
    let parts = named.map(|(index, period)| part(ledger, Some(iso_date(period.from)), parts.of(index))).collect();
    Some(SpeedOverTime { grain, parts })
}

/// `places` in the deliveries.
fn part(ledger: &Ledger, value: Option<String>, places: &[u32]) -> SpeedPart {
    let timings = || places.iter().map(|place| &ledger.deliveries.speed[*place as usize]);
    let median = |clock| {
        let mut seconds: Vec<u32> = timings().filter_map(|timing| timing.done(clock)).collect();
        Some(quantile(&mut seconds, 0.5)? / MINUTE)
    };
    let followed_up = timings().filter(|timing| timing.is_done()).count() as u64;
    let outcomes = places.iter().map(|place| &ledger.deliveries.disposition[*place as usize]);
    SpeedPart {
        value,
        delivered: places.len() as u64,
        followed_up,
        never: places.len() as u64 - followed_up,
        median_minutes: median(Clock::Elapsed),
        median_business_minutes: median(Clock::Business),
        compliance: ledger.sales.speed.map(|target| compliance(timings(), &target)),
        disposition: ledger.sales.disposition.map(|target| compliance(outcomes, &target)),
    }
}

fn compliance<'a>(timings: impl Iterator<Item = &'a Timing>, target: &TimeTarget) -> Compliance {
    let mut counts = Compliance::default();
    for verdict in timings.filter_map(|timing| timing.verdict(target)) {
        match verdict {
            Verdict::Met => counts.met += 1,
            Verdict::Breached => counts.breached += 1,
            Verdict::Pending => counts.pending += 1,
        }
    }
    counts
}

/// Whether and how soon an outcome was recorded. `None` where the data does not tell deliveries.
#[inline(never)]
pub fn disposition(ledger: &Ledger) -> Option<Disposition> {
    if !ledger.facts.told.deliveries {
        return None;
    }
    let timings = &ledger.deliveries.disposition;
    let target = ledger.sales.disposition;
    Some(Disposition {
        delivered: timings.len() as u64,
        recorded: timings.iter().filter(|timing| timing.is_done()).count() as u64,
        untimed: timings.iter().filter(|timing| !timing.is_timed()).count() as u64,
        target,
        compliance: target.map(|target| compliance(timings.iter(), &target)),
        minutes: Waits::new(timings.iter(), Clock::Elapsed).stats(),
        business_minutes: Waits::new(timings.iter(), Clock::Business).stats(),
    })
}
