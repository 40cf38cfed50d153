//! What must hold of both sides of the report, whatever the data: parts add up, every count is as long as its list, and a plain recount
//! of each lead, quarter of an hour by quarter of an hour, comes to the same numbers.

mod report_support;

use handoff::{
    agreement::{Agreement, Attribute, Capacity, Clock, Condition, Persona, SourceClass, Test, TimeTarget, TouchPlan},
    leads::{ActivityKind, Dataset, Dimension, Event, Stage},
    report::{
        Agreed, Blame, BlameCounts, Compliance, FollowUpOf, KnownLeads, LeadsOf, LeakKind, Outcome, PeriodChoice, Query, RecordsOf,
        RecycleOf, Report, ValueChoice, Verdict, lead_clock, outcomes_of, records, report,
    },
    time::{Day, Grain, Moment, Zone},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use report_support::{Activity, Lead, activity, dataset, day, with_activities};

/// 2024-01-01, a Monday.
const FIRST_DAY: i32 = 19_723;
const DAYS: i32 = 40;
const QUARTER: i64 = 900;

/// Whole quarters of an hour, and sometimes whole days.
fn date() -> impl Strategy<Value = (Moment, bool)> {
    (0..DAYS, 0..96_i64, 0..12_u8).prop_map(|(day, quarter, kind)| {
        let on_day = kind == 0;
        let second = if on_day { 0 } else { quarter * QUARTER };
        (Moment::from_unix(i64::from(FIRST_DAY + day) * 86_400 + second).unwrap(), on_day)
    })
}

fn lead() -> impl Strategy<Value = Lead> {
    let sometimes = |p: f64| option::weighted(p, date());
    let stages = [sometimes(0.7), sometimes(0.8), sometimes(0.3), sometimes(0.2), sometimes(0.1), sometimes(0.1)];
    let events = [sometimes(0.4), sometimes(0.2), sometimes(0.4), sometimes(0.6)];
    let value = || select(vec!["", "a", "b"]);
    let categories = [value(), value(), value(), value()].prop_map(|[source, owner, reason, persona]| {
        [(Dimension::Source, source), (Dimension::Owner, owner), (Dimension::Reason, reason), (Dimension::Persona, persona)]
            .map(|(dimension, value)| (dimension, value.to_owned()))
            .to_vec()
    });
    (stages, events, categories, option::weighted(0.7, 0..6_u16), option::weighted(0.7, any::<bool>())).prop_map(
        |(stages, events, categories, attempts, contacted)| Lead { stages, events, categories, attempts, contacted, ..Lead::default() },
    )
}

fn done_for(leads: usize) -> impl Strategy<Value = Activity> {
    use ActivityKind::{Call, Email, Meeting, PageView, Voicemail};
    let words = (select(vec!["", "Automated e-mail"]), select(vec!["", "Connected", "No answer"]), select(vec!["", "Inbound"]));
    (0..leads, select(vec![Call, Call, Email, Voicemail, Meeting, PageView]), date(), words, 0..8_u8).prop_map(
        |(lead, kind, at, (named, ended, direction), planned)| {
            let done = Activity { at: Some(at), ..activity(lead, kind, "2024-01-01") }.named(named).ended(ended).direction(direction);
            if planned == 0 { done.planned() } else { done }
        },
    )
}

#[derive(Debug, Clone)]
struct Made {
    leads: Vec<Lead>,
    activities: Vec<Activity>,
    data: Dataset,
}

fn made() -> impl Strategy<Value = Made> {
    vec(lead(), 1..25).prop_flat_map(|leads| {
        let activities = prop_oneof![Just(Vec::new()), vec(done_for(leads.len()), 0..50)];
        activities.prop_map(move |activities| {
            let data = dataset(&leads, &[]);
            let data = if activities.is_empty() { data } else { with_activities(data, &activities) };
            Made { leads: leads.clone(), activities, data }
        })
    })
}

fn target() -> impl Strategy<Value = TimeTarget> {
    (select(vec![0.25, 1.0, 4.0, 24.0, 200.0]), any::<bool>()).prop_map(|(hours, business)| TimeTarget {
        share: 0.9,
        hours,
        clock: if business { Clock::Business } else { Clock::Elapsed },
    })
}

fn agreement() -> impl Strategy<Value = Agreement> {
    let plan = select(vec![TouchPlan { calls: 1, voicemails: 0, emails: 1 }, TouchPlan { calls: 2, voicemails: 1, emails: 1 }]);
    (option::of(target()), option::of(target()), option::of(plan), any::<bool>(), any::<bool>()).prop_map(
        |(speed, disposition, touch_plan, criteria, stages)| {
            let mut agreement = Agreement::default();
            agreement.sales.speed = speed;
            agreement.sales.disposition = disposition;
            agreement.sales.touch_plan = touch_plan;
            agreement.sales.capacity = Capacity { minutes_per_attempt: Some(5.0), minutes_per_day: Some(60.0), ..Capacity::default() };
            agreement.source_classes.insert("a".into(), SourceClass::Marketing);
            if criteria {
                let of = |dimension, test| Condition { of: Attribute::Dimension(dimension), test };
                agreement.marketing.criteria = vec![
                    of(Dimension::Source, Test::OneOf(vec!["A".into()])),
                    of(Dimension::Persona, Test::Known),
                    of(Dimension::Owner, Test::NoneOf(vec!["b".into()])),
                ];
            }
            if stages {
                agreement.stages_off.push(Stage::Sql);
            }
            agreement.personas = vec![Persona { name: "a".into(), conditions: Vec::new(), lead_value: Some(3.0) }];
            agreement.goal.by_persona.insert("a".into(), 5.0);
            agreement.goal.by_persona.insert("b".into(), 5.0);
            agreement.goal.monthly = Some(10.0);
            agreement
        },
    )
}

fn query() -> impl Strategy<Value = Query> {
    let custom =
        (0..DAYS, 1..DAYS).prop_map(|(from, days)| PeriodChoice::Custom { from: Day(FIRST_DAY + from), to: Day(FIRST_DAY + from + days) });
    (prop_oneof![Just(PeriodChoice::All), custom], option::of(date())).prop_map(|(period, as_of)| Query {
        period,
        as_of: as_of.map(|(moment, _)| moment),
        compare: handoff::report::Compare::Nothing,
        ..Query::default()
    })
}

fn verdicts(compliance: Option<Compliance>) -> Vec<(Verdict, u64)> {
    compliance.map_or_else(Vec::new, |counts| {
        vec![(Verdict::Met, counts.met), (Verdict::Breached, counts.breached), (Verdict::Pending, counts.pending)]
    })
}

/// The numbers of both sides that have records, by the name of their records.
fn counted(report: &Report) -> Vec<(RecordsOf, u64)> {
    let mut all = Vec::new();
    let mut follow = |of, part: &LeadsOf, count| all.push((RecordsOf::FollowUp { of, part: part.clone() }, count));
    let whole = LeadsOf::All;
    if let Some(speed) = &report.speed {
        follow(FollowUpOf::Delivered, &whole, speed.delivered);
        follow(FollowUpOf::FollowedUp, &whole, speed.followed_up);
        follow(FollowUpOf::Never, &whole, speed.never);
        follow(FollowUpOf::Untimed, &whole, speed.untimed);
        follow(FollowUpOf::BeforeDelivery, &whole, speed.before_delivery);
        for (clock, bands) in [(Clock::Elapsed, &speed.bands), (Clock::Business, &speed.business_bands)] {
            for count in bands {
                follow(FollowUpOf::Band { clock, band: count.band }, &whole, count.leads);
            }
        }
        for (verdict, count) in verdicts(speed.compliance) {
            follow(FollowUpOf::Speed { verdict }, &whole, count);
        }
        let of = |dimension, value: &Option<String>| LeadsOf::Value { dimension, value: value.clone() };
        let mut parts: Vec<_> = speed.by_owner.iter().map(|part| (of(Dimension::Owner, &part.value), part)).collect();
        parts.extend(speed.by_source.iter().map(|part| (of(Dimension::Source, &part.value), part)));
        if let Some(days) = speed.over_time.iter().find(|line| line.grain == Grain::Day) {
            parts.extend(days.parts.iter().map(|part| {
                let from = day(part.value.as_deref().unwrap());
                (LeadsOf::Days { from, to: from.plus(1) }, part)
            }));
        }
        for (leads, part) in parts {
            follow(FollowUpOf::Delivered, &leads, part.delivered);
            follow(FollowUpOf::Never, &leads, part.never);
            for (verdict, count) in verdicts(part.compliance) {
                follow(FollowUpOf::Speed { verdict }, &leads, count);
            }
            for (verdict, count) in verdicts(part.disposition) {
                follow(FollowUpOf::Disposition { verdict }, &leads, count);
            }
        }
    }
    if let Some(part) = &report.disposition {
        follow(FollowUpOf::Recorded, &whole, part.recorded);
        for (verdict, count) in verdicts(part.compliance) {
            follow(FollowUpOf::Disposition { verdict }, &whole, count);
        }
    }
    if let Some(depth) = &report.depth {
        follow(FollowUpOf::Uncontacted, &whole, depth.uncontacted);
        follow(FollowUpOf::Contacted, &whole, depth.contacted);
        follow(FollowUpOf::Unreachable, &whole, depth.unreachable);
        follow(FollowUpOf::GivenUpEarly, &whole, depth.given_up_early);
        (0..).zip(&depth.histogram).for_each(|(bar, count)| follow(FollowUpOf::Tried { bar }, &whole, *count));
    }
    if let Some(rates) = &report.contact_rates {
        rates.by_speed.iter().for_each(|by| follow(FollowUpOf::ContactedIn { band: by.band }, &whole, by.rate.numerator));
        rates.by_attempt.iter().for_each(|by| follow(FollowUpOf::ContactedAt { attempt: by.attempt }, &whole, by.rate.numerator));
    }
    if let Some(due) = &report.due_totals {
        follow(FollowUpOf::Due { verdict: Verdict::Pending }, &whole, due.pending);
        follow(FollowUpOf::Due { verdict: Verdict::Breached }, &whole, due.breached);
        for owner in &due.by_owner {
            let leads = LeadsOf::Value { dimension: Dimension::Owner, value: owner.owner.clone() };
            follow(FollowUpOf::Due { verdict: Verdict::Breached }, &leads, owner.breached);
        }
    }
    if let Some(kept) = &report.marketing_kept {
        let agreed = |agreed, criterion| RecordsOf::Agreed { agreed, criterion, part: LeadsOf::All };
        all.push((agreed(Agreed::Meets, None), kept.meets));
        all.push((agreed(Agreed::Fails, None), kept.fails));
        all.push((agreed(Agreed::Unknown, None), kept.unknown));
        for (index, criterion) in (0..).zip(&kept.criteria) {
            all.push((agreed(Agreed::Fails, Some(index)), criterion.failed));
            all.push((agreed(Agreed::Unknown, Some(index)), criterion.unknown));
        }
        for part in &kept.by_source {
            let leads = LeadsOf::Value { dimension: Dimension::Source, value: part.value.clone() };
            all.push((RecordsOf::Agreed { agreed: Agreed::Meets, criterion: None, part: leads }, part.meets));
        }
    }
    if let Some(table) = &report.disqualification.responsibility {
        let mut cells = |part: LeadsOf, counts: BlameCounts, unjudged| {
            for (blame, count) in Blame::ALL.into_iter().zip([counts.targeting, counts.follow_up, counts.definition, counts.both]) {
                all.push((RecordsOf::Responsibility { cell: Some(blame), part: part.clone() }, count));
            }
            all.push((RecordsOf::Responsibility { cell: None, part }, unjudged));
        };
        cells(LeadsOf::All, table.cells, table.unjudged);
        for part in &table.by_owner {
            cells(LeadsOf::Value { dimension: Dimension::Owner, value: part.value.clone() }, part.cells, part.unjudged);
        }
    }
    if let Some(recycle) = &report.recycle {
        all.push((RecordsOf::Recycle { of: RecycleOf::SentBack }, recycle.sent_back));
        all.push((RecordsOf::Recycle { of: RecycleOf::Requalified }, recycle.requalified));
        all.push((RecordsOf::Recycle { of: RecycleOf::Won }, recycle.won));
    }
    if let Some(record) = &report.monthly_record {
        for month in &record.months {
            let of = |customers| RecordsOf::RecordMonth { month: month.month.clone(), customers };
            all.push((of(false), month.marketing_leads));
            all.push((of(true), month.customers));
        }
    }
    all.extend(report.goals.iter().map(|goal| (RecordsOf::GoalMonth { persona: goal.persona.clone() }, goal.entries)));
    let losses = report.leaks.iter().filter(|leak| leak.kind != LeakKind::GoalShort);
    all.extend(losses.map(|leak| (RecordsOf::Leak { kind: leak.kind }, leak.leads)));
    for by in &report.disqualification.by {
        for part in &by.parts {
            let leads = LeadsOf::Value { dimension: by.dimension, value: part.value.clone() };
            all.push((RecordsOf::ReasonIn { reason: ValueChoice::Any, part: leads.clone() }, part.total));
            let reasons = part.reasons.iter();
            all.extend(reasons.map(|reason| {
                let reason_is = ValueChoice::Is(reason.reason.clone());
                (RecordsOf::ReasonIn { reason: reason_is, part: leads.clone() }, reason.count)
            }));
        }
    }
    all
}

/// What the definitions say of one lead, worked out the long way.
struct Recount {
    /// Not timed: `None`. Else whether it was followed up, and after how many quarters on either clock (or since).
    wait: Option<(bool, i64, i64)>,
    contacted: bool,
    attempts: Option<u32>,
}

fn quarters(from: Moment, to: Moment) -> (i64, i64) {
    let all = (from.unix()..to.unix()).step_by(QUARTER as usize);
    let is_open = |at: &i64| {
        let weekday = Day((at / 86_400) as i32).iso_weekday();
        weekday <= 5 && (9..17).contains(&(at % 86_400 / 3_600))
    };
    (all.clone().count() as i64, all.filter(is_open).count() as i64)
}

/// `None`: not delivered by `until`.
fn recount(made: &Made, row: usize, until: Moment) -> Option<(Moment, Recount)> {
    let lead = &made.leads[row];
    let by = |date: Option<(Moment, bool)>| date.filter(|(at, _)| *at <= until);
    let all = lead.stages.iter().chain(&lead.events).flatten();
    let described = all.clone().all(|(at, _)| *at <= until);
    let delivered = by(lead.events[Event::Delivered.index()]).or(by(lead.stages[Stage::Mql.index()]))?;
    let created = lead.stages[Stage::Lead.index()].map_or(0, |(at, _)| at.unix());
    let happened = made.activities.iter().filter(|done| {
        let at = done.at.unwrap().0;
        done.lead == row && !done.planned && at <= until && at.unix() >= created - 86_400 && done.words[0].is_empty()
    });
    let is_from_lead = |done: &Activity| done.words[2] == "Inbound" && done.kind != ActivityKind::Meeting;
    let is_sales = |done: &&Activity| done.kind != ActivityKind::PageView && !is_from_lead(done);
    let mut follow_ups: Vec<(Moment, bool)> = happened.clone().filter(is_sales).map(|done| done.at.unwrap()).collect();
    follow_ups.extend(by(lead.events[Event::FirstFollowUp.index()]));
    // The earliest day, and on it a time of day before none.
    let first = follow_ups.into_iter().min_by_key(|(at, on_day)| (at.unix() / 86_400, *on_day, at.unix()));
    let contacted = (described && lead.contacted == Some(true))
        || happened.clone().any(|done| match done.kind {
            ActivityKind::PageView => false,
            ActivityKind::Meeting => true,
            _ => is_from_lead(done) || done.words[1] == "Connected",
        });
    let tried = happened.filter(is_sales).filter(|done| done.kind != ActivityKind::Meeting).count() as u32;
    let is_attempt = |done: &&Activity| {
        done.kind != ActivityKind::PageView
            && done.kind != ActivityKind::Meeting
            && !done.planned
            && done.words[0].is_empty()
            && !is_from_lead(done)
    };
    let exported = made.activities.iter().any(|done| is_attempt(&done));
    let has_column = made.leads.iter().any(|lead| lead.attempts.is_some());
    let attempts = match (tried, described && has_column) {
        (0, true) => Some(u32::from(lead.attempts.unwrap_or(0))),
        (0, false) => exported.then_some(0),
        (tried, _) => Some(tried),
    };
    let wait = match first {
        _ if delivered.1 => None,
        Some((_, true)) => None,
        Some((at, false)) => {
            let (elapsed, business) = quarters(delivered.0, at);
            Some((true, elapsed, business))
        }
        None if contacted || attempts.is_some_and(|tried| tried > 0) => None,
        None => {
            let (elapsed, business) = quarters(delivered.0, until);
            Some((false, elapsed, business))
        }
    };
    Some((delivered.0, Recount { wait, contacted, attempts }))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn counts_equal_their_records(made in made(), agreement in agreement(), query in query()) {
        let zone = Zone::utc();
        let report = report(&made.data, &[], &agreement, &zone, &query);
        for (of, count) in counted(&report) {
            let set = records(&made.data, &agreement, &zone, &query, &of);
            prop_assert_eq!(set.rows.len() as u64, count, "{:?}", &of);
            prop_assert!(set.rows.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn parts_add_up_and_a_longer_target_is_easier(made in made(), agreement in agreement(), query in query()) {
        let report = report(&made.data, &[], &agreement, &Zone::utc(), &query);
        let sum = |compliance: Compliance| compliance.met + compliance.breached + compliance.pending;
        if let Some(speed) = &report.speed {
            let timed = speed.delivered - speed.untimed;
            prop_assert_eq!(speed.followed_up + speed.never, speed.delivered);
            prop_assert_eq!(speed.bands.iter().map(|band| band.leads).sum::<u64>(), timed);
            prop_assert_eq!(speed.business_bands.iter().map(|band| band.leads).sum::<u64>(), timed);
            prop_assert!(speed.compliance.is_none_or(|compliance| sum(compliance) == timed));
            prop_assert!(speed.what_if.iter().all(|at| sum(at.compliance) == timed));
            prop_assert!(speed.what_if.is_sorted_by(|a, b| a.compliance.met <= b.compliance.met && a.compliance.breached >= b.compliance.breached));
            let rates: Vec<f64> = speed.what_if.iter().filter_map(|at| at.compliance.rate().value()).collect();
            prop_assert!(rates.is_sorted());
            for parts in [&speed.by_owner, &speed.by_source].into_iter().chain(speed.over_time.iter().map(|line| &line.parts)) {
                prop_assert_eq!(parts.iter().map(|part| part.delivered).sum::<u64>(), speed.delivered);
                let met: u64 = parts.iter().filter_map(|part| part.compliance).map(|compliance| compliance.met).sum();
                prop_assert_eq!(met, speed.compliance.map_or(0, |compliance| compliance.met));
            }
        }
        if let Some(part) = &report.disposition {
            prop_assert!(part.compliance.is_none_or(|compliance| sum(compliance) == part.delivered - part.untimed));
        }
        if let Some(depth) = &report.depth {
            prop_assert_eq!(depth.histogram.iter().sum::<u64>(), depth.uncontacted);
            prop_assert!(depth.unreachable + depth.given_up_early <= depth.uncontacted);
        }
        if let Some(kept) = &report.marketing_kept {
            prop_assert_eq!(kept.meets + kept.fails + kept.unknown, kept.delivered);
            prop_assert_eq!(kept.by_source.iter().map(|part| part.meets).sum::<u64>(), kept.meets);
        }
        if let Some(table) = &report.disqualification.responsibility {
            let whole = |cells: BlameCounts| cells.targeting + cells.follow_up + cells.definition + cells.both;
            prop_assert_eq!(whole(table.cells) + table.unjudged, table.leads);
            for parts in [&table.by_source, &table.by_owner] {
                prop_assert_eq!(parts.iter().map(|part| whole(part.cells) + part.unjudged).sum::<u64>(), table.leads);
            }
        }
        let reasons = &report.disqualification;
        for by in &reasons.by {
            prop_assert_eq!(by.parts.iter().map(|part| part.total).sum::<u64>(), reasons.total);
        }
        prop_assert!(report.leaks.is_sorted_by(|a, b| a.leads >= b.leads));
        let sent = handoff::protocol::encode(&report);
        prop_assert_eq!(&handoff::protocol::decode::<Report>(&sent).unwrap(), &report);
    }

    #[test]
    fn a_plain_recount_agrees(made in made(), agreement in agreement(), query in query()) {
        let zone = Zone::utc();
        let report = report(&made.data, &[], &agreement, &zone, &query);
        let until = query.as_of.or(made.data.latest).unwrap_or(Moment::MIN);
        let of_period = |at: Moment| match query.period {
            PeriodChoice::Custom { from, to } => (from..to).contains(&zone.day(at)),
            _ => true,
        };
        let all: Vec<(usize, Recount)> = (0..made.leads.len())
            .filter_map(|row| recount(&made, row, until).filter(|(at, _)| of_period(*at)).map(|(_, lead)| (row, lead)))
            .collect();
        if let Some(speed) = &report.speed {
            prop_assert_eq!(speed.delivered, all.len() as u64);
            let timed = |clock: Clock, done: bool| {
                let waits = all.iter().filter_map(|(_, lead)| lead.wait).filter(|wait| wait.0 == done);
                waits.map(|wait| if clock == Clock::Elapsed { wait.1 } else { wait.2 }).collect::<Vec<_>>()
            };
            for (clock, stats) in [(Clock::Elapsed, speed.minutes), (Clock::Business, speed.business_minutes)] {
                let waits = timed(clock, true);
                prop_assert_eq!(stats.count, waits.len() as u64);
                if let Some(mean) = stats.mean {
                    prop_assert!((mean - waits.iter().sum::<i64>() as f64 * 15.0 / waits.len() as f64).abs() < 1e-6);
                }
            }
            if let (Some(target), Some(compliance)) = (speed.target, speed.compliance) {
                let limit = (target.hours * 4.0) as i64;
                let (done, open) = (timed(target.clock, true), timed(target.clock, false));
                let count = |waits: &[i64], late: bool| waits.iter().filter(|wait| (**wait > limit) == late).count() as u64;
                prop_assert_eq!(compliance.met, count(&done, false));
                prop_assert_eq!(compliance.breached, count(&done, true) + count(&open, true));
                prop_assert_eq!(compliance.pending, count(&open, false));
            }
        }
        if let Some(depth) = &report.depth {
            let tried: Vec<u32> = all.iter().filter(|(_, lead)| !lead.contacted).filter_map(|(_, lead)| lead.attempts).collect();
            prop_assert_eq!(depth.uncontacted, tried.len() as u64);
            prop_assert_eq!(depth.contacted, all.iter().filter(|(_, lead)| lead.contacted).count() as u64);
            if let Some(mean) = depth.attempts_mean {
                prop_assert!((mean - f64::from(tried.iter().sum::<u32>()) / tried.len() as f64).abs() < 1e-9);
            }
        }
        for (row, lead) in &all {
            let clock = lead_clock(&made.data, &agreement, &zone, &query, *row as u32);
            prop_assert_eq!(clock.as_ref().map(|clock| i64::from(clock.business_seconds)), lead.wait.map(|wait| wait.2 * QUARTER));
            if let Some(clock) = clock {
                let lengths = |counted: bool| {
                    let spans = clock.spans.iter().filter(|span| span.counted == counted);
                    spans.map(|span| span.to.unix() - span.from.unix()).sum::<i64>()
                };
                prop_assert_eq!(lengths(true), i64::from(clock.business_seconds));
                prop_assert_eq!(lengths(true) + lengths(false), i64::from(clock.elapsed_seconds));
            }
        }
        // A touch plan makes leads unreachable, and nothing else of the agreement changes an outcome.
        let mut without = agreement.clone();
        without.sales.touch_plan = None;
        let rows: Vec<u32> = (0..made.leads.len() as u32).collect();
        let [with, without] = [&agreement, &without].map(|agreement| outcomes_of(&made.data, agreement, &zone, &query, &rows, &KnownLeads::new()));
        for (with, without) in with.into_iter().zip(without) {
            prop_assert!(with == without || (with == Outcome::Unreachable && without == Outcome::Open));
        }
    }
}
