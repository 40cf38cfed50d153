//! What is known of each lead at an as-of, kept from one question to the next: neither a filter nor a period changes it.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use super::Outcome;
use crate::{
    agreement::{SalesPromise, TouchPlan},
    leads::{Bitmap, Dataset, Instants, Leads, Stage},
    metrics::{States, follow_up::Facts, seen_stages},
    time::{Moment, Zone},
    turns::in_turns,
};

/// As many as one question asks for: its own, and that of the period before.
const MOST: usize = 2;

/// Belongs to one dataset: another needs a new one. Half of a filtered report of 1 000 000 leads is what a second one finds here; it
/// holds some 12 bytes a lead.
#[derive(Debug, Default)]
pub struct KnownLeads {
    /// The first moment of anything dated, see [`first_dated`].
    first: OnceCell<u32>,
    /// See [`seen_stages`].
    seen: OnceCell<[bool; Stage::ALL.len()]>,
    /// The one asked for last at the end.
    kept: RefCell<Vec<Rc<Known>>>,
}

impl KnownLeads {
    pub const fn new() -> Self {
        Self { first: OnceCell::new(), seen: OnceCell::new(), kept: RefCell::new(Vec::new()) }
    }

    pub(super) fn first_dated(&self, dataset: &Dataset) -> u32 {
        *self.first.get_or_init(|| first_dated(dataset))
    }

    pub(super) fn seen_stages(&self, leads: &Leads) -> [bool; Stage::ALL.len()] {
        *self.seen.get_or_init(|| seen_stages(leads))
    }

    /// Without an as-of nothing is later than it.
    pub(super) fn at(&self, as_of: Option<Moment>, dataset: &Dataset, sales: &SalesPromise, zone: &Zone) -> Rc<Known> {
        let as_of = as_of.unwrap_or(Moment::MAX);
        let mut kept = self.kept.borrow_mut();
        let known = if let Some(place) = kept.iter().position(|known| known.is_of(as_of, sales, zone)) {
            kept.remove(place)
        } else {
            // Its memory is the new one's.
            let surplus = (kept.len() + 1).saturating_sub(MOST);
            kept.drain(..surplus);
            Rc::new(Known::new(as_of, dataset, sales, zone))
        };
        kept.push(Rc::clone(&known));
        known
    }
}

/// At one as-of and under one sales promise.
#[derive(Debug)]
pub(super) struct Known {
    as_of: Moment,
    sales: SalesPromise,
    zone: String,
    pub states: Rc<States>,
    /// Leads that were there.
    pub present: Bitmap,
    /// Counted when they are first asked for: a funnel needs none.
    facts: OnceCell<Facts>,
}

impl Known {
    pub fn new(as_of: Moment, dataset: &Dataset, sales: &SalesPromise, zone: &Zone) -> Self {
        let mut states = States::at(&dataset.leads, as_of, zone);
        let facts = OnceCell::new();
        if let Some(plan) = sales.touch_plan.map(TouchPlan::attempts).filter(|attempts| *attempts > 0) {
            let known = Facts::new(dataset, sales, &states, as_of, zone);
            give_up(&mut states, &known, dataset.leads.len, plan);
            facts.get_or_init(|| known);
        }
        let present = Bitmap::from_fn(dataset.leads.len, |row| states.is_present(row));
        Self { as_of, sales: sales.clone(), zone: zone.name().to_owned(), states: Rc::new(states), present, facts }
    }

    fn is_of(&self, as_of: Moment, sales: &SalesPromise, zone: &Zone) -> bool {
        self.as_of == as_of && self.sales == *sales && self.zone == zone.name()
    }

    /// What was done for each lead; of the dataset this was made of.
    pub fn facts(&self, dataset: &Dataset, zone: &Zone) -> &Facts {
        self.facts.get_or_init(|| Facts::new(dataset, &self.sales, &self.states, self.as_of, zone))
    }
}

/// Raw seconds; [`Instants::MISSING`] when nothing is dated.
pub(super) fn first_dated(dataset: &Dataset) -> u32 {
    let (leads, deals) = (&dataset.leads, &dataset.deals);
    let columns = leads.stages.iter().chain(&leads.events).flatten().chain([&deals.created, &deals.closed]);
    let mut first = Instants::MISSING;
    for column in columns {
        in_turns(column.len(), |rows| first = column.raw()[rows].iter().copied().fold(first, u32::min));
    }
    first
}

/// Open leads whose touch plan is used up without contact are unreachable. An SQL is not: somebody has qualified it.
fn give_up(states: &mut States, facts: &Facts, leads: usize, plan: u32) {
    in_turns(leads, |rows| {
        for row in rows {
            if facts.is_exhausted(row, plan) && states.outcome(row) == Outcome::Open && !states.has_reached(row, Stage::Sql) {
                states.give_up(row);
            }
        }
    });
}
