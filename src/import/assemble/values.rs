//! What the values of status columns mean, by a person's word or by their own. Notes the ones nobody knows.

use std::collections::BTreeMap;

use super::Work;
use crate::{
    import::{Field, IssueKind, Kind, Meaning, ReasonSeen, ValueSeen, statuses, text::squeeze},
    leads::{DealState, Dimension, Status},
    order::sort_few_by_key,
};

/// The meaning of each value of a table's status column, by code − 1; `None` without such a column.
fn meanings(work: &mut Work, table_index: usize) -> Option<Vec<Option<Meaning>>> {
    let table = &mut work.tables[table_index];
    let status = table.category_of(Field::Status)?;
    let mut counts = vec![0_u64; status.category.values().len() + 1];
    status.category.for_each(|_, code| counts[code as usize] += 1);
    let header = status.header.clone();
    let is_converted = matches!(squeeze(&header).as_str(), "converted" | "isconverted");
    let values = status.category.values().to_vec();
    let first_rows = status.first_rows.clone();
    let mut meanings = Vec::with_capacity(values.len());
    for (index, raw) in values.into_iter().enumerate() {
        let corrected = table.mapping.values.iter().find(|value| value.header == header && value.raw == raw);
        let meaning = match corrected {
            Some(value) => Some(value.meaning),
            None => statuses::meaning(table.kind(), &raw, is_converted),
        };
        if meaning.is_none() {
            let first = first_rows.get(index).map(|row| *row as usize);
            table.issue(IssueKind::UnknownValue, first, Some(&header), raw.clone());
        }
        meanings.push(meaning);
        let seen = ValueSeen { file: table.file, header: header.clone(), raw, count: counts[index + 1], meaning };
        work.values.push(seen);
    }
    Some(meanings)
}

/// Every distinct value of the reason columns of leads and deals, the most frequent first.
pub(super) fn reasons(work: &Work) -> Vec<ReasonSeen> {
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    for table in work.tables.iter().filter(|table| matches!(table.kind(), Kind::Leads | Kind::Deals)) {
        let Some(column) = table.category_of(Field::Category(Dimension::Reason)) else { continue };
        for (raw, count) in column.category.values().iter().zip(&column.category.counts()[1..]).filter(|(_, count)| **count > 0) {
            *seen.entry(raw).or_default() += count;
        }
    }
    let mut reasons: Vec<ReasonSeen> = seen.into_iter().map(|(raw, count)| ReasonSeen { raw: raw.to_owned(), count }).collect();
    sort_few_by_key(&mut reasons, |reason| std::cmp::Reverse(reason.count));
    reasons
}

/// Status by row; empty without a status column.
#[inline(never)]
pub(super) fn lead_statuses(work: &mut Work, table_index: usize) -> Vec<Status> {
    let Some(meanings) = meanings(work, table_index) else { return Vec::new() };
    let meant = |meaning: &Option<Meaning>| match meaning {
        Some(Meaning::Lead(status)) => *status,
        Some(Meaning::Deal(DealState::Won)) => Status::Customer,
        Some(Meaning::Deal(DealState::Open)) => Status::Opportunity,
        Some(Meaning::Deal(DealState::Lost)) => Status::Disqualified,
        None => Status::Unknown,
    };
    let by_code: Vec<Status> = std::iter::once(Status::Unknown).chain(meanings.iter().map(meant)).collect();
    by_row(work, table_index, &by_code)
}

/// State by row as the status column says it; empty without one, `None` where the cell is blank.
pub(super) fn deal_states(work: &mut Work, table_index: usize) -> Vec<Option<DealState>> {
    let Some(meanings) = meanings(work, table_index) else { return Vec::new() };
    let meant = |meaning: &Option<Meaning>| match meaning {
        Some(Meaning::Deal(state)) => Some(*state),
        Some(Meaning::Lead(Status::Customer)) => Some(DealState::Won),
        Some(Meaning::Lead(Status::Disqualified)) => Some(DealState::Lost),
        Some(Meaning::Lead(_)) | None => Some(DealState::Open),
    };
    let by_code: Vec<Option<DealState>> = std::iter::once(None).chain(meanings.iter().map(meant)).collect();
    by_row(work, table_index, &by_code)
}

fn by_row<T: Copy>(work: &Work, table_index: usize, by_code: &[T]) -> Vec<T> {
    let Some(status) = work.tables[table_index].category_of(Field::Status) else { return Vec::new() };
    let mut rows = Vec::with_capacity(status.category.len());
    status.category.for_each(|_, code| rows.push(by_code[code as usize]));
    rows
}
