//! Before and after a day: reference example 7 through the public report, both windows' bounds, and that the intervals hold the truth as often as
//! they say.

mod report_support;

use handoff::{
    agreement::{Agreement, MarkedDay},
    leads::{Dataset, DealState, Dimension, NO_AMOUNT, Spend, SpendCategory, Stage},
    metrics::{Sample, welch},
    report::{ChangeVerdict, Comparison, Figure, FilterTerm, Measure, MeasureName, Need, Query, Rate, Report, report},
    time::{Day, Moment, Zone},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use report_support::{Deal, Lead, dataset, day, deal, lead};

use ChangeVerdict::{Better, NoVerdict, TooEarly, Worse};
use MeasureName::{AverageDeal, Cac, CycleDays, LeadToCustomer, LeadToMql, LeadToSql, Revenue, WinRate};
use Stage::{Customer, Lead as New, Mql};

/// 2024-01-01.
const FIRST_DAY: i32 = 19_723;

/// Ten in the morning, so many days later.
fn at(days: i32) -> (Moment, bool) {
    (Moment::from_unix(i64::from(FIRST_DAY + days) * 86_400 + 36_000).unwrap(), false)
}

fn created(days: i32) -> Lead {
    let mut lead = lead();
    lead.stages[New.index()] = Some(at(days));
    lead
}

fn reached(mut lead: Lead, stage: Stage, days: i32) -> Lead {
    lead.stages[stage.index()] = Some(at(days));
    lead
}

fn won(created: i32, closed: i32, worth: i64) -> Deal {
    Deal { created: Some(at(created)), closed: Some(at(closed)), ..deal(DealState::Won) }.worth(worth)
}

fn since(day: i32, as_of: i32) -> Query {
    Query { since: Some(Day(FIRST_DAY + day)), as_of: Some(at(as_of).0), ..Query::default() }
}

fn counted(data: &Dataset, agreement: &Agreement, query: &Query) -> Report {
    report(data, &[], agreement, &Zone::utc(), query)
}

fn compared(data: &Dataset, query: &Query) -> Comparison {
    counted(data, &Agreement::default(), query).comparison.unwrap()
}

fn measure(found: &Comparison, name: MeasureName) -> Measure {
    *found.measures.iter().find(|measure| measure.name == name).unwrap()
}

/// The seeds' turnaround: half a year of 2 000 inquiries that became 4 deals of 250 000, then half a year of 200 that became 12.
fn turnaround() -> Dataset {
    let wave = |from: i32, leads: i32, customers: i32| {
        (0..leads).map(move |row| {
            let day = from + row * 100 / leads;
            let lead = created(day);
            if row % (leads / customers) == 0 && row / (leads / customers) < customers { reached(lead, Customer, day + 20) } else { lead }
        })
    };
    let leads: Vec<Lead> = wave(0, 2_000, 4).chain(wave(182, 200, 12)).collect();
    let customers = leads.iter().enumerate().filter_map(|(row, lead)| Some((row, lead.stages[Customer.index()]?)));
    let deals: Vec<Deal> = customers
        .map(|(row, closed)| Deal { created: leads[row].stages[0], closed: Some(closed), ..deal(DealState::Won) }.of(row).worth(25_000_000))
        .collect();
    dataset(&leads, &deals)
}

#[test]
fn reference_example_7() {
    let mut agreement = Agreement { starts: Some("2024-07-01".into()), ..Agreement::default() };
    agreement.marked_days = vec![MarkedDay { date: "2024-07-01".into(), name: "One agreement".into() }];
    let query = Query { as_of: Some(at(365).0), ..Query::default() };
    let found = counted(&turnaround(), &agreement, &query).comparison.unwrap();
    assert_eq!((found.since.as_str(), found.name.as_deref(), found.maturity_days), ("2024-07-01", Some("One agreement"), 40));
    let window = |window: &handoff::report::ComparisonWindow| (window.from.clone(), window.to.clone(), window.leads, window.won_deals);
    assert_eq!(window(&found.before), ("2024-01-01".into(), "2024-07-01".into(), 2_000, 4));
    assert_eq!(window(&found.after), ("2024-07-01".into(), "2024-12-30".into(), 200, 12));
    let inquiry_to_deal = measure(&found, LeadToCustomer);
    assert_eq!((inquiry_to_deal.before, inquiry_to_deal.after), (Some(0.002), Some(0.06)));
    assert_eq!((inquiry_to_deal.before_n, inquiry_to_deal.after_n, inquiry_to_deal.verdict), (2_000, 200, Better));
    assert!(inquiry_to_deal.low.unwrap() > 0.0 && inquiry_to_deal.high.unwrap() < 0.11);
    // Not even the intervals of both overlap.
    let interval = |numerator, denominator| Rate { numerator, denominator }.interval().unwrap();
    assert!(interval(4, 2_000).1 < interval(12, 200).0);
    let revenue = measure(&found, Revenue);
    assert_eq!((revenue.before, revenue.after, revenue.difference), (Some(1e6), Some(3e6), Some(2e6)));
    assert_eq!((revenue.low, revenue.high, revenue.verdict), (None, None, NoVerdict));
    let size = measure(&found, AverageDeal);
    assert_eq!((size.before, size.after, size.before_n, size.after_n, size.verdict), (Some(250_000.0), Some(250_000.0), 4, 12, TooEarly));
    let names: Vec<_> = found.measures.iter().map(|measure| measure.name).collect();
    assert_eq!(names, [LeadToCustomer, WinRate, AverageDeal, CycleDays, Revenue]);
}

#[test]
fn a_query_asks_for_another_day() {
    let mut agreement = Agreement { starts: Some("2024-07-01".into()), ..Agreement::default() };
    agreement.marked_days = vec![MarkedDay { date: "2024-09-01".into(), name: "New price".into() }];
    let day_of = |query: &Query| {
        let found = counted(&turnaround(), &agreement, query).comparison.unwrap();
        (found.since, found.name, found.before.from, found.after.to)
    };
    let as_of = Some(at(365).0);
    let seen = day_of(&Query { as_of, ..Query::default() });
    assert_eq!(seen, ("2024-07-01".into(), None, "2024-01-01".into(), "2024-12-30".into()));
    let asked = Query { since: Some(day("2024-09-01")), as_of, ..Query::default() };
    assert_eq!(day_of(&asked), ("2024-09-01".into(), Some("New price".into()), "2024-05-02".into(), "2025-01-01".into()));
    // The period of the report does not move the windows.
    assert_eq!(day_of(&Query { period: handoff::report::PeriodChoice::ThisMonth, ..asked.clone() }), day_of(&asked));
}

#[test]
fn what_is_missing_is_named() {
    let check = |data: &Dataset, query: &Query, need| {
        let report = counted(data, &Agreement::default(), query);
        let needs: Vec<Need> =
            report.missing.iter().filter(|missing| missing.figure == Figure::Comparison).map(|missing| missing.need).collect();
        assert_eq!((report.comparison, needs), (None, vec![need]), "{query:?}");
    };
    let leads: Vec<Lead> = (0..60).map(created).collect();
    let data = dataset(&leads, &[]);
    check(&data, &Query::default(), Need::Start);
    check(&dataset(&[lead()], &[]), &since(30, 59), Need::LeadDates);
    check(&data, &since(27, 59), Need::LongerWindows);
    check(&data, &since(33, 59), Need::LongerWindows);
    check(&data, &since(-400, 59), Need::LongerWindows);
    check(&data, &Query { since: Some(Day(i32::MAX)), ..Query::default() }, Need::LongerWindows);
    check(&data, &Query { since: Some(Day(i32::MIN)), ..Query::default() }, Need::LongerWindows);
    // 28 days on both sides do, the day of the as-of included.
    let found = compared(&data, &since(32, 59));
    assert_eq!((found.before.from.as_str(), found.before.leads, found.after.leads, found.maturity_days), ("2024-01-05", 28, 28, 14));
}

/// Leads that came in evenly over 60 days, and those of `more`.
fn with(more: &[Lead]) -> Dataset {
    dataset(&(0..60).map(created).chain(more.iter().cloned()).collect::<Vec<_>>(), &[])
}

#[test]
fn both_sides_had_equally_long_to_convert() {
    // Windows [0, 30) and [30, 60); customers take 7 days at the median, so leads have 14, and those of the first 16 days are judged.
    let quick = |day: i32| reached(created(day), Customer, day + 7);
    let check = |story: &str, more: &[Lead], before: (u64, f64), after: (u64, f64)| {
        let found = compared(&with(&[&[quick(1), quick(31)], more].concat()), &since(30, 59));
        let rate = measure(&found, LeadToCustomer);
        assert_eq!(found.maturity_days, 14, "{story}");
        let of = |n: u64, value: Option<f64>| (n, (value.unwrap() * n as f64 * 1e6).round() / 1e6);
        assert_eq!((of(rate.before_n, rate.before), of(rate.after_n, rate.after)), (before, after), "{story}");
    };
    check("nobody else", &[], (17, 1.0), (17, 1.0));
    let late = |day: i32, after: i32| reached(created(day), Customer, day + after);
    check("on the last day of its time", &[late(2, 13), late(32, 13), quick(1), quick(2), quick(3)], (21, 5.0), (18, 2.0));
    check("a day later", &[late(2, 14), late(32, 14), quick(1), quick(2), quick(3)], (21, 4.0), (18, 1.0));
    check("the last lead that is judged", &[late(15, 13), late(45, 13), quick(1)], (19, 3.0), (18, 2.0));
    check("the first that is not", &[late(16, 2), late(46, 2)], (17, 1.0), (17, 1.0));
    check("the first lead of each window", &[quick(0), quick(30)], (18, 2.0), (18, 2.0));
}

#[test]
fn a_skipped_stage_counts_by_the_next() {
    let mut leads: Vec<Lead> = (0..60).map(created).collect();
    leads[3] = reached(created(3), Mql, 5);
    leads[4] = reached(created(4), Customer, 6);
    let found = compared(&dataset(&leads, &[]), &since(30, 59));
    assert_eq!(measure(&found, LeadToMql).before, Some(2.0 / 16.0));
    assert_eq!(measure(&found, LeadToCustomer).before, Some(1.0 / 16.0));
    assert!(found.measures.iter().all(|measure| measure.name != LeadToSql));
}

/// Deals by the side they closed on, as (days they took, worth); lost ones beside them.
fn deals(before: &[(i32, i64)], after: &[(i32, i64)], lost: [usize; 2]) -> Dataset {
    let of = |day: i32, deals: &[(i32, i64)]| deals.iter().map(|(days, worth)| won(day - days, day, *worth)).collect::<Vec<_>>();
    let lost_on = |day: i32, count| vec![Deal { closed: Some(at(day)), ..deal(DealState::Lost) }; count];
    let all = [of(29, before), of(30, after), lost_on(0, lost[0]), lost_on(59, lost[1])].concat();
    dataset(&(0..60).map(created).collect::<Vec<_>>(), &all)
}

#[test]
fn better_worse_or_too_early_to_say() {
    let verdict = |name, data: &Dataset| measure(&compared(data, &since(30, 59)), name).verdict;
    let slow = [(20, 100_000), (22, 120_000), (21, 110_000), (19, 90_000), (23, 130_000)];
    let fast = [(5, 500_000), (6, 520_000), (4, 480_000), (7, 510_000), (5, 490_000)];
    for (before, after, size, cycle) in [(&slow, &fast, Better, Better), (&fast, &slow, Worse, Worse), (&slow, &slow, TooEarly, TooEarly)] {
        let data = deals(before, after, [0, 0]);
        assert_eq!((verdict(AverageDeal, &data), verdict(CycleDays, &data)), (size, cycle));
    }
    // Four cases are too few, whatever they say.
    assert_eq!(verdict(AverageDeal, &deals(&slow[..4], &fast, [0, 0])), TooEarly);
    assert_eq!(verdict(CycleDays, &deals(&slow, &fast[..4], [0, 0])), TooEarly);
    // The win rate: 5 of 45 before, 5 of 5 after.
    assert_eq!(verdict(WinRate, &deals(&slow, &slow, [40, 0])), Better);
    assert_eq!(verdict(WinRate, &deals(&slow, &slow, [0, 40])), Worse);
    assert_eq!(verdict(WinRate, &deals(&slow, &slow, [1, 0])), TooEarly);
    let empty = measure(&compared(&deals(&slow, &[], [0, 0]), &since(30, 59)), AverageDeal);
    assert_eq!((empty.before, empty.after, empty.difference, empty.low, empty.verdict), (Some(1_100.0), None, None, None, TooEarly));
}

#[test]
fn what_a_customer_cost() {
    let mut leads: Vec<Lead> = (0..60).map(created).collect();
    for row in [1, 2, 40] {
        leads[row] = reached(leads[row].clone(), Customer, row as i32 + 3).with(Dimension::Source, "web");
    }
    let mut data = dataset(&leads, &[]);
    let none = |found: &Comparison| found.measures.iter().all(|measure| measure.name != Cac);
    assert!(none(&compared(&data, &since(30, 59))));
    let booked = [(-1, 9_999), (0, 30_000), (29, 10_001), (30, 25_000), (31, NO_AMOUNT), (59, 5_000), (60, 9_999)];
    let mut spend = Spend { len: booked.len(), ..Spend::default() };
    for (day, amount) in booked {
        spend.at.push(Some(at(day).0), true);
        spend.amount_minor.push(amount);
        spend.category.push(SpendCategory::Advertising);
    }
    data.spend = spend;
    let found = measure(&compared(&data, &since(30, 59)), Cac);
    assert_eq!((found.before, found.after, found.before_n, found.after_n), (Some(200.005), Some(300.0), 2, 1));
    assert_eq!((found.low, found.verdict), (None, NoVerdict));
    // Whose customers the money brought, nobody knows of a part.
    let filter = vec![FilterTerm { dimension: Dimension::Source, value: None }];
    assert!(none(&compared(&data, &Query { filter, ..since(30, 59) })));
}

fn leads() -> impl Strategy<Value = Vec<Lead>> {
    let stage = || option::weighted(0.4, 0..60_i32);
    vec((0..200_i32, stage(), stage()), 1..60).prop_map(|leads| {
        let one = |(day, mql, customer): (i32, Option<i32>, Option<i32>)| {
            let lead = mql.map_or(created(day), |after| reached(created(day), Mql, day + after));
            customer.map_or(lead.clone(), |after| reached(lead, Customer, day + after))
        };
        leads.into_iter().map(one).collect()
    })
}

fn closed() -> impl Strategy<Value = Vec<Deal>> {
    let state = select(vec![DealState::Won, DealState::Lost]);
    vec((state, option::weighted(0.9, 0..220_i32), option::weighted(0.8, 1..1_000_000_i64)), 0..40).prop_map(|deals| {
        let one = |(state, closed, amount_minor): (DealState, Option<i32>, Option<i64>)| Deal {
            closed: closed.map(at),
            amount_minor,
            ..deal(state)
        };
        deals.into_iter().map(one).collect()
    })
}

fn day_of(instant: Option<(Moment, bool)>) -> Option<i32> {
    instant.map(|(moment, _)| (moment.unix() / 86_400) as i32)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn windows_are_equal_and_hold_what_happened_in_them(leads in leads(), deals in closed(), split in 20..180_i32, as_of in 100..230_i32) {
        let report = counted(&dataset(&leads, &deals), &Agreement::default(), &since(split, as_of));
        let known = |lead: &&Lead| day_of(lead.stages[0]).unwrap() <= FIRST_DAY + as_of;
        let first = leads.iter().filter(known).filter_map(|lead| day_of(lead.stages[0])).min();
        let length = first.map_or(0, |first| (FIRST_DAY + split - first).min(as_of + 1 - split).min(365));
        let Some(found) = report.comparison else {
            prop_assert!(length < 28);
            return Ok(());
        };
        let maturity = found.maturity_days as i32;
        prop_assert!(length >= 28 && 14 <= maturity && 2 * maturity <= length);
        let rate = found.measures.iter().find(|measure| measure.name == LeadToCustomer);
        for (is_before, window) in [(true, &found.before), (false, &found.after)] {
            let from = FIRST_DAY + split - if is_before { length } else { 0 };
            prop_assert_eq!((day(&window.from), day(&window.to)), (Day(from), Day(from + length)));
            let in_window = |date: Option<i32>| date.is_some_and(|date| (from..from + length).contains(&date));
            let of_window: Vec<&Lead> = leads.iter().filter(|lead| in_window(day_of(lead.stages[0]))).collect();
            let closed = |state| deals.iter().filter(|deal| deal.state == state && in_window(day_of(deal.closed))).count() as u64;
            prop_assert_eq!((window.leads, window.won_deals), (of_window.len() as u64, closed(DealState::Won)));
            let age = |lead: &Lead| Some(day_of(lead.stages[5])? - day_of(lead.stages[0])?);
            let judged: Vec<&&Lead> = of_window.iter().filter(|lead| day_of(lead.stages[0]).unwrap() < from + length - maturity).collect();
            let converted = judged.iter().filter(|lead| age(lead).is_some_and(|age| age < maturity)).count();
            if let Some(rate) = rate {
                let (n, value) = if is_before { (rate.before_n, rate.before) } else { (rate.after_n, rate.after) };
                prop_assert_eq!(n, judged.len() as u64);
                prop_assert_eq!(value, (n > 0).then(|| converted as f64 / n as f64));
            }
            if let Some(wins) = found.measures.iter().find(|measure| measure.name == WinRate) {
                let n = if is_before { wins.before_n } else { wins.after_n };
                prop_assert_eq!(n, closed(DealState::Won) + closed(DealState::Lost));
            }
        }
        for measure in &found.measures {
            let difference = measure.before.zip(measure.after).map(|(before, after)| after - before);
            prop_assert_eq!(measure.difference, difference);
            prop_assert!(measure.verdict != Better && measure.verdict != Worse || measure.before_n.min(measure.after_n) >= 5);
            if let (Some(difference), Some(low), Some(high)) = (difference, measure.low, measure.high) {
                prop_assert!(low <= difference + 1e-9 && difference <= high + 1e-9, "{:?}", measure);
            }
        }
    }
}

/// The same draws every time (`SplitMix64`).
struct Draws(u64);

impl Draws {
    /// In 0..1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Standard normal (Box and Muller).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.share()).cos()
    }
}

/// An interval of 95 % holds the truth in 95 of 100 draws, give or take what 2 000 draws can tell.
fn check_coverage(story: &str, mut holds: impl FnMut(&mut Draws) -> bool) {
    let mut draws = Draws(7);
    let held = (0..2_000).filter(|_| holds(&mut draws)).count() as f64 / 2_000.0;
    assert!((held - 0.95).abs() <= 0.015, "{story}: {held}");
}

#[test]
fn newcombes_interval_holds_the_truth_as_often_as_it_says() {
    for ((n, p), (m, q)) in [((60, 0.2), (90, 0.35)), ((150, 0.5), (150, 0.5)), ((400, 0.05), (80, 0.15))] {
        check_coverage(&format!("{p} of {n} and {q} of {m}"), |draws| {
            let mut rate = |denominator: u64, p: f64| {
                let numerator = (0..denominator).filter(|_| draws.share() < p).count() as u64;
                Rate { numerator, denominator }
            };
            let found = rate(n, p).minus(rate(m, q)).unwrap();
            found.low <= p - q && p - q <= found.high
        });
    }
}

#[test]
fn welchs_interval_holds_the_truth_as_often_as_it_says() {
    for ((n, spread), (m, other)) in [((5, 1.0), (5, 1.0)), ((6, 1.0), (40, 5.0)), ((30, 8.0), (10, 1.0)), ((200, 2.0), (300, 3.0))] {
        check_coverage(&format!("{n} of ±{spread} and {m} of ±{other}"), |draws| {
            let mut sample = |count: usize, mean: f64, spread: f64| {
                let mut sample = Sample::default();
                for _ in 0..count {
                    sample.push(mean + spread * draws.normal());
                }
                sample
            };
            let found = welch(&sample(n, 10.0, spread), &sample(m, 7.0, other)).unwrap();
            found.low <= 3.0 && 3.0 <= found.high
        });
    }
}
