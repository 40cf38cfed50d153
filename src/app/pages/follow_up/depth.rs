//! How persistently leads were tried that nobody has reached, against the touch plan.

use handoff::{
    agreement::TouchPlan,
    chart::{ChartSpec, Column, ColumnsSpec, ColumnsWords, Divider, Figure, Tone},
    report::{ByChannel, Depth, FollowUpOf, LeadsOf, RecordsOf, Report},
    words::fill,
};
use leptos::prelude::*;

use super::{counted, said};
use crate::app::{
    format,
    parts::{Chart, Info, ScrollTable},
    specs,
    state::AppState,
};

pub fn card(state: AppState, report: &Report) -> AnyView {
    let words = format::follow_up();
    let Some(depth) = &report.depth else { return ().into_any() };
    let planned = depth.plan.map(TouchPlan::attempts).filter(|attempts| *attempts > 0);
    let promise = match depth.plan.filter(|_| planned.is_some()) {
        Some(plan) => fill(words.promise_depth, &[("plan", &plan_in_words(plan))]),
        None => words.depth_no_plan.to_owned(),
    };
    let of = planned.map_or_else(String::new, |planned| fill(words.of_planned, &[("n", &format::integer(u64::from(planned)))]));
    let is_short = depth.attempts_mean.zip(planned).is_some_and(|(mean, planned)| mean < f64::from(planned));
    let spec = histogram(depth, planned);
    let pick = Callback::new(move |key: usize| {
        let of = RecordsOf::FollowUp { of: FollowUpOf::Tried { bar: key as u32 }, part: LeadsOf::All };
        state.open_records(of, fill(words.tried_times, &[("n", &format::integer(key as u64))]));
    });
    view! {
        <section class="card span-6 sales">
            <div class="team"><span class="dot"></span><h3>{words.depth_title}</h3> <Info text=words.depth_def /></div>
            <p class="card-sub">{promise}</p>
            <div class="hero">
                <span class="figure-value" title=depth.attempts_mean.is_none().then_some(words.depth_all_reached)>
                    {format::decimal_or_undefined(depth.attempts_mean)}
                </span>
                <span class="hero-of">{of}</span>
                {is_short.then(|| view! { <span class="tag miss">"▼ " {words.depth_short}</span> })}
            </div>
            <div class="facts">
                {counted(words.uncontacted, None, FollowUpOf::Uncontacted, depth.uncontacted)}
                {counted(words.contacted, Some(words.contacted_def), FollowUpOf::Contacted, depth.contacted)}
                {planned.map(|_| counted(words.unreachable, Some(words.unreachable_def), FollowUpOf::Unreachable, depth.unreachable))}
                {planned.map(|_| counted(words.given_up_early, Some(words.given_up_def), FollowUpOf::GivenUpEarly, depth.given_up_early))}
                {(depth.unknown > 0).then(|| said(words.attempts_unknown, Some(words.attempts_unknown_def), format::integer(depth.unknown)))}
            </div>
            {(depth.uncontacted > 0).then(|| view! { <Chart spec=ChartSpec::Columns(spec) title=words.histogram_title height=200.0 on_pick=pick /> })}
            {depth.by_channel.map(|channels| by_channel(channels, depth.plan))}
        </section>
    }
    .into_any()
}

fn plan_in_words(plan: TouchPlan) -> String {
    let number = |count: u16| format::integer(u64::from(count));
    let (calls, voicemails, emails) = (number(plan.calls), number(plan.voicemails), number(plan.emails));
    fill(format::terms().plan, &[("calls", &calls), ("voicemails", &voicemails), ("emails", &emails)])
}

fn histogram(depth: &Depth, planned: Option<u32>) -> ColumnsSpec {
    let words = format::follow_up();
    let last = depth.histogram.len().saturating_sub(1);
    let column = |(key, n): (usize, &u64)| {
        let number = format::integer(key as u64);
        let is_short = planned.is_some_and(|planned| (key as u32) < planned);
        Column {
            key,
            label: if key == last { fill(words.or_more, &[("n", &number)]) } else { number },
            value: Figure::new(*n as f64, format::integer(*n)),
            tone: if is_short { Tone::Neutral } else { Tone::Sales },
            ..Column::default()
        }
    };
    let divider = planned
        .filter(|planned| *planned as usize <= last)
        .map(|planned| Divider { after: planned as f32, label: fill(words.plan_label, &[("n", &format::integer(u64::from(planned)))]) });
    let columns = depth.histogram.iter().enumerate().map(column).collect();
    let columns_words = ColumnsWords { label: words.col_attempts.into(), value: format::words().col_leads.into(), compare: String::new() };
    let mut spec = ColumnsSpec { columns, divider, words: columns_words, ..ColumnsSpec::default() };
    spec.ticks = specs::ticks(spec.top(), format::decimal);
    spec
}

fn by_channel(channels: ByChannel, plan: Option<TouchPlan>) -> AnyView {
    let (words, terms) = (format::follow_up(), format::terms());
    let planned = |of: fn(&TouchPlan) -> u16| plan.as_ref().map(of);
    let rows = [
        (terms.act_call, channels.call, planned(|plan| plan.calls)),
        (terms.act_voicemail, channels.voicemail, planned(|plan| plan.voicemails)),
        (terms.act_email, channels.email, planned(|plan| plan.emails)),
        (terms.act_other, channels.other, None),
    ];
    let row = |(name, mean, planned): (&'static str, f64, Option<u16>)| {
        let is_short = planned.is_some_and(|planned| mean < f64::from(planned));
        view! {
            <tr>
                <th scope="row" class="plain-cell">{name}</th>
                <td class="number" class:below=is_short>
                    {is_short.then(|| view! { <span aria-hidden="true">"▼ "</span> <span class="visually-hidden">{words.below_plan} " "</span> })}
                    {format::decimal(mean)}
                </td>
                <td class="number">{planned.map_or_else(|| format::UNDEFINED.to_owned(), |planned| format::integer(u64::from(planned)))}</td>
            </tr>
        }
    };
    view! {
        <ScrollTable label=words.by_channel_title>
            <thead>
                <tr>
                    <th scope="col">{words.col_channel}</th>
                    <th scope="col" class="number">{words.col_mean_attempts}</th>
                    <th scope="col" class="number">{words.col_planned}</th>
                </tr>
            </thead>
            <tbody>{rows.map(row)}</tbody>
        </ScrollTable>
    }
    .into_any()
}
