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
/// After some 3 MB the loops over bytes and cells are translated well (Chromium).
const READINGS: usize = 16;
/// After some 30 000 leads the loops over leads are.
const REPORTS: usize = 32;
const PAUSE_MS: i32 = 20;

/// How many answers are being worked on.
#[derive(Debug, Default)]
pub struct Busy(Cell<u32>);

impl Busy {
    pub async fn during<T>(&self, answer: impl Future<Output = T>) -> T {
        self.0.set(self.0.get() + 1);
        let answer = answer.await;
        self.0.set(self.0.get() - 1);
        answer
    }

    /// Lets messages in, and waits while one is answered: then it says so.
    async fn has_been(&self) -> bool {
        browser::breathe().await;
        let is_busy = self.0.get() > 0;
        while self.0.get() > 0 {
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
    for _ in 0..READINGS {
        // What was asked may have been an import, which has done the same.
        if busy.has_been().await {
            break;
        }
        other.push(&text);
    }
    drop(other);
    let imported = assemble(vec![first.finish()], &Workspace::default());
    for _ in 0..REPORTS {
        busy.has_been().await;
        report(&imported);
    }
}

fn text() -> Vec<u8> {
    let mut text = String::from(
        "Lead ID,First Name,Email,Company,Lead Source,Campaign,Owner,Country,Status,Create Date,MQL Date,SQL Date,Close Date,Amount,\
         Disqualification Reason,Attempts,Contacted,Page Views,Notes\n",
    );
    for line in 0..LINES {
        let (day, minute, kind) = (line % 28 + 1, line % 60, line % 7);
        let cells = format!(
            "L{line:07},Name{kind},n{line}@example{kind}.com,\"Company {kind}, Ltd\",Source {kind},Campaign {},Owner {kind},Land {kind},Open,\
             2024-03-{day:02} 09:{minute:02}:00,2024-04-{day:02}T10:{minute:02}:00Z,2024-05-{day:02} 11:{minute:02},2024-06-{day:02},\
             {line}.50,\"Reason \"\"{kind}\"\"\",{kind},Yes,{kind},\n",
            line % 19
        );
        text.push_str(&cells);
    }
    text.into_bytes()
}
