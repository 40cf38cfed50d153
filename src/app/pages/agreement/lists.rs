//! What the data calls things, and what the agreement does: whose source it is, and the names of reasons.

use handoff::{agreement::SourceClass, leads::Dimension, words::fill};
use leptos::prelude::*;

use crate::app::{
    format, labels,
    parts::{
        ScrollTable,
        fields::{Field, choose_among, edit_aloud},
    },
    state::{AppState, use_app},
};

const CLASSES: [Option<SourceClass>; 4] = [None, Some(SourceClass::Marketing), Some(SourceClass::Sales), Some(SourceClass::Partner)];
/// Rows drawn of a list.
const ROWS: usize = 100;

/// The values of the data and how many leads have each, most first.
fn values(state: AppState, dimension: Dimension) -> Vec<(String, Option<u64>)> {
    state.filter_values.with(|all| {
        let of = all.iter().filter(|values| values.dimension == dimension).flat_map(|values| &values.values);
        of.filter_map(|(value, count)| Some((value.clone()?, Some(*count)))).take(ROWS).collect()
    })
}

fn number(count: Option<u64>) -> String {
    count.map_or_else(|| format::UNDEFINED.to_owned(), format::integer)
}

pub fn sources() -> AnyView {
    let state = use_app();
    let words = format::words();
    let row = |(source, count): (String, Option<u64>)| {
        let (key, name) = (source.clone(), source.clone());
        let class = choose_among(
            fill(words.field_for, &[("column", &source)]),
            true,
            &CLASSES,
            labels::class,
            move |all| Some(all.source_classes.get(&source).copied()),
            move |all, class| {
                match class {
                    Some(class) => all.source_classes.insert(key.clone(), class),
                    None => all.source_classes.remove(&key),
                };
            },
        );
        view! { <tr><td><bdi>{name}</bdi></td><td class="number">{number(count)}</td><td>{class}</td></tr> }
    };
    let all = Memo::new(move |_| values(state, Dimension::Source));
    let card = move || {
        view! {
            <section class="card span-6">
                <h3>{words.ag_sources}</h3>
                <p class="card-sub">{words.ag_sources_sub}</p>
                <ScrollTable label=words.ag_sources>
                    <thead><tr><th scope="col">{words.dim_source}</th><th scope="col" class="number">{words.col_leads}</th><th scope="col">{words.col_class}</th></tr></thead>
                    <tbody>{all.get().into_iter().map(row).collect_view()}</tbody>
                </ScrollTable>
            </section>
        }
    };
    (move || (!all.with(Vec::is_empty)).then(card)).into_any()
}

pub fn reasons() -> AnyView {
    let state = use_app();
    let (words, terms) = (format::words(), format::terms());
    let keys = Memo::new(move |_| state.agreement.with(|all| all.reasons.keys().cloned().collect::<Vec<_>>()));
    let rows = Memo::new(move |_| {
        let mut rows = values(state, Dimension::Reason);
        let known: Vec<String> = rows.iter().map(|(raw, _)| raw.clone()).collect();
        rows.extend(keys.get().into_iter().filter(|key| !known.contains(key)).map(|key| (key, None)));
        rows
    });
    let names = move || {
        let mut names = state.agreement.with(|all| all.reasons.values().cloned().collect::<Vec<_>>());
        names.sort();
        names.dedup();
        names.into_iter().map(|name| view! { <option value=name></option> }).collect_view()
    };
    let row = |(raw, count): (String, Option<u64>)| {
        let (key, shown) = (raw.clone(), raw.clone());
        let is_only_agreed = count.is_none();
        let name = Field::text(
            fill(words.reason_for, &[("reason", &raw)]),
            move |all| all.reasons.get(&raw).cloned().unwrap_or_default(),
            move |all, text| {
                // A spelling of the data stands for itself; one that only the agreement knows goes away with its name.
                if text.is_empty() || (text == key && !is_only_agreed) {
                    all.reasons.remove(&key);
                } else {
                    all.reasons.insert(key.clone(), text.to_owned());
                }
                Ok(())
            },
        );
        let name = name.inline().hint(shown.clone()).suggest("agreed-reasons").class("input");
        view! { <tr><td><bdi>{shown}</bdi></td><td class="number">{number(count)}</td><td>{name.view()}</td></tr> }
    };
    let add = move |event: web_sys::Event| {
        let text = event_target_value(&event).trim().to_owned();
        if keys.with_untracked(|keys| keys.contains(&text)) {
            state.say(terms.err_reason_twice.to_owned());
        } else if !text.is_empty() {
            edit_aloud(state, |all| drop(all.reasons.insert(text.clone(), text)));
        }
        crate::app::door::document::set_value(&event, "");
    };
    view! {
        <section class="card span-6">
            <h3>{terms.reasons}</h3>
            <p class="card-sub">{terms.reasons_sub}</p>
            <datalist id="agreed-reasons">{names}</datalist>
            <ScrollTable label=terms.reasons>
                <thead><tr><th scope="col">{words.dim_reason}</th><th scope="col" class="number">{words.col_leads}</th><th scope="col">{words.col_agreed_name}</th></tr></thead>
                <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
            </ScrollTable>
            <div class="actions"><input class="input" dir="auto" aria-label=terms.add_reason placeholder=terms.add_reason on:change=add /></div>
        </section>
    }
    .into_any()
}
