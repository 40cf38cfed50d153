//! The company's clock: minutes since 1970 on its own wall, and the hours it works. No time zone: the export has none either.

use crate::time::{CalendarSystem, Date, Day};

/// Minutes since 1970-01-01T00:00 on the company's wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Minute(pub i64);

pub(super) const HOUR: i64 = 60;
pub(super) const DAY: i64 = 24 * HOUR;
/// A working day: 09:00 to 18:00.
pub(super) const WORKING_DAY: i64 = 9 * HOUR;
const OPENS: i64 = 9 * HOUR;
const CLOSES: i64 = OPENS + WORKING_DAY;

/// 2024-11-01: the first day of the two years.
pub(super) const FIRST_DAY: Day = Day(20_028);
/// 2026-10-25, 18:04: the moment the export was made. A Sunday evening, the month still in progress.
pub(super) const END: Minute = Minute(20_751 * DAY + 18 * HOUR + 4);

impl Minute {
    pub(super) const fn at(day: Day, minute: i64) -> Self {
        Self(day.0 as i64 * DAY + minute)
    }

    pub(super) const fn day(self) -> Day {
        Day(self.0.div_euclid(DAY) as i32)
    }

    pub(super) const fn plus(self, minutes: i64) -> Self {
        Self(self.0 + minutes)
    }

    /// `minutes` of working time later: nights, weekends and the company holidays do not count.
    pub(super) fn plus_working(self, minutes: i64) -> Self {
        let (mut day, mut time) = (self.day(), self.0.rem_euclid(DAY).max(OPENS));
        let mut left = minutes;
        loop {
            let open = if is_working(day) { (CLOSES - time).max(0) } else { 0 };
            if left < open {
                return Self::at(day, time + left);
            }
            left -= open;
            (day, time) = (day.plus(1), OPENS);
        }
    }
}

/// `2026-10-25 18:04`.
impl std::fmt::Display for Minute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Date { year, month, day } = CalendarSystem::Gregorian.date(self.day());
        let time = self.0.rem_euclid(DAY);
        write!(f, "{year:04}-{month:02}-{day:02} {:02}:{:02}", time / HOUR, time % HOUR)
    }
}

/// Between the years nobody is in.
pub(super) fn is_holiday(day: Day) -> bool {
    let Date { month, day, .. } = CalendarSystem::Gregorian.date(day);
    (month == 12 && day >= 24) || (month == 1 && day <= 1)
}

fn is_working(day: Day) -> bool {
    day.iso_weekday() <= 5 && !is_holiday(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_time_skips_nights_weekends_and_holidays() {
        let check = |day: i32, time: i64, minutes: i64, expected: &str| {
            assert_eq!(Minute::at(Day(day), time).plus_working(minutes).to_string(), expected);
        };
        check(20_747, 10 * HOUR, 30, "2026-10-21 10:30"); // a Wednesday
        check(20_747, 17 * HOUR + 50, 30, "2026-10-22 09:20");
        check(20_747, 3 * HOUR, 5, "2026-10-21 09:05");
        check(20_749, 23 * HOUR, 5, "2026-10-26 09:05"); // Friday night
        check(20_445, 17 * HOUR, 2 * HOUR, "2026-01-02 10:00"); // 2025-12-23, over the year's end
    }

    #[test]
    fn the_two_years() {
        assert_eq!(Minute::at(FIRST_DAY, 0).to_string(), "2024-11-01 00:00");
        assert_eq!(END.to_string(), "2026-10-25 18:04");
    }
}
