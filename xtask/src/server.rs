//! A static file server for the built page, on the loopback address only: enough HTTP for a browser, and a log of what was asked.
//!
//! It is no public server: no TLS, no compression, no ranges, one thread a connection, and it never listens on another address.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crate::Outcome;

/// What is served and under which path.
#[derive(Debug, Clone)]
pub struct Site {
    /// The folder with `index.html`.
    pub folder: PathBuf,
    /// The path it is mounted under; begins and ends with a slash.
    pub mount: String,
}

/// A running server; it stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    mount: String,
    stop: Arc<AtomicBool>,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts serving on 127.0.0.1; port 0 takes a free one.
    pub fn start(site: Site, port: u16) -> Outcome<Self> {
        if !site.folder.join("index.html").is_file() {
            return Err(format!("{} holds no index.html", site.folder.display()));
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .map_err(|error| format!("cannot listen on 127.0.0.1:{port} ({error}); choose another port"))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let server = Self { address, mount: site.mount.clone(), stop: Arc::default(), log: Arc::default() };
        let (stop, log) = (Arc::clone(&server.stop), Arc::clone(&server.log));
        thread::spawn(move || {
            for connection in listener.incoming() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let Ok(connection) = connection else { continue };
                let (site, log) = (site.clone(), Arc::clone(&log));
                // A browser that goes away in the middle of an answer is no concern of the server.
                thread::spawn(move || answer(&connection, &site, &log).ok());
            }
        });
        Ok(server)
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.mount)
    }

    /// The targets asked for so far, in order of arrival.
    pub fn requests(&self) -> Vec<String> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // The accepting thread sees the flag at its next connection.
        drop(TcpStream::connect(self.address));
    }
}

/// A request line longer than this is no browser's.
const LONGEST_REQUEST: u64 = 64 * 1024;

fn answer(connection: &TcpStream, site: &Site, log: &Mutex<Vec<String>>) -> std::io::Result<()> {
    connection.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(connection.take(LONGEST_REQUEST));
    let mut first = String::new();
    reader.read_line(&mut first)?;
    // Closing with unread headers would reset the connection under the answer.
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = first.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    log.lock().unwrap_or_else(PoisonError::into_inner).push(target.to_owned());
    let (status, kind, body) = match locate(site, target) {
        _ if !matches!(method, "GET" | "HEAD") => ("405 Method Not Allowed", "text/plain", Vec::new()),
        Some(path) => match fs::read(&path) {
            Ok(body) => ("200 OK", mime(&path), body),
            Err(_) => ("404 Not Found", "text/plain", b"not found".to_vec()),
        },
        None => ("404 Not Found", "text/plain", b"not found".to_vec()),
    };
    let mut out = connection;
    write!(
        out,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method == "GET" {
        out.write_all(&body)?;
    }
    out.flush()
}

/// The file a request target names; `None` when it leads out of the site. A folder is its `index.html`.
fn locate(site: &Site, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let inside = decode(path.strip_prefix(&site.mount)?)?;
    let mut file = site.folder.clone();
    for part in Path::new(&inside).components() {
        match part {
            Component::Normal(name) => file.push(name),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    if file.is_dir() {
        file.push("index.html");
    }
    Some(file)
}

/// Percent-decoding; `None` for a broken escape, a NUL, a backslash or what is not UTF-8.
fn decode(path: &str) -> Option<String> {
    let mut bytes = path.bytes();
    let mut decoded = Vec::with_capacity(path.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                (digit()? * 16 + digit()?) as u8
            }
            other => other,
        });
    }
    String::from_utf8(decoded).ok().filter(|text| !text.contains(['\0', '\\']))
}

/// The media type of a file by its extension. A browser refuses to stream-compile wasm, or to run a module, of another type.
fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_the_type_a_browser_asks_for() {
        let check = |name: &str, kind: &str| assert_eq!(mime(Path::new(name)), kind, "{name}");
        check("index.html", "text/html; charset=utf-8");
        check("app-1f.js", "text/javascript; charset=utf-8");
        check("app_bg.wasm", "application/wasm");
        check("fonts/Vazirmatn.woff2", "font/woff2");
        check("LICENCE", "application/octet-stream");
    }

    #[test]
    fn targets_stay_inside_the_site() {
        let check = |mount: &str, target: &str, expected: Option<&str>| {
            let site = Site { folder: "/site".into(), mount: mount.into() };
            assert_eq!(locate(&site, target), expected.map(PathBuf::from), "{mount} {target}");
        };
        check("/", "/app.js", Some("/site/app.js"));
        check("/", "/app.js?v=1#x", Some("/site/app.js"));
        check("/", "/a%20b/%D8%A7.csv", Some("/site/a b/ا.csv"));
        check("/", "/./app.js", Some("/site/app.js"));
        check("/sub/path/", "/sub/path/app.js", Some("/site/app.js"));
        check("/sub/path/", "/app.js", None);
        check("/", "/../etc/passwd", None);
        check("/", "/a/../../etc/passwd", None);
        check("/", "/%2e%2e/etc/passwd", None);
        check("/", "/..%5cetc", None);
        check("/", "//etc/passwd", None);
        check("/", "/a%00", None);
        check("/", "/a%f", None);
        check("/", "/a%zz", None);
        check("/", "/%ff", None);
        check("/", "", None);
    }

    #[test]
    fn a_site_is_served_and_every_request_is_logged() {
        let folder = std::env::temp_dir().join(format!("xtask-server-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.html"), "<p>hello").unwrap();
        let server = Server::start(Site { folder: folder.clone(), mount: "/sub/".into() }, 0).unwrap();
        let ask = |request: &str| {
            let mut stream = TcpStream::connect(server.address).unwrap();
            write!(stream, "{request} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        };
        let check = |request: &str, start: &str, end: &str| {
            let answer = ask(request);
            assert!(answer.starts_with(start) && answer.ends_with(end), "{request}: {answer}");
        };
        check("GET /sub/", "HTTP/1.1 200 OK\r\nContent-Type: text/html", "\r\n\r\n<p>hello");
        check("HEAD /sub/", "HTTP/1.1 200 OK\r\nContent-Type: text/html", "\r\n\r\n");
        check("GET /sub/none.js", "HTTP/1.1 404", "not found");
        check("GET /other", "HTTP/1.1 404", "not found");
        check("POST /sub/", "HTTP/1.1 405", "\r\n\r\n");
        assert_eq!(server.requests(), ["/sub/", "/sub/", "/sub/none.js", "/other", "/sub/"]);
        fs::remove_dir_all(folder).unwrap();
    }
}
