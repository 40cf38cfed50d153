//! Speed over time against the promise: the share that was kept, or the median wait, by day, week or month of delivery.

use handoff::{
    agreement::Clock,
    chart::{ChartSpec, Column, ColumnsSpec, ColumnsWords, Figure, Reference, Tone, nice_ticks},
    report::{FollowUpOf, LeadsOf, RecordsOf, Report, Speed, SpeedOverTime, SpeedPart},
    time::{Day, Grain, Period},
    words::fill,
};
use leptos::prelude::*;

use super::{Chosen, duration};
use crate::app::{
    format,
    parts::{Chart, chip, fraction},
    specs,
    state::AppState,
};

/// As many columns as can be told apart on a card, and as few as show a course.
const FEW: usize = 6;
const MANY: usize = 60;

fn grain(grain: Grain) -> &'static str {
    let words = format::follow_up();
    match grain {
        Grain::Day => words.by_day,
        Grain::Week => words.by_week,
        Grain::Month | Grain::Quarter | Grain::Year => words.by_month,
    }
}

/// The coarsest that shows a course, else the finest that can be drawn.
fn usual(over_time: &[SpeedOverTime]) -> usize {
    let coarse = over_time.iter().rposition(|one| one.parts.len() >= FEW);
    coarse.or_else(|| over_time.iter().position(|one| one.parts.len() <= MANY)).unwrap_or(0)
}

pub fn card(state: AppState, report: &Report, chosen: Chosen) -> AnyView {
    let words = format::follow_up();
    let Some(speed) = report.speed.as_ref().filter(|speed| !speed.over_time.is_empty()) else { return ().into_any() };
    let (usual, count) = (usual(&speed.over_time), speed.over_time.len());
    let grains = speed.over_time.iter().map(|one| grain(one.grain).to_owned()).collect();
    let place = Signal::derive(move || chosen.grain.chosen().filter(|index| *index < count).unwrap_or(usual));
    let choose_grain = Callback::new(move |index| chosen.grain.set(index));
    let has_promise = speed.target.is_some();
    // Written in the workspace's zone: its first ten characters are the day there.
    let as_of = report.as_of.as_deref().and_then(|iso| format::parse_iso(iso.get(..10)?));
    let is_median = Signal::derive(move || chosen.figure.get() == 1 || !has_promise);
    let figures = vec![words.kept_share.to_owned(), words.median.to_owned()];
    let figure = Signal::derive(move || usize::from(is_median.get()));
    let choose_figure = Callback::new(move |index: usize| chosen.figure.set(index));
    view! {
        <section class="card span-12 sales">
            <div class="card-title">
                <h3>{words.over_time_title}</h3>
                <span class="chips">
                    {has_promise.then(|| chip(words.figure_label, figures, figure, choose_figure))}
                    {chip(words.grain_label, grains, place, choose_grain)}
                </span>
            </div>
            <p class="card-sub">{words.over_time_sub}</p>
            {chart(state, speed, as_of, place.get(), is_median.get())}
        </section>
    }
    .into_any()
}

fn around(state: AppState, part: &SpeedPart, grain: Grain) -> Option<Period> {
    let day = format::parse_iso(part.value.as_deref()?)?;
    Some(state.agreement.with_untracked(|all| grain.around(day, all.workspace.calendar, all.workspace.week_start)))
}

/// The name of a span of days.
fn label(grain: Grain, from: Day) -> String {
    if grain != Grain::Month {
        return format::date(from);
    }
    let date = format::calendar().date(from);
    format::month_short(&format!("{:04}-{:02}", date.year, date.month))
}

fn chart(state: AppState, speed: &Speed, as_of: Option<Day>, place: usize, is_median: bool) -> AnyView {
    let words = format::follow_up();
    let Some(over_time) = speed.over_time.get(place) else { return ().into_any() };
    let clock = speed.clock();
    let share = speed.target.map(|target| target.share);
    let periods: Vec<Option<Period>> = over_time.parts.iter().map(|part| around(state, part, over_time.grain)).collect();
    let column = |(key, part): (usize, &SpeedPart)| {
        let median = if clock == Clock::Business { part.median_business_minutes } else { part.median_minutes };
        let rate = part.compliance.map(handoff::report::Compliance::rate);
        let (value, text, is_short) = if is_median {
            let limit = speed.target.map(|target| target.hours * 60.0);
            (median, duration(state, median, clock), median.zip(limit).is_some_and(|(median, limit)| median > limit))
        } else {
            let value = rate.and_then(handoff::report::Rate::value);
            let text = rate.map_or_else(|| format::UNDEFINED.to_owned(), format::rate);
            (value, text, value.zip(share).is_some_and(|(value, share)| value < share))
        };
        Column {
            key,
            label: periods[key].map_or_else(String::new, |period| label(over_time.grain, period.from)),
            value: Figure::new(value.unwrap_or(0.0), text),
            tone: if is_short { Tone::Miss } else { Tone::Sales },
            partial: as_of.zip(periods[key]).is_some_and(|(as_of, period)| as_of < period.to),
            ..Column::default()
        }
    };
    let goal = speed.target.map(|target| {
        let value = if is_median { target.hours * 60.0 } else { target.share };
        let text =
            if is_median { fill(format::promises().dur_hours, &[("h", &format::exact(target.hours))]) } else { format::percent(value) };
        Reference { value, label: fill(words.goal_label, &[("goal", &text)]) }
    });
    let value = if is_median { words.median } else { words.kept_share };
    let columns_words = ColumnsWords { label: grain(over_time.grain).into(), value: value.into(), compare: String::new() };
    let columns: Vec<Column> = over_time.parts.iter().enumerate().map(column).collect();
    let mut spec = ColumnsSpec { columns, goal, words: columns_words, ..specs::marked(state, &periods) };
    // Round hours, where there are some: a tick at 200 minutes says little.
    let unit = if is_median && spec.top() > 120.0 { 60.0 } else { 1.0 };
    let text = |value: f64| if is_median { duration(state, Some(value), clock) } else { format::percent(value) };
    spec.ticks = nice_ticks(spec.top() / unit, 4).into_iter().map(|value| Figure::new(value * unit, text(value * unit))).collect();
    let pick = Callback::new(move |key: usize| {
        if let Some(Some(period)) = periods.get(key) {
            let of = RecordsOf::FollowUp { of: FollowUpOf::Delivered, part: LeadsOf::days(*period) };
            state.open_records(of, format!("{} · {}", words.delivered, format::date(period.from)));
        }
    });
    let thin = over_time.parts.iter().filter_map(|part| part.compliance).filter(|of| of.rate().is_thin()).count();
    let worst = worst(over_time, share).map(|part| {
        let when = part.value.as_deref().and_then(format::parse_iso).map_or_else(String::new, |day| label(over_time.grain, day));
        let rate = part.compliance.unwrap_or_default().rate();
        fill(words.worst_span, &[("when", &when), ("rate", &format::rate(rate)), ("of", &fraction(rate))])
    });
    view! {
        <Chart spec=ChartSpec::Columns(spec) title=words.over_time_title height=220.0 on_pick=pick />
        {worst.map(|text| view! { <p class="card-foot">{text}</p> })}
        {(thin > 0).then(|| view! { <p class="quiet small">{fill(words.thin_spans, &[("n", &format::integer(thin as u64))])}</p> })}
    }
    .into_any()
}

/// The span that kept the smallest share of enough leads to say so, where that is less than was promised.
fn worst(over_time: &SpeedOverTime, share: Option<f64>) -> Option<&SpeedPart> {
    let rate = |part: &&SpeedPart| part.compliance.map(handoff::report::Compliance::rate).filter(|rate| !rate.is_thin())?.value();
    let worst = over_time
        .parts
        .iter()
        .filter(|part| rate(part).is_some())
        .min_by(|a, b| rate(a).unwrap_or(1.0).total_cmp(&rate(b).unwrap_or(1.0)))?;
    rate(&worst).zip(share).is_some_and(|(rate, share)| rate < share).then_some(worst)
}
