//! Where the gap to the goal comes from, factor by factor, and the one step that would add most; each bar opens the view that explains it.

use handoff::{
    chart::{ChartSpec, Figure, Tone, WaterfallKind, WaterfallRow, WaterfallSpec, WaterfallWords},
    leads::Stage,
    report::{Bottleneck, BottleneckStep, Gap, GapFactor, GapPart},
    words::fill,
};
use leptos::prelude::*;

use super::planner;
use crate::app::{
    format,
    frames::followed,
    labels,
    parts::{Chart, Info, ScrollTable, fraction},
    route::{Page, Section},
    specs,
    state::AppState,
};

pub fn cards(state: AppState) -> AnyView {
    let words = format::returns();
    let of_gap = |state: AppState, gap: &Gap| view! { <h2>{words.q_gap}</h2> <div class="grid">{card(state, gap, "card span-7")} {factors(gap)}</div> };
    view! {
        {followed(state, move |state, report| report.gap.as_ref().map(|gap| of_gap(state, gap)).into_any())}
        <h2>{words.q_plan}</h2>
        <div class="grid">
            {followed(state, |_, report| report.funnel.bottleneck.as_ref().map(steps).into_any())}
            {followed(state, |_, report| planner::card(report).into_any())}
        </div>
    }
    .into_any()
}

/// A factor's value as people write it.
pub fn value(factor: GapFactor, value: f64, currency: Option<&str>) -> String {
    match factor {
        GapFactor::Leads => format::integer(value.round().max(0.0) as u64),
        GapFactor::DealSize => format::amount_short(value, currency),
        _ => format::percent(value),
    }
}

/// "120 000 short of the goal, most of it by the SQL rate."
fn heading(gap: &Gap) -> String {
    let words = format::returns();
    let difference = gap.actual.minor - gap.goal.minor;
    let amount = handoff::report::Money { minor: difference.abs(), currency: gap.goal.currency.clone() };
    let text = format::money_short(&amount);
    if difference >= 0 {
        return fill(words.gap_met, &[("n", &text)]);
    }
    let worst = gap.parts.iter().min_by_key(|part| part.amount.minor);
    let worst = worst.map_or("", |part| words.factor(part.factor));
    fill(words.gap_short, &[("n", &text), ("factor", worst)])
}

/// Shared with the board.
pub fn card(state: AppState, gap: &Gap, class: &'static str) -> AnyView {
    let words = format::returns();
    let currency = gap.goal.currency.as_deref();
    let part = |(key, part): (usize, &GapPart)| WaterfallRow {
        key,
        label: words.factor(part.factor).to_owned(),
        amount: Figure::new(format::major(&part.amount), format::signed_money(&part.amount)),
        note: fill(
            words.actual_of_goal,
            &[("actual", &value(part.factor, part.actual, currency)), ("goal", &value(part.factor, part.goal, currency))],
        ),
        ..WaterfallRow::default()
    };
    // The totals explain themselves: their keys are beyond the factors.
    let total = |kind, label: &str, amount| WaterfallRow {
        key: gap.parts.len(),
        label: label.to_owned(),
        amount: specs::amount(amount),
        kind,
        ..WaterfallRow::default()
    };
    let first = total(WaterfallKind::Goal, words.gap_goal, &gap.goal);
    let last = total(WaterfallKind::Total, words.gap_actual, &gap.actual);
    let parts = gap.parts.iter().enumerate().map(part);
    let spec = WaterfallSpec {
        rows: std::iter::once(first).chain(parts).chain([last]).collect(),
        tone: if gap.is_marketing { Tone::Marketing } else { Tone::Neutral },
        words: WaterfallWords { label: words.col_factor.into(), amount: words.col_amount.into(), note: words.col_actual_goal.into() },
    };
    let factors: Vec<GapFactor> = gap.parts.iter().map(|part| part.factor).collect();
    let pick = Callback::new(move |key: usize| {
        if let Some(factor) = factors.get(key) {
            let (page, section) = explains(*factor);
            AppState::navigate(state.route.with_untracked(|route| route.with_section(page, section)));
        }
    });
    let scope = if gap.is_marketing { words.gap_of_marketing } else { words.gap_of_all };
    let sub = fill(scope, &[("n", &format::integer(u64::from(gap.days)))]);
    view! {
        <section class=class>
            <div class="card-title"><h3>{heading(gap)}</h3><Info text=words.gap_def /></div>
            <p class="card-sub">{sub}</p>
            <Chart spec=ChartSpec::Waterfall(spec) title=words.gap_title on_pick=pick />
        </section>
    }
    .into_any()
}

/// The view that explains a factor.
const fn explains(factor: GapFactor) -> (Page, Option<Section>) {
    match factor {
        GapFactor::Leads => (Page::Return, Some(Section::Campaigns)),
        GapFactor::MqlRate => (Page::Scoring, None),
        GapFactor::SalRate => (Page::FollowUp, None),
        GapFactor::SqlRate => (Page::Reasons, None),
        GapFactor::OpportunityRate => (Page::Funnel, None),
        GapFactor::WinRate => (Page::Return, Some(Section::Pipeline)),
        GapFactor::DealSize => (Page::Return, None),
    }
}

fn factors(gap: &Gap) -> AnyView {
    let words = format::returns();
    let currency = gap.goal.currency.clone();
    let row = move |part: &GapPart| {
        let text = |number: f64| value(part.factor, number, currency.as_deref());
        let whose = if part.is_agreed { words.goal_agreed } else { words.goal_follows };
        view! {
            <tr>
                <th scope="row">{words.factor(part.factor)}</th>
                <td class="number">{text(part.actual)}</td>
                <td class="number">{text(part.goal)} <div class="quiet small">{whose}</div></td>
                <td class="number" class:missed={part.amount.minor < 0}>{format::signed_money(&part.amount)}</td>
            </tr>
        }
    };
    let rows = gap.parts.iter().map(row).collect_view();
    view! {
        <section class="card span-5">
            <h3>{words.factors_title}</h3>
            <ScrollTable label=words.factors_title>
                <thead>
                    <tr>
                        <th scope="col">{words.col_factor}</th>
                        <th scope="col" class="number">{words.gap_actual}</th>
                        <th scope="col" class="number">{words.gap_goal}</th>
                        <th scope="col" class="number">{words.col_amount}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
            <p class="card-foot">{words.gap_exact}</p>
        </section>
    }
    .into_any()
}

fn step_name(from: Stage, to: Stage) -> String {
    fill(format::returns().step_name, &[("from", labels::stage(from)), ("to", labels::stage(to))])
}

/// Shared with the board and the funnel.
pub fn bottleneck_line(bottleneck: &Bottleneck) -> Option<String> {
    let words = format::returns();
    let step = bottleneck.steps.first()?;
    let more = step.revenue_added.as_ref().map(|money| fill(words.bottleneck_worth, &[("n", &format::money_short(money))]));
    let benchmark = match &step.best_quarter {
        Some(quarter) => fill(words.best_quarter, &[("quarter", &format::quarter(quarter)), ("rate", &format::percent(step.benchmark))]),
        None => fill(words.agreed_rate, &[("rate", &format::percent(step.benchmark))]),
    };
    let values = [step_name(step.from, step.to), format::rate(step.rate), benchmark, format::decimal(step.customers_added)];
    let line = fill(words.bottleneck_line, &[("step", &values[0]), ("rate", &values[1]), ("benchmark", &values[2]), ("n", &values[3])]);
    Some([Some(line), more].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn steps(bottleneck: &Bottleneck) -> AnyView {
    let words = format::returns();
    let row = |step: &BottleneckStep| {
        let benchmark = match &step.best_quarter {
            Some(quarter) => format!("{} · {}", format::percent(step.benchmark), format::quarter(quarter)),
            None => format!("{} · {}", format::percent(step.benchmark), words.goal_agreed),
        };
        let revenue = step.revenue_added.as_ref().map_or_else(|| format::UNDEFINED.to_owned(), format::money_short);
        view! {
            <tr>
                <th scope="row">{step_name(step.from, step.to)}</th>
                <td class="number" title=fraction(step.rate)>{format::rate(step.rate)}</td>
                <td class="number">{benchmark}</td>
                <td class="number">{format::decimal(step.customers_added)}</td>
                <td class="number">{revenue}</td>
            </tr>
        }
    };
    let rows = bottleneck.steps.iter().map(row).collect_view();
    view! {
        <section class="card span-12">
            <div class="card-title"><h3>{words.bottleneck_title}</h3><Info text=words.bottleneck_def /></div>
            <p class="card-sub">{bottleneck_line(bottleneck)}</p>
            <ScrollTable label=words.bottleneck_title>
                <thead>
                    <tr>
                        <th scope="col">{format::words().col_step}</th>
                        <th scope="col" class="number">{format::words().col_rate}</th>
                        <th scope="col" class="number">{words.col_benchmark}</th>
                        <th scope="col" class="number">{words.col_customers_more}</th>
                        <th scope="col" class="number">{words.col_revenue_more}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        </section>
    }
    .into_any()
}
