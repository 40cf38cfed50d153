//! Everything that happened to a lead on one line of time, by day: stages, the handover, follow-ups, activities, deals. The order is the
//! worker's.

use handoff::{
    agreement::SalesPromise,
    leads::{ActivityKind, DealState},
    report::{LeadStory, Money, StoryEvent, StoryLine},
    words::fill,
};
use leptos::prelude::*;

use super::is_marketing;
use crate::app::{format, labels, state::AppState};

/// Whose doing an event is.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Marketing,
    Sales,
    Nobody,
}

pub fn timeline(state: AppState, story: &LeadStory, currency: Option<&str>) -> AnyView {
    let words = format::follow_up();
    if story.lines.is_empty() {
        return view! { <p class="quiet">{words.story_empty}</p> }.into_any();
    }
    let sales = state.agreement.with_untracked(|agreement| agreement.sales.clone());
    let day_of = |line: &StoryLine| line.at.map_or_else(|| words.story_undated.to_owned(), format::moment_day);
    let mut days: Vec<(String, Vec<AnyView>)> = Vec::new();
    // The same thing again and again on one day is one line: forty page views hide the call between them.
    for lines in story.lines.chunk_by(|a, b| a.event == b.event && day_of(a) == day_of(b)) {
        let day = day_of(&lines[0]);
        let shown = event(lines, &sales, currency);
        match days.last_mut().filter(|(last, _)| *last == day) {
            Some((_, lines)) => lines.push(shown),
            None => days.push((day, vec![shown])),
        }
    }
    let day = |(day, lines)| view! { <li><h3 class="story-day">{day}</h3><ul class="story-lines">{lines}</ul></li> };
    view! { <ol class="story">{days.into_iter().map(day).collect_view()}</ol> }.into_any()
}

/// What happened once, or several times running.
fn event(lines: &[StoryLine], sales: &SalesPromise, currency: Option<&str>) -> AnyView {
    let (words, terms) = (format::follow_up(), format::terms());
    let line = &lines[0];
    let times = (lines.len() > 1).then(|| fill(words.story_times, &[("n", &format::integer(lines.len() as u64))]));
    let points: f64 = lines.iter().map(|line| line.points).sum();
    let side = side(&line.event, sales);
    let (class, team) = match side {
        Side::Marketing => ("marketing", terms.team_marketing),
        Side::Sales => ("sales", terms.team_sales),
        Side::Nobody => ("", ""),
    };
    let (what, more) = told(&line.event, currency);
    let time = line.at.filter(|_| !line.day).map(format::time);
    let points = (points != 0.0).then(|| fill(words.story_points, &[("n", &format::points(points))]));
    view! {
        <li class=class>
            <span class="dot" aria-hidden="true"></span>
            <span class="story-time number">{time}</span>
            <span>
                <strong>{what}</strong>
                {(!more.is_empty()).then(|| view! { " " <bdi>{more}</bdi> })}
                {times.map(|times| view! { " " <b>{times}</b> })}
                {points.map(|points| view! { " " <span class="quiet small">{points}</span> })}
                {(side != Side::Nobody).then(|| view! { <span class="visually-hidden">" · " {team}</span> })}
            </span>
        </li>
    }
    .into_any()
}

fn side(event: &StoryEvent, sales: &SalesPromise) -> Side {
    match event {
        StoryEvent::Stage(stage) if is_marketing(*stage) => Side::Marketing,
        StoryEvent::Activity { kind, .. } if sales.touches.contains(kind) || *kind == ActivityKind::Task => Side::Sales,
        StoryEvent::Activity { kind: ActivityKind::Other, .. } | StoryEvent::Disqualified { .. } => Side::Nobody,
        StoryEvent::Activity { .. } | StoryEvent::Recycled => Side::Marketing,
        StoryEvent::Stage(_)
        | StoryEvent::Delivered
        | StoryEvent::FirstFollowUp
        | StoryEvent::DealCreated { .. }
        | StoryEvent::DealClosed { .. } => Side::Sales,
    }
}

/// What happened, and the words of the export about it.
fn told(event: &StoryEvent, currency: Option<&str>) -> (String, String) {
    let words = format::follow_up();
    let amount = |minor: &Option<i64>| minor.map(|minor| format::money(&Money { minor, currency: currency.map(str::to_owned) }));
    let join = |parts: Vec<Option<String>>| parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    match event {
        StoryEvent::Stage(stage) => (labels::stage(*stage).to_owned(), String::new()),
        StoryEvent::Delivered => (format::words().field_delivered.to_owned(), String::new()),
        StoryEvent::FirstFollowUp => (format::words().field_first_follow_up.to_owned(), String::new()),
        StoryEvent::Disqualified { reason } => {
            let why = reason.clone().unwrap_or_else(|| format::words().without_reason.to_owned());
            (format::words().outcome_disqualified.to_owned(), why)
        }
        StoryEvent::Recycled => (format::words().outcome_recycled.to_owned(), String::new()),
        StoryEvent::Activity { kind, name, asset, outcome, owner, planned } => {
            let what = format::terms().activity(*kind).to_owned();
            let what = if *planned { fill(words.story_planned, &[("what", &what)]) } else { what };
            (what, join(vec![name.clone(), asset.clone(), outcome.clone(), owner.clone()]))
        }
        StoryEvent::DealCreated { stage, amount_minor } => {
            (words.story_deal_opened.to_owned(), join(vec![amount(amount_minor), stage.clone()]))
        }
        StoryEvent::DealClosed { state, amount_minor } => {
            let what = match state {
                DealState::Won => words.story_deal_won,
                DealState::Lost => words.story_deal_lost,
                DealState::Open => words.story_deal_opened,
            };
            (what.to_owned(), join(vec![amount(amount_minor)]))
        }
    }
}
