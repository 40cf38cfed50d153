//! A board that somebody shared, read-only: fetched, opened with a passphrase where it has one, and shown; or why not.

mod view;

use std::sync::Arc;

use handoff::{
    protocol::{FurtherRequest, FurtherResponse, Packed},
    share::parcel::{self, ParcelError, ParcelKind},
    words::fill,
};
use leptos::{html, prelude::*, task::spawn_local};

use crate::app::{
    door::{files, worker},
    format,
    parts::Skeleton,
    route::{Page, Route},
    sharing::{self, Viewing, Wanted},
    state::{AppState, use_app},
};

pub use view::board_view;

#[component]
pub fn SharedPage() -> impl IntoView {
    let state = use_app();
    let words = format::sending();
    Effect::new(move || {
        if let Viewing::Wanted(wanted) = state.viewing.get() {
            fetch(state, wanted);
        }
    });
    view! {
        {move || match state.viewing.get() {
            Viewing::Wanted(_) => view! { <h1>{format::words().shared_title}</h1> <p role="status">{words.opening}</p> <Skeleton /> }.into_any(),
            Viewing::Nothing => view! { <h1>{format::words().shared_title}</h1> <p>{words.none_open}</p> <sharing::OpenButton /> }.into_any(),
            Viewing::Refused(why) => view! { <h1>{format::words().shared_title}</h1> <p class="card wide" role="alert">{why}</p> <sharing::OpenButton /> }.into_any(),
            Viewing::Locked { bytes, is_wrong } => locked(state, bytes, is_wrong),
            Viewing::Open(board) => view! {
                {board_view(&board)}
                <p class="no-print"><a class="button" href=Route { page: Page::Board, ..Route::default() }.hash()>{words.own_data}</a></p>
            }.into_any(),
        }}
    }
}

fn fetch(state: AppState, wanted: Wanted) {
    spawn_local(async move {
        let bytes = match wanted {
            Wanted::Bytes(bytes) => bytes,
            Wanted::Link(text) => match parcel::from_link(&text) {
                Ok(bytes) => Arc::new(bytes),
                Err(error) => return state.viewing.set(Viewing::Refused(refusal(&error))),
            },
            Wanted::Address(address) => match files::fetch(&address).await {
                Ok(bytes) => Arc::new(bytes),
                Err(detail) => {
                    let values = [("address", address.as_str()), ("detail", detail.as_str())];
                    return state.viewing.set(Viewing::Refused(fill(format::sending().board_not_fetched, &values)));
                }
            },
        };
        open(state, bytes, None);
    });
}

fn open(state: AppState, bytes: Arc<Vec<u8>>, passphrase: Option<String>) {
    let request = FurtherRequest::Unpack { kind: ParcelKind::Board, bytes: bytes.to_vec(), passphrase };
    worker::ask_further(&request, &[], move |response| {
        let viewing = match response {
            FurtherResponse::Unpacked(Ok(Packed::Board(board))) => Viewing::Open(Arc::from(board)),
            FurtherResponse::Unpacked(Err(ParcelError::NeedsPassphrase)) => Viewing::Locked { bytes: Arc::clone(&bytes), is_wrong: false },
            FurtherResponse::Unpacked(Err(ParcelError::WrongPassphrase)) => Viewing::Locked { bytes: Arc::clone(&bytes), is_wrong: true },
            FurtherResponse::Unpacked(Err(error)) => Viewing::Refused(refusal(&error)),
            FurtherResponse::Failed(failure) => {
                state.say_failure(&failure);
                Viewing::Nothing
            }
            _ => return,
        };
        state.viewing.set(viewing);
    });
}

/// Why a parcel is not opened, and what to do.
pub fn refusal(error: &ParcelError) -> String {
    let words = format::sending();
    match error {
        ParcelError::NotAParcel => words.not_a_parcel.to_owned(),
        ParcelError::OtherKind => words.other_kind.to_owned(),
        ParcelError::NewerVersion { found, supported } => fill(
            words.newer_parcel,
            &[("found", &format::integer(u64::from(*found))), ("supported", &format::integer(u64::from(*supported)))],
        ),
        ParcelError::Damaged => words.damaged.to_owned(),
        ParcelError::TooLarge => words.too_large_parcel.to_owned(),
        ParcelError::NeedsPassphrase => words.locked.to_owned(),
        ParcelError::WrongPassphrase => words.wrong_passphrase.to_owned(),
        ParcelError::Unreadable { detail } => fill(words.unreadable_parcel, &[("detail", detail)]),
    }
}

fn locked(state: AppState, bytes: Arc<Vec<u8>>, is_wrong: bool) -> AnyView {
    let words = format::sending();
    let input = NodeRef::<html::Input>::new();
    let is_trying = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(input) = input.get() {
            is_trying.set(true);
            open(state, Arc::clone(&bytes), Some(input.value()));
        }
    };
    view! {
        <h1>{format::words().shared_title}</h1>
        <form class="card wide" on:submit=submit>
            <p>{words.locked}</p>
            <label class="field">
                <span>{words.passphrase}</span>
                <input class="input" type="password" autocomplete="off" required node_ref=input aria-describedby=is_wrong.then_some("passphrase-wrong") />
            </label>
            {is_wrong.then(|| view! { <p id="passphrase-wrong" class="miss" role="alert">{words.wrong_passphrase}</p> })}
            <button class="button primary" type="submit" disabled=move || is_trying.get()>{words.unlock}</button>
        </form>
    }
    .into_any()
}
