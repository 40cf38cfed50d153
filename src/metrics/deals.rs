//! Deals of the period and how long they took. A deal that closed after the as-of was still open then.

use super::{Durations, Selection, deals_by};
use crate::{
    leads::{Dataset, DealState, Deals, Dimension, Instants},
    report::{DealStageCount, DealsReport, Rate},
    time::Zone,
};

/// Deals as they stood at the as-of, and which of them belong to the period.
#[derive(Debug, Clone, Copy)]
pub struct DealView<'a> {
    deals: &'a Deals,
    selection: &'a Selection,
}

impl<'a> DealView<'a> {
    pub const fn new(deals: &'a Deals, selection: &'a Selection) -> Self {
        Self { deals, selection }
    }

    /// The state of a deal of the period; `None` when the deal is not of it. Closed deals belong to the period of their close,
    /// open ones to every period that ends after they were created; what is undated, to the period of everything.
    pub fn state(&self, row: usize) -> Option<DealState> {
        let as_of = self.selection.as_of.unix() as u32;
        let (created, closed) = (self.deals.created.raw()[row], self.deals.closed.raw()[row]);
        let state = self.deals.state[row];
        if state != DealState::Open && closed <= as_of {
            return self.selection.span.contains(closed).then_some(state);
        }
        let belongs = if created == Instants::MISSING {
            self.selection.undated
        } else {
            created <= as_of && (self.selection.undated || self.selection.span.reaches(created))
        };
        let undated_close = state != DealState::Open && closed == Instants::MISSING;
        match belongs {
            true if undated_close => self.selection.undated.then_some(state),
            true => Some(DealState::Open),
            false => None,
        }
    }

    /// Rows of the period's deals, with their states.
    pub fn rows(&self) -> impl Iterator<Item = (usize, DealState)> + '_ {
        self.selection.deals.iter().filter_map(|row| Some((row, self.state(row)?)))
    }
}

pub fn deals(dataset: &Dataset, selection: &Selection, zone: &Zone) -> Option<DealsReport> {
    if dataset.deals.len == 0 {
        return None;
    }
    let deals = &dataset.deals;
    let stage_column = deals_by(dataset, Dimension::DealStage);
    let mut by_stage = vec![0_u64; stage_column.as_ref().map_or(0, |column| column.values().len()) + 1];
    let mut counts = [0_u64; 3];
    let (mut to_win, mut to_loss) = (Durations::default(), Durations::default());
    for (row, state) in DealView::new(deals, selection).rows() {
        counts[state as usize] += 1;
        by_stage[stage_column.as_ref().map_or(0, |column| column.code(row) as usize)] += 1;
        match state {
            DealState::Open => {}
            DealState::Won => to_win.push(row, &deals.created, &deals.closed, zone),
            DealState::Lost => to_loss.push(row, &deals.created, &deals.closed, zone),
        }
    }
    let [open, won, lost] = counts;
    let mut stages: Vec<DealStageCount> = by_stage
        .into_iter()
        .enumerate()
        .filter(|(_, count)| *count > 0)
        .map(|(code, count)| {
            let stage = stage_column.as_ref().and_then(|column| column.value(code as u32));
            DealStageCount { stage: stage.map(str::to_owned), count }
        })
        .collect();
    stages.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.stage.cmp(&b.stage)));
    Some(DealsReport {
        total: open + won + lost,
        open,
        won,
        lost,
        win_rate: Rate { numerator: won, denominator: won + lost },
        stages,
        days_to_win: to_win.day_stats(),
        days_to_loss: to_loss.day_stats(),
    })
}
