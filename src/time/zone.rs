//! A time zone as a short table of offset changes, so that a million moments become local days without a calendar call each.
//!
//! Natively the table is read from a bundled database. In a browser, which brings its own, it is asked for a zone's offsets
//! ([`Zone::from_offsets`]): the database would be a tenth of what a first visit loads.

use borsh::{BorshDeserialize, BorshSerialize};

use super::{Day, Moment, SECONDS_PER_DAY};

/// Slices of 2^20 s (12 days): a zone seldom changes twice within one, and the table of 4096 stays in the first-level cache.
const SLICE_BITS: u32 = 20;

/// [`Zone::from_offsets`] asks this often: the shortest time for which a clock was ever changed back and forth since 1970 is one week
/// less an hour (Boa Vista 2000; foreseen for Gaza in 2040).
const SCAN_STEP: i64 = 6 * SECONDS_PER_DAY + SECONDS_PER_DAY / 2;
/// A year later on the same weekday (52 or 53 weeks), or on the same date.
const YEARS_IN_DAYS: [i64; 4] = [364, 371, 365, 366];
const QUARTER: i64 = 900;

/// An IANA time zone over the range of [`Moment`].
#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
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
    /// Writes what moments in this zone depend on: its name and its table.
    pub(crate) fn identify(&self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        borsh::to_writer(out, &(&self.name, &self.starts, &self.offsets))
    }

    pub fn utc() -> Self {
        Self::new("UTC".into(), Spans::from(0))
    }

    /// `None` when the name is not an IANA zone of the bundled database. Native only.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn named(name: &str) -> Option<Self> {
        let zone = jiff::tz::TimeZone::get(name).ok()?;
        let mut spans = Spans::from(zone.to_offset(jiff::Timestamp::UNIX_EPOCH).seconds());
        for change in zone.following(jiff::Timestamp::UNIX_EPOCH) {
            let at = change.timestamp().as_second();
            if at > Moment::MAX.unix() {
                break;
            }
            spans.push(at, change.offset().seconds());
        }
        Some(Self::new(zone.iana_name().unwrap_or(name).to_owned(), spans))
    }

    /// The zone of which only the offset (seconds east of Greenwich) at a unix second can be asked: it is asked every
    /// six and a half days, and each change so found is closed in on to the second: eight to eleven thousand questions, all within
    /// the range of [`Moment`]. An offset kept for less than six and a half days, with the same one before and after, may be missed;
    /// no zone has had one since 1970.
    pub fn from_offsets(name: &str, mut offset_at: impl FnMut(i64) -> i32) -> Self {
        let mut spans = Spans::from(offset_at(Moment::MIN.unix()));
        let mut known = Moment::MIN.unix();
        while known < Moment::MAX.unix() {
            let until = (known + SCAN_STEP).min(Moment::MAX.unix());
            let offset = offset_at(until);
            while known < until && spans.last_offset() != offset {
                known = spans.next_change(known, until, &mut offset_at);
                spans.push(known, offset_at(known));
            }
            known = until;
        }
        Self::new(name.to_owned(), spans)
    }

    fn new(name: String, Spans { starts, offsets }: Spans) -> Self {
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

/// The spans of a zone in the making, as [`Zone`] keeps them.
struct Spans {
    starts: Vec<i64>,
    offsets: Vec<i32>,
}

impl Spans {
    fn from(first: i32) -> Self {
        Self { starts: vec![i64::MIN], offsets: vec![first] }
    }

    fn last_offset(&self) -> i32 {
        self.offsets[self.offsets.len() - 1]
    }

    /// A change of name alone is none.
    fn push(&mut self, start: i64, offset: i32) {
        if offset != self.last_offset() {
            self.starts.push(start);
            self.offsets.push(offset);
        }
    }

    /// The first second with another offset than the last, which is known to hold at `low` and not to hold at `high`.
    fn next_change(&self, mut low: i64, mut high: i64, offset_at: &mut impl FnMut(i64) -> i32) -> i64 {
        let offset = self.last_offset();
        let mut narrow = |probe: i64, (low, high): (&mut i64, &mut i64)| {
            if (*low + 1..*high).contains(&probe) {
                *(if offset_at(probe) == offset { low } else { high }) = probe;
            }
        };
        // Most changes come the same week, or the same date, as a year ago: two questions settle it.
        if let [.., a_year_ago, _] = self.starts[..] {
            for days in YEARS_IN_DAYS {
                let guess = a_year_ago.saturating_add(days * SECONDS_PER_DAY);
                narrow(guess, (&mut low, &mut high));
                narrow(guess - 1, (&mut low, &mut high));
            }
        }
        while high - low > QUARTER {
            narrow((low + (high - low) / 2 + QUARTER / 2) / QUARTER * QUARTER, (&mut low, &mut high));
        }
        // Nearly all clocks are changed at a full quarter of an hour.
        narrow(high - 1, (&mut low, &mut high));
        while high - low > 1 {
            narrow(low + (high - low) / 2, (&mut low, &mut high));
        }
        high
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
    fn asking_for_offsets_finds_the_table_of_the_database() {
        let mut most_asked = 0;
        for name in jiff::tz::db().available() {
            let (name, tz) = (name.as_str(), jiff::tz::TimeZone::get(name.as_str()).unwrap());
            let mut asked = 0;
            let found = Zone::from_offsets(name, |unix| {
                asked += 1;
                tz.to_offset(jiff::Timestamp::from_second(unix).unwrap()).seconds()
            });
            let known = Zone::named(name).unwrap();
            assert_eq!((found.starts, found.offsets), (known.starts, known.offsets), "{name}");
            most_asked = most_asked.max(asked);
        }
        assert!(most_asked < 12_000, "{most_asked}");
    }

    /// Zones as no country has them: changes at odd seconds, at once after another, at the ends of time.
    #[test]
    fn changes_are_found_to_the_second() {
        let check = |changes: &[(i64, i32)]| {
            let offset_at = |unix: i64| changes.iter().rev().find(|(start, _)| *start <= unix).map_or(0, |(_, offset)| *offset);
            let found = Zone::from_offsets("Test/Test", offset_at);
            let expected: Vec<_> = [(i64::MIN, 0)].iter().chain(changes).copied().collect();
            assert_eq!(found.starts.into_iter().zip(found.offsets).collect::<Vec<_>>(), expected);
        };
        let last = Moment::MAX.unix();
        check(&[]);
        check(&[(1, 60)]);
        check(&[(last, -60)]);
        check(&[(last - 1, -60), (last, 60)]);
        check(&[(1_000_000_007, 3_600), (1_000_000_008, 7_200), (1_000_000_009, 10_800)]);
        check(&[(63_593_070, 2_670)]);
        // A change comes the same week as the year before, then a second later, then never again.
        check(&[(900_000_000, 1), (920_000_000, 0), (900_000_000 + 364 * 86_400, 1), (920_000_000 + 364 * 86_400 + 1, 0)]);
    }

    #[test]
    fn unknown_names_are_refused() {
        assert!(Zone::named("Mars/Olympus").is_none());
    }
}
