//! A slider over a number of the draft, with the length of its points drawn from zero. What it moves is its caller's.

use leptos::prelude::*;

use super::bench::Bench;
use crate::app::{
    format,
    parts::fields::{Read, Write},
};

/// A slider that nobody drew further goes up to this.
const POINTS: f64 = 50.0;

/// Points from −50 to 50, and further where a rule has more already.
pub fn of_points(bench: Bench, label: &'static str, get: Read<Option<f64>>, put: Write<f64>) -> AnyView {
    slider(bench, label, true, POINTS, get, put)
}

/// A threshold from 0 up.
pub fn of_scores(bench: Bench, label: &'static str, most: f64, get: Read<Option<f64>>, put: Write<f64>) -> AnyView {
    slider(bench, label, false, most, get, put)
}

fn slider(bench: Bench, label: &'static str, is_signed: bool, most: f64, get: Read<Option<f64>>, put: Write<f64>) -> AnyView {
    let agreement = bench.draft.agreement;
    let given = Memo::new(move |_| agreement.with(|all| get(all)));
    let value = move || given.get().unwrap_or(0.0);
    // It only grows: an end that came nearer while it is drawn would run away from the hand.
    let most = Memo::new(move |before: Option<&f64>| before.copied().unwrap_or(most).max((value().abs() / 10.0).ceil() * 10.0));
    let least = move || if is_signed { -most.get() } else { 0.0 };
    let share = move |value: f64| (value - least()) / (most.get() - least()) * 100.0;
    let begin = move || share(value().min(0.0));
    let length = move || share(value().max(0.0)) - begin();
    let text = move || match given.get() {
        Some(value) if is_signed => format::points(value),
        Some(value) => format::exact(value),
        None => format::terms().none.to_owned(),
    };
    let moved = move |event| {
        if let Ok(value) = event_target_value(&event).parse::<f64>() {
            agreement.update(|all| put(all, value));
        }
    };
    view! {
        <span class="slider" class:minus=move || value() < 0.0>
            <span class="slider-track" aria-hidden="true" style:--begin=move || format!("{:.2}%", begin()) style:--length=move || format!("{:.2}%", length())></span>
            <input type="range" min=least max=move || most.get() step="1" aria-label=label aria-valuetext=text
                prop:value=move || { most.track(); value().to_string() } on:input=moved />
        </span>
    }
    .into_any()
}
