//! Marketing's list and sales' list beside each other: two files chosen, a plain sentence, and numbers that open their rows. What they
//! mean is counted in `handoff::metrics`; nothing is here.

use handoff::{
    import::{Key, KeyChoice, KeyReason, Kind},
    metrics::{Group, ListSummary, ReachedCount, Reconciliation, Side, Sighting, StageComparison},
    words::fill,
};
use leptos::{html, prelude::*};

use super::data::ReadingProgress;
use crate::app::{
    door::files,
    format, import_flow, labels,
    lists::{self, Chosen},
    state::{AppState, use_app},
};

#[component]
pub fn ReconcilePage() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let lists = state.lists;
    let running = lists.running;
    let choices =
        [(KeyChoice::Auto, words.lists_keys_auto), (KeyChoice::Id, words.lists_keys_id), (KeyChoice::Email, words.lists_keys_email)];
    let choose_keys = move |event| {
        let choice = event_target_value(&event).parse::<usize>().ok().and_then(|index| choices.get(index));
        lists.keys.set(choice.map_or(KeyChoice::Auto, |(keys, _)| *keys));
    };
    view! {
        <div class="narrow stack lists">
            <div>
                <h1>{words.lists_title}</h1>
                <p class="quiet">{words.lists_text}</p>
            </div>
            <div class="grid">{Side::ALL.map(|side| view! { <Picker side=side /> })}</div>
            <div class="actions">
                <button class="button primary" disabled=move || running.get() || !lists.are_chosen() on:click=move |_| lists::compare(state)>
                    {words.lists_compare}
                </button>
                <label>
                    {words.lists_keys} " "
                    <select class="select" on:change=choose_keys>
                        {choices.into_iter().enumerate().map(|(index, (keys, label))| view! {
                            <option value=index.to_string() selected=lists.keys.get_untracked() == keys>{label}</option>
                        }).collect_view()}
                    </select>
                </label>
                <Show when=move || running.get()>
                    <button class="button" on:click=move |_| import_flow::cancel()>{words.cancel}</button>
                </Show>
            </div>
            <Show when=move || running.get()><section class="card"><ReadingProgress progress=lists.progress /></section></Show>
            <div role="status">{move || lists.found.get().map(|found| headline(&found))}</div>
            {move || lists.found.get().map(|found| numbers(state, &found))}
        </div>
    }
}

fn name(side: Side) -> &'static str {
    let words = format::words();
    match side {
        Side::Left => words.lists_left,
        Side::Right => words.lists_right,
    }
}

/// Where a list is dropped or chosen.
#[component]
fn Picker(side: Side) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let chosen = state.lists.of(side);
    let input = NodeRef::<html::Input>::new();
    let kept = move || {
        let files = state.kept_files.get();
        let lists = (0_u32..).zip(files).filter(|(_, file)| matches!(file.mapping.kind, Kind::Leads | Kind::Deals));
        lists.map(|(index, file)| (index, file.name)).collect::<Vec<_>>()
    };
    let choose = move |event| {
        let index = event_target_value(&event).parse::<u32>().ok();
        if let Some((index, name)) = kept().into_iter().find(|(known, _)| Some(*known) == index) {
            chosen.set(Some(Chosen::Kept(index, name)));
        }
    };
    let drop = move |event: web_sys::DragEvent| {
        // The shell then knows that the files are taken.
        event.prevent_default();
        if let Some(transfer) = event.data_transfer() {
            lists::take(state, side, files::dropped(&transfer));
        }
    };
    let class = if side == Side::Left { "card span-6 marketing" } else { "card span-6 sales" };
    view! {
        <section class=class on:drop=drop>
            <h2 class="plain team"><span class="dot"></span>{name(side)}</h2>
            <p aria-live="polite">{move || match chosen.get() {
                Some(chosen) => view! { <bdi>{chosen.name()}</bdi> }.into_any(),
                None => view! { <span class="quiet">{words.lists_none}</span> }.into_any(),
            }}</p>
            <div class="actions">
                <button
                    class="button" type="button" aria-label=format!("{}: {}", name(side), words.lists_pick)
                    on:click=move |_| if let Some(input) = input.get() { input.click() }
                >{words.lists_pick}</button>
                <input
                    type="file" hidden accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv,text/tab-separated-values" aria-label=name(side) node_ref=input
                    on:change=move |_| if let Some(input) = input.get() { lists::take(state, side, files::picked(&input)) }
                />
                {move || (!kept().is_empty()).then(|| view! {
                    <select class="select" aria-label=format!("{}: {}", name(side), words.lists_from_board) on:change=choose>
                        <option value="">{words.lists_from_board}</option>
                        {kept().into_iter().map(|(index, name)| view! {
                            <option value=index.to_string() selected=move || matches!(chosen.get(), Some(Chosen::Kept(known, _)) if known == index)>{name}</option>
                        }).collect_view()}
                    </select>
                })}
            </div>
        </section>
    }
}

/// "… 412 …, 188 of them: 150 missing there, 74 there in another stage."
fn sentence(pattern: &str, stage: &str, count: &ReachedCount) -> String {
    let words = format::words();
    let parts = [
        (count.missing, words.lists_part_missing),
        (count.elsewhere, words.lists_part_elsewhere),
        (count.untold, words.lists_part_untold),
        (count.keyless, words.lists_part_keyless),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, part)| fill(part, &[("n", &format::integer(n))])).collect();
    let start = fill(pattern, &[("n", &format::integer(count.reached)), ("m", &format::integer(count.reached_too)), ("stage", stage)]);
    if parts.is_empty() { format!("{start}.") } else { format!("{start}: {}.", parts.join(words.list_comma)) }
}

fn headline(found: &Reconciliation) -> impl IntoView + use<> {
    let words = format::words();
    let key = |key: Key| labels::field(key.field());
    let mut matched = fill(
        words.lists_matched,
        &[("n", &format::integer(found.in_both)), ("m", &format::integer(found.by_first_key)), ("key", &key(found.keys.first))],
    );
    if let Some(second) = found.keys.second {
        matched += words.list_comma;
        matched += &fill(words.lists_matched_too, &[("n", &format::integer(found.by_second_key)), ("key", &key(second))]);
    }
    let why = match found.keys.reason {
        KeyReason::Asked | KeyReason::SameIds => "",
        KeyReason::OnlyOne => words.lists_why_only,
        KeyReason::IdsNeverMeet => words.lists_why_never,
        KeyReason::IdsOfOthers => words.lists_why_others,
    };
    let mut remarks = vec![format!("{matched}. {why}")];
    let stageless = [&found.left, &found.right].into_iter().filter(|list| !list.tells_stages());
    remarks.extend(stageless.map(|list| fill(words.lists_no_stage, &[("name", &list.name)])));
    let sentences = found.disputed_stage().map(|row| {
        let stage = labels::stage(row.stage);
        let (there, back) = (sentence(words.lists_headline, stage, &row.left), sentence(words.lists_headline_back, stage, &row.right));
        view! { <p class="lists-headline">{there}</p> <p>{back}</p> }
    });
    view! { <section class="card">{sentences}<p class="quiet">{remarks.join(" ")}</p></section> }
}

/// A count that opens its rows.
fn count(state: AppState, n: u64, group: Group, title: String) -> AnyView {
    let text = format::integer(n);
    if n == 0 {
        return text.into_any();
    }
    let label = format!("{text}: {}", fill(format::words().records_open, &[("what", &title)]));
    view! { <button class="open" aria-label=label on:click=move |_| state.open_group(group, title.clone())>{text}</button> }.into_any()
}

/// A table; the cells after the first `words_in` hold numbers. One function for all of them: each table of its own weighs kilobytes.
fn table(titles: Vec<&'static str>, rows: Vec<Vec<AnyView>>, words_in: usize) -> AnyView {
    let class = move |column: usize| if column < words_in { "" } else { "number" };
    let head = titles.into_iter().enumerate().map(|(column, title)| view! { <th scope="col" class=class(column)>{title}</th> });
    let row = move |cells: Vec<AnyView>| {
        let cells = cells.into_iter().enumerate().map(|(column, cell)| view! { <td class=class(column)>{cell}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    view! {
        <div class="table-scroll" tabindex="0">
            <table>
                <thead><tr>{head.collect_view()}</tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn card(title: &'static str, table: AnyView) -> AnyView {
    view! { <section class="card"><h2 class="plain">{title}</h2>{table}</section> }.into_any()
}

fn numbers(state: AppState, found: &Reconciliation) -> AnyView {
    let words = format::words();
    let pairs = found.stage_pairs.iter().map(|pair| {
        let (left, right) = (labels::standing(pair.left), labels::standing(pair.right));
        let group = Group::StagePair { left: pair.left, right: pair.right };
        vec![left.into_any(), right.into_any(), count(state, pair.leads, group, format!("{left} · {right}"))]
    });
    let pairs: Vec<Vec<AnyView>> = pairs.collect();
    let shared = [
        (words.lists_in_both, found.in_both, Group::InBoth),
        (words.lists_stages_differ, found.stages_differ, Group::StagesDiffer),
        (words.lists_owners_differ, found.owners_differ, Group::OwnersDiffer),
    ];
    let shared = shared.map(|(label, n, group)| vec![label.into_any(), count(state, n, group, label.to_owned())]);
    let mut cards = vec![
        card(words.lists_both, both(state, found)),
        card(words.lists_in_both, table(vec![words.col_what, words.col_leads], shared.into(), 1)),
        card(words.lists_looked_left, by_stage(state, Side::Left, &found.stages)),
        card(words.lists_looked_right, by_stage(state, Side::Right, &found.stages)),
    ];
    if !pairs.is_empty() {
        cards.push(card(words.lists_stages_differ, table(vec![words.lists_left, words.lists_right, words.col_leads], pairs, 2)));
    }
    cards.into_any()
}

fn both(state: AppState, found: &Reconciliation) -> AnyView {
    let words = format::words();
    let cells = |label: &'static str, number: fn(&ListSummary) -> Option<u64>, group: Option<fn(Side) -> Group>| {
        let mut cells = vec![label.into_any()];
        for (side, list) in [(Side::Left, &found.left), (Side::Right, &found.right)] {
            cells.push(match (number(list), group) {
                (None, _) => format::UNDEFINED.into_any(),
                (Some(n), None) => format::integer(n).into_any(),
                (Some(n), Some(group)) => count(state, n, group(side), format!("{} · {label}", name(side))),
            });
        }
        cells
    };
    let rows = vec![
        cells(words.lists_rows, |list| Some(list.rows), None),
        cells(words.lists_duplicates, |list| Some(list.duplicates), Some(Group::Duplicates)),
        cells(words.col_leads, |list| Some(list.leads), None),
        cells(words.lists_only, |list| Some(list.only_here), Some(Group::Only)),
        cells(words.lists_keyless, |list| Some(list.keyless), Some(Group::Keyless)),
        cells(words.lists_ownerless, |list| list.ownerless, Some(Group::Ownerless)),
    ];
    table(vec![words.col_what, words.lists_left, words.lists_right], rows, 1)
}

/// What became of each stage of one list in the other; each row's parts sum to its first number.
fn by_stage(state: AppState, side: Side, stages: &[StageComparison]) -> AnyView {
    let words = format::words();
    let titles = [words.lists_has, words.lists_too, words.lists_elsewhere, words.lists_untold, words.lists_missing, words.lists_keyless];
    let row = |row: &StageComparison| {
        let of = if side == Side::Left { &row.left } else { &row.right };
        let reached = row.stage;
        let parts = [
            (of.reached, None),
            (of.reached_too, Some(Sighting::Reached)),
            (of.elsewhere, Some(Sighting::Elsewhere)),
            (of.untold, Some(Sighting::Untold)),
            (of.missing, Some(Sighting::Missing)),
            (of.keyless, Some(Sighting::Keyless)),
        ];
        let mut cells = vec![labels::stage(reached).into_any()];
        for ((n, sighting), title) in parts.into_iter().zip(titles) {
            let title = format!("{} · {} · {title}", name(side), labels::stage(reached));
            cells.push(count(state, n, Group::Reached { side, stage: reached, sighting }, title));
        }
        cells
    };
    table([words.col_stage].into_iter().chain(titles).collect(), stages.iter().map(row).collect(), 1)
}
