//! The parts of a page that have addresses of their own, as links above it. What they show is the page's.

use leptos::prelude::*;

use crate::app::{
    format,
    route::{Page, Section},
    state::use_app,
};

/// The links; the part that is shown is marked.
pub fn sections(page: Page, parts: Vec<(Option<Section>, &'static str)>) -> AnyView {
    let state = use_app();
    let link = |(section, name): (Option<Section>, &'static str)| {
        let current = move || state.route.with(|route| route.section == section).then_some("page");
        view! {
            <a href=move || state.route.with(|route| route.with_section(page, section).hash()) aria-current=current>{name}</a>
        }
    };
    view! { <nav class="sections no-print" aria-label=format::returns().sections_label>{parts.into_iter().map(link).collect_view()}</nav> }
        .into_any()
}
