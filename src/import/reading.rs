//! How a column whose values can be read in more than one way was read, for a person to confirm or to say otherwise. Decides nothing.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::{DateOrder, DecimalMark, ValueSeen};
use crate::time::Day;

/// One way to read the values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub enum Reading {
    Date(DateOrder),
    Amount(DecimalMark),
}

/// What a value is under one of the ways to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub enum ReadAs {
    Day(Day),
    /// In ten-thousandths.
    Amount(i64),
}

/// A value as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ReadingSample {
    /// Without its time of day.
    pub text: String,
    /// By reading, as in [`ColumnReading::possible`].
    pub read_as: Vec<ReadAs>,
}

/// A column some of whose values alone do not say how they are read.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ColumnReading {
    /// Index of the file.
    pub file: u16,
    pub header: String,
    pub taken: Reading,
    /// A person said so.
    pub is_given: bool,
    /// The readings all values allow, where nothing else tells between them. Empty: the column, or another one beside it, decides.
    pub possible: Vec<Reading>,
    /// Up to three different values whose readings differ. Empty with `possible`.
    pub samples: Vec<ReadingSample>,
}

impl ColumnReading {
    /// Only a person knows: nothing in the file tells the possible readings apart.
    pub fn is_question(&self) -> bool {
        !self.samples.is_empty()
    }
}

/// A value of a reason column, and how often it stands there.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct ReasonSeen {
    pub raw: String,
    pub count: u64,
}

/// A cell as an import would read it.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct CellSeen {
    /// As in the file.
    pub text: String,
    pub value: CellValue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub enum CellValue {
    /// Taken as it stands, or not used.
    Text,
    /// Unix seconds, and whether it stands for a whole day.
    Moment { unix: i64, day: bool },
    /// In ten-thousandths.
    Amount(i64),
    /// Neither empty nor what its column is.
    Unreadable,
}

/// The head of a file as an import would read it.
#[derive(Debug, Clone, Default, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Understood {
    /// By column of the mapping.
    pub rows: Vec<Vec<CellSeen>>,
    /// Places in the head whose bytes are no text in this encoding.
    pub undecodable: u64,
    pub readings: Vec<ColumnReading>,
    pub values: Vec<ValueSeen>,
}
