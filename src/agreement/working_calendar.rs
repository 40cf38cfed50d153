//! When the teams work, as the agreement says it: open windows of a working day, days that differ, holidays. Which weekdays are worked
//! and in what time zone is the [`Workspace`]'s to say, and said once.

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{AgreementError, Workspace};
use crate::{
    order::sort_few,
    time::{CalendarSystem, Date, Day, OpeningTimes, TimeOfDay, Window, WorkingHours, Zone},
};

#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkingCalendar {
    /// Of a working day, in any order; a lunch break is the time between two.
    pub hours: Vec<Window>,
    /// ISO weekday → its own windows instead: a half day, a late evening. Counts only for weekdays that are worked.
    pub weekdays: BTreeMap<u8, Vec<Window>>,
    pub holidays: Vec<Holiday>,
}

/// A date unlike its weekday. Of two for one date the later in the list counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(default)]
pub struct Holiday {
    /// `YYYY-MM-DD`, Gregorian whatever calendar the team plans by.
    pub date: String,
    pub name: Option<String>,
    /// Open nevertheless (a half holiday; a Saturday that is made up for); empty is closed.
    pub hours: Vec<Window>,
}

impl Default for WorkingCalendar {
    /// From nine to five.
    fn default() -> Self {
        let time = |hour| TimeOfDay::new(hour, 0).expect("an hour of the day");
        Self { hours: vec![Window { from: time(9), to: time(17) }], weekdays: BTreeMap::new(), holidays: Vec::new() }
    }
}

impl Holiday {
    /// `None` when the date is none.
    pub fn day(&self) -> Option<Day> {
        iso_day(&self.date)
    }
}

/// The day of `YYYY-MM-DD`, Gregorian and in full; `None` when it is no such date.
pub(crate) fn iso_day(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| {
        let part = parts.next()?;
        (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<u16>().ok())?
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    let date = Date { year: i32::from(year), month: month as u8, day: day as u8 };
    parts.next().is_none().then(|| CalendarSystem::Gregorian.day(date))?
}

impl Workspace {
    /// The windows of every day. What is no window or no date is left out; [`Agreement::validate`](super::Agreement::validate) names
    /// it.
    pub fn opening_times(&self) -> OpeningTimes {
        let calendar = &self.working_hours;
        let week = std::array::from_fn(|index| {
            let weekday = index as u8 + 1;
            let is_worked = self.working_days.contains(&weekday);
            if is_worked { calendar.weekdays.get(&weekday).unwrap_or(&calendar.hours).clone() } else { Vec::new() }
        });
        OpeningTimes::new(week, calendar.holidays.iter().filter_map(|holiday| Some((holiday.day()?, holiday.hours.clone()))))
    }

    /// The clock of business time; `zone` is the one the workspace names. Made in milliseconds, to be kept.
    pub fn working_hours(&self, zone: &Zone) -> WorkingHours {
        WorkingHours::new(&self.opening_times(), zone)
    }

    pub(super) fn working_faults(&self) -> Vec<AgreementError> {
        let calendar = &self.working_hours;
        let mut faults = Vec::new();
        let days = || self.working_days.iter().chain(calendar.weekdays.keys());
        if self.working_days.is_empty() {
            faults.push(AgreementError::NoWorkingDay);
        } else if self.working_days.iter().all(|weekday| calendar.weekdays.get(weekday).unwrap_or(&calendar.hours).is_empty()) {
            faults.push(AgreementError::NoWorkingHour);
        }
        let weekdays = days().chain([&self.week_start]).filter(|weekday| !(1..=7).contains(*weekday));
        faults.extend(weekdays.map(|weekday| AgreementError::WeekdayOutOfRange { weekday: *weekday }));
        let lists = calendar.weekdays.values().chain(calendar.holidays.iter().map(|holiday| &holiday.hours));
        for windows in [&calendar.hours].into_iter().chain(lists) {
            let mut windows = windows.clone();
            sort_few(&mut windows, Ord::cmp);
            let upside_down = windows.iter().filter(|window| window.to <= window.from);
            faults.extend(upside_down.map(|window| AgreementError::WindowUpsideDown { from: window.from, to: window.to }));
            let overlaps = windows.windows(2).filter(|pair| pair[1].from < pair[0].to);
            faults.extend(overlaps.map(|pair| AgreementError::WindowsOverlap { at: pair[1].from }));
        }
        let no_dates = calendar.holidays.iter().filter(|holiday| holiday.day().is_none());
        faults.extend(no_dates.map(|holiday| AgreementError::HolidayUnreadable { date: holiday.date.clone() }));
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::Agreement;

    const NINE: &str = r#"{"from":"09:00","to":"17:00"}"#;

    /// The faults of a workspace that works on `days` with this working calendar.
    fn check(days: &[u8], calendar: &str, expected: &[AgreementError]) {
        let working_hours = serde_json::from_str(calendar).unwrap_or_else(|error| panic!("{calendar}: {error}"));
        let workspace = Workspace { working_days: days.to_vec(), working_hours, ..Workspace::default() };
        let agreement = Agreement { workspace, ..Agreement::default() };
        assert_eq!(agreement.validate(|_| true).err().unwrap_or_default(), expected, "{days:?} {calendar}");
    }

    fn time(text: &str) -> TimeOfDay {
        TimeOfDay::parse(text).unwrap()
    }

    #[test]
    fn faults_are_named() {
        use AgreementError::{HolidayUnreadable, NoWorkingDay, NoWorkingHour, WeekdayOutOfRange, WindowUpsideDown, WindowsOverlap};
        let upside_down = |from: &str, to: &str| WindowUpsideDown { from: time(from), to: time(to) };
        let no_date = |date: &str| HolidayUnreadable { date: date.into() };
        check(&[1], "{}", &[]);
        check(&[], "{}", &[NoWorkingDay]);
        check(&[1, 8], "{}", &[WeekdayOutOfRange { weekday: 8 }]);
        check(&[1], r#"{"weekdays":{"0":[]}}"#, &[WeekdayOutOfRange { weekday: 0 }]);
        check(&[1], r#"{"hours":[]}"#, &[NoWorkingHour]);
        check(&[1], r#"{"weekdays":{"1":[]}}"#, &[NoWorkingHour]);
        check(&[1, 2], r#"{"weekdays":{"1":[]}}"#, &[]);
        // Hours of a day that is not worked do not count.
        check(&[1], &format!(r#"{{"hours":[],"weekdays":{{"2":[{NINE}]}}}}"#), &[NoWorkingHour]);
        check(&[1], &format!(r#"{{"hours":[],"weekdays":{{"1":[{NINE}]}}}}"#), &[]);
        check(&[1], r#"{"hours":[{"from":"17:00","to":"09:00"}]}"#, &[upside_down("17:00", "09:00")]);
        check(&[1], r#"{"hours":[{"from":"9:00","to":"09:00"}]}"#, &[upside_down("09:00", "09:00")]);
        check(&[1], r#"{"hours":[{"from":"00:00","to":"24:00"}]}"#, &[]);
        // Touching is not overlapping, and the order does not matter.
        check(&[1], &format!(r#"{{"hours":[{{"from":"17:00","to":"18:00"}},{NINE}]}}"#), &[]);
        check(&[1], &format!(r#"{{"hours":[{{"from":"16:59","to":"18:00"}},{NINE}]}}"#), &[WindowsOverlap { at: time("16:59") }]);
        check(
            &[1],
            &format!(r#"{{"holidays":[{{"date":"2024-12-24","hours":[{NINE},{NINE}]}}]}}"#),
            &[WindowsOverlap { at: time("09:00") }],
        );
        check(&[1], r#"{"holidays":[{"date":"2024-02-29","name":"leap"}]}"#, &[]);
        for date in ["", "2023-02-29", "2024-13-01", "24-12-25", "2024-12-25T00:00", "2024-12-25-1", "1403-01-0x", "25.12.2024"] {
            check(&[1], &format!(r#"{{"holidays":[{{"date":"{date}"}}]}}"#), &[no_date(date)]);
        }
    }

    #[test]
    fn times_are_of_the_day() {
        let check = |text: &str, minutes: Option<u16>| assert_eq!(TimeOfDay::parse(text).map(TimeOfDay::minutes), minutes, "{text}");
        check("00:00", Some(0));
        check("9:05", Some(545));
        check("23:59", Some(1_439));
        check("24:00", Some(1_440));
        for text in ["24:01", "25:00", "12:60", "12", "12:5", "012:00", "-1:00", "+1:00", "12:00:00", ":", "", "۱۲:۰۰"] {
            check(text, None);
        }
        assert!(serde_json::from_str::<TimeOfDay>(r#""25:00""#).is_err());
        assert_eq!(serde_json::to_string(&time("9:05")).unwrap(), r#""09:05""#);
    }

    #[test]
    fn the_week_of_an_older_document_is_kept() {
        let older = r#"{"time_zone":"Asia/Tehran","calendar":"persian","week_start":6,"working_days":[1,2,3,6,7],"currency":null}"#;
        let workspace: Workspace = serde_json::from_str(older).unwrap();
        assert_eq!(workspace.working_hours, WorkingCalendar::default());
        let times = workspace.opening_times();
        // 1 June 2024, day 19 875, was a Saturday.
        let worked: Vec<bool> = (0..7).map(|day| times.is_worked(Day(19_875 + day))).collect();
        assert_eq!(worked, [true, true, true, true, true, false, false]);
    }

    #[test]
    fn a_day_is_worked_when_it_has_hours() {
        let mut workspace = Workspace::default();
        let day = |text: &str| Holiday { date: text.into(), ..Holiday::default() }.day().unwrap();
        let nine = workspace.working_hours.hours.clone();
        workspace.working_hours.weekdays.insert(5, Vec::new());
        workspace.working_hours.holidays = vec![
            Holiday { date: "2024-06-03".into(), name: Some("a Monday".into()), hours: Vec::new() },
            Holiday { date: "2024-06-08".into(), name: None, hours: nine.clone() },
            // Said twice: the later counts. And one that cannot be read.
            Holiday { date: "2024-06-04".into(), ..Holiday::default() },
            Holiday { date: "2024-06-04".into(), name: None, hours: nine },
            Holiday { date: "soon".into(), ..Holiday::default() },
        ];
        let times = workspace.opening_times();
        let check = |date: &str, expected: bool| assert_eq!(times.is_worked(day(date)), expected, "{date}");
        check("2024-06-03", false);
        check("2024-06-04", true);
        check("2024-06-05", true);
        check("2024-06-07", false);
        check("2024-06-08", true);
        check("2024-06-09", false);
        check("2024-06-10", true);
    }
}
