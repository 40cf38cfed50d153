//! A dictionary-coded column: each distinct value once, and a code of the least width per row.

use std::io::{Result, Write};

use borsh::{BorshDeserialize, BorshSerialize};
use rustc_hash::FxHashMap;

use crate::{raw, turns::in_turns};

/// The code of rows without a value, shown as "(none)". It is not in [`Category::values`].
pub const NONE_CODE: u32 = 0;

#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
enum Codes {
    U8(#[borsh(serialize_with = "raw::write", deserialize_with = "raw::read")] Vec<u8>),
    U16(#[borsh(serialize_with = "raw::write", deserialize_with = "raw::read")] Vec<u16>),
    U32(#[borsh(serialize_with = "raw::write", deserialize_with = "raw::read")] Vec<u32>),
}

/// The codes of a column at the width they have, for loops that decide the width once.
#[derive(Debug, Clone, Copy)]
pub enum CodeSlice<'a> {
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
}

impl Default for Codes {
    fn default() -> Self {
        Self::U8(Vec::new())
    }
}

/// Codes count from 1; 0 is "(none)".
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Category {
    codes: Codes,
    values: Vec<String>,
}

impl Category {
    pub fn len(&self) -> usize {
        match &self.codes {
            Codes::U8(codes) => codes.len(),
            Codes::U16(codes) => codes.len(),
            Codes::U32(codes) => codes.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn code(&self, row: usize) -> u32 {
        match &self.codes {
            Codes::U8(codes) => u32::from(codes[row]),
            Codes::U16(codes) => u32::from(codes[row]),
            Codes::U32(codes) => codes[row],
        }
    }

    /// Distinct values in order of first appearance; code `c` is `values()[c - 1]`.
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// `None` for [`NONE_CODE`].
    pub fn value(&self, code: u32) -> Option<&str> {
        code.checked_sub(1).map(|index| self.values[index as usize].as_str())
    }

    pub fn code_of(&self, value: Option<&str>) -> Option<u32> {
        match value {
            None => Some(NONE_CODE),
            Some(value) => self.values.iter().position(|known| known == value).map(|index| index as u32 + 1),
        }
    }

    /// Calls `f` with each row's code, with the width decided once, outside the loop.
    pub fn for_each(&self, mut f: impl FnMut(usize, u32)) {
        in_turns(self.len(), |rows| match &self.codes {
            Codes::U8(codes) => rows.clone().zip(&codes[rows]).for_each(|(row, code)| f(row, u32::from(*code))),
            Codes::U16(codes) => rows.clone().zip(&codes[rows]).for_each(|(row, code)| f(row, u32::from(*code))),
            Codes::U32(codes) => rows.clone().zip(&codes[rows]).for_each(|(row, code)| f(row, *code)),
        });
    }

    /// Rows by code, "(none)" first.
    pub fn counts(&self) -> Vec<u64> {
        let mut counts = vec![0; self.values.len() + 1];
        self.for_each(|_, code| counts[code as usize] += 1);
        counts
    }

    pub fn codes(&self) -> CodeSlice<'_> {
        match &self.codes {
            Codes::U8(codes) => CodeSlice::U8(codes),
            Codes::U16(codes) => CodeSlice::U16(codes),
            Codes::U32(codes) => CodeSlice::U32(codes),
        }
    }

    #[inline(always)]
    fn push_code(&mut self, code: u32) {
        match &mut self.codes {
            Codes::U8(codes) if u8::try_from(code).is_ok() => codes.push(code as u8),
            Codes::U16(codes) if u16::try_from(code).is_ok() => codes.push(code as u16),
            Codes::U32(codes) => codes.push(code),
            _ => self.widen_and_push(code),
        }
    }

    #[cold]
    fn widen_and_push(&mut self, code: u32) {
        self.codes = match &mut self.codes {
            Codes::U8(codes) => Codes::U16(codes.iter().map(|code| u16::from(*code)).collect()),
            Codes::U16(codes) => Codes::U32(codes.iter().map(|code| u32::from(*code)).collect()),
            Codes::U32(codes) => Codes::U32(std::mem::take(codes)),
        };
        self.push_code(code);
    }

    /// Appends the rows of `rest`, whose code `c` is `recoded[c]` here.
    #[inline(never)]
    fn append(&mut self, rest: &Self, recoded: &[u32]) {
        if let (Codes::U8(codes), Codes::U8(more)) = (&mut self.codes, &rest.codes)
            && recoded.iter().all(|code| u8::try_from(*code).is_ok())
        {
            // The usual column: as long as all codes there can be, the table needs no look at its length.
            let table: [u8; 256] = std::array::from_fn(|code| recoded.get(code).map_or(0, |code| *code as u8));
            in_turns(more.len(), |rows| codes.extend(more[rows].iter().map(|code| table[usize::from(*code)])));
        } else {
            rest.for_each(|_, code| self.push_code(recoded[code as usize]));
        }
    }
}

/// Builds a [`Category`] row by row from text. A value seen before costs one hash lookup and no allocation.
#[derive(Debug, Clone, Default)]
pub struct CategoryBuilder {
    category: Category,
    known: FxHashMap<String, u32>,
}

impl CategoryBuilder {
    /// Appends a row; an empty value is "(none)".
    pub fn push(&mut self, value: &str) {
        let code = self.intern(value);
        self.category.push_code(code);
    }

    /// Appends a row by a code that [`Self::intern`] gave.
    #[inline(always)]
    pub fn push_code(&mut self, code: u32) {
        self.category.push_code(code);
    }

    /// Appends the rows of `rest`, whose code `c` [`Self::intern`] gave as `recoded[c]`.
    #[inline(never)]
    pub(crate) fn append(&mut self, rest: &Category, recoded: &[u32]) {
        self.category.append(rest, recoded);
    }

    /// Writes the rows so far and all but the first `known` values as a [`Category`] of their own, and forgets these rows; codes go on
    /// counting.
    pub(crate) fn write_rows(&mut self, known: usize, out: &mut impl Write) -> Result<()> {
        let Category { codes, values } = &mut self.category;
        codes.serialize(out)?;
        values[known..].serialize(out)?;
        match codes {
            Codes::U8(codes) => codes.clear(),
            Codes::U16(codes) => codes.clear(),
            Codes::U32(codes) => codes.clear(),
        }
        Ok(())
    }

    pub fn intern(&mut self, value: &str) -> u32 {
        if value.is_empty() {
            return NONE_CODE;
        }
        if let Some(code) = self.known.get(value) {
            return *code;
        }
        self.category.values.push(value.to_owned());
        let code = self.category.values.len() as u32;
        self.known.insert(value.to_owned(), code);
        code
    }

    /// Makes room for as many rows more.
    pub(crate) fn reserve(&mut self, rows: usize) {
        match &mut self.category.codes {
            Codes::U8(codes) => codes.reserve_exact(rows),
            Codes::U16(codes) => codes.reserve_exact(rows),
            Codes::U32(codes) => codes.reserve_exact(rows),
        }
    }

    pub fn finish(self) -> Category {
        self.category
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appended_rows_are_those_pushed_one_by_one() {
        // Widths of either side: bytes to bytes, to more, and past what a byte holds.
        for (one, two) in [(10, 12), (250, 300), (300, 7), (200, 200), (70_000, 3), (0, 40)] {
            let text = |row: usize, of: usize| if row.is_multiple_of(9) { String::new() } else { format!("value {}", row % of) };
            let (mut whole, mut first, mut second) = (CategoryBuilder::default(), CategoryBuilder::default(), CategoryBuilder::default());
            for row in 0..one * 2 {
                whole.push(&text(row, one));
                first.push(&text(row, one));
            }
            for row in 0..two * 2 {
                // Partly the same values, in another order.
                let text = text(row * 7 + 3, two);
                whole.push(&text);
                second.push(&text);
            }
            let rest = second.finish();
            let recoded: Vec<u32> = std::iter::once(NONE_CODE).chain(rest.values().iter().map(|value| first.intern(value))).collect();
            first.append(&rest, &recoded);
            let (whole, first) = (whole.finish(), first.finish());
            assert_eq!((whole.values(), whole.len()), (first.values(), first.len()));
            assert!((0..whole.len()).all(|row| whole.code(row) == first.code(row)), "{one} and {two}");
        }
    }

    #[test]
    fn codes_widen_and_keep_their_values() {
        let mut builder = CategoryBuilder::default();
        for row in 0..70_000 {
            builder.push(&if row % 10 == 0 { String::new() } else { format!("value {row}") });
        }
        let category = builder.finish();
        assert_eq!(category.len(), 70_000);
        assert_eq!(category.value(category.code(0)), None);
        for row in [1, 255, 256, 257, 65_535, 65_537, 69_999] {
            let expected = format!("value {row}");
            assert_eq!(category.value(category.code(row)), Some(expected.as_str()));
            assert_eq!(category.code_of(Some(&expected)), Some(category.code(row)));
        }
    }
}
