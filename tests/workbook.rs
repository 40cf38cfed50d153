//! Workbooks through the library's door: what their cells mean as text, and what is refused. Workbooks are made here, whole ones by
//! `rust_xlsxwriter`, odd and hostile ones part by part. How CSV is read on from there is no business of these tests.
#![cfg(not(target_arch = "wasm32"))]

use std::io::{Cursor, Write};

use handoff::{
    import::{Kind, sniff},
    workbook::{Sheet, Workbook as Read, WorkbookRefused, begins_like_one, read, read_within},
};
use proptest::prelude::*;
use rust_xlsxwriter::{Chart, ExcelDateTime, Format, Formula, Workbook};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const PACKAGE_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>"#;

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of one sheet with these rows, strings and workbook properties, as other programs write them.
fn by_hand(rows: &str, strings: &str, properties: &str) -> Vec<u8> {
    let workbook =
        format!("<workbook><workbookPr {properties}/><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
    let relations = r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    zipped(&[
        ("_rels/.rels", PACKAGE_RELATIONS.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn text(sheet: &Sheet) -> &str {
    std::str::from_utf8(&sheet.csv).unwrap()
}

fn check_rows(rows: &str, expected: &str) {
    let read = read(&by_hand(rows, "<sst><si><t>one</t></si><si><r><t>ri</t></r><r><t>ch</t></r></si></sst>", "")).unwrap();
    assert_eq!(text(&read.sheets[0]), expected, "{rows}");
}

#[test]
fn a_workbook_of_excels_kind_is_read_sheet_by_sheet() {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let moment = Format::new().set_num_format("d/m/yyyy h:mm");
    let hours = Format::new().set_num_format("[h]:mm:ss");
    let zip = Format::new().set_num_format("00000");
    let leads = workbook.add_worksheet().set_name("Leads").unwrap();
    for (column, header) in (0..).zip(["Lead ID", "Created", "Seen", "Took", "Zip", "Amount", "Won", "Name", "Sum"]) {
        leads.write(0, column, header).unwrap();
    }
    leads.write(1, 0, "007").unwrap();
    leads.write_with_format(1, 1, ExcelDateTime::from_ymd(2024, 1, 15).unwrap(), &date).unwrap();
    leads.write_with_format(1, 2, ExcelDateTime::from_ymd(2024, 1, 15).unwrap().and_hms(0, 0, 0).unwrap(), &moment).unwrap();
    leads.write_with_format(1, 3, 26.5 / 24.0, &hours).unwrap();
    leads.write_with_format(1, 4, 123, &zip).unwrap();
    leads.write(1, 5, 1_234.5).unwrap();
    leads.write(1, 6, true).unwrap();
    leads.write(1, 7, "Lee, \"Ann\"\nof A; B").unwrap();
    leads.write_formula(1, 8, Formula::new("=1+1").set_result("2")).unwrap();
    leads.merge_range(3, 0, 3, 2, "merged", &Format::new()).unwrap();
    workbook.add_worksheet().set_name("Empty").unwrap();
    workbook.add_worksheet().set_name("Secret").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    let mut chart = Chart::new_line();
    chart.add_series().set_values("Leads!$F$2:$F$2");
    workbook.add_chartsheet().insert_chart(0, 0, &chart).unwrap();
    workbook.add_worksheet().set_name("Lower").unwrap().write(2, 1, "فارسی").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    assert!(begins_like_one(&bytes));

    let read = read(&bytes).unwrap();
    assert_eq!(read.hidden, ["Secret"]);
    let names: Vec<&str> = read.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Leads", "Lower"]);
    let expected = "Lead ID,Created,Seen,Took,Zip,Amount,Won,Name,Sum\n\
                    007,2024-01-15,2024-01-15 00:00:00,26:30:00,00123,1234.5,TRUE,\"Lee, \"\"Ann\"\" of A; B\",2\n\n\
                    merged,,,,,,,,\n";
    assert_eq!(text(&read.sheets[0]), expected);
    assert_eq!(text(&read.sheets[1]), "\n\n,فارسی\n");
    assert_eq!(self::read(&bytes).unwrap(), read, "the same bytes each time");
}

#[test]
fn cells_mean_what_excel_shows() {
    check_rows("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>", "one,rich\n");
    check_rows("<row><c t=\"inlineStr\"><is><t>in</t></is></c><c t=\"str\"><f>A1</f><v>a &amp; b</v></c></row>", "in,a & b\n");
    check_rows("<row><c t=\"inlineStr\"><is><t xml:space=\"preserve\"> 007 </t></is></c></row>", " 007 \n");
    check_rows("<row><c t=\"inlineStr\"><is><t>two_x000D_&#10;lines</t></is></c></row>", "\"two lines\"\n");
    check_rows(
        "<row><c s=\"1\"><v>42</v></c><c s=\"2\"><v>45306</v></c><c s=\"3\"><v>45306</v></c></row>",
        "00042,2024-01-15,2024-01-15 00:00:00\n",
    );
    check_rows(
        "<row><c><v>1e5</v></c><c t=\"b\"><v>0</v></c><c t=\"d\"><v>2024-01-15T10:00:00</v></c></row>",
        "100000,FALSE,2024-01-15T10:00:00\n",
    );
    check_rows("<row><c><v>90071992547409930</v></c></row>", "9.007199254740994E+16\n");
    // Places: blank rows and columns stay, whatever is written for them.
    check_rows("<row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"D3\"><v>2</v></c></row>", "\n\n,1,,2\n");
    check_rows("<row r=\"1\"><c r=\"A1\"/></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"9\"/>", "\n1\n");
    check_rows("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "1,2\n3,\n");
}

#[test]
fn cells_with_errors_are_empty_and_counted() {
    let row = "<row><c t=\"e\"><v>#N/A</v></c><c r=\"B1\" t=\"e\"><v>#SPILL!</v></c><c r=\"C1\" t=\"s\"><v>7</v></c>\
               <c r=\"D1\" t=\"b\"><v>maybe</v></c><c r=\"E1\" t=\"n\"><v>many</v></c><c r=\"F1\"><v>1</v></c></row>";
    let read = read(&by_hand(row, "<sst/>", "")).unwrap();
    assert_eq!((text(&read.sheets[0]), read.sheets[0].error_cells), (",,,,,1\n", 5));
}

#[test]
fn the_date_system_of_old_macs_is_known() {
    let row = "<row><c s=\"2\"><v>43844</v></c></row>";
    for (properties, expected) in [("date1904=\"1\"", "2024-01-15\n"), ("date1904=\"true\"", "2024-01-15\n"), ("", "2020-01-14\n")] {
        assert_eq!(text(&read(&by_hand(row, "<sst/>", properties)).unwrap().sheets[0]), expected, "{properties}");
    }
}

#[test]
fn a_cell_far_away_costs_nothing() {
    let rows = "<row><c r=\"A1\"><v>1</v></c><c r=\"XFD1\"><v>2</v></c></row><row><c r=\"A1048576\"><v>3</v></c></row>";
    let read = read(&by_hand(rows, "<sst/>", "")).unwrap();
    let csv = text(&read.sheets[0]);
    assert_eq!((csv.lines().count(), csv.lines().next().unwrap().len()), (1_048_576, 16_385));
    // A million short rows are not made as wide as the one long row.
    let rows: Vec<String> = (1..20_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>")).collect();
    let rows = format!("{}<row r=\"20000\"><c r=\"XFD20000\"><v>2</v></c></row>", rows.concat());
    assert!(self::read(&by_hand(&rows, "<sst/>", "")).unwrap().sheets[0].csv.len() < 100_000);
}

#[test]
fn a_sheet_goes_on_as_any_other_file() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip([["Deal - ID", "Deal - Value", "Deal - Status"], ["1", "10", "Won"], ["2", "20", "Lost"]]) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    let sheet = read(&workbook.save_to_buffer().unwrap()).unwrap().sheets.remove(0);
    let proposal = sniff("x.xlsx › Sheet1", sheet.csv.len() as u64, &sheet.csv, &[]).unwrap();
    assert_eq!((proposal.mapping.kind, proposal.mapping.columns.len()), (Kind::Deals, 3));
}

fn refusal(bytes: &[u8]) -> WorkbookRefused {
    read(bytes).expect_err("it is refused")
}

#[test]
fn what_is_no_workbook_is_named() {
    let check = |bytes: &[u8], expected: WorkbookRefused| {
        assert!(begins_like_one(bytes), "{expected:?}");
        assert_eq!(refusal(bytes), expected);
    };
    let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0".to_vec();
    check(&ole, WorkbookRefused::OldExcel);
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&[ole, vec![0; 1024], name].concat(), WorkbookRefused::Encrypted);
    check(
        &zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>")]),
        WorkbookRefused::OpenDocument,
    );
    check(&zipped(&[("_rels/.rels", b""), ("xl/workbook.bin", b"")]), WorkbookRefused::ExcelBinary);
    check(&zipped(&[("_rels/.rels", b""), ("word/document.xml", b"")]), WorkbookRefused::NotAWorkbook);
    check(&zipped(&[("leads.csv", b"Lead ID\n1\n")]), WorkbookRefused::NotAWorkbook);
    check(&zipped(&[]), WorkbookRefused::NotAWorkbook);
    check(&by_hand("", "<sst/>", ""), WorkbookRefused::Empty);
    check(b"PK\x03\x04\x14\x00\x06\x00xl/workbook.xml", WorkbookRefused::Damaged { part: None });
    assert!(!begins_like_one(b"Lead ID,Name") && !begins_like_one(b"PK") && !begins_like_one(b""));
}

#[test]
fn damage_names_the_sheet() {
    let check =
        |rows: &str| assert_eq!(refusal(&by_hand(rows, "<sst/>", "")), WorkbookRefused::Damaged { part: Some("S".into()) }, "{rows}");
    check("<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>");
    check("<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    check("<row><c r=\"XFE1\"><v>1</v></c></row>");
    check("<row><c r=\"A1048577\"><v>1</v></c></row>");
    check("<row><c r=\"A99999999999\"><v>1</v></c></row>");
    check("<row><c t=\"inlineStr\"><is><t>no end");
}

/// Entities that name entities would come to a billion letters; none is put in.
#[test]
fn entities_are_not_expanded() {
    let row = "<row><c t=\"inlineStr\"><is><t>&lol;</t></is></c></row>";
    let strings = "<!DOCTYPE sst [<!ENTITY ha \"haha\"><!ENTITY lol \"&ha;&ha;&ha;\">]><sst><si><t>&lol;</t></si></sst>";
    assert!(matches!(refusal(&by_hand(row, "<sst/>", "")), WorkbookRefused::Damaged { .. }));
    assert!(matches!(refusal(&by_hand("<row><c><v>1</v></c></row>", strings, "")), WorkbookRefused::Damaged { .. }));
}

#[test]
fn a_promise_of_strings_is_not_believed() {
    for promise in ["uniqueCount=\"18446744073709551615\"", "uniqueCount = '0099999999'"] {
        let padding = " ".repeat(70_000);
        let strings = format!("<?xml version=\"1.0\"?>{padding}<sst count=\"1\" {promise}><si><t>a</t></si></sst>");
        let damaged = WorkbookRefused::Damaged { part: Some("xl/sharedstrings.xml".into()) };
        assert_eq!(refusal(&by_hand("<row><c><v>1</v></c></row>", &strings, "")), damaged);
    }
    let honest = "<sst count=\"9\" uniqueCount=\"1\"><si><t>a</t></si></sst>";
    assert!(read(&by_hand("<row><c t=\"s\"><v>0</v></c></row>", honest, "")).is_ok());
}

/// A part of zeros, or of one row again and again, in a workbook that is otherwise whole.
fn bomb(megabytes: usize) -> Vec<u8> {
    let piece = vec![b' '; 1 << 20];
    let mut writer = ZipWriter::new_append(Cursor::new(by_hand("<row><c><v>1</v></c></row>", "<sst/>", ""))).unwrap();
    writer.start_file("xl/media/image1.bmp", SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
    for _ in 0..megabytes {
        writer.write_all(&piece).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Where each entry of the central directory begins.
fn entries(bytes: &[u8]) -> Vec<usize> {
    (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).collect()
}

#[test]
fn bombs_are_refused_by_what_they_unpack_to() {
    let honest = bomb(24);
    assert!(honest.len() < 1 << 20, "1000 : 1");
    assert_eq!(refusal(&honest), WorkbookRefused::Bomb);
    // The same, saying of itself that it unpacks to 16 bytes: the directory's size is at 24.
    let mut lying = honest;
    let last = *entries(&lying).last().unwrap();
    lying[last + 24..last + 28].copy_from_slice(&16_u32.to_le_bytes());
    assert!(matches!(refusal(&lying), WorkbookRefused::Bomb | WorkbookRefused::Damaged { .. }));
    assert!(read(&bomb(8)).is_ok(), "8 MB of blanks do no harm");

    let parts: Vec<String> = (0..10_001).map(|number| format!("xl/part{number}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refusal(&zipped(&parts)), WorkbookRefused::Bomb);
}

/// Many entries for one and the same packed part: small as a file, and each entry is honest.
#[test]
fn overlapping_parts_count_each() {
    let mut bytes = bomb(8);
    let starts = entries(&bytes);
    let (first, last) = (starts[0], *starts.last().unwrap());
    let end = (0..bytes.len()).rfind(|at| bytes[*at..].starts_with(b"PK\x05\x06")).unwrap();
    let entry = bytes[last..end].to_vec();
    let mut tail = bytes.split_off(end);
    let name = 46 + "xl/media/image".len();
    for number in 0..8 {
        let mut again = entry.clone();
        again[name] = b'A' + number;
        bytes.extend_from_slice(&again);
    }
    let (count, size) = (starts.len() as u16 + 8, (bytes.len() - first) as u32);
    tail[8..10].copy_from_slice(&count.to_le_bytes());
    tail[10..12].copy_from_slice(&count.to_le_bytes());
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    bytes.extend_from_slice(&tail);
    assert!(matches!(refusal(&bytes), WorkbookRefused::Bomb | WorkbookRefused::Damaged { .. }));
}

#[test]
fn one_long_string_named_by_many_cells_is_bounded() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "ab".repeat(50_000));
    let bytes = by_hand(&format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(50)), &strings, "");
    assert_eq!(read_within(&bytes, 2_000_000), Err(WorkbookRefused::TooLarge));
    assert!(read_within(&bytes, 6_000_000).is_ok());
    assert_eq!(read_within(&bytes, 100_000), Err(WorkbookRefused::TooLarge), "the strings alone are too long");
    assert_eq!(read_within(&bytes, 100), Err(WorkbookRefused::TooLarge), "the file itself is");
}

#[test]
fn many_sheets_of_one_part_are_bounded() {
    let sheets: Vec<String> = (0..5_000).map(|number| format!("<sheet name=\"S{number}\" sheetId=\"{number}\" r:id=\"rId1\"/>")).collect();
    let workbook = format!("<workbook><sheets>{}</sheets></workbook>", sheets.concat());
    let relations = r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    // Hardly to be packed, so that every reading of it is a reading of the file.
    let mut state = 1_u64;
    let noise: String = (0..200_000)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + (state >> 33) as u8 % 26)
        })
        .collect();
    let sheet = format!("<worksheet><sheetData><!--{noise}--><row><c><v>1</v></c></row></sheetData></worksheet>");
    let bytes = zipped(&[
        ("_rels/.rels", PACKAGE_RELATIONS.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    assert!(matches!(refusal(&bytes), WorkbookRefused::Damaged { .. }));
}

#[test]
fn formats_with_long_names_are_bounded() {
    let formats = "<xf numFmtId=\"164\"/>".repeat(5_000);
    // However the quotes are put: the second value is made of the other kind.
    for format in [format!("\"{}\"", "0".repeat(40_000)), format!("'{}'", "\"".repeat(40_000))] {
        let styles = format!(
            "<styleSheet><numFmts>'<numFmt numFmtId=\"164\" formatCode={format}/></numFmts><cellXfs>{formats}</cellXfs></styleSheet>"
        );
        let parts: [(&str, &[u8]); 3] =
            [("_rels/.rels", PACKAGE_RELATIONS.as_bytes()), ("xl/workbook.xml", b"<workbook/>"), ("xl/styles.xml", styles.as_bytes())];
        assert_eq!(refusal(&zipped(&parts)), WorkbookRefused::Bomb);
    }
}

fn small() -> Vec<u8> {
    by_hand(
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"2\"><v>45306</v></c></row>",
        "<sst uniqueCount=\"1\"><si><t>one</t></si></sst>",
        "",
    )
}

#[test]
fn a_workbook_cut_off_anywhere_is_refused() {
    let bytes = small();
    assert!(read(&bytes).is_ok());
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length]).is_err(), "cut off at {length}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// No byte of a workbook, packed or not, makes it panic.
    #[test]
    fn damaged_bytes_are_read_or_refused(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = small();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _: Result<Read, WorkbookRefused> = read(&bytes);
    }

    #[test]
    fn damaged_markup_is_read_or_refused(at in any::<prop::sample::Index>(), with in "[<>/\"=&;A-Z0-9 ]{0,4}") {
        let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\" s=\"1\"><v>0</v></c><c r=\"B2\" t=\"inlineStr\"><is><t>x</t></is></c></row>";
        let at = at.index(rows.len());
        let _: Result<Read, WorkbookRefused> = read(&by_hand(&format!("{}{with}{}", &rows[..at], &rows[at..]), "<sst/>", with.as_str()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever a cell says, the import sees it in its place.
    #[test]
    fn text_survives(cells in prop::collection::vec("[a-z ,;|'\"\\\\\t\u{200c}ی]{1,8}", 2..6)) {
        // Plainly headers: a cell that happens to say "id" must not outdo them.
        const HEADERS: [&str; 5] = ["Lead ID", "First name", "Lead source", "Owner", "Create date"];
        // A row in which nothing can be seen is none.
        prop_assume!(cells.iter().flat_map(|cell| cell.chars()).any(|letter| !letter.is_whitespace() && letter != '\u{200c}'));
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (column, cell) in (0..).zip(&cells) {
            sheet.write(0, column, HEADERS[usize::from(column)]).unwrap();
            sheet.write(1, column, cell).unwrap();
        }
        let sheet = read(&workbook.save_to_buffer().unwrap()).unwrap().sheets.remove(0);
        let mapping = sniff("x", sheet.csv.len() as u64, &sheet.csv, &[]).unwrap().mapping;
        prop_assert_eq!(&handoff::import::preview(&mapping, &sheet.csv, 10).rows, &[cells]);
    }
}
