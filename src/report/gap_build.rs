//! Where revenue parts from the goal, what one step would add, and before and after, in the report. Counts nothing itself.

use super::{
    Bottleneck, Comparison, Figure, Gap, Missing, Need, Query, Report,
    scene::{Scene, within_time},
};
use crate::{
    agreement::Agreement,
    leads::{Dimension, NO_AMOUNT},
    metrics::{BottleneckConfig, ComparisonConfig, GapConfig, bottleneck, comparison, gap, leads_by},
};

/// Fills the gap, the bottleneck and the comparison, and says what is missing for those that are not there.
#[inline(never)]
pub(super) fn fill(scene: &Scene, query: &Query, report: &mut Report) {
    report.gap = gap_of(scene, &mut report.missing);
    report.funnel.bottleneck = bottleneck_of(scene, report);
    report.comparison = comparison_of(scene, query, &mut report.missing);
}

fn gap_of(scene: &Scene, missing: &mut Vec<Missing>) -> Option<Gap> {
    let Scene { dataset, agreement, tracked, selection, zone, .. } = scene;
    let Agreement { goal_chain, stage_terms, source_classes, .. } = agreement;
    let config = GapConfig { tracked: *tracked, goal_chain, stage_terms, source_classes, zone };
    let found = scene.as_of.and_then(|_| gap(dataset, &scene.deals, selection, &config));
    if found.is_none() {
        let lacks = |value: Option<f64>| value.is_none_or(|value| value <= 0.0);
        let no_deals = dataset.deals.len == 0;
        let no_amounts = dataset.deals.amount_minor.iter().all(|amount| *amount == NO_AMOUNT);
        let no_sources = config.marketing_share().is_some() && leads_by(dataset, Dimension::Source).is_none();
        let is_undated = dataset.leads.stages.iter().all(Option::is_none);
        let needs = [
            (lacks(goal_chain.quota), Need::Quota),
            (lacks(goal_chain.average_deal), Need::GoalChain),
            (no_deals, Need::Deals),
            (no_amounts && !no_deals, Need::Amounts),
            (no_sources, Need::Sources),
            (is_undated, Need::LeadDates),
        ];
        let mut needs: Vec<Need> = needs.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, need)| need).collect();
        if needs.is_empty() && lacks(goal_chain.lead_to_customer_rate) {
            needs.push(Need::GoalChain);
        }
        missing.extend(needs.into_iter().map(|need| Missing { figure: Figure::Gap, need }));
    }
    found
}

fn bottleneck_of(scene: &Scene, report: &mut Report) -> Option<Bottleneck> {
    let config = BottleneckConfig {
        stage_terms: &scene.agreement.stage_terms,
        calendar: scene.agreement.workspace.calendar,
        zone: &scene.zone,
        average_deal: report.revenue.as_ref().and_then(|revenue| revenue.average_deal.as_ref()),
    };
    let found = bottleneck(&scene.dataset.leads, &scene.states, &scene.selection, &report.funnel.steps, &config);
    let Some(steps) = found else {
        report.missing.push(Missing { figure: Figure::Bottleneck, need: Need::StageDates });
        return None;
    };
    let worst = steps.first().filter(|step| step.customers_added > 0.0)?;
    Some(Bottleneck { from: worst.from, to: worst.to, steps })
}

fn comparison_of(scene: &Scene, query: &Query, missing: &mut Vec<Missing>) -> Option<Comparison> {
    let agreement = scene.agreement;
    let mut lacks = |need| missing.push(Missing { figure: Figure::Comparison, need });
    let Some(since) = query.since.or_else(|| agreement.start_day()).map(within_time) else {
        lacks(Need::Start);
        return None;
    };
    let marked = agreement.marked_days.iter().find(|marked| marked.day() == Some(since));
    let config = ComparisonConfig {
        since,
        name: marked.map(|marked| marked.name.as_str()),
        tracked: scene.tracked,
        is_filtered: !query.filter.is_empty(),
        zone: &scene.zone,
    };
    let found = scene.as_of.and_then(|_| comparison(scene.dataset, &scene.states, &scene.selection, &config));
    if found.is_none() {
        let is_undated = scene.dataset.leads.stages.iter().all(Option::is_none);
        lacks(if is_undated { Need::LeadDates } else { Need::LongerWindows });
    }
    found
}
