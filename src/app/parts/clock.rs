//! One lead's wait, minute by minute: a bar of 24 hours for each day, what counted on it and what did not, and the same as a table. Which
//! minutes count is the library's; here they are laid out and worded.

use handoff::{
    metrics::follow_up::{ClockSpan, LeadClock},
    report::Verdict,
    time::{Day, Moment, SECONDS_PER_DAY},
    words::fill,
};
use leptos::prelude::*;

use super::ScrollTable;
use crate::app::{durations, format, state::use_app};

/// Days drawn; a lead that waited a year would fill the page.
const DAYS: i32 = 14;

pub fn verdict(verdict: Verdict) -> &'static str {
    let words = format::follow_up();
    match verdict {
        Verdict::Met => words.verdict_met,
        Verdict::Breached => words.verdict_breached,
        Verdict::Pending => words.verdict_pending,
    }
}

/// The verdict with a mark of its own, so that it can be told without its colour.
pub fn verdict_tag(of: Verdict) -> AnyView {
    let (class, mark) = match of {
        Verdict::Met => ("tag met", "✓"),
        Verdict::Breached => ("tag miss", "▼"),
        Verdict::Pending => ("tag", "…"),
    };
    view! { <span class=class><span aria-hidden="true">{mark}</span> {verdict(of)}</span> }.into_any()
}

/// Where moments lie on the workspace's wall.
struct Wall {
    /// Seconds to add to a unix second for local ones, as of the delivery. A clock change since is made good by the time of the day.
    offset: i64,
}

impl Wall {
    fn new(first: &ClockSpan) -> Self {
        let from = first.from.unix();
        Self { offset: i64::from(first.day.0) * SECONDS_PER_DAY + format::second_of_day(from) - from }
    }

    fn day(&self, moment: Moment) -> Day {
        let unix = moment.unix();
        let midnight = unix + self.offset - format::second_of_day(unix);
        Day(((midnight + SECONDS_PER_DAY / 2).div_euclid(SECONDS_PER_DAY)) as i32)
    }
}

/// Hundredths of a day.
fn place(second: i64) -> String {
    format!("{:.3}", second as f64 * 100.0 / SECONDS_PER_DAY as f64)
}

/// The end of a stretch within its day: midnight is the end of it.
fn end_second(span: &ClockSpan) -> i64 {
    match format::second_of_day(span.to.unix()) {
        0 => SECONDS_PER_DAY,
        second => second,
    }
}

struct Marked {
    class: &'static str,
    word: &'static str,
    at: Moment,
}

/// The clock of a lead.
pub fn clock(clock: &LeadClock) -> AnyView {
    let words = format::follow_up();
    let state = use_app();
    let moment = |at: Option<Moment>, none: &'static str| at.map_or_else(|| none.to_owned(), |at| format::moment(at.unix()));
    let totals = fill(
        words.clock_totals,
        &[
            ("elapsed", &durations::elapsed(f64::from(clock.elapsed_seconds) / 60.0)),
            ("business", &state.agreement.with(|all| durations::business(f64::from(clock.business_seconds) / 60.0, all))),
        ],
    );
    let is_early = clock.spans.is_empty() && clock.followed_up.is_some();
    let due = if clock.verdict.is_none() { words.clock_no_promise } else { format::promises().never_due };
    view! {
        <div class="clock">
            <p class="clock-totals"><strong>{totals}</strong> {clock.verdict.map(verdict_tag)}</p>
            <dl class="clock-facts">
                <div><dt>{words.clock_delivered}</dt><dd>{moment(Some(clock.delivered), "")}</dd></div>
                <div><dt>{words.clock_followed_up}</dt><dd>{moment(clock.followed_up, words.clock_waiting)}</dd></div>
                <div><dt>{words.clock_due}</dt><dd>{moment(clock.due, due)}</dd></div>
            </dl>
            {is_early.then(|| view! { <p class="quiet">{words.clock_early}</p> })}
            {clock.spans.first().map(|first| bars(clock, &Wall::new(first)))}
        </div>
    }
    .into_any()
}

fn bars(clock: &LeadClock, wall: &Wall) -> AnyView {
    let words = format::follow_up();
    let marked = [
        (Some(clock.delivered), "mark delivered", words.clock_delivered),
        (clock.due, "mark due", words.clock_due),
        (clock.followed_up, "mark followed", words.clock_followed_up),
    ];
    let marks: Vec<(Day, Marked)> =
        marked.into_iter().filter_map(|(at, class, word)| at.map(|at| (wall.day(at), Marked { class, word, at }))).collect();
    let (Some(first), Some(last)) = (clock.spans.first(), clock.spans.last()) else { return ().into_any() };
    let to = marks.iter().map(|(day, _)| *day).max().map_or(last.day, |day| day.max(last.day));
    let all = to.since(first.day) + 1;
    let shown = all.min(DAYS);
    let row = |day: Day| {
        let spans: Vec<&ClockSpan> = clock.spans.iter().filter(|span| span.day == day).collect();
        let counted: i64 = spans.iter().filter(|span| span.counted).map(|span| span.to.unix() - span.from.unix()).sum();
        let notes = marks.iter().filter(|(of, _)| *of == day).map(|(_, mark)| format!("{} {}", mark.word, format::time(mark.at.unix())));
        let sum = (!spans.is_empty()).then(|| fill(words.clock_counted, &[("time", &durations::hours(counted as f64 / 60.0))]));
        let notes: Vec<String> = sum.into_iter().chain(notes).collect();
        let bar = |span: &&ClockSpan| {
            let class = if span.counted { "span counted" } else { "span still" };
            view! { <i class=class style:--from=place(format::second_of_day(span.from.unix())) style:--to=place(end_second(span))></i> }
        };
        let mark = |(_, mark): &(Day, Marked)| view! { <i class=mark.class style:--from=place(format::second_of_day(mark.at.unix()))></i> };
        view! {
            <div class="clock-day">
                <span class="clock-date">{format::weekday(day)} <small>{format::date(day)}</small></span>
                <span class="clock-track">
                    {spans.iter().map(bar).collect_view()}
                    {marks.iter().filter(|(of, _)| *of == day).map(mark).collect_view()}
                </span>
                <span class="clock-note">{notes.join(" · ")}</span>
            </div>
        }
    };
    let hour = |hour: i64| view! { <span style:--from=place(hour * 3_600)>{format::integer(hour as u64)}</span> };
    view! {
        <div class="clock-days" aria-hidden="true">
            <div class="clock-day clock-axis">
                <span></span>
                <span class="clock-hours">{[0, 6, 12, 18, 24].map(hour)}</span>
                <span></span>
            </div>
            {(0..shown).map(|after| row(first.day.plus(after))).collect_view()}
            <p class="clock-key quiet small">
                <i class="span counted"></i> {words.clock_counts} <i class="span still"></i> {words.clock_still}
                <i class="mark delivered"></i> {words.clock_delivered} <i class="mark due"></i> {words.clock_due}
                <i class="mark followed"></i> {words.clock_followed_up}
            </p>
        </div>
        {(all > shown).then(|| view! { <p class="quiet small">{fill(words.clock_more_days, &[("n", &format::integer((all - shown) as u64))])}</p> })}
        {table(clock, first.day.plus(shown))}
    }
    .into_any()
}

/// The stretches before `until`, as rows.
fn table(clock: &LeadClock, until: Day) -> AnyView {
    let words = format::follow_up();
    let row = |span: &ClockSpan| {
        let took = (span.to.unix() - span.from.unix()) as f64 / 60.0;
        view! {
            <tr>
                <th scope="row">{format::date(span.day)}</th>
                <td class="number">{format::time(span.from.unix())}</td>
                <td class="number">{format::time(span.to.unix())}</td>
                <td class="number">{durations::hours(took)}</td>
                <td class="number">{durations::hours(if span.counted { took } else { 0.0 })}</td>
            </tr>
        }
    };
    let rows = clock.spans.iter().filter(|span| span.day < until).map(row).collect_view();
    view! {
        <details class="clock-table">
            <summary>{format::words().show_table}</summary>
            <ScrollTable label=words.clock_title>
                <thead>
                    <tr>
                        <th scope="col">{format::words().day_word}</th>
                        <th scope="col" class="number">{words.col_from}</th>
                        <th scope="col" class="number">{words.col_to}</th>
                        <th scope="col" class="number">{words.col_elapsed}</th>
                        <th scope="col" class="number">{words.col_counted}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        </details>
    }
    .into_any()
}
