//! `handoff report --format html` and `handoff publish` from outside: what they write, where, and what they leave alone.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use handoff::share::{
    SharedBoard,
    parcel::{Opened, ParcelKind, open},
};

const TAG: &str = "<meta name=\"board\" content=\"board.handoff\">";

fn leads() -> String {
    format!("leads={}/tests/cli/leads.csv", env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder of this name in the one cargo keeps for tests.
fn empty(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("publish").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A built site, and a place beside it.
fn site(name: &str) -> (PathBuf, PathBuf) {
    let folder = empty(name);
    let site = folder.join("site");
    for (file, content) in [
        ("index.html", "<!doctype html>\n<html>\n  <head>\n    <meta charset=\"utf-8\">\n  </head>\n</html>\n"),
        ("app.js", "program"),
        ("sw.js", "const VERSION = \"1\";\n"),
        ("fonts/one.woff2", "font"),
    ] {
        let path = site.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    (site, folder.join("out"))
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_handoff")).args(arguments).output().unwrap()
}

fn publish(site: &Path, out: &Path, options: &[&str]) -> Output {
    let leads = leads();
    let places = ["publish", "--quiet", "--site", site.to_str().unwrap(), "-o", out.to_str().unwrap(), &leads];
    run(&[&places, options].concat())
}

fn board(out: &Path) -> SharedBoard {
    let bytes = fs::read(out.join("board.handoff")).unwrap();
    let Ok(Opened::Plain(json)) = open(ParcelKind::Board, &bytes) else { panic!("no plain board") };
    SharedBoard::from_json(&json).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// All files below a folder, by their paths from it.
fn files(folder: &Path) -> Vec<String> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_site_is_published_with_its_board_and_published_again() {
    let (site, out) = site("whole");
    let output = publish(&site, &out, &["--least-group", "1"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0), "{}", stderr(&output));
    assert_eq!(files(&out), ["app.js", "board.handoff", "fonts/one.woff2", "index.html", "sw.js"]);
    assert_eq!(fs::read_to_string(out.join("sw.js")).unwrap(), "const VERSION = \"1 with a board\";\n");
    let page = fs::read_to_string(out.join("index.html")).unwrap();
    assert_eq!(page.matches(TAG).count(), 1);
    assert_eq!(page.replace(&format!("\n    {TAG}"), ""), fs::read_to_string(site.join("index.html")).unwrap());
    let first = board(&out);
    assert_eq!((first.schema.as_str(), first.least_group, first.pages.len()), ("handoff.shared/1", 1, 5));
    assert!(first.slices.len() > 1, "by source, as nothing else was asked for");
    assert!(first.made_at > 1_700_000_000);

    // A file of the visitor's server, and one of an earlier build, stay.
    fs::write(out.join("robots.txt"), "theirs").unwrap();
    fs::write(site.join("app.js"), "newer program").unwrap();
    let output = publish(&site, &out, &["--slice", "none", "--filter", "source=Web"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(files(&out), ["app.js", "board.handoff", "fonts/one.woff2", "index.html", "robots.txt", "sw.js"]);
    assert_eq!(fs::read_to_string(out.join("app.js")).unwrap(), "newer program");
    assert_eq!(fs::read_to_string(out.join("robots.txt")).unwrap(), "theirs");
    assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), page);
    let second = board(&out);
    assert_eq!((second.slices.len(), second.least_group, second.filter.len()), (1, 5, 1));
}

#[test]
fn nothing_else_is_written_over() {
    let check = |site: &Path, out: &Path, expected: &str| {
        let before = if out.exists() { files(out) } else { Vec::new() };
        let output = publish(site, out, &[]);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with("handoff: ") && said.contains(expected) && said.lines().count() == 1, "{said}");
        assert_eq!(if out.exists() { files(out) } else { Vec::new() }, before);
    };
    let (site, out) = site("refused");
    check(&site.join("nowhere"), &out, "index.html: cannot be read");
    check(&site, &site, "lie in one another");
    check(&site, &site.join("out"), "lie in one another");
    check(&site, site.parent().unwrap(), "lie in one another");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("thesis.txt"), "the only copy").unwrap();
    check(&site, &out, "holds something else");
    fs::write(out.join("index.html"), "<html><head></head></html>").unwrap();
    check(&site, &out, "holds something else");
    fs::write(site.join("index.html"), "no page").unwrap();
    check(&site, &out, "has no head");
}

#[test]
fn options_are_checked_before_a_file_is_read() {
    let check = |options: &[&str], expected: &str| {
        let output = run(&[&["report", "--format", "html", "nowhere.csv"], options].concat());
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    };
    check(&["--slice", "colour"], "there is no such field; give one of source, campaign");
    check(&["--slice", "owner"], "names none of its values");
    check(&["--least-group", "0"], "0 is not in 1..");
    check(&["--language", "xx"], "possible values: en, fa");
    let (site, _) = site("without");
    let output = run(&["publish", "--site", site.to_str().unwrap(), &leads()]);
    assert!(stderr(&output).contains("--output <DIR>"), "{}", stderr(&output));
}

#[test]
fn a_report_is_a_page_of_its_own() {
    let place = empty("report").join("board.html");
    let leads = leads();
    for (language, expected) in [("en", "<html lang=\"en\" dir=\"ltr\">"), ("fa", "<html lang=\"fa\" dir=\"rtl\">")] {
        let arguments =
            ["report", "--format", "html", "--language", language, "--least-group", "1", "--quiet", "-o", place.to_str().unwrap()];
        let output = run(&[&arguments[..], &[&leads]].concat());
        assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0), "{}", stderr(&output));
        let page = fs::read_to_string(&place).unwrap();
        assert!(page.contains(expected) && page.contains("<svg"), "{page:.300}");
    }
}
