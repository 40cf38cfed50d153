//! What both teams signed, edited in sentences: both promises, whom they are about, when the clock runs, and its versions.
//!
//! An edit that leaves a valid document counts at once; one that does not is said at its field and changes nothing. Scoring rules have
//! a page of their own.

mod goal;
mod kept;
mod lists;
mod money;
mod sales;
pub mod versions;
mod week;
mod who;

use handoff::{
    agreement::{Agreement, Starter},
    share::{Content, ContentKind, EnvelopeError},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    documents, format,
    frames::in_turn,
    labels,
    parts::{
        Skeleton,
        condition::value_lists,
        fields::{Field, Range, edit},
    },
    state::use_app,
};

#[component]
pub fn AgreementPage() -> impl IntoView {
    let state = use_app();
    view! {
        <h1 class="visually-hidden">{format::words().agreement_title}</h1>
        {move || if state.awake.get() { page() } else { view! { <Skeleton /> }.into_any() }}
    }
}

fn page() -> AnyView {
    let (words, terms) = (format::words(), format::terms());
    let review = Field::number(
        terms.review_months,
        Range::Whole(60),
        |all| Some(f64::from(all.review_months)),
        |all, value| all.review_months = value.map_or(0, |value| value as u8),
    );
    view! {
        <div class="agreement">
            {versions::line()}
            {value_lists()}
            {starters()}
            <h2>{terms.promises}</h2>
            <div class="grid">{in_turn(goal::marketing)} {in_turn(sales::sales)}</div>
            {in_turn(|| kept::kept(use_app()).into_any())}
            <h2>{words.agreement_title}</h2>
            <div class="grid">
                {in_turn(goal::chain)} {in_turn(who::checklist)} {in_turn(who::stages)} {in_turn(who::personas)} {in_turn(week::week)}
                {in_turn(money::money)} {in_turn(lists::reasons)} {in_turn(lists::sources)}
            </div>
            <h2>{terms.versions}</h2>
            <div class="grid">{in_turn(versions::versions)}</div>
            <div class="actions">{review.view()} {file_buttons()}</div>
        </div>
    }
    .into_any()
}

/// The agreements to begin with: open while there is nothing to lose.
fn starters() -> AnyView {
    let state = use_app();
    let terms = format::terms();
    let is_new = state.agreement.with_untracked(|agreement| *agreement == Agreement::default());
    let take = move |starter: Starter| {
        let result = edit(state, |agreement| {
            let mut taken = starter.agreement(&terms.starter_texts(), &agreement.workspace);
            taken.source_classes.clone_from(&agreement.source_classes);
            taken.reasons.extend(agreement.reasons.clone());
            *agreement = taken;
        });
        state.say(result.err().unwrap_or_else(|| terms.starter_taken.to_owned()));
    };
    let door = |starter: Starter| {
        let (name, about) = match starter {
            Starter::Software => (terms.starter_software, terms.starter_software_about),
            Starter::Industrial => (terms.starter_industrial, terms.starter_industrial_about),
            Starter::Education => (terms.starter_education, terms.starter_education_about),
        };
        view! { <div><button type="button" class="button" on:click=move |_| take(starter)>{name}</button> <p class="quiet small">{about}</p></div> }
    };
    view! {
        <details class="starters no-print" open=is_new>
            <summary>{terms.starters}</summary>
            <p class="card-sub">{terms.starters_sub}</p>
            <div class="form-grid">{Starter::ALL.into_iter().map(door).collect_view()}</div>
        </details>
    }
    .into_any()
}

fn file_buttons() -> AnyView {
    let state = use_app();
    let words = format::words();
    let save = move |_| documents::save(state, Content::Agreement(Box::new(state.agreement.get_untracked())), "handoff-agreement.json");
    let take = move |opened: Result<Content, EnvelopeError>, name: &str| {
        let result = match opened {
            Ok(Content::Agreement(agreement)) => edit(state, |current| *current = *agreement),
            Ok(_) => Ok(()),
            Err(error) => Err(labels::envelope_error(&error).to_owned()),
        };
        if let Err(why) = result {
            state.say(fill(format::words().err_agreement_file, &[("name", name), ("why", &why)]));
        }
    };
    view! {
        <button type="button" class="button" on:click=save>{words.ag_save_file}</button>
        {documents::open_button(ContentKind::Agreement, words.ag_open_file, take)}
    }
    .into_any()
}
