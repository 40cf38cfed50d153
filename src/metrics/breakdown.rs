//! The cohort and the period's deals by the values of one dimension. The parts add up to the whole, "(none)" included.

use std::{cmp::Reverse, collections::BTreeMap};

use rustc_hash::FxHashMap;

use super::{Coded, States, deals_by, leads_by, money::money, stats::quantile};
use crate::{
    agreement::SourceClass,
    leads::{Bitmap, Dataset, DealState, Dimension, NO_AMOUNT, Stage},
    order::sort_few_by_key,
    report::{Breakdown, Part, Rate},
    time::SECONDS_PER_DAY,
};

/// A list nobody scrolls to the end of; it keeps the report of a free-text column at some hundred kilobytes.
pub const MAX_PARTS: usize = 2_000;

#[derive(Debug, Clone, Copy)]
pub struct BreakdownConfig<'a> {
    pub tracked: [bool; Stage::ALL.len()],
    pub source_classes: &'a BTreeMap<String, SourceClass>,
    /// [`super::Funnelled::velocity`].
    pub velocity: &'a [(u32, u32)],
}

/// What the rows of one value come to.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// Leads, then those that reached MQL, SQL and Customer.
    leads: [u32; 4],
    won_deals: u64,
    lost_deals: u64,
    minor: i128,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        for (mine, other) in self.leads.iter_mut().zip(other.leads) {
            *mine += other;
        }
        self.won_deals += other.won_deals;
        self.lost_deals += other.lost_deals;
        self.minor += other.minor;
    }

    fn is_empty(&self) -> bool {
        self.leads[0] == 0 && self.won_deals == 0 && self.lost_deals == 0
    }
}

/// How far each lead got, as every breakdown counts it.
#[derive(Debug, Clone)]
pub struct Marks {
    /// By lead: 0 outside the cohort, else 1 and one more for each stage of [`MARKED`] that it reached.
    levels: Vec<u8>,
    /// Which of [`MARKED`] are counted.
    tracked: [bool; MARKED.len()],
}

/// In ascending order: who reached one has reached those before it.
const MARKED: [Stage; 3] = [Stage::Mql, Stage::Sql, Stage::Customer];
/// Levels, and as many more as keep a level from needing a check.
const LEVELS: usize = 8;

impl Marks {
    #[inline(never)]
    pub fn new(states: &States, cohort: &Bitmap, tracked: [bool; Stage::ALL.len()]) -> Self {
        let mut levels = vec![0; cohort.len()];
        cohort.for_each(|row| levels[row] = 1 + MARKED.iter().map(|stage| u8::from(states.has_reached(row, *stage))).sum::<u8>());
        Self { levels, tracked: MARKED.map(|stage| tracked[stage.index()]) }
    }

    /// As [`Tally::leads`], of the numbers of leads by level.
    fn leads(&self, by_level: [u32; LEVELS]) -> [u32; 4] {
        let from = |level: usize| by_level[level..].iter().sum();
        let reached = |index: usize| if self.tracked[index] { from(index + 2) } else { 0 };
        [from(1), reached(0), reached(1), reached(2)]
    }
}

/// Leads of the cohort by the code of the column: all, then those that reached MQL, SQL and Customer.
pub fn leads_by_code(column: &Coded, marks: &Marks) -> Vec<[u32; 4]> {
    // One number a lead goes up instead of four; who is outside the cohort is counted too, where nobody looks: asking would take longer.
    let mut counts = vec![[0_u32; LEVELS]; column.values().len() + 1];
    column.for_each(|row, code| counts[code as usize][usize::from(marks.levels[row]) % LEVELS] += 1);
    counts.into_iter().map(|by_level| marks.leads(by_level)).collect()
}

/// `None` when neither table has a column of the dimension.
#[inline(never)]
pub fn breakdown(
    dataset: &Dataset,
    marks: &Marks,
    of_period: &[(u32, DealState)],
    dimension: Dimension,
    config: &BreakdownConfig,
) -> Option<Breakdown> {
    let by_lead = leads_by(dataset, dimension);
    let by_deal = deals_by(dataset, dimension);
    let (values, deal_codes) = shared_values(by_lead.as_ref(), by_deal.as_ref())?;
    let mut tallies = vec![Tally::default(); values.len()];
    if let Some(column) = &by_lead {
        let leads = leads_by_code(column, marks);
        tallies.iter_mut().zip(leads).for_each(|(tally, leads)| tally.leads = leads);
    }
    if let Some(column) = &by_deal {
        add_deals(&mut tallies, dataset, of_period, |row| deal_codes[column.code(row) as usize] as usize);
    }
    let velocities = by_lead.as_ref().map(|column| Grouped::new(config.velocity, column, values.len()));
    let mut order: Vec<usize> = (0..values.len()).filter(|code| !tallies[*code].is_empty()).collect();
    sort_few_by_key(&mut order, |code| {
        let tally = &tallies[*code];
        (Reverse(tally.leads[0]), Reverse(tally.minor), Reverse(tally.won_deals), values[*code].is_none(), values[*code])
    });
    let (listed, beyond) = order.split_at(order.len().min(MAX_PARTS));
    let part = |value: Option<&str>, tally: &Tally, median_days| {
        let [leads, mql, sql, won] = tally.leads.map(u64::from);
        let won_is_known = config.tracked[Stage::Customer.index()];
        Part {
            value: value.map(str::to_owned),
            leads,
            mql,
            sql,
            won,
            rate: if won_is_known { Rate { numerator: won, denominator: leads } } else { Rate::default() },
            revenue: money(tally.minor, dataset.currency.as_deref()),
            won_deals: tally.won_deals,
            lost_deals: tally.lost_deals,
            class: value.filter(|_| dimension == Dimension::Source).and_then(|value| config.source_classes.get(value).copied()),
            median_days,
        }
    };
    let parts = listed
        .iter()
        .map(|code| part(values[*code], &tallies[*code], velocities.as_ref().and_then(|grouped| grouped.median_days(&[*code]))))
        .collect();
    let rest = (!beyond.is_empty()).then(|| {
        let mut whole = Tally::default();
        for code in beyond {
            whole.add(&tallies[*code]);
        }
        part(None, &whole, velocities.as_ref().and_then(|grouped| grouped.median_days(beyond)))
    });
    Some(Breakdown { dimension, parts, rest })
}

/// The values of both tables in one numbering that starts as the leads' own, and where it puts each code of the deals.
type SharedValues<'a> = (Vec<Option<&'a str>>, Vec<u32>);

fn shared_values<'a>(by_lead: Option<&Coded<'a>>, by_deal: Option<&Coded<'a>>) -> Option<SharedValues<'a>> {
    let names = by_lead.or(by_deal)?.values();
    let mut values: Vec<Option<&str>> = std::iter::once(None).chain(names.iter().map(|value| Some(value.as_str()))).collect();
    let Some(by_deal) = by_deal else {
        return Some((values, Vec::new()));
    };
    let mut known: FxHashMap<Option<&str>, u32> = values.iter().enumerate().map(|(code, value)| (*value, code as u32)).collect();
    let mut deal_codes = vec![0];
    for value in by_deal.values() {
        let value = Some(value.as_str());
        let code = *known.entry(value).or_insert_with(|| {
            values.push(value);
            values.len() as u32 - 1
        });
        deal_codes.push(code);
    }
    Some((values, deal_codes))
}

fn add_deals(tallies: &mut [Tally], dataset: &Dataset, of_period: &[(u32, DealState)], code: impl Fn(usize) -> usize) {
    for &(row, state) in of_period {
        let row = row as usize;
        let tally = &mut tallies[code(row)];
        match state {
            DealState::Open => {}
            DealState::Lost => tally.lost_deals += 1,
            DealState::Won => {
                tally.won_deals += 1;
                let amount = dataset.deals.amount_minor[row];
                tally.minor += if amount == NO_AMOUNT { 0 } else { i128::from(amount) };
            }
        }
    }
}

/// Seconds to win, grouped by code with a counting sort.
struct Grouped {
    seconds: Vec<u32>,
    /// By code, where its group starts; one more than there are codes.
    starts: Vec<usize>,
}

impl Grouped {
    fn new(velocity: &[(u32, u32)], column: &Coded, codes: usize) -> Self {
        let mut starts = vec![0; codes + 1];
        for (row, _) in velocity {
            starts[column.code(*row as usize) as usize + 1] += 1;
        }
        for code in 0..codes {
            starts[code + 1] += starts[code];
        }
        let mut next = starts.clone();
        let mut seconds = vec![0; velocity.len()];
        for (row, duration) in velocity {
            let place = &mut next[column.code(*row as usize) as usize];
            seconds[*place] = *duration;
            *place += 1;
        }
        Self { seconds, starts }
    }

    /// Over the groups of all these codes together.
    fn median_days(&self, codes: &[usize]) -> Option<f64> {
        let of = |code: &usize| &self.seconds[self.starts[*code]..self.starts[*code + 1]];
        let mut seconds: Vec<u32> = codes.iter().flat_map(of).copied().collect();
        quantile(&mut seconds, 0.5).map(|seconds| seconds / SECONDS_PER_DAY as f64)
    }
}
