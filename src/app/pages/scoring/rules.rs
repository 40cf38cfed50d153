//! The rules of the draft: what each looks at, what it gives, and what became of the leads it applies to. The numbers are the worker's.

use std::sync::Arc;

use handoff::{
    agreement::{Agreement, Attribute, Condition, Effect, Rule, Signal, Test},
    leads::ActivityKind,
    report::{RecordsOf, RuleEvidence},
    words::{condition as condition_words, fill},
};
use leptos::prelude::*;

use super::{
    bench::{Bench, rule},
    count, signed, slider,
};
use crate::app::{
    door::document,
    format::{self, Reader},
    labels,
    parts::{
        condition::condition,
        fields::{Field, Range, choose, choose_among, remove, words},
    },
};

/// Points of a rule that was something else before.
const NEW_POINTS: f64 = 10.0;
/// The id of the suggested headers.
const COUNTERS: &str = "lab-counters";

const KINDS: [Option<ActivityKind>; 10] = {
    let mut kinds = [None; 10];
    let mut index = 0;
    while index < ActivityKind::ALL.len() {
        kinds[index + 1] = Some(ActivityKind::ALL[index]);
        index += 1;
    }
    kinds
};

fn is_fit(rule: &Rule) -> bool {
    matches!(rule.signal, Signal::Fit(_))
}

pub fn rules(bench: Bench) -> AnyView {
    view! {
        <section class="card">
            {counters(bench)}
            {group(bench, true)}
            {group(bench, false)}
        </section>
    }
    .into_any()
}

fn group(bench: Bench, of_fit: bool) -> AnyView {
    let w = format::scoring();
    let places = Memo::new(move |_| {
        bench.draft.agreement.with(|all| {
            let rules = all.scoring.rules.iter().enumerate();
            // With its kind: another kind has another editor.
            let place = |(index, rule): (usize, &Rule)| (index, matches!(rule.signal, Signal::Counter(_)));
            rules.filter(|(_, rule)| is_fit(rule) == of_fit).map(place).collect::<Vec<_>>()
        })
    });
    let (title, sub) = if of_fit { (w.fit, w.fit_sub) } else { (w.engagement, w.engagement_sub) };
    let list = move || {
        let places = places.get();
        if places.is_empty() {
            return view! { <p class="quiet small">{w.no_rule_here}</p> }.into_any();
        }
        view! { <ul class="items">{places.into_iter().map(|(index, _)| item(bench, index)).collect_view()}</ul> }.into_any()
    };
    let fit = || Signal::Fit(Condition { of: Attribute::Email, test: Test::Known });
    let activity = || Signal::Activity { kind: Some(ActivityKind::FormFill), words: Vec::new() };
    let adds: Vec<AnyView> = if of_fit {
        vec![adder(bench, w.add_fit, fit)]
    } else {
        vec![adder(bench, w.add_activity, activity), adder(bench, w.add_counter, || Signal::Counter(String::new()))]
    };
    view! {
        <div class="rule-group">
            <div class="rule-head"><h3>{title}</h3><span class="quiet small">{move || outcome(bench)}</span></div>
            <p class="quiet small">{sub}</p>
            {list}
            <div class="rule-adds no-print">{adds}</div>
        </div>
    }
    .into_any()
}

/// "became customers, with / without".
fn outcome(bench: Bench) -> String {
    let stage = bench.scored.with(|scored| scored.as_ref().and_then(|scored| scored.report.outcome));
    stage.map_or_else(String::new, |stage| fill(format::scoring().with_without, &[("stage", labels::stage(stage))]))
}

/// Adds a rule that gives nothing yet: it is seen, and changes nothing before its slider moves.
fn adder(bench: Bench, label: &'static str, signal: fn() -> Signal) -> AnyView {
    let add = move |_| {
        let place = bench.draft.agreement.with_untracked(|all| all.scoring.rules.len());
        bench.added.set_value(Some(place));
        bench.change(|model| {
            let name = |n: usize| fill(format::terms().new_named, &[("n", &format::integer(n as u64))]);
            // Of one name more than there are rules, one is free.
            let free = (1..=place + 1).map(name).find(|name| model.rules.iter().all(|rule| rule.name != *name));
            let name = free.unwrap_or_else(|| name(place + 1));
            model.rules.push(Rule { name, signal: signal(), effect: Effect::Points(0.0), cap: None, half_life_days: None, is_off: false });
        });
        document::focus_soon(".rule.added .rule-name-field .input");
    };
    view! { <button type="button" class="button link" on:click=add>{label}</button> }.into_any()
}

/// Headers to count by: those the files were matched with, and those the rules name.
fn counters(bench: Bench) -> AnyView {
    use handoff::import::Field as ImportField;
    let headers = Memo::new(move |_| {
        let mut all: Vec<String> = bench.state.mappings.with(|mappings| {
            let columns = mappings.iter().flat_map(|mapping| &mapping.columns);
            columns.filter(|column| column.field == Some(ImportField::Counter)).map(|column| column.header.clone()).collect()
        });
        bench.draft.agreement.with(|agreement| {
            all.extend(agreement.scoring.rules.iter().filter_map(|rule| match &rule.signal {
                Signal::Counter(header) if !header.is_empty() => Some(header.clone()),
                _ => None,
            }));
        });
        all.sort();
        all.dedup();
        all
    });
    let option = |header: String| view! { <option value=header></option> };
    view! { <datalist id=COUNTERS>{move || headers.get().into_iter().map(option).collect_view()}</datalist> }.into_any()
}

/// What a rule looks at, and its limits.
fn about(rule: &Rule) -> String {
    let terms = format::terms();
    let signal = match &rule.signal {
        Signal::Fit(one) => condition_words(one, &Reader),
        Signal::Activity { kind, words } => {
            let kind = kind.map_or(terms.any_activity, |kind| terms.activity(kind));
            let quoted: Vec<String> = words.iter().map(|word| handoff::words::Writing::name(&Reader, word)).collect();
            if quoted.is_empty() {
                kind.to_owned()
            } else {
                fill(terms.activity_words, &[("kind", kind), ("words", &quoted.join(terms.or))])
            }
        }
        Signal::Counter(header) if header.is_empty() => format::scoring().counter_unnamed.to_owned(),
        Signal::Counter(header) => fill(terms.counter, &[("column", &handoff::words::Writing::name(&Reader, header))]),
    };
    let cap = rule.cap.map(|cap| fill(terms.capped, &[("n", &format::exact(cap))]));
    let half_life = rule.half_life_days.map(|days| fill(terms.halves, &[("n", &format::exact(days))]));
    [Some(signal), cap, half_life].into_iter().flatten().collect::<Vec<_>>().join(terms.comma)
}

fn change(all: &mut Agreement, index: usize, change: impl FnOnce(&mut Rule)) {
    if let Some(rule) = all.scoring.rules.get_mut(index) {
        change(rule);
    }
}

fn points_of(all: &Agreement, index: usize) -> Option<f64> {
    match rule(all, index)?.effect {
        Effect::Points(points) => Some(points),
        Effect::Disqualify | Effect::FastTrack => None,
    }
}

fn item(bench: Bench, index: usize) -> AnyView {
    let w = format::scoring();
    let agreement = bench.draft.agreement;
    let current = Memo::new(move |_| agreement.with(|all| rule(all, index).cloned()));
    let name = move || current.with(|rule| rule.as_ref().map_or_else(String::new, |rule| rule.name.clone()));
    let said = move || current.with(|rule| rule.as_ref().map(about));
    let is_on = move || current.with(|rule| rule.as_ref().is_some_and(|rule| !rule.is_off));
    let effect = Memo::new(move |_| current.with(|rule| rule.as_ref().map_or(0, |rule| place(rule.effect))));
    let turned = move |event| {
        let is_off = !event_target_checked(&event);
        bench.change(|model| {
            if let Some(rule) = model.rules.get_mut(index) {
                rule.is_off = is_off;
            }
        });
    };
    let gives = move || match effect.get() {
        0 => view! {
            {slider::of_points(
                bench,
                w.points,
                Arc::new(move |all| points_of(all, index)),
                Arc::new(move |all, value| change(all, index, |rule| rule.effect = Effect::Points(value))),
            )}
            {Field::number(
                w.points_typed,
                Range::Any,
                move |all| points_of(all, index),
                move |all, value| change(all, index, |rule| rule.effect = Effect::Points(value.unwrap_or(0.0))),
            ).inline().view()}
        }
        .into_any(),
        1 => view! { <span class="tag miss"><span aria-hidden="true">"✕ "</span>{w.never_mql}</span> }.into_any(),
        _ => view! { <span class="tag met"><span aria-hidden="true">"✓ "</span>{w.straight_sal}</span> }.into_any(),
    };
    let is_added = bench.added.get_value() == Some(index);
    view! {
        <li class="rule" class:added=is_added class:off=move || !is_on()>
            <div class="rule-row" role="group" aria-label=name>
                <div class="rule-name">
                    <label class="check"><input type="checkbox" prop:checked=is_on on:change=turned /><span class="rule-title" dir="auto">{name}</span></label>
                    <div class="quiet small rule-about">{said}</div>
                </div>
                <div class="rule-points">{gives}</div>
                <div class="rule-evidence">{evidence(bench, index)}</div>
            </div>
            <details class="rule-edit no-print" open=is_added>
                <summary class="small">{w.change} <span class="visually-hidden">{name}</span></summary>
                {form(bench, index)}
            </details>
        </li>
    }
    .into_any()
}

/// The evidence of the rule at this place, once a report has come that knows it.
fn evidence(bench: Bench, index: usize) -> AnyView {
    let w = format::scoring();
    let agreement = bench.draft.agreement;
    let is_off = Memo::new(move |_| agreement.with(|all| rule(all, index).is_some_and(|rule| rule.is_off)));
    let known = Memo::new(move |_| {
        bench.scored.with(|scored| {
            let scored = scored.as_ref()?;
            let counted = scored.model.rules.get(index).map(|rule| &rule.signal);
            let is_it = agreement.with(|all| rule(all, index).map(|rule| &rule.signal) == counted);
            let known = scored.report.rules.get(index).filter(|rule| is_it && !rule.is_off)?;
            Some((scored.report.outcome.is_some(), known.clone()))
        })
    });
    let shown = move || match known.get() {
        _ if is_off.get() => view! { <span class="quiet small">{w.is_off}</span> }.into_any(),
        Some((false, _)) => view! { <span class="quiet small">{w.no_outcome}</span> }.into_any(),
        Some((true, known)) => proof(bench.opens.get(), index, &known),
        None => view! { <span class="quiet small">{w.counting}</span> }.into_any(),
    };
    shown.into_any()
}

fn proof(opens: bool, index: usize, rule: &RuleEvidence) -> AnyView {
    let (w, words) = (format::scoring(), format::words());
    let hit = rule.with.denominator;
    if hit == 0 {
        return view! { <span class="quiet small">{w.hits_none}</span> }.into_any();
    }
    let leads = count(opens, hit, RecordsOf::RuleHit { rule: index as u32 }, rule.name.clone());
    let hundredths = |share: f64| signed(share * 100.0);
    let difference = rule.difference.map(|difference| {
        let values = [difference.value, difference.low, difference.high].map(hundredths);
        fill(w.difference, &[("value", &values[0]), ("low", &values[1]), ("high", &values[2])])
    });
    let is_thin = hit < handoff::report::Rate::THIN || (rule.without.denominator > 0 && rule.without.is_thin());
    let leak = rule.may_leak.then(|| view! { <div class="leak small"><span aria-hidden="true">"⚠ "</span>{w.may_leak}</div> });
    view! {
        <div class="with-without"><b>{format::rate(rule.with)}</b> <span class="quiet">"/ " {format::rate(rule.without)}</span></div>
        <div class="quiet small">{leads} " " {w.leads_hit} {is_thin.then(|| format!(" · {}", words.thin_data))}</div>
        {difference.map(|text| view! { <div class="quiet small">{text}</div> })}
        {leak}
    }
    .into_any()
}

fn place(effect: Effect) -> usize {
    match effect {
        Effect::Points(_) => 0,
        Effect::Disqualify => 1,
        Effect::FastTrack => 2,
    }
}

/// All of a rule but its slider.
fn form(bench: Bench, index: usize) -> AnyView {
    let (w, terms) = (format::scoring(), format::terms());
    let is_activity = Memo::new(move |_| {
        bench.draft.agreement.with(|all| rule(all, index).is_some_and(|rule| matches!(rule.signal, Signal::Activity { .. })))
    });
    let name = Field::text(
        terms.name,
        move |all| rule(all, index).map_or_else(String::new, |rule| rule.name.clone()),
        move |all, text| {
            change(all, index, |rule| text.clone_into(&mut rule.name));
            Ok(())
        },
    );
    let effect = choose(
        w.effect.to_owned(),
        false,
        move || vec![w.gives_points.to_owned(), w.never_mql.to_owned(), w.straight_sal.to_owned()],
        move |all| rule(all, index).map_or(0, |rule| place(rule.effect)),
        move |all, chosen| {
            change(all, index, |rule| {
                if chosen != place(rule.effect) {
                    rule.effect = [Effect::Points(NEW_POINTS), Effect::Disqualify, Effect::FastTrack][chosen.min(2)];
                }
            });
        },
    );
    let cap = Field::number(
        w.cap,
        Range::Amount,
        move |all| rule(all, index)?.cap,
        move |all, value| change(all, index, |rule| rule.cap = value),
    );
    let half_life = move || {
        is_activity.get().then(|| {
            Field::number(
                w.half_life,
                Range::AboveZero,
                move |all| rule(all, index)?.half_life_days,
                move |all, value| change(all, index, |rule| rule.half_life_days = value),
            )
            .view()
        })
    };
    let gone = move |all: &mut Agreement| {
        if index < all.scoring.rules.len() {
            all.scoring.rules.remove(index);
            bench.added.set_value(None);
        }
    };
    let named = format!("{} {}", w.rule, format::integer(index as u64 + 1));
    view! {
        <div class="row">
            <div class="rule-name-field">{name.view()}</div>
            {effect} {cap.view()} {half_life} {remove(named, gone)}
        </div>
        <div class="rule-signal">{signal(bench, index)}</div>
    }
    .into_any()
}

/// The editor of what the rule looks at. A rule stays of its kind.
fn signal(bench: Bench, index: usize) -> AnyView {
    let w = format::scoring();
    let kind = bench.draft.agreement.with_untracked(|all| rule(all, index).map(|rule| rule.signal.clone()));
    match kind {
        Some(Signal::Fit(_)) => view! {
            <div class="condition">
                {condition(
                    Arc::new(move |all| match &rule(all, index)?.signal {
                        Signal::Fit(condition) => Some(condition.clone()),
                        _ => None,
                    }),
                    Arc::new(move |all, condition| change(all, index, |rule| rule.signal = Signal::Fit(condition))),
                )}
            </div>
        }
        .into_any(),
        Some(Signal::Activity { .. }) => view! {
            <div class="condition">
                {choose_among(
                    w.activity_kind.to_owned(),
                    true,
                    &KINDS,
                    |kind| kind.map_or(format::terms().any_activity, |kind| format::terms().activity(kind)),
                    move |all| match &rule(all, index)?.signal {
                        Signal::Activity { kind, .. } => Some(*kind),
                        _ => None,
                    },
                    move |all, chosen| change(all, index, |rule| {
                        if let Signal::Activity { kind, .. } = &mut rule.signal {
                            *kind = chosen;
                        }
                    }),
                )}
                {words(
                    w.activity_words.to_owned(),
                    || None,
                    move |all| match rule(all, index).map(|rule| &rule.signal) {
                        Some(Signal::Activity { words, .. }) => words.clone(),
                        _ => Vec::new(),
                    },
                    move |all, typed| change(all, index, |rule| {
                        if let Signal::Activity { words, .. } = &mut rule.signal {
                            words.clone_from(&typed);
                        }
                    }),
                )}
            </div>
            <p class="quiet small">{w.activity_words_note}</p>
        }
        .into_any(),
        Some(Signal::Counter(_)) => view! {
            {Field::text(
                w.counter_header,
                move |all| match rule(all, index).map(|rule| &rule.signal) {
                    Some(Signal::Counter(header)) => header.clone(),
                    _ => String::new(),
                },
                move |all, text| {
                    change(all, index, |rule| rule.signal = Signal::Counter(text.to_owned()));
                    Ok(())
                },
            ).suggest(COUNTERS).view()}
            <p class="quiet small">{w.counter_note}</p>
        }
        .into_any(),
        None => ().into_any(),
    }
}
