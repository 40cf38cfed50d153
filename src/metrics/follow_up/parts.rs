//! The deliveries cut by a column, or by the days they were delivered on. The parts add up to the whole.

use super::Ledger;
use crate::{
    leads::Dimension,
    metrics::{Begins, Groups, NO_PART, Span, leads_by},
    report::LeadsOf,
    time::{Grain, Moment, Period},
    turns::of_each,
};

/// Places in [`super::Deliveries::rows`] by the values of a column, in the order of their codes; `None` without the column. Parts may be empty.
pub(super) fn by_dimension(ledger: &Ledger, dimension: Dimension) -> Option<(Vec<Option<String>>, Groups)> {
    let column = leads_by(ledger.dataset, dimension)?;
    let values: Vec<Option<String>> = std::iter::once(None).chain(column.values().iter().cloned().map(Some)).collect();
    let rows = &ledger.deliveries.rows;
    let part_of = of_each(rows.len(), |place| column.code(rows[place] as usize));
    let parts = Groups::new(&part_of, values.len());
    Some((values, parts))
}

/// By spans of days from the first delivery to the last, without gaps; `None` when there are more than `most`.
pub(super) fn by_grain(ledger: &Ledger, grain: Grain, most: usize) -> Option<(Vec<Period>, Groups)> {
    let delivered = |row: &u32| ledger.facts.delivered(*row as usize);
    let seconds = || ledger.deliveries.rows.iter().map(delivered);
    let day = |seconds: u32| Moment::from_unix(i64::from(seconds)).map(|moment| ledger.zone.day(moment));
    let (first, last) = (day(seconds().min()?)?, day(seconds().max()?)?);
    let around = |day| grain.around(day, ledger.workspace.calendar, ledger.workspace.week_start);
    let mut periods = vec![around(first)];
    while let Some(period) = periods.last().filter(|period| period.to <= last) {
        if periods.len() == most {
            return None;
        }
        let next = around(period.to);
        periods.push(next);
    }
    // A day costs a look at the zone; the first second of each part is looked up instead.
    let begins = Begins::new(periods.iter().map(|period| ledger.zone.midnight(period.from).unix() as u32).collect());
    let rows = &ledger.deliveries.rows;
    let part_of = of_each(rows.len(), |place| begins.last_by(delivered(&rows[place])).map_or(NO_PART, |part| part as u32));
    let parts = Groups::new(&part_of, periods.len());
    Some((periods, parts))
}

/// Which rows are of the part.
pub(super) fn is_of<'a>(ledger: &'a Ledger, part: &'a LeadsOf) -> Box<dyn Fn(usize) -> bool + 'a> {
    match part {
        LeadsOf::All => Box::new(|_| true),
        LeadsOf::Value { dimension, value } => {
            let column = leads_by(ledger.dataset, *dimension);
            Box::new(move |row| column.as_ref().and_then(|column| column.value(column.code(row))) == value.as_deref())
        }
        LeadsOf::Days { from, to } => {
            let span = Span::new(Period { from: *from, to: *to }, ledger.selection.as_of, ledger.zone);
            Box::new(move |row| span.contains(ledger.facts.delivered(row)))
        }
    }
}
