//! What the built page's head asks for, in as few turns as can be: one style sheet in the place of many, and each module of the program
//! named at once, where a browser would find the last only when the first is there.
//!
//! Trunk links each style sheet by itself, and knows nothing of what `cargo xtask split` adds.

use std::{fs, path::Path};

use crate::{Outcome, offline::hash};

/// How Trunk links a style sheet.
const LINK: &str = "<link rel=\"stylesheet\" href=\"./";

/// Rewrites the head of a built page; `modules` are those that Trunk does not name.
pub fn tidy(folder: &Path, modules: &[String]) -> Outcome {
    let page = folder.join("index.html");
    let text = fs::read_to_string(&page).map_err(|error| format!("{} cannot be read: {error}", page.display()))?;
    let (mut text, sheets) = unlinked(&text)?;
    let mut style = String::new();
    for sheet in &sheets {
        let file = folder.join(sheet);
        let css = fs::read_to_string(&file).map_err(|error| format!("{sheet} cannot be read: {error}"))?;
        style += &packed(&css);
        fs::remove_file(&file).map_err(|error| format!("{sheet} cannot be removed: {error}"))?;
    }
    let name = format!("style-{:016x}.css", hash(style.bytes()));
    fs::write(folder.join(&name), style).map_err(|error| format!("{name} cannot be written: {error}"))?;
    let link = |module: &String| format!("<link rel=\"modulepreload\" href=\"./{module}\" crossorigin=\"anonymous\">");
    let preloads = modules.iter().map(link).collect::<Vec<_>>().concat();
    text = text.replacen("</head>", &format!("{preloads}</head>"), 1).replacen(PLACE, &format!("{LINK}{name}\">"), 1);
    fs::write(&page, text).map_err(|error| format!("{} cannot be written: {error}", page.display()))
}

/// Where the first style sheet was linked.
const PLACE: &str = "<!--style-->";

/// The page without its links to style sheets, with a mark in the place of the first; and what they were, in order.
fn unlinked(page: &str) -> Outcome<(String, Vec<String>)> {
    let mut parts = page.split(LINK);
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut sheets = Vec::new();
    for part in parts {
        let (link, rest) = part.split_once('>').ok_or("a link without an end")?;
        let name = link.split('"').next().unwrap_or_default();
        if sheets.is_empty() {
            text += PLACE;
        }
        sheets.push(name.to_owned());
        text += rest;
    }
    if sheets.is_empty() { Err("index.html links no style sheet as it used to".into()) } else { Ok((text, sheets)) }
}

/// CSS without its comments and the indentation of its lines. None of ours has either in a string.
fn packed(css: &str) -> String {
    let mut parts = css.split("/*");
    let mut code = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        code += part.split_once("*/").map_or("", |(_, rest)| rest);
    }
    code.lines().map(str::trim).filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_style_sheets_become_one_in_their_order() {
        let folder = std::env::temp_dir().join(format!("xtask-head-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let page = "<head>\n  <link rel=\"stylesheet\" href=\"./a-1.css\" integrity=\"x\"/>\n  <link rel=\"stylesheet\" href=\"./b-2.css\"/>\n</head>";
        for (name, text) in [("index.html", page), ("a-1.css", "/* A. */\na {\n  top: 0; /* B. */\n}\n"), ("b-2.css", "b { top: 0 }\n")] {
            fs::write(folder.join(name), text).unwrap();
        }
        tidy(&folder, &["app_later.js".into()]).unwrap();
        let names: Vec<String> =
            fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        let style = names.iter().find(|name| name.starts_with("style-")).unwrap();
        assert_eq!(names.len(), 2, "{names:?}");
        assert_eq!(fs::read_to_string(folder.join(style)).unwrap(), "a {\ntop: 0;\n}\nb { top: 0 }\n");
        let expected = format!(
            "<head>\n  <link rel=\"stylesheet\" href=\"./{style}\">\n  \n\
             <link rel=\"modulepreload\" href=\"./app_later.js\" crossorigin=\"anonymous\"></head>"
        );
        assert_eq!(fs::read_to_string(folder.join("index.html")).unwrap(), expected);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_page_that_links_none_is_refused() {
        assert!(unlinked("<head></head>").is_err());
    }
}
