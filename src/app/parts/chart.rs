//! A chart with the app's words, theme and direction.

use handoff::{
    chart::{ChartSpec, Theme},
    protocol::WorkbookTask,
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    chart_view::{ChartView, ChartWords},
    door::{files, workbook},
    format,
    state::{AppState, use_app},
};

/// A spec that is a value is drawn once, with its page; a signal's is drawn again in place when it changes.
#[component]
pub fn Chart(
    #[prop(into)] spec: Signal<ChartSpec>,
    #[prop(into)] title: String,
    #[prop(optional)] height: Option<f32>,
    #[prop(optional)] on_pick: Option<Callback<usize>>,
) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let words = ChartWords {
        menu: fill(words.chart_menu, &[("what", &title)]),
        show_table: words.show_table.into(),
        show_chart: words.show_chart.into(),
        save_png: words.save_png.into(),
        save_svg: words.save_svg.into(),
        save_csv: words.save_csv.into(),
        save_xlsx: words.save_xlsx.into(),
        stamp: untrack(|| state.stamp()),
        mark: untrack(|| state.mark()),
        keys_hint: words.chart_keys.into(),
    };
    let theme = Signal::derive(move || if state.dark.get() { Theme::DARK } else { Theme::LIGHT });
    let on_xlsx = Callback::new(move |(name, csv): (String, String)| save_xlsx(state, name, csv));
    let rtl = format::locale().is_rtl();
    match (height, on_pick) {
        (Some(height), Some(on_pick)) => {
            view! { <ChartView spec=spec title=title words=words theme=theme rtl=rtl on_xlsx=on_xlsx height=height on_pick=on_pick /> }
                .into_any()
        }
        (Some(height), None) => {
            view! { <ChartView spec=spec title=title words=words theme=theme rtl=rtl on_xlsx=on_xlsx height=height /> }.into_any()
        }
        (None, Some(on_pick)) => {
            view! { <ChartView spec=spec title=title words=words theme=theme rtl=rtl on_xlsx=on_xlsx on_pick=on_pick /> }.into_any()
        }
        (None, None) => view! { <ChartView spec=spec title=title words=words theme=theme rtl=rtl on_xlsx=on_xlsx /> }.into_any(),
    }
}

/// Offers CSV text as a workbook.
pub fn save_xlsx(state: AppState, name: String, csv: String) {
    leptos::task::spawn_local(async move {
        const MIME: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        let made = workbook::make(&WorkbookTask::Table { csv, is_rtl: format::locale().is_rtl() }).await;
        if made.is_none_or(|bytes| files::save_bytes(&name, MIME, &bytes).is_err()) {
            state.say(fill(format::words().fail_protocol, &[("detail", &name)]));
        }
    });
}
