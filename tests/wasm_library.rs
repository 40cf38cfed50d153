//! The library gives the same figures in a browser as natively. Each test runs on both targets and both must meet the same
//! values to the last bit. The one thing asked of the browser is its time zones, through the worker's own door.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use handoff::{
    agreement::{Agreement, Workspace},
    import::{Field, Imported, Reader, assemble, sniff},
    leads::{Dataset, Instants, Leads, Stage},
    report::{Query, Report, report},
    time::{CalendarSystem, Moment, Zone},
};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[cfg(target_arch = "wasm32")]
#[path = "../src/bin/worker/zones.rs"]
mod zones;

fn zone(name: &str) -> Option<Zone> {
    #[cfg(not(target_arch = "wasm32"))]
    return Zone::named(name);
    #[cfg(target_arch = "wasm32")]
    return zones::zone(name);
}

#[cfg(target_arch = "wasm32")]
#[test]
fn a_zone_is_made_once() {
    let zones = zones::Zones::default();
    assert!(std::rc::Rc::ptr_eq(&zones.zone("Europe/Berlin"), &zones.zone("Europe/Berlin")));
    assert_eq!(zones.zone("Mars/Olympus").name(), "UTC");
}

#[test]
fn zones_keep_their_clocks() {
    let check = |name: &str, changes: &[(i64, i32)]| {
        let zone = zone(name).expect("a name of the database");
        assert_eq!(zone.name(), name);
        for &(at, offset) in changes {
            assert_eq!(zone.offset(Moment::from_unix(at).expect("within range")), offset, "{name} at {at}");
        }
    };
    check("UTC", &[(0, 0), (4_000_000_000, 0)]);
    check("Asia/Kolkata", &[(0, 19_800), (1_700_000_000, 19_800)]);
    // 2024-03-31T01:00Z and 2024-10-27T01:00Z, and the same in 1990 (25 March, 30 September: then still at 01:00Z).
    check("Europe/Berlin", &[(1_711_846_799, 3_600), (1_711_846_800, 7_200), (1_729_990_799, 7_200), (1_729_990_800, 3_600)]);
    check("Europe/Berlin", &[(638_326_799, 3_600), (638_326_800, 7_200), (654_656_399, 7_200), (654_656_400, 3_600)]);
    check("America/New_York", &[(1_710_053_999, -18_000), (1_710_054_000, -14_400), (2_541_398_400, -14_400)]);
    // Half an hour of summer time: from 2024-04-06T15:00Z to 2024-10-05T15:30Z the clock is back.
    check("Australia/Lord_Howe", &[(1_712_415_599, 39_600), (1_712_415_600, 37_800), (1_728_142_199, 37_800), (1_728_142_200, 39_600)]);
    // No 30 December 2011: from ten hours behind to fourteen ahead, at the full day.
    check("Pacific/Apia", &[(1_325_239_199, -36_000), (1_325_239_200, 50_400)]);
    // The last summer time ended 2022-09-21T19:30Z.
    check("Asia/Tehran", &[(1_663_788_599, 16_200), (1_663_788_600, 12_600), (1_720_000_000, 12_600)]);
    // The clock goes back for Ramadan 2024 and forth again on 14 April, 02:00Z.
    check("Africa/Casablanca", &[(1_710_035_999, 3_600), (1_710_036_000, 0), (1_713_059_999, 0), (1_713_060_000, 3_600)]);
    // 44 minutes and 30 seconds behind, until 1972-01-07.
    check("Africa/Monrovia", &[(0, -2_670), (63_593_069, -2_670), (63_593_070, 0)]);
    // Summer time was given up after one week: 2000-10-08T04:00Z to 2000-10-15T03:00Z.
    check("America/Boa_Vista", &[(970_977_599, -14_400), (970_977_600, -10_800), (971_578_799, -10_800), (971_578_800, -14_400)]);
    assert!(zone("Mars/Olympus").is_none());
    assert!(zone("").is_none());
}

/// The bundled database and the browser's tell the same history: the offsets at every hour from 2000 to 2025, as one number a zone.
#[test]
fn zones_remember_alike() {
    let check = |name: &str, expected: u64| {
        let zone = zone(name).expect("a name of the database");
        let offsets = (262_968_i64..490_896).map(|hour| zone.offset(Moment::from_unix(hour * 3_600).expect("within range")));
        let hash = offsets.fold(0xcbf2_9ce4_8422_2325_u64, |hash, offset| (hash ^ u64::from(offset as u32)).wrapping_mul(0x0100_0000_01b3));
        assert_eq!(hash, expected, "{name}: {hash:#018x}");
    };
    check("Africa/Cairo", 0x189e_1bd0_c612_2b35);
    check("Africa/Casablanca", 0x3c28_eaf1_87ed_d245);
    check("Africa/Johannesburg", 0x1b1a_785c_1c0b_f785);
    check("America/Argentina/San_Luis", 0x1433_b2cc_4420_7f25);
    check("America/Caracas", 0x861e_81de_0156_3885);
    check("America/Chicago", 0x79fe_86e5_7488_7385);
    check("America/Los_Angeles", 0xc05d_9b4f_7bf3_f205);
    check("America/Mexico_City", 0x5446_4205_b330_1f35);
    check("America/New_York", 0x22f3_604a_bbab_ac05);
    check("America/Sao_Paulo", 0xccbc_4f46_155a_ea35);
    check("America/St_Johns", 0xc413_e6e6_9443_a765);
    check("Asia/Dubai", 0x745b_cef3_ce2d_f905);
    check("Asia/Kabul", 0x6bb8_7055_be27_4405);
    check("Asia/Kathmandu", 0xdd7a_bf92_11b6_2725);
    check("Asia/Pyongyang", 0xddff_ecc6_c7e4_4605);
    check("Asia/Tehran", 0x8ada_1fd5_0466_75d5);
    check("Asia/Tokyo", 0x0f01_1ab7_d9ba_7405);
    check("Australia/Lord_Howe", 0xf982_afa7_3418_fa05);
    check("Australia/Sydney", 0xbf70_12a0_2d8a_fd85);
    check("Europe/Berlin", 0x9067_4f9c_e483_fa45);
    check("Europe/Dublin", 0x551e_4ed4_8d06_d605);
    check("Europe/Istanbul", 0x864e_8da3_21dc_f195);
    check("Europe/London", 0x551e_4ed4_8d06_d605);
    check("Pacific/Apia", 0x7569_818a_8ab4_ecb5);
}

#[test]
fn zones_and_calendars() {
    let check = |name: &str, at: i64, offset: i32, year: i32, month: u8, day: u8| {
        let zone = zone(name).expect("a name of the database");
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
    let report = report(&dataset(), &[], &agreement, &Zone::utc(), &Query::default());
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
    let bytes = borsh::to_vec(&report).expect("a report is plain");
    assert_eq!(borsh::from_slice::<Report>(&bytes).ok(), Some(report));
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

fn import(text: &str) -> Imported {
    let mapping = sniff("leads.csv", text.len() as u64, text.as_bytes(), &[]).expect("a table").mapping;
    let mut reader = Reader::new(0, "leads.csv", &mapping, &Zone::utc());
    reader.push(text.as_bytes());
    assemble(vec![reader.finish()], &Workspace::default())
}

/// The browser finds the bytes that end a field by instructions of its own.
#[test]
fn a_table_is_cut_alike_wherever_its_marks_fall() {
    for pad in 0..130 {
        let (long, text) = ("a".repeat(pad + 1), "z".repeat(pad));
        let first = format!("Lead ID,Email,Company\r\nL1,{long}@x.com,\"a, \"\"b\"\"\n{text}\"\r\n");
        let leads = import(&format!("{first}L2,b@y.com,c\n")).dataset.leads;
        assert_eq!(leads.len, 2, "{pad}");
        assert_eq!([leads.places[0].offset(), leads.places[1].offset()], [23, first.len() as u64], "{pad}");
    }
}

/// Unicode's forms are the browser's own there.
#[test]
fn words_are_one_however_they_are_composed() {
    let imported = import("Ｌｅａｄ ＩＤ,Ｅｍａｉｌ,Lead Source\nL1,a@x.com,Jose\u{301}\nL2,b@x.com,José\n");
    let mapping = sniff("leads.csv", 40, "Ｌｅａｄ ＩＤ,Ｅｍａｉｌ\nL1,a@x.com\n".as_bytes(), &[]).expect("a table").mapping;
    assert_eq!(mapping.columns.iter().map(|column| column.field).collect::<Vec<_>>(), [Some(Field::LeadId), Some(Field::Email)]);
    let source = imported.dataset.leads.categories[0].as_ref().expect("sources");
    assert_eq!(source.values(), ["José"]);
}
