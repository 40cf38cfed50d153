//! Local wall-clock seconds → moments, quickly: a million rows share a few thousand days. No parsing.

use crate::time::{CalendarSystem, Date, Day, Moment, SECONDS_PER_DAY, Zone};

/// Power of two; eleven years of days without a collision.
const CACHED_DAYS: usize = 4096;
/// First and last year of [`Moment`].
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2106;

/// A workspace's zone with the offsets of days already met.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    zone: Zone,
    /// Day number and its offset, where one offset holds for the whole day and its neighbours' nights.
    offsets: Vec<(i32, i32)>,
    /// Day number of each month's first day since January 1970, one month past the end.
    months: Vec<i32>,
}

impl Clock {
    pub(super) fn new(zone: Zone) -> Self {
        let months = YEARS
            .flat_map(|year| (1..=12).map(move |month| Date { year, month, day: 1 }))
            .chain([Date { year: YEARS.end() + 1, month: 1, day: 1 }])
            .map(|date| CalendarSystem::Gregorian.day(date).map_or(0, |day| day.0))
            .collect();
        Self { zone, offsets: vec![(i32::MIN, 0); CACHED_DAYS], months }
    }

    /// The Gregorian day within the years of [`Moment`]; `None` for an impossible or distant date.
    #[inline(always)]
    pub(super) fn day(&self, year: u32, month: u32, day: u32) -> Option<Day> {
        let index = (year.checked_sub(1970)? * 12 + month.checked_sub(1).filter(|month| *month < 12)?) as usize;
        let (first, next) = (*self.months.get(index)?, *self.months.get(index + 1)?);
        let found = first + day as i32 - 1;
        (day >= 1 && found < next).then_some(Day(found))
    }

    /// The moment of a wall-clock time; `None` outside the range of [`Moment`].
    #[inline(always)]
    pub(super) fn moment(&mut self, local: i64) -> Option<Moment> {
        let day = local.div_euclid(SECONDS_PER_DAY) as i32;
        let slot = day as usize % CACHED_DAYS;
        let (cached, offset) = self.offsets[slot];
        if cached == day {
            return Moment::from_unix(local - i64::from(offset));
        }
        self.moment_slowly(local, day, slot)
    }

    fn moment_slowly(&mut self, local: i64, day: i32, slot: usize) -> Option<Moment> {
        let midnight = i64::from(day) * SECONDS_PER_DAY;
        let offset_at = |unix: i64| Moment::from_unix(unix).map(|moment| self.zone.offset(moment));
        // No zone changes twice within two days: equal offsets half a day either side mean none in between.
        let (before, after) = (offset_at(midnight - SECONDS_PER_DAY), offset_at(midnight + 2 * SECONDS_PER_DAY));
        if let (Some(before), Some(after)) = (before, after)
            && before == after
        {
            self.offsets[slot] = (day, before);
        }
        self.zone.moment(local)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_zone_at_every_hour_of_three_years() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let mut clock = Clock::new(zone.clone());
        for hour in (52 * 365 * 24)..(55 * 365 * 24) {
            for minutes in [0, 30] {
                let local = hour * 3600 + minutes * 60;
                assert_eq!(clock.moment(local), zone.moment(local), "{local}");
            }
        }
        assert_eq!(clock.day(2024, 2, 29), Some(Day(19782)));
        assert_eq!(clock.day(2023, 2, 29), None);
        assert_eq!(clock.day(2024, 13, 1), None);
        assert_eq!(clock.day(1969, 12, 31), None);
    }
}
