//! The data page: what is on the board, and the three steps of bringing more.

mod backup;
mod bring;
mod changes;
mod check;
mod issues;
mod kept;
mod matching;
mod question;
mod values;

pub use bring::Bring;

use handoff::{protocol::Progress, words::fill};
use leptos::prelude::*;

use crate::app::{
    door::document,
    format, import_flow,
    state::{ImportState, use_app},
    workbooks,
};

#[component]
pub fn DataPage() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let step = Memo::new(move |_| match state.import.get() {
        ImportState::Idle | ImportState::Looking | ImportState::Opening(_) => 0,
        ImportState::Match | ImportState::Reading(_) => 1,
        ImportState::Check(_) => 2,
    });
    // The body is drawn anew only when the kind of state changes, not at every sign of progress.
    let phase = Memo::new(move |_| match state.import.get() {
        ImportState::Idle => 0,
        ImportState::Looking => 1,
        ImportState::Match => 2,
        ImportState::Reading(_) => 3,
        ImportState::Check(_) => 4,
        ImportState::Opening(_) => 5,
    });
    let progress = Signal::derive(move || match state.import.get() {
        ImportState::Reading(progress) => progress,
        _ => None,
    });
    // Where a step is taken, the focus moves to it; not when the page is only opened.
    Effect::new(move |before: Option<i32>| {
        let now = phase.get();
        if before.is_some_and(|before| before != now) {
            document::focus_soon(".steps [aria-current]");
        }
        now
    });
    view! {
        <div class="narrow">
            <h1 class="visually-hidden">{words.nav_data}</h1>
            <ol class="steps" aria-label=words.steps_label>
                {[words.step_drop, words.step_match, words.step_check].into_iter().enumerate().map(|(index, label)| view! {
                    <li tabindex="-1" aria-current=move || (step.get() == index).then_some("step")>{format!("{} {label}", format::integer(index as u64 + 1))}</li>
                }).collect_view()}
            </ol>
            {move || match phase.get() {
                0 => view! { <bring::DropZone /> <kept::KeptFiles /> {changes::changes()} {backup::backup()} }.into_any(),
                1 => view! { <p class="card" role="status">{words.looking}</p> }.into_any(),
                2 => view! { <matching::Matching /> }.into_any(),
                3 => view! {
                    <section class="card">
                        <ReadingProgress progress=progress />
                        <div class="actions"><button class="button" on:click=move |_| import_flow::cancel()>{words.cancel}</button></div>
                    </section>
                }.into_any(),
                5 => view! { <OpeningWorkbook /> }.into_any(),
                _ => view! { <check::Check /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn OpeningWorkbook() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let text = move || match state.import.get() {
        ImportState::Opening(name) => fill(words.workbook_reading, &[("name", &name)]),
        _ => String::new(),
    };
    view! {
        <section class="card">
            <p role="status">{text}</p>
            <div class="actions"><button class="button" on:click=move |_| workbooks::cancel(state)>{words.cancel}</button></div>
        </section>
    }
}

/// Rows read, rate and time left over a bar.
#[component]
pub fn ReadingProgress(#[prop(into)] progress: Signal<Option<Progress>>) -> impl IntoView {
    let words = format::words();
    let share = move || {
        progress.get().filter(|progress| progress.bytes_total > 0).map(|progress| progress.bytes_read as f64 / progress.bytes_total as f64)
    };
    let text = move || {
        progress.get().map(|progress| {
            let mut text = fill(
                words.reading_progress,
                &[("rows", &format::integer(progress.rows)), ("rate", &format::integer(progress.rows_per_second as u64))],
            );
            if let Some(seconds) = progress.seconds_left {
                text = format!("{text}, {}", fill(words.reading_left, &[("seconds", &format::integer(seconds.ceil() as u64))]));
            }
            text
        })
    };
    view! {
        <progress class="progress" max="1" aria-label=words.loading prop:value=move || share().unwrap_or(0.0)></progress>
        <p class="quiet">{text}</p>
    }
}
