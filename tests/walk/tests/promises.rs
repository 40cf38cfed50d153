//! Both promises as two teams settle their quarrel: the board, the follow-up, whose move it was, one lead's story, and a scoring model
//! that is tried before it counts. The pictures of the two click paths in `docs/settling.md` are taken here.

mod common;

use std::time::Duration;

use common::{QUESTION, READING, speak};
use serde_json::json;
use walk::{Outcome, Page, Settings, walk};

async fn open_sample(page: &Page) -> Outcome {
    page.open("#/board").await?;
    page.choose("Open the sample").await?;
    page.see_within(QUESTION, READING).await?;
    page.see_within("Leads that wait now", READING).await
}

/// The number a control shows, without its separators.
async fn number(page: &Page, selector: &str) -> Outcome<u64> {
    let text = page.text(selector).await?;
    Ok(text.chars().filter(char::is_ascii_digit).collect::<String>().parse()?)
}

async fn click_first(page: &Page, what: &str, script: &str) -> Outcome {
    let script =
        format!("const one = {script}; if (!one) return false; one.scrollIntoView({{ block: 'center' }}); one.click(); return true");
    page.until(what, &script, vec![], READING).await.map(drop)
}

#[tokio::test]
async fn the_leads_are_bad_is_settled_in_four_clicks() -> Outcome {
    walk("settle-leads", Settings::default(), async |page: &Page| {
        page.resize(1280, 900, 1.0).await?;
        open_sample(page).await?;
        page.see("of 8,273 delivered").await?;
        page.picture("0-board").await?;
        // 1: why leads are lost.
        page.choose("Reasons").await?;
        page.see_within("Whose move is it?", READING).await?;
        page.script("document.querySelector('.whose').scrollIntoView({ block: 'center' })", vec![]).await?;
        page.picture("1-whose-move").await?;
        // 2: those that were followed up and were not as agreed.
        let shown = number(page, ".of-targeting .open").await?;
        assert!(shown > 100, "{shown} leads that marketing should not have sent");
        page.click(".of-targeting .open").await?;
        page.see_in("dialog h3", &format!("{shown} records")).await?;
        page.until("rows", "return document.querySelectorAll('.records-row').length > 10", vec![], READING).await?;
        page.picture("2-leads").await?;
        // 3: one of them.
        page.click(".records-row .open").await?;
        page.see_within("Is it as agreed?", READING).await?;
        page.see("It fails what marketing promised").await?;
        page.see("Everything so far").await?;
        page.whole_picture("3-lead", 1280, 1.0).await?;
        // 4: which criterion the others failed.
        page.choose("Agreement").await?;
        page.see_within("Delivered leads against the agreement", READING).await?;
        page.script("[...document.querySelectorAll('h3')].find((one) => one.innerText.startsWith('Delivered')).scrollIntoView()", vec![])
            .await?;
        page.picture("4-criteria").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn sales_does_not_follow_up_is_settled_in_four_clicks() -> Outcome {
    walk("settle-follow-up", Settings::default(), async |page: &Page| {
        page.resize(1280, 900, 1.0).await?;
        open_sample(page).await?;
        page.see("Biggest leak").await?;
        page.see("Sales’ move.").await?;
        page.picture("0-board").await?;
        // 1: the leak.
        page.choose("Look into it").await?;
        page.see_within("Is sales keeping its word?".to_uppercase().as_str(), READING).await?;
        page.see_within("What if the promise were another?", READING).await?;
        page.picture("1-follow-up").await?;
        // 2: who never followed up.
        page.see("Nadia Orlova").await?;
        click_first(
            page,
            "the leads never followed up of an owner",
            "[...document.querySelectorAll('main tr')].find((row) => row.cells[0]?.innerText.trim() === 'Nadia Orlova' && row.cells.length > 5)?.cells[3].querySelector('.open')",
        )
        .await?;
        page.see_in("dialog h3", "Nadia Orlova").await?;
        page.until("rows", "return document.querySelectorAll('.records-row').length > 10", vec![], READING).await?;
        page.picture("2-never").await?;
        // 3: one of them, with its clock.
        page.click(".records-row .open").await?;
        page.see_within("Why this score", READING).await?;
        page.see("Elapsed").await?;
        page.whole_picture("3-lead", 1280, 1.0).await?;
        // 4: what is due now.
        page.choose("To the due list").await?;
        page.see_within("Due by owner", READING).await?;
        page.picture("4-due").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn a_model_is_tried_before_it_counts() -> Outcome {
    walk("scoring", Settings::default(), async |page: &Page| {
        open_sample(page).await?;
        page.open("#/scoring").await?;
        page.see_within("What you see is the model in force.", READING).await?;
        page.see_within("MQLs a month", READING).await?;
        page.see_within("AUC", READING).await?;
        let slide = "const one = document.querySelector('main input[type=range]'); one.value = arguments[0];
            one.dispatchEvent(new Event('input', { bubbles: true }))";
        let figure = "return document.querySelector('main .hero-number')?.innerText";
        let before = page.script(figure, vec![]).await?;
        page.script(slide, vec![json!("-40")]).await?;
        page.until(
            "another figure",
            "return document.querySelector('main .hero-number')?.innerText !== arguments[0]",
            vec![before.clone()],
            READING,
        )
        .await?;
        page.see("is not in force").await.or(page.see("draft").await)?;
        page.whole_picture("draft", 1400, 1.0).await?;
        assert_eq!(page.axe().await?, Vec::<String>::new(), "a draft");
        // The board still counts by what is in force.
        let mark = page.text(".stamp").await?;
        page.choose("Undo changes").await?;
        page.until(
            "the figure of before",
            "return document.querySelector('main .hero-number')?.innerText === arguments[0]",
            vec![before],
            READING,
        )
        .await?;
        assert_eq!(page.text(".stamp").await?, mark);
        page.script(slide, vec![json!("30")]).await?;
        page.choose("Put in force").await?;
        page.until("another agreement", "return document.querySelector('.stamp').innerText !== arguments[0]", vec![json!(mark)], READING)
            .await?;
        // Learned from who was won, and taken only by a click.
        page.choose("Suggest points").await?;
        page.see_within("Take into the draft", READING).await?;
        page.whole_picture("suggested", 1400, 1.0).await?;
        page.choose("Take into the draft").await?;
        page.see_within("is not in force", READING).await.or(page.see("draft").await)?;
        page.whole_picture("phone", 390, 2.0).await?;
        assert!(!page.overflows().await?, "the scoring page scrolls sideways on a phone");
        speak(page, "fa").await?;
        page.see_within("امتیاز", READING).await?;
        page.whole_picture("fa", 1400, 1.0).await.map(drop)
    })
    .await
}

#[tokio::test]
async fn the_pages_of_the_promises_are_whole_on_a_phone_and_in_persian() -> Outcome {
    walk("promises", Settings::default(), async |page: &Page| {
        open_sample(page).await?;
        for (tag, dark) in [("en", false), ("en", true), ("fa", false)] {
            page.dark(dark).await?;
            speak(page, tag).await?;
            for (name, route) in
                [("follow-up", "#/follow-up?lead=20001"), ("lead", "#/lead?lead=120"), ("agreement", "#/agreement"), ("funnel", "#/funnel")]
            {
                page.open(route).await?;
                page.until("the page", "return document.querySelectorAll('main .card').length > 2", vec![], READING).await?;
                tokio::time::sleep(Duration::from_millis(500)).await;
                let name = format!("{name}-{tag}{}", if dark { "-dark" } else { "" });
                page.whole_picture(&name, 1400, 1.0).await?;
                assert_eq!(page.axe().await?, Vec::<String>::new(), "{name}");
                if !dark {
                    page.whole_picture(&format!("{name}-phone"), 390, 2.0).await?;
                    assert!(!page.overflows().await?, "{name} scrolls sideways on a phone");
                    page.resize(1280, 900, 1.0).await?;
                }
            }
        }
        speak(page, "en").await?;
        page.open("#/lead?lead=9999999").await?;
        page.see_within("There is no such lead in the present data.", READING).await
    })
    .await
}
