//! What the open deals will bring by the end of the period, and how well the same forecast did before.

use handoff::{
    report::{BackTest, Forecast, ForecastWeight, Money, Pipeline},
    words::fill,
};
use leptos::prelude::*;

use super::days;
use crate::app::{
    format,
    parts::{FigureCard, Info, ScrollTable},
};

fn range(low: &Money, high: &Money) -> String {
    fill(format::words().range, &[("low", &format::money_short(low)), ("high", &format::money_short(high))])
}

/// Shared with the board.
pub fn figure(pipeline: &Pipeline) -> AnyView {
    let words = format::returns();
    let (value, remark) = pipeline.forecast.as_ref().map_or_else(
        || (format::UNDEFINED.to_owned(), String::new()),
        |forecast| (format::money(&forecast.expected), fill(words.forecast_range, &[("range", &range(&forecast.low, &forecast.high))])),
    );
    view! { <FigureCard label=words.forecast definition=words.forecast_def value=value remark=remark /> }.into_any()
}

pub fn card(pipeline: &Pipeline) -> Option<AnyView> {
    let words = format::returns();
    let forecast = pipeline.forecast.as_ref()?;
    let until = format::parse_iso(&forecast.to).map_or_else(|| forecast.to.clone(), |day| format::date(day.plus(-1)));
    let values = [format::money(&forecast.expected), range(&forecast.low, &forecast.high), format::money(&forecast.won)];
    let heading = fill(words.forecast_title, &[("date", &until)]);
    let sub = fill(words.forecast_sub, &[("n", &values[0]), ("range", &values[1]), ("won", &values[2])]);
    Some(
        view! {
            <section class="card span-7">
                <div class="card-title"><h3>{heading}</h3><Info text=words.forecast_def /></div>
                <p class="card-sub">{sub}</p>
                <p class="quiet small">{learned(forecast)}</p>
                {back_test(forecast)}
            </section>
        }
        .into_any(),
    )
}

fn learned(forecast: &Forecast) -> String {
    let words = format::returns();
    let by = match forecast.weighted_by {
        ForecastWeight::Stage => words.weighted_by_stage,
        ForecastWeight::Age => words.weighted_by_age,
    };
    fill(by, &[("n", &format::integer(forecast.learned_from))])
}

fn back_test(forecast: &Forecast) -> Option<AnyView> {
    let words = format::returns();
    if forecast.back_test.is_empty() {
        return None;
    }
    let row = |test: &BackTest| {
        let is_within = test.low.minor <= test.actual.minor && test.actual.minor <= test.high.minor;
        view! {
            <tr>
                <th scope="row">{days(&test.from, &test.to)}</th>
                <td class="number">{format::money_short(&test.expected)}</td>
                <td class="number">{range(&test.low, &test.high)}</td>
                <td class="number">{format::money_short(&test.actual)}</td>
                <td>{if is_within { words.within } else { words.outside }}</td>
            </tr>
        }
    };
    let error = forecast.error.map(|error| fill(words.forecast_error, &[("n", &format::percent(error))]));
    let rows = forecast.back_test.iter().map(row).collect_view();
    Some(
        view! {
            <h3>{words.back_test_title}</h3>
            <p class="card-sub">{error}</p>
            <ScrollTable label=words.back_test_title>
                <thead>
                    <tr>
                        <th scope="col">{words.col_period}</th>
                        <th scope="col" class="number">{words.forecast}</th>
                        <th scope="col" class="number">{words.col_interval}</th>
                        <th scope="col" class="number">{words.gap_actual}</th>
                        <th scope="col">{words.col_verdict}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        }
        .into_any(),
    )
}
