//! The register of material and what was used of it.

use leptos::prelude::*;

#[component]
pub fn ContentPage() -> impl IntoView {}
