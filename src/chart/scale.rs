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
}
