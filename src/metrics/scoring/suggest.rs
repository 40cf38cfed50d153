//! Points learned from won and lost leads. A suggestion: nothing here changes a model, and too few cases are refused.

use super::{
    Laboratory, Points, View, auc,
    evidence::may_leak,
    hits::Hits,
    regression::{Fitted, fit},
};
use crate::{
    agreement::{Effect, ScoringModel},
    leads::Bitmap,
    order::sort_few_by_key,
    report::{CannotSuggest, LEAST_CASES, NoSuggestion, SuggestedRule, Suggestion},
};

/// Won or not won leads that are learned from at most; of more, every so many-th. Leaving out leads by their outcome alone shifts
/// the intercept and no other coefficient.
const MOST_CASES: usize = 200_000;
const Z: f64 = 1.959_963_984_540_054;

/// `rows`: the leads to learn from, old enough to have been won.
///
/// # Errors
/// Why nothing can be learned.
pub fn suggest(laboratory: &Laboratory, rows: &Bitmap) -> Result<Suggestion, CannotSuggest> {
    let Some(outcome) = laboratory.outcome else { return Err(CannotSuggest::NotTracked) };
    let (model, scorer) = (laboratory.model, laboratory.scorer);
    let won = rows.count_shared(&laboratory.with_outcome) as u64;
    let not_won = rows.count() as u64 - won;
    if won.min(not_won) < LEAST_CASES {
        return Err(CannotSuggest::TooFew { won, not_won });
    }
    let mut left_out = Vec::new();
    let mut learned: Vec<Column> = Vec::new();
    for (index, rule) in model.rules.iter().enumerate() {
        let points = match rule.effect {
            _ if rule.is_off => Err(NoSuggestion::IsOff),
            Effect::Points(points) => Ok(points),
            Effect::Disqualify | Effect::FastTrack => Err(NoSuggestion::GivesNoPoints),
        };
        match points {
            Err(why) => left_out.push((index as u32, why)),
            Ok(points) => {
                // Beyond its cap a rule gives nothing more.
                let most = rule.cap.filter(|_| points != 0.0).map_or(f32::MAX, |cap| (cap / points.abs()) as f32);
                let column = Column { rule: index, points, hits: scorer.hits(index, View::Decided), most };
                if column.varies(rows) {
                    learned.push(column);
                } else {
                    left_out.push((index as u32, NoSuggestion::NoVariation));
                }
            }
        }
    }
    if learned.is_empty() {
        return Err(CannotSuggest::NoRule);
    }
    sort_few_by_key(&mut left_out, |(rule, _)| *rule);
    let fitted = learn(&learned, rows, &laboratory.with_outcome);
    let per_log_odds = scale(laboratory, &learned, &fitted, rows);
    let mut changed = model.clone();
    let rules = learned.iter().enumerate().map(|(place, column)| {
        let (log_odds, standard_error) = (fitted.coefficients[place], fitted.standard_errors[place]);
        let points = rounded(log_odds * per_log_odds);
        changed.rules[column.rule].effect = Effect::Points(points);
        SuggestedRule {
            rule: column.rule as u32,
            name: model.rules[column.rule].name.clone(),
            points_now: column.points,
            points,
            low: (log_odds - Z * standard_error) * per_log_odds,
            high: (log_odds + Z * standard_error) * per_log_odds,
            log_odds,
            standard_error,
            may_leak: may_leak(laboratory, column.rule),
        }
    });
    let rules = rules.collect();
    let suggested = scorer.scores(&changed, View::Decided);
    let threshold = threshold(model);
    let mqls = |of: &super::Scores| rows.iter().filter(|row| of.is_mql_at(*row, threshold)).count() as u64;
    let auc_of = |of: &super::Scores| auc(rows, &laboratory.with_outcome, |row| of.score(row)).unwrap_or(0.5);
    Ok(Suggestion {
        outcome,
        won,
        not_won,
        rules,
        left_out,
        auc_now: auc_of(&laboratory.decided),
        auc: auc_of(&suggested),
        mqls_now: mqls(&laboratory.decided),
        mqls: mqls(&suggested),
    })
}

/// To two digits, and to whole points from 10 on: a counter of seconds gives little each time.
fn rounded(points: f64) -> f64 {
    if points == 0.0 || !points.is_finite() {
        return 0.0;
    }
    let unit = 10_f64.powi((points.abs().log10().floor() as i32 - 1).clamp(-6, 0));
    // Divided by the whole number it is, so that 0.05 is 0.05.
    (points / unit).round() / unit.recip().round()
}

/// A score nobody reaches where the model names none.
fn threshold(model: &ScoringModel) -> Points {
    model.mql_score.or(model.sal_score).map_or(Points(i32::MAX), Points::of)
}

struct Column<'a> {
    rule: usize,
    points: f64,
    hits: &'a Hits,
    most: f32,
}

impl Column<'_> {
    fn value(&self, row: usize) -> f32 {
        self.hits.times(row).min(self.most)
    }

    fn varies(&self, rows: &Bitmap) -> bool {
        let mut values = rows.iter().map(|row| self.value(row));
        let first = values.next();
        values.any(|value| Some(value) != first)
    }
}

fn learn(learned: &[Column], rows: &Bitmap, won: &Bitmap) -> Fitted {
    let counts = [rows.count() - rows.count_shared(won), rows.count_shared(won)];
    let every = counts.map(|count| count.div_ceil(MOST_CASES));
    let mut seen = [0_usize; 2];
    let (mut columns, mut outcome) = (Vec::new(), Vec::new());
    for row in rows.iter() {
        let is_won = won.get(row);
        let seen = &mut seen[usize::from(is_won)];
        *seen += 1;
        if seen.is_multiple_of(every[usize::from(is_won)]) {
            columns.extend(learned.iter().map(|column| column.value(row)));
            outcome.push(is_won);
        }
    }
    fit(&columns, learned.len(), &outcome)
}

/// Points for one unit of log odds, so that the threshold keeps its meaning: as many leads reach it as now. Where none or all do, or
/// only leads that nothing speaks for would, so that the points come to as much as now.
fn scale(laboratory: &Laboratory, learned: &[Column], fitted: &Fitted, rows: &Bitmap) -> f64 {
    let threshold = threshold(laboratory.model);
    let decided = &laboratory.decided;
    // A fast track leads past the threshold: those leads say nothing about it.
    let scored = |row: &usize| decided.is_mql_at(*row, Points(0)) && !decided.is_mql_at(*row, Points(i32::MAX));
    let sum = |row: usize| -> f64 {
        learned.iter().zip(&fitted.coefficients).map(|(column, coefficient)| f64::from(column.value(row)) * coefficient).sum()
    };
    let mut sums: Vec<f64> = rows.iter().filter(scored).map(sum).collect();
    let reached = rows.iter().filter(scored).filter(|row| decided.score(*row) >= threshold).count();
    if reached > 0 && reached < sums.len() && threshold.0 > 0 {
        let (_, least, _) = sums.select_nth_unstable_by(reached - 1, |a, b| b.total_cmp(a));
        // Much smaller sums would make points without measure.
        if *least > 0.05 {
            return threshold.value() / *least;
        }
    }
    let spread =
        |points: &dyn Fn(usize) -> f64| (0..learned.len()).map(|place| (points(place) * fitted.deviations[place]).abs()).sum::<f64>();
    let (now, log_odds) = (spread(&|place| learned[place].points), spread(&|place| fitted.coefficients[place]));
    if now > 0.0 && log_odds > 0.0 { now / log_odds } else { 10.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_rounded_to_what_people_would_write() {
        let check = |points, expected: f64| assert_eq!(rounded(points).to_bits(), expected.to_bits(), "{points}");
        check(32.16, 32.0);
        check(-123.6, -124.0);
        check(9.87, 9.9);
        check(0.0508, 0.051);
        check(-0.93, -0.93);
        check(1e-12, 0.0);
        check(f64::NAN, 0.0);
    }
}
