//! Sales' promise: how fast, how often, with what outcome, and who has the time for it.

use handoff::{
    agreement::{Agreement, Clock, TimeTarget, TouchPlan},
    leads::{ActivityKind, Dimension},
};
use leptos::prelude::*;

use crate::app::{
    format,
    parts::fields::{Field, Range, choose_among, sentence, tick, words},
    state::use_app,
};

const CLOCKS: [Clock; 2] = [Clock::Business, Clock::Elapsed];
/// Reps listed with a field of their own.
const REPS: usize = 60;

type Target = fn(&mut Agreement) -> &mut Option<TimeTarget>;
type ReadTarget = fn(&Agreement) -> Option<TimeTarget>;

/// The fields of a target. Filling one agrees on it, at 90 % and 24 business hours where the rest is not said; emptying one withdraws it.
fn target(labels: [&'static str; 2], read: ReadTarget, write: Target) -> Vec<(&'static str, AnyView)> {
    let set = move |all: &mut Agreement, value: Option<f64>, change: fn(&mut TimeTarget, f64)| {
        let target = write(all);
        match value {
            Some(value) => {
                let usual = TimeTarget { share: 0.9, hours: 24.0, clock: Clock::Business };
                change(target.get_or_insert(usual), value);
            }
            None => *target = None,
        }
    };
    let share = Field::number(
        labels[0],
        Range::Percent,
        move |all| read(all).map(|target| target.share),
        move |all, value| set(all, value, |target, value| target.share = value),
    );
    let hours = Field::number(
        labels[1],
        Range::AboveZero,
        move |all| read(all).map(|target| target.hours),
        move |all, value| set(all, value, |target, value| target.hours = value),
    );
    let clock = choose_among(
        format::terms().clock.to_owned(),
        true,
        &CLOCKS,
        |clock| format::terms().clock_of(clock),
        move |all| read(all).map(|target| target.clock),
        move |all, clock| {
            if let Some(target) = write(all) {
                target.clock = clock;
            }
        },
    );
    vec![("share", share.inline().view()), ("hours", hours.inline().view()), ("clock", clock)]
}

/// A channel of the touch plan. Emptying all of them withdraws the plan.
fn channel(label: &'static str, read: fn(&TouchPlan) -> u16, write: fn(&mut TouchPlan, u16)) -> AnyView {
    Field::number(
        label,
        Range::Whole(100),
        move |all| all.sales.touch_plan.as_ref().map(|plan| f64::from(read(plan))),
        move |all, value| {
            let mut plan = all.sales.touch_plan.unwrap_or(TouchPlan { calls: 0, voicemails: 0, emails: 0 });
            write(&mut plan, value.map_or(0, |value| value as u16));
            all.sales.touch_plan = (plan.attempts() > 0).then_some(plan);
        },
    )
    .inline()
    .view()
}

pub fn sales() -> AnyView {
    let terms = format::terms();
    let speed = target([terms.share_of_speed, terms.hours_of_speed], |all| all.sales.speed, |all| &mut all.sales.speed);
    let labels = [terms.share_of_disposition, terms.hours_of_disposition];
    let disposition = target(labels, |all| all.sales.disposition, |all| &mut all.sales.disposition);
    let plan = vec![
        ("calls", channel(terms.calls, |plan| plan.calls, |plan, count| plan.calls = count)),
        ("voicemails", channel(terms.voicemails, |plan| plan.voicemails, |plan, count| plan.voicemails = count)),
        ("emails", channel(terms.emails, |plan| plan.emails, |plan, count| plan.emails = count)),
    ];
    let attempt = Field::number(
        terms.minutes_per_attempt,
        Range::Amount,
        |all| all.sales.capacity.minutes_per_attempt,
        |all, value| all.sales.capacity.minutes_per_attempt = value,
    );
    let day = Field::number(
        terms.minutes_per_day,
        Range::Amount,
        |all| all.sales.capacity.minutes_per_day,
        |all, value| all.sales.capacity.minutes_per_day = value,
    );
    let kind = |kind: ActivityKind| {
        tick(
            terms.activity(kind),
            move |all| all.sales.touches.contains(&kind),
            move |all, on| {
                all.sales.touches.retain(|touch| *touch != kind);
                if on {
                    all.sales.touches.push(kind);
                    all.sales.touches.sort_unstable_by_key(|kind| kind.index());
                }
            },
        )
    };
    view! {
        <section class="card span-6 sales">
            <div class="team"><span class="dot"></span><h3>{terms.sales_promises}</h3></div>
            <div class="sentence">
                {sentence(terms.say_speed, speed)}
                {sentence(terms.say_disposition, disposition)}
                {sentence(terms.say_plan, plan)}
                {sentence(terms.say_capacity, vec![("attempt", attempt.inline().view()), ("day", day.inline().view())])}
            </div>
            <details><summary>{terms.by_owner}</summary>{move || reps()}</details>
            <details>
                <summary>{terms.what_counts}</summary>
                <fieldset class="mode"><legend>{terms.touches}</legend><div class="checks">{ActivityKind::ALL.into_iter().map(kind).collect_view()}</div></fieldset>
                <div class="mode">
                    <strong>{terms.automatic_words}</strong>
                    {words(terms.automatic_words.to_owned(), || None, |all| all.sales.automatic_words.clone(), |all, list| all.sales.automatic_words = list)}
                </div>
            </details>
        </section>
    }
    .into_any()
}

/// The minutes of each rep the data names, or the agreement.
fn reps() -> AnyView {
    let state = use_app();
    let mut names: Vec<String> = state.filter_values.with(|values| {
        let owners = values.iter().filter(|one| one.dimension == Dimension::Owner).flat_map(|one| &one.values);
        owners.filter_map(|(value, _)| value.clone()).take(REPS).collect()
    });
    names.extend(state.agreement.with_untracked(|all| all.sales.capacity.by_owner.keys().cloned().collect::<Vec<_>>()));
    names.sort();
    names.dedup();
    let field = |name: String| {
        let key = name.clone();
        Field::number(
            name.clone(),
            Range::Amount,
            move |all| all.sales.capacity.by_owner.get(&name).copied(),
            move |all, value| {
                let owners = &mut all.sales.capacity.by_owner;
                match value {
                    Some(value) => owners.insert(key.clone(), value),
                    None => owners.remove(&key),
                };
            },
        )
        .view()
    };
    view! { <div class="form-grid tight">{names.into_iter().map(field).collect_view()}</div> }.into_any()
}
