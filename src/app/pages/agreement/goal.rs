//! Marketing's promise: how many, of what kind, and from which quota that follows.

use handoff::{
    agreement::{Agreement, GoalLine, GoalUnit},
    leads::Stage,
    report::Report,
    words::{fill, subject},
};
use leptos::prelude::*;

use crate::app::{
    door::files,
    format::{self, Reader},
    labels,
    parts::{
        Fact,
        condition::conditions,
        fields::{Field, Range, act, choose_among, sentence},
    },
    state::use_app,
};

const UNITS: [GoalUnit; 2] = [GoalUnit::Count, GoalUnit::Value];
const LINES: [GoalLine; 2] = [GoalLine::CalendarDays, GoalLine::WorkingDays];

pub fn marketing() -> AnyView {
    let terms = format::terms();
    let goal = Field::number(terms.goal_monthly, Range::Amount, |all| all.goal.monthly, |all, value| all.goal.monthly = value);
    let stage = choose_among(
        terms.goal_metric.to_owned(),
        true,
        &Stage::ALL,
        labels::stage,
        |all| Some(all.goal.metric),
        |all, stage| all.goal.metric = stage,
    );
    let unit = choose_among(
        terms.goal_unit.to_owned(),
        true,
        &UNITS,
        |unit| format::terms().unit(unit),
        |all| Some(all.goal.unit),
        |all, unit| all.goal.unit = unit,
    );
    let line = choose_among(
        terms.goal_line.to_owned(),
        true,
        &LINES,
        |line| format::terms().line(line),
        |all| Some(all.goal_line),
        |all, line| all.goal_line = line,
    );
    let floor = Field::number(terms.goal_floor, Range::Amount, |all| all.goal.floor, |all, value| all.goal.floor = value);
    let stretch = Field::number(terms.goal_stretch, Range::Amount, |all| all.goal.stretch, |all, value| all.goal.stretch = value);
    let score =
        Field::number(terms.least_score, Range::Amount, |all| all.marketing.least_score, |all, value| all.marketing.least_score = value);
    view! {
        <section class="card span-6 marketing">
            <div class="team"><span class="dot"></span><h3>{terms.marketing_promises}</h3></div>
            <div class="sentence">
                {sentence(terms.say_goal, vec![("goal", goal.inline().view()), ("stage", stage), ("unit", unit), ("line", line)])}
                {sentence(terms.say_range, vec![("floor", floor.inline().view()), ("stretch", stretch.inline().view())])}
                {terms.say_criteria}
            </div>
            {conditions(|all| Some(&all.marketing.criteria), |all| Some(&mut all.marketing.criteria))}
            <div class="sentence">{sentence(terms.say_least_score, vec![("score", score.inline().view())])}</div>
            <details><summary>{terms.by_month}</summary>{months()}</details>
        </section>
    }
    .into_any()
}

/// The twelve months from this one on, and those that have a goal already.
fn months() -> AnyView {
    let state = use_app();
    let (calendar, today) = (format::calendar(), files::today());
    let name = |months| {
        let date = calendar.date(calendar.month_start(today, months));
        format!("{:04}-{:02}", date.year, date.month)
    };
    let mut names: Vec<String> = (0..12).map(name).collect();
    names.extend(state.agreement.with_untracked(|all| all.goal.months.keys().cloned().collect::<Vec<_>>()));
    names.sort();
    names.dedup();
    let field = |name: String| {
        let key = name.clone();
        Field::number(
            format::month(&name),
            Range::Amount,
            move |all| all.goal.months.get(&name).copied(),
            move |all, value| {
                match value {
                    Some(value) => all.goal.months.insert(key.clone(), value),
                    None => all.goal.months.remove(&key),
                };
            },
        )
        .view()
    };
    view! { <div class="form-grid tight">{names.into_iter().map(field).collect_view()}</div> }.into_any()
}

/// An input of the goal chain, and what the data says of it.
struct Input {
    label: &'static str,
    range: Range,
    get: fn(&Agreement) -> Option<f64>,
    put: fn(&mut Agreement, Option<f64>),
    seen: fn(&Report) -> Option<f64>,
}

fn inputs() -> [Input; 4] {
    let terms = format::terms();
    [
        Input {
            label: terms.quota,
            range: Range::Amount,
            get: |all| all.goal_chain.quota,
            put: |all, value| all.goal_chain.quota = value,
            seen: |_| None,
        },
        Input {
            label: terms.marketing_share,
            range: Range::Percent,
            get: |all| all.goal_chain.marketing_share,
            put: |all, value| all.goal_chain.marketing_share = value,
            seen: |report| {
                let revenue = report.revenue.as_ref()?;
                // With unclassified sources the share is not known.
                (revenue.total.minor > 0 && revenue.unclassified.minor == 0)
                    .then(|| revenue.marketing_sourced.minor as f64 / revenue.total.minor as f64)
            },
        },
        Input {
            label: terms.average_deal,
            range: Range::Amount,
            get: |all| all.goal_chain.average_deal,
            put: |all, value| all.goal_chain.average_deal = value,
            seen: |report| report.revenue.as_ref()?.average_deal.as_ref().map(format::major),
        },
        Input {
            label: terms.lead_to_customer,
            range: Range::Percent,
            get: |all| all.goal_chain.lead_to_customer_rate,
            put: |all, value| all.goal_chain.lead_to_customer_rate = value,
            seen: |report| report.funnel.overall.rate.value(),
        },
    ]
}

pub fn chain() -> AnyView {
    let state = use_app();
    let (words, terms) = (format::words(), format::terms());
    let chain = Memo::new(move |_| state.agreement.with(|agreement| handoff::metrics::goal_chain(&agreement.goal_chain)));
    let count = |value: Option<u64>| value.map_or_else(|| format::UNDEFINED.to_owned(), format::integer);
    let input = |Input { label, range, get, put, seen }: Input| {
        let from_data = move || {
            // As it would be typed: what is taken is what is shown.
            let value = state.report.with(|report| report.as_ref().and_then(|report| seen(report)))?;
            let (text, value) = if range == Range::Percent {
                (format::percent(value), (value * 1000.0).round() / 1000.0)
            } else {
                (format::exact(value.round()), value.round())
            };
            let is_other = state.agreement.with(get) != Some(value);
            is_other.then(|| act(fill(terms.from_data, &[("value", &text)]), "button link small", move |all| put(all, Some(value))))
        };
        view! { <div>{Field::number(label, range, get, put).view()}<div>{from_data}</div></div> }
    };
    view! {
        <section class="card span-6">
            <h3>{words.ag_chain}</h3>
            <p class="card-sub">{words.ag_chain_sub}</p>
            <div class="form-grid">{super::money::quota_span()} {inputs().into_iter().map(input).collect_view()}</div>
            <div class="facts">
                <Fact label=words.ag_chain_revenue>{move || format::decimal_or_undefined(chain.get().marketing_revenue_goal)}</Fact>
                <Fact label=words.ag_chain_customers>{move || count(chain.get().customers_needed)}</Fact>
                <Fact label=words.ag_chain_leads>{move || count(chain.get().leads_needed)}</Fact>
            </div>
            {move || chain.get().leads_needed.is_none().then(|| view! { <p class="quiet small">{words.ag_chain_missing}</p> })}
        </section>
    }
    .into_any()
}

/// The monthly goal of one persona.
pub fn of_persona(index: usize) -> AnyView {
    let name = move |all: &Agreement| all.personas.get(index).map(|persona| persona.name.clone());
    Field::number(
        format::terms().goal_monthly,
        Range::Amount,
        move |all| all.goal.by_persona.get(&name(all)?).copied(),
        move |all, value| {
            if let Some(name) = name(all) {
                match value {
                    Some(value) => all.goal.by_persona.insert(name, value),
                    None => all.goal.by_persona.remove(&name),
                };
            }
        },
    )
    .view()
}

/// The label of a clause, for fields without another.
pub fn label(of: &handoff::agreement::Subject) -> String {
    subject(of, &Reader)
}
