//! Sums and counts by code, fed with blocks of entries by whoever has them: the columns as they lie ([`super::direct`]) or laid out. How
//! they are shown is not decided here.
//!
//! Every loop goes over a block of entries in a function of its own, for the reason the grid gives.

use super::{
    columns::BLOCK,
    entries::{Amount, Delivered, Disqualified, ENTERED, Entered, Profile, UNKNOWN, WHOLE_WAY},
    grid::{Grid, List, Run},
    layout::Layout,
    params::Score,
    quantile::quantiles,
};

/// How many leads a column of values can tell apart, with "(none)".
#[derive(Debug, Clone, Copy)]
pub struct Widths {
    pub owners: usize,
    pub reasons: usize,
    pub campaigns: usize,
}

/// What is counted of entries; the grid knows the rest.
#[derive(Debug)]
pub struct Counting<'a> {
    score: &'a Score,
    points: &'a Points,
    ladders: Ladders,
    target_minutes: i32,
    /// By [`ENTERED`].
    pub days: [ByDay; 6],
    minutes: [Vec<i32>; 6],
    pub handed: Handed,
    /// Owner and minutes of those followed up.
    followed: Vec<(u16, i32)>,
    /// Disqualified leads by source and reason.
    pub reasons: Vec<Vec<u32>>,
    pub scored: Scored,
    /// Pipeline and revenue by campaign, in minor units.
    pub minor: Vec<[i64; 2]>,
}

impl<'a> Counting<'a> {
    /// Nothing counted yet of `runs`.
    pub fn new(grid: &Grid, runs: &[Run], widths: Widths, points: &'a Points, score: &'a Score, target_minutes: i32) -> Self {
        let ladders = Ladders::new(score);
        let most = |list: List| runs.iter().map(|run| grid.range(&run.cells, list).len()).sum();
        Self {
            score,
            points,
            target_minutes,
            days: std::array::from_fn(|_| ByDay::new(grid)),
            minutes: ENTERED.map(|list| Vec::with_capacity(most(list))),
            handed: Handed { owners: vec![FollowUps::default(); widths.owners], ..Handed::default() },
            followed: Vec::with_capacity(most(List::Delivered)),
            reasons: vec![vec![0; widths.reasons]; grid.sources()],
            scored: Scored::new(points, &ladders, score, widths.campaigns),
            minor: vec![[0; 2]; widths.campaigns],
            ladders,
        }
    }

    /// Counts the entries of some cells, which lie together.
    pub fn laid_out(&mut self, grid: &Grid, layout: &Layout, runs: &[Run]) {
        for run in runs {
            let range = |list: List| grid.range(&run.cells, list);
            for (way, list) in ENTERED.into_iter().enumerate() {
                layout.entered[way][range(list)].chunks(BLOCK).for_each(|block| self.entered(way, block));
            }
            layout.delivered[range(List::Delivered)].chunks(BLOCK).for_each(|block| self.delivered(block));
            let source = run.source as usize;
            layout.disqualified[range(List::Disqualified)].chunks(BLOCK).for_each(|block| self.disqualified(block, |_| source));
            layout.profiles[range(List::Leads)].chunks(BLOCK).for_each(|block| self.profiles(block.iter().map(|lead| (*lead, source))));
            layout.amounts(&run.cells).iter().for_each(|amount| self.amount(amount));
        }
    }

    pub fn entered(&mut self, way: usize, block: &[Entered]) {
        // The day of becoming a customer is counted once.
        if way != WHOLE_WAY {
            self.days[way].add(block);
        }
        push_known(block, &mut self.minutes[way]);
    }

    pub fn delivered(&mut self, block: &[Delivered]) {
        self.handed.add(block, self.target_minutes);
        push_followed(block, &mut self.followed);
    }

    #[inline(always)]
    pub fn disqualified(&mut self, block: &[Disqualified], source: impl Fn(usize) -> usize) {
        for (at, entry) in block.iter().enumerate() {
            self.reasons[source(at)][usize::from(entry.reason)] += 1;
        }
    }

    /// Leads of a block, and the source of each.
    pub fn profiles(&mut self, block: impl Iterator<Item = (Profile, usize)>) {
        self.scored.add(block, self.points, self.score, &self.ladders);
    }

    pub fn amount(&mut self, amount: &Amount) {
        self.minor[usize::from(amount.campaign)][usize::from(amount.is_won)] += amount.minor;
    }

    /// Ends counting: what is known of the minutes of a way, see [`ENTERED`].
    pub fn velocity(&mut self, way: usize) -> Velocity {
        let minutes = &mut self.minutes[way];
        match quantiles(minutes, [0.5, 0.9]) {
            Some([median, p90]) => (minutes.len(), Some(median), Some(p90)),
            None => (0, None, None),
        }
    }

    /// Ends counting: the median of each owner.
    pub fn settle_owners(&mut self) {
        // The minutes of each owner side by side.
        let mut end = 0;
        let mut ends = Vec::with_capacity(self.handed.owners.len());
        for owner in &self.handed.owners {
            ends.push(end);
            end += owner.followed as usize;
        }
        let mut minutes = vec![0; end];
        self.followed.chunks(BLOCK).for_each(|block| place_minutes(block, &mut ends, &mut minutes));
        for (owner, end) in self.handed.owners.iter_mut().zip(ends) {
            owner.median = quantiles(&mut minutes[end - owner.followed as usize..end], [0.5]).map(|[median]| median);
        }
    }
}

/// How many of one list fell on each day.
#[derive(Debug)]
pub struct ByDay {
    /// The day counted first, since 1970.
    first: i32,
    counts: Vec<u32>,
}

impl ByDay {
    fn new(grid: &Grid) -> Self {
        Self { first: grid.days.start, counts: vec![0; grid.days.len()] }
    }

    #[inline(never)]
    fn add(&mut self, block: &[Entered]) {
        for entered in block {
            let day = i32::from(entered.day);
            match self.counts.get_mut((day - self.first) as u32 as usize) {
                Some(count) => *count += 1,
                None => self.add_outside(day),
            }
        }
    }

    /// Makes room for a day before or after those known, and some more beyond it.
    #[cold]
    fn add_outside(&mut self, day: i32) {
        const MORE: i32 = 64;
        if self.counts.is_empty() {
            self.first = day;
        }
        let first = if day < self.first { day - MORE } else { self.first };
        let end = (self.first + self.counts.len() as i32).max(day + MORE);
        let mut counts = vec![0; (end - first) as usize];
        counts[(self.first - first) as usize..][..self.counts.len()].copy_from_slice(&self.counts);
        counts[(day - first) as usize] += 1;
        *self = Self { first, counts };
    }

    pub fn created(grid: &Grid, runs: &[Run]) -> Self {
        let mut days = Self::new(grid);
        for cell in runs.iter().flat_map(|run| run.cells.clone()) {
            let count = grid.count(&(cell..cell + 1), List::Leads);
            if let Some(day) = grid.day(cell).filter(|_| count > 0) {
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

/// Appends what is known. Each is written without asking and kept where known: a jump that cannot be foretold costs more than a store.
#[inline(always)]
fn push_where<E, T: Copy + Default>(block: &[E], known_of: impl Fn(&E) -> (T, bool), into: &mut Vec<T>) {
    let mut known = [T::default(); BLOCK];
    let mut len = 0;
    for (entry, _) in block.iter().zip(0..BLOCK) {
        let (value, is_known) = known_of(entry);
        known[len & (BLOCK - 1)] = value;
        len += usize::from(is_known);
    }
    into.extend_from_slice(&known[..len]);
}

#[inline(never)]
fn push_known(block: &[Entered], into: &mut Vec<i32>) {
    push_where(block, |entry| (entry.minutes, entry.minutes != UNKNOWN), into);
}

/// Owner and minutes of those followed up.
#[inline(never)]
fn push_followed(block: &[Delivered], into: &mut Vec<(u16, i32)>) {
    push_where(block, |entry| ((entry.owner, entry.minutes), entry.minutes != UNKNOWN), into);
}

/// Each one's minutes to the end of its owner's.
#[inline(never)]
fn place_minutes(block: &[(u16, i32)], ends: &mut [usize], into: &mut [i32]) {
    for (owner, minutes) in block {
        let end = &mut ends[usize::from(*owner)];
        into[*end] = *minutes;
        *end += 1;
    }
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

/// The ladders of page views and visits.
#[derive(Debug)]
struct Ladders {
    views: Ladder,
    visits: Ladder,
}

impl Ladders {
    fn new(score: &Score) -> Self {
        Self {
            views: ladder([(10, score.pv10_pts), (30, score.pv30_pts)]),
            visits: ladder([(1, score.pricing1_pts), (3, score.pricing3_pts)]),
        }
    }
}

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

#[inline(always)]
fn ebook_points(count: u16, score: &Score) -> i32 {
    i32::from(count).saturating_mul(score.ebook_pts).min(score.ebook_cap)
}

impl Scored {
    fn new(points: &Points, ladders: &Ladders, score: &Score, campaigns: usize) -> Self {
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
            &ladders.views,
            &ladders.visits,
            &ebooks,
        ];
        let least: i32 = tables.iter().filter_map(|table| table.iter().min()).sum();
        let most: i32 = tables.iter().filter_map(|table| table.iter().max()).sum();
        let width = 2 * points.persona.len();
        Self { least, counts: vec![0; (most - least + 1) as usize * width], width, campaigns: vec![[0; 2]; campaigns] }
    }

    #[inline(never)]
    fn add(&mut self, block: impl Iterator<Item = (Profile, usize)>, points: &Points, score: &Score, ladders: &Ladders) {
        let of = |table: &[i32], code: u16| table[usize::from(code)];
        for (lead, source) in block {
            let place = points.source[source] - self.least
                + of(&points.title, lead.title)
                + of(&points.industry, lead.industry)
                + of(&points.size, lead.size)
                + of(&points.country, lead.country)
                + of(&points.domain, lead.domain)
                + of(&points.persona, lead.persona_mql / 2)
                + ladders.views[usize::from(lead.page_views)]
                + ladders.visits[usize::from(lead.pricing_visits)]
                + ebook_points(lead.ebooks, score);
            self.counts[place as usize * self.width + usize::from(lead.persona_mql)] += 1;
            let campaign = &mut self.campaigns[usize::from(lead.campaign)];
            campaign[0] += 1;
            campaign[1] += u32::from(lead.is_customer);
        }
    }
}
