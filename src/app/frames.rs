//! What is to be built, changed or drawn takes turns, as many a frame as there is time for, so that together they never block the page.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    sync::Arc,
};

use handoff::report::Report;
use leptos::{prelude::*, task::spawn_local};

use super::{door::document, parts::Skeleton, state::AppState};

/// After this long the rest is left to the next frame: layout and drawing of this one are yet to come, all within 16 ms.
const BUILDING_MS: f64 = 8.0;

thread_local! {
    /// Who waits, and whether somebody is being called.
    static WAITING: RefCell<VecDeque<Turn>> = RefCell::default();
    static CALLING: Cell<bool> = const { Cell::new(false) };
    /// When it began that such are being built: what is asked for is begun at once, and gone on with in each frame.
    static BEGUN_MS: Cell<f64> = const { Cell::new(0.0) };
}

/// How often somebody has been called.
#[derive(Clone, Copy, PartialEq)]
pub struct Turn(RwSignal<u32>);

impl Turn {
    /// Waits to be called.
    pub fn new() -> Self {
        let turn = Self(RwSignal::new(0));
        turn.ask();
        turn
    }

    /// Whether it has been called; tracked, so what asks is made again whenever it is called.
    pub fn has_come(self) -> bool {
        self.0.get() > 0
    }

    /// Waits to be called again, once however often it asks.
    pub fn ask(self) {
        WAITING.with_borrow_mut(|waiting| {
            if !waiting.contains(&self) {
                waiting.push_back(self);
            }
        });
        if !CALLING.replace(true) {
            spawn_local(async { begin() });
        }
    }

    /// Waits to be called again whenever what `watched` tracks has changed.
    pub fn ask_again_with(self, watched: impl Fn() + 'static) {
        Effect::new(move |is_known: Option<()>| {
            watched();
            if is_known.is_some() {
                self.ask();
            }
        });
    }
}

/// A page while `is_there` holds, and its place held otherwise.
pub fn held_until(is_there: impl Fn() -> bool + Send + Sync + 'static, page: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let is_there = Memo::new(move |_| is_there());
    (move || if is_there.get() { page() } else { view! { <Skeleton /> }.into_any() }).into_any()
}

/// A part of a page that is built when its turn comes.
pub fn in_turn(part: fn() -> AnyView) -> AnyView {
    let turn = Turn::new();
    (move || turn.has_come().then(|| untrack(part))).into_any()
}

/// A part of a page that is made of the report: built when its turn comes, and changed in place, in turn again, with each report after.
/// What else `part` tracks changes it at once.
pub fn followed<F>(state: AppState, part: F) -> AnyView
where
    F: Fn(AppState, &Arc<Report>) -> AnyView + Send + 'static,
{
    let turn = Turn::new();
    turn.ask_again_with(move || state.report.track());
    let view = move || {
        let report = turn.has_come().then(|| state.report.get_untracked()).flatten();
        report.map(|report| part(state, &report))
    };
    view.into_any()
}

fn begin() {
    BEGUN_MS.set(document::now_ms());
    call_next();
}

fn call_next() {
    // Whoever has left the page meanwhile is not called.
    let next = || WAITING.with_borrow_mut(VecDeque::pop_front);
    while let Some(turn) = next() {
        if turn.0.try_update(|times| *times += 1).is_some() {
            // It is built after this returns, before what is spawned now; then it is seen how long that took.
            spawn_local(async {
                if document::now_ms() - BEGUN_MS.get() < BUILDING_MS {
                    call_next();
                } else {
                    request_animation_frame(begin);
                }
            });
            return;
        }
    }
    CALLING.set(false);
}
