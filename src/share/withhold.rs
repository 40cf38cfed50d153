//! Which counts of a shared board are withheld, so that no group of fewer leads than agreed can be read or worked out. It knows counts
//! and their sums, and nothing of tables, leads or what a count is of.
//!
//! A small count is hidden, and so is whatever it takes that its place might as well hold `least` leads or more: for each small count
//! one *other board* is found in which it does, whose counts are whole and not negative, whose sums hold, and which shows the same.
//! Nobody who reads what is shown can tell the two apart, not even by the guess that nothing withheld is 0. That a count has a second
//! possible value follows from it, and that hidden parts of a whole that is shown come to `least` together.

use std::{cmp::Reverse, collections::BinaryHeap};

use rustc_hash::FxHashMap;

use crate::order::sort_few_by_key;

/// Counts of leads, and which of them are sums of others.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    values: Vec<u64>,
    offered: Vec<bool>,
    sums: Vec<Sum>,
}

#[derive(Debug, Clone)]
struct Sum {
    whole: usize,
    parts: Vec<usize>,
}

impl Counts {
    /// Adds a count that would be shown; or one that nobody asked for (`offered: false`) but that could be worked out from others: the
    /// leads that did not convert, the rest of a list. Returns its place.
    pub fn add(&mut self, value: u64, offered: bool) -> usize {
        self.values.push(value);
        self.offered.push(offered);
        self.values.len() - 1
    }

    /// Says that a count is the sum of others. A sum that does not hold is a defect of the caller, and is passed over.
    pub fn add_sum(&mut self, whole: usize, parts: &[usize]) {
        let value = |place: usize| self.values.get(place).copied();
        let total = parts.iter().try_fold(0_u64, |total, part| total.checked_add(value(*part)?));
        let holds = total.is_some() && total == value(whole);
        debug_assert!(holds, "{whole} is not the sum of {parts:?}");
        if holds {
            self.sums.push(Sum { whole, parts: parts.to_vec() });
        }
    }

    /// By place: may it be shown? A group has `least` leads or more; 0 is no group. What was not offered is not shown.
    pub fn shown(&self, least: u32) -> Vec<bool> {
        let least = u64::from(least);
        let mut cover = Cover::new(self, least);
        // The smallest need most; what covers them often covers the others too.
        let mut small: Vec<usize> = (0..self.values.len()).filter(|place| cover.is_small(*place)).collect();
        sort_few_by_key(&mut small, |place| self.values[*place]);
        for place in small {
            if !cover.is_safe[place] {
                cover.protect(place);
            }
        }
        cover.show_what_covers_nothing();
        cover.hidden.iter().map(|hidden| !hidden).collect()
    }
}

/// One term of a sum: a count and how often it is in it, the whole with a minus.
type Term = (usize, i64);
/// By how much another board differs: places and changes.
type Change = (usize, i64);

/// A board that shows the same, and the small counts that it protects.
struct OtherBoard {
    changes: Vec<Change>,
    protects: Vec<usize>,
}

/// What is hidden so far, and the other boards that prove it enough.
struct Cover<'a> {
    counts: &'a Counts,
    least: u64,
    /// The longest first: what has the fewest ways out is mended first.
    sums: Vec<Vec<Term>>,
    /// For each count the sums it is a term of, as (sum, how often).
    terms_of: Vec<Vec<Term>>,
    hidden: Vec<bool>,
    /// There is another board in which the count is no small one.
    is_safe: Vec<bool>,
    others: Vec<OtherBoard>,
}

/// One more change after a step; most are never tried.
struct Idea {
    before: Option<usize>,
    change: Change,
    /// Of all changes until then.
    price: u32,
}

/// A board on its way to be another one: it differs by this change and those before, and some sums do not hold yet.
struct Step {
    before: Option<usize>,
    change: Change,
    /// Sums that are off, in their order, and by how much.
    off: Vec<Term>,
}

/// One shown count more is dearer than any size of it.
const PRICE_OF_ONE: u32 = 4096;
/// A zero is hidden only where little else would do: it can only be more.
const PRICE_OF_ZERO: u32 = 3 * PRICE_OF_ONE;
/// Among hidden counts a short way is better: it takes little from others.
const PRICE_OF_HIDDEN: u32 = 16;
/// What it costs at least to mend a sum by one: a count mends two in most tables.
const PRICE_OF_SUM: u32 = PRICE_OF_ONE / 2;
/// Tables of sources by stages need some hundred. Where so many do not help, all that is linked is withheld.
const MOST_STEPS: usize = 4000;

impl<'a> Cover<'a> {
    fn new(counts: &'a Counts, least: u64) -> Self {
        let mut sums: Vec<Vec<Term>> = counts.sums.iter().map(terms).collect();
        sort_few_by_key(&mut sums, |terms| Reverse(terms.len()));
        let mut terms_of = vec![Vec::new(); counts.values.len()];
        for (sum, terms) in sums.iter().enumerate() {
            for (place, times) in terms {
                terms_of[*place].push((sum, *times));
            }
        }
        let is_safe = vec![false; counts.values.len()];
        let mut cover = Self { counts, least, sums, terms_of, hidden: Vec::new(), is_safe, others: Vec::new() };
        cover.hidden = (0..counts.values.len()).map(|place| !counts.offered[place] || cover.is_small(place)).collect();
        cover
    }

    fn is_small(&self, place: usize) -> bool {
        (1..self.least).contains(&self.counts.values[place])
    }

    /// Hides what it takes.
    fn protect(&mut self, place: usize) {
        let changes = self.other_board(place, |place| Some(self.price(place))).unwrap_or_else(|| self.all_linked(place));
        for (place, _) in &changes {
            self.hidden[*place] = true;
        }
        self.keep(changes);
    }

    fn keep(&mut self, changes: Vec<Change>) {
        let is_large = |change: &&Change| self.is_small(change.0) && self.value(change) >= self.least;
        let protects: Vec<usize> = changes.iter().filter(is_large).map(|change| change.0).collect();
        for place in &protects {
            self.is_safe[*place] = true;
        }
        self.others.push(OtherBoard { changes, protects });
    }

    fn value(&self, change: &Change) -> u64 {
        self.counts.values[change.0].saturating_add_signed(change.1)
    }

    /// Few zeros are withheld, so a reader may take it that what is withheld is none; another board leaves it so.
    fn floor(&self, place: usize) -> u64 {
        u64::from(self.counts.offered[place] && self.counts.values[place] > 0)
    }

    fn price(&self, place: usize) -> u32 {
        match self.counts.values[place] {
            _ if self.hidden[place] => PRICE_OF_HIDDEN,
            0 => PRICE_OF_ZERO,
            value => PRICE_OF_ONE + size(value),
        }
    }

    /// A board in which the count is not small, made from this one by changing counts that have a price; the cheapest, nearly.
    fn other_board(&self, place: usize, price: impl Fn(usize) -> Option<u32>) -> Option<Vec<Change>> {
        let mut changes = vec![0_i64; self.hidden.len()];
        loop {
            let now = |place: usize| self.value(&(place, changes[place]));
            let spare = |place: usize| now(place) - self.floor(place);
            let missing = self.least.saturating_sub(now(place)) as i64;
            if missing == 0 {
                return Some(changes.into_iter().enumerate().filter(|change| change.1 != 0).collect());
            }
            let paid = |place: usize| if changes[place] == 0 { price(place) } else { Some(PRICE_OF_HIDDEN) };
            let way = self.way(place, &spare, &paid)?;
            let times = way.iter().filter(|change| change.1 < 0).map(|change| (spare(change.0) / change.1.unsigned_abs()) as i64);
            let times = times.min().map_or(missing, |times| times.min(missing));
            for (place, change) in way {
                changes[place] += change * times;
            }
        }
    }

    /// The cheapest way (nearly) to have one lead more in a place: changes after which all sums hold again and none took
    /// more than there is to spare.
    fn way(&self, place: usize, spare: &dyn Fn(usize) -> u64, price: &dyn Fn(usize) -> Option<u32>) -> Option<Vec<Change>> {
        let mut steps: Vec<Step> = Vec::new();
        let mut ideas = vec![Idea { before: None, change: (place, 1), price: 0 }];
        let mut next = BinaryHeap::from([Reverse((0, Reverse(0)))]);
        // Sums that are off, and the lowest price at which just these were.
        let mut lowest: FxHashMap<Vec<Term>, u32> = FxHashMap::default();
        for _ in 0..MOST_STEPS {
            let Reverse((_, Reverse(idea))) = next.pop()?;
            let Idea { before, change, price: spent } = ideas[idea];
            let off = mended(before.map_or(&[], |before| &steps[before].off), &self.terms_of[change.0], change.1);
            if lowest.get(&off).is_some_and(|lowest| *lowest <= spent) {
                continue;
            }
            lowest.insert(off.clone(), spent);
            let at = steps.len();
            steps.push(Step { before, change, off });
            let off = &steps[at].off;
            let Some((sum, by)) = off.last() else { return Some(sum_up(&steps, at)) };
            let to_mend: u64 = off.iter().map(|(_, by)| by.unsigned_abs()).sum();
            for (place, times) in &self.sums[*sum] {
                let change = -(by * times).signum();
                let before = changed(&steps, at, *place);
                // What was taken is not given back: that would be another way.
                let is_possible = before * change >= 0 && (change > 0 || spare(*place).saturating_add_signed(before) > 0);
                let paid = if before == 0 { price(*place) } else { Some(0) };
                let Some(paid) = paid.filter(|_| is_possible) else { continue };
                let price = spent + paid;
                let to_mend = to_mend.saturating_add_signed(more_to_mend(off, &self.terms_of[*place], change));
                next.push(Reverse((price + PRICE_OF_SUM * to_mend as u32, Reverse(ideas.len()))));
                ideas.push(Idea { before: Some(at), change: (*place, change), price });
            }
        }
        None
    }

    /// `least` times as many of all that is linked to a count by sums: all sums hold, and nothing of it is shown.
    fn all_linked(&self, place: usize) -> Vec<Change> {
        let (mut is_linked, mut open) = (vec![false; self.hidden.len()], vec![place]);
        is_linked[place] = true;
        while let Some(place) = open.pop() {
            for (place, _) in self.terms_of[place].iter().flat_map(|(sum, _)| &self.sums[*sum]) {
                if !std::mem::replace(&mut is_linked[*place], true) {
                    open.push(*place);
                }
            }
        }
        let more = |place: usize| self.counts.values[place].saturating_mul(self.least).min(i64::MAX as u64) as i64;
        (0..is_linked.len()).filter(|place| is_linked[*place]).map(|place| (place, more(place))).collect()
    }

    /// Later covers may do for earlier ones: shows, the dearest first, what other boards can do without.
    fn show_what_covers_nothing(&mut self) {
        let is_cover = |place: &usize| self.counts.offered[*place] && self.hidden[*place] && !self.is_small(*place);
        let mut covers: Vec<usize> = (0..self.hidden.len()).filter(is_cover).collect();
        sort_few_by_key(&mut covers, |place| Reverse(self.counts.values[*place]));
        for place in covers {
            self.hidden[place] = false;
            if let Some(others) = self.others_without(place) {
                self.others.retain(|other| other.changes.iter().all(|change| change.0 != place));
                for other in others {
                    self.keep(other);
                }
            } else {
                self.hidden[place] = true;
            }
        }
    }

    /// Boards in place of those that change a count, made from hidden counts alone.
    fn others_without(&self, place: usize) -> Option<Vec<Vec<Change>>> {
        let changing = self.others.iter().filter(|other| other.changes.iter().any(|change| change.0 == place));
        let protected = changing.flat_map(|other| &other.protects);
        protected.map(|small| self.other_board(*small, |place| self.hidden[place].then_some(PRICE_OF_HIDDEN))).collect()
    }
}

/// The terms of a sum, each count once.
fn terms(sum: &Sum) -> Vec<Term> {
    let mut all: Vec<Term> = sum.parts.iter().map(|part| (*part, 1)).collect();
    all.push((sum.whole, -1));
    sort_few_by_key(&mut all, |term| term.0);
    all.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, same.iter().map(|term| term.1).sum())).filter(|term| term.1 != 0).collect()
}

/// The sums that are off after one more change, in their order.
fn mended(off: &[Term], terms: &[Term], change: i64) -> Vec<Term> {
    let mut after = off.to_vec();
    for (sum, times) in terms {
        match after.binary_search_by_key(sum, |term| term.0) {
            Ok(at) => after[at].1 += times * change,
            Err(at) => after.insert(at, (*sum, times * change)),
        }
    }
    after.retain(|term| term.1 != 0);
    after
}

/// By how much more (or less) sums would be off in all.
fn more_to_mend(off: &[Term], terms: &[Term], change: i64) -> i64 {
    let more = |(sum, times): &Term| {
        let by = off.binary_search_by_key(sum, |term| term.0).map_or(0, |at| off[at].1);
        (by + times * change).abs() - by.abs()
    };
    terms.iter().map(more).sum()
}

/// By how much a count was changed on the way to a step.
fn changed(steps: &[Step], at: usize, place: usize) -> i64 {
    trace(steps, at).filter(|change| change.0 == place).map(|change| change.1).sum()
}

fn trace(steps: &[Step], at: usize) -> impl Iterator<Item = Change> {
    std::iter::successors(Some(&steps[at]), |step| step.before.map(|before| &steps[before])).map(|step| step.change)
}

/// All changes on the way to a step, each count once.
fn sum_up(steps: &[Step], at: usize) -> Vec<Change> {
    let mut way: Vec<Change> = Vec::new();
    for (place, change) in trace(steps, at) {
        match way.iter_mut().find(|other| other.0 == place) {
            Some(other) => other.1 += change,
            None => way.push((place, change)),
        }
    }
    way
}

/// The logarithm of a count, in 64ths of a doubling: counts differ in price by their order of size.
fn size(value: u64) -> u32 {
    let doublings = value.max(1).ilog2();
    let rest = if doublings >= 6 { value >> (doublings - 6) } else { value << (6 - doublings) };
    doublings * 64 + (rest as u32 & 63)
}
