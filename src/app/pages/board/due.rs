//! What do we do now: the leads that wait for their first follow-up, those whose time is over first.

use handoff::{
    agreement::Clock,
    report::{DueLead, Report, Speed, Verdict},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    durations, format, labels,
    parts::{Names, ScrollTable},
    route::Page,
    state::AppState,
};

/// Lines on the board; the follow-up page has all.
const LINES: usize = 6;

/// `None` where nobody can say who waits.
pub fn due(state: AppState, report: &Report) -> Option<AnyView> {
    let totals = report.due_totals.as_ref()?;
    let (words, texts) = (format::words(), format::promises());
    // The latest breaches can still be saved; then what is due next.
    let of = |verdict: Verdict| report.due.iter().filter(move |lead| lead.verdict == verdict);
    let shown: Vec<DueLead> = of(Verdict::Breached).take(LINES / 2).chain(of(Verdict::Pending)).take(LINES).cloned().collect();
    let names = Names::new();
    names.ask(state, shown.iter().map(|lead| lead.lead));
    let clock = report.speed.as_ref().map_or(Clock::Business, Speed::clock);
    let sub = if totals.pending + totals.breached == 0 {
        texts.due_none.to_owned()
    } else {
        fill(texts.due_sub, &[("pending", &format::integer(totals.pending)), ("breached", &format::integer(totals.breached))])
    };
    let line = |lead: &DueLead| {
        let number = lead.lead;
        let href = state.route.with_untracked(|route| route.with_lead(Page::Lead, number).hash());
        let class = if lead.verdict == Verdict::Breached { "number missed" } else { "number" };
        view! {
            <tr>
                <td><a href=href><bdi>{move || names.of(number)}</bdi></a></td>
                <td><bdi>{labels::value(lead.owner.as_deref())}</bdi></td>
                <td class=class>{state.agreement.with_untracked(|all| durations::left(lead, clock, all))}</td>
            </tr>
        }
    };
    let lines = shown.iter().map(line).collect_view();
    let all = state.route.with_untracked(|route| route.with_page(Page::FollowUp).hash());
    let table = (!shown.is_empty()).then(|| {
        view! {
            <ScrollTable label=texts.due_title>
                <thead><tr><th scope="col">{words.lead_title}</th><th scope="col">{words.dim_owner}</th><th scope="col" class="number">{texts.time_left}</th></tr></thead>
                <tbody>{lines}</tbody>
            </ScrollTable>
        }
    });
    Some(
        view! {
            <section class="card span-12">
                <h3>{texts.due_title}</h3>
                <p class="card-sub">{sub} " " <a href=all>{texts.due_all}</a></p>
                // On paper, which is passed on, nobody is named.
                <div class="no-print">{table}</div>
            </section>
        }
        .into_any(),
    )
}
