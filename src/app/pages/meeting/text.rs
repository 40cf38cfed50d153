//! The agenda, the decisions and the open actions as plain text, to be pasted into a chat or a letter.

use handoff::{
    report::Report,
    team::{
        Agenda, Meeting, Meetings,
        agenda::{Story, Told},
    },
    words::fill,
};

use super::phrases;
use crate::app::{
    door::files,
    format, labels,
    pages::board::{leak_sentence, period_text},
};

pub fn text(all: &Meetings, meeting: Option<&Meeting>, report: &Report, agenda: &Agenda) -> String {
    let words = format::rhythm();
    let mut text = Text(Vec::new());
    match meeting {
        Some(meeting) => {
            text.line(fill(words.meeting_of, &[("date", &format::iso_date(&meeting.date))]));
            text.line(phrases::led_by(meeting.chair));
        }
        None => text.line(words.agenda.to_owned()),
    }
    text.line(fill(words.about_period, &[("period", &period_text(report))]));
    text.part(words.part_kpis);
    for kpi in &agenda.kpis {
        let goal = kpi.goal.as_ref().map(|goal| format!(" / {}", phrases::amount(goal))).unwrap_or_default();
        let standing = phrases::standing(kpi).map(|(sign, word)| format!(" {sign} {word}")).unwrap_or_default();
        text.item(&format!("{}: {}{goal}{standing}", phrases::kpi_name(report, kpi.of), phrases::amount(&kpi.actual)));
    }
    text.part(words.part_stories);
    text.stories(words.wins, &agenda.wins, words.wins_none);
    text.stories(words.losses, &agenda.losses, words.losses_none);
    problems(&mut text, report, agenda);
    plans(&mut text, agenda);
    if let Some(meeting) = meeting {
        text.part(words.decisions);
        meeting.decisions.iter().for_each(|decision| text.item(&decision.text));
        if !meeting.notes.is_empty() {
            text.part(words.notes);
            text.line(meeting.notes.clone());
        }
    }
    let today = format::iso(files::today());
    let open = all.open_actions(&today);
    text.part(words.col_open);
    for action in &open {
        text.item(&phrases::action(all, action, &today));
    }
    if open.is_empty() {
        text.line(words.action_none.to_owned());
    }
    text.0.join("\n")
}

fn problems(text: &mut Text, report: &Report, agenda: &Agenda) {
    let words = format::rhythm();
    let problems = &agenda.problems;
    text.part(words.part_problems);
    for line in &problems.reasons {
        let before = line.before.map(|before| format!(" ({}: {})", words.col_before, format::integer(before))).unwrap_or_default();
        let count = format::integer(line.share.numerator);
        text.item(&format!("{}: {count}, {}{before}", labels::value(line.reason.as_deref()), format::rate(line.share)));
    }
    if let (Some(breached), Some(pending)) = (problems.breached, problems.pending) {
        text.item(&fill(words.breached_sub, &[("breached", &format::integer(breached)), ("pending", &format::integer(pending))]));
    }
    problems.leaks.iter().for_each(|leak| text.item(&leak_sentence(report, leak)));
}

fn plans(text: &mut Text, agenda: &Agenda) {
    let words = format::rhythm();
    let plans = &agenda.plans;
    text.part(words.part_plans);
    if let Some((name, goal)) = phrases::next_goal(plans) {
        text.item(&format!("{name}: {goal}"));
    }
    if let Some(short) = phrases::short_of_plan(plans) {
        text.item(&format!("{}: {short}", words.short_of_plan));
    }
    text.item(&format!("{}: {}", words.to_recycle, format::integer(plans.to_recycle)));
    text.item(&format!("{}: {}", words.to_nurture, format::integer(plans.unreachable)));
    for part in &plans.campaigns {
        let name = labels::value(part.value.as_deref());
        let won = format!("{} {}", format::integer(part.won), format::words().stage_customer);
        text.item(&format!("{name}: {}, {} {}, {won}", phrases::cost(part), format::integer(part.leads), format::words().col_leads));
    }
    if let Some(line) = phrases::drifted(plans) {
        text.item(&line);
    }
}

/// Lines under headings, with an empty line above each.
struct Text(Vec<String>);

impl Text {
    fn line(&mut self, line: String) {
        self.0.push(line);
    }

    fn part(&mut self, name: &str) {
        self.0.push(String::new());
        self.0.push(name.to_owned());
    }

    fn item(&mut self, text: &str) {
        self.0.push(format!("- {text}"));
    }

    fn stories(&mut self, name: &str, stories: &[Story], none: &str) {
        self.line(format!("{name}:"));
        // Who pastes it passes it on: nobody is named.
        for story in stories.iter().filter(|story| !matches!(story.what, Told::Promise { .. })) {
            self.item(&phrases::story(story));
        }
        if stories.is_empty() {
            self.item(none);
        }
    }
}
