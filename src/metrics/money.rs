//! Sums and splits of minor units: exact, and never over the edge of an `i64`.

use crate::{order::sort_few_by_key, report::Money};

/// The sum as money; a sum no `i64` can hold stops at its edge instead of wrapping.
pub fn money(sum_minor: i128, currency: Option<&str>) -> Money {
    let minor = sum_minor.clamp(i128::from(i64::MIN) + 1, i128::from(i64::MAX)) as i64;
    Money { minor, currency: currency.map(str::to_owned) }
}

/// `sum / count`, rounded half away from zero to a whole minor unit; `None` of nothing.
pub fn average(sum_minor: i128, count: u64) -> Option<i128> {
    let count = i128::from(count);
    (count > 0).then(|| (2 * sum_minor.abs() + count) / (2 * count) * sum_minor.signum())
}

/// Splits a total by weights so that the shares sum to it exactly (largest remainder; equal remainders go to the earlier share).
/// Empty when no weight is positive.
pub fn allocate(total_minor: i64, weights: &[u32]) -> Vec<i64> {
    let whole: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    if whole == 0 {
        return Vec::new();
    }
    let size = i128::from(total_minor.unsigned_abs());
    let parts = weights.iter().map(|weight| size * i128::from(*weight));
    let (mut shares, remainders): (Vec<i128>, Vec<i128>) = parts.map(|part| (part / i128::from(whole), part % i128::from(whole))).unzip();
    let left = (size - shares.iter().sum::<i128>()) as usize;
    let mut order: Vec<usize> = (0..weights.len()).collect();
    sort_few_by_key(&mut order, |index| std::cmp::Reverse(remainders[*index]));
    for index in order.into_iter().take(left) {
        shares[index] += 1;
    }
    shares.into_iter().map(|share| (share * i128::from(total_minor.signum())) as i64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(total: i64, weights: &[u32], expected: &[i64]) {
        let shares = allocate(total, weights);
        assert_eq!(shares, expected, "{total} by {weights:?}");
        if !shares.is_empty() {
            assert_eq!(shares.iter().sum::<i64>(), total);
        }
    }

    #[test]
    fn shares_sum_to_the_total() {
        check(10_000, &[1, 1, 1], &[3_334, 3_333, 3_333]); // reference example 8
        check(100, &[40, 20, 40], &[40, 20, 40]);
        check(-10_000, &[1, 1, 1], &[-3_334, -3_333, -3_333]);
        check(1, &[0, 5, 5], &[0, 1, 0]);
        check(2, &[1, 2], &[1, 1]);
        check(i64::MAX, &[u32::MAX, u32::MAX], &[i64::MAX / 2 + 1, i64::MAX / 2]);
        check(5, &[], &[]);
        check(5, &[0, 0], &[]);
    }

    #[test]
    fn averages_round_half_away_from_zero() {
        assert_eq!(average(5, 2), Some(3));
        assert_eq!(average(-5, 2), Some(-3));
        assert_eq!(average(4, 3), Some(1));
        assert_eq!(average(1, 0), None);
        assert_eq!(money(i128::MAX, None).minor, i64::MAX);
    }
}
