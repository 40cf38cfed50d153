//! Period, comparison, filters and as-of: common to all pages, all of it in the address.

use handoff::{
    leads::Dimension,
    report::{Compare, FilterTerm, FilterValues, PeriodChoice},
    time::{Day, Moment, SECONDS_PER_DAY},
    words::fill,
};
use leptos::prelude::*;

use super::{
    format, labels, later,
    parts::{Row, keyed},
    state::use_app,
};

/// The filters that are always in view; the rest are behind "more".
const FIRST: [Dimension; 3] = [Dimension::Source, Dimension::Owner, Dimension::Campaign];

#[component]
pub fn FilterBar() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let more = RwSignal::new(false);
    let shown = Memo::new(move |_| {
        let more = more.get();
        let values = state.filter_values.get();
        values.iter().filter(|values| more || FIRST.contains(&values.dimension)).map(|values| values.dimension).collect::<Vec<_>>()
    });
    let has_more = Memo::new(move |_| state.filter_values.with(|values| values.iter().any(|values| !FIRST.contains(&values.dimension))));
    let filtered = Memo::new(move |_| state.route.with(|route| !route.query.filter.is_empty()));
    view! {
        <section class="filters" aria-label=words.filters_label>
            <ViewsChip />
            <PeriodChip />
            <CompareChip />
            {keyed(move || shown.get().into_iter().map(|dimension| Row::new(dimension.name(), move || view! { <FilterChip dimension=dimension /> }.into_any())).collect())}
            <Show when=move || has_more.get() && !more.get()>
                <button class="button no-print" on:click=move |_| more.set(true)>{words.filter_add}</button>
            </Show>
            <ActiveChips />
            <Show when=move || filtered.get()>
                <button class="button link no-print" on:click=move |_| state.change_query(|query| query.filter.clear())>{words.filter_clear}</button>
            </Show>
            <AsOfChip />
        </section>
    }
}

/// Views that have names; what is in the menu comes when it is opened.
#[component]
fn ViewsChip() -> impl IntoView {
    let opened = RwSignal::new(false);
    view! {
        <details class="views no-print" on:toggle=move |_| opened.set(true)>
            <summary class="chip">{format::words().today_views}</summary>
            {move || opened.get().then(later::views_menu)}
        </details>
    }
}

#[component]
fn PeriodChip() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let choices = [
        (PeriodChoice::All, words.period_all),
        (PeriodChoice::ThisMonth, words.period_this_month),
        (PeriodChoice::LastMonth, words.period_last_month),
        (PeriodChoice::ThisQuarter, words.period_this_quarter),
        (PeriodChoice::LastQuarter, words.period_last_quarter),
        (PeriodChoice::ThisYear, words.period_this_year),
        (PeriodChoice::LastYear, words.period_last_year),
        (PeriodChoice::LastTwelveMonths, words.period_last_twelve),
    ];
    let period = Memo::new(move |_| state.route.with(|route| route.query.period));
    let custom = Memo::new(move |_| match period.get() {
        PeriodChoice::Custom { from, to } => Some((from, to)),
        _ => None,
    });
    let change = move |event| {
        let value = event_target_value(&event);
        let chosen = match value.parse::<usize>() {
            Ok(index) => choices.get(index).map(|(choice, _)| *choice),
            // "From … to …" begins with the period that is shown.
            Err(_) => state.report.with_untracked(|report| {
                let period = &report.as_ref()?.period;
                Some(PeriodChoice::Custom { from: format::parse_iso(&period.from)?, to: format::parse_iso(&period.to)? })
            }),
        };
        if let Some(chosen) = chosen {
            state.change_query(|query| {
                query.period = chosen;
                query.goal_month = None;
            });
        }
    };
    view! {
        <label class="chip">
            <span class="visually-hidden">{words.period}</span>
            <select on:change=change>
                {choices.into_iter().enumerate().map(|(index, (choice, label))| view! {
                    <option value=index.to_string() selected=move || period.get() == choice>{label}</option>
                }).collect_view()}
                <option value="custom" selected=move || custom.get().is_some()>{words.period_custom}</option>
            </select>
        </label>
        <Show when=move || custom.get().is_some()>
            <DayChip
                label=words.period_from
                day=Signal::derive(move || custom.get().map(|(from, _)| from))
                on_day=move |day| change_custom(state, |_, to| (day, to))
            />
            <DayChip
                label=words.period_to
                day=Signal::derive(move || custom.get().map(|(_, to)| to))
                on_day=move |day| change_custom(state, |from, _| (from, day))
            />
        </Show>
    }
}

fn change_custom(state: super::state::AppState, change: impl Fn(Day, Day) -> (Day, Day)) {
    state.change_query(|query| {
        if let PeriodChoice::Custom { from, to } = query.period {
            let (from, to) = change(from, to);
            if from < to {
                query.period = PeriodChoice::Custom { from, to };
                query.goal_month = None;
            }
        }
    });
}

/// A date typed in the workspace's calendar.
#[component]
fn DayChip(label: &'static str, #[prop(into)] day: Signal<Option<Day>>, on_day: impl Fn(Day) + 'static) -> impl IntoView {
    let invalid = RwSignal::new(false);
    let change = move |event| {
        let parsed = format::parse_date(&event_target_value(&event), format::calendar());
        invalid.set(parsed.is_none());
        if let Some(day) = parsed {
            on_day(day);
        }
    };
    view! {
        <label class="chip">
            {label}
            <input
                dir="ltr"
                inputmode="numeric"
                aria-invalid=move || invalid.get().to_string()
                placeholder="YYYY-MM-DD"
                prop:value=move || day.get().map(format::typed_date).unwrap_or_default()
                on:change=change
            />
        </label>
    }
}

#[component]
fn CompareChip() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let compare = Memo::new(move |_| state.route.with(|route| route.query.compare));
    // All the data has no period before it.
    let possible = Memo::new(move |_| state.route.with(|route| route.query.period != PeriodChoice::All));
    let change = move |event| {
        let compare = if event_target_value(&event) == "nothing" { Compare::Nothing } else { Compare::Previous };
        state.change_query(|query| query.compare = compare);
    };
    view! {
        <Show when=move || possible.get()>
            <label class="chip">
                <span>{words.compare}</span>
                <select on:change=change>
                    <option value="previous" selected=move || compare.get() == Compare::Previous>{words.compare_previous}</option>
                    <option value="nothing" selected=move || compare.get() == Compare::Nothing>{words.compare_nothing}</option>
                </select>
            </label>
        </Show>
    }
}

/// Adds a value of one dimension to the filter.
#[component]
fn FilterChip(dimension: Dimension) -> impl IntoView {
    let state = use_app();
    let label = labels::dimension(dimension);
    // Hundreds of options a list would hold up the board; they are made when a person turns to the list.
    let opened = RwSignal::new(false);
    let values = Memo::new(move |_| {
        state.filter_values.with(|all| {
            all.iter().find(|values| values.dimension == dimension).cloned().unwrap_or(FilterValues {
                dimension,
                values: Vec::new(),
                distinct: 0,
            })
        })
    });
    let change = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        let chosen =
            value.parse::<usize>().ok().and_then(|index| values.with(|values| values.values.get(index).map(|(value, _)| value.clone())));
        if let Some(value) = chosen {
            state.toggle_filter(dimension, value);
        }
    };
    view! {
        <label class="chip no-print">
            <span class="visually-hidden">{label}</span>
            <select on:change=change on:focus=move |_| opened.set(true) on:pointerdown=move |_| opened.set(true) prop:value="">
                <option value="" selected=true>{fill(format::words().filter_all, &[("what", label)])}</option>
                {move || opened.get().then(|| {
                    // Reading the route draws the choice back to "all" after one was taken.
                    state.route.track();
                    values.with(|values| values.values.iter().enumerate().map(|(index, (value, count))| {
                        let mark = if state.is_filtered(dimension, value.as_deref()) { "✓ " } else { "" };
                        view! { <option value=index.to_string()>{format!("{mark}{} · {}", labels::value(value.as_deref()), format::integer(*count))}</option> }
                    }).collect_view())
                })}
            </select>
        </label>
    }
}

#[component]
fn ActiveChips() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let terms = Memo::new(move |_| state.route.with(|route| route.query.filter.clone()));
    let chip = move |term: FilterTerm| {
        let shown = labels::value(term.value.as_deref());
        let remove = fill(words.filter_remove, &[("what", &shown)]);
        view! {
            <span class="chip on">
                {labels::dimension(term.dimension)}
                <b><bdi>{shown}</bdi></b>
                <button class="chip-button" aria-label=remove on:click=move |_| state.toggle_filter(term.dimension, term.value.clone())>"×"</button>
            </span>
        }
        .into_any()
    };
    keyed(move || {
        let key = |term: &FilterTerm| format!("{} {}", term.dimension.name(), term.value.as_deref().unwrap_or_default());
        terms.get().into_iter().map(|term| Row::new(key(&term), move || chip(term))).collect()
    })
}

/// Sets the as-of to the end of a typed day; empty means the latest record.
#[component]
fn AsOfChip() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let invalid = RwSignal::new(false);
    let latest = move || {
        let text = state.report.with(|report| report.as_ref().and_then(|report| report.as_of.clone()));
        text.and_then(|iso| format::iso_unix(&iso)).map_or_else(|| words.as_of_latest.to_owned(), format::moment)
    };
    let shown = move || {
        let moment = state.route.with(|route| route.query.as_of);
        moment.map(|moment| format::typed_date(Day((moment.unix().div_euclid(SECONDS_PER_DAY)) as i32))).unwrap_or_default()
    };
    let change = move |event| {
        let text = event_target_value(&event);
        let moment =
            format::parse_date(&text, format::calendar()).and_then(|day| Moment::from_unix((i64::from(day.0) + 1) * SECONDS_PER_DAY - 1));
        invalid.set(moment.is_none() && !text.trim().is_empty());
        if !invalid.get_untracked() {
            state.change_query(|query| query.as_of = moment);
        }
    };
    view! {
        <label class="chip as-of">
            {words.as_of_label}
            <input dir="auto" inputmode="numeric" placeholder=latest aria-invalid=move || invalid.get().to_string() prop:value=shown on:change=change />
        </label>
    }
}
