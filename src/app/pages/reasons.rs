//! Why leads are turned down: the reasons, how the parts of the data differ in them, whose move it was, and what came of it after.

use handoff::{
    chart::{ChartSpec, Column, ColumnsSpec, ColumnsWords, Figure},
    leads::Dimension,
    report::{FollowUpOf, LeadsOf, ReasonsBy, ReasonsOfPart, RecordsOf, RecycleOf, Report, Responsibility, ValueChoice},
    words::fill,
};
use leptos::prelude::*;

use super::board::reasons_card;
use crate::app::{
    format,
    frames::{followed, held_until},
    labels,
    pages::whose,
    parts::{Chart, Fact, Opens, ScrollTable, fraction},
    picked::Picked,
    route::Pick,
    specs,
    state::{AppState, use_app},
};

/// Columns of the cross table: the reasons given most.
const COLUMNS: usize = 6;
const ROWS: usize = 40;

#[component]
pub fn ReasonsPage() -> impl IntoView {
    let state = use_app();
    let dimension = Picked::new(Pick::By, Dimension::Source.index());
    view! {
        <h1 class="visually-hidden">{format::words().nav_reasons}</h1>
        {held_until(move || state.has_report(), move || page(state, dimension))}
    }
}

fn page(state: AppState, dimension: Picked) -> AnyView {
    let card = |card: fn(AppState, &Report) -> AnyView| followed(state, move |state, report| card(state, report));
    view! {
        <h2>{format::words().q_leak}</h2>
        <div class="grid">
            {card(|state, report| reasons_card(state, report, 14, "card span-7").into_any())}
            {card(|_, report| list(report))}
            {card(|_, report| report.disqualification.responsibility.as_ref().map(whose_move).into_any())}
            {card(over_time)}
            {card(|_, report| after(report))}
            {followed(state, move |state, report| cross(state, report, dimension))}
            {card(|_, report| deals(report).into_any())}
        </div>
    }
    .into_any()
}

fn list(report: &Report) -> AnyView {
    let words = format::words();
    let total = report.disqualification.total;
    let list = report.disqualification.reasons.iter().map(|reason| {
        let label = labels::value(reason.reason.as_deref());
        let rate = handoff::report::Rate { numerator: reason.count, denominator: total };
        view! {
            <tr>
                <td><bdi>{label.clone()}</bdi></td>
                <td class="number"><Opens of=RecordsOf::Reason { reason: reason.reason.clone() } title=label text=format::integer(reason.count) /></td>
                <td class="number">{format::rate(rate)}</td>
            </tr>
        }
    });
    view! {
        <section class="card span-5">
            <h3>{words.records_title_plain}</h3>
            <div class="table-scroll" tabindex="0">
                <table>
                    <thead><tr><th>{words.dim_reason}</th><th class="number">{words.col_count}</th><th class="number">{words.col_share}</th></tr></thead>
                    <tbody>{list.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn whose_move(responsibility: &Responsibility) -> AnyView {
    view! {
        {whose::card(responsibility, "card span-12")}
        {whose::parts(&responsibility.by_source, Dimension::Source)}
        {whose::parts(&responsibility.by_owner, Dimension::Owner)}
    }
    .into_any()
}

/// Leads turned down by month, and the share of them without a reason.
fn over_time(state: AppState, report: &Report) -> AnyView {
    let (words, texts) = (format::words(), format::promises());
    let disqualification = &report.disqualification;
    let month = |part: &ReasonsOfPart| {
        let from = format::month_day(part.value.as_deref()?)?;
        Some(LeadsOf::Days { from, to: format::calendar().month_start(from, 1) })
    };
    let months: Vec<Option<LeadsOf>> = disqualification.by_month.iter().map(month).collect();
    let spans: Vec<_> = disqualification.by_month.iter().map(|part| part.value.as_deref().and_then(specs::month)).collect();
    let column = |(key, part): (usize, &ReasonsOfPart)| Column {
        key,
        label: part.value.as_deref().map(format::month_short).unwrap_or_default(),
        value: Figure::new(part.total as f64, format::integer(part.total)),
        ..Column::default()
    };
    let mut spec = ColumnsSpec {
        columns: disqualification.by_month.iter().enumerate().map(column).collect(),
        words: ColumnsWords { label: texts.month.into(), value: words.col_leads.into(), compare: String::new() },
        ..specs::marked(state, &spans)
    };
    spec.ticks = specs::ticks(spec.top(), format::decimal);
    let chart = (spec.columns.len() > 1).then(|| {
        let pick = Callback::new(move |key: usize| {
            if let Some(Some(part)) = months.get(key) {
                state
                    .open_records(RecordsOf::ReasonIn { reason: ValueChoice::Any, part: part.clone() }, texts.reasons_over_time.to_owned());
            }
        });
        view! { <Chart spec=ChartSpec::Columns(spec) title=texts.reasons_over_time height=180.0 on_pick=pick /> }
    });
    let without = disqualification.without_reason;
    let of = RecordsOf::ReasonIn { reason: ValueChoice::Is(None), part: LeadsOf::All };
    view! {
        <section class="card span-7">
            <h3>{texts.reasons_over_time}</h3>
            <div class="facts">
                <Fact label=texts.without_reason definition=texts.without_reason_def remark=fraction(without)>
                    <Opens of=of title=texts.without_reason text=format::rate(without) />
                </Fact>
            </div>
            {chart}
        </section>
    }
    .into_any()
}

/// What came back from marketing, and who is marketing's to keep warm.
fn after(report: &Report) -> AnyView {
    let texts = format::promises();
    let recycle = report.recycle.as_ref().map(|recycle| {
        let fact = |label: &'static str, of: RecycleOf, count: u64, days: Option<f64>| {
            let remark = days.map(|days| format!("{}: {}", texts.recycle_days, format::decimal(days))).unwrap_or_default();
            view! { <Fact label=label remark=remark><Opens of=RecordsOf::Recycle { of } title=label text=format::integer(count) /></Fact> }
        };
        view! {
            <h3>{texts.recycle_title}</h3>
            <div class="facts">
                {fact(texts.recycle_sent, RecycleOf::SentBack, recycle.sent_back, None)}
                {fact(texts.recycle_again, RecycleOf::Requalified, recycle.requalified, recycle.days_to_requalify.median)}
                {fact(texts.recycle_won, RecycleOf::Won, recycle.won, recycle.days_to_win.median)}
            </div>
        }
    });
    let nurture = report.depth.as_ref().map(|depth| {
        let fact = |label: &'static str, definition: Option<&'static str>, of: FollowUpOf, count: u64| {
            let opens = view! { <Opens of=RecordsOf::FollowUp { of, part: LeadsOf::All } title=label text=format::integer(count) /> };
            match definition {
                Some(definition) => view! { <Fact label=label definition=definition>{opens}</Fact> }.into_any(),
                None => view! { <Fact label=label>{opens}</Fact> }.into_any(),
            }
        };
        view! {
            <h3>{texts.nurture_title}</h3>
            <p class="card-sub">{texts.nurture_sub}</p>
            <div class="facts">
                {fact(texts.nurture_leads, None, FollowUpOf::Unreachable, depth.unreachable)}
                {fact(texts.given_up, Some(texts.given_up_def), FollowUpOf::GivenUpEarly, depth.given_up_early)}
            </div>
        }
    });
    if recycle.is_none() && nurture.is_none() {
        return ().into_any();
    }
    view! { <section class="card span-5">{recycle}{nurture}</section> }.into_any()
}

/// Parts of a chosen dimension × the most given reasons.
fn cross(state: AppState, report: &Report, by: Picked) -> AnyView {
    let words = format::words();
    let disqualification = &report.disqualification;
    let of = |dimension, parts: &[ReasonsOfPart]| ReasonsBy { dimension, parts: parts.to_vec() };
    let mut all = vec![of(Dimension::Source, &disqualification.by_source), of(Dimension::Owner, &disqualification.by_owner)];
    all.extend(disqualification.by.iter().cloned());
    all.retain(|by| !by.parts.is_empty());
    if all.is_empty() {
        return ().into_any();
    }
    let columns: Vec<Option<String>> = disqualification.reasons.iter().take(COLUMNS).map(|reason| reason.reason.clone()).collect();
    let choices: Vec<Dimension> = all.iter().map(|by| by.dimension).collect();
    let shown = Memo::new(move |_| {
        let chosen = Dimension::ALL.get(by.get()).copied();
        chosen.filter(|chosen| choices.contains(chosen)).unwrap_or(choices[0])
    });
    let options = all.iter().map(|by| {
        let choice = by.dimension;
        view! { <option value=choice.name() selected=move || shown.get() == choice>{labels::dimension(choice)}</option> }
    });
    let options = options.collect_view();
    let choose = move |event| {
        let name = event_target_value(&event);
        if let Some(chosen) = Dimension::ALL.into_iter().find(|dimension| dimension.name() == name) {
            by.set(chosen.index());
        }
    };
    let title = move || fill(words.reasons_by, &[("what", labels::dimension(shown.get()))]);
    view! {
        <section class="card span-12">
            <div class="card-title">
                <h3>{title}</h3>
                <label class="chip no-print">{words.break_down_by} <select on:change=choose>{options}</select></label>
            </div>
            {move || all.iter().find(|by| by.dimension == shown.get()).map(|by| parts_table(state, by, &columns))}
        </section>
    }
    .into_any()
}

fn parts_table(state: AppState, by: &ReasonsBy, columns: &[Option<String>]) -> AnyView {
    let words = format::words();
    let dimension = by.dimension;
    let head = columns.iter().map(|reason| view! { <th scope="col" class="number"><bdi>{labels::value(reason.as_deref())}</bdi></th> });
    let row = |part: &ReasonsOfPart| {
        let label = labels::value(part.value.as_deref());
        let leads = LeadsOf::Value { dimension, value: part.value.clone() };
        let opens = |reason: ValueChoice, title: String, count: u64| {
            let of = RecordsOf::ReasonIn { reason, part: leads.clone() };
            let rate = handoff::report::Rate { numerator: count, denominator: part.total };
            view! { <td class="number" title=format::rate(rate)><Opens of=of title=title text=format::integer(count) /></td> }
        };
        let cell = |reason: &Option<String>| {
            let count = part.reasons.iter().find(|known| known.reason == *reason).map_or(0, |known| known.count);
            opens(ValueChoice::Is(reason.clone()), format!("{label} · {}", labels::value(reason.as_deref())), count)
        };
        let cells = columns.iter().map(cell).collect_view();
        let total = opens(ValueChoice::Any, label.clone(), part.total);
        let value = part.value.clone();
        let pick = move |_| state.toggle_filter(dimension, value.clone());
        view! { <tr><th scope="row"><button class="open" on:click=pick><bdi>{label}</bdi></button></th>{total}{cells}</tr> }
    };
    let rows = by.parts.iter().take(ROWS).map(row).collect_view();
    let rest = by.parts.len().saturating_sub(ROWS);
    let head = head.collect_view();
    view! {
        <ScrollTable label=labels::dimension(dimension)>
            <thead><tr><th scope="col">{labels::dimension(dimension)}</th><th scope="col" class="number">{words.total}</th>{head}</tr></thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
        {(rest > 0).then(|| view! { <p class="card-foot">{fill(words.more_rows, &[("n", &format::integer(rest as u64))])}</p> })}
    }
    .into_any()
}

fn deals(report: &Report) -> impl IntoView + use<> {
    let words = format::words();
    let deals = report.deals.as_ref().filter(|deals| deals.stages.iter().any(|stage| stage.stage.is_some()))?;
    let rows = deals
        .stages
        .iter()
        .map(|stage| {
            view! { <tr><td><bdi>{labels::value(stage.stage.as_deref())}</bdi></td><td class="number">{format::integer(stage.count)}</td></tr> }
        })
        .collect_view();
    Some(view! {
        <section class="card span-6">
            <h3>{words.deals_stages}</h3>
            <div class="table-scroll" tabindex="0"><table><tbody>{rows}</tbody></table></div>
        </section>
    })
}
