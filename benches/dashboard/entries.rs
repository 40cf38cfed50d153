//! What is counted of a lead, each in a few bytes: as scored, as it entered a stage, as handed to sales, as disqualified; and of a deal.

use std::ops::Range;

use handoff::leads::{Dataset, Dimension, Instants, NO_AMOUNT, NO_LEAD};

use super::{
    columns::{Block, Column, Columns},
    grid::{List, day_of},
};

/// A lead as scored and as told by its campaign; categories by their codes. As everywhere here, `slot` is the day within its stretch.
#[derive(Debug, Clone, Copy, Default)]
pub struct Profile {
    pub title: u16,
    pub industry: u16,
    pub size: u16,
    pub country: u16,
    pub domain: u16,
    pub campaign: u16,
    /// Twice the code, and one more for an MQL.
    pub persona_mql: u16,
    pub ebooks: u16,
    /// At most 255: no rule asks for more.
    pub page_views: u8,
    pub pricing_visits: u8,
    pub is_customer: bool,
    pub slot: u8,
}

/// A stage entered.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entered {
    /// Since the stage before, or since creation; [`UNKNOWN`] where that has no date.
    pub minutes: i32,
    /// Since 1970.
    pub day: u16,
    pub slot: u8,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Disqualified {
    pub reason: u16,
    pub slot: u8,
}

/// No minutes.
pub const UNKNOWN: i32 = i32::MIN;

/// A lead that was handed to sales.
#[derive(Debug, Clone, Copy, Default)]
pub struct Delivered {
    /// Until the first follow-up; [`UNKNOWN`] where there was none.
    pub minutes: i32,
    pub owner: u16,
    pub attempts: u16,
    /// As in `Leads::contacted`.
    pub contacted: u8,
    pub slot: u8,
}

/// The amount of a deal whose lead is a customer, or may still become one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Amount {
    pub minor: i64,
    pub campaign: u16,
    pub is_won: bool,
}

/// What is entered, as the index into lists of [`Entered`]: the five stages, and customer again with the minutes since creation.
pub const ENTERED: [List; 6] = [List::Mql, List::Sal, List::Sql, List::Opportunity, List::Customer, List::Customer];
/// From creation to customer.
pub const WHOLE_WAY: usize = 5;

/// The columns of a block of rows that entries are made of.
pub struct Rows<'a> {
    block: &'a Block,
    pub created: &'a [u32],
    stages: [&'a [u32]; 5],
    pub delivered: &'a [u32],
    followed: &'a [u32],
    pub disqualified: &'a [u32],
    attempts: &'a [u16],
    contacted: &'a [u8],
    page_views: &'a [u16],
    ebooks: &'a [u16],
    pricing_visits: &'a [u16],
}

impl<'a> Rows<'a> {
    /// `block` has been read for the same rows.
    pub fn new(columns: &Columns<'a>, block: &'a Block, rows: &Range<usize>) -> Self {
        Self {
            block,
            created: columns.created.block(rows),
            stages: columns.stages.map(|dates| dates.block(rows)),
            delivered: columns.delivered.block(rows),
            followed: columns.followed.block(rows),
            disqualified: columns.disqualified.block(rows),
            attempts: columns.attempts.block(rows),
            contacted: columns.contacted.block(rows),
            page_views: columns.page_views.block(rows),
            ebooks: columns.ebooks.block(rows),
            pricing_visits: columns.pricing_visits.block(rows),
        }
    }

    /// The dates of an entry of [`ENTERED`], and those since when its minutes count.
    #[inline(always)]
    pub fn way(&self, way: usize) -> (&'a [u32], &'a [u32]) {
        let [mql, sal, sql, opportunity, customer] = self.stages;
        [(mql, self.created), (sal, mql), (sql, sal), (opportunity, sql), (customer, opportunity), (customer, self.created)][way]
    }

    #[inline(always)]
    pub fn profile(&self, at: usize) -> Profile {
        let [mql, .., customer] = self.stages;
        let profile = self.block.profile(at);
        Profile {
            page_views: self.page_views[at].min(255) as u8,
            ebooks: self.ebooks[at],
            pricing_visits: self.pricing_visits[at].min(255) as u8,
            is_customer: customer[at] != Instants::MISSING,
            persona_mql: profile.persona_mql + u16::from(mql[at] != Instants::MISSING),
            ..profile
        }
    }

    /// Of a lead that was handed to sales.
    #[inline(always)]
    pub fn delivery(&self, at: usize) -> Delivered {
        Delivered {
            minutes: minutes(self.delivered[at], self.followed[at]),
            owner: self.block.owners()[at],
            attempts: self.attempts[at],
            contacted: self.contacted[at],
            slot: 0,
        }
    }

    /// Of a lead that was disqualified.
    #[inline(always)]
    pub fn disqualification(&self, at: usize) -> Disqualified {
        Disqualified { reason: self.block.reasons()[at], slot: 0 }
    }
}

/// A stage entered at a moment that is there.
#[inline(always)]
pub fn entered(before: u32, at: u32) -> Entered {
    Entered { minutes: minutes(before, at), day: day_of(at) as u16, slot: 0 }
}

#[inline(always)]
fn minutes(from: u32, to: u32) -> i32 {
    // Each moment in whole minutes first: a division of 32 bits is a multiplication in wasm, one of 64 bits is not.
    if from == Instants::MISSING || to == Instants::MISSING { UNKNOWN } else { (to / 60) as i32 - (from / 60) as i32 }
}

/// The amounts that count, with the leads they belong to.
pub fn amounts<'a>(data: &'a Dataset, columns: &'a Columns) -> impl Iterator<Item = (usize, Amount)> + 'a {
    let [.., opportunity, customer] = columns.stages;
    let campaigns = data.leads.categories[Dimension::Campaign.index()].as_ref();
    let deals = data.deals.lead.iter().zip(&data.deals.amount_minor);
    deals.filter(|(lead, minor)| **lead != NO_LEAD && **minor != NO_AMOUNT).filter_map(move |(lead, &minor)| {
        let row = *lead as usize;
        let has = |dates: Column<u32>| dates.get(row) != Instants::MISSING;
        let is_won = has(customer);
        let is_counted = is_won || (has(opportunity) && !has(columns.disqualified));
        let campaign = || campaigns.map_or(0, |campaigns| campaigns.code(row) as u16);
        is_counted.then(|| (row, Amount { minor, campaign: campaign(), is_won }))
    })
}
