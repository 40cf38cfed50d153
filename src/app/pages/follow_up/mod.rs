//! What sales did with what it was given: its promise, how fast and how persistently leads were followed up, who has the time for it,
//! and what is due now. All numbers come with the report; what is chosen here only decides which of them are drawn.

mod capacity;
mod contact;
mod depth;
mod disposition;
mod due;
mod over_time;
mod parts;
mod promise;
mod speed;

use std::sync::Arc;

use handoff::{
    agreement::{Clock, TimeTarget},
    report::{Compliance, Figure, FollowUpOf, LeadsOf, RecordsOf, Report, Verdict},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    durations, format,
    frames::followed,
    labels, needs,
    pages::lead::{self, Asked},
    parts::{Fact, Opens, Skeleton, clock, fraction},
    picked::Picked,
    route::{Page, Pick},
    state::{AppState, use_app},
};

/// The figures of this page that may be missing.
const FIGURES: [Figure; 10] = [
    Figure::Speed,
    Figure::SpeedCompliance,
    Figure::Due,
    Figure::Disposition,
    Figure::DispositionCompliance,
    Figure::Depth,
    Figure::DepthPlan,
    Figure::Channels,
    Figure::ContactRates,
    Figure::Capacity,
];

/// What is chosen on the page; it outlives the report.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// Of the bands and durations: 0 business, 1 elapsed.
    clock: Picked,
    /// Index into the grains that are there; `None` until one is chosen.
    grain: Picked,
    /// Over time: 0 the compliance, 1 the median.
    figure: Picked,
    /// Place among the owners of the due list, from 1 on; 0 is all.
    owner: Picked,
    /// Rows of the due list.
    rows: RwSignal<usize>,
}

#[component]
pub fn FollowUpPage() -> impl IntoView {
    let state = use_app();
    let promised = state.agreement.with_untracked(|agreement| agreement.sales.speed.map(|target| target.clock));
    let chosen = Chosen {
        clock: Picked::new(Pick::Clock, promised.unwrap_or_default() as usize),
        grain: Picked::new(Pick::Grain, usize::MAX),
        figure: Picked::new(Pick::Figure, 0),
        owner: Picked::new(Pick::Owner, 0),
        rows: RwSignal::new(due::ROWS),
    };
    // The lead of the address, else the one that is due first.
    let answer = lead::ask(move || {
        let first = || state.report.with(|report| report.as_ref()?.due.first().map(|due| due.lead));
        state.route.with(|route| route.lead).or_else(first)
    });
    let told = Memo::new(move |_| state.report.with(|report| report.as_deref().map_or(Told::Nothing, told)));
    view! {
        <h1 class="visually-hidden">{format::words().nav_follow_up}</h1>
        {move || match told.get() {
            Told::Nothing => view! { <Skeleton /> }.into_any(),
            Told::WhatIsMissing => view! { <div class="follow-up"><p class="quiet">{format::follow_up().nothing_yet}</p> {missing(state)}</div> }.into_any(),
            Told::FollowUp => page(state, chosen, answer),
        }}
    }
}

/// What the report tells of follow-up.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    /// The report of another page comes without the promises.
    Nothing,
    WhatIsMissing,
    FollowUp,
}

fn told(report: &Report) -> Told {
    if report.speed.is_some() || report.disposition.is_some() || report.depth.is_some() {
        Told::FollowUp
    } else if report.missing.is_empty() {
        Told::Nothing
    } else {
        Told::WhatIsMissing
    }
}

fn missing(state: AppState) -> AnyView {
    followed(state, |_, report| needs::card(report, &FIGURES).into_any())
}

fn page(state: AppState, chosen: Chosen, answer: RwSignal<Asked>) -> AnyView {
    let words = format::follow_up();
    let card = |card: fn(AppState, &Arc<Report>, Chosen) -> AnyView| followed(state, move |state, report| card(state, report, chosen));
    view! {
        <div class="follow-up">
            <h2>{words.q_word}</h2>
            <div class="grid">
                {card(|_, report, _| promise::card(report).into_any())}
                {card(|state, report, chosen| speed::card(state, report, chosen.clock))}
            </div>
            <h2>{words.q_due}</h2>
            <div class="grid">{card(due::cards)} {inspector(answer)}</div>
            <h2>{words.q_where}</h2>
            <div class="grid">
                {card(|state, report, chosen| over_time::card(state, report, chosen))}
                {card(|state, report, _| parts::cards(state, report).into_any())}
                {card(|_, report, _| disposition::card(report).into_any())}
            </div>
            <h2>{words.q_pays}</h2>
            <div class="grid">
                {card(|state, report, _| depth::card(state, report).into_any())}
                {card(|state, report, _| contact::cards(state, report).into_any())}
                {card(|state, report, _| capacity::card(state, report).into_any())}
            </div>
            {missing(state)}
        </div>
    }
    .into_any()
}

/// The clock of one lead.
fn inspector(answer: RwSignal<Asked>) -> AnyView {
    let state = use_app();
    let words = format::follow_up();
    let who = move || match answer.get() {
        Asked::Nothing => words.clock_choose.into_any(),
        Asked::Waiting => format::words().loading.into_any(),
        Asked::Gone => words.lead_gone.into_any(),
        Asked::Here(story, known) => {
            let (lead, name) = (story.lead, lead::name(story.lead, &known));
            view! {
                <a href=move || state.route.with(|route| route.with_lead(Page::Lead, lead).hash())><bdi>{name}</bdi></a>
                " · " <bdi>{labels::value(story.owner.as_deref())}</bdi>
            }
            .into_any()
        }
    };
    let body = move || match answer.get() {
        Asked::Here(story, _) => match &story.clock {
            Some(of) => clock::clock(of),
            None => view! { <p class="quiet">{words.clock_none}</p> }.into_any(),
        },
        Asked::Nothing | Asked::Waiting | Asked::Gone => ().into_any(),
    };
    view! {
        <section class="card span-12 sales" id="clock" tabindex="-1" aria-labelledby="clock-title">
            <div class="team"><span class="dot"></span><h3 id="clock-title">{words.clock_title}</h3></div>
            <p class="card-sub" role="status">{who}</p>
            {body}
        </section>
    }
    .into_any()
}

/// A count of leads that opens them.
fn opens(of: FollowUpOf, part: LeadsOf, n: u64, title: String) -> AnyView {
    view! { <Opens of=RecordsOf::FollowUp { of, part } title=title text=format::integer(n) /> }.into_any()
}

/// A fact that is a count of leads of the whole period.
fn counted(label: &'static str, definition: Option<&'static str>, of: FollowUpOf, n: u64) -> AnyView {
    let count = opens(of, LeadsOf::All, n, label.to_owned());
    match definition {
        Some(definition) => view! { <Fact label=label definition=definition>{count}</Fact> }.into_any(),
        None => view! { <Fact label=label>{count}</Fact> }.into_any(),
    }
}

/// A fact in words.
fn said(label: &'static str, definition: Option<&'static str>, text: String) -> AnyView {
    match definition {
        Some(definition) => view! { <Fact label=label definition=definition>{text}</Fact> }.into_any(),
        None => view! { <Fact label=label>{text}</Fact> }.into_any(),
    }
}

/// "90 % within 24 business hours".
fn target(target: TimeTarget) -> String {
    let terms = format::terms();
    let (share, hours) = (format::percent(target.share), format::exact(target.hours));
    fill(terms.target, &[("share", &share), ("hours", &hours), ("clock", terms.clock_of(target.clock))])
}

/// How a promise of time was kept, as facts that open their leads.
fn verdicts(compliance: Compliance, of: fn(Verdict) -> FollowUpOf) -> Vec<AnyView> {
    let words = format::follow_up();
    let all = [
        (Verdict::Met, compliance.met, None),
        (Verdict::Breached, compliance.breached, None),
        (Verdict::Pending, compliance.pending, Some(words.pending_def)),
    ];
    all.map(|(verdict, n, definition)| counted(clock::verdict(verdict), definition, of(verdict), n)).into()
}

/// A rate in a cell, marked where it stays below the share that was promised.
fn rate_cell(compliance: Option<Compliance>, share: Option<f64>) -> AnyView {
    let Some(compliance) = compliance else {
        return view! { <td class="number" title=format::follow_up().no_promise>{format::UNDEFINED}</td> }.into_any();
    };
    let rate = compliance.rate();
    let is_short = rate.value().zip(share).is_some_and(|(rate, share)| rate < share);
    let reason = rate.value().is_none().then_some(format::words().undefined_reason);
    view! {
        <td class="number" class:below=is_short title=reason>
            {is_short.then(|| view! { <span aria-hidden="true">"▼ "</span> <span class="visually-hidden">{format::follow_up().below_promise} " "</span> })}
            {format::rate(rate)}
            <div class="quiet small">{fraction(rate)}</div>
        </td>
    }
    .into_any()
}

/// A duration on one of the clocks.
fn duration(state: AppState, minutes: Option<f64>, on: Clock) -> String {
    let text = |minutes| state.agreement.with_untracked(|all| durations::on(on, minutes, all));
    minutes.map_or_else(|| format::UNDEFINED.to_owned(), text)
}
