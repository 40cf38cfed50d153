//! Rows waiting to be read column by column: where their cells lie, and nothing of what is in them.
//!
//! One kind of cell after the other keeps its code and its dictionary in the processor's nearest memory, and spares a decision a cell.

use super::record::{ESCAPED, Record, Span, unescape};

/// Rows read at once: their spans and text together stay within 64 KB.
const ROWS: usize = 128;

const NO_SPAN: Span = Span { start: 0, end: 0 };

#[derive(Debug)]
pub(super) struct Batch {
    /// Of each row.
    lines: Vec<u64>,
    /// Column by column, [`ROWS`] of each, counted from the start of the base, which is too short to reach [`ESCAPED`]; empty where a row ends
    /// early.
    spans: Vec<Span>,
    quote: u8,
    backslash: bool,
}

impl Batch {
    /// `width`: columns of a row from the first to the last that is read.
    pub(super) fn new(width: usize) -> Self {
        Self { lines: Vec::with_capacity(ROWS), spans: vec![NO_SPAN; ROWS * width], quote: b'"', backslash: false }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.lines.len() == ROWS
    }

    #[inline(always)]
    pub(super) fn push(&mut self, record: &Record) {
        (self.quote, self.backslash) = (record.quote, record.backslash);
        let (row, at) = (self.lines.len(), record.at as u32);
        self.lines.push(record.line);
        let columns = self.spans.as_chunks_mut::<ROWS>().0;
        for (column, span) in columns.iter_mut().zip(record.spans) {
            column[row] = Span { start: span.start + at, end: span.end + at };
        }
        if let Some(beyond) = columns.get_mut(record.spans.len()..) {
            for column in beyond {
                column[row] = NO_SPAN;
            }
        }
    }

    /// Calls `read` with every row's cell of a column. `base` holds the records given to [`Self::push`].
    #[inline(never)]
    pub(super) fn cells(&self, base: &[u8], column: usize, scratch: &mut Vec<u8>, mut read: impl FnMut(usize, &[u8])) {
        let Some(spans) = self.spans.as_chunks::<ROWS>().0.get(column) else { return };
        for (index, span) in spans[..self.lines.len()].iter().enumerate() {
            let raw = &base[span.start as usize..(span.end & !ESCAPED) as usize];
            let cell = if span.end & ESCAPED == 0 {
                raw
            } else {
                unescape(raw, self.quote, self.backslash, scratch);
                scratch.as_slice()
            };
            // In one place: called in two, it would not be compiled into this loop, which cost a tenth of all reading.
            read(index, cell);
        }
    }

    pub(super) fn line(&self, index: usize) -> u64 {
        self.lines[index]
    }

    pub(super) fn clear(&mut self) {
        self.lines.clear();
    }
}
