//! Fields that edit the agreement in force: text, numbers, choices, ticks, lists of words, and sentences they stand in.
//!
//! What a person types takes force if a valid agreement comes of it; else it is said at the field and changes nothing. What the fields
//! are about is their caller's. Nothing here is generic: many fields, little code.

use std::sync::Arc;

use handoff::{agreement::Agreement, words::fill};
use leptos::prelude::*;

use crate::app::{
    door::document,
    format, labels,
    state::{AppState, use_app},
};

/// What a field shows of the agreement.
pub type Read<T> = Arc<dyn Fn(&Agreement) -> T + Send + Sync>;
/// What it does to it.
pub type Write<T> = Arc<dyn Fn(&mut Agreement, T) + Send + Sync>;
type Type = Arc<dyn Fn(&mut Agreement, &str) -> Result<(), String> + Send + Sync>;

/// Puts a changed agreement in force if it is a valid one.
///
/// # Errors
/// The sentence that says why not.
pub fn edit(state: AppState, change: impl FnOnce(&mut Agreement)) -> Result<(), String> {
    edit_or(state, |agreement| {
        change(agreement);
        Ok(())
    })
}

fn edit_or(state: AppState, change: impl FnOnce(&mut Agreement) -> Result<(), String>) -> Result<(), String> {
    let mut agreement = state.agreement.get_untracked();
    change(&mut agreement)?;
    if state.agreement.with_untracked(|current| *current == agreement) {
        return Ok(());
    }
    match agreement.validate(format::is_zone) {
        Ok(()) => {
            state.set_agreement(agreement);
            Ok(())
        }
        Err(errors) => Err(errors.iter().map(labels::agreement_error).collect::<Vec<_>>().join(" ")),
    }
}

/// For edits without a field of their own: a refusal is said in the corner.
pub fn edit_aloud(state: AppState, change: impl FnOnce(&mut Agreement)) {
    if let Err(why) = edit(state, change) {
        state.say(why);
    }
}

/// Which numbers a field takes.
#[derive(Clone, Copy, PartialEq)]
pub enum Range {
    /// 0 or more.
    Amount,
    AboveZero,
    /// Shown and typed in hundredths: a share of 0.4 as 40.
    Percent,
    Whole(u16),
    Any,
}

impl Range {
    fn read(self, text: &str) -> Result<Option<f64>, String> {
        let terms = format::terms();
        if text.trim().is_empty() {
            return Ok(None);
        }
        let value = format::parse_number(text.trim().trim_end_matches(['%', '٪']));
        let (good, fault) = match self {
            Self::Any | Self::Amount => (value.filter(|value| *value >= 0.0 || self == Self::Any), terms.err_number.to_owned()),
            Self::AboveZero => (value.filter(|value| *value > 0.0), terms.err_above_zero.to_owned()),
            Self::Percent => (value.map(|value| value / 100.0).filter(|share| (0.0..=1.0).contains(share)), terms.err_share.to_owned()),
            Self::Whole(most) => (
                value.filter(|value| value.fract() == 0.0 && (0.0..=f64::from(most)).contains(value)),
                fill(terms.err_whole, &[("most", &format::integer(u64::from(most)))]),
            ),
        };
        good.map(Some).ok_or(fault)
    }

    fn show(self, value: Option<f64>) -> String {
        value.map_or_else(String::new, |value| format::exact(if self == Self::Percent { value * 100.0 } else { value }))
    }
}

/// A field of one line. [`Field::view`] draws it.
#[derive(Clone)]
pub struct Field {
    label: String,
    get: Read<String>,
    put: Type,
    /// Stands in a sentence or a table: its label is only for those who hear the page.
    inline: bool,
    class: &'static str,
    unit: &'static str,
    list: Option<String>,
    hint: String,
}

impl Field {
    /// `put` refuses with a sentence.
    pub fn text(
        label: impl Into<String>,
        get: impl Fn(&Agreement) -> String + Send + Sync + 'static,
        put: impl Fn(&mut Agreement, &str) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        let (get, put): (Read<String>, Type) = (Arc::new(get), Arc::new(put));
        Self { label: label.into(), get, put, inline: false, class: "input", unit: "", list: None, hint: String::new() }
    }

    /// Empty is `None`.
    pub fn number(
        label: impl Into<String>,
        range: Range,
        get: impl Fn(&Agreement) -> Option<f64> + Send + Sync + 'static,
        put: impl Fn(&mut Agreement, Option<f64>) + Send + Sync + 'static,
    ) -> Self {
        let text = Self::text(
            label,
            move |agreement| range.show(get(agreement)),
            move |agreement, text| {
                put(agreement, range.read(text)?);
                Ok(())
            },
        );
        Self { class: "input short", unit: if range == Range::Percent { "%" } else { "" }, ..text }
    }

    pub fn inline(self) -> Self {
        Self { inline: true, ..self }
    }

    /// What it suggests: the id of a `datalist`.
    pub fn suggest(self, list: impl Into<String>) -> Self {
        Self { list: Some(list.into()), ..self }
    }

    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    pub fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    pub fn view(self) -> AnyView {
        let state = use_app();
        let Self { label, get, put, inline, class, unit, list, hint } = self;
        let error = RwSignal::new(None::<String>);
        let shown = Memo::new(move |_| state.agreement.with(|agreement| get(agreement)));
        let typed = move |event: web_sys::Event| {
            let result = edit_or(state, |agreement| put(agreement, event_target_value(&event).trim()));
            if result.is_ok() {
                // As it is written here, also where the value is the one from before.
                document::set_value(&event, &shown.get_untracked());
            }
            error.set(result.err());
        };
        let is_number = class.contains("short");
        view! {
            <label class="field" class:inline=inline>
                <span class:visually-hidden=inline>{label}{(!unit.is_empty()).then(|| format!(" {unit}"))}</span>
                <input class=class dir="auto" inputmode=is_number.then_some("decimal") list=list placeholder=hint
                    aria-invalid=move || error.with(Option::is_some).to_string() prop:value=move || shown.get() on:change=typed />
                {(inline && !unit.is_empty()).then(|| view! { <span class="unit" aria-hidden="true">{unit}</span> })}
                {move || error.get().map(|why| view! { <span class="error" role="alert">{why}</span> })}
            </label>
        }
        .into_any()
    }
}

/// One of several; `get` and `put` speak of it by its place in the list.
pub fn choose(
    label: String,
    inline: bool,
    options: impl Fn() -> Vec<String> + Send + Sync + 'static,
    get: impl Fn(&Agreement) -> usize + Send + Sync + 'static,
    put: impl Fn(&mut Agreement, usize) + Send + Sync + 'static,
) -> AnyView {
    choose_of(label, inline, Arc::new(options), Arc::new(get), Arc::new(put))
}

/// [`choose`] among the values of a closed list.
pub fn choose_among<T: Copy + PartialEq + Send + Sync + 'static>(
    label: String,
    inline: bool,
    values: &'static [T],
    name: impl Fn(T) -> &'static str + Send + Sync + 'static,
    get: impl Fn(&Agreement) -> Option<T> + Send + Sync + 'static,
    put: impl Fn(&mut Agreement, T) + Send + Sync + 'static,
) -> AnyView {
    choose(
        label,
        inline,
        move || values.iter().map(|value| name(*value).to_owned()).collect(),
        move |all| get(all).and_then(|now| values.iter().position(|value| *value == now)).unwrap_or(0),
        move |all, index| {
            if let Some(value) = values.get(index) {
                put(all, *value);
            }
        },
    )
}

fn choose_of(
    label: String,
    inline: bool,
    options: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
    get: Read<usize>,
    put: Write<usize>,
) -> AnyView {
    let state = use_app();
    let chosen = Memo::new(move |_| state.agreement.with(|agreement| get(agreement)));
    let options = Memo::new(move |_| options());
    let change = move |event| {
        if let Ok(index) = event_target_value(&event).parse() {
            edit_aloud(state, |agreement| put(agreement, index));
        }
    };
    let all = move || {
        let one =
            |(index, option)| view! { <option value=usize::to_string(&index) selected=move || chosen.get() == index>{option}</option> };
        options.get().into_iter().enumerate().map(one).collect_view()
    };
    view! {
        <label class="field" class:inline=inline>
            <span class:visually-hidden=inline>{label}</span>
            <select class="select" on:change=change>{all}</select>
        </label>
    }
    .into_any()
}

pub fn tick(
    label: impl Into<String>,
    get: impl Fn(&Agreement) -> bool + Send + Sync + 'static,
    put: impl Fn(&mut Agreement, bool) + Send + Sync + 'static,
) -> AnyView {
    tick_of(label.into(), Arc::new(get), Arc::new(put))
}

fn tick_of(label: String, get: Read<bool>, put: Write<bool>) -> AnyView {
    let state = use_app();
    let error = RwSignal::new(None::<String>);
    let on = Memo::new(move |_| state.agreement.with(|agreement| get(agreement)));
    let change = move |event: web_sys::Event| {
        error.set(edit(state, |agreement| put(agreement, event_target_checked(&event))).err());
        document::set_checked(&event, on.get_untracked());
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || on.get() on:change=change />
            <span>{label}</span>
            {move || error.get().map(|why| view! { <span class="error" role="alert">{why}</span> })}
        </label>
    }
    .into_any()
}

/// A list of words: each can be taken away, one is typed or taken from `list`, a `datalist`'s id.
pub fn words(
    label: String,
    list: impl Fn() -> Option<String> + Send + Sync + 'static,
    get: impl Fn(&Agreement) -> Vec<String> + Send + Sync + 'static,
    put: impl Fn(&mut Agreement, Vec<String>) + Send + Sync + 'static,
) -> AnyView {
    words_of(label, Arc::new(list), Arc::new(get), Arc::new(put))
}

fn words_of(
    label: String,
    list: Arc<dyn Fn() -> Option<String> + Send + Sync>,
    get: Read<Vec<String>>,
    put: Write<Vec<String>>,
) -> AnyView {
    let state = use_app();
    let terms = format::terms();
    let all = Memo::new(move |_| state.agreement.with(|agreement| get(agreement)));
    let remover = put.clone();
    let add = move |event: web_sys::Event| {
        let value = event_target_value(&event).trim().to_owned();
        let mut values = all.get_untracked();
        if !value.is_empty() && !values.contains(&value) {
            values.push(value);
            edit_aloud(state, |agreement| put(agreement, values));
        }
        document::set_value(&event, "");
    };
    let chips = move || {
        let values = all.get();
        let one = |(index, value): (usize, &String)| {
            let put = remover.clone();
            let remove = move |_| {
                let mut values = all.get_untracked();
                if index < values.len() {
                    values.remove(index);
                }
                edit_aloud(state, |agreement| put(agreement, values));
            };
            let label = fill(terms.remove_named, &[("name", value)]);
            view! { <span class="chip on"><bdi>{value.clone()}</bdi><button type="button" class="chip-button" aria-label=label on:click=remove>"×"</button></span> }
        };
        values.iter().enumerate().map(one).collect_view()
    };
    view! {
        <span class="chips" role="group" aria-label=label>
            {chips}
            <input class="input" dir="auto" list=move || list() aria-label=terms.add_value placeholder=terms.add_value on:change=add />
        </span>
    }
    .into_any()
}

/// A sentence with fields in its `{name}` places.
pub fn sentence(text: &'static str, mut fields: Vec<(&'static str, AnyView)>) -> AnyView {
    let mut parts: Vec<AnyView> = Vec::new();
    let mut rest = text;
    while let Some((before, (name, after))) = rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
        parts.push(before.into_any());
        if let Some(index) = fields.iter().position(|(known, _)| *known == name) {
            parts.push(fields.swap_remove(index).1);
        }
        rest = after;
    }
    parts.push(rest.into_any());
    view! { <span>{parts}" "</span> }.into_any()
}

/// A button that changes the agreement.
pub fn act(label: String, class: &'static str, change: impl Fn(&mut Agreement) + Send + Sync + 'static) -> AnyView {
    let state = use_app();
    let change: Arc<dyn Fn(&mut Agreement) + Send + Sync> = Arc::new(change);
    view! { <button type="button" class=class on:click=move |_| edit_aloud(state, |agreement| change(agreement))>{label}</button> }
        .into_any()
}

/// The "×" that takes an item of a list away.
pub fn remove(name: String, change: impl Fn(&mut Agreement) + Send + Sync + 'static) -> AnyView {
    let state = use_app();
    let change: Arc<dyn Fn(&mut Agreement) + Send + Sync> = Arc::new(change);
    let label = fill(format::terms().remove_named, &[("name", &name)]);
    view! { <button type="button" class="chip-button" aria-label=label on:click=move |_| edit_aloud(state, |agreement| change(agreement))>"×"</button> }.into_any()
}

/// Drawn anew when the number of items changes, and not while one of them is edited.
pub fn each(
    count: impl Fn(&Agreement) -> usize + Send + Sync + 'static,
    item: impl Fn(usize) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let state = use_app();
    let count = Memo::new(move |_| state.agreement.with(|agreement| count(agreement)));
    (move || (0..count.get()).map(&item).collect_view()).into_any()
}
