//! Dates in the workspace's calendar: Gregorian, or Solar Hijri where the team plans by it.
//!
//! The Persian arithmetic is `icu_calendar`'s (observational leap years: 1403 is leap, which the 2820-year cycle gets wrong).

use borsh::{BorshDeserialize, BorshSerialize};
use icu_calendar::{Date as IcuDate, cal::Persian, types::RataDie};
use serde::{Deserialize, Serialize};

use super::Day;

/// Rata Die of 1970-01-01.
const RATA_DIE_1970: i64 = 719_163;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CalendarSystem {
    #[default]
    Gregorian,
    /// Solar Hijri, the civil calendar of Iran and Afghanistan.
    Persian,
}

/// Year, month (1..=12) and day of month (1..) in some [`CalendarSystem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

impl CalendarSystem {
    pub fn date(self, day: Day) -> Date {
        let rata_die = RataDie::new(i64::from(day.0) + RATA_DIE_1970);
        match self {
            Self::Gregorian => civil_from_days(day.0),
            Self::Persian => {
                let date = IcuDate::from_rata_die(rata_die, Persian);
                Date { year: date.year().extended_year(), month: date.month().ordinal, day: date.day_of_month().0 }
            }
        }
    }

    /// `None` when the calendar has no such date (30 February; 30 Esfand of a common year).
    pub fn day(self, date: Date) -> Option<Day> {
        match self {
            Self::Gregorian => {
                let day = days_from_civil(date);
                ((1..=12).contains(&date.month) && civil_from_days(day.0) == date).then_some(day)
            }
            Self::Persian => {
                let date = IcuDate::try_new_persian(date.year, date.month, date.day).ok()?;
                Some(Day((date.to_rata_die().to_i64_date() - RATA_DIE_1970) as i32))
            }
        }
    }

    /// The first day of the month `months` after the month of `day` (negative goes back).
    pub fn month_start(self, day: Day, months: i32) -> Day {
        let date = self.date(day);
        let index = date.year * 12 + i32::from(date.month) - 1 + months;
        let first = Date { year: index.div_euclid(12), month: index.rem_euclid(12) as u8 + 1, day: 1 };
        self.day(first).expect("every month has a first day")
    }
}

/// Gregorian date of a day number; the classic era-based arithmetic, exact for every `i32`.
fn civil_from_days(days: i32) -> Date {
    let shifted = i64::from(days) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    Date {
        year: (year_of_era + era * 400 + i64::from(month <= 2)) as i32,
        month: month as u8,
        day: (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u8,
    }
}

fn days_from_civil(date: Date) -> Day {
    let year = i64::from(date.year) - i64::from(date.month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = (i64::from(date.month) + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + i64::from(date.day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Day((era * 146_097 + day_of_era - 719_468) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(system: CalendarSystem, year: i32, month: u8, day: u8, expected: Option<i32>) {
        assert_eq!(system.day(Date { year, month, day }).map(|d| d.0), expected, "{year}-{month}-{day}");
    }

    #[test]
    fn known_dates() {
        check(CalendarSystem::Gregorian, 1970, 1, 1, Some(0));
        check(CalendarSystem::Gregorian, 2024, 2, 29, Some(19782));
        check(CalendarSystem::Gregorian, 2023, 2, 29, None);
        check(CalendarSystem::Gregorian, 2023, 13, 1, None);
        check(CalendarSystem::Persian, 1402, 10, 25, Some(19737)); // 2024-01-15
        check(CalendarSystem::Persian, 1403, 12, 30, Some(20167)); // 2025-03-20, 1403 is leap
        check(CalendarSystem::Persian, 1402, 12, 30, None);
        check(CalendarSystem::Persian, 1402, 7, 31, None);
    }

    #[test]
    fn every_day_of_two_centuries_returns() {
        for system in [CalendarSystem::Gregorian, CalendarSystem::Persian] {
            for day in (0..60_000).map(Day) {
                assert_eq!(system.day(system.date(day)), Some(day));
            }
        }
    }

    #[test]
    fn month_starts_cross_years() {
        let system = CalendarSystem::Gregorian;
        let day = system.day(Date { year: 2024, month: 1, day: 31 }).unwrap();
        assert_eq!(system.date(system.month_start(day, -1)), Date { year: 2023, month: 12, day: 1 });
        assert_eq!(system.date(system.month_start(day, 13)), Date { year: 2025, month: 2, day: 1 });
    }
}
