//! What joins both promises, as tables of stories: leads against the agreement, whose move it is, what came back, goals by persona and
//! value, the monthly record and the biggest leak.

mod report_support;

use handoff::{
    agreement::{Agreement, Attribute, Clock, Condition, GoalUnit, Persona, SourceClass, Team, Test, TimeTarget, TouchPlan},
    leads::{Dataset, DealState, Dimension, Event, Stage},
    report::{Agreed, Blame, ChainInput, Compare, LeadsOf, LeakKind, Query, RecordsOf, Report, criteria_of, records, report},
    time::Zone,
};
use report_support::{Lead, dataset, deal, lead, moment};

use Event::{Disqualified, FirstFollowUp, Recycled};
use Stage::{Customer, Lead as New, Mql, Sal, Sql};

fn as_of(date: &str) -> Query {
    Query { as_of: Some(moment(date).0), compare: Compare::Nothing, ..Query::default() }
}

fn counted(data: &Dataset, agreement: &Agreement, query: &Query) -> Report {
    report(data, &[], agreement, &Zone::utc(), query)
}

/// IT companies with more than 50 people, known by their source; followed up within a day, and tried twice or reached.
fn agreed() -> Agreement {
    let of = |dimension, test| Condition { of: Attribute::Dimension(dimension), test };
    let mut agreement = Agreement::default();
    agreement.marketing.criteria =
        vec![of(Dimension::Industry, Test::OneOf(vec!["IT".into()])), of(Dimension::CompanySize, Test::AtLeast(50.0))];
    agreement.sales.speed = Some(TimeTarget { share: 0.9, hours: 24.0, clock: Clock::Elapsed });
    agreement.sales.touch_plan = Some(TouchPlan { calls: 1, voicemails: 0, emails: 1 });
    agreement
}

fn as_agreed() -> Lead {
    lead().at(Mql, "2024-05-01T09:00").with(Dimension::Industry, "it").with(Dimension::CompanySize, "51-200")
}

fn not_as_agreed() -> Lead {
    lead().at(Mql, "2024-05-01T09:00").with(Dimension::Industry, "Farming").with(Dimension::CompanySize, "51-200")
}

#[test]
fn each_criterion_that_fails_is_named() {
    let of = |industry: &str, size: &str| {
        lead().at(Mql, "2024-05-01").with(Dimension::Industry, industry).with(Dimension::CompanySize, size).with(Dimension::Source, "web")
    };
    let leads = [of("IT", "51-200"), of("Farming", "1-10"), of("", "51-200"), of("Farming", ""), lead().with(Dimension::Industry, "IT")];
    let (data, agreement, query) = (dataset(&leads, &[]), agreed(), Query::default());
    let kept = counted(&data, &agreement, &query).marketing_kept.unwrap();
    assert_eq!((kept.delivered, kept.meets, kept.fails, kept.unknown), (4, 1, 2, 1));
    let criteria: Vec<_> = kept.criteria.iter().map(|criterion| (criterion.failed, criterion.unknown)).collect();
    assert_eq!(criteria, [(2, 1), (1, 1)]);
    assert_eq!(kept.criteria[0].criterion.as_ref(), Some(&agreement.marketing.criteria[0]));
    assert_eq!((kept.by_source[0].value.as_deref(), kept.by_source[0].delivered, kept.by_source[0].meets), (Some("web"), 4, 1));
    let of_leads = criteria_of(&data, &agreement, &Zone::utc(), &query, &[0, 1, 3]);
    let named: Vec<_> = of_leads.iter().map(|lead| (lead.failed.as_slice(), lead.unknown.as_slice())).collect();
    assert_eq!(named, [(&[][..], &[][..]), (&[0, 1], &[]), (&[0], &[1])]);
    let unknown = RecordsOf::Agreed { agreed: Agreed::Unknown, criterion: None, part: LeadsOf::All };
    assert_eq!(records(&data, &agreement, &Zone::utc(), &query, &unknown).rows, [2]);
    assert_eq!(counted(&data, &Agreement::default(), &query).marketing_kept, None);
}

#[test]
fn whose_move_it_is() {
    use Blame::{Both, Definition, FollowUp, Targeting};
    let helper = lead().at(Sql, "2024-05-01T09:00").event(FirstFollowUp, "2024-05-01T09:00").contacted(true).tried(1);
    let check = |lead: Lead, expected: Option<Option<Blame>>| {
        let name = format!("{lead:?}");
        let data = dataset(&[lead, helper.clone()], &[]);
        let (agreement, query) = (agreed(), as_of("2024-05-10T12:00"));
        let cells = Blame::ALL.into_iter().map(Some).chain([None]);
        let found = cells.into_iter().find(|cell| {
            let of = RecordsOf::Responsibility { cell: *cell, part: LeadsOf::All };
            records(&data, &agreement, &Zone::utc(), &query, &of).rows.contains(&0)
        });
        assert_eq!(found, expected, "{name}");
    };
    let fast = |lead: Lead| lead.event(FirstFollowUp, "2024-05-01T10:00");
    let slow = |lead: Lead| lead.event(FirstFollowUp, "2024-05-03T10:00");
    let lost = |lead: Lead| lead.event(Disqualified, "2024-05-08T09:00");
    check(lost(fast(not_as_agreed()).tried(2)), Some(Some(Targeting)));
    check(lost(fast(not_as_agreed()).contacted(true)), Some(Some(Targeting)));
    check(lost(slow(as_agreed()).tried(2)), Some(Some(FollowUp)));
    check(lost(fast(as_agreed()).tried(1)), Some(Some(FollowUp)));
    check(lost(as_agreed().tried(0)), Some(Some(FollowUp)));
    check(lost(fast(as_agreed()).tried(2)), Some(Some(Definition)));
    check(lost(slow(as_agreed()).contacted(true)), Some(Some(FollowUp)));
    check(lost(slow(not_as_agreed()).tried(2)), Some(Some(Both)));
    // Sent back, and unreachable, are not SQLs either.
    check(fast(as_agreed()).tried(2).event(Recycled, "2024-05-08T09:00"), Some(Some(Definition)));
    check(fast(as_agreed()).tried(2).contacted(false), Some(Some(Definition)));
    // In flight is not lost, unless nobody has picked it up in time.
    check(fast(as_agreed()).tried(1), None);
    check(slow(as_agreed()).tried(1), None);
    check(as_agreed().tried(0), Some(Some(FollowUp)));
    check(not_as_agreed().tried(0), Some(Some(Both)));
    check(lead().at(Mql, "2024-05-10T09:00").with(Dimension::Industry, "IT").tried(0), None);
    // An SQL, accepted or lost later, is no case; a lead without the data of a criterion does not meet it.
    check(lost(slow(as_agreed()).at(Sql, "2024-05-04T09:00")), None);
    check(slow(as_agreed()).at(Sal, "2024-05-04T09:00").event(Disqualified, "2024-05-08T09:00").tried(2), Some(Some(FollowUp)));
    check(lost(fast(lead().at(Mql, "2024-05-01T09:00").with(Dimension::Industry, "IT")).tried(2)), Some(Some(Targeting)));
    // Only days are known: then depth alone decides, and a blank number of attempts is none.
    let of_days = || lost(lead().at(Mql, "2024-05-01").with(Dimension::Industry, "IT").with(Dimension::CompanySize, "99"));
    check(of_days(), Some(Some(FollowUp)));
    check(of_days().tried(2), Some(Some(Definition)));
    // Without a plan nothing is left to judge by.
    let mut agreement = agreed();
    agreement.sales.touch_plan = None;
    let report = counted(&dataset(&[of_days(), helper.clone()], &[]), &agreement, &as_of("2024-05-10T12:00"));
    let table = report.disqualification.responsibility.unwrap();
    assert_eq!((table.leads, table.unjudged), (1, 1));
}

#[test]
fn what_came_back() {
    let back = |lead: Lead| lead.at(New, "2024-01-01").at(Mql, "2024-01-05").event(Recycled, "2024-02-01");
    let leads = [
        back(lead()),
        back(lead()).at(Sql, "2024-02-11").at(Customer, "2024-03-02"),
        back(lead()).at(Sal, "2024-02-03"),
        back(lead()).at(Sal, "2024-01-20").at(Customer, "2024-02-01"), // the same day: nobody knows which came first
        lead().at(New, "2024-01-01"),
    ];
    let recycle = counted(&dataset(&leads, &[]), &Agreement::default(), &Query::default()).recycle.unwrap();
    assert_eq!((recycle.sent_back, recycle.requalified, recycle.won), (4, 2, 1));
    assert_eq!((recycle.days_to_requalify.median, recycle.days_to_win.median), (Some(6.0), Some(30.0)));
    assert_eq!(counted(&dataset(&leads[4..], &[]), &Agreement::default(), &Query::default()).recycle, None);
}

#[test]
fn reference_example_3_by_the_public_door() {
    let mut leads: Vec<Lead> = (0..120).map(|lead_number| lead().at(Mql, &format!("2024-05-{:02}", 1 + lead_number % 10))).collect();
    leads.push(lead().at(Mql, "2024-04-30"));
    let mut agreement = Agreement::default();
    agreement.goal.monthly = Some(500.0);
    let goals = counted(&dataset(&leads, &[]), &agreement, &as_of("2024-05-10T12:00")).goals;
    let goal = &goals[0];
    let close = |got: Option<f64>, expected: f64| assert!((got.unwrap() - expected).abs() < 1e-9, "{got:?} is not {expected}");
    assert_eq!((goals.len(), goal.entries, goal.actual, goal.unit), (1, 120, 120.0, GoalUnit::Count));
    close(goal.days[9].goal, 5000.0 / 31.0);
    close(goal.gap, 120.0 - 5000.0 / 31.0);
    close(goal.pace, 372.0);
    close(goal.needed_per_day, 380.0 / 21.0);
}

#[test]
fn goals_by_value_and_by_persona() {
    let of = |persona: &str, at: &str| lead().at(Mql, at).with(Dimension::Persona, persona);
    let leads =
        [of("CEO", "2024-05-01"), of("CEO", "2024-05-02"), of("Manager", "2024-05-02"), of("", "2024-05-03"), of("CEO", "2024-04-30")];
    let mut agreement = Agreement::default();
    let persona = |name: &str, value| Persona { name: name.into(), conditions: Vec::new(), lead_value: value };
    agreement.personas = vec![persona("CEO", Some(100.0)), persona("Manager", Some(40.0))];
    agreement.goal.monthly = Some(620.0);
    agreement.goal.floor = Some(500.0);
    agreement.goal.unit = GoalUnit::Value;
    agreement.goal.by_persona = [("CEO".to_owned(), 310.0), ("Student".to_owned(), 31.0)].into();
    let goals = counted(&dataset(&leads, &[]), &agreement, &as_of("2024-05-03T12:00")).goals;
    let seen: Vec<_> = goals.iter().map(|goal| (goal.persona.as_deref(), goal.entries, goal.actual, goal.gap.unwrap())).collect();
    assert_eq!(seen, [(None, 4, 240.0, 180.0), (Some("CEO"), 2, 200.0, 170.0), (Some("Student"), 0, 0.0, -3.0)]);
    assert_eq!((goals[0].floor, goals[0].days[1].actual), (Some(500.0), Some(240.0)));
    let of_ceo = RecordsOf::GoalMonth { persona: Some("CEO".into()) };
    assert_eq!(records(&dataset(&leads, &[]), &agreement, &Zone::utc(), &as_of("2024-05-03T12:00"), &of_ceo).rows, [0, 1]);
}

#[test]
fn the_monthly_record_and_its_drift() {
    let of = |source: &str, at: &str| lead().at(New, at).with(Dimension::Source, source);
    let mut leads: Vec<Lead> = (0..60).map(|_| of("web", "2024-01-10")).collect();
    leads.extend([of("web", "2024-01-10").at(Customer, "2024-01-20"), of("web", "2024-02-10").at(Customer, "2024-02-20")]);
    leads.extend([of("cold", "2024-01-10").at(Customer, "2024-01-30"), of("web", "2024-03-30")]);
    let won = |lead: usize, at: &str, worth| deal(DealState::Won).of(lead).closed(at).worth(worth);
    let deals = [won(60, "2024-01-20", 100_000), won(61, "2024-02-20", 300_000), won(62, "2024-01-30", 300_000)];
    let data = dataset(&leads, &deals);
    let mut agreement = Agreement::default();
    assert_eq!(counted(&data, &agreement, &Query::default()).monthly_record, None);
    agreement.source_classes = [("web".to_owned(), SourceClass::Marketing), ("cold".to_owned(), SourceClass::Sales)].into();
    agreement.goal_chain.average_deal = Some(1_900.0);
    agreement.goal_chain.marketing_share = Some(0.9);
    agreement.goal_chain.lead_to_customer_rate = Some(0.4);
    let record = counted(&data, &agreement, &as_of("2024-03-31T12:00")).monthly_record.unwrap();
    let months: Vec<_> =
        record.months.iter().map(|month| (month.month.as_str(), month.marketing_leads, month.customers, month.mature)).collect();
    assert_eq!(months, [("2024-01", 61, 1, true), ("2024-02", 1, 1, true), ("2024-03", 1, 0, false)]);
    let january = &record.months[0];
    assert_eq!(january.revenue.as_ref().map(|money| money.minor), Some(100_000));
    assert_eq!((january.won_revenue.as_ref().unwrap().minor, january.marketing_share), (400_000, Some(0.25)));
    assert_eq!((january.cycle_days.median, january.average_deal.as_ref().unwrap().minor), (Some(10.0), 100_000));
    let drift: Vec<_> = record.drift.iter().map(|drift| (drift.input, drift.drifted)).collect();
    let expected = [(ChainInput::MarketingShare, true), (ChainInput::AverageDeal, false), (ChainInput::LeadToCustomerRate, true)];
    assert_eq!(drift, expected);
    let [share, average, rate] = [&record.drift[0], &record.drift[1], &record.drift[2]];
    assert_eq!((share.measured, average.measured, rate.measured), (4.0 / 7.0, 2_000.0, 2.0 / 62.0));
    assert!(rate.interval.unwrap().1 < 0.4);
}

#[test]
fn the_biggest_leak_first() {
    use LeakKind::{Depth, GoalShort, NoReason, Quality, Speed};
    let lost = |lead: Lead| lead.event(Disqualified, "2024-05-08T09:00");
    let fast = |lead: Lead| lead.event(FirstFollowUp, "2024-05-01T10:00").contacted(true).with(Dimension::Reason, "No need");
    let mut leads = vec![lost(fast(not_as_agreed())); 3];
    leads.extend(vec![lost(as_agreed().tried(0)); 2]);
    leads.extend(vec![fast(as_agreed()); 5]);
    let mut agreement = agreed();
    let biggest = |agreement: &Agreement| {
        let report = counted(&dataset(&leads, &[]), agreement, &as_of("2024-05-10T12:00"));
        report.leaks.into_iter().map(|leak| (leak.kind, leak.team, leak.leads, leak.of)).collect::<Vec<_>>()
    };
    let (marketing, sales) = (Team::Marketing, Team::Sales);
    assert_eq!(biggest(&agreement), [(Quality, marketing, 3, 10), (Speed, sales, 2, 10), (Depth, sales, 2, 2), (NoReason, sales, 2, 5)]);
    // Kept often enough, a promise of time leaks nothing; a goal is short by whole leads.
    agreement.sales.speed = Some(TimeTarget { share: 0.8, hours: 24.0, clock: Clock::Elapsed });
    agreement.goal.monthly = Some(62.0);
    assert_eq!(biggest(&agreement)[..2], [(GoalShort, marketing, 10, 20), (Quality, marketing, 3, 10)]);
    assert!(biggest(&agreement).iter().all(|leak| leak.0 != Speed));
    assert_eq!(biggest(&Agreement::default()), [(NoReason, sales, 2, 5)]);
}
