//! Bytes of a stored file → UTF-8 text, in pieces of any size. No detection: the encoding is given.
//!
//! Pure UTF-8 passes through untouched. Where the text differs in length from the bytes (a BOM, another encoding, a replaced or
//! removed byte), checkpoints lead from an offset in the text back to the stored file.

use std::borrow::Cow;

use borsh::{BorshDeserialize, BorshSerialize};

use super::{
    Encoding,
    encoding_tables::{KOI8_R, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256},
};

/// Text between two checkpoints: what is decoded again, at most, to reach one record.
const CHECKPOINT_EVERY: u64 = 32 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoteKind {
    /// Bytes that are no text here: a U+FFFD stands at the offset.
    Undecodable,
    /// A NUL was removed at the offset.
    Nul,
}

/// Receives decoded text in order. A note comes before the text at its offset.
pub(super) trait TextSink {
    fn text(&mut self, text: &[u8]);
    fn note(&mut self, kind: NoteKind, offset: u64);
}

/// Text offset → stored offset.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub(super) struct OffsetMap {
    /// Bytes before the text: a BOM.
    base: u64,
    /// Pairs (text offset, stored offset), ascending. Before the first, stored = text + base.
    checkpoints: Vec<(u64, u64)>,
}

impl OffsetMap {
    /// The nearest place at or before a text offset from which decoding can start: (text offset, stored offset).
    pub(super) fn start(&self, offset: u64) -> (u64, u64) {
        match self.checkpoints.partition_point(|(text, _)| *text <= offset).checked_sub(1) {
            Some(index) => self.checkpoints[index],
            None => (offset, offset + self.base),
        }
    }
}

#[derive(Debug)]
pub(super) struct Decoder {
    encoding: Encoding,
    /// The first bytes of the file are still to be looked at for a BOM.
    at_start: bool,
    /// An incomplete character at the end of the last piece: at most 3 bytes.
    partial: Vec<u8>,
    scratch: String,
    text_offset: u64,
    stored_offset: u64,
    map: OffsetMap,
}

const fn bom(encoding: Encoding) -> &'static [u8] {
    match encoding {
        Encoding::Utf8 => b"\xEF\xBB\xBF",
        Encoding::Utf16Le => b"\xFF\xFE",
        Encoding::Utf16Be => b"\xFE\xFF",
        _ => b"",
    }
}

pub(super) const fn table(encoding: Encoding) -> Option<&'static [u16; 128]> {
    match encoding {
        Encoding::Windows1250 => Some(&WINDOWS_1250),
        Encoding::Windows1251 => Some(&WINDOWS_1251),
        Encoding::Windows1252 => Some(&WINDOWS_1252),
        Encoding::Windows1256 => Some(&WINDOWS_1256),
        Encoding::Koi8R => Some(&KOI8_R),
        Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => None,
    }
}

impl Decoder {
    /// At the start of a file.
    pub(super) fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            at_start: true,
            partial: Vec::new(),
            scratch: String::new(),
            text_offset: 0,
            stored_offset: 0,
            map: OffsetMap::default(),
        }
    }

    /// In the middle of a file, at a checkpoint.
    pub(super) fn within(encoding: Encoding) -> Self {
        Self { at_start: false, ..Self::new(encoding) }
    }

    /// Text and stored bytes so far: (text offset, stored offset), where the one runs beside the other from the start on and no
    /// character is half read; else `None`.
    pub(super) fn beside(&self) -> Option<(u64, u64)> {
        let is_plain = self.encoding == Encoding::Utf8 && !self.at_start && self.partial.is_empty() && self.map.checkpoints.is_empty();
        is_plain.then_some((self.text_offset, self.stored_offset))
    }

    /// The way back for text appended to what was decoded, whose own way counts from there.
    pub(super) fn append(&mut self, rest: OffsetMap) {
        let (text, stored) = (self.text_offset, self.stored_offset);
        self.map.checkpoints.extend(rest.checkpoints.into_iter().map(|(from, to)| (from + text, to + stored)));
    }

    pub(super) fn take_map(&mut self) -> OffsetMap {
        std::mem::take(&mut self.map)
    }

    /// `end` says that no piece follows: an incomplete character is then undecodable.
    pub(super) fn decode(&mut self, bytes: &[u8], end: bool, sink: &mut impl TextSink) {
        if bytes.is_empty() && !end {
            return;
        }
        let joined: Cow<[u8]> = if self.partial.is_empty() {
            Cow::Borrowed(bytes)
        } else if self.encoding == Encoding::Utf8 && !self.at_start {
            // Three more bytes complete any character; the rest of the piece need not be copied.
            let mut rest = bytes;
            while !self.partial.is_empty() && (!rest.is_empty() || end) {
                let take = rest.len().min(1);
                let mut few = std::mem::take(&mut self.partial);
                few.extend_from_slice(&rest[..take]);
                rest = &rest[take..];
                self.utf8(&few, end && rest.is_empty(), sink);
            }
            Cow::Borrowed(rest)
        } else {
            let mut all = std::mem::take(&mut self.partial);
            all.extend_from_slice(bytes);
            Cow::Owned(all)
        };
        let mut bytes = joined.as_ref();
        if self.at_start {
            let bom = bom(self.encoding);
            if bytes.len() < bom.len() && bom.starts_with(bytes) && !end {
                self.partial = bytes.to_vec();
                return;
            }
            self.at_start = false;
            if !bom.is_empty() && bytes.starts_with(bom) {
                bytes = &bytes[bom.len()..];
                self.stored_offset = bom.len() as u64;
                self.map.base = self.stored_offset;
            }
            if self.encoding != Encoding::Utf8 {
                self.map.checkpoints.push((0, self.stored_offset));
            }
        }
        match self.encoding {
            Encoding::Utf8 => self.utf8(bytes, end, sink),
            Encoding::Utf16Le => self.utf16(bytes, end, u16::from_le_bytes, sink),
            Encoding::Utf16Be => self.utf16(bytes, end, u16::from_be_bytes, sink),
            _ => self.single_byte(bytes, sink),
        }
    }

    fn utf8(&mut self, mut bytes: &[u8], end: bool, sink: &mut impl TextSink) {
        while let Err(error) = std::str::from_utf8(bytes) {
            let (valid, rest) = bytes.split_at(error.valid_up_to());
            self.utf8_valid(valid, sink);
            match error.error_len() {
                None if !end => {
                    self.partial = rest.to_vec();
                    return;
                }
                length => {
                    let length = length.unwrap_or(rest.len());
                    self.checkpoint(true);
                    self.replacement(length as u64, sink);
                    bytes = &rest[length..];
                }
            }
        }
        self.utf8_valid(bytes, sink);
    }

    /// Emits text without its NULs.
    fn utf8_valid(&mut self, mut bytes: &[u8], sink: &mut impl TextSink) {
        while let Some(nul) = memchr::memchr(0, bytes) {
            self.utf8_run(&bytes[..nul], sink);
            self.checkpoint(true);
            sink.note(NoteKind::Nul, self.text_offset);
            self.stored_offset += 1;
            bytes = &bytes[nul + 1..];
        }
        self.utf8_run(bytes, sink);
    }

    fn utf8_run(&mut self, mut bytes: &[u8], sink: &mut impl TextSink) {
        while !bytes.is_empty() {
            let mut length = bytes.len();
            if !self.map.checkpoints.is_empty() {
                self.checkpoint(false);
                length = length.min(CHECKPOINT_EVERY as usize);
                while length < bytes.len() && bytes[length] & 0xC0 == 0x80 {
                    length += 1;
                }
            }
            let (run, rest) = bytes.split_at(length);
            self.text_offset += run.len() as u64;
            self.stored_offset += run.len() as u64;
            sink.text(run);
            bytes = rest;
        }
    }

    fn replacement(&mut self, stored: u64, sink: &mut impl TextSink) {
        const REPLACEMENT: &str = "\u{FFFD}";
        sink.note(NoteKind::Undecodable, self.text_offset);
        sink.text(REPLACEMENT.as_bytes());
        self.text_offset += REPLACEMENT.len() as u64;
        self.stored_offset += stored;
    }

    /// Notes where decoding can start again. `shift`: the text is about to differ from the bytes for the first time.
    fn checkpoint(&mut self, shift: bool) {
        let due = match self.map.checkpoints.last() {
            None => shift,
            Some((text, _)) => self.text_offset >= text + CHECKPOINT_EVERY,
        };
        if due {
            self.map.checkpoints.push((self.text_offset, self.stored_offset));
        }
    }

    fn utf16(&mut self, bytes: &[u8], end: bool, unit_of: fn([u8; 2]) -> u16, sink: &mut impl TextSink) {
        let unit = |at: usize| bytes.get(at..at + 2).map(|pair| unit_of([pair[0], pair[1]]));
        let mut at = 0;
        while let Some(first) = unit(at) {
            let is_high = (0xD800..0xDC00).contains(&first);
            let second = if is_high { unit(at + 2) } else { None };
            if is_high && second.is_none() && !end {
                break;
            }
            let pair = second.filter(|second| (0xDC00..0xE000).contains(second));
            let (character, stored) = match pair {
                Some(low) => (char::from_u32(0x1_0000 + ((u32::from(first) - 0xD800) << 10) + (u32::from(low) - 0xDC00)), 4),
                None => (char::from_u32(u32::from(first)), 2),
            };
            self.character(character, stored, sink);
            at += stored as usize;
        }
        self.flush(sink);
        if end && at < bytes.len() {
            self.replacement((bytes.len() - at) as u64, sink);
        } else {
            self.partial = bytes[at..].to_vec();
        }
    }

    fn single_byte(&mut self, bytes: &[u8], sink: &mut impl TextSink) {
        let table = table(self.encoding).expect("only single-byte encodings come here");
        for &byte in bytes {
            let character = match byte {
                0..0x80 => Some(char::from(byte)),
                _ => Some(table[usize::from(byte) - 0x80]).filter(|code| *code != 0).and_then(|code| char::from_u32(u32::from(code))),
            };
            self.character(character, 1, sink);
        }
        self.flush(sink);
    }

    fn character(&mut self, character: Option<char>, stored: u64, sink: &mut impl TextSink) {
        match character {
            Some('\0') => {
                self.flush(sink);
                sink.note(NoteKind::Nul, self.text_offset);
                self.stored_offset += stored;
            }
            Some(character) => {
                self.scratch.push(character);
                self.stored_offset += stored;
                if self.scratch.len() as u64 >= CHECKPOINT_EVERY {
                    self.flush(sink);
                }
            }
            None => {
                self.flush(sink);
                self.replacement(stored, sink);
            }
        }
    }

    /// Hands over what [`Self::character`] gathered.
    fn flush(&mut self, sink: &mut impl TextSink) {
        if !self.scratch.is_empty() {
            sink.text(self.scratch.as_bytes());
            self.text_offset += self.scratch.len() as u64;
            self.scratch.clear();
            self.checkpoint(false);
        }
    }
}

#[derive(Default)]
struct Collected {
    text: Vec<u8>,
}

impl TextSink for Collected {
    fn text(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
    }

    fn note(&mut self, _: NoteKind, _: u64) {}
}

/// The text of some bytes, from the start of a file or from a checkpoint within. `end`: the bytes reach the end of the file.
pub(super) fn text_of(encoding: Encoding, bytes: &[u8], at_start: bool, end: bool) -> Vec<u8> {
    let mut decoder = if at_start { Decoder::new(encoding) } else { Decoder::within(encoding) };
    let mut collected = Collected::default();
    decoder.decode(bytes, end, &mut collected);
    collected.text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(encoding: Encoding, bytes: &[u8], expected: &str) {
        assert_eq!(String::from_utf8_lossy(&text_of(encoding, bytes, true, true)), expected, "{encoding:?} {bytes:?}");
        for split in 0..=bytes.len() {
            let mut decoder = Decoder::new(encoding);
            let mut collected = Collected::default();
            decoder.decode(&bytes[..split], false, &mut collected);
            decoder.decode(&bytes[split..], true, &mut collected);
            assert_eq!(String::from_utf8_lossy(&collected.text), expected, "{encoding:?} {bytes:?} split at {split}");
        }
    }

    #[test]
    fn decodes_every_encoding_however_it_is_cut() {
        check(Encoding::Utf8, b"\xEF\xBB\xBFa,\xD0\x98", "a,\u{418}");
        check(Encoding::Utf8, b"a\xFFb\xE2\x82c\xE2\x82", "a\u{FFFD}b\u{FFFD}c\u{FFFD}");
        check(Encoding::Utf8, b"a\0b", "ab");
        check(Encoding::Utf16Le, b"\xFF\xFEa\0\x3D\xD8\x00\xDE", "a\u{1F600}");
        check(Encoding::Utf16Le, b"a\0\x3D\xD8b\0c", "a\u{FFFD}b\u{FFFD}");
        check(Encoding::Utf16Be, b"\xFE\xFF\0a\x04\x18", "a\u{418}");
        // Half of a pair and half of a unit.
        check(Encoding::Utf16Be, b"\0a\xD8\x3D\0", "a\u{FFFD}\u{FFFD}");
        check(Encoding::Windows1251, b"\xC8\xE2\xE0\xED", "Иван");
        check(Encoding::Windows1256, b"\xD4\xD1\x98\xCA", "شرکت");
        check(Encoding::Windows1250, b"\xB3\x8C", "łŚ");
        check(Encoding::Windows1252, b"\xE9\x81", "é\u{FFFD}");
        check(Encoding::Koi8R, b"\xE9\xD7\xC1\xCE", "Иван");
    }

    #[test]
    fn checkpoints_lead_back_to_the_stored_bytes() {
        let text = "é,x\n".repeat(40_000);
        let stored: Vec<u8> = text.chars().map(|c| if c == 'é' { 0xE9 } else { c as u8 }).collect();
        let mut decoder = Decoder::new(Encoding::Windows1252);
        let mut collected = Collected::default();
        for piece in stored.chunks(777) {
            decoder.decode(piece, false, &mut collected);
        }
        decoder.decode(&[], true, &mut collected);
        assert_eq!(collected.text, text.as_bytes());
        let map = decoder.take_map();
        for offset in [0, 5, 40_000, 100_000, 199_995] {
            let (text_at, stored_at) = map.start(offset);
            assert!(text_at <= offset && offset - text_at < 2 * CHECKPOINT_EVERY);
            let again = text_of(Encoding::Windows1252, &stored[stored_at as usize..], false, true);
            assert_eq!(again, &text.as_bytes()[text_at as usize..]);
        }
    }
}
