//! The bands of speed and the promise among them, and how far a share is from the one promised: alike wherever they are shown.

use handoff::{
    agreement::Clock,
    chart::{Column, ColumnsSpec, ColumnsWords, Divider, Figure, Tone},
    report::{BandCount, Rate, Speed, SpeedBand},
    words::fill,
};
use leptos::prelude::*;

use crate::app::format;

/// How far a share is from the one promised.
pub fn share_tag(rate: Rate, promised: f64) -> AnyView {
    let texts = format::promises();
    let Some(value) = rate.value() else { return ().into_any() };
    if value >= promised {
        return view! { <span class="tag met">"✓ " {texts.promise_kept}</span> }.into_any();
    }
    // To the tenth, so that a promise missed by little is not "0 short".
    let points = format::decimal((promised - value) * 100.0);
    view! { <span class="tag miss">"▼ " {fill(texts.points_short, &[("n", &points)])}</span> }.into_any()
}

pub fn band_name(band: SpeedBand) -> &'static str {
    let texts = format::promises();
    match band {
        SpeedBand::UpTo5Minutes => texts.band_5m,
        SpeedBand::UpTo30Minutes => texts.band_30m,
        SpeedBand::UpTo60Minutes => texts.band_60m,
        SpeedBand::UpTo4Hours => texts.band_4h,
        SpeedBand::UpTo24Hours => texts.band_24h,
        SpeedBand::Longer => texts.band_longer,
        SpeedBand::Never => texts.band_never,
    }
}

/// Longest wait of a band in minutes; `None` without end.
const fn end_of(band: SpeedBand) -> Option<f64> {
    match band {
        SpeedBand::UpTo5Minutes => Some(5.0),
        SpeedBand::UpTo30Minutes => Some(30.0),
        SpeedBand::UpTo60Minutes => Some(60.0),
        SpeedBand::UpTo4Hours => Some(240.0),
        SpeedBand::UpTo24Hours => Some(1_440.0),
        SpeedBand::Longer | SpeedBand::Never => None,
    }
}

/// Where a promise of so many minutes stands among the bands: between two of them, or within one by its share of that. Nobody can say
/// where in the band that has no end.
fn place(counts: &[BandCount], minutes: f64) -> Option<f32> {
    let mut from = 0.0;
    for (index, count) in counts.iter().enumerate() {
        match end_of(count.band) {
            Some(to) if to <= minutes => from = to,
            Some(to) => return Some(index as f32 + ((minutes - from) / (to - from)) as f32),
            None => return (from >= minutes).then_some(index as f32),
        }
    }
    None
}

/// Everybody in the band waited longer than the promise.
fn is_late(band: SpeedBand, minutes: f64) -> bool {
    let position = SpeedBand::ALL.iter().position(|known| *known == band).unwrap_or_default();
    let from = position.checked_sub(1).and_then(|before| end_of(SpeedBand::ALL[before]));
    match band {
        SpeedBand::UpTo5Minutes => false,
        SpeedBand::Never => true,
        _ => from.is_some_and(|from| from >= minutes),
    }
}

/// Leads by how long they waited on a clock, and the promise among the bands if it is of that clock; those beyond it are missed.
pub fn bands(speed: &Speed, clock: Clock) -> ColumnsSpec {
    let (words, texts) = (format::words(), format::promises());
    let counts = if clock == Clock::Elapsed { &speed.bands } else { &speed.business_bands };
    let target = speed.target.filter(|target| target.clock == clock);
    let divider = target.and_then(|target| {
        let label = if target.clock == Clock::Business { texts.promise_at_business } else { texts.promise_at_elapsed };
        Some(Divider { after: place(counts, target.hours * 60.0)?, label: fill(label, &[("hours", &format::exact(target.hours))]) })
    });
    let column = |count: &BandCount| Column {
        key: SpeedBand::ALL.iter().position(|band| *band == count.band).unwrap_or_default(),
        label: band_name(count.band).to_owned(),
        value: Figure::new(count.leads as f64, format::integer(count.leads)),
        tone: if target.is_some_and(|target| is_late(count.band, target.hours * 60.0)) { Tone::Miss } else { Tone::Sales },
        ..Column::default()
    };
    let columns = counts.iter().map(column).collect();
    let words = ColumnsWords { label: texts.band_word.into(), value: words.col_leads.into(), compare: String::new() };
    ColumnsSpec { columns, divider, words, ..ColumnsSpec::default() }
}
