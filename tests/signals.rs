//! What there is to be glad of, and what to look out for today.

mod report_support;

use handoff::{
    agreement::{Agreement, Clock, Goal, TimeTarget},
    leads::{Event, Stage},
    report::{Compare, FollowUpOf, LeadsOf, Query, RecordsOf, Report, Verdict, records, report},
    team::{Signals, signals},
    time::Zone,
};
use proptest::prelude::*;
use report_support::{Lead, anything, dataset, lead, moment};

fn told(leads: &[Lead], agreement: &Agreement, as_of: &str) -> (Report, Signals) {
    let query = Query { as_of: Some(moment(as_of).0), compare: Compare::Nothing, ..Query::default() };
    let report = report(&dataset(leads, &[]), &[], agreement, &Zone::utc(), &query);
    let found = signals(&report, agreement);
    (report, found)
}

fn mqls(dates: &[&str]) -> Vec<Lead> {
    dates.iter().map(|date| lead().at(Stage::Mql, date)).collect()
}

fn goal(monthly: f64, months: &[(&str, f64)]) -> Agreement {
    let months = months.iter().map(|(month, goal)| ((*month).to_owned(), *goal)).collect();
    Agreement { goal: Goal { monthly: Some(monthly), months, ..Goal::of(Stage::Mql) }, ..Agreement::default() }
}

#[test]
fn goals_met_one_month_after_the_other() {
    let check = |story: &str, dates: &[&str], agreement: &Agreement, met: bool, streak: u32| {
        let (_, found) = told(&mqls(dates), agreement, "2024-04-15T12:00");
        assert_eq!((found.goal_met.is_some(), found.streak_months), (met, streak), "{story}");
    };
    let one = goal(1.0, &[]);
    check("three in a row, and this month", &["2024-01-05", "2024-02-05", "2024-03-05", "2024-04-05"], &one, true, 3);
    check("this month is not over", &["2024-02-05", "2024-03-05"], &one, false, 2);
    check("a break", &["2024-01-05", "2024-03-05"], &one, false, 1);
    check("the latest was missed", &["2024-01-05", "2024-02-05"], &one, false, 0);
    check("a month of another goal", &["2024-02-05", "2024-03-05"], &goal(1.0, &[("2024-02", 2.0)]), false, 1);
    check("a goal of nothing is none", &["2024-03-05", "2024-04-05"], &goal(0.0, &[]), false, 0);
    check("no goal", &["2024-03-05", "2024-04-05"], &Agreement::default(), false, 0);
    let mut high = goal(1.0, &[]);
    high.goal.stretch = Some(2.0);
    let (_, found) = told(&mqls(&["2024-04-01", "2024-04-02"]), &high, "2024-04-15T12:00");
    let met = found.goal_met.unwrap();
    assert_eq!((met.month.as_str(), met.actual, met.goal, met.stretch), ("2024-04", 2.0, 1.0, Some(2.0)));
}

fn promise(clock: Clock, hours: f64) -> Agreement {
    let mut agreement = Agreement::default();
    agreement.sales.speed = Some(TimeTarget { share: 0.9, hours, clock });
    agreement
}

/// Delivered, and followed up after so many hours on the same day, if at all. One that was makes the column known.
fn delivered(at: &str, followed_up: Option<&str>) -> Lead {
    let lead = lead().at(Stage::Mql, at);
    followed_up.map_or(lead.clone(), |date| lead.event(Event::FirstFollowUp, date))
}

#[test]
fn what_is_due_today_and_what_is_over_since_today() {
    let check = |story: &str, agreement: &Agreement, waiting: &str, as_of: &str, expected: [u64; 3]| {
        let leads = [delivered("2024-04-01T09:00", Some("2024-04-01T09:30")), delivered(waiting, None)];
        let (report, found) = told(&leads, agreement, as_of);
        assert_eq!([found.at_risk_today, found.breached_today, found.breached], expected, "{story}: {:?}", report.due_totals);
    };
    let (elapsed, business) = (promise(Clock::Elapsed, 24.0), promise(Clock::Business, 4.0));
    // 2024-04-15 is a Monday.
    check("due tomorrow morning", &elapsed, "2024-04-15T10:00", "2024-04-15T12:00", [0, 0, 0]);
    check("due this afternoon", &elapsed, "2024-04-14T15:00", "2024-04-15T12:00", [1, 0, 0]);
    check("over since this morning", &elapsed, "2024-04-14T09:00", "2024-04-15T12:00", [0, 1, 1]);
    check("over since yesterday", &elapsed, "2024-04-13T09:00", "2024-04-15T12:00", [0, 0, 1]);
    check("four working hours end today", &business, "2024-04-15T10:00", "2024-04-15T11:00", [1, 0, 0]);
    check("four working hours end tomorrow", &business, "2024-04-15T16:30", "2024-04-15T16:45", [0, 0, 0]);
    check("over since this morning, counted from Friday", &business, "2024-04-12T16:00", "2024-04-15T16:00", [0, 1, 1]);
    check("nothing is promised", &Agreement::default(), "2024-04-15T10:00", "2024-04-15T11:00", [0, 0, 0]);
}

#[test]
fn months_in_which_sales_kept_its_word() {
    let agreement = promise(Clock::Elapsed, 4.0);
    let kept = |month: &str| delivered(&format!("{month}-08T10:00"), Some(&format!("{month}-08T11:00")));
    let late = |month: &str| delivered(&format!("{month}-08T10:00"), Some(&format!("{month}-09T11:00")));
    let check = |story: &str, leads: &[Lead], expected: Option<u32>| {
        let (_, found) = told(leads, &agreement, "2024-04-15T12:00");
        assert_eq!(found.kept_streak_months, expected, "{story}");
    };
    check("two in a row", &[late("2024-01"), kept("2024-02"), kept("2024-03"), late("2024-04")], Some(2));
    check("nothing came in between", &[kept("2024-01"), kept("2024-03")], Some(2));
    check("the latest was missed", &[kept("2024-02"), late("2024-03")], Some(0));
    check("no month is over", &[kept("2024-04")], None);
    let (_, found) = told(&[kept("2024-02"), kept("2024-03")], &Agreement::default(), "2024-04-15T12:00");
    assert_eq!(found.kept_streak_months, None, "nothing is promised");
}

proptest! {
    /// What is due today is part of what is due, and both are as many as can be listed.
    #[test]
    fn today_is_part_of_all(data in anything::data(), query in anything::query(), hours in 0.0..100.0_f64, business in any::<bool>()) {
        let agreement = promise(if business { Clock::Business } else { Clock::Elapsed }, hours);
        let report = report(&data, &[], &agreement, &Zone::utc(), &query);
        let found = signals(&report, &agreement);
        if let Some(due) = &report.due_totals {
            prop_assert!(due.due_today <= due.pending && due.breached_today <= due.breached);
            let of = RecordsOf::FollowUp { of: FollowUpOf::Due { verdict: Verdict::Breached }, part: LeadsOf::All };
            prop_assert_eq!(found.breached, records(&data, &agreement, &Zone::utc(), &query, &of).rows.len() as u64);
            // The list holds at most a hundred; these stories are shorter.
            if let Some(today) = report.as_of.as_ref().map(|as_of| &as_of[..10]) {
                let listed = |verdict| report.due.iter().filter(move |lead| lead.verdict == verdict && lead.due.as_ref().is_some_and(|due| &due[..10] == today)).count() as u64;
                prop_assert_eq!((due.due_today, due.breached_today), (listed(Verdict::Pending), listed(Verdict::Breached)));
            }
        }
    }
}
