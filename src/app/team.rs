//! What the team keeps beside its agreement, as signals; a change is kept for the next visit.

use handoff::{
    share::Content,
    team::{Assets, Meetings, Snapshots, Views},
};
use leptos::prelude::*;

use super::{documents, state::AppState};

#[derive(Clone, Copy)]
pub struct TeamState {
    pub meetings: RwSignal<Meetings>,
    pub assets: RwSignal<Assets>,
    pub views: RwSignal<Views>,
    pub snapshots: RwSignal<Snapshots>,
}

impl TeamState {
    pub fn new() -> Self {
        Self {
            meetings: RwSignal::new(Meetings::default()),
            assets: RwSignal::new(Assets::default()),
            views: RwSignal::new(Views::default()),
            snapshots: RwSignal::new(Snapshots::default()),
        }
    }

    pub fn forget(&self) {
        self.meetings.set(Meetings::default());
        self.assets.set(Assets::default());
        self.views.set(Views::default());
        self.snapshots.set(Snapshots::default());
    }
}

impl AppState {
    pub fn change_meetings(&self, change: impl FnOnce(&mut Meetings)) {
        self.team.meetings.update(change);
        documents::keep(*self, Content::Meetings(self.team.meetings.get_untracked()));
    }

    pub fn change_assets(&self, change: impl FnOnce(&mut Assets)) {
        self.team.assets.update(change);
        documents::keep(*self, Content::Assets(self.team.assets.get_untracked()));
    }

    pub fn change_views(&self, change: impl FnOnce(&mut Views)) {
        self.team.views.update(change);
        documents::keep(*self, Content::Views(self.team.views.get_untracked()));
    }

    pub fn change_snapshots(&self, change: impl FnOnce(&mut Snapshots)) {
        self.team.snapshots.update(change);
        documents::keep(*self, Content::Snapshots(self.team.snapshots.get_untracked()));
    }
}
