//! The small menu of a chart: as a table, and save as PNG, SVG, CSV or XLSX. What is saved carries the chart's title.

use handoff::chart::{ChartSpec, Scene, SvgOptions, Theme, to_svg};
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::{ChartWords, Family, canvas};

#[component]
pub fn ChartMenu(
    spec: RwSignal<ChartSpec>,
    title: RwSignal<String>,
    words: Signal<ChartWords>,
    theme: Memo<Theme>,
    rtl: bool,
    scene: Memo<Scene>,
    family: RwSignal<Family>,
    as_table: RwSignal<bool>,
    on_xlsx: Callback<(String, String)>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();

    let picture = move || {
        let family = family.get_untracked().name;
        let measure = canvas::CanvasMeasure::new(&family);
        let scene = scene.get_untracked().framed(&title.get_untracked(), &words.with_untracked(|words| words.stamp.clone()), rtl, &measure);
        (scene, family)
    };
    let save_png = move || {
        let (scene, family) = picture();
        let _asked = canvas::save_png(&scene, &theme.get_untracked(), &family, rtl, file_name(title, words, "png"));
    };
    let save_svg = move || {
        let (scene, family) = picture();
        let options =
            SvgOptions { theme: &theme.get_untracked(), font_family: &family, rtl, background: true, title: &title.get_untracked() };
        let _saved = canvas::save_text(&to_svg(&scene, options), "image/svg+xml", &file_name(title, words, "svg"));
    };
    let save_csv = move || {
        let csv = spec.with_untracked(ChartSpec::table).to_csv();
        let _saved = canvas::save_text(&csv, "text/csv;charset=utf-8", &file_name(title, words, "csv"));
    };
    let save_xlsx = move || {
        on_xlsx.run((file_name(title, words, "xlsx"), spec.with_untracked(ChartSpec::table).to_csv()));
    };
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            // Only a page being taken down could refuse the focus.
            let _focused = button.focus();
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.prevent_default();
            close();
        }
    };
    let on_leave = move |event: ev::FocusEvent| {
        let next = event.related_target().and_then(|next| next.dyn_into::<web_sys::Node>().ok());
        let stays = root.get_untracked().is_some_and(|root| root.contains(next.as_ref()));
        if !(stays && next.is_some()) {
            open.set(false);
        }
    };
    let word = move |of: fn(&ChartWords) -> &String| move || words.with(|words| of(words).clone());
    let toggle_word = move || words.with(|words| if as_table.get() { words.show_chart.clone() } else { words.show_table.clone() });
    let act = move |act: &dyn Fn()| {
        act();
        close();
    };

    view! {
        <div class="chart-menu" node_ref=root on:keydown=on_key on:focusout=on_leave>
            <button
                type="button"
                class="chart-menu-button"
                node_ref=button
                aria-label=word(|words| &words.menu)
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <span aria-hidden="true"></span>
            </button>
            <ul hidden=move || !open.get()>
                <li>
                    <button type="button" on:click=move |_| act(&|| as_table.update(|shown| *shown = !*shown))>{toggle_word}</button>
                </li>
                <li><button type="button" on:click=move |_| act(&save_png)>{word(|words| &words.save_png)}</button></li>
                <li><button type="button" on:click=move |_| act(&save_svg)>{word(|words| &words.save_svg)}</button></li>
                <li><button type="button" on:click=move |_| act(&save_csv)>{word(|words| &words.save_csv)}</button></li>
                <li><button type="button" on:click=move |_| act(&save_xlsx)>{word(|words| &words.save_xlsx)}</button></li>
            </ul>
        </div>
    }
}

/// A file name from the chart's title: its letters and digits in any script, the rest as hyphens; and the agreement's mark.
fn file_name(title: RwSignal<String>, words: Signal<ChartWords>, extension: &str) -> String {
    let title = title.get_untracked();
    let mark = words.with_untracked(|words| words.mark.clone());
    let mut words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or("chart").to_owned();
    // Twelve words say enough, and no file system refuses their length.
    let stem = words.take(11).fold(first, |stem, word| stem + "-" + word);
    format!("{}-{mark}.{extension}", stem.chars().take(80).collect::<String>())
}
