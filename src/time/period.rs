//! Half-open spans of local days, and the grains a calendar cuts them into.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{CalendarSystem, Date, Day};

/// `[from, to)` in local days of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Period {
    pub from: Day,
    pub to: Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Period {
    pub const fn contains(self, day: Day) -> bool {
        self.from.0 <= day.0 && day.0 < self.to.0
    }

    pub const fn days(self) -> i32 {
        self.to.0 - self.from.0
    }

    /// The period a comparison sets beside this one: whole months, quarters or years step back by calendar, anything else by
    /// its own length in days.
    #[must_use]
    pub fn previous(self, calendar: CalendarSystem) -> Self {
        let months = self.whole_months(calendar);
        if let Some(months) = months {
            return Self { from: calendar.month_start(self.from, -months), to: self.from };
        }
        Self { from: self.from.plus(-self.days()), to: self.from }
    }

    fn whole_months(self, calendar: CalendarSystem) -> Option<i32> {
        if self.days() <= 0 || calendar.date(self.from).day != 1 || calendar.date(self.to).day != 1 {
            return None;
        }
        let (from, to) = (calendar.date(self.from), calendar.date(self.to));
        Some((to.year - from.year) * 12 + i32::from(to.month) - i32::from(from.month))
    }
}

impl Grain {
    /// The period of this grain that holds `day`. `week_start` is an ISO weekday (1 = Monday, 6 = Saturday).
    pub fn around(self, day: Day, calendar: CalendarSystem, week_start: u8) -> Period {
        match self {
            Self::Day => Period { from: day, to: day.plus(1) },
            Self::Week => {
                let back = (i32::from(day.iso_weekday()) - i32::from(week_start)).rem_euclid(7);
                Period { from: day.plus(-back), to: day.plus(7 - back) }
            }
            Self::Month => Period { from: calendar.month_start(day, 0), to: calendar.month_start(day, 1) },
            Self::Quarter => {
                let back = (i32::from(calendar.date(day).month) - 1) % 3;
                Period { from: calendar.month_start(day, -back), to: calendar.month_start(day, 3 - back) }
            }
            Self::Year => {
                let year = calendar.date(day).year;
                let first = |year| calendar.day(Date { year, month: 1, day: 1 }).expect("every year has a first day");
                Period { from: first(year), to: first(year + 1) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GREGORIAN: CalendarSystem = CalendarSystem::Gregorian;

    fn day(year: i32, month: u8, day: u8) -> Day {
        GREGORIAN.day(Date { year, month, day }).unwrap()
    }

    #[test]
    fn previous_month_is_a_month_and_previous_ten_days_are_ten_days() {
        let march = Period { from: day(2024, 3, 1), to: day(2024, 4, 1) };
        assert_eq!(march.previous(GREGORIAN), Period { from: day(2024, 2, 1), to: day(2024, 3, 1) });
        let ten = Period { from: day(2024, 3, 5), to: day(2024, 3, 15) };
        assert_eq!(ten.previous(GREGORIAN), Period { from: day(2024, 2, 24), to: day(2024, 3, 5) });
    }

    #[test]
    fn grains_hold_their_day() {
        let wednesday = day(2024, 5, 15);
        assert_eq!(Grain::Week.around(wednesday, GREGORIAN, 1).from, day(2024, 5, 13));
        assert_eq!(Grain::Week.around(wednesday, GREGORIAN, 6).from, day(2024, 5, 11));
        assert_eq!(Grain::Quarter.around(wednesday, GREGORIAN, 1).from, day(2024, 4, 1));
        assert_eq!(Grain::Year.around(wednesday, GREGORIAN, 1).to, day(2025, 1, 1));
    }
}
