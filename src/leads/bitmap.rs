//! A set of row numbers, one bit each: the form every filter takes.

use borsh::{BorshDeserialize, BorshSerialize};

use crate::{raw, turns::in_turns};

#[derive(Debug, Clone, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize)]
pub struct Bitmap {
    #[borsh(serialize_with = "raw::write", deserialize_with = "raw::read")]
    words: Vec<u64>,
    len: usize,
}

impl Bitmap {
    pub fn empty(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    pub fn full(len: usize) -> Self {
        let mut words = vec![u64::MAX; len.div_ceil(64)];
        if let (Some(last), rest @ 1..) = (words.last_mut(), len % 64) {
            *last = (1 << rest) - 1;
        }
        Self { words, len }
    }

    pub fn from_fn(len: usize, mut holds: impl FnMut(usize) -> bool) -> Self {
        let mut bitmap = Self::empty(len);
        in_turns(len, |rows| {
            for index in rows.start / 64..rows.end.div_ceil(64) {
                let start = index * 64;
                let bits = 0..64.min(len - start);
                bitmap.words[index] = bits.fold(0, |word, bit| word | u64::from(holds(start + bit)) << bit);
            }
        });
        bitmap
    }

    pub const fn len(&self) -> usize {
        self.len
    }

    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn get(&self, row: usize) -> bool {
        self.words[row / 64] >> (row % 64) & 1 == 1
    }

    pub fn set(&mut self, row: usize) {
        self.words[row / 64] |= 1 << (row % 64);
    }

    pub fn clear(&mut self, row: usize) {
        self.words[row / 64] &= !(1 << (row % 64));
    }

    /// Appends a row.
    pub fn push(&mut self, holds: bool) {
        if self.len.is_multiple_of(64) {
            self.words.push(0);
        }
        self.len += 1;
        if holds {
            self.set(self.len - 1);
        }
    }

    /// Appends all rows of `other`.
    pub(crate) fn extend(&mut self, other: &Self) {
        let shift = self.len % 64;
        if shift == 0 {
            self.words.extend_from_slice(&other.words);
        } else {
            for word in &other.words {
                if let Some(last) = self.words.last_mut() {
                    *last |= word << shift;
                }
                self.words.push(word >> (64 - shift));
            }
        }
        self.len += other.len;
        self.words.truncate(self.len.div_ceil(64));
    }

    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Keeps only rows that are in `other` too.
    pub fn intersect(&mut self, other: &Self) {
        assert_eq!(self.len, other.len, "bitmaps of one table");
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds the rows of `other`.
    pub fn unite(&mut self, other: &Self) {
        assert_eq!(self.len, other.len, "bitmaps of one table");
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Keeps only rows that are not in `other`.
    pub fn subtract(&mut self, other: &Self) {
        assert_eq!(self.len, other.len, "bitmaps of one table");
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Rows that are in both.
    pub fn count_shared(&self, other: &Self) -> usize {
        self.words.iter().zip(&other.words).map(|(word, other)| (word & other).count_ones() as usize).sum()
    }

    /// 64 rows each, the first in the lowest bit; the form hot loops read.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Calls `f` with the row numbers in ascending order, in turns: for loops that may be over a million rows.
    pub fn for_each(&self, mut f: impl FnMut(usize)) {
        in_turns(self.len, |rows| {
            for index in rows.start / 64..rows.end.div_ceil(64) {
                let mut rest = self.words[index];
                while rest != 0 {
                    f(index * 64 + rest.trailing_zeros() as usize);
                    rest &= rest - 1;
                }
            }
        });
    }

    /// Row numbers in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)))
                .take_while(|rest| *rest != 0)
                .map(move |rest| index * 64 + rest.trailing_zeros() as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in() {
        for len in [0, 1, 63, 64, 65, 200, 9_000] {
            let odd = Bitmap::from_fn(len, |row| row % 2 == 1);
            assert_eq!(odd.count(), len / 2);
            assert_eq!(odd.iter().collect::<Vec<_>>(), (0..len).filter(|row| row % 2 == 1).collect::<Vec<_>>());
            let mut rows = Vec::new();
            odd.for_each(|row| rows.push(row));
            assert_eq!(rows, odd.iter().collect::<Vec<_>>());
            assert_eq!(Bitmap::full(len).count(), len);
            let mut both = Bitmap::full(len);
            both.intersect(&odd);
            assert_eq!(both, odd);
            let mut even = Bitmap::full(len);
            even.subtract(&odd);
            assert_eq!(even.count(), len - len / 2);
            assert_eq!((even.count_shared(&odd), odd.count_shared(&odd)), (0, len / 2));
            even.unite(&odd);
            assert_eq!(even, Bitmap::full(len));
            let mut pushed = Bitmap::default();
            (0..len).for_each(|row| pushed.push(row % 2 == 1));
            assert_eq!(pushed, odd);
        }
    }
}
