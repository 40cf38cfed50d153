//! The meeting of both teams: an agenda made from the data, what was decided, who does what until when, and the roles. Printed, it is the
//! pack for the table.

mod agenda;
mod decided;
mod phrases;
mod roles;
mod text;

use handoff::{
    agreement::Team,
    report::{PeriodChoice, Report},
    team::{self, Meeting, Meetings},
    words::fill,
};
use leptos::prelude::*;

use super::board::period_text;
use crate::app::{
    door::{document, files},
    format,
    parts::{
        Row, ScrollTable, Skeleton, keyed,
        line::{Line, choice},
    },
    route::Page,
    state::{AppState, use_app},
};

pub const TEAMS: [Team; 2] = [Team::Marketing, Team::Sales];

#[component]
pub fn MeetingPage() -> impl IntoView {
    let state = use_app();
    let shown = Shown::new(state);
    let body = move || match state.report.get() {
        Some(report) if state.has_parts(Page::Meeting) => {
            let agenda = state.agreement.with(|agreement| team::agenda(&report, agreement));
            let copied = (report.clone(), agenda.clone());
            let copy = move |_| {
                let text = state.team.meetings.with_untracked(|all| text::text(all, shown.meeting(all), &copied.0, &copied.1));
                let words = format::rhythm();
                document::copy_text(&text, move |is_copied| state.say(if is_copied { words.copied } else { words.not_copied }.to_owned()));
            };
            view! { {tools(state, &report, copy)} {agenda::parts(state, &report, &agenda)} }.into_any()
        }
        _ => view! { <Skeleton /> }.into_any(),
    };
    view! {
        <div class="meeting">
            {links(Page::Meeting)}
            {head(state, shown)}
            {body}
            {move || shown.id().map(|id| decided::decided(state, id))}
            {roles::roles(state)}
            {past(state, shown)}
        </div>
    }
}

/// The meeting that is looked at: the one somebody opened, else the latest.
#[derive(Clone, Copy)]
struct Shown {
    opened: RwSignal<Option<u64>>,
    id: Memo<Option<u64>>,
}

impl Shown {
    fn new(state: AppState) -> Self {
        let opened = RwSignal::new(None);
        let id = Memo::new(move |_| {
            state.team.meetings.with(|all| {
                let is_there = opened.get().filter(|id| all.meeting(*id).is_some());
                is_there.or_else(|| all.meetings.last().map(|meeting| meeting.id))
            })
        });
        Self { opened, id }
    }

    fn id(self) -> Option<u64> {
        self.id.get()
    }

    fn meeting(self, all: &Meetings) -> Option<&Meeting> {
        all.meeting(self.id.get_untracked()?)
    }
}

/// The pages that belong to the meeting.
pub fn links(current: Page) -> AnyView {
    let state = use_app();
    let link = |page: Page| {
        let is_current = (page == current).then_some("page");
        view! { <a href=move || state.route.with(|route| route.with_page(page).hash()) aria-current=is_current>{page.title()}</a> }
    };
    let pages = [Page::Meeting, Page::Content, Page::Share].map(link).into_iter().collect_view();
    view! { <nav class="sections no-print" aria-label=format::rhythm().parts_label>{pages}</nav> }.into_any()
}

/// Which meeting it is, and the next one.
fn head(state: AppState, shown: Shown) -> AnyView {
    let words = format::rhythm();
    let title = move || match shown.id().and_then(|id| state.team.meetings.with(|all| all.meeting(id).cloned())) {
        Some(meeting) => {
            let date = format::iso_date(&meeting.date);
            view! {
                <h1 class="meeting-title">{fill(words.meeting_of, &[("date", &date)])}</h1>
                <p class="card-sub">{phrases::led_by(meeting.chair)}</p>
            }
            .into_any()
        }
        None => view! { <h1 class="meeting-title">{words.agenda}</h1> <p class="card-sub">{words.no_meeting}</p> }.into_any(),
    };
    let edit = move || shown.id().map(|id| edit(state, id));
    view! { <section class="card meeting-head">{title} {edit} {next(state, shown)}</section> }.into_any()
}

/// Date and chair of a meeting that is there.
fn edit(state: AppState, id: u64) -> AnyView {
    let words = format::rhythm();
    let of = move |all: &Meetings| all.meeting(id).cloned();
    let date = Signal::derive(move || state.team.meetings.with(|all| of(all).map(|meeting| meeting.date)));
    let chair = Signal::derive(move || state.team.meetings.with(|all| of(all).map_or(0, |meeting| place(meeting.chair))));
    let put_date = move |date: Option<String>| {
        state.change_meetings(|all| {
            if let (Some(meeting), Some(date)) = (all.meeting_mut(id), date) {
                meeting.date = date;
                all.put_in_order();
            }
        });
    };
    let put_chair = move |place: usize| {
        state.change_meetings(|all| {
            if let Some(meeting) = all.meeting_mut(id) {
                meeting.chair = TEAMS[place.min(1)];
            }
        });
    };
    view! {
        <div class="row no-print">
            {Line::date(words.date, date, put_date).view()}
            {choice(words.chair.to_owned(), false, team_names(), chair, put_chair)}
        </div>
    }
    .into_any()
}

fn place(team: Team) -> usize {
    usize::from(team == Team::Sales)
}

fn team_names() -> Vec<String> {
    TEAMS.map(|team| format::terms().team(team).to_owned()).to_vec()
}

/// The next meeting, before it is one: its chair alternates until somebody chooses another.
fn next(state: AppState, shown: Shown) -> AnyView {
    let words = format::rhythm();
    let date = RwSignal::new(Some(format::iso(files::today())));
    let chosen = RwSignal::new(None::<Team>);
    let meeting = Memo::new(move |_| {
        let mut next = state.team.meetings.with(|all| all.next_meeting(&date.get().unwrap_or_default()));
        next.chair = chosen.get().unwrap_or(next.chair);
        next
    });
    let put_date = move |typed: Option<String>| date.set(typed.or_else(|| Some(format::iso(files::today()))));
    let chair = Signal::derive(move || place(meeting.with(|meeting| meeting.chair)));
    let start = move |_| {
        let meeting = meeting.get_untracked();
        shown.opened.set(Some(meeting.id));
        chosen.set(None);
        state.change_meetings(|all| all.add(meeting));
    };
    let is_first = state.team.meetings.with_untracked(|all| all.meetings.is_empty());
    view! {
        <details class="next-meeting no-print" open=is_first>
            <summary>{words.new_meeting}</summary>
            <p class="card-sub">{words.new_meeting_sub}</p>
            <div class="row">
                {Line::date(words.date, date.into(), put_date).view()}
                {choice(words.chair.to_owned(), false, team_names(), chair, move |place| chosen.set(Some(TEAMS[place.min(1)])))}
                <button type="button" class="button primary" on:click=start>{words.start}</button>
            </div>
        </details>
    }
    .into_any()
}

/// What the agenda is about, and what can be done with it.
fn tools(state: AppState, report: &Report, copy: impl Fn(web_sys::MouseEvent) + 'static) -> AnyView {
    let words = format::rhythm();
    let is_all = state.route.with_untracked(|route| route.query.period == PeriodChoice::All);
    let last_month = move |_| state.change_query(|query| query.period = PeriodChoice::LastMonth);
    let last_month =
        is_all.then(|| view! { <button type="button" class="button no-print" on:click=last_month>{words.last_month}</button> });
    view! {
        <div class="actions">
            <span>{fill(words.about_period, &[("period", &period_text(report))])}</span>
            {last_month}
            <button type="button" class="button no-print" on:click=move |_| document::print()>{words.print_pack}</button>
            <button type="button" class="button no-print" on:click=copy>{words.copy_text}</button>
        </div>
    }
    .into_any()
}

/// Every meeting, the latest first.
fn past(state: AppState, shown: Shown) -> AnyView {
    let words = format::rhythm();
    let rows = move || {
        let meetings = state.team.meetings.with(|all| all.meetings.iter().rev().map(|meeting| meeting.id).collect::<Vec<_>>());
        meetings.into_iter().map(|id| Row::new(id, move || line(state, shown, id))).collect()
    };
    let table = move || {
        view! {
            <h2>{words.past}</h2>
            <section class="card">
                <ScrollTable label=words.past>
                    <thead>
                        <tr>
                            <th scope="col">{words.date}</th>
                            <th scope="col">{words.chair}</th>
                            <th scope="col" class="number">{words.col_decisions}</th>
                            <th scope="col" class="number">{words.col_open}</th>
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>{keyed(rows)}</tbody>
                </ScrollTable>
            </section>
        }
    };
    let is_any = Memo::new(move |_| state.team.meetings.with(|all| !all.meetings.is_empty()));
    view! { <div class="no-print">{move || is_any.get().then(table)}</div> }.into_any()
}

fn line(state: AppState, shown: Shown, id: u64) -> AnyView {
    let words = format::rhythm();
    let meeting = Memo::new(move |_| state.team.meetings.with(|all| all.meeting(id).cloned()));
    let today = format::iso(files::today());
    let open = Memo::new(move |_| {
        state.team.meetings.with(|all| all.actions.iter().filter(|action| action.opened_in == id && action.is_open(&today)).count() as u64)
    });
    let date = move || meeting.get().map_or_else(String::new, |meeting| format::iso_date(&meeting.date));
    let chair = move || meeting.get().map(|meeting| format::terms().team(meeting.chair));
    let decisions = move || meeting.get().map(|meeting| format::integer(meeting.decisions.len() as u64));
    let is_sure = RwSignal::new(false);
    let buttons = move || {
        if is_sure.get() {
            let remove = move |_| state.change_meetings(|all| all.remove(id));
            return view! {
                <button type="button" class="button danger" on:click=remove>{words.sure_remove}</button>
                <button type="button" class="button" on:click=move |_| is_sure.set(false)>{words.keep_it}</button>
            }
            .into_any();
        }
        let named = move |what: &str| format!("{what}: {}", date());
        let open = if shown.id() == Some(id) {
            view! { <span class="tag">{words.shown_now}</span> }.into_any()
        } else {
            let label = named(words.open_meeting);
            view! { <button type="button" class="button" aria-label=label on:click=move |_| shown.opened.set(Some(id))>{words.open_meeting}</button> }
                .into_any()
        };
        let label = named(words.remove_meeting);
        view! { {open} <button type="button" class="chip-button" aria-label=label on:click=move |_| is_sure.set(true)>"×"</button> }
            .into_any()
    };
    view! {
        <tr>
            <th scope="row">{date}</th>
            <td>{chair}</td>
            <td class="number">{decisions}</td>
            <td class="number">{move || format::integer(open.get())}</td>
            <td class="number"><span class="line-buttons">{buttons}</span></td>
        </tr>
    }
    .into_any()
}
