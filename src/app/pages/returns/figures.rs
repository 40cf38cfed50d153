//! The figures of return: what was spent, what it brought, what a customer costs and is worth; each with its formula and inputs.

use handoff::{
    chart::{Bar, BarsSpec, BarsWords, ChartSpec, Figure, Tone},
    leads::{DealState, Dimension, SpendCategory},
    report::{CategoryCost, Money, RecordsOf, Report, TeamCost},
    share::may_be_named,
    words::fill,
};
use leptos::prelude::*;

use super::{Chosen, over_time};
use crate::app::{
    format,
    frames::followed,
    pages::{
        board::{pay, revenue_by},
        funnel::{parts_table, qualified},
    },
    parts::{Chart, FigureCard, Opens, ScrollTable, fraction},
    state::AppState,
};

pub fn cards(state: AppState, chosen: Chosen) -> AnyView {
    let words = format::words();
    let by_revenue = [Dimension::Source, Dimension::Owner, Dimension::Product];
    let by_revenue = by_revenue.map(|dimension| followed(state, move |state, report| revenue_by(state, report, dimension).into_any()));
    let tables = [Dimension::Source, Dimension::Owner, Dimension::Product, Dimension::Region, Dimension::Manager];
    let tables = tables.map(|dimension| {
        let is_whole = RwSignal::new(false);
        followed(state, move |state, report| parts(state, report, dimension, is_whole).into_any())
    });
    view! {
        <h2>{words.q_pay}</h2>
        <div class="grid">
            {followed(state, |_, report| pay(report).into_any())}
            {followed(state, |_, report| view! { {returned(report)} {worth(report)} {sold(report)} }.into_any())}
        </div>
        <h2>{format::returns().q_over_time}</h2>
        <div class="grid">
            {followed(state, move |state, report| over_time::card(state, report, chosen).into_any())}
            {followed(state, |state, report| investment(state, report).into_any())}
        </div>
        <h2>{format::returns().q_by_whom}</h2>
        <div class="grid">{by_revenue.into_iter().collect_view()} {tables.into_iter().collect_view()}</div>
    }
    .into_any()
}

fn parts(state: AppState, report: &Report, dimension: Dimension, is_whole: RwSignal<bool>) -> Option<impl IntoView> {
    let breakdown = report.breakdowns.iter().find(|breakdown| breakdown.dimension == dimension)?;
    let title = fill(format::words().breakdown_title, &[("what", crate::app::labels::dimension(dimension))]);
    let table = parts_table(state, breakdown, qualified(report), is_whole);
    Some(view! { <section class="card span-12" class:no-print=!may_be_named(dimension)><h3>{title}</h3>{table}</section> })
}

fn money(amount: Option<&Money>) -> String {
    amount.map_or_else(|| format::UNDEFINED.to_owned(), format::money)
}

/// What stands behind the spend of the whole period.
pub fn booked(report: &Report, category: Option<SpendCategory>) -> Option<RecordsOf> {
    let (from, to) = (format::parse_iso(&report.period.from)?, format::parse_iso(&report.period.to)?);
    Some(RecordsOf::SpendIn { from, to, category })
}

/// Investment, return on it, and what a customer cost; shared with the board.
pub fn returned(report: &Report) -> AnyView {
    let words = format::returns();
    let invested = report.investment.as_ref().map(|investment| &investment.total);
    let typed = report.investment.as_ref().filter(|investment| investment.typed_in.minor != 0);
    let typed = typed.map(|investment| fill(words.of_which_typed, &[("n", &format::money(&investment.typed_in))]));
    let roi = report.roi.as_ref().map_or_else(|| format::UNDEFINED.to_owned(), |roi| format::signed_percent(roi.value));
    let roi_of = report.roi.as_ref().map(|roi| {
        let values = [("returned", format::money_short(&roi.returned)), ("invested", format::money_short(&roi.invested))];
        let [returned, invested] = &values;
        format!("{} · {}", fill(words.roi_of, &[(returned.0, &returned.1), (invested.0, &invested.1)]), format::terms().basis(roi.basis))
    });
    let cac = report.cac.as_ref();
    let cac_of = cac.map(|cac| {
        let of = fill(words.cac_of, &[("invested", &format::money_short(&cac.invested)), ("n", &format::integer(cac.customers))]);
        let lag = cac.lag_days.map(|days| fill(words.cac_lag, &[("n", &format::integer(u64::from(days)))]));
        [Some(of), lag].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let paid = cac.and_then(|cac| cac.paid.as_ref());
    let paid_of =
        paid.map(|paid| fill(words.cac_of, &[("invested", &format::money_short(&paid.invested)), ("n", &format::integer(paid.customers))]));
    let invested_card = match booked(report, None) {
        Some(of) => view! { <FigureCard label=words.investment definition=words.investment_def value=money(invested) remark=typed.unwrap_or_default() of=of /> }.into_any(),
        None => view! { <FigureCard label=words.investment definition=words.investment_def value=money(invested) remark=typed.unwrap_or_default() /> }.into_any(),
    };
    view! {
        {invested_card}
        <FigureCard label=words.roi definition=words.roi_def value=roi remark=roi_of.unwrap_or_default() />
        <FigureCard label=words.cac definition=words.cac_def value=money(cac.map(|cac| &cac.blended)) remark=cac_of.unwrap_or_default() />
        <FigureCard label=words.cac_paid definition=words.cac_paid_def value=money(paid.map(|paid| &paid.value)) remark=paid_of.unwrap_or_default() />
    }
    .into_any()
}

/// What a customer is worth; shared with the board.
pub fn worth(report: &Report) -> AnyView {
    let words = format::returns();
    let ltv = report.ltv.as_ref();
    let ltv_of = ltv.map(|ltv| {
        let values = [format::money_short(&ltv.monthly_revenue), format::percent(ltv.gross_margin), format::decimal(ltv.lifetime_months)];
        fill(words.ltv_of, &[("monthly", &values[0]), ("margin", &values[1]), ("months", &values[2])])
    });
    let ratio = ltv
        .and_then(|ltv| ltv.to_cac)
        .map_or_else(|| format::UNDEFINED.to_owned(), |ratio| fill(words.times, &[("n", &format::decimal(ratio))]));
    let payback = report
        .payback_months
        .map_or_else(|| format::UNDEFINED.to_owned(), |months| fill(words.n_months, &[("n", &format::decimal(months))]));
    let velocity = report.sales_velocity.as_ref();
    let velocity_of = velocity.map(|velocity| {
        let values = [
            format::integer(velocity.opportunities),
            format::rate(velocity.win_rate),
            format::money_short(&velocity.average_deal),
            format::decimal(velocity.cycle_days),
        ];
        fill(words.velocity_of, &[("n", &values[0]), ("rate", &values[1]), ("deal", &values[2]), ("days", &values[3])])
    });
    view! {
        <FigureCard label=words.ltv definition=words.ltv_def value=money(ltv.map(|ltv| &ltv.value)) remark=ltv_of.unwrap_or_default() />
        <FigureCard label=words.ltv_to_cac definition=words.ltv_to_cac_def value=ratio />
        <FigureCard label=words.payback definition=words.payback_def value=payback />
        <FigureCard label=words.velocity definition=words.velocity_def value=money(velocity.map(|velocity| &velocity.per_day)) remark=velocity_of.unwrap_or_default() />
    }
    .into_any()
}

fn sold(report: &Report) -> Option<AnyView> {
    let words = format::words();
    let deals = report.deals.as_ref()?;
    let records = |deal_state| RecordsOf::Deals { state: Some(deal_state) };
    Some(
        view! {
            <FigureCard label=words.win_rate definition=words.win_rate_def value=format::rate(deals.win_rate) remark=fraction(deals.win_rate) />
            <FigureCard label=words.median_days_to_win definition=words.days_def value=format::decimal_or_undefined(deals.days_to_win.median) of=records(DealState::Won) />
            <FigureCard label=words.median_days_to_loss definition=words.days_def value=format::decimal_or_undefined(deals.days_to_loss.median) of=records(DealState::Lost) />
            <FigureCard label=words.open_deals definition=words.def_opportunity value=format::integer(deals.open) of=records(DealState::Open) />
        }
        .into_any(),
    )
}

/// What the money went into, and whose it was.
fn investment(state: AppState, report: &Report) -> Option<AnyView> {
    let words = format::returns();
    let investment = report.investment.as_ref().filter(|investment| !investment.by_category.is_empty())?;
    let total = investment.total.minor;
    let share = |amount: &Money| (total > 0).then(|| amount.minor as f64 / total as f64);
    let bar = |(key, cost): (usize, &CategoryCost)| Bar {
        key,
        label: format::terms().spend(cost.category).to_owned(),
        value: Figure::new(format::major(&cost.amount), format::money_short(&cost.amount)),
        note: share(&cost.amount).map(|share| Figure::new(share, format::percent(share))),
        tone: Tone::Neutral,
        ..Bar::default()
    };
    let bars_words = BarsWords {
        label: format::words().field_spend_category.into(),
        value: words.investment.into(),
        note: format::words().col_share.into(),
        compare: String::new(),
    };
    let spec = BarsSpec { bars: investment.by_category.iter().enumerate().map(bar).collect(), words: bars_words };
    let opens: Vec<Option<(RecordsOf, &'static str)>> = investment
        .by_category
        .iter()
        .map(|cost| Some((booked(report, Some(cost.category))?, format::terms().spend(cost.category))))
        .collect();
    let pick = Callback::new(move |key: usize| {
        if let Some(Some((of, title))) = opens.get(key) {
            state.open_records(of.clone(), (*title).to_owned());
        }
    });
    let row = |cost: &TeamCost| {
        let name = match (cost.team, &cost.name) {
            (Some(team), _) => format::terms().team(team).to_owned(),
            (None, name) => crate::app::labels::value(name.as_deref()),
        };
        let part = share(&cost.amount).map_or_else(|| format::UNDEFINED.to_owned(), format::percent);
        view! { <tr><th scope="row"><bdi>{name}</bdi></th><td class="number">{format::money(&cost.amount)}</td><td class="number">{part}</td></tr> }
    };
    let left_out = (investment.without_amount > 0).then(
        || view! { <p class="card-foot">{fill(words.spend_without_amount, &[("n", &format::integer(investment.without_amount))])}</p> },
    );
    let rows = investment.by_team.iter().map(row).collect_view();
    Some(
        view! {
            <section class="card span-6">
                <h3>{words.by_category}</h3>
                <p class="card-sub">{words.by_category_sub}</p>
                <Chart spec=ChartSpec::Bars(spec) title=words.by_category on_pick=pick />
                {left_out}
            </section>
            <section class="card span-6">
                <h3>{words.by_team}</h3>
                <ScrollTable label=words.by_team>
                    <thead><tr><th scope="col">{words.col_team}</th><th scope="col" class="number">{words.investment}</th><th scope="col" class="number">{format::words().col_share}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </ScrollTable>
                {booked(report, None).map(|of| view! { <p class="card-foot"><Opens of=of title=words.investment text=words.show_bookings /></p> })}
            </section>
        }
        .into_any(),
    )
}
