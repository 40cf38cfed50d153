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
}

impl Grid {
    pub fn new(columns: &Columns, leads: usize) -> Result<Self, TooWide> {
        let created = ends(columns.created.values).unwrap_or(0..0);
        let width = (created.len() + 1).next_multiple_of(STRETCH);
        let cells = columns.source.values() * width;
        if cells > MOST_CELLS {
            return Err(TooWide);
        }
        let mut grid = Self { width, days: created.clone(), starts: vec![[0; LISTS]; cells + 1], cell_of: vec![0; leads] };
        let mut sources = [0; BLOCK];
        for (start, block) in (0..).step_by(BLOCK).zip(grid.cell_of.chunks_mut(BLOCK)) {
            let rows = start..start + block.len();
            columns.source.read(start, &mut sources[..block.len()]);
            cells_of_block(columns, &rows, &sources, width, created.start, block, &mut grid.starts);
        }
        let mut sums = [0; LISTS];
        for cell in &mut grid.starts {
            for (count, sum) in cell.iter_mut().zip(&mut sums) {
                *sum += std::mem::replace(count, *sum);
            }
        }
        Ok(grid)
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
fn cells_of_block(
    columns: &Columns,
    rows: &Range<usize>,
    sources: &[u16; BLOCK],
    width: usize,
    first_day: i32,
    cells: &mut [u32],
    counts: &mut [[u32; LISTS]],
) {
    let created = columns.created.block(rows);
    for ((cell, source), created) in cells.iter_mut().zip(sources).zip(created) {
        let slot = if *created == Instants::MISSING { NO_DAY } else { day_of(*created) as usize - first_day as usize + 1 };
        *cell = (usize::from(*source) * width + slot) as u32;
    }
    // One by one and of one length, because this is compiled for size: no loop is unrolled, and a `map` over an array of them is a call for
    // each row.
    let len = cells.len();
    let [mql, sal, sql, opportunity, customer] = columns.stages.map(|dates| &dates.block(rows)[..len]);
    let (delivered, disqualified) = (&columns.delivered.block(rows)[..len], &columns.disqualified.block(rows)[..len]);
    let has = |dates: &[u32], at: usize| u32::from(dates[at] != Instants::MISSING);
    for (at, cell) in cells.iter().enumerate() {
        let count = &mut counts[*cell as usize];
        count[List::Leads as usize] += 1;
        count[List::Mql as usize] += has(mql, at);
        count[List::Sal as usize] += has(sal, at);
        count[List::Sql as usize] += has(sql, at);
        count[List::Opportunity as usize] += has(opportunity, at);
        count[List::Customer as usize] += has(customer, at);
        count[List::Delivered as usize] += has(delivered, at);
        count[List::Disqualified as usize] += has(disqualified, at);
    }
}
