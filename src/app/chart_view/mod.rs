//! Shows any chart of the library on a canvas: sized to its card, crisp, with exact values on hover and by keyboard, as a table on
//! request, and saved as PNG, SVG or CSV. It computes no figure and words nothing: specs and words come from the page.

mod canvas;
mod menu;
mod table;

use std::sync::atomic::{AtomicUsize, Ordering};

use handoff::chart::{ChartSpec, Point, Scene, Target, Theme};
use leptos::{ev, html, prelude::*};

use super::frames::Turn;
use menu::ChartMenu;
use table::ChartTableView;

/// The words round a chart, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChartWords {
    /// The name of the menu's button: "Chart options".
    pub menu: String,
    pub show_table: String,
    pub show_chart: String,
    pub save_png: String,
    pub save_svg: String,
    pub save_csv: String,
    pub save_xlsx: String,
    /// Which agreement counted it; stands below saved pictures. Its mark ends the names of saved files.
    pub stamp: String,
    pub mark: String,
    /// How the keyboard works: "Arrow keys read the values, Enter filters."
    pub keys_hint: String,
}

/// The active target and where its tip stands.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Active {
    index: usize,
    at: (f32, f32),
    by_key: bool,
}

/// A chart in its card.
///
/// `title` is its accessible name, and the heading and name of saved files. `on_pick` gets the key of a clicked (or Entered) target.
/// Without `height` (CSS pixels) the chart takes its natural one. `on_xlsx` saves CSV text under a name as a workbook.
#[component]
pub fn ChartView(
    spec: RwSignal<ChartSpec>,
    title: RwSignal<String>,
    words: Signal<ChartWords>,
    theme: Signal<Theme>,
    rtl: bool,
    height: Option<f32>,
    on_pick: Option<Callback<usize>>,
    on_xlsx: Callback<(String, String)>,
) -> impl IntoView {
    let figure = NodeRef::<html::Figure>::new();
    let stage = NodeRef::<html::Div>::new();
    let canvas_ref = NodeRef::<html::Canvas>::new();
    let frame = NodeRef::<html::Div>::new();
    let tip = NodeRef::<html::Div>::new();

    let as_table = RwSignal::new(false);
    let active = RwSignal::new(None::<Active>);
    let (width, family) = watch_figure(figure);
    let ratio = watch_ratio();
    let printing = watch_printing();
    let theme = Memo::new(move |_| if printing.get() { Theme::PRINT } else { theme.get() });

    let turn = Turn::new();
    // What it is to show is laid out and drawn when its turn comes; until then the picture before stays.
    turn.ask_again_with(move || spec.track());
    let scene = Memo::new(move |_| {
        if !turn.has_come() {
            return Scene::default();
        }
        let width = width.get();
        let family = family.get();
        if width < 1.0 || family.name.is_empty() {
            return Scene::default();
        }
        let measure = canvas::CanvasMeasure::new(&family.name);
        spec.with_untracked(|spec| spec.layout((width, height.unwrap_or_else(|| spec.natural_height(width))), rtl, &measure))
    });

    Effect::new(move |_| {
        if as_table.get() {
            return;
        }
        let Some(element) = canvas_ref.get() else { return };
        // Paper has about three times the pixels of a screen.
        let ratio = if printing.get() { 3.0 } else { ratio.get() };
        let (theme, family) = (theme.get(), family.get());
        scene.with(|scene| {
            let look = canvas::Look { theme: &theme, family: &family.name, rtl, ratio };
            let _drawn = canvas::draw(&element, scene, look);
        });
    });
    // Of another chart nothing is active; the same one redrawn (picked, resized) keeps its place for the keyboard.
    Effect::new(move |before: Option<Vec<usize>>| {
        let keys: Vec<usize> = scene.with(|scene| scene.targets.iter().map(|target| target.key).collect());
        if before.is_some_and(|before| before != keys) {
            active.set(None);
        }
        keys
    });
    Effect::new(move |_| {
        let (Some(now), Some(frame), Some(tip), Some(stage)) = (active.get(), frame.get(), tip.get(), stage.get()) else { return };
        let Some(rect) = scene.with(|scene| scene.targets.get(now.index).map(|target| target.rect)) else { return };
        canvas::set_pixels(
            &frame,
            &[("--mark-x", rect.x), ("--mark-y", rect.y), ("--mark-width", rect.width), ("--mark-height", rect.height)],
        );
        // After the tip has its new text, before it is painted.
        request_animation_frame(move || canvas::place_tip(&tip, &stage, now.at));
    });

    let target = Memo::new(move |_| active.get().and_then(|now| scene.with(|scene| scene.targets.get(now.index).cloned())));
    let pick = move || {
        if let (Some(on_pick), Some(target)) = (on_pick, target.get_untracked()) {
            on_pick.run(target.key);
        }
    };
    let point_at = move |x: i32, y: i32| {
        let Some(stage) = stage.get_untracked() else { return };
        let at = canvas::position_in(&stage, x, y);
        let hit = scene.with_untracked(|scene| scene.hit(Point::new(at.0, at.1)));
        active.set(hit.map(|index| Active { index, at, by_key: false }));
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let moved = scene.with_untracked(|scene| step(&event.key(), active.get_untracked(), scene, rtl));
        match (moved, event.key().as_str()) {
            (Some(now), _) => active.set(Some(now)),
            (None, "Enter" | " ") if active.with_untracked(Option::is_some) => pick(),
            (None, "Escape") if active.with_untracked(Option::is_some) => active.set(None),
            _ => return,
        }
        event.prevent_default();
    };
    let hint = hint_id();
    let spoken = move || target.get().filter(|_| active.get().is_some_and(|now| now.by_key)).map(|target| target.label());
    let direction = if rtl { "rtl" } else { "ltr" };
    let has_targets = Memo::new(move |_| scene.with(|scene| !scene.targets.is_empty()));

    view! {
        <figure class="chart" node_ref=figure>
            <ChartMenu spec title words theme rtl scene family as_table on_xlsx />
            <div
                class="chart-stage"
                class:chart-picks=on_pick.is_some()
                // The canvas and the marks over it count from the left, whatever the page's direction.
                dir="ltr"
                role="group"
                tabindex=move || if has_targets.get() { "0" } else { "-1" }
                aria-label=title
                aria-describedby=hint.clone()
                hidden=as_table
                node_ref=stage
                on:pointermove=move |event: ev::PointerEvent| point_at(event.client_x(), event.client_y())
                on:pointerleave=move |_| active.set(None)
                on:blur=move |_| active.set(None)
                on:keydown=on_key
                on:click=move |event: ev::MouseEvent| {
                    point_at(event.client_x(), event.client_y());
                    pick();
                }
            >
                <canvas class="chart-canvas" dir="ltr" aria-hidden="true" node_ref=canvas_ref></canvas>
                <div
                    class="chart-mark"
                    class:chart-mark-key=move || active.get().is_some_and(|now| now.by_key)
                    hidden=move || active.get().is_none()
                    node_ref=frame
                ></div>
                <div class="chart-tip" dir=direction aria-hidden="true" hidden=move || target.get().is_none() node_ref=tip>
                    {move || target.get().map(tip_content)}
                </div>
            </div>
            <p class="chart-unseen" id=hint>{move || words.with(|words| words.keys_hint.clone())}</p>
            <p class="chart-unseen" aria-live="polite">{spoken}</p>
            <ChartTableView spec title shown=as_table turn />
        </figure>
    }
}

fn tip_content(target: Target) -> impl IntoView {
    let lines = target.lines.into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }).collect_view();
    view! {
        <p class="chart-tip-title" dir="auto">{target.title}</p>
        <dl>{lines}</dl>
    }
}

/// Where a key leads from the active target, in reading order; `None` for keys that move nothing.
fn step(key: &str, active: Option<Active>, scene: &Scene, rtl: bool) -> Option<Active> {
    let last = scene.targets.len().checked_sub(1)?;
    let (next, previous) = if rtl { ("ArrowLeft", "ArrowRight") } else { ("ArrowRight", "ArrowLeft") };
    let now = active.map(|now| now.index.min(last));
    let index = match key {
        "Home" => 0,
        "End" => last,
        "ArrowDown" => now.map_or(0, |now| (now + 1).min(last)),
        "ArrowUp" => now.map_or(last, |now| now.saturating_sub(1)),
        key if key == next => now.map_or(0, |now| (now + 1).min(last)),
        key if key == previous => now.map_or(last, |now| now.saturating_sub(1)),
        _ => return None,
    };
    let rect = scene.targets[index].rect;
    // Wide rows get their tip near the reader's end, columns at their upper half.
    let x = if rtl { rect.right() - rect.width.min(240.0) / 2.0 } else { rect.x + rect.width.min(240.0) / 2.0 };
    Some(Active { index, at: (x, rect.y + rect.height / 2.0), by_key: true })
}

fn hint_id() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("chart-hint-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A font list, and how often its fonts have arrived: a new count is a new value, so what was measured is measured again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Family {
    name: String,
    arrivals: u32,
}

/// The figure's width in whole CSS pixels and its fonts, kept up to date.
fn watch_figure(figure: NodeRef<html::Figure>) -> (RwSignal<f32>, RwSignal<Family>) {
    let width = RwSignal::new(0.0_f32);
    let family = RwSignal::new(Family::default());
    let watch = StoredValue::new_local(None::<canvas::SizeWatch>);
    Effect::new(move |_| {
        let Some(element) = figure.get() else { return };
        // Called first when the browser has laid the figure out: asking before would make it lay out the page at once.
        let measure = {
            let element = element.clone();
            move |now: f32| {
                let name = canvas::font_family(&element);
                if family.try_with_untracked(|family| family.name != name) == Some(true) {
                    let arrivals = u32::from(canvas::are_fonts_loaded(&name));
                    family.set(Family { name, arrivals });
                }
                let now = now.round();
                // Hidden (as a tab may be) is no width to lay out for. The language may have changed the font.
                if now >= 1.0 && width.try_get_untracked().is_some_and(|before| (before - now).abs() >= 0.5) {
                    width.set(now);
                }
            }
        };
        watch.set_value(canvas::SizeWatch::new(&element, measure));
    });
    Effect::new(move |known: Option<String>| {
        let now = family.get();
        if known.as_ref() != Some(&now.name) && now.arrivals == 0 && !now.name.is_empty() {
            let name = now.name.clone();
            leptos::task::spawn_local(async move {
                // Letters and digits of every script the board is read in.
                canvas::load_fonts(&name, "Ag09 سپ۰۹ Жя").await;
                family.try_update(|family| {
                    if family.name == name {
                        family.arrivals += 1;
                    }
                });
            });
        }
        now.name
    });
    (width, family)
}

/// The screen's pixel ratio; zooming a page resizes its window.
fn watch_ratio() -> RwSignal<f64> {
    let ratio = RwSignal::new(canvas::pixel_ratio());
    let handle = window_event_listener(ev::resize, move |_| {
        let now = canvas::pixel_ratio();
        if (now - ratio.get_untracked()).abs() > f64::EPSILON {
            ratio.set(now);
        }
    });
    on_cleanup(move || handle.remove());
    ratio
}

fn watch_printing() -> RwSignal<bool> {
    let printing = RwSignal::new(false);
    let before = window_event_listener_untyped("beforeprint", move |_| printing.set(true));
    let after = window_event_listener_untyped("afterprint", move |_| printing.set(false));
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
    printing
}
