//! The laboratory of the scoring model: a draft of it, what it would do while a slider moves, and whether the score comes true.
//!
//! Nothing here takes force before somebody says so, and nothing is computed here: the worker counts, this shows.

mod bench;
mod evidence;
mod live;
mod matrices;
mod model;
mod rules;
mod slider;
mod suggest;
mod what_if;

use handoff::{
    leads::Stage,
    report::{Rate, RecordsOf, Report},
    words::fill,
};
use leptos::{context::Provider, prelude::*};

use crate::app::{
    format,
    parts::{Opens, ScrollTable, Skeleton, condition::value_lists},
    route::Page,
    state::{AppState, use_app},
};
use bench::Bench;

#[component]
pub fn ScoringPage() -> impl IntoView {
    let state = use_app();
    view! {
        <h1 class="visually-hidden">{format::scoring().title}</h1>
        {move || if state.awake.get() { page(state) } else { view! { <Skeleton /> }.into_any() }}
    }
}

fn page(state: AppState) -> AnyView {
    let bench = Bench::new(state);
    // Every field below edits the draft.
    view! {
        <Provider value=bench.draft>{laboratory(bench)}</Provider>
    }
    .into_any()
}

fn laboratory(bench: Bench) -> AnyView {
    let w = format::scoring();
    let has_rules = Memo::new(move |_| bench.draft.agreement.with(|all| !all.scoring.rules.is_empty()));
    view! {
        <div class="lab">
            {value_lists()}
            {draft_bar(bench)}
            <h2>{w.rules_title}</h2>
            <div class="grid">
                {move || (!has_rules.get()).then(|| nothing_yet(bench))}
                <div class="span-7 lab-rules">{rules::rules(bench)} {model::model(bench)}</div>
                <div class="span-5 lab-live">{live::live(bench)}</div>
            </div>
            <h2>{w.evidence_title}</h2>
            {evidence::evidence(bench)}
            <h2>{w.what_if_title}</h2>
            {what_if::what_if(bench)}
            <h2>{w.suggest_title}</h2>
            {suggest::suggest(bench)}
        </div>
    }
    .into_any()
}

/// What is shown, whether it is in force, and the two ways out of a draft.
fn draft_bar(bench: Bench) -> AnyView {
    let w = format::scoring();
    let error = RwSignal::new(None::<String>);
    let mqls =
        |of: RwSignal<Option<std::sync::Arc<handoff::report::QuickScore>>>| of.with(|quick| quick.as_ref().map(|quick| quick.model.mql));
    let says = move || {
        if bench.is_same.get() {
            return w.draft_none.to_owned();
        }
        let (now, force) = (mqls(bench.quick), mqls(bench.force));
        match (now, force) {
            (Some(now), Some(force)) => {
                let delta = signed(now as f64 - force as f64);
                fill(w.draft_mqls, &[("n", &format::integer(now)), ("m", &format::integer(force)), ("delta", &delta)])
            }
            (Some(now), None) => fill(w.draft_mqls_new, &[("n", &format::integer(now))]),
            (None, _) => w.draft_plain.to_owned(),
        }
    };
    // Said when the draft rests, not at every step of a slider.
    let rested = move || {
        let counts = bench.scored.with(|scored| scored.as_ref().map(|scored| scored.report.model))?;
        Some(fill(w.rested, &[("n", &format::integer(counts.mql)), ("m", &format::integer(counts.leads))]))
    };
    let put = move |_| {
        let result = bench.put_in_force();
        if result.is_ok() {
            bench.state.say(w.put_done.to_owned());
        }
        error.set(result.err());
    };
    let undo = move |_| {
        error.set(None);
        bench.undo();
    };
    view! {
        <div class="lab-bar no-print" class:drafted=move || !bench.is_same.get() role="group" aria-label=w.draft>
            <p>
                {move || (!bench.is_same.get()).then(|| view! { <span class="tag">{w.draft_tag}</span> " " })}
                {says}
                {move || (!bench.is_same.get()).then(|| view! { " " <span class="quiet">{w.draft_no_records}</span> })}
            </p>
            <div class="lab-bar-buttons">
                <button type="button" class="button primary" disabled=move || bench.is_same.get() on:click=put>{w.put_in_force}</button>
                <button type="button" class="button" disabled=move || bench.is_same.get() on:click=undo>{w.undo}</button>
            </div>
            {move || error.get().map(|why| view! { <p class="error" role="alert">{why}</p> })}
            <p class="visually-hidden" role="status">{rested}</p>
        </div>
    }
    .into_any()
}

/// For teams that never scored: what a model is, and where to begin.
fn nothing_yet(bench: Bench) -> AnyView {
    let w = format::scoring();
    let agreement = move || bench.state.route.with(|route| route.with_page(Page::Agreement).hash());
    view! {
        <section class="card span-12">
            <h3>{w.empty_title}</h3>
            <p class="card-sub">{w.empty_text}</p>
            <p><a href=agreement>{w.empty_starters}</a></p>
        </section>
    }
    .into_any()
}

/// The data tells of this stage: a count of one nobody tracks would say 0 where nothing is known.
fn is_tracked(app: AppState, stage: Stage) -> bool {
    let is_it = |report: &Report| report.funnel.stages.iter().any(|count| count.stage == stage && count.tracked);
    app.report.with(|report| report.as_ref().is_none_or(|report| is_it(report)))
}

/// A count; it opens its records while these are counted by what is shown.
fn count(opens: bool, n: u64, of: RecordsOf, title: String) -> AnyView {
    let text = format::integer(n);
    if !opens || n == 0 {
        return text.into_any();
    }
    view! { <Opens of=of title=title text=text /> }.into_any()
}

/// A row of [`table`]: what it is about, its numbers, and whether it is marked.
struct Line {
    head: AnyView,
    cells: Vec<AnyView>,
    is_marked: bool,
}

/// A table whose first column names the rows. One function for all: each table of its own weighs kilobytes.
fn table(label: &'static str, titles: Vec<String>, lines: Vec<Line>) -> AnyView {
    let class = |column: usize| if column == 0 { "" } else { "number" };
    let title = |(column, title): (usize, String)| view! { <th scope="col" class=class(column)>{title}</th> };
    let line = |line: Line| {
        let cells = line.cells.into_iter().map(|cell| view! { <td class="number">{cell}</td> }).collect_view();
        view! { <tr class:selected=line.is_marked><th scope="row">{line.head}</th>{cells}</tr> }
    };
    let titles = titles.into_iter().enumerate().map(title).collect_view();
    let lines = lines.into_iter().map(line).collect_view();
    view! {
        <ScrollTable label=label>
            <thead><tr>{titles}</tr></thead>
            <tbody>{lines}</tbody>
        </ScrollTable>
    }
    .into_any()
}

/// A rate in hundredths with its 95 % interval below; thin ones are marked.
fn rate_cell(rate: Rate) -> AnyView {
    let w = format::scoring();
    let interval = rate.interval().map(|(low, high)| fill(w.between, &[("low", &format::percent(low)), ("high", &format::percent(high))]));
    let thin = (rate.denominator > 0 && rate.is_thin()).then(|| view! { <abbr class="thin" title=format::words().thin_data>"*"</abbr> });
    let undefined = (rate.denominator == 0).then_some(format::words().undefined_reason);
    view! {
        <span title=undefined>{format::rate(rate)}{thin}</span>
        {interval.map(|interval| view! { <div class="quiet small">{interval}</div> })}
    }
    .into_any()
}

/// A difference with its sign and at most one decimal.
fn signed(value: f64) -> String {
    format::with_sign(value, &format::decimal(value.abs()))
}

/// What was and what would be, in the order of reading.
fn now_then(now: &str, then: &str) -> String {
    let arrow = if format::locale().is_rtl() { "←" } else { "→" };
    format!("{now} {arrow} {then}")
}
