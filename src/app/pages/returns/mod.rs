//! Does it pay, and where is the gap: money spent and brought in, the gap to the goal, campaigns, before and after, the pipeline. All
//! numbers come with the report; what is chosen here only decides which of them are drawn.

mod campaigns;
mod comparison;
mod figures;
mod forecast;
mod gap;
mod over_time;
mod pipeline;
mod planner;

pub use comparison::verdict;
pub use figures::{returned, worth};
pub use gap::{bottleneck_line, card as gap_card};

use handoff::{report::Figure, words::fill};
use leptos::prelude::*;

use crate::app::{
    format,
    frames::{followed, held_until},
    needs,
    parts::sections,
    picked::Picked,
    route::{Page, Pick, Section},
    state::{AppState, use_app},
};

/// What is chosen on the page; it outlives the report.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// 0 months, 1 quarters, 2 years.
    grain: Picked,
    /// Place among [`handoff::report::AttributionModel::ALL`].
    model: Picked,
    /// 0 campaigns, 1 sources.
    by_source: Picked,
    /// Rows of the table of campaigns.
    rows: RwSignal<usize>,
}

#[component]
pub fn ReturnPage() -> impl IntoView {
    let state = use_app();
    let words = format::returns();
    let chosen = Chosen {
        grain: Picked::new(Pick::Grain, 0),
        model: Picked::new(Pick::Model, 2),
        by_source: Picked::new(Pick::Touches, 0),
        rows: RwSignal::new(campaigns::ROWS),
    };
    let section = Memo::new(move |_| state.route.with(|route| route.section));
    let parts = vec![
        (None, words.section_figures),
        (Some(Section::Gap), words.section_gap),
        (Some(Section::Campaigns), words.section_campaigns),
        (Some(Section::Comparison), words.section_comparison),
        (Some(Section::Pipeline), words.section_pipeline),
    ];
    // The report of another page comes without these parts.
    let is_there = move || state.has_parts(Page::Return) && state.has_report();
    view! {
        <h1 class="visually-hidden">{format::words().nav_return}</h1>
        {sections(Page::Return, parts)}
        {held_until(is_there, move || page(state, section.get(), chosen))}
    }
}

fn page(state: AppState, section: Option<Section>, chosen: Chosen) -> AnyView {
    let body = match section {
        Some(Section::Gap) => gap::cards(state),
        Some(Section::Campaigns) => followed(state, move |state, report| campaigns::cards(state, report, chosen)),
        Some(Section::Comparison) => followed(state, comparison::cards),
        Some(Section::Pipeline) => followed(state, |_, report| pipeline::cards(report)),
        Some(Section::Time) | None => figures::cards(state, chosen),
    };
    let missing = followed(state, move |_, report| needs::card(report, figures_of(section)).into_any());
    view! { <div class="return">{body} {missing}</div> }.into_any()
}

/// The days of a span of ISO dates whose end is not part of it: "Feb 1, 2026 to Oct 25, 2026".
fn days(from: &str, to: &str) -> String {
    let last = format::parse_iso(to).map_or_else(|| to.to_owned(), |day| format::date(day.plus(-1)));
    fill(format::returns().window, &[("from", &format::iso_date(from)), ("to", &last)])
}

/// The figures of a part that may be missing.
const fn figures_of(section: Option<Section>) -> &'static [Figure] {
    match section {
        Some(Section::Gap) => &[Figure::Gap, Figure::Bottleneck],
        Some(Section::Campaigns) => &[Figure::Attribution],
        Some(Section::Comparison) => &[Figure::Comparison],
        Some(Section::Pipeline) => &[Figure::Pipeline, Figure::Forecast],
        Some(Section::Time) | None => &[Figure::Investment, Figure::Roi, Figure::Cac, Figure::PaidCac, Figure::Ltv, Figure::SalesVelocity],
    }
}
