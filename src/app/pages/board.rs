//! The board: are we keeping our word, where does it leak, does it pay.

use std::sync::Arc;

use handoff::{
    chart::ChartSpec,
    leads::{DealState, Dimension, Stage},
    report::{GoalReport, Outcome, RecordsOf, Report},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    chart_view::later,
    format, labels,
    parts::{Chart, Fact, FigureCard, Info, Opens, Skeleton, count_change, fraction, relative_change, versus},
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
        {move || match state.report.get() {
            None => view! { <Skeleton /> }.into_any(),
            Some(report) => board(state, report).into_any(),
        }}
    }
}

fn board(state: AppState, report: Arc<Report>) -> impl IntoView {
    let words = format::words();
    // The first board is built a card a frame, so that it never blocks the page.
    let card = move |card: fn(AppState, &Report) -> AnyView| {
        let report = Arc::clone(&report);
        later(move || card(state, &report))
    };
    view! {
        <h2>{words.q_word}</h2>
        <div class="grid">
            {card(|state, report| marketing(state, report).into_any())}
            {card(|state, report| sales(state, report).into_any())}
        </div>
        <h2>{words.q_leak}</h2>
        <div class="grid">
            {card(|state, report| funnel(state, report).into_any())}
            {card(|state, report| outcomes(state, report).into_any())}
            {card(|state, report| reasons(state, report).into_any())}
            {card(|state, report| sources(state, report).into_any())}
        </div>
        <h2>{words.q_pay}</h2>
        <div class="grid">
            {card(|_, report| pay(report).into_any())}
            {card(|state, report| revenue_by(state, report, Dimension::Source).into_any())}
            {card(|state, report| revenue_by(state, report, Dimension::Owner).into_any())}
        </div>
    }
}

fn marketing(state: AppState, report: &Report) -> impl IntoView + use<> {
    let words = format::words();
    let Some(goal) = report.goals.first().cloned() else { return ().into_any() };
    let month = format::month(&goal.month);
    let metric = labels::stage(goal.metric);
    let promise = match goal.goal {
        Some(target) => fill(words.promise_marketing, &[("goal", &format::decimal(target)), ("stage", metric), ("month", &month)]),
        None => fill(words.promise_none, &[("month", &month)]),
    };
    let spec = specs::goal(&goal, report.as_of.as_deref());
    let title = format!("{} · {metric} · {month}", words.team_marketing);
    let days: Vec<String> = goal.days.iter().map(|day| day.date.clone()).collect();
    let open_day = Callback::new(move |key: usize| {
        if let Some(day) = days.get(key).and_then(|iso| format::parse_iso(iso)) {
            state.open_records(RecordsOf::GoalDay { day }, format!("{metric} · {}", format::date(day)));
        }
    });
    view! {
        <section class="card span-6">
            <div class="team marketing"><span class="dot"></span><h3>{words.team_marketing}</h3></div>
            <p class="promise">{promise}</p>
            <div class="hero">
                <span class="hero-number">{format::decimal(goal.actual)}</span>
                <GoalInput goal=goal.clone() />
                {gap_tag(&goal)}
            </div>
            <div class="facts">
                <Fact label=words.landing definition=words.landing_def>
                    {goal.landing.map_or_else(|| format::UNDEFINED.to_owned(), |landing| specs::range(landing.low, landing.high))}
                </Fact>
                <Fact label=words.pace definition=words.pace_def>{format::decimal_or_undefined(goal.pace.map(f64::round))}</Fact>
                <Fact label=words.needed_a_day definition=words.needed_def>{format::decimal_or_undefined(goal.needed_per_day)}</Fact>
            </div>
            <Chart spec=ChartSpec::Goal(spec) title=title height=200.0 on_pick=open_day />
        </section>
    }
    .into_any()
}

fn gap_tag(goal: &GoalReport) -> impl IntoView + use<> {
    let words = format::words();
    let (target, gap) = (goal.goal?, goal.gap?);
    let n = format::decimal(gap.abs().round());
    Some(if goal.actual >= target && target > 0.0 {
        view! { <span class="tag met">"✓ " {words.goal_met}</span> }.into_any()
    } else if gap < 0.0 {
        view! { <span class="tag miss">"▼ " {fill(words.behind_line, &[("n", &n)])}</span> }.into_any()
    } else {
        view! { <span class="tag met">"▲ " {fill(words.ahead_line, &[("n", &n)])}</span> }.into_any()
    })
}

/// "of [500]", edited in place.
#[component]
fn GoalInput(goal: GoalReport) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let invalid = RwSignal::new(false);
    let shown = goal.goal.map(format::decimal).unwrap_or_default();
    let change = move |event| {
        let text = event_target_value(&event);
        let value = format::parse_number(&text).filter(|value| *value >= 0.0);
        invalid.set(value.is_none() && !text.trim().is_empty());
        if invalid.get_untracked() {
            return;
        }
        let mut agreement = state.agreement.get_untracked();
        agreement.goal.monthly = value;
        agreement.goal.months.remove(&goal.month);
        state.set_agreement(agreement);
    };
    view! {
        <label class="hero-of">
            {words.goal_metric} " "
            <input class="input short" inputmode="decimal" aria-label=words.goal_edit aria-invalid=move || invalid.get().to_string() prop:value=shown on:change=change />
            <Show when=move || invalid.get()><span class="error" role="alert">" " {words.goal_invalid}</span></Show>
        </label>
    }
}

fn sales(state: AppState, report: &Report) -> impl IntoView + use<> {
    let words = format::words();
    let overall = report.funnel.overall.clone();
    let (won, leads) = (overall.rate.numerator, overall.rate.denominator);
    let previous = overall.previous.and_then(handoff::report::Rate::value);
    let customer_change = overall.rate.value().zip(previous).map(|(now, before)| format::signed((now - before) * 100.0));
    let deals = report.deals.clone();
    let line = match &deals {
        Some(deals) => {
            let closed = deals.won + deals.lost;
            fill(words.sales_line, &[("won", &format::integer(deals.won)), ("closed", &format::integer(closed))])
        }
        None => fill(words.sales_line_leads, &[("won", &format::integer(won)), ("leads", &format::integer(leads))]),
    };
    let rate = deals.as_ref().map_or(overall.rate, |deals| deals.win_rate);
    let label = if deals.is_some() { words.win_rate } else { words.customer_rate };
    let definition = if deals.is_some() { words.win_rate_def } else { words.customer_rate_def };
    let days_to_win = deals.as_ref().map_or(overall.days.median, |deals| deals.days_to_win.median);
    let chart = report.revenue.as_ref().map(|revenue| {
        let spec = specs::by_period(&revenue.by_month, &report.period, false, false);
        view! { <Chart spec=ChartSpec::Columns(spec) title=words.wins_by_month height=200.0 /> }
    });
    view! {
        <section class="card span-6">
            <div class="team sales"><span class="dot"></span><h3>{words.team_sales}</h3></div>
            <p class="promise">{line}</p>
            <div class="hero">
                <span class="hero-number">{format::rate(rate)}</span>
                <span class="hero-of">{label} " " <Info text=definition /></span>
                <span class="quiet">{fraction(rate)}</span>
            </div>
            <div class="facts">
                <Fact label=words.median_days_to_win>{format::decimal_or_undefined(days_to_win)}</Fact>
                {deals.map(|deals| view! {
                    <Fact label=words.median_days_to_loss>{format::decimal_or_undefined(deals.days_to_loss.median)}</Fact>
                    <Fact label=words.open_deals>
                        <Opens of=RecordsOf::Deals { state: Some(DealState::Open) } title=words.open_deals text=format::integer(deals.open) />
                    </Fact>
                })}
                <Fact label=words.customer_rate definition=words.customer_rate_def remark=versus(customer_change)>
                    <button class="open" on:click=move |_| state.open_records(RecordsOf::Outcome { outcome: Outcome::Won }, words.outcome_won.to_owned())>
                        {format::rate(overall.rate)}
                    </button>
                </Fact>
            </div>
            {chart}
        </section>
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
        </section>
    }
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
    reasons_card(state, report, BARS, "card span-6")
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

fn sources(state: AppState, report: &Report) -> impl IntoView + use<> {
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
        <section class="card span-6">
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
    let sourced_note = if revenue.unclassified.minor == revenue.total.minor { words.unclassified_hint } else { "" };
    let average = revenue.average_deal.as_ref().map_or_else(|| format::UNDEFINED.to_owned(), format::money);
    let sourced =
        if no_amount || !sourced_note.is_empty() { format::UNDEFINED.to_owned() } else { format::money(&revenue.marketing_sourced) };
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
        <section class="card span-6">
            <h3>{title.clone()}</h3>
            <p class="card-sub">{period_text(report)}</p>
            <Chart spec=ChartSpec::Bars(spec) title=title on_pick=pick />
        </section>
    })
}
