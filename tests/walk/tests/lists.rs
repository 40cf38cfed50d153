//! Two lists compared in the browser: chosen, explained in a sentence, opened and saved, in both languages.

use std::{fmt::Write, fs, path::PathBuf, time::Duration};

use serde_json::json;
use walk::{Outcome, Page, Settings, walk};

const READING: Duration = Duration::from_mins(1);
const LEFT: &str = "input[aria-label='Marketing’s list']";
const RIGHT: &str = "input[aria-label='Sales’ list']";

/// 412 of marketing's leads are MQLs. Of those sales has 188 as such, 74 in another stage and 150 not at all.
fn lists() -> Outcome<[PathBuf; 2]> {
    let folder = xtask::root().join("target/walk-files/lists");
    fs::create_dir_all(&folder)?;
    let mut marketing = "Lead ID,Email,First Name,Lifecycle Stage,Owner\n".to_owned();
    let mut sales = "Email,Lead Status,Lead Owner,Name\n".to_owned();
    for lead in 0..450 {
        let (stage, owner) = (if lead < 412 { "MQL" } else { "Lead" }, ["Ann", "Bob", ""][lead % 3]);
        writeln!(marketing, "M{lead},p{lead}@x.example,=1+{lead},{stage},{owner}")?;
        if !(188 + 74..412).contains(&lead) {
            let status = if lead < 188 { "MQL" } else { "New" };
            writeln!(sales, " P{lead}@X.example ,{status},{},=HYPERLINK({lead})", if lead % 3 == 0 { "Zoe" } else { "Bob" })?;
        }
    }
    marketing += "M3,p3@x.example,again,MQL,Ann\n";
    sales += ",MQL,Bob,nobody\nnew@x.example,MQL,,New\n";
    let files = [folder.join("marketing-leads.csv"), folder.join("sales-leads.csv")];
    fs::write(&files[0], marketing)?;
    fs::write(&files[1], sales)?;
    Ok(files)
}

async fn axe(page: &Page, name: &str) -> Outcome {
    assert_eq!(page.axe().await?, Vec::<String>::new(), "{name}");
    Ok(())
}

/// Opens the group of this accessible name and saves it; the lines of the file.
async fn saved(page: &Page, name: &str, rows: &str) -> Outcome<Vec<String>> {
    page.choose(name).await?;
    page.see_in("dialog h3", &format!("{rows} records")).await?;
    page.until("rows", "return document.querySelectorAll('.records-row').length > 0", vec![], READING).await?;
    page.choose("Save as CSV").await?;
    let path = page.download("compared.csv").await?;
    let text = fs::read_to_string(&path)?;
    fs::remove_file(path)?;
    Ok(text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect())
}

#[tokio::test]
async fn the_difference_between_two_lists_is_explained_opened_and_saved() -> Outcome {
    let [marketing, sales] = lists()?;
    walk("lists", Settings::default(), async |page: &Page| {
        page.open("#/data").await?;
        page.choose("Compare two lists").await?;
        page.see("Marketing’s list").await?;
        assert_eq!(page.route().await?, "#/data/reconcile");
        axe(page, "empty").await?;
        page.upload(LEFT, &[marketing]).await?;
        // The other one is dropped: it is not taken for an import.
        page.drop_files("section.sales", &[sales]).await?;
        page.see_in("section.sales", "sales-leads.csv").await?;
        page.choose("Compare").await?;
        let headline = "Marketing’s list has 412 leads as MQL; sales’ list has 188 of them as such: 150 missing there, 74 there in another stage.";
        page.see_within(headline, READING).await?;
        page.see("It is the only key both lists have.").await?;
        axe(page, "compared").await?;
        page.whole_picture("compared", 1280, 1.0).await?;
        page.resize(1280, 900, 1.0).await?;

        let missing = saved(page, "150: Open the records: Marketing’s list · MQL · Missing there", "150").await?;
        assert_eq!(missing.len(), 151);
        assert_eq!(missing[0], "email,left_stage,right_stage,left_owner,right_owner,left_name,right_name,left_line,right_line");
        assert_eq!(missing[1], "p262@x.example,mql,,Bob,,'=1+262,,264,");
        axe(page, "rows").await?;
        page.picture("rows").await?;
        page.choose("Close").await?;
        page.gone("dialog").await?;
        let elsewhere = saved(page, "74: Open the records: Marketing’s list · MQL · Another stage", "74").await?;
        assert_eq!(elsewhere[1], "p188@x.example,mql,lead,,Bob,'=1+188,'=HYPERLINK(188),190,190");
        page.choose("Close").await?;
        let repeated = saved(page, "1: Open the records: Marketing’s list · Rows that repeat a lead", "1").await?;
        assert_eq!(repeated[1], "p3@x.example,mql,mql,Ann,Zoe,again,'=HYPERLINK(3),452,5");
        page.choose("Close").await?;
        page.gone("dialog").await?;

        // What was found is still there in the other language, and in the dark.
        let speak = "const select = document.querySelector('.top select'); select.value = 'fa'; select.dispatchEvent(new Event('change', { bubbles: true }))";
        page.script(speak, vec![]).await?;
        page.see("فهرست بازاریابی ۴۱۲ سرنخ در MQL دارد").await?;
        axe(page, "fa").await?;
        page.whole_picture("compared-fa", 1280, 1.0).await?;
        page.whole_picture("compared-fa-phone", 390, 2.0).await?;
        assert!(!page.overflows().await?, "the comparison scrolls sideways on a phone");
        page.dark(true).await?;
        axe(page, "fa dark").await?;
        // Nothing of it was kept or put on a board.
        page.reload().await?;
        page.see("مقایسه دو فهرست").await?;
        assert_eq!(page.script("return document.querySelector('.lists-headline') === null", vec![]).await?, json!(true));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn lists_that_cannot_be_compared_say_why() -> Outcome {
    let folder = xtask::root().join("target/walk-files/lists-refused");
    fs::create_dir_all(&folder)?;
    let file = |name: &str, text: &[u8]| -> Outcome<PathBuf> {
        fs::write(folder.join(name), text)?;
        Ok(folder.join(name))
    };
    let by_id = file("by-id-leads.csv", b"Lead ID,Lead Status\n1,MQL\n2,New\n")?;
    let by_mail = file("by-mail-leads.csv", b"Email,Lead Status\na@x.example,MQL\n")?;
    let visits = file("visits.csv", b"Date,Sessions,Source\n2024-01-01,5,Web\n")?;
    let workbook = file("book.csv", b"PK\x03\x04\x14\x00\x06\x00xl/workbook.xml")?;
    walk("lists-refused", Settings::default(), async |page: &Page| {
        page.open("#/data/reconcile").await?;
        for (other, sentence) in [
            (by_mail, "no id and no e-mail address in common"),
            (visits, "visits.csv lists neither leads nor deals"),
            (workbook, "book.csv is an Excel workbook"),
        ] {
            page.upload(LEFT, std::slice::from_ref(&by_id)).await?;
            let name = other.file_name().unwrap_or_default().to_string_lossy().into_owned();
            page.upload(RIGHT, &[other]).await?;
            // It is looked into before it is taken.
            page.see(&name).await?;
            page.choose("Compare").await?;
            page.see_within(sentence, READING).await?;
        }
        Ok(())
    })
    .await
}
