//! The board: are we keeping our word, where does it leak, what do we do now, does it pay.

pub mod due;
mod leak;
pub mod promises;
mod today;

use handoff::{
    chart::ChartSpec,
    leads::{DealState, Dimension, Stage},
    report::{Comparison, RecordsOf, Report},
    share::may_be_named,
    words::fill,
};
use leptos::prelude::*;

pub use leak::sentence as leak_sentence;

use crate::app::{
    format,
    frames::{followed, held_until},
    labels,
    pages::{
        returns::{bottleneck_line, gap_card, returned, verdict, worth},
        whose,
    },
    parts::{Chart, FigureCard, Info, count_change, relative_change, versus},
    route::{Page, Section},
    specs,
    state::{AppState, use_app},
};

/// Bars shown on a card; the pages behind show all.
const BARS: usize = 8;

#[component]
pub fn BoardPage() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    view! {
        <h1 class="visually-hidden">{words.nav_board}</h1>
        {held_until(move || state.has_report(), move || board(state).into_any())}
    }
}

fn board(state: AppState) -> impl IntoView {
    let words = format::words();
    let card = move |card: fn(AppState, &Report) -> AnyView| followed(state, move |state, report| card(state, report));
    view! {
        <h2>{words.q_word}</h2>
        {card(today::today)}
        {card(leak::biggest_leak)}
        <div class="grid">
            {card(promises::marketing)}
            {card(promises::sales)}
        </div>
        <h2>{words.q_leak}</h2>
        <div class="grid">
            {card(|state, report| funnel(state, report).into_any())}
            {card(|state, report| outcomes(state, report).into_any())}
            {card(|state, report| reasons(state, report).into_any())}
            {card(|state, report| whose_move(state, report).into_any())}
            {card(|state, report| report.gap.as_ref().map(|gap| gap_card(state, gap, "card span-12")).into_any())}
        </div>
        {card(|state, report| due::due(state, report).map(|due| view! { <h2>{format::words().q_now}</h2> <div class="grid">{due}</div> }).into_any())}
        <h2>{words.q_pay}</h2>
        <div class="grid">
            {card(|_, report| pay(report).into_any())}
            {card(|_, report| view! { {returned(report)} {worth(report)} }.into_any())}
            {card(since)}
            {card(|state, report| revenue_by(state, report, Dimension::Source).into_any())}
            {card(|state, report| revenue_by(state, report, Dimension::Owner).into_any())}
        </div>
    }
}

/// Shared with the funnel page.
pub fn period_text(report: &Report) -> String {
    let last = format::parse_iso(&report.period.to).map_or_else(|| report.period.to.clone(), |day| format::date(day.plus(-1)));
    fill(format::words().period_text, &[("from", &format::iso_date(&report.period.from)), ("to", &last)])
}

pub fn open_stage(state: AppState) -> Callback<usize> {
    Callback::new(move |key: usize| {
        if let Some(stage) = Stage::ALL.get(key) {
            state.open_records(RecordsOf::Reached { stage: *stage }, labels::stage(*stage).to_owned());
        }
    })
}

pub fn funnel_heading(report: &Report) -> String {
    let words = format::words();
    specs::narrowest(&report.funnel).map_or_else(
        || words.funnel_title.to_owned(),
        |step| {
            let values = [("from", labels::stage(step.from)), ("to", labels::stage(step.to)), ("rate", &format::rate(step.cohort.rate))];
            fill(words.plug_title, &values)
        },
    )
}

fn funnel(state: AppState, report: &Report) -> impl IntoView + use<> {
    let words = format::words();
    let spec = specs::funnel(&report.funnel);
    let sub = fill(words.funnel_sub, &[("n", &format::integer(report.leads)), ("period", &period_text(report))]);
    view! {
        <section class="card span-7">
            <div class="card-title"><h3>{funnel_heading(report)}</h3><Info text=words.funnel_cohort_note /></div>
            <p class="card-sub">{sub}</p>
            <Chart spec=ChartSpec::Funnel(spec) title=words.funnel_title on_pick=open_stage(state) />
            {report.funnel.bottleneck.as_ref().and_then(bottleneck_line).map(|text| view! { <p class="card-foot">{text}</p> })}
        </section>
    }
}

/// Whether it helped, in one line.
fn since(state: AppState, report: &Report) -> AnyView {
    let words = format::returns();
    let line = |comparison: &Comparison| {
        let name = comparison.name.clone().unwrap_or_else(|| words.agreement_starts.to_owned());
        let heading = fill(words.compared_with, &[("name", &name), ("date", &format::iso_date(&comparison.since))]);
        let href = move || state.route.with(|route| route.with_section(Page::Return, Some(Section::Comparison)).hash());
        view! { <section class="card span-12"><h3><a href=href>{heading}</a></h3><p>{verdict(comparison)}</p></section> }
    };
    report.comparison.as_ref().map(line).into_any()
}

fn outcomes(state: AppState, report: &Report) -> impl IntoView + use<> {
    let words = format::words();
    let spec = specs::outcomes(&report.outcomes);
    let open = Callback::new(move |key: usize| {
        if let Some(outcome) = specs::OUTCOMES.get(key) {
            state.open_records(RecordsOf::Outcome { outcome: *outcome }, labels::outcome(*outcome).to_owned());
        }
    });
    view! {
        <section class="card span-5">
            <h3>{words.outcomes_title}</h3>
            <p class="card-sub">{words.outcomes_sub}</p>
            <Chart spec=ChartSpec::Bars(spec) title=words.outcomes_title on_pick=open />
        </section>
    }
}

/// Shared with the reasons page.
pub fn reasons_card(state: AppState, report: &Report, limit: usize, class: &'static str) -> impl IntoView + use<> {
    let words = format::words();
    let disqualification = &report.disqualification;
    let none = disqualification.reasons.iter().find(|reason| reason.reason.is_none()).map_or(0, |reason| reason.count);
    let sub = if disqualification.total == 0 {
        words.reasons_empty.to_owned()
    } else {
        fill(words.reasons_sub, &[("n", &format::integer(disqualification.total)), ("none", &format::integer(none))])
    };
    let spec = specs::reasons(state, disqualification, limit);
    let values: Vec<Option<String>> = disqualification.reasons.iter().map(|reason| reason.reason.clone()).collect();
    let pick = Callback::new(move |key: usize| {
        if let Some(value) = values.get(key) {
            state.toggle_filter(Dimension::Reason, value.clone());
        }
    });
    let rest = more(disqualification.reasons.len(), limit);
    view! {
        <section class=class>
            <h3>{words.reasons_title}</h3>
            <p class="card-sub">{sub}</p>
            {(disqualification.total > 0).then(|| view! { <Chart spec=ChartSpec::Bars(spec) title=words.reasons_title on_pick=pick /> })}
            {rest}
        </section>
    }
}

fn more(all: usize, shown: usize) -> Option<impl IntoView> {
    let rest = all.saturating_sub(shown);
    (rest > 0).then(|| view! { <p class="card-foot">{fill(format::words().more_rows, &[("n", &format::integer(rest as u64))])}</p> })
}

fn reasons(state: AppState, report: &Report) -> impl IntoView + use<> {
    reasons_card(state, report, BARS, if report.disqualification.responsibility.is_some() { "card span-5" } else { "card span-6" })
}

/// Whose move it is; where nobody can tell, where the leads come from.
fn whose_move(state: AppState, report: &Report) -> AnyView {
    match &report.disqualification.responsibility {
        Some(responsibility) => view! { {whose::card(responsibility, "card span-7")} {sources(state, report, "card span-12")} }.into_any(),
        None => sources(state, report, "card span-6").into_any(),
    }
}

fn pick_part(state: AppState, report: &Report, dimension: Dimension) -> Callback<usize> {
    let values: Vec<Option<String>> = report
        .breakdowns
        .iter()
        .find(|breakdown| breakdown.dimension == dimension)
        .map(|breakdown| breakdown.parts.iter().map(|part| part.value.clone()).collect())
        .unwrap_or_default();
    Callback::new(move |key: usize| {
        if let Some(value) = values.get(key) {
            state.toggle_filter(dimension, value.clone());
        }
    })
}

fn sources(state: AppState, report: &Report, class: &'static str) -> impl IntoView + use<> {
    let words = format::words();
    let breakdown =
        report.breakdowns.iter().find(|breakdown| breakdown.dimension == Dimension::Source).or_else(|| report.breakdowns.first())?;
    let spec = specs::leads_of(state, breakdown, BARS);
    let pick = pick_part(state, report, breakdown.dimension);
    let title = if breakdown.dimension == Dimension::Source {
        words.leads_by_source.to_owned()
    } else {
        fill(words.breakdown_title, &[("what", labels::dimension(breakdown.dimension))])
    };
    let rest = more(breakdown.parts.len(), BARS);
    Some(view! {
        <section class=class>
            <h3>{title.clone()}</h3>
            <p class="card-sub">{words.leads_by_source_sub}</p>
            <Chart spec=ChartSpec::Bars(spec) title=title on_pick=pick />
            {rest}
        </section>
    })
}

/// The four figures of money; shared with the return page.
pub fn pay(report: &Report) -> impl IntoView + use<> {
    let words = format::words();
    let Some(revenue) = &report.revenue else {
        return view! { <section class="card span-12"><p class="quiet">{words.no_amounts}</p></section> }.into_any();
    };
    let previous = report.previous.as_ref();
    let revenue_delta = relative_change(revenue.total.minor as f64, previous.map(|previous| previous.revenue.minor as f64));
    let won_delta = count_change(revenue.won_deals, previous.map(|previous| previous.won_deals));
    let missing = if revenue.won_without_amount > 0 {
        fill(words.won_without_amount, &[("n", &format::integer(revenue.won_without_amount))])
    } else {
        String::new()
    };
    let no_amount = revenue.won_without_amount == revenue.won_deals;
    let total = if no_amount { format::UNDEFINED.to_owned() } else { format::money(&revenue.total) };
    let is_unknown = revenue.unclassified.minor == revenue.total.minor;
    let sourced_share = (revenue.total.minor > 0).then(|| revenue.marketing_sourced.minor as f64 / revenue.total.minor as f64);
    let of_revenue = |share| fill(format::returns().of_revenue, &[("rate", &format::percent(share))]);
    let sourced_note = if is_unknown { words.unclassified_hint.to_owned() } else { sourced_share.map(of_revenue).unwrap_or_default() };
    let average = revenue.average_deal.as_ref().map_or_else(|| format::UNDEFINED.to_owned(), format::money);
    let sourced = if no_amount || is_unknown { format::UNDEFINED.to_owned() } else { format::money(&revenue.marketing_sourced) };
    let won = RecordsOf::Deals { state: Some(DealState::Won) };
    view! {
        <FigureCard label=words.revenue definition=words.revenue_def value=total remark=missing delta=versus(revenue_delta) of=won.clone() />
        <FigureCard label=words.won_deals definition=words.def_customer value=format::integer(revenue.won_deals) delta=versus(won_delta) of=won />
        <FigureCard label=words.average_deal definition=words.revenue_def value=average />
        <FigureCard label=words.marketing_sourced definition=words.marketing_sourced_def value=sourced remark=sourced_note />
    }
    .into_any()
}

/// Revenue by the parts of a dimension; nothing where there is no revenue to part.
pub fn revenue_by(state: AppState, report: &Report, dimension: Dimension) -> impl IntoView + use<> {
    let words = format::words();
    let breakdown = report.breakdowns.iter().find(|breakdown| breakdown.dimension == dimension)?;
    let spec = specs::revenue_of(state, breakdown, BARS);
    if spec.bars.is_empty() || report.revenue.as_ref()?.total.minor == 0 {
        return None;
    }
    let title = match dimension {
        Dimension::Source => words.revenue_by_source.to_owned(),
        Dimension::Owner => words.revenue_by_owner.to_owned(),
        other => format!("{} · {}", words.revenue, labels::dimension(other)),
    };
    let pick = pick_part(state, report, dimension);
    Some(view! {
        // On paper, which is passed on, nobody is named.
        <section class="card span-6" class:no-print=!may_be_named(dimension)>
            <h3>{title.clone()}</h3>
            <p class="card-sub">{period_text(report)}</p>
            <Chart spec=ChartSpec::Bars(spec) title=title on_pick=pick />
        </section>
    })
}
