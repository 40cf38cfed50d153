//! Cohorts, curves, conventions and the pipeline in the report. Counts nothing itself.

use super::{
    Figure, Missing, Need, Pipeline, RecordsOf, Report,
    scene::{Scene, within_time},
};
use crate::{
    leads::Instants,
    metrics::{
        CohortConfig, Span, cohort_rows, cohorts, conventions, created_rows, curves, forecast, has_amounts, pipeline, pipeline_rows,
        tells_cohorts, tells_curves,
    },
    time::Period,
};

/// Fills the parts of the report that are about time, and says what is missing for those that are not there.
pub(super) fn fill(scene: &Scene, report: &mut Report) {
    let Scene { dataset, states, selection, zone, tracked, .. } = scene;
    let calendar = scene.agreement.workspace.calendar;
    report.cohorts = cohorts(dataset, states, selection, &cohort_config(scene));
    report.curves = curves(&dataset.leads, states, selection, *tracked, zone);
    report.conventions = conventions(&dataset.leads, states, selection, &report.funnel.steps);
    report.pipeline =
        pipeline(dataset, selection, zone).map(|pipeline| Pipeline { forecast: forecast(dataset, selection, calendar, zone), ..pipeline });
    missing(scene, report);
}

fn cohort_config<'a>(scene: &'a Scene) -> CohortConfig<'a> {
    CohortConfig { tracked: scene.tracked, calendar: scene.agreement.workspace.calendar, zone: &scene.zone }
}

fn missing(scene: &Scene, report: &mut Report) {
    let Scene { dataset, tracked, .. } = scene;
    let deals = &dataset.deals;
    let mut needs = |figure: Figure, needs: &[(bool, Need)]| {
        report.missing.extend(needs.iter().filter(|(is_missing, _)| *is_missing).map(|(_, need)| Missing { figure, need: *need }));
    };
    let (enters, wins) = tells_cohorts(&dataset.leads, *tracked);
    needs(Figure::Cohorts, &[(!enters, Need::LeadDates), (!wins, Need::StageDates)]);
    if !tells_curves(&dataset.leads, *tracked) {
        needs(Figure::Curves, &[(!enters, Need::LeadDates), (enters, Need::StageDates)]);
    }
    let no_deals = deals.len == 0;
    needs(Figure::Pipeline, &[(no_deals, Need::Deals)]);
    if no_deals {
        needs(Figure::Forecast, &[(true, Need::Deals)]);
    } else if report.pipeline.as_ref().is_some_and(|pipeline| pipeline.forecast.is_none()) {
        let is_dated = |column: &Instants| column.raw().iter().any(|seconds| *seconds != Instants::MISSING);
        let no_dates = !is_dated(&deals.created) || !is_dated(&deals.closed);
        let no_amounts = !has_amounts(dataset);
        needs(Figure::Forecast, &[(no_dates, Need::DealDates), (no_amounts, Need::Amounts), (!no_dates && !no_amounts, Need::MoreWins)]);
    }
}

/// Leads created in a span or month, or the customers among them.
pub(super) fn lead_rows(scene: &Scene, of: &RecordsOf) -> Vec<u32> {
    let Scene { dataset, selection, .. } = scene;
    match of {
        RecordsOf::CreatedIn { from, to } => {
            let span = Span::new(Period { from: within_time(*from), to: within_time(*to) }, selection.as_of, &scene.zone);
            created_rows(&dataset.leads, selection, scene.tracked, span)
        }
        RecordsOf::CohortCell { month, since } => cohort_rows(dataset, selection, &cohort_config(scene), month, *since),
        _ => Vec::new(),
    }
}

/// Open deals of the pipeline.
pub(super) fn deal_rows(scene: &Scene, of: &RecordsOf) -> Vec<u32> {
    match of {
        RecordsOf::Pipeline { stage, idle } => pipeline_rows(scene.dataset, &scene.selection, &scene.zone, stage, *idle),
        _ => Vec::new(),
    }
}
