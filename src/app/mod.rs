//! The Leptos app: routes, pages, parts, and the doors to the browser. It computes nothing: it asks the worker and shows.

mod backup;
mod chart_view;
mod documents;
mod door;
mod durations;
mod filter_bar;
mod format;
mod frames;
mod import_flow;
mod labels;
mod later;
mod lists;
mod needs;
mod pages;
mod parts;
mod picked;
mod print;
mod records;
mod route;
mod sharing;
mod shell;
mod specs;
mod state;
mod team;
mod views;
mod workbooks;

use std::time::Duration;

use leptos::prelude::*;

use door::{document, files, offline, worker};
use route::Route;
use state::{AppState, Theme};

/// When the page is shown and has been left in peace for this long, the worker is fetched unasked: the first files then need not wait
/// for it, and it does not compete with the page on a slow line.
const UNASKED: Duration = Duration::from_millis(1500);

pub fn mount() {
    mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let state = AppState::new();
    provide_context(state);

    worker::on_failure(move || {
        state.board.set(state::BoardState::Empty);
        state.say(format::words().fail_worker.to_owned());
    });
    if state.board.with_untracked(|board| matches!(board, state::BoardState::Loading { .. })) {
        // It reads back what was kept; it is translated while the page is drawn.
        worker::start();
        set_timeout(format::prepare, Duration::ZERO);
    }
    sharing::look(state);
    documents::wake(state);
    document::leave_first_screen(move |input| import_flow::look_at(state, files::picked(input)));
    document::on_paste(move |event| import_flow::paste(state, &event));
    document::on_hash_change(move || {
        sharing::look_at_hash(state);
        state.route.set(Route::parse(&document::hash()));
    });
    offline::on_update(move || state.new_version.set(true));
    set_timeout(
        || {
            worker::start();
            format::prepare();
        },
        UNASKED,
    );

    let system_dark = RwSignal::new(document::system_is_dark());
    document::on_system_theme(move || system_dark.set(document::system_is_dark()));
    Effect::new(move || {
        let dark = match state.settings.with(|settings| settings.theme) {
            Theme::System => system_dark.get(),
            Theme::Light => false,
            Theme::Dark => true,
        };
        document::set_theme(dark);
        state.dark.set(dark);
    });
    Effect::new(move || state.request_report());

    // Words and formats are plain values: everything below is drawn anew when one of them changes.
    let style = Memo::new(move |_| state.style());
    move || {
        let style = style.get();
        document::set_language(style.locale.tag(), style.locale.is_rtl());
        format::install(style);
        view! { <shell::Shell /> }
    }
}
