//! The leads as they lie in their columns, block by block, for who asks once: a few blocks of entries are made, counted and forgotten.

use handoff::leads::{Dataset, Instants};

use super::{
    columns::{BLOCK, Block, Columns},
    count::Counting,
    entries::{Delivered, Disqualified, ENTERED, Entered, Profile, Rows, amounts, entered},
    grid::{Grid, Run},
};

/// Leads of a block, by their place in it.
struct Places {
    places: Box<[u16; BLOCK]>,
    len: usize,
}

impl Places {
    fn none() -> Self {
        Self { places: Box::new([0; BLOCK]), len: 0 }
    }

    /// Each is written without asking and kept where it is one: see `count::push_where`.
    #[inline(always)]
    fn keep(&mut self, candidates: impl Iterator<Item = usize>, is_one: impl Fn(usize) -> bool) {
        self.len = 0;
        for at in candidates {
            self.places[self.len & (BLOCK - 1)] = at as u16;
            self.len += usize::from(is_one(at));
        }
    }

    #[inline(never)]
    fn pick(&mut self, cells: &[u32], passes: &[bool]) {
        self.keep(0..cells.len(), |at| passes[cells[at] as usize]);
    }

    /// Those of `picked` that have a date.
    #[inline(never)]
    fn keep_dated(&mut self, picked: &Self, dates: &[u32]) {
        self.keep(picked.iter(), |at| dates[at] != Instants::MISSING);
    }

    #[inline(always)]
    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.places[..self.len].iter().map(|at| usize::from(*at) % BLOCK)
    }
}

/// The entries of one block.
struct Entries {
    entered: Box<[Entered; BLOCK]>,
    delivered: Box<[Delivered; BLOCK]>,
    disqualified: Box<[Disqualified; BLOCK]>,
    profiles: Vec<Profile>,
    /// The sources of the profiles, and then of the disqualified.
    sources: Box<[u16; BLOCK]>,
}

/// Counts all leads of `runs`.
pub fn count(data: &Dataset, columns: &Columns, grid: &Grid, runs: &[Run], counting: &mut Counting) {
    let mut passes = vec![false; grid.cells()];
    for run in runs {
        passes[run.cells.clone()].fill(true);
    }
    let is_all = !passes.contains(&false);
    let mut block = Block::new();
    let (mut picked, mut there) = (Places::none(), Places::none());
    let mut entries = Entries {
        entered: Box::new([Entered::default(); BLOCK]),
        delivered: Box::new([Delivered::default(); BLOCK]),
        disqualified: Box::new([Disqualified::default(); BLOCK]),
        profiles: vec![Profile::default(); BLOCK],
        sources: Box::new([0; BLOCK]),
    };
    let mut sources = [0; BLOCK];
    for (start, cells) in (0..).step_by(BLOCK).zip(grid.cell_of.chunks(BLOCK)) {
        let range = start..start + cells.len();
        if !is_all {
            picked.pick(cells, &passes);
        } else if picked.len != cells.len() {
            picked.keep(0..cells.len(), |_| true);
        }
        block.read(columns, &range);
        columns.source.read(start, &mut sources[..cells.len()]);
        let rows = Rows::new(columns, &block, &range);
        for way in 0..ENTERED.len() {
            let (dates, before) = rows.way(way);
            there.keep_dated(&picked, dates);
            entries.enter(&there, dates, before);
            counting.entered(way, &entries.entered[..there.len]);
        }
        entries.profile(&rows, &picked, &sources);
        counting.profiles(&entries.profiles[..picked.len], |at| usize::from(entries.sources[at]));
        there.keep_dated(&picked, rows.delivered);
        entries.deliver(&rows, &there);
        counting.delivered(&entries.delivered[..there.len]);
        there.keep_dated(&picked, rows.disqualified);
        entries.disqualify(&rows, &there, &sources);
        counting.disqualified(&entries.disqualified[..there.len], |at| usize::from(entries.sources[at]));
    }
    for (row, amount) in amounts(data, columns) {
        if passes[grid.cell_of[row] as usize] {
            counting.amount(&amount);
        }
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
    fn profile(&mut self, rows: &Rows, picked: &Places, sources: &[u16; BLOCK]) {
        for (to, at) in picked.iter().enumerate() {
            self.profiles[to] = rows.profile(at);
            self.sources[to % BLOCK] = sources[at];
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
