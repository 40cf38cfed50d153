//! Fields that edit what a team keeps: a line, a text, a choice, ticks. What is typed counts when its field is left, so that keeping it never
//! draws the field anew under the hand. The agreement has fields of its own.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::{
    door::{document, files},
    format,
};

type Put = Arc<dyn Fn(&str) -> Result<(), String> + Send + Sync>;

/// A field of one line. [`Line::view`] draws it.
#[derive(Clone)]
pub struct Line {
    label: String,
    shown: Signal<String>,
    put: Put,
    inline: bool,
    class: &'static str,
    hint: String,
}

impl Line {
    /// `put` refuses with a sentence.
    pub fn new(
        label: impl Into<String>,
        shown: impl Into<Signal<String>>,
        put: impl Fn(&str) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        Self { label: label.into(), shown: shown.into(), put: Arc::new(put), inline: false, class: "input", hint: String::new() }
    }

    /// `put` takes whatever is typed.
    pub fn free(label: impl Into<String>, shown: impl Into<Signal<String>>, put: impl Fn(String) + Send + Sync + 'static) -> Self {
        Self::new(label, shown, move |text| {
            put(text.to_owned());
            Ok(())
        })
    }

    /// A date as the reader writes it, kept as ISO text; empty is `None`.
    pub fn date(label: impl Into<String>, shown: Signal<Option<String>>, put: impl Fn(Option<String>) + Send + Sync + 'static) -> Self {
        let typed = Signal::derive(move || shown.get().map_or_else(String::new, |iso| as_typed(&iso)));
        let read = move |text: &str| {
            put(if text.is_empty() { None } else { Some(read_date(text)?) });
            Ok(())
        };
        Self { class: "input short date", hint: format::typed_date(files::today()), ..Self::new(label, typed, read) }
    }

    /// Its label is only for those who hear the page.
    pub fn inline(self) -> Self {
        Self { inline: true, ..self }
    }

    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    pub fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    pub fn view(self) -> AnyView {
        let Self { label, shown, put, inline, class, hint } = self;
        let error = RwSignal::new(None::<String>);
        let typed = move |event: web_sys::Event| {
            let result = put(event_target_value(&event).trim());
            if let (Ok(()), Some(text)) = (&result, shown.try_get_untracked()) {
                // As it is written here, also where the value is the one from before.
                document::set_value(&event, &text);
            }
            error.set(result.err());
        };
        view! {
            <label class="field" class:inline=inline>
                <span class:visually-hidden=inline>{label}</span>
                <input class=class dir="auto" placeholder=hint aria-invalid=move || error.with(Option::is_some).to_string()
                    prop:value=move || shown.get() on:change=typed />
                {move || error.get().map(|why| view! { <span class="error" role="alert">{why}</span> })}
            </label>
        }
        .into_any()
    }
}

fn as_typed(iso: &str) -> String {
    format::parse_iso(iso).map_or_else(|| iso.to_owned(), format::typed_date)
}

/// A date as it was typed, as ISO text.
///
/// # Errors
/// The sentence that says how to write one.
pub fn read_date(text: &str) -> Result<String, String> {
    let example = || handoff::words::fill(format::terms().err_date, &[("example", &format::typed_date(files::today()))]);
    format::parse_date(text, format::calendar()).map(format::iso).ok_or_else(example)
}

/// A text of several lines. What is printed is the text itself: a field would cut it.
pub fn area(
    label: String,
    inline: bool,
    rows: u32,
    hint: &'static str,
    shown: Signal<String>,
    put: impl Fn(String) + Send + Sync + 'static,
) -> AnyView {
    view! {
        <label class="field area no-print">
            <span class:visually-hidden=inline>{label}</span>
            <textarea class="input" rows=rows.to_string() dir="auto" placeholder=hint prop:value=move || shown.get()
                on:change=move |event| put(event_target_value(&event).trim().to_owned())></textarea>
        </label>
        <p class="print-only written" dir="auto">{move || shown.get()}</p>
    }
    .into_any()
}

/// One of several, by its place.
pub fn choice(
    label: String,
    inline: bool,
    options: Vec<String>,
    chosen: Signal<usize>,
    put: impl Fn(usize) + Send + Sync + 'static,
) -> AnyView {
    let change = move |event| {
        if let Ok(index) = event_target_value(&event).parse() {
            put(index);
        }
    };
    let option = |(index, option): (usize, String)| view! { <option value=index.to_string() selected=move || chosen.get() == index>{option}</option> };
    view! {
        <label class="field" class:inline=inline>
            <span class:visually-hidden=inline>{label}</span>
            <select class="select" on:change=change>{options.into_iter().enumerate().map(option).collect_view()}</select>
        </label>
    }
    .into_any()
}

/// Any of several, under one name.
pub fn ticks(label: String, options: Vec<(String, Signal<bool>)>, put: impl Fn(usize, bool) + Send + Sync + 'static) -> AnyView {
    let put: Arc<dyn Fn(usize, bool) + Send + Sync> = Arc::new(put);
    let one = |(index, (name, on)): (usize, (String, Signal<bool>))| {
        let put = put.clone();
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || on.get() on:change=move |event| put(index, event_target_checked(&event)) />
                <bdi>{name}</bdi>
            </label>
        }
    };
    let options = options.into_iter().enumerate().map(one).collect_view();
    view! { <fieldset class="ticks"><legend>{label}</legend><span class="checks">{options}</span></fieldset> }.into_any()
}

/// A line that waits for its button, or for Enter.
pub fn add_line(label: &'static str, button: &'static str, put: impl Fn(&str) + Send + Sync + 'static) -> AnyView {
    let text = RwSignal::new(String::new());
    let add = move || {
        let typed = text.get_untracked();
        if !typed.trim().is_empty() {
            put(typed.trim());
            text.set(String::new());
        }
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        add();
    };
    view! {
        <form class="row add-line no-print" on:submit=submit>
            <label class="field"><span>{label}</span>
                <input class="input" dir="auto" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event)) />
            </label>
            <button type="submit" class="button">{button}</button>
        </form>
    }
    .into_any()
}
