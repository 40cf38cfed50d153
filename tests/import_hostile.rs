//! Files made to be misread, against the table their bytes mean (manifest.json). Runs where the folder is; the same stories are
//! in `import_stories.rs` for everyone.

mod common;

use common::{data, import_pieces};
use handoff::{
    import::{HEAD_BYTES, Imported, IssueKind, preview, sniff},
    leads::{Dimension, NO_AMOUNT, Stage},
    time::{CalendarSystem, Zone},
};
use serde_json::Value;

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|cell| cell.as_str().unwrap().to_owned()).collect()
}

fn iso_day(imported: &Imported, row: usize) -> Option<String> {
    let created = imported.dataset.leads.stages[Stage::Lead.index()].as_ref()?;
    let date = CalendarSystem::Gregorian.date(Zone::utc().day(created.get(row)?));
    Some(format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
}

fn check_values(name: &str, imported: &Imported, values: &[Value]) {
    for (row, value) in values.iter().enumerate() {
        if let Some(number) = value.as_f64() {
            let minor = imported.dataset.deals.amount_minor[row];
            assert!(minor != NO_AMOUNT && minor == (number * 100.0).round() as i64, "{name} row {row}: {minor} for {number}");
        } else {
            assert_eq!(iso_day(imported, row).as_deref(), value.as_str(), "{name} row {row}");
        }
    }
}

fn check(name: &str, bytes: &[u8], story: &Value) {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let proposal = sniff(name, bytes.len() as u64, head, &[]);
    let is_empty = story["expected_header"].as_array().is_some_and(Vec::is_empty);
    if story["must_refuse"] == true || is_empty {
        assert!(proposal.is_err(), "{name}: {proposal:?}");
        return;
    }
    let mapping = proposal.unwrap_or_else(|why| panic!("{name}: {why:?}")).mapping;
    let shown = preview(&mapping, bytes, usize::MAX);
    if story["expected_header"].is_array() {
        assert_eq!(shown.headers, texts(&story["expected_header"]), "{name}");
    }
    if let Some(rows) = story["expected_rows"].as_array() {
        assert_eq!(shown.rows, rows.iter().map(texts).collect::<Vec<_>>(), "{name}");
    }
    if let Some(rows) = story["expected_row_count"].as_u64() {
        assert_eq!(shown.rows.len() as u64, rows, "{name}");
    }
    if let Some(columns) = story["expected_columns"].as_u64() {
        assert_eq!(mapping.columns.len() as u64, columns, "{name}");
        let mut names: Vec<&String> = mapping.columns.iter().map(|column| &column.header).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len() as u64, columns, "{name}: every column has a name of its own");
    }
    let imported = import_pieces(&[(name, bytes)], 1 << 16);
    if let Some(line) = story["must_report_line"].as_u64() {
        assert!(imported.issues.iter().any(|issue| issue.line == Some(line)), "{name}");
    }
    if let Some(values) = story["values"].as_array() {
        check_values(name, &imported, values);
    }
    if let Some(groups) = story["groups"]["Source"].as_u64() {
        let source = imported.dataset.leads.categories[Dimension::Source.index()].as_ref().unwrap();
        assert_eq!(source.values().len() as u64, groups, "{name}");
    }
}

#[test]
fn every_hostile_file_is_read_as_it_is_meant() {
    let Some(folder) = data().map(|folder| folder.join("hostile")) else { return };
    let manifest: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("manifest.json")).unwrap()).unwrap();
    let stories = manifest["files"].as_array().unwrap();
    assert!(stories.len() > 30);
    for story in stories {
        let name = story["file"].as_str().unwrap();
        check(name, &std::fs::read(folder.join("files").join(name)).unwrap(), story);
    }
}

#[test]
fn doubts_are_named() {
    let Some(folder) = data().map(|folder| folder.join("hostile/files")) else { return };
    for (name, kind, count) in [
        ("date_contradiction.csv", IssueKind::ContradictoryDate, 1),
        ("date_negative_durations.csv", IssueKind::DateOutOfRange, 4),
        ("date_negative_durations.csv", IssueKind::NegativeDuration, 1),
        ("id_excel_mangled.csv", IssueKind::MangledId, 2),
        ("shape_ragged_short.csv", IssueKind::TooFewFields, 1),
        ("shape_totals_row.csv", IssueKind::TotalsRow, 1),
        ("quote_bare_inside.csv", IssueKind::StrayQuote, 1),
        ("quote_unterminated.csv", IssueKind::UnterminatedQuote, 1),
        ("head_duplicate.csv", IssueKind::HeaderRenamed, 2),
        ("head_empty_names.csv", IssueKind::HeaderRenamed, 2),
    ] {
        let imported = import_pieces(&[(name, &std::fs::read(folder.join(name)).unwrap())], 1 << 16);
        assert_eq!(imported.issues.count(kind), count, "{name}: {:?}", imported.issues.groups().collect::<Vec<_>>());
    }
}
