//! A chart's numbers as a real table: always there for screen readers, shown to everyone on request.

use handoff::chart::ChartSpec;
use leptos::prelude::*;

use crate::app::frames::Turn;

#[component]
pub fn ChartTableView(spec: RwSignal<ChartSpec>, title: RwSignal<String>, shown: RwSignal<bool>, turn: Turn) -> impl IntoView {
    let table = Memo::new(move |_| spec.with(ChartSpec::table));
    let columns = move || table.with(|table| table.columns.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }).collect_view());
    let rows = move || {
        turn.has_come().then(|| {
            table.with(|table| {
                table
                    .rows
                    .iter()
                    .map(|row| {
                        let mut cells = row.iter().map(|cell| cell.text.clone());
                        let name = cells.next().unwrap_or_default();
                        // An empty cell is said as such, not skipped.
                        let values =
                            cells.map(|text| view! { <td>{if text.is_empty() { "–".to_owned() } else { text }}</td> }).collect_view();
                        view! { <tr><th scope="row" dir="auto">{name}</th>{values}</tr> }
                    })
                    .collect_view()
            })
        })
    };
    view! {
        <div class="chart-table" class:chart-unseen=move || !shown.get()>
            <table>
                <caption class="chart-unseen">{title}</caption>
                <thead><tr>{columns}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
