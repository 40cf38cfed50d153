//! When the teams work and what money they count in: zone, calendar, week, hours, holidays.

use handoff::{
    agreement::{Agreement, Holiday, Subject, Workspace},
    time::{CalendarSystem, TimeOfDay, Window},
    words::fill,
};
use leptos::prelude::*;

use super::goal::label;
use crate::app::{
    door::files,
    format,
    parts::fields::{Field, act, choose, choose_among, each, remove, tick},
    state::use_app,
};

const CALENDARS: [CalendarSystem; 2] = [CalendarSystem::Gregorian, CalendarSystem::Persian];

/// Hours of a day as text; empty is `None`.
fn hours(text: &str) -> Result<Option<Vec<Window>>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    format::parse_windows(text).map(Some).ok_or_else(|| format::terms().err_hours.to_owned())
}

fn work(workspace: &mut Workspace, week_start: u8, days: &[u8], half: Option<u8>) {
    workspace.week_start = week_start;
    workspace.working_days = days.to_vec();
    let time = |hour| TimeOfDay::new(hour, 0).expect("an hour of the day");
    workspace.working_hours.weekdays = half.map(|day| (day, vec![Window { from: time(9), to: time(13) }])).into_iter().collect();
}

pub fn week() -> AnyView {
    let state = use_app();
    let (words, terms) = (format::words(), format::terms());
    let zone = Field::text(
        terms.time_zone,
        |all| all.workspace.time_zone.clone(),
        |all, text| {
            text.clone_into(&mut all.workspace.time_zone);
            Ok(())
        },
    );
    let calendar = choose_among(
        terms.calendar.to_owned(),
        false,
        &CALENDARS,
        |calendar| format::words().calendar(calendar),
        |all| Some(all.workspace.calendar),
        |all, calendar| all.workspace.calendar = calendar,
    );
    let week_start = choose(
        terms.week_start.to_owned(),
        false,
        || (1..=7).map(format::weekday_name).collect(),
        |all| usize::from(all.workspace.week_start.clamp(1, 7)) - 1,
        |all, index| all.workspace.week_start = index as u8 + 1,
    );
    let currency = Field::text(
        terms.currency,
        |all| all.workspace.currency.clone().unwrap_or_default(),
        |all, text| {
            let code = Some(text.to_uppercase()).filter(|code| !code.is_empty());
            if code.as_ref().is_some_and(|code| code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase())) {
                return Err(format::terms().err_currency.to_owned());
            }
            all.workspace.currency = code;
            Ok(())
        },
    );
    let usual = Field::text(
        terms.hours,
        |all| format::windows(&all.workspace.working_hours.hours),
        |all, text| {
            all.workspace.working_hours.hours = hours(text)?.unwrap_or_default();
            Ok(())
        },
    );
    let day = |day: u8| {
        let on = tick(
            format::weekday_name(day),
            move |all| all.workspace.working_days.contains(&day),
            move |all, on| {
                let days = &mut all.workspace.working_days;
                days.retain(|other| *other != day);
                if on {
                    days.push(day);
                }
                days.sort_unstable();
            },
        );
        let own = Field::text(
            label(&Subject::HoursOf(day)),
            move |all| all.workspace.working_hours.weekdays.get(&day).map_or_else(String::new, |hours| format::windows(hours)),
            move |all, text| {
                let weekdays = &mut all.workspace.working_hours.weekdays;
                match hours(text)? {
                    Some(hours) => weekdays.insert(day, hours),
                    None => weekdays.remove(&day),
                };
                Ok(())
            },
        );
        view! { <li class="row day">{on} {own.inline().hint(terms.hours).view()}</li> }
    };
    let first = Memo::new(move |_| state.agreement.with(|all| all.workspace.week_start.clamp(1, 7)));
    let days = move || (0..7).map(|offset| day((first.get() - 1 + offset) % 7 + 1)).collect_view();
    view! {
        <section class="card span-6">
            <h3>{terms.week}</h3>
            <p class="card-sub">{terms.week_sub}</p>
            <div class="actions">
                {act(terms.week_monday.to_owned(), "button", |all| work(&mut all.workspace, 1, &[1, 2, 3, 4, 5], None))}
                {act(terms.week_saturday.to_owned(), "button", |all| work(&mut all.workspace, 6, &[1, 2, 3, 4, 6, 7], Some(4)))}
            </div>
            {usual.class("input wide").view()}
            <ul class="items">{days}</ul>
            <h3>{terms.holidays}</h3>
            <ul class="items">{each(|all| all.workspace.working_hours.holidays.len(), holiday)}</ul>
            <div class="actions">{act(terms.add_holiday.to_owned(), "button", |all| {
                all.workspace.working_hours.holidays.push(Holiday { date: format::iso(files::today()), ..Holiday::default() });
            })}</div>
            <h3>{words.ag_calendar}</h3>
            <p class="card-sub">{words.ag_reread_hint}</p>
            <div class="form-grid">{zone.view()} {calendar} {week_start} {currency.hint(words.ag_currency_none).view()}</div>
        </section>
    }
    .into_any()
}

fn holiday(index: usize) -> AnyView {
    let terms = format::terms();
    let read = move |all: &Agreement| all.workspace.working_hours.holidays.get(index).cloned().unwrap_or_default();
    let field = |name: &'static str, get: fn(Holiday) -> String, put: fn(&mut Holiday, &str) -> Result<(), String>| {
        Field::text(
            name,
            move |all| get(read(all)),
            move |all, text| all.workspace.working_hours.holidays.get_mut(index).map_or(Ok(()), |holiday| put(holiday, text)),
        )
        .inline()
        .hint(name)
    };
    let date = field(
        terms.date,
        |holiday| holiday.day().map_or(holiday.date, format::typed_date),
        |holiday, text| {
            let example = || fill(format::terms().err_date, &[("example", &format::typed_date(files::today()))]);
            holiday.date = format::iso(format::parse_date(text, format::calendar()).ok_or_else(example)?);
            Ok(())
        },
    );
    let name = field(
        terms.name,
        |holiday| holiday.name.unwrap_or_default(),
        |holiday, text| {
            holiday.name = Some(text.to_owned()).filter(|name| !name.is_empty());
            Ok(())
        },
    );
    let open = field(
        terms.holiday_hours,
        |holiday| format::windows(&holiday.hours),
        |holiday, text| {
            holiday.hours = hours(text)?.unwrap_or_default();
            Ok(())
        },
    );
    let named = format!("{} {}", terms.holidays, format::integer(index as u64 + 1));
    let gone = move |all: &mut Agreement| {
        let holidays = &mut all.workspace.working_hours.holidays;
        if index < holidays.len() {
            holidays.remove(index);
        }
    };
    view! { <li class="row">{date.view()} {name.view()} {open.view()} {remove(named, gone)}</li> }.into_any()
}
