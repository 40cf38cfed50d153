//! Step 2: what each file and each column was taken to be, to be corrected before anything is kept.

mod columns;
mod file;
mod reading;

use handoff::{
    import::{FileMapping, Kind},
    protocol::{AcceptMode, SniffedFile},
    share::{Content, ContentKind},
    words::fill,
};
use leptos::{html, prelude::*, task::spawn_local};

use crate::app::{
    door::files,
    format, import_flow,
    state::{AppState, use_app},
};

/// Names of passed over files shown at once.
const SKIPPED_SHOWN: usize = 12;

#[component]
pub fn Matching() -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let count = state.sniffed.with_untracked(Vec::len);
    // Files whose matching was loaded from a saved one are drawn anew.
    let loaded = RwSignal::new(0_u32);
    let counted =
        |file: &SniffedFile| matches!(file, SniffedFile::Table(proposal) if matches!(proposal.mapping.kind, Kind::Leads | Kind::Deals));
    // A reopened file stands among others that are not shown here: whether all together hold a lead is then for the worker to say.
    let any = Memo::new(move |_| {
        let is_kept_read = !state.kept_files.with(Vec::is_empty);
        let taken = state.choices.with(|choices| choices.taken.clone());
        state.sniffed.with(|files| files.iter().zip(taken).any(|(file, taken)| taken && (is_kept_read || counted(file))))
    });
    let modes =
        [(AcceptMode::Replace, words.mode_replace), (AcceptMode::Add, words.mode_add), (AcceptMode::StartOver, words.mode_start_over)];
    let skipped = state.choices.with_untracked(|choices| (!choices.skipped.is_empty()).then(|| skipped_names(&choices.skipped)));
    let is_mode_asked = state.choices.with_untracked(|choices| choices.is_mode_asked);
    let mode = Memo::new(move |_| state.choices.with(|choices| choices.mode));
    view! {
        {skipped.map(|names| view! { <p class="card quiet small"><bdi>{names}</bdi></p> })}
        <div class="stack">
            {(0..count).map(|index| view! { <file::FileCard index=index loaded=loaded /> }).collect_view()}
        </div>
        <Show when=move || is_mode_asked>
            <fieldset class="card mode">
                <legend>{words.mode_question}</legend>
                {modes.into_iter().map(|(choice, label)| view! {
                    <label><input type="radio" name="mode" prop:checked=move || mode.get() == choice on:change=move |_| state.choices.update(|choices| choices.mode = choice) /> " " {label}</label>
                }).collect_view()}
            </fieldset>
        </Show>
        <div class="actions">
            <button class="button primary" disabled=move || !any.get() on:click=move |_| import_flow::read(state)>{words.check_button}</button>
            <button class="button" disabled=move || !any.get() on:click=move |_| save_matching(state)>{words.save_matching}</button>
            <LoadMatching loaded=loaded />
            <button class="button" on:click=move |_| import_flow::discard(state)>{words.cancel}</button>
        </div>
    }
}

fn skipped_names(skipped: &[String]) -> String {
    let words = format::words();
    let mut names = skipped.iter().take(SKIPPED_SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if let Some(more) = skipped.len().checked_sub(SKIPPED_SHOWN).filter(|more| *more > 0) {
        names = format!("{names} {}", fill(words.skipped_more, &[("n", &format::integer(more as u64))]));
    }
    fill(words.skipped_files, &[("names", &names)])
}

fn save_matching(state: AppState) {
    let mappings: Vec<FileMapping> = state.sniffed.with_untracked(|files| {
        files
            .iter()
            .filter_map(|file| match file {
                SniffedFile::Table(proposal) => Some(proposal.mapping.clone()),
                SniffedFile::Refused { .. } => None,
            })
            .collect()
    });
    AppState::seal(Content::Mappings(mappings), move |text| {
        if files::save("handoff-matching.json", "application/json", &text).is_err() {
            state.say(fill(format::words().fail_protocol, &[("detail", "handoff-matching.json")]));
        }
    });
}

#[component]
fn LoadMatching(loaded: RwSignal<u32>) -> impl IntoView {
    let state = use_app();
    let words = format::words();
    let input = NodeRef::<html::Input>::new();
    let load = move |_| {
        let Some(file) = input.get().and_then(|input| files::picked(&input).into_iter().next()) else { return };
        spawn_local(async move {
            let text = files::text(&file).await.unwrap_or_default();
            AppState::unseal(ContentKind::Mappings, text, move |opened| {
                let Ok(Content::Mappings(mappings)) = opened else {
                    return state.say(fill(format::words().matching_not_used, &[("name", &file.name())]));
                };
                let mut used = false;
                state.sniffed.update(|files| {
                    for file in files {
                        let SniffedFile::Table(proposal) = file else { continue };
                        if let Some(mapping) = mappings.iter().find(|mapping| mapping.shape() == proposal.mapping.shape()) {
                            proposal.mapping = mapping.clone();
                            used = true;
                        }
                    }
                });
                loaded.update(|loaded| *loaded += 1);
                if !used {
                    state.say(fill(format::words().matching_not_used, &[("name", &file.name())]));
                }
            });
        });
    };
    view! {
        <button class="button" on:click=move |_| if let Some(input) = input.get() { input.click() }>{words.load_matching}</button>
        <input type="file" hidden accept=".json,application/json" aria-label=words.load_matching node_ref=input on:change=load />
    }
}
