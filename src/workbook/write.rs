//! The other way round: a table becomes a workbook, files become an archive. Nothing in here knows what a table says.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use zip::{CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// Excel's own limits: more would be a file it refuses.
const MOST_ROWS: usize = 1_048_576;
const MOST_CHARS: usize = 32_767;

/// A workbook of one sheet from CSV text (comma, doubled quotes): the first record in bold and kept in sight, numbers as numbers. What
/// is past the last row of a sheet is not in it. A text is never a formula.
///
/// # Errors
/// `None` when the table is more than a workbook can be.
pub fn of_csv(csv: &str, is_rtl: bool) -> Option<Vec<u8>> {
    write(csv, is_rtl).ok()
}

fn write(csv: &str, is_rtl: bool) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet();
    sheet.set_right_to_left(is_rtl);
    sheet.set_freeze_panes(1, 0)?;
    let mut widths: Vec<usize> = Vec::new();
    for (row, record) in records(csv).into_iter().take(MOST_ROWS).enumerate() {
        for (column, text) in record.iter().enumerate() {
            let (row, place) = (row as u32, u16::try_from(column).unwrap_or(u16::MAX));
            if widths.len() <= column {
                widths.resize(column + 1, 0);
            }
            widths[column] = widths[column].max(text.chars().count());
            match number(text) {
                Some(value) => sheet.write_number(row, place, value)?,
                None if row == 0 => sheet.write_string_with_format(row, place, text, &bold)?,
                None => sheet.write_string(row, place, text.chars().take(MOST_CHARS).collect::<String>())?,
            };
        }
    }
    for (column, width) in widths.into_iter().enumerate() {
        sheet.set_column_width(u16::try_from(column).unwrap_or(u16::MAX), width.clamp(8, 60) as f64 + 2.0)?;
    }
    workbook.save_to_buffer()
}

/// A plain number of at most 15 digits: what a spreadsheet would keep of more is another number. An id with a leading zero is text.
fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = !digits.is_empty()
        && digits.len() <= 16
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1
        && !(digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0."))
        && digits.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && digits.as_bytes().last().is_some_and(u8::is_ascii_digit);
    is_plain.then(|| text.parse().ok()).flatten()
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
