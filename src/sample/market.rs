//! Where the leads come from: sources, campaigns of different quality, the seasons, the weekdays and the hours.

use super::{
    clock::{self, DAY, FIRST_DAY, HOUR, Minute},
    random::Random,
};
use crate::time::{CalendarSystem, Day};

/// A source, or a campaign of one. Rates are in thousandths.
pub(super) struct Campaign {
    pub(super) source: &'static str,
    /// Empty where nobody ran a campaign: people came by themselves.
    pub(super) name: &'static str,
    /// Leads per 1000 ordinary days, before season and growth; 0 for an event.
    volume: u32,
    /// Days on which it brings so many leads at once.
    events: &'static [(Day, u32)],
    /// Days it runs.
    runs: (Day, Day),
    /// Share that becomes an MQL.
    pub(super) mql: u32,
    /// How willingly its leads are taken and buy; 1000 is ordinary.
    pub(super) quality: u32,
    /// Share that asks for a demo at once.
    pub(super) demo: u32,
    /// E-books its leads take, at most.
    pub(super) ebooks: u32,
    /// Spend a month in whole dollars, or per event day for an event.
    pub(super) spend: u32,
    pub(super) category: &'static str,
    /// Visitors per lead, for the traffic counts; 0 where there is no web traffic to count.
    pub(super) visitors: u32,
}

const ALWAYS: (Day, Day) = (FIRST_DAY, Day(i32::MAX));

/// The third Thursday of most months: webinar day, and how many signed up.
const WEBINARS: &[(Day, u32)] = &[
    (Day(20_048), 44),
    (Day(20_104), 41),
    (Day(20_139), 47),
    (Day(20_167), 52),
    (Day(20_195), 49),
    (Day(20_223), 55),
    (Day(20_258), 50),
    (Day(20_349), 61),
    (Day(20_377), 66),
    (Day(20_412), 63),
    (Day(20_468), 58),
    (Day(20_503), 64),
    (Day(20_531), 70),
    (Day(20_559), 68),
    (Day(20_594), 72),
    (Day(20_622), 66),
    (Day(20_713), 81),
    (Day(20_741), 84),
];

/// Three days in March, each year: everybody whose badge was scanned.
const EXPO_2025: &[(Day, u32)] = &[(Day(20_158), 130), (Day(20_159), 170), (Day(20_160), 95)];
const EXPO_2026: &[(Day, u32)] = &[(Day(20_522), 150), (Day(20_523), 210), (Day(20_524), 120)];

pub(super) static CAMPAIGNS: [Campaign; 15] = [
    campaign("Organic search", "", 5700, 340, 1050, 60, 1, 0, "content", 42),
    campaign("Direct", "", 2900, 370, 1080, 110, 1, 0, "other", 35),
    campaign("Referral", "", 1350, 490, 1450, 130, 0, 0, "other", 12),
    campaign("Referral", "Customers tell customers", 600, 540, 1600, 150, 0, 900, "other", 9),
    campaign("Paid search", "Brand search", 2450, 430, 1150, 140, 1, 5200, "advertising", 24),
    campaign("Paid search", "Competitor names", 1750, 310, 800, 70, 1, 7400, "advertising", 38),
    campaign("Paid social", "Retargeting", 1950, 300, 850, 40, 2, 3600, "advertising", 55),
    Campaign {
        runs: (Day(20_332), ALWAYS.1),
        ..campaign("Paid social", "Named accounts", 1500, 410, 1300, 60, 1, 6800, "advertising", 28)
    },
    campaign("E-mail", "Monthly letter", 2200, 400, 1000, 50, 2, 1100, "content", 18),
    campaign("Partner", "Partner programme", 1400, 470, 1350, 120, 0, 2500, "commissions", 8),
    campaign("Outbound", "Outbound calls", 1550, 440, 700, 20, 0, 1800, "tools", 0),
    // Cheap, plentiful and poor: the downloads are read by students and by people who buy nothing.
    Campaign {
        runs: (Day(20_255), ALWAYS.1),
        ..campaign("Content syndication", "The big guide", 7300, 260, 420, 5, 4, 2900, "content", 6)
    },
    Campaign { events: WEBINARS, ..campaign("Webinar", "Thursday webinar", 0, 520, 1500, 90, 1, 1600, "events", 14) },
    Campaign { events: EXPO_2025, ..campaign("Trade show", "Spring expo 2025", 0, 380, 900, 60, 0, 14_000, "events", 0) },
    Campaign { events: EXPO_2026, ..campaign("Trade show", "Spring expo 2026", 0, 370, 900, 60, 0, 16_500, "events", 0) },
];

#[expect(clippy::too_many_arguments, reason = "one line a campaign reads as the table it is")]
const fn campaign(
    source: &'static str,
    name: &'static str,
    volume: u32,
    mql: u32,
    quality: u32,
    demo: u32,
    ebooks: u32,
    spend: u32,
    category: &'static str,
    visitors: u32,
) -> Campaign {
    Campaign { source, name, volume, events: &[], runs: ALWAYS, mql, quality, demo, ebooks, spend, category, visitors }
}

impl Campaign {
    pub(super) fn is_running(&self, day: Day) -> bool {
        day >= self.runs.0 && day < self.runs.1
    }

    pub(super) const fn is_event(&self) -> bool {
        !self.events.is_empty()
    }

    /// Event days within `[from, to)`.
    pub(super) fn events_within(&self, from: Day, to: Day) -> u32 {
        self.events.iter().filter(|(day, _)| (from..to).contains(day)).count() as u32
    }

    /// Leads of one day.
    pub(super) fn leads_on(&self, day: Day, random: &mut Random) -> u32 {
        if self.is_event() {
            return self.events.iter().find(|(event, _)| *event == day).map_or(0, |(_, leads)| *leads);
        }
        if !self.is_running(day) {
            return 0;
        }
        // Thousandths of a lead, all factors in thousandths; good and bad days differ by a third.
        let mean = [season(day), growth(day), weekday(day), random.between(670, 1330)]
            .into_iter()
            .fold(u64::from(self.volume), |mean, factor| mean * u64::from(factor) / 1000);
        let whole = (mean / 1000) as u32;
        whole + u32::from(random.chance((mean % 1000) as u32))
    }
}

/// By month: spring and autumn are strong, August is at the lake, and the year's end is over before Christmas.
pub(super) fn season(day: Day) -> u32 {
    const MONTHS: [u32; 12] = [960, 1020, 1080, 1050, 1040, 970, 800, 730, 1040, 1110, 1080, 850];
    if clock::is_holiday(day) { 250 } else { MONTHS[usize::from(CalendarSystem::Gregorian.date(day).month) - 1] }
}

/// From 83 % to 120 % over the two years.
pub(super) const fn growth(day: Day) -> u32 {
    830 + (day.since(FIRST_DAY) as u32) * 370 / 724
}

pub(super) const fn weekday(day: Day) -> u32 {
    [1160, 1270, 1230, 1180, 930, 370, 330][day.iso_weekday() as usize - 1]
}

/// A time of that day: office hours with a peak before and after lunch, some in the evening, a few at night.
pub(super) fn time_on(day: Day, random: &mut Random) -> Minute {
    const HOURS: [u32; 24] = [4, 3, 2, 2, 2, 4, 10, 26, 64, 98, 112, 98, 62, 82, 104, 98, 78, 54, 36, 28, 24, 18, 12, 7];
    let hour = random.weighted(&HOURS) as i64;
    Minute::at(day, hour * HOUR + i64::from(random.below(HOUR as u32))).min(Minute::at(day, DAY - 1))
}
