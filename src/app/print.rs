//! What a printed page must say of itself, because paper has no address and no hover: period, as-of, filters, and what the stages mean.
//! The agreement's version stands in the footer on the screen too.

use handoff::{share::may_be_named, words::fill};
use leptos::prelude::*;

use super::{format, labels, pages::board::period_text, state::use_app};

#[component]
pub fn PrintFoot() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    move || {
        let report = state.report.get()?;
        let filters = report.filter.iter().map(|term| {
            // Paper is passed on: that there is a filter by a person is said, not by whom.
            let value = if may_be_named(term.dimension) { labels::value(term.value.as_deref()) } else { format::UNDEFINED.to_owned() };
            format!("{}: {value}", labels::dimension(term.dimension))
        });
        let as_of = report.as_of.as_deref().map(|as_of| fill(words.as_of, &[("when", &format::iso_date(as_of))]));
        let lines: Vec<String> = std::iter::once(period_text(&report)).chain(as_of).chain(filters).collect();
        let stages = report.funnel.stages.iter().filter(|stage| stage.tracked);
        let meanings: Vec<String> =
            stages.map(|stage| format!("{}: {}", labels::stage(stage.stage), labels::stage_definition(stage.stage))).collect();
        Some(view! {
            <div class="print-only">
                <p>{lines.join(" · ")}</p>
                <p>{meanings.join(" ")}</p>
            </div>
        })
    }
}
