//! What earlier imports came to, and what of months that were over has moved since.

mod report_support;

use handoff::{
    agreement::{Agreement, Clock, TimeTarget},
    leads::{DealState, Event, Stage},
    metrics::iso_date,
    report::{MonthCounts, Query, RecordsOf, records},
    share::SNAPSHOTS,
    team::{Changes, MOST_MONTHS, MOST_SNAPSHOTS, Measure, Moved, Snapshot, Snapshots, changes, snapshot},
    time::{CalendarSystem, Zone},
};
use proptest::prelude::*;
use report_support::{Deal, Lead, anything, dataset, day, deal, lead};

fn taken_by(agreement: &Agreement, leads: &[Lead], deals: &[Deal]) -> Snapshot {
    snapshot(&dataset(leads, deals), &[], agreement, &Zone::utc(), 1_700_000_000)
}

fn taken(leads: &[Lead], deals: &[Deal]) -> Snapshot {
    taken_by(&Agreement::default(), leads, deals)
}

fn came(stage: Stage, dates: &[&str]) -> Vec<Lead> {
    dates.iter().map(|date| lead().at(stage, date)).collect()
}

fn check(story: &str, before: &Snapshot, after: &Snapshot, expected: &[(&str, Measure, i64, i64)]) {
    let expected: Vec<Moved> = expected
        .iter()
        .map(|(month, measure, before, after)| Moved { month: (*month).into(), measure: *measure, before: *before, after: *after })
        .collect();
    assert_eq!(changes(before, after).moved, expected, "{story}");
}

const LEADS: Measure = Measure::Entered(Stage::Lead);

#[test]
fn what_moved_in_months_that_were_over() {
    let first = taken(&came(Stage::Lead, &["2024-01-10", "2024-02-10", "2024-03-10"]), &[]);
    let after = |dates: &[&str]| taken(&came(Stage::Lead, dates), &[]);
    check("the same", &first, &after(&["2024-01-10", "2024-02-10", "2024-03-10"]), &[]);
    check(
        "the open month grows, and a new one comes",
        &first,
        &after(&["2024-01-10", "2024-02-10", "2024-03-10", "2024-03-20", "2024-04-02"]),
        &[],
    );
    check("a lead more in January", &first, &after(&["2024-01-10", "2024-01-11", "2024-02-10", "2024-03-10"]), &[("2024-01", LEADS, 1, 2)]);
    check(
        "a lead moved a month",
        &first,
        &after(&["2024-01-10", "2024-01-10", "2024-03-10"]),
        &[("2024-01", LEADS, 1, 2), ("2024-02", LEADS, 1, 0)],
    );
    check(
        "a month before all others",
        &first,
        &after(&["2023-12-31", "2024-01-10", "2024-02-10", "2024-03-10"]),
        &[("2023-12", LEADS, 0, 1)],
    );
    check("the first month is gone", &first, &after(&["2024-02-10", "2024-03-10"]), &[("2024-01", LEADS, 1, 0)]);
    check("nothing was there before", &Snapshot::default(), &first, &[]);
    check("nothing is there any more", &first, &Snapshot::default(), &[("2024-01", LEADS, 1, 0), ("2024-02", LEADS, 1, 0)][..0]);
}

#[test]
fn every_measure_is_compared_where_both_tell_it() {
    let lead_of = |left: Option<&str>| {
        let lead = lead().at(Stage::Lead, "2024-01-05T10:00").at(Stage::Mql, "2024-01-08T10:00");
        left.map_or(lead.clone(), |date| lead.event(Event::Disqualified, date))
    };
    let won = |minor: i64| deal(DealState::Won).created("2024-01-02").closed("2024-01-20").worth(minor);
    let late = lead().at(Stage::Lead, "2024-03-01");
    let before = taken(&[lead_of(None), late.clone()], &[won(10_000)]);
    let after = taken(&[lead_of(Some("2024-01-30")), late], &[won(12_500), won(500)]);
    check(
        "turned down, and won twice",
        &before,
        &after,
        &[("2024-01", Measure::Disqualified, 0, 1), ("2024-01", Measure::WonDeals, 1, 2), ("2024-01", Measure::Revenue, 10_000, 13_000)],
    );
    assert_eq!(changes(&before, &after).currency.as_deref(), Some("EUR"));
    let without = taken(&[lead_of(None), lead().at(Stage::Lead, "2024-03-01")], &[]);
    check("amounts nobody can tell are not compared", &before, &without, &[("2024-01", Measure::WonDeals, 1, 0)]);

    let mut agreement = Agreement::default();
    agreement.sales.speed = Some(TimeTarget { share: 0.9, hours: 4.0, clock: Clock::Elapsed });
    let followed = |at: &str| {
        let first = lead().at(Stage::Mql, "2024-01-08T10:00").event(Event::FirstFollowUp, at);
        [first, lead().at(Stage::Mql, "2024-03-01T10:00").event(Event::FirstFollowUp, "2024-03-01T11:00")]
    };
    let [late, early] = ["2024-01-09T10:00", "2024-01-08T11:00"].map(|at| taken_by(&agreement, &followed(at), &[]));
    check("followed up in time after all", &late, &early, &[("2024-01", Measure::InTime, 0, 1)]);
    assert_eq!(late.months[0].delivered, Some(1));
}

#[test]
fn another_agreement_or_calendar_is_told() {
    let leads = came(Stage::Lead, &["2024-01-10", "2024-03-10"]);
    let plain = taken(&leads, &[]);
    let mut agreement = Agreement::default();
    agreement.goal.monthly = Some(10.0);
    let other = taken_by(&agreement, &leads, &[]);
    assert_eq!(changes(&plain, &other), Changes { other_agreement: true, ..Changes { currency: None, ..Changes::default() } });
    agreement.workspace.calendar = CalendarSystem::Persian;
    let persian = taken_by(&agreement, &leads, &[]);
    assert_eq!(persian.months.first().map(|month| month.month.as_str()), Some("1402-10"));
    let found = changes(&plain, &persian);
    assert!(found.other_calendar && found.moved.is_empty());
}

#[test]
fn months_without_room_are_not_missing() {
    let long: Vec<String> =
        (0..50).map(|month| iso_date(CalendarSystem::Gregorian.month_start(day("2020-01-15"), month).plus(9))).collect();
    let dates: Vec<&str> = long.iter().map(String::as_str).collect();
    let (before, after) = (taken(&came(Stage::Lead, &dates[..40]), &[]), taken(&came(Stage::Lead, &dates), &[]));
    assert_eq!((before.months.len(), after.months.len()), (MOST_MONTHS, MOST_MONTHS));
    check("only the months both have room for", &before, &after, &[]);
}

#[test]
fn a_day_without_dates_has_no_months() {
    let none = taken(&[lead()], &[]);
    assert_eq!((none.as_of, none.months), (None, Vec::new()));
}

#[test]
fn as_many_as_there_is_room_for_are_kept() {
    let mut kept = Snapshots::default();
    for n in 0..30 {
        kept.keep(Snapshot {
            id: n,
            made_at: n as i64,
            months: vec![MonthCounts { won_deals: n, ..MonthCounts::default() }],
            ..Snapshot::default()
        });
    }
    assert_eq!((kept.snapshots.len(), kept.snapshots[0].id), (MOST_SNAPSHOTS, 6));
    kept.keep(Snapshot { id: 99, made_at: 99, ..kept.snapshots[23].clone() });
    assert_eq!(kept.snapshots.last().map(|latest| latest.id), Some(29), "the same import again leaves nothing");
    kept.remove(29);
    assert_eq!(kept.snapshots.len(), MOST_SNAPSHOTS - 1);
    let first = taken(&came(Stage::Lead, &["2024-01-10"]), &[]);
    kept.keep(first);
    assert_eq!(SNAPSHOTS.open::<Snapshots>(&SNAPSHOTS.seal(0, &kept)), Ok(kept));
}

proptest! {
    /// The months' entries are those whose records can be listed; nothing differs from itself.
    #[test]
    fn months_count_what_can_be_listed(data in anything::data(), agreement in anything::agreement()) {
        let zone = Zone::named(&agreement.workspace.time_zone).unwrap();
        let found = snapshot(&data, &[], &agreement, &zone, 0);
        prop_assert_eq!(changes(&found, &found).moved, Vec::new());
        for stage in Stage::ALL {
            let counted: u64 = found.months.iter().flat_map(|month| &month.entered).filter(|entries| entries.stage == stage).map(|entries| entries.leads).sum();
            let is_told = found.months.iter().any(|month| month.entered.iter().any(|entries| entries.stage == stage));
            if let (true, Some(first), Some(latest)) = (is_told, found.months.first(), data.latest) {
                let from = day(&format!("{}-01", first.month));
                let query = Query {
                    period: handoff::report::PeriodChoice::Custom { from, to: zone.day(latest).plus(1) },
                    ..Query::default()
                };
                let listed = records(&data, &agreement, &zone, &query, &RecordsOf::Entered { stage });
                prop_assert_eq!(counted, listed.rows.len() as u64, "{:?}", stage);
            }
        }
    }
}
