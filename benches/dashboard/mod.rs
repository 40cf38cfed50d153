//! The ten outputs of a known CRM dashboard workload (funnel, velocity, promise, depth, months, days, reasons, score, return, cohorts)
//! over the columns an import leaves: what other engines are compared with. The product does not use it; its own figures are in `metrics`.
//!
//! Reading order: [`params`] → [`columns`] → [`layout`] → [`quantile`], [`count`] → [`outputs`].

mod columns;
mod count;
mod layout;
mod outputs;
mod params;
pub mod quantile;

use handoff::leads::Dataset;

use layout::Layout;
use layout::TooWide;
use outputs::Outputs;
pub use params::{Filter, Params};

/// Answers for one dataset, whatever the filter and the parameters.
///
/// What is kept between two answers is the leads laid out by source and day, made with the first answer: no count, no sum, no score.
/// So every answer counts all rows of its filter anew, with its own weights, goals and costs.
#[derive(Debug, Default)]
pub struct Dashboard {
    layout: Option<Layout>,
}

impl Dashboard {
    /// All outputs for the leads that pass `filter`; `data` must be the same every time.
    ///
    /// # Errors
    /// When a column holds more different values than the layout has codes for.
    pub fn answer(&mut self, data: &Dataset, filter: &Filter, params: &Params) -> Result<Outputs, TooWide> {
        let layout = match &mut self.layout {
            Some(layout) => layout,
            none => none.insert(Layout::new(data)?),
        };
        Ok(outputs::outputs(data, layout, &layout.select(data, filter), params))
    }
}
