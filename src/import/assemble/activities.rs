//! The activities of all files, each with its lead: by lead id, by e-mail, or in two hops by way of its deal.

use rustc_hash::FxHashMap;

use super::{
    Work,
    overlap::stacked,
    union::{LeadIndex, Union, Wins},
};
use crate::{
    import::{Field, IssueKind, Kind, activity_words},
    leads::{Activities, ActivityKind, Bitmap, Category, Deals, Dimension, Instants, NO_LEAD},
};

#[inline(never)]
pub(super) fn gather(work: &mut Work, index: &LeadIndex, deal_rows: &FxHashMap<u64, u32>, deals: &Deals) -> Activities {
    let union = stacked(work, Kind::Activities);
    if union.len == 0 {
        return Activities::default();
    }
    let lead = leads_of(work, &union, index, deal_rows, deals);
    let mut kind = vec![ActivityKind::default(); union.len];
    for part in &union.parts {
        let of_table = kind_of_table(work, part.table);
        (0..work.tables[part.table].len()).for_each(|row| kind[part.target(row)] = of_table);
    }
    let tables = &mut work.tables;
    let at = union.dates(tables, Field::HappenedAt, Wins::Earliest).unwrap_or_else(|| Instants::missing(union.len));
    let types = union.category(tables, Field::ActivityType);
    let outcome = union.category(tables, Field::Outcome);
    let status = union.category(tables, Field::Status);
    Activities {
        len: union.len,
        lead,
        at,
        kind: kinds(kind, types.as_ref(), outcome.as_ref()),
        planned: status.as_ref().map(planned).unwrap_or_default(),
        types,
        owner: union.category(tables, Field::Category(Dimension::Owner)),
        source: union.category(tables, Field::Category(Dimension::Source)),
        campaign: union.category(tables, Field::Category(Dimension::Campaign)),
        asset: union.category(tables, Field::Asset),
        outcome,
        direction: union.category(tables, Field::Direction),
        places: union.places(tables),
    }
}

fn leads_of(work: &mut Work, union: &Union, index: &LeadIndex, deal_rows: &FxHashMap<u64, u32>, deals: &Deals) -> Vec<u32> {
    let mut leads = vec![NO_LEAD; union.len];
    for part in &union.parts {
        let table = &work.tables[part.table];
        let [ids, emails, deal_ids] = [Field::LeadId, Field::Email, Field::DealId].map(|field| table.ids_of(field));
        let at = |hashes: Option<&[u64]>, row: usize| hashes.map_or(0, |hashes| hashes[row]);
        let mut unjoined = Vec::new();
        for row in 0..table.len() {
            let by_deal = || {
                let deal = deal_rows.get(&at(deal_ids, row)).filter(|_| at(deal_ids, row) != 0)?;
                Some(deals.lead[*deal as usize]).filter(|lead| *lead != NO_LEAD)
            };
            match index.find(at(ids, row), at(emails, row)).or_else(by_deal) {
                Some(lead) => leads[part.target(row)] = lead,
                None => unjoined.push(row),
            }
        }
        let column = [Field::LeadId, Field::Email, Field::DealId].into_iter().find_map(|field| table.header_of(field));
        let table = &mut work.tables[part.table];
        for row in unjoined {
            table.issue(IssueKind::NotJoined, Some(row), column.as_deref(), String::new());
        }
    }
    leads
}

/// What the rows of a table without a type are: a list of calls says so in its name, or has a column of call outcomes.
fn kind_of_table(work: &Work, table: usize) -> ActivityKind {
    let table = &work.tables[table];
    let told = [Some(table.name.clone()), table.header_of(Field::Outcome), table.header_of(Field::Direction)];
    let known = told.into_iter().flatten().map(|text| activity_words::activity(&text));
    known.into_iter().find(|kind| *kind != ActivityKind::Other).unwrap_or_default()
}

/// `kinds`: what the rows are where no type says it.
fn kinds(mut kinds: Vec<ActivityKind>, types: Option<&Category>, outcome: Option<&Category>) -> Vec<ActivityKind> {
    if let Some(types) = types {
        let by_code: Vec<ActivityKind> = types.values().iter().map(|raw| activity_words::activity(raw)).collect();
        types.for_each(|row, code| {
            if let Some(index) = code.checked_sub(1) {
                kinds[row] = by_code[index as usize];
            }
        });
    }
    if let Some(outcome) = outcome {
        // A call that ended on the mailbox is a voicemail.
        let is_voicemail: Vec<bool> = std::iter::once(false)
            .chain(outcome.values().iter().map(|raw| activity_words::activity(raw) == ActivityKind::Voicemail))
            .collect();
        outcome.for_each(|row, code| {
            if kinds[row] == ActivityKind::Call && is_voicemail[code as usize] {
                kinds[row] = ActivityKind::Voicemail;
            }
        });
    }
    kinds
}

fn planned(status: &Category) -> Bitmap {
    let by_code: Vec<bool> = std::iter::once(false).chain(status.values().iter().map(|raw| activity_words::is_planned(raw))).collect();
    Bitmap::from_fn(status.len(), |row| by_code[status.code(row) as usize])
}
