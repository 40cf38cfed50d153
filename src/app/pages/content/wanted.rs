//! What is wanted: reasons that cost leads and that nothing answers, and the list the teams keep.

use handoff::{
    team::{LEADS_OF_A_SUGGESTION, Suggestion, Wanted, suggestions},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    format,
    parts::{
        Row, keyed,
        line::{Line, add_line},
    },
    state::AppState,
};

pub fn wanted(state: AppState) -> AnyView {
    view! { <div class="grid">{suggested(state)} {list(state)}</div> }.into_any()
}

fn suggested(state: AppState) -> AnyView {
    let words = format::rhythm();
    let found = move || state.report.get().map(|report| state.team.assets.with(|assets| suggestions(&report, assets))).unwrap_or_default();
    let found = Memo::new(move |_| found());
    let row = move |one: Suggestion| {
        let text = fill(words.suggestion, &[("reason", &one.reason), ("n", &format::integer(one.leads))]);
        let named = |sentence: &str| fill(sentence, &[("reason", &one.reason)]);
        let (want_label, pass_label, wish) = (named(words.want_named), named(words.pass_over_named), named(words.wanted_text));
        let (reason, passed) = (one.reason.clone(), one.reason.clone());
        let want = move |_| state.change_assets(|all| all.want(&wish, Some(&reason)));
        let pass = move |_| state.change_assets(|all| all.passed_over.push(passed.clone()));
        view! {
            <li>
                <div><bdi>{text}</bdi></div>
                <div class="line-buttons no-print">
                    <button type="button" class="button" aria-label=want_label on:click=want>{words.want_it}</button>
                    <button type="button" class="button link" aria-label=pass_label on:click=pass>{words.pass_over}</button>
                </div>
            </li>
        }
        .into_any()
    };
    // The number is part of the key: another count is another line.
    let rows = move || found.get().into_iter().map(|one| Row::new(format!("{} {}", one.leads, one.reason), move || row(one))).collect();
    let none = move || {
        let text = fill(words.suggested_none, &[("n", &format::integer(LEADS_OF_A_SUGGESTION))]);
        found.with(Vec::is_empty).then(|| view! { <p class="quiet">{text}</p> })
    };
    view! {
        <section class="card span-6">
            <h3>{words.suggested}</h3>
            <p class="card-sub">{words.wanted_sub}</p>
            {none}
            <ul class="items">{keyed(rows)}</ul>
            {passed_over(state)}
        </section>
    }
    .into_any()
}

/// Reasons judged to need no material; each can be taken back.
fn passed_over(state: AppState) -> AnyView {
    let words = format::rhythm();
    let chips = move || {
        let all = state.team.assets.with(|assets| assets.passed_over.clone());
        let chip = |reason: &String| {
            let (label, taken) = (fill(format::terms().remove_named, &[("name", reason)]), reason.clone());
            let back = move |_| state.change_assets(|all| all.passed_over.retain(|known| *known != taken));
            view! { <span class="chip on"><bdi>{reason.clone()}</bdi><button type="button" class="chip-button" aria-label=label on:click=back>"×"</button></span> }
        };
        (!all.is_empty()).then(|| {
            view! { <p class="card-foot"><span class="chips" role="group" aria-label=words.passed_over>{words.passed_over} {all.iter().map(chip).collect_view()}</span></p> }
        })
    };
    chips.into_any()
}

fn list(state: AppState) -> AnyView {
    let words = format::rhythm();
    let ids = Memo::new(move |_| state.team.assets.with(|all| all.wanted.iter().map(|wanted| wanted.id).collect::<Vec<_>>()));
    // Named by its number, and so drawn anew when one before it goes.
    let row = move |(number, id): (u64, u64)| Row::new(format!("{number} {id}"), move || line(state, number, id));
    let rows = move || (1..).zip(ids.get()).map(row).collect();
    let none = move || ids.with(Vec::is_empty).then(|| view! { <p class="quiet">{words.wanted_none}</p> });
    let add = move |text: &str| state.change_assets(|all| all.want(text, None));
    view! {
        <section class="card span-6">
            <h3>{words.wanted_list}</h3>
            {none}
            <ul class="items">{keyed(rows)}</ul>
            {add_line(words.add_wanted, words.add, add)}
        </section>
    }
    .into_any()
}

fn line(state: AppState, number: u64, id: u64) -> AnyView {
    let words = format::rhythm();
    let wanted = Memo::new(move |_| state.team.assets.with(|all| all.wanted.iter().find(|wanted| wanted.id == id).cloned()));
    let text = Signal::derive(move || wanted.with(|wanted| wanted.as_ref().map_or_else(String::new, |wanted| wanted.text.clone())));
    let change = move |change: &dyn Fn(&mut Wanted)| {
        state.change_assets(|all| all.wanted.iter_mut().filter(|wanted| wanted.id == id).for_each(change));
    };
    let name = fill(words.wanted_n, &[("n", &format::integer(number))]);
    let (done, remove) = (fill(words.wanted_done, &[("name", &name)]), fill(format::terms().remove_named, &[("name", &name)]));
    let put = move |text: String| {
        if !text.is_empty() {
            change(&|wanted| wanted.text.clone_from(&text));
        }
    };
    let is_done = move || wanted.with(|wanted| wanted.as_ref().is_some_and(|wanted| wanted.done));
    let tick = move |event| {
        let on = event_target_checked(&event);
        change(&|wanted| wanted.done = on);
    };
    let gone = move |_| state.change_assets(|all| all.wanted.retain(|wanted| wanted.id != id));
    view! {
        <li class="row no-print" class:done=is_done>
            <input type="checkbox" aria-label=done prop:checked=is_done on:change=tick />
            {Line::free(name, text, put).inline().class("input wide").view()}
            <button type="button" class="chip-button" aria-label=remove on:click=gone>"×"</button>
        </li>
        <li class="print-only" dir="auto">{move || if is_done() { "✓ " } else { "○ " }} {move || text.get()}</li>
    }
    .into_any()
}
