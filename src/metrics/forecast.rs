//! What the open deals will bring by the end of a period, and how well the same forecast did before. Deals that do not exist yet are not
//! foreseen, and no knowledge is used that was not there at the moment of the forecast.

use super::{
    Coded, Selection, Span, deals_by, iso_date,
    money::money,
    pipeline::{amount, is_closed, is_open},
    stats::local_day,
};
use crate::{
    leads::{Bitmap, Dataset, DealState, Deals, Dimension, Instants, NO_AMOUNT},
    report::{BackTest, Forecast, ForecastWeight, Rate},
    time::{CalendarSystem, Grain, Moment, Period, SECONDS_PER_DAY, Zone},
};

/// Closed deals a forecast learns from at the least, and those of a stage that make its win rate a weight.
pub const MIN_CLOSED: u64 = 30;
const MAX_BACK_TESTS: usize = 8;
/// The normal quantile of an 80 % interval.
const Z: f64 = 1.281_551_565_544_600_5;

/// `None` without an amount, or with too few closed deals to learn from.
pub fn forecast(dataset: &Dataset, selection: &Selection, calendar: CalendarSystem, zone: &Zone) -> Option<Forecast> {
    if !has_amounts(dataset) {
        return None;
    }
    let book = Book::new(&dataset.deals, &selection.deals, zone);
    let today = zone.day(selection.as_of);
    let asked = selection.period;
    let is_running = !selection.undated && asked.contains(today) && today.plus(1) < asked.to;
    let period = if is_running { asked } else { Grain::Quarter.around(today, calendar, 1) };
    let stages = deals_by(dataset, Dimension::DealStage);
    let by_stage = stages.as_ref().and_then(|stages| StageRates::new(&book, stages, selection.as_of));
    let outlook = book.outlook(period, selection.as_of, by_stage.as_ref())?;
    // An export says in which stage a deal is, not in which it was: a forecast by stage cannot be made of the past.
    let past = if by_stage.is_none() { book.past(period, selection.as_of, calendar) } else { Vec::new() };
    let currency = dataset.currency.as_deref();
    let back_test: Vec<BackTest> = past
        .iter()
        .map(|(period, outlook, actual)| BackTest {
            from: iso_date(period.from),
            to: iso_date(period.to),
            expected: money(outlook.expected(), currency),
            low: money(outlook.low(), currency),
            high: money(outlook.high(), currency),
            actual: money(*actual, currency),
        })
        .collect();
    let missed: i128 = past.iter().map(|(_, outlook, actual)| (outlook.expected() - actual).abs()).sum();
    let came: i128 = past.iter().map(|(_, _, actual)| actual).sum();
    Some(Forecast {
        from: iso_date(period.from),
        to: iso_date(period.to),
        won: money(outlook.won, currency),
        expected: money(outlook.expected(), currency),
        low: money(outlook.low(), currency),
        high: money(outlook.high(), currency),
        weighted_by: if by_stage.is_some() { ForecastWeight::Stage } else { ForecastWeight::Age },
        learned_from: outlook.learned_from,
        back_test,
        error: (came > 0).then(|| missed as f64 / came as f64),
    })
}

/// Some deal of the data has an amount.
pub fn has_amounts(dataset: &Dataset) -> bool {
    dataset.deals.amount_minor.iter().any(|amount| *amount != NO_AMOUNT)
}

/// What a period brings, in minor units.
struct Outlook {
    won: i128,
    /// Σ p · amount, and Σ p · (1 − p) · amount² of the open deals.
    expected: f64,
    variance: f64,
    /// All open deals together.
    at_stake: i128,
    learned_from: u64,
}

impl Outlook {
    fn expected(&self) -> i128 {
        self.won + (self.expected.round() as i128).min(self.at_stake)
    }

    /// The sum of independent wins as a normal variable; never less than is won, nor more than can be.
    fn low(&self) -> i128 {
        self.won + ((self.expected - Z * self.variance.sqrt()).round() as i128).max(0)
    }

    fn high(&self) -> i128 {
        self.won + ((self.expected + Z * self.variance.sqrt()).round() as i128).min(self.at_stake)
    }
}

/// The deals of the filter.
struct Book<'a> {
    deals: &'a Deals,
    rows: &'a Bitmap,
    zone: &'a Zone,
    /// Local days by row, found once for all the forecasts; [`i32::MAX`] without a date.
    created: Vec<i32>,
    closed: Vec<i32>,
}

impl<'a> Book<'a> {
    fn new(deals: &'a Deals, rows: &'a Bitmap, zone: &'a Zone) -> Self {
        let day = |seconds: &u32| if *seconds == Instants::MISSING { i32::MAX } else { local_day(*seconds, zone) };
        let days = |column: &Instants| column.raw().iter().map(day).collect();
        Self { deals, rows, zone, created: days(&deals.created), closed: days(&deals.closed) }
    }

    /// Days from the creation of a deal to a later day; `None` without a date of either, or of one before the other.
    fn days(&self, row: usize, later: i32) -> Option<usize> {
        let is_known = self.created[row] != i32::MAX && later != i32::MAX;
        is_known.then(|| later - self.created[row]).and_then(|days| usize::try_from(days).ok())
    }

    /// Open deals with a date of creation, and their ages in days.
    fn open(&self, as_of: Moment) -> impl Iterator<Item = (usize, usize)> {
        let today = self.zone.day(as_of).0;
        let open = self.rows.iter().filter(move |row| is_open(self.deals, *row, as_of.unix() as u32));
        open.filter_map(move |row| Some((row, self.days(row, today)?)))
    }

    /// Nobody can tell whether deals that closed before the first closing in the data are missing from it, as they are from an export that
    /// begins on a day. So a deal counts from that day on only, by the age it had then (delayed entry).
    fn learn(&self, as_of: Moment) -> Incidence {
        let closed = || self.rows.iter().filter(|row| is_closed(self.deals, *row, as_of.unix() as u32));
        let begin = closed().map(|row| self.closed[row]).min().unwrap_or(i32::MAX);
        let mut lives = Lives::default();
        for row in closed() {
            if let Some(days) = self.days(row, self.closed[row]) {
                lives.add(self.days(row, begin).unwrap_or(0), days, self.deals.state[row]);
            }
        }
        for (row, age) in self.open(as_of) {
            lives.add(self.days(row, begin).unwrap_or(0), age, DealState::Open);
        }
        Incidence::of(lives)
    }

    /// `None` with too few closed deals to learn from.
    fn outlook(&self, period: Period, as_of: Moment, by_stage: Option<&StageRates>) -> Option<Outlook> {
        let learned = self.learn(as_of);
        if learned.closed < MIN_CLOSED {
            return None;
        }
        // A deal of age a today is a + left days old on the last day of the period.
        let left = (period.to.since(self.zone.day(as_of)) - 1).max(0) as usize;
        let mut outlook = Outlook {
            won: self.won(Span::new(period, as_of, self.zone)),
            expected: 0.0,
            variance: 0.0,
            at_stake: 0,
            learned_from: learned.closed,
        };
        let mut by_age: Vec<Option<(f64, f64)>> = Vec::new();
        for (row, age) in self.open(as_of) {
            if by_age.len() <= age {
                by_age.resize(age + 1, None);
            }
            let (winning, closing) = *by_age[age].get_or_insert_with(|| learned.within(age, left));
            let share = by_stage.map_or(winning, |rates| closing * rates.share(row)).clamp(0.0, 1.0);
            let amount = amount(self.deals, row).max(0);
            outlook.at_stake += amount;
            outlook.expected += share * amount as f64;
            outlook.variance += share * (1.0 - share) * (amount as f64).powi(2);
        }
        Some(outlook)
    }

    fn won(&self, span: Span) -> i128 {
        let is_won = |row: &usize| self.deals.state[*row] == DealState::Won && span.contains(self.deals.closed.raw()[*row]);
        self.rows.iter().filter(is_won).map(|row| amount(self.deals, row)).sum()
    }

    /// Past periods, oldest first, each with the forecast made at the same distance to its end, and what the deals open then and those won
    /// already came to.
    fn past(&self, period: Period, as_of: Moment, calendar: CalendarSystem) -> Vec<(Period, Outlook, i128)> {
        let mut all = Vec::new();
        let mut earlier = period;
        while all.len() < MAX_BACK_TESTS {
            earlier = earlier.previous(calendar);
            let back = i64::from(period.to.since(earlier.to)) * SECONDS_PER_DAY;
            let Some(then) = self.zone.moment(self.zone.local(as_of) - back) else { break };
            // A shorter period had not begun then: it is seen from its first moment.
            let then = then.max(self.zone.midnight(earlier.from));
            let Some(outlook) = self.outlook(earlier, then, None) else { break };
            let end = self.zone.midnight(earlier.to).unix() as u32;
            let is_won = |row: &usize| self.deals.state[*row] == DealState::Won && self.deals.closed.raw()[*row] < end;
            let came: i128 = self.open(then).map(|(row, _)| row).filter(is_won).map(|row| amount(self.deals, row)).sum();
            let actual = outlook.won + came;
            all.push((earlier, outlook, actual));
        }
        all.reverse();
        all
    }
}

/// Deals by their age in days, when they come into sight and when they end or are seen last.
#[derive(Default)]
struct Lives {
    begun: Vec<u32>,
    /// By [`DealState`].
    ended: Vec<[u32; 3]>,
}

impl Lives {
    fn add(&mut self, begin: usize, end: usize, state: DealState) {
        if self.ended.len() <= end {
            self.ended.resize(end + 1, [0; 3]);
            self.begun.resize(end + 1, 0);
        }
        // What begins after its end was never in sight.
        if begin <= end {
            self.begun[begin] += 1;
            self.ended[end][state as usize] += 1;
        }
    }
}

/// At each age in days: deals in sight and open, and what became of them that day.
struct Incidence {
    at_risk: Vec<u64>,
    ended: Vec<[u32; 3]>,
    closed: u64,
}

impl Incidence {
    fn of(lives: Lives) -> Self {
        let (mut in_sight, mut closed) = (0, 0);
        let mut at_risk = Vec::with_capacity(lives.ended.len());
        for (begun, ended) in lives.begun.iter().zip(&lives.ended) {
            let [open, won, lost] = ended.map(u64::from);
            in_sight += u64::from(*begun);
            at_risk.push(in_sight);
            in_sight -= open + won + lost;
            closed += won + lost;
        }
        Self { at_risk, ended: lives.ended, closed }
    }

    /// The share of deals open at this age that are won, and that are closed, within so many days: Aalen and Johansen (1978) for two
    /// competing ends, (W(a + h) − W(a)) / S(a). Ages that nobody has seen end nothing.
    fn within(&self, age: usize, left: usize) -> (f64, f64) {
        let (mut open, mut won) = (1.0, 0.0);
        for (at_risk, ended) in self.at_risk.iter().zip(&self.ended).skip(age + 1).take(left) {
            let [_, wins, losses] = ended.map(f64::from);
            if wins + losses > 0.0 {
                won += open * wins / *at_risk as f64;
                open *= 1.0 - (wins + losses) / *at_risk as f64;
            }
        }
        (won, 1.0 - open)
    }
}

/// The win rate of each stage that open deals are in.
struct StageRates<'a> {
    stages: &'a Coded<'a>,
    rates: Vec<Rate>,
}

impl<'a> StageRates<'a> {
    /// `None` where some open deal is in a stage that too few closed ones are still shown in, or has been closed since: then the export
    /// does not say in which stage it was.
    fn new(book: &Book, stages: &'a Coded<'a>, as_of: Moment) -> Option<Self> {
        let mut rates = vec![Rate::default(); stages.values().len() + 1];
        for row in book.rows.iter().filter(|row| is_closed(book.deals, *row, as_of.unix() as u32)) {
            let rate = &mut rates[stages.code(row) as usize];
            rate.denominator += 1;
            rate.numerator += u64::from(book.deals.state[row] == DealState::Won);
        }
        let is_told = |(row, _)| book.deals.state[row] == DealState::Open && rates[stages.code(row) as usize].denominator >= MIN_CLOSED;
        let is_any = book.open(as_of).next().is_some();
        (is_any && book.open(as_of).all(is_told)).then_some(Self { stages, rates })
    }

    fn share(&self, row: usize) -> f64 {
        self.rates[self.stages.code(row) as usize].value().unwrap_or(0.0)
    }
}
