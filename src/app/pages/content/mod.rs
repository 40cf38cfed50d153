//! The material for leads: the register, where it has holes, what was used of it and touched, and what is wanted.

mod register;
mod used;
mod wanted;

use handoff::{
    leads::Stage,
    team::{Coverage, coverage},
    words::fill,
};
use leptos::prelude::*;

use super::meeting;
use crate::app::{
    format, labels,
    parts::ScrollTable,
    route::Page,
    state::{AppState, use_app},
};

#[component]
pub fn ContentPage() -> impl IntoView {
    let state = use_app();
    let words = format::rhythm();
    view! {
        <div class="content-page">
            {meeting::links(Page::Content)}
            <h1 class="visually-hidden">{format::words().nav_content}</h1>
            <h2>{words.register}</h2>
            {register::register(state)}
            <h2>{words.coverage}</h2>
            {matrix(state)}
            <h2>{words.used}</h2>
            {used::used(state)}
            <h2>{words.wanted}</h2>
            {wanted::wanted(state)}
        </div>
    }
}

fn matrix(state: AppState) -> AnyView {
    let found = Memo::new(move |_| Found(state.team.assets.with(|assets| state.agreement.with(|agreement| coverage(assets, agreement)))));
    (move || found.with(|found| table(&found.0))).into_any()
}

#[derive(Clone, PartialEq)]
struct Found(Coverage);

fn table(found: &Coverage) -> AnyView {
    let words = format::rhythm();
    let name = |persona: &Option<String>| persona.clone().unwrap_or_else(|| words.everybody.to_owned());
    let head = found.personas.iter().map(|persona| view! { <th scope="col" class="number"><bdi>{name(persona)}</bdi></th> }).collect_view();
    let cell = |count: &u64| {
        if *count == 0 {
            view! { <td class="number hole">"○ " {words.hole}</td> }.into_any()
        } else {
            view! { <td class="number">{format::integer(*count)}</td> }.into_any()
        }
    };
    let row = |(stage, cells): (&Stage, &Vec<u64>)| {
        view! { <tr><th scope="row">{labels::stage(*stage)}</th>{cells.iter().map(cell).collect_view()}</tr> }
    };
    let rows = found.stages.iter().zip(&found.cells).map(row).collect_view();
    let holes = found.holes().len() as u64;
    let sub = if holes == 0 { words.coverage_full.to_owned() } else { fill(words.coverage_sub, &[("n", &format::integer(holes))]) };
    let unplaced = (found.unplaced > 0).then(|| fill(words.unplaced, &[("n", &format::integer(found.unplaced))]));
    view! {
        <section class="card">
            <p class="card-sub">{sub}</p>
            <ScrollTable label=words.coverage>
                <thead><tr><th scope="col">{words.col_stage}</th>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
            {unplaced.map(|text| view! { <p class="card-foot">{text}</p> })}
        </section>
    }
    .into_any()
}
