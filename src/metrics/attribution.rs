//! Whose won deals were: the touches of a lead up to the win, and six ways of sharing the deal among them. What a campaign cost is not in
//! here.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Selection, Timelines, money::allocate, stats::local_day};
use crate::{
    leads::{Bitmap, Category, Dataset, DealState, Dimension, Instants, NO_AMOUNT, NO_LEAD, NONE_CODE, Stage},
    report::AttributionModel,
    time::{Day, SECONDS_PER_DAY, Zone},
};

const MISSING: u32 = Instants::MISSING;

/// The values of one dimension in every table, under one numbering; 0 is "(none)".
#[derive(Debug, Default)]
pub struct Names<'a> {
    values: Vec<&'a str>,
    known: FxHashMap<&'a str, u32>,
}

impl<'a> Names<'a> {
    /// The number of each code of a column with these values.
    pub fn add(&mut self, values: &'a [String]) -> Vec<u32> {
        let mut numbers = vec![NONE_CODE];
        for value in values {
            let next = self.values.len() as u32 + 1;
            let number = *self.known.entry(value.as_str()).or_insert(next);
            if number == next {
                self.values.push(value.as_str());
            }
            numbers.push(number);
        }
        numbers
    }

    pub fn count(&self) -> usize {
        self.values.len() + 1
    }

    pub fn value(&self, number: u32) -> Option<&'a str> {
        number.checked_sub(1).map(|index| self.values[index as usize])
    }
}

/// A column by the numbers of [`Names`].
#[derive(Debug)]
struct Numbered<'a> {
    column: &'a Category,
    numbers: Vec<u32>,
}

impl<'a> Numbered<'a> {
    fn new(column: Option<&'a Category>, names: &mut Names<'a>) -> Option<Self> {
        column.map(|column| Self { column, numbers: names.add(column.values()) })
    }

    fn number(&self, row: usize) -> u32 {
        self.numbers[self.column.code(row) as usize]
    }
}

/// Somebody came by a campaign or source, at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    pub at: u32,
    pub number: u32,
}

/// The touches before one win, in order of time.
#[derive(Debug, Default)]
struct Journey {
    touches: Vec<Touch>,
    /// The touch that the lead came in by, and the last one when the deal was created.
    lead: Option<usize>,
    deal: Option<usize>,
}

/// The way of every won deal of a period, by campaign or by source.
#[derive(Debug)]
pub struct Journeys<'a> {
    dataset: &'a Dataset,
    zone: &'a Zone,
    timelines: Timelines<'a>,
    as_of: u32,
    pub names: Names<'a>,
    leads: Option<Numbered<'a>>,
    deals: Option<Numbered<'a>>,
    /// Lead, moment and value of each activity of leads with a won deal, in that order.
    activities: Vec<(u32, Touch)>,
    won: Vec<u32>,
}

impl<'a> Journeys<'a> {
    /// `None` where no lead, deal or activity has the dimension, and for any other than source and campaign.
    pub fn new(
        dataset: &'a Dataset,
        selection: &Selection,
        of_period: &[(u32, DealState)],
        dimension: Dimension,
        zone: &'a Zone,
    ) -> Option<Self> {
        let of_activities = match dimension {
            Dimension::Source => dataset.activities.source.as_ref(),
            Dimension::Campaign => dataset.activities.campaign.as_ref(),
            _ => return None,
        };
        let mut names = Names::default();
        let leads = Numbered::new(dataset.leads.categories[dimension.index()].as_ref(), &mut names);
        let deals = Numbered::new(dataset.deals.categories[dimension.index()].as_ref(), &mut names);
        let column = Numbered::new(of_activities, &mut names);
        if leads.is_none() && deals.is_none() && column.is_none() {
            return None;
        }
        let won: Vec<u32> = of_period.iter().filter(|(_, state)| *state == DealState::Won).map(|(row, _)| *row).collect();
        let as_of = selection.as_of.unix() as u32;
        let activities = column.map_or_else(Vec::new, |column| activities(dataset, &won, &column, as_of));
        let timelines = Timelines::new(&dataset.leads, selection.as_of);
        Some(Self { dataset, zone, timelines, as_of, names, leads, deals, activities, won })
    }

    /// Won deals of the period that this value touched; that nothing touched, for `None`. Ascending.
    pub fn touched_by(&self, value: Option<&str>) -> Vec<u32> {
        let mut journey = Journey::default();
        let mut is_touched = |deal: &u32| {
            self.follow(*deal as usize, &mut journey);
            match value {
                None => journey.touches.is_empty(),
                Some(_) => journey.touches.iter().any(|touch| self.names.value(touch.number) == value),
            }
        };
        self.won.iter().copied().filter(|deal| is_touched(deal)).collect()
    }

    /// The touches of a deal up to its win: what the lead did, and what it (else the deal) came in by, at its creation. Several in a row
    /// by the same value on one day are one.
    fn follow(&self, deal: usize, journey: &mut Journey) {
        let deals = &self.dataset.deals;
        let lead = Some(deals.lead[deal]).filter(|lead| *lead != NO_LEAD);
        let won = self.end_of(&deals.closed, deal).min(self.as_of);
        let touches = &mut journey.touches;
        touches.clear();
        if let Some(lead) = lead {
            let from = self.activities.partition_point(|(of, _)| *of < lead);
            let of_lead = self.activities[from..].iter().take_while(|(of, touch)| *of == lead && touch.at <= won);
            touches.extend(of_lead.map(|(_, touch)| *touch));
        }
        let created = lead.map_or(MISSING, |lead| Timelines::dated(self.timelines.own(lead as usize))[Stage::Lead.index()]);
        let number = |column: Option<&Numbered>, row: usize| column.map_or(NONE_CODE, |column| column.number(row));
        let own = match lead.map_or(NONE_CODE, |lead| number(self.leads.as_ref(), lead as usize)) {
            NONE_CODE => number(self.deals.as_ref(), deal),
            own => own,
        };
        // A lead nobody dated came in by its first known touch at the latest.
        let first = touches.first().map_or(won, |touch| touch.at);
        let at = if created == MISSING { deals.created.raw()[deal].min(first) } else { created };
        let came = (own != NONE_CODE && at <= won).then(|| {
            let place = touches.partition_point(|touch| touch.at < at);
            touches.insert(place, Touch { at, number: own });
            place
        });
        let came = self.merge(touches, came);
        let at_or_before = |end: u32| touches.partition_point(|touch| touch.at <= end).checked_sub(1).filter(|_| end != MISSING);
        journey.lead = came.or_else(|| {
            let own = lead.zip(self.dataset.leads.stages[Stage::Lead.index()].as_ref());
            let own = own.map(|(lead, dates)| (lead as usize, dates)).filter(|(lead, dates)| dates.raw()[*lead] == created);
            at_or_before(own.map_or(created, |(lead, dates)| self.end_of(dates, lead)))
        });
        journey.deal = at_or_before(self.end_of(&deals.created, deal));
    }

    /// The moment, or the end of its day where it has no time: within a day nobody can say what came first.
    fn end_of(&self, column: &Instants, row: usize) -> u32 {
        match column.raw()[row] {
            MISSING => MISSING,
            at if column.is_day(row) => self.zone.midnight(Day(local_day(at, self.zone) + 1)).unix() as u32 - 1,
            at => at,
        }
    }

    /// Makes one touch of those in a row with one value on one day; gives the new place of the one at `followed`.
    fn merge(&self, touches: &mut Vec<Touch>, followed: Option<usize>) -> Option<usize> {
        let (mut kept, mut now_at) = (0, None);
        for place in 0..touches.len() {
            let touch = touches[place];
            let repeats = kept > 0
                && touches[kept - 1].number == touch.number
                && local_day(touches[kept - 1].at, self.zone) == local_day(touch.at, self.zone);
            if !repeats {
                touches[kept] = touch;
                kept += 1;
            }
            if followed == Some(place) {
                now_at = Some(kept - 1);
            }
        }
        touches.truncate(kept);
        now_at
    }

    /// Every won deal shared among the values that touched it, by every model; what nothing touched goes to "(none)".
    pub fn credits(&self) -> Credits {
        let mut credits = Credits { by_number: BTreeMap::new(), won_deals: self.won.len() as u64, several: 0 };
        let (mut journey, mut weights) = (Journey::default(), Vec::new());
        for deal in self.won.iter().map(|deal| *deal as usize) {
            let amount = self.dataset.deals.amount_minor[deal];
            let minor = if amount == NO_AMOUNT { 0 } else { amount };
            self.follow(deal, &mut journey);
            let first = journey.touches.first().map_or(NONE_CODE, |touch| touch.number);
            if journey.touches.iter().all(|touch| touch.number == first) {
                credits.by_number.entry(first).or_default().iter_mut().for_each(|tally| tally.add(1.0, minor));
                continue;
            }
            credits.several += 1;
            for (place, model) in AttributionModel::ALL.into_iter().enumerate() {
                journey.weigh(model, &mut weights);
                let whole: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
                for ((touch, weight), share) in journey.touches.iter().zip(&weights).zip(allocate(minor, &weights)) {
                    if *weight > 0 {
                        let tally = &mut credits.by_number.entry(touch.number).or_default()[place];
                        tally.add(f64::from(*weight) / whole as f64, share);
                    }
                }
            }
        }
        credits
    }
}

/// Activities of leads with a won deal that happened by the as-of and name a value: by lead, then time, then place in the files.
fn activities(dataset: &Dataset, won: &[u32], column: &Numbered, as_of: u32) -> Vec<(u32, Touch)> {
    let mut has_won = Bitmap::empty(dataset.leads.len);
    for lead in won.iter().map(|deal| dataset.deals.lead[*deal as usize]).filter(|lead| *lead != NO_LEAD) {
        has_won.set(lead as usize);
    }
    let activities = &dataset.activities;
    let at = activities.at.raw();
    let mut touches = Vec::new();
    for (row, lead) in activities.lead.iter().enumerate() {
        if *lead != NO_LEAD && has_won.get(*lead as usize) && at[row] <= as_of && !activities.is_planned(row) {
            let number = column.number(row);
            if number != NONE_CODE {
                touches.push((*lead, Touch { at: at[row], number }));
            }
        }
    }
    touches.sort_by_key(|(lead, touch)| (*lead, touch.at));
    touches
}

impl Journey {
    /// Whole weights of the touches; those a model has no touch for are left to the others by their proportions.
    fn weigh(&self, model: AttributionModel, weights: &mut Vec<u32>) {
        let count = self.touches.len();
        let last = count - 1;
        weights.clear();
        weights.resize(count, 0);
        match model {
            AttributionModel::FirstTouch => weights[0] = 1,
            AttributionModel::LastTouch => weights[last] = 1,
            AttributionModel::Linear => weights.fill(1),
            AttributionModel::PositionBased if count < 3 => weights.fill(1),
            AttributionModel::PositionBased => {
                // 20 % between so many are 1 each when the ends are 40 % each.
                weights.fill(1);
                (weights[0], weights[last]) = (2 * (count as u32 - 2), 2 * (count as u32 - 2));
            }
            AttributionModel::TimeDecay => {
                let latest = self.touches[last].at;
                for (weight, touch) in weights.iter_mut().zip(&self.touches) {
                    let half_lives = f64::from(latest - touch.at) / (HALF_LIFE_DAYS * SECONDS_PER_DAY) as f64;
                    *weight = (LATEST_WEIGHT * (-half_lives).exp2()).round() as u32;
                }
            }
            AttributionModel::WShaped => {
                let keys = [Some(0), self.lead, self.deal];
                let rest = (0..count).filter(|place| !keys.contains(&Some(*place))).count() as u32;
                weights.fill(1);
                keys.into_iter().flatten().for_each(|key| weights[key] = 0);
                // 10 % over the rest are 1 each when 30 % are three times as much as all of the rest.
                keys.into_iter().flatten().for_each(|key| weights[key] += 3 * rest.max(1));
            }
        }
    }
}

/// Of a touch's weight in time decay.
const HALF_LIFE_DAYS: i64 = 7;
/// Of the latest touch in time decay: what is worth less than a billionth of it is worth nothing.
const LATEST_WEIGHT: f64 = 1e9;

/// What one value is credited with by one model.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Shares of won deals.
    pub customers: f64,
    pub minor: i128,
}

impl Tally {
    pub fn add(&mut self, customers: f64, minor: i64) {
        self.customers += customers;
        self.minor += i128::from(minor);
    }
}

/// The won deals of a period, shared.
#[derive(Debug)]
pub struct Credits {
    /// By the number of the value, and by the place of the model in [`AttributionModel::ALL`].
    pub by_number: BTreeMap<u32, [Tally; AttributionModel::ALL.len()]>,
    pub won_deals: u64,
    /// Of them, those that more than one value touched.
    pub several: u64,
}
