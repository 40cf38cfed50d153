//! Order statistics by selection, and the durations they describe. Nothing is sorted in full and nothing is sampled.

use crate::{
    leads::Instants,
    report::DayStats,
    time::{Moment, SECONDS_PER_DAY, Zone},
};

/// Durations in whole seconds (whole days as multiples of 86 400), so that quantiles of calendar days come out exact.
#[derive(Debug, Clone, Default)]
pub struct Durations {
    pub seconds: Vec<u32>,
    /// Pairs whose end lies before their start.
    pub negative: u64,
}

impl Durations {
    /// Adds the time from `from` to `to` of one row, where both are known.
    #[inline]
    pub fn push(&mut self, row: usize, from: &Instants, to: &Instants, zone: &Zone) {
        match between(row, from, to, zone) {
            Some(Ok(seconds)) => self.seconds.push(seconds),
            Some(Err(Negative)) => self.negative += 1,
            None => {}
        }
    }

    pub fn day_stats(mut self) -> DayStats {
        let count = self.seconds.len() as u64;
        let mean = (count > 0).then(|| self.seconds.iter().map(|s| u64::from(*s)).sum::<u64>() as f64 / count as f64 / DAY);
        DayStats {
            count,
            median: self.quantile_days(0.5),
            mean,
            p75: self.quantile_days(0.75),
            p90: self.quantile_days(0.9),
            negative: self.negative,
        }
    }

    fn quantile_days(&mut self, q: f64) -> Option<f64> {
        quantile(&mut self.seconds, q).map(|seconds| seconds / DAY)
    }
}

const DAY: f64 = SECONDS_PER_DAY as f64;

/// The end lies before the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Negative;

/// Seconds from one moment of a row to another, `None` when either is missing. When either end is a date without a time, the
/// duration is whole days between the two local dates.
#[inline]
pub fn between(row: usize, from: &Instants, to: &Instants, zone: &Zone) -> Option<Result<u32, Negative>> {
    let (start, end) = (from.raw()[row], to.raw()[row]);
    if start == Instants::MISSING || end == Instants::MISSING {
        return None;
    }
    let seconds = if from.is_day(row) || to.is_day(row) {
        i64::from(local_day(end, zone) - local_day(start, zone)) * SECONDS_PER_DAY
    } else {
        i64::from(end) - i64::from(start)
    };
    Some(u32::try_from(seconds).map_err(|_| Negative))
}

/// The local day of raw seconds that are not missing.
pub fn local_day(seconds: u32, zone: &Zone) -> i32 {
    Moment::from_unix(i64::from(seconds)).map_or(i32::MAX, |moment| zone.day(moment).0)
}

/// The type-7 quantile (linear interpolation between order statistics, as in spreadsheets and `NumPy`); `None` of nothing.
/// Reorders `values`: selection, O(n).
pub fn quantile<T: Ord + Copy + Into<f64>>(values: &mut [T], q: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let position = last as f64 * q.clamp(0.0, 1.0);
    let (index, fraction) = (position.floor() as usize, position.fract());
    let (_, low, above) = values.select_nth_unstable(index);
    let low: f64 = (*low).into();
    if fraction == 0.0 {
        return Some(low);
    }
    let high: f64 = above.iter().min().copied()?.into();
    Some(low + (high - low) * fraction)
}

/// [`quantile`] of values that are in order.
pub fn quantile_of_sorted(values: &[f64], q: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let position = last as f64 * q.clamp(0.0, 1.0);
    let (index, fraction) = (position.floor() as usize, position.fract());
    let low = values[index];
    Some(low + (values[(index + 1).min(last)] - low) * fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[u32], q: f64, expected: Option<f64>) {
        let mut values = values.to_vec();
        assert_eq!(quantile(&mut values, q), expected, "{values:?} at {q}");
    }

    #[test]
    fn quantiles_are_type_7() {
        check(&[], 0.5, None);
        check(&[7], 0.9, Some(7.0));
        check(&[4, 1, 3, 2], 0.5, Some(2.5));
        check(&[5, 1, 4, 2, 3], 0.75, Some(4.0));
        check(&[10, 20, 30, 40], 0.9, Some(37.0)); // numpy.quantile([10,20,30,40], .9)
        check(&[3, 1, 2], 0.0, Some(1.0));
        check(&[3, 1, 2], 1.0, Some(3.0));
    }

    fn column(seconds: i64, day: bool) -> Instants {
        let mut column = Instants::default();
        column.push(Moment::from_unix(seconds), day);
        column
    }

    fn check_between(from: (i64, bool), to: (i64, bool), zone: &str, expected: Result<u32, Negative>) {
        let zone = Zone::named(zone).unwrap();
        assert_eq!(between(0, &column(from.0, from.1), &column(to.0, to.1), &zone), Some(expected), "{from:?} {to:?}");
    }

    #[test]
    fn a_date_without_a_time_makes_whole_days() {
        const HOUR: i64 = 3600;
        const WHOLE_DAY: u32 = 86_400;
        check_between((0, false), (36 * HOUR, false), "UTC", Ok(WHOLE_DAY + WHOLE_DAY / 2));
        check_between((0, true), (36 * HOUR, false), "UTC", Ok(WHOLE_DAY));
        check_between((20 * HOUR, false), (24 * HOUR, true), "UTC", Ok(WHOLE_DAY));
        check_between((10 * HOUR, false), (0, true), "UTC", Ok(0));
        check_between((10 * HOUR, false), (9 * HOUR, false), "UTC", Err(Negative));
        check_between((48 * HOUR, true), (9 * HOUR, false), "UTC", Err(Negative));
        // 23:30 UTC on 1 January 2024 is already the 2nd in Berlin: the day before the 3rd.
        check_between((1_704_151_800, false), (1_704_236_400, true), "Europe/Berlin", Ok(WHOLE_DAY));
        // Over the spring change a calendar day is 23 hours, and still one day.
        check_between((1_711_839_600, true), (1_711_922_400, true), "Europe/Berlin", Ok(WHOLE_DAY));
    }
}
