//! Period and filter as sets of rows. Says which records are looked at, not what is counted of them.

use super::{Coded, ReasonNames, deals_by, leads_by};
use crate::{
    leads::{Bitmap, Dataset, Dimension},
    report::FilterTerm,
    time::{Moment, Period, Zone},
};

/// The seconds of a period that count, `[first, end)`: none after the as-of. Empty when `end <= first`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    first: u32,
    end: u32,
}

impl Span {
    pub fn new(period: Period, as_of: Moment, zone: &Zone) -> Self {
        let first = zone.midnight(period.from).unix() as u32;
        let end = zone.midnight(period.to).unix().min(as_of.unix() + 1) as u32;
        Self { first, end }
    }

    /// False for [`crate::leads::Instants::MISSING`].
    pub const fn contains(self, seconds: u32) -> bool {
        self.first <= seconds && seconds < self.end
    }

    /// Whether the moment lies in the span or before it.
    pub const fn reaches(self, seconds: u32) -> bool {
        seconds < self.end
    }
}

/// Which records a figure looks at.
#[derive(Debug, Clone)]
pub struct Selection {
    pub as_of: Moment,
    pub period: Period,
    pub span: Span,
    /// The period is everything: records without a date belong to it too.
    pub undated: bool,
    /// Leads that pass the filter and were there at the as-of.
    pub leads: Bitmap,
    /// Deals that pass the filter.
    pub deals: Bitmap,
    /// Costs that pass the filter; `None` where nobody can tell which do.
    pub costs: Option<FilteredCosts>,
}

/// Costs of a filter. A cost knows its source and its campaign and no other dimension.
#[derive(Debug, Clone)]
pub struct FilteredCosts {
    /// Bookings.
    pub spend: Bitmap,
    /// Costs that were typed in belong to no source and no campaign: they pass when "(none)" does.
    pub typed: bool,
}

/// Leads that pass every dimension of the filter.
pub fn filtered_leads(dataset: &Dataset, filter: &[FilterTerm], reasons: ReasonNames) -> Bitmap {
    filtered(dataset.leads.len, filter, reasons, |dimension| leads_by(dataset, dimension))
}

/// Deals that pass every dimension of the filter.
pub fn filtered_deals(dataset: &Dataset, filter: &[FilterTerm], reasons: ReasonNames) -> Bitmap {
    filtered(dataset.deals.len, filter, reasons, |dimension| deals_by(dataset, dimension))
}

/// `None` when another dimension than source and campaign is asked for, or one of them that no booking has.
pub fn filtered_costs(dataset: &Dataset, filter: &[FilterTerm], reasons: ReasonNames) -> Option<FilteredCosts> {
    let column = |dimension| match dimension {
        Dimension::Source => dataset.spend.source.as_ref(),
        Dimension::Campaign => dataset.spend.campaign.as_ref(),
        _ => None,
    };
    if filter.iter().any(|term| column(term.dimension).is_none()) {
        return None;
    }
    let has_none = |dimension| filter.iter().any(|term| term.dimension == dimension && term.value.is_none());
    Some(FilteredCosts {
        spend: filtered(dataset.spend.len, filter, reasons, |dimension| column(dimension).map(Coded::Own)),
        typed: filter.iter().all(|term| has_none(term.dimension)),
    })
}

fn filtered<'a>(len: usize, filter: &[FilterTerm], reasons: ReasonNames, column_of: impl Fn(Dimension) -> Option<Coded<'a>>) -> Bitmap {
    let mut rows = Bitmap::full(len);
    for dimension in Dimension::ALL {
        let wanted: Vec<Option<&str>> =
            filter.iter().filter(|term| term.dimension == dimension).map(|term| term.value.as_deref()).collect();
        if wanted.is_empty() {
            continue;
        }
        let Some(column) = column_of(dimension) else {
            // Without a column every record is "(none)".
            if !wanted.contains(&None) {
                rows = Bitmap::empty(len);
            }
            continue;
        };
        let accepted = accepted_codes(&column, dimension, &wanted, reasons);
        rows.intersect(&Bitmap::from_fn(len, |row| accepted[column.code(row) as usize]));
    }
    rows
}

fn accepted_codes(column: &Coded, dimension: Dimension, wanted: &[Option<&str>], reasons: ReasonNames) -> Vec<bool> {
    let shown = |raw| if dimension == Dimension::Reason { reasons.name(raw) } else { raw };
    let names: Vec<Option<&str>> = std::iter::once(None).chain(column.values().iter().map(|raw| Some(shown(raw.as_str())))).collect();
    let mut accepted: Vec<bool> = names.iter().map(|name| wanted.contains(name)).collect();
    // A raw reason that goes by another name can still be asked for as the export spells it, unless that is a name too.
    for (code, raw) in column.values().iter().enumerate() {
        accepted[code + 1] |= wanted.contains(&Some(raw)) && !names.contains(&Some(raw));
    }
    accepted
}
