//! Every doubt met while reading, with its place. Words for them are found where they are shown.

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::DateOrder;

/// What was doubtful. The value itself is in [`Issue::value`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueKind {
    /// Bytes that are no text in the file's encoding; shown as U+FFFD, the row is kept.
    UndecodableBytes,
    /// More fields than the header; the surplus is not read.
    TooManyFields,
    /// Fewer fields than the header; the rest are empty.
    TooFewFields,
    /// A quote opened at this line is never closed; the rest was read as plain lines.
    UnterminatedQuote,
    /// A stray quote or text after a closing quote; taken as it stands.
    StrayQuote,
    /// NUL characters; removed from the value.
    NulBytes,
    UnreadableDate,
    UnreadableNumber,
    /// The column proves both day-first and month-first; rows that fit only the other order are unread.
    ContradictoryDate,
    /// No row decides the order of day and month; this order was assumed for the column.
    AssumedDateOrder,
    /// Outside 1970–2106, or Excel's zero date.
    DateOutOfRange,
    /// More than a year after 99 of 100 dates of all files: not counted before it comes, and not the as-of.
    FutureDate,
    /// A later stage is dated before an earlier one: kept, left out of durations.
    NegativeDuration,
    /// Same id or e-mail as an earlier row, or the same row of an overlapping export: merged into it.
    MergedDuplicate,
    /// No id, e-mail or any other value: an empty row, left out.
    EmptyRow,
    /// A totals or footer row, not a record: left out.
    TotalsRow,
    /// The header appears again in the data: left out.
    RepeatedHeader,
    /// A deal whose lead is in no leads file.
    DealWithoutLead,
    /// An id a spreadsheet has turned into 1.23E+15: not the id the CRM gave.
    MangledId,
    /// An amount in another currency than the workspace's: not added.
    OtherCurrency,
    /// A stage or status value no meaning is known for: counted as unknown (lead) or open (deal).
    UnknownValue,
    /// Won or lost, but without a close date: counted, undated.
    ClosedWithoutDate,
    /// Two columns claim the same field; the later one is not used.
    ColumnTwice,
    /// A duplicate or empty header was given a name of its own.
    HeaderRenamed,
    /// A row whose lead, company or lookup entry is in none of the files: kept, without what it would have brought.
    NotJoined,
    /// A table of which nothing can be used, such as a price list: set aside.
    KindNotCounted,
}

impl IssueKind {
    /// The row this issue stands at is not among the kept ones.
    pub const fn leaves_out(self) -> bool {
        matches!(self, Self::EmptyRow | Self::TotalsRow | Self::RepeatedHeader)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Issue {
    pub kind: IssueKind,
    /// Index of the file in the order they were given.
    pub file: u16,
    /// 1-based line of the file where the record begins; `None` for a doubt about the whole column or file.
    pub line: Option<u64>,
    /// Header of the column.
    pub column: Option<String>,
    /// The value in doubt, shortened; empty where there is none.
    pub value: String,
    /// The order taken, for [`IssueKind::AssumedDateOrder`].
    #[serde(default)]
    pub date_order: Option<DateOrder>,
}

/// How often one kind of issue was met in one column of one file.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct IssueGroup {
    pub kind: IssueKind,
    pub file: u16,
    pub column: Option<String>,
    pub count: u64,
}

/// File, kind, column.
type GroupKey = (u16, IssueKind, Option<String>);

/// Exact counts of all issues, and the first [`Issues::PLACES_PER_GROUP`] places of each group.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Issues {
    groups: BTreeMap<GroupKey, (u64, Vec<Issue>)>,
}

impl Issues {
    /// A column of a million unreadable dates is one mistake: its places past these add nothing but memory (≈ 100 bytes each).
    /// The count stays exact.
    pub const PLACES_PER_GROUP: usize = 10_000;

    pub fn add(&mut self, issue: Issue) {
        let key = (issue.file, issue.kind, issue.column.clone());
        let (count, places) = self.groups.entry(key).or_default();
        *count += 1;
        if places.len() < Self::PLACES_PER_GROUP {
            places.push(issue);
        }
    }

    pub fn extend(&mut self, other: Self) {
        for (key, (count, places)) in other.groups {
            let (mine, kept) = self.groups.entry(key).or_default();
            *mine += count;
            let room = Self::PLACES_PER_GROUP.saturating_sub(kept.len());
            kept.extend(places.into_iter().take(room));
        }
    }

    /// Those of rows after the first `lines` lines of a file, whose own lines were counted from there.
    pub(super) fn append(&mut self, mut rest: Self, lines: u64) {
        for issue in rest.groups.values_mut().flat_map(|(_, places)| places) {
            issue.line = issue.line.map(|line| line + lines);
        }
        self.extend(rest);
    }

    /// Gives every issue the number of one file.
    pub(super) fn renumber(&mut self, file: u16) {
        for ((_, kind, column), (count, mut places)) in std::mem::take(&mut self.groups) {
            for issue in &mut places {
                issue.file = file;
            }
            self.groups.insert((file, kind, column), (count, places));
        }
    }

    pub fn total(&self) -> u64 {
        self.groups.values().map(|(count, _)| count).sum()
    }

    pub fn count(&self, kind: IssueKind) -> u64 {
        self.groups.iter().filter(|((_, k, _), _)| *k == kind).map(|(_, (count, _))| count).sum()
    }

    pub fn groups(&self) -> impl Iterator<Item = IssueGroup> + '_ {
        self.groups.iter().map(|((file, kind, column), (count, _))| IssueGroup {
            kind: *kind,
            file: *file,
            column: column.clone(),
            count: *count,
        })
    }

    /// Located issues of one group, in file order.
    pub fn places(&self, group: &IssueGroup) -> &[Issue] {
        let key = (group.file, group.kind, group.column.clone());
        self.groups.get(&key).map_or(&[], |(_, places)| places)
    }

    /// Located issues, by file, then kind, then column, in file order within.
    pub fn iter(&self) -> impl Iterator<Item = &Issue> {
        self.groups.values().flat_map(|(_, places)| places)
    }
}
