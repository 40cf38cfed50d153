//! Why leads were disqualified, and whose move it is. A reason that few leads share may be somebody's sentence: it is not named.

use super::{
    Names,
    book::{Book, Draft, DraftBlock, Place, key},
};
use crate::{
    report::{Blame, Report},
    share::{BlockKind, Column, Label},
};

/// Months shown: the latest.
const MOST_MONTHS: usize = 24;

pub fn blocks(book: &mut Book, report: &Report, names: &Names, blocks: &mut Vec<DraftBlock>) {
    blocks.push(reasons(book, report, names));
    blocks.extend(responsibility(book, report));
}

fn reasons(book: &mut Book, report: &Report, names: &Names) -> DraftBlock {
    let mut block = DraftBlock::new(BlockKind::Reasons, &[Column::Leads]);
    let found = &report.disqualification;
    let total = book.place(key("disqualified", ""), found.total);
    let count_of = |reason: &Option<String>| found.reasons.iter().find(|known| known.reason == *reason).map_or(0, |known| known.count);
    let mut places: Vec<Place> = Vec::new();
    let (mut unnamed, mut together) = (Vec::new(), 0);
    for reason in &names.reasons {
        let count = count_of(reason);
        let key = key("reason", reason.as_ref().map_or_else(|| "none".to_owned(), |reason| format!("={reason}")));
        if count >= names.least.max(1) {
            let place = book.place(key, count);
            places.push(place);
            block.row(Label::Reason(reason.clone()), vec![Draft::Count(place)]);
        } else {
            unnamed.push(book.aside(key, count));
            together += count;
        }
    }
    let others: u64 = found.reasons.iter().filter(|known| !names.reasons.contains(&known.reason)).map(|known| known.count).sum();
    unnamed.push(book.aside(key("reason", "rest-of-all"), others));
    if together + others > 0 {
        let rest = book.place(key("reason", "rest"), together + others);
        book.parts(rest, &unnamed);
        places.push(rest);
        block.row(Label::Rest, vec![Draft::Count(rest)]);
    }
    book.parts(total, &places);
    block
}

pub fn over_time(book: &mut Book, report: &Report) -> DraftBlock {
    let mut block = DraftBlock::new(BlockKind::ReasonsOverTime, &[Column::Leads]);
    let found = &report.disqualification;
    let total = book.place(key("disqualified", ""), found.total);
    let mut places = Vec::new();
    for month in &found.by_month[found.by_month.len().saturating_sub(MOST_MONTHS)..] {
        let Some(value) = &month.value else { continue };
        let place = book.place(key("disqualified", value), month.total);
        places.push(place);
        block.row(Label::Month(value.clone()), vec![Draft::Count(place)]);
    }
    book.parts(total, &places);
    block
}

fn responsibility(book: &mut Book, report: &Report) -> Option<DraftBlock> {
    let found = report.disqualification.responsibility.as_ref()?;
    let mut block = DraftBlock::new(BlockKind::Responsibility, &[Column::Leads]);
    let leads = book.place(key("responsibility", ""), found.leads);
    let cells = found.cells;
    let mut places = Vec::new();
    for (index, (blame, count)) in [
        (Some(Blame::Targeting), cells.targeting),
        (Some(Blame::FollowUp), cells.follow_up),
        (Some(Blame::Definition), cells.definition),
        (Some(Blame::Both), cells.both),
        (None, found.unjudged),
    ]
    .into_iter()
    .enumerate()
    {
        let place = book.place(key("blame", index), count);
        places.push(place);
        block.row(Label::Blame(blame), vec![Draft::Count(place)]);
    }
    book.parts(leads, &places);
    Some(block)
}
