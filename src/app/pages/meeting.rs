//! The meeting: agenda, decisions, roles.

use leptos::prelude::*;

#[component]
pub fn MeetingPage() -> impl IntoView {}
