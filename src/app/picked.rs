//! What is chosen on a page besides the question (a dimension, a model, a grain), as a signal that lives in the address.

use leptos::prelude::*;

use super::{
    route::Pick,
    state::{AppState, use_app},
};

/// The place of what is chosen among its choices. Read and set like a signal.
#[derive(Clone, Copy)]
pub struct Picked {
    state: AppState,
    pick: Pick,
    place: Memo<Option<u32>>,
    usual: usize,
}

impl Picked {
    /// `usual` is chosen where the address says nothing.
    pub fn new(pick: Pick, usual: usize) -> Self {
        let state = use_app();
        Self { state, pick, place: Memo::new(move |_| state.route.with(|route| route.picked(pick))), usual }
    }

    pub fn get(self) -> usize {
        self.chosen().unwrap_or(self.usual)
    }

    /// `None` where the address says nothing.
    pub fn chosen(self) -> Option<usize> {
        self.place.get().map(|place| place as usize)
    }

    pub fn set(self, place: usize) {
        let place = (place != self.usual).then_some(place as u32);
        AppState::navigate(self.state.route.with_untracked(|route| route.with_pick(self.pick, place)));
    }
}

impl From<Picked> for Signal<usize> {
    fn from(picked: Picked) -> Self {
        Self::derive(move || picked.get())
    }
}
