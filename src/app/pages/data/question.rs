//! A column that can be read in two ways, with both on real rows of its file; a person says which. Used before and after reading.

use handoff::{
    import::{ColumnReading, DateOrder, DecimalMark, FileMapping, ReadAs, Reading},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{format, import_flow, state::use_app};

/// "day / month / year", "decimal comma".
pub fn label(reading: Reading) -> &'static str {
    let words = format::words();
    match reading {
        Reading::Date(DateOrder::Dmy) => words.date_order_dmy,
        Reading::Date(DateOrder::Mdy) => words.date_order_mdy,
        Reading::Date(DateOrder::Ymd) => words.date_order_ymd,
        Reading::Amount(DecimalMark::Point) => words.reading_point,
        Reading::Amount(DecimalMark::Comma) => words.reading_comma,
    }
}

/// How an amount in ten-thousandths is shown.
pub fn amount(value: i64) -> String {
    format::exact(value as f64 / 10_000.0)
}

/// Sets how a column is read; `None` leaves it to the column.
pub fn settle(mapping: &mut FileMapping, header: &str, reading: Option<Reading>) {
    if let Some(column) = mapping.columns.iter_mut().find(|column| column.header == header) {
        column.date_order = match reading {
            Some(Reading::Date(order)) => Some(order),
            _ => None,
        };
        column.decimal_mark = match reading {
            Some(Reading::Amount(mark)) => Some(mark),
            _ => None,
        };
    }
}

/// How a person said a column is read.
pub fn given(mapping: &FileMapping, header: &str) -> Option<Reading> {
    let column = mapping.columns.iter().find(|column| column.header == header)?;
    column.date_order.map(Reading::Date).or(column.decimal_mark.map(Reading::Amount))
}

/// A question about a column of a sniffed file; the answer goes into the file's mapping.
#[component]
pub fn Question(file: usize, question: ColumnReading) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let header = question.header.clone();
    let chosen = Memo::new(move |_| import_flow::proposal(state, file, |proposal| given(&proposal.mapping, &header)).flatten());
    let name = format!("reading-{file}-{}", question.header);
    let title = fill(words.question_title, &[("column", &question.header)]);
    // Day first and the decimal point come first where nothing tells.
    let open = question.possible.first().map(|first| fill(words.question_open, &[("choice", label(*first))])).unwrap_or_default();
    let choices = question.possible.iter().copied().enumerate().map(|(index, reading)| {
        let sample = |sample: &handoff::import::ReadingSample| {
            let value = match sample.read_as.get(index) {
                Some(ReadAs::Day(day)) => format::date(*day),
                Some(ReadAs::Amount(value)) => amount(*value),
                None => String::new(),
            };
            view! { <li>{fill(words.question_sample, &[("text", &format!("\u{2068}{}\u{2069}", sample.text)), ("value", &value)])}</li> }
        };
        let samples = question.samples.iter().map(sample).collect_view();
        let header = question.header.clone();
        let choose = move |_| import_flow::change(state, file, |mapping| settle(mapping, &header, Some(reading)));
        view! {
            <label class="choice">
                <input type="radio" name=name.clone() prop:checked=move || chosen.get() == Some(reading) on:change=choose />
                <span><b>{label(reading)}</b><ul class="plain-list">{samples}</ul></span>
            </label>
        }
    });
    let choices = choices.collect_view();
    view! {
        <fieldset class="question" class:answered=move || chosen.get().is_some()>
            <legend><bdi>{title}</bdi></legend>
            <div class="choices">{choices}</div>
            <Show when=move || chosen.get().is_none()><p class="small">{open.clone()}</p></Show>
        </fieldset>
    }
}
