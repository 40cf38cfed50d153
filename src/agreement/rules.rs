//! Conditions on what is known of a lead: the sentences of personas, of scoring rules and of marketing's promise. Nothing is tried here;
//! `metrics` does that.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use crate::leads::Dimension;

/// What a condition looks at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    Dimension(Dimension),
    Name,
    Email,
    Company,
    /// The part of the e-mail address after the `@`, case-folded.
    EmailDomain,
    /// Any other column of the leads that was matched as an attribute or a counter, by its header.
    Column(String),
}

/// What must be true of it. Texts are compared case-folded, as a whole unless said otherwise.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    OneOf(Vec<String>),
    NoneOf(Vec<String>),
    /// Any of these words is part of it.
    Contains(Vec<String>),
    /// Its first number is not smaller: of "51-200" that is 51, of "1,001+" it is 1001.
    AtLeast(f64),
    /// Its first number is not larger.
    AtMost(f64),
    /// There is a value.
    Known,
    /// A mailbox anybody can have (of an e-mail address or its domain).
    FreeMail,
    /// A mailbox of an organisation.
    CompanyMail,
}

/// A lead without the data of a condition neither meets it nor fails it: that is *unknown*, except for [`Test::Known`], which it fails.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Condition {
    pub of: Attribute,
    pub test: Test,
}

/// A buyer persona (or a part of the ideal customer profile): leads that meet all of the conditions.
#[derive(Debug, Clone, PartialEq, BorshSerialize, BorshDeserialize, Serialize, Deserialize)]
pub struct Persona {
    pub name: String,
    /// Without any, leads whose persona column names it.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// What a lead of it is worth, in points or money as the teams agreed; `None` counts as nothing where goals are by value.
    #[serde(default)]
    pub lead_value: Option<f64>,
}
