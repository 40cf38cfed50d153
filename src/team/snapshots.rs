//! What earlier imports came to, month by month, and what has changed since in months that were over by then. It holds totals and no
//! lead, and says that a number moved, not which lead moved it.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::content_id;
use crate::{
    agreement::Agreement,
    import::FileSummary,
    leads::{Dataset, Instants, Stage},
    metrics::{ByMonthConfig, Months, by_month},
    report::{MonthCounts, Query, Scene},
    time::{CalendarSystem, Zone},
};

/// Snapshots that are kept; an import above them takes the place of the oldest.
pub const MOST_SNAPSHOTS: usize = 24;
/// Months a snapshot tells, the latest ones: three years.
pub const MOST_MONTHS: usize = 36;

/// The oldest first.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Snapshots {
    pub snapshots: Vec<Snapshot>,
}

/// What one accepted import came to.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Snapshot {
    /// Made from all the rest: the same on every computer.
    pub id: u64,
    /// Unix seconds.
    pub made_at: i64,
    pub files: Vec<SnapshotFile>,
    /// RFC 3339; `null` when the data has no date.
    pub as_of: Option<String>,
    /// The calendar the months are of.
    pub calendar: CalendarSystem,
    pub agreement: SnapshotAgreement,
    /// At most [`MOST_MONTHS`], in order of time without gaps; the last is that of the as-of, which is not over.
    pub months: Vec<MonthCounts>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct SnapshotFile {
    pub name: String,
    /// That were kept.
    pub rows: u64,
}

/// Which agreement it was counted by.
#[derive(Debug, Clone, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct SnapshotAgreement {
    pub version: u32,
    pub hash: String,
}

impl Snapshots {
    /// Keeps a snapshot; the oldest goes when there are more than [`MOST_SNAPSHOTS`]. One that tells nothing else than the latest is not
    /// kept: the same import again.
    pub fn keep(&mut self, snapshot: Snapshot) {
        let is_known =
            self.snapshots.last().is_some_and(|latest| Snapshot { id: latest.id, made_at: latest.made_at, ..snapshot.clone() } == *latest);
        if is_known {
            return;
        }
        self.snapshots.push(snapshot);
        let above = self.snapshots.len().saturating_sub(MOST_SNAPSHOTS);
        self.snapshots.drain(..above);
    }

    pub fn remove(&mut self, id: u64) {
        self.snapshots.retain(|snapshot| snapshot.id != id);
    }
}

/// What a dataset says of its months, without a filter. `zone` is the one the agreement names; `made_at` is a unix second.
pub fn snapshot(dataset: &Dataset, files: &[FileSummary], agreement: &Agreement, zone: &Zone, made_at: i64) -> Snapshot {
    let scene = Scene::new(dataset, agreement, zone, &Query::default());
    let calendar = agreement.workspace.calendar;
    let mut snapshot = Snapshot {
        id: 0,
        made_at,
        files: files.iter().map(|file| SnapshotFile { name: file.name.clone(), rows: file.rows_kept }).collect(),
        as_of: scene.as_of_text(),
        calendar,
        agreement: SnapshotAgreement { version: agreement.version, hash: agreement.hash() },
        months: Vec::new(),
    };
    if let Some(as_of) = scene.as_of {
        let leads = dataset.leads.stages.iter().flatten();
        let first = leads.chain([&dataset.deals.closed]).flat_map(Instants::raw).min().copied();
        let months = Months::new(first, MOST_MONTHS, as_of, calendar, zone);
        let told = scene.facts().told;
        let ledger = (told.deliveries && told.follow_ups).then(|| scene.ledger());
        let config = ByMonthConfig { months: &months, tracked: scene.tracked, deals: &scene.deals, ledger: ledger.as_ref() };
        snapshot.months = by_month(dataset, &scene.states, &scene.selection, &config);
    }
    snapshot.id = content_id(&snapshot);
    snapshot
}

/// What is counted of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    Entered(Stage),
    Disqualified,
    WonDeals,
    /// In minor units of the currency both snapshots are in.
    Revenue,
    Delivered,
    InTime,
}

/// A figure of a month that was over, and is another now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// `YYYY-MM` of the workspace calendar.
    pub month: String,
    pub measure: Measure,
    pub before: i64,
    pub after: i64,
}

impl Moved {
    pub const fn difference(&self) -> i64 {
        self.after - self.before
    }
}

/// What changed between two snapshots.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// In order of time.
    pub moved: Vec<Moved>,
    /// The two were counted by different agreements: a change may come from there, and not from the data.
    pub other_agreement: bool,
    /// Their months are of different calendars: nothing was compared.
    pub other_calendar: bool,
    /// ISO 4217, of [`Measure::Revenue`].
    pub currency: Option<String>,
}

/// What is different in `after` about the months that were over at the as-of of `before`. A month only one of them tells counts as
/// nothing in the other, unless it lies before the months that other has room for. What one of them cannot tell is not compared.
pub fn changes(before: &Snapshot, after: &Snapshot) -> Changes {
    let mut found = Changes {
        moved: Vec::new(),
        other_agreement: before.agreement.hash != after.agreement.hash,
        other_calendar: before.calendar != after.calendar,
        currency: after.months.iter().find_map(|month| month.revenue.as_ref()?.currency.clone()),
    };
    let Some(open) = before.months.last().map(|month| month.month.as_str()) else { return found };
    if found.other_calendar {
        return found;
    }
    let start = |snapshot: &Snapshot| match snapshot.months.first() {
        Some(first) if snapshot.months.len() >= MOST_MONTHS => first.month.clone(),
        _ => String::new(),
    };
    let from = start(before).max(start(after));
    let mut names: Vec<&str> =
        [before, after].into_iter().flat_map(|snapshot| &snapshot.months).map(|month| month.month.as_str()).collect();
    names.retain(|name| *name < open && *name >= from.as_str());
    names.sort_unstable();
    names.dedup();
    for name in names {
        let of = |snapshot: &Snapshot| snapshot.months.iter().find(|month| month.month == name).cloned();
        let (old, new) = (of(before), of(after));
        let blank = |like: &Snapshot| like.months.last().map(emptied).unwrap_or_default();
        compare(name, &old.unwrap_or_else(|| blank(before)), &new.unwrap_or_else(|| blank(after)), &mut found.moved);
    }
    found
}

/// A month of which everything that is told is nothing.
fn emptied(like: &MonthCounts) -> MonthCounts {
    let mut blank = like.clone();
    blank.entered.iter_mut().for_each(|entries| entries.leads = 0);
    (blank.disqualified, blank.won_deals) = (0, 0);
    if let Some(revenue) = &mut blank.revenue {
        revenue.minor = 0;
    }
    blank.delivered = blank.delivered.map(|_| 0);
    blank.in_time = blank.in_time.map(|_| 0);
    blank
}

fn compare(month: &str, before: &MonthCounts, after: &MonthCounts, moved: &mut Vec<Moved>) {
    let mut push = |measure: Measure, before: Option<i64>, after: Option<i64>| {
        if let (Some(before), Some(after)) = (before, after)
            && before != after
        {
            moved.push(Moved { month: month.to_owned(), measure, before, after });
        }
    };
    let count = |count: u64| Some(count as i64);
    for stage in Stage::ALL {
        let of = |month: &MonthCounts| month.entered.iter().find(|entries| entries.stage == stage).and_then(|entries| count(entries.leads));
        push(Measure::Entered(stage), of(before), of(after));
    }
    push(Measure::Disqualified, count(before.disqualified), count(after.disqualified));
    push(Measure::WonDeals, count(before.won_deals), count(after.won_deals));
    let currency = |month: &MonthCounts| month.revenue.as_ref().map(|revenue| revenue.currency.clone());
    if currency(before) == currency(after) {
        let minor = |month: &MonthCounts| month.revenue.as_ref().map(|revenue| revenue.minor);
        push(Measure::Revenue, minor(before), minor(after));
    }
    push(Measure::Delivered, before.delivered.and_then(count), after.delivered.and_then(count));
    push(Measure::InTime, before.in_time.and_then(count), after.in_time.and_then(count));
}
