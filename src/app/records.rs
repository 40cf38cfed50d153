//! The records behind a number: a drawer with a table that draws only the rows in view, page by page from the worker.

use std::collections::BTreeMap;

use handoff::{
    import::Field,
    metrics::Side,
    protocol::{FurtherRequest, FurtherResponse, RecordCell, RecordColumn, RecordsPage},
    report::Money,
    words::fill,
};
use leptos::{html, prelude::*};

use super::{
    door::{files, worker},
    format, labels,
    parts::save_xlsx,
    state::{Behind, OpenRecords, use_app},
};

/// Height of a row in CSS pixels; `records.css` draws it so.
const ROW: f64 = 36.0;
const PAGE: u64 = 100;

#[component]
pub fn RecordsDrawer() -> impl IntoView {
    let state = use_app();
    view! {
        {move || state.records.get().map(|open| view! { <Drawer open=open /> })}
    }
}

#[component]
fn Drawer(open: OpenRecords) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let dialog = NodeRef::<html::Dialog>::new();
    let scroller = NodeRef::<html::Div>::new();
    let total = RwSignal::new(None::<u64>);
    let columns = RwSignal::new(Vec::<RecordColumn>::new());
    let pages = RwSignal::new(BTreeMap::<u64, Option<RecordsPage>>::new());
    let first = RwSignal::new(0_u64);
    let visible = RwSignal::new(40_u64);

    let request = {
        let of = open.of.clone();
        move |page: u64| {
            if pages.with_untracked(|pages| pages.contains_key(&page)) {
                return;
            }
            pages.update(|pages| {
                pages.insert(page, None);
            });
            let (offset, limit) = (page * PAGE, PAGE as u32);
            let request = match of.clone() {
                Behind::Lists(group) => FurtherRequest::ReconciledRows { group, offset, limit },
                Behind::Number(of) => {
                    let query = state.route.with_untracked(|route| route.query.clone());
                    FurtherRequest::Records { of, query, agreement: state.agreement.get_untracked(), offset, limit }
                }
            };
            worker::ask_further(&request, &[], move |response| match response {
                FurtherResponse::Records(answer) => {
                    // The drawer may be gone by now.
                    total.try_set(Some(answer.total));
                    columns.try_set(answer.columns.clone());
                    pages.try_update(|pages| pages.insert(page, Some(answer)));
                }
                FurtherResponse::Failed(failure) => state.say_failure(&failure),
                _ => {}
            });
        }
    };
    Effect::new(move || {
        let from = first.get() / PAGE;
        let to = (first.get() + visible.get()) / PAGE;
        let last = total.get().map_or(0, |total| total.saturating_sub(1) / PAGE);
        (from..=to.min(last)).for_each(&request);
    });
    Effect::new(move || {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
            && dialog.show_modal().is_err()
        {
            dialog.set_open(true);
        }
    });
    let scrolled = move |_| {
        if let Some(scroller) = scroller.get() {
            first.set((f64::from(scroller.scroll_top()) / ROW) as u64);
            visible.set((f64::from(scroller.client_height()) / ROW) as u64 + 2);
        }
    };
    let save = {
        let open = open.clone();
        move |is_workbook: bool| {
            let ending = if is_workbook { "xlsx" } else { "csv" };
            let (request, name) = match open.of.clone() {
                Behind::Lists(group) => (FurtherRequest::ReconciledCsv { group }, format!("compared.{ending}")),
                Behind::Number(of) => {
                    let query = state.route.with_untracked(|route| route.query.clone());
                    (
                        FurtherRequest::RecordsCsv { of, query, agreement: state.agreement.get_untracked() },
                        format!("records-{}.{ending}", untrack(|| state.mark())),
                    )
                }
            };
            worker::ask_further(&request, &[], move |response| match response {
                FurtherResponse::Text { text } if is_workbook => save_xlsx(state, name.clone(), text),
                FurtherResponse::Text { text } => save_csv(state, &name, &text),
                FurtherResponse::Failed(failure) => state.say_failure(&failure),
                _ => {}
            });
        }
    };
    let title = move || {
        let count = total.get().map(|total| fill(words.records_title, &[("n", &format::integer(total))])).unwrap_or_default();
        format!("{} · {count}", open.title)
    };
    let height = move || format!("{}px", total.get().unwrap_or(0) as f64 * ROW);
    view! {
        <dialog class="drawer" node_ref=dialog aria-label=words.records_title_plain on:close=move |_| state.records.set(None)>
            <div class="drawer-head">
                <h3 aria-live="polite">{title}</h3>
                <button class="button" on:click={ let save = save.clone(); move |_| save(false) }>{words.records_save}</button>
                <button class="button" on:click=move |_| save(true)>{words.save_xlsx}</button>
                <button class="button" on:click=move |_| state.records.set(None)>{words.close}</button>
            </div>
            <div class="records" node_ref=scroller on:scroll=scrolled tabindex="0" role="table" aria-label=words.records_title_plain aria-rowcount=move || total.get().map(|n| n + 1)>
                <div class="records-head" role="row">
                    {move || columns.get().into_iter().map(|column| view! { <div class="records-cell" role="columnheader">{column_title(&column)}</div> }).collect_view()}
                </div>
                <Show when=move || total.get() == Some(0)>
                    <p class="card quiet">{words.records_empty}</p>
                </Show>
                <div class="records-space" role="rowgroup" style:height=height>
                    {move || {
                        let from = first.get().saturating_sub(5);
                        let to = (first.get() + visible.get() + 5).min(total.get().unwrap_or(0));
                        pages.with(|pages| (from..to).filter_map(|row| {
                            let page = pages.get(&(row / PAGE))?.as_ref()?;
                            let place = (row % PAGE) as usize;
                            let cells = page.rows.get(place)?;
                            let lead = page.leads.get(place).copied().flatten();
                            Some(view! {
                                <div class="records-row" role="row" aria-rowindex=row + 2 style:top=format!("{}px", row as f64 * ROW)>
                                    {cells.iter().enumerate().map(|(column, cell)| view! { <div class="records-cell" role="cell">{shown(state, cell, lead.filter(|_| column == 0))}</div> }).collect_view()}
                                </div>
                            })
                        }).collect_view())
                    }}
                </div>
            </div>
        </dialog>
    }
}

/// The first cell of a row leads to its lead.
fn shown(state: super::state::AppState, cell: &RecordCell, lead: Option<u32>) -> AnyView {
    let text = cell_text(state, cell);
    match lead {
        Some(lead) => {
            let text = if text.is_empty() { format::UNDEFINED.to_owned() } else { text };
            view! { <button class="open" on:click=move |_| state.open_lead(lead)><bdi>{text}</bdi></button> }.into_any()
        }
        None => view! { <bdi>{text}</bdi> }.into_any(),
    }
}

pub fn save_csv(state: super::state::AppState, name: &str, text: &str) {
    // The mark lets spreadsheets read UTF-8 as UTF-8.
    if files::save(name, "text/csv;charset=utf-8", &format!("\u{feff}{text}")).is_err() {
        state.say(fill(format::words().fail_protocol, &[("detail", name)]));
    }
}

fn column_title(column: &RecordColumn) -> String {
    match column {
        RecordColumn::Field(Field::Status) => format::words().field_status.to_owned(),
        RecordColumn::Field(field) => labels::field(*field),
        RecordColumn::Outcome => format::words().col_outcome.to_owned(),
        RecordColumn::DealState => format::words().col_state.to_owned(),
        RecordColumn::Key(key) => labels::field(key.field()),
        RecordColumn::Of(side, Field::Status) => of_list(format::words().col_stage, *side),
        RecordColumn::Of(side, field) => of_list(&labels::field(*field), *side),
        RecordColumn::Line(side) => of_list(format::words().col_line, *side),
    }
}

fn of_list(what: &str, side: Side) -> String {
    let words = format::words();
    let list = if side == Side::Left { words.team_marketing } else { words.team_sales };
    format!("{what} · {list}")
}

fn cell_text(state: super::state::AppState, cell: &RecordCell) -> String {
    match cell {
        RecordCell::None => String::new(),
        RecordCell::Text(text) => text.clone(),
        RecordCell::Moment { unix, day: true } => format::moment_day(*unix),
        RecordCell::Moment { unix, day: false } => format::moment(*unix),
        RecordCell::Minor(minor) => {
            let currency = state.report.with_untracked(|report| report.as_ref()?.revenue.as_ref()?.total.currency.clone());
            format::money(&Money { minor: *minor, currency })
        }
        RecordCell::Count(count) => format::integer(*count),
        RecordCell::Outcome(outcome) => labels::outcome(*outcome).to_owned(),
        RecordCell::DealState(deal_state) => labels::deal_state(*deal_state).to_owned(),
        RecordCell::Standing(standing) => labels::standing(*standing).to_owned(),
    }
}
