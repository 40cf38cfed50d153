//! The return of the period by month, quarter and year. Counts nothing that the period does not.

use std::collections::BTreeMap;

use super::{Costs, NewCustomers, Spans, returned, roi_value};
use crate::{
    agreement::{Economics, SourceClass},
    leads::{Dataset, DealState, Dimension, NO_AMOUNT},
    metrics::{
        Coded, Durations, deals_by, iso_date,
        money::{average, money},
    },
    report::{Rate, ReturnOf, ReturnsOverTime},
    time::{CalendarSystem, Grain, Period, Zone},
};

/// Most months, quarters or years that are shown, the latest ones: five years of months.
pub const MAX_SPANS: usize = 60;

#[derive(Debug, Clone, Copy)]
pub struct ReturnsConfig<'a> {
    pub economics: &'a Economics,
    pub source_classes: &'a BTreeMap<String, SourceClass>,
    pub calendar: CalendarSystem,
    pub zone: &'a Zone,
    /// The days that are cut into months, quarters and years.
    pub days: Period,
    /// Some deal of the whole data has an amount.
    pub has_amounts: bool,
    /// Days by which costs are taken earlier than the customers they are set against; `None` where that cannot be told.
    pub lag_days: Option<u32>,
}

/// Everything a span is counted from.
struct Counting<'a> {
    dataset: &'a Dataset,
    /// Deals that closed in the period.
    closed: &'a [(u32, DealState)],
    customers: &'a NewCustomers,
    costs: Option<&'a Costs<'a>>,
    config: &'a ReturnsConfig<'a>,
    source: Option<Coded<'a>>,
    /// By the code of the source.
    is_marketing: Vec<bool>,
}

/// What is undated lies in no span.
#[inline(never)]
pub fn returns_over_time(
    dataset: &Dataset,
    of_period: &[(u32, DealState)],
    customers: &NewCustomers,
    costs: Option<&Costs>,
    config: &ReturnsConfig,
) -> ReturnsOverTime {
    let source = deals_by(dataset, Dimension::Source);
    let mut is_marketing = vec![false];
    let class = |value: &String| config.source_classes.get(value) == Some(&SourceClass::Marketing);
    is_marketing.extend(source.iter().flat_map(Coded::values).map(class));
    let counting = Counting { dataset, closed: of_period, customers, costs, config, source, is_marketing };
    ReturnsOverTime { months: counting.by(Grain::Month), quarters: counting.by(Grain::Quarter), years: counting.by(Grain::Year) }
}

#[derive(Default)]
struct Tally {
    won: u64,
    lost: u64,
    with_amount: u64,
    minor: i128,
    marketing: i128,
    customers: u64,
    cycle: Durations,
}

impl Counting<'_> {
    fn by(&self, grain: Grain) -> Vec<ReturnOf> {
        let spans = spans(grain, self.config.days, self.config.calendar);
        let tallies = self.tallies(&spans);
        let invested = self.costs.map(|costs| costs.totals(&spans));
        let set_against = self.costs.zip(self.config.lag_days).map(|(costs, lag)| {
            let earlier = |span: &Period| Period { from: span.from.plus(-(lag as i32)), to: span.to.plus(-(lag as i32)) };
            costs.totals(&spans.iter().map(earlier).collect::<Vec<_>>())
        });
        let currency = self.dataset.currency.as_deref();
        let amount = |minor| money(minor, currency);
        let row = |(place, (span, tally)): (usize, (&Period, Tally))| {
            let revenue = self.config.has_amounts.then_some(tally.minor);
            let invested = invested.as_ref().map(|invested| invested[place]);
            let against = set_against.as_ref().map(|against| against[place]).filter(|against| *against > 0);
            let returned = revenue.and_then(|revenue| returned(revenue, self.config.economics));
            ReturnOf {
                period: name(grain, *span, self.config.calendar),
                from: iso_date(span.from),
                to: iso_date(span.to),
                revenue: revenue.map(amount),
                marketing_sourced: revenue.map(|_| amount(tally.marketing)),
                investment: invested.map(amount),
                won_deals: tally.won,
                customers: tally.customers,
                win_rate: Rate { numerator: tally.won, denominator: tally.won + tally.lost },
                average_deal: average(tally.minor, tally.with_amount).map(amount),
                roi: returned.zip(invested).and_then(|(returned, invested)| roi_value(returned, invested)),
                cac: against.and_then(|against| average(against, tally.customers)).map(amount),
                cycle_days: tally.cycle.day_stats(),
            }
        };
        spans.iter().zip(tallies).enumerate().map(row).collect()
    }

    fn tallies(&self, spans: &[Period]) -> Vec<Tally> {
        let mut tallies: Vec<Tally> = spans.iter().map(|_| Tally::default()).collect();
        let places = Spans::new(spans, self.config.zone);
        let deals = &self.dataset.deals;
        for (row, state) in self.closed.iter().filter(|(_, state)| *state != DealState::Open) {
            let row = *row as usize;
            let Some(place) = places.of(deals.closed.raw()[row]) else { continue };
            let tally = &mut tallies[place];
            if *state == DealState::Lost {
                tally.lost += 1;
                continue;
            }
            tally.won += 1;
            tally.cycle.push(row, &deals.created, &deals.closed, self.config.zone);
            let minor = deals.amount_minor[row];
            if minor != NO_AMOUNT {
                let is_marketing = self.source.as_ref().is_some_and(|source| self.is_marketing[source.code(row) as usize]);
                tally.with_amount += 1;
                tally.minor += i128::from(minor);
                tally.marketing += if is_marketing { i128::from(minor) } else { 0 };
            }
        }
        for place in self.customers.at.iter().filter_map(|at| places.of(*at)) {
            tallies[place].customers += 1;
        }
        tallies
    }
}

/// The calendar's spans that these days lie in, cut to them; of very many the latest.
fn spans(grain: Grain, days: Period, calendar: CalendarSystem) -> Vec<Period> {
    let mut spans: Vec<Period> = Vec::new();
    let mut to = days.to;
    while to > days.from && spans.len() < MAX_SPANS {
        let from = grain.around(to.plus(-1), calendar, 1).from.max(days.from);
        spans.push(Period { from, to });
        to = from;
    }
    spans.reverse();
    spans
}

fn name(grain: Grain, span: Period, calendar: CalendarSystem) -> String {
    let date = calendar.date(span.from);
    match grain {
        Grain::Year => format!("{:04}", date.year),
        Grain::Quarter => format!("{:04}-Q{}", date.year, (date.month - 1) / 3 + 1),
        Grain::Day | Grain::Week | Grain::Month => format!("{:04}-{:02}", date.year, date.month),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Date, Day};

    fn check(calendar: CalendarSystem, grain: Grain, from: &str, to: &str, expected: &[&str]) {
        let day = |text: &str| {
            let part: Vec<i32> = text.split('-').map(|part| part.parse().unwrap()).collect();
            CalendarSystem::Gregorian.day(Date { year: part[0], month: part[1] as u8, day: part[2] as u8 }).unwrap()
        };
        let days = Period { from: day(from), to: day(to) };
        let spans = spans(grain, days, calendar);
        let shown: Vec<String> = spans.iter().map(|span| name(grain, *span, calendar)).collect();
        assert_eq!(shown, expected, "{from} to {to}");
        assert_eq!((spans.first().unwrap().from, spans.last().unwrap().to), (days.from, days.to));
        assert!(spans.windows(2).all(|pair| pair[0].to == pair[1].from));
    }

    #[test]
    fn spans_are_the_calendars_and_cut_to_the_days() {
        check(CalendarSystem::Gregorian, Grain::Month, "2024-01-15", "2024-04-01", &["2024-01", "2024-02", "2024-03"]);
        check(CalendarSystem::Gregorian, Grain::Quarter, "2023-12-31", "2024-04-02", &["2023-Q4", "2024-Q1", "2024-Q2"]);
        check(CalendarSystem::Gregorian, Grain::Year, "2023-12-31", "2024-04-02", &["2023", "2024"]);
        check(CalendarSystem::Persian, Grain::Month, "2024-03-19", "2024-04-21", &["1402-12", "1403-01", "1403-02"]);
        check(CalendarSystem::Persian, Grain::Quarter, "2024-03-19", "2024-03-21", &["1402-Q4", "1403-Q1"]);
        check(CalendarSystem::Persian, Grain::Year, "2024-03-19", "2024-03-21", &["1402", "1403"]);
    }

    #[test]
    fn of_very_many_the_latest_are_shown() {
        let days = Period { from: Day(0), to: Day(20_000) };
        let months = spans(Grain::Month, days, CalendarSystem::Gregorian);
        assert_eq!((months.len(), months[MAX_SPANS - 1].to), (MAX_SPANS, days.to));
    }
}
