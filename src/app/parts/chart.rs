//! A chart with the app's words, theme and direction.

use handoff::{
    chart::{ChartSpec, Theme},
    protocol::WorkbookTask,
    words::fill,
};
use leptos::prelude::*;

use super::held::{Held, Part};
use crate::app::{
    chart_view::{ChartView, ChartWords},
    door::{files, workbook},
    format,
    state::{AppState, use_app},
};

/// Where its page is made again of another report, the chart in the same place is told what is new, and is drawn again if that is another
/// picture. Its canvas stays, and with it the reader's place: by eye, by keyboard, in its table.
#[component]
pub fn Chart(
    spec: ChartSpec,
    #[prop(into)] title: String,
    #[prop(optional)] height: Option<f32>,
    #[prop(optional)] on_pick: Option<Callback<usize>>,
) -> impl IntoView {
    Held(ChartPart { state: use_app(), spec, title, height, on_pick })
}

struct ChartPart {
    state: AppState,
    spec: ChartSpec,
    title: String,
    height: Option<f32>,
    on_pick: Option<Callback<usize>>,
}

#[derive(Clone, Copy)]
struct ChartLine {
    spec: RwSignal<ChartSpec>,
    title: RwSignal<String>,
    height: Option<f32>,
    on_pick: RwSignal<Option<Callback<usize>>>,
}

impl Part for ChartPart {
    type Line = ChartLine;

    fn make(self) -> (AnyView, ChartLine) {
        let line = ChartLine {
            spec: RwSignal::new(self.spec),
            title: RwSignal::new(self.title),
            height: self.height,
            on_pick: RwSignal::new(self.on_pick),
        };
        (chart(self.state, line), line)
    }

    fn tell(self, line: &ChartLine) -> Option<Self> {
        if line.height != self.height || line.on_pick.with_untracked(Option::is_some) != self.on_pick.is_some() {
            return Some(self);
        }
        line.on_pick.set(self.on_pick);
        if line.spec.with_untracked(|spec| *spec != self.spec) {
            line.spec.set(self.spec);
        }
        if line.title.with_untracked(|title| *title != self.title) {
            line.title.set(self.title);
        }
        None
    }
}

fn chart(state: AppState, line: ChartLine) -> AnyView {
    let words = Signal::derive(move || {
        let words = format::words();
        ChartWords {
            menu: line.title.with(|title| fill(words.chart_menu, &[("what", title)])),
            show_table: words.show_table.into(),
            show_chart: words.show_chart.into(),
            save_png: words.save_png.into(),
            save_svg: words.save_svg.into(),
            save_csv: words.save_csv.into(),
            save_xlsx: words.save_xlsx.into(),
            stamp: state.stamp(),
            mark: state.mark(),
            keys_hint: words.chart_keys.into(),
        }
    });
    let theme = Signal::derive(move || if state.dark.get() { Theme::DARK } else { Theme::LIGHT });
    let pick = move |key| {
        if let Some(pick) = line.on_pick.get_untracked() {
            pick.run(key);
        }
    };
    let on_pick = line.on_pick.with_untracked(Option::is_some).then(|| Callback::new(pick));
    let on_xlsx = Callback::new(move |(name, csv): (String, String)| save_xlsx(state, name, csv));
    let (spec, title, height, rtl) = (line.spec, line.title, line.height, format::locale().is_rtl());
    view! { <ChartView spec title words theme rtl height on_pick on_xlsx /> }.into_any()
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
