//! When people are at work, and how much of that lies between two moments: the clock the sales SLA is read on.
//!
//! [`OpeningTimes`] say it as a wall calendar does, [`WorkingHours`] as spans on the world's clock. What is promised, and to whom, is
//! the agreement's business.

use crate::order::sort_few;
use std::{collections::BTreeMap, fmt};

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{Day, Moment, SECONDS_PER_DAY, Zone};

/// Minutes since local midnight, 00:00 to 24:00; written `09:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    pub const MIDNIGHT: Self = Self(0);
    /// The end of the day.
    pub const END: Self = Self(24 * 60);

    /// `None` past 24:00.
    pub const fn new(hour: u16, minute: u16) -> Option<Self> {
        if minute < 60 && (hour < 24 || (hour == 24 && minute == 0)) { Some(Self(hour * 60 + minute)) } else { None }
    }

    /// `9:30`, `09:30`; `None` when it is no such time.
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let is_number = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
            lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        (is_number(hour, 1..=2) && is_number(minute, 2..=2)).then_some(())?;
        Self::new(hour.parse().ok()?, minute.parse().ok()?)
    }

    /// 0..=1440.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <String as Deserialize>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("“{text}” is no time of the day such as 09:30")))
    }
}

/// `[from, to)` of a local day. One that ends before it begins is never open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Window {
    pub from: TimeOfDay,
    pub to: TimeOfDay,
}

/// The open windows of every day there is, before any time zone: a week, and the days that are not like others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpeningTimes {
    week: [Vec<Window>; 7],
    exceptions: BTreeMap<Day, Vec<Window>>,
}

impl OpeningTimes {
    /// `week` begins on Monday. An exception takes the place of its day's windows; with none, the day is closed.
    pub fn new(week: [Vec<Window>; 7], exceptions: impl IntoIterator<Item = (Day, Vec<Window>)>) -> Self {
        let exceptions = exceptions.into_iter().map(|(day, windows)| (day, in_order(windows))).collect();
        Self { week: week.map(in_order), exceptions }
    }

    /// In order of time.
    pub fn windows(&self, day: Day) -> &[Window] {
        self.exceptions.get(&day).unwrap_or_else(|| &self.week[usize::from(day.iso_weekday()) - 1])
    }

    /// Somebody works on this day, if only for a while.
    pub fn is_worked(&self, day: Day) -> bool {
        !self.windows(day).is_empty()
    }
}

fn in_order(mut windows: Vec<Window>) -> Vec<Window> {
    windows.retain(|window| window.from < window.to);
    sort_few(&mut windows, Window::cmp);
    windows
}

/// Open from one unix second up to another.
#[derive(Debug, Clone, Copy)]
struct Opening {
    from: u32,
    to: u32,
    /// Business seconds before `from`.
    before: u32,
}

/// [`OpeningTimes`] in a zone: every opening in the range of [`Moment`], so that a question costs no calendar.
///
/// Made in 2 ms; then [`WorkingHours::business_seconds`] takes 17 ns and [`WorkingHours::due`] 34 ns for a promise of 24 hours, 143 ns for
/// one of 200 (natively, a million random moments of two years). 0.6 MB for a week of five days with one window each.
///
/// A window is open from the moment its first minute comes up on the wall to the moment its last is over, by the rule of
/// [`Zone::moment`] where a clock change hides or repeats one of the two; across a change it lasts as long as it really does. A
/// date that was skipped (Apia, 30 December 2011) has no windows. Windows that overlap count once.
#[derive(Debug, Clone)]
pub struct WorkingHours {
    /// Ascending and apart.
    openings: Vec<Opening>,
    /// By day in Greenwich, from `first_day` on: the first opening that ends after the day begins.
    days: Vec<u32>,
    first_day: usize,
}

impl WorkingHours {
    pub fn new(times: &OpeningTimes, zone: &Zone) -> Self {
        Self::between(times, zone, Moment::MIN, Moment::MAX)
    }

    /// Only what is asked about moments of `from..=to` is answered; the whole takes milliseconds to make, two years a hundredth of it.
    pub fn between(times: &OpeningTimes, zone: &Zone, from: Moment, to: Moment) -> Self {
        // A local day can begin before the first moment, and end after the last.
        let last = zone.day(to);
        let mut openings: Vec<Opening> = Vec::new();
        for day in (zone.day(from).0..=last.0).map(Day) {
            for window in times.windows(day) {
                let known = openings.last().map_or(0, |last| last.to);
                let (from, to) = (edge(zone, day, window.from).max(known), edge(zone, day, window.to));
                if from < to && Moment::from_unix(i64::from(from)).is_some_and(|from| zone.day(from) == day) {
                    let before = openings.last().map_or(0, |last| last.before + (last.to - last.from));
                    openings.push(Opening { from, to, before });
                }
            }
        }
        let mut first = 0;
        let first_day = from.unix() / SECONDS_PER_DAY;
        let days = (first_day..=to.unix() / SECONDS_PER_DAY).map(|day| {
            while openings.get(first).is_some_and(|opening| i64::from(opening.to) <= day * SECONDS_PER_DAY) {
                first += 1;
            }
            first as u32
        });
        let days = days.collect();
        Self { openings, days, first_day: first_day as usize }
    }

    /// The opening that `at` lies in, else the next one; as many as there are when none comes.
    #[inline]
    fn opening_at(&self, at: Moment) -> usize {
        let day = ((at.unix() / SECONDS_PER_DAY) as usize).saturating_sub(self.first_day);
        let mut index = self.days.get(day).map_or(self.openings.len(), |index| *index as usize);
        while self.openings.get(index).is_some_and(|opening| i64::from(opening.to) <= at.unix()) {
            index += 1;
        }
        index
    }

    /// Business seconds from 1970 to `at`.
    #[inline]
    fn seconds_until(&self, at: Moment) -> u32 {
        match self.openings.get(self.opening_at(at)) {
            Some(opening) => opening.before + (at.unix() as u32).saturating_sub(opening.from),
            None => self.total(),
        }
    }

    fn total(&self) -> u32 {
        self.openings.last().map_or(0, |last| last.before + (last.to - last.from))
    }

    /// Seconds at work between two moments; 0 when `to` is not after `from`.
    #[inline]
    pub fn business_seconds(&self, from: Moment, to: Moment) -> u32 {
        self.seconds_until(to).saturating_sub(self.seconds_until(from))
    }

    /// When so many business seconds will have passed since `from`; for none, the [next opening](Self::next_opening). The earliest
    /// such moment: an hour that is up at closing time is due then, although nothing more is counted before the next opening.
    /// `None` when that is past the range of [`Moment`], or never.
    pub fn due(&self, from: Moment, business_seconds: u32) -> Option<Moment> {
        if business_seconds == 0 {
            return self.next_opening(from);
        }
        let first = self.opening_at(from);
        let wanted = self.seconds_until(from).checked_add(business_seconds)?;
        let is_too_early = |opening: &Opening| opening.before + (opening.to - opening.from) < wanted;
        // Most promises are of a day or two: the first openings are looked through before all the others are.
        let near = self.openings[first..].iter().take(NEAR_OPENINGS).position(|opening| !is_too_early(opening));
        let index = first + near.unwrap_or_else(|| self.openings[first..].partition_point(is_too_early));
        let opening = self.openings.get(index)?;
        Moment::from_unix(i64::from(opening.from + (wanted - opening.before)))
    }

    /// `at` itself when it is open; `None` when it never opens again in the range of [`Moment`].
    pub fn next_opening(&self, at: Moment) -> Option<Moment> {
        let opening = self.openings.get(self.opening_at(at))?;
        Moment::from_unix(i64::from(opening.from).max(at.unix()))
    }

    /// The open spans between two moments, cut off at both: what a counted duration is made of.
    pub fn open_between(&self, from: Moment, to: Moment) -> impl Iterator<Item = (Moment, Moment)> {
        let openings = self.openings[self.opening_at(from)..].iter();
        let spans = openings.map(|opening| (i64::from(opening.from), i64::from(opening.to)));
        spans.take_while(move |(open, _)| *open < to.unix()).filter_map(move |(open, close)| {
            Some((Moment::from_unix(open.max(from.unix()))?, Moment::from_unix(close.min(to.unix()))?)).filter(|(open, close)| open < close)
        })
    }
}

/// Openings looked through one by one before a search: four days with a lunch break.
const NEAR_OPENINGS: usize = 8;

/// The unix second of a time of a local day, cut off at the ends of [`Moment`].
fn edge(zone: &Zone, day: Day, time: TimeOfDay) -> u32 {
    let local = i64::from(day.0) * SECONDS_PER_DAY + i64::from(time.0) * 60;
    let end = if local < SECONDS_PER_DAY { Moment::MIN } else { Moment::MAX };
    zone.moment(local).unwrap_or(end).unix() as u32
}
