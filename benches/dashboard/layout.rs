//! The leads laid out by source and day of creation, so that the leads of any filter are a few runs of memory. It counts nothing.
//!
//! In the order of the file a filter that takes a tenth of the leads still reads almost every cache line of 25 columns. Here it reads
//! its tenth, dates that are missing take no place, and no loop asks whether there is one. Laying out costs about four counts of all leads
//! (1 000 000 of them), once.

use std::ops::Range;

use handoff::leads::{Dataset, Instants};

use super::{
    columns::{BLOCK, Block, Columns},
    entries::{Amount, Delivered, Disqualified, ENTERED, Entered, Profile, Rows, WHOLE_WAY, amounts, entered},
    grid::{Grid, LISTS, List, STRETCH},
};

#[derive(Debug)]
pub struct Layout {
    pub profiles: Vec<Profile>,
    /// By [`ENTERED`].
    pub entered: [Vec<Entered>; 6],
    pub delivered: Vec<Delivered>,
    pub disqualified: Vec<Disqualified>,
    amount_starts: Vec<u32>,
    amounts: Vec<Amount>,
}

impl Layout {
    /// The lists in the order of the grid's cells; what the grid knows of single leads is of no more use then, and given up.
    pub fn new(data: &Dataset, columns: &Columns, grid: &mut Grid) -> Self {
        let cell_of = std::mem::take(&mut grid.cell_of);
        grid.lists_of = Vec::new();
        let cells = grid.cells();
        let (amount_starts, amounts) = amounts_by_cell(data, columns, &cell_of, cells);
        let len = |list: List| grid.starts[cells][list as usize] as usize;
        let mut layout = Self {
            profiles: blank(data.leads.len),
            entered: ENTERED.map(|list| blank(len(list))),
            delivered: blank(len(List::Delivered)),
            disqualified: blank(len(List::Disqualified)),
            amount_starts,
            amounts,
        };
        layout.place(columns, grid, &cell_of);
        layout
    }

    /// The amounts of these cells.
    pub fn amounts(&self, cells: &Range<usize>) -> &[Amount] {
        &self.amounts[self.amount_starts[cells.start] as usize..self.amount_starts[cells.end] as usize]
    }

    /// Every row to its stretch of days, then within each stretch to its day. In one step the rows would go to ten thousand places on as many
    /// pages of memory.
    fn place(&mut self, columns: &Columns, grid: &Grid, cell_of: &[u32]) {
        let mut next: Vec<[u32; LISTS]> = grid.starts.iter().step_by(STRETCH).copied().collect();
        // The customers are placed twice.
        let mut next_whole = next.clone();
        let mut block = Block::new();
        for (start, cells) in (0..).step_by(BLOCK).zip(cell_of.chunks(BLOCK)) {
            let range = start..start + cells.len();
            block.read(columns, &range);
            let rows = Rows::new(columns, &block, &range);
            for (way, list) in ENTERED.into_iter().enumerate() {
                let next = if way == WHOLE_WAY { &mut next_whole } else { &mut next };
                let (dates, before) = rows.way(way);
                place_entered(&mut self.entered[way], list, cells, dates, before, next);
            }
            self.place_profiles(&rows, cells, &mut next);
            self.place_others(&rows, cells, &mut next);
        }
        settle(&mut self.profiles, &grid.starts, List::Leads, |lead| lead.slot);
        for (list, entered) in ENTERED.into_iter().zip(&mut self.entered) {
            settle(entered, &grid.starts, list, |entered| entered.slot);
        }
        settle(&mut self.delivered, &grid.starts, List::Delivered, |delivered| delivered.slot);
        settle(&mut self.disqualified, &grid.starts, List::Disqualified, |disqualified| disqualified.slot);
    }

    #[inline(never)]
    fn place_profiles(&mut self, rows: &Rows, cells: &[u32], next: &mut [[u32; LISTS]]) {
        for (at, cell) in cells.iter().enumerate().take(BLOCK) {
            self.profiles[take(next, *cell, List::Leads)] = Profile { slot: slot(*cell), ..rows.profile(at) };
        }
    }

    #[inline(never)]
    fn place_others(&mut self, rows: &Rows, cells: &[u32], next: &mut [[u32; LISTS]]) {
        for (at, cell) in cells.iter().enumerate().filter(|(at, _)| rows.delivered[*at] != Instants::MISSING) {
            self.delivered[take(next, *cell, List::Delivered)] = Delivered { slot: slot(*cell), ..rows.delivery(at) };
        }
        for (at, cell) in cells.iter().enumerate().filter(|(at, _)| rows.disqualified[*at] != Instants::MISSING) {
            self.disqualified[take(next, *cell, List::Disqualified)] = Disqualified { slot: slot(*cell), ..rows.disqualification(at) };
        }
    }
}

fn blank<T: Copy + Default>(len: usize) -> Vec<T> {
    let mut blank = Vec::with_capacity(len);
    while blank.len() < len {
        let block = BLOCK.min(len - blank.len());
        add_blank(&mut blank, block);
    }
    blank
}

#[inline(never)]
fn add_blank<T: Copy + Default>(into: &mut Vec<T>, len: usize) {
    into.resize(into.len() + len, T::default());
}

/// The next place of a list in the stretch of a cell.
#[inline(always)]
fn take(next: &mut [[u32; LISTS]], cell: u32, list: List) -> usize {
    let next = &mut next[cell as usize / STRETCH][list as usize];
    *next += 1;
    *next as usize - 1
}

/// The place of a cell in its stretch.
#[inline(always)]
const fn slot(cell: u32) -> u8 {
    (cell as usize % STRETCH) as u8
}

#[inline(never)]
fn place_entered(into: &mut [Entered], list: List, cells: &[u32], dates: &[u32], before: &[u32], next: &mut [[u32; LISTS]]) {
    for ((cell, at), before) in cells.iter().zip(dates).zip(before) {
        if *at != Instants::MISSING {
            into[take(next, *cell, list)] = Entered { slot: slot(*cell), ..entered(*before, *at) };
        }
    }
}

/// Puts the entries of each stretch in the order of their days.
fn settle<T: Copy>(list: &mut [T], starts: &[[u32; LISTS]], of: List, slot: impl Fn(&T) -> u8 + Copy) {
    let mut scratch = Vec::new();
    for stretch in (0..starts.len() - 1).step_by(STRETCH) {
        let mut next = [0; STRETCH];
        for (next, starts) in next.iter_mut().zip(&starts[stretch..]) {
            *next = starts[of as usize];
        }
        scratch.clear();
        scratch.extend_from_slice(&list[next[0] as usize..starts[stretch + STRETCH][of as usize] as usize]);
        settle_stretch(&scratch, &mut next, list, slot);
    }
}

#[inline(never)]
fn settle_stretch<T: Copy>(entries: &[T], next: &mut [u32; STRETCH], into: &mut [T], slot: impl Fn(&T) -> u8) {
    for entry in entries {
        let next = &mut next[usize::from(slot(entry)) % STRETCH];
        into[*next as usize] = *entry;
        *next += 1;
    }
}

/// The amounts that count, by cell, and where those of each cell start.
fn amounts_by_cell(data: &Dataset, columns: &Columns, cell_of: &[u32], cells: usize) -> (Vec<u32>, Vec<Amount>) {
    let mut starts = vec![0; cells + 1];
    amounts(data, columns).for_each(|(row, _)| starts[cell_of[row] as usize] += 1);
    let mut sum = 0;
    for count in &mut starts {
        sum += std::mem::replace(count, sum);
    }
    let mut by_cell = vec![Amount::default(); sum as usize];
    let mut next = starts.clone();
    for (row, amount) in amounts(data, columns) {
        let next = &mut next[cell_of[row] as usize];
        by_cell[*next as usize] = amount;
        *next += 1;
    }
    (starts, by_cell)
}
