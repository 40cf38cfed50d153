//! The comparison of two lists as the app knows it: which were chosen, and what the worker found. Shown by `pages::reconcile`.

use std::sync::Arc;

use handoff::{
    import::KeyChoice,
    metrics::{Reconciliation, Side},
    protocol::{FurtherRequest, FurtherResponse, ListChoice, Progress},
};
use leptos::{prelude::*, task::spawn_local};
use web_sys::File;

use super::{door::worker, state::AppState, workbooks};

/// One of the two lists.
#[derive(Clone)]
pub enum Chosen {
    /// A kept file, by its place among them.
    Kept(u32, String),
    /// Only to be compared, never kept.
    Own(File),
}

impl Chosen {
    pub fn name(&self) -> String {
        match self {
            Self::Kept(_, name) => name.clone(),
            Self::Own(file) => file.name(),
        }
    }
}

#[derive(Clone, Copy)]
pub struct Lists {
    /// By side. Files live on the page's thread alone.
    pub chosen: [RwSignal<Option<Chosen>, LocalStorage>; 2],
    pub keys: RwSignal<KeyChoice>,
    pub found: RwSignal<Option<Arc<Reconciliation>>>,
    pub running: RwSignal<bool>,
    /// How far the worker is in reading.
    pub progress: RwSignal<Option<Progress>>,
}

impl Lists {
    pub fn new() -> Self {
        Self {
            chosen: [RwSignal::new_local(None), RwSignal::new_local(None)],
            keys: RwSignal::new(KeyChoice::Auto),
            found: RwSignal::new(None),
            running: RwSignal::new(false),
            progress: RwSignal::new(None),
        }
    }

    pub fn of(&self, side: Side) -> RwSignal<Option<Chosen>, LocalStorage> {
        self.chosen[side.index()]
    }

    pub fn are_chosen(&self) -> bool {
        self.chosen.iter().all(|chosen| chosen.with(Option::is_some))
    }

    pub fn forget(&self) {
        self.chosen.iter().for_each(|chosen| chosen.set(None));
        self.found.set(None);
    }
}

/// Chooses a file, or the first sheet of a workbook, for a side; a second one goes to the other side if that has none.
pub fn take(state: AppState, side: Side, files: Vec<File>) {
    if files.is_empty() {
        return;
    }
    let import = state.import.get_untracked();
    spawn_local(async move {
        let opened = workbooks::open_workbooks(state, files).await;
        // An import under way stays where it was.
        state.import.set(import);
        let mut files = opened.map(|(files, _)| files).unwrap_or_default().into_iter();
        if let Some(file) = files.next() {
            state.lists.of(side).set(Some(Chosen::Own(file)));
        }
        let other = state.lists.of(side.other());
        if let Some(file) = files.next().filter(|_| other.with_untracked(Option::is_none)) {
            other.set(Some(Chosen::Own(file)));
        }
    });
}

/// Has the two chosen lists compared.
pub fn compare(state: AppState) {
    let lists = state.lists;
    let [Some(left), Some(right)] = lists.chosen.map(|chosen| chosen.get_untracked()) else { return };
    let mut files = Vec::new();
    let choices = [left, right].map(|chosen| match chosen {
        Chosen::Kept(index, _) => ListChoice::Kept(index),
        Chosen::Own(file) => {
            files.push(file);
            ListChoice::Beside(files.len() as u32 - 1)
        }
    });
    lists.found.set(None);
    lists.running.set(true);
    lists.progress.set(None);
    let (keys, known) = (lists.keys.get_untracked(), state.mappings.get_untracked());
    let request = FurtherRequest::Reconcile { lists: choices, keys, known, agreement: state.agreement.get_untracked() };
    worker::ask_further(&request, &files, move |response| match response {
        FurtherResponse::Progress(progress) => lists.progress.set(Some(progress)),
        FurtherResponse::Reconciled(found) => {
            lists.running.set(false);
            lists.found.set(Some(Arc::from(found)));
        }
        FurtherResponse::Cancelled => lists.running.set(false),
        FurtherResponse::Failed(failure) => {
            lists.running.set(false);
            state.say_failure(&failure);
        }
        _ => {}
    });
}
