//! The deals of all deals files: states, dates and the lead each names. Not yet joined into leads.

use rustc_hash::FxHashMap;

use super::{
    Work,
    union::{LeadIndex, Part, Targets, Union, Wins, doubt_merged},
    values,
};
use crate::{
    import::{Field, IssueKind, Kind},
    leads::{DealState, Deals, Dimension, Event, Instants, NO_LEAD, Stage},
};

/// Deals before their amounts and leads are settled.
pub(super) struct Gathered {
    pub deals: Deals,
    /// Table and row of each deal's latest row.
    pub rows: Vec<(u32, u32)>,
    pub union: Union,
    /// Deal by the hash of its id; empty where no activity names a deal.
    pub ids: FxHashMap<u64, u32>,
}

#[inline(never)]
pub(super) fn gather(work: &mut Work, index: &LeadIndex) -> Gathered {
    let (union, ids) = merge(work);
    let by_part: Vec<Vec<Option<DealState>>> = union.parts.iter().map(|part| values::deal_states(work, part.table)).collect();
    let mut rows = vec![(0, 0); union.len];
    let mut lead = vec![NO_LEAD; union.len];
    let mut told = vec![None; union.len];
    for (part, states) in union.parts.iter().zip(&by_part) {
        let table = &work.tables[part.table];
        let (ids, emails) = (table.ids_of(Field::LeadId), table.ids_of(Field::Email));
        for row in 0..table.len() {
            let target = part.target(row);
            rows[target] = (part.table as u32, row as u32);
            if let Some(found) = index.find(ids.map_or(0, |ids| ids[row]), emails.map_or(0, |emails| emails[row])) {
                lead[target] = found;
            }
            if let Some(state) = states.get(row).copied().flatten() {
                told[target] = Some(state);
            }
        }
    }
    let tables = &mut work.tables;
    let mut dates = |field| union.dates(tables, field, Wins::Latest);
    let closing = dates(Field::CloseDate);
    let won = dates(Field::Stage(Stage::Customer));
    let lost = dates(Field::Event(Event::Disqualified));
    let created = union.dates(tables, Field::CreatedAt, Wins::Earliest).unwrap_or_else(|| Instants::missing(union.len));
    let has = |dates: &Option<Instants>, row: usize| dates.as_ref().is_some_and(|dates| dates.get(row).is_some());
    let state: Vec<DealState> = (0..union.len)
        .map(|row| match told[row] {
            Some(state) => state,
            // No stage column, or a blank: the date of the win or loss says it.
            None if has(&won, row) => DealState::Won,
            None if has(&lost, row) => DealState::Lost,
            None => DealState::Open,
        })
        .collect();
    let mut closed = Instants::missing(union.len);
    for (row, state) in state.iter().enumerate() {
        let own = match state {
            DealState::Won => &won,
            DealState::Lost => &lost,
            DealState::Open => continue,
        };
        if let Some(dates) = [own, &closing].into_iter().flatten().find(|dates| dates.get(row).is_some()) {
            closed.set(row, dates.get(row), dates.is_day(row));
        }
    }
    let mut categories = union.categories(tables);
    let pipeline = Dimension::DealStage.index();
    if categories[pipeline].is_none() {
        categories[pipeline] = union.category(tables, Field::Status);
    }
    let places = union.places(tables);
    let deals = Deals { len: union.len, lead, created, closed, state, amount_minor: Vec::new(), categories, places };
    let gathered = Gathered { deals, rows, union, ids };
    doubt_undated(work, &gathered);
    gathered
}

/// The same deal id is the same deal; rows without an id are deals of their own.
fn merge(work: &mut Work) -> (Union, FxHashMap<u64, u32>) {
    let mut known: FxHashMap<u64, u32> = FxHashMap::default();
    let mut len = 0_u32;
    let mut parts = Vec::new();
    for table_index in work.of_kind(Kind::Deals) {
        let table = &work.tables[table_index];
        let ids = table.ids_of(Field::DealId);
        let mut targets = Targets::default();
        let mut merged = Vec::new();
        for row in 0..table.len() {
            let id = ids.map_or(0, |ids| ids[row]);
            let target = if let Some(deal) = known.get(&id).filter(|_| id != 0) {
                merged.push(row);
                *deal
            } else {
                len += 1;
                len - 1
            };
            if id != 0 {
                known.insert(id, target);
            }
            targets.push(target);
        }
        work.merged[table_index] = merged.len() as u64;
        doubt_merged(&mut work.tables[table_index], &merged, Field::DealId);
        parts.push(Part::new(table_index, targets));
    }
    let is_named = work.of_kind(Kind::Activities).iter().any(|table| work.tables[*table].ids_of(Field::DealId).is_some());
    (Union { len: len as usize, parts }, if is_named { known } else { FxHashMap::default() })
}

fn doubt_undated(work: &mut Work, gathered: &Gathered) {
    for row in 0..gathered.deals.len {
        if gathered.deals.state[row] != DealState::Open && gathered.deals.closed.get(row).is_none() {
            let (table, at) = gathered.rows[row];
            work.tables[table as usize].issue(IssueKind::ClosedWithoutDate, Some(at as usize), None, String::new());
        }
    }
}
