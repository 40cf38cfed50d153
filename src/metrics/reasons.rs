//! Why leads were disqualified or lost: counts by reason, and by source and owner. Judges nobody: see the responsibility table.

use std::{cmp::Reverse, collections::BTreeMap};

use rustc_hash::FxHashMap;

use super::{Coded, Groups, MAX_PARTS, NO_PART, Selection, States, leads_by};
use crate::{
    leads::{Bitmap, Dataset, Dimension, Event},
    order::sort_few_by_key,
    report::{Disqualification, Outcome, Rate, ReasonCount, ReasonsBy, ReasonsOfPart},
    time::{CalendarSystem, Day, Zone},
    turns::of_each,
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
    let by = |dimension, most| leads_by(dataset, dimension).map(|parts| by_part(&parts, &codes, &reasons, most));
    let of_further = |dimension| Some(ReasonsBy { dimension, parts: by(dimension, MAX_FURTHER)? });
    Disqualification {
        total: codes.len() as u64,
        without_reason,
        reasons: largest_first(counts, &reasons),
        by_source: by(Dimension::Source, MAX_PARTS).unwrap_or_default(),
        by_owner: by(Dimension::Owner, MAX_PARTS).unwrap_or_default(),
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
    let days = of_each(disqualified.len(), |place| column.get(disqualified[place].0 as usize).map(|moment| zone.day(moment)));
    let (Some(first), Some(last)) = (days.iter().flatten().min(), days.iter().flatten().max()) else { return Vec::new() };
    // A calendar is slow, and there are fewer days than leads.
    let mut months: Vec<(i32, u8)> = Vec::new();
    let month_of: Vec<u32> = (first.0..=last.0)
        .map(|day| {
            let date = calendar.date(Day(day));
            if months.last() != Some(&(date.year, date.month)) {
                months.push((date.year, date.month));
            }
            months.len() as u32 - 1
        })
        .collect();
    let part_of = of_each(days.len(), |place| days[place].map_or(NO_PART, |day| month_of[(day.0 - first.0) as usize]));
    let parts = Groups::new(&part_of, months.len());
    let mut count = Counting::new(disqualified, reasons);
    let part = |(index, (year, month)): (usize, &(i32, u8))| {
        let places = parts.of(index);
        (!places.is_empty()).then(|| count.part(Some(format!("{year:04}-{month:02}")), places))
    };
    months.iter().enumerate().filter_map(part).collect()
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
    sort_few_by_key(&mut listed, |(name, count)| (Reverse(*count), name.is_none(), *name));
    listed.truncate(MAX_PARTS);
    listed.into_iter().map(|(name, count)| ReasonCount { reason: name.map(str::to_owned), count }).collect()
}

/// The parts with most leads, `most` of them.
fn by_part(parts: &Coded, disqualified: &[(u32, u32)], reasons: &Named, most: usize) -> Vec<ReasonsOfPart> {
    let part_of = of_each(disqualified.len(), |place| parts.code(disqualified[place].0 as usize));
    let groups = Groups::new(&part_of, parts.values().len() + 1);
    let mut listed: Vec<(Option<&str>, &[u32])> = (0..=parts.values().len())
        .map(|code| (parts.value(code as u32), groups.of(code)))
        .filter(|(_, places)| !places.is_empty())
        .collect();
    sort_few_by_key(&mut listed, |(value, places)| (Reverse(places.len()), value.is_none(), *value));
    listed.truncate(most);
    let mut count = Counting::new(disqualified, reasons);
    listed.into_iter().map(|(value, places)| count.part(value.map(str::to_owned), places)).collect()
}

/// Counts the reasons of some of the disqualified.
struct Counting<'a> {
    disqualified: &'a [(u32, u32)],
    reasons: &'a Named<'a>,
    /// By reason; all 0 between two parts.
    counts: Vec<u64>,
}

impl<'a> Counting<'a> {
    fn new(disqualified: &'a [(u32, u32)], reasons: &'a Named) -> Self {
        Self { disqualified, reasons, counts: vec![0; reasons.names.len()] }
    }

    fn part(&mut self, value: Option<String>, places: &[u32]) -> ReasonsOfPart {
        let mut given = Vec::new();
        for place in places {
            let reason = self.disqualified[*place as usize].1;
            let count = &mut self.counts[reason as usize];
            if *count == 0 {
                given.push(reason);
            }
            *count += 1;
        }
        let counts = given.into_iter().map(|reason| (reason, std::mem::take(&mut self.counts[reason as usize])));
        ReasonsOfPart { value, total: places.len() as u64, reasons: largest_first(counts, self.reasons) }
    }
}
