//! Logistic regression with a ridge, by Newton's method. The same input gives the same output; it draws no chance and picks no columns.

/// What was learned, for columns as they were given (not standardised).
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    pub intercept: f64,
    /// Natural logarithm of the odds ratio for one more of each column.
    pub coefficients: Vec<f64>,
    /// From the inverse of the penalised information: a little smaller than without the ridge.
    pub standard_errors: Vec<f64>,
    /// By column; 0 of one without variation.
    pub deviations: Vec<f64>,
}

/// Weight of the ridge on standardised columns: as if each had been seen to do nothing in so many cases. Small against the least
/// number of cases learned from, and enough to keep a column that separates won from not won finite.
const RIDGE: f64 = 1.0;
const MOST_ROUNDS: usize = 60;

/// `columns` holds the rows one after the other, `width` values each; all rows are either `true` or `false` in `outcome`, both present.
pub fn fit(columns: &[f32], width: usize, outcome: &[bool]) -> Fitted {
    let (means, deviations) = moments(columns, width, outcome.len());
    let size = width + 1;
    let positives = outcome.iter().filter(|with| **with).count() as f64;
    let mut beta = vec![0.0; size];
    beta[0] = (positives / (outcome.len() as f64 - positives)).ln();
    let mut best = Round::new(columns, outcome, &means, &deviations, &beta);
    for _ in 0..MOST_ROUNDS {
        let Some(step) = solve(&best.information, &best.gradient) else { break };
        // Newton's step, halved until it is no step down.
        let mut share = 1.0;
        let mut next = None;
        while share > 1e-6 && next.is_none() {
            let tried: Vec<f64> = beta.iter().zip(&step).map(|(beta, step)| beta + share * step).collect();
            let round = Round::new(columns, outcome, &means, &deviations, &tried);
            if round.likelihood >= best.likelihood {
                next = Some((tried, round));
            }
            share /= 2.0;
        }
        let Some((tried, round)) = next else { break };
        let moved = beta.iter().zip(&tried).map(|(old, new)| (old - new).abs()).fold(0.0, f64::max);
        (beta, best) = (tried, round);
        if moved < 1e-8 {
            break;
        }
    }
    let raw = |index: usize, value: f64| if deviations[index] > 0.0 { value / deviations[index] } else { 0.0 };
    let coefficients: Vec<f64> = (0..width).map(|index| raw(index, beta[index + 1])).collect();
    let error = |index: usize| {
        let unit: Vec<f64> = (0..size).map(|place| f64::from(u8::from(place == index + 1))).collect();
        let variance = solve(&best.information, &unit).map_or(0.0, |column| column[index + 1]);
        raw(index, variance.max(0.0).sqrt())
    };
    let standard_errors = (0..width).map(error).collect();
    let intercept = beta[0] - coefficients.iter().zip(&means).map(|(coefficient, mean)| coefficient * mean).sum::<f64>();
    Fitted { intercept, coefficients, standard_errors, deviations }
}

fn moments(columns: &[f32], width: usize, rows: usize) -> (Vec<f64>, Vec<f64>) {
    let (mut sums, mut squares) = (vec![0.0; width], vec![0.0; width]);
    for row in columns.chunks_exact(width.max(1)) {
        for (sum, value) in sums.iter_mut().zip(row) {
            *sum += f64::from(*value);
        }
    }
    let means: Vec<f64> = sums.iter().map(|sum| sum / rows as f64).collect();
    for row in columns.chunks_exact(width.max(1)) {
        for ((square, value), mean) in squares.iter_mut().zip(row).zip(&means) {
            *square += (f64::from(*value) - mean).powi(2);
        }
    }
    (means, squares.iter().map(|square| (square / rows as f64).sqrt()).collect())
}

/// The penalised likelihood at some coefficients, its slope, and its curvature as rows of a symmetric matrix, up to the diagonal.
struct Round {
    likelihood: f64,
    gradient: Vec<f64>,
    information: Vec<Vec<f64>>,
}

impl Round {
    fn new(columns: &[f32], outcome: &[bool], means: &[f64], deviations: &[f64], beta: &[f64]) -> Self {
        let size = beta.len();
        let width = size - 1;
        let mut likelihood = 0.0;
        let mut gradient = vec![0.0; size];
        let mut information = vec![vec![0.0; size]; size];
        let mut standard = vec![1.0; size];
        for (row, with) in outcome.iter().enumerate() {
            let values = &columns[row * width..(row + 1) * width];
            for (index, value) in values.iter().enumerate() {
                standard[index + 1] = if deviations[index] > 0.0 { (f64::from(*value) - means[index]) / deviations[index] } else { 0.0 };
            }
            let logit: f64 = standard.iter().zip(beta).map(|(value, beta)| value * beta).sum();
            // log(1 + e^x) without overflow.
            likelihood += if *with { logit } else { 0.0 } - (logit.max(0.0) + (-logit.abs()).exp().ln_1p());
            let chance = 1.0 / (1.0 + (-logit).exp());
            let rest = f64::from(u8::from(*with)) - chance;
            let weight = chance * (1.0 - chance);
            for (index, value) in standard.iter().enumerate() {
                gradient[index] += rest * value;
                let weighted = weight * value;
                for (cell, other) in information[index][..=index].iter_mut().zip(&standard) {
                    *cell += weighted * other;
                }
            }
        }
        for index in 1..size {
            likelihood -= RIDGE / 2.0 * beta[index] * beta[index];
            gradient[index] -= RIDGE * beta[index];
            information[index][index] += RIDGE;
        }
        Self { likelihood, gradient, information }
    }
}

/// Solves `matrix · x = right` for a symmetric positive definite matrix (Cholesky); `None` when it is not. Above the diagonal it is
/// not looked at.
fn solve(matrix: &[Vec<f64>], right: &[f64]) -> Option<Vec<f64>> {
    let size = right.len();
    let mut lower = vec![vec![0.0; size]; size];
    for row in 0..size {
        for column in 0..=row {
            let shared: f64 = (0..column).map(|index| lower[row][index] * lower[column][index]).sum();
            let rest = matrix[row][column] - shared;
            lower[row][column] = if row == column {
                if rest <= 0.0 || !rest.is_finite() {
                    return None;
                }
                rest.sqrt()
            } else {
                rest / lower[column][column]
            };
        }
    }
    let mut half = vec![0.0; size];
    for row in 0..size {
        let known: f64 = (0..row).map(|index| lower[row][index] * half[index]).sum();
        half[row] = (right[row] - known) / lower[row][row];
    }
    let mut solved = vec![0.0; size];
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|index| lower[index][row] * solved[index]).sum();
        solved[row] = (half[row] - known) / lower[row][row];
    }
    Some(solved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_two_by_two_table_gives_its_odds_ratio() {
        // With the mark 300 of 1 000 won, without it 100 of 1 000: the odds ratio is (300/700)/(100/900), its standard error
        // √(1/300 + 1/700 + 1/100 + 1/900). The second column never varies.
        let mut columns = Vec::new();
        let mut outcome = Vec::new();
        for (mark, won, all) in [(1.0, 300, 1000), (0.0, 100, 1000)] {
            for row in 0..all {
                columns.extend([mark, 7.0]);
                outcome.push(row < won);
            }
        }
        let fitted = fit(&columns, 2, &outcome);
        let (log_odds, error) = ((300.0_f64 / 700.0 * 9.0).ln(), (1.0_f64 / 300.0 + 1.0 / 700.0 + 1.0 / 100.0 + 1.0 / 900.0).sqrt());
        assert!((fitted.coefficients[0] - log_odds).abs() < 0.01, "{fitted:?}");
        assert!((fitted.standard_errors[0] - error).abs() < 0.002, "{fitted:?}");
        assert!((fitted.intercept - (1.0_f64 / 9.0).ln()).abs() < 0.02, "{fitted:?}");
        assert_eq!((fitted.coefficients[1], fitted.deviations[1]), (0.0, 0.0));
    }

    #[test]
    fn a_mark_that_separates_stays_finite() {
        let outcome: Vec<bool> = (0..80).map(|row| row < 40).collect();
        let columns: Vec<f32> = outcome.iter().map(|won| f32::from(u8::from(*won))).collect();
        let fitted = fit(&columns, 1, &outcome);
        assert!(fitted.coefficients[0] > 2.0 && fitted.coefficients[0] < 20.0, "{fitted:?}");
    }

    #[test]
    fn equations_are_solved_or_refused() {
        let solved = solve(&[vec![4.0, 2.0], vec![2.0, 3.0]], &[10.0, 9.0]).expect("a definite matrix");
        assert!((solved[0] - 1.5).abs() < 1e-12 && (solved[1] - 2.0).abs() < 1e-12, "{solved:?}");
        assert_eq!(solve(&[vec![1.0, 2.0], vec![2.0, 1.0]], &[1.0, 1.0]), None);
    }
}
