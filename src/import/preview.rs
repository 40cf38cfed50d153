//! The table as it would be read, for a person to look at before an import. Counts nothing and types nothing.

use super::{
    FileMapping, Issues,
    decode::{Decoder, NoteKind, TextSink},
    record::Record,
    rows::Rows,
    tokenize::Tokenizer,
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

struct Table<'a> {
    tokenizer: Tokenizer,
    rows: Rows,
    texts: Vec<Vec<String>>,
    mapping: &'a FileMapping,
    max_rows: usize,
}

impl Table<'_> {
    fn take(rows: &mut Rows, texts: &mut Vec<Vec<String>>, width: usize, max_rows: usize, record: &Record) {
        if rows.accept(record) && texts.len() < max_rows {
            texts.push((0..width).map(|index| record.text(index)).collect());
        }
    }
}

impl TextSink for Table<'_> {
    fn text(&mut self, text: &[u8]) {
        let Self { tokenizer, rows, texts, mapping, max_rows } = self;
        tokenizer.push(text, &mut |record: &Record| Self::take(rows, texts, mapping.columns.len(), *max_rows, record));
    }

    fn note(&mut self, kind: NoteKind, offset: u64) {
        self.rows.note(kind, offset);
    }
}

/// Reads a whole file, or its head, as `mapping` says, and shows at most `max_rows` of its rows.
pub fn preview(mapping: &FileMapping, bytes: &[u8], max_rows: usize) -> Preview {
    let tokenizer = Tokenizer::new(&mapping.dialect);
    let mut table = Table { tokenizer, rows: Rows::new(0, mapping), texts: Vec::new(), mapping, max_rows };
    Decoder::new(mapping.encoding).decode(bytes, true, &mut table);
    let Table { mut tokenizer, mut rows, mut texts, .. } = table;
    tokenizer.finish(&mut |record: &Record| Table::take(&mut rows, &mut texts, mapping.columns.len(), max_rows, record));
    Preview { headers: rows.header().to_vec(), rows: texts, rows_read: rows.seen, rows_left_out: rows.left_out, issues: rows.issues }
}
