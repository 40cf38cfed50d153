//! The leads by source and day of creation: the cell of each, and how many there are in each cell. Nothing is moved.

use std::ops::Range;

use handoff::{
    leads::{Dataset, Dimension, Instants},
    time::SECONDS_PER_DAY,
};

use super::{
    columns::{BLOCK, Columns},
    params::{self, Filter},
};

/// Leads of one source created on one day are of one cell; the first day of each source stands for leads without a date.
const NO_DAY: usize = 0;
/// Days that are laid out together before they are told apart: see `Layout::place`. It divides the cells of a source.
pub const STRETCH: usize = 128;
/// 32 bytes each; thirty years of a hundred sources are a quarter of it.
const MOST_CELLS: usize = 1 << 22;

/// What is counted by cell, as the index into [`Grid::starts`].
#[derive(Debug, Clone, Copy)]
pub enum List {
    Leads,
    Mql,
    Sal,
    Sql,
    Opportunity,
    Customer,
    Delivered,
    Disqualified,
}

pub const LISTS: usize = 8;

/// A column has more different values, or the leads more days and sources, than there is room for.
#[derive(Debug)]
pub struct TooWide;

/// The cells of a source that pass a filter.
#[derive(Debug, Clone)]
pub struct Run {
    /// Code of the source.
    pub source: u32,
    pub cells: Range<usize>,
}

#[derive(Debug)]
pub struct Grid {
    /// Cells of a source.
    width: usize,
    /// The days, since 1970, that leads were created on: those of the second cell of each source and on.
    pub days: Range<i32>,
    /// Where the lists of each cell would start in the order of cells, and one more row with their lengths.
    pub starts: Vec<[u32; LISTS]>,
    /// By lead; empty once nobody asks for it any more.
    pub cell_of: Vec<u32>,
    /// By lead as well: the lists it is in, each in the bit of its number.
    pub lists_of: Vec<u8>,
}

impl Grid {
    pub fn new(columns: &Columns, leads: usize) -> Result<Self, TooWide> {
        let created = ends(columns.created.values).unwrap_or(0..0);
        let width = (created.len() + 1).next_multiple_of(STRETCH);
        let cells = columns.source.values() * width;
        if cells > MOST_CELLS {
            return Err(TooWide);
        }
        let mut counts = Counts::new(cells);
        let (mut cell_of, mut lists_of) = (vec![0; leads], vec![0; leads]);
        let mut sources = [0; BLOCK];
        let blocks = cell_of.chunks_mut(BLOCK).zip(lists_of.chunks_mut(BLOCK));
        for (start, (cells, lists)) in (0..).step_by(BLOCK).zip(blocks) {
            let rows = start..start + cells.len();
            columns.source.read(start, &mut sources[..cells.len()]);
            cells_of_block(columns.created.block(&rows), &sources, width, created.start, cells);
            lists_of_block(columns, &rows, lists);
            counts.add(cells, lists);
        }
        Ok(Self { width, days: created, starts: counts.starts(), cell_of, lists_of })
    }

    /// The cells that pass `filter`, by source.
    pub fn select(&self, data: &Dataset, filter: &Filter) -> Vec<Run> {
        let slot = |day: &Option<String>| {
            let day = params::day(day.as_deref()?)?;
            Some(usize::try_from(day - self.days.start + 1).unwrap_or(0).clamp(NO_DAY + 1, self.width))
        };
        let days = match (slot(&filter.from), slot(&filter.to)) {
            (None, None) => NO_DAY..self.width,
            (from, to) => from.unwrap_or(NO_DAY + 1)..to.unwrap_or(self.width),
        };
        let wanted = filter.source.as_deref().map(|source| {
            let column = data.leads.categories[Dimension::Source.index()].as_ref();
            column.and_then(|column| column.code_of(Some(source)))
        });
        (0..self.sources())
            .filter(|source| wanted.is_none_or(|wanted| wanted == Some(*source as u32)) && !days.is_empty())
            .map(|source| Run { source: source as u32, cells: source * self.width + days.start..source * self.width + days.end })
            .collect()
    }

    pub fn cells(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn sources(&self) -> usize {
        self.cells() / self.width
    }

    /// The day of a cell, since 1970; `None` for leads without a date.
    pub fn day(&self, cell: usize) -> Option<i32> {
        match cell % self.width {
            NO_DAY => None,
            slot => Some(self.days.start + slot as i32 - 1),
        }
    }

    /// Where the entries of these cells are in the order of cells.
    pub fn range(&self, cells: &Range<usize>, list: List) -> Range<usize> {
        self.starts[cells.start][list as usize] as usize..self.starts[cells.end][list as usize] as usize
    }

    /// Entries of these cells.
    pub fn count(&self, cells: &Range<usize>, list: List) -> u32 {
        self.range(cells, list).len() as u32
    }

    /// Leads without a date of creation; the cells are those of one source.
    pub fn undated(&self, cells: &Range<usize>) -> u32 {
        if cells.start % self.width == NO_DAY { self.count(&(cells.start..cells.start + 1), List::Leads) } else { 0 }
    }
}

#[inline(always)]
pub const fn day_of(seconds: u32) -> u32 {
    seconds / SECONDS_PER_DAY as u32
}

/// The days since 1970 that the dates are in.
fn ends(dates: &[u32]) -> Option<Range<i32>> {
    let both = |one: (u32, u32), two: (u32, u32)| (one.0.min(two.0), one.1.max(two.1));
    let (first, after_last) = dates.chunks(BLOCK).map(ends_of_block).fold((u32::MAX, 0), both);
    (after_last > 0).then(|| day_of(first) as i32..day_of(after_last - 1) as i32 + 1)
}

/// The first, and one more than the last. Missing is the largest number: one more makes it the least.
///
/// A function of its own, as all loops over rows here: a browser runs wasm slowly at first and exchanges only whole functions for their
/// optimised code, so one that never returns would stay slow.
#[inline(never)]
fn ends_of_block(dates: &[u32]) -> (u32, u32) {
    dates.iter().fold((u32::MAX, 0), |(first, after_last), at| (first.min(*at), after_last.max(at.wrapping_add(1))))
}

#[inline(never)]
fn cells_of_block(created: &[u32], sources: &[u16; BLOCK], width: usize, first_day: i32, cells: &mut [u32]) {
    for ((cell, source), created) in cells.iter_mut().zip(sources).zip(created) {
        let slot = if *created == Instants::MISSING { NO_DAY } else { day_of(*created) as usize - first_day as usize + 1 };
        *cell = (usize::from(*source) * width + slot) as u32;
    }
}

/// Which lists each lead is in.
#[inline(never)]
fn lists_of_block(columns: &Columns, rows: &Range<usize>, lists: &mut [u8]) {
    // One by one and of one length, because this is compiled for size: no loop is unrolled, and a `map` over an array of them is a call for
    // each row.
    let len = lists.len();
    let [mql, sal, sql, opportunity, customer] = columns.stages.map(|dates| &dates.block(rows)[..len]);
    let (delivered, disqualified) = (&columns.delivered.block(rows)[..len], &columns.disqualified.block(rows)[..len]);
    let bit = |dates: &[u32], at: usize, list: List| u8::from(dates[at] != Instants::MISSING) << list as u32;
    for (at, lists) in lists.iter_mut().enumerate() {
        *lists = 1 << List::Leads as u32
            | bit(mql, at, List::Mql)
            | bit(sal, at, List::Sal)
            | bit(sql, at, List::Sql)
            | bit(opportunity, at, List::Opportunity)
            | bit(customer, at, List::Customer)
            | bit(delivered, at, List::Delivered)
            | bit(disqualified, at, List::Disqualified);
    }
}

/// By the lists of a lead, a bit each: 1 in the byte of each.
const ONES: [u64; 256] = {
    let mut table = [0; 256];
    let mut lists = 0;
    while lists < 256 {
        let mut list = 0;
        while list < LISTS {
            table[lists] |= (lists as u64 >> list & 1) << (8 * list);
            list += 1;
        }
        lists += 1;
    }
    table
};

/// How many leads each cell has in which lists.
struct Counts {
    counts: Vec<[u32; LISTS]>,
    /// Up to 255 more of each list in a byte: one addition for all eight, which halves the time.
    more: Vec<u64>,
}

impl Counts {
    fn new(cells: usize) -> Self {
        Self { counts: vec![[0; LISTS]; cells + 1], more: vec![0; cells] }
    }

    #[inline(never)]
    fn add(&mut self, cells: &[u32], lists: &[u8]) {
        for (cell, lists) in cells.iter().zip(lists) {
            let more = &mut self.more[*cell as usize];
            *more += ONES[usize::from(*lists)];
            // Every lead is in the first list.
            if *more as u8 == u8::MAX {
                self.settle(*cell as usize);
            }
        }
    }

    #[inline(never)]
    fn settle(&mut self, cell: usize) {
        let more = std::mem::take(&mut self.more[cell]);
        for (count, more) in self.counts[cell].iter_mut().zip(more.to_le_bytes()) {
            *count += u32::from(more);
        }
    }

    /// Where the lists of each cell start, and the lengths of all.
    fn starts(mut self) -> Vec<[u32; LISTS]> {
        (0..self.more.len()).for_each(|cell| self.settle(cell));
        let mut sums = [0; LISTS];
        for cell in &mut self.counts {
            for (count, sum) in cell.iter_mut().zip(&mut sums) {
                *sum += std::mem::replace(count, *sum);
            }
        }
        self.counts
    }
}
