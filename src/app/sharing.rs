//! The shared board a person looks at: where it came from, and how far it is opened. What is in it is for its page to show.

use std::sync::Arc;

use handoff::{share::SharedBoard, words::fill};
use leptos::{html, prelude::*, task::spawn_local};
use web_sys::File;

use super::{
    door::{document, files, worker},
    format,
    route::{Page, Route},
    state::{AppState, use_app},
};

/// Begins the address of a link that holds a board.
const LINK: &str = "#/s/";

#[derive(Debug, Clone, PartialEq)]
pub enum Viewing {
    Nothing,
    /// To be fetched and opened.
    Wanted(Wanted),
    /// Waits for its passphrase.
    Locked {
        bytes: Arc<Vec<u8>>,
        is_wrong: bool,
    },
    Open(Arc<SharedBoard>),
    /// Why not, as a sentence.
    Refused(String),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// The text of a link, as it stands in the address.
    Link(String),
    /// An address of this host.
    Address(String),
    Bytes(Arc<Vec<u8>>),
}

/// Looks for a board in the address, then for one that the site was published with.
pub fn look(state: AppState) {
    if look_at_hash(state) {
        return;
    }
    let wanted = match document::asked_board() {
        Some(asked) => match document::on_this_host(&asked) {
            Ok(address) => Viewing::Wanted(Wanted::Address(address)),
            Err(host) => Viewing::Refused(fill(format::words().board_elsewhere, &[("host", &host)])),
        },
        None => match document::published_board() {
            Some(address) => Viewing::Wanted(Wanted::Address(address)),
            None => return,
        },
    };
    worker::start();
    state.viewing.set(wanted);
    if document::hash().len() < 2 {
        AppState::navigate(Route { page: Page::Shared, ..Route::default() });
    }
}

/// Whether the address is a link that holds a board.
pub fn look_at_hash(state: AppState) -> bool {
    let hash = document::hash();
    let link = hash.strip_prefix(LINK);
    if let Some(text) = link {
        worker::start();
        state.viewing.set(Viewing::Wanted(Wanted::Link(text.to_owned())));
    }
    link.is_some()
}

/// The link that holds these bytes, as text of [`handoff::share::parcel::to_link`].
pub fn link(text: &str) -> String {
    format!("{}{LINK}{text}", document::page_address())
}

/// Opens a `.handoff` file that was dropped or picked.
pub fn open_file(state: AppState, file: File) {
    spawn_local(async move {
        // What cannot be read is no board, and is said as that.
        let bytes = files::bytes(&file).await.unwrap_or_default();
        state.viewing.set(Viewing::Wanted(Wanted::Bytes(Arc::new(bytes))));
        AppState::navigate(Route { page: Page::Shared, ..Route::default() });
    });
}

/// A button that picks a `.handoff` file and opens it.
#[component]
pub fn OpenButton() -> impl IntoView {
    let state = use_app();
    let label = format::words().open_file;
    let input = NodeRef::<html::Input>::new();
    let picked = move |_| {
        if let Some(file) = input.get().and_then(|input| files::picked(&input).into_iter().next()) {
            open_file(state, file);
        }
    };
    view! {
        <button class="button" type="button" on:click=move |_| if let Some(input) = input.get() { input.click() }>{label}</button>
        <input type="file" hidden accept=".handoff" aria-label=label node_ref=input on:change=picked />
    }
}

/// Whether it is a shared board, by its name.
pub fn is_board(file: &File) -> bool {
    file.name().to_lowercase().ends_with(".handoff")
}
