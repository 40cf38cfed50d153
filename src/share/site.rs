//! A built page that opens with a board: which lines of its files say so. It reads and writes no file.

/// The file of the page, of its service worker, and of the board.
pub const PAGE: &str = "index.html";
pub const OFFLINE: &str = "sw.js";
pub const BOARD: &str = "board.handoff";
/// Tells the page where its board is; the name of the file is [`BOARD`].
const TAG: &str = "<meta name=\"board\" content=\"board.handoff\">";
/// Begins the line of the service worker that names its version.
const VERSION: &str = "const VERSION = \"";
/// What is added to the version, so that a page kept from before it had a board is fetched anew.
const WITH_BOARD: &str = " with a board";

/// The page with the board's tag in its head, in the place of one that is there; `None` of a page without a head.
pub fn with_board(page: &str) -> Option<String> {
    let mut named = page.to_owned();
    if let Some((from, to)) = board_tag(page) {
        named.replace_range(from..to, TAG);
        return Some(named);
    }
    let lower = page.to_ascii_lowercase();
    let is_head = |from: &usize| lower[from + "<head".len()..].starts_with(['>', ' ', '\t', '\n', '\r']);
    let head = lower.match_indices("<head").map(|(from, _)| from).find(is_head)?;
    let end = head + page[head..].find('>')? + 1;
    named.insert_str(end, &format!("\n    {TAG}"));
    Some(named)
}

/// Where in a page the tag is that names a board.
fn board_tag(page: &str) -> Option<(usize, usize)> {
    let lower = page.to_ascii_lowercase();
    let tag = |from: usize| Some((from, from + lower[from..].find('>')? + 1));
    let names_board = |(from, to): &(usize, usize)| {
        let bare = lower[*from..*to].replace(['"', '\''], "");
        bare.trim_end_matches(['/', '>']).split_whitespace().any(|attribute| attribute == "name=board")
    };
    lower.match_indices("<meta").filter_map(|(from, _)| tag(from)).find(names_board)
}

/// Whether the page names a board.
pub fn has_board(page: &str) -> bool {
    board_tag(page).is_some()
}

/// The service worker of a page with a board; as it is where it has no line of its version.
pub fn offline_with_board(worker: &str) -> String {
    let mut changed = worker.to_owned();
    let end = worker.find(VERSION).and_then(|at| Some(at + VERSION.len() + worker[at + VERSION.len()..].find('"')?));
    if let Some(end) = end
        && !worker[..end].ends_with(WITH_BOARD)
    {
        changed.insert_str(end, WITH_BOARD);
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: Option<&str>) {
        assert_eq!(with_board(page).as_deref(), expected, "{page}");
    }

    #[test]
    fn a_page_names_one_board() {
        let tag = format!("\n    {TAG}");
        check("<html><head><title>x</title></head></html>", Some(&format!("<html><head>{tag}<title>x</title></head></html>")));
        check("<HTML><HEAD lang=x><p>", Some(&format!("<HTML><HEAD lang=x>{tag}<p>")));
        check("<header></header>", None);
        check("", None);
        check("<head><meta name=board content=old></head>", Some(&format!("<head>{TAG}</head>")));
        check("<head><meta content=\"x\" name='board'/></head>", Some(&format!("<head>{TAG}</head>")));
        check("<head><meta name=\"boards\"></head>", Some(&format!("<head>{tag}<meta name=\"boards\"></head>")));
        let once = with_board("<head></head>").unwrap();
        check(&once, Some(&once));
    }

    #[test]
    fn the_version_of_a_page_with_a_board_is_another() {
        let once = offline_with_board("const VERSION = \"1\";");
        assert_eq!(once, "const VERSION = \"1 with a board\";");
        assert_eq!(offline_with_board(&once), once);
        assert_eq!(offline_with_board("x"), "x");
    }
}
