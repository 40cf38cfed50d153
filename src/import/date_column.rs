//! A column of dates: what is plain is kept at once, what is not waits until the whole column has been seen.

use std::io::{self, Read, Write};

use borsh::{BorshDeserialize, BorshSerialize};

use super::{
    DateOrder, IssueKind, ReadAs, Reading, ReadingSample,
    clock::Clock,
    dates::{self, Parsed, Parts, Time},
    text::trim,
};
use crate::{
    leads::Instants,
    time::{Day, Moment, SECONDS_PER_DAY},
};

const ORDERS: [DateOrder; 3] = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd];
/// Rows shown where a person has to decide.
const SAMPLES: usize = 3;

#[derive(Debug, Default)]
pub(super) struct DateColumn {
    instants: Instants,
    /// Rows whose day and month the column must tell apart.
    ambiguous: Vec<(u32, Parts)>,
    numbers: Vec<(u32, f64)>,
    /// A month without a day stands for its first day.
    takes_months: bool,
}

/// What the ambiguous rows say about their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// No row needs an order.
    NotNeeded,
    Decided(DateOrder),
    Undecided,
}

/// A cell that could not be kept, found once the column was decided.
pub(super) struct LateDoubt {
    pub row: u32,
    pub kind: IssueKind,
    pub value: String,
}

impl DateColumn {
    /// A column of costs or counts, which are often booked by the month.
    pub(super) fn of_months() -> Self {
        Self { takes_months: true, ..Self::default() }
    }

    pub(super) fn reserve(&mut self, rows: usize) {
        self.instants.reserve(rows);
    }

    /// Writes the rows so far, and forgets them.
    pub(super) fn write_rows(&mut self, out: &mut impl Write) -> io::Result<()> {
        self.instants.serialize(out)?;
        (&self.ambiguous, &self.numbers).serialize(out)?;
        self.instants.clear();
        self.ambiguous.clear();
        self.numbers.clear();
        Ok(())
    }

    #[inline(never)]
    pub(super) fn append_from(&mut self, input: &mut impl Read) -> io::Result<()> {
        let before = self.instants.len() as u32;
        self.instants.append_from(input)?;
        let ambiguous = Vec::<(u32, Parts)>::deserialize_reader(input)?;
        let numbers = Vec::<(u32, f64)>::deserialize_reader(input)?;
        self.ambiguous.extend(ambiguous.into_iter().map(|(row, parts)| (row + before, parts)));
        self.numbers.extend(numbers.into_iter().map(|(row, number)| (row + before, number)));
        Ok(())
    }

    /// Appends a row. Some: the cell is doubtful and stays empty.
    #[inline(always)]
    pub(super) fn push(&mut self, text: &[u8], clock: &mut Clock) -> Option<IssueKind> {
        if text.is_empty() {
            self.instants.push(None, false);
            return None;
        }
        match dates::iso(text, clock) {
            Some((day, seconds)) => self.push_at(day, Time { seconds, offset: None }, clock),
            None => self.push_slowly(trim(text), clock),
        }
    }

    fn push_slowly(&mut self, text: &[u8], clock: &mut Clock) -> Option<IssueKind> {
        let row = self.instants.len() as u32;
        match dates::parse(text, clock) {
            Parsed::Day(day, time) => return self.push_at(day, time, clock),
            Parsed::Parts(parts) => self.ambiguous.push((row, parts)),
            Parsed::Number(number) => self.numbers.push((row, number)),
            Parsed::Missing => {}
            Parsed::OutOfRange => {
                self.instants.push(None, false);
                return Some(IssueKind::DateOutOfRange);
            }
            Parsed::Unreadable
                if self.takes_months
                    && let Some(day) = dates::month_start(text, clock) =>
            {
                return self.push_at(day, Time::default(), clock);
            }
            Parsed::Unreadable => {
                self.instants.push(None, false);
                return Some(IssueKind::UnreadableDate);
            }
        }
        self.instants.push(None, false);
        None
    }

    #[inline(always)]
    fn push_at(&mut self, day: Day, time: Time, clock: &mut Clock) -> Option<IssueKind> {
        let moment = moment(day, time, clock);
        self.instants.push(moment, time.seconds.is_none());
        moment.is_none().then_some(IssueKind::DateOutOfRange)
    }

    pub(super) fn evidence(&self) -> Evidence {
        let Some((fits, possible)) = self.fits() else { return Evidence::NotNeeded };
        match possible.as_slice() {
            [order] => Evidence::Decided(*order),
            // The rows contradict each other: the order of most of them; day-first among equals, being first.
            [] => {
                let most = fits.iter().max().copied().unwrap_or(0);
                let index = fits.iter().position(|count| *count == most).unwrap_or(0);
                Evidence::Decided(ORDERS[index])
            }
            _ => Evidence::Undecided,
        }
    }

    /// What a person has to tell apart: the orders all rows allow, and up to three dates that differ under them.
    pub(super) fn question(&self) -> (Vec<Reading>, Vec<ReadingSample>) {
        let orders = self.fits().map(|(_, possible)| possible).unwrap_or_default();
        let clock = Clock::new(crate::time::Zone::utc());
        let mut samples: Vec<ReadingSample> = Vec::new();
        for (_, parts) in &self.ambiguous {
            let days: Option<Vec<Day>> = orders.iter().map(|order| day_of(*parts, *order, &clock).and_then(Result::ok)).collect();
            let Some(days) = days.filter(|days| days.windows(2).any(|pair| pair[0] != pair[1])) else { continue };
            let text = written(*parts);
            if !samples.iter().any(|sample| sample.text == text) {
                samples.push(ReadingSample { text, read_as: days.into_iter().map(ReadAs::Day).collect() });
            }
            if samples.len() == SAMPLES {
                break;
            }
        }
        (orders.into_iter().map(Reading::Date).collect(), samples)
    }

    /// How many rows fit each order, and the orders that all fit; `None` when no row needs one.
    fn fits(&self) -> Option<([usize; 3], Vec<DateOrder>)> {
        if self.ambiguous.is_empty() {
            return None;
        }
        let clock = Clock::new(crate::time::Zone::utc());
        let mut fits = [0_usize; 3];
        let mut readable = 0;
        // Distinct values of the first and third number: days are many, years are few.
        let mut seen = [[false; 100]; 2];
        for (_, parts) in &self.ambiguous {
            let fit = ORDERS.map(|order| day_of(*parts, order, &clock).is_some());
            readable += usize::from(fit.contains(&true));
            for (count, fit) in fits.iter_mut().zip(fit) {
                *count += usize::from(fit);
            }
            seen[0][usize::from(parts.numbers[0] % 100)] = true;
            seen[1][usize::from(parts.numbers[2] % 100)] = true;
        }
        if readable == 0 {
            return None;
        }
        let [first, third] = seen.map(|seen| seen.iter().filter(|seen| **seen).count());
        let mut possible: Vec<DateOrder> =
            ORDERS.iter().zip(fits).filter(|(_, count)| *count == readable).map(|(order, _)| *order).collect();
        if possible.contains(&DateOrder::Ymd) && possible.len() > 1 && first != third {
            possible.retain(|order| (*order == DateOrder::Ymd) == (first < third));
        }
        Some((fits, possible))
    }

    pub(super) const fn has_numbers(&self) -> bool {
        !self.numbers.is_empty()
    }

    /// Whether the serial numbers count from 1904: read from 1900 on, they lie four years before another column of the same rows.
    pub(super) fn is_since_1904(&self, others: &[&Instants]) -> bool {
        // A date of a lead may lie a year from another of its dates, but hardly four years and a day before nearly all of them.
        const NEAR: i64 = 366;
        let (mut near, mut compared) = (0_usize, 0_usize);
        for (row, number) in self.numbers.iter().filter(|(_, number)| Unit::ExcelDays.holds(*number)) {
            let day = |moment: Moment| moment.unix() / SECONDS_PER_DAY;
            let Some(other) = others.iter().find_map(|other| other.get(*row as usize)) else { continue };
            compared += 1;
            near += usize::from((*number as i64 - EXCEL_1970 + DAYS_TO_1904 - day(other)).abs() <= NEAR);
        }
        compared >= 3 && near * 10 >= compared * 9
    }

    /// `since_1904`: what serial numbers count from.
    pub(super) fn finish(mut self, order: DateOrder, since_1904: bool, clock: &mut Clock, doubts: &mut Vec<LateDoubt>) -> Instants {
        for (row, parts) in std::mem::take(&mut self.ambiguous) {
            let kind = match day_of(parts, order, clock) {
                Some(Ok(day)) => match moment(day, parts.time, clock) {
                    Some(moment) => {
                        self.instants.set(row as usize, Some(moment), parts.time.seconds.is_none());
                        continue;
                    }
                    None => IssueKind::DateOutOfRange,
                },
                Some(Err(())) => IssueKind::DateOutOfRange,
                None if ORDERS.iter().any(|order| day_of(parts, *order, clock).is_some()) => IssueKind::ContradictoryDate,
                None => IssueKind::UnreadableDate,
            };
            doubts.push(LateDoubt { row, kind, value: written(parts) });
        }
        self.finish_numbers(since_1904, clock, doubts);
        self.instants
    }

    fn finish_numbers(&mut self, since_1904: bool, clock: &mut Clock, doubts: &mut Vec<LateDoubt>) {
        if self.numbers.is_empty() {
            return;
        }
        let dated = self.instants.count();
        let numbers = std::mem::take(&mut self.numbers);
        let unit = [Unit::ExcelDays, Unit::UnixSeconds, Unit::UnixMilliseconds]
            .into_iter()
            .map(|unit| (numbers.iter().filter(|(_, number)| unit.holds(*number)).count(), unit))
            .max_by_key(|(count, _)| *count)
            // A stray number among dates is no date.
            .filter(|(count, _)| *count > 0 && *count * 10 >= numbers.len() * 9 && *count >= dated)
            .map(|(_, unit)| unit);
        for (row, number) in numbers {
            let moment = match unit {
                Some(Unit::ExcelDays) if since_1904 && Unit::ExcelDays.holds(number) => {
                    Unit::ExcelDays.moment(number + DAYS_TO_1904 as f64, clock)
                }
                Some(unit) if unit.holds(number) => unit.moment(number, clock),
                _ => None,
            };
            if let Some((moment, is_day)) = moment {
                self.instants.set(row as usize, Some(moment), is_day);
                continue;
            }
            let kind = if number == 0.0 { IssueKind::DateOutOfRange } else { IssueKind::UnreadableDate };
            doubts.push(LateDoubt { row, kind, value: number.to_string() });
        }
    }
}

/// 1970-01-01 as a serial number.
const EXCEL_1970: i64 = 25_569;
/// From the first day of one system of serial numbers to that of the other.
const DAYS_TO_1904: i64 = 1462;

/// What a column of bare numbers counts.
#[derive(Debug, Clone, Copy)]
enum Unit {
    /// Days since 1899-12-30, local; the fraction is the time of day.
    ExcelDays,
    UnixSeconds,
    UnixMilliseconds,
}

impl Unit {
    /// Dates from 1982 to 2105: narrower than what could be written, so that counts and ids are not taken for dates.
    fn holds(self, number: f64) -> bool {
        match self {
            Self::ExcelDays => (30_000.0..75_000.0).contains(&number),
            Self::UnixSeconds => (4.0e8..4.29e9).contains(&number),
            Self::UnixMilliseconds => (4.0e11..4.29e12).contains(&number),
        }
    }

    fn moment(self, number: f64, clock: &mut Clock) -> Option<(Moment, bool)> {
        let (moment, is_day) = match self {
            Self::ExcelDays => {
                let local = (number * SECONDS_PER_DAY as f64).round() as i64 - EXCEL_1970 * SECONDS_PER_DAY;
                (clock.moment(local), number.fract() == 0.0)
            }
            Self::UnixSeconds => (Moment::from_unix(number as i64), false),
            Self::UnixMilliseconds => (Moment::from_unix((number / 1000.0) as i64), false),
        };
        moment.map(|moment| (moment, is_day))
    }
}

#[inline(always)]
fn moment(day: Day, time: Time, clock: &mut Clock) -> Option<Moment> {
    let local = i64::from(day.0) * SECONDS_PER_DAY + i64::from(time.seconds.unwrap_or(0));
    match time.offset {
        Some(offset) if time.seconds.is_some() => Moment::from_unix(local - i64::from(offset)),
        _ => clock.moment(local),
    }
}

/// The day under an order; `Some(Err)` if it is one, but out of range; `None` if it is none.
fn day_of(parts: Parts, order: DateOrder, clock: &Clock) -> Option<Result<Day, ()>> {
    let [first, second, third] = parts.numbers.map(u32::from);
    let (year, month, day) = match order {
        DateOrder::Ymd => (0, 1, 2),
        DateOrder::Dmy => (2, 1, 0),
        DateOrder::Mdy => (2, 0, 1),
    };
    let numbers = [first, second, third];
    if parts.widths[2] > 2 && year == 0 {
        return None;
    }
    let whole_year = if parts.widths[year] <= 2 { dates::two_digit_year(numbers[year]) } else { numbers[year] };
    match dates::of_year(whole_year, numbers[month], numbers[day], clock) {
        Ok(day) => Some(Ok(day)),
        Err(Parsed::OutOfRange) => Some(Err(())),
        Err(_) => None,
    }
}

/// The date as it stood in the file; its time of day is left out.
fn written(parts: Parts) -> String {
    let [first, second, third] = parts.numbers;
    let [a, b, c] = parts.widths.map(usize::from);
    let separator = char::from(parts.separator);
    format!("{first:0a$}{separator}{second:0b$}{separator}{third:0c$}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{CalendarSystem, Zone};

    fn check(texts: &[&str], evidence: Evidence, order: DateOrder, expected: &[&str]) {
        let mut clock = Clock::new(Zone::utc());
        let mut column = DateColumn::default();
        for text in texts {
            column.push(text.as_bytes(), &mut clock);
        }
        assert_eq!(column.evidence(), evidence, "{texts:?}");
        let instants = column.finish(order, false, &mut clock, &mut Vec::new());
        let found: Vec<String> = (0..instants.len())
            .map(|row| match instants.get(row) {
                None => "-".to_owned(),
                Some(moment) => {
                    let date = CalendarSystem::Gregorian.date(Zone::utc().day(moment));
                    format!("{}-{:02}-{:02}", date.year, date.month, date.day)
                }
            })
            .collect();
        assert_eq!(found, expected, "{texts:?}");
    }

    #[test]
    fn the_whole_column_decides() {
        use DateOrder::{Dmy, Mdy, Ymd};
        use Evidence::{Decided, NotNeeded, Undecided};
        check(&["2024-01-15", ""], NotNeeded, Dmy, &["2024-01-15", "-"]);
        check(&["01/02/2024", "13/02/2024"], Decided(Dmy), Dmy, &["2024-02-01", "2024-02-13"]);
        check(&["01/02/2024", "01/13/2024"], Decided(Mdy), Mdy, &["2024-01-02", "2024-01-13"]);
        check(&["01/02/2024", "03/04/2024"], Undecided, Mdy, &["2024-01-02", "2024-03-04"]);
        check(&["20-10-16", "25-10-16", "01-03-17"], Decided(Dmy), Dmy, &["2016-10-20", "2016-10-25", "2017-03-01"]);
        check(&["16-10-20", "16-10-25", "17-03-01"], Decided(Ymd), Ymd, &["2016-10-20", "2016-10-25", "2017-03-01"]);
        check(&["25/03/2024", "03/25/2024", "01/02/2024"], Decided(Dmy), Dmy, &["2024-03-25", "-", "2024-02-01"]);
        check(&["25/10/1402", "26/10/1402"], Decided(Dmy), Dmy, &["2024-01-15", "2024-01-16"]);
        check(&["45306", "45307.5"], NotNeeded, Dmy, &["2024-01-15", "2024-01-16"]);
        check(&["1705276800", "1705363200"], NotNeeded, Dmy, &["2024-01-15", "2024-01-16"]);
        check(&["1705276800000"], NotNeeded, Dmy, &["2024-01-15"]);
        check(&["2024-01-15", "2024-01-16", "45306"], NotNeeded, Dmy, &["2024-01-15", "2024-01-16", "-"]);
    }
}
