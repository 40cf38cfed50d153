//! Before and after a day: the same measures on both sides, and whether what differs is beyond chance. Does not say that the day is the cause.
//!
//! Both windows are as long, and end when they end: the one before at the day, the one after at the as-of. A lead is judged by what became
//! of it within the same number of days, all of them inside its window, so leads that came in a window's last days are in neither share. That
//! way nothing done after the day counts for the time before it, and no side had longer to convert.

use super::{
    Durations, Sample, Selection, States, Timelines, first_tracked, iso_date, quantile,
    stats::{between, local_day},
    welch,
};
use crate::{
    leads::{Dataset, DealState, Deals, Instants, NO_AMOUNT, Stage, currency_digits},
    report::{ChangeVerdict, Comparison, ComparisonWindow, Difference, Measure, MeasureName, Rate},
    time::{Day, Period, SECONDS_PER_DAY, Zone},
};

const STAGES: usize = Stage::ALL.len();
/// Four weeks, so that every weekday is in both windows equally often, or nearly.
const SHORTEST: i32 = 28;
/// A year: what lies further away says little about the day.
const LONGEST: i32 = 365;
/// A lead has at least so many days to convert.
const LEAST_MATURITY: i32 = 14;
/// As long as nobody has converted, nobody knows how long it takes: a month.
const USUAL_MATURITY: i32 = 30;
/// Below so many cases on a side nothing is said, whatever the interval.
const FEWEST_CASES: u64 = 5;

#[derive(Debug, Clone, Copy)]
pub struct ComparisonConfig<'a> {
    pub since: Day,
    /// Of the day.
    pub name: Option<&'a str>,
    pub tracked: [bool; STAGES],
    /// Spend is booked for everybody: with a filter nobody knows whose customers it brought.
    pub is_filtered: bool,
    pub zone: &'a Zone,
}

/// `None` where no lead is dated, or one of the windows is shorter than four weeks.
pub fn comparison(dataset: &Dataset, states: &States, selection: &Selection, config: &ComparisonConfig) -> Option<Comparison> {
    let (first, to_win) = history(dataset, states, selection, config.zone);
    let first = local_day(first?, config.zone);
    let until = config.zone.day(selection.as_of).0 + 1;
    let length = (config.since.0 - first).min(until - config.since.0).min(LONGEST);
    if length < SHORTEST {
        return None;
    }
    let maturity = maturity(to_win, length);
    let span = |from: Day| Window::new(Period { from, to: from.plus(length) }, maturity, config.zone);
    let mut sides = [span(config.since.plus(-length)), span(config.since)];
    count_leads(&mut sides, dataset, selection, config);
    count_deals(&mut sides, dataset, selection, config.zone);
    let has_spend = dataset.spend.len > 0 && config.tracked[Stage::Customer.index()] && !config.is_filtered;
    if has_spend {
        count_spend(&mut sides, dataset, selection);
    }
    let measures = measures(&sides, dataset, config.tracked, has_spend);
    let [before, after] = sides.map(|side| ComparisonWindow {
        from: iso_date(side.period.from),
        to: iso_date(side.period.to),
        leads: side.leads,
        won_deals: side.won_deals,
    });
    let name = config.name.map(str::to_owned);
    Some(Comparison { since: iso_date(config.since), name, before, after, maturity_days: maturity as u32, measures })
}

/// Twice what the median customer took: most of those who convert have by then. Never so long that no lead could be judged.
fn maturity(mut to_win: Durations, length: i32) -> i32 {
    let median = quantile(&mut to_win.seconds, 0.5).map(|seconds| seconds / SECONDS_PER_DAY as f64);
    let wanted = median.map_or(USUAL_MATURITY, |days| (2.0 * days).ceil().min(f64::from(LONGEST)) as i32);
    wanted.clamp(LEAST_MATURITY, length / 2)
}

/// The first creation of a lead, and how long it took those that became customers.
fn history(dataset: &Dataset, states: &States, selection: &Selection, zone: &Zone) -> (Option<u32>, Durations) {
    let timelines = Timelines::new(&dataset.leads, selection.as_of);
    let (mut first, mut to_win) = (Instants::MISSING, Durations::default());
    selection.leads.for_each(|row| {
        let own = timelines.own(row);
        first = first.min(Timelines::dated(own)[Stage::Lead.index()]);
        if let [Some(created), .., Some(won)] = &dataset.leads.stages
            && states.has_reached(row, Stage::Customer)
            && own[Stage::Customer.index()] != Instants::MISSING
        {
            to_win.push(row, created, won, zone);
        }
    });
    (Some(first).filter(|first| *first != Instants::MISSING), to_win)
}

/// One side: what happened in it.
#[derive(Debug, Clone)]
struct Window {
    period: Period,
    /// Seconds of the period, `[from, to)`, and where the time ends whose leads are judged.
    from: u32,
    to: u32,
    judged_to: u32,
    maturity: i32,
    leads: u64,
    judged: u64,
    /// Of the judged leads, by stage: those that got there in time.
    converted: [u64; STAGES],
    customers: u64,
    won_deals: u64,
    lost_deals: u64,
    deal_sizes: Sample,
    cycles: Sample,
    revenue: i128,
    spend: i128,
}

impl Window {
    fn new(period: Period, maturity: i32, zone: &Zone) -> Self {
        let begin = |day| zone.midnight(day).unix() as u32;
        Self {
            period,
            from: begin(period.from),
            to: begin(period.to),
            judged_to: begin(period.to.plus(-maturity)),
            maturity,
            leads: 0,
            judged: 0,
            converted: [0; STAGES],
            customers: 0,
            won_deals: 0,
            lost_deals: 0,
            deal_sizes: Sample::default(),
            cycles: Sample::default(),
            revenue: 0,
            spend: 0,
        }
    }

    /// False for [`Instants::MISSING`].
    const fn contains(&self, seconds: u32) -> bool {
        self.from <= seconds && seconds < self.to
    }

    /// A lead created in the window, by the dates its stages count with.
    fn add_lead(&mut self, dated: [u32; STAGES], zone: &Zone) {
        self.leads += 1;
        let created = dated[Stage::Lead.index()];
        if created >= self.judged_to {
            return;
        }
        self.judged += 1;
        // The day it came on is the first of its days, so that the last of them lies in the window as well.
        let until = local_day(created, zone) + self.maturity;
        for (converted, seconds) in self.converted.iter_mut().zip(dated) {
            *converted += u64::from(seconds != Instants::MISSING && local_day(seconds, zone) < until);
        }
    }

    fn add_deal(&mut self, deals: &Deals, row: usize, unit: f64, zone: &Zone) {
        if deals.state[row] == DealState::Lost {
            self.lost_deals += 1;
            return;
        }
        self.won_deals += 1;
        let amount = deals.amount_minor[row];
        if amount != NO_AMOUNT {
            self.revenue += i128::from(amount);
            self.deal_sizes.push(amount as f64 / unit);
        }
        if let Some(Ok(seconds)) = between(row, &deals.created, &deals.closed, zone) {
            self.cycles.push(f64::from(seconds) / SECONDS_PER_DAY as f64);
        }
    }

    const fn win_rate(&self) -> Rate {
        Rate { numerator: self.won_deals, denominator: self.won_deals + self.lost_deals }
    }

    const fn rate(&self, to: Stage) -> Rate {
        Rate { numerator: self.converted[to.index()], denominator: self.judged }
    }

    /// In whole currency units.
    fn cac(&self, unit: f64) -> Option<f64> {
        (self.customers > 0).then(|| self.spend as f64 / unit / self.customers as f64)
    }
}

/// The two windows do not overlap: at most one of them has the moment.
fn side_of(sides: &mut [Window; 2], seconds: u32) -> Option<&mut Window> {
    sides.iter_mut().find(|side| side.contains(seconds))
}

fn count_leads(sides: &mut [Window; 2], dataset: &Dataset, selection: &Selection, config: &ComparisonConfig) {
    let timelines = Timelines::new(&dataset.leads, selection.as_of);
    selection.leads.for_each(|row| {
        let dated = Timelines::dated(timelines.own(row));
        if let Some(side) = side_of(sides, dated[Stage::Lead.index()]) {
            side.add_lead(dated, config.zone);
        }
        if let Some(side) = side_of(sides, dated[Stage::Customer.index()]) {
            side.customers += 1;
        }
    });
}

/// Deals closed by the as-of.
fn count_deals(sides: &mut [Window; 2], dataset: &Dataset, selection: &Selection, zone: &Zone) {
    let deals = &dataset.deals;
    let (unit, as_of) = (unit(dataset), selection.as_of.unix() as u32);
    for row in selection.deals.iter().filter(|row| deals.state[*row] != DealState::Open) {
        let closed = deals.closed.raw()[row];
        if let Some(side) = side_of(sides, closed).filter(|_| closed <= as_of) {
            side.add_deal(deals, row, unit, zone);
        }
    }
}

fn count_spend(sides: &mut [Window; 2], dataset: &Dataset, selection: &Selection) {
    let as_of = selection.as_of.unix() as u32;
    for (booked, amount) in dataset.spend.at.raw().iter().zip(&dataset.spend.amount_minor) {
        if *amount != NO_AMOUNT
            && let Some(side) = side_of(sides, *booked).filter(|_| *booked <= as_of)
        {
            side.spend += i128::from(*amount);
        }
    }
}

/// Minor units in one of the currency.
fn unit(dataset: &Dataset) -> f64 {
    10_f64.powi(currency_digits(dataset.currency.as_deref()) as i32)
}

/// What the data tells of, in the order of [`MeasureName`].
fn measures(sides: &[Window; 2], dataset: &Dataset, tracked: [bool; STAGES], has_spend: bool) -> Vec<Measure> {
    let [before, after] = sides;
    let unit = unit(dataset);
    let first = first_tracked(tracked).unwrap_or(Stage::Customer);
    let mut all = Vec::new();
    let stages =
        [(MeasureName::LeadToMql, Stage::Mql), (MeasureName::LeadToSql, Stage::Sql), (MeasureName::LeadToCustomer, Stage::Customer)];
    for (name, stage) in stages.into_iter().filter(|(_, stage)| tracked[stage.index()] && *stage > first) {
        all.push(of_rates(name, before.rate(stage), after.rate(stage)));
    }
    if dataset.deals.len > 0 {
        all.push(of_rates(MeasureName::WinRate, before.win_rate(), after.win_rate()));
    }
    let has_amounts = dataset.deals.amount_minor.iter().any(|amount| *amount != NO_AMOUNT);
    if has_amounts {
        all.push(of_means(MeasureName::AverageDeal, &before.deal_sizes, &after.deal_sizes));
    }
    if dataset.deals.len > 0 {
        all.push(of_means(MeasureName::CycleDays, &before.cycles, &after.cycles));
    }
    if has_amounts {
        let of = |side: &Window| (Some(side.revenue as f64 / unit), side.deal_sizes.count);
        all.push(of_sums(MeasureName::Revenue, of(before), of(after)));
    }
    if has_spend {
        let of = |side: &Window| (side.cac(unit), side.customers);
        all.push(of_sums(MeasureName::Cac, of(before), of(after)));
    }
    all
}

fn of_rates(name: MeasureName, before: Rate, after: Rate) -> Measure {
    let cases = (before.denominator, after.denominator);
    measure(name, (before.value(), after.value()), cases, after.minus(before))
}

fn of_means(name: MeasureName, before: &Sample, after: &Sample) -> Measure {
    measure(name, (before.mean(), after.mean()), (before.count, after.count), welch(after, before))
}

/// With its interval, and what it comes to.
fn measure(name: MeasureName, values: (Option<f64>, Option<f64>), cases: (u64, u64), interval: Option<Difference>) -> Measure {
    let is_enough = cases.0.min(cases.1) >= FEWEST_CASES;
    let less_is_better = name == MeasureName::CycleDays;
    let verdict = match interval {
        Some(found) if is_enough && (found.low > 0.0 || found.high < 0.0) => {
            if (found.value < 0.0) == less_is_better {
                ChangeVerdict::Better
            } else {
                ChangeVerdict::Worse
            }
        }
        _ => ChangeVerdict::TooEarly,
    };
    let (low, high) = (interval.map(|found| found.low), interval.map(|found| found.high));
    Measure { low, high, verdict, ..of_sums(name, (values.0, cases.0), (values.1, cases.1)) }
}

/// Value and cases of each side; no interval and no verdict.
fn of_sums(name: MeasureName, (before, before_n): (Option<f64>, u64), (after, after_n): (Option<f64>, u64)) -> Measure {
    let difference = before.zip(after).map(|(before, after)| after - before);
    Measure { name, before, after, before_n, after_n, difference, low: None, high: None, verdict: ChangeVerdict::NoVerdict }
}
