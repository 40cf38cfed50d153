//! The meetings of both teams through the library's public door: who leads, what is carried on, and an agenda whose numbers are the report's.

mod common;
mod report_support;

use std::sync::LazyLock;

use handoff::{
    agreement::{Agreement, Goal, SalesPromise, Team, TimeTarget},
    import::Imported,
    leads::{DealState, Dimension, Event, Stage},
    report::{Outcome, PeriodChoice, Query, Rate, RecordsOf, Report, records, report},
    sample::board_files,
    share::{Content, ContentKind},
    team::{
        Agenda, Meetings, agenda,
        agenda::{Amount, KpiOf, Rule, Standing, Story, Told},
    },
    time::Zone,
};
use proptest::prelude::*;
use report_support::{custom, dataset, deal, lead};

static SAMPLE: LazyLock<Imported> = LazyLock::new(|| {
    let files = board_files();
    common::import(&files.iter().map(|file| (file.name, &file.bytes[..])).collect::<Vec<_>>())
});

/// Meetings held on these days, as the page adds them.
fn held(dates: &[&str]) -> Meetings {
    let mut meetings = Meetings::default();
    for date in dates {
        let next = meetings.next_meeting(date);
        meetings.add(next);
    }
    meetings
}

#[test]
fn the_chair_alternates() {
    let check = |dates: &[&str], next: &str, expected: Team| {
        assert_eq!(held(dates).next_meeting(next).chair, expected, "{next} after {dates:?}");
    };
    check(&[], "2026-01-05", Team::Marketing);
    check(&["2026-01-05"], "2026-02-02", Team::Sales);
    check(&["2026-01-05", "2026-02-02"], "2026-03-02", Team::Marketing);
    // A second one on the same day is the next.
    check(&["2026-01-05"], "2026-01-05", Team::Sales);
    // One that is put in before all others comes after none.
    check(&["2026-01-05"], "2025-12-01", Team::Marketing);
    // Between two it follows the one before it.
    check(&["2026-01-05", "2026-03-02"], "2026-02-02", Team::Sales);
}

#[test]
fn a_chair_that_was_changed_counts() {
    let mut meetings = held(&["2026-01-05"]);
    let first = meetings.meetings[0].id;
    meetings.meeting_mut(first).unwrap().chair = Team::Sales;
    assert_eq!(meetings.next_meeting("2026-02-02").chair, Team::Marketing);
}

#[test]
fn ids_are_the_same_for_two_people_and_differ_within_one_document() {
    let (mut one, mut other) = (held(&["2026-01-05", "2026-01-05"]), held(&["2026-01-05", "2026-01-05"]));
    let ids: Vec<u64> = one.meetings.iter().map(|meeting| meeting.id).collect();
    assert_eq!(ids, [2_026_010_501, 2_026_010_502]);
    assert_eq!(one.open_action(ids[0], "Call them"), other.open_action(ids[0], "Call them"));
    let again = one.open_action(ids[0], "Call them");
    assert!(one.actions.iter().filter(|action| action.id == again).count() == 1 && one.actions.len() == 2);
    one.decide(ids[0], "Nobody waits");
    one.decide(ids[0], "Nobody waits");
    let decisions = &one.meeting(ids[0]).unwrap().decisions;
    assert!(decisions.len() == 2 && decisions[0].id != decisions[1].id);
}

#[test]
fn an_action_is_carried_on_until_it_is_closed() {
    let mut meetings = held(&["2026-01-05", "2026-02-02", "2026-03-02"]);
    let ids: Vec<u64> = meetings.meetings.iter().map(|meeting| meeting.id).collect();
    let call = meetings.open_action(ids[0], "Call them");
    let write = meetings.open_action(ids[1], "Write it down");
    meetings.action_mut(call).unwrap().due = Some("2026-01-20".into());
    let on_table = |meetings: &Meetings, place: usize| {
        let meeting = meetings.meeting(ids[place]).unwrap();
        meetings.actions_of(meeting).iter().map(|action| action.id).collect::<Vec<_>>()
    };
    assert_eq!([0, 1, 2].map(|place| on_table(&meetings, place)), [vec![call], vec![call, write], vec![call, write]]);
    let open = |meetings: &Meetings, at: &str| meetings.open_actions(at).iter().map(|action| action.id).collect::<Vec<_>>();
    let overdue = |meetings: &Meetings, at: &str| meetings.overdue(at).iter().map(|action| action.id).collect::<Vec<_>>();
    assert!(open(&meetings, "2026-01-04").is_empty());
    assert_eq!((overdue(&meetings, "2026-01-20"), overdue(&meetings, "2026-01-21")), (vec![], vec![call]));
    // Closed between two meetings: it is told in neither of the later ones, and stays in those before.
    meetings.close_action(call, "2026-02-10");
    assert_eq!([0, 1, 2].map(|place| on_table(&meetings, place)), [vec![call], vec![call, write], vec![write]]);
    assert_eq!((open(&meetings, "2026-02-09"), open(&meetings, "2026-02-10")), (vec![call, write], vec![write]));
    assert!(overdue(&meetings, "2026-02-10").is_empty());
    // Closed in a meeting: it is still on its table, to be told.
    meetings.close_action(write, "2026-03-02");
    assert_eq!(on_table(&meetings, 2), [write]);
    meetings.reopen_action(call);
    assert_eq!(on_table(&meetings, 2), [call, write]);
    meetings.remove(ids[0]);
    assert_eq!(meetings.actions.iter().map(|action| action.id).collect::<Vec<_>>(), [write]);
}

#[test]
fn they_come_back_from_their_file() {
    let mut meetings = held(&["2026-01-05"]);
    let id = meetings.meetings[0].id;
    let action = meetings.open_action(id, "نامه بنویسید");
    meetings.close_action(action, "2026-01-06");
    meetings.decide(id, "Nobody waits");
    meetings.roles.entry(Stage::Mql).or_default().set(Team::Sales, "Calls within a day".into());
    let content = Content::Meetings(meetings);
    assert_eq!(ContentKind::Meetings.open(&content.seal(0)), Ok(content));
    // One of a version that knew less.
    let less = r#"{"meetings":[{"id":1,"date":"2026-01-05","chair":"sales"}],"actions":[{"id":2,"what":"Call","opened_in":1}]}"#;
    let read: Meetings = serde_json::from_str(less).unwrap();
    assert_eq!(read.open_actions("2026-01-05").len(), 1);
}

proptest! {
    /// Whatever is decided and closed when: every meeting shows what is open on its day, and nothing of a later meeting.
    #[test]
    fn nothing_open_is_lost(opened in prop::collection::vec((0_usize..6, prop::option::of(0_usize..8)), 0..20)) {
        let date = |place: usize| format!("2026-{:02}-01", place + 1);
        let mut meetings = held(&(0..6).map(date).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>());
        let ids: Vec<u64> = meetings.meetings.iter().map(|meeting| meeting.id).collect();
        for (number, (meeting, closed)) in opened.iter().enumerate() {
            let id = meetings.open_action(ids[*meeting], &format!("action {number}"));
            if let Some(closed) = closed {
                meetings.close_action(id, &date(*closed));
            }
        }
        for (place, meeting) in meetings.meetings.iter().enumerate() {
            let shown = meetings.actions_of(meeting);
            for action in meetings.open_actions(&meeting.date) {
                prop_assert!(shown.contains(&action));
            }
            prop_assert!(shown.iter().all(|action| ids.iter().position(|id| *id == action.opened_in).unwrap() <= place));
            prop_assert!(shown.len() <= opened.iter().filter(|(opened, _)| *opened <= place).count());
        }
    }
}

fn rules(stories: &[Story]) -> Vec<Rule> {
    stories.iter().map(|story| story.rule).collect()
}

#[test]
fn parts_that_differ_by_chance_are_no_story() {
    let check = |won: [usize; 2], expected: (&[Rule], &[Rule])| {
        let source = |name: &'static str, won: usize| {
            (0..40).map(move |n| {
                let lead = lead().at(Stage::Lead, "2026-01-02").with(Dimension::Source, name);
                if n < won { lead.at(Stage::Customer, "2026-01-20") } else { lead }
            })
        };
        let leads: Vec<_> = source("Fair", won[0]).chain(source("Web", won[1])).collect();
        let report = report(&dataset(&leads, &[]), &[], &Agreement::default(), &Zone::utc(), &Query::default());
        let agenda = agenda(&report, &Agreement::default());
        assert_eq!((rules(&agenda.wins), rules(&agenda.losses)), (expected.0.to_vec(), expected.1.to_vec()), "{won:?}");
    };
    check([10, 10], (&[], &[]));
    check([12, 10], (&[], &[]));
    check([30, 5], (&[Rule::BestSource], &[Rule::WeakestSource]));
    check([0, 20], (&[Rule::BestSource], &[Rule::WeakestSource]));
}

#[test]
fn deals_worth_telling_are_the_largest_and_the_quickest() {
    let won = |created: &str, closed: &str, minor: i64| deal(DealState::Won).created(created).closed(closed).worth(minor);
    let deals = [
        won("2026-01-01", "2026-01-31", 90_000).with(Dimension::Source, "Fair"),
        // Entered on the day it was won: no speed.
        won("2026-02-01", "2026-02-01", 10_000),
        won("2026-02-01", "2026-02-04", 10_000).of(0),
        won("2026-02-01", "2026-02-04", 90_000),
        deal(DealState::Lost).created("2026-01-01").closed("2026-02-01").worth(70_000).with(Dimension::Reason, "too dear"),
        deal(DealState::Lost).created("2026-01-01").closed("2026-02-01"),
        deal(DealState::Open).created("2026-01-01").worth(900_000),
    ];
    let data = dataset(&[lead().at(Stage::Lead, "2026-01-01")], &deals);
    let agreement = Agreement { reasons: [("too dear".to_owned(), "No budget".to_owned())].into(), ..Agreement::default() };
    let report = report(&data, &[], &agreement, &Zone::utc(), &Query::default());
    let notable = report.notable_deals.as_ref().unwrap();
    let [largest, quickest, lost] = [&notable.largest_won, &notable.quickest_won, &notable.largest_lost].map(|deal| deal.clone().unwrap());
    // Of two as large the one that closed first.
    assert_eq!(
        (largest.amount.unwrap().minor, largest.closed_on.as_deref(), largest.source.as_deref()),
        (90_000, Some("2026-01-31"), Some("Fair"))
    );
    assert_eq!((quickest.days, quickest.lead, quickest.amount.unwrap().minor), (Some(3.0), Some(0), 10_000));
    assert_eq!((lost.amount.unwrap().minor, lost.reason.as_deref()), (70_000, Some("No budget")));
    let agenda = agenda(&report, &agreement);
    assert_eq!((rules(&agenda.wins), rules(&agenda.losses)), (vec![Rule::LargestWin, Rule::QuickestWin], vec![Rule::LargestLoss]));
    let none = handoff::report::report(&dataset(&[], &[]), &[], &agreement, &Zone::utc(), &Query::default());
    assert_eq!(none.notable_deals, None);
}

#[test]
fn a_reason_grows_against_the_previous_period() {
    let turned_down = |date: &'static str, reason: &'static str, times: usize| {
        (0..times).map(move |_| lead().at(Stage::Lead, "2025-12-01").event(Event::Disqualified, date).with(Dimension::Reason, reason))
    };
    let leads: Vec<_> = turned_down("2026-01-10", "No need", 6)
        .chain(turned_down("2026-01-10", "No budget", 2))
        .chain(turned_down("2026-02-10", "No need", 7))
        .chain(turned_down("2026-02-10", "No budget", 5))
        .chain(turned_down("2026-02-10", "Bad timing", 4))
        .collect();
    let query = Query { compare: handoff::report::Compare::Previous, ..custom("2026-02-01", "2026-03-01") };
    let data = dataset(&leads, &[]);
    let found =
        report(&data, &[], &Agreement::default(), &Zone::utc(), &Query { as_of: Some(report_support::moment("2026-02-28").0), ..query });
    let agenda_of = |report: &Report| agenda(report, &Agreement::default());
    let agenda = agenda_of(&found);
    // Bad timing grew by more, of too few leads.
    let told = Told::Reason { name: "No budget".into(), leads: 5, before: 2 };
    assert_eq!(agenda.losses.iter().map(|story| &story.what).collect::<Vec<_>>(), [&told]);
    let lines: Vec<_> =
        agenda.problems.reasons.iter().map(|line| (line.reason.as_deref().unwrap(), line.share.numerator, line.before)).collect();
    assert_eq!(lines, [("No need", 7, Some(6)), ("No budget", 5, Some(2)), ("Bad timing", 4, Some(0))]);
    let all = report(&data, &[], &Agreement::default(), &Zone::utc(), &Query::default());
    assert!(agenda_of(&all).losses.is_empty() && agenda_of(&all).problems.reasons.iter().all(|line| line.before.is_none()));
}

#[test]
fn next_month_is_that_after_the_one_shown() {
    let goal = Goal { monthly: Some(40.0), months: [("2027-01".to_owned(), 60.0)].into(), ..Goal::of(Stage::Mql) };
    let agreement = Agreement { goal, ..Agreement::default() };
    let check = |asked: &str, expected: (&str, f64)| {
        let query = Query { goal_month: Some(asked.to_owned()), ..Query::default() };
        let data = dataset(&[lead().at(Stage::Mql, "2026-11-02")], &[]);
        let plans = agenda(&report(&data, &[], &agreement, &Zone::utc(), &query), &agreement).plans;
        assert_eq!((plans.month.as_deref(), plans.goal), (Some(expected.0), Some(expected.1)), "{asked}");
    };
    check("2026-11", ("2026-12", 40.0));
    check("2026-12", ("2027-01", 60.0));
}

#[test]
fn what_was_not_promised_is_on_no_agenda() {
    let data = dataset(&[lead().at(Stage::Lead, "2026-01-01").at(Stage::Mql, "2026-01-02")], &[]);
    let check = |agreement: &Agreement, expected: &[KpiOf]| {
        let kpis = agenda(&report(&data, &[], agreement, &Zone::utc(), &Query::default()), agreement).kpis;
        assert_eq!(kpis.iter().map(|kpi| kpi.of).collect::<Vec<_>>(), expected);
    };
    check(&Agreement::default(), &[KpiOf::Goal { place: 0 }, KpiOf::LeadToCustomer]);
    let speed = Some(TimeTarget { share: 0.9, hours: 24.0, clock: handoff::agreement::Clock::Elapsed });
    let promised = Agreement { sales: SalesPromise { speed, ..SalesPromise::default() }, ..Agreement::default() };
    // Promised, and nobody knows when anybody was followed up: the report says what is missing.
    check(&promised, &[KpiOf::Goal { place: 0 }, KpiOf::LeadToCustomer]);
    let empty = agenda(&report(&dataset(&[], &[]), &[], &promised, &Zone::utc(), &Query::default()), &promised);
    assert!(empty.wins.is_empty() && empty.losses.is_empty() && empty.problems.breached.is_none() && empty.plans.campaigns.is_empty());
}

/// Every number of an agenda is the report's, and what a figure or a story opens is as long as its number.
fn check_numbers(imported: &Imported, agreement: &Agreement, query: &Query) -> (Report, Agenda) {
    let (data, zone) = (&imported.dataset, Zone::utc());
    let report = report(data, &imported.files, agreement, &zone, query);
    let found = agenda(&report, agreement);
    assert_eq!(agenda(&report, agreement), found, "the same of the same report");
    let listed = |of: &RecordsOf| records(data, agreement, &zone, query, of).rows.len() as u64;
    for kpi in &found.kpis {
        match (kpi.of, &kpi.actual) {
            (KpiOf::Goal { place }, Amount::Number(actual)) => {
                let goal = &report.goals[place];
                assert_eq!((Some(*actual), goal.goal.map(Amount::Number), goal.pace), (Some(goal.actual), kpi.goal.clone(), kpi.pace));
                assert_eq!(kpi.standing, goal.gap.map(|gap| if gap >= 0.0 { Standing::Met } else { Standing::Short }));
                assert_eq!(kpi.records.as_ref().map(listed), Some(goal.entries));
            }
            (KpiOf::InTime, Amount::Rate(rate)) => {
                assert_eq!(*rate, report.speed.as_ref().unwrap().compliance.unwrap().rate());
                assert_eq!(kpi.records.as_ref().map(listed), Some(rate.numerator));
            }
            (KpiOf::Recorded, Amount::Rate(rate)) => {
                assert_eq!(*rate, report.disposition.as_ref().unwrap().compliance.unwrap().rate());
                assert_eq!(kpi.records.as_ref().map(listed), Some(rate.numerator));
            }
            (KpiOf::AsAgreed, Amount::Rate(rate)) => {
                let kept = report.marketing_kept.as_ref().unwrap();
                assert_eq!((rate.numerator, rate.denominator), (kept.meets, kept.delivered));
                assert_eq!(kpi.records.as_ref().map(listed), Some(rate.numerator));
            }
            (KpiOf::LeadToCustomer, Amount::Rate(rate)) => assert_eq!(*rate, report.funnel.overall.rate),
            (KpiOf::WinRate, Amount::Rate(rate)) => assert_eq!(*rate, report.deals.as_ref().unwrap().win_rate),
            (KpiOf::Revenue { .. }, Amount::Money(actual)) => match &report.gap {
                Some(gap) => assert_eq!((actual, kpi.goal.as_ref()), (&gap.actual, Some(&Amount::Money(gap.goal.clone())))),
                None => assert_eq!(*actual, report.revenue.as_ref().unwrap().total),
            },
            (of, actual) => panic!("{of:?} is counted in {actual:?}"),
        }
    }
    for story in found.wins.iter().chain(&found.losses) {
        let open = story.records.as_ref().map(listed).unwrap();
        match &story.what {
            Told::Part { dimension, name, rate, rest } => {
                let breakdown = report.breakdowns.iter().find(|breakdown| breakdown.dimension == *dimension).unwrap();
                let part = breakdown.parts.iter().find(|part| part.value.as_ref() == Some(name)).unwrap();
                assert_eq!((*rate, open), (part.rate, part.leads));
                assert_eq!(rate.denominator + rest.denominator, report.leads);
            }
            Told::Promise { rate, .. } => assert_eq!(open, rate.numerator),
            Told::WonBack { won, .. } => assert_eq!(open, *won),
            Told::Reason { leads, .. } => assert_eq!(open, *leads),
            Told::Deal(_) => assert!(open > 0),
        }
    }
    let problems = &found.problems;
    assert_eq!(problems.turned_down, report.disqualification.total);
    for line in &problems.reasons {
        assert_eq!(listed(&RecordsOf::Reason { reason: line.reason.clone() }), line.share.numerator);
    }
    if let Some((leads, cells, unjudged)) = problems.responsibility {
        assert_eq!(leads, cells.targeting + cells.follow_up + cells.definition + cells.both + unjudged);
    }
    assert_eq!(problems.breached, report.due_totals.as_ref().map(|due| due.breached));
    assert_eq!(listed(&RecordsOf::Outcome { outcome: Outcome::Recycled }), found.plans.to_recycle);
    assert_eq!(listed(&RecordsOf::Outcome { outcome: Outcome::Unreachable }), found.plans.unreachable);
    (report, found)
}

#[test]
fn the_sample_company_has_something_to_talk_about() {
    let agreement = handoff::sample::agreement();
    let month = Query { period: PeriodChoice::LastMonth, ..Query::default() };
    let (_, all) = check_numbers(&SAMPLE, &agreement, &Query::default());
    let (report, last) = check_numbers(&SAMPLE, &agreement, &month);
    for rule in [Rule::LargestWin, Rule::QuickestWin, Rule::BestSource, Rule::BestCampaign, Rule::PromiseKept, Rule::WonBack] {
        assert!(all.wins.iter().any(|story| story.rule == rule), "{rule:?} of {:?}", rules(&all.wins));
    }
    assert!(all.losses.iter().any(|story| story.rule == Rule::LargestLoss));
    assert_eq!((last.plans.month.as_deref(), last.plans.goal), (Some("2026-10"), Some(500.0)));
    assert!(!last.plans.campaigns.is_empty() && last.plans.campaigns[0].cost.is_some() && !last.problems.leaks.is_empty());
    assert!(last.problems.breached.is_some() && last.problems.responsibility.is_some());
    assert!(last.problems.reasons.iter().all(|line| line.before.is_some()) && report.previous.is_some());
    let rate = |story: Option<&Story>| match story.map(|story| &story.what) {
        Some(Told::Promise { owner, rate, .. }) => (owner.clone(), *rate),
        other => panic!("{other:?}"),
    };
    let (owner, kept): (String, Rate) = rate(all.wins.iter().find(|story| story.rule == Rule::PromiseKept));
    assert!(owner == "Sofia Lindqvist" && kept.value().unwrap() >= 0.9);
}

#[test]
fn real_exports_make_an_agenda() {
    let Some(folder) = common::data() else { return };
    let read = |name: &str| std::fs::read(folder.join(name)).ok();
    let sets: [&[&str]; 2] =
        [&["olist/olist_marketing_qualified_leads_dataset.csv", "olist/olist_closed_deals_dataset.csv"], &["maven_crm/sales_pipeline.csv"]];
    for names in sets {
        let Some(files) = names.iter().map(|name| Some((*name, read(name)?))).collect::<Option<Vec<_>>>() else { continue };
        let imported = common::import(&files.iter().map(|(name, bytes)| (*name, &bytes[..])).collect::<Vec<_>>());
        let (_, agenda) = check_numbers(&imported, &Agreement::default(), &Query::default());
        assert!(!agenda.kpis.is_empty() && (!agenda.wins.is_empty() || !agenda.losses.is_empty()), "{names:?}");
    }
}
