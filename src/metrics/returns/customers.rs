//! Who became a customer in the period for the first time. Says nothing of what they cost or brought.

use crate::{
    leads::{Dataset, DealState, Deals, Dimension, Instants, NO_LEAD, Stage},
    metrics::{Selection, States, Timelines, deals_by, leads_by},
};

/// Deals of the period that were the first win of their lead (one without a lead is a customer of its own); without any deals, leads that
/// became customers in the period.
#[derive(Debug)]
pub struct NewCustomers {
    /// Rows of deals, or of leads where there are no deals; ascending.
    rows: Vec<u32>,
    /// By position: when, in unix seconds; [`Instants::MISSING`] where nobody knows.
    pub at: Vec<u32>,
    are_deals: bool,
}

impl NewCustomers {
    #[inline(never)]
    pub fn new(dataset: &Dataset, states: &States, selection: &Selection, of_period: &[(u32, DealState)]) -> Self {
        if dataset.deals.len == 0 {
            return Self::of_leads(dataset, states, selection);
        }
        let deals = &dataset.deals;
        let firsts = first_wins(deals, dataset.leads.len, selection.as_of.unix() as u32);
        let is_new = |row: u32| match deals.lead[row as usize] {
            NO_LEAD => true,
            lead => firsts[lead as usize] == row,
        };
        let won = of_period.iter().filter(|(_, state)| *state == DealState::Won).map(|(row, _)| *row);
        let rows: Vec<u32> = won.filter(|row| is_new(*row)).collect();
        let at = rows.iter().map(|row| deals.closed.raw()[*row as usize]).collect();
        Self { rows, at, are_deals: true }
    }

    fn of_leads(dataset: &Dataset, states: &States, selection: &Selection) -> Self {
        let timelines = Timelines::new(&dataset.leads, selection.as_of);
        let (mut rows, mut at) = (Vec::new(), Vec::new());
        for row in selection.leads.iter().filter(|row| states.has_reached(*row, Stage::Customer)) {
            let won = timelines.own(row)[Stage::Customer.index()];
            if selection.undated || selection.span.contains(won) {
                rows.push(row as u32);
                at.push(won);
            }
        }
        Self { rows, at, are_deals: false }
    }

    pub fn count(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Those of these sources; `None` where nobody knows a source.
    pub fn of_sources(&self, dataset: &Dataset, sources: &[&str]) -> Option<u64> {
        let column = if self.are_deals { deals_by(dataset, Dimension::Source) } else { leads_by(dataset, Dimension::Source) }?;
        let mut is_of = vec![false];
        is_of.extend(column.values().iter().map(|value| sources.contains(&value.as_str())));
        Some(self.rows.iter().filter(|row| is_of[column.code(**row as usize) as usize]).count() as u64)
    }
}

const NO_DEAL: u32 = u32::MAX;

/// By lead: its won deal that closed first by the as-of, the first row of several; an undated one only where no other is.
fn first_wins(deals: &Deals, leads: usize, as_of: u32) -> Vec<u32> {
    let mut firsts = vec![NO_DEAL; leads];
    let closed = deals.closed.raw();
    for (row, lead) in deals.lead.iter().enumerate().filter(|(_, lead)| **lead != NO_LEAD) {
        let at = closed[row];
        if deals.state[row] != DealState::Won || (at > as_of && at != Instants::MISSING) {
            continue;
        }
        let first = &mut firsts[*lead as usize];
        if *first == NO_DEAL || at < closed[*first as usize] {
            *first = row as u32;
        }
    }
    firsts
}
