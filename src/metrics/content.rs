//! What was used of the material for leads: how often, for whom, and what became of them. Influence is counted, credit is not given: that is
//! [`super::attribution`].

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::{MAX_PARTS, Selection, Timelines, money::money};
use crate::{
    leads::{Bitmap, Category, Dataset, DealState, Instants, NO_AMOUNT, NO_LEAD, NONE_CODE, Stage},
    order::sort_few_by_key,
    report::{AssetUse, ContentUse, Rate},
    text::fold,
};

const STAGES: usize = Stage::ALL.len();
const MISSING: u32 = Instants::MISSING;

/// Material under one name however it is spelled: by code its number from 1, 0 for none.
struct Material<'a> {
    numbers: Vec<u32>,
    names: Vec<&'a str>,
}

impl<'a> Material<'a> {
    fn new(column: &'a Category) -> Self {
        let mut known: FxHashMap<String, u32> = FxHashMap::default();
        let (mut numbers, mut names) = (vec![0], Vec::new());
        for value in column.values() {
            let key = fold(value);
            if key.is_empty() {
                numbers.push(0);
                continue;
            }
            let number = *known.entry(key).or_insert_with(|| {
                names.push(value.as_str());
                names.len() as u32
            });
            numbers.push(number);
        }
        Self { numbers, names }
    }
}

/// The rows of activities that are uses by a lead of the selection, asset after asset.
struct Uses {
    /// Where the rows of each number begin; one more at the end.
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Uses {
    /// By counting: no sorting of as many rows as there are activities. `number` is 0 where the row is no use.
    fn new(assets: usize, len: usize, number: impl Fn(usize) -> u32) -> Self {
        let mut starts = vec![0_u32; assets + 2];
        for row in 0..len {
            starts[number(row) as usize + 1] += 1;
        }
        starts[1] = 0;
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; starts[assets + 1] as usize];
        for row in 0..len {
            let of = number(row) as usize;
            if of > 0 {
                rows[next[of] as usize] = row as u32;
                next[of] += 1;
            }
        }
        Self { starts, rows }
    }

    fn of(&self, number: usize) -> &[u32] {
        &self.rows[self.starts[number] as usize..self.starts[number + 1] as usize]
    }
}

/// The first touches of the asset at hand, by lead. What is of another asset counts as nothing, so nothing is cleared between two.
struct FirstTouch {
    of_asset: Vec<u32>,
    at: Vec<u32>,
}

impl FirstTouch {
    fn new(leads: usize) -> Self {
        Self { of_asset: vec![0; leads], at: vec![MISSING; leads] }
    }

    /// Whether it is the first of this asset that is looked at; the earliest stays.
    fn touch(&mut self, asset: u32, lead: usize, at: u32) -> bool {
        let is_new = self.of_asset[lead] != asset;
        self.of_asset[lead] = asset;
        self.at[lead] = if is_new { at } else { self.at[lead].min(at) };
        is_new
    }
}

/// The won deals of a period by lead.
struct Won {
    /// Lead, close and amount; by lead.
    deals: Vec<(u32, u32, i64)>,
    has: Bitmap,
}

impl Won {
    fn new(dataset: &Dataset, of_period: &[(u32, DealState)]) -> Self {
        let table = &dataset.deals;
        let mut has = Bitmap::empty(dataset.leads.len);
        let mut deals = Vec::new();
        for (row, _) in of_period.iter().filter(|(_, state)| *state == DealState::Won) {
            let row = *row as usize;
            // A win without a date is after nothing.
            if table.lead[row] != NO_LEAD && table.closed.raw()[row] != MISSING {
                has.set(table.lead[row] as usize);
                deals.push((table.lead[row], table.closed.raw()[row], table.amount_minor[row]));
            }
        }
        deals.sort_unstable();
        Self { deals, has }
    }

    /// Count and amount of a lead's deals that closed at a moment or later.
    fn since(&self, lead: u32, at: u32) -> (u64, i128) {
        if !self.has.get(lead as usize) {
            return (0, 0);
        }
        let first = self.deals.partition_point(|(of, closed, _)| (*of, *closed) < (lead, at));
        let later = self.deals[first..].iter().take_while(|(of, ..)| *of == lead);
        later.fold((0, 0), |(count, minor), (_, _, amount)| (count + 1, minor + if *amount == NO_AMOUNT { 0 } else { i128::from(*amount) }))
    }
}

/// `None` when no activity that happened names an asset.
pub fn content_use(
    dataset: &Dataset,
    selection: &Selection,
    of_period: &[(u32, DealState)],
    tracked: [bool; STAGES],
) -> Option<ContentUse> {
    let activities = &dataset.activities;
    let column = activities.asset.as_ref()?;
    let material = Material::new(column);
    let as_of = selection.as_of.unix() as u32;
    let at = activities.at.raw();
    let has_happened = |row: usize| !activities.is_planned(row) && (at[row] <= as_of || at[row] == MISSING);
    let asset = |row: usize| if has_happened(row) { material.numbers[column.code(row) as usize] } else { NONE_CODE };
    let in_period = |row: usize| selection.span.contains(at[row]) || (selection.undated && (at[row] == MISSING || at[row] <= as_of));
    let uses = Uses::new(material.names.len(), activities.len, |row| {
        let lead = activities.lead[row];
        if lead == NO_LEAD || !selection.leads.get(lead as usize) { 0 } else { asset(row) }
    });
    let without_lead = (0..activities.len).filter(|row| activities.lead[*row] == NO_LEAD && asset(*row) > 0 && in_period(*row)).count();
    if uses.rows.is_empty() && without_lead == 0 {
        return None;
    }
    let won = Won::new(dataset, of_period);
    let timelines = Timelines::new(&dataset.leads, selection.as_of);
    let currency = dataset.currency.as_deref();
    let mut counted = Counted::new(dataset.leads.len);
    let mut assets = Vec::new();
    for (number, name) in (1_u32..).zip(&material.names) {
        let rows = uses.of(number as usize);
        if rows.is_empty() {
            continue;
        }
        let mut known = Known::default();
        let (mut touched, mut ever_touched) = (Vec::new(), Vec::new());
        for row in rows {
            let (row, lead) = (*row as usize, activities.lead[*row as usize]);
            if counted.ever.touch(number, lead as usize, at[row]) {
                ever_touched.push(lead);
            }
            if in_period(row) {
                known.uses += 1;
                if counted.of_period.touch(number, lead as usize, at[row]) {
                    touched.push(lead);
                }
            }
        }
        for lead in &touched {
            counted.leads.set(*lead as usize);
            known.reach(timelines.own(*lead as usize), counted.of_period.at[*lead as usize], tracked);
        }
        for lead in ever_touched.into_iter().filter(|lead| won.has.get(*lead as usize)) {
            let first = counted.ever.at[lead as usize];
            counted.earliest.touch(1, lead as usize, first);
            let (deals, minor) = won.since(lead, first);
            known.won_deals += deals;
            known.minor += minor;
        }
        if known.uses > 0 || known.won_deals > 0 {
            assets.push(known.shown(name, touched.len() as u64, currency));
        }
    }
    let total = assets.iter().map(|asset| asset.uses).sum();
    sort_few_by_key(&mut assets, |asset| (Reverse(asset.uses), Reverse(asset.leads), asset.name.clone()));
    let left_out = assets.len().saturating_sub(MAX_PARTS) as u64;
    assets.truncate(MAX_PARTS);
    let influenced = won.has.iter().filter(|lead| counted.earliest.of_asset[*lead] == 1);
    let (deals, minor) = influenced.fold((0, 0), |(deals, minor), lead| {
        let (more, amount) = won.since(lead as u32, counted.earliest.at[lead]);
        (deals + more, minor + amount)
    });
    let all_won = of_period.iter().filter(|(_, state)| *state == DealState::Won).count() as u64;
    Some(ContentUse {
        assets,
        left_out,
        uses: total,
        leads: counted.leads.count() as u64,
        without_lead: without_lead as u64,
        influenced: Rate { numerator: deals, denominator: all_won },
        influenced_revenue: money(minor, currency),
    })
}

/// What is remembered from asset to asset.
struct Counted {
    of_period: FirstTouch,
    ever: FirstTouch,
    /// By any asset, of leads that won.
    earliest: FirstTouch,
    leads: Bitmap,
}

impl Counted {
    fn new(leads: usize) -> Self {
        let first = || FirstTouch::new(leads);
        Self { of_period: first(), ever: first(), earliest: first(), leads: Bitmap::empty(leads) }
    }
}

/// What is known of one asset.
#[derive(Default)]
struct Known {
    uses: u64,
    by_stage: [u64; STAGES],
    moved_on: u64,
    won_deals: u64,
    minor: i128,
}

impl Known {
    /// A lead with these dates of stages was first touched then; [`MISSING`] is nobody knows when, and nothing is after it.
    fn reach(&mut self, own: [u32; STAGES], first: u32, tracked: [bool; STAGES]) {
        let dated = own.iter().rposition(|date| *date <= first && *date != MISSING);
        let stage = if first == MISSING { 0 } else { dated.unwrap_or(0) };
        self.by_stage[stage] += 1;
        let is_further = |(further, date): (usize, &u32)| further > stage && tracked[further] && *date != MISSING && *date > first;
        self.moved_on += u64::from(own.iter().enumerate().any(is_further));
    }

    fn shown(&self, name: &str, leads: u64, currency: Option<&str>) -> AssetUse {
        AssetUse {
            name: name.to_owned(),
            uses: self.uses,
            leads,
            by_stage: self.by_stage,
            moved_on: Rate { numerator: self.moved_on, denominator: leads },
            won_deals: self.won_deals,
            revenue: money(self.minor, currency),
        }
    }
}
