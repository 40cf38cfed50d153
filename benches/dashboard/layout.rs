//! The leads laid out by source and day of creation, so that the leads of any filter are a few runs of memory. It counts nothing.
//!
//! In the order of the file a filter that takes a tenth of the leads still reads almost every cache line of 25 columns. Here it reads
//! its tenth, dates that are missing take no place, and no loop asks whether there is one. Laying out costs about four counts of all leads
//! (1 000 000 of them), once.

use std::ops::Range;

use handoff::{
    leads::{Dataset, Dimension, Instants, NO_AMOUNT, NO_LEAD},
    time::SECONDS_PER_DAY,
};

use super::{
    columns::{BLOCK, Block, Column, Columns},
    params::{self, Filter},
};

/// Leads of one source created on one day lie together; the first day of each source stands for leads without a date.
const NO_DAY: usize = 0;
/// Days that are laid out together before they are told apart: see [`Layout::place`]. It divides the cells of a source.
const STRETCH: usize = 128;
/// 32 bytes each; thirty years of a hundred sources are a quarter of it.
const MOST_CELLS: usize = 1 << 22;

/// What is listed by cell, as the index into [`Layout::starts`].
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

const LISTS: usize = 8;

/// A column has more different values, or the leads more days and sources, than the layout has room for.
#[derive(Debug)]
pub struct TooWide;

/// A lead as scored and as told by its campaign; categories by their codes. As everywhere here, `slot` is the day within its stretch.
#[derive(Debug, Clone, Copy, Default)]
pub struct Profile {
    pub title: u16,
    pub industry: u16,
    pub size: u16,
    pub country: u16,
    pub domain: u16,
    pub campaign: u16,
    /// Twice the code, and one more for an MQL.
    pub persona_mql: u16,
    pub ebooks: u16,
    /// At most 255: no rule asks for more.
    pub page_views: u8,
    pub pricing_visits: u8,
    pub is_customer: bool,
    pub slot: u8,
}

/// A stage entered.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entered {
    /// Since the stage before, or since creation; [`UNKNOWN`] where that has no date.
    pub minutes: i32,
    /// Since 1970.
    pub day: u16,
    pub slot: u8,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Disqualified {
    pub reason: u16,
    pub slot: u8,
}

/// No minutes.
pub const UNKNOWN: i32 = i32::MIN;

/// A lead that was handed to sales.
#[derive(Debug, Clone, Copy, Default)]
pub struct Delivered {
    /// Until the first follow-up; [`UNKNOWN`] where there was none.
    pub minutes: i32,
    pub owner: u16,
    pub attempts: u16,
    /// As in `Leads::contacted`.
    pub contacted: u8,
    pub slot: u8,
}

/// The amount of a deal whose lead is a customer, or may still become one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Amount {
    pub minor: i64,
    pub campaign: u16,
    pub is_won: bool,
}

#[derive(Debug)]
pub struct Layout {
    /// The day of the second cell of each source; days since 1970.
    first_day: i32,
    /// Cells of a source.
    width: usize,
    /// The days, since 1970, that any date is in.
    pub days: Range<i32>,
    /// Where the lists of each cell start, and one more row with their lengths.
    starts: Vec<[u32; LISTS]>,
    pub profiles: Vec<Profile>,
    /// MQL, SAL, SQL, opportunity, customer; and customer again, with the minutes since creation.
    pub entered: [Vec<Entered>; 6],
    pub delivered: Vec<Delivered>,
    pub disqualified: Vec<Disqualified>,
    amount_starts: Vec<u32>,
    pub amounts: Vec<Amount>,
}

/// The cells of a source that pass a filter.
#[derive(Debug, Clone)]
pub struct Run {
    /// Code of the source.
    pub source: u32,
    pub cells: Range<usize>,
}

impl Layout {
    pub fn new(data: &Dataset) -> Result<Self, TooWide> {
        let leads = &data.leads;
        let columns = Columns::new(leads)?;
        let (first_day, days) = span(columns.created.values);
        let width = (days + 1).next_multiple_of(STRETCH);
        let len = columns.source.values() * width;
        if len > MOST_CELLS {
            return Err(TooWide);
        }
        let (cell_of, starts) = cells(&columns, leads.len, len, width, first_day);
        let (amount_starts, amounts) = amounts(data, &columns, &cell_of, len);
        let len = |list: List| starts[len][list as usize] as usize;
        let mut layout = Self {
            first_day,
            width,
            days: 0..0,
            profiles: blank(leads.len),
            entered: ENTERED.map(|list| blank(len(list))),
            delivered: blank(len(List::Delivered)),
            disqualified: blank(len(List::Disqualified)),
            starts,
            amount_starts,
            amounts,
        };
        layout.place(&columns, &cell_of);
        let of_stages = layout.entered.iter().flat_map(|entered| entered.chunks(BLOCK)).map(days_of_block);
        let created = (days > 0).then(|| first_day..first_day + days as i32);
        let both = |one: Range<i32>, two: Range<i32>| one.start.min(two.start)..one.end.max(two.end);
        layout.days = of_stages.chain(created).reduce(both).unwrap_or(0..0);
        Ok(layout)
    }

    /// The cells that pass `filter`, by source.
    pub fn select(&self, data: &Dataset, filter: &Filter) -> Vec<Run> {
        let slot = |day: &Option<String>| {
            let day = params::day(day.as_deref()?)?;
            Some(usize::try_from(day - self.first_day + 1).unwrap_or(0).clamp(NO_DAY + 1, self.width))
        };
        let days = match (slot(&filter.from), slot(&filter.to)) {
            (None, None) => NO_DAY..self.width,
            (from, to) => from.unwrap_or(NO_DAY + 1)..to.unwrap_or(self.width),
        };
        let sources = self.cells() / self.width;
        let wanted = filter.source.as_deref().map(|source| {
            let column = data.leads.categories[Dimension::Source.index()].as_ref();
            column.and_then(|column| column.code_of(Some(source)))
        });
        (0..sources)
            .filter(|source| wanted.is_none_or(|wanted| wanted == Some(*source as u32)) && !days.is_empty())
            .map(|source| Run { source: source as u32, cells: source * self.width + days.start..source * self.width + days.end })
            .collect()
    }

    fn cells(&self) -> usize {
        self.starts.len() - 1
    }

    /// The day of a cell, since 1970; `None` for leads without a date.
    pub fn day(&self, cell: usize) -> Option<i32> {
        match cell % self.width {
            NO_DAY => None,
            slot => Some(self.first_day + slot as i32 - 1),
        }
    }

    /// Where the entries of these cells are.
    pub fn range(&self, cells: &Range<usize>, list: List) -> Range<usize> {
        self.starts[cells.start][list as usize] as usize..self.starts[cells.end][list as usize] as usize
    }

    /// Entries of these cells.
    pub fn count(&self, cells: &Range<usize>, list: List) -> u32 {
        self.starts[cells.end][list as usize] - self.starts[cells.start][list as usize]
    }

    /// Leads without a date of creation; the cells are those of one source.
    pub fn undated(&self, cells: &Range<usize>) -> u32 {
        if cells.start % self.width == NO_DAY { self.count(&(cells.start..cells.start + 1), List::Leads) } else { 0 }
    }

    /// The amounts of these cells.
    pub fn amounts(&self, cells: &Range<usize>) -> &[Amount] {
        &self.amounts[self.amount_starts[cells.start] as usize..self.amount_starts[cells.end] as usize]
    }

    /// Every row to its stretch of days, then within each stretch to its day. In one step the rows would go to ten thousand places on as many
    /// pages of memory.
    fn place(&mut self, columns: &Columns, cell_of: &[u32]) {
        let mut next: Vec<[u32; LISTS]> = self.starts.iter().step_by(STRETCH).copied().collect();
        // The customers are placed twice.
        let mut next_whole = next.clone();
        let mut block = Block::new();
        for (start, cells) in (0..).step_by(BLOCK).zip(cell_of.chunks(BLOCK)) {
            let rows = start..start + cells.len();
            block.read(columns, &rows);
            let dates = columns.stages.map(|dates| dates.block(&rows));
            let created = columns.created.block(&rows);
            let [mql, sal, sql, opportunity, customer] = dates;
            let ways = [(mql, created), (sal, mql), (sql, sal), (opportunity, sql), (customer, opportunity), (customer, created)];
            for (index, (dates, before)) in ways.into_iter().enumerate() {
                let next = if index == WHOLE_WAY { &mut next_whole } else { &mut next };
                place_entered(&mut self.entered[index], ENTERED[index], cells, dates, before, next);
            }
            self.place_profiles(columns, &block, &rows, cells, &mut next);
            self.place_others(columns, &block, &rows, cells, &mut next);
        }
        settle(&mut self.profiles, &self.starts, List::Leads, |lead| lead.slot);
        for (list, entered) in ENTERED.into_iter().zip(&mut self.entered) {
            settle(entered, &self.starts, list, |entered| entered.slot);
        }
        settle(&mut self.delivered, &self.starts, List::Delivered, |delivered| delivered.slot);
        settle(&mut self.disqualified, &self.starts, List::Disqualified, |disqualified| disqualified.slot);
    }

    #[inline(never)]
    fn place_profiles(&mut self, columns: &Columns, block: &Block, rows: &Range<usize>, cells: &[u32], next: &mut [[u32; LISTS]]) {
        let [mql, .., customer] = columns.stages.map(|dates| dates.block(rows));
        let counters = [columns.page_views, columns.ebooks, columns.pricing_visits].map(|counter| counter.block(rows));
        for (at, cell) in cells.iter().enumerate().take(BLOCK) {
            let profile = Profile {
                page_views: counters[0][at].min(255) as u8,
                ebooks: counters[1][at],
                pricing_visits: counters[2][at].min(255) as u8,
                is_customer: customer[at] != Instants::MISSING,
                slot: slot(*cell),
                ..block.profile(at)
            };
            let persona_mql = profile.persona_mql + u16::from(mql[at] != Instants::MISSING);
            self.profiles[take(next, *cell, List::Leads)] = Profile { persona_mql, ..profile };
        }
    }

    #[inline(never)]
    fn place_others(&mut self, columns: &Columns, block: &Block, rows: &Range<usize>, cells: &[u32], next: &mut [[u32; LISTS]]) {
        let [delivered, followed, disqualified] =
            [columns.delivered, columns.followed, columns.disqualified].map(|dates| dates.block(rows));
        let (attempts, contacted) = (columns.attempts.block(rows), columns.contacted.block(rows));
        for (at, (cell, delivered)) in cells.iter().zip(delivered).enumerate().filter(|(_, (_, at))| **at != Instants::MISSING) {
            self.delivered[take(next, *cell, List::Delivered)] = Delivered {
                minutes: minutes(*delivered, followed[at]),
                owner: block.owners()[at],
                attempts: attempts[at],
                contacted: contacted[at],
                slot: slot(*cell),
            };
        }
        let reasons = cells.iter().zip(disqualified).zip(block.reasons()).filter(|((_, at), _)| **at != Instants::MISSING);
        for ((cell, _), reason) in reasons {
            self.disqualified[take(next, *cell, List::Disqualified)] = Disqualified { reason: *reason, slot: slot(*cell) };
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

/// A function of its own, as all loops over rows here: a browser runs wasm slowly at first and exchanges only whole functions for their
/// optimised code, so one that never returns would stay slow.
#[inline(never)]
fn place_entered(into: &mut [Entered], list: List, cells: &[u32], dates: &[u32], before: &[u32], next: &mut [[u32; LISTS]]) {
    for ((cell, at), before) in cells.iter().zip(dates).zip(before) {
        if *at != Instants::MISSING {
            into[take(next, *cell, list)] = Entered { minutes: minutes(*before, *at), day: day_of(*at) as u16, slot: slot(*cell) };
        }
    }
}

#[inline(never)]
fn days_of_block(block: &[Entered]) -> Range<i32> {
    let days = || block.iter().map(|entered| i32::from(entered.day));
    days().min().unwrap_or_default()..days().max().unwrap_or_default() + 1
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

/// The lists of [`Layout::entered`].
const ENTERED: [List; 6] = [List::Mql, List::Sal, List::Sql, List::Opportunity, List::Customer, List::Customer];
/// From creation to customer.
pub const WHOLE_WAY: usize = 5;

#[inline(always)]
fn minutes(from: u32, to: u32) -> i32 {
    // Each moment in whole minutes first: a division of 32 bits is a multiplication in wasm, one of 64 bits is not.
    if from == Instants::MISSING || to == Instants::MISSING { UNKNOWN } else { (to / 60) as i32 - (from / 60) as i32 }
}

#[inline(always)]
const fn day_of(seconds: u32) -> u32 {
    seconds / SECONDS_PER_DAY as u32
}

/// The first day, since 1970, and how many there are.
fn span(dates: &[u32]) -> (i32, usize) {
    let (mut first, mut after_last) = (u32::MAX, 0);
    for at in dates {
        first = first.min(*at);
        // Missing is the largest number: one more makes it the least.
        after_last = after_last.max(at.wrapping_add(1));
    }
    match after_last {
        0 => (0, 0),
        after_last => (day_of(first) as i32, (day_of(after_last - 1) - day_of(first) + 1) as usize),
    }
}

/// The cell of each row, and where the lists of each cell start.
fn cells(columns: &Columns, len: usize, cells: usize, width: usize, first_day: i32) -> (Vec<u32>, Vec<[u32; LISTS]>) {
    let mut cell_of = vec![0; len];
    let mut starts = vec![[0; LISTS]; cells + 1];
    let mut sources = [0; BLOCK];
    for (start, block) in (0..).step_by(BLOCK).zip(cell_of.chunks_mut(BLOCK)) {
        let rows = start..start + block.len();
        columns.source.read(start, &mut sources[..block.len()]);
        cells_of_block(columns, &rows, &sources, width, first_day, block, &mut starts);
    }
    let mut sums = [0; LISTS];
    for cell in &mut starts {
        for (count, sum) in cell.iter_mut().zip(&mut sums) {
            *sum += std::mem::replace(count, *sum);
        }
    }
    (cell_of, starts)
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
    // By name, because a `map` over an array of them is a call for each row.
    let [mql, sal, sql, opportunity, customer] = columns.stages.map(|dates| dates.block(rows));
    let (delivered, disqualified) = (columns.delivered.block(rows), columns.disqualified.block(rows));
    let has = |dates: &[u32], at: usize| u32::from(dates[at] != Instants::MISSING);
    for (at, cell) in cells.iter().enumerate() {
        let held = [
            1,
            has(mql, at),
            has(sal, at),
            has(sql, at),
            has(opportunity, at),
            has(customer, at),
            has(delivered, at),
            has(disqualified, at),
        ];
        for (count, held) in counts[*cell as usize].iter_mut().zip(held) {
            *count += held;
        }
    }
}

/// The amounts that count, by cell, and where those of each cell start.
fn amounts(data: &Dataset, columns: &Columns, cell_of: &[u32], cells: usize) -> (Vec<u32>, Vec<Amount>) {
    let [.., opportunity, customer] = columns.stages;
    let campaigns = data.leads.categories[Dimension::Campaign.index()].as_ref();
    let counted = || {
        let deals = data.deals.lead.iter().zip(&data.deals.amount_minor);
        deals.filter(|(lead, minor)| **lead != NO_LEAD && **minor != NO_AMOUNT).filter_map(|(lead, &minor)| {
            let row = *lead as usize;
            let has = |dates: Column<u32>| dates.get(row) != Instants::MISSING;
            let is_won = has(customer);
            let is_counted = is_won || (has(opportunity) && !has(columns.disqualified));
            is_counted.then_some((row, minor, is_won))
        })
    };
    let mut starts = vec![0; cells + 1];
    counted().for_each(|(row, ..)| starts[cell_of[row] as usize] += 1);
    let mut sum = 0;
    for count in &mut starts {
        sum += std::mem::replace(count, sum);
    }
    let mut amounts = vec![Amount::default(); sum as usize];
    let mut next = starts.clone();
    for (row, minor, is_won) in counted() {
        let next = &mut next[cell_of[row] as usize];
        let campaign = campaigns.map_or(0, |campaigns| campaigns.code(row) as u16);
        amounts[*next as usize] = Amount { minor, campaign, is_won };
        *next += 1;
    }
    (starts, amounts)
}
