//! The latest moment anything happened, and the dates too far after it to be true: "2055" for "2025".

use super::Work;
use crate::{
    import::{Field, IssueKind},
    leads::{Bitmap, Dataset, Event, Instants, Place, Stage},
    time::{CalendarSystem, Moment, SECONDS_PER_DAY, Zone},
    turns::in_turns,
};

const DAY: u32 = SECONDS_PER_DAY as u32;
/// A pipeline may reach into the next year; more than that after all but one in a hundred dates is a slip of the pen.
const MARGIN_DAYS: u32 = 366;
/// Dates looked at before it is asked whether they are enough.
const LOOK: usize = 4096;

/// A column of dates.
struct Dated<'a> {
    dates: &'a Instants,
    places: &'a [Place],
    /// The columns of a file it may have come from.
    fields: Vec<Field>,
    /// Rows that are yet to happen; empty when there are none.
    planned: Option<&'a Bitmap>,
}

fn columns(dataset: &Dataset) -> Vec<Dated<'_>> {
    let (leads, deals, activities) = (&dataset.leads, &dataset.deals, &dataset.activities);
    let mut columns = Vec::new();
    for stage in Stage::ALL {
        if let Some(dates) = &leads.stages[stage.index()] {
            let mut fields = vec![Field::Stage(stage)];
            match stage {
                Stage::Lead => fields.push(Field::CreatedAt),
                Stage::Opportunity if leads.from_deals => fields.push(Field::CreatedAt),
                Stage::Customer if leads.from_deals => fields.push(Field::CloseDate),
                _ => {}
            }
            columns.push(Dated { dates, places: &leads.places, fields, planned: None });
        }
    }
    for event in Event::ALL {
        if let Some(dates) = &leads.events[event.index()] {
            columns.push(Dated { dates, places: &leads.places, fields: vec![Field::Event(event), Field::CloseDate], planned: None });
        }
    }
    // Deals that stand for their leads have given them their dates.
    if !leads.from_deals {
        let places = &deals.places;
        columns.push(Dated { dates: &deals.created, places, fields: vec![Field::CreatedAt], planned: None });
        let fields = vec![Field::CloseDate, Field::Stage(Stage::Customer), Field::Event(Event::Disqualified)];
        columns.push(Dated { dates: &deals.closed, places, fields, planned: None });
    }
    let planned = Some(&activities.planned).filter(|planned| !planned.is_empty());
    columns.push(Dated { dates: &activities.at, places: &activities.places, fields: vec![Field::HappenedAt], planned });
    columns
}

/// The default as-of: an export is a picture of its moment. Costs and visitors are booked for periods and say nothing of it.
/// Dates in the far future are doubted and do not count; they are too few to move the rest.
#[inline(never)]
pub(super) fn latest(dataset: &Dataset, work: &mut Work) -> Option<Moment> {
    let columns = columns(dataset);
    let spread: Vec<Spread> = columns.iter().map(|column| Spread::of(column.dates)).collect();
    let limit = limit(&columns, &spread);
    let mut far = Vec::new();
    for (column, spread) in columns.iter().zip(&spread) {
        if spread.newest.is_some_and(|newest| newest > limit) {
            let is_far = |seconds: u32| seconds > limit && seconds != Instants::MISSING;
            let rows = column.dates.raw().iter().enumerate().filter(|(_, seconds)| is_far(**seconds));
            far.extend(rows.map(|(row, seconds)| (column.places[row], column.fields.clone(), *seconds)));
        }
    }
    let latest = columns.iter().zip(&spread).filter_map(|(column, spread)| match column.planned {
        None if spread.newest.is_none_or(|newest| newest <= limit) => spread.newest,
        None => column.dates.raw().iter().filter(|seconds| **seconds <= limit).max().copied(),
        Some(planned) => {
            let rows = column.dates.raw().iter().enumerate().filter(|(row, seconds)| **seconds <= limit && !planned.get(*row));
            rows.map(|(_, seconds)| *seconds).max()
        }
    });
    let latest = latest.max().and_then(|seconds| Moment::from_unix(i64::from(seconds)));
    for (place, fields, seconds) in far {
        let day = Zone::utc().day(Moment::from_unix(i64::from(seconds)).unwrap_or(Moment::MAX));
        let date = CalendarSystem::Gregorian.date(day);
        let value = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        // A file without such a column has the date from another one, where it is doubted too.
        let table = &work.tables[usize::from(place.file())];
        if !fields.iter().any(|field| table.mapping.column_of(*field).is_some()) {
            continue;
        }
        work.doubt_at(place, IssueKind::FutureDate, &fields, value);
    }
    latest
}

/// What one look at a column tells of its dates.
struct Spread {
    newest: Option<u32>,
    count: usize,
}

impl Spread {
    fn of(dates: &Instants) -> Self {
        // One more than the newest, because what is missing is then 0.
        let (mut after, mut missing) = (0, 0);
        in_turns(dates.len(), |rows| {
            for seconds in &dates.raw()[rows] {
                let next = seconds.wrapping_add(1);
                after = after.max(next);
                missing += usize::from(next == 0);
            }
        });
        Self { newest: u32::checked_sub(after, 1), count: dates.len() - missing }
    }
}

/// Whether more than one in a hundred of `total` dates are not before `from`; looks no further than to where it knows.
fn are_many(columns: &[Dated], from: u32, total: usize) -> bool {
    let mut count = 0;
    columns.iter().flat_map(|column| column.dates.raw().chunks(LOOK)).any(|dates| {
        count += count_from(dates, from);
        count * 100 > total
    })
}

/// How many dates are not before `from`. A function of its own: see [`crate::turns`].
#[inline(never)]
fn count_from(dates: &[u32], from: u32) -> usize {
    dates.iter().map(|seconds| u32::from((from..Instants::MISSING).contains(seconds))).sum::<u32>() as usize
}

/// The last second that is not far in the future.
#[inline(never)]
fn limit(columns: &[Dated], spread: &[Spread]) -> u32 {
    const NONE: u32 = Instants::MISSING - 1;
    let all = || columns.iter().map(|column| column.dates.raw());
    let Some(newest) = spread.iter().filter_map(|spread| spread.newest).max() else { return NONE };
    // The usual case, without a look at each day: more than one in a hundred dates is within the margin of the newest.
    if are_many(columns, newest.saturating_sub(MARGIN_DAYS * DAY), spread.iter().map(|spread| spread.count).sum()) {
        return NONE;
    }
    let mut days = vec![0_usize; (u32::MAX / DAY) as usize + 1];
    for seconds in all().flatten().filter(|seconds| **seconds <= NONE) {
        days[(seconds / DAY) as usize] += 1;
    }
    let total: usize = days.iter().sum();
    let mut until = 0;
    let day = days.iter().position(|count| {
        until += count;
        until * 100 >= total * 99
    });
    let last_day = day.unwrap_or(days.len()) as u64 + u64::from(MARGIN_DAYS);
    u32::try_from((last_day + 1) * u64::from(DAY) - 1).map_or(NONE, |second| second.min(NONE))
}
