//! Points as whole hundredths, so that the lines of a score add up to it exactly. Knows no rule.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// Points in hundredths; written as points ("12.5") wherever they leave the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(into = "f64", from = "f64")]
pub struct Points(pub i32);

impl Points {
    /// Rounded to hundredths, half away from zero; what no `i32` can hold becomes the nearest that it can.
    pub fn of(points: f64) -> Self {
        Self((points * 100.0).round() as i32)
    }

    pub fn value(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl From<Points> for f64 {
    fn from(points: Points) -> Self {
        points.value()
    }
}

impl From<f64> for Points {
    fn from(points: f64) -> Self {
        Self::of(points)
    }
}

/// What a rule gives for how often it applies, in hundredths, made ready for a loop over leads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Hundredths each time.
    each: f32,
    /// Most hundredths either way.
    cap: i32,
    /// Beyond this no rule goes, so that the sum of all rules stays within an `i32`.
    limit: f32,
}

impl Worth {
    pub fn new(points: f64, cap: Option<f64>, rules: usize) -> Self {
        let limit = i32::MAX / (i32::try_from(rules).unwrap_or(i32::MAX - 1) + 1);
        // The next lower float: a float as large as the limit may lie above it.
        let limit = limit as f32 * (1.0 - f32::EPSILON);
        Self { each: (points * 100.0) as f32, cap: cap.map_or(i32::MAX, |cap| Points::of(cap).0), limit }
    }

    /// Before the cap. `times` is a count, or a sum of decayed ones.
    #[inline]
    pub fn uncapped(self, times: f32) -> i32 {
        let exact = (self.each * times).clamp(-self.limit, self.limit);
        (exact + if exact < 0.0 { -0.5 } else { 0.5 }) as i32
    }

    #[inline]
    pub fn of(self, times: f32) -> i32 {
        self.uncapped(times).clamp(-self.cap, self.cap)
    }

    pub fn is_negative(self) -> bool {
        self.each < 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_give_hundredths_within_cap_and_limit() {
        let check = |points, cap, times, expected| assert_eq!(Worth::new(points, cap, 3).of(times), expected, "{points} × {times}");
        check(10.0, None, 2.0, 2000);
        check(-15.0, None, 1.0, -1500);
        check(10.0, Some(25.0), 3.0, 2500);
        check(-10.0, Some(25.0), 3.0, -2500);
        check(10.0, None, 0.333, 333);
        check(-0.125, None, 1.0, -13);
        check(1e300, None, 1.0, (i32::MAX / 4) / 64 * 64);
        check(10.0, Some(0.0), 3.0, 0);
        assert_eq!((Points::of(12.345), Points::of(1e12)), (Points(1235), Points(i32::MAX)));
        assert_eq!(serde_json::to_string(&Points(1250)).unwrap(), "12.5");
    }
}
