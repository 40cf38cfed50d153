//! Time as the board counts it: moments, local days, calendars, periods and working hours.
//!
//! A [`Moment`] is a point on the world's clock; a [`Day`] is a date on the workspace's wall. Only a [`Zone`] turns one into
//! the other. There is no clock in here: *now* is always an argument, and *as-of* comes from the data.

mod calendar;
mod hours;
mod period;
mod zone;

pub use calendar::{CalendarSystem, Date};
pub use hours::{OpeningTimes, TimeOfDay, Window, WorkingHours};
pub use period::{Grain, Period};
pub use zone::Zone;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

pub const SECONDS_PER_DAY: i64 = 86_400;

/// A point in time to the second, 1970-01-01T00:00:00Z up to (not including) 2106-02-07T06:28:15Z.
///
/// Four bytes, because a million leads carry ten of them; the last value of `u32` is kept free for "missing" in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(u32);

impl Moment {
    pub const MIN: Self = Self(0);
    pub const MAX: Self = Self(u32::MAX - 1);

    /// `None` outside the representable range: such a date in an export is an issue, not a moment.
    pub const fn from_unix(seconds: i64) -> Option<Self> {
        if seconds < 0 || seconds > Self::MAX.0 as i64 { None } else { Some(Self(seconds as u32)) }
    }

    pub const fn unix(self) -> i64 {
        self.0 as i64
    }
}

/// A local calendar day, counted from 1970-01-01. The same number is the same day in every calendar system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// Whole days from `earlier` to `self`; negative when `self` is the earlier one.
    pub const fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// ISO weekday: 1 = Monday … 7 = Sunday. 1970-01-01 was a Thursday.
    pub const fn iso_weekday(self) -> u8 {
        ((self.0 + 3).rem_euclid(7) + 1) as u8
    }
}
