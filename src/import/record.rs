//! One record: where its fields lie, and their text without quotes. Finds no boundaries; that is `tokenize`.

use super::text::lossy;

/// Says in the end of a [`Span`] that quotes or escapes inside must still be resolved.
pub(super) const ESCAPED: u32 = 1 << 31;

/// Where a field lies in its record, without its quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub start: u32,
    /// The high bit says that quotes or escapes inside must still be resolved.
    pub end: u32,
}

/// What was odd about a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Oddities {
    /// First field with a stray quote or with text after its closing quote.
    pub stray_quote: Option<usize>,
    /// Line of a quote that is never closed: from this record on, quotes end with their line.
    pub unterminated: Option<u64>,
}

/// Receives records in order.
pub(super) trait RecordSink {
    fn record(&mut self, record: &Record);

    /// What [`Record::base`] of the records since the last call pointed to is about to go.
    fn base_ends(&mut self, _base: &[u8]) {}
}

impl<F: FnMut(&Record)> RecordSink for F {
    fn record(&mut self, record: &Record) {
        self(record);
    }
}

/// One record, borrowed from the piece that holds it.
pub(super) struct Record<'a> {
    pub data: &'a [u8],
    /// What holds this record and its neighbours, until [`RecordSink::base_ends`].
    pub base: &'a [u8],
    /// Where in `base` the record begins.
    pub at: usize,
    pub spans: &'a [Span],
    pub quote: u8,
    pub backslash: bool,
    /// Offset of the record's first byte in the text.
    pub offset: u64,
    /// Bytes of the record in the text, its line end included.
    pub length: u64,
    /// 1-based line it begins at.
    pub line: u64,
    pub oddities: Oddities,
}

impl<'a> Record<'a> {
    pub(super) const fn len(&self) -> usize {
        self.spans.len()
    }

    /// Offset of the first byte after the record.
    pub(super) const fn next_offset(&self) -> u64 {
        self.offset + self.length
    }

    /// The field as it stands between its quotes; empty beyond the last.
    #[inline(always)]
    pub(super) fn raw(&self, index: usize) -> &'a [u8] {
        self.spans.get(index).map_or(&[], |span| &self.data[span.start as usize..(span.end & !ESCAPED) as usize])
    }

    /// The field's text; `scratch` is used only where quotes or escapes must be resolved.
    #[inline(always)]
    pub(super) fn field<'s>(&self, index: usize, scratch: &'s mut Vec<u8>) -> &'s [u8]
    where
        'a: 's,
    {
        let Some(span) = self.spans.get(index) else { return &[] };
        if span.end & ESCAPED != 0 {
            return self.unescaped(index, scratch);
        }
        &self.data[span.start as usize..span.end as usize]
    }

    #[cold]
    fn unescaped<'s>(&self, index: usize, scratch: &'s mut Vec<u8>) -> &'s [u8] {
        unescape(self.raw(index), self.quote, self.backslash, scratch);
        scratch
    }

    pub(super) fn text(&self, index: usize) -> String {
        lossy(self.field(index, &mut Vec::new())).into_owned()
    }

    pub(super) fn texts(&self) -> Vec<String> {
        (0..self.len()).map(|index| self.text(index)).collect()
    }

    /// The field whose bytes hold a text offset.
    pub(super) fn field_at(&self, offset: u64) -> Option<usize> {
        let at = offset.checked_sub(self.offset)?;
        self.spans.iter().position(|span| u64::from(span.end & !ESCAPED) >= at)
    }
}

/// Resolves doubled and escaped quotes.
pub(super) fn unescape(raw: &[u8], quote: u8, backslash: bool, out: &mut Vec<u8>) {
    out.clear();
    let mut bytes = raw.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        let doubled = byte == quote && bytes.peek() == Some(&quote);
        let escaped = backslash && byte == b'\\';
        out.push(if doubled || escaped { bytes.next().unwrap_or(byte) } else { byte });
    }
}
