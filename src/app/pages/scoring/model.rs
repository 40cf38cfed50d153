//! What holds for all rules of the draft: thresholds, caps, and what must be known of an MQL.

use std::sync::Arc;

use handoff::agreement::{Agreement, Attribute};
use leptos::prelude::*;

use super::{bench::Bench, slider};
use crate::app::{
    format,
    parts::{
        condition::attribute,
        fields::{Field, Range, act, each, remove},
    },
};

/// The end of a threshold's slider.
const MOST: f64 = 150.0;

type Get = fn(&Agreement) -> Option<f64>;
type Put = fn(&mut Agreement, Option<f64>);

fn threshold(bench: Bench, label: &'static str, get: Get, put: Put) -> AnyView {
    view! {
        <div class="threshold">
            <span class="threshold-name">{label}</span>
            {slider::of_scores(bench, label, MOST, Arc::new(get), Arc::new(move |all, value| put(all, Some(value))))}
            {Field::number(label, Range::Amount, get, put).inline().view()}
        </div>
    }
    .into_any()
}

pub fn model(bench: Bench) -> AnyView {
    let (w, terms) = (format::scoring(), format::terms());
    let fit = Field::number(terms.fit_cap, Range::Amount, |all| all.scoring.fit_cap, |all, value| all.scoring.fit_cap = value);
    let engagement = Field::number(
        terms.engagement_cap,
        Range::Amount,
        |all| all.scoring.engagement_cap,
        |all, value| all.scoring.engagement_cap = value,
    );
    view! {
        <section class="card">
            <h3>{w.model_title}</h3>
            <p class="card-sub">{w.model_sub}</p>
            {threshold(bench, terms.mql_score, |all| all.scoring.mql_score, |all, value| all.scoring.mql_score = value)}
            {threshold(bench, terms.sal_score, |all| all.scoring.sal_score, |all, value| all.scoring.sal_score = value)}
            <div class="form-grid caps">{fit.view()} {engagement.view()}</div>
            <fieldset class="mode">
                <legend>{terms.required}</legend>
                <ul class="conditions">{each(|all| all.scoring.required.len(), required)}</ul>
                <div>{act(w.add_required.to_owned(), "button link", add_required)}</div>
            </fieldset>
        </section>
    }
    .into_any()
}

fn required(index: usize) -> AnyView {
    let w = format::scoring();
    let named = format!("{} {}", w.required_field, format::integer(index as u64 + 1));
    let gone = move |all: &mut Agreement| {
        if index < all.scoring.required.len() {
            all.scoring.required.remove(index);
        }
    };
    view! {
        <li class="condition">
            {attribute(
                w.required_field,
                move |all| all.scoring.required.get(index).cloned(),
                move |all, chosen| if let Some(required) = all.scoring.required.get_mut(index) { *required = chosen },
            )}
            {remove(named, gone)}
        </li>
    }
    .into_any()
}

/// The first of the usual ones that is not there yet.
fn add_required(all: &mut Agreement) {
    let usual = [Attribute::Email, Attribute::Name, Attribute::Company, Attribute::EmailDomain];
    let required = &mut all.scoring.required;
    let next = usual.into_iter().find(|one| !required.contains(one)).unwrap_or(Attribute::Email);
    required.push(next);
}
