//! Whether sales said what became of the leads it was given.

use handoff::{
    agreement::Clock,
    report::{FollowUpOf, Rate, Report},
    words::fill,
};
use leptos::prelude::*;

use super::{counted, duration, said, target, verdicts};
use crate::app::{
    format,
    parts::{Info, fraction, speed::share_tag},
    state::use_app,
};

pub fn card(report: &Report) -> AnyView {
    let words = format::follow_up();
    let Some(disposition) = &report.disposition else { return ().into_any() };
    let recorded = Rate { numerator: disposition.recorded, denominator: disposition.delivered };
    let promised = disposition.target.zip(disposition.compliance);
    let (promise, rate) = match promised {
        Some((promised, compliance)) => (fill(words.promise_disposition, &[("target", &target(promised))]), compliance.rate()),
        None => (words.disposition_none.to_owned(), recorded),
    };
    let of = promised.map_or_else(
        || words.disposition_recorded.to_owned(),
        |(promised, _)| fill(words.of_share, &[("share", &format::percent(promised.share))]),
    );
    let clock = disposition.target.map_or(Clock::Business, |target| target.clock);
    let median = if clock == Clock::Business { disposition.business_minutes.median } else { disposition.minutes.median };
    view! {
        <section class="card span-12 sales">
            <div class="team"><span class="dot"></span><h3>{words.disposition_title}</h3> <Info text=words.disposition_def /></div>
            <p class="card-sub">{promise}</p>
            <div class="hero">
                <span class="figure-value">{format::rate(rate)}</span>
                <span class="hero-of">{of}</span>
                {promised.map(|(promised, compliance)| share_tag(compliance.rate(), promised.share))}
                <span class="quiet">{fraction(rate)}</span>
            </div>
            <div class="facts">
                {promised.map(|(_, compliance)| verdicts(compliance, |verdict| FollowUpOf::Disposition { verdict }))}
                {counted(words.disposition_recorded, None, FollowUpOf::Recorded, disposition.recorded)}
                {said(words.untimed, Some(words.disposition_untimed_def), format::integer(disposition.untimed))}
                {said(words.median, None, duration(use_app(), median, clock))}
            </div>
        </section>
    }
    .into_any()
}
