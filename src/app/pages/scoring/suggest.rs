//! Points learned from won and lost leads, explained, and taken into the draft by a press alone. The learning is the worker's.

use handoff::{
    agreement::{Effect, Rule},
    report::{CannotSuggest, LEAST_CASES, NoSuggestion, SuggestedRule, Suggestion},
    words::fill,
};
use leptos::prelude::*;

use super::{
    Line,
    bench::{Bench, Learned},
    now_then, table,
};
use crate::app::{
    format, labels,
    parts::{Fact, Info},
};

/// The rules are still those that were learned from: points alone may differ.
fn fits(learned: &[Rule], now: &[Rule]) -> bool {
    let same = |(a, b): (&Rule, &Rule)| a.signal == b.signal && a.name == b.name;
    learned.len() == now.len() && learned.iter().zip(now).all(same)
}

pub fn suggest(bench: Bench) -> AnyView {
    let w = format::scoring();
    let has_rules = Memo::new(move |_| bench.draft.agreement.with(|all| !all.scoring.is_empty()));
    // The table that follows is not read out.
    let told = move || {
        bench.learned.with(|learned| {
            learned.as_ref().map(|learned| match &learned.result {
                Ok(suggestion) => fill(
                    w.learned_from,
                    &[
                        ("won", &format::integer(suggestion.won)),
                        ("lost", &format::integer(suggestion.not_won)),
                        ("stage", labels::stage(suggestion.outcome)),
                    ],
                ),
                Err(why) => refusal(*why),
            })
        })
    };
    let result = move || {
        let learned = bench.learned.get()?;
        learned.result.as_ref().ok().map(|suggestion| shown(bench, &learned, suggestion))
    };
    view! {
        <section class="card">
            <div class="card-title"><h3>{w.suggest_question}</h3><Info text=w.suggest_def /></div>
            <p class="card-sub">{w.suggest_sub}</p>
            <div class="lab-bar-buttons">
                <button type="button" class="button" disabled=move || bench.is_learning.get() || !has_rules.get() on:click=move |_| bench.learn()>
                    {move || if bench.is_learning.get() { w.learning } else { w.suggest_button }}
                </button>
            </div>
            {move || (!has_rules.get()).then(|| view! { <p class="quiet small">{w.none_no_rule}</p> })}
            <p role="status">{told}</p>
            {result}
        </section>
    }
    .into_any()
}

fn refusal(why: CannotSuggest) -> String {
    let w = format::scoring();
    match why {
        CannotSuggest::NotTracked => w.not_tracked.to_owned(),
        CannotSuggest::NoRule => w.cannot_no_rule.to_owned(),
        CannotSuggest::TooFew { won, not_won } => fill(
            w.cannot_too_few,
            &[("won", &format::integer(won)), ("lost", &format::integer(not_won)), ("least", &format::integer(LEAST_CASES))],
        ),
    }
}

/// What a rule does to the odds, each time it applies.
fn odds(rule: &SuggestedRule) -> String {
    let w = format::scoring();
    let ratio = rule.log_odds.exp();
    let spread = 1.96 * rule.standard_error;
    let is_open = rule.log_odds - spread <= 0.0 && rule.log_odds + spread >= 0.0;
    // Near 1 a decimal says nothing: there in hundredths more or less.
    let sentence = if (0.5..2.0).contains(&ratio) {
        let share = format::percent((ratio - 1.0).abs());
        fill(if ratio < 1.0 { w.odds_less } else { w.odds_more }, &[("share", &share)])
    } else if ratio < 1.0 {
        fill(w.odds_divided, &[("n", &format::decimal(ratio.recip()))])
    } else {
        fill(w.odds_times, &[("n", &format::decimal(ratio))])
    };
    if is_open { format!("{sentence} · {}", w.odds_open) } else { sentence }
}

fn shown(bench: Bench, learned: &Learned, suggestion: &Suggestion) -> AnyView {
    let (w, words) = (format::scoring(), format::words());
    let line = |rule: &SuggestedRule| {
        let interval = fill(w.between, &[("low", &format::points(rounded(rule.low))), ("high", &format::points(rounded(rule.high)))]);
        let leak = rule.may_leak.then(|| view! { <div class="leak small"><span aria-hidden="true">"⚠ "</span>{w.may_leak}</div> });
        Line {
            head: view! { <bdi>{rule.name.clone()}</bdi> {leak} }.into_any(),
            cells: vec![
                now_then(&format::points(rule.points_now), &format::points(rule.points)).into_any(),
                interval.into_any(),
                view! { <span class="odds">{odds(rule)}</span> }.into_any(),
            ],
            is_marked: false,
        }
    };
    let titles = vec![w.rule.to_owned(), w.points_now_then.to_owned(), w.interval.to_owned(), w.odds.to_owned()];
    let lines = suggestion.rules.iter().map(line).collect();
    let left_out = suggestion.left_out.iter().filter_map(|(index, why)| {
        let name = learned.rules.get(*index as usize)?.name.clone();
        let why = match why {
            NoSuggestion::IsOff => w.out_is_off,
            NoSuggestion::GivesNoPoints => w.out_no_points,
            NoSuggestion::NoVariation => w.out_no_variation,
        };
        Some(view! { <li><bdi>{name}</bdi> ": " {why}</li> })
    });
    let left_out: Vec<_> = left_out.collect();
    let left_out = (!left_out.is_empty()).then(|| view! { <h3 class="lab-sub">{w.left_out}</h3> <ul class="plain-list">{left_out}</ul> });
    let aucs = now_then(&format::percent(suggestion.auc_now), &format::percent(suggestion.auc));
    let mqls = now_then(&format::integer(suggestion.mqls_now), &format::integer(suggestion.mqls));
    let (of, changes) = (learned.rules.clone(), suggestion.rules.clone());
    let is_fresh = Memo::new(move |_| bench.draft.agreement.with(|all| fits(&of, &all.scoring.rules)));
    let taken = RwSignal::new(false);
    let take = move |_| {
        bench.change(|model| {
            for change in &changes {
                if let Some(rule) = model.rules.get_mut(change.rule as usize) {
                    rule.effect = Effect::Points(change.points);
                }
            }
        });
        taken.set(true);
    };
    let note = move || match (is_fresh.get(), taken.get()) {
        (false, _) => w.stale,
        (true, true) => w.taken,
        (true, false) => w.take_note,
    };
    view! {
        <div class="facts">
            <Fact label=w.auc>{aucs}</Fact>
            <Fact label=words.stage_mql>{mqls}</Fact>
        </div>
        {table(w.suggest_title, titles, lines)}
        {left_out}
        <p class="quiet small">{w.suggest_caution}</p>
        <div class="actions">
            <button type="button" class="button" disabled=move || !is_fresh.get() on:click=take>{w.take}</button>
            <span class="quiet">{note}</span>
        </div>
    }
    .into_any()
}

/// An end of an interval: whole from 10 on, as the points themselves are.
fn rounded(value: f64) -> f64 {
    if value.abs() >= 10.0 { value.round() } else { (value * 10.0).round() / 10.0 }
}
