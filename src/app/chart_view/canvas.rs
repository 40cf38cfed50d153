//! Everything a chart asks of the browser: the canvas, text widths, sizes, fonts and saving. No layout, no state of the board.
//!
//! Styles are set through the CSS object model, never as `style` attributes, which the Content-Security-Policy refuses. A call the
//! browser denies leaves the chart undrawn or unsaved; the table stays.

use std::{cell::RefCell, rc::Rc, time::Duration};

use handoff::chart::{Measure, Scene, Surface, Theme, UNITS, Weight, render};
use leptos::prelude::{set_timeout, window};
use plotters::drawing::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlElement, ResizeObserver, ResizeObserverEntry,
};

/// CSS pixels to device pixels.
pub fn pixel_ratio() -> f64 {
    window().device_pixel_ratio().max(1.0)
}

/// The font list the page gives the element.
pub fn font_family(element: &HtmlElement) -> String {
    window()
        .get_computed_style(element)
        .ok()
        .flatten()
        .and_then(|style| style.get_property_value("font-family").ok())
        .filter(|family| !family.is_empty())
        .unwrap_or_else(|| "sans-serif".to_owned())
}

thread_local! {
    /// The font lists whose fonts are there, and what was measured of them once: [`capitals_drop`].
    static LOADED: RefCell<Vec<(String, Option<f32>)>> = RefCell::default();
    /// Measures for all charts.
    static MEASURE: RefCell<Option<Rc<Measuring>>> = RefCell::default();
}

/// Whether [`load_fonts`] has been through with the list: a chart of such is drawn once, not again when its fonts arrive.
pub fn are_fonts_loaded(family: &str) -> bool {
    LOADED.with_borrow(|loaded| loaded.iter().any(|(name, _)| name == family))
}

/// Waits until the fonts of the list are there, in both weights, for the letters of `sample`.
pub async fn load_fonts(family: &str, sample: &str) {
    let Some(document) = window().document() else { return };
    for weight in ["400", "700"] {
        // A font that cannot be had is replaced by the next of the list; the chart is drawn all the same.
        let loading = document.fonts().load_with_text(&format!("{weight} 12px {family}"), sample);
        let _fallback = JsFuture::from(loading).await;
    }
    if !are_fonts_loaded(family) {
        LOADED.with_borrow_mut(|loaded| loaded.push((family.to_owned(), None)));
        // What it knows was measured before.
        MEASURE.set(None);
    }
}

fn new_canvas() -> Option<HtmlCanvasElement> {
    window().document()?.create_element("canvas").ok()?.dyn_into().ok()
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// A canvas that is never shown.
struct Measuring {
    context: CanvasRenderingContext2d,
    /// Setting a font makes the browser parse it: size, weight and family of the one that is set.
    font: RefCell<Option<(f32, Weight, String)>>,
}

/// Measures text as the canvas will draw it.
pub struct CanvasMeasure {
    /// `None` where the browser refuses a canvas.
    measuring: Option<Rc<Measuring>>,
    family: String,
}

impl CanvasMeasure {
    pub fn new(family: &str) -> Self {
        let new = || Some(Rc::new(Measuring { context: context(&new_canvas()?)?, font: RefCell::default() }));
        let measuring = MEASURE.with_borrow_mut(|known| {
            *known = known.take().or_else(new);
            known.clone()
        });
        Self { measuring, family: family.to_owned() }
    }
}

impl Measure for CanvasMeasure {
    fn width(&self, text: &str, size: f32, weight: Weight) -> f32 {
        let Some(measuring) = &self.measuring else { return handoff::chart::Estimate.width(text, size, weight) };
        if !matches!(&*measuring.font.borrow(), Some((s, w, family)) if (*s, *w) == (size, weight) && *family == self.family) {
            let style = if weight == Weight::Bold { "bold" } else { "normal" };
            measuring.context.set_font(&format!("{style} {size}px {}", self.family));
            measuring.font.replace(Some((size, weight, self.family.clone())));
        }
        measuring.context.measure_text(text).map_or(0.0, |metrics| metrics.width() as f32)
    }
}

/// How a scene is put on a canvas.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    pub theme: &'a Theme,
    pub family: &'a str,
    pub rtl: bool,
    /// Device pixels a CSS pixel.
    pub ratio: f64,
}

/// Sizes the canvas to the scene and draws it, over nothing.
pub fn draw(canvas: &HtmlCanvasElement, scene: &Scene, look: Look<'_>) -> Option<()> {
    size(canvas, scene, look.ratio);
    paint(canvas, scene, look)
}

/// Setting the size also empties the canvas and resets its transform.
fn size(canvas: &HtmlCanvasElement, scene: &Scene, ratio: f64) {
    canvas.set_width((f64::from(scene.width) * ratio).round() as u32);
    canvas.set_height((f64::from(scene.height) * ratio).round() as u32);
    set_pixels(canvas, &[("--chart-width", scene.width), ("--chart-height", scene.height)]);
}

fn paint(canvas: &HtmlCanvasElement, scene: &Scene, look: Look<'_>) -> Option<()> {
    let context = context(canvas)?;
    let scale = look.ratio / f64::from(UNITS);
    context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0).ok()?;
    context.set_line_join("round");
    let units = |pixels: f32| (pixels * UNITS as f32).ceil() as i32;
    let area =
        CanvasBackend::with_canvas_object(canvas.clone())?.into_drawing_area().shrink((0, 0), (units(scene.width), units(scene.height)));
    let surface = Surface::Canvas { drop_ems: capitals_drop(&context, look.family) };
    render(scene, &area, surface, look.theme, look.family, look.rtl).ok()
}

/// How far the middle of a capital stands above the "middle" baseline, in ems.
fn capitals_drop(context: &CanvasRenderingContext2d, family: &str) -> f32 {
    LOADED.with_borrow_mut(|loaded| match loaded.iter_mut().find(|(name, _)| name == family) {
        Some((_, drop)) => *drop.get_or_insert_with(|| measured_drop(context, family)),
        None => measured_drop(context, family),
    })
}

fn measured_drop(context: &CanvasRenderingContext2d, family: &str) -> f32 {
    const SIZE: f64 = 100.0;
    context.set_font(&format!("{SIZE}px {family}"));
    context.set_text_baseline("middle");
    context
        .measure_text("H")
        .map_or(0.0, |metrics| ((metrics.actual_bounding_box_ascent() - metrics.actual_bounding_box_descent()) / 2.0 / SIZE) as f32)
}

/// Sets custom properties in pixels.
pub fn set_pixels(element: &HtmlElement, properties: &[(&str, f32)]) {
    let style = HtmlElement::style(element);
    for (name, pixels) in properties {
        // Only a read-only style could refuse, and an element's own is none.
        let _ok = style.set_property(name, &format!("{pixels}px"));
    }
}

/// Calls back with the element's width whenever it may have changed, until dropped. The browser tells the width: asking for it, while
/// others draw, would have it lay out the page for each.
pub struct SizeWatch {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut(js_sys::Array)>,
}

impl SizeWatch {
    pub fn new(element: &HtmlElement, mut changed: impl FnMut(f32) + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            changed(entries.get(0).unchecked_into::<ResizeObserverEntry>().content_rect().width() as f32);
        });
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _callback: callback })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Where a pointer is within an element, in CSS pixels.
pub fn position_in(element: &HtmlElement, client_x: i32, client_y: i32) -> (f32, f32) {
    let rect = element.get_bounding_client_rect();
    ((f64::from(client_x) - rect.left()) as f32, (f64::from(client_y) - rect.top()) as f32)
}

/// Puts the tip beside a point, inside its stage: above or below, never under the pointer.
pub fn place_tip(tip: &HtmlElement, stage: &HtmlElement, (x, y): (f32, f32)) {
    const APART: f32 = 14.0;
    let (width, height) = (tip.offset_width() as f32, tip.offset_height() as f32);
    let (room, depth) = (stage.client_width() as f32, stage.client_height() as f32);
    let beside = if x + APART + width <= room { x + APART } else { x - APART - width };
    let left = beside.min(room - width).max(0.0);
    let top = if y + APART + height <= depth || y < height + APART { y + APART } else { y - APART - height };
    set_pixels(tip, &[("--tip-x", left), ("--tip-y", top)]);
}

/// Saves the scene as PNG at twice the screen's pixels, on the card's colour.
pub fn save_png(scene: &Scene, theme: &Theme, family: &str, rtl: bool, name: String) -> Option<()> {
    let canvas = new_canvas()?;
    let ratio = pixel_ratio().max(2.0);
    size(&canvas, scene, ratio);
    let context = context(&canvas)?;
    let handoff::chart::Rgb(r, g, b) = theme.card;
    context.set_fill_style_str(&format!("rgb({r},{g},{b})"));
    context.fill_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    paint(&canvas, scene, Look { theme, family, rtl, ratio })?;
    let save = Closure::once_into_js(move |blob: JsValue| {
        if let Ok(blob) = blob.dyn_into::<Blob>() {
            let _saved = save_blob(&blob, &name);
        }
    });
    canvas.to_blob(save.unchecked_ref()).ok()
}

/// Saves a text as a file.
pub fn save_text(text: &str, kind: &str, name: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    save_blob(&blob, name)
}

fn save_blob(blob: &Blob, name: &str) -> Option<()> {
    let url = web_sys::Url::create_object_url_with_blob(blob).ok()?;
    let anchor: HtmlAnchorElement = window().document()?.create_element("a").ok()?.dyn_into().ok()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // The browser reads the object after the click; a minute is ample for a picture.
    set_timeout(
        move || {
            let _gone = web_sys::Url::revoke_object_url(&url);
        },
        Duration::from_mins(1),
    );
    Some(())
}
