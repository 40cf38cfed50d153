//! Small exports as stories: what is dropped, and what must be read. The whole suite of `import_hostile.rs` in miniature, for
//! machines without the folder of real exports.

mod common;

use std::fmt::Write as _;

use common::{import, import_mapped, import_pieces, sniffed};
use handoff::{
    import::{Encoding, Field, HEAD_BYTES, Imported, IssueKind, Kind, Meaning, NotATable, ValueMapping, preview, sniff},
    leads::{Category, DealState, Dimension, Event, Instants, NO_LEAD, Stage, Status},
    time::{CalendarSystem, Zone},
};

fn day(instants: Option<&Instants>, row: usize) -> String {
    let Some(moment) = instants.and_then(|instants| instants.get(row)) else { return "-".to_owned() };
    let date = CalendarSystem::Gregorian.date(Zone::utc().day(moment));
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

fn days(instants: Option<&Instants>) -> Vec<String> {
    (0..instants.map_or(0, Instants::len)).map(|row| day(instants, row)).collect()
}

fn stage_days(imported: &Imported, stage: Stage) -> Vec<String> {
    days(imported.dataset.leads.stages[stage.index()].as_ref())
}

fn values(category: Option<&Category>) -> Vec<String> {
    let category = category.expect("the column is mapped");
    (0..category.len()).map(|row| category.value(category.code(row)).unwrap_or("(none)").to_owned()).collect()
}

fn lead_values(imported: &Imported, dimension: Dimension) -> Vec<String> {
    values(imported.dataset.leads.categories[dimension.index()].as_ref())
}

fn kinds_of(imported: &Imported) -> Vec<(IssueKind, u64)> {
    imported.issues.groups().map(|group| (group.kind, group.count)).collect()
}

/// The rows and issues of a file as detected.
fn check_rows(text: &[u8], expected: &[&[&str]], issues: &[(IssueKind, Option<u64>)]) {
    let shown = preview(&sniffed("leads.csv", text).mapping, text, 100);
    let rows: Vec<Vec<&str>> = shown.rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let story = String::from_utf8_lossy(text);
    assert_eq!(rows, expected, "{story}");
    assert_eq!(shown.issues.iter().map(|issue| (issue.kind, issue.line)).collect::<Vec<_>>(), issues, "{story}");
    assert_eq!(shown.rows_read, rows.len() as u64 + shown.rows_left_out, "{story}");
}

#[test]
fn tables_are_read_as_they_are_meant() {
    use IssueKind::{
        EmptyRow, NulBytes, RepeatedHeader, StrayQuote, TooFewFields, TooManyFields, TotalsRow, UndecodableBytes, UnterminatedQuote,
    };
    check_rows(b"Lead ID,Source\r\n1,Web\r\n", &[&["1", "Web"]], &[]);
    check_rows(b"Lead ID;Source\n1;\"a; \"\"b\"\"\"\n", &[&["1", "a; \"b\""]], &[]);
    check_rows(b"Lead ID\tSource\r1\tWeb\r2\tAd", &[&["1", "Web"], &["2", "Ad"]], &[]);
    check_rows(b"Lead ID|Source\n1|Web\n", &[&["1", "Web"]], &[]);
    check_rows(b"sep=;\nLead ID;Source\n1;Web\n", &[&["1", "Web"]], &[]);
    check_rows(b"Leads Report\nMarch\n\nLead ID,Source\n1,Web\n2,Ad\n", &[&["1", "Web"], &["2", "Ad"]], &[]);
    check_rows(b"Lead ID,Note\n1,\"two\nlines\"\n2,x\n", &[&["1", "two\nlines"], &["2", "x"]], &[]);
    check_rows(b"'Lead ID','Name'\n'1','Lee, Ann'\n", &[&["1", "Lee, Ann"]], &[]);
    check_rows(b"Lead ID,Name\n1,\"say \\\"hi\\\", he\"\n2,\"b\"\n", &[&["1", "say \"hi\", he"], &["2", "b"]], &[]);
    check_rows(b"Lead ID,Name\n1, \"a, b\" \n", &[&["1", "a, b"]], &[]);
    check_rows(b"Lead ID,Name\n1,5\" pipe\n", &[&["1", "5\" pipe"]], &[(StrayQuote, Some(2))]);
    check_rows(b"Lead ID,Name,Source\n1,\"5\" pipe\",Web\n", &[&["1", "5\" pipe", "Web"]], &[(StrayQuote, Some(2))]);
    check_rows(b"Lead ID,Name\n1,\"a\"b\n2,c\n", &[&["1", "\"a\"b"], &["2", "c"]], &[(StrayQuote, Some(2))]);
    check_rows(
        b"Lead ID,Name,Source\n1,a,Web\n2,\"b,Web\n3,c,\"W, eb\"\n",
        &[&["1", "a", "Web"], &["2", "\"b", "Web"], &["3", "c", "W, eb"]],
        &[(UnterminatedQuote, Some(3))],
    );
    check_rows(
        b"Lead ID,A,B\n1,a\n2,b,c,d\n3,b,c,\n",
        &[&["1", "a", ""], &["2", "b", "c"], &["3", "b", "c"]],
        &[(TooManyFields, Some(3)), (TooFewFields, Some(2))],
    );
    check_rows(
        b"Lead ID,A\n1,a\n,\nLead ID,A\nTotals,5\n2,b\n",
        &[&["1", "a"], &["2", "b"]],
        &[(EmptyRow, Some(3)), (TotalsRow, Some(5)), (RepeatedHeader, Some(4))],
    );
    check_rows(b"Lead ID,A,B\n1,a,2\nTotals,,2\n", &[&["1", "a", "2"]], &[(TotalsRow, Some(3))]);
    check_rows(
        b"Lead ID,A\n1,a\0b\n2,\xFFc\xD8\xB9\xD8\xB9\xD8\xB9\xD8\xB9\xD8\xB9\xD8\xB9\xD8\xB9\xD8\xB9\n",
        &[&["1", "ab"], &["2", "\u{FFFD}cعععععععع"]],
        &[(UndecodableBytes, Some(3)), (NulBytes, Some(2))],
    );
}

#[test]
fn what_is_no_table_is_refused() {
    let check = |bytes: &[u8], expected: NotATable| assert_eq!(sniff("a.csv", bytes.len() as u64, bytes, &[]), Err(expected));
    check(b"", NotATable::Empty);
    check(b"\xEF\xBB\xBF", NotATable::Empty);
    check(b" \r\n\r\n", NotATable::Empty);
    check(b"PK\x03\x04rest", NotATable::ExcelOrZip);
    check(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", NotATable::OldExcel);
    check(b"<!DOCTYPE html><html>a,b</html>", NotATable::Html);
    check(b"%PDF-1.7", NotATable::Pdf);
    check(b"\x89PNG\r\n\x1A\n", NotATable::Image);
    check(b"\x1F\x8B\x08", NotATable::Gzip);
    check(b"[{\"a\": 1}]", NotATable::Json);
    check(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 200], NotATable::Binary);
    check(b"just a line of text", NotATable::NoHeader);
    check(b"some text\nwithout any\nstructure", NotATable::NoHeader);
    check(b"Lead ID,Source\n", NotATable::NoHeader);
}

#[test]
fn encodings_are_found() {
    let check = |bytes: &[u8], expected: Encoding| assert_eq!(sniffed("a.csv", bytes).mapping.encoding, expected);
    let text = "Lead ID,Источник\n1,Сайт\n2,Реклама\n";
    check(text.as_bytes(), Encoding::Utf8);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&utf16, Encoding::Utf16Le);
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    check(&utf16, Encoding::Utf16Be);
    check(b"ID;\xC8\xF1\xF2\xEE\xF7\xED\xE8\xEA\n1;\xD1\xE0\xE9\xF2\n", Encoding::Windows1251);
}

/// Which column each field was matched to, "field=header".
fn matched(name: &str, header: &str, row: &str) -> (Kind, Vec<String>) {
    let text = format!("{header}\n{row}\n");
    let mapping = sniffed(name, text.as_bytes()).mapping;
    let named = |column: &handoff::import::ColumnMapping| {
        let field = serde_json::to_value(column.field?).unwrap();
        let field =
            field.as_str().map_or_else(|| field.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned(), str::to_owned);
        Some(format!("{field}={}", column.header))
    };
    (mapping.kind, mapping.columns.iter().filter_map(named).collect())
}

#[test]
fn columns_are_matched_by_header_and_value() {
    let check = |header: &str, row: &str, kind: Kind, expected: &[&str]| {
        assert_eq!(matched("export.csv", header, row), (kind, expected.iter().map(|text| (*text).to_owned()).collect()), "{header}");
    };
    check(
        "Record ID,Email,Lifecycle Stage,Lead Status,Original Source,Create Date,Became a Marketing Qualified Lead Date,Contact owner",
        "1,a@b.c,lead,New,Organic,2024-01-01 10:00,2024-01-02,Ann",
        Kind::Leads,
        &[
            "lead_id=Record ID",
            "email=Email",
            "status=Lifecycle Stage",
            "source=Original Source",
            "created_at=Create Date",
            "mql=Became a Marketing Qualified Lead Date",
            "owner=Contact owner",
        ],
    );
    check(
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of value,Deal - Stage,Deal - Status,Deal - Won time,Deal - Lost time,Deal - Lost reason,Deal - Owner",
        "1,Big,100,USD,Demo,Won,2024-01-02,,,Ann",
        Kind::Deals,
        &[
            "deal_id=Deal - ID",
            "name=Deal - Title",
            "amount=Deal - Value",
            "currency=Deal - Currency of value",
            "deal_stage=Deal - Stage",
            "status=Deal - Status",
            "customer=Deal - Won time",
            "disqualified=Deal - Lost time",
            "reason=Deal - Lost reason",
            "owner=Deal - Owner",
        ],
    );
    check(
        "شماره سرنخ,منبع,تاريخ ايجاد,وضعیت",
        "1,وب,1402/10/25,جدید",
        Kind::Leads,
        &["lead_id=شماره سرنخ", "source=منبع", "created_at=تاريخ ايجاد", "status=وضعیت"],
    );
    check(
        "ID;Название сделки;Этап сделки;Бюджет;Ответственный",
        "1;x;Закрыто и не реализовано;100;Иван",
        Kind::Deals,
        &["deal_id=ID", "name=Название сделки", "status=Этап сделки", "amount=Бюджет", "owner=Ответственный"],
    );
    // A date column and a yes/no column of one name are told apart by their values.
    check("Lead ID,MQL,Converted", "1,2024-01-01,yes", Kind::Leads, &["lead_id=Lead ID", "mql=MQL", "status=Converted"]);
    check("Lead ID,MQL", "1,yes", Kind::Leads, &["lead_id=Lead ID"]);
    check(
        "lead_id,email,company,source,created_at,mql_at,sal_at,sql_at,opportunity_at,customer_at,delivered_to_sales_at,first_follow_up_at,follow_up_attempts,contacted,disqualified_at,disqualification_reason,page_views",
        "L1,a@b.c,X,Web,2024-01-01 10:00,,,,,,,,0,,,,3",
        Kind::Leads,
        &[
            "lead_id=lead_id",
            "email=email",
            "company=company",
            "source=source",
            "created_at=created_at",
            "mql=mql_at",
            "sal=sal_at",
            "sql=sql_at",
            "opportunity=opportunity_at",
            "customer=customer_at",
            "delivered=delivered_to_sales_at",
            "first_follow_up=first_follow_up_at",
            "attempts=follow_up_attempts",
            "contacted=contacted",
            "disqualified=disqualified_at",
            "reason=disqualification_reason",
            "counter=page_views",
        ],
    );
}

#[test]
fn a_confirmed_mapping_comes_back_for_the_same_headers() {
    let text = b"Lead ID,Wherefrom,Created\n1,Web,2024-01-01\n";
    let mut mapping = sniffed("a.csv", text).mapping;
    mapping.columns[1].field = Some(Field::Category(Dimension::Source));
    let again = sniff("other.csv", text.len() as u64, text, std::slice::from_ref(&mapping)).unwrap();
    assert_eq!(again.mapping, mapping);
    let other = b"Lead ID,Wherefrom,Created,More\n1,Web,2024-01-01,x\n";
    assert_eq!(sniff("b.csv", other.len() as u64, other, &[mapping]).unwrap().mapping.columns[1].field, None);
}

#[test]
fn duplicates_are_merged() {
    let imported = import(&[(
        "leads.csv",
        b"Lead ID,Email,Source,Created,MQL\n\
          1,a@x.com,Web,2024-02-01,\n\
          1,a@x.com,,2024-01-01,2024-03-01\n\
          2,a@x.com,Ad,2024-01-05,\n\
          ,A@X.COM,Fair,2024-01-06,\n\
          ,b@x.com,Ad,2024-01-07,\n\
          3,B@x.com,,2024-01-08,\n",
    )]);
    assert_eq!(imported.dataset.leads.len, 3);
    assert_eq!(stage_days(&imported, Stage::Lead), ["2024-01-01", "2024-01-05", "2024-01-07"]);
    assert_eq!(stage_days(&imported, Stage::Mql), ["2024-03-01", "-", "-"]);
    assert_eq!(lead_values(&imported, Dimension::Source), ["Fair", "Ad", "Ad"]);
    assert_eq!((imported.files[0].rows_kept, imported.files[0].rows_merged), (3, 3));
    assert_eq!(imported.issues.count(IssueKind::MergedDuplicate), 3);
}

#[test]
fn ids_are_text() {
    let check = |ids: [&str; 2], leads: usize, mangled: u64| {
        let imported = import(&[("leads.csv", format!("Record ID,Name\n{},A\n{},B\n", ids[0], ids[1]).as_bytes())]);
        assert_eq!((imported.dataset.leads.len, imported.issues.count(IssueKind::MangledId)), (leads, mangled), "{ids:?}");
    };
    check(["9007199254740993", "9007199254740992"], 2, 0);
    check(["0123", "00123"], 2, 0);
    check(["abc", "ABC"], 2, 0);
    check(["abc", " abc "], 1, 0);
    // What a spreadsheet made of two ids is not one lead.
    check(["9.00720E+15", "9.00720E+15"], 2, 2);
}

const LEADS: &[u8] =
    b"Lead ID,Email,Source,Created\n1,a@x.com,Web,2024-01-01\n2,b@x.com,Ad,2024-01-02\n3,c@x.com,,2024-01-03\n4,d@x.com,Ad,2024-01-04\n";
const DEALS: &[u8] = b"Deal ID,Lead ID,Email,Deal Stage,Create Date,Close Date,Amount,Lost Reason\n\
    d1,1,,Closed Won,2024-02-01,2024-03-01,\"1,000.50\",\n\
    d2,1,,Closed Lost,2024-01-15,2024-02-15,5,Price\n\
    d3,,B@x.com,Closed Lost,2024-02-01,2024-02-20,7,Timing\n\
    d4,3,,Demo,2024-02-02,2025-01-01,9,Maybe\n\
    d5,9,,Closed Won,2024-02-02,,11,\n";

#[test]
fn deals_are_joined_to_their_leads() {
    for files in [[("leads.csv", LEADS), ("deals.csv", DEALS)], [("deals.csv", DEALS), ("leads.csv", LEADS)]] {
        let imported = import(&files);
        let (leads, deals) = (&imported.dataset.leads, &imported.dataset.deals);
        assert_eq!((leads.len, deals.len, imported.deals_joined), (4, 5, 4));
        assert_eq!(deals.lead, [0, 0, 1, 2, NO_LEAD]);
        assert_eq!(deals.amount_minor, [100_050, 500, 700, 900, 1100]);
        assert_eq!(stage_days(&imported, Stage::Opportunity), ["2024-01-15", "2024-02-01", "2024-02-02", "-"]);
        assert_eq!(stage_days(&imported, Stage::Customer), ["2024-03-01", "-", "-", "-"]);
        assert_eq!(days(leads.events[Event::Disqualified.index()].as_ref()), ["-", "2024-02-20", "-", "-"]);
        assert_eq!(lead_values(&imported, Dimension::Reason), ["(none)", "Timing", "(none)", "(none)"]);
        assert_eq!(values(deals.categories[Dimension::Source.index()].as_ref()), ["Web", "Web", "Ad", "(none)", "(none)"]);
        // The expected close date of an open deal is no date of anything that happened.
        assert_eq!(days(Some(&deals.closed)), ["2024-03-01", "2024-02-15", "2024-02-20", "-", "-"]);
        assert_eq!(
            imported.dataset.latest.map(|moment| Zone::utc().day(moment)),
            deals.closed.get(0).map(|moment| Zone::utc().day(moment))
        );
        assert_eq!(imported.issues.count(IssueKind::DealWithoutLead), 1);
        assert_eq!(imported.issues.count(IssueKind::ClosedWithoutDate), 1);
    }
}

#[test]
fn deals_alone_stand_for_their_leads() {
    let imported = import(&[("deals.csv", DEALS)]);
    let leads = &imported.dataset.leads;
    assert!(leads.from_deals);
    assert_eq!(leads.status, [Status::Customer, Status::Disqualified, Status::Disqualified, Status::Opportunity, Status::Customer]);
    assert_eq!(lead_values(&imported, Dimension::Reason), ["(none)", "Price", "Timing", "(none)", "(none)"]);
    assert_eq!(imported.dataset.deals.lead, [0, 1, 2, 3, 4]);
    assert_eq!(imported.deals_joined, 0);
}

#[test]
fn values_of_status_columns_are_matched_and_corrected() {
    let text: &[u8] = b"Lead ID,Lead Status\n1,New\n2,Qualified\n3,Purple\n4,Purple\n5,\n";
    let mut mapping = sniffed("leads.csv", text).mapping;
    let imported = import_mapped(&[("leads.csv", text)], std::slice::from_ref(&mapping), 7);
    assert_eq!(imported.dataset.leads.status, [Status::Lead, Status::Sql, Status::Unknown, Status::Unknown, Status::Unknown]);
    assert_eq!(kinds_of(&imported), [(IssueKind::UnknownValue, 1)]);
    let seen: Vec<_> = imported.values.iter().map(|value| (value.raw.as_str(), value.count, value.meaning)).collect();
    assert_eq!(
        seen,
        [("New", 1, Some(Meaning::Lead(Status::Lead))), ("Qualified", 1, Some(Meaning::Lead(Status::Sql))), ("Purple", 2, None)]
    );
    let meaning = Meaning::Lead(Status::Recycled);
    mapping.values.push(ValueMapping { header: "Lead Status".into(), raw: "Purple".into(), meaning });
    let imported = import_mapped(&[("leads.csv", text)], &[mapping], 7);
    assert_eq!(imported.dataset.leads.status[2], Status::Recycled);
    assert_eq!(imported.issues.total(), 0);
}

#[test]
fn money_is_exact_and_of_one_currency() {
    let check = |text: &str, currency: Option<&str>, minor: &[i64]| {
        let imported = import(&[("deals.csv", text.as_bytes())]);
        assert_eq!(imported.dataset.currency.as_deref(), currency, "{text}");
        assert_eq!(imported.dataset.deals.amount_minor, minor, "{text}");
    };
    let none = handoff::leads::NO_AMOUNT;
    check("Deal ID,Amount\n1,\"1,500\"\n2,\"12,345.00\"\n", None, &[150_000, 1_234_500]);
    check("Deal ID;Amount\n1;1,5\n2;1.234,56\n3;1.500\n", None, &[150, 123_456, 150_000]);
    check("Deal ID,Amount\n1,€1.50\n2,€2.25\n", Some("EUR"), &[150, 225]);
    check("Deal ID,Amount,Currency\n1,100,USD\n2,5,EUR\n3,7,USD\n", Some("USD"), &[10_000, none, 700]);
    check("Deal ID,Amount,Currency\n1,100,JPY\n", Some("JPY"), &[100]);
    check("Deal ID,Amount,Currency\n1,1.2345,KWD\n", Some("KWD"), &[1235]);
    check("Deal ID,Amount\n1,lots\n2,\n", None, &[none, none]);
}

#[test]
fn the_order_of_dates_is_the_columns_to_say() {
    let check = |text: &str, created: &[&str], issues: &[(IssueKind, u64)]| {
        let imported = import(&[("leads.csv", text.as_bytes())]);
        assert_eq!(stage_days(&imported, Stage::Lead), created, "{text}");
        assert_eq!(kinds_of(&imported), issues, "{text}");
    };
    check("Lead ID,Created\n1,01/02/2024\n2,13/02/2024\n", &["2024-02-01", "2024-02-13"], &[]);
    check("Lead ID,Created\n1,01/02/2024\n2,02/13/2024\n", &["2024-01-02", "2024-02-13"], &[]);
    check("Lead ID,Created\n1,01/02/2024\n", &["2024-02-01"], &[(IssueKind::AssumedDateOrder, 1)]);
    // Undecided itself, it borrows the order of a column that is decided.
    check("Lead ID,Created,MQL\n1,01/02/2024,02/13/2024\n", &["2024-01-02"], &[]);
    check(
        "Lead ID,Created\n1,25/03/2024\n2,03/25/2024\n3,01/02/2024\n",
        &["2024-03-25", "-", "2024-02-01"],
        &[(IssueKind::ContradictoryDate, 1)],
    );
    check("Lead ID,Created\n1,31/02/2024\n2,soon\n3,2024-01-01\n", &["-", "-", "2024-01-01"], &[(IssueKind::UnreadableDate, 2)]);
    check("Lead ID,Created\n1,45306\n2,45307\n", &["2024-01-15", "2024-01-16"], &[]);
    check("Lead ID,Created\n1,1402/10/25\n2,۱۴۰۳/۱۲/۳۰\n", &["2024-01-15", "2025-03-20"], &[]);
}

#[test]
fn a_record_is_found_again_in_its_file() {
    let mut text = String::from("Lead ID,Name,Source\n");
    for row in 0..3000 {
        writeln!(text, "{row},\"Émile \"\"{row}\"\"\nCafé\",Web").unwrap();
    }
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = text.chars().map(|character| u32::from(character) as u8).collect();
    let with_bom = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let with_nuls = text.replace("2000,", "2\u{0}000,").into_bytes();
    for bytes in [text.as_bytes(), &utf16, &latin, &with_bom, &with_nuls] {
        let imported = import_pieces(&[("leads.csv", bytes)], 1000);
        assert_eq!(imported.dataset.leads.len, 3000);
        for row in [0, 1, 1999, 2001, 2999] {
            let offset = imported.dataset.leads.places[row].offset();
            let source = &imported.sources[0];
            let from = source.read_from(offset) as usize;
            let record = source.record(offset, &bytes[from..], true);
            assert_eq!(record, Some(vec![row.to_string(), format!("Émile \"{row}\"\nCafé"), "Web".to_owned()]));
            assert_eq!(source.record(offset, &bytes[from..from], false), None);
        }
    }
}

#[test]
fn the_head_may_be_cut_anywhere() {
    let text = format!("Lead ID,Name,Source\n1,\"{}\",Web\n", "y".repeat(2 * HEAD_BYTES));
    let mapping = sniff("a.csv", text.len() as u64, &text.as_bytes()[..HEAD_BYTES], &[]).unwrap().mapping;
    assert_eq!(mapping.columns.len(), 3);
    assert_eq!(preview(&mapping, text.as_bytes(), 10).rows.len(), 1);
}

#[test]
fn a_won_deal_is_a_customer_even_without_a_date() {
    let imported = import(&[("leads.csv", LEADS), ("deals.csv", b"Deal ID,Lead ID,Deal Stage\nd1,2,Won\n")]);
    assert_eq!(imported.dataset.deals.state, [DealState::Won]);
    assert_eq!(imported.dataset.leads.status[1], Status::Customer);
}

#[test]
fn amounts_of_a_leads_export_are_deals_of_their_leads() {
    let leads = b"Lead ID,Source,Created,Opportunity Date,Customer Date,Disqualified Date,Amount\n\
        1,Web,2024-01-01,2024-02-01,2024-03-01,,100\n2,Ad,2024-01-02,2024-02-02,,,7.50\n\
        3,Ad,2024-01-03,,,,\n4,Web,2024-01-04,2024-02-04,,2024-03-04,9\n";
    let imported = import(&[("leads.csv", leads)]);
    let deals = &imported.dataset.deals;
    assert_eq!(deals.lead, [0, 1, 3]);
    assert_eq!(deals.state, [DealState::Won, DealState::Open, DealState::Lost]);
    assert_eq!(deals.amount_minor, [10_000, 750, 900]);
    assert_eq!(days(Some(&deals.created)), ["2024-02-01", "2024-02-02", "2024-02-04"]);
    assert_eq!(days(Some(&deals.closed)), ["2024-03-01", "-", "2024-03-04"]);
    assert_eq!(values(deals.categories[Dimension::Source.index()].as_ref()), ["Web", "Ad", "Web"]);
    assert_eq!(imported.deals_joined, 0);
    // With a deals export the deals are its own, and the leads' amounts are not counted twice.
    let imported = import(&[("leads.csv", leads), ("deals.csv", b"Deal ID,Lead ID,Deal Stage,Amount\nd1,2,Won,5\n")]);
    assert_eq!((imported.dataset.deals.len, imported.deals_joined), (1, 1));
}
