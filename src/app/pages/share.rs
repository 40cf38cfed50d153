//! Sharing: what is chosen, a look at exactly what is inside, and the links and files that are made of it. Nothing is sent from here.

use std::sync::Arc;

use handoff::{
    leads::Dimension,
    protocol::{FurtherRequest, FurtherResponse, Packed},
    share::{Cell, ShareChoice, SharedBoard, SharedPage, html, may_be_named, parcel, show::Speech},
    words::fill,
};
use leptos::prelude::*;

use super::shared::board_view;
use crate::app::{
    door::{document, files, site, worker},
    format, labels, sharing,
    state::{AppState, BoardState, use_app},
};

/// Characters of a link that chat and mail programs still leave whole; browsers take far more.
const MOST_LINK_CHARS: usize = 32_000;

/// What is chosen, and what was looked at; a choice that changes has to be looked at again.
#[derive(Clone, Copy)]
struct Desk {
    choice: RwSignal<ShareChoice>,
    passphrase: RwSignal<String>,
    shown: RwSignal<Option<Arc<SharedBoard>>>,
    is_counting: RwSignal<bool>,
    /// What came of the last button.
    said: RwSignal<String>,
    /// A link the clipboard did not take.
    link: RwSignal<Option<String>>,
}

#[component]
pub fn SharePage() -> impl IntoView {
    let state = use_app();
    let words = format::sending();
    let desk = Desk {
        choice: RwSignal::new(ShareChoice::default()),
        passphrase: RwSignal::new(String::new()),
        shown: RwSignal::new(None),
        is_counting: RwSignal::new(false),
        said: RwSignal::new(String::new()),
        link: RwSignal::new(None),
    };
    // Another filter, period, agreement or import: another board.
    Effect::new(move || {
        state.asked.track();
        state.agreement.track();
        state.board.track();
        desk.choice.track();
        desk.shown.set(None);
        desk.said.set(String::new());
        desk.link.set(None);
    });
    view! {
        <div class="no-print">
            <h1>{words.share_title}</h1>
            <p class="lead">{words.share_lead}</p>
            <section class="card share-step">
                <h2>{words.step_choose}</h2>
                {choices(state, desk)}
            </section>
        </div>
        <section class="card share-step">
            <h2 class="no-print">{words.step_look}</h2>
            <p class="no-print">
                <button class="button primary" type="button" disabled=move || desk.is_counting.get() on:click=move |_| look(state, desk)>{words.look}</button>
            </p>
            {move || desk.shown.get().map(|board| inside(&board))}
        </section>
        <section class="card share-step no-print">
            <h2>{words.step_send}</h2>
            {sending(state, desk)}
        </section>
    }
}

fn choices(state: AppState, desk: Desk) -> AnyView {
    let words = format::sending();
    let speech_page = |page| match page {
        SharedPage::Board => format::words().nav_board,
        SharedPage::Funnel => format::words().nav_funnel,
        SharedPage::FollowUp => format::words().nav_follow_up,
        SharedPage::Reasons => format::words().nav_reasons,
        SharedPage::Return => format::words().nav_return,
    };
    let pages = SharedPage::ALL
        .into_iter()
        .map(|page| {
            let is_chosen = move || desk.choice.with(|choice| choice.pages.contains(&page));
            tick(speech_page(page).to_owned(), is_chosen, move |on| {
                desk.choice.update(|choice| {
                    choice.pages.retain(|known| *known != page);
                    if on {
                        choice.pages.push(page);
                    }
                });
            })
        })
        .collect_view();
    let dimensions = move || -> Vec<Dimension> {
        let is_worth = |values: &handoff::report::FilterValues| may_be_named(values.dimension) && values.distinct > 1;
        state.filter_values.with(|all| all.iter().filter(|values| is_worth(values)).map(|values| values.dimension).collect())
    };
    let slices = move || {
        dimensions()
            .into_iter()
            .map(|dimension| {
                let is_chosen = move || desk.choice.with(|choice| choice.slice_by.contains(&dimension));
                tick(labels::dimension(dimension).to_owned(), is_chosen, move |on| {
                    desk.choice.update(|choice| {
                        choice.slice_by.retain(|known| *known != dimension);
                        if on {
                            choice.slice_by.push(dimension);
                        }
                    });
                })
            })
            .collect_view()
    };
    let least = move |event| {
        if let Ok(least) = event_target_value(&event).parse::<u32>() {
            desk.choice.update(|choice| choice.least_group = least.clamp(1, 1_000));
        }
    };
    view! {
        <p class="quiet">{words.as_now}</p>
        <fieldset class="ticks"><legend>{words.pages_chosen}</legend>{pages}</fieldset>
        <fieldset class="ticks"><legend>{words.slices_label}</legend>{slices}<p class="quiet">{words.slices_note}</p></fieldset>
        <label class="field">
            <span>{words.least_label}</span>
            <input class="input short" type="number" min="1" max="1000" prop:value=move || desk.choice.with(|choice| choice.least_group).to_string() on:change=least />
        </label>
        <label class="field">
            <span>{words.passphrase_label}</span>
            <input class="input" type="text" autocomplete="off" spellcheck="false" prop:value=move || desk.passphrase.get() on:input=move |event| desk.passphrase.set(event_target_value(&event)) />
        </label>
        <p class="quiet">{words.passphrase_note}</p>
    }
    .into_any()
}

fn tick(label: String, is_on: impl Fn() -> bool + Send + 'static, change: impl Fn(bool) + 'static) -> AnyView {
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=is_on on:change=move |event| change(event_target_checked(&event)) />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

fn look(state: AppState, desk: Desk) {
    if !matches!(state.board.get_untracked(), BoardState::Ready(_)) {
        return desk.said.set(format::sending().needs_data.to_owned());
    }
    desk.is_counting.set(true);
    let request = FurtherRequest::Share {
        query: state.route.with_untracked(|route| route.query.clone()),
        agreement: state.agreement.get_untracked(),
        choice: desk.choice.get_untracked(),
        made_at: files::now_unix(),
    };
    worker::ask_further(&request, &[], move |response| {
        desk.is_counting.set(false);
        match response {
            FurtherResponse::Shared(board) => desk.shown.set(Some(Arc::from(board))),
            FurtherResponse::Failed(failure) => state.say_failure(&failure),
            _ => {}
        }
    });
}

/// How much it is, every value it names, and the board as its reader will see it.
fn inside(board: &Arc<SharedBoard>) -> AnyView {
    let words = format::sending();
    let blocks = || board.slices.iter().flat_map(|slice| &slice.blocks);
    let cells = || blocks().flat_map(|block| &block.rows).flat_map(|row| &row.cells);
    let withheld = cells().filter(|cell| **cell == Cell::Withheld).count();
    let number = |count: usize| format::integer(count as u64);
    let line = fill(
        words.inside,
        &[
            ("tables", &number(blocks().count())),
            ("cells", &number(cells().count() - withheld)),
            ("slices", &number(board.slices.len())),
            ("withheld", &number(withheld)),
            ("bytes", &format::size(borsh_size(board))),
        ],
    );
    let speech = Speech::of(board, format::locale());
    let mut names: Vec<String> = Vec::new();
    for block in blocks() {
        for row in &block.rows {
            let name = speech.label(&block.kind, &row.label);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    view! {
        <p class="no-print" role="status">{line}</p>
        <details class="no-print"><summary>{words.inside_names}</summary><p class="quiet">{names.join(" · ")}</p></details>
        <div class="preview">{board_view(board)}</div>
    }
    .into_any()
}

fn borsh_size(board: &SharedBoard) -> u64 {
    borsh::object_length(board).map_or(0, |length| length as u64)
}

fn sending(state: AppState, desk: Desk) -> AnyView {
    let words = format::sending();
    let is_off = move || desk.shown.with(Option::is_none);
    let button = move |label: &'static str, act: fn(AppState, Desk, Arc<SharedBoard>)| {
        view! {
            <button class="button" type="button" disabled=is_off on:click=move |_| if let Some(board) = desk.shown.get_untracked() { act(state, desk, board) }>{label}</button>
        }
    };
    view! {
        <p class="quiet">{move || is_off().then_some(words.look_first)}</p>
        <div class="row">
            {button(words.copy_link, copy_link)}
            {button(words.save_file, save_file)}
            {button(words.save_page, save_page)}
            {button(words.save_site, save_site)}
            {button(words.print_it, |_, _, _| document::print())}
        </div>
        <p role="status">{move || desk.said.get()}</p>
        {move || desk.link.get().map(|link| view! {
            <label class="field"><span>{words.the_link}</span><input class="input" readonly prop:value=link /></label>
        })}
        <p class="quiet">{words.site_note}</p>
        <p class="quiet">{words.share_charts_note}</p>
    }
    .into_any()
}

/// The bytes of the board, sealed if a passphrase is given.
fn pack(state: AppState, desk: Desk, board: &Arc<SharedBoard>, done: impl Fn(Vec<u8>) + 'static) {
    let passphrase = Some(desk.passphrase.get_untracked()).filter(|passphrase| !passphrase.is_empty());
    pack_with(state, board, passphrase, done);
}

fn pack_with(state: AppState, board: &Arc<SharedBoard>, passphrase: Option<String>, done: impl Fn(Vec<u8>) + 'static) {
    let what = Packed::Board(Box::new((**board).clone()));
    worker::ask_further(&FurtherRequest::Pack { what, passphrase }, &[], move |response| match response {
        FurtherResponse::Packed(bytes) => done(bytes),
        FurtherResponse::Failed(failure) => state.say_failure(&failure),
        _ => {}
    });
}

fn copy_link(state: AppState, desk: Desk, board: Arc<SharedBoard>) {
    let words = format::sending();
    desk.link.set(None);
    pack(state, desk, &board, move |bytes| {
        let link = sharing::link(&parcel::to_link(&bytes));
        let chars = format::integer(link.len() as u64);
        if link.len() > MOST_LINK_CHARS {
            let most = format::integer(MOST_LINK_CHARS as u64);
            return desk.said.set(fill(words.link_too_long, &[("chars", &chars), ("most", &most)]));
        }
        document::copy_text(&link.clone(), move |is_copied| {
            desk.said.set(if is_copied { fill(words.link_copied, &[("chars", &chars)]) } else { words.link_not_copied.to_owned() });
            desk.link.set(Some(link));
        });
    });
}

/// `handoff-board-2026-11-22` and its ending.
fn file_name(ending: &str) -> String {
    format!("handoff-board-{}.{ending}", format::iso(files::today()))
}

fn save(desk: Desk, name: String, mime: &str, bytes: &[u8]) {
    let said = match files::save_bytes(&name, mime, bytes) {
        Ok(()) => fill(format::sending().saved, &[("name", &name), ("bytes", &format::size(bytes.len() as u64))]),
        Err(_) => fill(format::words().fail_protocol, &[("detail", &name)]),
    };
    desk.said.set(said);
}

fn save_file(state: AppState, desk: Desk, board: Arc<SharedBoard>) {
    pack(state, desk, &board, move |bytes| save(desk, file_name("handoff"), "application/octet-stream", &bytes));
}

fn save_page(_state: AppState, desk: Desk, board: Arc<SharedBoard>) {
    save(desk, file_name("html"), "text/html;charset=utf-8", html(&board, format::locale()).as_bytes());
}

/// Anybody may open a site: it is never sealed.
fn save_site(state: AppState, desk: Desk, board: Arc<SharedBoard>) {
    pack_with(state, &board, None, move |bytes| {
        leptos::task::spawn_local(async move {
            match site::archive(bytes).await {
                Ok(zip) => save(desk, file_name("zip"), "application/zip", &zip),
                Err(detail) => desk.said.set(fill(format::sending().site_not_made, &[("detail", &detail)])),
            }
        });
    });
}
