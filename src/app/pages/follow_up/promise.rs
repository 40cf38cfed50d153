//! Sales' promise of speed: what was promised, how it was kept, and what would have been kept of another promise.

use handoff::{
    agreement::Clock,
    report::{FollowUpOf, LeadsOf, Report, Speed, SpeedAt},
    words::fill,
};
use leptos::prelude::*;

use super::{counted, opens, target, verdicts};
use crate::app::{
    format,
    parts::{Info, fraction, speed::share_tag},
    route::Page,
    state::use_app,
};

pub fn card(report: &Report) -> AnyView {
    let (state, words) = (use_app(), format::follow_up());
    let Some(speed) = &report.speed else { return ().into_any() };
    let body = if let (Some(promised), Some(compliance)) = (speed.target, speed.compliance) {
        let rate = compliance.rate();
        let (kept, of) = (format::rate(rate), fill(words.of_share, &[("share", &format::percent(promised.share))]));
        view! {
            <p class="promise">{fill(words.promise_speed, &[("target", &target(promised))])}</p>
            <div class="hero">
                <span class="hero-number" title=rate.value().is_none().then_some(format::words().undefined_reason)>{kept}</span>
                <span class="hero-of">{of} " " <Info text=words.compliance_def /></span>
                {share_tag(compliance.rate(), promised.share)}
            </div>
            <p class="quiet">{fraction(rate)}</p>
            <div class="facts">
                {verdicts(compliance, |verdict| FollowUpOf::Speed { verdict })}
                {counted(words.delivered, Some(words.delivered_def), FollowUpOf::Delivered, speed.delivered)}
            </div>
        }
        .into_any()
    } else {
        let delivered = opens(FollowUpOf::Delivered, LeadsOf::All, speed.delivered, words.delivered.to_owned());
        view! {
            <p class="promise">
                {words.promise_none} " "
                <a href=move || state.route.with(|route| route.with_page(Page::Agreement).hash())>{format::words().nav_agreement}</a>
            </p>
            <div class="hero"><span class="hero-number">{delivered}</span> <span class="hero-of">{words.delivered}</span></div>
            <div class="facts">{counted(words.followed_up, None, FollowUpOf::FollowedUp, speed.followed_up)}</div>
        }
        .into_any()
    };
    view! {
        <section class="card span-5 sales">
            <div class="team"><span class="dot"></span><h3>{format::words().team_sales}</h3></div>
            {body}
            {what_if(speed)}
        </section>
    }
    .into_any()
}

/// "15 business minutes", "1 business hour".
fn span(hours: f64, clock: Clock) -> String {
    let words = format::follow_up();
    let [minutes, one, many] = match clock {
        Clock::Business => [words.business_minutes, words.business_hour, words.business_hours],
        Clock::Elapsed => [words.elapsed_minutes, words.elapsed_hour, words.elapsed_hours],
    };
    let (sentence, n) = match hours {
        ..1.0 => (minutes, hours * 60.0),
        1.0 => (one, hours),
        _ => (many, hours),
    };
    fill(sentence, &[("n", &format::exact(n))])
}

/// The promise as a slider over the hours the report looked at.
fn what_if(speed: &Speed) -> AnyView {
    let words = format::follow_up();
    let looked_at = StoredValue::new(speed.what_if.clone());
    let Some(last) = speed.what_if.len().checked_sub(1) else { return ().into_any() };
    let clock = speed.clock();
    let promised = speed.target.map_or(1.0, |target| target.hours);
    // The one nearest to the promise, by ratio.
    let distance = |at: &SpeedAt| (at.hours / promised).ln().abs();
    let nearest = (0..=last).min_by(|a, b| distance(&speed.what_if[*a]).total_cmp(&distance(&speed.what_if[*b]))).unwrap_or(0);
    let place = RwSignal::new(nearest);
    let at = move || looked_at.with_value(|all| all.get(place.get()).copied());
    let text = move || at().map_or_else(String::new, |at| span(at.hours, clock));
    let sentence = move || {
        at().map_or_else(String::new, |at| {
            let rate = at.compliance.rate();
            fill(words.what_if, &[("hours", &span(at.hours, clock)), ("rate", &format::rate(rate)), ("of", &fraction(rate))])
        })
    };
    let slide = move |event| {
        if let Ok(index) = event_target_value(&event).parse::<usize>() {
            place.set(index.min(last));
        }
    };
    view! {
        <div class="what-if">
            <label for="what-if">{words.what_if_label}</label>
            <input type="range" id="what-if" min="0" max=last.to_string() step="1" aria-valuetext=text prop:value=nearest.to_string() on:input=slide />
            <p aria-live="polite"><strong>{sentence}</strong></p>
        </div>
    }
    .into_any()
}
