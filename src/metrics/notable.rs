//! The deals of a period that are worth telling of. Which of them is told is the agenda's; nothing is judged here.

use super::{Selection, deals_by, leads_by, stats};
use crate::{
    leads::{Dataset, DealState, Dimension, NO_AMOUNT, NO_LEAD},
    metrics::{ReasonNames, iso_date, money::money},
    report::{NotableDeal, NotableDeals},
    time::{Moment, SECONDS_PER_DAY, Zone},
};

/// Deals entered on the day they were won say nothing of speed.
const LEAST_SECONDS: u32 = SECONDS_PER_DAY as u32;

/// Ties go to the deal that closed first, then to the one that stands first in the files.
pub fn notable_deals(
    dataset: &Dataset,
    of_period: &[(u32, DealState)],
    selection: &Selection,
    reasons: ReasonNames,
    zone: &Zone,
) -> NotableDeals {
    let deals = &dataset.deals;
    let largest = |wanted: DealState| {
        let of_state = of_period.iter().filter(|(row, state)| *state == wanted && deals.amount_minor[*row as usize] != NO_AMOUNT);
        of_state.min_by_key(|(row, _)| {
            let row = *row as usize;
            (std::cmp::Reverse(deals.amount_minor[row]), deals.closed.raw()[row], row)
        })
    };
    let took = |row: u32| stats::between(row as usize, &deals.created, &deals.closed, zone)?.ok();
    let won = of_period.iter().filter(|(_, state)| *state == DealState::Won);
    let timed = won.filter_map(|(row, _)| Some((took(*row).filter(|seconds| *seconds >= LEAST_SECONDS)?, *row)));
    let quickest = timed.min_by_key(|(seconds, row)| (*seconds, deals.closed.raw()[*row as usize], *row));
    let told = |row: u32| {
        let index = row as usize;
        let lead = Some(deals.lead[index]).filter(|lead| *lead != NO_LEAD && selection.leads.get(*lead as usize));
        let value = |dimension| deals_by(dataset, dimension).and_then(|column| column.value(column.code(index)).map(str::to_owned));
        let of_lead = || {
            let column = leads_by(dataset, Dimension::Reason)?;
            column.value(column.code(lead? as usize)).map(str::to_owned)
        };
        let reason = if deals.state[index] == DealState::Lost { value(Dimension::Reason).or_else(of_lead) } else { None };
        let amount = deals.amount_minor[index];
        NotableDeal {
            lead,
            amount: (amount != NO_AMOUNT).then(|| money(i128::from(amount), dataset.currency.as_deref())),
            closed_on: Moment::from_unix(i64::from(deals.closed.raw()[index])).map(|moment| iso_date(zone.day(moment))),
            days: took(row).map(|seconds| f64::from(seconds) / SECONDS_PER_DAY as f64),
            source: value(Dimension::Source),
            campaign: value(Dimension::Campaign),
            owner: value(Dimension::Owner),
            reason: reason.map(|raw| reasons.name(&raw).to_owned()),
        }
    };
    NotableDeals {
        largest_won: largest(DealState::Won).map(|(row, _)| told(*row)),
        quickest_won: quickest.map(|(_, row)| told(row)),
        largest_lost: largest(DealState::Lost).map(|(row, _)| told(*row)),
    }
}
