//! The library gives the same figures in a browser as natively. Each test runs on both targets and both must meet the same
//! values to the last bit; no browser interface is touched.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use handoff::{
    agreement::Agreement,
    leads::{Dataset, Instants, Leads, Stage},
    report::{Query, report},
    time::{CalendarSystem, Moment, Zone},
};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[test]
fn zones_and_calendars() {
    let check = |zone: &str, at: i64, offset: i32, year: i32, month: u8, day: u8| {
        let zone = Zone::named(zone).expect("a name of the bundled database");
        let moment = Moment::from_unix(at).expect("within range");
        assert_eq!(zone.offset(moment), offset, "{}", zone.name());
        let date = CalendarSystem::Persian.date(zone.day(moment));
        assert_eq!((date.year, date.month, date.day), (year, month, day), "{} {at}", zone.name());
    };
    // 2024-03-19T20:30Z: the first midnight of 1403 in Tehran, still the last day of 1402 further west.
    check("Asia/Tehran", 1_710_880_200, 12_600, 1403, 1, 1);
    check("Europe/Berlin", 1_710_880_200, 3_600, 1402, 12, 29);
    check("America/St_Johns", 1_710_880_200, -9_000, 1402, 12, 29);
    // 2021-07-01T00:00Z: Tehran still had summer time.
    check("Asia/Tehran", 1_625_097_600, 16_200, 1400, 4, 10);
}

/// A thousand leads, one every seven hours, of which every third becomes a customer after a time that differs.
fn dataset() -> Dataset {
    let (mut leads, mut customers) = (Instants::default(), Instants::default());
    for n in 0..1_000_i64 {
        let created = 1_700_000_000 + n * 7 * 3_600;
        let won = (n % 3 == 0).then(|| created + (n * 7_919) % 5_000_000);
        leads.push(Moment::from_unix(created), false);
        customers.push(won.and_then(Moment::from_unix), false);
    }
    let mut stages: [Option<Instants>; 6] = Default::default();
    stages[Stage::Lead.index()] = Some(leads);
    stages[Stage::Customer.index()] = Some(customers);
    Dataset { leads: Leads { len: 1_000, stages, ..Leads::default() }, latest: Moment::from_unix(1_740_000_000), ..Dataset::default() }
}

#[test]
fn a_report() {
    let agreement = Agreement::default();
    let report = report(&dataset(), &[], &agreement, &Query::default());
    let overall = &report.funnel.overall;
    assert_eq!((overall.rate.numerator, overall.rate.denominator), (334, 1_000));
    let check = |name: &str, figure: Option<f64>, expected: f64| {
        assert_eq!(figure.map(f64::to_bits), Some(expected.to_bits()), "{name}: {figure:?}");
    };
    // Percentile type 7 and Wilson's interval in another language gave the same to fifteen digits.
    check("median", overall.days.median, 22.895_769_675_925_926);
    check("mean", overall.days.mean, 24.470_175_170_492_347);
    check("p90", overall.days.p90, 48.586_364_583_333_33);
    check("low", overall.rate.interval().map(|(low, _)| low), 0.305_452_318_874_004_2);
    check("high", overall.rate.interval().map(|(_, high)| high), 0.363_818_164_943_200_13);
    // What crosses from the worker to the page reads back as what was sent.
    let json = serde_json::to_string(&report).expect("a report is plain");
    assert_eq!(serde_json::from_str::<handoff::report::Report>(&json).ok(), Some(report));
}

/// The hashes of the sample company are pinned once, in `tests/sample.rs`, which runs natively.
#[test]
fn the_sample_company() {
    let pinned = include_str!("sample.rs");
    for file in handoff::sample::files() {
        let hash = file.bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        assert!(pinned.contains(&format!("\"{hash:016x}\"")), "{} has another hash: {hash:016x}", file.name);
    }
}
