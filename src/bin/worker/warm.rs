//! Reads a made-up export while nobody waits, so that the real one finds the program ready. A browser translates each function when it
//! is first called, and well only once it has been called often; on two cores that better translation then has to wait for the
//! workers that are reading.

use handoff::{
    agreement::Workspace,
    import::{Imported, Reader, assemble, sniff},
    time::Zone,
};

use crate::browser;

/// Lines of cells of every kind; what is in them does not matter.
const LINES: usize = 900;
/// After some 3 MB the loops over bytes and cells are translated well (Chromium).
const TIMES: usize = 16;

/// Goes once through all that an import and `then` call, then on in the loops over cells, in short turns and for as long as `is_idle` says
/// so.
pub async fn warm(is_idle: impl Fn() -> bool, then: impl FnOnce(&Imported)) {
    let text = text();
    let Ok(proposal) = sniff("leads.csv", text.len() as u64, &text, &[]) else { return };
    let reader = || Reader::new(0, "leads.csv", &proposal.mapping, &Zone::utc()).without_accounts();
    let mut first = reader();
    first.push(&text);
    browser::breathe(0).await;
    if !is_idle() {
        return;
    }
    then(&assemble(vec![first.finish()], &Workspace::default()));
    let mut reader = reader();
    for _ in 0..TIMES {
        browser::breathe(0).await;
        if !is_idle() {
            return;
        }
        reader.push(&text);
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
