//! The report: every question asked of one scene, and the same scene one period earlier.

use super::{
    Compare, FileSummary, GoalMonth, GoalReport, ImportSummary, KnownLeads, Parts, PreviousFigures, Query, Report, ReportAgreement,
    ReportFilter, ReportPeriod, ReturnsOverTime, SCHEMA, gap_build, money_build,
    scene::Scene,
    score_build,
    sides::{GoalPersonas, Sides, missing},
    time_build,
};
use crate::{
    agreement::Agreement,
    leads::{Dataset, DealState, Dimension, Instants, NO_AMOUNT, Stage},
    metrics::{
        BreakdownConfig, Funnelled, GoalConfig, LeakInputs, Marks, Months, RevenueConfig, breakdown, deals, disqualified_in_period,
        entries_by_month, funnel, goal, goal_chain, iso_date, leaks, money, monthly_record, outcomes, reason_counts, reasons, revenue,
        scoring::Scorer,
    },
    time::{CalendarSystem, Moment, Period, Zone},
};

/// As many as the monthly record has.
const GOAL_MONTHS: usize = 24;

/// One filter + one agreement + one as-of over one dataset. `zone` is the one the agreement names. Pure: the same arguments give the
/// same report.
pub fn report(dataset: &Dataset, files: &[FileSummary], agreement: &Agreement, zone: &Zone, query: &Query) -> Report {
    let before = Before { scorer: &mut Scorer::default(), known: &KnownLeads::new() };
    report_with(dataset, files, agreement, zone, query, Parts::ALL, before)
}

/// What reports of the same dataset left: it saves evaluating rules that have not changed, and looking at each lead again.
#[derive(Debug)]
pub struct Before<'a> {
    pub scorer: &'a mut Scorer,
    pub known: &'a KnownLeads,
}

/// [`report`] without the parts nobody asks for, and with what those before it left. What it says is the same.
pub fn report_with(
    dataset: &Dataset,
    files: &[FileSummary],
    agreement: &Agreement,
    zone: &Zone,
    query: &Query,
    parts: Parts,
    before: Before,
) -> Report {
    let scene = Scene::of(dataset, agreement, zone, query, Some(before.known));
    let mut report = of_scene(&scene, files, query, parts);
    if parts.scoring {
        report.scoring = score_build::scoring(&scene, query, before.scorer);
    }
    if parts.details {
        money_build::details(&scene, &mut report);
        time_build::fill(&scene, &mut report);
    }
    report
}

/// [`report_with`] for what a board shows: the parts that are not are left out. A program that only calls this does not hold the code of the
/// rest.
pub fn board_report(
    dataset: &Dataset,
    files: &[FileSummary],
    agreement: &Agreement,
    zone: &Zone,
    query: &Query,
    parts: Parts,
    known: &KnownLeads,
) -> Report {
    of_scene(&Scene::of(dataset, agreement, zone, query, Some(known)), files, query, parts)
}

fn of_scene(scene: &Scene, files: &[FileSummary], query: &Query, parts: Parts) -> Report {
    let Scene { dataset, agreement, .. } = scene;
    let Funnelled { mut funnel, velocity } = funnel_of(scene);
    let previous = match query.compare {
        Compare::Previous => scene.earlier().as_ref().map(previous_figures),
        Compare::Nothing => None,
    };
    if let Some(previous) = &previous {
        for (step, earlier) in funnel.steps.iter_mut().zip(&previous.funnel.steps) {
            step.previous = Some(earlier.cohort.rate);
        }
        funnel.overall.previous = Some(previous.funnel.overall.rate);
    }
    let marks = Marks::new(&scene.states, &scene.cohort, scene.tracked);
    let config = BreakdownConfig { tracked: scene.tracked, source_classes: &agreement.source_classes, velocity: &velocity };
    // Reasons have a part of their own; the raw stage of a deal says nothing of a lead.
    let dimensions = Dimension::ALL.into_iter().filter(|d| !matches!(d, Dimension::Reason | Dimension::DealStage));
    let disqualified = disqualified_in_period(dataset, &scene.states, &scene.selection);
    let workspace = &agreement.workspace;
    let revenue_config = RevenueConfig { source_classes: &agreement.source_classes, calendar: workspace.calendar, zone: &scene.zone };
    let mut filter: Vec<ReportFilter> = Vec::new();
    for term in &query.filter {
        let term = ReportFilter { dimension: term.dimension, value: term.value.clone() };
        if !filter.contains(&term) {
            filter.push(term);
        }
    }
    let goals = goal_reports(scene, query.goal_month.as_deref());
    let mut disqualification = reasons(dataset, &disqualified, scene.reason_names(), workspace.calendar, &scene.zone);
    let sides = if parts.promises { Sides::new(scene) } else { Sides::default() };
    let found = leaks(&LeakInputs {
        goal: goals.first(),
        kept: sides.marketing_kept.as_ref(),
        speed: sides.speed.as_ref(),
        disposition: sides.disposition.as_ref(),
        depth: sides.depth.as_ref(),
        disqualification: &disqualification,
    });
    disqualification.responsibility = sides.responsibility;
    let mut report = Report {
        schema: SCHEMA.to_owned(),
        as_of: scene.as_of_text(),
        period: report_period(scene),
        filter,
        agreement: ReportAgreement { version: agreement.version, hash: agreement.hash() },
        import: ImportSummary { files: files.to_vec() },
        leads: scene.cohort.count() as u64,
        funnel,
        outcomes: outcomes(&scene.states, &scene.cohort),
        breakdowns: dimensions.filter_map(|d| breakdown(dataset, &marks, &scene.deals, d, &config)).collect(),
        goals,
        goal_months: if parts.promises { goal_months(scene) } else { Vec::new() },
        goal_chain: goal_chain(&agreement.goal_chain),
        monthly_record: if parts.promises {
            monthly_record(dataset, &scene.states, &scene.selection, &scene.record_config())
        } else {
            None
        },
        marketing_kept: sides.marketing_kept,
        speed: sides.speed,
        disposition: sides.disposition,
        depth: sides.depth,
        contact_rates: sides.contact_rates,
        capacity: sides.capacity,
        due: sides.due,
        due_totals: sides.due_totals,
        recycle: sides.recycle,
        leaks: found,
        missing: Vec::new(),
        disqualification,
        deals: deals(dataset, &scene.deals, &scene.zone),
        revenue: revenue(dataset, &scene.deals, &revenue_config),
        investment: None,
        roi: None,
        cac: None,
        ltv: None,
        payback_months: None,
        sales_velocity_per_day: None,
        sales_velocity: None,
        returns: ReturnsOverTime::default(),
        attribution: Vec::new(),
        campaigns: None,
        comparison: None,
        gap: None,
        cohorts: None,
        curves: Vec::new(),
        conventions: Vec::new(),
        pipeline: None,
        notable_deals: None,
        previous,
        scoring: None,
        checklist: if parts.promises { score_build::checklist_of(scene) } else { None },
    };
    if parts.promises {
        report.missing = missing(scene, &report);
    }
    if parts.returns {
        money_build::fill(scene, &mut report);
        gap_build::fill(scene, query, &mut report);
    }
    report
}

fn funnel_of(scene: &Scene) -> Funnelled {
    funnel(&scene.dataset.leads, &scene.states, &scene.selection, &scene.cohort, scene.tracked, &scene.zone)
}

#[inline(never)]
fn previous_figures(scene: &Scene) -> PreviousFigures {
    let dataset = scene.dataset;
    let funnel = funnel_of(scene).funnel;
    let (mut won_deals, mut minor) = (0, 0);
    for (row, state) in &scene.deals {
        if *state == DealState::Won {
            won_deals += 1;
            let amount = dataset.deals.amount_minor[*row as usize];
            minor += if amount == NO_AMOUNT { 0 } else { i128::from(amount) };
        }
    }
    if dataset.deals.len == 0 {
        won_deals = funnel.stages[Stage::Customer.index()].entered;
    }
    let disqualified = disqualified_in_period(dataset, &scene.states, &scene.selection);
    PreviousFigures {
        period: report_period(scene),
        as_of: rfc3339(scene.selection.as_of, &scene.zone),
        outcomes: outcomes(&scene.states, &scene.cohort),
        disqualified: disqualified.count() as u64,
        reasons: reason_counts(dataset, &disqualified, scene.reason_names()),
        won_deals,
        revenue: money::money(minor, dataset.currency.as_deref()),
        funnel,
    }
}

/// The goal of all, then those of personas.
#[inline(never)]
fn goal_reports(scene: &Scene, asked: Option<&str>) -> Vec<GoalReport> {
    let workspace = &scene.agreement.workspace;
    let (Some(month), Some(metric)) = (scene.goal_month(asked), scene.goal_metric()) else { return Vec::new() };
    let date = workspace.calendar.date(month.from);
    let name = format!("{:04}-{:02}", date.year, date.month);
    let agreed = &scene.agreement.goal;
    let config = GoalConfig {
        month,
        name: &name,
        metric,
        goal: scene.agreement.goal_of(&name),
        line: scene.agreement.goal_line,
        opening_times: &workspace.opening_times(),
        zone: &scene.zone,
        persona: None,
        unit: agreed.unit,
        floor: agreed.floor,
        stretch: agreed.stretch,
    };
    let leads = &scene.dataset.leads;
    let personas = GoalPersonas::new(scene.dataset, scene.agreement);
    let mut goals = vec![goal(leads, &scene.selection, &config, |row| Some(personas.worth(row)))];
    for (persona, monthly) in &agreed.by_persona {
        let config = GoalConfig { goal: Some(*monthly), persona: Some(persona), floor: None, stretch: None, ..config };
        goals.push(goal(leads, &scene.selection, &config, |row| personas.is(row, persona).then(|| personas.worth(row))));
    }
    goals
}

/// The months that are over against their goals. The filter applies, the period does not.
#[inline(never)]
fn goal_months(scene: &Scene) -> Vec<GoalMonth> {
    let Agreement { goal: agreed, workspace, .. } = scene.agreement;
    let (Some(as_of), Some(metric)) = (scene.as_of, scene.goal_metric()) else { return Vec::new() };
    if agreed.monthly.is_none() && agreed.months.is_empty() {
        return Vec::new();
    }
    let dataset = scene.dataset;
    let first = dataset.leads.stages[metric.index()..].iter().flatten().flat_map(Instants::raw).min().copied();
    let months = Months::new(first, GOAL_MONTHS + 1, as_of, workspace.calendar, &scene.zone);
    let personas = GoalPersonas::new(dataset, scene.agreement);
    let entries = entries_by_month(dataset, &scene.selection, metric, &months, |row| Some(personas.worth(row)));
    let mut listed: Vec<GoalMonth> =
        months.names().zip(entries).map(|(month, actual)| GoalMonth { goal: scene.agreement.goal_of(&month), month, actual }).collect();
    // That of the as-of is not over.
    listed.pop();
    listed
}

fn report_period(scene: &Scene) -> ReportPeriod {
    let Period { from, to } = scene.selection.period;
    let known = !scene.selection.undated || scene.as_of.is_some();
    let name = |day| if known { iso_date(day) } else { String::new() };
    ReportPeriod { from: name(from), to: name(to), calendar: scene.agreement.workspace.calendar, time_zone: scene.zone.name().to_owned() }
}

/// With the zone's offset; in UTC where the offset is not of whole minutes, which RFC 3339 cannot write.
pub(super) fn rfc3339(moment: Moment, zone: &Zone) -> String {
    let offset = zone.offset(moment);
    let (local, suffix) = match offset {
        0 => (moment.unix(), "Z".to_owned()),
        _ if offset % 60 != 0 => (moment.unix(), "Z".to_owned()),
        _ => {
            let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.abs() / 60);
            (zone.local(moment), format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60))
        }
    };
    let date = CalendarSystem::Gregorian.date(crate::time::Day(local.div_euclid(crate::time::SECONDS_PER_DAY) as i32));
    let second = local.rem_euclid(crate::time::SECONDS_PER_DAY);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}{suffix}", date.year, date.month, date.day)
}
