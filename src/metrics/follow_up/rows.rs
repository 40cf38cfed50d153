//! The leads behind each figure of the follow-up, by the conditions that counted it.

use super::{
    Ledger, Timing,
    depth::{attempts_in_vain, is_given_up_early, last_bar},
    due::due,
    parts,
    speed::{band, is_early},
};
use crate::{
    agreement::Clock,
    report::{FollowUpOf, LeadsOf},
};

impl Ledger<'_> {
    /// Which rows are of a part.
    pub fn part<'a>(&'a self, part: &'a LeadsOf) -> Box<dyn Fn(usize) -> bool + 'a> {
        parts::is_of(self, part)
    }

    /// Leads delivered in the period, of a part of them, ascending.
    pub fn delivered_of<'a>(&'a self, part: &'a LeadsOf) -> impl Iterator<Item = usize> + 'a {
        let is_of = self.part(part);
        self.deliveries.rows.iter().map(|row| *row as usize).filter(move |row| is_of(*row))
    }

    /// Rows in ascending order.
    pub fn rows(&self, of: FollowUpOf, part: &LeadsOf) -> Vec<u32> {
        let is_of = self.part(part);
        let timed = self.deliveries.speed.iter().zip(&self.deliveries.disposition);
        let rows = self.deliveries.rows.iter().zip(timed);
        rows.filter(|(row, (speed, disposition))| is_of(**row as usize) && self.holds(of, **row as usize, **speed, **disposition))
            .map(|(row, _)| *row)
            .collect()
    }

    fn holds(&self, of: FollowUpOf, row: usize, speed: Timing, disposition: Timing) -> bool {
        let facts = self.facts;
        match of {
            FollowUpOf::Delivered => true,
            FollowUpOf::FollowedUp => speed.is_done(),
            FollowUpOf::Never => !speed.is_done(),
            FollowUpOf::Untimed => !speed.is_timed(),
            FollowUpOf::BeforeDelivery => is_early(self, row),
            FollowUpOf::Band { clock, band: wanted } => band(speed, clock) == Some(wanted),
            FollowUpOf::Speed { verdict } => self.sales.speed.and_then(|target| speed.verdict(&target)) == Some(verdict),
            FollowUpOf::Recorded => disposition.is_done(),
            FollowUpOf::Disposition { verdict } => self.sales.disposition.and_then(|target| disposition.verdict(&target)) == Some(verdict),
            FollowUpOf::Contacted => facts.is_contacted(row),
            FollowUpOf::Uncontacted => attempts_in_vain(self, row).is_some(),
            FollowUpOf::Tried { bar } => attempts_in_vain(self, row).is_some_and(|tried| tried.min(last_bar(self)) == bar),
            FollowUpOf::Unreachable => attempts_in_vain(self, row).zip(self.plan_attempts()).is_some_and(|(tried, plan)| tried >= plan),
            FollowUpOf::GivenUpEarly => is_given_up_early(self, row),
            FollowUpOf::Due { verdict } => due(self, row, speed) == Some(verdict),
            FollowUpOf::ContactedIn { band: wanted } => facts.is_contacted(row) && band(speed, Clock::Elapsed) == Some(wanted),
            FollowUpOf::ContactedAt { attempt } => {
                facts.is_contacted(row) && attempt > 0 && facts.attempts_to_contact(row) == Some(attempt)
            }
        }
    }
}
