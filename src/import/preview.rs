//! The table as it would be read, for a person to look at before an import. Counts nothing and types nothing.

use super::{
    FileMapping, Issues,
    decode::{Decoder, NoteKind, TextSink},
    rows::Rows,
    tokenize::{Record, Tokenizer},
};

/// Text of a table's first rows.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// As in the file, trimmed.
    pub headers: Vec<String>,
    /// Fields of the rows kept, as many in each as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Rows the bytes hold, also those not shown.
    pub rows_read: u64,
    pub rows_left_out: u64,
    pub issues: Issues,
}

struct Shown<'a> {
    tokenizer: Tokenizer,
    rows: Rows,
    shown: Vec<Vec<String>>,
    mapping: &'a FileMapping,
    max_rows: usize,
}

impl Shown<'_> {
    fn take(rows: &mut Rows, shown: &mut Vec<Vec<String>>, width: usize, max_rows: usize, record: &Record) {
        if rows.accept(record) && shown.len() < max_rows {
            shown.push((0..width).map(|index| record.text(index)).collect());
        }
    }
}

impl TextSink for Shown<'_> {
    fn text(&mut self, text: &[u8]) {
        let Self { tokenizer, rows, shown, mapping, max_rows } = self;
        tokenizer.push(text, &mut |record| Self::take(rows, shown, mapping.columns.len(), *max_rows, record));
    }

    fn note(&mut self, kind: NoteKind, offset: u64) {
        self.rows.note(kind, offset);
    }
}

/// Reads a whole file, or its head, as `mapping` says, and shows at most `max_rows` of its rows.
pub fn preview(mapping: &FileMapping, bytes: &[u8], max_rows: usize) -> Preview {
    let tokenizer = Tokenizer::new(&mapping.dialect);
    let mut shown = Shown { tokenizer, rows: Rows::new(0, mapping), shown: Vec::new(), mapping, max_rows };
    Decoder::new(mapping.encoding).decode(bytes, true, &mut shown);
    let Shown { mut tokenizer, mut rows, mut shown, .. } = shown;
    tokenizer.finish(&mut |record| Shown::take(&mut rows, &mut shown, mapping.columns.len(), max_rows, record));
    Preview {
        headers: rows.header().to_vec(),
        rows: shown,
        rows_read: rows.rows_read,
        rows_left_out: rows.rows_left_out,
        issues: rows.issues,
    }
}
