//! The agreement through time: save a version, sign it, see what changed between two, go back to one.

use handoff::{
    agreement::{Agreement, LedgerError, Team, difference},
    words::{change, fill},
};
use leptos::prelude::*;

use crate::app::{
    door::files,
    format::{self, Reader},
    parts::{ScrollTable, fields::edit},
    state::{AppState, use_app},
};

fn n(number: usize) -> String {
    format::integer(number as u64)
}

fn sentence(error: LedgerError) -> &'static str {
    let terms = format::terms();
    match error {
        LedgerError::NoName => terms.err_no_person,
        LedgerError::NothingChanged => terms.err_nothing_changed,
        LedgerError::NoVersion => terms.version_none,
        LedgerError::SignedAlready => terms.err_signed,
    }
}

/// "Version 3", "Version 3, changed since: 2".
pub fn name(state: AppState) -> String {
    let terms = format::terms();
    state.agreement.with(|agreement| {
        state.ledger.with(|ledger| {
            let version = |number: usize| fill(terms.version_n, &[("n", &n(number))]);
            match (ledger.number_of(agreement), ledger.latest()) {
                (Some(number), _) => version(number),
                (None, Some(latest)) => {
                    let changes = n(difference(&latest.agreement, agreement).len());
                    [version(ledger.versions.len()), fill(terms.version_changed, &[("n", &changes)])].join(terms.comma)
                }
                (None, None) => terms.version_none.to_owned(),
            }
        })
    })
}

/// The line above the page: which version, by whom, and when it is due for review.
pub fn line() -> AnyView {
    let state = use_app();
    let terms = format::terms();
    let rest = move || {
        state.ledger.with(|ledger| {
            let latest = ledger.latest()?;
            let saved = fill(terms.version_saved, &[("date", &format::date(latest.saved_on)), ("author", &latest.author)]);
            let is_due = ledger.is_review_due(files::today());
            let due = if is_due { terms.version_overdue } else { terms.version_review };
            let due = fill(due, &[("date", &format::date(latest.review_due()))]);
            Some(view! { <span>{saved}</span> <span class:tag=is_due class:miss=is_due>{due}</span> })
        })
    };
    let hash = move || state.agreement.with(|agreement| agreement.hash()[..6].to_owned());
    view! { <p class="version-line"><strong>{move || name(state)}</strong> {rest} <bdi class="quiet">{hash}</bdi></p> }.into_any()
}

/// A field whose text waits for a button.
fn draft(label: String, text: RwSignal<String>, class: &'static str) -> AnyView {
    view! {
        <label class="field"><span>{label}</span>
            <input class=class dir="auto" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event)) />
        </label>
    }
    .into_any()
}

pub fn versions() -> AnyView {
    let state = use_app();
    let terms = format::terms();
    let (author, note) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let error = RwSignal::new(None::<&'static str>);
    let save = move |_| {
        let mut ledger = state.ledger.get_untracked();
        let saved = state
            .agreement
            .with_untracked(|agreement| ledger.save(agreement, files::today(), &author.get_untracked(), &note.get_untracked()));
        if let Ok(number) = saved {
            state.set_ledger(ledger);
            note.set(String::new());
            state.say(fill(terms.saved_as, &[("n", &n(number))]));
        }
        error.set(saved.err().map(sentence));
    };
    let next = move || fill(terms.save_version, &[("n", &n(state.ledger.with(|ledger| ledger.versions.len()) + 1))]);
    let is_kept = Memo::new(move |_| state.ledger.with(|ledger| !ledger.versions.is_empty()));
    view! {
        <section class="card span-12">
            <div class="form-grid">{draft(terms.author.to_owned(), author, "input")} {draft(terms.note.to_owned(), note, "input wide")}</div>
            <div class="actions">
                <button type="button" class="button primary" on:click=save>{next}</button>
                {move || error.get().map(|why| view! { <span class="error" role="alert">{why}</span> })}
            </div>
            {move || is_kept.get().then(|| view! {
                <p class="card-sub sign-sub">{terms.sign_sub}</p>
                <div class="form-grid">{[Team::Marketing, Team::Sales].into_iter().map(signature).collect_view()}</div>
                {list()}
                {compare()}
            })}
        </section>
    }
    .into_any()
}

fn signature(team: Team) -> AnyView {
    let state = use_app();
    let terms = format::terms();
    let person = RwSignal::new(String::new());
    let error = RwSignal::new(None::<&'static str>);
    let label = fill(terms.sign_for, &[("team", terms.team(team))]);
    let signed = Memo::new(move |_| state.ledger.with(|ledger| ledger.latest().and_then(|latest| latest.signature(team).cloned())));
    let sign = move |_| {
        let mut ledger = state.ledger.get_untracked();
        match ledger.sign(team, &person.get_untracked(), files::today()) {
            Ok(()) => state.set_ledger(ledger),
            Err(why) => error.set(Some(sentence(why))),
        }
    };
    let body = move || match signed.get() {
        Some(one) => fill(terms.signed, &[("name", &one.name), ("date", &format::date(one.date))]).into_any(),
        None => view! {
            <div class="row">
                {draft(terms.name.to_owned(), person, "input")}
                <button type="button" class="button" on:click=sign>{label.clone()}</button>
                {move || error.get().map(|why| view! { <span class="error" role="alert">{why}</span> })}
            </div>
        }
        .into_any(),
    };
    let class = if team == Team::Marketing { "marketing" } else { "sales" };
    view! { <div class=class><div class="team"><span class="dot"></span>{terms.team(team)}</div>{body}</div> }.into_any()
}

fn list() -> AnyView {
    let state = use_app();
    let terms = format::terms();
    let restore = move |index: usize| {
        let Some(agreement) = state.ledger.with_untracked(|ledger| Some(ledger.versions.get(index)?.agreement.clone())) else { return };
        match edit(state, |current| *current = agreement) {
            Ok(()) => state.say(fill(terms.restored, &[("n", &n(index + 1))])),
            Err(why) => state.say(why),
        }
    };
    let rows = move || {
        let versions = state.ledger.get().versions;
        let row = |(index, version): (usize, handoff::agreement::Version)| {
            let sign = |team: Team| {
                let signature = version.signature(team);
                let signed =
                    |one: &handoff::agreement::Signature| fill(terms.signed, &[("name", &one.name), ("date", &format::date(one.date))]);
                format!("{}: {}", terms.team(team), signature.map_or_else(|| terms.waiting.to_owned(), signed))
            };
            let signatures = [sign(Team::Marketing), sign(Team::Sales)].join(terms.and);
            let label = fill(terms.restore, &[("n", &n(index + 1))]);
            view! {
                <tr>
                    <td>{n(index + 1)}</td>
                    <td>{format::date(version.saved_on)}</td>
                    <td><bdi>{version.author.clone()}</bdi></td>
                    <td><bdi>{version.note.clone()}</bdi></td>
                    <td>{signatures}</td>
                    <td><button type="button" class="button link" on:click=move |_| restore(index)>{label}</button></td>
                </tr>
            }
        };
        versions.into_iter().enumerate().rev().map(row).collect_view()
    };
    let heads = [fill(terms.version_n, &[("n", "")]), terms.date.into(), terms.author.into(), terms.note.into(), terms.signatures.into()];
    view! {
        <ScrollTable label=terms.versions>
            <thead><tr>{heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view()} <td></td></tr></thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}

/// What changed between two versions; the last choice is the agreement as it stands.
fn compare() -> AnyView {
    let state = use_app();
    let terms = format::terms();
    let count = Memo::new(move |_| state.ledger.with(|ledger| ledger.versions.len()));
    // `None` follows what is latest.
    let (from, to) = (RwSignal::new(None::<usize>), RwSignal::new(None::<usize>));
    let chosen_from = move || from.get().unwrap_or_else(|| count.get().saturating_sub(1));
    let chosen_to = move || to.get().unwrap_or_else(|| count.get());
    let agreement = move |index: usize| -> Agreement {
        let kept = state.ledger.with(|ledger| ledger.versions.get(index).map(|version| version.agreement.clone()));
        kept.unwrap_or_else(|| state.agreement.get())
    };
    let select = move |label: &'static str, chosen: RwSignal<Option<usize>>, current: Signal<usize>| {
        let names = move || {
            let name =
                |index: usize| if index < count.get() { fill(terms.version_n, &[("n", &n(index + 1))]) } else { terms.in_force.to_owned() };
            (0..=count.get())
                .map(|index| view! { <option value=index.to_string() selected=move || current.get() == index>{name(index)}</option> })
                .collect_view()
        };
        view! {
            <label class="field"><span>{label}</span>
                <select class="select" on:change=move |event| chosen.set(event_target_value(&event).parse().ok())>{names}</select>
            </label>
        }
    };
    let changes = move || {
        let changes = difference(&agreement(chosen_from()), &agreement(chosen_to()));
        if changes.is_empty() {
            return view! { <p class="quiet">{terms.same}</p> }.into_any();
        }
        let line = |one| view! { <li>{change(one, &Reader)}</li> };
        view! { <ul class="changes">{changes.iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <h3 class="sign-sub">{terms.compare}</h3>
        <div class="row">
            {select(terms.compare_from, from, Signal::derive(chosen_from))}
            {select(terms.compare_to, to, Signal::derive(chosen_to))}
        </div>
        <div aria-live="polite">{changes}</div>
    }
    .into_any()
}
