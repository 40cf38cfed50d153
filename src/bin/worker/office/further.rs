//! The questions no first board asks, answered in the second piece of the program; they are asked of the same desk.

use std::{pin::Pin, rc::Rc};

use handoff::{
    agreement::Agreement,
    import::{self, FileMapping, KeyChoice, Overrides},
    protocol::{Failure, Further, FurtherRequest, FurtherResponse, ListChoice, Response, SniffedFile},
    report::{content_use, lead_story, suggested_points},
    share::shared_board,
};
use web_sys::File;

use super::{Office, Sniffed};
use crate::{
    backup::{self, Backup},
    board::Board,
    browser, export,
    pair::Pair,
    reading::{self, CancelFlag, Input},
    records::{self, List},
    sharing,
    sniffing::{head, sniff},
};

/// Rows shown as understood before an import: enough to see a wrong separator, few enough to stand above the columns.
const PREVIEW_ROWS: usize = 5;

/// As of [`Office::answer`].
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Option<Response>, Failure>> + 'a>>;

pub fn answer<'a>(office: &'a Office, id: u32, request: &Further<FurtherRequest>, files: Vec<File>) -> Answer<'a> {
    let request = request.open();
    Box::pin(async move {
        let unread = || Failure::Protocol { detail: "a question of another version".into() };
        office.answer_further(id, request.ok_or_else(unread)?, files).await
    })
}

impl Office {
    async fn answer_further(&self, id: u32, request: FurtherRequest, files: Vec<File>) -> Result<Option<Response>, Failure> {
        let response = match request {
            FurtherRequest::SniffAgain { file, overrides, known } => {
                let (file, name) = self.sniffed(file)?;
                FurtherResponse::SniffedAgain(sniff(&file, name, &known, &overrides).await?)
            }
            FurtherRequest::Understand { file, mapping, agreement } => {
                let (file, name) = self.sniffed(file)?;
                let head = head(&file, &name).await?;
                let whole = file.size() <= head.len() as f64;
                FurtherResponse::Understood(Box::new(import::understand(
                    &mapping,
                    &head,
                    whole,
                    &agreement.workspace,
                    &self.zone_of(&agreement),
                    PREVIEW_ROWS,
                )))
            }
            FurtherRequest::Reopen { file } => return Ok(Some(self.reopen(file).await?)),
            FurtherRequest::Score { query, agreement } => {
                let (board, zone) = (self.board().await?, self.zone_of(&agreement));
                let mut bench = self.bench.borrow_mut();
                FurtherResponse::Scored(bench.report(&board.imported.dataset, &agreement, &zone, &query).map(Box::new))
            }
            FurtherRequest::QuickScore { query, agreement } => {
                let (board, zone) = (self.board().await?, self.zone_of(&agreement));
                let mut bench = self.bench.borrow_mut();
                FurtherResponse::QuickScored(bench.quick(&board.imported.dataset, &agreement, &zone, &query).map(Box::new))
            }
            FurtherRequest::ContentUse { query, agreement } => {
                let (board, zone) = (self.board().await?, self.zone_of(&agreement));
                FurtherResponse::ContentUse(content_use(&board.imported.dataset, &agreement, &zone, &query))
            }
            FurtherRequest::Suggest { query, agreement } => {
                let (board, zone) = (self.board().await?, self.zone_of(&agreement));
                let mut bench = self.bench.borrow_mut();
                FurtherResponse::Suggested(suggested_points(&board.imported.dataset, &agreement, &zone, &query, bench.scorer()))
            }
            FurtherRequest::Lead { lead, query, agreement } => {
                let (board, zone) = (self.board().await?, self.zone_of(&agreement));
                let story = lead_story(&board.imported.dataset, &agreement, &zone, &query, self.bench.borrow_mut().scorer(), lead);
                let known = if story.is_some() { records::known(&board, lead).await? } else { Vec::new() };
                FurtherResponse::Lead { story: story.map(Box::new), known }
            }
            FurtherRequest::Records { of, query, agreement, offset, limit } => {
                let (board, zone) = (self.board().await?, self.zone_of(&agreement));
                let list = self.list(|kept| records::list(kept, &board, of, query, agreement, zone));
                FurtherResponse::Records(list.page(&board, offset, limit).await?)
            }
            FurtherRequest::RecordsCsv { of, query, agreement } => {
                let (board, zone) = (self.board().await?, self.zone_of(&agreement));
                let list = self.list(|kept| records::list(kept, &board, of, query, agreement, zone));
                list.csv(&board).await?.post(id);
                return Ok(None);
            }
            FurtherRequest::Issues { of, offset, limit } => {
                let board = self.checked_or_board().await?;
                let places = board.imported.issues.places(&of);
                let from = usize::try_from(offset).unwrap_or(usize::MAX).min(places.len());
                let to = places.len().min(from.saturating_add(limit as usize));
                FurtherResponse::Issues { total: places.len() as u64, issues: places[from..to].to_vec() }
            }
            FurtherRequest::IssuesCsv => {
                let board = self.checked_or_board().await?;
                FurtherResponse::Text { text: export::issues(board.imported.issues.iter(), &board.imported.dataset.files) }
            }
            FurtherRequest::Share { query, agreement, choice, made_at } => {
                let (board, zone) = (self.board().await?, self.zone_of(&agreement));
                let imported = &board.imported;
                FurtherResponse::Shared(Box::new(shared_board(
                    &imported.dataset,
                    &imported.files,
                    &agreement,
                    &zone,
                    &query,
                    &choice,
                    made_at,
                )))
            }
            FurtherRequest::Pack { what, passphrase } => {
                let (kind, json) = sharing::text_of(what);
                FurtherResponse::Packed(sharing::pack(kind, &json, passphrase.as_deref()).await?)
            }
            FurtherRequest::Unpack { kind, bytes, passphrase } => {
                let json = sharing::unpack(kind, &bytes, passphrase.as_deref()).await?;
                FurtherResponse::Unpacked(json.and_then(|json| sharing::read(kind, json)))
            }
            FurtherRequest::SealWorkspace { workspace, with_files, made_at } => {
                let kept = if with_files { self.kept().await } else { Vec::new() };
                backup::seal(workspace, &kept, made_at).await?.post(id);
                return Ok(None);
            }
            FurtherRequest::OpenWorkspace { mine } => {
                let file = files.first().ok_or(Failure::NoData)?;
                match Backup::open(file, mine, &self.kept().await).await? {
                    Ok((backup, opened)) => {
                        self.desk.borrow_mut().backup = Some(Rc::new(backup));
                        FurtherResponse::WorkspaceOpened(Ok(Box::new(opened)))
                    }
                    Err(error) => FurtherResponse::WorkspaceOpened(Err(error)),
                }
            }
            FurtherRequest::ResolveWorkspace { choices } => {
                let workspace = self.backup()?.resolve(choices.as_deref());
                FurtherResponse::Workspace(Box::new(workspace))
            }
            FurtherRequest::PutFiles { agreement } => return self.put_files(id, &agreement).await,
            FurtherRequest::Reconcile { lists, keys, known, agreement } => {
                return self.reconcile(id, lists, keys, &files, &known, &agreement).await.map(Some);
            }
            FurtherRequest::ReconciledRows { group, offset, limit } => {
                FurtherResponse::Records(self.pair()?.page(group, offset, limit).await?)
            }
            FurtherRequest::ReconciledCsv { group } => {
                self.pair()?.csv(group).await?.post(id);
                return Ok(None);
            }
        };
        Ok(Some(response.into()))
    }

    async fn checked_or_board(&self) -> Result<Rc<Board>, Failure> {
        let checked = self.desk.borrow().checked.as_ref().map(|checked| Rc::clone(&checked.board));
        match checked {
            Some(board) => Ok(board),
            None => self.board().await,
        }
    }

    fn list(&self, make: impl FnOnce(Option<&Rc<List>>) -> Rc<List>) -> Rc<List> {
        let mut desk = self.desk.borrow_mut();
        let list = make(desk.list.as_ref());
        desk.list = Some(Rc::clone(&list));
        list
    }

    fn sniffed(&self, index: u32) -> Result<(File, String), Failure> {
        let desk = self.desk.borrow();
        desk.sniffed.get(index).map(|(file, name)| (file.clone(), name)).ok_or(Failure::NoData)
    }

    async fn reopen(&self, index: u32) -> Result<Response, Failure> {
        let mut kept = self.kept().await;
        let index = index as usize;
        if index >= kept.len() {
            return Err(Failure::NoData);
        }
        let kept = kept.swap_remove(index);
        let name = kept.original.name.clone();
        let source = kept.source().await.ok_or_else(|| Failure::KeptFileLost { name: name.clone() })?;
        let mapping = &kept.original.mapping;
        let mut file = sniff(&source.file, name, std::slice::from_ref(mapping), &mapping.corrected).await?;
        if let SniffedFile::Table(proposal) = &mut file {
            proposal.mapping = mapping.clone();
        }
        self.desk.borrow_mut().sniffed = Sniffed::Kept { index, original: kept.original, source };
        Ok(Response::Sniffed { files: vec![file], same_shape_kept: false })
    }

    fn backup(&self) -> Result<Rc<Backup>, Failure> {
        self.desk.borrow().backup.clone().ok_or(Failure::NoData)
    }

    async fn put_files(&self, id: u32, agreement: &Agreement) -> Result<Option<Response>, Failure> {
        let inputs = self.backup()?.inputs(&self.kept().await).await?;
        self.desk.borrow_mut().backup = None;
        let Some(inputs) = inputs else { return Ok(Some(Response::Kept)) };
        let cancel = self.begin_reading().await;
        match reading::read(id, inputs, &agreement.workspace, &self.zone_of(agreement), &cancel, false).await {
            Ok(board) => {
                let board = Rc::new(board);
                browser::post(id, self.put_in_place(Rc::clone(&board)));
                Ok(Some(self.keep(&board).await))
            }
            Err(stop) => Ok(Some(stop.into())),
        }
    }

    fn pair(&self) -> Result<Rc<Pair>, Failure> {
        self.desk.borrow().pair.clone().ok_or(Failure::NoData)
    }

    async fn reconcile(
        &self,
        id: u32,
        lists: [ListChoice; 2],
        keys: KeyChoice,
        files: &[File],
        known: &[FileMapping],
        agreement: &Agreement,
    ) -> Result<Response, Failure> {
        let cancel = CancelFlag::default();
        self.desk.borrow().pairing.set(true);
        self.desk.borrow_mut().pairing = Rc::clone(&cancel);
        let kept = self.kept().await;
        let mut inputs = Vec::new();
        for choice in lists {
            inputs.push(match choice {
                ListChoice::Kept(index) => {
                    let kept = kept.get(index as usize).ok_or(Failure::NoData)?;
                    let lost = || Failure::KeptFileLost { name: kept.original.name.clone() };
                    Input::again(kept.original.clone(), kept.source().await.ok_or_else(lost)?)
                }
                ListChoice::Beside(index) => {
                    let file = files.get(index as usize).ok_or(Failure::NoData)?;
                    match sniff(file, file.name(), known, &Overrides::default()).await? {
                        SniffedFile::Table(proposal) => Input::new(file.clone(), proposal.mapping),
                        SniffedFile::Refused { file_name, why } => return Err(Failure::Refused { name: file_name, why }),
                    }
                }
            });
        }
        let Ok(inputs) = <[Input; 2]>::try_from(inputs) else { return Err(Failure::NoData) };
        Ok(match Pair::read(id, inputs, keys, &self.zone_of(agreement), &cancel).await {
            Ok(pair) => {
                let summary = pair.summary();
                self.desk.borrow_mut().pair = Some(Rc::new(pair));
                FurtherResponse::Reconciled(Box::new(summary)).into()
            }
            Err(stop) => stop.into(),
        })
    }
}
