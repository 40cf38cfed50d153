//! The way back from a row to its record in the stored file. Holds no bytes of the file.

use borsh::{BorshDeserialize, BorshSerialize};

use super::{
    FileMapping,
    decode::{OffsetMap, text_of},
    tokenize::{PlainLines, Tokenizer},
};

/// Reads a record's text again from the stored file.
#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
pub struct SourceFile {
    pub name: String,
    pub mapping: FileMapping,
    offsets: OffsetMap,
    plain: PlainLines,
}

impl SourceFile {
    pub(super) const fn new(name: String, mapping: FileMapping, offsets: OffsetMap, plain: PlainLines) -> Self {
        Self { name, mapping, offsets, plain }
    }

    /// Byte offset in the stored file from which to read for the record at a [`crate::leads::Place::offset`]. Within 64 KiB of the
    /// record itself.
    pub fn read_from(&self, offset: u64) -> u64 {
        self.offsets.start(offset).1
    }

    /// The record's fields, given bytes of the stored file from [`Self::read_from`] on; `None` when the bytes end too early to hold
    /// the record. `end`: the bytes reach the end of the file.
    pub fn record(&self, offset: u64, bytes: &[u8], end: bool) -> Option<Vec<String>> {
        let (text_start, _) = self.offsets.start(offset);
        let text = text_of(self.mapping.encoding, bytes, false, end);
        let from = usize::try_from(offset - text_start).ok()?;
        let text = text.get(from..).filter(|text| !text.is_empty())?;
        Tokenizer::within(&self.mapping.dialect, offset, self.plain.clone()).first(text, end)
    }
}
