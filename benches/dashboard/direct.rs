//! The leads as they lie in their columns, block by block, for who asks once: a few blocks of entries are made, counted and forgotten.

use handoff::leads::Dataset;

use super::{
    columns::{BLOCK, Block, Columns},
    count::Counting,
    entries::{Delivered, Disqualified, ENTERED, Entered, Rows, WHOLE_WAY, amounts, entered},
    grid::{Grid, List, Run},
};

/// The leads of a block that are in a list, by their place in it.
struct Places {
    /// Numbers of two bytes, and room for those written beyond the last.
    places: Box<[u8; 2 * BLOCK + 16]>,
    len: usize,
}

/// By which of eight neighbours are meant, a bit each: their places among the eight, numbers of two bytes.
const PLACES: [[u64; 2]; 256] = {
    let mut table = [[0; 2]; 256];
    let mut bits = 0;
    while bits < 256 {
        let (mut place, mut count) = (0, 0);
        while place < 8 {
            if bits >> place & 1 == 1 {
                table[bits][count / 4] |= place << (16 * (count % 4));
                count += 1;
            }
            place += 1;
        }
        bits += 1;
    }
    table
};

impl Places {
    fn none() -> Self {
        Self { places: Box::new([0; 2 * BLOCK + 16]), len: 0 }
    }

    /// Eight leads at a time and without asking of any: a jump that cannot be foretold costs as much as all eight. All lists of 1 000 000 leads
    /// take 3 ms in a browser where going lead by lead took 11.
    #[inline(never)]
    fn pick(&mut self, lists: &[u8; BLOCK], list: List) {
        self.len = 0;
        let mut first = 0;
        for eight in lists.as_chunks::<8>().0 {
            let there = u64::from_le_bytes(*eight) >> list as u32 & 0x0101_0101_0101_0101;
            // Gathers the lowest bit of each byte.
            let [low, high] = PLACES[(there.wrapping_mul(0x0102_0408_1020_4080) >> 56) as usize];
            let Some(to) = self.places[2 * self.len..].first_chunk_mut::<16>() else { return };
            *to = (u128::from(low + first) | u128::from(high + first) << 64).to_le_bytes();
            self.len += there.count_ones() as usize;
            first += 0x0008_0008_0008_0008;
        }
    }

    #[inline(always)]
    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.places.as_chunks().0[..self.len].iter().map(|at| usize::from(u16::from_le_bytes(*at)) % BLOCK)
    }
}

/// The entries of one block.
struct Entries {
    entered: Box<[Entered; BLOCK]>,
    delivered: Box<[Delivered; BLOCK]>,
    disqualified: Box<[Disqualified; BLOCK]>,
    /// Of the disqualified.
    sources: Box<[u16; BLOCK]>,
}

/// Counts all leads of `runs`.
pub fn count(data: &Dataset, columns: &Columns, grid: &Grid, runs: &[Run], counting: &mut Counting) {
    let mut passes = vec![false; grid.cells()];
    for run in runs {
        passes[run.cells.clone()].fill(true);
    }
    let mut block = Block::new();
    let mut there = Places::none();
    let mut entries = Entries {
        entered: Box::new([Entered::default(); BLOCK]),
        delivered: Box::new([Delivered::default(); BLOCK]),
        disqualified: Box::new([Disqualified::default(); BLOCK]),
        sources: Box::new([0; BLOCK]),
    };
    let (mut lists, mut sources) = ([0; BLOCK], [0; BLOCK]);
    let of_all = grid.cell_of.chunks(BLOCK).zip(grid.lists_of.chunks(BLOCK));
    for (start, (cells, lists_of)) in (0..).step_by(BLOCK).zip(of_all) {
        let range = start..start + cells.len();
        lists_of_passing(lists_of, cells, &passes, &mut lists);
        block.read(columns, &range);
        columns.source.read(start, &mut sources[..cells.len()]);
        let rows = Rows::new(columns, &block, &range);
        for (way, list) in ENTERED.into_iter().enumerate() {
            // The last two ways are the customers'.
            if way != WHOLE_WAY {
                there.pick(&lists, list);
            }
            let (dates, before) = rows.way(way);
            entries.enter(&there, dates, before);
            counting.entered(way, &entries.entered[..there.len]);
        }
        there.pick(&lists, List::Leads);
        counting.profiles(there.iter().map(|at| (rows.profile(at), usize::from(sources[at]))));
        there.pick(&lists, List::Delivered);
        entries.deliver(&rows, &there);
        counting.delivered(&entries.delivered[..there.len]);
        there.pick(&lists, List::Disqualified);
        entries.disqualify(&rows, &there, &sources);
        counting.disqualified(&entries.disqualified[..there.len], |at| usize::from(entries.sources[at]));
    }
    for (row, amount) in amounts(data, columns) {
        if passes[grid.cell_of[row] as usize] {
            counting.amount(&amount);
        }
    }
}

/// Leads that do not pass are in no list, nor is what lies beyond the last.
#[inline(never)]
fn lists_of_passing(lists_of: &[u8], cells: &[u32], passes: &[bool], into: &mut [u8; BLOCK]) {
    into[lists_of.len()..].fill(0);
    for ((into, lists), cell) in into.iter_mut().zip(lists_of).zip(cells) {
        *into = if passes[*cell as usize] { *lists } else { 0 };
    }
}

impl Entries {
    #[inline(never)]
    fn enter(&mut self, there: &Places, dates: &[u32], before: &[u32]) {
        for (to, at) in there.iter().enumerate() {
            self.entered[to % BLOCK] = entered(before[at], dates[at]);
        }
    }

    #[inline(never)]
    fn deliver(&mut self, rows: &Rows, there: &Places) {
        for (to, at) in there.iter().enumerate() {
            self.delivered[to % BLOCK] = rows.delivery(at);
        }
    }

    #[inline(never)]
    fn disqualify(&mut self, rows: &Rows, there: &Places, sources: &[u16; BLOCK]) {
        for (to, at) in there.iter().enumerate() {
            self.disqualified[to % BLOCK] = rows.disqualification(at);
            self.sources[to % BLOCK] = sources[at];
        }
    }
}
