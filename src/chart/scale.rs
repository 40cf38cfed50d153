//! Tick values people can say aloud. Labels are the caller's.

/// Round values from zero up to the first one at or above `max`, about `count` steps of 1, 2, 2.5 or 5 times a power of ten.
///
/// Counts have no fractions, so a step is at least 1 unless `max` is below 1. Nothing to show gives `[0, 1]`.
pub fn nice_ticks(max: f64, count: usize) -> Vec<f64> {
    if !max.is_finite() || max <= 0.0 {
        return vec![0.0, 1.0];
    }
    let rough = max / count.clamp(1, 20) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let factor = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|factor| factor * power >= rough * (1.0 - 1e-9)).unwrap_or(10.0);
    let step = match factor * power {
        step if max < 1.0 => step,
        // 2.5 is no step for counts.
        step => {
            if step < 5.0 {
                step.ceil()
            } else {
                step
            }
        }
    };
    let steps = (max / step * (1.0 - 1e-9)).ceil().max(1.0) as usize;
    (0..=steps).map(|i| i as f64 * step).collect()
}

/// Round values round zero, from the first one at or below `low` up to the first one at or above `high`; as [`nice_ticks`] where
/// nothing is below zero. The steps are those of counts: pass percent, not shares of one.
pub fn spanning_ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    let (low, high) = (if low.is_finite() { low.min(0.0) } else { 0.0 }, if high.is_finite() { high.max(0.0) } else { 0.0 });
    let least = nice_ticks(high - low, count);
    if low >= 0.0 {
        return least;
    }
    let step = least[1];
    let steps = |value: f64| (value / step * (1.0 - 1e-9)).abs().ceil() as i64;
    (-steps(low)..=steps(high)).map(|i| i as f64 * step).collect()
}

/// Days since something that people count by: days, weeks, months of 30 days, quarters, years; from zero up to the last one at or
/// below `last`, at most `count` steps.
pub fn day_ticks(last: u32, count: usize) -> Vec<u32> {
    let count = count.clamp(1, 20) as u32;
    let steps = [1, 2, 7, 14, 30, 60, 90, 180];
    let step = steps.into_iter().find(|step| last / step <= count).unwrap_or_else(|| 365 * (last / 365).div_ceil(count).max(1));
    (0..=last / step).map(|i| i * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_the_top() {
        let check = |max: f64, count: usize, expected: &[f64]| assert_eq!(nice_ticks(max, count), expected, "{max} in {count}");
        check(500.0, 2, &[0.0, 250.0, 500.0]);
        check(498.0, 2, &[0.0, 250.0, 500.0]);
        check(842_000.0, 4, &[0.0, 250_000.0, 500_000.0, 750_000.0, 1_000_000.0]);
        check(7.0, 3, &[0.0, 3.0, 6.0, 9.0]);
        check(1.0, 4, &[0.0, 1.0]);
        check(0.4, 2, &[0.0, 0.2, 0.4]);
        check(0.0, 4, &[0.0, 1.0]);
        check(-3.0, 4, &[0.0, 1.0]);
        check(f64::NAN, 4, &[0.0, 1.0]);
        check(f64::INFINITY, 4, &[0.0, 1.0]);
    }

    #[test]
    fn ticks_below_zero_are_as_round() {
        let check = |low: f64, high: f64, expected: &[f64]| assert_eq!(spanning_ticks(low, high, 4), expected, "{low} to {high}");
        check(0.0, 7.0, &[0.0, 2.0, 4.0, 6.0, 8.0]);
        check(3.0, 7.0, &[0.0, 2.0, 4.0, 6.0, 8.0]);
        check(-40.0, 130.0, &[-50.0, 0.0, 50.0, 100.0, 150.0]);
        check(-100.0, -20.0, &[-100.0, -75.0, -50.0, -25.0, 0.0]);
        check(-50.0, 0.0, &[-60.0, -40.0, -20.0, 0.0]);
        check(f64::NAN, f64::NEG_INFINITY, &[0.0, 1.0]);
    }

    #[test]
    fn days_are_counted_in_weeks_months_and_years() {
        let check = |last: u32, expected: &[u32]| assert_eq!(day_ticks(last, 4), expected, "{last}");
        check(0, &[0]);
        check(3, &[0, 1, 2, 3]);
        check(30, &[0, 7, 14, 21, 28]);
        check(100, &[0, 30, 60, 90]);
        check(800, &[0, 180, 360, 540, 720]);
        check(1900, &[0, 730, 1460]);
        assert!(day_ticks(u32::MAX, 4).len() <= 6);
    }
}
