//! Business time: what the sales SLA counts, over weekends, lunch, holidays and clock changes, and when a promise is due.

use handoff::{
    agreement::{Holiday, WorkingCalendar, Workspace},
    time::{CalendarSystem, Date, Day, Moment, OpeningTimes, SECONDS_PER_DAY, TimeOfDay, Window, WorkingHours, Zone},
};
use proptest::{collection::vec, prelude::*, sample::select};

fn windows(text: &str) -> Vec<Window> {
    let time = |text: &str| TimeOfDay::parse(text).unwrap();
    let window = |part: &str| part.split_once('-').map(|(from, to)| Window { from: time(from), to: time(to) }).unwrap();
    text.split_whitespace().map(window).collect()
}

fn workspace(working_days: &[u8], hours: &str) -> Workspace {
    let calendar = WorkingCalendar { hours: windows(hours), ..WorkingCalendar::default() };
    Workspace { working_days: working_days.to_vec(), working_hours: calendar, ..Workspace::default() }
}

const ALL_DAYS: [u8; 7] = [1, 2, 3, 4, 5, 6, 7];

/// Monday to Friday, 09:00 to 17:00, unless said otherwise.
fn named(name: &str) -> Workspace {
    let office = Workspace::default();
    match name {
        "office" => office,
        "lunch" => workspace(&office.working_days, "13:30-17:00 09:00-12:30"),
        "always" => workspace(&ALL_DAYS, "00:00-24:00"),
        "night" => workspace(&ALL_DAYS, "00:00-06:00 22:00-24:00"),
        "early" => workspace(&ALL_DAYS, "02:30-10:30"),
        "late" => workspace(&ALL_DAYS, "01:00-02:30"),
        "half thursday" => {
            let mut workspace = workspace(&[6, 7, 1, 2, 3, 4], "08:00-16:00");
            workspace.working_hours.weekdays.insert(4, windows("08:00-12:00"));
            workspace
        }
        "christmas" => {
            let mut workspace = office;
            let days = [
                ("2024-12-24", "09:00-13:00"),
                ("2024-12-25", ""),
                ("2024-12-26", ""),
                // A Saturday made up for, and a Sunday that was free anyway.
                ("2024-12-28", "10:00-14:00"),
                ("2024-12-29", ""),
            ];
            let holiday = |(date, hours): (&str, &str)| Holiday { date: date.into(), name: None, hours: windows(hours) };
            workspace.working_hours.holidays = days.map(holiday).to_vec();
            workspace
        }
        _ => panic!("no calendar {name}"),
    }
}

/// `YYYY-MM-DD HH:MM[:SS]` on the zone's wall.
fn at(text: &str, zone: &Zone) -> Moment {
    let (date, time) = text.split_once(' ').unwrap();
    let date: Vec<u16> = date.split('-').map(|part| part.parse().unwrap()).collect();
    let date = Date { year: i32::from(date[0]), month: date[1] as u8, day: date[2] as u8 };
    let day = CalendarSystem::Gregorian.day(date).unwrap();
    zone.moment(i64::from(day.0) * SECONDS_PER_DAY + i64::from(seconds(time))).unwrap()
}

/// `H:MM[:SS]`.
fn seconds(text: &str) -> u32 {
    let parts: Vec<u32> = text.split(':').map(|part| part.parse().unwrap()).collect();
    parts[0] * 3600 + parts[1] * 60 + parts.get(2).unwrap_or(&0)
}

struct Clock {
    /// Of the calendar.
    zone: Zone,
    /// Of the times in the table.
    wall: Zone,
    hours: WorkingHours,
}

impl Clock {
    fn new(calendar: &str, zone: &str) -> Self {
        let zone = Zone::named(zone).unwrap();
        Self { hours: named(calendar).working_hours(&zone), wall: zone.clone(), zone }
    }

    fn told_in_utc(self) -> Self {
        Self { wall: Zone::utc(), ..self }
    }

    /// Delivered, followed up, business time between.
    fn check(&self, from: &str, to: &str, expected: &str) {
        let counted = self.hours.business_seconds(at(from, &self.wall), at(to, &self.wall));
        assert_eq!(counted, seconds(expected), "{from} to {to} in {}", self.zone.name());
    }

    fn check_due(&self, from: &str, business: &str, expected: &str) {
        let due = self.hours.due(at(from, &self.wall), seconds(business));
        assert_eq!(due, Some(at(expected, &self.wall)), "{business} after {from} in {}", self.zone.name());
    }
}

#[test]
fn reference_example_5() {
    let clock = Clock::new("office", "Europe/Berlin");
    // 31 May 2024 was a Friday.
    let (delivered, followed_up) = ("2024-05-31 16:30", "2024-06-03 09:20");
    assert_eq!(at(followed_up, &clock.zone).unix() - at(delivered, &clock.zone).unix(), i64::from(seconds("64:50")));
    clock.check(delivered, followed_up, "0:50");
    // The same with a half Thursday before a free Friday.
    Clock::new("half thursday", "Asia/Tehran").check("2024-05-30 11:30", "2024-06-01 08:20", "0:50");
}

#[test]
fn an_office_week() {
    let clock = Clock::new("office", "Europe/Berlin");
    clock.check("2024-06-03 10:00", "2024-06-03 10:05", "0:05");
    clock.check("2024-06-03 09:00:30", "2024-06-03 09:00:59", "0:00:29");
    clock.check("2024-06-03 10:00", "2024-06-03 10:00", "0:00");
    // Followed up before it was delivered.
    clock.check("2024-06-03 12:00", "2024-06-03 11:00", "0:00");
    clock.check("2024-06-10 12:00", "2024-06-03 11:00", "0:00");
    // Out of hours.
    clock.check("2024-06-03 07:00", "2024-06-03 09:00", "0:00");
    clock.check("2024-06-03 07:00", "2024-06-03 09:10", "0:10");
    clock.check("2024-06-03 16:59", "2024-06-03 17:00", "0:01");
    clock.check("2024-06-03 17:00", "2024-06-04 09:01", "0:01");
    clock.check("2024-06-03 16:00", "2024-06-03 23:00", "1:00");
    clock.check("2024-06-03 20:00", "2024-06-04 06:00", "0:00");
    clock.check("2024-06-01 00:00", "2024-06-03 00:00", "0:00");
    clock.check("2024-06-01 12:00", "2024-06-03 10:00", "1:00");
    // A date without a time is local midnight (and flagged elsewhere): it waits for the opening.
    clock.check("2024-06-03 00:00", "2024-06-03 10:00", "1:00");
    // Days, weeks, a month of 20 working days, a year of 262.
    clock.check("2024-06-03 12:00", "2024-06-04 12:00", "8:00");
    clock.check("2024-05-31 09:00", "2024-06-03 17:00", "16:00");
    clock.check("2024-06-03 00:00", "2024-06-10 00:00", "40:00");
    clock.check("2024-06-01 00:00", "2024-07-01 00:00", "160:00");
    clock.check("2024-01-01 00:00", "2025-01-01 00:00", "2096:00");
    // Over both clock changes, which are on Sundays.
    clock.check("2024-03-29 16:00", "2024-04-01 10:00", "2:00");
    clock.check("2024-10-25 16:00", "2024-10-28 10:00", "2:00");
}

#[test]
fn clock_changes_in_open_hours() {
    let berlin = Clock::new("always", "Europe/Berlin");
    berlin.check("2024-03-30 00:00", "2024-03-31 00:00", "24:00");
    berlin.check("2024-03-31 00:00", "2024-04-01 00:00", "23:00");
    berlin.check("2024-10-27 00:00", "2024-10-28 00:00", "25:00");
    berlin.check("2024-03-31 01:30", "2024-03-31 03:30", "1:00");
    // 02:30 does not exist and is 03:30; in autumn it is the first of two.
    berlin.check("2024-03-31 02:30", "2024-03-31 04:00", "0:30");
    berlin.check("2024-10-27 02:30", "2024-10-27 03:00", "1:30");
    let check_day = |zone: &str, day: &str, next: &str, expected: &str| {
        Clock::new("always", zone).check(&format!("{day} 00:00"), &format!("{next} 00:00"), expected);
    };
    check_day("America/New_York", "2024-03-10", "2024-03-11", "23:00");
    check_day("America/New_York", "2024-11-03", "2024-11-04", "25:00");
    check_day("Australia/Lord_Howe", "2024-04-07", "2024-04-08", "24:30");
    check_day("Australia/Lord_Howe", "2024-10-06", "2024-10-07", "23:30");
    // Changed at midnight.
    check_day("Asia/Tehran", "2022-03-22", "2022-03-23", "23:00");
    check_day("Asia/Tehran", "2022-09-21", "2022-09-22", "25:00");
    check_day("Africa/Cairo", "2024-04-26", "2024-04-27", "23:00");
    // A day that was skipped, for the office too: it was a Friday.
    check_day("Pacific/Apia", "2011-12-29", "2011-12-31", "24:00");
    Clock::new("office", "Pacific/Apia").check("2011-12-29 16:00", "2012-01-02 10:00", "2:00");

    let night = Clock::new("night", "Europe/Berlin");
    night.check("2024-06-03 21:00", "2024-06-04 12:00", "8:00");
    night.check("2024-03-30 21:00", "2024-03-31 12:00", "7:00");
    night.check("2024-10-26 21:00", "2024-10-27 12:00", "9:00");
    night.check("2024-06-03 23:59", "2024-06-04 00:01", "0:02");
    // Windows that begin, or end, in the hour that is skipped or repeated.
    let early = Clock::new("early", "Europe/Berlin");
    early.check("2024-03-31 00:00", "2024-03-31 12:00", "7:00");
    early.check("2024-10-27 00:00", "2024-10-27 12:00", "9:00");
    let late = Clock::new("late", "Europe/Berlin");
    late.check("2024-03-31 00:00", "2024-03-31 12:00", "1:30");
    late.check("2024-10-27 00:00", "2024-10-27 12:00", "1:30");
}

#[test]
fn lunch_is_not_work() {
    let clock = Clock::new("lunch", "Europe/Berlin");
    clock.check("2024-06-03 12:00", "2024-06-03 14:00", "1:00");
    clock.check("2024-06-03 12:40", "2024-06-03 13:20", "0:00");
    clock.check("2024-06-03 12:40", "2024-06-03 13:35", "0:05");
    clock.check("2024-06-03 12:25", "2024-06-03 13:00", "0:05");
    clock.check("2024-06-03 12:30", "2024-06-03 13:30", "0:00");
    clock.check("2024-06-03 00:00", "2024-06-04 00:00", "7:00");
    clock.check("2024-06-03 00:00", "2024-06-10 00:00", "35:00");
    clock.check("2024-05-31 16:45", "2024-06-03 13:40", "3:55");
}

#[test]
fn a_week_from_saturday_to_a_half_thursday() {
    let clock = Clock::new("half thursday", "Asia/Tehran");
    clock.check("2024-05-30 13:00", "2024-06-01 09:00", "1:00");
    clock.check("2024-05-31 00:00", "2024-06-01 00:00", "0:00");
    clock.check("2024-06-01 00:00", "2024-06-08 00:00", "44:00");
    clock.check("2024-05-29 15:00", "2024-05-30 09:00", "2:00");
    clock.check("2024-05-30 11:00", "2024-05-30 15:00", "1:00");
    // Over the nights of the last clock changes.
    clock.check("2022-03-21 15:00", "2022-03-22 09:00", "2:00");
    clock.check("2022-09-21 15:00", "2022-09-22 09:00", "2:00");
}

#[test]
fn holidays() {
    let clock = Clock::new("christmas", "Europe/Berlin");
    clock.check("2024-12-23 16:00", "2024-12-27 10:00", "6:00");
    clock.check("2024-12-24 12:30", "2024-12-27 09:15", "0:45");
    clock.check("2024-12-24 14:00", "2024-12-26 12:00", "0:00");
    clock.check("2024-12-25 10:00", "2024-12-27 09:30", "0:30");
    clock.check("2024-12-24 12:00", "2024-12-25 11:00", "1:00");
    clock.check("2024-12-28 09:00", "2024-12-29 09:00", "4:00");
    clock.check("2024-12-27 16:30", "2024-12-30 09:30", "5:00");
    clock.check("2024-12-29 00:00", "2024-12-30 00:00", "0:00");
    clock.check("2023-12-25 09:00", "2023-12-25 10:00", "1:00");
}

#[test]
fn offices_elsewhere() {
    let check = |zone: &str, from: &str, to: &str, expected: &str| Clock::new("office", zone).told_in_utc().check(from, to, expected);
    check("UTC", "2024-06-03 08:30", "2024-06-03 09:30", "0:30");
    // 09:00 is at 13:00Z in summer, at 14:00Z in winter.
    check("America/New_York", "2024-06-03 12:00", "2024-06-03 13:30", "0:30");
    check("America/New_York", "2024-01-08 13:00", "2024-01-08 14:30", "0:30");
    check("Asia/Kathmandu", "2024-06-03 03:00", "2024-06-03 03:30", "0:15");
    check("Asia/Tokyo", "2024-06-02 23:30", "2024-06-03 00:30", "0:30");
    check("Asia/Kolkata", "2024-06-03 11:00", "2024-06-04 04:00", "1:00");
    check("Pacific/Honolulu", "2024-06-04 02:30", "2024-06-04 19:30", "1:00");
    check("Pacific/Kiritimati", "2024-06-02 18:00", "2024-06-02 20:00", "1:00");
}

#[test]
fn promises_fall_due() {
    let office = Clock::new("office", "Europe/Berlin");
    office.check_due("2024-06-03 10:00", "0:05", "2024-06-03 10:05");
    office.check_due("2024-05-31 16:30", "0:50", "2024-06-03 09:20");
    office.check_due("2024-06-01 12:00", "1:00", "2024-06-03 10:00");
    office.check_due("2024-06-03 17:00", "0:01", "2024-06-04 09:01");
    office.check_due("2024-06-03 12:00", "24:00", "2024-06-06 12:00");
    // Up at closing time is due at closing time.
    office.check_due("2024-06-03 09:00", "8:00", "2024-06-03 17:00");
    office.check_due("2024-06-03 09:00", "8:01", "2024-06-04 09:01");
    office.check_due("2024-01-01 00:00", "2096:00", "2024-12-31 17:00");
    // With nothing to wait for, the next opening.
    office.check_due("2024-06-03 10:00", "0:00", "2024-06-03 10:00");
    office.check_due("2024-06-02 05:00", "0:00", "2024-06-03 09:00");
    office.check_due("2024-06-03 17:00", "0:00", "2024-06-04 09:00");
    office.check_due("2024-03-29 16:00", "2:00", "2024-04-01 10:00");
    Clock::new("always", "Europe/Berlin").check_due("2024-03-31 01:30", "1:00", "2024-03-31 03:30");
    let lunch = Clock::new("lunch", "Europe/Berlin");
    lunch.check_due("2024-06-03 12:00", "1:00", "2024-06-03 14:00");
    lunch.check_due("2024-06-03 12:40", "0:00", "2024-06-03 13:30");
    let christmas = Clock::new("christmas", "Europe/Berlin");
    christmas.check_due("2024-12-24 12:30", "0:45", "2024-12-27 09:15");
    christmas.check_due("2024-12-23 16:00", "6:00", "2024-12-27 10:00");
    christmas.check_due("2024-12-25 16:00", "0:00", "2024-12-27 09:00");
    Clock::new("half thursday", "Asia/Tehran").check_due("2024-05-30 11:30", "0:50", "2024-06-01 08:20");
}

#[test]
fn the_ends_of_time() {
    let zone = Zone::utc();
    let always = named("always").working_hours(&zone);
    assert_eq!(i64::from(always.business_seconds(Moment::MIN, Moment::MAX)), Moment::MAX.unix());
    assert_eq!(always.due(Moment::MIN, Moment::MAX.unix() as u32), Some(Moment::MAX));
    assert_eq!(always.due(Moment::from_unix(1).unwrap(), Moment::MAX.unix() as u32), None);
    assert_eq!(always.due(Moment::MAX, u32::MAX), None);
    // The last moment is on a Sunday morning; the first, in the west, still on 1969's last Wednesday.
    let office = named("office").working_hours(&zone);
    assert_eq!((office.next_opening(Moment::MAX), office.due(Moment::MAX, 1)), (None, None));
    let honolulu = Zone::named("Pacific/Honolulu").unwrap();
    let office = named("office").working_hours(&honolulu);
    assert_eq!(office.next_opening(Moment::MIN), Some(Moment::MIN));
    assert_eq!(office.business_seconds(Moment::MIN, at("1970-01-01 00:00", &honolulu)), seconds("3:00"));
    // Nobody ever works.
    let never = WorkingHours::new(&OpeningTimes::default(), &zone);
    assert_eq!((never.business_seconds(Moment::MIN, Moment::MAX), never.due(Moment::MIN, 1)), (0, None));
    assert_eq!((never.next_opening(Moment::MIN), never.open_between(Moment::MIN, Moment::MAX).count()), (None, 0));
}

/// Windows between 04:00 and 22:00, where no clock is changed: what is open can then be told from the wall alone.
fn some_windows() -> impl Strategy<Value = Vec<Window>> {
    vec(240_u16..1_320, 0..6).prop_map(|mut cuts| {
        cuts.sort_unstable();
        cuts.dedup();
        let time = |minutes: u16| TimeOfDay::new(minutes / 60, minutes % 60).unwrap();
        cuts.chunks_exact(2).map(|pair| Window { from: time(pair[0]), to: time(pair[1]) }).collect()
    })
}

const ZONES: [&str; 8] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
];

/// Minutes since 1970, ten years around the time Apia skipped a day, and mostly near that or a clock change.
fn minutes() -> impl Strategy<Value = i64> {
    let near = |unix: i64| (unix / 60 - 7_200)..(unix / 60 + 7_200);
    prop_oneof![20_000_000_i64..25_000_000, near(1_325_239_200), near(1_301_187_600), near(1_316_000_000), near(1_319_936_400)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn business_time_is_the_open_minutes_of_the_wall(
        week in proptest::array::uniform7(some_windows()),
        exceptions in vec((15_200_i32..15_360, some_windows()), 0..20),
        zone in select(ZONES.to_vec()),
        from in minutes(),
        length in 0_i64..20_000,
        promised in 1_u32..400_000,
    ) {
        let zone = Zone::named(zone).unwrap();
        let times = OpeningTimes::new(week, exceptions.into_iter().map(|(day, windows)| (Day(day), windows)));
        let hours = WorkingHours::new(&times, &zone);
        let moment = |minute: i64| Moment::from_unix(minute * 60).unwrap();
        let is_open = |minute: &i64| {
            let local = zone.local(moment(*minute));
            let of_day = (local.rem_euclid(SECONDS_PER_DAY) / 60) as u16;
            let windows = times.windows(Day(local.div_euclid(SECONDS_PER_DAY) as i32));
            windows.iter().any(|window| (window.from.minutes()..window.to.minutes()).contains(&of_day))
        };
        let open = (from..from + length).filter(is_open).count() as u32 * 60;
        let (from, to) = (moment(from), moment(from + length));
        let counted = hours.business_seconds(from, to);
        prop_assert_eq!(counted, open);

        let spans: Vec<_> = hours.open_between(from, to).collect();
        prop_assert_eq!(spans.iter().map(|(open, close)| close.unix() - open.unix()).sum::<i64>(), i64::from(counted));
        prop_assert!(spans.is_sorted_by(|one, next| one.1 <= next.0));

        let second = |moment: Moment, by: i64| Moment::from_unix(moment.unix() + by).unwrap();
        if let Some(due) = hours.due(from, promised) {
            prop_assert_eq!(hours.business_seconds(from, due), promised);
            prop_assert_eq!(hours.business_seconds(from, second(due, -1)), promised - 1);
        }
        if let Some(opening) = hours.next_opening(from) {
            prop_assert_eq!(hours.business_seconds(from, opening), 0);
            prop_assert_eq!(hours.business_seconds(opening, second(opening, 1)), 1);
        }
    }
}
