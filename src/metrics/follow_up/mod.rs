//! Did sales follow up what it was given: how fast, how persistently, with what outcome, and what is due. One file a question;
//! [`Ledger`] holds what they all count from. The sales promise says what is agreed; what is not agreed is measured and not judged.

mod capacity;
mod clock;
mod depth;
mod due;
mod facts;
mod parts;
mod rows;
mod seconds;
mod speed;
mod timing;
mod touches;

pub use capacity::capacity;
pub use clock::{ClockSpan, LeadClock, clock};
pub use depth::{contact_rates, depth};
pub use due::{due_list, due_totals};
pub use facts::{Facts, FollowUp, Told};
pub use seconds::Waits;
pub use speed::{disposition, speed};
pub use timing::{Deliveries, Timing};
pub use touches::Attempt;

use std::cell::OnceCell;

use super::{Selection, States};
use crate::{
    agreement::{SalesPromise, Workspace},
    leads::Dataset,
    time::{OpeningTimes, WorkingHours, Zone},
};

/// Everything the questions about the follow-up of a period are answered from.
#[derive(Debug)]
pub struct Ledger<'a> {
    pub dataset: &'a Dataset,
    pub sales: &'a SalesPromise,
    pub workspace: &'a Workspace,
    pub zone: &'a Zone,
    pub states: &'a States,
    pub selection: &'a Selection,
    pub facts: &'a Facts,
    pub deliveries: Deliveries,
    pub opening_times: OpeningTimes,
    /// Past the as-of too, where the due dates lie.
    hours: OnceCell<WorkingHours>,
}

impl<'a> Ledger<'a> {
    pub fn new(
        dataset: &'a Dataset,
        sales: &'a SalesPromise,
        workspace: &'a Workspace,
        zone: &'a Zone,
        states: &'a States,
        selection: &'a Selection,
        facts: &'a Facts,
    ) -> Self {
        let opening_times = workspace.opening_times();
        // All that is counted lies between the first delivery and the as-of.
        let hours = WorkingHours::between(&opening_times, zone, facts.first_delivery().unwrap_or(selection.as_of), selection.as_of);
        let deliveries = Deliveries::new(dataset, facts, states, selection, &hours);
        Self { dataset, sales, workspace, zone, states, selection, facts, deliveries, opening_times, hours: OnceCell::new() }
    }

    pub fn hours(&self) -> &WorkingHours {
        self.hours.get_or_init(|| WorkingHours::new(&self.opening_times, self.zone))
    }

    /// The attempts of the touch plan, when one is agreed.
    pub fn plan_attempts(&self) -> Option<u32> {
        self.sales.touch_plan.map(crate::agreement::TouchPlan::attempts).filter(|attempts| *attempts > 0)
    }
}
