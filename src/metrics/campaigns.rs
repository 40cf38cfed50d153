//! Campaigns and sources side by side: what each cost, brought in and is credited with by every model, and how far the models agree.

use std::cmp::Reverse;

use super::{
    Marks,
    attribution::{Credits, Journeys, Tally},
    breakdown::leads_by_code,
    leads_by,
    money::money,
    returns::{CostDays, Costs, booked_for, returned, roi_value},
};
use crate::{
    agreement::Economics,
    leads::{Dataset, Dimension},
    order::{sort_few, sort_few_by_key},
    report::{Attribution, AttributionModel, CampaignPart, CampaignTable, Credit, ModelCredit},
};

/// What is beyond so many campaigns is summed up.
const MAX_PARTS: usize = 200;
const MODELS: usize = AttributionModel::ALL.len();

#[derive(Debug, Clone, Copy)]
pub struct CampaignConfig<'a> {
    pub marks: &'a Marks,
    pub costs: Option<(&'a Costs<'a>, CostDays)>,
    pub economics: &'a Economics,
    /// Some deal of the whole data has an amount: without it there is no return.
    pub has_amounts: bool,
}

/// What is known of one value.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// Leads of the cohort, then those that reached MQL, SQL and Customer.
    leads: [u64; 4],
    cost: Option<i128>,
    credits: [Tally; MODELS],
}

impl Known {
    fn is_credited(&self) -> bool {
        self.credits.iter().any(|tally| tally.customers > 0.0)
    }

    fn is_listed(&self) -> bool {
        self.leads[0] > 0 || self.cost.is_some() || self.is_credited()
    }

    /// Of all models together: the order of the mean is that of the sum.
    fn revenue(&self) -> i128 {
        self.credits.iter().map(|tally| tally.minor).sum()
    }

    fn add(&mut self, other: &Self) {
        self.leads.iter_mut().zip(other.leads).for_each(|(mine, other)| *mine += other);
        if let Some(cost) = other.cost {
            *self.cost.get_or_insert(0) += cost;
        }
        for (mine, other) in self.credits.iter_mut().zip(other.credits) {
            mine.customers += other.customers;
            mine.minor += other.minor;
        }
    }
}

/// By every model, the values it credits, largest revenue first. Empty where no deal was won.
pub fn campaign_attribution(journeys: &Journeys, credits: &Credits, currency: Option<&str>) -> Vec<Attribution> {
    if credits.won_deals == 0 {
        return Vec::new();
    }
    let of_model = |(place, model): (usize, AttributionModel)| {
        let of_number = credits.by_number.iter().map(|(number, tallies)| (journeys.names.value(*number), tallies[place]));
        let mut credited: Vec<(Option<&str>, Tally)> = of_number.filter(|(_, tally)| tally.customers > 0.0).collect();
        sort_few_by_key(&mut credited, |(value, tally)| (Reverse(tally.minor), value.is_none(), *value));
        let campaigns = credited
            .into_iter()
            .map(|(value, tally)| Credit {
                campaign: value.map(str::to_owned),
                customers: tally.customers,
                revenue: money(tally.minor, currency),
            })
            .collect();
        Attribution { model, campaigns }
    };
    AttributionModel::ALL.into_iter().enumerate().map(of_model).collect()
}

pub fn campaign_table<'a>(
    dataset: &'a Dataset,
    journeys: &mut Journeys<'a>,
    credits: &Credits,
    dimension: Dimension,
    config: &CampaignConfig,
) -> CampaignTable {
    let known = known(dataset, journeys, credits, dimension, config);
    let value = |number: usize| journeys.names.value(number as u32);
    let ranks = Ranks::new(&known);
    let mut order: Vec<usize> = (0..known.len()).filter(|number| known[*number].is_listed()).collect();
    sort_few_by_key(&mut order, |number| {
        let part = &known[*number];
        (Reverse(part.revenue()), Reverse(part.cost), Reverse(part.leads[0]), value(*number).is_none(), value(*number))
    });
    let (listed, beyond) = order.split_at(order.len().min(MAX_PARTS));
    let shown = Shown { currency: dataset.currency.as_deref(), config, ranks: &ranks };
    let rest = (!beyond.is_empty()).then(|| {
        let mut whole = Known::default();
        for number in beyond {
            whole.add(&known[*number]);
        }
        shown.part(None, &whole)
    });
    CampaignTable {
        parts: listed.iter().map(|number| shown.part(value(*number), &known[*number])).collect(),
        rest,
        won_deals: credits.won_deals,
        several_touches: credits.several,
        is_same_for_all: credits.several == 0,
        rank_agreement: ranks.agreement(),
    }
}

/// By the number of the value; values that only leads or bookings have get one here.
fn known<'a>(
    dataset: &'a Dataset,
    journeys: &mut Journeys<'a>,
    credits: &Credits,
    dimension: Dimension,
    config: &CampaignConfig,
) -> Vec<Known> {
    let by_lead = leads_by(dataset, dimension);
    let of_leads = by_lead.as_ref().map(|column| (journeys.names.add(column.values()), leads_by_code(column, config.marks)));
    let booked = config.costs.zip(booked_for(dataset, dimension)).map(|((costs, days), column)| {
        let numbers = journeys.names.add(column.values());
        (numbers, costs.by_value(dimension, days))
    });
    let mut known = vec![Known::default(); journeys.names.count()];
    for (number, leads) in of_leads.into_iter().flat_map(|(numbers, leads)| numbers.into_iter().zip(leads)) {
        known[number as usize].leads = leads.map(u64::from);
    }
    // A booking that names none is not a cost of "(none)".
    for (number, cost) in booked.into_iter().flat_map(|(numbers, costs)| numbers.into_iter().zip(costs)).skip(1) {
        known[number as usize].cost = cost;
    }
    for (number, tallies) in &credits.by_number {
        known[*number as usize].credits = *tallies;
    }
    known
}

struct Shown<'a> {
    currency: Option<&'a str>,
    config: &'a CampaignConfig<'a>,
    ranks: &'a Ranks,
}

impl Shown<'_> {
    fn part(&self, value: Option<&str>, known: &Known) -> CampaignPart {
        let amount = |minor| money(minor, self.currency);
        let roi = |minor| {
            let returned = returned(minor, self.config.economics).filter(|_| self.config.has_amounts)?;
            roi_value(returned, known.cost?)
        };
        let credit = |(place, model)| {
            let Tally { customers, minor } = known.credits[place];
            ModelCredit { model, customers, revenue: amount(minor), roi: roi(minor), rank: self.ranks.of(place, minor) }
        };
        let revenues = known.credits.map(|tally| tally.minor);
        let [leads, mql, sql, won] = known.leads;
        CampaignPart {
            value: value.map(str::to_owned),
            cost: known.cost.map(amount),
            leads,
            mql,
            sql,
            won,
            credits: AttributionModel::ALL.into_iter().enumerate().map(credit).collect(),
            revenue_low: amount(revenues.into_iter().min().unwrap_or(0)),
            revenue_high: amount(revenues.into_iter().max().unwrap_or(0)),
        }
    }
}

/// The order of the named values by each model's revenue. "(none)" is no rival of theirs.
struct Ranks {
    /// By model: the revenues of credited values, largest first.
    ordered: [Vec<i128>; MODELS],
    /// By model, in one order of values for all: their ranks, ties sharing the mean.
    mean_ranks: [Vec<f64>; MODELS],
}

impl Ranks {
    fn new(known: &[Known]) -> Self {
        let credited: Vec<&Known> = known.iter().skip(1).filter(|known| known.is_credited()).collect();
        let ordered: [Vec<i128>; MODELS] = std::array::from_fn(|model| {
            let mut revenues: Vec<i128> = credited.iter().map(|known| known.credits[model].minor).collect();
            sort_few(&mut revenues, |a, b| b.cmp(a));
            revenues
        });
        let mean_ranks = std::array::from_fn(|model| {
            let mean_rank = |known: &&Known| {
                let (above, to) = ties(&ordered[model], known.credits[model].minor);
                (above + to + 1) as f64 / 2.0
            };
            credited.iter().map(mean_rank).collect()
        });
        Self { ordered, mean_ranks }
    }

    /// 1 is the largest; equal ones share the better rank.
    fn of(&self, model: usize, minor: i128) -> u32 {
        ties(&self.ordered[model], minor).0 as u32 + 1
    }

    /// Kendall's coefficient of concordance, corrected for ties (Kendall & Gibbons, Rank Correlation Methods, ch. 6); `None` with fewer
    /// than two values, or where every model ranks all of them alike.
    fn agreement(&self) -> Option<f64> {
        let (models, values) = (MODELS as f64, self.ordered[0].len());
        if values < 2 {
            return None;
        }
        let mean = models * (values as f64 + 1.0) / 2.0;
        let sum = |value: usize| self.mean_ranks.iter().map(|ranks| ranks[value]).sum::<f64>();
        let spread: f64 = (0..values).map(|value| (sum(value) - mean).powi(2)).sum();
        let cubed = |count: usize| (count as f64).powi(3) - count as f64;
        let tied: f64 = self.ordered.iter().flat_map(|ordered| ordered.chunk_by(|a, b| a == b)).map(|tie| cubed(tie.len())).sum();
        let whole = models * models * cubed(values) - models * tied;
        (whole > 0.0).then(|| 12.0 * spread / whole)
    }
}

/// How many of these, largest first, are larger, and how many at least as large.
fn ties(ordered: &[i128], minor: i128) -> (usize, usize) {
    (ordered.partition_point(|other| *other > minor), ordered.partition_point(|other| *other >= minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Revenue by value, a row a model; only the first models differ.
    fn ranks(models: [&[i128]; MODELS]) -> Ranks {
        let mut known = vec![Known::default(); models[0].len() + 1];
        for (model, revenues) in models.into_iter().enumerate() {
            for (known, minor) in known[1..].iter_mut().zip(revenues) {
                known.credits[model] = Tally { customers: 1.0, minor: *minor };
            }
        }
        Ranks::new(&known)
    }

    #[test]
    fn models_agree_as_kendall_says() {
        let check = |models: [&[i128]; MODELS], expected: Option<f64>| {
            let found = ranks(models).agreement();
            let is_close = found.zip(expected).is_none_or(|(found, expected)| (found - expected).abs() < 1e-12);
            assert!(is_close && found.is_some() == expected.is_some(), "{models:?}: {found:?}, expected {expected:?}");
        };
        let (up, down): (&[i128], &[i128]) = (&[1, 2, 3], &[3, 2, 1]);
        check([up; MODELS], Some(1.0));
        check([up, down, up, down, up, down], Some(0.0));
        // Rank sums 14, 12, 10 around 12: 12 · 8 / (36 · 24).
        check([up, up, up, up, down, down], Some(1.0 / 9.0));
        // One tie of two in every model: 12 · (9 + 9 + 36) / (36 · 24 − 6 · 36).
        check([&[5, 5, 9]; MODELS], Some(1.0));
        check([&[5, 5, 5]; MODELS], None);
        check([&[5]; MODELS], None);
    }

    #[test]
    fn equal_revenues_share_the_better_rank() {
        let ranks = ranks([&[30, 10, 30, 20]; MODELS]);
        assert_eq!([30, 20, 10].map(|minor| ranks.of(0, minor)), [1, 3, 4]);
    }
}
