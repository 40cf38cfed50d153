//! Revenue of deals won in the period: total, by whose source, by month and quarter. Costs and attribution are not in here.

use std::collections::BTreeMap;

use super::{
    Coded, deals_by,
    money::{average, money},
    stats::local_day,
};
use crate::{
    agreement::SourceClass,
    leads::{Dataset, DealState, Dimension, Instants, NO_AMOUNT},
    report::{Revenue, RevenueOf},
    time::{CalendarSystem, Day, Zone},
};

#[derive(Debug, Clone, Copy)]
pub struct RevenueConfig<'a> {
    pub source_classes: &'a BTreeMap<String, SourceClass>,
    pub calendar: CalendarSystem,
    pub zone: &'a Zone,
}

/// Won deals and what they brought.
#[derive(Debug, Clone, Copy, Default)]
struct Won {
    deals: u64,
    minor: i128,
}

impl Won {
    fn add(&mut self, other: Self) {
        self.deals += other.deals;
        self.minor += other.minor;
    }
}

/// `None` when no deal of the whole data has an amount: revenue is then unknown, not zero.
#[inline(never)]
pub fn revenue(dataset: &Dataset, of_period: &[(u32, DealState)], config: &RevenueConfig) -> Option<Revenue> {
    let deals = &dataset.deals;
    if deals.amount_minor.iter().all(|amount| *amount == NO_AMOUNT) {
        return None;
    }
    let source = deals_by(dataset, Dimension::Source);
    // By source code: the agreement's class.
    let classes: Vec<Option<SourceClass>> =
        std::iter::once(None).chain(source.iter().flat_map(Coded::values).map(|value| config.source_classes.get(value).copied())).collect();
    let (mut total, mut marketing, mut unclassified, mut undated) = (Won::default(), Won::default(), Won::default(), Won::default());
    let mut without_amount = 0;
    let mut by_day: BTreeMap<i32, Won> = BTreeMap::new();
    for row in of_period.iter().filter(|(_, state)| *state == DealState::Won).map(|(row, _)| *row as usize) {
        let amount = deals.amount_minor[row];
        without_amount += u64::from(amount == NO_AMOUNT);
        let won = Won { deals: 1, minor: if amount == NO_AMOUNT { 0 } else { i128::from(amount) } };
        total.add(won);
        match classes[source.as_ref().map_or(0, |column| column.code(row) as usize)] {
            Some(SourceClass::Marketing) => marketing.add(won),
            Some(SourceClass::Sales | SourceClass::Partner) => {}
            None => unclassified.add(won),
        }
        match deals.closed.raw()[row] {
            Instants::MISSING => undated.add(won),
            closed => by_day.entry(local_day(closed, config.zone)).or_default().add(won),
        }
    }
    let currency = dataset.currency.as_deref();
    Some(Revenue {
        total: money(total.minor, currency),
        marketing_sourced: money(marketing.minor, currency),
        unclassified: money(unclassified.minor, currency),
        won_deals: total.deals,
        won_without_amount: without_amount,
        average_deal: average(total.minor, total.deals - without_amount).map(|minor| money(minor, currency)),
        by_month: by_months(&by_day, config.calendar, 1, currency),
        by_quarter: by_months(&by_day, config.calendar, 3, currency),
        undated: money(undated.minor, currency),
    })
}

/// Groups of `length` calendar months (1 or 3), from the first with a won deal to the last, the empty ones between included.
fn by_months(by_day: &BTreeMap<i32, Won>, calendar: CalendarSystem, length: i32, currency: Option<&str>) -> Vec<RevenueOf> {
    let mut groups: Vec<RevenueOf> = Vec::new();
    let (Some((first, _)), Some((last, _))) = (by_day.first_key_value(), by_day.last_key_value()) else {
        return groups;
    };
    let back = (i32::from(calendar.date(Day(*first)).month) - 1) % length;
    let mut from = calendar.month_start(Day(*first), -back);
    while from <= Day(*last) {
        let to = calendar.month_start(from, length);
        let mut won = Won::default();
        by_day.range(from.0..to.0).for_each(|(_, day)| won.add(*day));
        let date = calendar.date(from);
        let period = if length == 1 {
            format!("{:04}-{:02}", date.year, date.month)
        } else {
            format!("{:04}-Q{}", date.year, (i32::from(date.month) - 1) / length + 1)
        };
        groups.push(RevenueOf { period, won_deals: won.deals, revenue: money(won.minor, currency) });
        from = to;
    }
    groups
}
