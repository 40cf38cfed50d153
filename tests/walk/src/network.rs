//! What the page asked the network for, by Chromium's own log: documents, workers, fonts and pictures alike.
//!
//! What Chromium asks for on its own account (its clock, its updates) is not looked at; it reaches nothing in a walk.

use serde_json::Value;

use crate::Outcome;

/// An error naming every address outside this host that a page, a frame or a worker asked for.
pub fn stays_on_this_host(log: &str) -> Outcome {
    let mut strangers: Vec<String> = requests(log).filter(|address| !is_local(address)).collect();
    strangers.sort_unstable();
    strangers.dedup();
    if strangers.is_empty() { Ok(()) } else { Err(format!("requests left the host: {}", strangers.join(", ")).into()) }
}

/// The addresses that documents asked for. The log is one event a line, and is cut off when the browser was killed.
fn requests(log: &str) -> impl Iterator<Item = String> {
    log.lines().filter_map(|line| {
        let event: Value = serde_json::from_str(line.trim_end_matches(',')).ok()?;
        let (params, text) = (&event["params"], |value: &Value| value.as_str().map(str::to_owned));
        // Chromium's own requests, and an address typed by a person, have no origin.
        text(&params["initiator"]).filter(|origin| origin != "not an origin").and_then(|_| text(&params["url"]))
    })
}

fn is_local(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return true };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    !matches!(scheme, "http" | "https" | "ws" | "wss") || host == "127.0.0.1"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_loopback_address_is_this_host() {
        let check = |initiator: &str, address: &str, fine: bool| {
            let event = format!("{{\"params\":{{\"initiator\":\"{initiator}\",\"url\":\"{address}\"}},\"phase\":1}}");
            let log = format!("{{\"constants\":{{}},\n\"events\": [\n{event},\n{{\"params\":{{\"ini");
            assert_eq!(stays_on_this_host(&log).is_ok(), fine, "{address}");
        };
        check("http://127.0.0.1:8080", "http://127.0.0.1:8080/app.js", true);
        check("http://127.0.0.1:8080", "blob:http://127.0.0.1:8080/1", true);
        check("http://127.0.0.1:8080", "data:text/plain,x", true);
        check("http://127.0.0.1:8080", "https://127.0.0.1.example.com/", false);
        check("http://127.0.0.1:8080", "https://example.com/?127.0.0.1", false);
        check("http://127.0.0.1:8080", "wss://example.com:443", false);
        check("null", "https://example.com/", false);
        check("not an origin", "https://example.com/update", true);
    }
}
