//! Whether it pays, here, to be fast and to try again: contact rates by the time waited and by attempt, and a plain sentence on each.
//! A difference is one only where its interval leaves out zero.

use handoff::{
    chart::{Bar, BarsSpec, BarsWords, ChartSpec, Figure, Tone},
    report::{ContactByAttempt, ContactBySpeed, FollowUpOf, LeadsOf, Rate, RecordsOf, Report, SpeedBand},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    format,
    parts::{Chart, Info, fraction, speed::band_name},
    state::AppState,
};

pub fn cards(state: AppState, report: &Report) -> AnyView {
    let words = format::follow_up();
    let Some(rates) = &report.contact_rates else { return ().into_any() };
    let by_speed = rates.by_speed.iter().enumerate().map(|(key, by)| bar(key, band_name(by.band).to_owned(), by.rate));
    let by_attempt = rates
        .by_attempt
        .iter()
        .map(|by| bar(by.attempt as usize, fill(words.attempt_n, &[("n", &format::integer(u64::from(by.attempt)))]), by.rate));
    let open = move |of: FollowUpOf, title: String| state.open_records(RecordsOf::FollowUp { of, part: LeadsOf::All }, title);
    let pick_band = Callback::new(move |key: usize| {
        if let Some(picked) = SpeedBand::ALL.get(key) {
            open(FollowUpOf::ContactedIn { band: *picked }, format!("{} · {}", words.contacted, band_name(*picked)));
        }
    });
    let pick_attempt = Callback::new(move |key: usize| {
        let attempt = fill(words.attempt_n, &[("n", &format::integer(key as u64))]);
        open(FollowUpOf::ContactedAt { attempt: key as u32 }, format!("{} · {attempt}", words.contacted));
    });
    view! {
        {card(words.by_speed_title, words.by_speed_def, pays_to_be_fast(&rates.by_speed), words.col_waited, by_speed.collect(), pick_band)}
        {card(words.by_attempt_title, words.by_attempt_def, pays_to_try_again(&rates.by_attempt), words.col_attempt, by_attempt.collect(), pick_attempt)}
    }
    .into_any()
}

fn bar(key: usize, label: String, rate: Rate) -> Bar {
    Bar {
        key,
        label,
        value: Figure::new(rate.value().unwrap_or(0.0), format::rate(rate)),
        note: Some(Figure::new(rate.numerator as f64, fraction(rate))),
        tone: Tone::Sales,
        faint: rate.is_thin(),
        ..Bar::default()
    }
}

fn card(
    title: &'static str,
    definition: &'static str,
    sentence: String,
    label: &'static str,
    bars: Vec<Bar>,
    pick: Callback<usize>,
) -> AnyView {
    if bars.is_empty() {
        return ().into_any();
    }
    let words = format::follow_up();
    let words = BarsWords { label: label.into(), value: words.contact_rate.into(), note: words.contacted.into(), compare: String::new() };
    view! {
        <section class="card span-6 sales">
            <div class="team"><span class="dot"></span><h3>{title}</h3> <Info text=definition /></div>
            <p class="card-sub">{sentence}</p>
            <Chart spec=ChartSpec::Bars(BarsSpec { bars, words }) title=title on_pick=pick />
        </section>
    }
    .into_any()
}

/// The fastest band with enough leads against the slowest, those never followed up left out: they were not contacted slowly.
fn pays_to_be_fast(by_speed: &[ContactBySpeed]) -> String {
    let words = format::follow_up();
    let enough: Vec<&ContactBySpeed> = by_speed.iter().filter(|by| by.band != SpeedBand::Never && !by.rate.is_thin()).collect();
    let (Some(fast), Some(slow)) = (enough.first(), enough.last()) else { return words.pays_too_few.to_owned() };
    let Some(difference) = fast.rate.minus(slow.rate).filter(|_| fast.band != slow.band) else { return words.pays_too_few.to_owned() };
    let sentence = if difference.low > 0.0 {
        words.pays_fast
    } else if difference.high < 0.0 {
        words.pays_slow
    } else {
        words.pays_unclear
    };
    let points = |share: f64| format::signed(share * 100.0);
    fill(
        sentence,
        &[
            ("fast", band_name(fast.band)),
            ("slow", band_name(slow.band)),
            ("fast_rate", &format::rate(fast.rate)),
            ("slow_rate", &format::rate(slow.rate)),
            ("low", &points(difference.low)),
            ("high", &points(difference.high)),
        ],
    )
}

/// How many of those reached would not have been, had nobody tried again.
fn pays_to_try_again(by_attempt: &[ContactByAttempt]) -> String {
    let words = format::follow_up();
    let reached: u64 = by_attempt.iter().map(|by| by.rate.numerator).sum();
    let later: u64 = by_attempt.iter().filter(|by| by.attempt > 1).map(|by| by.rate.numerator).sum();
    let rate = Rate { numerator: later, denominator: reached };
    if rate.is_thin() {
        return words.pays_too_few.to_owned();
    }
    fill(words.pays_again, &[("rate", &format::rate(rate)), ("of", &fraction(rate))])
}
