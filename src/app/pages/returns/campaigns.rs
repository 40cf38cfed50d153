//! Campaigns and sources: what each cost and brought, under every model of attribution, and how far the models differ.

use handoff::{
    chart::{ChartSpec, Figure, RangeRow, RangesSpec, RangesWords, Tone},
    leads::Dimension,
    report::{AttributionModel, CampaignPart, CampaignTable, RecordsOf, Report},
    words::fill,
};
use leptos::prelude::*;

use super::Chosen;
use crate::app::{
    format, labels,
    parts::{Chart, Info, Opens, ScrollTable, chip},
    specs,
    state::AppState,
};

/// Rows drawn at first; a press shows the rest.
pub const ROWS: usize = 20;
/// Rows of the chart.
const DRAWN: usize = 12;
/// Above this, the order of campaigns hardly depends on the model.
const ALIKE: f64 = 0.9;

pub fn cards(state: AppState, report: &Report, chosen: Chosen) -> AnyView {
    let words = format::returns();
    let Some(campaigns) = &report.campaigns else { return view! { <p class="quiet">{words.campaigns_none}</p> }.into_any() };
    let both = campaigns.by_campaign.is_some() && campaigns.by_source.is_some();
    let choices = vec![format::words().dim_campaign.to_owned(), format::words().dim_source.to_owned()];
    let by_source = chosen.by_source;
    let choose = Callback::new(move |index: usize| by_source.set(index));
    let is_source = campaigns.by_campaign.is_none() || by_source.get() == 1;
    let table = if is_source { &campaigns.by_source } else { &campaigns.by_campaign };
    let dimension = if is_source { Dimension::Source } else { Dimension::Campaign };
    let body = table.as_ref().map(|table| of_table(state, table, dimension, chosen));
    view! {
        <h2>{words.q_campaigns}</h2>
        {both.then(|| {
            view! { <div class="filters">{chip(words.campaigns_by, choices, by_source.into(), choose)}</div> }
        })}
        {body}
    }
    .into_any()
}

fn of_table(state: AppState, table: &CampaignTable, dimension: Dimension, chosen: Chosen) -> AnyView {
    let words = format::returns();
    let models: Vec<String> = AttributionModel::ALL.iter().map(|model| words.model(*model).to_owned()).collect();
    let choose = Callback::new(move |index: usize| chosen.model.set(index));
    // Where one touch makes all models the same there is nothing to choose.
    let choice = (!table.is_same_for_all).then(|| chip(words.model_label, models, chosen.model.into(), choose));
    view! {
        <div class="grid">
            <section class="card span-12">
                <div class="card-title"><h3>{words.ranges_title}</h3> {choice}</div>
                <p class="card-sub">{stability(table)} " " <Info text=words.ranges_def /></p>
                {chart(state, table, dimension, chosen.model.get())}
            </section>
            <section class="card span-12">
                <h3>{words.campaigns_title}</h3>
                <p class="card-sub">{strongest(table)}</p>
                {list(table, dimension, chosen)}
            </section>
        </div>
    }
    .into_any()
}

/// How much the answer hangs on the model.
fn stability(table: &CampaignTable) -> String {
    let words = format::returns();
    let [several, won] = [table.several_touches, table.won_deals].map(format::integer);
    if table.is_same_for_all {
        return fill(words.models_same, &[("n", &won)]);
    }
    let touched = fill(words.models_differ, &[("n", &several), ("of", &won)]);
    let ranks = table.rank_agreement.map(|agreement| {
        let sentence = if agreement >= ALIKE { words.ranks_stable } else { words.ranks_unstable };
        fill(sentence, &[("w", &format::exact((agreement * 100.0).round() / 100.0))])
    });
    [Some(touched), ranks].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Those among the first three whatever the model.
fn strongest(table: &CampaignTable) -> String {
    let is_first = |part: &&CampaignPart| part.value.is_some() && part.credits.iter().all(|credit| credit.rank <= 3);
    let names: Vec<String> =
        table.parts.iter().filter(is_first).filter_map(|part| part.value.as_ref()).map(|name| format!("\u{2068}{name}\u{2069}")).collect();
    let words = format::returns();
    if names.is_empty() {
        words.strongest_none.to_owned()
    } else {
        fill(words.strongest, &[("names", &names.join(format::words().list_comma))])
    }
}

fn chart(state: AppState, table: &CampaignTable, dimension: Dimension, model: usize) -> AnyView {
    let words = format::returns();
    let row = |(key, part): (usize, &CampaignPart)| {
        let roi = part.credits.get(model).and_then(|credit| credit.roi);
        RangeRow {
            key,
            label: labels::value(part.value.as_deref()),
            values: part.credits.iter().map(|credit| Some(specs::amount(&credit.revenue))).collect(),
            note: roi.map(|roi| Figure::new(roi, fill(words.roi_short, &[("n", &format::signed_percent(roi))]))),
            faint: part.value.is_none(),
            ..RangeRow::default()
        }
    };
    let spec = RangesSpec {
        rows: table.parts.iter().take(DRAWN).enumerate().map(row).collect(),
        positions: AttributionModel::ALL.iter().map(|model| words.model(*model).to_owned()).collect(),
        chosen: model,
        tone: Tone::Marketing,
        words: RangesWords {
            label: labels::dimension(dimension).into(),
            low: words.col_low.into(),
            high: words.col_high.into(),
            note: words.roi.into(),
            others: words.other_models.into(),
        },
    };
    let values: Vec<Option<String>> = table.parts.iter().map(|part| part.value.clone()).collect();
    let pick = Callback::new(move |key: usize| {
        if let Some(value) = values.get(key) {
            state.toggle_filter(dimension, value.clone());
        }
    });
    view! { <Chart spec=ChartSpec::Ranges(spec) title=words.ranges_title on_pick=pick /> }.into_any()
}

fn list(table: &CampaignTable, dimension: Dimension, chosen: Chosen) -> AnyView {
    let (words, texts) = (format::words(), format::returns());
    let model = chosen.model.get();
    let rows = chosen.rows.get();
    let row = |part: &CampaignPart| {
        let name = labels::value(part.value.as_deref());
        let credit = part.credits.get(model);
        let revenue = credit.map_or_else(|| format::UNDEFINED.to_owned(), |credit| format::money(&credit.revenue));
        let customers = credit.map_or_else(|| format::UNDEFINED.to_owned(), |credit| format::decimal(credit.customers));
        let range = if part.revenue_low == part.revenue_high {
            format::UNDEFINED.to_owned()
        } else {
            fill(words.range, &[("low", &format::money_short(&part.revenue_low)), ("high", &format::money_short(&part.revenue_high))])
        };
        let ranks: Vec<String> = part.credits.iter().map(|credit| format::integer(u64::from(credit.rank))).collect();
        let of = RecordsOf::TouchedBy { dimension, value: part.value.clone() };
        view! {
            <tr>
                <th scope="row"><bdi>{name.clone()}</bdi></th>
                <td class="number">{part.cost.as_ref().map_or_else(|| format::UNDEFINED.to_owned(), format::money)}</td>
                <td class="number">{format::integer(part.leads)}</td>
                <td class="number">{format::integer(part.mql)}</td>
                <td class="number">{format::integer(part.sql)}</td>
                <td class="number"><Opens of=of title=format!("{} · {name}", words.won_deals) text=customers /></td>
                <td class="number">{revenue}</td>
                <td class="number">{range}</td>
                <td class="number">{credit.and_then(|credit| credit.roi).map_or_else(|| format::UNDEFINED.to_owned(), format::signed_percent)}</td>
                <td class="number">{ranks.join(" ")}</td>
            </tr>
        }
    };
    let rest = table.parts.len().saturating_sub(rows);
    let titles = [
        texts.col_cost,
        words.col_leads,
        "MQL",
        "SQL",
        texts.col_customers,
        words.col_revenue,
        texts.col_range,
        texts.roi,
        texts.col_ranks,
    ];
    let all = table.parts.iter().take(rows).chain(table.rest.iter().filter(|_| rest == 0));
    let rows = all.map(row).collect_view();
    view! {
        <ScrollTable label=texts.campaigns_title>
            <thead><tr><th scope="col">{labels::dimension(dimension)}</th>{titles.into_iter().map(|title| view! { <th scope="col" class="number">{title}</th> }).collect_view()}</tr></thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
        {(rest > 0).then(|| view! {
            <button type="button" class="button link no-print" on:click=move |_| chosen.rows.set(usize::MAX)>{fill(words.more_rows, &[("n", &format::integer(rest as u64))])}</button>
        })}
        <p class="card-foot">{fill(texts.totals_equal, &[("n", &format::integer(table.won_deals))])}</p>
    }
    .into_any()
}
