//! The file of a backup: what its text is wrapped in when it is saved, and how it comes out again. What it holds only the worker knows.

use handoff::{
    protocol::{FurtherRequest, FurtherResponse, Packed},
    share::parcel::ParcelKind,
};
use web_sys::File;

use super::{
    door::{files, worker},
    pages::shared::refusal,
    state::AppState,
};

/// The names a backup is saved under: as it is, and locked.
pub const NAME: &str = "handoff-backup.json";
pub const LOCKED_NAME: &str = "handoff-backup.handoff";

/// Offers a backup's text as a file, locked where a passphrase is given; `failed` is told the name that could not be saved.
pub fn save(state: AppState, text: String, passphrase: Option<String>, failed: impl Fn(&'static str) + 'static) {
    let Some(passphrase) = passphrase else {
        if files::save(NAME, "application/json", &text).is_err() {
            failed(NAME);
        }
        return;
    };
    let request = FurtherRequest::Pack { what: Packed::Workspace(text), passphrase: Some(passphrase) };
    worker::ask_further(&request, &[], move |response| match response {
        FurtherResponse::Packed(bytes) if files::save_bytes(LOCKED_NAME, "application/octet-stream", &bytes).is_err() => {
            failed(LOCKED_NAME);
        }
        FurtherResponse::Failed(failure) => state.say_failure(&failure),
        _ => {}
    });
}

/// Gives `opened` a file that holds the backup's text, of one a person picked; or the sentence that says why not.
pub async fn open(state: AppState, file: File, passphrase: Option<String>, opened: impl FnOnce(Result<File, String>) + 'static) {
    // A file that cannot be read is no backup, and is said as that by whoever reads its text.
    let bytes = if file.name().ends_with(".handoff") { files::bytes(&file).await.unwrap_or_default() } else { return opened(Ok(file)) };
    let name = file.name();
    let mut opened = Some(opened);
    let request = FurtherRequest::Unpack { kind: ParcelKind::Workspace, bytes, passphrase };
    worker::ask_further(&request, &[], move |response| {
        let Some(opened) = opened.take() else { return };
        match response {
            FurtherResponse::Unpacked(Ok(Packed::Workspace(text))) => opened(files::of_text(&name, &text).ok_or_else(String::new)),
            FurtherResponse::Unpacked(Err(error)) => opened(Err(refusal(&error))),
            FurtherResponse::Failed(failure) => {
                opened(Err(String::new()));
                state.say_failure(&failure);
            }
            _ => opened(Err(String::new())),
        }
    });
}
