//! What leads are called: asked of the worker as they are shown, because the page holds no lead.

use handoff::protocol::{Request, Response};
use leptos::prelude::*;

use crate::app::{door::worker, labels, state::AppState};

/// The names known so far, by lead.
#[derive(Clone, Copy)]
pub struct Names(RwSignal<Vec<(u32, String)>>);

impl Names {
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Asks for those that are not known yet.
    pub fn ask(self, state: AppState, leads: impl Iterator<Item = u32>) {
        let leads: Vec<u32> = self.0.with_untracked(|known| leads.filter(|lead| known.iter().all(|(known, _)| known != lead)).collect());
        if leads.is_empty() {
            return;
        }
        worker::ask(Request::Names { leads: leads.clone() }, &[], move |response| match response {
            Response::Named { names } => {
                // The list may be gone by now.
                self.0.try_update(|known| known.extend(leads.iter().copied().zip(names)));
            }
            Response::Failed(failure) => state.say_failure(&failure),
            _ => {}
        });
    }

    /// A lead is called by its number until its name is here, or where the files give it none.
    pub fn of(self, lead: u32) -> String {
        let name = self.0.with(|known| known.iter().find(|(known, _)| *known == lead).map(|(_, name)| name.clone()));
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| labels::unnamed_lead(lead))
    }
}
