//! The inputs of the goal chain as the data tells them, month by month, and where they have moved away from what was assumed. It
//! corrects no goal.

use super::{
    Coded, Durations, Months, Selection, States, Timelines, deals_by, leads_by,
    money::{average, money},
    quantile,
};
use crate::{
    agreement::{GoalChainInputs, SourceClass},
    leads::{Dataset, DealState, Dimension, Instants, NO_AMOUNT, NO_LEAD, Stage, currency_digits},
    report::{ChainInput, Drift, MonthlyRecord, Rate, RecordMonth},
    time::{CalendarSystem, Period, Zone},
};
use std::collections::BTreeMap;

/// Two years: what a yearly pattern takes to show.
const MAX_MONTHS: usize = 24;
/// A share or an amount further away than this is worth a word; a rate has its interval instead.
const DRIFT: f64 = 0.2;

#[derive(Debug, Clone, Copy)]
pub struct RecordConfig<'a> {
    pub source_classes: &'a BTreeMap<String, SourceClass>,
    pub assumed: &'a GoalChainInputs,
    pub calendar: CalendarSystem,
    pub zone: &'a Zone,
}

#[derive(Default)]
struct Tally {
    leads: u64,
    customers: u64,
    minor: i128,
    paid: u64,
    cycle: Durations,
    won_marketing: i128,
    won: i128,
}

/// `None` until the agreement says which sources are marketing's, or where nobody knows the source of a lead, or nothing is dated.
#[inline(never)]
pub fn monthly_record(dataset: &Dataset, states: &States, selection: &Selection, config: &RecordConfig) -> Option<MonthlyRecord> {
    let source = leads_by(dataset, Dimension::Source)?;
    if !config.source_classes.values().any(|class| *class == SourceClass::Marketing) {
        return None;
    }
    let leads = &dataset.leads;
    let deals = &dataset.deals;
    let timelines = Timelines::new(leads, selection.as_of);
    let created = |row: usize| Timelines::dated(timelines.own(row))[Stage::Lead.index()];
    let of_marketing = marketing_rows(&source, selection, config);
    let first = of_marketing.iter().map(|row| created(*row)).min().filter(|first| *first != Instants::MISSING)?;
    let months = months(Some(first), selection, config);
    let mut tallies: Vec<Tally> = months.periods.iter().map(|_| Tally::default()).collect();
    let paid_by_lead = paid_by_lead(dataset, months.as_of);
    let mut cycles = Durations::default();
    for row in of_marketing {
        let Some(month) = months.of(created(row)) else { continue };
        let tally = &mut tallies[month];
        tally.leads += 1;
        if !states.has_reached(row, Stage::Customer) {
            continue;
        }
        tally.customers += 1;
        if let Some(Some(minor)) = paid_by_lead.get(row) {
            tally.minor += minor;
            tally.paid += 1;
        }
        let own = timelines.own(row);
        if let [Some(start), .., Some(end)] = &leads.stages
            && own[Stage::Lead.index()] != Instants::MISSING
            && own[Stage::Customer.index()] != Instants::MISSING
        {
            tally.cycle.push(row, start, end, config.zone);
            cycles.push(row, start, end, config.zone);
        }
    }
    add_won(&mut tallies, dataset, selection, &months, config);
    let has_amounts = deals.amount_minor.iter().any(|amount| *amount != NO_AMOUNT);
    let patience = quantile(&mut cycles.seconds, 0.75).unwrap_or(0.0);
    let drift = drift(&tallies, &mature(&months, patience, config.zone), dataset.currency.as_deref(), config.assumed);
    let mature = mature(&months, patience, config.zone);
    let currency = dataset.currency.as_deref();
    let record = tallies.into_iter().zip(&months.periods).zip(mature).map(|((tally, month), mature)| {
        let amount = |minor: i128| has_amounts.then(|| money(minor, currency));
        RecordMonth {
            month: months.name(*month),
            marketing_leads: tally.leads,
            customers: tally.customers,
            rate: Rate { numerator: tally.customers, denominator: tally.leads },
            revenue: amount(tally.minor),
            average_deal: average(tally.minor, tally.paid).map(|minor| money(minor, currency)),
            cycle_days: tally.cycle.day_stats(),
            won_revenue_marketing: amount(tally.won_marketing),
            won_revenue: amount(tally.won),
            marketing_share: (tally.won > 0).then(|| tally.won_marketing as f64 / tally.won as f64),
            mature,
        }
    });
    Some(MonthlyRecord { months: record.collect(), drift })
}

fn months(first: Option<u32>, selection: &Selection, config: &RecordConfig) -> Months {
    Months::new(first, MAX_MONTHS, selection.as_of, config.calendar, config.zone)
}

/// Selected leads of marketing's sources, ascending.
fn marketing_rows(source: &Coded, selection: &Selection, config: &RecordConfig) -> Vec<usize> {
    let is_marketing = marketing_codes(source, config);
    selection.leads.iter().filter(|row| is_marketing[source.code(*row) as usize]).collect()
}

fn marketing_codes(source: &Coded, config: &RecordConfig) -> Vec<bool> {
    let class = |value: &String| config.source_classes.get(value) == Some(&SourceClass::Marketing);
    std::iter::once(false).chain(source.values().iter().map(class)).collect()
}

/// What the won deals of a lead brought by the as-of; `None` where none of them has an amount.
fn paid_by_lead(dataset: &Dataset, as_of: u32) -> Vec<Option<i128>> {
    let deals = &dataset.deals;
    let mut paid = vec![None; if deals.len > 0 { dataset.leads.len } else { 0 }];
    for deal in 0..deals.len {
        let (lead, amount, closed) = (deals.lead[deal], deals.amount_minor[deal], deals.closed.raw()[deal]);
        let is_won = deals.state[deal] == DealState::Won && (closed <= as_of || closed == Instants::MISSING);
        if lead != NO_LEAD && amount != NO_AMOUNT && is_won {
            *paid[lead as usize].get_or_insert(0) += i128::from(amount);
        }
    }
    paid
}

/// Revenue by the month it was won in, whenever its lead came.
fn add_won(tallies: &mut [Tally], dataset: &Dataset, selection: &Selection, months: &Months, config: &RecordConfig) {
    let deals = &dataset.deals;
    let source = deals_by(dataset, Dimension::Source);
    let is_marketing = source.as_ref().map(|source| marketing_codes(source, config));
    for deal in selection.deals.iter().filter(|deal| deals.state[*deal] == DealState::Won && deals.amount_minor[*deal] != NO_AMOUNT) {
        if let Some(month) = months.of(deals.closed.raw()[deal]) {
            let amount = i128::from(deals.amount_minor[deal]);
            tallies[month].won += amount;
            if let (Some(source), Some(is_marketing)) = (&source, &is_marketing)
                && is_marketing[source.code(deal) as usize]
            {
                tallies[month].won_marketing += amount;
            }
        }
    }
}

/// The months whose leads had the time that three quarters of the customers took, counted from the month's end.
fn mature(months: &Months, patience_seconds: f64, zone: &Zone) -> Vec<bool> {
    let is_mature = |month: &Period| zone.midnight(month.to).unix() as f64 + patience_seconds <= f64::from(months.as_of) + 1.0;
    months.periods.iter().map(is_mature).collect()
}

/// Of the inputs the agreement assumes, and the data tells.
fn drift(tallies: &[Tally], mature: &[bool], currency: Option<&str>, assumed: &GoalChainInputs) -> Vec<Drift> {
    let by_amount = |input, assumed: Option<f64>, measured: Option<f64>| {
        let (assumed, measured) = (assumed.filter(|assumed| *assumed > 0.0)?, measured?);
        let relative = (measured - assumed) / assumed;
        Some(Drift { input, assumed, measured, relative, interval: None, drifted: relative.abs() > DRIFT })
    };
    let sum = |of: fn(&Tally) -> i128| tallies.iter().map(of).sum::<i128>();
    let (won, won_marketing) = (sum(|tally| tally.won), sum(|tally| tally.won_marketing));
    let share = (won > 0).then(|| won_marketing as f64 / won as f64);
    let paid: u64 = tallies.iter().map(|tally| tally.paid).sum();
    let unit = 10_f64.powi(currency_digits(currency) as i32);
    let deal = (paid > 0).then(|| sum(|tally| tally.minor) as f64 / paid as f64 / unit);
    let ripe = || tallies.iter().zip(mature).filter(|(_, mature)| **mature).map(|(tally, _)| tally);
    let rate = Rate { numerator: ripe().map(|tally| tally.customers).sum(), denominator: ripe().map(|tally| tally.leads).sum() };
    let by_rate = || {
        let (assumed, measured) = (assumed.lead_to_customer_rate.filter(|assumed| *assumed > 0.0)?, rate.value()?);
        let interval = rate.interval();
        let drifted = interval.is_some_and(|(low, high)| !(low..=high).contains(&assumed));
        let relative = (measured - assumed) / assumed;
        Some(Drift { input: ChainInput::LeadToCustomerRate, assumed, measured, relative, interval, drifted })
    };
    [
        by_amount(ChainInput::MarketingShare, assumed.marketing_share, share),
        by_amount(ChainInput::AverageDeal, assumed.average_deal, deal),
        by_rate(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Marketing's leads of a month `YYYY-MM`, or the customers among them.
pub fn record_rows(
    dataset: &Dataset,
    states: &States,
    selection: &Selection,
    config: &RecordConfig,
    month: &str,
    customers: bool,
) -> Vec<u32> {
    let Some(source) = leads_by(dataset, Dimension::Source) else { return Vec::new() };
    let timelines = Timelines::new(&dataset.leads, selection.as_of);
    let created = |row: usize| Timelines::dated(timelines.own(row))[Stage::Lead.index()];
    let of_marketing = marketing_rows(&source, selection, config);
    let months = months(of_marketing.iter().map(|row| created(*row)).min(), selection, config);
    let Some(wanted) = months.names().position(|name| name == month) else { return Vec::new() };
    let counted = |row: &usize| months.of(created(*row)) == Some(wanted) && (!customers || states.has_reached(*row, Stage::Customer));
    of_marketing.into_iter().filter(counted).map(|row| row as u32).collect()
}
