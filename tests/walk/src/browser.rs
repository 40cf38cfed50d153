//! Starts and ends what a walk needs (server, chromedriver, Chromium with a new profile) and judges how it ended.

use std::{
    fs,
    io::{BufRead, BufReader},
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use futures_util::FutureExt;
use serde_json::json;
use thirtyfour::{CapabilitiesHelper, ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, PageLoadStrategy, WebDriver};
use xtask::server::{Server, Site};

use crate::{Outcome, Page, network};

/// How a walk begins.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder to serve.
    pub folder: PathBuf,
    /// The path it is served under; begins and ends with a slash.
    pub mount: &'static str,
    /// The reader's language, as the browser reports it.
    pub language: &'static str,
    /// The zone of the browser's clock.
    pub time_zone: &'static str,
    /// The window in CSS pixels.
    pub size: (u32, u32),
    /// Device pixels per CSS pixel.
    pub scale: f64,
    /// A network as slow as this; then `open` does not wait until all is there.
    pub bytes_per_second: Option<u32>,
    /// Console errors that the story causes on purpose: parts of their texts.
    pub expected_errors: &'static [&'static str],
}

impl Default for Settings {
    /// The built page at the root of the host, in English on a laptop.
    fn default() -> Self {
        Self {
            folder: xtask::dist::folder(),
            mount: "/",
            language: "en-GB",
            time_zone: "UTC",
            size: (1280, 900),
            scale: 1.0,
            bytes_per_second: None,
            expected_errors: &[],
        }
    }
}

/// Chromium without what it does on its own account, so that every request is one of the page's.
const FLAGS: [&str; 13] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
];

/// Tells a story on a page of its own. What it leaves (screenshots, downloads) is in `target/walk/<name>`.
pub async fn walk(name: &str, settings: Settings, story: impl AsyncFnOnce(&Page) -> Outcome) -> Outcome {
    let folder = xtask::root().join("target/walk").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let downloads = folder.join("downloads");
    fs::create_dir_all(&downloads)?;
    let server = Server::start(Site { folder: settings.folder.clone(), mount: settings.mount.into() }, 0)?;
    let driver = Driver::start(settings.time_zone)?;
    let network_log = folder.join("network.json");
    let browser = WebDriver::new(driver.url(), capabilities(&settings, &folder, &network_log)?).await?;
    browser.set_script_timeout(Duration::from_mins(2)).await?;
    let page = Page::new(browser, server, folder.clone());

    // A failed assertion panics; it must still leave a picture, and end the browser.
    let told = AssertUnwindSafe(async {
        if let Some(bytes) = settings.bytes_per_second {
            page.slow(bytes).await?;
        }
        page.resize(settings.size.0, settings.size.1, settings.scale).await?;
        story(&page).await?;
        page.console_is_clean(settings.expected_errors).await
    })
    .catch_unwind()
    .await;
    if !matches!(told, Ok(Ok(()))) {
        page.leave_evidence().await;
    }
    page.quit().await?;
    drop(driver);
    fs::remove_dir_all(folder.join("profile"))?;
    told.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    network::stays_on_this_host(&fs::read_to_string(network_log)?)
}

fn capabilities(settings: &Settings, folder: &Path, network_log: &Path) -> Outcome<thirtyfour::Capabilities> {
    let mut chrome = DesiredCapabilities::chrome();
    for flag in FLAGS {
        chrome.add_arg(flag)?;
    }
    chrome.add_arg(&format!("--user-data-dir={}", folder.join("profile").display()))?;
    chrome.add_arg(&format!("--log-net-log={}", network_log.display()))?;
    chrome.add_arg(&format!("--window-size={},{}", settings.size.0, settings.size.1))?;
    chrome.add_arg(&format!("--accept-lang={}", settings.language))?;
    // A request to another host fails here at once, whatever the machine could reach.
    chrome.add_arg("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1")?;
    let downloads = folder.join("downloads");
    chrome.add_experimental_option("prefs", json!({ "download.default_directory": downloads, "download.prompt_for_download": false }))?;
    chrome.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    if settings.bytes_per_second.is_some() {
        chrome.set_page_load_strategy(PageLoadStrategy::None)?;
    }
    Ok(chrome.into())
}

/// A chromedriver on a free port; ended when dropped.
struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    fn start(time_zone: &str) -> Outcome<Self> {
        let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut command = Command::new(&program);
        command.arg("--port=0").env("TZ", time_zone).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        let lines = BufReader::new(child.stdout.take().ok_or("chromedriver has no output")?).lines();
        let port = lines.map_while(Result::ok).find_map(|line| port_in(&line));
        let Some(port) = port else {
            child.kill()?;
            return Err("chromedriver ended without naming its port".into());
        };
        Ok(Self { child, port })
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The port in chromedriver's line about its start.
fn port_in(line: &str) -> Option<u16> {
    line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_the_first_lines() {
        let check = |line: &str, port: Option<u16>| assert_eq!(port_in(line), port, "{line}");
        check("ChromeDriver was started successfully on port 39485.", Some(39485));
        check("Starting ChromeDriver 156.0 on port 0", None);
        check("ChromeDriver was started successfully on port x.", None);
    }
}
