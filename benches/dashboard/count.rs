//! Loops over the runs of a filter, one for each list of the layout: plain sums and counts by code. How they are shown is not decided here.
//!
//! Every loop goes over a block of entries in a function of its own, for the reason [`Layout`] gives.

use std::ops::Range;

use super::{
    columns::BLOCK,
    layout::{Delivered, Entered, Layout, List, Profile, Run, UNKNOWN},
    params::Score,
    quantile::quantiles,
};

/// How many of one list fell on each day.
#[derive(Debug)]
pub struct ByDay {
    /// The day counted first, since 1970.
    first: i32,
    counts: Vec<u32>,
}

impl ByDay {
    fn new(layout: &Layout) -> Self {
        Self { first: layout.days.start, counts: vec![0; layout.days.len()] }
    }

    pub fn entered(layout: &Layout, runs: &[Run], stage: usize, list: List) -> Self {
        let mut days = Self::new(layout);
        for run in runs {
            layout.entered[stage][layout.range(&run.cells, list)].chunks(BLOCK).for_each(|block| days.add(block));
        }
        days
    }

    #[inline(never)]
    fn add(&mut self, block: &[Entered]) {
        for entered in block {
            self.counts[(i32::from(entered.day) - self.first) as usize] += 1;
        }
    }

    pub fn created(layout: &Layout, runs: &[Run]) -> Self {
        let mut days = Self::new(layout);
        for cell in runs.iter().flat_map(|run| run.cells.clone()) {
            let count = layout.count(&(cell..cell + 1), List::Leads);
            if let Some(day) = layout.day(cell).filter(|_| count > 0) {
                days.counts[(day - days.first) as usize] += count;
            }
        }
        days
    }

    pub fn on(&self, day: i32) -> u32 {
        usize::try_from(day - self.first).ok().and_then(|day| self.counts.get(day)).copied().unwrap_or(0)
    }

    /// Days with any, since 1970.
    pub fn days(&self) -> impl Iterator<Item = (i32, u32)> + '_ {
        (self.first..).zip(self.counts.iter().copied()).filter(|(_, count)| *count > 0)
    }
}

/// Number, median and 90th percentile of minutes.
pub type Velocity = (usize, Option<f64>, Option<f64>);

pub fn velocity<'a>(lists: impl Iterator<Item = &'a [Entered]>, scratch: &mut Vec<i32>) -> Velocity {
    scratch.clear();
    lists.flat_map(|list| list.chunks(BLOCK)).for_each(|block| push_known(block, scratch));
    match quantiles(scratch, [0.5, 0.9]) {
        Some([median, p90]) => (scratch.len(), Some(median), Some(p90)),
        None => (0, None, None),
    }
}

/// Appends the minutes that are known. Each is written without asking and kept where known: a jump that cannot be foretold costs more
/// than a store.
#[inline(never)]
fn push_known(block: &[Entered], into: &mut Vec<i32>) {
    let mut known = [0; BLOCK];
    let mut len = 0;
    for (entry, _) in block.iter().zip(0..BLOCK) {
        known[len & (BLOCK - 1)] = entry.minutes;
        len += usize::from(entry.minutes != UNKNOWN);
    }
    into.extend_from_slice(&known[..len]);
}

/// The lists of all runs.
pub fn lists<'a, T>(layout: &'a Layout, runs: &'a [Run], all: &'a [T], list: List) -> impl Iterator<Item = &'a [T]> + 'a {
    runs.iter().map(move |run| &all[layout.range(&run.cells, list)])
}

/// The first follow-ups of one owner, or of all.
#[derive(Debug, Clone, Copy, Default)]
pub struct FollowUps {
    pub delivered: u32,
    pub followed: u32,
    pub within: u32,
    pub minutes: i64,
    pub median: Option<f64>,
}

/// How far attempts are told apart; more are as many.
pub const MOST_ATTEMPTS: usize = 10;

/// What became of the leads handed to sales.
#[derive(Debug, Default)]
pub struct Handed {
    /// By the owner's code.
    pub owners: Vec<FollowUps>,
    /// By attempts, then as in `Leads::contacted`.
    pub depth: [[u32; 3]; MOST_ATTEMPTS + 1],
    /// Attempts at those without contact, all together.
    pub attempts_uncontacted: u64,
}

pub fn handed(layout: &Layout, runs: &[Run], owners: usize, target_minutes: i32, scratch: &mut Vec<i32>) -> Handed {
    let mut handed = Handed { owners: vec![FollowUps::default(); owners], ..Handed::default() };
    let blocks = || lists(layout, runs, &layout.delivered, List::Delivered).flat_map(|list| list.chunks(BLOCK));
    blocks().for_each(|block| handed.add(block, target_minutes));
    // The minutes of each owner side by side.
    let mut ends: Vec<usize> = Vec::with_capacity(owners);
    let mut end = 0;
    for owner in &handed.owners {
        ends.push(end);
        end += owner.followed as usize;
    }
    scratch.clear();
    scratch.resize(end, 0);
    blocks().for_each(|block| place_minutes(block, &mut ends, scratch));
    for (owner, end) in handed.owners.iter_mut().zip(ends) {
        owner.median = quantiles(&mut scratch[end - owner.followed as usize..end], [0.5]).map(|[median]| median);
    }
    handed
}

impl Handed {
    #[inline(never)]
    fn add(&mut self, block: &[Delivered], target_minutes: i32) {
        for entry in block {
            let Delivered { minutes, owner, attempts, contacted, .. } = *entry;
            let owner = &mut self.owners[usize::from(owner)];
            let is_followed = minutes != UNKNOWN;
            owner.delivered += 1;
            owner.followed += u32::from(is_followed);
            owner.within += u32::from(is_followed && minutes <= target_minutes);
            owner.minutes += i64::from(if is_followed { minutes } else { 0 });
            self.depth[usize::from(attempts).min(MOST_ATTEMPTS)][usize::from(contacted.min(2))] += 1;
            self.attempts_uncontacted += u64::from(if contacted == 1 { attempts } else { 0 });
        }
    }
}

/// Each entry's minutes to the end of its owner's.
#[inline(never)]
fn place_minutes(block: &[Delivered], ends: &mut [usize], into: &mut [i32]) {
    for entry in block.iter().filter(|entry| entry.minutes != UNKNOWN) {
        let end = &mut ends[usize::from(entry.owner)];
        into[*end] = entry.minutes;
        *end += 1;
    }
}

/// Disqualified leads of a run by the reason's code.
pub fn reasons(layout: &Layout, cells: &Range<usize>, reasons: usize) -> Vec<u32> {
    let mut counts = vec![0; reasons];
    for disqualified in &layout.disqualified[layout.range(cells, List::Disqualified)] {
        counts[usize::from(disqualified.reason)] += 1;
    }
    counts
}

/// Points by code, for each category that is scored.
#[derive(Debug)]
pub struct Points {
    pub title: Vec<i32>,
    pub industry: Vec<i32>,
    pub size: Vec<i32>,
    pub country: Vec<i32>,
    pub domain: Vec<i32>,
    pub persona: Vec<i32>,
    pub source: Vec<i32>,
}

/// Points for numbers that stop at 255.
type Ladder = [i32; 256];

fn ladder(steps: [(u8, i32); 2]) -> Ladder {
    std::array::from_fn(|count| steps.iter().filter(|(from, _)| count >= usize::from(*from)).map(|(_, points)| points).sum())
}

/// How many leads have which score, and what each campaign brought.
#[derive(Debug)]
pub struct Scored {
    /// The least score there can be.
    pub least: i32,
    /// By score, then by twice the persona's code and one more for MQLs.
    pub counts: Vec<u32>,
    /// Twice the number of personas.
    pub width: usize,
    /// By the campaign's code: leads, and customers of them.
    pub campaigns: Vec<[u32; 2]>,
}

pub fn scored(layout: &Layout, runs: &[Run], points: &Points, score: &Score, campaigns: usize) -> Scored {
    let views = ladder([(10, score.pv10_pts), (30, score.pv30_pts)]);
    let visits = ladder([(1, score.pricing1_pts), (3, score.pricing3_pts)]);
    // Whatever the sign of the points, the ends are the extremes.
    let ebooks = [0, u16::MAX].map(|count| ebook_points(count, score));
    let tables: [&[i32]; 10] = [
        &points.title,
        &points.industry,
        &points.size,
        &points.country,
        &points.domain,
        &points.persona,
        &points.source,
        &views,
        &visits,
        &ebooks,
    ];
    let least: i32 = tables.iter().filter_map(|table| table.iter().min()).sum();
    let most: i32 = tables.iter().filter_map(|table| table.iter().max()).sum();
    let width = 2 * points.persona.len();
    let counts = vec![0; (most - least + 1) as usize * width];
    let mut scored = Scored { least, counts, width, campaigns: vec![[0; 2]; campaigns] };
    for run in runs {
        let base = points.source[run.source as usize] - least;
        for block in layout.profiles[layout.range(&run.cells, List::Leads)].chunks(BLOCK) {
            scored.add(block, base, points, score, &views, &visits);
        }
    }
    scored
}

#[inline(always)]
fn ebook_points(count: u16, score: &Score) -> i32 {
    i32::from(count).saturating_mul(score.ebook_pts).min(score.ebook_cap)
}

impl Scored {
    /// Leads of one source, whose points are in `base`.
    #[inline(never)]
    fn add(&mut self, block: &[Profile], base: i32, points: &Points, score: &Score, views: &Ladder, visits: &Ladder) {
        let of = |table: &[i32], code: u16| table[usize::from(code)];
        for lead in block {
            let place = base
                + of(&points.title, lead.title)
                + of(&points.industry, lead.industry)
                + of(&points.size, lead.size)
                + of(&points.country, lead.country)
                + of(&points.domain, lead.domain)
                + of(&points.persona, lead.persona_mql / 2)
                + views[usize::from(lead.page_views)]
                + visits[usize::from(lead.pricing_visits)]
                + ebook_points(lead.ebooks, score);
            self.counts[place as usize * self.width + usize::from(lead.persona_mql)] += 1;
            let campaign = &mut self.campaigns[usize::from(lead.campaign)];
            campaign[0] += 1;
            campaign[1] += u32::from(lead.is_customer);
        }
    }
}
