//! The document and its address: language, direction, theme, title, hash.

use handoff::words::Locale;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlInputElement, Url, UrlSearchParams, Window};

pub fn window() -> Window {
    web_sys::window().expect("the app runs in a page")
}

pub fn root() -> Element {
    window().document().and_then(|document| document.document_element()).expect("a page has a root element")
}

pub fn set_language(tag: &str, rtl: bool) {
    set_root("lang", tag);
    set_root("dir", if rtl { "rtl" } else { "ltr" });
}

/// The first language of the browser that the board speaks.
pub fn locale() -> Locale {
    let languages = window().navigator().languages();
    let known = |tag: String| Locale::ALL.into_iter().find(|locale| tag.split('-').next() == Some(locale.tag()));
    languages.iter().filter_map(|tag| tag.as_string()).find_map(known).unwrap_or_default()
}

/// Takes away what `index.html` showed a first visitor. The field for files that was in it keeps what was picked, and is told of what
/// is picked in a dialog that is still open: `picked` is called with it each time.
pub fn leave_first_screen(picked: impl Fn(&HtmlInputElement) + 'static) {
    let Some(screen) = window().document().and_then(|document| document.get_element_by_id("first")) else { return };
    screen.remove();
    let input = screen.query_selector("input").ok().flatten().and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return };
    picked(&input);
    let field = input.clone();
    listen(&input, "change", move |_| picked(&field));
}

pub fn set_theme(dark: bool) {
    set_root("data-theme", if dark { "dark" } else { "light" });
}

/// Setting a plain attribute of the root element cannot fail: the names are constants.
fn set_root(name: &str, value: &str) {
    root().set_attribute(name, value).expect("a valid attribute name");
}

/// Where `public/start.js` put the worker's start.
pub fn worker_address() -> Option<String> {
    root().get_attribute("data-worker")
}

/// Where `public/start.js` put the start of the worker that opens workbooks.
pub fn workbook_worker_address() -> Option<String> {
    root().get_attribute("data-workbook")
}

pub fn system_is_dark() -> bool {
    dark_query().is_some_and(|query| query.matches())
}

fn dark_query() -> Option<web_sys::MediaQueryList> {
    window().match_media("(prefers-color-scheme: dark)").ok().flatten()
}

/// Calls `f` whenever the system changes between light and dark, for as long as the page lives.
pub fn on_system_theme(f: impl Fn() + 'static) {
    if let Some(query) = dark_query() {
        listen(&query, "change", move |_| f());
    }
}

pub fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// The page's address without query and hash.
pub fn page_address() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// The board that the address asks for: `?board=…`.
pub fn asked_board() -> Option<String> {
    let search = window().location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get("board").filter(|address| !address.is_empty())
}

/// The board this site was published with.
pub fn published_board() -> Option<String> {
    let meta = window().document()?.query_selector("meta[name=board]").ok()??;
    meta.get_attribute("content").and_then(|address| on_this_host(&address).ok())
}

/// The whole address of a relative one.
///
/// # Errors
/// The host it names, if that is not the page's.
pub fn on_this_host(address: &str) -> Result<String, String> {
    let url = Url::new_with_base(address, &page_address()).map_err(|_| address.to_owned())?;
    if Ok(url.origin()) == window().location().origin() { Ok(url.href()) } else { Err(url.host()) }
}

/// Tells `public/start.js` something.
pub fn send(event: &str) {
    let event = Event::new(event).expect("a name without options");
    // Nobody can cancel it.
    let _went = root().dispatch_event(&event).expect("an event just made");
}

/// Puts text on the clipboard; `done` is told whether the browser let it.
pub fn copy_text(text: &str, done: impl FnOnce(bool) + 'static) {
    let clipboard = window().navigator().clipboard();
    // Undefined, whatever its type says, on a page from an address that is not safe.
    if clipboard.is_undefined() {
        return done(false);
    }
    let written = clipboard.write_text(text);
    leptos::task::spawn_local(async move { done(JsFuture::from(written).await.is_ok()) });
}

pub fn set_hash(hash: &str) {
    // A hash is set unless the browser limits a page that navigates hundreds of times a second; then the view stays as it is.
    if window().location().set_hash(hash).is_err() {
        web_sys::console::warn_1(&"the address was not changed".into());
    }
}

pub fn on_hash_change(f: impl Fn() + 'static) {
    listen(&window(), "hashchange", move |_| f());
}

/// Calls `f` with every paste on the page, for as long as it lives.
pub fn on_paste(f: impl Fn(web_sys::Event) + 'static) {
    listen(&window(), "paste", f);
}

/// Milliseconds on a clock that only goes forward.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Puts the focus on the first element that matches, once it is drawn.
pub fn focus_soon(selector: &'static str) {
    let closure = Closure::once_into_js(move || {
        let found = window().document().and_then(|document| document.query_selector(selector).ok().flatten());
        if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
            && element.focus().is_err()
        {
            web_sys::console::warn_1(&format!("{selector} could not take the focus").into());
        }
    });
    if window().request_animation_frame(closure.unchecked_ref()).is_err() {
        web_sys::console::warn_1(&"no animation frame".into());
    }
}

/// Writes into the field an event came from.
pub fn set_value(event: &web_sys::Event, text: &str) {
    if let Some(field) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        field.set_value(text);
    }
}

/// Ticks the box an event came from, or not.
pub fn set_checked(event: &web_sys::Event, on: bool) {
    if let Some(field) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        field.set_checked(on);
    }
}

pub fn set_title(title: &str) {
    if let Some(document) = window().document() {
        document.set_title(title);
    }
}

pub fn print() {
    if window().print().is_err() {
        web_sys::console::warn_1(&"the browser refused to print".into());
    }
}

/// Listens for as long as the page lives.
pub fn listen(target: &web_sys::EventTarget, event: &str, f: impl Fn(web_sys::Event) + 'static) {
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(f);
    target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref()).expect("a named event can be listened to");
    closure.forget();
}
