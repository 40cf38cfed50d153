//! Deals and leads made to agree: what a deal says of its lead, and what a lead lends its deals.

use super::{Work, deals::Gathered};
use crate::{
    import::{Field, IssueKind},
    leads::{
        Category, CategoryBuilder, Dataset, DealState, Deals, Dimension, Event, Instants, Leads, NO_AMOUNT, NO_LEAD, NONE_CODE, Stage,
        Status,
    },
    time::{Moment, SECONDS_PER_DAY},
    turns::in_turns,
};

const DAY: u32 = SECONDS_PER_DAY as u32;

/// A date and whether it stands for the whole day.
type Dated = (Moment, bool);

fn dated(instants: &Instants, row: usize) -> Option<Dated> {
    instants.get(row).map(|moment| (moment, instants.is_day(row)))
}

/// What a lead's deals say together.
#[derive(Debug, Clone, Copy, Default)]
struct DealsOfLead {
    created: Option<Dated>,
    won: Option<Dated>,
    lost: Option<Dated>,
    is_won: bool,
    is_open: bool,
    is_lost: bool,
    /// The deal that was lost last.
    last_lost: u32,
}

/// Carries the deals' stages into their leads and the leads' attributes into their deals. Returns how many deals have a lead.
#[inline(never)]
pub(super) fn into_leads(leads: &mut Leads, gathered: &mut Gathered, work: &mut Work) -> u64 {
    let deals = &mut gathered.deals;
    let mut joined = 0;
    let mut by_lead = vec![None::<DealsOfLead>; leads.len];
    for row in 0..deals.len {
        if deals.lead[row] == NO_LEAD {
            let (table, at) = gathered.rows[row];
            work.tables[table as usize].issue(IssueKind::DealWithoutLead, Some(at as usize), None, String::new());
            continue;
        }
        joined += 1;
        by_lead[deals.lead[row] as usize].get_or_insert_default().add(deals, row);
    }
    let reasons = deals.categories[Dimension::Reason.index()].as_ref();
    let mut lost_reasons = Vec::new();
    for (lead, found) in by_lead.iter().enumerate().filter_map(|(lead, found)| Some((lead, found.as_ref()?))) {
        fill(&mut leads.stages[Stage::Opportunity.index()], leads.len, lead, found.created);
        fill(&mut leads.stages[Stage::Customer.index()], leads.len, lead, found.won);
        let disqualified = leads.events[Event::Disqualified.index()].as_ref().and_then(|dates| dates.get(lead));
        let is_all_lost = found.is_lost && !found.is_won && !found.is_open;
        if found.is_won && found.won.is_none() {
            // Won without a date: only the status can say so.
            leads.status.resize(leads.len, Status::Unknown);
            leads.status[lead] = Status::Customer;
        } else if !leads.status.is_empty() && found.is_won {
            leads.status[lead] = Status::Customer;
        }
        if is_all_lost && disqualified.is_none() {
            if found.lost.is_some() {
                fill(&mut leads.events[Event::Disqualified.index()], leads.len, lead, found.lost);
            } else {
                leads.status.resize(leads.len, Status::Unknown);
                leads.status[lead] = Status::Disqualified;
            }
            if let Some(reasons) = reasons {
                lost_reasons.push((lead, reasons.code(found.last_lost as usize)));
            }
        }
    }
    if let Some(reasons) = reasons {
        let own = &mut leads.categories[Dimension::Reason.index()];
        *own = Some(with_reasons(own.as_ref(), leads.len, reasons, &lost_reasons));
    }
    lend_categories(leads, deals);
    joined
}

impl DealsOfLead {
    fn add(&mut self, deals: &Deals, row: usize) {
        let earlier = |known: Option<Dated>, new: Option<Dated>| known.into_iter().chain(new).min_by_key(|(moment, _)| *moment);
        self.created = earlier(self.created, dated(&deals.created, row));
        let closed = dated(&deals.closed, row);
        match deals.state[row] {
            DealState::Won => {
                self.is_won = true;
                self.won = earlier(self.won, closed);
            }
            DealState::Lost => {
                let is_last = !self.is_lost || closed.map(|(moment, _)| moment) > self.lost.map(|(moment, _)| moment);
                if is_last {
                    self.lost = closed;
                    self.last_lost = row as u32;
                }
                self.is_lost = true;
            }
            DealState::Open => self.is_open = true,
        }
    }
}

/// Sets a date the lead does not have of its own.
fn fill(column: &mut Option<Instants>, len: usize, lead: usize, value: Option<Dated>) {
    if let Some((moment, is_day)) = value {
        let column = column.get_or_insert_with(|| Instants::missing(len));
        if column.get(lead).is_none() {
            column.set(lead, Some(moment), is_day);
        }
    }
}

/// The leads' own reasons, and for lost leads without one that of their deal.
fn with_reasons(own: Option<&Category>, len: usize, reasons: &Category, lost: &[(usize, u32)]) -> Category {
    let mut builder = CategoryBuilder::default();
    let mut codes = vec![NONE_CODE; len];
    if let Some(own) = own {
        let recoded: Vec<u32> = own.values().iter().map(|value| builder.intern(value)).collect();
        own.for_each(|row, code| codes[row] = code.checked_sub(1).map_or(NONE_CODE, |index| recoded[index as usize]));
    }
    for (lead, code) in lost {
        if codes[*lead] == NONE_CODE {
            codes[*lead] = builder.intern(reasons.value(*code).unwrap_or_default());
        }
    }
    for code in codes {
        builder.push_code(code);
    }
    builder.finish()
}

/// Dimensions the deals' export lacks are those of their leads. A reason is not lent: it belongs to what was lost.
#[inline(never)]
fn lend_categories(leads: &Leads, deals: &mut Deals) {
    for dimension in Dimension::ALL.into_iter().filter(|dimension| *dimension != Dimension::Reason) {
        let (Some(of_leads), None) = (&leads.categories[dimension.index()], &deals.categories[dimension.index()]) else { continue };
        let mut builder = CategoryBuilder::default();
        let mut recoded: Vec<Option<u32>> = vec![None; of_leads.values().len() + 1];
        builder.reserve(deals.lead.len());
        in_turns(deals.lead.len(), |rows| {
            for lead in &deals.lead[rows] {
                let code = if *lead == NO_LEAD { NONE_CODE } else { of_leads.code(*lead as usize) };
                let own = *recoded[code as usize].get_or_insert_with(|| builder.intern(of_leads.value(code).unwrap_or_default()));
                builder.push_code(own);
            }
        });
        deals.categories[dimension.index()] = Some(builder.finish());
    }
}

/// One deal for each lead with an amount of its own, when no deals export was given.
#[inline(never)]
pub(super) fn deals_from(leads: &Leads, amounts: &[i64]) -> Deals {
    let mut deals = Deals::default();
    let entered = |stage: Stage, row: usize| leads.stages[stage.index()].as_ref().and_then(|dates| dated(dates, row));
    let mut stand_in = |row: usize, amount: i64| {
        let status = leads.status.get(row).copied().unwrap_or_default();
        let won = entered(Stage::Customer, row);
        let lost = leads.events[Event::Disqualified.index()].as_ref().and_then(|dates| dated(dates, row));
        let (state, closed) = if won.is_some() || status == Status::Customer {
            (DealState::Won, won)
        } else if lost.is_some() || status == Status::Disqualified {
            (DealState::Lost, lost)
        } else {
            (DealState::Open, None)
        };
        let push = |dates: &mut Instants, value: Option<Dated>| {
            dates.push(value.map(|(moment, _)| moment), value.is_some_and(|(_, is_day)| is_day));
        };
        push(&mut deals.created, entered(Stage::Opportunity, row));
        push(&mut deals.closed, closed);
        deals.lead.push(row as u32);
        deals.state.push(state);
        deals.amount_minor.push(amount);
        deals.places.push(leads.places[row]);
        deals.len += 1;
    };
    in_turns(amounts.len(), |rows| {
        for row in rows.filter(|row| amounts[*row] != NO_AMOUNT) {
            stand_in(row, amounts[row]);
        }
    });
    if deals.len > 0 {
        lend_categories(leads, &mut deals);
    }
    deals
}

/// One lead per deal, in order, when no leads export was given.
#[inline(never)]
pub(super) fn leads_from(gathered: &mut Gathered) -> Leads {
    let deals = &mut gathered.deals;
    deals.lead = (0..deals.len as u32).collect();
    let mut stages: [Option<Instants>; 6] = Default::default();
    let mut events: [Option<Instants>; 4] = Default::default();
    let mut customer = Instants::missing(deals.len);
    let mut disqualified = Instants::missing(deals.len);
    let mut status = Vec::with_capacity(deals.len);
    for (row, state) in deals.state.iter().enumerate() {
        let (closed, is_day) = (deals.closed.get(row), deals.closed.is_day(row));
        status.push(match state {
            DealState::Open => Status::Opportunity,
            DealState::Won => {
                customer.set(row, closed, is_day);
                Status::Customer
            }
            DealState::Lost => {
                disqualified.set(row, closed, is_day);
                Status::Disqualified
            }
        });
    }
    stages[Stage::Opportunity.index()] = Some(deals.created.clone());
    stages[Stage::Customer.index()] = Some(customer);
    events[Event::Disqualified.index()] = Some(disqualified);
    let mut categories = deals.categories.clone();
    // A reason on a deal that is not lost is a note, not a reason for losing it.
    categories[Dimension::Reason.index()] = deals.categories[Dimension::Reason.index()].as_ref().map(|reasons| {
        let mut builder = CategoryBuilder::default();
        for (row, state) in deals.state.iter().enumerate() {
            let reason = reasons.value(reasons.code(row)).filter(|_| *state == DealState::Lost);
            builder.push(reason.unwrap_or_default());
        }
        builder.finish()
    });
    Leads { len: deals.len, stages, events, status, categories, places: deals.places.clone(), from_deals: true, ..Leads::default() }
}

/// A later stage dated before an earlier one, by whole days where either date is one.
#[inline(never)]
pub(super) fn doubt_order(dataset: &Dataset, work: &mut Work) {
    let leads = &dataset.leads;
    let stages: Vec<(Stage, &Instants)> =
        Stage::ALL.into_iter().filter_map(|stage| Some((stage, leads.stages[stage.index()].as_ref()?))).collect();
    let mut before = vec![0_u32; leads.len];
    if stages.iter().any(|(_, dates)| dates.has_days()) {
        doubt_order_of_days(leads, &stages, &mut before, work);
        return;
    }
    let mut early = Vec::new();
    for (stage, dates) in stages {
        in_turns(dates.len(), |rows| {
            note_early(&dates.raw()[rows.clone()], &mut before[rows.clone()], &mut early);
            early.drain(..).for_each(|at| doubt(leads, rows.start + at, stage, work));
        });
    }
}

/// Lists the dates before the one before them; of the others those that are there take its place. What is missing is later than all, so
/// that only the few early ones are asked for.
fn note_early(dates: &[u32], before: &mut [u32], early: &mut Vec<usize>) {
    for (at, (seconds, before)) in dates.iter().zip(before).enumerate() {
        let is_early = seconds < before;
        *before = if is_early || *seconds == Instants::MISSING { *before } else { *seconds };
        if is_early {
            early.push(at);
        }
    }
}

/// As [`doubt_order`], where some dates stand for whole days.
fn doubt_order_of_days(leads: &Leads, stages: &[(Stage, &Instants)], before: &mut [u32], work: &mut Work) {
    let mut before_is_day = vec![false; leads.len];
    for (stage, dates) in stages {
        in_turns(dates.len(), |rows| {
            for (row, &seconds) in rows.clone().zip(&dates.raw()[rows]).filter(|(_, seconds)| **seconds != Instants::MISSING) {
                let is_day = dates.is_day(row);
                // A whole day begins at its midnight; anything later that day is not before it.
                let end = if is_day && !before_is_day[row] { seconds.saturating_add(DAY - 1) } else { seconds };
                if end < before[row] {
                    doubt(leads, row, *stage, work);
                } else {
                    before[row] = seconds;
                    before_is_day[row] = is_day;
                }
            }
        });
    }
}

fn doubt(leads: &Leads, row: usize, stage: Stage, work: &mut Work) {
    let fields = [Field::Stage(stage), Field::CloseDate, Field::CreatedAt];
    work.doubt_at(leads.places[row], IssueKind::NegativeDuration, &fields, String::new());
}
