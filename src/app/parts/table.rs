//! The frame of a table that may be wider than its card: scrolled sideways, by keyboard too. The table's content is its caller's.

use leptos::prelude::*;

#[component]
pub fn ScrollTable(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! { <div class="table-scroll" tabindex="0" role="group" aria-label=label><table>{children()}</table></div> }
}
