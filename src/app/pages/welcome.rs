//! The first screen: three doors. And the short wait while a kept board comes back.

use handoff::protocol::Progress;
use leptos::prelude::*;

use crate::app::{
    format,
    pages::data::{Bring, ReadingProgress},
    sharing,
    state::{BoardState, use_app},
};

#[component]
pub fn WelcomePage() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    view! {
        <div class="welcome">
            <h1>{words.welcome_title}</h1>
            <p>{words.welcome_lead}</p>
        </div>
        <div class="grid">
            <section class="card span-4 door main">
                <h2 class="plain">{words.door_drop_title}</h2>
                <p>{words.door_drop_text}</p>
                <Bring />
            </section>
            <section class="card span-4 door">
                <h2 class="plain">{words.door_sample_title}</h2>
                <p>{words.door_sample_text}</p>
                <button class="button" on:click=move |_| state.open_sample()>{words.door_sample_button}</button>
            </section>
            <section class="card span-4 door">
                <h2 class="plain">{words.door_shared_title}</h2>
                <p>{words.door_shared_text}</p>
                <sharing::OpenButton />
            </section>
        </div>
    }
}

#[component]
pub fn LoadingPage() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let sample = Memo::new(move |_| matches!(state.board.get(), BoardState::Loading { sample: true, .. }));
    let progress = Signal::derive(move || -> Option<Progress> {
        match state.board.get() {
            BoardState::Loading { progress, .. } => progress,
            _ => None,
        }
    });
    view! {
        <div class="welcome">
            <p role="status">{move || if sample.get() { words.preparing_sample } else { words.restoring }}</p>
            <ReadingProgress progress=progress />
        </div>
    }
}
