//! How often one rule applies to each lead: the column that is kept while points and thresholds change.

use crate::leads::Bitmap;

/// A column over all leads. Which form it takes depends on how many leads have any.
#[derive(Debug, Clone)]
pub enum Hits {
    /// Once, or not at all.
    Rows(Bitmap),
    Counts(Vec<u16>),
    Dense(Vec<f32>),
    /// Ascending rows, for rules that few leads meet.
    Sparse {
        rows: Vec<u32>,
        times: Vec<f32>,
    },
}

impl Hits {
    pub fn none(len: usize) -> Self {
        Self::Rows(Bitmap::empty(len))
    }

    /// Of weighted counts by lead.
    pub fn of(times: Vec<f32>) -> Self {
        let hit = times.iter().filter(|times| **times > 0.0).count();
        // Eight bytes a hit against four a lead.
        if hit * 2 > times.len() {
            return Self::Dense(times);
        }
        let (rows, times) = times.into_iter().enumerate().filter(|(_, times)| *times > 0.0).map(|(row, times)| (row as u32, times)).unzip();
        Self::Sparse { rows, times }
    }

    pub fn times(&self, row: usize) -> f32 {
        match self {
            Self::Rows(rows) => f32::from(u8::from(rows.get(row))),
            Self::Counts(counts) => f32::from(counts[row]),
            Self::Dense(times) => times[row],
            Self::Sparse { rows, times } => rows.binary_search(&(row as u32)).map_or(0.0, |index| times[index]),
        }
    }

    /// Leads the rule applies to at all.
    pub fn rows(&self, len: usize) -> Bitmap {
        match self {
            Self::Rows(rows) => rows.clone(),
            Self::Counts(counts) => Bitmap::from_fn(len, |row| counts[row] > 0),
            Self::Dense(times) => Bitmap::from_fn(len, |row| times[row] > 0.0),
            Self::Sparse { rows, .. } => {
                let mut hit = Bitmap::empty(len);
                for row in rows {
                    hit.set(*row as usize);
                }
                hit
            }
        }
    }
}
