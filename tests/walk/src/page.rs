//! What a person does on the page and sees there, and what only a tester asks: console, accessibility, smoothness.
//!
//! Everything waits: a look at something that is not there yet is repeated until it is, and fails with what was there instead.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use thirtyfour::{
    By, Key, TypingData, WebDriver, WebElement,
    error::{WebDriverError, WebDriverErrorInner},
};
use xtask::server::Server;

use crate::{
    Outcome,
    monitor::{self, Smoothness},
};

/// Long enough for a busy CI machine; what takes longer by its nature says so.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(40);
/// Set on the element that is to be used next.
const MARK: &str = "data-walk";

/// A page in a browser of its own.
pub struct Page {
    browser: WebDriver,
    server: Server,
    folder: PathBuf,
}

/// Does it again where the element was drawn anew between being found and being used: it is for the one that is there now.
async fn steadily<T>(act: impl AsyncFn() -> Outcome<T>) -> Outcome<T> {
    loop {
        match act().await {
            Err(error) if error.downcast_ref::<WebDriverError>().is_some_and(is_stale) => {}
            result => return result,
        }
    }
}

/// Gone since it was found, or between being marked and asked for.
fn is_stale(error: &WebDriverError) -> bool {
    match error.as_inner() {
        WebDriverErrorInner::StaleElementReference(_) => true,
        WebDriverErrorInner::NoSuchElement(told) => told.value.message.contains(MARK),
        _ => false,
    }
}

impl Page {
    pub(crate) fn new(browser: WebDriver, server: Server, folder: PathBuf) -> Self {
        Self { browser, server, folder }
    }

    /// The driver, for what this page has no word for.
    pub fn browser(&self) -> &WebDriver {
        &self.browser
    }

    /// The address of the page without a route.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// What the page asked its host for, in order.
    pub fn requests(&self) -> Vec<String> {
        self.server.requests()
    }

    /// Goes to a route such as `#/board`, or to a file of the site.
    pub async fn open(&self, route: &str) -> Outcome {
        Ok(self.browser.goto(self.url() + route).await?)
    }

    /// Loads the page anew.
    pub async fn reload(&self) -> Outcome {
        Ok(self.browser.refresh().await?)
    }

    /// The route shown in the address, from the hash on.
    pub async fn route(&self) -> Outcome<String> {
        let url = self.browser.current_url().await?;
        Ok(url.fragment().map(|fragment| format!("#{fragment}")).unwrap_or_default())
    }

    /// Runs a script in the page; `return` gives a value.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        Ok(self.browser.execute(script, arguments).await?.json().clone())
    }

    /// Waits until a script returns something true and gives that.
    pub async fn until(&self, what: &str, script: &str, arguments: Vec<Value>, patience: Duration) -> Outcome<Value> {
        let start = Instant::now();
        loop {
            let value = self.script(script, arguments.clone()).await?;
            if !matches!(value, Value::Null | Value::Bool(false)) {
                return Ok(value);
            }
            if start.elapsed() > patience {
                return Err(format!("waited {} s for {what}; the page shows: {}", patience.as_secs(), self.glance().await?).into());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// The first words on the page, for failures.
    async fn glance(&self) -> Outcome<String> {
        let text = self.script("return document.body ? document.body.innerText : ''", vec![]).await?;
        let words: Vec<&str> = text.as_str().unwrap_or_default().split_whitespace().take(120).collect();
        Ok(if words.is_empty() { "nothing".into() } else { words.join(" ") })
    }

    /// Waits until a text can be read on the page.
    pub async fn see(&self, text: &str) -> Outcome {
        self.see_within(text, PATIENCE).await
    }

    /// As [`Page::see`], for work that may take longer.
    pub async fn see_within(&self, text: &str, patience: Duration) -> Outcome {
        // Marks of direction round a name are there for the eye alone.
        let script = "return document.body.innerText.replace(/[\\u2066-\\u2069]/g, '').includes(arguments[0])";
        self.until(&format!("the text \"{text}\""), script, vec![json!(text)], patience).await.map(drop)
    }

    /// Waits until an element can be seen and its text contains this.
    pub async fn see_in(&self, selector: &str, text: &str) -> Outcome {
        let script = "return [...document.querySelectorAll(arguments[0])].some((one) => one.innerText.replace(/[\\u2066-\\u2069]/g, '').includes(arguments[1]))";
        self.until(&format!("\"{text}\" in {selector}"), script, vec![json!(selector), json!(text)], PATIENCE).await.map(drop)
    }

    /// Waits until nothing visible matches any more.
    pub async fn gone(&self, selector: &str) -> Outcome {
        let script = "return ![...document.querySelectorAll(arguments[0])].some((one) => one.checkVisibility())";
        self.until(&format!("{selector} to be gone"), script, vec![json!(selector)], PATIENCE).await.map(drop)
    }

    /// Waits for the first visible element that matches.
    pub async fn find(&self, selector: &str) -> Outcome<WebElement> {
        self.find_by("arguments[0]", selector, &[]).await
    }

    /// Waits for the first visible link, button, tab or the like with this accessible name or text.
    pub async fn control(&self, name: &str) -> Outcome<WebElement> {
        let kinds = "a,button,summary,label,input,select,[role=button],[role=tab],[role=menuitem],[role=option],[tabindex]";
        let test = "(one.getAttribute('aria-label') || one.innerText || one.value || '').trim() === arguments[1]";
        self.find_by(test, kinds, &[name]).await
    }

    async fn find_by(&self, test: &str, selector: &str, more: &[&str]) -> Outcome<WebElement> {
        steadily(async || self.mark_and_take(test, selector, more).await).await
    }

    async fn mark_and_take(&self, test: &str, selector: &str, more: &[&str]) -> Outcome<WebElement> {
        // The element is marked and then asked for, because a script's answer holds it only by an id the driver keeps to itself.
        let script = format!(
            "document.querySelectorAll('[{MARK}]').forEach((one) => one.removeAttribute('{MARK}'));
             const one = [...document.querySelectorAll(arguments[0])].find((one) => one.checkVisibility() && {test});
             if (one) one.setAttribute('{MARK}', '');
             return !!one;"
        );
        let arguments = std::iter::once(selector).chain(more.iter().copied()).map(|word| json!(word)).collect();
        let what = more.first().map_or_else(|| selector.to_owned(), |name| format!("a control named \"{name}\""));
        self.until(&what, &script, arguments, PATIENCE).await?;
        Ok(self.browser.find(By::Css(format!("[{MARK}]"))).await?)
    }

    /// Clicks the first visible element that matches a selector.
    pub async fn click(&self, selector: &str) -> Outcome {
        steadily(async || {
            let element = self.find(selector).await?;
            element.scroll_into_view().await?;
            Ok(element.click().await?)
        })
        .await
    }

    /// Clicks the first visible control of this name.
    pub async fn choose(&self, name: &str) -> Outcome {
        steadily(async || {
            let element = self.control(name).await?;
            element.scroll_into_view().await?;
            Ok(element.click().await?)
        })
        .await
    }

    /// Replaces what a field holds, as typing does.
    pub async fn fill(&self, selector: &str, text: &str) -> Outcome {
        steadily(async || {
            let field = self.find(selector).await?;
            field.send_keys(Key::Control + "a").await?;
            Ok(field.send_keys(text).await?)
        })
        .await
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) -> Outcome {
        let keys: String = keys.into().as_vec().into_iter().collect();
        steadily(async || Ok(self.browser.active_element().await?.send_keys(keys.as_str()).await?)).await
    }

    /// The text of what has the focus, or its label.
    pub async fn focus(&self) -> Outcome<String> {
        let script = "const one = document.activeElement, label = one.localName === 'input' && one.labels[0];
             return one.getAttribute('aria-label') || (label && label.innerText) || one.innerText || one.name || one.tagName";
        Ok(self.script(script, vec![]).await?.as_str().unwrap_or_default().trim().to_owned())
    }

    /// The text of the first visible element that matches.
    pub async fn text(&self, selector: &str) -> Outcome<String> {
        steadily(async || Ok(self.find(selector).await?.text().await?)).await
    }

    /// The texts of all elements that match, as they are now.
    pub async fn texts(&self, selector: &str) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText.trim())";
        Ok(serde_json::from_value(self.script(script, vec![json!(selector)]).await?)?)
    }

    /// Chooses files in a file field, which may be hidden behind a nicer door.
    pub async fn upload(&self, selector: &str, files: &[PathBuf]) -> Outcome {
        self.until(selector, "return !!document.querySelector(arguments[0])", vec![json!(selector)], PATIENCE).await?;
        Ok(self.browser.find(By::Css(selector)).await?.send_keys(names(files)?).await?)
    }

    /// Drops files on an element.
    pub async fn drop_files(&self, selector: &str, files: &[PathBuf]) -> Outcome {
        self.find(selector).await?;
        let make = "const field = document.createElement('input');
            Object.assign(field, { type: 'file', multiple: true, id: 'walk-drop', hidden: true });
            document.body.append(field);";
        self.script(make, vec![]).await?;
        self.browser.find(By::Id("walk-drop")).await?.send_keys(names(files)?).await?;
        let drop = "const field = document.getElementById('walk-drop'), data = new DataTransfer();
            for (const file of field.files) data.items.add(file);
            field.remove();
            for (const kind of ['dragenter', 'dragover', 'drop'])
              document.querySelector(arguments[0]).dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));";
        self.script(drop, vec![json!(selector)]).await.map(std::mem::drop)
    }

    /// Waits for a finished download of this name.
    pub async fn download(&self, name: &str) -> Outcome<PathBuf> {
        let (path, start) = (self.folder.join("downloads").join(name), Instant::now());
        // Chromium gives a file its name only when all of it is there.
        while !path.is_file() {
            if start.elapsed() > PATIENCE {
                let there: Vec<_> = fs::read_dir(self.folder.join("downloads"))?.flatten().map(|entry| entry.file_name()).collect();
                return Err(format!("waited for the download {name}; there is {there:?}").into());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(path)
    }

    /// The system's theme, as the page is told.
    pub async fn dark(&self, dark: bool) -> Outcome {
        let value = if dark { "dark" } else { "light" };
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] })).await
    }

    /// Files come from the host no faster than this.
    pub(crate) async fn slow(&self, bytes_per_second: u32) -> Outcome {
        let conditions = json!({ "offline": false, "latency": 0, "downloadThroughput": bytes_per_second, "uploadThroughput": -1 });
        self.devtools("Network.enable", json!({})).await?;
        self.devtools("Network.emulateNetworkConditions", conditions).await
    }

    /// Shows the page as paper gets it, until told otherwise.
    pub async fn paper(&self, paper: bool) -> Outcome {
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": if paper { "print" } else { "" } })).await
    }

    /// The size of the window in CSS pixels, and device pixels per CSS pixel. A phone is 390 × 844 at 3.
    pub async fn resize(&self, width: u32, height: u32, scale: f64) -> Outcome {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await
    }

    async fn devtools(&self, method: &str, parameters: Value) -> Outcome {
        self.browser.cdp().send_raw(method, parameters).await?;
        Ok(())
    }

    /// Whether the page can be scrolled sideways, which no page should.
    pub async fn overflows(&self) -> Outcome<bool> {
        let script = "const root = document.documentElement; return root.scrollWidth > root.clientWidth";
        Ok(self.script(script, vec![]).await? == json!(true))
    }

    /// A picture of the window in `target/walk/<walk>/<name>.png`.
    pub async fn picture(&self, name: &str) -> Outcome<PathBuf> {
        let path = self.folder.join(format!("{name}.png"));
        fs::write(&path, self.browser.screenshot_as_png().await?)?;
        Ok(path)
    }

    /// A picture of the whole page at this width, as if the window were as high.
    pub async fn whole_picture(&self, name: &str, width: u32, scale: f64) -> Outcome<PathBuf> {
        self.resize(width, 900, scale).await?;
        let height = self.script("return document.documentElement.scrollHeight", vec![]).await?.as_u64().unwrap_or(900);
        self.resize(width, height as u32, scale).await?;
        // Canvases are drawn anew after a resize, in the frame after their observer's.
        self.browser
            .execute_async("requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(arguments[0], 100)))", vec![])
            .await?;
        self.picture(name).await
    }

    /// The page as it is printed, in `target/walk/<walk>/<name>.pdf`.
    pub async fn print(&self, name: &str) -> Outcome<PathBuf> {
        let path = self.folder.join(format!("{name}.pdf"));
        fs::write(&path, self.browser.print_page(thirtyfour::common::print::PrintParameters::default()).await?)?;
        Ok(path)
    }

    /// Begins to watch whether the page stays live.
    pub async fn monitor_start(&self) -> Outcome {
        self.script(monitor::START, vec![]).await.map(drop)
    }

    /// Ends the watch and says what was seen.
    pub async fn monitor_stop(&self) -> Outcome<Smoothness> {
        monitor::read(self.browser.execute_async(monitor::STOP, vec![]).await?.json())
    }

    /// The accessibility rules (WCAG 2.2 A and AA, and axe's best practices) that the page breaks, one line each.
    pub async fn axe(&self) -> Outcome<Vec<String>> {
        let path = std::env::var_os("HANDOFF_AXE")
            .map_or_else(|| xtask::root().join("target/tools/npm/node_modules/axe-core/axe.min.js"), PathBuf::from);
        let axe = fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        self.browser.execute(&axe, vec![]).await?;
        let run = "const done = arguments[0];
            axe.run().then((result) => done(result.violations.map((rule) =>
              `${rule.id}: ${rule.help} (${rule.nodes.length}): ${rule.nodes[0].target} ${rule.nodes[0].failureSummary}`)),
              (error) => done([`axe failed: ${error}`]));";
        Ok(serde_json::from_value(self.browser.execute_async(run, vec![]).await?.json().clone())?)
    }

    /// An error holding every severe line of the console since the last look, but for those expected.
    pub async fn console_is_clean(&self, expected: &[&str]) -> Outcome {
        let entries = self.browser.browser_log().await?;
        let severe = entries.into_iter().filter(|entry| entry.level == "SEVERE").map(|entry| entry.message);
        let strange: Vec<String> = severe.filter(|line| !expected.iter().any(|part| line.contains(part))).collect();
        if strange.is_empty() { Ok(()) } else { Err(format!("the console holds errors:\n{}", strange.join("\n")).into()) }
    }

    /// What helps to understand a failure; a failure to get it must not hide the first.
    pub(crate) async fn leave_evidence(&self) {
        let evidence = async {
            let path = self.picture("failure").await?;
            let lines: Vec<String> = self.browser.browser_log().await?.into_iter().map(|entry| entry.message).collect();
            eprintln!("picture: {}\nconsole: {}", path.display(), lines.join("\n         "));
            Outcome::Ok(())
        };
        if let Err(error) = evidence.await {
            eprintln!("no picture: {error}");
        }
    }

    pub(crate) async fn quit(self) -> Outcome {
        Ok(self.browser.quit().await?)
    }
}

/// File names as a file field takes them: absolute, one a line.
fn names(files: &[PathBuf]) -> Outcome<String> {
    let paths: Vec<PathBuf> = files.iter().map(|file: &PathBuf| fs::canonicalize(file as &Path)).collect::<Result<_, _>>()?;
    Ok(paths.iter().map(|path| path.to_string_lossy()).collect::<Vec<_>>().join("\n"))
}
