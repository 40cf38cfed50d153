//! A time zone as a short table of offset changes, so that a million moments become local days without a calendar call each.

use jiff::{Timestamp, tz::TimeZone};

use super::{Day, Moment, SECONDS_PER_DAY};

/// Slices of 2^20 s (12 days): a zone seldom changes twice within one, and the table of 4096 stays in the first-level cache.
const SLICE_BITS: u32 = 20;

/// An IANA time zone over the range of [`Moment`].
#[derive(Debug, Clone)]
pub struct Zone {
    name: String,
    /// First unix second of each span, ascending; the first is `i64::MIN`.
    starts: Vec<i64>,
    /// Seconds east of Greenwich during the span.
    offsets: Vec<i32>,
    /// The span in force at the first second of each slice: where the search for a moment's span starts (and mostly ends).
    slices: Vec<u16>,
}

impl Zone {
    pub fn utc() -> Self {
        Self::new("UTC".into(), vec![i64::MIN], vec![0])
    }

    /// `None` when the name is not an IANA zone of the bundled database.
    pub fn named(name: &str) -> Option<Self> {
        let zone = TimeZone::get(name).ok()?;
        let first = zone.to_offset(Timestamp::UNIX_EPOCH).seconds();
        let mut starts = vec![i64::MIN];
        let mut offsets = vec![first];
        for change in zone.following(Timestamp::UNIX_EPOCH) {
            let at = change.timestamp().as_second();
            if at > Moment::MAX.unix() {
                break;
            }
            starts.push(at);
            offsets.push(change.offset().seconds());
        }
        Some(Self::new(zone.iana_name().unwrap_or(name).to_owned(), starts, offsets))
    }

    fn new(name: String, starts: Vec<i64>, offsets: Vec<i32>) -> Self {
        let slices = (0..=Moment::MAX.unix() >> SLICE_BITS)
            .map(|slice| (starts.partition_point(|start| *start <= slice << SLICE_BITS) - 1) as u16)
            .collect();
        Self { name, starts, offsets, slices }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    fn span(&self, unix: i64) -> usize {
        let slice = unix.clamp(0, Moment::MAX.unix()) >> SLICE_BITS;
        let mut span = usize::from(self.slices[slice as usize]);
        while self.starts.get(span + 1).is_some_and(|start| *start <= unix) {
            span += 1;
        }
        span
    }

    /// Seconds east of Greenwich at `moment`.
    pub fn offset(&self, moment: Moment) -> i32 {
        self.offsets[self.span(moment.unix())]
    }

    /// Seconds since 1970-01-01T00:00 on the local wall clock.
    pub fn local(&self, moment: Moment) -> i64 {
        moment.unix() + i64::from(self.offset(moment))
    }

    pub fn day(&self, moment: Moment) -> Day {
        Day(self.local(moment).div_euclid(SECONDS_PER_DAY) as i32)
    }

    /// The moment a wall clock shows `local` seconds since 1970-01-01T00:00. In a gap the later instant is taken, in a fold the
    /// earlier one (the rule of `docs/metrics`). `None` outside the range of [`Moment`].
    pub fn moment(&self, local: i64) -> Option<Moment> {
        // The candidates are the offsets in force one day either side: no zone changes twice within two days.
        let before = self.offsets[self.span(local - SECONDS_PER_DAY)];
        let after = self.offsets[self.span(local + SECONDS_PER_DAY)];
        let early = local - i64::from(before.max(after));
        let late = local - i64::from(before.min(after));
        let shows = |unix: i64| unix + i64::from(self.offsets[self.span(unix)]) == local;
        // A gap shows the wall time at no instant; the offset from before the change then lands after it.
        Moment::from_unix(if shows(early) { early } else { late })
    }

    /// Local midnight at the start of `day`, clamped to the range of [`Moment`].
    pub fn midnight(&self, day: Day) -> Moment {
        let local = i64::from(day.0) * SECONDS_PER_DAY;
        self.moment(local).unwrap_or(if local < 0 { Moment::MIN } else { Moment::MAX })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(day: i32, hour: i64, minute: i64) -> i64 {
        i64::from(day) * SECONDS_PER_DAY + hour * 3600 + minute * 60
    }

    #[test]
    fn gap_takes_the_later_and_fold_the_earlier_instant() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        // 2024-03-31 is day 19813: 02:30 does not exist; 03:30 summer time = 01:30Z.
        assert_eq!(berlin.moment(local(19813, 2, 30)).unwrap().unix(), local(19813, 1, 30));
        // 2024-10-27 is day 20023: 02:30 happens twice; the first is 00:30Z.
        assert_eq!(berlin.moment(local(20023, 2, 30)).unwrap().unix(), local(20023, 0, 30));
        assert_eq!(berlin.moment(local(20023, 12, 0)).unwrap().unix(), local(20023, 11, 0));
    }

    #[test]
    fn days_follow_the_wall_clock() {
        let tehran = Zone::named("Asia/Tehran").unwrap();
        let moment = Moment::from_unix(local(20000, 20, 45)).unwrap();
        assert_eq!(tehran.day(moment), Day(20001));
        assert_eq!(Zone::utc().day(moment), Day(20000));
        assert_eq!(tehran.day(tehran.midnight(Day(20001))), Day(20001));
    }

    #[test]
    fn the_span_table_agrees_with_a_search() {
        for name in ["Europe/Berlin", "Africa/Casablanca", "America/Argentina/San_Luis"] {
            let zone = Zone::named(name).unwrap();
            let edges = zone.starts.iter().skip(1).flat_map(|start| [start - 1, *start, start + 1]);
            for unix in edges.chain([-1, 0, 1 << SLICE_BITS, Moment::MAX.unix(), Moment::MAX.unix() + SECONDS_PER_DAY]) {
                assert_eq!(zone.span(unix), zone.starts.partition_point(|start| *start <= unix) - 1, "{name} at {unix}");
            }
        }
    }

    #[test]
    fn unknown_names_are_refused() {
        assert!(Zone::named("Mars/Olympus").is_none());
    }
}
