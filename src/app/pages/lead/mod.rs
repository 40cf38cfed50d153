//! One lead, for the rep who is about to call: who it is, what is due, why it scores as it does, and all that happened. What is known
//! comes with the worker's answer; nothing is counted here.

mod story;
mod why;

use std::sync::Arc;

use handoff::{
    agreement::MarketingPromise,
    import::Field,
    leads::Stage,
    protocol::{FurtherRequest, FurtherResponse},
    report::{ChecklistAnswer, LeadCriteria, LeadStory},
};
use leptos::prelude::*;

use crate::app::{
    door::worker,
    format, labels,
    parts::{Skeleton, clock},
    route::Page,
    state::{AppState, BoardState, use_app},
};

/// What is known of the lead that was asked for.
#[derive(Clone)]
pub enum Asked {
    /// None was asked for.
    Nothing,
    Waiting,
    /// There is no such lead.
    Gone,
    Here(Arc<LeadStory>, Arc<Vec<(Field, String)>>),
}

/// Asks for the story of a lead, again whenever the lead or what it is looked at by changes.
pub fn ask(lead: impl Fn() -> Option<u32> + Send + Sync + 'static) -> RwSignal<Asked> {
    let state = use_app();
    let answer = RwSignal::new(Asked::Nothing);
    let turn = StoredValue::new(0_u32);
    let lead = Memo::new(move |_| lead());
    Effect::new(move || {
        turn.update_value(|turn| *turn += 1);
        let asked = turn.get_value();
        let is_ready = state.board.with(|board| matches!(board, BoardState::Ready(_)));
        let (_, query) = state.asked.get();
        let agreement = state.agreement.get();
        let Some(lead) = lead.get().filter(|_| is_ready) else {
            answer.set(Asked::Nothing);
            return;
        };
        // The lead that is shown stays while only the question about it changes.
        if !answer.with_untracked(|answer| matches!(answer, Asked::Here(story, _) if story.lead == lead)) {
            answer.set(Asked::Waiting);
        }
        worker::ask_further(&FurtherRequest::Lead { lead, query, agreement }, &[], move |response| {
            if turn.try_get_value() != Some(asked) {
                return;
            }
            match response {
                FurtherResponse::Lead { story: Some(story), known } => {
                    answer.try_set(Asked::Here(Arc::from(story), Arc::new(known)));
                }
                FurtherResponse::Lead { story: None, .. } => {
                    answer.try_set(Asked::Gone);
                }
                FurtherResponse::Failed(failure) => {
                    answer.try_set(Asked::Gone);
                    state.say_failure(&failure);
                }
                _ => {}
            }
        });
    });
    answer
}

/// What a lead is called: the first of what the files have of name, company, e-mail address and id.
pub fn name(lead: u32, known: &[(Field, String)]) -> String {
    let of = |field: Field| known.iter().find(|(of, text)| *of == field && !text.trim().is_empty()).map(|(_, text)| text.clone());
    let fields = [Field::Name, Field::Company, Field::Email, Field::LeadId];
    fields.into_iter().find_map(of).unwrap_or_else(|| labels::unnamed_lead(lead))
}

#[component]
pub fn LeadPage() -> impl IntoView {
    let state = use_app();
    let answer = ask(move || state.route.with(|route| route.lead));
    // The data may name another currency than the workspace; the report that says so may come after the story.
    let currency = Memo::new(move |_| {
        let of_data = state.report.with(|report| report.as_ref()?.revenue.as_ref()?.total.currency.clone());
        of_data.or_else(|| state.agreement.with(|agreement| agreement.workspace.currency.clone()))
    });
    move || match answer.get() {
        Asked::Nothing => gone(format::follow_up().lead_none_chosen),
        Asked::Waiting => view! { <h1 class="visually-hidden">{format::words().lead_title}</h1> <Skeleton /> }.into_any(),
        Asked::Gone => gone(format::follow_up().lead_gone),
        Asked::Here(story, known) => page(state, &story, &known, currency.get().as_deref()),
    }
}

fn links(state: AppState) -> AnyView {
    let link = move |page: Page, text: &'static str| {
        view! { <a href=move || state.route.with(|route| route.with_page(page).hash())>{text}</a> }
    };
    let words = format::follow_up();
    view! { <p class="lead-links no-print">{link(Page::FollowUp, words.back_to_due)} {link(Page::Board, words.back_to_board)}</p> }
        .into_any()
}

fn gone(why: &'static str) -> AnyView {
    view! {
        <h1 class="visually-hidden">{format::words().lead_title}</h1>
        <section class="card"><p role="status">{why}</p> {links(use_app())}</section>
    }
    .into_any()
}

fn page(state: AppState, story: &LeadStory, known: &[(Field, String)], currency: Option<&str>) -> AnyView {
    let words = format::follow_up();
    let name = name(story.lead, known);
    let details = known.iter().filter(|(_, text)| *text != name).map(|(field, text)| pair(labels::field(*field), text.clone()));
    let standing = [
        (format::words().dim_owner, labels::value(story.owner.as_deref())),
        (format::words().col_stage, labels::stage(story.stage).to_owned()),
        (format::words().col_outcome, labels::outcome(story.outcome).to_owned()),
    ];
    let standing = standing.into_iter().map(|(label, text)| pair(label.to_owned(), text));
    view! {
        {links(state)}
        <div class="lead-head">
            <h1><bdi>{name.clone()}</bdi></h1>
            <dl class="lead-facts">{standing.collect_view()} {details.collect_view()}</dl>
        </div>
        <div class="grid">
            <div class="span-7 stack">
                <section class="card sales">
                    <div class="team"><span class="dot"></span><h2 class="plain">{words.clock_title}</h2></div>
                    {match &story.clock {
                        Some(of) => clock::clock(of),
                        None => view! { <p class="quiet">{words.clock_none}</p> }.into_any(),
                    }}
                </section>
                <section class="card"><h2 class="plain">{words.story_title}</h2> {story::timeline(state, story, currency)}</section>
            </div>
            <div class="span-5 stack">
                {why::score(state, story)}
                {checklist(story)}
                {criteria(state, story)}
                {attributes(story)}
            </div>
        </div>
    }
    .into_any()
}

fn pair(label: String, text: String) -> AnyView {
    view! { <div><dt>{label}</dt><dd><bdi>{text}</bdi></dd></div> }.into_any()
}

/// A line with a mark and a word of its own.
fn judged(mark: &'static str, class: &'static str, verdict: &'static str, text: String) -> AnyView {
    view! { <li><span class=class aria-hidden="true">{mark}</span> <span>{text}</span> <span class="quiet small">{verdict}</span></li> }
        .into_any()
}

fn checklist(story: &LeadStory) -> AnyView {
    if story.checklist.is_empty() {
        return ().into_any();
    }
    let words = format::follow_up();
    let line = |(item, answer): &(String, ChecklistAnswer)| {
        let (mark, class, verdict) = match answer {
            ChecklistAnswer::Yes => ("✓", "judge yes", words.answer_yes),
            ChecklistAnswer::No => ("✗", "judge no", words.answer_no),
            ChecklistAnswer::Unknown => ("?", "judge", words.answer_unknown),
        };
        judged(mark, class, verdict, item.clone())
    };
    view! {
        <section class="card">
            <h2 class="plain">{format::terms().checklist}</h2>
            <ul class="judged">{story.checklist.iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// What marketing promised of every delivered lead, and what this one is of it.
fn criteria(state: AppState, story: &LeadStory) -> AnyView {
    let Some(criteria) = &story.criteria else { return ().into_any() };
    let words = format::follow_up();
    let lines = state.agreement.with_untracked(|agreement| promised(&agreement.marketing, criteria));
    let sentence = if !criteria.failed.is_empty() {
        words.criteria_fails
    } else if !criteria.unknown.is_empty() {
        words.criteria_unknown
    } else {
        words.criteria_meets
    };
    view! {
        <section class="card marketing">
            <div class="team"><span class="dot"></span><h2 class="plain">{words.criteria_title}</h2></div>
            <p class="card-sub">{sentence}</p>
            <ul class="judged">{lines}</ul>
        </section>
    }
    .into_any()
}

fn promised(promise: &MarketingPromise, judgement: &LeadCriteria) -> Vec<AnyView> {
    let words = format::follow_up();
    let line = |(index, text): (u16, String)| {
        let (mark, class, verdict) = if judgement.failed.contains(&index) {
            ("✗", "judge no", words.criterion_failed)
        } else if judgement.unknown.contains(&index) {
            ("?", "judge", words.criterion_unknown)
        } else {
            ("✓", "judge yes", words.criterion_met)
        };
        judged(mark, class, verdict, text)
    };
    (0_u16..).zip(labels::criteria(promise)).map(line).collect()
}

fn attributes(story: &LeadStory) -> AnyView {
    let known = story.known.iter().map(|(dimension, text)| pair(labels::dimension(*dimension).to_owned(), text.clone()));
    let columns = story.columns.iter().map(|(header, text)| pair(header.clone(), text.clone()));
    let all: Vec<AnyView> = known.chain(columns).collect();
    if all.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="card"><h2 class="plain">{format::follow_up().known_title}</h2> <dl class="pairs">{all}</dl></section>
    }
    .into_any()
}

/// Whose stage it is.
fn is_marketing(stage: Stage) -> bool {
    stage <= Stage::Mql
}
