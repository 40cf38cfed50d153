//! The laboratory of the scoring model.

use leptos::prelude::*;

#[component]
pub fn ScoringPage() -> impl IntoView {
    view! { <p>"…"</p> }
}
