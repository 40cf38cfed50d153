//! Parts of the report as chart specs: every number beside its localised text. No layout, no colours.

use handoff::{
    chart::{
        Annotation, Bar, BarsSpec, BarsWords, Column, ColumnsSpec, ColumnsWords, Figure, FunnelSpec, FunnelStage, FunnelWords, GoalDay,
        GoalSpec, GoalWords, Landing, Standing, Tone, nice_ticks,
    },
    leads::{Dimension, Stage},
    order::sort_few_by_key,
    report::{Breakdown, Disqualification, Funnel, GoalReport, Money, Outcomes, Part, Rate, ReportPeriod, RevenueOf, Step},
    time::{Day, Period},
    words::fill,
};

use leptos::prelude::{With, WithUntracked};

use super::{format, labels, state::AppState};

pub fn count(value: u64) -> Figure {
    Figure::new(value as f64, format::integer(value))
}

fn share(rate: Rate) -> Option<Figure> {
    rate.value().map(|value| Figure::new(value, format::percent(value)))
}

/// In major units, as a saved table should have it.
pub fn amount(money: &Money) -> Figure {
    Figure::new(format::major(money), format::money_short(money))
}

/// Marketing owns a lead up to MQL, sales from SAL on.
pub fn stage_tone(stage: Stage) -> Tone {
    if stage <= Stage::Mql { Tone::Marketing } else { Tone::Sales }
}

/// The step after which the smallest share goes on, among steps with enough cases to say so.
pub fn narrowest(funnel: &Funnel) -> Option<&Step> {
    let enough = funnel.steps.iter().filter(|step| !step.cohort.rate.is_thin());
    let value = |step: &&Step| step.cohort.rate.value().unwrap_or(1.0);
    (funnel.steps.len() > 1).then(|| enough.min_by(|a, b| value(a).total_cmp(&value(b)))).flatten()
}

pub fn funnel(funnel: &Funnel) -> FunnelSpec {
    funnel_by(funnel, |step| step.cohort.rate)
}

/// [`funnel`] with each step's rate by another convention.
pub fn funnel_by(funnel: &Funnel, rate: impl Fn(&Step) -> Rate) -> FunnelSpec {
    let words = format::words();
    let plug = narrowest(funnel).map(|step| step.to);
    let stages = funnel
        .stages
        .iter()
        .filter(|stage| stage.tracked)
        .map(|stage| {
            let step = funnel.steps.iter().find(|step| step.to == stage.stage);
            FunnelStage {
                key: stage.stage.index(),
                label: labels::stage(stage.stage).to_owned(),
                tone: stage_tone(stage.stage),
                reached: count(stage.reached),
                went_on: count(stage.converted),
                in_flight: count(stage.in_flight),
                dropped: count(stage.dropped),
                implied: (stage.implied > 0).then(|| count(stage.implied)),
                implied_note: fill(words.implied_note, &[("n", &format::integer(stage.implied))]),
                converted: step.and_then(|step| share(rate(step))),
                median_days: step.and_then(|step| step.days.median).map(|days| Figure::new(days, format::decimal(days))),
                plug: plug == Some(stage.stage),
            }
        })
        .collect();
    let words = FunnelWords {
        stage: words.col_stage.into(),
        reached: words.col_reached.into(),
        went_on: words.went_on.into(),
        in_flight: words.in_flight.into(),
        dropped: words.dropped.into(),
        implied: words.implied.into(),
        converted: words.converted.into(),
        median_days: words.median_days.into(),
    };
    FunnelSpec { stages, words }
}

/// Of a scale from zero.
pub fn ticks(top: f64, text: impl Fn(f64) -> String) -> Vec<Figure> {
    nice_ticks(top, 4).into_iter().map(|value| Figure::new(value, text(value))).collect()
}

pub fn goal(state: AppState, goal: &GoalReport, as_of: Option<&str>) -> GoalSpec {
    let words = format::words();
    let decimal = |value: f64| Figure::new(value, format::decimal(value));
    let days = goal
        .days
        .iter()
        .enumerate()
        .map(|(key, day)| GoalDay {
            key,
            label: format::iso_date(&day.date),
            tick: format::day_of_month(&day.date),
            goal: day.goal.map(decimal),
            actual: day.actual.map(decimal),
            gap: day.actual.zip(day.goal).map(|(actual, goal)| Figure::new(actual - goal, format::signed(actual - goal))),
        })
        .collect();
    let landing = goal.landing.map(|landing| Landing { low: landing.low, high: landing.high, text: range(landing.low, landing.high) });
    let words = GoalWords {
        day: words.day_word.into(),
        goal: words.goal_word.into(),
        actual: words.actual_word.into(),
        gap: words.gap_word.into(),
        landing: words.landing.into(),
        as_of: as_of.map(format::iso_date).unwrap_or_default(),
    };
    let spans: Vec<Option<Period>> =
        goal.days.iter().map(|day| format::parse_iso(&day.date).map(|day| Period { from: day, to: day.plus(1) })).collect();
    let mut spec = GoalSpec {
        days,
        landing,
        marks: marks(state, &spans),
        mark_word: format::terms().marked_days.into(),
        tone: stage_tone(goal.metric),
        words,
        ..GoalSpec::default()
    };
    spec.ticks = ticks(spec.top(), format::decimal);
    spec
}

pub fn range(low: f64, high: f64) -> String {
    fill(format::words().range, &[("low", &format::decimal(low.round())), ("high", &format::decimal(high.round()))])
}

/// How a bar stands to the filter of its dimension.
fn standing(state: AppState, dimension: Dimension, value: Option<&str>) -> Standing {
    let filtered = state.route.with(|route| route.query.filter.iter().any(|term| term.dimension == dimension));
    match (filtered, state.is_filtered(dimension, value)) {
        (false, _) => Standing::Plain,
        (true, true) => Standing::Picked,
        (true, false) => Standing::Dimmed,
    }
}

/// Reasons, largest first. Keys are places in `disqualification.reasons`.
pub fn reasons(state: AppState, disqualification: &Disqualification, limit: usize) -> BarsSpec {
    let words = format::words();
    let bars = disqualification
        .reasons
        .iter()
        .take(limit)
        .enumerate()
        .map(|(key, reason)| Bar {
            key,
            label: labels::value(reason.reason.as_deref()),
            value: count(reason.count),
            note: share(Rate { numerator: reason.count, denominator: disqualification.total }),
            faint: reason.reason.is_none(),
            standing: standing(state, Dimension::Reason, reason.reason.as_deref()),
            ..Bar::default()
        })
        .collect();
    let words =
        BarsWords { label: words.dim_reason.into(), value: words.col_count.into(), note: words.col_share.into(), compare: String::new() };
    BarsSpec { bars, words }
}

/// Parts of a breakdown by leads, each with the share that became customers.
pub fn leads_of(state: AppState, breakdown: &Breakdown, limit: usize) -> BarsSpec {
    let words = format::words();
    let bars = breakdown.parts.iter().take(limit).enumerate().map(|(key, part)| Bar {
        value: count(part.leads),
        note: share(part.rate).map(|rate| Figure::new(rate.value, fill(words.share_won, &[("rate", &rate.text)]))),
        tone: Tone::Marketing,
        ..part_bar(state, breakdown.dimension, key, part)
    });
    let words = BarsWords {
        label: labels::dimension(breakdown.dimension).into(),
        value: words.col_leads.into(),
        note: words.col_rate.into(),
        compare: String::new(),
    };
    BarsSpec { bars: bars.collect(), words }
}

/// Parts of a breakdown by revenue, largest first, those without any left out. Keys are places in `breakdown.parts`.
pub fn revenue_of(state: AppState, breakdown: &Breakdown, limit: usize) -> BarsSpec {
    let words = format::words();
    let mut parts: Vec<(usize, &Part)> = breakdown.parts.iter().enumerate().filter(|(_, part)| part.won_deals > 0).collect();
    sort_few_by_key(&mut parts, |(_, part)| std::cmp::Reverse(part.revenue.minor));
    let bars = parts.into_iter().take(limit).map(|(key, part)| Bar {
        value: amount(&part.revenue),
        note: Some(count(part.won_deals)),
        tone: Tone::Sales,
        ..part_bar(state, breakdown.dimension, key, part)
    });
    let words = BarsWords {
        label: labels::dimension(breakdown.dimension).into(),
        value: words.col_revenue.into(),
        note: words.won_deals.into(),
        compare: String::new(),
    };
    BarsSpec { bars: bars.collect(), words }
}

fn part_bar(state: AppState, dimension: Dimension, key: usize, part: &Part) -> Bar {
    Bar {
        key,
        label: labels::value(part.value.as_deref()),
        faint: part.value.is_none(),
        standing: standing(state, dimension, part.value.as_deref()),
        ..Bar::default()
    }
}

/// Keys are places in the list this module's [`OUTCOMES`] gives.
pub fn outcomes(outcomes: &Outcomes) -> BarsSpec {
    use handoff::report::Outcome::{Disqualified, Open, Recycled, Unreachable, Won};
    let words = format::words();
    let total = outcomes.open + outcomes.won + outcomes.disqualified + outcomes.recycled + outcomes.unreachable;
    let counts = [
        (Open, outcomes.open, Tone::Marketing),
        (Won, outcomes.won, Tone::Sales),
        (Disqualified, outcomes.disqualified, Tone::Neutral),
        (Recycled, outcomes.recycled, Tone::Neutral),
        (Unreachable, outcomes.unreachable, Tone::Neutral),
    ];
    let bars = counts
        .into_iter()
        .enumerate()
        .filter(|(key, (_, n, _))| *n > 0 || *key < 3)
        .map(|(key, (outcome, n, tone))| Bar {
            key,
            label: labels::outcome(outcome).to_owned(),
            value: count(n),
            note: share(Rate { numerator: n, denominator: total }),
            tone,
            ..Bar::default()
        })
        .collect();
    let words =
        BarsWords { label: words.col_outcome.into(), value: words.col_leads.into(), note: words.col_share.into(), compare: String::new() };
    BarsSpec { bars, words }
}

/// The order of [`outcomes`]' keys.
pub const OUTCOMES: [handoff::report::Outcome; 5] = [
    handoff::report::Outcome::Open,
    handoff::report::Outcome::Won,
    handoff::report::Outcome::Disqualified,
    handoff::report::Outcome::Recycled,
    handoff::report::Outcome::Unreachable,
];

/// Won deals by month. The last one may still be running.
pub fn wins(state: AppState, parts: &[RevenueOf], period: &ReportPeriod) -> ColumnsSpec {
    let words = format::words();
    let columns: Vec<Column> = parts
        .iter()
        .enumerate()
        .map(|(key, part)| Column {
            key,
            label: format::month_short(&part.period),
            value: count(part.won_deals),
            tone: Tone::Sales,
            partial: key + 1 == parts.len() && !ends_on_a_first(period),
            ..Column::default()
        })
        .collect();
    let spans: Vec<Option<Period>> = parts.iter().map(|part| month(&part.period)).collect();
    let words = ColumnsWords { label: words.col_month.into(), value: words.won_deals.into(), compare: String::new() };
    let mut spec = ColumnsSpec { columns, words, ..marked(state, &spans) };
    spec.ticks = ticks(spec.top(), format::decimal);
    spec
}

/// The days of a month named `YYYY-MM`.
pub fn month(name: &str) -> Option<Period> {
    let from = format::month_day(name)?;
    Some(Period { from, to: format::calendar().month_start(from, 1) })
}

/// A chart of columns over time that has nothing yet but what happened meanwhile.
pub fn marked(state: AppState, spans: &[Option<Period>]) -> ColumnsSpec {
    ColumnsSpec { marks: marks(state, spans), mark_word: format::terms().marked_days.into(), ..ColumnsSpec::default() }
}

/// The agreement's start and the marked days, in order, each where it lies among the spans.
pub fn marks(state: AppState, spans: &[Option<Period>]) -> Vec<Annotation> {
    state.agreement.with_untracked(|agreement| {
        let start = agreement.start_day().map(|day| (day, format::returns().agreement_starts.to_owned()));
        let marked = agreement.marked_days.iter().filter_map(|day| Some((day.day()?, day.name.clone())));
        let mut days: Vec<(Day, String)> = start.into_iter().chain(marked).collect();
        sort_few_by_key(&mut days, |(day, _)| *day);
        let place = |(day, label): (Day, String)| {
            let index = spans.iter().position(|span| span.is_some_and(|span| span.contains(day)))?;
            let span = spans[index]?;
            Some(Annotation { at: index as f32 + (day.0 - span.from.0) as f32 / span.days() as f32, label })
        };
        days.into_iter().filter_map(place).collect()
    })
}

/// The period ends where a month of the calendar ends.
fn ends_on_a_first(period: &ReportPeriod) -> bool {
    format::parse_iso(&period.to).is_some_and(|day| period.calendar.date(day).day == 1)
}
