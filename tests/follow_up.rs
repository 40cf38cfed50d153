//! Speed, outcome, depth and what is due, as tables of stories: the reference examples of the definitions first.

mod report_support;

use handoff::{
    agreement::{Agreement, Capacity, Clock, TimeTarget, TouchPlan},
    leads::{ActivityKind, Dataset, Dimension, Event, Stage},
    report::{
        Compare, Compliance, FollowUpOf, KnownLeads, LeadsOf, Outcome, PeriodChoice, Query, RecordsOf, Report, SpeedBand, Verdict,
        lead_clock, outcomes_of, records, report,
    },
    time::{Grain, TimeOfDay, Window, Zone},
};
use report_support::{Activity, Lead, activity, dataset, day, lead, moment, with_activities};

use ActivityKind::{Call, Email, Meeting, PageView, Task, Voicemail};
use Event::{Delivered, Disqualified, FirstFollowUp};
use Stage::{Lead as New, Mql, Sal, Sql};

fn promise(hours: f64, clock: Clock) -> Agreement {
    let mut agreement = Agreement::default();
    agreement.sales.speed = Some(TimeTarget { share: 0.9, hours, clock });
    agreement
}

fn planned(calls: u16, voicemails: u16, emails: u16) -> Agreement {
    let mut agreement = promise(24.0, Clock::Elapsed);
    agreement.sales.touch_plan = Some(TouchPlan { calls, voicemails, emails });
    agreement
}

fn as_of(date: &str) -> Query {
    Query { as_of: Some(moment(date).0), compare: Compare::Nothing, ..Query::default() }
}

fn counted(data: &Dataset, agreement: &Agreement, query: &Query) -> Report {
    report(data, &[], agreement, &Zone::utc(), query)
}

fn rows(data: &Dataset, agreement: &Agreement, query: &Query, of: FollowUpOf) -> Vec<u32> {
    records(data, agreement, &Zone::utc(), query, &RecordsOf::FollowUp { of, part: LeadsOf::All }).rows
}

#[test]
fn reference_example_5() {
    // 2024-05-03 is a Friday.
    let leads = [lead().at(Mql, "2024-05-03T16:30").event(FirstFollowUp, "2024-05-06T09:20")];
    let speed = counted(&dataset(&leads, &[]), &promise(1.0, Clock::Business), &Query::default()).speed.unwrap();
    assert_eq!(speed.minutes.median, Some(64.0 * 60.0 + 50.0));
    assert_eq!(speed.business_minutes.median, Some(50.0));
    assert_eq!(speed.compliance, Some(Compliance { met: 1, breached: 0, pending: 0 }));
    // A week from Saturday to Wednesday with a half day on Thursday: 16:30 on a Friday opens on Saturday at nine.
    let mut agreement = promise(1.0, Clock::Business);
    agreement.workspace.working_days = vec![6, 7, 1, 2, 3, 4];
    let time = |hour| TimeOfDay::new(hour, 0).unwrap();
    agreement.workspace.working_hours.weekdays.insert(4, vec![Window { from: time(9), to: time(13) }]);
    let speed = counted(&dataset(&leads, &[]), &agreement, &Query::default()).speed.unwrap();
    assert_eq!(speed.business_minutes.median, Some(2.0 * 8.0 * 60.0 + 20.0));
    assert_eq!(speed.compliance, Some(Compliance { met: 0, breached: 1, pending: 0 }));
}

#[test]
fn reference_example_6() {
    let delivered = |at| lead().at(Mql, at);
    let mut leads = vec![delivered("2024-05-01T08:00").event(FirstFollowUp, "2024-05-01T20:00"); 6];
    leads.push(delivered("2024-05-01T08:00").event(FirstFollowUp, "2024-05-02T09:00"));
    leads.push(delivered("2024-05-09T06:00"));
    leads.extend(vec![delivered("2024-05-10T09:00"); 2]);
    let (data, agreement, query) = (dataset(&leads, &[]), promise(24.0, Clock::Elapsed), as_of("2024-05-10T12:00"));
    let speed = counted(&data, &agreement, &query).speed.unwrap();
    let compliance = speed.compliance.unwrap();
    assert_eq!(compliance, Compliance { met: 6, breached: 2, pending: 2 });
    assert_eq!(compliance.rate().value(), Some(0.75));
    assert_eq!((speed.delivered, speed.followed_up, speed.never), (10, 7, 3));
    assert_eq!(rows(&data, &agreement, &query, FollowUpOf::Speed { verdict: Verdict::Breached }), [6, 7]);
    assert_eq!(rows(&data, &agreement, &query, FollowUpOf::Speed { verdict: Verdict::Pending }), [8, 9]);
    let what_if = |hours: f64| speed.what_if.iter().find(|at| (at.hours - hours).abs() < 1e-9).unwrap().compliance;
    assert_eq!(what_if(8.0), Compliance { met: 0, breached: 8, pending: 2 });
    assert_eq!(what_if(48.0), Compliance { met: 7, breached: 0, pending: 3 });
}

/// What one lead comes to, with a target of an elapsed hour: band, verdict, attempts by channel, contacted. Seen on 10 May at noon.
#[derive(Debug, PartialEq, Eq)]
struct Story {
    band: Option<SpeedBand>,
    verdict: Option<Verdict>,
    attempts: usize,
    contacted: bool,
}

fn told(lead: Lead, activities: Vec<Activity>) -> Story {
    // Helpers in the background make every column known.
    let helpers = [report_support::lead()
        .at(New, "2024-04-01T08:00")
        .at(Mql, "2024-04-01T09:00")
        .event(FirstFollowUp, "2024-04-01T10:00")
        .contacted(true)];
    let data = with_activities(dataset(&[vec![lead], helpers.to_vec()].concat(), &[]), &activities);
    let (agreement, query) = (promise(1.0, Clock::Elapsed), as_of("2024-05-10T12:00"));
    let holds = |of| rows(&data, &agreement, &query, of).contains(&0);
    Story {
        band: SpeedBand::ALL.into_iter().find(|band| holds(FollowUpOf::Band { clock: Clock::Elapsed, band: *band })),
        verdict: [Verdict::Met, Verdict::Breached, Verdict::Pending]
            .into_iter()
            .find(|verdict| holds(FollowUpOf::Speed { verdict: *verdict })),
        attempts: (0..=12).find(|bar| holds(FollowUpOf::Tried { bar: *bar })).unwrap_or(99) as usize,
        contacted: holds(FollowUpOf::Contacted),
    }
}

#[test]
fn follow_ups() {
    use SpeedBand::{Longer, Never, UpTo4Hours, UpTo5Minutes, UpTo24Hours, UpTo30Minutes, UpTo60Minutes};
    use Verdict::{Breached, Met, Pending};
    let delivered = || lead().at(New, "2024-05-01T08:00").at(Mql, "2024-05-01T09:00");
    let check = |lead: Lead, activities: Vec<Activity>, band, verdict, attempts, contacted| {
        let name = format!("{lead:?} {activities:?}");
        assert_eq!(told(lead, activities), Story { band, verdict, attempts, contacted }, "{name}");
    };
    let followed = |at: &str| delivered().event(FirstFollowUp, at).tried(1);
    check(followed("2024-05-01T09:05"), vec![], Some(UpTo5Minutes), Some(Met), 1, false);
    check(followed("2024-05-01T09:06"), vec![], Some(UpTo30Minutes), Some(Met), 1, false);
    check(followed("2024-05-01T10:00"), vec![], Some(UpTo60Minutes), Some(Met), 1, false);
    check(followed("2024-05-01T10:01"), vec![], Some(UpTo4Hours), Some(Breached), 1, false);
    check(followed("2024-05-01T23:00"), vec![], Some(UpTo24Hours), Some(Breached), 1, false);
    check(followed("2024-05-02T09:01"), vec![], Some(Longer), Some(Breached), 1, false);
    // Before it was delivered: at once. After the as-of: not yet, and the column of attempts speaks of a later day.
    check(followed("2024-05-01T08:50"), vec![], Some(UpTo5Minutes), Some(Met), 1, false);
    check(followed("2024-05-11T09:00"), vec![], Some(Never), Some(Breached), 99, false);
    // The handover counts, not the qualification, where it has a date.
    check(followed("2024-05-01T10:30").event(Delivered, "2024-05-01T10:00"), vec![], Some(UpTo30Minutes), Some(Met), 1, false);
    check(delivered().tried(0), vec![], Some(Never), Some(Breached), 0, false);
    check(lead().at(Mql, "2024-05-10T11:00").tried(0), vec![], Some(Never), Some(Pending), 0, false);
    check(lead().at(Mql, "2024-05-10T10:59").tried(0), vec![], Some(Never), Some(Breached), 0, false);
    // Days have no minutes; attempts without a date are a follow-up at an unknown time.
    check(followed("2024-05-02"), vec![], None, None, 1, false);
    check(lead().at(Mql, "2024-05-01").event(FirstFollowUp, "2024-05-01T10:00").tried(1), vec![], None, None, 1, false);
    check(lead().at(Mql, "2024-05-01").tried(0), vec![], None, None, 0, false);
    check(delivered().tried(3), vec![], None, None, 3, false);
    check(delivered().contacted(true), vec![], None, None, 99, true);
    // Not delivered at all: in no figure. An implied MQL is no delivery.
    check(lead().at(New, "2024-05-01T08:00").event(FirstFollowUp, "2024-05-01T09:00"), vec![], None, None, 99, false);
    check(lead().at(Sal, "2024-05-01T08:00").event(FirstFollowUp, "2024-05-01T09:00"), vec![], None, None, 99, false);

    let at = |kind, time: &str| activity(0, kind, &format!("2024-05-01T{time}"));
    check(delivered(), vec![at(Call, "09:10")], Some(UpTo30Minutes), Some(Met), 1, false);
    check(delivered(), vec![at(Call, "09:50"), at(Email, "09:10"), at(Voicemail, "11:00")], Some(UpTo30Minutes), Some(Met), 3, false);
    check(followed("2024-05-01T09:03"), vec![at(Call, "09:10")], Some(UpTo5Minutes), Some(Met), 1, false);
    // Same day: a time of day is better than a date; another day: the earlier one.
    check(followed("2024-05-01"), vec![at(Call, "09:10")], Some(UpTo30Minutes), Some(Met), 1, false);
    check(followed("2024-04-30"), vec![at(Call, "09:10")], None, None, 1, false);
    check(followed("2024-05-02"), vec![at(Call, "09:10")], Some(UpTo30Minutes), Some(Met), 1, false);
    // What the lead does, tasks, plans, machines and the day before yesterday are no follow-ups.
    check(delivered(), vec![at(PageView, "09:10"), at(Call, "11:00")], Some(UpTo4Hours), Some(Breached), 1, false);
    check(delivered(), vec![at(Task, "09:10"), at(Call, "11:00")], Some(UpTo4Hours), Some(Breached), 1, false);
    check(delivered(), vec![at(Call, "09:10").planned(), at(Call, "11:00")], Some(UpTo4Hours), Some(Breached), 1, false);
    check(delivered(), vec![at(Email, "09:10").named("Automated Email"), at(Call, "11:00")], Some(UpTo4Hours), Some(Breached), 1, false);
    check(delivered(), vec![at(Email, "09:10").about("Welcome SEQUENCE 1"), at(Call, "11:00")], Some(UpTo4Hours), Some(Breached), 1, false);
    check(delivered(), vec![activity(0, Call, "2024-04-29T10:00"), at(Call, "11:00")], Some(UpTo4Hours), Some(Breached), 1, false);
    // An answer is a contact and no attempt; a meeting is both contact and follow-up, unless nobody came.
    check(delivered(), vec![at(Email, "09:10").direction("INCOMING_EMAIL"), at(Call, "11:00")], Some(UpTo4Hours), Some(Breached), 99, true);
    check(delivered(), vec![at(Call, "09:10").direction("Outbound")], Some(UpTo30Minutes), Some(Met), 1, false);
    check(delivered(), vec![at(Call, "09:10").ended("Connected")], Some(UpTo30Minutes), Some(Met), 99, true);
    check(delivered(), vec![at(Call, "09:10").ended("No answer")], Some(UpTo30Minutes), Some(Met), 1, false);
    check(delivered(), vec![at(Call, "09:05"), at(Meeting, "09:30")], Some(UpTo5Minutes), Some(Met), 99, true);
    check(delivered(), vec![at(Call, "09:05"), at(Meeting, "09:30").ended("No show")], Some(UpTo5Minutes), Some(Met), 1, false);
}

#[test]
fn the_agreement_says_what_counts_as_a_touch() {
    let leads = [lead().at(Mql, "2024-05-01T09:00")];
    let data = with_activities(dataset(&leads, &[]), &[activity(0, Email, "2024-05-01T09:10"), activity(0, Task, "2024-05-01T09:20")]);
    let check = |touches: &[ActivityKind], words: &[&str], expected: Option<f64>| {
        let mut agreement = promise(1.0, Clock::Elapsed);
        agreement.sales.touches = touches.to_vec();
        agreement.sales.automatic_words = words.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(counted(&data, &agreement, &Query::default()).speed.and_then(|speed| speed.minutes.median), expected, "{touches:?}");
    };
    check(&[Email], &[], Some(10.0));
    check(&[Task], &[], Some(20.0));
    check(&[Call], &[], None);
}

#[test]
fn an_outcome_is_recorded_by_accepting_or_by_a_reason() {
    let check = |lead: Lead, expected: Option<Verdict>, recorded: bool| {
        let name = format!("{lead:?}");
        let helper = report_support::lead().at(Mql, "2024-01-01").with(Dimension::Reason, "No budget");
        let data = dataset(&[lead, helper], &[]);
        let mut agreement = Agreement::default();
        agreement.sales.disposition = Some(TimeTarget { share: 0.8, hours: 48.0, clock: Clock::Elapsed });
        let query = as_of("2024-05-10T12:00");
        let holds = |of| rows(&data, &agreement, &query, of).contains(&0);
        let verdicts = [Verdict::Met, Verdict::Breached, Verdict::Pending];
        assert_eq!(verdicts.into_iter().find(|verdict| holds(FollowUpOf::Disposition { verdict: *verdict })), expected, "{name}");
        assert_eq!(holds(FollowUpOf::Recorded), recorded, "{name}");
    };
    let delivered = || lead().at(Mql, "2024-05-01T09:00");
    let why = |lead: Lead| lead.with(Dimension::Reason, "No need");
    check(delivered().at(Sal, "2024-05-02T09:00"), Some(Verdict::Met), true);
    check(delivered().at(Sql, "2024-05-03T09:01"), Some(Verdict::Breached), true);
    check(why(delivered().event(Disqualified, "2024-05-02T09:00")), Some(Verdict::Met), true);
    check(delivered().event(Disqualified, "2024-05-02T09:00"), Some(Verdict::Breached), false);
    check(why(delivered().event(Event::Recycled, "2024-05-02T09:00")), Some(Verdict::Met), true);
    check(why(delivered().event(Disqualified, "2024-05-02")), None, true);
    check(delivered(), Some(Verdict::Breached), false);
    check(lead().at(Mql, "2024-05-09T09:00"), Some(Verdict::Pending), false);
    check(delivered().status(handoff::leads::Status::Sql), None, true);
    check(why(delivered().status(handoff::leads::Status::Disqualified)), None, true);
    check(delivered().status(handoff::leads::Status::Disqualified), Some(Verdict::Breached), false);
}

#[test]
fn depth_counts_only_who_was_never_reached() {
    let tried = |attempts| lead().at(Mql, "2024-05-01T09:00").tried(attempts).contacted(false);
    let leads = [
        tried(0),
        tried(2),
        tried(2).event(Disqualified, "2024-05-05T09:00"),
        tried(3),
        tried(4).event(Disqualified, "2024-05-05T09:00"),
        tried(5).at(Sql, "2024-05-06T09:00"),
        tried(9).contacted(true),
    ];
    let (data, agreement, query) = (dataset(&leads, &[]), planned(1, 1, 1), as_of("2024-05-10T12:00"));
    let report = counted(&data, &agreement, &query);
    let depth = report.depth.unwrap();
    assert_eq!((depth.uncontacted, depth.contacted, depth.unknown), (6, 1, 0));
    assert_eq!((depth.attempts_mean, depth.by_channel), (Some(16.0 / 6.0), None));
    assert_eq!(depth.histogram, [1, 0, 2, 3]);
    assert_eq!((depth.unreachable, depth.given_up_early), (3, 1));
    // The plan is used up by three of them: one is closed, one is an SQL; the open one is unreachable.
    assert_eq!((report.outcomes.unreachable, report.outcomes.open, report.outcomes.disqualified), (1, 4, 2));
    assert_eq!(outcomes_of(&data, &agreement, &Zone::utc(), &query, &[3], &KnownLeads::new()), [Outcome::Unreachable]);
    // Without a plan nobody is.
    assert_eq!(counted(&data, &promise(24.0, Clock::Elapsed), &query).outcomes.unreachable, 0);
}

#[test]
fn does_trying_again_pay() {
    let mql = || lead().at(Mql, "2024-05-01T09:00");
    let leads = [mql(), mql(), mql(), mql()];
    let call = |lead, time: &str| activity(lead, Call, &format!("2024-05-01T{time}"));
    let data = with_activities(
        dataset(&leads, &[]),
        &[
            call(0, "09:04").ended("Connected"),
            call(0, "15:00"),
            call(1, "09:20"),
            call(1, "10:00").ended("Connected"),
            call(2, "09:20"),
            call(2, "10:00"),
            call(2, "11:00"),
        ],
    );
    let query = as_of("2024-05-10T12:00");
    let rates = counted(&data, &promise(1.0, Clock::Elapsed), &query).contact_rates.unwrap();
    let by_attempt: Vec<_> = rates.by_attempt.iter().map(|by| (by.attempt, by.rate.numerator, by.rate.denominator)).collect();
    assert_eq!(by_attempt, [(1, 1, 3), (2, 1, 2), (3, 0, 1)]);
    let by_speed: Vec<_> = rates.by_speed.iter().map(|by| (by.rate.numerator, by.rate.denominator)).collect();
    assert_eq!(by_speed, [(1, 1), (1, 2), (0, 0), (0, 0), (0, 0), (0, 0), (0, 1)]);
}

#[test]
fn capacity_is_minutes_against_minutes() {
    let of = |owner: &str| lead().at(Mql, "2024-05-06T09:00").with(Dimension::Owner, owner);
    let data = dataset(&[of("Ann"), of("Ann"), of("Bob"), of("")], &[]);
    let mut agreement = planned(4, 3, 3);
    agreement.sales.capacity =
        Capacity { minutes_per_attempt: Some(6.0), minutes_per_day: Some(30.0), by_owner: [("Bob".to_owned(), 90.0)].into() };
    // Monday to Friday, of which Thursday is a holiday.
    let mut query = as_of("2024-05-20T12:00");
    query.period = PeriodChoice::Custom { from: day("2024-05-06"), to: day("2024-05-11") };
    agreement.workspace.working_hours.holidays.push(handoff::agreement::Holiday { date: "2024-05-09".into(), ..Default::default() });
    let capacity = counted(&data, &agreement, &query).capacity.unwrap();
    assert_eq!(capacity.working_days, 4);
    let whole = &capacity.whole;
    assert_eq!((whole.delivered, whole.needed_minutes, whole.available_minutes), (4, Some(240.0), 120.0 + 360.0));
    assert_eq!((whole.utilisation, whole.sustainable_attempts), (Some(0.5), Some(20.0)));
    let by_owner: Vec<_> = capacity.by_owner.iter().map(|part| (part.owner.as_deref(), part.available_minutes, part.utilisation)).collect();
    assert_eq!(by_owner, [(Some("Ann"), 120.0, Some(1.0)), (Some("Bob"), 360.0, Some(60.0 / 360.0)), (None, 0.0, None)]);
    agreement.sales.capacity.minutes_per_attempt = None;
    assert_eq!(counted(&data, &agreement, &query).capacity, None);
}

#[test]
fn what_is_due_and_what_is_over() {
    let of = |owner: &str, at: &str| lead().at(New, at).at(Mql, at).with(Dimension::Owner, owner);
    let leads = [
        of("Ann", "2024-05-10T10:00"), // a Friday; due after 8 business hours, on Monday at 10:00
        of("Ann", "2024-05-09T16:00"), // due on Friday at 16:00
        of("Bob", "2024-05-08T10:00"), // was due on Thursday at 10:00
        of("Bob", "2024-05-07T10:00").event(Disqualified, "2024-05-10T09:00"), // closed: nobody calls it
        of("Bob", "2024-05-06T10:00"),
        of("Bob", "2024-05-06T10:00").event(FirstFollowUp, "2024-05-06T10:10"),
    ];
    let (data, agreement, query) = (dataset(&leads, &[]), promise(8.0, Clock::Business), as_of("2024-05-10T12:00"));
    let report = counted(&data, &agreement, &query);
    let listed: Vec<_> =
        report.due.iter().map(|due| (due.lead, due.due.as_deref().unwrap(), due.business_minutes_left, due.minutes_left)).collect();
    assert_eq!(
        listed,
        [
            (1, "2024-05-10T16:00:00Z", 240.0, 240.0),
            (0, "2024-05-13T10:00:00Z", 360.0, 70.0 * 60.0),
            (2, "2024-05-09T10:00:00Z", -600.0, -26.0 * 60.0),
            (4, "2024-05-07T10:00:00Z", -26.0 * 60.0, -74.0 * 60.0),
        ]
    );
    let totals = report.due_totals.unwrap();
    assert_eq!((totals.pending, totals.breached, totals.by_owner[0].owner.as_deref(), totals.by_owner[0].breached), (2, 2, Some("Bob"), 2));
    assert_eq!(rows(&data, &agreement, &query, FollowUpOf::Due { verdict: Verdict::Breached }), [2, 4]);
}

#[test]
fn over_time_and_by_part_the_parts_are_the_whole() {
    let of = |owner: &str, at: &str| lead().at(Mql, at).event(FirstFollowUp, at).with(Dimension::Owner, owner);
    let leads = [of("Ann", "2024-05-01T09:00"), of("Ann", "2024-05-03T09:00"), of("", "2024-06-12T09:00")];
    let (data, agreement, query) = (dataset(&leads, &[]), promise(8.0, Clock::Business), Query::default());
    let speed = counted(&data, &agreement, &query).speed.unwrap();
    let points = |grain| {
        let parts = &speed.over_time.iter().find(|line| line.grain == grain).unwrap().parts;
        parts.iter().map(|part| (part.value.as_deref().unwrap(), part.delivered)).collect::<Vec<_>>()
    };
    assert_eq!(points(Grain::Month), [("2024-05-01", 2), ("2024-06-01", 1)]);
    assert_eq!(points(Grain::Week).len(), 7);
    assert_eq!(points(Grain::Day).len(), 43);
    assert_eq!(points(Grain::Day)[2], ("2024-05-03", 1));
    let owners: Vec<_> = speed.by_owner.iter().map(|part| (part.value.as_deref(), part.delivered)).collect();
    assert_eq!(owners, [(Some("Ann"), 2), (None, 1)]);
    let part = LeadsOf::Days { from: day("2024-05-03"), to: day("2024-05-04") };
    let of = RecordsOf::FollowUp { of: FollowUpOf::Delivered, part };
    assert_eq!(records(&data, &agreement, &Zone::utc(), &query, &of).rows, [1]);
}

#[test]
fn one_lead_on_the_clock() {
    let leads = [lead().at(Mql, "2024-05-03T16:30").event(FirstFollowUp, "2024-05-06T09:20")];
    let (data, agreement) = (dataset(&leads, &[]), promise(1.0, Clock::Business));
    let clock = lead_clock(&data, &agreement, &Zone::utc(), &Query::default(), 0).unwrap();
    assert_eq!((clock.elapsed_seconds, clock.business_seconds, clock.verdict), (64 * 3600 + 3000, 3000, Some(Verdict::Met)));
    assert_eq!(clock.due, Some(moment("2024-05-06T09:30").0));
    let spans: Vec<_> = clock.spans.iter().map(|span| (span.from, span.to, span.counted)).collect();
    let at = |text: &str| moment(text).0;
    assert_eq!(
        spans,
        [
            (at("2024-05-03T16:30"), at("2024-05-03T17:00"), true),
            (at("2024-05-03T17:00"), at("2024-05-04T00:00"), false),
            (at("2024-05-04T00:00"), at("2024-05-05T00:00"), false),
            (at("2024-05-05T00:00"), at("2024-05-06T00:00"), false),
            (at("2024-05-06T00:00"), at("2024-05-06T09:00"), false),
            (at("2024-05-06T09:00"), at("2024-05-06T09:20"), true),
        ]
    );
    assert_eq!(clock.spans[0].day, day("2024-05-03"));
    assert_eq!(lead_clock(&data, &agreement, &Zone::utc(), &Query::default(), 7), None);
}

#[test]
fn system_and_human_spans_are_apart() {
    let leads = [
        lead().at(New, "2024-05-01T08:00").event(Delivered, "2024-05-01T09:30").event(FirstFollowUp, "2024-05-01T09:40"),
        lead().at(New, "2024-05-01T08:00").at(Mql, "2024-05-01T09:30").event(FirstFollowUp, "2024-05-01T10:00"),
    ];
    let speed = counted(&dataset(&leads, &[]), &Agreement::default(), &Query::default()).speed.unwrap();
    assert_eq!((speed.system_minutes.count, speed.system_minutes.median), (1, Some(90.0)));
    assert_eq!((speed.minutes.count, speed.minutes.median, speed.compliance), (2, Some(20.0), None));
}

#[test]
fn what_is_missing_is_said() {
    use handoff::report::{Figure, Missing, Need};
    let check = |leads: &[Lead], agreement: &Agreement, figure: Figure, expected: &[Need]| {
        let missing = counted(&dataset(leads, &[]), agreement, &Query::default()).missing;
        let needs: Vec<Need> = missing.into_iter().filter(|Missing { figure: of, .. }| *of == figure).map(|missing| missing.need).collect();
        assert_eq!(needs, expected, "{figure:?}");
    };
    let bare = [lead().at(New, "2024-05-01T08:00")];
    let days = [lead().at(Mql, "2024-05-01").event(FirstFollowUp, "2024-05-02")];
    let none = Agreement::default();
    check(&bare, &none, Figure::Speed, &[Need::DeliveryDates, Need::FollowUpDates]);
    check(&days, &none, Figure::Speed, &[Need::TimesOfDay]);
    check(&days, &none, Figure::SpeedCompliance, &[Need::SpeedTarget]);
    check(&days, &promise(1.0, Clock::Business), Figure::SpeedCompliance, &[]);
    check(&days, &none, Figure::Depth, &[Need::Attempts, Need::Contacts]);
    check(&days, &none, Figure::DepthPlan, &[Need::TouchPlan]);
    check(&days, &none, Figure::Capacity, &[Need::TouchPlan, Need::MinutesPerAttempt, Need::MinutesPerDay]);
    check(&days, &none, Figure::Responsibility, &[Need::SqlStage, Need::Criteria, Need::SpeedTarget, Need::TouchPlan]);
    check(&days, &none, Figure::MonthlyRecord, &[Need::Sources, Need::SourceClasses]);
}
