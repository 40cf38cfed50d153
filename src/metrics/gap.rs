//! Where revenue parts from the goal: leads × rates × deal size, and what each factor has of the gap. Sets no goal: that is the agreement's.

use std::collections::BTreeMap;

use super::{Coded, Selection, Timelines, deals_by, leads_by, money::money};
use crate::{
    agreement::{GoalChainInputs, SourceClass, StageTerms},
    leads::{Dataset, DealState, Dimension, NO_AMOUNT, Stage, currency_digits},
    order::sort_few,
    report::{Gap, GapFactor, GapPart},
    time::Zone,
};

const STAGES: usize = Stage::ALL.len();
/// Of the Gregorian calendar; twelve Persian months are as long to within a minute a year.
const DAYS_PER_MONTH: f64 = 365.2425 / 12.0;

#[derive(Debug, Clone, Copy)]
pub struct GapConfig<'a> {
    pub tracked: [bool; STAGES],
    pub goal_chain: &'a GoalChainInputs,
    pub stage_terms: &'a BTreeMap<Stage, StageTerms>,
    pub source_classes: &'a BTreeMap<String, SourceClass>,
    pub zone: &'a Zone,
}

impl GapConfig<'_> {
    /// The share of the quota that is marketing's; `None` where the goal is the whole quota.
    pub fn marketing_share(&self) -> Option<f64> {
        let is_classed = self.source_classes.values().any(|class| *class == SourceClass::Marketing);
        self.goal_chain.marketing_share.filter(|share| is_classed && *share > 0.0)
    }

    /// Of the rows of a table, by code of its source: whether the goal is theirs to reach.
    fn is_counted(&self, source: Option<&Coded>) -> Vec<bool> {
        let is_all = self.marketing_share().is_none();
        let is_marketing = |value: &String| is_all || self.source_classes.get(value) == Some(&SourceClass::Marketing);
        std::iter::once(is_all).chain(source.into_iter().flat_map(Coded::values).map(is_marketing)).collect()
    }

    /// The agreed rate from one stage to a later one, over the tracked stages between; `None` where one of them has none.
    fn agreed(&self, from: Stage, to: Stage) -> Option<f64> {
        let between = Stage::ALL.into_iter().filter(|stage| *stage == to || *stage > from && *stage < to && self.tracked[stage.index()]);
        let target = |stage: Stage| self.stage_terms.get(&stage).and_then(|terms| terms.target_rate).filter(|rate| *rate > 0.0);
        between.map(target).product()
    }
}

/// A rate on the way from the first stage to the deal: what it is, and what was agreed.
#[derive(Debug, Clone, Copy)]
struct RateOf {
    factor: GapFactor,
    actual: f64,
    agreed: Option<f64>,
}

/// `None` where the quota, the deal size or amounts are missing, or the sources to tell marketing's by; where no day of the period has begun or
/// no stage before Customer is tracked; and where a rate is 0 and nobody has agreed on it or on the whole.
#[inline(never)]
pub fn gap(dataset: &Dataset, of_period: &[(u32, DealState)], selection: &Selection, config: &GapConfig) -> Option<Gap> {
    let positive = |value: Option<f64>| value.filter(|value| *value > 0.0);
    let chain = config.goal_chain;
    let deals = &dataset.deals;
    if deals.amount_minor.iter().all(|amount| *amount == NO_AMOUNT) {
        return None;
    }
    let (quota, deal_goal) = (positive(chain.quota)?, positive(chain.average_deal)?);
    let days = selection.period.to.min(config.zone.day(selection.as_of).plus(1)).since(selection.period.from);
    let span = DAYS_PER_MONTH * f64::from(chain.quota_span.months());
    let unit = 10_f64.powi(currency_digits(dataset.currency.as_deref()) as i32);
    let goal_minor = (quota * config.marketing_share().unwrap_or(1.0) * f64::from(days) / span * unit).round() as i64;
    if goal_minor <= 0 {
        return None;
    }
    if config.marketing_share().is_some() && leads_by(dataset, Dimension::Source).is_none() {
        return None;
    }
    let won = won(dataset, of_period, config);
    let currency = dataset.currency.as_deref();
    let actual = money(won.minor, currency);
    let entered = entries(dataset, selection, config);
    let stages = links(config.tracked, &entered, won.deals);
    let first = *stages.first()?;
    let whole = positive(chain.lead_to_customer_rate);
    let mut rates = rates(&stages, &entered, won.deals, config);
    if let [only] = rates.as_mut_slice() {
        only.agreed = only.agreed.or(whole);
    }
    let goals = goal_rates(&rates, whole)?;
    let leads_goal = goal_minor as f64 / unit / (goals.iter().product::<f64>() * deal_goal);
    let deal_actual = if won.deals > 0 { actual.minor as f64 / unit / won.deals as f64 } else { 0.0 };
    let mut parts = vec![(GapFactor::Leads, leads_goal, entered[first.index()] as f64, false)];
    parts.extend(rates.iter().zip(goals).map(|(rate, goal)| (rate.factor, goal, rate.actual, rate.agreed.is_some())));
    parts.push((GapFactor::DealSize, deal_goal, deal_actual, true));
    let pairs: Vec<(f64, f64)> = parts.iter().map(|(_, goal, actual, _)| (*goal, *actual)).collect();
    let amounts = decompose(goal_minor, actual.minor, &pairs);
    let part = |((factor, goal, actual, is_agreed), amount): ((GapFactor, f64, f64, bool), i128)| GapPart {
        factor,
        amount: money(amount, currency),
        goal,
        actual,
        is_agreed,
    };
    Some(Gap {
        goal: money(i128::from(goal_minor), currency),
        actual,
        is_marketing: config.marketing_share().is_some(),
        days: days as u32,
        parts: parts.into_iter().zip(amounts).map(part).collect(),
    })
}

/// Deals won in the period with an amount, and their sum.
struct Won {
    deals: u64,
    minor: i128,
}

fn won(dataset: &Dataset, of_period: &[(u32, DealState)], config: &GapConfig) -> Won {
    let source = deals_by(dataset, Dimension::Source);
    let is_counted = config.is_counted(source.as_ref());
    let mut won = Won { deals: 0, minor: 0 };
    for row in of_period.iter().filter(|(_, state)| *state == DealState::Won).map(|(row, _)| *row as usize) {
        let amount = dataset.deals.amount_minor[row];
        if amount != NO_AMOUNT && is_counted[source.as_ref().map_or(0, |column| column.code(row) as usize)] {
            won.deals += 1;
            won.minor += i128::from(amount);
        }
    }
    won
}

/// Leads that entered each stage in the period, as [`StageCount::entered`](crate::report::StageCount::entered).
fn entries(dataset: &Dataset, selection: &Selection, config: &GapConfig) -> [u64; STAGES] {
    let timelines = Timelines::new(&dataset.leads, selection.as_of);
    let source = config.marketing_share().and_then(|_| leads_by(dataset, Dimension::Source));
    let is_counted = config.is_counted(source.as_ref());
    let mut entered = [0; STAGES];
    selection.leads.for_each(|row| {
        if is_counted[source.as_ref().map_or(0, |column| column.code(row) as usize)] {
            for (entered, dated) in entered.iter_mut().zip(Timelines::dated(timelines.own(row))) {
                *entered += u64::from(selection.span.contains(dated));
            }
        }
    });
    entered
}

/// The stages whose entries make up the rates, the first of them the leads: those before Customer that are tracked. One that nobody
/// entered although somebody entered a later one would make that rate infinite: it is left out, and its neighbours join up.
fn links(tracked: [bool; STAGES], entered: &[u64; STAGES], won: u64) -> Vec<Stage> {
    let before = &Stage::ALL[..Stage::Customer.index()];
    let stages: Vec<Stage> = before.iter().copied().filter(|stage| tracked[stage.index()]).collect();
    let goes_on = |from: usize| won > 0 || stages[from..].iter().any(|stage| entered[stage.index()] > 0);
    let is_kept = |place: usize| place == 0 || entered[stages[place].index()] > 0 || !goes_on(place + 1);
    (0..stages.len()).filter(|place| is_kept(*place)).map(|place| stages[place]).collect()
}

fn rates(stages: &[Stage], entered: &[u64; STAGES], won: u64, config: &GapConfig) -> Vec<RateOf> {
    let count = |stage: Stage| if stage == Stage::Customer { won } else { entered[stage.index()] };
    let next = stages.iter().skip(1).copied().chain([Stage::Customer]);
    let rate = |(from, to): (Stage, Stage)| {
        let of = count(from);
        let actual = if of > 0 { count(to) as f64 / of as f64 } else { 0.0 };
        RateOf { factor: factor(to), actual, agreed: config.agreed(from, to) }
    };
    stages.iter().copied().zip(next).map(rate).collect()
}

const fn factor(to: Stage) -> GapFactor {
    match to {
        Stage::Lead => GapFactor::Leads,
        Stage::Mql => GapFactor::MqlRate,
        Stage::Sal => GapFactor::SalRate,
        Stage::Sql => GapFactor::SqlRate,
        Stage::Opportunity => GapFactor::OpportunityRate,
        Stage::Customer => GapFactor::WinRate,
    }
}

/// The goal of every rate: the agreed one, or its part of what the agreed ones leave of `whole`, the agreed rate from lead to customer.
/// All parts are the actual rates times one number, but none is raised above 1; a rate that is 0 stands for what the others leave.
/// Without `whole` the goal of a rate nobody has agreed on is what it is; `None` if that is 0.
fn goal_rates(rates: &[RateOf], whole: Option<f64>) -> Option<Vec<f64>> {
    let mut goals: Vec<f64> = rates.iter().map(|rate| rate.agreed.unwrap_or(rate.actual)).collect();
    let mut open: Vec<usize> = (0..rates.len()).filter(|place| rates[*place].agreed.is_none()).collect();
    let Some(whole) = whole else { return goals.iter().all(|goal| *goal > 0.0).then_some(goals) };
    let zeros = goals.iter().filter(|goal| **goal <= 0.0).count() as f64;
    let known: f64 = goals.iter().filter(|goal| **goal > 0.0).product();
    let stand_in = (whole / known).powf(1.0 / zeros).min(1.0);
    goals.iter_mut().filter(|goal| **goal <= 0.0).for_each(|goal| *goal = stand_in);
    while !open.is_empty() {
        let scale = (whole / goals.iter().product::<f64>()).powf(1.0 / open.len() as f64);
        let (full, free): (Vec<usize>, Vec<usize>) = open.iter().partition(|place| scale > 1.0 && goals[**place] * scale > 1.0);
        if full.is_empty() {
            for place in free {
                goals[place] *= scale;
            }
            break;
        }
        for place in full {
            goals[place] = goals[place].max(1.0);
        }
        open = free;
    }
    Some(goals)
}

/// actual − goal in minor units, one amount for each pair of factors (goal, actual), by the logarithmic mean Divisia index (Ang 2005): with
/// L(a, b) = (a − b) / (ln a − ln b), a factor has L(actual, goal) · ln(its actual / its goal). The goals are positive.
///
/// A factor that is 0 (or less: a refund) has no logarithm. Those before the first such are set against the goal with all later ones at
/// their goals; it takes the rest, and those after it, of which nothing can be said, take nothing.
///
/// The amounts sum to the gap exactly: rounded down, and what is left to the largest remainders.
pub fn decompose(goal_minor: i64, actual_minor: i64, factors: &[(f64, f64)]) -> Vec<i128> {
    let zero = factors.iter().position(|(_, actual)| *actual <= 0.0);
    let goal = goal_minor as f64;
    let moved = &factors[..zero.unwrap_or(factors.len())];
    let reached = match zero {
        None => actual_minor as f64,
        Some(_) => goal * moved.iter().map(|(goal, actual)| actual / goal).product::<f64>(),
    };
    let mean = log_mean(reached, goal);
    let mut exact: Vec<f64> = moved.iter().map(|(goal, actual)| mean * (actual / goal).ln()).collect();
    exact.resize(factors.len(), 0.0);
    let whole = i128::from(actual_minor) - i128::from(goal_minor);
    if let Some(zero) = zero {
        exact[zero] = whole as f64 - exact.iter().sum::<f64>();
    }
    rounded(&exact, whole)
}

/// L(a, b), written so that it holds for equal ones and beside them.
fn log_mean(a: f64, b: f64) -> f64 {
    let apart = (a - b) / b;
    if apart == 0.0 { b } else { b * apart / apart.ln_1p() }
}

/// Whole numbers next to the exact ones that sum to `whole`. What the floats have lost of very large sums goes to the largest.
fn rounded(exact: &[f64], whole: i128) -> Vec<i128> {
    let mut amounts: Vec<i128> = exact.iter().map(|value| value.floor() as i128).collect();
    let mut left = whole - amounts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    let remainder = |place: usize| exact[place] - exact[place].floor();
    sort_few(&mut order, |a, b| remainder(*b).total_cmp(&remainder(*a)));
    for place in order {
        if left > 0 {
            amounts[place] += 1;
            left -= 1;
        }
    }
    if let Some(largest) = (0..exact.len()).max_by(|a, b| exact[*a].abs().total_cmp(&exact[*b].abs())) {
        amounts[largest] += left;
    }
    amounts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_goals(rates: &[(f64, Option<f64>)], whole: Option<f64>, expected: Option<&[f64]>) {
        let rates: Vec<RateOf> =
            rates.iter().map(|(actual, agreed)| RateOf { factor: GapFactor::MqlRate, actual: *actual, agreed: *agreed }).collect();
        let found = goal_rates(&rates, whole);
        let is_close = |found: &[f64], expected: &[f64]| found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12);
        let same = match (&found, expected) {
            (Some(found), Some(expected)) => found.len() == expected.len() && is_close(found, expected),
            (found, expected) => found.is_none() && expected.is_none(),
        };
        assert!(same, "{rates:?} of {whole:?}: {found:?}, not {expected:?}");
    }

    #[test]
    fn rates_nobody_has_agreed_on_share_what_is_left() {
        check_goals(&[(0.1, Some(0.2)), (0.3, Some(0.4))], Some(0.5), Some(&[0.2, 0.4]));
        check_goals(&[(0.1, Some(0.2)), (0.3, None)], Some(0.1), Some(&[0.2, 0.5]));
        // 0.02 left over two rates whose product is 0.005: each twice as high.
        check_goals(&[(0.1, None), (0.5, Some(0.5)), (0.05, None)], Some(0.01), Some(&[0.2, 0.5, 0.1]));
        // Without a rate of the whole they stay as they are, unless there is nothing.
        check_goals(&[(0.1, Some(0.2)), (0.3, None)], None, Some(&[0.2, 0.3]));
        check_goals(&[(0.1, Some(0.2)), (0.0, None)], None, None);
        // A rate of nothing stands for what the others leave.
        check_goals(&[(0.1, None), (0.0, None)], Some(0.02), Some(&[0.1, 0.2]));
        check_goals(&[(0.0, None), (0.0, None)], Some(0.04), Some(&[0.2, 0.2]));
        // Nothing is raised above all: 0.9 would have to be 2.12, so the other makes up for it.
        check_goals(&[(0.9, None), (0.1, None)], Some(0.5), Some(&[1.0, 0.5]));
        check_goals(&[(0.001, None), (0.0, None)], Some(0.01), Some(&[0.01, 1.0]));
        // What the agreement cannot mean is not made up for.
        check_goals(&[(0.5, None), (0.5, Some(0.01))], Some(0.5), Some(&[1.0, 0.01]));
    }

    fn check(goal: i64, actual: i64, factors: &[(f64, f64)], expected: &[i128]) {
        let found = decompose(goal, actual, factors);
        assert_eq!(found, expected, "{actual} of {goal} by {factors:?}");
        assert_eq!(found.iter().sum::<i128>(), i128::from(actual) - i128::from(goal));
    }

    #[test]
    fn each_factor_has_its_part() {
        // One factor short explains all of it; two equally short ones have half each.
        check(1_000, 500, &[(10.0, 5.0), (100.0, 100.0)], &[-500, 0]);
        check(1_000, 250, &[(10.0, 5.0), (100.0, 50.0)], &[-375, -375]);
        check(1_000, 1_000, &[(10.0, 10.0), (100.0, 100.0)], &[0, 0]);
        // Twice the leads at half the size: L(1000, 1000) = 1000, and ln 2 of it either way.
        check(1_000, 1_000, &[(10.0, 20.0), (100.0, 50.0)], &[693, -693]);
        check(1_000, 125, &[(10.0, 5.0), (1.0, 0.5), (100.0, 50.0)], &[-291, -292, -292]);
    }

    #[test]
    fn a_factor_of_zero_takes_the_gap_from_its_place_down() {
        check(1_000, 0, &[(10.0, 0.0), (0.5, 0.0), (200.0, 0.0)], &[-1_000, 0, 0]);
        // Half the leads lose 500; the missing wins the other 500.
        check(1_000, 0, &[(10.0, 5.0), (0.5, 0.0), (200.0, 0.0)], &[-500, -500, 0]);
        check(1_000, 0, &[(10.0, 20.0), (0.5, 0.0), (200.0, 0.0)], &[1_000, -2_000, 0]);
        // Refunds: the deals are worth less than nothing.
        check(1_000, -100, &[(10.0, 10.0), (0.5, 0.5), (200.0, -20.0)], &[0, 0, -1_100]);
    }

    #[test]
    fn very_large_sums_stay_exact() {
        let (goal, actual) = (9_000_000_000_000_000_000, 7);
        let parts = decompose(goal, actual, &[(3.0, 1.0), (3e18, 7.0)]);
        assert_eq!(parts.iter().sum::<i128>(), i128::from(actual) - i128::from(goal));
    }
}
