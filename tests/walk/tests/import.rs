//! Any export, in three steps: what was understood is said and can be changed, what nobody can know is asked, and it stays short.

mod common;

use std::{fs, path::PathBuf, process::Command};

use common::{PICK, QUESTION, READING, accept, data, speak, write};
use serde_json::{Value, json};
use thirtyfour::Key;
use walk::{Outcome, Page, Settings, walk};

/// Month and day that no row tells apart, in Windows-1251, a title above the header.
const DEALS: &[u8] = b"Pipeline report;;;;;\nDeal ID;Deal Stage;Created;Close Date;Amount;Lost Reason\n\
    d1;\xC7\xE0\xEA\xF0\xFB\xF2\xEE;03/04/2026;05/06/2026;1200,50;\nd2;Closed Lost;04/05/2026;06/07/2026;;Too dear\nd3;Closed Lost;02/05/2026;06/07/2026;;Price\n";

/// Sets a select, found by the text of its label or its own, to the option of this text.
async fn select(page: &Page, label: &str, option: &str) -> Outcome {
    let script = "const one = [...document.querySelectorAll('select')].find((one) => one.checkVisibility()
          && (one.getAttribute('aria-label') || one.closest('label')?.querySelector('span')?.innerText || one.closest('label')?.innerText || '').includes(arguments[0]));
        const choice = one && [...one.options].find((choice) => choice.text === arguments[1]);
        if (!choice) return false;
        one.value = choice.value;
        one.dispatchEvent(new Event('change', { bubbles: true }));
        return true;";
    page.until(&format!("{option} in {label}"), script, vec![json!(label), json!(option)], READING).await.map(drop)
}

/// The option that stands in such a select.
async fn selected(page: &Page, label: &str, option: &str) -> Outcome {
    let script = "const one = [...document.querySelectorAll('select')].find((one) => one.checkVisibility() && (one.getAttribute('aria-label') || '').includes(arguments[0]));
        return one?.selectedOptions[0]?.text === arguments[1]";
    page.until(&format!("{option} in {label}"), script, vec![json!(label), json!(option)], READING).await.map(drop)
}

async fn rules(page: &Page, at: &str) -> Outcome {
    assert_eq!(page.axe().await?, Vec::<String>::new(), "{at}");
    Ok(())
}

/// The step as it looks in both languages, in the dark and on a phone; axe in each language.
async fn looks(page: &Page, name: &str) -> Outcome {
    for tag in ["en", "fa"] {
        speak(page, tag).await?;
        page.script("document.querySelectorAll('main details').forEach((one) => one.open = true)", vec![]).await?;
        // What was asked of the worker on being drawn anew has to come back.
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        page.whole_picture(&format!("{name}-{tag}"), 1280, 1.0).await?;
        rules(page, &format!("{name} {tag}")).await?;
        page.whole_picture(&format!("{name}-{tag}-phone"), 390, 2.0).await?;
        assert!(!page.overflows().await?, "{name} {tag} scrolls sideways on a phone");
        page.dark(true).await?;
        page.whole_picture(&format!("{name}-{tag}-dark"), 1280, 1.0).await?;
        rules(page, &format!("{name} {tag} dark")).await?;
        page.dark(false).await?;
    }
    speak(page, "en").await?;
    page.resize(1280, 900, 1.0).await
}

#[tokio::test]
async fn files_are_picked_while_the_program_is_on_its_way() -> Outcome {
    for (language, words) in [("en-GB", "One page that ends the argument."), ("fa-IR", "صفحه‌ای که به بحث پایان می‌دهد.")]
    {
        let settings = Settings { language, bytes_per_second: Some(300 << 10), ..Settings::default() };
        walk(&format!("first-screen-{language}"), settings, async |page: &Page| {
            page.open("").await?;
            page.see_in("#first h1", words).await?;
            page.picture("on-its-way").await?;
            assert!(!page.script("return !!document.querySelector('#content')", vec![]).await?.as_bool().unwrap_or(true), "already there");
            page.upload(
                "#first input",
                &[write("first-screen", "early.csv", b"Lead ID,Create Date,Status\nL1,2024-01-02 10:00,New\nL2,2024-01-03 11:00,New\n")?],
            )
            .await?;
            page.see_in("#content", "early.csv").await?;
            assert!(
                page.script("return !document.querySelector('#first')", vec![]).await?.as_bool().unwrap_or_default(),
                "two first screens"
            );
            Ok(())
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn how_a_file_is_read_is_said_and_can_be_changed() -> Outcome {
    let file = write("reading", "deals.csv", DEALS)?;
    walk("reading", Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.upload(PICK, &[file]).await?;
        page.see("Windows-1251 · semicolon · header in row 2 · day before month").await?;
        page.see("Created can be read in more than one way, and no row decides.").await?;
        page.see("03/04/2026").await?;
        looks(page, "match").await?;

        page.click(".reading summary").await?;
        page.see_in(".first-rows", "Закрыто").await?;
        page.see_in(".first-rows", "1,200.5").await?;
        select(page, "Encoding", "KOI8-R").await?;
        page.see("KOI8-R · semicolon · header in row 2").await?;
        page.see("corrected by you").await?;
        page.see_in(".first-rows", "гЮЙПШРН").await?;
        select(page, "Header row", "none").await?;
        page.see("no header row").await?;
        page.see_in(".first-rows", "Column 2").await?;
        select(page, "Separator", "comma").await?;
        page.see("comma").await?;
        page.choose("Back to as detected").await?;
        page.see("Windows-1251 · semicolon · header in row 2 · day before month").await?;
        page.gone(".reading .actions").await?;
        selected(page, "Meaning of Amount", "Amount").await?;

        // Another kind has other columns.
        select(page, "These rows are", "Spend").await?;
        let unused = "return [...document.querySelectorAll('.card > .table-scroll .match-head')].every((row) => !row.innerText.startsWith('Close Date'))";
        page.until("the close date to have no use", unused, vec![], READING).await?;
        page.choose("Back to as detected").await?;
        selected(page, "Meaning of Created", "Created").await?;

        // A table that is none in this reading says so and stays as it was.
        select(page, "Separator", "pipe").await?;
        page.see("deals.csv has no line of column names").await?;
        page.see("Windows-1251 · semicolon").await
    })
    .await
}

#[tokio::test]
async fn what_nobody_can_know_is_asked_and_the_answer_kept() -> Outcome {
    let file = write("asked", "deals.csv", DEALS)?;
    walk("asked", Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.upload(PICK, std::slice::from_ref(&file)).await?;
        page.see_in(".question", "Until you choose, it is taken as: day / month / year.").await?;
        page.see_in(".question", "Apr 3, 2026").await?;
        page.see_in(".question", "Mar 4, 2026").await?;
        assert_eq!(page.texts(".question legend").await?.len(), 2);
        page.choose("Check these files").await?;
        // Not answered: asked again where it was read, and said among the doubts.
        page.see_within("deals kept", READING).await?;
        page.see_in(".question", "Mar 4, 2026").await?;
        page.see("No row decides day or month first").await?;
        // A word that only says "ended" is nobody's guess, and what reasons are called is the agreement's.
        page.see_in(".select.unset", "no meaning").await?;
        looks(page, "check").await?;
        page.click(".question label:last-child input").await?;
        select(page, "Meaning of Закрыто", "Won").await?;
        page.fill("input[aria-label='Agreed name of Too dear']", "Price").await?;
        page.press(Key::Tab).await?;
        page.picture("check-answered").await?;
        page.choose("Read again").await?;
        page.gone(".question").await?;
        page.choose("Open the board").await?;
        page.see_within(QUESTION, READING).await?;
        page.open("#/reasons").await?;
        page.see_in("main", "Price").await?;
        let rows = page.texts(".table-scroll tbody tr").await?.join(" ");
        assert!(!rows.contains("Too dear"), "{rows}");
        page.open("#/return").await?;
        page.see_in(".figure-value", "1,200.5").await?;

        page.see("it will be here after a reload").await?;
        page.choose("Dismiss").await?;
        page.gone(".notice").await?;

        // Afterwards: the kept file's matching is opened without a new upload, as it was left.
        page.open("#/data").await?;
        page.see("deals.csv").await?;
        page.whole_picture("kept", 1280, 1.0).await?;
        rules(page, "kept").await?;
        page.choose("Change matching: deals.csv").await?;
        page.see("Windows-1251 · semicolon · header in row 2 · month before day").await?;
        assert_eq!(
            page.script("return [...document.querySelectorAll('.question label:last-child input')].every((one) => one.checked)", vec![])
                .await?,
            json!(true)
        );
        select(page, "Meaning of Lost Reason", "not used").await?;
        page.choose("Save this matching").await?;
        let saved = page.download("handoff-matching.json").await?;
        page.choose("Check these files").await?;
        page.see_within("deals kept", READING).await?;
        page.choose("Open the board").await?;
        page.see_within(QUESTION, READING).await?;
        page.see_within("it will be here after a reload", READING).await?;
        page.reload().await?;
        page.open("#/return").await?;
        page.see_in(".figure-value", "1,200.5").await?;
        page.open("#/reasons").await?;
        page.until(
            "no reason",
            "return location.hash.includes('reasons') && !document.body.innerText.includes('Too dear')",
            vec![],
            READING,
        )
        .await?;

        // The file that was saved reads the same export the same way on the command line, and on a page that knows nothing.
        let report = report(&["--mapping".into(), saved.clone(), file.clone()])?;
        assert_eq!(
            (&report["deals"]["won"], &report["deals"]["lost"], &report["revenue"]["total"]["minor"]),
            (&json!(1), &json!(2), &json!(120_050))
        );
        assert_eq!(report["import"]["files"][0]["issues"], json!([]));
        page.open("#/data").await?;
        page.choose("Forget everything").await?;
        page.choose("Yes, forget everything").await?;
        page.see("Everything is forgotten.").await?;
        page.upload(PICK, std::slice::from_ref(&file)).await?;
        page.see("day before month").await?;
        page.upload("input[type=file][accept='.json,application/json']", &[saved]).await?;
        page.see("month before day").await?;
        page.choose("Check these files").await?;
        page.see_within("deals kept", READING).await?;
        page.gone(".question").await?;
        page.see("No doubts").await
    })
    .await
}

/// What the command line computes.
fn report(arguments: &[PathBuf]) -> Outcome<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(xtask::root()).args(["run", "--quiet", "--package", "handoff", "--bin", "handoff", "--", "report"]).args(arguments);
    Ok(serde_json::from_slice(&command.output()?.stdout)?)
}

#[tokio::test]
async fn a_known_export_is_three_clicks_from_the_board() -> Outcome {
    let contacts = "Record ID,First Name,Last Name,Email,Lifecycle Stage,Lead Status,Contact owner,Create Date,Original Source,Became a Marketing Qualified Lead Date\n\
        10293847,Ann,Lee,ann@x.example,Marketing Qualified Lead,Open,Nadia,2026-04-03 09:14,Organic Search,2026-04-05\n10293848,Bob,Ray,bob@x.example,Lead,New,Nadia,2026-04-11 16:40,Paid Search,\n";
    let opportunities = "\"Opportunity ID\",\"Opportunity Name\",\"Opportunity Owner\",\"Stage\",\"Amount\",\"Created Date\",\"Close Date\",\"Lead Source\"\n\
        \"006A1\",\"Ann: big\",\"Nadia\",\"Closed Won\",\"1200.50\",\"13/04/2026\",\"30/04/2026\",\"Web\"\n\"006A2\",\"Bob: small\",\"Nadia\",\"Closed Lost\",\"80\",\"14/04/2026\",\"18/04/2026\",\"Web\"\n";
    let files = [write("clicks", "contacts.csv", contacts.as_bytes())?, write("clicks", "report.csv", opportunities.as_bytes())?];
    three_clicks("clicks-hubspot", &files[..1], Some("looks like HubSpot contacts")).await?;
    three_clicks("clicks-salesforce", &files[1..], Some("Salesforce")).await?;
    for name in ["maven_crm/sales_pipeline.csv", "olist/olist_marketing_qualified_leads_dataset.csv", "ringostat_deals/deals.csv"] {
        if let Some(file) = data(name) {
            three_clicks("clicks-real", &[file], None).await?;
        }
    }
    Ok(())
}

/// The drop counts as one, though a mouse that lets go does not click.
async fn three_clicks(name: &str, files: &[PathBuf], system: Option<&str>) -> Outcome {
    walk(name, Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.see("Drop your CSV").await?;
        page.script("window.clicks = 0; addEventListener('click', (event) => window.clicks += event.isTrusted ? 1 : 0, true)", vec![])
            .await?;
        page.drop_files("main", files).await?;
        if let Some(system) = system {
            page.see(system).await?;
        }
        page.see("Check these files").await?;
        page.picture("match").await?;
        page.choose("Check these files").await?;
        page.see_within("Open the board", READING).await?;
        page.choose("Open the board").await?;
        page.see_within(QUESTION, READING).await?;
        let clicks = page.script("return window.clicks", vec![]).await?.as_u64();
        assert!(clicks.is_some_and(|clicks| clicks <= 2), "{name}: a drop and {clicks:?} clicks");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_folder_is_looked_through() -> Outcome {
    let leads = "Lead ID,Email,Source,Created\n1,a@x.example,Web,2026-04-03\n2,b@x.example,Fair,2026-04-14\n";
    write("folder/exports", "leads.csv", leads.as_bytes())?;
    write("folder/exports", ".DS_Store", b"\0\0\0\x01Bud1")?;
    write("folder/exports", "notes.pdf", b"%PDF-1.4")?;
    write("folder/exports/.git", "index.csv", b"a,b\n1,2\n")?;
    write("folder/exports/2026/may", "leads.csv", leads.replace("1,a", "3,c").replace("2,b", "4,d").as_bytes())?;
    let folder = xtask::root().join("target/walk-files/folder/exports");
    walk("folder", Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.see("Choose a folder").await?;
        // The system's own drag: only such a one holds a real folder.
        let files = json!([folder]);
        for kind in ["dragEnter", "dragOver", "drop"] {
            let event = json!({ "type": kind, "x": 640, "y": 700, "data": { "items": [], "files": files, "dragOperationsMask": 1 } });
            page.browser().cdp().send_raw("Input.dispatchDragEvent", event).await?;
        }
        passed_over(page).await?;
        looks(page, "folder").await?;
        page.choose("Cancel").await?;
        page.upload("input.folder", &[folder]).await?;
        passed_over(page).await?;
        page.choose("Check these files").await?;
        page.see_within("4", READING).await?;
        page.see("leads kept").await
    })
    .await
}

async fn passed_over(page: &Page) -> Outcome {
    for text in ["2026/may/leads.csv", "Passed over, being hidden or no table:", ".DS_Store", "notes.pdf", ".git"] {
        page.see(text).await?;
    }
    let names = page.texts(".file-head h2").await?;
    assert_eq!(names, ["2026/may/leads.csv", "leads.csv"]);
    Ok(())
}

#[tokio::test]
async fn cells_are_pasted_from_a_spreadsheet() -> Outcome {
    let cells = "Lead ID\tEmail\tSource\tCreated\n1\ta@x.example\t\"Web, paid\"\t2026-04-03\n2\tb@x.example\tFair\t2026-04-14\n";
    let paste = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);
        document.querySelector(arguments[1]).dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))";
    walk("paste", Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.see("Paste a table").await?;
        // A word in passing is no table.
        page.script(paste, vec![json!("hello"), json!("main")]).await?;
        page.script(paste, vec![json!(cells), json!("main")]).await?;
        page.see("Pasted table.tsv").await?;
        page.see("UTF-8 · tab · header in row 1").await?;
        page.choose("Cancel").await?;
        page.choose("Paste a table").await?;
        page.until("the focus", "return document.activeElement.id === 'pasted'", vec![], READING).await?;
        // In the field a paste is the field's.
        page.script(paste, vec![json!(cells), json!("#pasted")]).await?;
        looks(page, "paste").await?;
        page.choose("Paste a table").await?;
        page.script("document.querySelector('#pasted').value = arguments[0]", vec![json!(cells)]).await?;
        page.choose("Read this table").await?;
        page.see("Pasted table.tsv").await?;
        page.choose("Check these files").await?;
        page.see_within("leads kept", READING).await?;
        page.choose("Open the board").await?;
        page.see_within(QUESTION, READING).await?;
        page.see("2 leads").await
    })
    .await
}

#[tokio::test]
async fn every_doubt_has_a_place_to_look_at() -> Outcome {
    let mut leads = b"Lead ID,Email,Source,Created\n1,a@x.example,Web,2026-04-03\n2,b@x.example,Caf".to_vec();
    leads.extend_from_slice(
        b"\xE9\xFF,2026-04-14\n3,c@x.example,Ca\xC3\xB1a,2026-04-15\n4,d@x.example,\xD8\xB3\xD8\xA7\xD8\xB1\xD8\xA7,2026-04-15\n",
    );
    let calls = "Activity Type,Lead ID,Activity Date,Subject\nCall,1,2026-04-04,a\nCall,99,2026-04-05,b\nCall,98,2026-04-06,c\n";
    let files = [write("doubts", "leads.csv", &leads)?, write("doubts", "activities.csv", calls.as_bytes())?];
    walk("doubts", Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.upload(PICK, &files).await?;
        page.choose("Check these files").await?;
        page.see_within("leads kept", READING).await?;
        let rows = page.texts(".table-scroll tbody tr").await?.join("\n").split_whitespace().collect::<Vec<_>>().join(" ");
        for text in [
            "Its lead, company or entry is in no file: kept without it",
            "activities.csv 2",
            "Bytes that are no text: shown as �, the row is kept Source leads.csv 1",
        ] {
            assert!(rows.contains(text), "{text} in {rows}");
        }
        page.choose("Show the places of: Its lead, company or entry is in no file: kept without it").await?;
        page.see_in(".places", "2 of 2 places").await?;
        let places = page.texts(".places tbody tr").await?;
        assert_eq!(
            places.iter().map(|place| place.split_whitespace().next().unwrap_or_default()).collect::<Vec<_>>(),
            ["3", "4"],
            "{places:?}"
        );
        page.choose("Show the places of: Bytes that are no text: shown as �, the row is kept").await?;
        page.see_in(".places", "Caf\u{FFFD}").await?;
        page.whole_picture("doubts", 1280, 1.0).await?;
        rules(page, "doubts").await?;
        page.choose("Save the list").await?;
        let list = fs::read_to_string(page.download("doubts.csv").await?)?;
        assert!(list.contains("leads.csv,3,Source,undecodable_bytes") && list.contains("activities.csv,4,Lead ID,not_joined"), "{list}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_three_steps_work_by_keyboard() -> Outcome {
    let file = write("keys", "deals.csv", DEALS)?;
    walk("import-keys", Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.upload(PICK, &[file]).await?;
        page.until("the focus on the step", "return document.activeElement.innerText === '2 Match'", vec![], READING).await?;
        tab_to(page, "Windows-1251").await?;
        page.press(Key::Enter).await?;
        page.see_in(".first-rows", "d1").await?;
        page.script("document.querySelector('.question input').focus()", vec![]).await?;
        page.press(Key::Down).await?;
        page.see("month before day").await?;
        page.picture("match-focus").await?;
        tab_to(page, "Check these files").await?;
        page.press(Key::Enter).await?;
        page.until("the focus on the step", "return document.activeElement.innerText === '3 Check'", vec![], READING).await?;
        tab_to(page, "Show the places of:").await?;
        page.press(Key::Enter).await?;
        page.see_in(".places", "places").await?;
        page.press(Key::Enter).await?;
        page.gone(".places").await
    })
    .await
}

/// Tab until what has the focus begins so.
async fn tab_to(page: &Page, text: &str) -> Outcome {
    for _ in 0..60 {
        page.press(Key::Tab).await?;
        if page.focus().await?.starts_with(text) {
            return Ok(());
        }
    }
    Err(format!("no Tab leads to {text}").into())
}

#[tokio::test]
async fn the_same_shape_is_read_as_it_was_confirmed() -> Outcome {
    let (january, february) =
        ("Number,Who,Made\n1,Ann,03/04/2026\n2,Bob,05/06/2026\n", "Number,Who,Made\n3,Cem,07/04/2026\n4,Dina,05/06/2026\n");
    let files = [write("shape", "january.csv", january.as_bytes())?, write("shape", "february.csv", february.as_bytes())?];
    walk("shape", Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.upload(PICK, &files[..1]).await?;
        page.see("january.csv").await?;
        select(page, "These rows are", "Leads").await?;
        page.see("corrected by you").await?;
        select(page, "Meaning of Number", "Lead id").await?;
        select(page, "Meaning of Who", "Owner").await?;
        select(page, "Meaning of Made", "Created").await?;
        page.see_in(".question", "Made can be read").await?;
        page.click(".question label:last-child input").await?;
        page.choose("Check these files").await?;
        page.see_within("leads kept", READING).await?;
        page.choose("Open the board").await?;
        page.see_within(QUESTION, READING).await?;
        accept(page, &files[1..]).await?;
        page.open("#/data").await?;
        page.choose("Change matching: february.csv").await?;
        page.see("corrected by you").await?;
        selected(page, "Meaning of Who", "Owner").await?;
        page.see("month before day").await
    })
    .await
}
