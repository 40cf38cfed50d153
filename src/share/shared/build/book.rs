//! The counts behind a shared board, each known by what it is of, so that the same group is one count wherever it is shown; and cells that
//! wait for the verdict which of them may be shown.

use std::fmt::Display;

use rustc_hash::FxHashMap;

use crate::{
    report::Rate,
    share::{Block, BlockKind, Cell, Column, Label, Row, withhold::Counts},
};

/// The place of a count in the book.
pub type Place = usize;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub of: &'static str,
    pub at: String,
}

pub fn key(of: &'static str, at: impl Display) -> Key {
    Key { of, at: at.to_string() }
}

/// A cell before it is known what may be shown.
#[derive(Debug, Clone)]
pub enum Draft {
    /// Says nothing of a group of leads: a goal, a cost.
    Free(Cell),
    Count(Place),
    Share(Place, Place),
    /// A figure of these groups: shown where each of them may be.
    Of(Vec<Place>, Cell),
}

impl Draft {
    pub const NOTHING: Self = Self::Free(Cell::Nothing);
}

pub struct DraftBlock {
    pub kind: BlockKind,
    pub columns: Vec<Column>,
    pub rows: Vec<(Label, Vec<Draft>)>,
}

#[derive(Default)]
pub struct Book {
    counts: Counts,
    values: Vec<u64>,
    /// By slice.
    known: Vec<FxHashMap<Key, Place>>,
    slice: usize,
}

impl Book {
    /// What is counted from now on is of this slice.
    pub fn turn_to(&mut self, slice: usize) {
        self.slice = slice;
        if self.known.len() <= slice {
            self.known.resize_with(slice + 1, FxHashMap::default);
        }
    }

    /// A count that is shown if it may be.
    pub fn place(&mut self, key: Key, value: u64) -> Place {
        self.enter(key, value, true)
    }

    /// A count that is not shown, but could be worked out from others.
    pub fn aside(&mut self, key: Key, value: u64) -> Place {
        self.enter(key, value, false)
    }

    fn enter(&mut self, key: Key, value: u64, offered: bool) -> Place {
        if let Some(place) = self.known[self.slice].get(&key) {
            // The same words for another number would be a defect; it then counts as a group of its own.
            if self.values[*place] == value {
                return *place;
            }
            return self.add(value, offered);
        }
        let place = self.add(value, offered);
        self.known[self.slice].insert(key, place);
        place
    }

    fn add(&mut self, value: u64, offered: bool) -> Place {
        self.values.push(value);
        self.counts.add(value, offered)
    }

    /// A share of a group; those of it that are not in the numerator are a group too.
    pub fn share(&mut self, of: &'static str, at: impl Display + Copy, rate: Rate) -> Draft {
        if rate.denominator == 0 {
            return Draft::NOTHING;
        }
        let whole = self.place(key(of, format_args!("{at}/whole")), rate.denominator);
        let part = self.place(key(of, format_args!("{at}/part")), rate.numerator);
        self.parts(whole, &[part]);
        Draft::Share(part, whole)
    }

    /// `parts` are disjoint groups of `whole`; what they leave of it is a group too. Groups that are not parts of it are left alone.
    pub fn parts(&mut self, whole: Place, parts: &[Place]) {
        let sum: u64 = parts.iter().map(|part| self.values[*part]).sum();
        let Some(rest) = self.values[whole].checked_sub(sum) else { return };
        let mut parts = parts.to_vec();
        if rest > 0 {
            parts.push(self.add(rest, false));
        }
        self.counts.add_sum(whole, &parts);
    }

    /// Two names for one group, where their counts are the same.
    pub fn same(&mut self, one: Place, other: Place) {
        if one != other && self.values[one] == self.values[other] {
            self.counts.add_sum(one, &[other]);
        }
    }

    /// The count of this slice that is known by this name.
    pub fn find(&self, key: &Key) -> Option<Place> {
        self.known[self.slice].get(key).copied()
    }

    pub fn find_in_whole(&self, key: &Key) -> Option<Place> {
        self.known[0].get(key).copied()
    }

    pub fn value(&self, place: Place) -> u64 {
        self.values[place]
    }

    /// Each of these slices is a part of the whole, the first one.
    pub fn split(&mut self, slices: &[usize]) {
        let whole: Vec<(Key, Place)> = self.known[0].iter().map(|(key, place)| (key.clone(), *place)).collect();
        for (key, place) in whole {
            let parts: Vec<Place> = slices.iter().filter_map(|slice| self.known[*slice].get(&key).copied()).collect();
            if !parts.is_empty() {
                self.parts(place, &parts);
            }
        }
    }

    /// Which counts may be shown, by place.
    pub fn shown(&self, least: u32) -> Vec<bool> {
        self.counts.shown(least)
    }
}

impl DraftBlock {
    pub fn new(kind: BlockKind, columns: &[Column]) -> Self {
        Self { kind, columns: columns.to_vec(), rows: Vec::new() }
    }

    pub fn row(&mut self, label: Label, cells: Vec<Draft>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push((label, cells));
    }

    /// `None` where no cell says anything.
    pub fn finish(self, book: &Book, shown: &[bool]) -> Option<Block> {
        let cell = |draft: Draft| match draft {
            Draft::Free(cell) => rounded(cell),
            Draft::Count(place) if shown[place] => Cell::Count(book.value(place)),
            Draft::Share(part, whole) if shown[part] && shown[whole] => {
                Cell::Share(Rate { numerator: book.value(part), denominator: book.value(whole) })
            }
            Draft::Of(_, Cell::Nothing) => Cell::Nothing,
            Draft::Of(places, cell) if places.iter().all(|place| shown[*place]) => rounded(cell),
            Draft::Count(_) | Draft::Share(..) | Draft::Of(..) => Cell::Withheld,
        };
        let rows: Vec<Row> =
            self.rows.into_iter().map(|(label, cells)| Row { label, cells: cells.into_iter().map(cell).collect() }).collect();
        let says = rows.iter().any(|row| row.cells.iter().any(|cell| *cell != Cell::Nothing));
        says.then_some(Block { kind: self.kind, columns: self.columns, rows })
    }
}

/// To six decimals: nobody reads more, and a link is shorter without them.
fn rounded(cell: Cell) -> Cell {
    let round = |value: f64| (value * 1e6).round() / 1e6;
    match cell {
        Cell::Days(value) => Cell::Days(round(value)),
        Cell::Minutes(value) => Cell::Minutes(round(value)),
        Cell::Months(value) => Cell::Months(round(value)),
        Cell::Ratio(value) => Cell::Ratio(round(value)),
        Cell::Times(value) => Cell::Times(round(value)),
        Cell::Number(value) => Cell::Number(round(value)),
        cell => cell,
    }
}
