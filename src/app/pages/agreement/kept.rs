//! How marketing's promise is kept, counted from the data: delivered leads against every criterion, the monthly record of what the
//! goal chain assumes, and the assumptions that have drifted. Nothing is edited here.

use handoff::{
    leads::Dimension,
    report::{
        Agreed, ChainInput, CriterionCount, Drift, KeptPart, LeadsOf, MarketingKept, Money, MonthlyRecord, Rate, RecordMonth, RecordsOf,
    },
    words::{condition, fill},
};
use leptos::prelude::*;

use crate::app::{
    format, labels,
    parts::{Opens, ScrollTable},
    state::AppState,
};

/// Sources and owners listed; the rest is said in a line.
const ROWS: usize = 12;

/// Empty while there is no data that could tell.
pub fn kept(state: AppState) -> AnyView {
    (move || {
        state.report.get().map(|report| {
            let kept = report.marketing_kept.as_ref().map(criteria);
            let currency = report.revenue.as_ref().and_then(|revenue| revenue.total.currency.clone());
            let record = report.monthly_record.as_ref().map(|record| self::record(record, currency.as_deref()));
            let is_any = kept.is_some() || record.is_some();
            is_any.then(|| view! { <h2>{format::words().q_word}</h2> <div class="grid">{kept}{record}</div> }.into_any())
        })
    })
    .into_any()
}

fn opens(of: RecordsOf, title: String, count: u64) -> AnyView {
    view! { <Opens of=of title=title text=format::integer(count) /> }.into_any()
}

fn criteria(kept: &MarketingKept) -> AnyView {
    let (words, texts) = (format::words(), format::promises());
    let numbers = [kept.meets, kept.delivered, kept.fails, kept.unknown].map(format::integer);
    let values = [("meets", numbers[0].as_str()), ("delivered", &numbers[1]), ("fails", &numbers[2]), ("unknown", &numbers[3])];
    let line = |(index, count): (usize, &CriterionCount)| {
        let name = match (&count.criterion, count.least_score) {
            (Some(criterion), _) => condition(criterion, &format::Reader),
            (None, Some(least)) => labels::least_score(least),
            (None, None) => format::UNDEFINED.to_owned(),
        };
        let of = |agreed| RecordsOf::Agreed { agreed, criterion: Some(index as u16), part: LeadsOf::All };
        view! {
            <tr>
                <th scope="row"><bdi>{name.clone()}</bdi></th>
                <td class="number">{opens(of(Agreed::Fails), name.clone(), count.failed)}</td>
                <td class="number">{opens(of(Agreed::Unknown), name, count.unknown)}</td>
            </tr>
        }
    };
    let lines = kept.criteria.iter().enumerate().map(line).collect_view();
    let parts = [(Dimension::Source, &kept.by_source), (Dimension::Owner, &kept.by_owner)];
    let parts: Vec<AnyView> =
        parts.into_iter().filter(|(_, parts)| !parts.is_empty()).map(|(dimension, parts)| by(dimension, parts)).collect();
    let parts = (!parts.is_empty())
        .then(|| view! { <section class="card span-6"><h3 class="visually-hidden">{words.col_share}</h3>{parts}</section> });
    let meets = RecordsOf::Agreed { agreed: Agreed::Meets, criterion: None, part: LeadsOf::All };
    let share = Rate { numerator: kept.meets, denominator: kept.delivered };
    view! {
        <section class="card span-6">
            <h3>{texts.kept_title}</h3>
            <p class="card-sub"><Opens of=meets title=texts.as_agreed text=format::rate(share) /> " · " {fill(texts.kept_sub, &values)}</p>
            <ScrollTable label=texts.kept_title>
                <thead><tr><th scope="col">{texts.criterion}</th><th scope="col" class="number">{texts.failed}</th><th scope="col" class="number">{texts.unknown}</th></tr></thead>
                <tbody>{lines}</tbody>
            </ScrollTable>
        </section>
        {parts}
    }
    .into_any()
}

fn by(dimension: Dimension, parts: &[KeptPart]) -> AnyView {
    let (words, texts) = (format::words(), format::promises());
    let line = |part: &KeptPart| {
        let name = labels::value(part.value.as_deref());
        let of =
            RecordsOf::Agreed { agreed: Agreed::Meets, criterion: None, part: LeadsOf::Value { dimension, value: part.value.clone() } };
        let rate = Rate { numerator: part.meets, denominator: part.delivered };
        view! {
            <tr>
                <th scope="row"><bdi>{name.clone()}</bdi></th>
                <td class="number">{format::integer(part.delivered)}</td>
                <td class="number">{opens(of, format!("{} · {name}", texts.as_agreed), part.meets)}</td>
                <td class="number">{format::rate(rate)}</td>
            </tr>
        }
    };
    let lines = parts.iter().take(ROWS).map(line).collect_view();
    let rest = parts.len().saturating_sub(ROWS);
    view! {
        <ScrollTable label=labels::dimension(dimension)>
            <thead>
                <tr>
                    <th scope="col">{labels::dimension(dimension)}</th>
                    <th scope="col" class="number">{texts.delivered}</th>
                    <th scope="col" class="number">{texts.as_agreed}</th>
                    <th scope="col" class="number">{words.col_share}</th>
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </ScrollTable>
        {(rest > 0).then(|| view! { <p class="quiet small">{fill(words.more_rows, &[("n", &format::integer(rest as u64))])}</p> })}
    }
    .into_any()
}

fn record(record: &MonthlyRecord, currency: Option<&str>) -> AnyView {
    let texts = format::promises();
    let money = |money: &Option<Money>| money.as_ref().map_or_else(|| format::UNDEFINED.to_owned(), format::money_short);
    let line = |month: &RecordMonth| {
        let name = format::month(&month.month);
        let of = |customers| RecordsOf::RecordMonth { month: month.month.clone(), customers };
        let young = (!month.mature).then(|| view! { " " <small>{texts.record_young}</small> });
        view! {
            <tr>
                <th scope="row">{name.clone()}</th>
                <td class="number">{opens(of(false), format!("{} · {name}", texts.record_leads), month.marketing_leads)}</td>
                <td class="number">{opens(of(true), format!("{} · {name}", texts.record_customers), month.customers)}</td>
                <td class="number">{format::rate(month.rate)} {young}</td>
                <td class="number">{money(&month.average_deal)}</td>
                <td class="number">{month.marketing_share.map_or_else(|| format::UNDEFINED.to_owned(), format::percent)}</td>
                <td class="number">{format::decimal_or_undefined(month.cycle_days.median)}</td>
            </tr>
        }
    };
    // The latest month first: it is the one that is talked about.
    let lines = record.months.iter().rev().map(line).collect_view();
    let drifted: Vec<&Drift> = record.drift.iter().filter(|drift| drift.drifted).collect();
    let drift = if record.drift.is_empty() {
        ().into_any()
    } else if drifted.is_empty() {
        view! { <p class="quiet">"✓ " {texts.drift_none}</p> }.into_any()
    } else {
        let line = |drift: &&Drift| view! { <li>{drift_line(drift, currency)}</li> };
        let lines = drifted.iter().map(line).collect_view();
        view! { <div class="warning"><strong>"▼ " {texts.drift_title}</strong><ul>{lines}</ul></div> }.into_any()
    };
    let titles = [texts.record_leads, texts.record_customers, texts.record_rate, texts.record_deal, texts.record_share, texts.record_cycle];
    let head = titles.map(|title| view! { <th scope="col" class="number">{title}</th> }).into_iter().collect_view();
    view! {
        <section class="card span-12">
            <h3>{texts.record_title}</h3>
            <p class="card-sub">{texts.record_sub}</p>
            {drift}
            <ScrollTable label=texts.record_title>
                <thead><tr><th scope="col">{texts.month}</th>{head}</tr></thead>
                <tbody>{lines}</tbody>
            </ScrollTable>
        </section>
    }
    .into_any()
}

fn drift_line(drift: &Drift, currency: Option<&str>) -> String {
    let (terms, texts) = (format::terms(), format::promises());
    let what = match drift.input {
        ChainInput::MarketingShare => terms.marketing_share,
        ChainInput::AverageDeal => terms.average_deal,
        ChainInput::LeadToCustomerRate => terms.lead_to_customer,
    };
    let write = |value: f64| match drift.input {
        ChainInput::AverageDeal => format::amount_short(value, currency),
        ChainInput::MarketingShare | ChainInput::LeadToCustomerRate => format::percent(value),
    };
    let change = format::percent(drift.relative.abs());
    let change = format!("{}{change}", if drift.relative < 0.0 { '−' } else { '+' });
    fill(texts.drift_line, &[("what", what), ("assumed", &write(drift.assumed)), ("measured", &write(drift.measured)), ("change", &change)])
}
