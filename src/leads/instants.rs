//! A column of moments, with the days that came without a time of day marked.

use std::io::{Read, Result};

use borsh::{BorshDeserialize, BorshSerialize};

use super::Bitmap;
use crate::{raw, time::Moment};

const MISSING: u32 = u32::MAX;

/// Four bytes a row, and one bit a row once the first date without a time appears.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Instants {
    #[borsh(serialize_with = "raw::write", deserialize_with = "raw::read")]
    seconds: Vec<u32>,
    /// Rows whose value is local midnight standing for the whole day; empty while there is none.
    day_precision: Bitmap,
}

impl Instants {
    /// What [`Instants::raw`] holds where there is no moment: later than every moment.
    pub const MISSING: u32 = MISSING;

    pub fn missing(len: usize) -> Self {
        Self { seconds: vec![MISSING; len], day_precision: Bitmap::default() }
    }

    pub fn len(&self) -> usize {
        self.seconds.len()
    }

    pub fn is_empty(&self) -> bool {
        self.seconds.is_empty()
    }

    #[inline(always)]
    pub fn push(&mut self, value: Option<Moment>, day_precision: bool) {
        self.seconds.push(value.map_or(MISSING, |moment| moment.unix() as u32));
        if day_precision || !self.day_precision.is_empty() {
            self.push_precision(day_precision && value.is_some());
        }
    }

    #[inline(never)]
    fn push_precision(&mut self, is_day: bool) {
        if !self.day_precision.is_empty() {
            self.day_precision.push(is_day);
        } else if is_day {
            self.day_precision = Bitmap::empty(self.seconds.len());
            self.day_precision.set(self.seconds.len() - 1);
        }
    }

    /// Makes room for as many rows more.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.seconds.reserve_exact(rows);
    }

    /// Forgets all rows, and keeps the room they took.
    pub(crate) fn clear(&mut self) {
        self.seconds.clear();
        self.day_precision = Bitmap::default();
    }

    /// Appends the rows of a column as it is written by Borsh.
    pub(crate) fn append_from(&mut self, input: &mut impl Read) -> Result<()> {
        let before = self.seconds.len();
        raw::append(&mut self.seconds, input)?;
        let mut days = Bitmap::deserialize_reader(input)?;
        if days.is_empty() && self.day_precision.is_empty() {
            return Ok(());
        }
        if days.is_empty() {
            days = Bitmap::empty(self.seconds.len() - before);
        }
        if self.day_precision.is_empty() {
            self.day_precision = Bitmap::empty(before);
        }
        self.day_precision.extend(&days);
        Ok(())
    }

    pub fn set(&mut self, row: usize, value: Option<Moment>, day_precision: bool) {
        self.seconds[row] = value.map_or(MISSING, |moment| moment.unix() as u32);
        if day_precision && value.is_some() {
            if self.day_precision.is_empty() {
                self.day_precision = Bitmap::empty(self.seconds.len());
            }
            self.day_precision.set(row);
        }
    }

    /// [`Self::set`] over a value already there, whatever its precision was.
    pub fn replace(&mut self, row: usize, value: Moment, day_precision: bool) {
        if !self.day_precision.is_empty() {
            self.day_precision.clear(row);
        }
        self.set(row, Some(value), day_precision);
    }

    pub fn get(&self, row: usize) -> Option<Moment> {
        match self.seconds[row] {
            MISSING => None,
            seconds => Moment::from_unix(i64::from(seconds)),
        }
    }

    /// Whether any value may stand for a whole day.
    pub(crate) fn has_days(&self) -> bool {
        !self.day_precision.is_empty()
    }

    /// The value stands for a whole day: it has no time of day.
    pub fn is_day(&self, row: usize) -> bool {
        !self.day_precision.is_empty() && self.day_precision.get(row)
    }

    /// Unix seconds, [`Instants::MISSING`] where missing: the form hot loops read.
    pub fn raw(&self) -> &[u32] {
        &self.seconds
    }

    pub fn count(&self) -> usize {
        self.seconds.iter().filter(|seconds| **seconds != MISSING).count()
    }
}
