//! The frame of every page: header, banner, page, footer, notices, records drawer.

use handoff::words::{Locale, fill};
use leptos::prelude::*;

use super::{
    door::{document, folders, offline, worker},
    filter_bar::FilterBar,
    format, import_flow, later, pages,
    parts::{Row, keyed},
    print,
    route::Page,
    state::{BoardState, Theme, use_app},
};

#[component]
pub fn Shell() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let page = Memo::new(move |_| state.route.with(|route| route.page));
    let ready = Memo::new(move |_| matches!(state.board.get(), BoardState::Ready(_)));
    let sample = Memo::new(move |_| matches!(state.board.get(), BoardState::Ready(info) if info.sample));
    let loading = Memo::new(move |_| matches!(state.board.get(), BoardState::Loading { .. }));
    let over = RwSignal::new(false);

    // What waits for somebody today; a page that asks for no promises keeps what was known.
    let waiting = Memo::new(move |known: Option<&u64>| {
        let is_told = state.has_parts(Page::FollowUp);
        let counted = state.report.with(|report| {
            let due = report.as_ref()?.due_totals.as_ref();
            Some(due.map_or(0, |due| due.due_today + due.breached_today))
        });
        counted.filter(|_| is_told).or(known.copied().filter(|_| ready.get())).unwrap_or(0)
    });
    Effect::new(move || {
        let title = page.get().title();
        let badged = match waiting.get() {
            0 => title.to_owned(),
            n => fill(format::words().today_badge, &[("n", &format::integer(n)), ("title", title)]),
        };
        document::set_title(&format!("{badged} · {}", format::words().app_name));
    });

    // Files can be dropped anywhere on the page.
    let drag_over = move |event: web_sys::DragEvent| {
        event.prevent_default();
        worker::start();
        over.set(true);
    };
    let drop = move |event: web_sys::DragEvent| {
        over.set(false);
        if event.default_prevented() {
            // A part of the page has taken them.
            return;
        }
        event.prevent_default();
        if let Some(transfer) = event.data_transfer() {
            import_flow::look_into(state, folders::dropped(&transfer));
        }
    };

    view! {
        <div class="page" class:counting=move || state.is_counting.get() on:dragover=drag_over on:drop=drop on:dragleave=move |event| if event.related_target().is_none() { over.set(false) }>
            <a class="skip" href="#content" on:click=move |event| { event.prevent_default(); document::focus_soon("#content"); }>{words.skip_to_content}</a>
            <header class="top">
                <div class="wrap top-row">
                    <a class="logo" href="#/board">
                        <svg width="26" height="20" viewBox="0 0 26 20" aria-hidden="true">
                            <rect class="logo-marketing" x="0" y="3" width="15" height="14" rx="5" />
                            <rect class="logo-sales" x="11" y="3" width="15" height="14" rx="5" />
                        </svg>
                        {words.app_name}
                    </a>
                    <nav class="nav" aria-label=words.nav_label>
                        {Page::ALL.into_iter().map(|target| view! {
                            <a
                                href=move || state.route.with(|route| route.with_page(target).hash())
                                aria-current=move || (page.get().in_navigation() == target).then_some("page")
                            >{target.title()}</a>
                        }).collect_view()}
                    </nav>
                    <span class="spacer"></span>
                    <Preferences />
                    <Show when=move || ready.get()>
                        <a
                            class="button"
                            href=move || state.route.with(|route| route.with_page(Page::Share).hash())
                            aria-current=move || (page.get() == Page::Share).then_some("page")
                        >{words.nav_share}</a>
                    </Show>
                    <import_flow::PickButton class="button" label=words.drop_an_export />
                </div>
            </header>
            <Show when=move || sample.get()>
                <aside class="banner no-print" aria-label=words.sample_label>
                    <div class="wrap">
                        <span>{words.sample_banner}</span>
                        <import_flow::PickButton class="button link" label=words.sample_leave />
                    </div>
                </aside>
            </Show>
            <Show when=move || state.new_version.get()>
                <aside class="banner no-print" aria-label=format::words().new_version>
                    <div class="wrap">
                        <span>{format::words().new_version}</span>
                        <button class="button link" on:click=move |_| offline::take_update()>{format::words().take_new_version}</button>
                    </div>
                </aside>
            </Show>
            <main id="content" class="wrap" tabindex="-1" aria-busy=move || state.is_counting.get().to_string()>
                {move || {
                    let page = page.get();
                    if matches!(page, Page::Agreement | Page::Data | Page::Reconcile | Page::Shared) {
                        return later::later(page);
                    }
                    if loading.get() {
                        return view! { <pages::welcome::LoadingPage /> }.into_any();
                    }
                    if !ready.get() {
                        return view! { <pages::welcome::WelcomePage /> }.into_any();
                    }
                    let body = match page {
                        Page::Board => view! { <pages::board::BoardPage /> }.into_any(),
                        _ => later::later(page),
                    };
                    view! { <FilterBar /> {body} }.into_any()
                }}
            </main>
            <footer class="wrap foot">
                <Show when=move || ready.get()>
                    <span class="stamp">{move || state.stamp()}</span>
                </Show>
                <print::PrintFoot />
                <span>{words.private_note}</span>
                <span class="spacer"></span>
                <button class="button link no-print" on:click=move |_| document::print()>{words.print}</button>
            </footer>
            {later::records_drawer()}
            <Notices />
            <Show when=move || over.get()>
                <div class="drop-cover" aria-hidden="true">{words.drop_over}</div>
            </Show>
        </div>
    }
}

/// Language and appearance.
#[component]
fn Preferences() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let locale = state.settings.with_untracked(|settings| settings.locale);
    let theme = state.settings.with_untracked(|settings| settings.theme);
    let change_locale = move |event| {
        let tag = event_target_value(&event);
        if let Some(locale) = Locale::ALL.into_iter().find(|locale| locale.tag() == tag) {
            state.settings.update(|settings| settings.locale = locale);
            state.keep_settings();
        }
    };
    let change_theme = move |event| {
        let theme = match event_target_value(&event).as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        };
        state.settings.update(|settings| settings.theme = theme);
        state.keep_settings();
    };
    view! {
        <select class="select" aria-label=words.language on:change=change_locale>
            {Locale::ALL.into_iter().map(|choice| view! {
                <option value=choice.tag() lang=choice.tag() selected=choice == locale>{choice.name()}</option>
            }).collect_view()}
        </select>
        <select class="select" aria-label=words.theme on:change=change_theme>
            {[(Theme::System, "system", words.theme_system), (Theme::Light, "light", words.theme_light), (Theme::Dark, "dark", words.theme_dark)]
                .into_iter()
                .map(|(choice, value, label)| view! { <option value=value selected=choice == theme>{label}</option> })
                .collect_view()}
        </select>
    }
}

/// Short messages in a corner, also read aloud.
#[component]
fn Notices() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    view! {
        <div class="notices no-print" role="status" aria-live="polite">
            {keyed(move || state.notices.get().into_iter().map(|(id, text)| Row::new(id, move || view! {
                <div class="notice">
                    <span>{text}</span>
                    <button on:click=move |_| state.notices.update(|all| all.retain(|(known, _)| *known != id))>{words.dismiss}</button>
                </div>
            }.into_any())).collect())}
        </div>
    }
}
