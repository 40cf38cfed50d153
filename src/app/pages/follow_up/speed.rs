//! How fast leads were followed up: the bands against the promise, on either clock, and the durations.

use handoff::{
    agreement::Clock,
    chart::ChartSpec,
    report::{FollowUpOf, LeadsOf, RecordsOf, Report, Speed, SpeedBand},
};
use leptos::prelude::*;

use super::{counted, duration, said};
use crate::app::{
    format,
    parts::{
        Chart, chip,
        speed::{band_name, bands},
    },
    picked::Picked,
    state::AppState,
};

pub const CLOCKS: [Clock; 2] = [Clock::Business, Clock::Elapsed];

pub fn card(state: AppState, report: &Report, picked: Picked) -> AnyView {
    let words = format::follow_up();
    let Some(speed) = &report.speed else { return ().into_any() };
    let terms = format::terms();
    let options = CLOCKS.map(|clock| terms.clock_of(clock).to_owned()).into();
    let place = Signal::derive(move || picked.get().min(1));
    let choose = Callback::new(move |index: usize| picked.set(index));
    view! {
        <section class="card span-7 sales">
            <div class="card-title"><h3>{words.speed_title}</h3> {chip(words.clock_label, options, place, choose)}</div>
            <p class="card-sub">{words.speed_sub}</p>
            {on_clock(state, speed, CLOCKS[place.get()])}
            <div class="facts">
                {counted(words.never, None, FollowUpOf::Never, speed.never)}
                {counted(words.untimed, Some(words.untimed_def), FollowUpOf::Untimed, speed.untimed)}
                {counted(words.before_delivery, Some(words.before_delivery_def), FollowUpOf::BeforeDelivery, speed.before_delivery)}
                {said(words.system_span, Some(words.system_span_def), duration(state, speed.system_minutes.median, Clock::Elapsed))}
                {said(words.human_span, Some(words.human_span_def), duration(state, speed.minutes.median, Clock::Elapsed))}
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
    let spec = bands(speed, clock);
    let pick = Callback::new(move |key: usize| {
        if let Some(picked) = SpeedBand::ALL.get(key) {
            let of = RecordsOf::FollowUp { of: FollowUpOf::Band { clock, band: *picked }, part: LeadsOf::All };
            state.open_records(of, format!("{} · {}", words.speed_title, band_name(*picked)));
        }
    });
    view! {
        <Chart spec=ChartSpec::Columns(spec) title=words.speed_title height=210.0 on_pick=pick />
        <div class="facts">
            {said(words.median, Some(words.median_def), duration(state, minutes.median, clock))}
            {said(words.median_of_all, Some(words.median_of_all_def), duration(state, of_all, clock))}
            {said(words.mean, None, duration(state, minutes.mean, clock))}
            {said(words.p90, Some(words.p90_def), duration(state, minutes.p90, clock))}
        </div>
    }
    .into_any()
}
