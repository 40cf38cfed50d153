//! From the bytes of a workbook to the text of its sheets, cell by cell: memory follows what is written, never the place of a cell.

use std::io::{Cursor, Error, Read, Result as IoResult, Seek, SeekFrom};

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::{
    LARGEST_BYTES, Sheet, Workbook, WorkbookRefused, bounds,
    cells::{self, Look},
};

/// The size of an Excel sheet.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u32 = 16_384;

/// Delimiters that may always be added after short rows, beside twice the length of the sheet.
const PADDING_ALLOWED: u64 = 16 << 20;

/// # Errors
/// When the bytes are no XLSX workbook, or one that is too large, damaged, protected or empty.
pub fn read(bytes: &[u8]) -> Result<Workbook, WorkbookRefused> {
    read_within(bytes, LARGEST_BYTES)
}

/// [`read`] with another limit than [`LARGEST_BYTES`].
///
/// # Errors
/// As [`read`].
pub fn read_within(bytes: &[u8], largest_bytes: u64) -> Result<Workbook, WorkbookRefused> {
    bounds::inspect(bytes, largest_bytes)?;
    let mut xlsx = Xlsx::new(Metered::new(bytes)).map_err(|error| damaged(error, None))?;
    let is_1904 = xlsx.has_1904_epoch();
    let known: Vec<_> = xlsx.sheets_metadata().to_vec();
    if known.is_empty() {
        return Err(WorkbookRefused::NotAWorkbook);
    }
    let mut workbook = Workbook::default();
    let mut left = largest_bytes;
    for sheet in known.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        if sheet.visible != SheetVisible::Visible {
            workbook.hidden.push(sheet.name);
            continue;
        }
        if let Some(sheet) = read_sheet(&mut xlsx, sheet.name, is_1904, left)? {
            left = left.saturating_sub(sheet.csv.len() as u64);
            workbook.sheets.push(sheet);
        }
    }
    if workbook.sheets.is_empty() { Err(WorkbookRefused::Empty) } else { Ok(workbook) }
}

fn damaged(error: XlsxError, sheet: Option<&str>) -> WorkbookRefused {
    match error {
        XlsxError::Password => WorkbookRefused::Encrypted,
        XlsxError::FileNotFound(part) if sheet.is_none() => WorkbookRefused::Damaged { part: Some(part) },
        _ => WorkbookRefused::Damaged { part: sheet.map(str::to_owned) },
    }
}

/// `None`: no cell says anything, or it is a chart after all.
fn read_sheet(xlsx: &mut Xlsx<Metered<'_>>, name: String, is_1904: bool, left: u64) -> Result<Option<Sheet>, WorkbookRefused> {
    let mut cells = match xlsx.worksheet_cells_reader(&name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(error) => return Err(damaged(error, Some(&name))),
    };
    let looks: Vec<Look> = cells.styles().iter().map(Look::of).collect();
    let (mut text, mut value, mut error_cells) = (Text::default(), String::new(), 0);
    loop {
        let (cell, style) = match cells.next_cell_with_style_id() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            // One value is not what its type says, or a newer Excel's error (`#SPILL!`); the next cell can be read.
            Err(
                XlsxError::CellError(_)
                | XlsxError::ParseFloat(_)
                | XlsxError::CellTAttribute(_)
                | XlsxError::Unrecognized { .. }
                | XlsxError::Unexpected(_),
            ) => {
                error_cells += 1;
                continue;
            }
            Err(error) => return Err(damaged(error, Some(&name))),
        };
        value.clear();
        let look = looks.get(style).copied().unwrap_or_default();
        if !cells::write(&mut value, cell.get_value(), look, is_1904) {
            error_cells += 1;
        }
        if value.is_empty() {
            continue;
        }
        if !text.put(cell.get_position(), &value) {
            return Err(WorkbookRefused::Damaged { part: Some(name) });
        }
        if text.csv.len() as u64 > left {
            return Err(WorkbookRefused::TooLarge);
        }
    }
    Ok((!text.rows.is_empty()).then(|| Sheet { name, csv: text.finish(), error_cells }))
}

/// A sheet's text in the making.
#[derive(Default)]
struct Text {
    csv: Vec<u8>,
    /// The row and the column after the last cell.
    row: u32,
    column: u32,
    /// Where each row with cells begins that ended already, and its fields; the last one is still growing.
    rows: Vec<Row>,
}

struct Row {
    start: usize,
    fields: u32,
}

impl Text {
    /// `false`: no cell can be there, being off the sheet or before the last one.
    fn put(&mut self, (row, column): (u32, u32), value: &str) -> bool {
        if row >= MOST_ROWS || column >= MOST_COLUMNS || row < self.row || (row == self.row && column < self.column) {
            return false;
        }
        if row > self.row || self.rows.is_empty() {
            self.csv.extend(std::iter::repeat_n(b'\n', (row - self.row) as usize));
            (self.row, self.column) = (row, 0);
            self.rows.push(Row { start: self.csv.len(), fields: 0 });
        }
        // A field is parted from the one before, and empty ones between them count.
        self.csv.extend(std::iter::repeat_n(b',', (column - self.column) as usize + usize::from(self.column > 0)));
        self.column = column + 1;
        if let Some(row) = self.rows.last_mut() {
            row.fields = self.column;
        }
        push_field(&mut self.csv, value);
        true
    }

    /// All rows with cells get the same number of fields, because a sheet has no empty cells at its end and a CSV row must. One cell
    /// far out to the right would make that longer than the sheet itself; then rows stay as short as they are.
    fn finish(mut self) -> Vec<u8> {
        self.csv.push(b'\n');
        let width = self.rows.iter().map(|row| row.fields).max().unwrap_or_default();
        let missing: u64 = self.rows.iter().map(|row| u64::from(width - row.fields)).sum();
        if missing == 0 || missing > self.csv.len() as u64 * 2 + PADDING_ALLOWED {
            return self.csv;
        }
        let mut padded = Vec::with_capacity(self.csv.len() + missing as usize);
        let ends = self.rows.iter().skip(1).map(|row| row.start).chain([self.csv.len()]);
        padded.extend_from_slice(&self.csv[..self.rows.first().map_or(0, |row| row.start)]);
        for (row, end) in self.rows.iter().zip(ends) {
            // Blank rows follow the row's own line break.
            let piece = &self.csv[row.start..end];
            let line = memchr::memchr(b'\n', piece).unwrap_or(piece.len());
            padded.extend_from_slice(&piece[..line]);
            padded.extend(std::iter::repeat_n(b',', (width - row.fields) as usize));
            padded.extend_from_slice(&piece[line..]);
        }
        padded
    }
}

/// Whatever could be taken for a delimiter or a quote is quoted, so that no other reading of the text is possible.
fn push_field(csv: &mut Vec<u8>, value: &str) {
    if !value.bytes().any(|byte| matches!(byte, b',' | b'"' | b';' | b'\t' | b'|' | b'\'' | b'\\' | b'\n' | b'\r')) {
        csv.extend_from_slice(value.as_bytes());
        return;
    }
    csv.push(b'"');
    let mut after_return = false;
    for byte in value.bytes() {
        match byte {
            b'\n' if after_return => {}
            b'\n' | b'\r' => csv.push(b' '),
            b'"' => csv.extend_from_slice(b"\"\""),
            _ => csv.push(byte),
        }
        after_return = byte == b'\r';
    }
    csv.push(b'"');
}

/// The file with a limit on how much of it is read in all: a thousand sheets may name the same part.
struct Metered<'a> {
    bytes: Cursor<&'a [u8]>,
    left: u64,
}

impl<'a> Metered<'a> {
    /// The directory and every part are read once, with a little around them.
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: Cursor::new(bytes), left: bytes.len() as u64 * 4 + (1 << 20) }
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        let count = self.bytes.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| Error::other("read over and over"))?;
        Ok(count)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> IoResult<u64> {
        self.bytes.seek(to)
    }
}
