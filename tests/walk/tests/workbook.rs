//! A workbook from the drop to the board: opened by a worker that no visit without one loads, to be cancelled, or refused in a
//! sentence. What its cells mean is tested natively.

use std::{fs, path::PathBuf, time::Duration};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use walk::{Outcome, Page, Settings, walk};

const READING: Duration = Duration::from_mins(1);
const PICK: &str = "input[type=file][multiple]";

fn save(name: &str, mut workbook: Workbook) -> Outcome<PathBuf> {
    let folder = xtask::root().join("target/walk-files/workbook");
    fs::create_dir_all(&folder)?;
    let path = folder.join(name);
    fs::write(&path, workbook.save_to_buffer()?)?;
    Ok(path)
}

fn crm() -> Outcome<Workbook> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("d/m/yyyy");
    let leads = workbook.add_worksheet().set_name("Leads")?;
    leads.write_row(0, 0, ["Lead ID", "Created Date", "Lead Source", "MQL Date"])?;
    for row in 1..=40 {
        leads.write(row, 0, format!("{row:04}"))?;
        leads.write_with_format(row, 1, ExcelDateTime::from_ymd(2024, 1, (row % 28) as u8 + 1)?, &date)?;
        leads.write(row, 2, "Web")?;
    }
    leads.write_formula(1, 3, "NA()")?;
    let deals = workbook.add_worksheet().set_name("Deals")?;
    deals.write_row(0, 0, ["Deal ID", "Lead ID", "Deal Status", "Amount", "Close Date"])?;
    deals.write_row(1, 0, ["D1", "0001", "Won"])?;
    deals.write(1, 3, 1_200.5)?;
    deals.write_with_format(1, 4, ExcelDateTime::from_ymd(2024, 3, 1)?, &date)?;
    workbook.add_worksheet().set_name("Lists")?.set_hidden(true).write(0, 0, "Web")?;
    Ok(workbook)
}

fn loads_the_reader(page: &Page) -> bool {
    page.requests().iter().any(|path| path.contains("workbook"))
}

#[tokio::test]
async fn a_workbook_becomes_a_board() -> Outcome {
    let file = save("crm.xlsx", crm()?)?;
    walk("workbook", Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.see("Look round with sample data").await?;
        assert!(!loads_the_reader(page), "a first visit loads the reader of workbooks");
        page.upload(PICK, std::slice::from_ref(&file)).await?;
        page.see("crm.xlsx › Leads").await?;
        page.see("crm.xlsx › Deals").await?;
        page.see("crm.xlsx: hidden sheets were left out (Lists).").await?;
        assert!(loads_the_reader(page));
        page.picture("match").await?;
        page.choose("Check these files").await?;
        page.see_within("Open the board", READING).await?;
        page.choose("Open the board").await?;
        page.see_within("40 leads", READING).await?;
        page.picture("board").await?;
        // What is kept is the text of the sheets, so the same workbook is known again.
        page.reload().await?;
        page.see_within("40 leads", READING).await?;
        page.open("#/data").await?;
        page.see("crm.xlsx › Deals").await?;
        page.upload(PICK, std::slice::from_ref(&file)).await?;
        page.choose("Check these files").await?;
        page.see_within("nothing changes", READING).await
    })
    .await
}

#[tokio::test]
async fn opening_a_workbook_can_be_cancelled() -> Outcome {
    let mut large = Workbook::new();
    let sheet = large.add_worksheet();
    for row in 0..60_000 {
        sheet.write_row(row, 0, (0..8).map(|column| row * 8 + column))?;
    }
    let (large, small) = (save("large.xlsx", large)?, save("crm.xlsx", crm()?)?);
    walk("workbook-cancel", Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.see("Look round with sample data").await?;
        // Pressed as soon as it can be, before the reader may be done.
        let press = "new MutationObserver((_, self) => {
            const button = document.querySelector('[role=status] ~ .actions .button');
            if (button) { self.disconnect(); window.said = document.querySelector('.card [role=status]').innerText; button.click(); }
        }).observe(document.body, { childList: true, subtree: true })";
        page.script(press, vec![]).await?;
        page.upload(PICK, &[large]).await?;
        page.see("Drop your exports here").await?;
        assert_eq!(page.script("return window.said", vec![]).await?, "Reading the workbook large.xlsx…");
        page.upload(PICK, &[small]).await?;
        page.see("crm.xlsx › Leads").await
    })
    .await
}

#[tokio::test]
async fn what_is_no_workbook_gets_one_sentence() -> Outcome {
    let folder = xtask::root().join("target/walk-files/workbook");
    fs::create_dir_all(&folder)?;
    let files = [
        ("old.xls", &b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"[..], "old.xls is an old Excel workbook (.xls)."),
        ("torn.xlsx", b"PK\x03\x04\x14\0\x06\0", "torn.xlsx is an Excel workbook or another ZIP file, and it is damaged."),
    ];
    let mut paths = Vec::new();
    for (name, bytes, _) in files {
        fs::write(folder.join(name), bytes)?;
        paths.push(folder.join(name));
    }
    walk("workbook-refused", Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.upload(PICK, &paths).await?;
        for (_, _, sentence) in files {
            page.see(sentence).await?;
        }
        page.picture("refused").await.map(drop)
    })
    .await
}
