//! The months of the workspace calendar up to that of the as-of, and the month of a moment. It counts nothing.

use super::Begins;
use crate::time::{CalendarSystem, Grain, Moment, Period, Zone};

/// In order of time and without gaps; the last is the month of the as-of.
#[derive(Debug, Clone)]
pub struct Months {
    pub periods: Vec<Period>,
    begins: Begins,
    pub as_of: u32,
    calendar: CalendarSystem,
}

impl Months {
    /// From that of `first` (unix seconds), but not more than `most`, to that of the as-of.
    pub fn new(first: Option<u32>, most: usize, as_of: Moment, calendar: CalendarSystem, zone: &Zone) -> Self {
        let around = |seconds: u32| {
            let day = Moment::from_unix(i64::from(seconds)).map_or(zone.day(as_of), |moment| zone.day(moment));
            Grain::Month.around(day, calendar, 1)
        };
        let as_of = as_of.unix() as u32;
        let mut periods = vec![around(as_of)];
        let first = around(first.unwrap_or(as_of)).from;
        while let Some(earliest) = periods.last().filter(|month| month.from > first && periods.len() < most) {
            let earlier = Grain::Month.around(earliest.from.plus(-1), calendar, 1);
            periods.push(earlier);
        }
        periods.reverse();
        let begins = Begins::new(periods.iter().map(|month| zone.midnight(month.from).unix() as u32).collect());
        Self { periods, begins, as_of, calendar }
    }

    /// The month of a moment; none after the as-of.
    #[inline]
    pub fn of(&self, seconds: u32) -> Option<usize> {
        if seconds > self.as_of { None } else { self.begins.last_by(seconds) }
    }

    /// `YYYY-MM`.
    pub fn name(&self, month: Period) -> String {
        let date = self.calendar.date(month.from);
        format!("{:04}-{:02}", date.year, date.month)
    }

    pub fn names(&self) -> impl Iterator<Item = String> {
        self.periods.iter().map(|month| self.name(*month))
    }
}
