//! Rows waiting to be read column by column: where their cells lie, and nothing of what is in them.
//!
//! One kind of cell after the other keeps its code and its dictionary in the processor's nearest memory, and spares a decision a cell.

use super::record::{ESCAPED, Record, Span, unescape};

/// Rows read at once: their spans and text together stay within 64 KB.
const ROWS: usize = 128;

/// A row's place in the batch.
#[derive(Debug, Clone, Copy)]
struct Row {
    at: usize,
    line: u64,
}

#[derive(Debug)]
pub(super) struct Batch {
    /// Spans a row: those of its columns that are read.
    width: usize,
    rows: Vec<Row>,
    /// Row by row; empty where a row ends early.
    spans: Vec<Span>,
    quote: u8,
    backslash: bool,
}

impl Batch {
    /// `width`: columns of a row from the first to the last that is read.
    pub(super) fn new(width: usize) -> Self {
        Self { width, rows: Vec::with_capacity(ROWS), spans: Vec::with_capacity(ROWS * width), quote: b'"', backslash: false }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.rows.len() == ROWS
    }

    #[inline(always)]
    pub(super) fn push(&mut self, record: &Record) {
        (self.quote, self.backslash) = (record.quote, record.backslash);
        self.rows.push(Row { at: record.at, line: record.line });
        if let Some(spans) = record.spans.get(..self.width) {
            self.spans.extend_from_slice(spans);
        } else {
            self.spans.extend_from_slice(record.spans);
            self.spans.resize(self.rows.len() * self.width, Span { start: 0, end: 0 });
        }
    }

    /// Calls `read` with every row's cell of a column. `base` holds the records given to [`Self::push`].
    #[inline(always)]
    pub(super) fn cells(&self, base: &[u8], column: usize, scratch: &mut Vec<u8>, mut read: impl FnMut(usize, &[u8])) {
        if self.width == 0 {
            return;
        }
        for (index, (row, spans)) in self.rows.iter().zip(self.spans.chunks_exact(self.width)).enumerate() {
            let Some(span) = spans.get(column) else { return };
            let end = row.at + (span.end & !ESCAPED) as usize;
            let raw = &base[row.at + span.start as usize..end];
            if span.end & ESCAPED == 0 {
                read(index, raw);
            } else {
                unescape(raw, self.quote, self.backslash, scratch);
                read(index, scratch);
            }
        }
    }

    pub(super) fn line(&self, index: usize) -> u64 {
        self.rows[index].line
    }

    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.spans.clear();
    }
}
