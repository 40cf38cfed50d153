//! One dimension as one table shows it: its own column, or the other table's by way of the join.

use std::borrow::Cow;

use crate::leads::{Category, Dataset, Dimension, NO_LEAD, NONE_CODE};

/// Codes of a table's rows over some dictionary of values.
#[derive(Debug, Clone)]
pub enum Coded<'a> {
    Own(&'a Category),
    /// Codes of this table's rows into the dictionary of the other table.
    Joined {
        codes: Vec<u32>,
        other: &'a Category,
    },
}

impl<'a> Coded<'a> {
    /// As [`Category::code`].
    pub fn code(&self, row: usize) -> u32 {
        match self {
            Self::Own(own) => own.code(row),
            Self::Joined { codes, .. } => codes[row],
        }
    }

    /// As [`Category::values`].
    pub fn values(&self) -> &'a [String] {
        match self {
            Self::Own(own) => own.values(),
            Self::Joined { other, .. } => other.values(),
        }
    }

    /// As [`Category::value`].
    pub fn value(&self, code: u32) -> Option<&'a str> {
        match self {
            Self::Own(own) => own.value(code),
            Self::Joined { other, .. } => other.value(code),
        }
    }

    /// As [`Category::for_each`].
    pub fn for_each(&self, mut f: impl FnMut(usize, u32)) {
        match self {
            Self::Own(own) => own.for_each(f),
            Self::Joined { codes, .. } => codes.iter().enumerate().for_each(|(row, code)| f(row, *code)),
        }
    }

    /// Code by row, as a slice.
    pub fn codes(&self) -> Cow<'_, [u32]> {
        match self {
            Self::Own(own) => {
                let mut codes = Vec::with_capacity(own.len());
                own.for_each(|_, code| codes.push(code));
                codes.into()
            }
            Self::Joined { codes, .. } => codes.into(),
        }
    }
}

/// The dimension of leads. Where only deals have the column, a lead has the value of its first deal that has one.
pub fn leads_by(dataset: &Dataset, dimension: Dimension) -> Option<Coded<'_>> {
    if let Some(own) = &dataset.leads.categories[dimension.index()] {
        return Some(Coded::Own(own));
    }
    let other = dataset.deals.categories[dimension.index()].as_ref()?;
    let mut codes = vec![NONE_CODE; dataset.leads.len];
    other.for_each(|deal, code| {
        let lead = dataset.deals.lead[deal];
        if lead != NO_LEAD && codes[lead as usize] == NONE_CODE {
            codes[lead as usize] = code;
        }
    });
    Some(Coded::Joined { codes, other })
}

/// The dimension of deals. Where only leads have the column, a deal has the value of its lead.
pub fn deals_by(dataset: &Dataset, dimension: Dimension) -> Option<Coded<'_>> {
    if let Some(own) = &dataset.deals.categories[dimension.index()] {
        return Some(Coded::Own(own));
    }
    let other = dataset.leads.categories[dimension.index()].as_ref()?;
    let codes = dataset.deals.lead.iter().map(|lead| if *lead == NO_LEAD { NONE_CODE } else { other.code(*lead as usize) }).collect();
    Some(Coded::Joined { codes, other })
}
