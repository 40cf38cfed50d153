//! Why leads were disqualified or lost: counts by reason, and by source and owner. Judges nobody: see the responsibility table.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Coded, MAX_PARTS, Selection, States, leads_by};
use crate::{
    leads::{Bitmap, Dataset, Dimension, Event},
    order::{sort_few, sort_few_by_key},
    report::{Disqualification, Outcome, Rate, ReasonCount, ReasonsBy, ReasonsOfPart},
    time::{CalendarSystem, Day, Zone},
};

/// The agreement's names of raw reasons; an unmapped reason stands for itself.
#[derive(Debug, Clone, Copy)]
pub struct ReasonNames<'a>(pub &'a BTreeMap<String, String>);

impl<'a> ReasonNames<'a> {
    pub fn name<'b>(&self, raw: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.0.get(raw).map_or(raw, String::as_str)
    }
}

/// Selected leads that stand disqualified at the as-of, since a moment of the period (undated ones when the period is all).
#[inline(never)]
pub fn disqualified_in_period(dataset: &Dataset, states: &States, selection: &Selection) -> Bitmap {
    let column = dataset.leads.events[Event::Disqualified.index()].as_ref();
    let mut rows = Bitmap::empty(dataset.leads.len);
    selection.leads.for_each(|row| {
        if states.outcome(row) == Outcome::Disqualified
            && (selection.undated || column.is_some_and(|column| selection.span.contains(column.raw()[row])))
        {
            rows.set(row);
        }
    });
    rows
}

/// The dimensions reasons are told apart by, beside source and owner: all but the reason itself and the raw stage of a deal.
fn further() -> impl Iterator<Item = Dimension> {
    use Dimension::{DealStage, Owner, Reason, Source};
    Dimension::ALL.into_iter().filter(|dimension| !matches!(dimension, Source | Owner | Reason | DealStage))
}

/// Parts of a further dimension, the largest ones: a list to look into, not one to add up.
const MAX_FURTHER: usize = 50;

#[inline(never)]
pub fn reasons(dataset: &Dataset, disqualified: &Bitmap, names: ReasonNames, calendar: CalendarSystem, zone: &Zone) -> Disqualification {
    let reasons = Named::new(leads_by(dataset, Dimension::Reason), names);
    let codes: Vec<(u32, u32)> = disqualified.iter().map(|row| (row as u32, reasons.code(row))).collect();
    let mut counts = vec![0_u64; reasons.names.len()];
    for (_, reason) in &codes {
        counts[*reason as usize] += 1;
    }
    let without_reason = Rate { numerator: counts[0], denominator: codes.len() as u64 };
    let counts = counts.into_iter().enumerate().map(|(reason, count)| (reason as u32, count));
    let by = |dimension| leads_by(dataset, dimension).map(|parts| by_part(&parts, &codes, &reasons));
    let of_further = |dimension| {
        let mut parts = by(dimension)?;
        parts.truncate(MAX_FURTHER);
        Some(ReasonsBy { dimension, parts })
    };
    Disqualification {
        total: codes.len() as u64,
        without_reason,
        reasons: largest_first(counts, &reasons),
        by_source: by(Dimension::Source).unwrap_or_default(),
        by_owner: by(Dimension::Owner).unwrap_or_default(),
        by: further().filter_map(of_further).collect(),
        by_month: by_month(dataset, &codes, &reasons, calendar, zone),
        responsibility: None,
    }
}

/// How often each reason was given, largest first: no more than [`Disqualification::reasons`] says.
#[inline(never)]
pub fn reason_counts(dataset: &Dataset, disqualified: &Bitmap, names: ReasonNames) -> Vec<ReasonCount> {
    let reasons = Named::new(leads_by(dataset, Dimension::Reason), names);
    let mut counts = vec![0_u64; reasons.names.len()];
    disqualified.iter().for_each(|row| counts[reasons.code(row) as usize] += 1);
    largest_first(counts.into_iter().enumerate().map(|(reason, count)| (reason as u32, count)), &reasons)
}

/// By the month of the disqualification; undated ones are in none.
fn by_month(dataset: &Dataset, disqualified: &[(u32, u32)], reasons: &Named, calendar: CalendarSystem, zone: &Zone) -> Vec<ReasonsOfPart> {
    let Some(column) = &dataset.leads.events[Event::Disqualified.index()] else { return Vec::new() };
    // A calendar is slow, and there are fewer days than leads.
    let mut months: FxHashMap<Day, (i32, u8)> = FxHashMap::default();
    let mut month = |day: Day| {
        *months.entry(day).or_insert_with(|| {
            let date = calendar.date(day);
            (date.year, date.month)
        })
    };
    let dated = disqualified.iter().filter_map(|(row, reason)| Some((month(zone.day(column.get(*row as usize)?)), *reason)));
    let mut pairs: Vec<((i32, u8), u32)> = dated.collect();
    pairs.sort_unstable();
    let part = |month: &[((i32, u8), u32)]| {
        let (year, number) = month[0].0;
        ReasonsOfPart {
            value: Some(format!("{year:04}-{number:02}")),
            total: month.len() as u64,
            reasons: largest_first(month.chunk_by(|a, b| a.1 == b.1).map(|run| (run[0].1, run.len() as u64)), reasons),
        }
    };
    pairs.chunk_by(|a, b| a.0 == b.0).map(part).collect()
}

/// Reasons under the names they are shown by. Several raw reasons may share a name, so codes are renumbered; 0 stays "(none)".
struct Named<'a> {
    column: Option<Coded<'a>>,
    renumbered: Vec<u32>,
    names: Vec<Option<&'a str>>,
}

impl<'a> Named<'a> {
    fn new(column: Option<Coded<'a>>, agreed: ReasonNames<'a>) -> Self {
        let mut names = vec![None];
        let mut renumbered = vec![0];
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        for raw in column.as_ref().map_or(&[][..], Coded::values) {
            let name = agreed.name(raw);
            let code = *known.entry(name).or_insert_with(|| {
                names.push(Some(name));
                names.len() as u32 - 1
            });
            renumbered.push(code);
        }
        Self { column, renumbered, names }
    }

    fn code(&self, row: usize) -> u32 {
        self.column.as_ref().map_or(0, |column| self.renumbered[column.code(row) as usize])
    }
}

fn largest_first(counts: impl Iterator<Item = (u32, u64)>, reasons: &Named) -> Vec<ReasonCount> {
    let mut listed: Vec<(Option<&str>, u64)> =
        counts.filter(|(_, count)| *count > 0).map(|(reason, count)| (reasons.names[reason as usize], count)).collect();
    sort_few_by_key(&mut listed, |(name, count)| (std::cmp::Reverse(*count), name.is_none(), *name));
    listed.truncate(MAX_PARTS);
    listed.into_iter().map(|(name, count)| ReasonCount { reason: name.map(str::to_owned), count }).collect()
}

fn by_part(parts: &Coded, disqualified: &[(u32, u32)], reasons: &Named) -> Vec<ReasonsOfPart> {
    let mut pairs: Vec<(u32, u32)> = disqualified.iter().map(|(row, reason)| (parts.code(*row as usize), *reason)).collect();
    pairs.sort_unstable();
    let mut listed: Vec<ReasonsOfPart> = pairs
        .chunk_by(|a, b| a.0 == b.0)
        .map(|part| ReasonsOfPart {
            value: parts.value(part[0].0).map(str::to_owned),
            total: part.len() as u64,
            reasons: largest_first(part.chunk_by(|a, b| a.1 == b.1).map(|run| (run[0].1, run.len() as u64)), reasons),
        })
        .collect();
    sort_few(&mut listed, |a, b| b.total.cmp(&a.total).then_with(|| (a.value.is_none(), &a.value).cmp(&(b.value.is_none(), &b.value))));
    listed.truncate(MAX_PARTS);
    listed
}
