//! The monthly goal as a line, the entries against it, and where the month is likely to land.

use super::{
    Selection, Timelines,
    stats::{local_day, quantile_of_sorted},
};
use crate::{
    agreement::{GoalLine, GoalUnit},
    leads::{Leads, Stage},
    report::{GoalDay, GoalReport, Landing},
    time::{CalendarSystem, Day, OpeningTimes, Period, Zone},
};

#[derive(Debug, Clone, Copy)]
pub struct GoalConfig<'a> {
    /// The whole month.
    pub month: Period,
    /// `YYYY-MM` of the workspace calendar.
    pub name: &'a str,
    pub metric: Stage,
    pub goal: Option<f64>,
    pub line: GoalLine,
    pub opening_times: &'a OpeningTimes,
    pub zone: &'a Zone,
    /// Whose entries count, and for how much.
    pub persona: Option<&'a str>,
    pub unit: GoalUnit,
    pub floor: Option<f64>,
    pub stretch: Option<f64>,
}

/// Fewer days say nothing about the spread between days.
const LANDING_MIN_DAYS: usize = 5;
/// The 10th and 90th percentile of this many resamples vary by about one percent of the spread.
const LANDING_RESAMPLES: usize = 2_000;

/// Entries of the metric's stage over the month, against the goal. The month's own dates decide, not the selection's period.
/// `worth`: what an entry of the row counts for; `None` is not at all.
#[inline(never)]
pub fn goal(leads: &Leads, selection: &Selection, config: &GoalConfig, worth: impl Fn(usize) -> Option<f64>) -> GoalReport {
    let mut by_day = vec![0.0; config.month.days().max(0) as usize];
    let mut entries = 0;
    let timelines = Timelines::new(leads, selection.as_of);
    let span = super::Span::new(config.month, selection.as_of, config.zone);
    selection.leads.for_each(|row| {
        let seconds = Timelines::dated(timelines.own(row))[config.metric.index()];
        if span.contains(seconds)
            && let Some(worth) = worth(row)
            && let Some(day) = by_day.get_mut((local_day(seconds, config.zone) - config.month.from.0) as usize)
        {
            *day += worth;
            entries += 1;
        }
    });
    let elapsed = config.zone.day(selection.as_of).plus(1).since(config.month.from);
    GoalReport { entries, ..against_line(&by_day, elapsed.clamp(0, config.month.days().max(0)) as usize, config) }
}

/// `entries` (their number, or their worth) by day of the month; the first `elapsed` days have begun by the as-of.
fn against_line(entries: &[f64], elapsed: usize, config: &GoalConfig) -> GoalReport {
    let days = entries.len();
    let worked: Vec<bool> = (0..days as i32).map(|day| config.opening_times.is_worked(config.month.from.plus(day))).collect();
    // Days the goal is laid over: all, or the working ones. A month without a working day has only the calendar.
    let by_calendar = config.line == GoalLine::CalendarDays || !worked.contains(&true);
    let goal_days = |range: std::ops::Range<usize>| if by_calendar { range.len() } else { worked[range].iter().filter(|w| **w).count() };
    let share = |day: usize| goal_days(0..day) as f64 / goal_days(0..days) as f64;
    let remaining = goal_days(elapsed..days);
    let actual = entries[..elapsed].iter().sum::<f64>();
    let mut so_far = 0.0;
    let lines = (0..days)
        .map(|day| {
            so_far += entries[day];
            GoalDay {
                date: iso_date(config.month.from.plus(day as i32)),
                goal: config.goal.map(|goal| goal * share(day + 1)),
                actual: (day < elapsed).then_some(so_far),
            }
        })
        .collect();
    let begun = elapsed > 0;
    GoalReport {
        month: config.name.to_owned(),
        metric: config.metric,
        persona: config.persona.map(str::to_owned),
        unit: config.unit,
        goal: config.goal,
        floor: config.floor,
        stretch: config.stretch,
        entries: 0,
        actual,
        gap: config.goal.filter(|_| begun).map(|goal| actual - goal * share(elapsed)),
        pace: (goal_days(0..elapsed) > 0).then(|| actual / share(elapsed)),
        needed_per_day: config.goal.filter(|_| remaining > 0).map(|goal| (goal - actual).max(0.0) / remaining as f64),
        remaining_days: remaining as u32,
        landing: landing(&entries[..elapsed], &worked),
        days: lines,
    }
}

/// Where the month lands if its remaining days are like its past ones: each is drawn from the past days of its kind (worked or
/// not), many times over; 80 % of the sums lie in the range.
fn landing(past: &[f64], worked: &[bool]) -> Option<Landing> {
    if past.len() < LANDING_MIN_DAYS || past.len() == worked.len() {
        return None;
    }
    let of_kind = |kind: bool| -> Vec<f64> { past.iter().zip(worked).filter(|(_, w)| **w == kind).map(|(count, _)| *count).collect() };
    let pools = [of_kind(false), of_kind(true)].map(|pool| if pool.is_empty() { past.to_vec() } else { pool });
    let actual: f64 = past.iter().sum();
    let mut draws = Draws(0);
    let mut totals: Vec<f64> = (0..LANDING_RESAMPLES)
        .map(|_| {
            let rest = worked[past.len()..].iter().map(|worked| {
                let pool = &pools[usize::from(*worked)];
                pool[draws.below(pool.len())]
            });
            actual + rest.sum::<f64>()
        })
        .collect();
    totals.sort_unstable_by(f64::total_cmp);
    Some(Landing { low: quantile_of_sorted(&totals, 0.1)?, high: quantile_of_sorted(&totals, 0.9)? })
}

/// `SplitMix64` (Steele, Lea and Flood 2014) from a fixed seed: the same data gives the same range on every machine.
struct Draws(u64);

impl Draws {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        // The high half of a product: unbiased to one part in 2^64 / count.
        ((u128::from(bits) * count as u128) >> 64) as usize
    }
}

/// `YYYY-MM-DD`.
pub fn iso_date(day: Day) -> String {
    let date = CalendarSystem::Gregorian.date(day);
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Date;

    fn month(year: i32, month: u8) -> Period {
        let from = CalendarSystem::Gregorian.day(Date { year, month, day: 1 }).unwrap();
        Period { from, to: CalendarSystem::Gregorian.month_start(from, 1) }
    }

    fn report(entries: &[u32], elapsed: usize, goal: Option<f64>, line: GoalLine, month: Period) -> GoalReport {
        let zone = Zone::utc();
        let times = crate::agreement::Workspace::default().opening_times();
        let config = GoalConfig {
            month,
            name: "",
            metric: Stage::Mql,
            goal,
            line,
            opening_times: &times,
            zone: &zone,
            persona: None,
            unit: GoalUnit::Count,
            floor: None,
            stretch: None,
        };
        let entries: Vec<f64> = entries.iter().map(|count| f64::from(*count)).collect();
        against_line(&entries, elapsed, &config)
    }

    fn close(got: Option<f64>, expected: f64) {
        assert!((got.unwrap() - expected).abs() < 1e-9, "{got:?} is not {expected}");
    }

    #[test]
    fn reference_example_3() {
        let mut entries = vec![0; 31];
        entries[..10].fill(12);
        let report = report(&entries, 10, Some(500.0), GoalLine::CalendarDays, month(2024, 5));
        close(report.days[9].goal, 500.0 * 10.0 / 31.0);
        close(report.gap, 120.0 - 500.0 * 10.0 / 31.0);
        close(report.pace, 372.0);
        close(report.needed_per_day, 380.0 / 21.0);
        assert_eq!((report.remaining_days, report.actual), (21, 120.0));
        assert_eq!((report.days[9].actual, report.days[10].actual), (Some(120.0), None));
        assert_eq!(report.landing, Some(Landing { low: 372.0, high: 372.0 }));
    }

    #[test]
    fn working_days_carry_the_goal_when_agreed() {
        // June 2024 starts on a Saturday and has 20 working days.
        let report = report(&[1; 30], 9, Some(100.0), GoalLine::WorkingDays, month(2024, 6));
        close(report.days[1].goal, 0.0);
        close(report.days[2].goal, 5.0);
        close(report.gap, 9.0 - 25.0);
        close(report.pace, 36.0);
        assert_eq!(report.remaining_days, 15);
        close(report.needed_per_day, 91.0 / 15.0);
    }

    #[test]
    fn what_has_no_value_is_undefined() {
        let none = report(&[3; 30], 30, None, GoalLine::CalendarDays, month(2024, 6));
        assert_eq!((none.gap, none.needed_per_day, none.landing, none.days[29].goal), (None, None, None, None));
        assert_eq!(none.days[29].actual, Some(90.0));
        let future = report(&[0; 30], 0, Some(60.0), GoalLine::CalendarDays, month(2024, 6));
        assert_eq!((future.gap, future.pace, future.needed_per_day), (None, None, Some(2.0)));
        let weekend = report(&[1; 30], 2, Some(60.0), GoalLine::WorkingDays, month(2024, 6));
        assert_eq!((weekend.gap, weekend.pace), (Some(2.0), None));
        let beyond = report(&[9; 30], 20, Some(60.0), GoalLine::CalendarDays, month(2024, 6));
        assert_eq!(beyond.needed_per_day, Some(0.0));
    }

    #[test]
    fn the_landing_is_a_repeatable_range_around_the_pace() {
        let entries: Vec<u32> = (0..30).map(|day| day * 7 % 11).collect();
        let landed = |elapsed| report(&entries, elapsed, None, GoalLine::CalendarDays, month(2024, 6)).landing;
        let (first, second) = (landed(12).unwrap(), landed(12).unwrap());
        assert_eq!(first, second);
        assert!(first.low < first.high);
        let actual: u32 = entries[..12].iter().sum();
        assert!(first.low > f64::from(actual) && first.high < f64::from(actual + 18 * 10));
        assert_eq!(landed(4), None);
        assert_eq!(landed(30), None);
    }
}
