//! The menu of views that have names: open one, save the page as it is, rename, remove, choose the one a visit begins with.

use handoff::{team::View, words::fill};
use leptos::prelude::*;

use super::{
    door::files,
    format,
    parts::{Row, keyed},
    route::Route,
    state::{AppState, use_app},
};

pub fn menu() -> AnyView {
    let state = use_app();
    let words = format::kept();
    let is_empty = Memo::new(move |_| state.team.views.with(|views| views.views.is_empty()));
    let rows = move || {
        let row = |view: View| {
            let key = format!("{} {} {}", view.id, view.name, view.address);
            Row::new(key, move || row(state, view))
        };
        state.team.views.get().views.into_iter().map(row).collect()
    };
    view! {
        <div class="views-body">
            <Show when=move || is_empty.get()><p class="quiet">{words.views_none}</p></Show>
            <ul class="plain-list views-list">{keyed(rows)}</ul>
            {save(state)}
            {opening(state)}
        </div>
    }
    .into_any()
}

fn row(state: AppState, view: View) -> AnyView {
    let words = format::kept();
    let View { id, name, address, .. } = view;
    let is_renamed = RwSignal::new(false);
    let typed = RwSignal::new(name.clone());
    let rename = move |_| {
        let mut is_done = false;
        state.change_views(|views| is_done = views.rename(id, &typed.get_untracked()));
        if !is_done {
            state.say(words.err_view_name.to_owned());
        }
        is_renamed.try_set(!is_done);
    };
    let [rename_label, remove_label] = [words.view_rename_what, words.remove_what].map(|label| fill(label, &[("what", &name)]));
    view! {
        <li class="views-row">
            <a href=address><bdi>{name}</bdi></a>
            <span class="spacer"></span>
            <Show
                when=move || is_renamed.get()
                fallback=move || view! { <button type="button" class="button link" aria-label=rename_label.clone() on:click=move |_| is_renamed.set(true)>{words.view_rename}</button> }
            >
                <input class="input" dir="auto" aria-label=words.view_new_name prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event)) />
                <button type="button" class="button" on:click=rename>{words.view_rename}</button>
            </Show>
            <button type="button" class="button link" aria-label=remove_label on:click=move |_| state.change_views(|views| views.remove(id))>{words.remove}</button>
        </li>
    }
    .into_any()
}

/// The page as it is, under a name.
fn save(state: AppState) -> AnyView {
    let words = format::kept();
    let name = RwSignal::new(String::new());
    let save = move |_| {
        let address = state.route.with_untracked(Route::hash);
        let mut saved = None;
        state.change_views(|views| saved = views.save(&name.get_untracked(), &address, files::now_unix()));
        if saved.is_some() {
            name.set(String::new());
        } else {
            state.say(words.err_view_name.to_owned());
        }
    };
    view! {
        <div class="row">
            <label class="field"><span>{words.view_name}</span>
                <input class="input" dir="auto" prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event)) />
            </label>
            <button type="button" class="button" on:click=save>{words.view_save}</button>
        </div>
    }
    .into_any()
}

fn opening(state: AppState) -> AnyView {
    let words = format::kept();
    let options = move || {
        let views = state.team.views.get();
        let none = views.opening().is_none();
        let option = |view: &View| view! { <option value=view.id.to_string() selected=view.opening>{view.name.clone()}</option> };
        let options = views.views.iter().map(option).collect_view();
        view! { <option value="" selected=none>{words.view_opens_none}</option> {options} }
    };
    view! {
        <label class="field"><span>{words.view_opens}</span>
            <select class="select" on:change=move |event| {
                let id = event_target_value(&event).parse().ok();
                state.change_views(|views| views.set_opening(id));
            }>{options}</select>
        </label>
    }
    .into_any()
}
