//! The head of a file through the very reader an import uses, so that what a person is shown is what will be read. Keeps no lead.

use super::{CellSeen, CellValue, Field, FileMapping, IssueKind, Reader, Understood, assemble, missing::is_missing, preview, text::trim};
use crate::{agreement::Workspace, import::Encoding, leads::NO_AMOUNT, time::Zone};

/// Reads the head as `mapping` says. `whole`: it is the entire file. At most `max_rows` rows are shown; readings and values are those
/// of the whole head.
pub fn understand(mapping: &FileMapping, head: &[u8], whole: bool, workspace: &Workspace, zone: &Zone, max_rows: usize) -> Understood {
    let head = if whole { head } else { up_to_last_line(head, mapping.encoding) };
    let shown = preview(mapping, head, max_rows);
    let mut reader = Reader::new(0, "", mapping, zone);
    reader.push(head);
    let table = reader.finish();
    let cell = |row: usize, column: usize, text: String| {
        let field = mapping.columns[column].field.filter(|field| mapping.column_of(*field) == Some(column));
        let is_row = row < table.len();
        let value = match field {
            _ if !is_row || is_missing(trim(text.as_bytes())) => CellValue::Text,
            Some(field) if field.is_date() => match table.dates_of(field) {
                Some(dates) => {
                    dates.get(row).map_or(CellValue::Unreadable, |moment| CellValue::Moment { unix: moment.unix(), day: dates.is_day(row) })
                }
                None => CellValue::Text,
            },
            Some(Field::Amount) => match table.amounts.as_ref().map(|amounts| amounts.values[row]) {
                Some(NO_AMOUNT) => CellValue::Unreadable,
                Some(value) => CellValue::Amount(value),
                None => CellValue::Text,
            },
            _ => CellValue::Text,
        };
        CellSeen { text, value }
    };
    let rows = shown
        .rows
        .into_iter()
        .enumerate()
        .map(|(row, cells)| cells.into_iter().enumerate().map(|(column, text)| cell(row, column, text)).collect());
    let rows = rows.collect();
    let undecodable = shown.issues.count(IssueKind::UndecodableBytes);
    let imported = assemble(vec![table], workspace);
    Understood { rows, undecodable, readings: imported.readings, values: imported.values }
}

/// Without the line the head cuts off: half a date is another date.
fn up_to_last_line(head: &[u8], encoding: Encoding) -> &[u8] {
    let (width, ends): (usize, [&[u8]; 2]) = match encoding {
        Encoding::Utf16Le => (2, [b"\n\0", b"\r\0"]),
        Encoding::Utf16Be => (2, [b"\0\n", b"\0\r"]),
        _ => (1, [b"\n", b"\r"]),
    };
    let last = head.chunks_exact(width).rposition(|unit| ends.contains(&unit));
    last.map_or(head, |last| &head[..(last + 1) * width])
}
