//! What a person is asked before an import, and what becomes of the answer: ambiguous columns, corrected dialects, remembered shapes.

mod common;

use common::{import_mapped, sniffed};
use handoff::{
    agreement::Workspace,
    import::{
        CellValue, ColumnReading, DateOrder, DecimalMark, Delimiter, Encoding, Field, FileMapping, IssueKind, Kind, NotATable, Overrides,
        Quote, ReadAs, Reading, sniff, sniff_with, understand,
    },
    share,
    time::{CalendarSystem, Zone},
};

fn seen(text: &[u8]) -> handoff::import::Understood {
    understand(&sniffed("leads.csv", text).mapping, text, true, &Workspace::default(), &Zone::utc(), 5)
}

/// "Created: 03/04/2024 = 2024-04-03 | 2024-03-04", a line for each sample of each question.
fn told(readings: &[ColumnReading]) -> Vec<String> {
    let shown = |read_as: &ReadAs| match read_as {
        ReadAs::Day(day) => {
            let date = CalendarSystem::Gregorian.date(*day);
            format!("{}-{:02}-{:02}", date.year, date.month, date.day)
        }
        ReadAs::Amount(value) => format!("{}", *value as f64 / 10_000.0),
    };
    let lines = readings.iter().flat_map(|reading| {
        reading.samples.iter().map(move |sample| {
            format!("{}: {} = {}", reading.header, sample.text, sample.read_as.iter().map(shown).collect::<Vec<_>>().join(" | "))
        })
    });
    lines.collect()
}

fn check_questions(text: &str, expected: &[&str]) {
    assert_eq!(told(&seen(text.as_bytes()).readings), expected, "{text}");
}

#[test]
fn an_undecidable_column_asks_with_real_rows() {
    check_questions(
        "Lead ID,Created\n1,03/04/2024 10:00\n2,05/06/2024\n3,07/07/2024\n",
        &["Created: 03/04/2024 = 2024-04-03 | 2024-03-04", "Created: 05/06/2024 = 2024-06-05 | 2024-05-06"],
    );
    // One row decides for all; another column decides for this one; a day that is the same either way is no question.
    check_questions("Lead ID,Created\n1,03/04/2024\n2,25/06/2024\n", &[]);
    check_questions("Lead ID,Created,MQL date\n1,03/04/2024,13/04/2024\n2,05/06/2024,\n", &[]);
    check_questions("Lead ID,Created\n1,07/07/2024\n", &[]);
    check_questions("Lead ID,Created\n1,2024-03-04\n", &[]);
    // Two digits of a year may be a day as well.
    check_questions("Lead ID,Created\n1,01-02-03\n", &["Created: 01-02-03 = 2003-02-01 | 2003-01-02 | 2001-02-03"]);
    // Money has no thousandths, unless amounts contradict each other.
    check_questions("Deal ID,Deal Stage,Amount\n1,Won,\"1,500\"\n2,Won,\"-2,250\"\n", &[]);
    check_questions(
        "Deal ID,Deal Stage,Amount\n1,Won,\"1,500\"\n2,Won,-2.250\n",
        &["Amount: 1,500 = 1500 | 1.5", "Amount: -2.250 = -2.25 | -2250"],
    );
    check_questions("Deal ID,Deal Stage,Amount\n1,Won,\"1,500\"\n2,Won,-2.250\n3,Won,12.50\n", &[]);
}

#[test]
fn the_answer_is_obeyed_and_no_longer_assumed() {
    let text = b"Lead ID,Created\n1,03/04/2024\n2,05/06/2024\n";
    let mut mapping = sniffed("leads.csv", text).mapping;
    let check = |mapping: &FileMapping, expected: &str, taken: DateOrder, assumed: u64| {
        let imported = import_mapped(&[("leads.csv", text)], std::slice::from_ref(mapping), 7);
        let created = imported.dataset.leads.stages[0].as_ref().and_then(|column| column.get(0)).unwrap();
        let date = CalendarSystem::Gregorian.date(Zone::utc().day(created));
        assert_eq!(format!("{}-{:02}-{:02}", date.year, date.month, date.day), expected);
        assert_eq!(imported.issues.count(IssueKind::AssumedDateOrder), assumed);
        let [reading] = imported.readings.as_slice() else { panic!("{:?}", imported.readings) };
        assert_eq!((reading.taken, reading.is_given, reading.is_question()), (Reading::Date(taken), assumed == 0, true));
        assert_eq!(reading.possible, [Reading::Date(DateOrder::Dmy), Reading::Date(DateOrder::Mdy)]);
    };
    check(&mapping, "2024-04-03", DateOrder::Dmy, 1);
    mapping.columns[1].date_order = Some(DateOrder::Mdy);
    check(&mapping, "2024-03-04", DateOrder::Mdy, 0);
}

#[test]
fn one_answer_settles_the_other_columns_of_its_file() {
    let text = b"Lead ID,Created,MQL date\n1,03/04/2024,05/06/2024\n";
    let mut mapping = sniffed("leads.csv", text).mapping;
    let asked = |mapping: &FileMapping| {
        let imported = import_mapped(&[("leads.csv", text)], std::slice::from_ref(mapping), 7);
        let taken: Vec<_> = imported.readings.iter().map(|reading| (reading.taken, reading.is_question())).collect();
        (taken, imported.issues.count(IssueKind::AssumedDateOrder))
    };
    let (dmy, mdy) = (Reading::Date(DateOrder::Dmy), Reading::Date(DateOrder::Mdy));
    assert_eq!(asked(&mapping), (vec![(dmy, true), (dmy, true)], 2));
    mapping.columns[2].date_order = Some(DateOrder::Mdy);
    assert_eq!(asked(&mapping), (vec![(mdy, false), (mdy, true)], 0));
    mapping.columns[1].date_order = Some(DateOrder::Dmy);
    assert_eq!(asked(&mapping), (vec![(dmy, true), (mdy, true)], 0));
}

#[test]
fn the_preview_shows_what_the_import_reads() {
    let text =
        b"Deal ID,Deal Stage,Created,Amount,Note\n1,Won,13/04/2024,\"1.234,50\",x\n2,Lost,never,12 apples,\n3,Won,14/04/2024 10:30,\"7,5\",\n";
    let seen = seen(text);
    let values: Vec<Vec<CellValue>> = seen.rows.iter().map(|row| row.iter().map(|cell| cell.value).collect()).collect();
    let (text_value, unread) = (CellValue::Text, CellValue::Unreadable);
    let day = CellValue::Moment { unix: 1_712_966_400, day: true };
    let minute = CellValue::Moment { unix: 1_713_090_600, day: false };
    assert_eq!(
        values,
        [
            vec![text_value, text_value, day, CellValue::Amount(12_345_000), text_value],
            vec![text_value, text_value, unread, unread, text_value],
            vec![text_value, text_value, minute, CellValue::Amount(75_000), text_value],
        ]
    );
    assert_eq!(seen.rows[0][3].text, "1.234,50");
    assert_eq!(seen.values.iter().map(|value| (value.raw.as_str(), value.count)).collect::<Vec<_>>(), [("Won", 2), ("Lost", 1)]);
    let bytes = b"Lead ID,Source\n1,M\xFCller\n2,a\n";
    let mut mapping = sniffed("leads.csv", bytes).mapping;
    let undecodable = |mapping: &FileMapping| understand(mapping, bytes, true, &Workspace::default(), &Zone::utc(), 5).undecodable;
    assert_eq!(undecodable(&mapping), 0);
    mapping.encoding = Encoding::Utf8;
    assert_eq!(undecodable(&mapping), 1);
}

#[test]
fn a_head_that_ends_within_a_line_is_read_up_to_it() {
    let whole = "Lead ID,Created\n1,03/04/2024\n2,05/06/2024\n3,2".to_owned();
    let encoded = |encoding: Encoding| -> Vec<u8> {
        match encoding {
            Encoding::Utf16Le => whole.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => whole.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => whole.clone().into_bytes(),
        }
    };
    for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
        let head = encoded(encoding);
        let mapping =
            sniff_with("leads.csv", 1 << 30, &head, &[], &Overrides { encoding: Some(encoding), ..Overrides::default() }).unwrap().mapping;
        let seen = understand(&mapping, &head, false, &Workspace::default(), &Zone::utc(), 5);
        assert_eq!((seen.rows.len(), seen.undecodable, told(&seen.readings).len()), (2, 0, 2), "{encoding:?}");
    }
}

fn headers(mapping: &FileMapping) -> Vec<&str> {
    mapping.columns.iter().map(|column| column.header.as_str()).collect()
}

#[test]
fn quote_and_header_are_a_persons_to_say() {
    let with = |text: &str, overrides: Overrides| {
        sniff_with("a.csv", text.len() as u64, text.as_bytes(), &[], &overrides).map(|proposal| proposal.mapping)
    };
    let none = Overrides::default();
    let single = "Lead ID,Source\n1,'Web, paid'\n2,'Fair'\n";
    let rows = |mapping: &FileMapping, text: &str| {
        handoff::import::preview(mapping, text.as_bytes(), 9).rows.into_iter().map(|row| row.join("|")).collect::<Vec<_>>()
    };
    assert_eq!(rows(&with(single, none).unwrap(), single), ["1|Web, paid", "2|Fair"]);
    let double = with(single, Overrides { quote: Some(Quote::Double), ..none }).unwrap();
    assert_eq!((double.dialect.quote, rows(&double, single)), (Quote::Double, vec!["1|'Web".to_owned(), "2|'Fair'".to_owned()]));

    let bare = "17,ann@x.example,Web\n18,bob@x.example,Fair\n19,cem@x.example,Web\n";
    let headerless = with(bare, Overrides { headerless: true, kind: Some(Kind::Leads), ..none }).unwrap();
    assert_eq!(headers(&headerless), ["Column 1", "Column 2", "Column 3"]);
    assert_eq!(headerless.columns[1].field, Some(Field::Email));
    assert_eq!(rows(&headerless, bare), ["17|ann@x.example|Web", "18|bob@x.example|Fair", "19|cem@x.example|Web"]);
    let imported = import_mapped(&[("leads.csv", bare.as_bytes())], std::slice::from_ref(&headerless), 5);
    assert_eq!((imported.dataset.leads.len, imported.issues.total()), (3, 0));
    let titled = format!("Our leads\n{bare}");
    let headerless = with(&titled, Overrides { headerless: true, header_record: Some(1), ..none }).unwrap();
    assert_eq!(rows(&headerless, &titled).len(), 3);
    assert_eq!(with("one,two\n", Overrides { headerless: true, ..none }).map(|mapping| mapping.columns.len()), Ok(2));
    assert_eq!(with("one,two\n", none), Err(NotATable::NoHeader));
    assert_eq!(with("", Overrides { headerless: true, ..none }), Err(NotATable::Empty));
}

#[test]
fn a_corrected_reading_is_remembered_with_its_shape() {
    let check = |text: &[u8], overrides: Overrides, next: &[u8]| {
        let mut mapping = sniff_with("leads.csv", text.len() as u64, text, &[], &overrides).unwrap().mapping;
        assert_eq!(mapping.corrected, overrides);
        mapping.columns[1].field = Some(Field::Name);
        // Through the saved file, as the board and the command line share it.
        let known: Vec<FileMapping> = share::MAPPING.open(&share::MAPPING.seal(0, &vec![mapping.clone()])).unwrap();
        let again = sniff("leads.csv", next.len() as u64, next, &known).unwrap().mapping;
        assert_eq!(again, mapping, "{overrides:?}");
    };
    let none = Overrides::default();
    check(b"a;b,c\n1;2,3\n4;5,6\n", Overrides { delimiter: Some(Delimiter::Semicolon), ..none }, b"a;b,c\n7;8,9\n1;1,1\n");
    check(b"Lead ID,Name\n1,M\xFCller\n", Overrides { encoding: Some(Encoding::Windows1250), ..none }, b"Lead ID,Name\n2,B\xF6hm\n");
    check(b"1,Ann\n2,Bob\n", Overrides { headerless: true, ..none }, b"3,Cem\n4,Dina\n");
    check(b"Lead ID,Name\n1,Ann\n", Overrides { kind: Some(Kind::Deals), ..none }, b"Lead ID,Name\n2,Bob\n");
    check(b"A,B\nLead ID,Name\n1,Ann\n", Overrides { header_record: Some(0), ..none }, b"A,B\nLead ID,Name\n2,Bob\n");

    // A table that has a header is not read as one without.
    let bare = sniff_with("x.csv", 12, b"1,Ann\n2,Bob\n", &[], &Overrides { headerless: true, ..none }).unwrap().mapping;
    let named = b"Lead ID,Name\n2,Bob\n";
    assert_eq!(headers(&sniff("leads.csv", named.len() as u64, named, &[bare]).unwrap().mapping), ["Lead ID", "Name"]);
    // A person's word today comes before the one remembered.
    let old = sniff_with("l.csv", 20, b"Lead ID,Name\n1,M\xFCller\n", &[], &Overrides { encoding: Some(Encoding::Koi8R), ..none })
        .unwrap()
        .mapping;
    let today = Overrides { encoding: Some(Encoding::Windows1252), ..none };
    assert_eq!(sniff_with("l.csv", 20, b"Lead ID,Name\n1,M\xFCller\n", &[old], &today).unwrap().mapping.encoding, Encoding::Windows1252);
}

#[test]
fn mappings_saved_before_corrections_were_kept_still_open() {
    let json = r#"{"kind":"leads","encoding":"utf8","dialect":{"delimiter":"comma","quote":"\"","backslash_escapes":false,"header_record":0},
        "columns":[{"header":"Lead ID","field":"lead_id"},{"header":"Created","field":"created_at","date_order":"mdy","decimal_mark":"comma"}]}"#;
    let mapping: FileMapping = serde_json::from_str(json).unwrap();
    assert_eq!((mapping.corrected, mapping.dialect.headerless), (Overrides::default(), false));
    assert_eq!((mapping.columns[1].date_order, mapping.columns[1].decimal_mark), (Some(DateOrder::Mdy), Some(DecimalMark::Comma)));
}

#[test]
fn reasons_are_counted_as_they_stand_in_the_files() {
    let leads = b"Lead ID,Status,Disqualification reason\n1,Disqualified,Budget\n2,Disqualified,budget\n3,Disqualified,Budget\n";
    let deals = "Deal ID,Lead ID,Deal Stage,Lost Reason\nd1,1,Closed Lost,Budget\nd2,2,Closed Lost,گران\n".as_bytes();
    let mappings = [sniffed("leads.csv", leads).mapping, sniffed("deals.csv", deals).mapping];
    let imported = import_mapped(&[("leads.csv", leads), ("deals.csv", deals)], &mappings, 9);
    let found: Vec<_> = imported.reasons.iter().map(|reason| (reason.raw.as_str(), reason.count)).collect();
    assert_eq!(found, [("Budget", 3), ("budget", 1), ("گران", 1)]);
}
