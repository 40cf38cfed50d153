//! How sure a difference of two means is: Welch's interval, and the quantile of Student's t it takes. Shares have theirs at
//! [`Rate::minus`](crate::report::Rate::minus).

use crate::report::Difference;

/// Count, mean and spread of values, gathered one by one (Welford 1962), so that nothing is kept of them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sample {
    pub count: u64,
    mean: f64,
    /// Sum of squares about the mean.
    squares: f64,
}

impl Sample {
    pub fn push(&mut self, value: f64) {
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (value - self.mean);
    }

    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// The squared standard error of the mean; `None` of fewer than two values.
    fn error(&self) -> Option<f64> {
        let n = self.count as f64;
        (self.count > 1).then(|| self.squares / (n - 1.0) / n)
    }
}

/// How much larger the mean of `one` is than that of `other`, with its 95 % interval (Welch 1947, his degrees of freedom). `None` of fewer
/// than two values on a side. Where neither side varies the interval is the difference itself.
pub fn welch(one: &Sample, other: &Sample) -> Option<Difference> {
    let (a, b) = (one.error()?, other.error()?);
    let value = one.mean - other.mean;
    let variance = a + b;
    if variance <= 0.0 {
        return Some(Difference { value, low: value, high: value });
    }
    let degrees = variance * variance / (a * a / (one.count - 1) as f64 + b * b / (other.count - 1) as f64);
    let spread = student_t(0.975, degrees) * variance.sqrt();
    Some(Difference { value, low: value - spread, high: value + spread })
}

/// The quantile of Student's t: `p` in 0.5..1 is the share of the distribution below it; `degrees` of freedom need not be whole. Found by
/// halving what the distribution function leaves, to the last bits.
pub fn student_t(p: f64, degrees: f64) -> f64 {
    // Beyond a million the quantile is the normal one to six digits, and the fraction below would take long to settle.
    let degrees = degrees.clamp(0.1, 1e6);
    let above = |t: f64| beta_share(degrees / (degrees + t * t), degrees / 2.0) / 2.0;
    let tail = 1.0 - p;
    let (mut low, mut high) = (0.0, 1.0);
    while above(high) > tail && high < 1e100 {
        (low, high) = (high, high * 2.0);
    }
    for _ in 0..64 {
        let middle = f64::midpoint(low, high);
        if above(middle) > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The regularised incomplete beta function I(x; a, ½) (DLMF 8.17.22: a continued fraction, by Lentz's method).
fn beta_share(x: f64, a: f64) -> f64 {
    const HALF: f64 = 0.5;
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    let front = (a * x.ln() + HALF * (1.0 - x).ln() + ln_gamma(a + HALF) - ln_gamma(a) - ln_gamma(HALF)).exp();
    // The fraction settles fast on this side of the mean; on the other the complement does.
    if x < (a + 1.0) / (a + HALF + 2.0) { front * fraction(x, a, HALF) / a } else { 1.0 - front * fraction(1.0 - x, HALF, a) / HALF }
}

/// The continued fraction of I(x; a, b), from its front: each step has two terms.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut above, mut below) = (1.0, 1.0 / away(1.0 - (a + b) * x / (a + 1.0)));
    let mut result = below;
    for step in 1..10_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = result;
        for term in [even, odd] {
            below = 1.0 / away(1.0 + term * below);
            above = away(1.0 + term / above);
            result *= above * below;
        }
        if (result / before - 1.0).abs() < 1e-15 {
            break;
        }
    }
    result
}

/// Of positive numbers: Lanczos' series with g = 7 and nine terms, good to fifteen digits (coefficients of Godfrey 2001).
fn ln_gamma(x: f64) -> f64 {
    const G: f64 = 7.0;
    const TERMS: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        // The series is for the right half: Euler's reflection.
        return (std::f64::consts::PI / (std::f64::consts::PI * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let sum = TERMS.iter().enumerate().skip(1).fold(TERMS[0], |sum, (index, term)| sum + term / (x + index as f64));
    let t = x + G + 0.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(p: f64, degrees: f64, expected: f64) {
        let found = student_t(p, degrees);
        assert!((found - expected).abs() < 5e-4 * expected.max(1.0) / 2.0, "{p} with {degrees}: {found}, not {expected}");
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        check(0.975, 1.0, 12.706);
        check(0.975, 2.0, 4.303);
        check(0.975, 3.0, 3.182);
        check(0.975, 4.0, 2.776);
        check(0.975, 5.0, 2.571);
        check(0.975, 10.0, 2.228);
        check(0.975, 30.0, 2.042);
        check(0.975, 120.0, 1.980);
        check(0.975, 1e9, 1.960);
        check(0.95, 8.0, 1.860);
        check(0.995, 20.0, 2.845);
        check(0.75, 1.0, 1.0);
        check(0.5, 7.0, 0.0);
    }

    #[test]
    fn quantiles_of_two_degrees_have_a_formula() {
        // t = (2p − 1) · √(2 / (4p(1 − p))), and for one degree tan(π(p − ½)).
        for p in [0.6, 0.75, 0.9, 0.975, 0.999_f64] {
            let two = (2.0 * p - 1.0) * (2.0 / (4.0 * p * (1.0 - p))).sqrt();
            let one = (std::f64::consts::PI * (p - 0.5)).tan();
            assert!((student_t(p, 2.0) / two - 1.0).abs() < 1e-10 && (student_t(p, 1.0) / one - 1.0).abs() < 1e-10, "{p}");
        }
    }

    #[test]
    fn welch_by_hand() {
        let sample = |values: &[f64]| {
            let mut sample = Sample::default();
            for value in values {
                sample.push(*value);
            }
            sample
        };
        // Variances 2.5 and 10, squared errors 0.5 and 2: 6.25 / (0.25/4 + 4/4) = 5.882 degrees, t = 2.459.
        let found = welch(&sample(&[2.0, 4.0, 6.0, 8.0, 10.0]), &sample(&[1.0, 2.0, 3.0, 4.0, 5.0])).unwrap();
        assert!((found.value - 3.0).abs() < 1e-12 && (found.high - 3.0 - 2.459 * 2.5_f64.sqrt()).abs() < 2e-3, "{found:?}");
        assert!((found.low + found.high - 6.0).abs() < 1e-12);
        assert_eq!(welch(&sample(&[1.0]), &sample(&[1.0, 2.0])), None);
        let same = welch(&sample(&[3.0, 3.0]), &sample(&[1.0, 1.0])).unwrap();
        assert_eq!((same.value, same.low, same.high), (2.0, 2.0, 2.0));
    }
}
