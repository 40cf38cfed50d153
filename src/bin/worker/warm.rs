//! Reads a made-up export and reports of it while nobody waits, so that the real one finds the program ready. A browser translates each
//! function when it is first called, and well only once it has been called often; on two cores that better translation then has to wait
//! for the workers that are reading.

use std::cell::Cell;

use handoff::{
    agreement::Workspace,
    import::{FileMapping, Imported, Reader, assemble, sniff},
    time::Zone,
};

use crate::browser;

/// Lines of cells of every kind; what is in them does not matter.
const LEADS: std::ops::Range<usize> = 1_000..1_900;
/// Of these lines; enough to see how they are read.
const HEAD_BYTES: usize = 16 << 10;
/// Read at a time: a message waits no longer than for this.
const PIECE_BYTES: usize = 32 << 10;
/// After some 3 MB the loops over bytes and cells are translated well (Chromium).
const READINGS: u8 = 16;
/// Of all that was read: after some 200 000 rows the loops over rows are.
const JOININGS: usize = 15;
/// Of all leads; after some 180 000 the loops over leads are.
const REPORTS: usize = 12;
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

/// Goes through what an import calls and on in its loops: over cells, over what another worker has read, over rows. In short turns, and
/// only while nothing is asked. Returns what came of it, to be reported of. With all of it an import of 1 000 000 leads has 17 ms of
/// translation left (Chromium), of 250 without.
pub async fn import(busy: &Busy) -> Option<Imported> {
    let mut text = text();
    let proposal = sniff("leads.csv", text.len() as u64, &text[..HEAD_BYTES], &[]).ok()?;
    let reader =
        |start: fn(u16, &str, &FileMapping, &Zone) -> Reader| start(0, "leads.csv", &proposal.mapping, &Zone::utc()).without_accounts();
    let mut first = reader(Reader::new);
    first.push(&text);
    let mut imported = assemble(vec![first.finish()], &Workspace::default());
    let mut second = reader(Reader::second);
    for reading in 0..READINGS {
        name_leads(&mut text, reading);
        for piece in text[HEADER.len()..].chunks(PIECE_BYTES) {
            if busy.has_been().await {
                // It may have been an import, which has done the rest.
                return Some(imported);
            }
            second.push(piece);
        }
    }
    let mut rows = Vec::new();
    second.write_to(&mut rows).ok()?;
    name_leads(&mut text, READINGS);
    for _ in 0..JOININGS {
        if busy.has_been().await {
            break;
        }
        let mut first = reader(Reader::new);
        first.push(&text);
        first.append(&mut rows.as_slice()).ok()?;
        imported = assemble(vec![first.finish()], &Workspace::default());
    }
    Some(imported)
}

/// Other leads, as none of them may come twice.
fn name_leads(text: &mut [u8], reading: u8) {
    text[HEADER.len()..].chunks_mut(LINE.len()).for_each(|line| line[0] = b'a' + reading);
}

/// Goes on in the loops of a report over leads, as [`import`] does.
pub async fn report(busy: &Busy, imported: &Imported, report: impl Fn(&Imported)) {
    for _ in 0..REPORTS {
        busy.has_been().await;
        report(imported);
    }
}

const HEADER: &[u8] = b"Lead ID,First Name,Email,Company,Lead Source,Campaign,Owner,Country,Status,Create Date,MQL Date,SAL Date,\
    Assigned Date,First Follow-up,SQL Date,Opportunity Date,Close Date,Amount,Disqualified Date,Disqualification Reason,Attempts,Contacted,\
    Page Views,Notes\n";
const LINE: &[u8] = b"L####,Name#,n####@example#.com,\"Company #, Ltd\",Source #,Campaign %#,Owner #,Land #,Open,\
    201#-0%-%# 09:2#:00,2024-04-%#T10:2#:00,2024-04-%# 10:3#,2024-04-%# 10:4#,2024-04-%# 11:2#,2024-05-%# 11:2#,2024-06-%#,2024-07-%#,\
    1##.50,2024-08-%#,\"Reason \"\"#\"\"\",#,Yes,#,\n";

/// A digit of the line's number for each `#`, the last one first, and 1 or 2 for each `%`. Put together without a formatter, which would
/// be translated for nothing else; dates as most exports write them, for the same reason.
fn text() -> Vec<u8> {
    let mut text = HEADER.to_vec();
    for line in LEADS {
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
