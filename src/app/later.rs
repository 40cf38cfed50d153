//! The pages a first visit need not load, the records behind numbers and the menu of views: they are a second piece of this program, fetched when the first of them is opened.
//!
//! The build cuts the program at [`pages_fetched`]: what only it reaches becomes the second piece, and what anything else names stays in
//! the first. So only this file makes one of these pages.

use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::wasm_split;

use super::{
    format, pages,
    parts::Skeleton,
    records::RecordsDrawer,
    route::Page,
    state::{AppState, use_app},
    views,
};

/// What the second piece makes views of.
#[derive(Clone, Copy)]
pub enum Part {
    Page(Page),
    /// The records behind the number that was opened.
    Records,
    /// The menu of views, once it is opened.
    Views,
}

/// Makes a view of the second piece.
pub type MakePart = fn(Part) -> AnyView;

#[wasm_split(pages, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "the piece may not come")]
fn pages_fetched() -> Result<MakePart, wasm_split_helpers::SplitLoaderError> {
    Ok(part)
}

fn part(part: Part) -> AnyView {
    match part {
        Part::Page(wanted) => page(wanted),
        Part::Records => view! { <RecordsDrawer /> }.into_any(),
        Part::Views => views::menu(),
    }
}

fn page(page: Page) -> AnyView {
    match page {
        Page::Agreement => view! { <pages::agreement::AgreementPage /> }.into_any(),
        Page::Data => view! { <pages::data::DataPage /> }.into_any(),
        Page::Reconcile => view! { <pages::reconcile::ReconcilePage /> }.into_any(),
        Page::Reasons => view! { <pages::reasons::ReasonsPage /> }.into_any(),
        Page::Scoring => view! { <pages::scoring::ScoringPage /> }.into_any(),
        Page::FollowUp => view! { <pages::follow_up::FollowUpPage /> }.into_any(),
        Page::Lead => view! { <pages::lead::LeadPage /> }.into_any(),
        Page::Funnel => view! { <pages::funnel::FunnelPage /> }.into_any(),
        Page::Return => view! { <pages::returns::ReturnPage /> }.into_any(),
        Page::Meeting => view! { <pages::meeting::MeetingPage /> }.into_any(),
        Page::Content => view! { <pages::content::ContentPage /> }.into_any(),
        Page::Share => view! { <pages::share::SharePage /> }.into_any(),
        Page::Shared => view! { <pages::shared::SharedPage /> }.into_any(),
        Page::Board => ().into_any(),
    }
}

/// Fetches the second piece unless it is there.
fn fetch(state: AppState) {
    if state.later.with_untracked(Option::is_some) {
        return;
    }
    spawn_local(async move {
        match pages_fetched().await {
            Ok(make) => state.later.set(Some(make)),
            Err(_) => state.say(format::words().fail_pages.to_owned()),
        }
    });
}

/// A page of the second piece, and its place held until it is here.
pub fn later(wanted: Page) -> AnyView {
    let state = use_app();
    fetch(state);
    (move || match state.later.get() {
        Some(make) => make(Part::Page(wanted)),
        None => view! { <Skeleton /> }.into_any(),
    })
    .into_any()
}

/// The drawer of records, once a number is opened.
pub fn records_drawer() -> AnyView {
    let state = use_app();
    let is_open = Memo::new(move |_| state.records.with(Option::is_some));
    (move || {
        if !is_open.get() {
            return None;
        }
        fetch(state);
        state.later.get().map(|make| make(Part::Records))
    })
    .into_any()
}

/// The menu of views; nothing until the piece is here.
pub fn views_menu() -> AnyView {
    let state = use_app();
    fetch(state);
    (move || state.later.get().map(|make| make(Part::Views))).into_any()
}
