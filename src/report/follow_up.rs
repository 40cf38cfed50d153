//! The sales side of the report: speed, outcomes recorded, depth, capacity and what is due. Types only; counted in `metrics::follow_up`.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::Rate;
use crate::{
    agreement::{Clock, TimeTarget, TouchPlan},
    leads::Dimension,
    time::{Day, Grain, Period},
};

/// A promise of time, kept for one lead or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Met,
    /// Late, or not done and the time is up.
    Breached,
    /// Not done, and time is left.
    Pending,
}

/// Leads by [`Verdict`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Compliance {
    pub met: u64,
    pub breached: u64,
    pub pending: u64,
}

impl Compliance {
    /// met / (met + breached): pending leads are in neither.
    pub const fn rate(self) -> Rate {
        Rate { numerator: self.met, denominator: self.met + self.breached }
    }
}

/// Type-7 statistics of durations in minutes; each `null` when `count` is 0.
#[derive(Debug, Clone, Copy, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct MinuteStats {
    pub count: u64,
    pub mean: Option<f64>,
    pub median: Option<f64>,
    pub p75: Option<f64>,
    pub p90: Option<f64>,
}

/// How long a lead waited for its first follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeedBand {
    /// 5 minutes or less.
    UpTo5Minutes,
    UpTo30Minutes,
    UpTo60Minutes,
    UpTo4Hours,
    UpTo24Hours,
    Longer,
    Never,
}

impl SpeedBand {
    pub const ALL: [Self; 7] =
        [Self::UpTo5Minutes, Self::UpTo30Minutes, Self::UpTo60Minutes, Self::UpTo4Hours, Self::UpTo24Hours, Self::Longer, Self::Never];

    /// Of a follow-up after so many seconds.
    pub const fn of(seconds: u32) -> Self {
        match seconds {
            0..=300 => Self::UpTo5Minutes,
            301..=1_800 => Self::UpTo30Minutes,
            1_801..=3_600 => Self::UpTo60Minutes,
            3_601..=14_400 => Self::UpTo4Hours,
            14_401..=86_400 => Self::UpTo24Hours,
            _ => Self::Longer,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct BandCount {
    pub band: SpeedBand,
    pub leads: u64,
}

/// How fast the leads delivered in the period were followed up.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Speed {
    /// delivered = `followed_up` + never.
    pub delivered: u64,
    pub followed_up: u64,
    pub never: u64,
    /// Of `delivered`: handed over or followed up on a date without a time of day, so that no minutes can be told. They are in no
    /// duration, no band and no compliance.
    pub untimed: u64,
    /// Of `followed_up`: before they were delivered. Their speed is 0.
    pub before_delivery: u64,
    /// From delivery to the first follow-up, elapsed; leads that have both with a time of day.
    pub minutes: MinuteStats,
    /// The same on the clock of the working calendar.
    pub business_minutes: MinuteStats,
    /// Half of all leads were followed up by then, those never followed up counted as far as they were watched (Kaplan–Meier); `null`
    /// while fewer than half were.
    pub median_of_all_minutes: Option<f64>,
    pub median_of_all_business_minutes: Option<f64>,
    /// From creation to the handover: the routing before anybody could follow up. Leads with a handover date of its own.
    pub system_minutes: MinuteStats,
    /// By elapsed time; they sum to delivered − untimed, as do the next.
    pub bands: Vec<BandCount>,
    pub business_bands: Vec<BandCount>,
    pub target: Option<TimeTarget>,
    /// `null` without a target. Sums to delivered − untimed.
    pub compliance: Option<Compliance>,
    /// What the compliance would be with other targets, on the clock of the target.
    pub what_if: Vec<SpeedAt>,
    pub by_owner: Vec<SpeedPart>,
    pub by_source: Vec<SpeedPart>,
    /// By the day of delivery; a grain with too many points to draw is left out.
    pub over_time: Vec<SpeedOverTime>,
}

impl Speed {
    /// The clock of the promise; the business clock while nothing is promised.
    pub fn clock(&self) -> Clock {
        self.target.map_or(Clock::Business, |target| target.clock)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct SpeedAt {
    pub hours: f64,
    pub compliance: Compliance,
}

/// Leads of one owner, source or span of days.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct SpeedPart {
    /// An owner or a source; `null` is "(none)". The first day as an ISO date, where the parts are spans of days.
    pub value: Option<String>,
    pub delivered: u64,
    pub followed_up: u64,
    pub never: u64,
    pub median_minutes: Option<f64>,
    pub median_business_minutes: Option<f64>,
    pub compliance: Option<Compliance>,
    /// Of the promise that an outcome is recorded.
    pub disposition: Option<Compliance>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct SpeedOverTime {
    /// `day`, `week` or `month`.
    pub grain: Grain,
    /// Without gaps, in order of time.
    pub parts: Vec<SpeedPart>,
}

/// Whether an outcome was recorded for the leads delivered in the period.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Disposition {
    pub delivered: u64,
    /// Accepted, or closed or sent back with a reason.
    pub recorded: u64,
    /// As [`Speed::untimed`], and leads whose outcome has no date.
    pub untimed: u64,
    pub target: Option<TimeTarget>,
    /// `null` without a target. Sums to delivered − untimed.
    pub compliance: Option<Compliance>,
    pub minutes: MinuteStats,
    pub business_minutes: MinuteStats,
}

/// Mean attempts of a lead.
#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ByChannel {
    pub call: f64,
    pub voicemail: f64,
    pub email: f64,
    /// Of kinds without a channel of their own in the touch plan.
    pub other: f64,
}

/// How persistently leads were tried that nobody has reached.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Depth {
    /// Leads delivered in the period and never contacted by the as-of, of which the attempts are known.
    pub uncontacted: u64,
    pub contacted: u64,
    /// Uncontacted, and nobody knows how often they were tried.
    pub unknown: u64,
    pub plan: Option<TouchPlan>,
    pub attempts_mean: Option<f64>,
    /// `null` where attempts come from a column of leads and have no channel.
    pub by_channel: Option<ByChannel>,
    /// Uncontacted leads tried 0, 1, 2 … times; the last holds those tried as often or oftener.
    pub histogram: Vec<u64>,
    /// Of `uncontacted`: tried as often as planned, whatever became of them.
    pub unreachable: u64,
    /// Of `uncontacted`: dropped before that.
    pub given_up_early: u64,
}

/// Whether it pays, here, to be fast and to try again.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ContactRates {
    /// Contacted / leads, by how long they waited.
    pub by_speed: Vec<ContactBySpeed>,
    /// Contacted at the n-th attempt / leads that were tried n times and not reached before.
    pub by_attempt: Vec<ContactByAttempt>,
}

#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ContactBySpeed {
    pub band: SpeedBand,
    pub rate: Rate,
}

#[derive(Debug, Clone, Copy, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ContactByAttempt {
    pub attempt: u32,
    pub rate: Rate,
}

/// Whether the reps can do what was promised.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Capacity {
    /// Of the period up to the as-of.
    pub working_days: u32,
    pub whole: CapacityPart,
    /// Owners of leads delivered in the period; leads of nobody are `null`, and nobody has minutes.
    pub by_owner: Vec<CapacityPart>,
}

#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct CapacityPart {
    pub owner: Option<String>,
    pub delivered: u64,
    /// delivered × planned attempts × minutes of one; `null` without a touch plan.
    pub needed_minutes: Option<f64>,
    pub available_minutes: f64,
    /// needed / available; may pass 1.
    pub utilisation: Option<f64>,
    /// Attempts a lead that the minutes suffice for.
    pub sustainable_attempts: Option<f64>,
}

/// Open leads of the period that wait for their first follow-up.
#[derive(Debug, Clone, PartialEq, Default, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct DueTotals {
    pub pending: u64,
    pub breached: u64,
    /// Of `pending`: due before the day of the as-of is over.
    #[serde(default)]
    pub due_today: u64,
    /// Of `breached`: since this day.
    #[serde(default)]
    pub breached_today: u64,
    /// Most breached first.
    pub by_owner: Vec<DueOfOwner>,
}

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct DueOfOwner {
    pub owner: Option<String>,
    pub pending: u64,
    pub breached: u64,
}

/// A lead that waits for its first follow-up.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct DueLead {
    /// Row of the lead, as the lists of records number it.
    pub lead: u32,
    pub owner: Option<String>,
    /// RFC 3339; `null` when it is never due (no working hour comes).
    pub due: Option<String>,
    /// Until it is due, negative when it is over.
    pub business_minutes_left: f64,
    pub minutes_left: f64,
    pub verdict: Verdict,
}

/// A figure of the follow-up whose leads can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpOf {
    Delivered,
    FollowedUp,
    Never,
    Untimed,
    BeforeDelivery,
    Band {
        clock: Clock,
        band: SpeedBand,
    },
    Speed {
        verdict: Verdict,
    },
    Recorded,
    Disposition {
        verdict: Verdict,
    },
    Contacted,
    Uncontacted,
    /// A bar of [`Depth::histogram`], by its place.
    Tried {
        bar: u32,
    },
    Unreachable,
    GivenUpEarly,
    /// All of [`DueTotals`] with this verdict: leads with no target are in none.
    Due {
        verdict: Verdict,
    },
    /// Numerator ([`ContactBySpeed`]) where contacted, else the rest of its denominator.
    ContactedIn {
        band: SpeedBand,
    },
    ContactedAt {
        attempt: u32,
    },
}

/// Part of the leads of a figure: of an owner or a source, or delivered on some days.
#[derive(Debug, Clone, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadsOf {
    All,
    Value { dimension: Dimension, value: Option<String> },
    Days { from: Day, to: Day },
}

impl LeadsOf {
    pub const fn days(period: Period) -> Self {
        Self::Days { from: period.from, to: period.to }
    }
}
