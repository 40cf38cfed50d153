//! Step 2: what each file and each column was taken to be, to be corrected before anything is kept.

mod columns;
mod file;
mod reading;

use handoff::{
    import::{FileMapping, Kind},
    protocol::{AcceptMode, SniffedFile},
    share::{Content, ContentKind, EnvelopeError},
    words::fill,
};
use leptos::prelude::*;

use crate::app::{
    documents, format, import_flow,
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
            {load_matching(loaded)}
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
    documents::save(state, Content::Mappings(mappings), "handoff-matching.json");
}

/// Loads a saved matching for the files it fits.
fn load_matching(loaded: RwSignal<u32>) -> AnyView {
    let state = use_app();
    let take = move |opened: Result<Content, EnvelopeError>, name: &str| {
        let mut used = false;
        if let Ok(Content::Mappings(mappings)) = opened {
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
        }
        if !used {
            state.say(fill(format::words().matching_not_used, &[("name", name)]));
        }
    };
    documents::open_button(ContentKind::Mappings, format::words().load_matching, take)
}
