//! Small parts pages are made of: figures that open their records, definitions, cards.

mod chart;
pub mod clock;
pub mod condition;
pub mod fields;
mod held;
pub mod line;
mod list;
mod names;
mod sections;
pub mod speed;
mod table;

pub use chart::{Chart, save_xlsx};
pub use list::{Row, keyed};
pub use names::Names;
pub use sections::sections;
pub use table::ScrollTable;

use handoff::report::{Rate, RecordsOf};
use leptos::prelude::*;

use super::{format, state::use_app};

/// The "i" beside a figure: its definition, on hover and on focus.
#[component]
pub fn Info(text: &'static str) -> impl IntoView {
    let words = format::words();
    view! {
        <span class="info">
            <button class="info-button" type="button" aria-label=format!("{}: {text}", words.definition)>"i"</button>
            <span class="info-text" aria-hidden="true">{text}</span>
        </span>
    }
}

/// A number that opens the records it counts.
#[component]
pub fn Opens(of: RecordsOf, #[prop(into)] title: String, #[prop(into)] text: String) -> impl IntoView {
    let state = use_app();
    let label = format!("{text}: {}", handoff::words::fill(format::words().records_open, &[("what", &title)]));
    view! { <button class="open" aria-label=label on:click=move |_| state.open_records(of.clone(), title.clone())>{text}</button> }
}

/// A small labelled figure with its definition and a remark.
#[component]
pub fn Fact(
    label: &'static str,
    #[prop(optional)] definition: Option<&'static str>,
    #[prop(optional, into)] remark: String,
    children: Children,
) -> impl IntoView {
    view! {
        <div>
            <div class="fact-label">{label} {definition.map(|text| view! { <Info text=text /> })}</div>
            <div class="fact-value">{children()} " " <small>{remark}</small></div>
        </div>
    }
}

/// A card with one large figure.
#[component]
pub fn FigureCard(
    label: &'static str,
    definition: &'static str,
    #[prop(into)] value: String,
    #[prop(optional, into)] remark: String,
    #[prop(optional, into)] delta: String,
    #[prop(optional)] of: Option<RecordsOf>,
) -> impl IntoView {
    let undefined = value == format::UNDEFINED;
    view! {
        <section class="card span-3">
            <div class="fact-label">{label} <Info text=definition /></div>
            <div class="figure-value" title=undefined.then_some(format::words().undefined_reason)>
                {match of {
                    Some(of) if !undefined => view! { <Opens of=of title=label text=value /> }.into_any(),
                    _ => value.into_any(),
                }}
            </div>
            <div class="quiet small">{remark}</div>
            <div class="quiet small">{delta}</div>
        </section>
    }
}

/// "62 of 81", and "fewer than 30 cases" where it is thin.
pub fn fraction(rate: Rate) -> String {
    let words = format::words();
    let text = handoff::words::fill(words.n_of_m, &[("n", &format::integer(rate.numerator)), ("m", &format::integer(rate.denominator))]);
    if rate.denominator > 0 && rate.is_thin() { format!("{text} · {}", words.thin_data) } else { text }
}

/// The change from the period before, worded; empty when there is nothing to compare with.
pub fn versus(change: Option<String>) -> String {
    change.map_or_else(String::new, |delta| handoff::words::fill(format::words().vs_previous, &[("delta", &delta)]))
}

/// The difference of two counts as text.
pub fn count_change(now: u64, before: Option<u64>) -> Option<String> {
    before.map(|before| format::signed(now as f64 - before as f64))
}

/// The relative change of two amounts as a signed percentage.
pub fn relative_change(now: f64, before: Option<f64>) -> Option<String> {
    let before = before.filter(|before| *before != 0.0)?;
    let change = (now - before) / before.abs();
    let shown = format::percent(change.abs());
    Some(if change < 0.0 { format!("−{shown}") } else { format!("+{shown}") })
}

/// Chooses one of a few things on a card.
pub fn chip(label: &'static str, options: Vec<String>, chosen: Signal<usize>, choose: Callback<usize>) -> AnyView {
    let option = |(index, option): (usize, String)| {
        view! { <option value=index.to_string() selected=move || chosen.get() == index>{option}</option> }
    };
    let change = move |event| {
        if let Ok(index) = event_target_value(&event).parse() {
            choose.run(index);
        }
    };
    view! {
        <label class="chip no-print">
            {label}
            <select on:change=change>{options.into_iter().enumerate().map(option).collect_view()}</select>
        </label>
    }
    .into_any()
}

/// Placeholders of the height of what is coming, so that nothing jumps.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <div class="grid" aria-busy="true">
            <p class="visually-hidden" role="status">{format::words().loading}</p>
            <div class="card span-6 skeleton skeleton-tall"></div>
            <div class="card span-6 skeleton skeleton-tall"></div>
            <div class="card span-7 skeleton skeleton-tall"></div>
            <div class="card span-5 skeleton skeleton-tall"></div>
        </div>
    }
}
