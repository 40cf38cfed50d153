//! A backup written with the kept files, and one opened beside what is here. How two are made one is the library's business; what is
//! taken over, the page's.

use std::cell::RefCell;

use handoff::{
    import::ContentHash,
    protocol::{Failure, Further, OpenedWorkspace},
    share::EnvelopeError,
    team::{
        Workspace,
        workspace::{Choice, WorkspaceFile},
    },
};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::{
    board::Source,
    browser::{self, LongText},
    kept::Kept,
    later::{Later, later},
    reading::Input,
};

/// Bytes encoded at a time: a multiple of three, so that the texts of two pieces can follow each other.
const PIECE_BYTES: u64 = 6 << 20;

/// The text of a workspace's file, with these files in it.
pub async fn seal(workspace: &Further<Workspace>, kept: &[Kept], made_at: i64) -> Result<LongText, Failure> {
    let later = later().await?;
    let mut workspace = (later.workspace)(workspace).ok_or_else(unread)?;
    workspace.files = Vec::new();
    for kept in kept {
        let bytes = text_of(kept, later).await?;
        workspace.files.push(WorkspaceFile { bytes, ..named(kept) });
    }
    let mut text = LongText::new();
    if text.push(&(later.seal_workspace)(&workspace, made_at)) {
        Ok(text)
    } else {
        Err(Failure::Protocol { detail: "the files are longer than one text can be".into() })
    }
}

fn unread() -> Failure {
    Failure::Protocol { detail: "a workspace of another version".into() }
}

fn named(kept: &Kept) -> WorkspaceFile {
    let original = kept.original.clone();
    WorkspaceFile { name: original.name, mapping: original.mapping, size_bytes: original.size, hash: original.hash, bytes: String::new() }
}

async fn text_of(kept: &Kept, later: Later) -> Result<String, Failure> {
    let lost = || Failure::KeptFileLost { name: kept.original.name.clone() };
    let Source { file, .. } = kept.source().await.ok_or_else(lost)?;
    let (size, mut at) = (file.size() as u64, 0);
    let mut text = String::with_capacity(size.div_ceil(3) as usize * 4);
    while at < size {
        let piece = browser::slice(&file, at, at + PIECE_BYTES).map_err(|_| lost())?;
        let bytes = browser::bytes_of(piece).await.map_err(|_| lost())?;
        (later.to_base64)(&bytes.to_vec(), &mut text);
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
    pub async fn open(
        file: &File,
        mine: &Further<Workspace>,
        kept: &[Kept],
    ) -> Result<Result<(Self, Further<OpenedWorkspace>), EnvelopeError>, Failure> {
        let later = later().await?;
        let mut mine = (later.workspace)(mine).ok_or_else(unread)?;
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        let text = text.ok_or_else(|| Failure::FileUnreadable { name: file.name() })?;
        let mut theirs = match (later.open_workspace)(&text) {
            Ok(theirs) => theirs,
            Err(error) => return Ok(Err(error)),
        };
        drop(text);
        let mut files = Vec::new();
        for file in &mut theirs.files {
            let unreadable = || Failure::FileUnreadable { name: file.name.clone() };
            let bytes = (later.of_base64)(&file.bytes).ok_or_else(unreadable)?;
            files.push(browser::file_of_bytes(&file.name, &bytes).map_err(|_| unreadable())?);
            let mut hash = ContentHash::default();
            hash.push(&bytes);
            // What the bytes are decides, not what the backup says of them.
            (file.hash, file.size_bytes, file.bytes) = (hash.finish(), bytes.len() as u64, String::new());
        }
        mine.files = kept.iter().map(named).collect();
        let merged = (later.merge)(&mine, &theirs);
        let opened = (later.pack_opened)(&OpenedWorkspace { theirs: theirs.clone(), conflicts: merged.conflicts, tallies: merged.tallies });
        Ok(Ok((Self { mine, theirs, files, chosen: RefCell::default() }, opened)))
    }

    /// Both as one, or the backup alone. One that holds no files takes none away.
    pub async fn resolve(&self, choices: Option<&[Choice]>) -> Result<Workspace, Failure> {
        let workspace = match choices {
            Some(choices) => (later().await?.resolve)(&self.mine, &self.theirs, choices),
            None if self.theirs.files.is_empty() => Workspace { files: self.mine.files.clone(), ..self.theirs.clone() },
            None => self.theirs.clone(),
        };
        self.chosen.replace(workspace.files.clone());
        Ok(workspace)
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
