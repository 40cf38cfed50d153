//! Reads a made-up export and reports of it while nobody waits, so that the real one finds the program ready. A browser translates each
//! function when it is first called, and well only once it has been called often; on two cores that better translation then has to wait
//! for the workers that are reading.

use std::cell::Cell;

use handoff::{
    agreement::Workspace,
    import::{Imported, Reader, assemble, sniff},
    time::Zone,
};

use crate::browser;

/// Lines of cells of every kind; what is in them does not matter.
const LINES: usize = 900;
/// Of these lines; enough to see how they are read.
const HEAD_BYTES: usize = 16 << 10;
/// Read at a time: a message waits no longer than for this.
const PIECE_BYTES: usize = 32 << 10;
/// After some 3 MB the loops over bytes and cells are translated well (Chromium).
const READINGS: usize = 16;
/// After some 30 000 leads the loops over leads are.
const REPORTS: usize = 32;
const PAUSE_MS: i32 = 20;

/// How many answers are being worked on, and how many there were.
#[derive(Debug, Default)]
pub struct Busy {
    now: Cell<u32>,
    ever: Cell<u32>,
}

impl Busy {
    pub async fn during<T>(&self, answer: impl Future<Output = T>) -> T {
        self.now.set(self.now.get() + 1);
        self.ever.set(self.ever.get() + 1);
        let answer = answer.await;
        self.now.set(self.now.get() - 1);
        answer
    }

    /// Waits until nothing is asked for so long.
    pub async fn rests(&self, milliseconds: i32) {
        loop {
            let before = self.ever.get();
            browser::pause(milliseconds).await;
            if self.now.get() == 0 && self.ever.get() == before {
                break;
            }
        }
    }

    /// Lets messages in, and waits while one is answered: then it says so.
    async fn has_been(&self) -> bool {
        browser::breathe().await;
        let is_busy = self.now.get() > 0;
        while self.now.get() > 0 {
            browser::pause(PAUSE_MS).await;
        }
        is_busy
    }
}

/// Goes through what an import calls and on in its loops over cells, which take it longest, then through what a report calls and on in the
/// loops over leads; in short turns and only while nothing is asked.
pub async fn warm(busy: &Busy, report: impl Fn(&Imported)) {
    let text = text();
    let Ok(proposal) = sniff("leads.csv", text.len() as u64, &text[..HEAD_BYTES], &[]) else { return };
    let reader = || Reader::new(0, "leads.csv", &proposal.mapping, &Zone::utc()).without_accounts();
    let mut first = reader();
    first.push(&text);
    let mut other = reader();
    for piece in std::iter::repeat_n(text.chunks(PIECE_BYTES), READINGS).flatten() {
        // What was asked may have been an import, which has done the same.
        if busy.has_been().await {
            break;
        }
        other.push(piece);
    }
    drop(other);
    let imported = assemble(vec![first.finish()], &Workspace::default());
    for _ in 0..REPORTS {
        busy.has_been().await;
        report(&imported);
    }
}

/// A digit of the line's number for each `#`, the last one first, and 1 or 2 for each `%`. Put together without a formatter, which would
/// be translated for nothing else; dates as most exports write them, for the same reason.
fn text() -> Vec<u8> {
    const HEADER: &[u8] = b"Lead ID,First Name,Email,Company,Lead Source,Campaign,Owner,Country,Status,Create Date,MQL Date,SQL Date,\
        Close Date,Amount,Disqualification Reason,Attempts,Contacted,Page Views,Notes\n";
    const LINE: &[u8] = b"L####,Name#,n####@example#.com,\"Company #, Ltd\",Source #,Campaign %#,Owner #,Land #,Open,\
        2024-03-%# 09:2#:00,2024-04-%#T10:2#:00,2024-05-%# 11:2#,2024-06-%#,1##.50,\"Reason \"\"#\"\"\",#,Yes,#,\n";
    let mut text = HEADER.to_vec();
    for line in 0..LINES {
        let mut left = line;
        let mut digit = || {
            let digit = left % 10;
            left = if left < 10 { line } else { left / 10 };
            digit as u8
        };
        text.extend(LINE.iter().map(|byte| match byte {
            b'#' => b'0' + digit(),
            b'%' => b'1' + digit() % 2,
            other => *other,
        }));
    }
    text
}
