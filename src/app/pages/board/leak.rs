//! One line above both promises: where most leads are lost to a broken one, and whose move it is.

use handoff::{
    agreement::Team,
    report::{Leak, LeakKind, RecordsOf, Report},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{format, labels, parts::Opens, route::Page, state::AppState};

/// Empty where nothing was promised that the data can tell of.
pub fn biggest_leak(state: AppState, report: &Report) -> AnyView {
    let texts = format::promises();
    let Some(leak) = report.leaks.first() else {
        let is_told =
            report.goals.iter().any(|goal| goal.goal.is_some()) || report.speed.as_ref().is_some_and(|speed| speed.target.is_some());
        return is_told.then(|| view! { <p class="biggest-leak">"✓ " {texts.leak_none}</p> }).into_any();
    };
    let (team, whose) = match leak.team {
        Team::Marketing => ("biggest-leak marketing", texts.move_marketing),
        Team::Sales => ("biggest-leak sales", texts.move_sales),
    };
    let page = match leak.kind {
        LeakKind::GoalShort => Page::Funnel,
        LeakKind::Quality => Page::Agreement,
        LeakKind::Speed | LeakKind::Disposition | LeakKind::Depth => Page::FollowUp,
        LeakKind::NoReason => Page::Reasons,
    };
    let sentence = sentence(report, leak);
    // The leads that are missing to a goal cannot be listed.
    let line = match leak.kind {
        LeakKind::GoalShort => sentence.into_any(),
        kind => view! { <Opens of=RecordsOf::Leak { kind } title=sentence.clone() text=sentence /> }.into_any(),
    };
    let href = state.route.with_untracked(|route| route.with_page(page).hash());
    view! {
        <p class=team>
            <span class="dot"></span>
            <b>{texts.leak_label}</b>
            <span>{line} " " <strong>{whose}</strong></span>
            <a href=href>{texts.look_into}</a>
        </p>
    }
    .into_any()
}

/// Which promise is broken, and for how many leads.
pub fn sentence(report: &Report, leak: &Leak) -> String {
    let texts = format::promises();
    let sentence = match leak.kind {
        LeakKind::GoalShort => texts.leak_goal_short,
        LeakKind::Quality => texts.leak_quality,
        LeakKind::Speed => texts.leak_speed,
        LeakKind::Disposition => texts.leak_disposition,
        LeakKind::Depth => texts.leak_depth,
        LeakKind::NoReason => texts.leak_no_reason,
    };
    let stage = report.goals.first().map_or("", |goal| labels::stage(goal.metric));
    fill(sentence, &[("n", &format::integer(leak.leads)), ("of", &format::integer(leak.of)), ("stage", stage)])
}
