//! The built command line from outside: what it prints, where, and how it ends.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use handoff::{
    import::{DateOrder, DecimalMark, Delimiter, Encoding, Field, HEAD_BYTES, Kind, Meaning, Overrides, ValueMapping, sniff, sniff_with},
    leads::DealState,
};
use serde_json::{Value, json};

fn fixture(name: &str) -> String {
    format!("{}/tests/cli/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A file of this content in the folder cargo keeps for tests.
fn written(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_handoff")).args(arguments).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json_of(arguments: &[&str]) -> Value {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn with_files<'a>(options: &[&'a str], files: &'a [String]) -> Vec<&'a str> {
    ["report"].into_iter().chain(options.iter().copied()).chain(files.iter().map(String::as_str)).collect()
}

#[test]
fn the_report_is_json_and_issues_are_counted_on_stderr() {
    let files = [fixture("leads.csv"), fixture("deals.csv")];
    let output = run(&with_files(&[], &files));
    assert_eq!(output.status.code(), Some(0));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["schema"], "handoff.report/1");
    assert_eq!((&report["leads"], &report["outcomes"]["won"], &report["outcomes"]["disqualified"]), (&json!(5), &json!(1), &json!(2)));
    assert_eq!(report["revenue"]["total"]["minor"], 120_050);
    assert_eq!(report["import"]["files"][0]["rows_read"], 5);
    let lines = stderr(&output);
    assert!(lines.starts_with("1 issue:\n"), "{lines}");
    assert!(lines.contains("leads.csv:5:MQL Date: 1 × date that cannot be read"), "{lines}");
}

#[test]
fn text_is_for_people_and_goes_where_it_is_told() {
    let files = [fixture("leads.csv"), fixture("deals.csv")];
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report.txt");
    let _ = fs::remove_file(&place);
    let output = run(&with_files(&["--format", "text", "-o", place.to_str().unwrap(), "--currency", "eur", "--quiet"], &files));
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    let text = fs::read_to_string(&place).unwrap();
    for expected in [
        "FUNNEL of 5 leads",
        "OUTCOMES",
        "REASONS of 2",
        "No budget",
        "1,200.50 EUR",
        "2024-Q1",
        "COHORTS",
        "TIME TO CONVERT",
        "PIPELINE of",
        "BY SOURCE",
        "(none)",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
}

#[test]
fn options_reach_the_report() {
    let leads = [format!("leads={}", fixture("leads.csv"))];
    let check = |options: &[&str], pointer: &str, expected: Value| {
        let report = json_of(&with_files(options, &leads));
        assert_eq!(report.pointer(pointer), Some(&expected), "{options:?}");
    };
    check(&[], "/leads", json!(5));
    check(&["--filter", "source=Web"], "/leads", json!(2));
    check(&["--filter", "source=Web", "--filter", "source="], "/leads", json!(3));
    check(&["--filter", "source=Fair", "--filter", "owner=Bob"], "/leads", json!(0));
    check(&["--from", "2024-02-01", "--to", "2024-02-12"], "/leads", json!(2));
    check(&["--from", "2024-02-10"], "/leads", json!(2));
    check(&["--as-of", "2024-01-31"], "/leads", json!(2));
    check(&["--as-of", "2024-01-31", "--time-zone", "Asia/Tehran"], "/as_of", json!("2024-01-31T23:59:59+03:30"));
    check(&["--calendar", "persian", "--from", "1402-11-01", "--to", "1402-12-01"], "/period/from", json!("2024-01-21"));
    let agreement = written("agreement.json", r#"{"version":1,"goal":{"metric":"lead","monthly":10.0},"stages_off":["mql"]}"#);
    check(&["--agreement", &agreement, "--as-of", "2024-02-29"], "/goals/0/gap", json!(-7.0));
    check(&["--agreement", &agreement], "/funnel/stages/1/tracked", json!(false));
}

#[test]
fn before_and_after_the_gap_and_the_bottleneck() {
    let month = |month: u32, mqls: u32| {
        (1..=28).map(move |day| {
            let mql = if day <= mqls { format!("2024-{month:02}-{day:02}") } else { String::new() };
            format!("2024-{month:02}-{day:02},{mql},,\n")
        })
    };
    let won = "2024-02-01,2024-02-02,2024-02-03,2024-02-10\n".repeat(2);
    let rows: String =
        (1..=5).flat_map(|number| month(number, 4)).chain([won]).chain((6..=7).flat_map(|number| month(number, 20))).collect();
    let leads = format!("leads={}", written("half-year.csv", format!("Create Date,MQL Date,SQL Date,Customer Date\n{rows}")));
    let deals =
        written("half-year-deals.csv", "Deal ID,Deal Stage,Close Date,Amount\n1,Closed Won,2024-02-10,500\n2,Closed Won,2024-02-10,500\n");
    let chain = r#"{"quota":36524.25,"marketing_share":null,"average_deal":500.0,"lead_to_customer_rate":0.05}"#;
    let terms = r#"{"mql":{"target_rate":0.5}}"#;
    let agreement =
        written("half-year.json", format!(r#"{{"version":1,"goal_chain":{chain},"stage_terms":{terms},"starts":"2024-05-01"}}"#));
    let deals = format!("deals={deals}");
    let report = json_of(&["report", "--agreement", &agreement, &leads, &deals]);
    assert_eq!(report["comparison"]["since"], "2024-05-01");
    assert_eq!((&report["gap"]["days"], &report["gap"]["actual"]["minor"]), (&json!(210), &json!(100_000)));
    let report = json_of(&["report", "--since", "2024-06-01", "--agreement", &agreement, &leads, &deals]);
    assert_eq!(report["comparison"]["measures"][0]["verdict"], "better");
    let output = run(&["report", "--since", "2024-06-01", "--format", "text", "--agreement", &agreement, &leads, &deals]);
    let text = String::from_utf8(output.stdout).unwrap();
    for expected in ["GAP TO THE GOAL of 210 days", "BOTTLENECK: Lead to MQL", "BEFORE AND AFTER 2024-06-01", "lead to MQL", "  better\n"] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
    let output = run(&["report", "--since", "June", &leads]);
    assert_eq!((output.status.code(), stderr(&output).contains("--since: “June” is no date")), (Some(2), true), "{}", stderr(&output));
}

#[test]
fn a_saved_mapping_decides_how_a_file_is_read() {
    let path = fixture("leads.csv");
    let bytes = fs::read(&path).unwrap();
    let mut mapping = sniff("leads.csv", bytes.len() as u64, &bytes[..bytes.len().min(HEAD_BYTES)], &[]).unwrap().mapping;
    mapping.columns.iter_mut().find(|column| column.header == "Lead Source").unwrap().field = None;
    let plain = written("mapping.json", serde_json::to_string(&[&mapping]).unwrap());
    let sealed = written("mapping.sealed.json", handoff::share::seal("mapping", 1, 0, &[&mapping]));
    for saved in [plain, sealed] {
        let report = json_of(&["report", "--mapping", &saved, &path]);
        let dimensions: Vec<&Value> = report["breakdowns"].as_array().unwrap().iter().map(|b| &b["dimension"]).collect();
        assert_eq!(dimensions, ["owner"]);
    }
}

#[test]
fn everything_a_person_corrects_on_the_page_holds_here_too() {
    let bytes = b"Deal;ID,Deal Stage,Created,Closed,Amount\nd;1,\xC7\xE0\xEA\xF0\xFB\xF2\xEE,03/04/2024,05/06/2024,\"1,500\"\nd;2,Closed Lost,04/05/2024,06/07/2024,\n";
    let path = written("corrected.csv", bytes);
    let corrected = Overrides {
        encoding: Some(Encoding::Windows1251),
        delimiter: Some(Delimiter::Comma),
        kind: Some(Kind::Deals),
        ..Overrides::default()
    };
    let mut mapping = sniff_with("corrected.csv", bytes.len() as u64, bytes, &[], &corrected).unwrap().mapping;
    for column in &mut mapping.columns {
        match column.header.as_str() {
            "Created" | "Closed" => column.date_order = Some(DateOrder::Mdy),
            "Amount" => column.decimal_mark = Some(DecimalMark::Comma),
            _ => {}
        }
    }
    mapping.columns[3].field = Some(Field::CloseDate);
    let won = ValueMapping { header: "Deal Stage".into(), raw: "Закрыто".into(), meaning: Meaning::Deal(DealState::Won) };
    mapping.values.push(won);
    let saved = written("corrected.json", handoff::share::MAPPING.seal(0, &[&mapping]));
    let report = json_of(&["report", "--mapping", &saved, &path]);
    assert_eq!((&report["deals"]["won"], &report["deals"]["lost"]), (&json!(1), &json!(1)));
    assert_eq!(report["revenue"]["total"]["minor"], 150);
    assert_eq!(report["period"]["to"], "2024-06-08", "month first: {}", report["period"]);
    assert_eq!(report["import"]["files"][0]["issues"], json!([]));
    // Without it, nobody could have known.
    let report = json_of(&["report", &format!("deals={path}")]);
    assert_eq!(report["deals"]["won"], json!(0));
}

#[test]
fn what_cannot_be_computed_ends_with_2_and_one_line() {
    let leads = fixture("leads.csv");
    let check = |arguments: &[&str], expected: &[&str]| {
        let output = run(arguments);
        let line = stderr(&output);
        assert_eq!((output.status.code(), line.lines().count()), (Some(2), 1), "{arguments:?}: {line}");
        assert!(output.stdout.is_empty());
        assert!(expected.iter().all(|part| line.contains(part)), "{arguments:?}: {line}");
    };
    check(&[], &["handoff report --help"]);
    check(&["report"], &["<FILE>"]);
    check(&["report", "--format", "pdf", &leads], &["pdf", "json, text, html"]);
    check(&["report", "no such file.csv"], &["no such file.csv", "cannot be read"]);
    check(&["report", "--filter", "colour=red", &leads], &["colour", "source, campaign"]);
    check(&["report", "--filter", "source", &leads], &["FIELD=VALUE"]);
    check(&["report", "--as-of", "yesterday", &leads], &["--as-of", "yesterday"]);
    check(&["report", "--from", "2024-02-30", &leads], &["--from", "2024-02-30"]);
    check(&["report", "--from", "2024-02-02", "--to", "2024-02-02", &leads], &["--to"]);
    check(&["report", "--time-zone", "Mars/Olympus", &leads], &["Mars/Olympus", "Europe/Berlin"]);
    check(&["report", "--currency", "€", &leads], &["--currency"]);
    check(&["report", "-o", "/no/such/folder/report.json", &fixture("deals.csv")], &["/no/such/folder/report.json", "-o"]);

    let broken = written("broken.json", "{\n  \"version\": }");
    check(&["report", "--agreement", &broken, &leads], &["broken.json:2:14", "agreement"]);
    let other = written("other.json", "[1]");
    check(&["report", "--mapping", &other, &leads], &["other.json:1:", "no mapping"]);
    let newer = written("newer.json", r#"{"version":99}"#);
    check(&["report", "--agreement", &newer, &leads], &["newer.json", "version 99"]);

    let numbered = written("numbered.csv", "Lead ID,Lead Status\n1,MQL\n");
    let addressed = written("addressed.csv", "Email,Lead Status\na@x.example,MQL\n");
    check(&["reconcile", &numbered], &["<RIGHT>"]);
    check(&["reconcile", &numbered, &addressed], &["numbered.csv", "addressed.csv", "no key", "e-mail"]);
    let visits = written("visits.csv", "Date,Sessions,Source\n2024-01-01,5,Web\n");
    check(&["reconcile", &numbered, &visits], &["visits.csv:1:1", "neither leads nor deals"]);

    let empty = written("empty.csv", "");
    check(&["report", &empty], &["empty.csv:1:1", "empty"]);
    let workbook = written("workbook.csv", b"PK\x03\x04\x14\x00\x06\x00");
    check(&["report", &leads, &workbook], &["workbook.csv:1:1", "Excel", "damaged", "CSV"]);
    let cover = self::workbook("cover.xlsx", &[("Read me", "Exported on Monday")]);
    check(&["report", &cover], &["cover.xlsx:1:1", "header"]);
    let page = written("page.csv", "<!DOCTYPE html><html><body>Please log in</body></html>");
    check(&["report", &page], &["page.csv:1:1", "web page"]);
}

/// A workbook with one sheet for each CSV text.
fn workbook(name: &str, sheets: &[(&str, &str)]) -> String {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, csv) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, line) in (0..).zip(csv.lines()) {
            for (column, cell) in (0..).zip(line.split(',')) {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    written(name, workbook.save_to_buffer().unwrap())
}

#[test]
fn a_workbook_is_its_sheets() {
    let (leads, deals) = (fixture("leads.csv"), fixture("deals.csv"));
    let texts = [&leads, &deals].map(|path| fs::read_to_string(path).unwrap());
    let both = workbook("crm.xlsx", &[("Read me", "Exported on Monday"), ("Leads", &texts[0]), ("Deals", &texts[1])]);
    let mut expected = json_of(&["report", &leads, &deals]);
    for argument in [both.clone(), format!("leads={both}")] {
        let output = run(&["report", &argument]);
        assert!(stderr(&output).contains("crm.xlsx › Read me: there is no header line"), "{}", stderr(&output));
        assert!(stderr(&output).contains("crm.xlsx › Leads:5:MQL Date: 1 × date that cannot be read"), "{}", stderr(&output));
        let mut report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["import"]["files"][1]["name"], "crm.xlsx › Deals");
        for files in [&mut report, &mut expected] {
            files["import"] = Value::Null;
        }
        assert_eq!(report, expected);
    }
}

#[test]
fn two_lists_are_reconciled() {
    let marketing = written("marketing.csv", "Lead ID,Email,Lifecycle Stage\n1,a@x.example,MQL\n2,b@x.example,MQL\n3,c@x.example,MQL\n");
    let sales = written("sales.csv", "Email,Lead Status,Lead Owner\nA@x.example,MQL,Ann\nb@x.example,New,\n");
    let found = json_of(&["reconcile", &marketing, &sales]);
    assert_eq!((&found["schema"], &found["in_both"]), (&json!("handoff.reconcile/1"), &json!(2)));
    assert_eq!(found["keys"], json!({"first": "email", "second": null, "reason": "only_one"}));
    let mql = found["stages"].as_array().unwrap().iter().find(|row| row["stage"] == "mql").unwrap();
    assert_eq!(mql["left"], json!({"reached": 3, "reached_too": 1, "elsewhere": 1, "untold": 0, "missing": 1, "keyless": 0}));
    assert_eq!(found["stage_pairs"], json!([{"left": "mql", "right": "lead", "leads": 1}]));
    let output = run(&["reconcile", "--format", "text", &marketing, &sales]);
    let text = String::from_utf8(output.stdout).unwrap();
    let expected = "marketing.csv has 3 leads as MQL; sales.csv has 1 of them as such: 1 missing there, 1 there in another stage.\n";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("2 leads are in both lists, 2 found by e-mail. It is the only key both lists have."), "{text}");
}

#[test]
fn a_filter_nothing_meets_is_said() {
    let output = run(&["report", "--filter", "source=Wbe", &fixture("leads.csv")]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).contains("--filter source=Wbe: no record has this value"));
}

#[test]
fn help_and_version_are_no_failures() {
    for arguments in [&["--help"][..], &["report", "--help"], &["--version"]] {
        let output = run(arguments);
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{arguments:?}");
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn the_sample_company_reports_against_its_own_agreement() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample");
    let _ = fs::remove_dir_all(&folder);
    let place = folder.to_str().unwrap();
    assert_eq!(run(&["sample", place]).status.code(), Some(0));
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let report = json_of(&["report", "--agreement", &file("agreement.json"), &file("leads.csv"), &file("deals.csv")]);
    assert!(report["leads"].as_u64().unwrap() > 15_000, "{}", report["leads"]);
    assert_eq!(report["goals"][0]["goal"], 500.0);
    assert!(report["revenue"]["marketing_sourced"]["minor"].as_i64().unwrap() > 0);
    let again = run(&["sample", place]);
    assert_eq!((again.status.code(), stderr(&again).lines().count()), (Some(2), 1));
    assert!(stderr(&again).contains("agreement.json"));
}

#[test]
fn real_exports_give_their_known_figures() {
    let root = std::env::var_os("HANDOFF_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    if !root.is_dir() {
        eprintln!("{} is not there: nothing compared", root.display());
        return;
    }
    let path = |name: &str| root.join(name).to_str().unwrap().to_owned();
    let olist = ["olist/olist_marketing_qualified_leads_dataset.csv", "olist/olist_closed_deals_dataset.csv"].map(path);
    let report = json_of(&with_files(&["--quiet"], &olist));
    assert_eq!(report["funnel"]["overall"]["rate"], json!({"numerator": 842, "denominator": 8_000}));
    assert_eq!(report["funnel"]["overall"]["days"]["median"], 14.0);
    let maven = json_of(&["report", &path("maven_crm/sales_pipeline.csv")]);
    assert_eq!((&maven["deals"]["won"], &maven["deals"]["lost"]), (&json!(4_238), &json!(2_473)));
    assert_eq!(maven["revenue"]["total"]["minor"], 1_000_553_400);
    let ringostat = json_of(&["report", &path("ringostat_deals/deals.csv")]);
    assert_eq!(ringostat["deals"]["win_rate"], json!({"numerator": 216, "denominator": 647}));
    let first = &ringostat["disqualification"]["reasons"][0];
    assert_eq!(first, &json!({"reason": "Client decided that it was not profitable", "count": 45}));
}

#[test]
fn the_difference_of_two_agreements_is_said_in_words() {
    let speed = |hours: u32| format!(r#"{{"sales":{{"speed":{{"share":0.29,"hours":{hours}}}}}}}"#);
    let (before, after) = (written("before.json", speed(24)), written("after.json", speed(8)));
    let check = |arguments: &[&str], expected: &str| {
        let output = run(&[&["difference"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
    };
    check(&[&before, &after], "Speed: 29 % within 24 business hours → 29 % within 8 business hours\n");
    check(&["--language", "fa", &before, &after], "سرعت: 29 % در 24 ساعت کاری ← 29 % در 8 ساعت کاری\n");
    check(&[&after, &after], "Nothing differs.\n");
    let output = run(&["difference", &before, &fixture("leads.csv")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("leads.csv"), "{}", stderr(&output));
}
