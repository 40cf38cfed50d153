//! What sales did with what it was given.

use leptos::prelude::*;

#[component]
pub fn FollowUpPage() -> impl IntoView {
    view! { <p>"…"</p> }
}
