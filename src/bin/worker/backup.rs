//! A backup written with the kept files, and one opened beside what is here. How two are made one is the library's business; what is
//! taken over, the page's.

use std::cell::RefCell;

use handoff::{
    import::ContentHash,
    protocol::{Failure, OpenedWorkspace},
    share::{EnvelopeError, WORKSPACE},
    team::{
        Workspace,
        workspace::{Choice, WorkspaceFile, base64, merge, resolve},
    },
};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::{
    board::Source,
    browser::{self, LongText},
    kept::Kept,
    reading::Input,
};

/// Bytes encoded at a time: a multiple of three, so that the texts of two pieces can follow each other.
const PIECE_BYTES: u64 = 6 << 20;

/// The text of a workspace's file, with these files in it.
pub async fn seal(mut workspace: Workspace, kept: &[Kept], made_at: i64) -> Result<LongText, Failure> {
    workspace.files = Vec::new();
    for kept in kept {
        let bytes = text_of(kept).await?;
        workspace.files.push(WorkspaceFile { bytes, ..named(kept) });
    }
    let mut text = LongText::new();
    if text.push(&WORKSPACE.seal(made_at, &workspace)) {
        Ok(text)
    } else {
        Err(Failure::Protocol { detail: "the files are longer than one text can be".into() })
    }
}

fn named(kept: &Kept) -> WorkspaceFile {
    let original = kept.original.clone();
    WorkspaceFile { name: original.name, mapping: original.mapping, size_bytes: original.size, hash: original.hash, bytes: String::new() }
}

async fn text_of(kept: &Kept) -> Result<String, Failure> {
    let lost = || Failure::KeptFileLost { name: kept.original.name.clone() };
    let Source { file, .. } = kept.source().await.ok_or_else(lost)?;
    let (size, mut at) = (file.size() as u64, 0);
    let mut text = String::with_capacity(size.div_ceil(3) as usize * 4);
    while at < size {
        let piece = browser::slice(&file, at, at + PIECE_BYTES).map_err(|_| lost())?;
        let bytes = browser::bytes_of(piece).await.map_err(|_| lost())?;
        base64::encode(&bytes.to_vec(), &mut text);
        at += PIECE_BYTES;
    }
    Ok(text)
}

/// A backup beside what is here; both without the bytes of their files.
pub struct Backup {
    mine: Workspace,
    theirs: Workspace,
    /// By the files of `theirs`. They lie with the browser, not in this memory.
    files: Vec<File>,
    /// Of the workspace resolved last.
    chosen: RefCell<Vec<WorkspaceFile>>,
}

impl Backup {
    /// The inner error: it is no backup, or a damaged one.
    pub async fn open(file: &File, mut mine: Workspace, kept: &[Kept]) -> Result<Result<(Self, OpenedWorkspace), EnvelopeError>, Failure> {
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        let text = text.ok_or_else(|| Failure::FileUnreadable { name: file.name() })?;
        let mut theirs = match WORKSPACE.open::<Workspace>(&text) {
            Ok(theirs) => theirs,
            Err(error) => return Ok(Err(error)),
        };
        drop(text);
        let mut files = Vec::new();
        for file in &mut theirs.files {
            let unreadable = || Failure::FileUnreadable { name: file.name.clone() };
            let bytes = base64::decode(&file.bytes).ok_or_else(unreadable)?;
            files.push(browser::file_of_bytes(&file.name, &bytes).map_err(|_| unreadable())?);
            let mut hash = ContentHash::default();
            hash.push(&bytes);
            // What the bytes are decides, not what the backup says of them.
            (file.hash, file.size_bytes, file.bytes) = (hash.finish(), bytes.len() as u64, String::new());
        }
        mine.files = kept.iter().map(named).collect();
        let merged = merge(&mine, &theirs);
        let opened = OpenedWorkspace { theirs: theirs.clone(), conflicts: merged.conflicts, tallies: merged.tallies };
        Ok(Ok((Self { mine, theirs, files, chosen: RefCell::default() }, opened)))
    }

    /// Both as one, or the backup alone. One that holds no files takes none away.
    pub fn resolve(&self, choices: Option<&[Choice]>) -> Workspace {
        let workspace = match choices {
            Some(choices) => resolve(&self.mine, &self.theirs, choices),
            None if self.theirs.files.is_empty() => Workspace { files: self.mine.files.clone(), ..self.theirs.clone() },
            None => self.theirs.clone(),
        };
        self.chosen.replace(workspace.files.clone());
        workspace
    }

    /// The files of the workspace resolved last, to be read; `None` where they are those that are kept.
    pub async fn inputs(&self, kept: &[Kept]) -> Result<Option<Vec<Input>>, Failure> {
        let chosen = self.chosen.borrow().clone();
        if chosen.iter().eq(kept.iter().map(named).collect::<Vec<_>>().iter()) {
            return Ok(None);
        }
        let mut inputs = Vec::new();
        for file in chosen {
            let of_backup = self.theirs.files.iter().position(|theirs| theirs.hash == file.hash);
            inputs.push(if let Some(kept) = kept.iter().find(|kept| kept.original.hash == file.hash) {
                let source = kept.source().await.ok_or_else(|| Failure::KeptFileLost { name: file.name.clone() })?;
                Input { name: file.name, ..Input::reopened(kept.original.clone(), source, file.mapping) }
            } else {
                let bytes = of_backup.and_then(|index| self.files.get(index)).ok_or(Failure::NoData)?;
                Input { name: file.name, ..Input::new(bytes.clone(), file.mapping) }
            });
        }
        Ok((!inputs.is_empty()).then_some(inputs))
    }
}
