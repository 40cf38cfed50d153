//! What was invested and what came back: costs, new customers, the figures that divide one by the other, and all of it over time. Whose
//! campaign a customer is, is not in here.

mod costs;
mod customers;
mod figures;
mod over_time;

pub use costs::{CostDays, Costs, TypedIn, booked_for};
pub use customers::NewCustomers;
pub use figures::{LtvInputs, cac, ltv, paid_cac, payback_months, returned, roi, roi_value, sales_velocity};
pub use over_time::{MAX_SPANS, ReturnsConfig, returns_over_time};

use super::Begins;
use crate::time::{Period, Zone};

/// An amount times and over what is no money (a margin, a number of months), rounded once to the minor unit. Exact to it below 2^53.
pub fn scaled(minor: i128, times: f64, over: f64) -> i128 {
    (minor as f64 * times / over).round() as i128
}

/// Spans of days one after the other, for looking up the one a moment lies in.
struct Spans {
    begins: Begins,
    end: u32,
}

impl Spans {
    /// Ascending, each beginning where the one before ends.
    fn new(spans: &[Period], zone: &Zone) -> Self {
        let second = |day| zone.midnight(day).unix() as u32;
        let begins = Begins::new(spans.iter().map(|span| second(span.from)).collect());
        Self { begins, end: spans.last().map_or(0, |span| second(span.to)) }
    }

    /// `None` before the first, after the last, and for [`crate::leads::Instants::MISSING`].
    fn of(&self, seconds: u32) -> Option<usize> {
        if seconds >= self.end { None } else { self.begins.last_by(seconds) }
    }
}
