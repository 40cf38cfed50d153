//! One lead, for the rep who is about to call.

use leptos::prelude::*;

#[component]
pub fn LeadPage() -> impl IntoView {
    view! { <p>"…"</p> }
}
