//! What is sent to people who upload nothing.

use leptos::prelude::*;

#[component]
pub fn SharePage() -> impl IntoView {}
