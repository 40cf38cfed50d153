//! The ten outputs of a known CRM dashboard workload (funnel, velocity, promise, depth, months, days, reasons, score, return, cohorts)
//! over the columns an import leaves: what other engines are compared with. The product does not use it; its own figures are in `metrics`.
//!
//! Reading order: [`params`] → [`columns`] → [`grid`] → [`entries`] → [`quantile`], [`count`] → [`direct`], [`layout`] → [`outputs`].

mod columns;
mod count;
mod direct;
mod entries;
mod grid;
mod layout;
mod outputs;
mod params;
pub mod quantile;

use handoff::leads::Dataset;

use columns::Columns;
use grid::{Grid, TooWide};
use layout::Layout;
use outputs::Outputs;
pub use params::{Filter, Params};

/// Answers for one dataset, whatever the filter and the parameters.
///
/// The first answer counts the columns as they lie. Who asks again will ask more, and with the second answer the leads are laid out by
/// source and day. No count, no sum, no score of one answer is kept for the next: every answer counts all rows of its filter anew, with its
/// own weights, goals and costs.
#[derive(Debug, Default)]
pub struct Dashboard {
    grid: Option<Grid>,
    layout: Option<Layout>,
}

impl Dashboard {
    /// All outputs for the leads that pass `filter`; `data` must be the same every time.
    ///
    /// # Errors
    /// When a column holds more different values than there are codes for.
    pub fn answer(&mut self, data: &Dataset, filter: &Filter, params: &Params) -> Result<Outputs, TooWide> {
        let columns = Columns::new(&data.leads)?;
        let Some(grid) = &mut self.grid else {
            let grid = self.grid.insert(Grid::new(&columns, data.leads.len)?);
            let runs = grid.select(data, filter);
            return Ok(outputs::outputs(data, grid, &runs, params, |counting| direct::count(data, &columns, grid, &runs, counting)));
        };
        let layout = self.layout.get_or_insert_with(|| Layout::new(data, &columns, grid));
        let runs = grid.select(data, filter);
        Ok(outputs::outputs(data, grid, &runs, params, |counting| counting.laid_out(grid, layout, &runs)))
    }
}
