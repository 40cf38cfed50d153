//! A board of an earlier visit: a report it was left with is there at once, its columns a moment later. Nothing is counted here.

use std::rc::Rc;

use handoff::{
    agreement::Agreement,
    protocol::{Failure, LastReport, Response},
};

use super::{Office, WAIT_MS};
use crate::{
    board::{self, Board, Original},
    browser,
    reading::{self, CancelFlag, Input},
    store,
};

/// The page asks for its report as soon as it is told of the board; the columns wait no longer than this for it.
const PATIENCE_MS: i32 = 500;
/// A report is kept when no other was asked for this long: somebody who moves a slider asks for many.
const SETTLED_MS: i32 = 1_500;

impl Office {
    /// `shown`: the key of the board whose last report the page shows already.
    pub async fn restore(&self, id: u32, agreement: &Agreement, shown: Option<&str>) -> Option<Response> {
        let cancel = self.begin_reading().await;
        // What is asked of what it shows waits for the columns.
        self.is_opening.set(shown.is_some());
        let entries = store::kept().await;
        if entries.is_empty() {
            self.is_opening.set(false);
            return Some(Response::NothingKept);
        }
        let originals: Vec<Original> = entries.iter().map(store::Entry::original).collect();
        let key = board::key(&originals, &agreement.workspace, &self.zone_of(agreement));
        let last = store::last_reports(&key).await;
        let Some(info) = last.iter().flatten().map(|last| last.info.clone()).next() else {
            return match self.reopen_kept(id, entries, agreement, &cancel).await {
                Ok(board) => {
                    browser::post(id, Response::Board(board.info()));
                    self.keep_if_read(&board).await;
                    None
                }
                Err(response) => Some(response),
            };
        };
        self.is_opening.set(true);
        let is_shown = shown == Some(key.as_str());
        let response = if is_shown { Response::AsShown } else { Response::Board(info) };
        browser::post(id, response);
        *self.last_reports.borrow_mut() = last;
        if !is_shown {
            self.until_first_report().await;
        }
        match self.reopen_kept(id, entries, agreement, &cancel).await {
            Ok(board) => self.keep_if_read(&board).await,
            Err(Response::Failed(failure)) => self.desk.borrow_mut().unopened = Some(failure),
            Err(_) => {}
        }
        None
    }

    async fn reopen_kept(
        &self,
        id: u32,
        entries: Vec<store::Entry>,
        agreement: &Agreement,
        cancel: &CancelFlag,
    ) -> Result<Rc<Board>, Response> {
        let opened = self.open_kept(id, entries, agreement, cancel).await;
        self.is_opening.set(false);
        let board = Rc::new(opened?);
        self.put_in_place(Rc::clone(&board));
        Ok(board)
    }

    async fn open_kept(&self, id: u32, entries: Vec<store::Entry>, agreement: &Agreement, cancel: &CancelFlag) -> Result<Board, Response> {
        let mut inputs = Vec::new();
        for entry in entries {
            match store::open(&entry).await {
                Some(source) => inputs.push(Input::again(entry.original(), source)),
                None => return Err(Response::Failed(Failure::KeptFileLost { name: entry.name })),
            }
        }
        reading::reopen(id, inputs, &agreement.workspace, &self.zone_of(agreement), cancel).await.map_err(Response::from)
    }

    /// Of a board that was read from its files: so that the next visit need not. If it fails, that one reads them again, too.
    async fn keep_if_read(&self, board: &Board) {
        if board.is_read {
            self.keep(board).await;
        }
    }

    async fn until_first_report(&self) {
        self.is_first_report_asked.set(false);
        let mut waited = 0;
        while !self.is_first_report_asked.get() && waited < PATIENCE_MS {
            browser::pause(WAIT_MS).await;
            waited += WAIT_MS;
        }
    }

    /// The board, once it is open.
    pub async fn board(&self) -> Result<Rc<Board>, Failure> {
        self.until_opened().await;
        let desk = self.desk.borrow();
        desk.board.clone().ok_or_else(|| desk.unopened.clone().unwrap_or(Failure::NoData))
    }

    pub async fn until_opened(&self) {
        while self.is_opening.get() {
            browser::pause(WAIT_MS).await;
        }
    }

    /// Answers with a report the board was left with, if this is its question; else the columns are waited for, and need not wait for it.
    pub fn answers_at_once(&self, id: u32, question: &[u8]) -> bool {
        let last = self.last_reports.borrow();
        let answer = last.iter().flatten().find(|last| last.question == question && self.is_of(last)).map(|last| last.answer.as_slice());
        if let Some(answer) = answer {
            browser::post_bytes(id, answer);
        }
        self.is_first_report_asked.set(true);
        answer.is_some()
    }

    /// Of the board in place, or of the one that is being opened.
    fn is_of(&self, last: &LastReport) -> bool {
        self.is_opening.get() || self.desk.borrow().board.as_ref().is_some_and(|board| board.key == last.board)
    }

    /// Remembers what a board was asked last and keeps it beside its columns, for the next visit.
    pub async fn remember(&self, board: &Board, place: usize, question: Vec<u8>, answer: Vec<u8>) {
        if board.sample {
            return;
        }
        self.last_reports.borrow_mut()[place] = Some(LastReport { board: board.key.clone(), info: board.info(), question, answer });
        let turn = self.reports.get() + 1;
        self.reports.set(turn);
        browser::pause(SETTLED_MS).await;
        if self.reports.get() == turn {
            self.keep_last_reports(board).await;
        }
    }

    /// Keeps the last reports of a board whose columns are kept.
    pub async fn keep_last_reports(&self, board: &Board) {
        if !board.is_stored() {
            return;
        }
        self.until_stored().await;
        self.is_storing.set(true);
        let last = self.last_reports.borrow().clone();
        for (name, last) in LastReport::NAMES.into_iter().zip(last) {
            if let Some(last) = last.filter(|last| last.board == board.key) {
                store::keep_last_report(name, &last).await;
            }
        }
        self.is_storing.set(false);
    }
}
