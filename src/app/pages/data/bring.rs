//! Step 1: the ways to bring tables in besides dropping them anywhere: choosing files, a folder, pasting cells.

use leptos::{html, prelude::*};

use crate::app::{
    door::{document, files},
    format,
    import_flow::{self, FolderButton, PickButton},
    route::Page,
    state::use_app,
};

#[component]
pub fn DropZone() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    view! {
        <section class="drop">
            <h2 class="plain">{words.drop_title}</h2>
            <p class="quiet">{words.drop_text}</p>
            <Bring />
            <p><a class="button link" href=state.route.with_untracked(|route| route.with_page(Page::Reconcile).hash())>{words.lists_title}</a></p>
        </section>
    }
}

/// The buttons, and the field that one of them opens.
#[component]
pub fn Bring() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let is_open = RwSignal::new(false);
    let field = NodeRef::<html::Textarea>::new();
    let open = move |_| {
        is_open.update(|open| *open = !*open);
        if is_open.get_untracked() {
            document::focus_soon("#pasted");
        }
    };
    let read = move |_| {
        let text = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        import_flow::look_at(state, files::of_text(words.pasted_name, &text).into_iter().collect());
    };
    view! {
        <div class="bring">
            <PickButton class="button primary" label=words.door_drop_button />
            <FolderButton />
            <button class="button" type="button" aria-expanded=move || is_open.get().to_string() on:click=open>{words.paste_table}</button>
        </div>
        <Show when=move || is_open.get()>
            <div class="paste">
                <label class="field"><span>{words.paste_label}</span><textarea id="pasted" class="input" rows="6" dir="auto" node_ref=field></textarea></label>
                <button class="button" type="button" on:click=read>{words.paste_read}</button>
            </div>
        </Show>
    }
}
