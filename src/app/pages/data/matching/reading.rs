//! How the bytes of a file are taken for a table: what was detected in one line, each part changeable, the first rows as they come out.

use handoff::{
    import::{CellValue, Delimiter, Encoding, FileMapping, Overrides, Quote, Reading},
    words::fill,
};
use leptos::prelude::*;

use super::file::Seen;
use crate::app::{
    format, labels,
    pages::data::question::{amount, label},
    parts::ScrollTable,
};

/// Rows a header is looked for in by hand. `None` in the list of choices is "no header".
const HEADER_ROWS: u32 = 12;

/// "UTF-8 · comma · header in row 1 · day before month".
fn summary(mapping: &FileMapping, readings: impl Iterator<Item = Reading>) -> String {
    let words = format::words();
    let row = format::integer(u64::from(mapping.dialect.header_record) + 1);
    let mut parts = vec![
        labels::encoding(mapping.encoding).to_owned(),
        labels::delimiter(mapping.dialect.delimiter).to_owned(),
        if mapping.dialect.headerless { words.reading_no_header.to_owned() } else { fill(words.reading_header_at, &[("n", &row)]) },
    ];
    for reading in readings {
        let text = labels::reading(reading).to_owned();
        if !parts.contains(&text) {
            parts.push(text);
        }
    }
    if mapping.corrected != Overrides::default() {
        parts.push(words.reading_by_you.to_owned());
    }
    parts.join(" · ")
}

/// `look`: looks at the file again, with the columns matched anew or not.
#[component]
pub fn ReadingOf(mapping: Memo<Option<FileMapping>>, seen: Seen, look: Callback<(Overrides, bool)>) -> impl IntoView {
    let words = format::words();
    let said = move || {
        mapping.with(|mapping| {
            let readings = seen.with(|seen| seen.readings.iter().map(|reading| reading.taken).collect::<Vec<_>>());
            mapping.as_ref().map(|mapping| summary(mapping, readings.into_iter())).unwrap_or_default()
        })
    };
    let read = move |part: fn(&FileMapping) -> Option<u32>| move || mapping.with(|mapping| mapping.as_ref().and_then(part));
    let encoding = read(|mapping| Some(Encoding::ALL.iter().position(|encoding| *encoding == mapping.encoding)? as u32));
    let delimiter = read(|mapping| Some(Delimiter::ALL.iter().position(|delimiter| *delimiter == mapping.dialect.delimiter)? as u32));
    let quote = read(|mapping| Some(Quote::ALL.iter().position(|quote| *quote == mapping.dialect.quote)? as u32));
    let header = read(|mapping| Some(if mapping.dialect.headerless { HEADER_ROWS } else { mapping.dialect.header_record }));
    let is_corrected = move || mapping.with(|mapping| mapping.as_ref().is_some_and(|mapping| mapping.corrected != Overrides::default()));
    let correct = move |change: fn(&mut Overrides, u32)| {
        move |choice: u32| {
            let mut overrides = mapping.with_untracked(|mapping| mapping.as_ref().map(|mapping| mapping.corrected).unwrap_or_default());
            change(&mut overrides, choice);
            look.run((overrides, false));
        }
    };
    let rows = (0..HEADER_ROWS).map(|row| fill(words.header_row_n, &[("n", &format::integer(u64::from(row) + 1))]));
    view! {
        <details class="reading">
            <summary><span>{said}</span> " " <span class="reading-change">{words.reading_change}</span></summary>
            <div class="form-grid">
                <Choice label=words.reading_encoding options=Encoding::ALL.map(|encoding| labels::encoding(encoding).to_owned()).to_vec() current=encoding
                    choose=correct(|overrides, choice| overrides.encoding = Encoding::ALL.get(choice as usize).copied()) />
                <Choice label=words.reading_delimiter options=Delimiter::ALL.map(|delimiter| labels::delimiter(delimiter).to_owned()).to_vec() current=delimiter
                    choose=correct(|overrides, choice| overrides.delimiter = Delimiter::ALL.get(choice as usize).copied()) />
                <Choice label=words.reading_quote options=Quote::ALL.map(|quote| quote.character().to_string()).to_vec() current=quote
                    choose=correct(|overrides, choice| overrides.quote = Quote::ALL.get(choice as usize).copied()) />
                <Choice label=words.reading_header options=rows.chain([words.header_none.to_owned()]).collect() current=header
                    choose=correct(|overrides, choice| {
                        overrides.headerless = choice == HEADER_ROWS;
                        overrides.header_record = (choice < HEADER_ROWS).then_some(choice);
                    }) />
            </div>
            <Show when=is_corrected>
                <div class="actions"><button class="button" type="button" on:click=move |_| look.run((Overrides::default(), true))>{words.reading_as_detected}</button></div>
            </Show>
            <FirstRows mapping=mapping seen=seen />
        </details>
    }
}

#[component]
fn Choice(
    label: &'static str,
    options: Vec<String>,
    current: impl Fn() -> Option<u32> + Copy + Send + Sync + 'static,
    choose: impl Fn(u32) + 'static,
) -> impl IntoView {
    let change = move |event| {
        if let Ok(choice) = event_target_value(&event).parse() {
            choose(choice);
        }
    };
    view! {
        <label class="field"><span>{label}</span>
            <select class="select" on:change=change>
                {(0_u32..).zip(options).map(|(index, option)| view! {
                    <option value=index.to_string() prop:selected=move || current() == Some(index)>{option}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

/// The first rows, a date or an amount under what it was read as.
#[component]
fn FirstRows(mapping: Memo<Option<FileMapping>>, seen: Seen) -> impl IntoView {
    let words = format::words();
    let table = move || {
        let headers: Vec<(String, bool)> = mapping.with(|mapping| {
            mapping.iter().flat_map(|mapping| &mapping.columns).map(|column| (column.header.clone(), column.field.is_some())).collect()
        });
        // A table of 3 000 columns is not looked at sideways: those in use are, and the first ones.
        let shown: Vec<usize> = (0..headers.len()).filter(|index| headers[*index].1 || *index < 20).take(40).collect();
        let rows = seen.with(|seen| {
            let row = |cells: &Vec<handoff::import::CellSeen>| {
                let cells = shown.iter().filter_map(|index| cells.get(*index)).map(cell).collect_view();
                view! { <tr>{cells}</tr> }
            };
            seen.rows.iter().map(row).collect_view()
        });
        let undecodable = seen.with(|seen| seen.undecodable);
        view! {
            {(undecodable > 0).then(|| view! { <p class="warning">{fill(words.preview_undecodable, &[("n", &format::integer(undecodable))])}</p> })}
            <ScrollTable label=words.preview_title>
                <caption class="quiet small">{words.preview_title}</caption>
                <thead><tr>{shown.iter().map(|index| view! { <th scope="col"><bdi>{headers[*index].0.clone()}</bdi></th> }).collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        }
    };
    view! { <div class="first-rows">{table}</div> }
}

fn cell(cell: &handoff::import::CellSeen) -> impl IntoView + use<> {
    let read = match cell.value {
        CellValue::Text => None,
        CellValue::Moment { unix, day: true } => Some(format::moment_day(unix)),
        CellValue::Moment { unix, day: false } => Some(format::moment(unix)),
        CellValue::Amount(value) => Some(amount(value)),
        CellValue::Unreadable => Some(format::words().not_read.to_owned()),
    };
    let class = if matches!(cell.value, CellValue::Unreadable) { "error" } else { "quiet small" };
    view! { <td><bdi>{cell.text.clone()}</bdi>{read.map(|read| view! { <div class=class>{read}</div> })}</td> }
}

/// The choices for one column whose values need one, under what the file itself tells. What it does not tell is asked elsewhere.
#[component]
pub fn ColumnReadingChoice(header: String, seen: Seen, given: Memo<Option<Reading>>, choose: Callback<Option<Reading>>) -> impl IntoView {
    use handoff::import::{DateOrder, DecimalMark};
    let words = format::words();
    let name = header.clone();
    let taken = Memo::new(move |_| {
        seen.with(|seen| seen.readings.iter().find(|reading| reading.header == name && !reading.is_question()).map(|reading| reading.taken))
    });
    let choices = move || match taken.get() {
        Some(Reading::Date(_)) => [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd].map(Reading::Date).to_vec(),
        Some(Reading::Amount(_)) => [DecimalMark::Point, DecimalMark::Comma].map(Reading::Amount).to_vec(),
        None => Vec::new(),
    };
    let name = fill(words.reading_of, &[("column", &header)]);
    let change = move |event| {
        let choice = event_target_value(&event).parse::<usize>().ok();
        choose.run(choice.and_then(|choice| choices().get(choice).copied()));
    };
    view! {
        <Show when=move || taken.get().is_some()>
            <select class="select" aria-label=name.clone() on:change=change>
                {move || {
                    let by_column = match (given.get(), taken.get()) {
                        (None, Some(taken)) => fill(words.as_the_column_tells, &[("what", label(taken))]),
                        _ => words.reading_as_detected.to_owned(),
                    };
                    view! {
                        <option value="" prop:selected=given.get().is_none()>{by_column}</option>
                        {choices().into_iter().enumerate().map(|(index, choice)| view! {
                            <option value=index.to_string() prop:selected=given.get() == Some(choice)>{label(choice)}</option>
                        }).collect_view()}
                    }
                }}
            </select>
        </Show>
    }
}
