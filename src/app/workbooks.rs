//! Between the drop and the first look: each workbook among the files gives way to its sheets. Nothing is read from CSV here.

use handoff::{
    import::NotATable,
    protocol::{SniffedFile, WorkbookAnswer},
    words::fill,
};
use leptos::prelude::Set;
use web_sys::File;

use super::{
    door::workbook::{self, Opening},
    format,
    state::{AppState, ImportState},
};

/// Why each workbook that stays a file among the others is not read, by its name. The look at it finds a ZIP file and nothing more.
pub type Refusals = Vec<(String, NotATable)>;

/// The files with every workbook's sheets in its place; `None` when that was cancelled, by the person or by other files dropped.
pub async fn open_workbooks(state: AppState, files: Vec<File>) -> Option<(Vec<File>, Refusals)> {
    workbook::cancel();
    let (mut opened, mut refusals) = (Vec::new(), Refusals::new());
    for file in files {
        if !workbook::is_one(&file).await {
            opened.push(file);
            continue;
        }
        let name = file.name();
        state.import.set(ImportState::Opening(name.clone()));
        match workbook::open(&file).await {
            Opening::Answer(WorkbookAnswer::Opened { hidden, error_cells }, sheets) => {
                say_what_is_missing(state, &name, &hidden, error_cells);
                opened.extend(sheets);
            }
            Opening::Answer(WorkbookAnswer::Refused(why), _) => {
                refusals.push((name, NotATable::Workbook(why)));
                opened.push(file);
            }
            // The look at the file will say that it cannot be read.
            Opening::Answer(WorkbookAnswer::Unreadable | WorkbookAnswer::Ready | WorkbookAnswer::Made(_), _) => opened.push(file),
            Opening::Died => {
                refusals.push((name, NotATable::Workbook(handoff::workbook::WorkbookRefused::TooLarge)));
                opened.push(file);
            }
            Opening::Cancelled => return None,
        }
    }
    Some((opened, refusals))
}

pub fn cancel(state: AppState) {
    workbook::cancel();
    state.import.set(ImportState::Idle);
}

fn say_what_is_missing(state: AppState, name: &str, hidden: &[String], error_cells: u64) {
    let words = format::words();
    if !hidden.is_empty() {
        state.say(fill(words.workbook_hidden, &[("name", name), ("sheets", &hidden.join(", "))]));
    }
    if error_cells > 0 {
        state.say(fill(words.workbook_errors, &[("name", name), ("n", &format::integer(error_cells))]));
    }
}

/// Puts the workbook's own reason in the place of "a ZIP file".
pub fn explain(files: &mut [SniffedFile], mut refusals: Refusals) {
    for file in files {
        if let SniffedFile::Refused { file_name, why } = file
            && let Some(index) = refusals.iter().position(|(name, _)| name == file_name)
        {
            *why = refusals.swap_remove(index).1;
        }
    }
}
