//! Time to convert and the conventions of a rate: published and hand-made answers, what must hold of any data, and how often the intervals
//! hold the truth.

mod report_support;

use handoff::{
    agreement::Agreement,
    leads::{Event, Stage, Status},
    metrics::Watched,
    report::{Compare, ConventionStep, Curve, Figure, Need, Query, Rate, report},
    time::{Moment, SECONDS_PER_DAY, Zone},
};
use proptest::{collection::vec, prelude::*};
use report_support::{
    Lead,
    anything::{agreement, data, query},
    custom, dataset, lead, moment, report_of,
};

fn at(as_of: &str) -> Query {
    Query { as_of: Some(moment(as_of).0), compare: Compare::Nothing, ..Query::default() }
}

/// Weeks of remission under 6-mercaptopurine (Freireich et al. 1963): relapsed, or last seen without.
const RELAPSED: [u32; 9] = [6, 6, 6, 7, 10, 13, 16, 22, 23];
const LAST_SEEN: [u32; 12] = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];

/// Survival by hand: 18/21; · 16/17; · 14/15; · 11/12; · 10/11; · 6/7; · 5/6. The intervals are those Stata's `sts list` prints
/// (Greenwood on the log(−log) scale); the median of 23 has the interval from 13 to never.
const REMISSION: [(u32, u64, f64, f64, f64); 7] = [
    (6, 21, 0.8571, 0.6197, 0.9516),
    (7, 17, 0.8067, 0.5631, 0.9228),
    (10, 15, 0.7529, 0.5032, 0.8894),
    (13, 12, 0.6902, 0.4316, 0.8491),
    (16, 11, 0.6275, 0.3675, 0.8049),
    (22, 7, 0.5378, 0.2678, 0.7468),
    (23, 6, 0.4482, 0.1881, 0.6801),
];

fn check_remission(curve: &Curve) {
    assert_eq!((curve.from, curve.to, curve.leads, curve.converted), (Stage::Lead, Stage::Customer, 21, 9));
    assert_eq!(curve.points.len(), REMISSION.len());
    for (point, (day, at_risk, survival, low, high)) in curve.points.iter().zip(REMISSION) {
        assert_eq!((point.day, point.at_risk), (day, at_risk));
        for (found, expected) in [(1.0 - point.share, survival), (1.0 - point.high, low), (1.0 - point.low, high)] {
            assert!((found - expected).abs() < 5e-5, "day {day}: {found} is not {expected}");
        }
    }
    assert_eq!((curve.median_days, curve.median_low, curve.median_high), (Some(23.0), Some(13.0), None));
}

fn on(day: u32) -> (Moment, bool) {
    (Moment::from_unix((19_723 + i64::from(day)) * SECONDS_PER_DAY).unwrap(), true)
}

#[test]
fn a_published_curve() {
    let mut counted = Watched::default();
    for day in RELAPSED {
        counted.convert(day);
    }
    for day in LAST_SEEN {
        counted.leave(day);
    }
    check_remission(&counted.curve(Stage::Lead, Stage::Customer));

    // As leads that came in as many days before the as-of as they were seen, or were disqualified or sent back after so many.
    let since = |start: u32, end: Option<u32>| {
        let mut lead = lead();
        lead.stages[Stage::Lead.index()] = Some(on(start));
        lead.stages[Stage::Customer.index()] = end.map(on);
        lead
    };
    let converted = || RELAPSED.into_iter().map(|days| since(100 - days, Some(100)));
    let seen: Vec<Lead> = converted().chain(LAST_SEEN.into_iter().map(|days| since(100 - days, None))).collect();
    check_remission(&report_of(&seen, &[], &Query { as_of: Some(on(100).0), ..Query::default() }).curves[0]);
    for event in [Event::Disqualified, Event::Recycled] {
        let left = |days| {
            let mut lead = since(0, None);
            lead.events[event.index()] = Some(on(days));
            lead
        };
        let leads: Vec<Lead> = converted().chain(LAST_SEEN.into_iter().map(left)).collect();
        let found = report_of(&leads, &[], &Query::default()).curves;
        assert_eq!(found.len(), 1, "the only step is the whole way");
        check_remission(&found[0]);
    }
}

/// The first curve as leads, and `day share at_risk`.
fn shape(leads: &[Lead], query: &Query) -> (u64, Vec<String>) {
    let report = report_of(leads, &[], query);
    let curve = &report.curves[0];
    (curve.leads, curve.points.iter().map(|point| format!("{} {:.3} {}", point.day, point.share, point.at_risk)).collect())
}

#[test]
fn who_is_watched_and_how_long() {
    let may = at("2024-05-31");
    let won = |created, won| lead().at(Stage::Lead, created).at(Stage::Customer, won);
    let check = |leads: &[Lead], query: &Query, expected: (u64, &[&str])| {
        let (leads, points) = shape(leads, query);
        assert_eq!((leads, points.iter().map(String::as_str).collect::<Vec<_>>()), (expected.0, expected.1.to_vec()));
    };
    // Two times of day: elapsed days, begun ones left off. A date on either end: days on the wall.
    check(&[won("2024-05-01T20:00", "2024-05-02T19:00")], &may, (1, &["0 1.000 1"]));
    check(&[won("2024-05-01T20:00", "2024-05-02")], &may, (1, &["1 1.000 1"]));
    // One who is not there yet; out of order; there nobody knows when; never dated at the start; not of the period; won after the as-of.
    let open = lead().at(Stage::Lead, "2024-05-01");
    check(&[won("2024-05-01", "2024-05-11"), open.clone()], &may, (2, &["10 0.500 2"]));
    check(&[won("2024-05-01", "2024-05-11"), won("2024-05-02", "2024-05-01")], &may, (1, &["10 1.000 1"]));
    check(&[won("2024-05-01", "2024-05-11"), open.clone().status(Status::Customer)], &may, (1, &["10 1.000 1"]));
    check(&[won("2024-05-01", "2024-05-11"), lead().at(Stage::Customer, "2024-05-20")], &may, (1, &["10 1.000 1"]));
    let early = Query { as_of: may.as_of, ..custom("2024-05-01", "2024-05-02") };
    check(&[won("2024-05-01", "2024-05-11"), won("2024-05-02", "2024-05-03")], &early, (1, &["10 1.000 1"]));
    check(&[won("2024-05-01", "2024-05-11"), won("2024-05-02", "2024-06-03")], &may, (2, &["10 0.500 2"]));
    // One who left early was not at risk later; one who came back was; of one who left nobody knows when, only that he had not converted.
    let left = open.clone().event(Event::Disqualified, "2024-05-05");
    check(&[won("2024-05-01", "2024-05-11"), left.clone()], &may, (2, &["10 1.000 1"]));
    check(&[won("2024-05-01", "2024-05-11"), left.at(Stage::Mql, "2024-05-06")], &may, (2, &["10 0.500 2"]));
    check(&[won("2024-05-01", "2024-05-11"), open.status(Status::Disqualified)], &may, (2, &["10 0.500 2"]));
}

#[test]
fn curves_follow_the_tracked_steps() {
    let leads =
        [lead().at(Stage::Lead, "2024-05-01").at(Stage::Mql, "2024-05-02").at(Stage::Customer, "2024-05-09"), lead().status(Status::Sql)];
    let pairs = |agreement: &Agreement| {
        let report = report(&dataset(&leads, &[]), &[], agreement, &Zone::utc(), &Query::default());
        report.curves.iter().map(|curve| (curve.from, curve.to)).collect::<Vec<_>>()
    };
    // SQL has no dates: no curve begins or ends there.
    assert_eq!(pairs(&Agreement::default()), [(Stage::Lead, Stage::Customer), (Stage::Lead, Stage::Mql)]);
    let off = Agreement { stages_off: vec![Stage::Sql], ..Agreement::default() };
    assert_eq!(pairs(&off), [(Stage::Lead, Stage::Customer), (Stage::Lead, Stage::Mql), (Stage::Mql, Stage::Customer)]);

    let needs = |leads: &[Lead]| {
        let missing = report_of(leads, &[], &Query::default()).missing.into_iter();
        missing.filter(|missing| missing.figure == Figure::Curves).map(|missing| missing.need).collect::<Vec<_>>()
    };
    assert_eq!(needs(&leads), []);
    assert_eq!(needs(&[lead().at(Stage::Lead, "2024-05-01")]), [Need::StageDates]);
    assert_eq!(needs(&[lead().status(Status::Mql)]), [Need::LeadDates]);
}

#[test]
fn a_long_curve_keeps_its_end() {
    let mut watched = Watched::default();
    for day in 0..1_000 {
        watched.convert(day);
    }
    watched.leave(2_000);
    let curve = watched.curve(Stage::Lead, Stage::Customer);
    let last = curve.points.last().unwrap();
    assert_eq!((curve.points.len(), curve.points[0].day, last.day, last.at_risk), (200, 4, 999, 2));
    assert!((last.share - 1_000.0 / 1_001.0).abs() < 1e-9);
    // Found among all days, not among those kept: 501 of 1 001 are more than half.
    assert_eq!(curve.median_days, Some(500.0));
}

proptest! {
    #[test]
    fn a_curve_is_the_plain_share_where_everybody_was_watched(days in vec(0_u32..60, 1..80), open in 0_usize..20) {
        let mut watched = Watched::default();
        for day in &days {
            watched.convert(*day);
        }
        for _ in 0..open {
            watched.leave(60);
        }
        let curve = watched.curve(Stage::Lead, Stage::Mql);
        let all = (days.len() + open) as f64;
        let by = |day: u32| days.iter().filter(|one| **one <= day).count() as f64 / all;
        for point in &curve.points {
            prop_assert!((point.share - by(point.day)).abs() < 1e-9);
            prop_assert!(0.0 <= point.low && point.low <= point.share && point.share <= point.high && point.high <= 1.0);
            prop_assert_eq!(point.at_risk, (days.iter().filter(|one| **one >= point.day).count() + open) as u64);
        }
        prop_assert!(curve.points.is_sorted_by(|a, b| a.day < b.day && a.share < b.share));
        let median = (0..60).find(|day| by(*day) >= 0.5 - 1e-9).map(f64::from);
        prop_assert_eq!(curve.median_days, median);
        // Without a median, its interval may still have a low end.
        prop_assert!(median.is_none_or(|median| curve.median_low.is_some_and(|low| low <= median)));
        prop_assert!(curve.median_high.is_none_or(|high| median.is_some_and(|median| median <= high)));
    }

    #[test]
    fn conventions_agree_with_the_funnel(data in data(), agreement in agreement(), query in query()) {
        let zone = Zone::named(&agreement.workspace.time_zone).unwrap();
        let report = report(&data, &[], &agreement, &zone, &query);
        prop_assert_eq!(report.conventions.len(), report.funnel.steps.len());
        for (step, funnel) in report.conventions.iter().zip(&report.funnel.steps) {
            prop_assert_eq!((step.from, step.to), (funnel.from, funnel.to));
            prop_assert_eq!((step.reached_cohort, step.reached_ratio), (funnel.cohort.rate, funnel.period_ratio));
            let (ordered, reached) = (step.ordered_cohort, step.reached_cohort);
            prop_assert!(ordered.numerator <= ordered.denominator);
            prop_assert!(ordered.denominator <= reached.denominator && ordered.numerator <= reached.numerator);
            prop_assert!(step.ordered_ratio.numerator <= step.reached_ratio.numerator);
            prop_assert!(step.ordered_ratio.denominator <= step.reached_ratio.denominator);
        }
        for curve in &report.curves {
            prop_assert!(curve.leads > 0 && curve.converted <= curve.leads);
            prop_assert!(curve.points.iter().all(|point| point.low <= point.share && point.share <= point.high));
        }
    }
}

#[test]
fn four_conventions_of_one_step() {
    let all = Query { compare: Compare::Nothing, ..Query::default() };
    let rates = |leads: &[Lead], query: &Query, from: Stage| {
        let step = report_of(leads, &[], query).conventions.into_iter().find(|step| step.from == from).unwrap();
        let ConventionStep { reached_cohort, ordered_cohort, reached_ratio, ordered_ratio, .. } = step;
        [reached_cohort, ordered_cohort, reached_ratio, ordered_ratio].map(|Rate { numerator, denominator }| (numerator, denominator))
    };
    let plain = lead().at(Stage::Lead, "2024-05-01").at(Stage::Mql, "2024-05-02").at(Stage::Sql, "2024-05-03");
    let skipped = lead().at(Stage::Lead, "2024-05-01").at(Stage::Sql, "2024-05-03");
    let open = lead().at(Stage::Lead, "2024-05-01");
    let leads = [plain.clone(), skipped.clone(), open.clone()];
    assert_eq!(rates(&leads, &all, Stage::Lead), [(2, 3), (1, 3), (2, 3), (1, 3)]);
    // Who skipped MQL has left: it is in no later step.
    assert_eq!(rates(&leads, &all, Stage::Mql), [(2, 2), (1, 1), (2, 2), (2, 1)]);
    // In a period, by the stage's own date.
    let third = custom("2024-05-03", "2024-05-04");
    assert_eq!(rates(&leads, &third, Stage::Mql), [(1, 1), (0, 0), (2, 1), (2, 0)]);
    // A status says the stage itself; stages before it are skipped, unless the data never dates them.
    let by_status = [plain.clone(), open.clone().status(Status::Mql), open.clone().status(Status::Sql)];
    assert_eq!(rates(&by_status, &all, Stage::Lead), [(3, 3), (2, 3), (1, 3), (1, 3)]);
    assert_eq!(rates(&by_status, &all, Stage::Mql), [(2, 3), (1, 2), (1, 1), (1, 1)]);
    let undated = [open.clone().status(Status::Mql), skipped];
    assert_eq!(rates(&undated, &all, Stage::Lead), [(2, 2), (2, 2), (1, 2), (0, 0)]);
    assert_eq!(rates(&undated, &all, Stage::Mql), [(1, 2), (1, 2), (1, 1), (0, 0)]);
}

/// xorshift64*: the same draws on every run.
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// 200 leads convert at a constant rate, with a mean of 60 days, and are watched for 90: how often does the interval hold the truth?
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    const DRAWS: u32 = 2_000;
    const MEAN: f64 = 60.0;
    const WATCHED: u32 = 90;
    let truth = |day: u32| 1.0 - (-f64::from(day + 1) / MEAN).exp();
    let median = (0..WATCHED).find(|day| truth(*day) >= 0.5).map(f64::from).unwrap();
    let days = [10, 40, 80];
    let mut held = [0_u32; 3];
    let mut median_held = 0;
    let mut random = Random(20_240_501);
    for _ in 0..DRAWS {
        let mut watched = Watched::default();
        for _ in 0..200 {
            let day = (-MEAN * (1.0 - random.unit()).ln()) as u32;
            if day <= WATCHED { watched.convert(day) } else { watched.leave(WATCHED) }
        }
        let curve = watched.curve(Stage::Lead, Stage::Customer);
        for (day, held) in days.into_iter().zip(&mut held) {
            let point = curve.points.iter().rev().find(|point| point.day <= day).unwrap();
            *held += u32::from((point.low..=point.high).contains(&truth(day)));
        }
        let (low, high) = (curve.median_low.unwrap(), curve.median_high.unwrap());
        median_held += u32::from(low <= median && median <= high);
    }
    for (name, held) in days.iter().map(u32::to_string).zip(held) {
        let share = f64::from(held) / f64::from(DRAWS);
        assert!((share - 0.95).abs() <= 0.015, "day {name}: {share}");
    }
    // Days are coarse beside the interval of a median: it may hold more often, not less.
    assert!(f64::from(median_held) / f64::from(DRAWS) >= 0.935, "{median_held}");
}
