//! What a reader leaves of one file: columns, places and issues, before files know of each other.

use borsh::{BorshDeserialize, BorshSerialize};

use super::{ColumnReading, Field, FileMapping, Issue, IssueKind, Issues, Kind, source::SourceFile, value_columns::Amounts};
use crate::leads::{Bitmap, Category, Instants, Named};

/// Line of each row. Most rows are one line, so only the breaks in that rule are kept.
#[derive(Debug, Default, BorshSerialize, BorshDeserialize)]
pub(super) struct LineIndex {
    /// (row, line − row), where the difference changes.
    changes: Vec<(u32, u64)>,
}

impl LineIndex {
    #[inline(always)]
    pub(super) fn push(&mut self, row: usize, line: u64) {
        let difference = line - row as u64;
        if self.changes.last().is_none_or(|(_, last)| *last != difference) {
            self.changes.push((row as u32, difference));
        }
    }

    /// The lines of `rest`, whose rows follow the `rows` of this one and whose lines follow `lines` lines.
    pub(super) fn append(&mut self, rest: Self, rows: usize, lines: u64) {
        for (row, difference) in rest.changes {
            let row = row as usize + rows;
            self.push(row, difference + lines + row as u64 - rows as u64);
        }
    }

    pub(super) fn line(&self, row: usize) -> u64 {
        let index = self.changes.partition_point(|(from, _)| *from as usize <= row);
        row as u64 + index.checked_sub(1).map_or(0, |index| self.changes[index].1)
    }
}

#[derive(Debug)]
pub(super) struct CategoryTable {
    pub header: String,
    pub category: Category,
    /// First row of each value, by code − 1.
    pub first_rows: Vec<u32>,
}

/// One file as it was read. Give all of them to [`super::assemble`].
#[derive(Debug)]
pub struct Table {
    pub(super) file: u16,
    pub(super) name: String,
    pub(super) mapping: FileMapping,
    pub(super) source: SourceFile,
    pub(super) rows_read: u64,
    pub(super) rows_left_out: u64,
    pub(super) offsets: Vec<u64>,
    pub(super) lines: LineIndex,
    pub(super) ids: Vec<(Field, Vec<u64>)>,
    pub(super) dates: Vec<(Field, Instants)>,
    pub(super) categories: Vec<(Field, CategoryTable)>,
    pub(super) amounts: Option<Amounts>,
    pub(super) amount_column: Option<String>,
    pub(super) attempts: Vec<u16>,
    pub(super) contacted: Vec<u8>,
    pub(super) visitors: Vec<u32>,
    pub(super) attributes: Vec<Named<Category>>,
    pub(super) counters: Vec<Named<Vec<u16>>>,
    /// By the field asked for: the rows that have it.
    pub(super) known: Vec<(Field, Bitmap)>,
    pub(super) email_domain: Option<Category>,
    pub(super) issues: Issues,
    /// Of columns that could be read in more than one way.
    pub(super) readings: Vec<ColumnReading>,
}

impl Table {
    pub(super) fn new(file: u16, name: String, mapping: FileMapping, source: SourceFile) -> Self {
        Self {
            file,
            name,
            mapping,
            source,
            rows_read: 0,
            rows_left_out: 0,
            offsets: Vec::new(),
            lines: LineIndex::default(),
            ids: Vec::new(),
            dates: Vec::new(),
            categories: Vec::new(),
            amounts: None,
            amount_column: None,
            attempts: Vec::new(),
            contacted: Vec::new(),
            visitors: Vec::new(),
            attributes: Vec::new(),
            counters: Vec::new(),
            known: Vec::new(),
            email_domain: None,
            issues: Issues::default(),
            readings: Vec::new(),
        }
    }

    pub fn kind(&self) -> Kind {
        self.mapping.kind
    }

    /// Rows that will be counted, before duplicates are merged.
    pub(super) fn len(&self) -> usize {
        self.offsets.len()
    }

    /// A table of which nothing can be used: all its rows are left out, and that is said.
    pub(super) fn set_aside_if_not_used(&mut self) {
        if !self.mapping.is_used() {
            self.set_aside();
        }
    }

    pub(super) fn set_aside(&mut self) {
        self.rows_left_out = self.rows_read;
        self.offsets = Vec::new();
        self.issue(IssueKind::KindNotCounted, None, None, String::new());
    }

    pub(super) fn issue(&mut self, kind: IssueKind, row: Option<usize>, column: Option<&str>, value: String) {
        let line = row.map(|row| self.lines.line(row));
        let column = column.map(str::to_owned);
        self.issues.add(Issue { kind, file: self.file, line, column, value, date_order: None });
    }

    pub(super) fn ids_of(&self, field: Field) -> Option<&[u64]> {
        self.ids.iter().find(|(of, _)| *of == field).map(|(_, ids)| ids.as_slice())
    }

    /// The header of the column mapped to a field.
    pub(super) fn header_of(&self, field: Field) -> Option<String> {
        self.mapping.column_of(field).map(|column| self.mapping.columns[column].header.clone())
    }

    pub(super) fn take_ids(&mut self, field: Field) -> Vec<u64> {
        self.ids.iter_mut().find(|(of, _)| *of == field).map(|(_, ids)| std::mem::take(ids)).unwrap_or_default()
    }

    pub(super) fn dates_of(&self, field: Field) -> Option<&Instants> {
        self.dates.iter().find(|(of, _)| *of == field).map(|(_, dates)| dates)
    }

    pub(super) fn take_dates(&mut self, field: Field) -> Option<Instants> {
        self.dates.iter_mut().find(|(of, _)| *of == field).map(|(_, dates)| std::mem::take(dates))
    }

    pub(super) fn take_category(&mut self, field: Field) -> Option<Category> {
        self.categories.iter_mut().find(|(of, _)| *of == field).map(|(_, column)| std::mem::take(&mut column.category))
    }

    /// Makes `file` the table's number, in its issues too.
    pub(super) fn renumber(&mut self, file: u16) {
        if self.file != file {
            self.file = file;
            self.issues.renumber(file);
        }
    }

    pub(super) fn category_of(&self, field: Field) -> Option<&CategoryTable> {
        self.categories.iter().find(|(of, _)| *of == field).map(|(_, category)| category)
    }
}
