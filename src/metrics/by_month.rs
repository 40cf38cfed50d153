//! What the data says of each month, by the dates of the things themselves: so that two imports can be laid beside each other, and a
//! month's goal beside what came. No rates, and no judgement.

use super::{Months, Selection, States, Timelines, disqualified_in_period, follow_up::Ledger, money::money};
use crate::{
    agreement::TimeTarget,
    leads::{Dataset, DealState, Event, Instants, NO_AMOUNT, Stage},
    report::{MonthCounts, StageEntries, Verdict},
};

const STAGES: usize = Stage::ALL.len();

/// What is counted beside the leads themselves.
#[derive(Debug)]
pub struct ByMonthConfig<'a> {
    pub months: &'a Months,
    pub tracked: [bool; STAGES],
    pub deals: &'a [(u32, DealState)],
    /// `None` where nobody can tell what was delivered.
    pub ledger: Option<&'a Ledger<'a>>,
}

/// The months in order; one pass over leads, deals and deliveries each.
pub fn by_month(dataset: &Dataset, states: &States, selection: &Selection, config: &ByMonthConfig) -> Vec<MonthCounts> {
    let months = config.months;
    let count = months.periods.len();
    let mut entered = vec![[0_u64; STAGES]; count];
    let timelines = Timelines::new(&dataset.leads, selection.as_of);
    selection.leads.for_each(|row| {
        let dated = Timelines::dated(timelines.own(row));
        for (stage, seconds) in dated.into_iter().enumerate() {
            if let Some(month) = months.of(seconds) {
                entered[month][stage] += 1;
            }
        }
    });
    let mut disqualified = vec![0_u64; count];
    if let Some(column) = &dataset.leads.events[Event::Disqualified.index()] {
        let left = disqualified_in_period(dataset, states, selection);
        left.iter().filter_map(|row| months.of(column.raw()[row])).for_each(|month| disqualified[month] += 1);
    }
    let mut won = vec![(0_u64, 0_i128); count];
    for row in config.deals.iter().filter(|(_, state)| *state == DealState::Won).map(|(row, _)| *row as usize) {
        let (closed, amount) = (dataset.deals.closed.raw()[row], dataset.deals.amount_minor[row]);
        if let Some(month) = months.of(closed) {
            won[month].0 += 1;
            won[month].1 += if amount == NO_AMOUNT { 0 } else { i128::from(amount) };
        }
    }
    let has_amounts = dataset.deals.amount_minor.iter().any(|amount| *amount != NO_AMOUNT);
    let mut kept = vec![[0_u64; 2]; count];
    if let Some(ledger) = config.ledger {
        add_deliveries(&mut kept, ledger, months);
    }
    let promised = config.ledger.is_some_and(|ledger| ledger.sales.speed.is_some());
    months
        .names()
        .enumerate()
        .map(|(index, month)| {
            let known = Stage::ALL.into_iter().filter(|stage| config.tracked[stage.index()]);
            MonthCounts {
                month,
                entered: known.map(|stage| StageEntries { stage, leads: entered[index][stage.index()] }).collect(),
                disqualified: disqualified[index],
                won_deals: won[index].0,
                revenue: has_amounts.then(|| money(won[index].1, dataset.currency.as_deref())),
                delivered: config.ledger.map(|_| kept[index][0]),
                in_time: promised.then_some(kept[index][1]),
            }
        })
        .collect()
}

/// Delivered, and followed up in time, by the month of the delivery.
fn add_deliveries(kept: &mut [[u64; 2]], ledger: &Ledger, months: &Months) {
    let is_met = |timing: &super::follow_up::Timing, target: &TimeTarget| timing.verdict(target) == Some(Verdict::Met);
    for (row, timing) in ledger.deliveries.rows.iter().zip(&ledger.deliveries.speed) {
        if let Some(month) = months.of(ledger.facts.delivered(*row as usize)) {
            kept[month][0] += 1;
            kept[month][1] += u64::from(ledger.sales.speed.as_ref().is_some_and(|target| is_met(timing, target)));
        }
    }
}

/// Entries into one stage by month, each for what `worth` says; `None` is not at all.
#[inline(never)]
pub fn entries_by_month(
    dataset: &Dataset,
    selection: &Selection,
    metric: Stage,
    months: &Months,
    worth: impl Fn(usize) -> Option<f64>,
) -> Vec<f64> {
    let timelines = Timelines::new(&dataset.leads, selection.as_of);
    let mut entries = vec![0.0; months.periods.len()];
    selection.leads.for_each(|row| {
        let seconds = Timelines::dated(timelines.own(row))[metric.index()];
        if seconds != Instants::MISSING
            && let Some(month) = months.of(seconds)
            && let Some(worth) = worth(row)
        {
            entries[month] += worth;
        }
    });
    entries
}
