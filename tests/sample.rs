//! The sample company is the same to the byte everywhere, and a board finds in it what its makers put there.

use std::{
    collections::{BTreeMap, HashSet},
    sync::LazyLock,
};

use handoff::{
    agreement::Agreement,
    import::{HEAD_BYTES, IssueKind, Kind, Reader, assemble, sniff},
    report::{Query, report},
    sample::{SampleFile, board_files},
    time::Zone,
};

/// Generated once for all tests of this file.
static FILES: LazyLock<Vec<SampleFile>> = LazyLock::new(handoff::sample::files);
static LEADS: LazyLock<Vec<BTreeMap<String, String>>> = LazyLock::new(leads);

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Records by header. The sample has no quoted newline, and this reader knows none: it is no witness for the importer.
fn records(file: &SampleFile) -> Vec<BTreeMap<String, String>> {
    let text = std::str::from_utf8(&file.bytes).expect("UTF-8");
    let split = |line: &str| {
        let (mut fields, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => fields.push(String::new()),
                c => fields.last_mut().expect("never empty").push(c),
            }
        }
        fields
    };
    let mut lines = text.lines();
    let headers = split(lines.next().expect("a header"));
    lines
        .map(|line| {
            let fields = split(line);
            assert_eq!(fields.len(), headers.len(), "{}: {line}", file.name);
            headers.iter().cloned().zip(fields).collect()
        })
        .collect()
}

/// Each lead once: the export writes some twice.
fn leads() -> Vec<BTreeMap<String, String>> {
    let mut seen = HashSet::new();
    records(&FILES[0]).into_iter().filter(|lead| seen.insert(lead["lead_id"].clone())).collect()
}

fn share(of: &[&BTreeMap<String, String>], from: &str, to: &str) -> f64 {
    let entered = of.iter().filter(|lead| !lead[from].is_empty()).count();
    let reached = of.iter().filter(|lead| !lead[to].is_empty()).count();
    reached as f64 / entered as f64
}

#[test]
fn the_bytes_are_pinned() {
    let found: Vec<_> = FILES.iter().map(|file| (file.name, file.bytes.len(), format!("{:016x}", fnv1a(&file.bytes)))).collect();
    let pinned = [
        ("leads.csv", 5_197_287, "da6b378af1507e06"),
        ("deals.csv", 292_239, "d89e08d1477c073a"),
        ("activities.csv", 12_348_949, "10afb07753f09e1a"),
        ("spend.csv", 19_071, "480dfbbabc14f4d4"),
        ("traffic.csv", 296_548, "e930c1c1e0aa5bd3"),
    ];
    assert_eq!(found, pinned.map(|(name, len, hash)| (name, len, hash.to_owned())));
}

#[test]
fn the_board_is_made_of_the_first_four() {
    assert!(board_files() == FILES[..4]);
}

#[test]
fn counts_are_a_company_of_this_size() {
    let (leads, rows) = (&*LEADS, records(&FILES[0]).len());
    let count = |field: &str| leads.iter().filter(|lead| !lead[field].is_empty()).count();
    let check = |what: &str, value: usize, low: usize, high: usize| assert!((low..=high).contains(&value), "{what}: {value}");
    check("leads", leads.len(), 19_000, 21_000);
    check("written twice", rows - leads.len(), leads.len() / 100, leads.len() / 50);
    check("customers", count("customer_at"), leads.len() / 50, leads.len() * 3 / 100);
    check("recycled", count("recycled_at"), leads.len() / 50, leads.len() / 25);
    check("without a source", leads.iter().filter(|lead| lead["source"].is_empty()).count(), 40, 120);
    let recycled_and_won = leads.iter().filter(|lead| !lead["recycled_at"].is_empty() && !lead["customer_at"].is_empty()).count();
    check("recycled and won", recycled_and_won, 5, 40);
    let mqls_of = |month: &str| leads.iter().filter(|lead| lead["mql_at"].starts_with(month)).count();
    check("MQLs of the last whole month", mqls_of("2026-09"), 430, 520);
    // 500 a month would be 403 by the evening of the 25th.
    check("MQLs of the month in progress", mqls_of("2026-10"), 350, 402);
}

#[test]
fn it_ends_at_the_moment_of_the_export() {
    for file in &FILES[..2] {
        for record in records(file) {
            for (header, value) in record {
                assert!(!(header.ends_with("_at") || header == "close_date") || *value <= *"2026-10-25 18:04", "{header} {value}");
            }
        }
    }
    assert!(LEADS.iter().any(|lead| lead["created_at"] == "2026-10-25 18:04"));
}

#[test]
fn stages_follow_each_other() {
    let stages = ["created_at", "mql_at", "sal_at", "sql_at", "opportunity_at", "customer_at"];
    for lead in LEADS.iter() {
        for pair in stages.windows(2) {
            assert!(lead[pair[1]].is_empty() || (!lead[pair[0]].is_empty() && lead[pair[0]] <= lead[pair[1]]), "{lead:?}");
        }
    }
}

#[test]
fn the_plug_is_between_mql_and_sal_and_worse_in_the_last_quarter() {
    let leads = &*LEADS;
    let all: Vec<_> = leads.iter().collect();
    let plug = share(&all, "mql_at", "sal_at");
    assert!(plug < 0.45, "{plug}");
    assert!(share(&all, "sal_at", "sql_at") > plug + 0.2 && share(&all, "sql_at", "opportunity_at") > plug + 0.2);
    let entered = |from: &str, to: &str| leads.iter().filter(|lead| &*lead["mql_at"] >= from && &*lead["mql_at"] < to).collect::<Vec<_>>();
    // Both had a month and more to be accepted.
    let (before, last) = (entered("2026-04", "2026-07"), entered("2026-07-20", "2026-09-20"));
    assert!(share(&last, "mql_at", "sal_at") < share(&before, "mql_at", "sal_at") - 0.08);
}

#[test]
fn reps_and_campaigns_differ() {
    let leads = &*LEADS;
    let by = |field: &str, value: &str| leads.iter().filter(|lead| lead[field] == value).collect::<Vec<_>>();
    let won = |campaign: &str| share(&by("campaign", campaign), "created_at", "customer_at");
    assert!(won("Thursday webinar") > 10.0 * won("The big guide"));
    assert!(by("campaign", "The big guide").len() > 3 * by("campaign", "Thursday webinar").len());

    let accepted = |owner: &str| share(&by("owner", owner), "mql_at", "sal_at");
    assert!(accepted("Sofia Lindqvist") > 1.5 * accepted("Bahram Tavakoli"));
    let small_followed_up = |owner: &str| {
        let small: Vec<_> = by("owner", owner).into_iter().filter(|lead| lead["company_size"] == "1-10").collect();
        share(&small, "delivered_at", "first_follow_up_at")
    };
    assert!(small_followed_up("Nadia Orlova") < 0.4 && small_followed_up("Sofia Lindqvist") > 0.9);
    let silent = |owner: &str| 1.0 - share(&by("owner", owner), "disqualified_at", "disqualification_reason");
    assert!(silent("Nadia Orlova") > 0.5 && silent("Sofia Lindqvist") < 0.05);
}

#[test]
fn every_reason_is_given_and_some_are_not() {
    let leads = &*LEADS;
    let reasons: HashSet<_> =
        leads.iter().filter(|lead| !lead["disqualified_at"].is_empty()).map(|lead| lead["disqualification_reason"].as_str()).collect();
    for reason in [
        "No budget",
        "No need",
        "No authority",
        "Bad timing",
        "Poor fit",
        "Chose a competitor",
        "Unreachable",
        "Duplicate/spam",
        "Other",
        "",
    ] {
        assert!(reasons.contains(reason), "{reason:?}");
    }
    assert_eq!(reasons.len(), 10);
}

#[test]
fn deals_belong_to_leads_and_have_a_believable_size() {
    let ids: HashSet<_> = LEADS.iter().map(|lead| lead["lead_id"].clone()).collect();
    let deals = records(&FILES[1]);
    assert!(deals.iter().all(|deal| ids.contains(&deal["lead_id"]) && deal["currency"] == "USD"));
    let won: Vec<f64> =
        deals.iter().filter(|deal| deal["deal_stage"] == "Closed Won").map(|deal| deal["amount"].parse().expect("an amount")).collect();
    let mean = won.iter().sum::<f64>() / won.len() as f64;
    assert!((8_000.0..15_000.0).contains(&mean), "{mean}");
    assert_eq!(won.len(), LEADS.iter().filter(|lead| !lead["customer_at"].is_empty()).count());
}

#[test]
fn addresses_can_belong_to_nobody() {
    assert!(LEADS.iter().all(|lead| lead["email"].ends_with(".example")));
}

#[test]
fn the_import_reads_it_as_it_was_meant() {
    let agreement = Agreement::default();
    let proposals = FILES.iter().map(|file| {
        let head = &file.bytes[..file.bytes.len().min(HEAD_BYTES)];
        sniff(file.name, file.bytes.len() as u64, head, &[]).expect("a table")
    });
    let proposals: Vec<_> = proposals.collect();
    let kinds: Vec<_> = proposals.iter().map(|proposal| proposal.mapping.kind).collect();
    assert_eq!(kinds, [Kind::Leads, Kind::Deals, Kind::Activities, Kind::Spend, Kind::Traffic]);

    let tables = (0_u16..).zip(FILES.iter().zip(&proposals)).take(3).map(|(index, (file, proposal))| {
        let mut reader = Reader::new(index, file.name, &proposal.mapping, &Zone::utc());
        reader.push(&file.bytes);
        reader.finish()
    });
    let imported = assemble(tables.collect(), &agreement.workspace);
    let dataset = &imported.dataset;
    assert_eq!(dataset.leads.len, LEADS.len());
    assert_eq!(imported.deals_joined, dataset.deals.len as u64);
    assert_eq!(dataset.currency.as_deref(), Some("USD"));
    let duplicates = records(&FILES[0]).len() - LEADS.len();
    assert_eq!((imported.issues.total(), imported.issues.count(IssueKind::MergedDuplicate)), (duplicates as u64, duplicates as u64));

    let report = report(dataset, &imported.files, &agreement, &Zone::utc(), &Query::default());
    assert_eq!(report.as_of.as_deref(), Some("2026-10-25T18:04:00Z"));
    let count = |field: &str| LEADS.iter().filter(|lead| !lead[field].is_empty()).count() as u64;
    let reached: Vec<_> = report.funnel.stages.iter().map(|stage| stage.reached).collect();
    assert_eq!(reached, ["created_at", "mql_at", "sal_at", "sql_at", "opportunity_at", "customer_at"].map(count));
}

#[test]
fn the_agreement_finds_the_habits_of_the_reps() {
    let read = (0_u16..).zip(FILES.iter()).filter(|(_, file)| file.name != "traffic.csv").map(|(index, file)| {
        let head = &file.bytes[..file.bytes.len().min(HEAD_BYTES)];
        let mapping = sniff(file.name, file.bytes.len() as u64, head, &[]).expect("a table").mapping;
        let mut reader = Reader::new(index, file.name, &mapping, &Zone::utc());
        reader.push(&file.bytes);
        reader.finish()
    });
    let agreement = handoff::sample::agreement();
    assert_eq!(agreement.validate(|name| name == "UTC"), Ok(()));
    let imported = assemble(read.collect(), &agreement.workspace);
    let report = report(&imported.dataset, &imported.files, &agreement, &Zone::utc(), &Query::default());
    let speed = report.speed.expect("deliveries and follow-ups");
    let kept = |owner: &str| {
        let part = speed.by_owner.iter().find(|part| part.value.as_deref() == Some(owner)).expect("an owner");
        part.compliance.and_then(|compliance| compliance.rate().value()).expect("a target")
    };
    assert!(kept("Sofia Lindqvist") > 0.9 && kept("Bahram Tavakoli") < 0.3 && kept("Nadia Orlova") < 0.7);
    // The columns of leads and the export of activities tell the same follow-ups.
    let followed_up = LEADS.iter().filter(|lead| !lead["first_follow_up_at"].is_empty()).count() as u64;
    assert_eq!((speed.followed_up, speed.untimed, speed.before_delivery), (followed_up, 0, 0));
    let depth = report.depth.expect("attempts and contacts");
    let contacted = LEADS.iter().filter(|lead| lead["contacted"] == "yes").count() as u64;
    assert_eq!(depth.contacted, contacted);
    assert!(depth.by_channel.is_some() && depth.given_up_early > depth.unreachable);
    let table = report.disqualification.responsibility.expect("both promises");
    assert!(table.cells.follow_up > table.cells.targeting && table.cells.targeting > 0 && table.cells.definition > 0);
    assert!(report.missing.is_empty(), "{:?}", report.missing);
    assert!(report.gap.is_some_and(|gap| gap.is_marketing) && report.comparison.is_some());
}
