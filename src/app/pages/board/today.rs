//! One calm line above the board: what there is to be glad of, and what falls due before the day is over; and the same as text to paste
//! into a chat. Names of people and addresses are in neither.

use handoff::{
    report::{GoalReport, Report},
    team::{Signals, signals},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{door::document, format, labels, state::AppState};

/// One month is no streak.
const STREAK: u32 = 2;

pub fn today(state: AppState, report: &Report) -> AnyView {
    let words = format::words();
    let found = state.agreement.with_untracked(|agreement| signals(report, agreement));
    let (glad, due) = (glad(&found), due(&found));
    let text = chat(state, report, &glad, &due, found.breached);
    let copy = move |_| {
        document::copy_text(&text, move |is_copied| {
            state.say(if is_copied { words.today_copied } else { words.copy_failed }.to_owned());
        });
    };
    let line = |class: &'static str, sign: &'static str, text: String| view! { <span class=class><span aria-hidden="true">{sign}</span> {text}</span> };
    view! {
        <section class="today" aria-label=words.today_label>
            {glad.into_iter().map(|text| line("today-met", "✓", text)).collect_view()}
            {due.into_iter().map(|text| line("today-due", "▲", text)).collect_view()}
            <span class="spacer"></span>
            <button type="button" class="button link no-print" on:click=copy>{words.copy_chat}</button>
        </section>
    }
    .into_any()
}

fn glad(found: &Signals) -> Vec<String> {
    let words = format::words();
    let mut lines = Vec::new();
    if let Some(met) = &found.goal_met {
        let values = [format::decimal(met.actual), format::decimal(met.goal), format::month(&met.month)];
        let stage = labels::stage(met.metric);
        lines.push(fill(words.today_goal_met, &[("n", &values[0]), ("goal", &values[1]), ("stage", stage), ("month", &values[2])]));
        lines.extend(met.stretch.map(|stretch| fill(words.stretch_met, &[("n", &format::decimal(stretch))])));
    }
    let streak = |sentence: &str, months: u32| (months >= STREAK).then(|| fill(sentence, &[("n", &format::integer(u64::from(months)))]));
    lines.extend(streak(words.today_streak, found.streak_months));
    lines.extend(found.kept_streak_months.and_then(|months| streak(words.kept_streak, months)));
    lines
}

fn due(found: &Signals) -> Vec<String> {
    let words = format::words();
    let line = |sentence: &str, n: u64| (n > 0).then(|| fill(sentence, &[("n", &format::integer(n))]));
    [line(words.at_risk, found.at_risk_today), line(words.breached_today, found.breached_today)].into_iter().flatten().collect()
}

/// The figures of both promises, then the lines above.
fn chat(state: AppState, report: &Report, glad: &[String], due: &[String], overdue: u64) -> String {
    let words = format::words();
    let as_of = report.as_of.as_deref().and_then(format::iso_unix);
    let mut lines: Vec<String> = as_of.map(|unix| fill(words.chat_head, &[("date", &format::moment(unix))])).into_iter().collect();
    let goal = |goal: &GoalReport| {
        let (n, month) = (format::decimal(goal.actual), format::month(&goal.month));
        let target = goal.goal.map_or_else(|| format::UNDEFINED.to_owned(), format::decimal);
        fill(words.chat_goal, &[("stage", labels::stage(goal.metric)), ("month", &month), ("n", &n), ("goal", &target)])
    };
    lines.extend(report.goals.first().map(goal));
    let promised = state.agreement.with_untracked(|agreement| agreement.sales.speed.map(|target| target.share));
    if let (Some(compliance), Some(share)) = (report.speed.as_ref().and_then(|speed| speed.compliance), promised) {
        lines.push(fill(words.chat_speed, &[("rate", &format::rate(compliance.rate())), ("share", &format::percent(share))]));
    }
    lines.extend(glad.iter().chain(due).cloned());
    if overdue > 0 {
        lines.push(fill(words.chat_overdue, &[("n", &format::integer(overdue))]));
    }
    lines.join("\n")
}
