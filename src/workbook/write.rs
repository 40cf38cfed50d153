//! The other way round: a table becomes a workbook, files become an archive. Nothing in here knows what a table says.

use std::{
    fmt::Write as _,
    io::{Cursor, Write},
};

use zip::{CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// Excel's own limits: more would be a file it refuses.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
const MOST_CHARS: usize = 32_767;
/// Columns are as wide as their longest text, within reason.
const WIDTHS: (usize, usize) = (8, 60);

/// The parts of a workbook (ECMA-376) that say the same whatever is in it: one sheet, and a second style that is bold. The library for
/// this is 222 kB of brotli, three times the reader of this worker.
const PARTS: [(&str, &str); 5] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Handoff" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
    ),
    (
        "xl/styles.xml",
        r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
    ),
];
const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// A workbook of one sheet from CSV text (comma, doubled quotes): the first record in bold and kept in sight, numbers as numbers. What
/// is past the last row or column of a sheet is not in it. A text is never a formula.
///
/// # Errors
/// `None` when the table is more than a workbook can be.
pub fn of_csv(csv: &str, is_rtl: bool) -> Option<Vec<u8>> {
    let mut files: Vec<(String, Vec<u8>)> =
        PARTS.iter().map(|(name, part)| ((*name).to_owned(), format!("{DECLARATION}\n{part}").into_bytes())).collect();
    files.push(("xl/worksheets/sheet1.xml".to_owned(), sheet(&records(csv), is_rtl).into_bytes()));
    archive(&files)
}

fn sheet(records: &[Vec<String>], is_rtl: bool) -> String {
    let mut widths: Vec<usize> = Vec::new();
    let mut rows = String::new();
    for (index, record) in records.iter().take(MOST_ROWS).enumerate() {
        write!(rows, "<row r=\"{}\">", index + 1).expect("a text takes all that is written");
        for (column, text) in record.iter().take(MOST_COLUMNS).enumerate() {
            if widths.len() <= column {
                widths.push(WIDTHS.0);
            }
            widths[column] = widths[column].max(text.chars().count()).min(WIDTHS.1);
            let place = format!("{}{}", letters(column), index + 1);
            let style = if index == 0 { " s=\"1\"" } else { "" };
            match number(text) {
                Some(number) => write!(rows, "<c r=\"{place}\"{style}><v>{number}</v></c>"),
                None if text.is_empty() => Ok(()),
                None => {
                    write!(rows, "<c r=\"{place}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(text))
                }
            }
            .expect("a text takes all that is written");
        }
        rows.push_str("</row>");
    }
    let mut columns = String::new();
    for (index, width) in widths.iter().enumerate() {
        write!(columns, "<col min=\"{0}\" max=\"{0}\" width=\"{1}\" customWidth=\"1\"/>", index + 1, width + 2)
            .expect("a text takes all that is written");
    }
    let columns = if columns.is_empty() { columns } else { format!("<cols>{columns}</cols>") };
    let direction = if is_rtl { " rightToLeft=\"1\"" } else { "" };
    format!(
        "{DECLARATION}\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews>\
         <sheetView{direction} workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView>\
         </sheetViews>{columns}<sheetData>{rows}</sheetData></worksheet>"
    )
}

/// The name of a column: A to Z, AA to ZZ, and on.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    if column < 26 { last.to_string() } else { letters(column / 26 - 1) + &last.to_string() }
}

/// As XML text; what XML cannot hold becomes the sign of a lost character.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().take(MOST_CHARS) {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(letter),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

/// A plain number of at most 15 digits: what a spreadsheet would keep of more is another number. An id with a leading zero is text.
fn number(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = !digits.is_empty()
        && digits.len() <= 16
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1
        && !(digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0."))
        && digits.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && digits.as_bytes().last().is_some_and(u8::is_ascii_digit);
    is_plain.then_some(text)
}

/// The records of well-formed CSV text, as this program writes it. An apostrophe that kept a cell from being a formula is dropped: a
/// workbook's text cell is none.
fn records(csv: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let (mut quoted, mut letters) = (false, csv.trim_start_matches('\u{feff}').chars().peekable());
    while let Some(letter) = letters.next() {
        let record = records.last_mut().expect("never empty");
        let field = record.last_mut().expect("never empty");
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                field.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => records.push(vec![String::new()]),
            other => field.push(other),
        }
    }
    if records.last().is_some_and(|record| record.len() == 1 && record[0].is_empty()) {
        records.pop();
    }
    for field in records.iter_mut().flatten() {
        if field.strip_prefix('\'').is_some_and(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r'])) {
            field.remove(0);
        }
    }
    records
}

/// A ZIP archive of these files.
///
/// # Errors
/// `None` when a name is one a ZIP cannot hold, or the whole is too large.
pub fn archive(files: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let write = || -> Result<Vec<u8>, ZipError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, bytes) in files {
            zip.start_file(name.as_str(), options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    };
    write().ok()
}
