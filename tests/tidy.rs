//! The house rules that neither the compiler nor clippy can see. Each failure names the file and says what to do.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Above this a file wants to be two.
const LONGEST_FILE: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files of a kind below a folder, by their paths from the repository's root.
fn files(folder: &str, extension: &str) -> Vec<String> {
    let (mut found, mut open) = (Vec::new(), vec![root().join(folder)]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path: PathBuf = entry.expect("a readable folder").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|kind| kind == extension) {
                let inside = path.strip_prefix(root()).expect("below the root");
                found.push(inside.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    assert!(!found.is_empty(), "no .{extension} file below {folder}");
    found.sort();
    found
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn rust_files() -> Vec<String> {
    ["src", "tests", "xtask/src", "benches"].into_iter().flat_map(|folder| files(folder, "rs")).collect()
}

/// Fails with one line for each broken rule.
fn check(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<String> = rust_files().into_iter().filter(|path| !read(path).starts_with("//! ")).collect();
    check("open with `//!`: what the file is for, and what it does not do", &silent);
}

#[test]
fn files_stay_small() {
    let mut paths = rust_files();
    paths.extend(files("style", "css"));
    let long: Vec<String> = paths.into_iter().filter(|path| read(path).lines().count() > LONGEST_FILE).collect();
    check("split what is longer than 600 lines", &long);
}

/// The modules in the map of ARCHITECTURE.md: the first cell of each line of its first table.
fn mapped_modules(page: &str) -> Vec<String> {
    let table = page.lines().skip_while(|line| !line.starts_with("| module")).skip(2);
    let cell = |line: &str| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned());
    let mut modules: Vec<String> = table.map_while(cell).collect();
    modules.sort();
    modules
}

#[test]
fn the_map_shows_every_module_and_no_other() {
    let mut modules: Vec<String> = files("src", "rs")
        .iter()
        .filter_map(|path| path.strip_prefix("src/")?.split(['/', '.']).next().map(str::to_owned))
        .filter(|name| !matches!(name.as_str(), "lib" | "main"))
        .collect();
    modules.dedup();
    modules.sort();
    modules.dedup();
    assert_eq!(mapped_modules(&read("ARCHITECTURE.md")), modules, "the map in ARCHITECTURE.md and the folders of src differ");
}

#[test]
fn storage_has_one_door() {
    let doors: Vec<String> = files("src", "rs").into_iter().filter(|path| read(path).contains("gloo_storage")).collect();
    assert!(doors.len() <= 1, "only one file may name gloo_storage: {doors:?}");
}

/// The lines of a file that break a rule, as `path:line: text`.
fn lines(path: &str, breaks: impl Fn(&str) -> bool) -> Vec<String> {
    let text = read(path);
    let numbered = text.lines().enumerate().filter(|(_, line)| breaks(line));
    numbered.map(|(number, line)| format!("{path}:{}: {}", number + 1, line.trim())).collect()
}

fn has_style_attribute(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    code.match_indices("style=").any(|(at, _)| code[..at].ends_with([' ', '<']) || code[..at].is_empty())
}

#[test]
fn views_have_no_style_attribute() {
    let broken: Vec<String> = files("src/app", "rs").iter().flat_map(|path| lines(path, has_style_attribute)).collect();
    check("the Content-Security-Policy refuses `style=`; use a class, or `style:--name=` for a value", &broken);
    for (line, expected) in [
        ("<div style=\"color:red\">", true),
        ("style=move || width()", true),
        ("<div style:--share=value>", false),
        ("let font_style=1;", false),
        ("// style=", false),
    ] {
        assert_eq!(has_style_attribute(line), expected, "{line}");
    }
}

/// CSS with its comments blanked and its lines kept.
fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let mut code = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (comment, rest) = part.split_once("*/").unwrap_or((part, ""));
        code.extend(comment.matches('\n'));
        code += rest;
    }
    code
}

/// The numbers of the lines of CSS that name a side of the screen.
fn sides(css: &str) -> Vec<usize> {
    let is_side = |word: &str| matches!(word, "left" | "right");
    let names_one = |line: &str| line.split(|c: char| !c.is_ascii_alphabetic()).any(is_side);
    without_comments(css).lines().zip(1..).filter(|(line, _)| names_one(line)).map(|(_, number)| number).collect()
}

#[test]
fn style_follows_the_reading_order() {
    let broken = |path: &String| sides(&read(path)).into_iter().map(|number| format!("{path}:{number}")).collect::<Vec<_>>();
    let broken: Vec<String> = files("style", "css").iter().flat_map(broken).collect();
    check("right-to-left readers need `inline-start` and `inline-end` where this says left or right", &broken);
    for (css, expected) in [
        ("a {\n  margin-left: 1px;\n}", &[2][..]),
        ("a { text-align: right }", &[1]),
        ("a { margin-inline-start: 1px }", &[]),
        ("/* left\nleft */ a {}\nb { float: left }", &[3]),
    ] {
        assert_eq!(sides(css), expected, "{css}");
    }
}

#[test]
fn the_page_links_every_style_sheet() {
    let page = read("index.html");
    let unlinked: Vec<String> = files("style", "css").into_iter().filter(|path| !page.contains(&format!("href=\"{path}\""))).collect();
    check("link these in index.html", &unlinked);
}
