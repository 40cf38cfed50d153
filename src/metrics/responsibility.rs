//! Of delivered leads that did not become SQL: were they as agreed, and were they followed up as promised? It settles whose move it is,
//! not who is to blame for a deal.

use super::{Coded, Criteria, follow_up::Ledger, leads_by};
use crate::{
    leads::{Dimension, Stage},
    order::sort_few_by_key,
    report::{Agreed, Blame, BlameCounts, LeadsOf, Outcome, Responsibility, ResponsibilityPart, Verdict},
};

/// Owners or sources listed, the ones with most leads first.
const MAX_LISTED: usize = 500;

/// The table's view of one lead: `None` is no case; then the cell, or `None` where nobody can say it.
type Case = Option<Option<Blame>>;

pub struct Judge<'a> {
    ledger: &'a Ledger<'a>,
    criteria: &'a Criteria,
    /// SQL, or the first stage after it that the data tracks.
    qualified: Stage,
}

impl<'a> Judge<'a> {
    /// `None` where nothing was promised of the follow-up, or where the data knows no SQL and nothing after it.
    pub fn new(ledger: &'a Ledger, criteria: &'a Criteria, tracked: [bool; Stage::ALL.len()]) -> Option<Self> {
        let qualified = [Stage::Sql, Stage::Opportunity, Stage::Customer].into_iter().find(|stage| tracked[stage.index()])?;
        let promised = ledger.sales.speed.is_some() || ledger.plan_attempts().is_some();
        (promised && ledger.facts.told.deliveries).then_some(Self { ledger, criteria, qualified })
    }

    /// `place` in the deliveries.
    fn case(&self, place: usize) -> Case {
        let ledger = self.ledger;
        let row = ledger.deliveries.rows[place] as usize;
        if ledger.states.has_reached(row, self.qualified) {
            return None;
        }
        let speed = self.speed(place);
        let untouched = !ledger.deliveries.speed[place].is_done();
        match ledger.states.outcome(row) {
            Outcome::Disqualified | Outcome::Recycled | Outcome::Unreachable => {}
            // In flight is not lost, unless it is only in flight because nobody picks it up.
            Outcome::Open if untouched && speed == Some(false) => {}
            Outcome::Open | Outcome::Won => return None,
        }
        let followed_up = match (speed, self.depth(row)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (None, None) => None,
            _ => Some(true),
        };
        let as_agreed = self.criteria.agreed(row) == Agreed::Meets;
        Some(followed_up.map(|followed_up| match (as_agreed, followed_up) {
            (false, true) => Blame::Targeting,
            (true, false) => Blame::FollowUp,
            (true, true) => Blame::Definition,
            (false, false) => Blame::Both,
        }))
    }

    /// The first follow-up came in time; `None`: not agreed, not to be told, or still pending.
    fn speed(&self, place: usize) -> Option<bool> {
        let target = self.ledger.sales.speed.filter(|_| self.ledger.facts.told.follow_ups)?;
        match self.ledger.deliveries.speed[place].verdict(&target)? {
            Verdict::Met => Some(true),
            Verdict::Breached => Some(false),
            Verdict::Pending => None,
        }
    }

    /// Reached, or tried as often as planned; `None`: not agreed, or not to be told.
    fn depth(&self, row: usize) -> Option<bool> {
        let facts = self.ledger.facts;
        let plan = self.ledger.plan_attempts().filter(|_| facts.told.contacts)?;
        if facts.is_contacted(row) { Some(true) } else { facts.attempts(row).map(|tried| tried >= plan) }
    }

    pub fn table(&self) -> Responsibility {
        let cases: Vec<Case> = (0..self.ledger.deliveries.rows.len()).map(|place| self.case(place)).collect();
        let whole = count(cases.iter().flatten());
        let by = |dimension| leads_by(self.ledger.dataset, dimension).map_or_else(Vec::new, |column| self.by_part(&column, &cases));
        Responsibility {
            leads: whole.of.iter().sum(),
            cells: whole.cells(),
            unjudged: whole.unjudged(),
            by_source: by(Dimension::Source),
            by_owner: by(Dimension::Owner),
        }
    }

    fn by_part(&self, column: &Coded, cases: &[Case]) -> Vec<ResponsibilityPart> {
        let mut counts = vec![Cells::default(); column.values().len() + 1];
        for (row, case) in self.ledger.deliveries.rows.iter().zip(cases) {
            if let Some(blame) = case {
                counts[column.code(*row as usize) as usize].add(*blame);
            }
        }
        let mut order: Vec<usize> = (0..counts.len()).filter(|code| counts[*code].of.iter().sum::<u64>() > 0).collect();
        sort_few_by_key(&mut order, |code| {
            let value = column.value(*code as u32);
            (std::cmp::Reverse(counts[*code].of.iter().sum::<u64>()), value.is_none(), value)
        });
        let part = |code: usize| ResponsibilityPart {
            value: column.value(code as u32).map(str::to_owned),
            cells: counts[code].cells(),
            unjudged: counts[code].unjudged(),
        };
        order.into_iter().take(MAX_LISTED).map(part).collect()
    }

    /// Leads of a cell; `None` is the unjudged ones.
    pub fn rows(&self, cell: Option<Blame>, part: &LeadsOf) -> Vec<u32> {
        let is_of = self.ledger.part(part);
        let rows = self.ledger.deliveries.rows.iter().enumerate();
        rows.filter(|(place, row)| is_of(**row as usize) && self.case(*place) == Some(cell)).map(|(_, row)| *row).collect()
    }
}

/// By [`Blame`], the unjudged ones last.
#[derive(Debug, Clone, Copy, Default)]
struct Cells {
    of: [u64; 5],
}

impl Cells {
    fn add(&mut self, blame: Option<Blame>) {
        self.of[blame.map_or(Blame::ALL.len(), |blame| blame as usize)] += 1;
    }

    const fn cells(&self) -> BlameCounts {
        let [targeting, follow_up, definition, both, _] = self.of;
        BlameCounts { targeting, follow_up, definition, both }
    }

    const fn unjudged(&self) -> u64 {
        self.of[Blame::ALL.len()]
    }
}

fn count<'a>(cases: impl Iterator<Item = &'a Option<Blame>>) -> Cells {
    let mut cells = Cells::default();
    cases.for_each(|blame| cells.add(*blame));
    cells
}
