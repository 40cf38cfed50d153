//! Sorted waits: statistics of those that ended, the median over all of them, and how many keep any target. No leads in here.

use super::timing::{Timing, limit_seconds};
use crate::{
    agreement::Clock,
    order::sort_many,
    report::{Compliance, MinuteStats},
};

/// The waits of some leads on one clock, sorted once and asked often.
#[derive(Debug, Clone, Default)]
pub struct Waits {
    /// Seconds of those that ended, ascending.
    done: Vec<u32>,
    /// Seconds by the as-of of those that have not, ascending.
    waiting: Vec<u32>,
}

pub(super) const MINUTE: f64 = 60.0;

impl Waits {
    pub fn new<'a>(timings: impl Iterator<Item = &'a Timing> + Clone, clock: Clock) -> Self {
        let mut done: Vec<u32> = timings.clone().filter_map(|timing| timing.done(clock)).collect();
        let mut waiting: Vec<u32> = timings.filter_map(|timing| timing.waiting(clock)).collect();
        sort_many(&mut done);
        sort_many(&mut waiting);
        Self { done, waiting }
    }

    /// Seconds that are counted elsewhere, all of waits that ended.
    pub fn of_done(mut seconds: Vec<u32>) -> Self {
        sort_many(&mut seconds);
        Self { done: seconds, waiting: Vec::new() }
    }

    pub fn stats(&self) -> MinuteStats {
        let count = self.done.len() as u64;
        let sum: u64 = self.done.iter().map(|seconds| u64::from(*seconds)).sum();
        MinuteStats {
            count,
            mean: (count > 0).then(|| sum as f64 / count as f64 / MINUTE),
            median: self.quantile_minutes(0.5),
            p75: self.quantile_minutes(0.75),
            p90: self.quantile_minutes(0.9),
        }
    }

    /// Type 7, as [`crate::metrics::quantile`].
    fn quantile_minutes(&self, q: f64) -> Option<f64> {
        let last = self.done.len().checked_sub(1)?;
        let position = last as f64 * q;
        let (index, fraction) = (position.floor() as usize, position.fract());
        let low = f64::from(self.done[index]);
        let high = f64::from(self.done[(index + 1).min(last)]);
        Some((low + (high - low) * fraction) / MINUTE)
    }

    /// The Kaplan–Meier median (Kaplan and Meier 1958): the first time by which half of the leads or more were followed up, when those
    /// still waiting leave the count after the time they were watched. A wait that ended is counted before one cut off at the same second.
    pub fn median_of_all_minutes(&self) -> Option<f64> {
        let mut at_risk = (self.done.len() + self.waiting.len()) as f64;
        let mut survival = 1.0;
        let mut cut_off = self.waiting.iter().peekable();
        for ended in self.done.chunk_by(|a, b| a == b) {
            while cut_off.next_if(|seconds| **seconds < ended[0]).is_some() {
                at_risk -= 1.0;
            }
            survival *= 1.0 - ended.len() as f64 / at_risk;
            at_risk -= ended.len() as f64;
            // A half of the last bits of a fraction is a half.
            if survival <= 0.5 + 1e-12 {
                return Some(f64::from(ended[0]) / MINUTE);
            }
        }
        None
    }

    /// Exact for any target, in two searches.
    pub fn compliance(&self, hours: f64) -> Compliance {
        let limit = limit_seconds(hours);
        let met = self.done.partition_point(|seconds| *seconds <= limit);
        let pending = self.waiting.partition_point(|seconds| *seconds <= limit);
        Compliance { met: met as u64, breached: (self.done.len() - met + self.waiting.len() - pending) as u64, pending: pending as u64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(done: &[u32], waiting: &[u32]) -> Waits {
        let minutes = |values: &[u32]| values.iter().map(|minutes| minutes * 60).collect::<Vec<_>>();
        let timing = |business, done| if done { Timing::Done { elapsed: 0, business } } else { Timing::Waiting { elapsed: 0, business } };
        let timings: Vec<Timing> = minutes(done)
            .into_iter()
            .map(|seconds| timing(seconds, true))
            .chain(minutes(waiting).into_iter().map(|seconds| timing(seconds, false)))
            .collect();
        Waits::new(timings.iter(), Clock::Business)
    }

    fn check(done: &[u32], waiting: &[u32], expected: Option<f64>) {
        assert_eq!(waits(done, waiting).median_of_all_minutes(), expected, "{done:?} {waiting:?}");
    }

    #[test]
    fn the_median_counts_those_never_followed_up() {
        check(&[], &[], None);
        check(&[], &[5], None);
        check(&[7], &[], Some(7.0));
        check(&[1, 2, 3, 4], &[], Some(2.0));
        check(&[1, 2, 3], &[100, 100, 100, 100], None);
        check(&[1, 2, 3], &[100, 100, 100], Some(3.0));
        // Two were watched for one minute only: after it, they are in no count. 3/4 at 2, then 3/4 · 2/3 at 3.
        check(&[2, 3], &[1, 1, 10, 10], Some(3.0));
        check(&[2, 3], &[1, 1, 10, 10, 10], None);
        // At the same second, an answer comes before the end of the watch.
        check(&[5], &[5], Some(5.0));
    }

    #[test]
    fn statistics_are_type_7_in_minutes() {
        let stats = waits(&[10, 20, 30, 40], &[500]).stats();
        assert_eq!((stats.count, stats.mean, stats.median, stats.p75, stats.p90), (4, Some(25.0), Some(25.0), Some(32.5), Some(37.0)));
        assert_eq!(waits(&[], &[3]).stats(), MinuteStats::default());
    }

    #[test]
    fn any_target_is_counted_exactly() {
        let waits = waits(&[30, 60, 61], &[30, 60, 61]);
        assert_eq!(waits.compliance(1.0), Compliance { met: 2, breached: 2, pending: 2 });
        assert_eq!(waits.compliance(0.25), Compliance { met: 0, breached: 6, pending: 0 });
        assert_eq!(waits.compliance(f64::MAX), Compliance { met: 3, breached: 0, pending: 3 });
    }
}
