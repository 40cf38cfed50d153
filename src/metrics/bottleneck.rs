//! Which step of the funnel would bring most customers, were it as good as agreed or as it has been before. Does not say why it is not.

use std::collections::BTreeMap;

use super::{Begins, Selection, States, Timelines, money::money};
use crate::{
    agreement::StageTerms,
    leads::{Instants, Leads, Stage},
    order::sort_few,
    report::{BottleneckStep, Money, Rate, Step},
    time::{CalendarSystem, Grain, Period, SECONDS_PER_DAY, Zone},
};

/// Ten years: what was possible before is no measure any more.
const MAX_QUARTERS: usize = 40;
/// Median durations are told apart up to three years.
const MAX_DAYS: usize = 3 * 365;

#[derive(Debug, Clone, Copy)]
pub struct BottleneckConfig<'a> {
    pub stage_terms: &'a BTreeMap<Stage, StageTerms>,
    pub calendar: CalendarSystem,
    pub zone: &'a Zone,
    pub average_deal: Option<&'a Money>,
}

/// The steps that have a benchmark, most customers first; `None` where none has, or customers are not tracked. A step is left out when nobody
/// entered a stage after it in the period: what would become of more leads there cannot be told.
pub fn bottleneck(
    leads: &Leads,
    states: &States,
    selection: &Selection,
    steps: &[Step],
    config: &BottleneckConfig,
) -> Option<Vec<BottleneckStep>> {
    if steps.last()?.to != Stage::Customer {
        return None;
    }
    let target = |to: Stage| config.stage_terms.get(&to).and_then(|terms| terms.target_rate);
    let unagreed: Vec<(Stage, Stage)> = steps.iter().filter(|step| target(step.to).is_none()).map(|step| (step.from, step.to)).collect();
    let mut best = best_quarters(leads, states, selection, &unagreed, config).into_iter();
    // By step: its benchmark, and the quarter it is of.
    let benchmarks: Vec<Option<(f64, Option<String>)>> = steps
        .iter()
        .map(|step| match target(step.to) {
            Some(rate) => Some((rate, None)),
            None => best.next().flatten().map(|(rate, quarter)| (rate, Some(quarter))),
        })
        .collect();
    if benchmarks.iter().all(Option::is_none) {
        return None;
    }
    let mut found = Vec::new();
    // Of a lead that takes the step, the chance to become a customer; `None` once it cannot be told.
    let mut beyond = Some(1.0);
    for (step, benchmark) in steps.iter().zip(benchmarks).rev() {
        let rate = step.cohort.rate;
        if let (Some((benchmark, best_quarter)), Some(beyond)) = (benchmark, beyond) {
            let short = rate.value().map_or(0.0, |value| (benchmark - value).max(0.0));
            let customers_added = rate.denominator as f64 * short * beyond;
            let added = |deal: &Money| money((customers_added * deal.minor as f64).round() as i128, deal.currency.as_deref());
            let revenue_added = config.average_deal.map(added);
            found.push(BottleneckStep { from: step.from, to: step.to, rate, benchmark, best_quarter, customers_added, revenue_added });
        }
        beyond = beyond.zip(rate.value()).map(|(beyond, rate)| beyond * rate);
    }
    // Of equal ones the earlier step first: what it loses never gets to the later one.
    found.reverse();
    sort_few(&mut found, |a, b| b.customers_added.total_cmp(&a.customers_added));
    Some(found)
}

/// What one step did, by quarter.
#[derive(Clone)]
struct Tally {
    /// Leads that entered its first stage in the quarter, and those of them that went on.
    quarters: Vec<Rate>,
    /// Steps taken by how many whole days they took; the last is "or more".
    days: Vec<u64>,
}

impl Tally {
    /// Days the step takes at the median, begun ones counted whole; 0 where nobody took it.
    fn median_days(&self) -> i64 {
        let all: u64 = self.days.iter().sum();
        let mut passed = 0;
        let is_middle = |count: &u64| {
            passed += count;
            2 * passed >= all
        };
        if all == 0 { 0 } else { self.days.iter().position(is_middle).map_or(0, |days| days as i64 + 1) }
    }
}

/// The rate of the best quarter of each step and its name, the latest of equal ones. Only quarters count that enough leads entered for the
/// rate not to be thin, and that were over so long before the as-of that half of those who take the step had taken it by then.
fn best_quarters(
    leads: &Leads,
    states: &States,
    selection: &Selection,
    steps: &[(Stage, Stage)],
    config: &BottleneckConfig,
) -> Vec<Option<(f64, String)>> {
    if steps.is_empty() {
        return Vec::new();
    }
    let quarters = quarters(selection, config);
    let begins = Begins::new(quarters.iter().map(|quarter| config.zone.midnight(quarter.from).unix() as u32).collect());
    let mut tallies = vec![Tally { quarters: vec![Rate::default(); quarters.len()], days: vec![0; MAX_DAYS + 1] }; steps.len()];
    let timelines = Timelines::new(leads, selection.as_of);
    selection.leads.for_each(|row| {
        let own = timelines.own(row);
        let dated = Timelines::dated(own);
        for ((from, to), tally) in steps.iter().zip(&mut tallies) {
            let entered = dated[from.index()];
            if entered == Instants::MISSING {
                continue;
            }
            let Some(quarter) = begins.last_by(entered) else { continue };
            let rate = &mut tally.quarters[quarter];
            rate.denominator += 1;
            rate.numerator += u64::from(states.has_reached(row, *to));
            let (start, end) = (own[from.index()], own[to.index()]);
            if start != Instants::MISSING && end != Instants::MISSING && start <= end {
                let days = i64::from(end - start) / SECONDS_PER_DAY;
                tally.days[(days as usize).min(MAX_DAYS)] += 1;
            }
        }
    });
    let as_of = selection.as_of.unix();
    let best = |tally: Tally| {
        let patience = tally.median_days() * SECONDS_PER_DAY;
        let is_ripe = |quarter: &Period| config.zone.midnight(quarter.to).unix() + patience <= as_of + 1;
        let ripe = quarters.iter().zip(&tally.quarters).filter(|(quarter, rate)| !rate.is_thin() && is_ripe(quarter));
        let rated = ripe.filter_map(|(quarter, rate)| Some((rate.value()?, quarter)));
        rated.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(rate, quarter)| (rate, name(*quarter, config.calendar)))
    };
    tallies.into_iter().map(best).collect()
}

/// Up to that of the as-of, the latest last.
fn quarters(selection: &Selection, config: &BottleneckConfig) -> Vec<Period> {
    let around = |day| Grain::Quarter.around(day, config.calendar, 1);
    let mut quarters = vec![around(config.zone.day(selection.as_of))];
    while let Some(earliest) = quarters.last().filter(|_| quarters.len() < MAX_QUARTERS) {
        let earlier = around(earliest.from.plus(-1));
        quarters.push(earlier);
    }
    quarters.reverse();
    quarters
}

fn name(quarter: Period, calendar: CalendarSystem) -> String {
    let date = calendar.date(quarter.from);
    format!("{:04}-Q{}", date.year, (date.month - 1) / 3 + 1)
}
