//! `cargo xtask serve`: from a fresh clone to the page in a browser.

use std::thread;

use crate::{
    Outcome, dist,
    run::{find, program},
    server::{Server, Site},
};

/// Where the page is found from one day to the next: a browser keeps settings and files by address, port included.
const USUAL_PORT: u16 = 8080;

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// The port to listen on, 0 for a free one; without it [`USUAL_PORT`], or a free one where that is taken.
    pub port: Option<u16>,
    /// Whether to show the page in the system's browser.
    pub open: bool,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Self> {
        let mut options = Self { port: None, open: false };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--open" => options.open = true,
                "--port" => {
                    let number = words.next().ok_or("--port wants a number")?;
                    let port = number.parse().map_err(|_| format!("--port wants a number from 0 to 65535, not `{number}`"))?;
                    options.port = Some(port);
                }
                other => return Err(format!("serve knows --port N and --open, not `{other}`")),
            }
        }
        Ok(options)
    }
}

/// Builds the page where needed and serves it until the process is ended.
pub fn serve(options: &Options) -> Outcome {
    let folder = dist::build()?;
    let site = Site { folder, mount: "/".into() };
    let server = match options.port {
        Some(port) => Server::start(site, port),
        None => Server::start(site.clone(), USUAL_PORT).or_else(|_| Server::start(site, 0)),
    }?;
    println!("\nHandoff is at {}  (Ctrl+C ends it)", server.url());
    if options.open {
        open(&server.url());
    }
    loop {
        thread::park();
    }
}

/// Shows an address in the system's browser; where there is none, the printed address has to do.
fn open(url: &str) {
    let openers: [(&str, &[&str]); 3] = [("xdg-open", &[]), ("open", &[]), ("cmd", &["/C", "start"])];
    for (name, arguments) in openers {
        if find(name).is_some() && program(name).args(arguments).arg(url).spawn().is_ok() {
            return;
        }
    }
    println!("no program to open a browser with was found; please open the address yourself");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_or_refused() {
        let check = |words: &[&str], expected: Option<(Option<u16>, bool)>| {
            let options = Options::parse(words).ok().map(|options| (options.port, options.open));
            assert_eq!(options, expected, "{words:?}");
        };
        check(&[], Some((None, false)));
        check(&["--open"], Some((None, true)));
        check(&["--port", "0", "--open"], Some((Some(0), true)));
        check(&["--port"], None);
        check(&["--port", "65536"], None);
        check(&["--host", "0.0.0.0"], None);
    }
}
