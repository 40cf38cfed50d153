//! How fast leads were followed up: the bands against the promise, on either clock, and the durations.

use std::sync::Arc;

use handoff::{
    agreement::{Clock, TimeTarget},
    chart::{ChartSpec, Column, ColumnsSpec, ColumnsWords, Divider, Figure, Tone, nice_ticks},
    report::{FollowUpOf, LeadsOf, RecordsOf, Report, Speed, SpeedBand},
    words::fill,
};
use leptos::prelude::*;

use super::{chip, counted, duration, said};
use crate::app::{format, parts::Chart, state::AppState};

/// The longest wait of each band that has one, in hours.
const ENDS: [f64; 5] = [5.0 / 60.0, 0.5, 1.0, 4.0, 24.0];
pub const CLOCKS: [Clock; 2] = [Clock::Business, Clock::Elapsed];

pub fn band(band: SpeedBand) -> &'static str {
    let words = format::follow_up();
    match band {
        SpeedBand::UpTo5Minutes => words.band_5_minutes,
        SpeedBand::UpTo30Minutes => words.band_30_minutes,
        SpeedBand::UpTo60Minutes => words.band_60_minutes,
        SpeedBand::UpTo4Hours => words.band_4_hours,
        SpeedBand::UpTo24Hours => words.band_24_hours,
        SpeedBand::Longer => words.band_longer,
        SpeedBand::Never => words.band_never,
    }
}

pub fn card(state: AppState, report: &Report, clock: RwSignal<Clock>) -> AnyView {
    let words = format::follow_up();
    let Some(speed) = report.speed.clone().map(Arc::new) else { return ().into_any() };
    let terms = format::terms();
    let options = CLOCKS.map(|clock| terms.clock_of(clock).to_owned()).into();
    let place = Signal::derive(move || CLOCKS.iter().position(|one| *one == clock.get()).unwrap_or(0));
    let choose = Callback::new(move |index: usize| clock.set(CLOCKS[index.min(1)]));
    let of_both = Arc::clone(&speed);
    view! {
        <section class="card span-7 sales">
            <div class="card-title"><h3>{words.speed_title}</h3> {chip(words.clock_label, options, place, choose)}</div>
            <p class="card-sub">{words.speed_sub}</p>
            {move || on_clock(state, &speed, clock.get())}
            <div class="facts">
                {counted(words.never, None, FollowUpOf::Never, of_both.never)}
                {counted(words.untimed, Some(words.untimed_def), FollowUpOf::Untimed, of_both.untimed)}
                {counted(words.before_delivery, Some(words.before_delivery_def), FollowUpOf::BeforeDelivery, of_both.before_delivery)}
                {said(words.system_span, Some(words.system_span_def), duration(state, of_both.system_minutes.median, Clock::Elapsed))}
                {said(words.human_span, Some(words.human_span_def), duration(state, of_both.minutes.median, Clock::Elapsed))}
            </div>
        </section>
    }
    .into_any()
}

fn on_clock(state: AppState, speed: &Speed, clock: Clock) -> AnyView {
    let words = format::follow_up();
    let (minutes, of_all) = match clock {
        Clock::Elapsed => (&speed.minutes, speed.median_of_all_minutes),
        Clock::Business => (&speed.business_minutes, speed.median_of_all_business_minutes),
    };
    let promised = speed.target.filter(|target| target.clock == clock);
    let spec = bands(speed, clock, promised);
    // A promise inside of a band cannot be drawn between two.
    let inside = promised.filter(|_| spec.divider.is_none()).and_then(|target| {
        let within = SpeedBand::of((target.hours * 3_600.0).round() as u32);
        let promise = fill(words.promise_label, &[("hours", &format::exact(target.hours)), ("clock", format::terms().clock_of(clock))]);
        (within != SpeedBand::Longer).then(|| fill(words.promise_inside, &[("promise", &promise), ("band", band(within))]))
    });
    let pick = Callback::new(move |key: usize| {
        if let Some(picked) = SpeedBand::ALL.get(key) {
            let of = RecordsOf::FollowUp { of: FollowUpOf::Band { clock, band: *picked }, part: LeadsOf::All };
            state.open_records(of, format!("{} · {}", words.speed_title, band(*picked)));
        }
    });
    view! {
        <Chart spec=ChartSpec::Columns(spec) title=words.speed_title height=210.0 on_pick=pick />
        {inside.map(|text| view! { <p class="quiet small">{text}</p> })}
        <div class="facts">
            {said(words.median, Some(words.median_def), duration(state, minutes.median, clock))}
            {said(words.median_of_all, Some(words.median_of_all_def), duration(state, of_all, clock))}
            {said(words.mean, None, duration(state, minutes.mean, clock))}
            {said(words.p90, Some(words.p90_def), duration(state, minutes.p90, clock))}
        </div>
    }
    .into_any()
}

fn bands(speed: &Speed, clock: Clock, promised: Option<TimeTarget>) -> ColumnsSpec {
    let words = format::follow_up();
    let counts = if clock == Clock::Elapsed { &speed.bands } else { &speed.business_bands };
    let columns = counts.iter().enumerate().map(|(key, count)| {
        // A band is late when it begins where the promise ends, or later.
        let begins = key.checked_sub(1).map_or(0.0, |before| ENDS.get(before).copied().unwrap_or(24.0));
        let is_late = count.band == SpeedBand::Never || promised.is_some_and(|target| begins >= target.hours - 1e-9);
        Column {
            key,
            label: band(count.band).to_owned(),
            value: Figure::new(count.leads as f64, format::integer(count.leads)),
            tone: if is_late { Tone::Miss } else { Tone::Sales },
            ..Column::default()
        }
    });
    let divider = promised.and_then(|target| {
        let place = ENDS.iter().position(|end| (end - target.hours).abs() < 1e-9)?;
        let label = fill(words.promise_label, &[("hours", &format::exact(target.hours)), ("clock", format::terms().clock_of(clock))]);
        Some(Divider { after: (place + 1) as f32, label })
    });
    let columns_words = ColumnsWords { label: words.col_waited.into(), value: format::words().col_leads.into(), compare: String::new() };
    let mut spec = ColumnsSpec { columns: columns.collect(), divider, words: columns_words, ..ColumnsSpec::default() };
    spec.ticks = nice_ticks(spec.top(), 4).into_iter().map(|value| Figure::new(value, format::decimal(value))).collect();
    spec
}
