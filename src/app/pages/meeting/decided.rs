//! What a meeting decided, who does what until when, and its notes. An action stays on the table of every meeting until it is closed.

use handoff::{
    team::{Action, Decision, Meeting, Meetings},
    words::fill,
};
use leptos::prelude::*;

use super::phrases;
use crate::app::{
    door::files,
    format,
    parts::{
        Row, keyed,
        line::{Line, add_line, area},
    },
    state::AppState,
};

pub fn decided(state: AppState, meeting: u64) -> AnyView {
    let words = format::rhythm();
    let notes = Signal::derive(move || of(state, meeting, |meeting| meeting.notes.clone()));
    let put_notes = move |text: String| change(state, meeting, |meeting| meeting.notes = text);
    view! {
        <div class="decided">
            <h2>{words.decided}</h2>
            <div class="grid">
                <section class="card span-7">
                    <h3>{words.actions}</h3>
                    <p class="card-sub no-print">{words.actions_sub}</p>
                    {actions(state, meeting)}
                </section>
                <section class="card span-5">
                    <h3>{words.decisions}</h3>
                    {decisions(state, meeting)}
                    <h3 class="notes-title">{words.notes}</h3>
                    {area(words.notes.to_owned(), true, 6, "", notes, put_notes)}
                </section>
            </div>
        </div>
    }
    .into_any()
}

/// Something of the meeting; the default where it is gone.
fn of<T: Default>(state: AppState, meeting: u64, get: impl Fn(&Meeting) -> T) -> T {
    state.team.meetings.with(|all| all.meeting(meeting).map(get).unwrap_or_default())
}

fn change(state: AppState, meeting: u64, change: impl FnOnce(&mut Meeting)) {
    state.change_meetings(|all| {
        if let Some(meeting) = all.meeting_mut(meeting) {
            change(meeting);
        }
    });
}

/// Rows that know their number, to be named by it: drawn anew when one before them goes.
fn numbered(ids: Vec<u64>, draw: impl Fn(String, u64) -> AnyView + Copy + Send + 'static) -> Vec<Row> {
    let row = |(number, id): (u64, u64)| Row::new(format!("{number} {id}"), move || draw(format::integer(number), id));
    (1..).zip(ids).map(row).collect()
}

fn decisions(state: AppState, meeting: u64) -> AnyView {
    let words = format::rhythm();
    let ids = Memo::new(move |_| of(state, meeting, |meeting| meeting.decisions.iter().map(|decision| decision.id).collect::<Vec<_>>()));
    let row = move |number: String, id: u64| {
        let find = move |meeting: &Meeting| meeting.decisions.iter().find(|decision| decision.id == id).map(|one| one.text.clone());
        let shown = Signal::derive(move || of(state, meeting, |meeting| find(meeting).unwrap_or_default()));
        let put = move |text: String| {
            change(state, meeting, |meeting| {
                let edit = |decision: &mut Decision| decision.text.clone_from(&text);
                meeting.decisions.iter_mut().filter(|decision| decision.id == id).for_each(edit);
                meeting.decisions.retain(|decision| !decision.text.is_empty());
            });
        };
        let name = fill(words.decision_n, &[("n", &number)]);
        let label = fill(format::terms().remove_named, &[("name", &name)]);
        let remove = move |_| change(state, meeting, |meeting| meeting.decisions.retain(|decision| decision.id != id));
        view! {
            <li class="row no-print">
                {Line::free(name, shown, put).inline().class("input wide").view()}
                <button type="button" class="chip-button" aria-label=label on:click=remove>"×"</button>
            </li>
            <li class="print-only" dir="auto">{move || shown.get()}</li>
        }
        .into_any()
    };
    let rows = move || numbered(ids.get(), row);
    let none = move || ids.with(Vec::is_empty).then(|| view! { <p class="quiet">{words.decision_none}</p> });
    let add = move |text: &str| state.change_meetings(|all| all.decide(meeting, text));
    view! { {none} <ul class="items">{keyed(rows)}</ul> {add_line(words.add_decision, words.add, add)} }.into_any()
}

fn actions(state: AppState, meeting: u64) -> AnyView {
    let words = format::rhythm();
    // In the order they were decided, so that none moves away under the hand when its date is changed.
    let ids = Memo::new(move |_| {
        state.team.meetings.with(|all| {
            let here: Vec<u64> =
                all.meeting(meeting).map_or_else(Vec::new, |meeting| all.actions_of(meeting).iter().map(|action| action.id).collect());
            all.actions.iter().map(|action| action.id).filter(|id| here.contains(id)).collect::<Vec<_>>()
        })
    });
    let rows = move || numbered(ids.get(), move |number, id| action(state, &number, id));
    let none = move || ids.with(Vec::is_empty).then(|| view! { <p class="quiet">{words.action_none}</p> });
    let add = move |text: &str| {
        state.change_meetings(|all| {
            all.open_action(meeting, text);
        });
    };
    view! { {none} <ul class="items actions-list">{keyed(rows)}</ul> {add_line(words.add_action, words.add, add)} }.into_any()
}

fn action(state: AppState, number: &str, id: u64) -> AnyView {
    let words = format::rhythm();
    let today = format::iso(files::today());
    let known = Memo::new(move |_| state.team.meetings.with(|all| all.actions.iter().find(|action| action.id == id).cloned()));
    let text = move |get: fn(&Action) -> String| Signal::derive(move || known.with(|action| action.as_ref().map(get).unwrap_or_default()));
    let due = Signal::derive(move || known.with(|action| action.as_ref().and_then(|action| action.due.clone())));
    let change = move |change: &dyn Fn(&mut Action)| {
        state.change_meetings(|all| {
            if let Some(action) = all.action_mut(id) {
                change(action);
            }
        });
    };
    let named = |sentence: &str| fill(sentence, &[("n", number)]);
    let put_what = move |what: String| {
        if what.is_empty() {
            state.change_meetings(|all| all.actions.retain(|action| action.id != id));
        } else {
            change(&|action| action.what.clone_from(&what));
        }
    };
    let fields = [
        Line::free(named(words.action_n), text(|action| action.what.clone()), put_what).inline().class("input wide").view(),
        Line::free(named(words.owner_of_action), text(|action| action.owner.clone()), move |owner| {
            change(&|action| action.owner.clone_from(&owner));
        })
        .inline()
        .hint(words.owner)
        .class("input")
        .view(),
        Line::date(named(words.due_of_action), due, move |due| change(&|action| action.due.clone_from(&due))).inline().view(),
    ];
    let (close_label, reopen_label) = (named(words.close_action), named(words.reopen_action));
    let day = today.clone();
    let button = move || {
        let day = day.clone();
        if known.with(|action| action.as_ref().is_some_and(|action| action.closed_on.is_some())) {
            let label = reopen_label.clone();
            view! { <button type="button" class="button" aria-label=label on:click=move |_| state.change_meetings(|all| all.reopen_action(id))>{words.reopen}</button> }.into_any()
        } else {
            let label = close_label.clone();
            view! { <button type="button" class="button" aria-label=label on:click=move |_| state.change_meetings(|all| all.close_action(id, &day))>{words.close}</button> }.into_any()
        }
    };
    let on = today.clone();
    let standing = move || {
        state.team.meetings.with(|all: &Meetings| {
            let action = all.actions.iter().find(|action| action.id == id)?;
            let since =
                all.meeting(action.opened_in).map(|meeting| fill(words.since_meeting, &[("date", &format::iso_date(&meeting.date))]));
            let closed =
                action.closed_on.as_deref().map(|date| format!("✓ {}", fill(words.closed_on, &[("date", &format::iso_date(date))])));
            let late = action.is_overdue(&on).then(|| view! { <span class="tag miss">"▼ " {words.overdue}</span> });
            Some(view! { {late} <span class="quiet small">{since} {closed.map(|closed| format!(" · {closed}"))}</span> })
        })
    };
    let printed = move || {
        state.team.meetings.with(|all| {
            all.actions.iter().find(|action| action.id == id).map(|action| phrases::action(all, action, &today)).unwrap_or_default()
        })
    };
    view! {
        <li class="no-print">
            <div class="row action-row">{fields.into_iter().collect_view()} {button}</div>
            <div class="action-standing">{standing}</div>
        </li>
        <li class="print-only" dir="auto">{printed}</li>
    }
    .into_any()
}
