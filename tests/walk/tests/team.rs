//! The rhythm of two teams: a meeting is held and its actions are carried on, material is registered, a view gets a name, an import is
//! compared with the one before, and everything is saved in one file and brought back by somebody else.

mod common;

use std::{fs, path::PathBuf, time::Duration};

use common::{PICK, QUESTION, READING, accept, speak, write};
use serde_json::json;
use walk::{Outcome, Page, Settings, walk};

async fn open_sample(page: &Page) -> Outcome {
    page.open("#/board").await?;
    page.choose("Open the sample").await?;
    page.see_within(QUESTION, READING).await
}

/// A heading, whose capitals are its style's.
async fn heading(page: &Page, text: &str) -> Outcome {
    let script = "return [...document.querySelectorAll('h1, h2, h3')].some((one) => one.checkVisibility() && one.textContent.includes(arguments[0]))";
    page.until(text, script, vec![json!(text)], READING).await.map(drop)
}

/// Types into the field of this name, and leaves it.
async fn put(page: &Page, name: &str, text: &str) -> Outcome {
    let script = "const field = [...document.querySelectorAll('input, textarea')].find((one) =>
          one.checkVisibility() && ((one.getAttribute('aria-label') || '') === arguments[0] || [...(one.labels || [])].some((label) => label.innerText.trim().startsWith(arguments[0]))));
        if (!field) return false;
        field.focus(); field.value = arguments[1];
        field.dispatchEvent(new Event('input', { bubbles: true })); field.dispatchEvent(new Event('change', { bubbles: true })); field.blur();
        return true";
    page.until(name, script, vec![json!(name), json!(text)], READING).await.map(drop)
}

async fn looked_at(page: &Page, name: &str) -> Outcome {
    tokio::time::sleep(Duration::from_millis(300)).await;
    page.whole_picture(name, 1400, 1.0).await?;
    assert_eq!(page.axe().await?, Vec::<String>::new(), "{name}");
    page.whole_picture(&format!("{name}-phone"), 390, 2.0).await?;
    assert!(!page.overflows().await?, "{name} scrolls sideways on a phone");
    page.resize(1280, 900, 1.0).await
}

#[tokio::test]
async fn a_meeting_is_held_and_its_actions_are_carried_on() -> Outcome {
    walk("meeting", Settings::default(), async |page: &Page| {
        open_sample(page).await?;
        page.choose("Meeting").await?;
        heading(page, "1. Shared figures").await?;
        heading(page, "4. Plans").await?;
        page.see("Chosen as:").await?;
        page.choose("Start the meeting").await?;
        page.see("Led by").await?;
        put(page, "Add an action", "Call the webinar leads first").await?;
        page.script("[...document.querySelectorAll('.decided button')].find((one) => one.innerText.trim() === 'Add')?.click()", vec![])
            .await?;
        page.until(
            "the action",
            "return [...document.querySelectorAll('.decided input')].some((one) => one.value.includes('webinar leads'))",
            vec![],
            READING,
        )
        .await?;
        put(page, "Owner of action 1", "Sales operations").await?;
        put(page, "Notes", "Both teams were there.").await?;
        looked_at(page, "meeting").await?;
        let chair = page.text("main").await?.contains("Led by Marketing");
        page.print("pack").await?;
        // The next one: another chair, the same action.
        page.choose("Start the meeting").await?;
        page.see(if chair { "Led by Sales" } else { "Led by Marketing" }).await?;
        page.until(
            "the action",
            "return [...document.querySelectorAll('.decided input')].some((one) => one.value.includes('webinar leads'))",
            vec![],
            READING,
        )
        .await?;
        page.reload().await?;
        page.choose("Open the sample").await?;
        heading(page, "1. Shared figures").await?;
        page.until(
            "the action",
            "return [...document.querySelectorAll('.decided input')].some((one) => one.value.includes('webinar leads'))",
            vec![],
            READING,
        )
        .await?;
        page.choose("Begin with the usual roles").await?;
        page.choose("Content").await?;
        heading(page, "Use and influence").await?;
        put(page, "Name of new material", "Pricing one-pager").await?;
        page.script("[...document.querySelectorAll('main button')].find((one) => one.innerText.trim() === 'Add')?.click()", vec![]).await?;
        page.see("Pricing one-pager").await?;
        looked_at(page, "content").await?;
        speak(page, "fa").await?;
        heading(page, "محتوا").await.or(page.see_within("محتوا", READING).await)?;
        page.whole_picture("content-fa", 1400, 1.0).await?;
        page.open("#/meeting").await?;
        page.until("the agenda", "return document.querySelectorAll('main .card').length > 4", vec![], READING).await?;
        page.dark(true).await?;
        looked_at(page, "meeting-fa-dark").await
    })
    .await
}

/// The board, the meeting pack and the executives' page name nobody on paper, and say what they are of.
#[tokio::test]
async fn paper_names_nobody() -> Outcome {
    walk("paper", Settings::default(), async |page: &Page| {
        open_sample(page).await?;
        let files = handoff::sample::board_files();
        let text = String::from_utf8(files[0].bytes.clone())?;
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        let mut names: Vec<String> = Vec::new();
        for line in lines.filter(|line| !line.contains('"')) {
            for (column, value) in header.iter().zip(line.split(',')) {
                if ["name", "email", "company", "owner"].contains(column) && value.len() > 3 {
                    names.push(value.to_owned());
                }
            }
        }
        names.sort();
        names.dedup();
        for (name, route) in [("board", "#/board"), ("meeting", "#/meeting"), ("return", "#/return")] {
            page.open(route).await?;
            page.until("the page", "return document.querySelectorAll('main .card').length > 4", vec![], READING).await?;
            tokio::time::sleep(Duration::from_secs(1)).await;
            page.paper(true).await?;
            let printed = page.text("body").await?;
            assert!(printed.contains("Data as of") && printed.contains("Agreement") && printed.contains("MQL:"), "{name}: {printed}");
            let found: Vec<&String> = names.iter().filter(|name| printed.contains(name.as_str())).collect();
            assert!(found.is_empty(), "{name} names {found:?}");
            page.whole_picture(name, 794, 1.0).await?;
            page.paper(false).await?;
            page.print(name).await?;
            page.resize(1280, 900, 1.0).await?;
        }
        Ok(())
    })
    .await
}

/// Three months of leads; a lead of March is an MQL only in the later export.
fn export(later: bool) -> String {
    let header = "lead_id,email,created_at,mql_at,sql_at,customer_at,source,owner\n".to_owned();
    let rows = (0..120).map(|number| {
        let month = 1 + number % 4;
        let mql = if number % 3 == 0 || (later && number % 8 == 2) { format!("2024-{month:02}-20") } else { String::new() };
        format!("{number},{number}@example.test,2024-{month:02}-05,{mql},,,{},Rep {}\n", ["Web", "Fair"][number % 2], number % 3)
    });
    std::iter::once(header).chain(rows).collect()
}

#[tokio::test]
async fn views_reports_and_backups_are_kept() -> Outcome {
    let mut backup = PathBuf::new();
    walk("kept", Settings::default(), async |page: &Page| {
        let first = write("kept", "leads.csv", export(false).as_bytes())?;
        page.open("#/data").await?;
        accept(page, &[first]).await?;
        // A view with a name opens again, and first.
        page.open("#/funnel?source=Web").await?;
        page.until("the funnel", "return document.querySelectorAll('main .card').length > 1", vec![], READING).await?;
        page.choose("Views").await?;
        put(page, "Name of this view", "Web only").await?;
        page.choose("Save this view").await?;
        page.until(
            "the view",
            "return [...document.querySelectorAll('a')].some((one) => one.innerText.trim() === 'Web only')",
            vec![],
            READING,
        )
        .await?;
        looked_at(page, "views").await?;
        // The same export, later: what moved in closed months is said.
        page.open("#/data").await?;
        let later = write("kept", "leads-later.csv", export(true).as_bytes())?;
        page.upload(PICK, &[later]).await?;
        page.choose("Check these files").await?;
        page.see_within("Keep this report to compare with later", READING).await?;
        page.choose("Open the board").await?;
        page.see_within(QUESTION, READING).await?;
        page.open("#/data").await?;
        page.see_within("What changed in closed months", READING).await?;
        page.see_within("moved into", READING).await?;
        looked_at(page, "data").await?;
        page.choose("Save everything").await?;
        backup = page.download("handoff-backup.json").await?;
        put(page, "Passphrase", "together").await?;
        page.choose("Save everything").await?;
        page.download("handoff-backup.handoff").await.map(drop)
    })
    .await?;
    walk("kept-elsewhere", Settings::default(), async |page: &Page| {
        page.open("#/data").await?;
        page.see_within("Open a backup", READING).await?;
        let locked = backup.with_file_name("handoff-backup.handoff");
        let field = "input[type=file][aria-label='Open a backup']";
        page.upload(field, std::slice::from_ref(&locked)).await?;
        page.see_within("sealed with a passphrase", READING).await?;
        put(page, "Passphrase", "wrong").await?;
        page.upload(field, std::slice::from_ref(&locked)).await?;
        page.see_within("This passphrase does not open it", READING).await?;
        put(page, "Passphrase", "together").await?;
        page.upload(field, &[locked]).await?;
        page.see_within("The backup of", READING).await?;
        looked_at(page, "backup").await?;
        page.choose("Replace mine").await?;
        page.choose("Yes, replace").await?;
        page.see_within("The backup is in place", READING).await?;
        page.open("#/board").await?;
        page.see_within(QUESTION, READING).await?;
        page.see("120").await?;
        page.choose("Views").await?;
        page.choose("Web only").await?;
        page.until("its address", "return location.hash.includes('source=Web')", vec![], READING).await?;
        // Damaged: nothing is taken over.
        let text = fs::read_to_string(&backup)?;
        let damaged = write("kept", "damaged.json", text.replace("Web only", "Web 0nly").as_bytes())?;
        page.open("#/data").await?;
        page.upload(field, &[damaged]).await?;
        page.see_within("is no backup of this board, or it is damaged", READING).await
    })
    .await
}
