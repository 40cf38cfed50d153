//! Deals of the period and how long they took. A deal that closed after the as-of was still open then.

use super::{Durations, Selection, deals_by};
use crate::{
    leads::{Dataset, DealState, Deals, Dimension, Instants},
    order::sort_few,
    report::{DealStageCount, DealsReport, Rate},
    time::Zone,
};

/// The deals of a period, ascending by row, with the state each had at the as-of.
pub type PeriodDeals = Vec<(u32, DealState)>;

pub fn deals_of_period(deals: &Deals, selection: &Selection) -> PeriodDeals {
    let mut of_period = Vec::new();
    selection.deals.for_each(|row| of_period.extend(state(deals, selection, row).map(|state| (row as u32, state))));
    of_period
}

/// `None` when the deal is not of the period. Closed deals belong to the period of their close, open ones to every period that
/// ends after they were created; what is undated, to the period of everything.
fn state(deals: &Deals, selection: &Selection, row: usize) -> Option<DealState> {
    let as_of = selection.as_of.unix() as u32;
    let (created, closed) = (deals.created.raw()[row], deals.closed.raw()[row]);
    let state = deals.state[row];
    if state != DealState::Open && closed <= as_of {
        return selection.span.contains(closed).then_some(state);
    }
    let belongs = if created == Instants::MISSING {
        selection.undated
    } else {
        created <= as_of && (selection.undated || selection.span.reaches(created))
    };
    let undated_close = state != DealState::Open && closed == Instants::MISSING;
    match belongs {
        true if undated_close => selection.undated.then_some(state),
        true => Some(DealState::Open),
        false => None,
    }
}

/// `None` without a deals export.
#[inline(never)]
pub fn deals(dataset: &Dataset, of_period: &[(u32, DealState)], zone: &Zone) -> Option<DealsReport> {
    if dataset.deals.len == 0 {
        return None;
    }
    let deals = &dataset.deals;
    let stage_column = deals_by(dataset, Dimension::DealStage);
    let mut by_stage = vec![0_u64; stage_column.as_ref().map_or(0, |column| column.values().len()) + 1];
    let mut counts = [0_u64; 3];
    let (mut to_win, mut to_loss) = (Durations::default(), Durations::default());
    for &(row, state) in of_period {
        let row = row as usize;
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
    sort_few(&mut stages, |a, b| b.count.cmp(&a.count).then_with(|| a.stage.cmp(&b.stage)));
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
