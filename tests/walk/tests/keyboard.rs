//! Handoff without a pointing device: every step is a key, from the first screen to the agreement. The file chooser itself is the browser's.

mod common;

use std::fs;

use common::{READING, records_name};
use serde_json::json;
use thirtyfour::{Key, TypingData};
use walk::{Outcome, Page, Settings, walk};

/// More controls than any page has before the one sought.
const TABS: usize = 600;

/// Tab until a control has the focus whose name begins so; it must be visibly marked as the one.
async fn tab_to(page: &Page, name: &str) -> Outcome {
    let mut passed = Vec::new();
    for _ in 0..TABS {
        page.press(Key::Tab).await?;
        let focus = page.focus().await?;
        if focus.starts_with(name) {
            let marked = "const style = getComputedStyle(document.activeElement);
                return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none' || !!document.activeElement.closest('label:focus-within')";
            assert_eq!(page.script(marked, vec![]).await?, json!(true), "the focus on {name} cannot be seen");
            return Ok(());
        }
        passed.push(focus.chars().take(30).collect::<String>());
    }
    Err(format!("no {name} in {TABS} tabs: {passed:?}").into())
}

async fn press_on(page: &Page, name: &str, key: impl Into<TypingData>) -> Outcome {
    tab_to(page, name).await?;
    page.press(key).await
}

/// From the start of the page again.
async fn from_the_top(page: &Page) -> Outcome {
    page.script("document.activeElement.blur(); window.getSelection().setPosition(document.body, 0)", vec![]).await.map(drop)
}

#[tokio::test]
async fn the_sample_is_read_through_by_keyboard() -> Outcome {
    walk("keyboard", Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.see("Open the sample").await?;
        // The first stop leads past the head of the page.
        page.press(Key::Tab).await?;
        assert_eq!(page.focus().await?, "Skip to the content");
        page.press(Key::Enter).await?;
        press_on(page, "Open the sample", Key::Enter).await?;
        page.see_within("ARE WE KEEPING OUR WORD?", READING).await?;
        let drawn = "return document.querySelectorAll('canvas').length > 5 && [...document.querySelectorAll('canvas')].every((one) => one.width > 1)";
        page.until("the charts", drawn, vec![], READING).await?;

        // The funnel: along its stages, and Enter opens the records of one.
        tab_to(page, "How far leads have come").await?;
        page.press(Key::Right).await?;
        page.see_in(".chart-tip", "Lead").await?;
        page.press(Key::Enter).await?;
        page.see_in("dialog h3", "records").await?;
        assert_eq!(page.script("return !!document.activeElement.closest('dialog')", vec![]).await?, json!(true), "the focus stays behind");
        press_on(page, "Save as CSV", Key::Enter).await?;
        assert!(fs::read_to_string(page.download(&records_name(page).await?).await?)?.lines().count() > 100);
        page.press(Key::Escape).await?;
        page.gone("dialog").await?;
        assert_eq!(page.focus().await?, "How far leads have come", "the focus comes back to where the records were asked for");

        // A bar filters the board: the focus stays with its chart, whose only bar it is now. The same key takes the filter away again.
        tab_to(page, "Where leads come from").await?;
        page.press(Key::Down).await?;
        page.press(Key::Enter).await?;
        let bars = "return document.activeElement.closest('figure')?.querySelectorAll('tbody tr').length === 1";
        page.until("the chart of one source, with the focus", bars, vec![], READING).await?;
        page.press(Key::Down).await?;
        page.press(Key::Enter).await?;
        page.gone(".chip.on").await?;
        assert_eq!(page.focus().await?, "Where leads come from");

        // A chart as a table.
        from_the_top(page).await?;
        press_on(page, "Chart options: How far leads have come", Key::Enter).await?;
        press_on(page, "Show as table", Key::Enter).await?;
        page.until("a table", "return !!document.querySelector('figure table')", vec![], READING).await?;

        // A filter: the first source by its select, and away again by its chip.
        from_the_top(page).await?;
        tab_to(page, "Source: all").await?;
        page.press(Key::Down).await?;
        page.see_in(".chip.on", "Source").await?;
        press_on(page, "Remove the filter", Key::Enter).await?;
        page.gone(".chip.on").await?;
        assert!(page.script("return !!document.querySelector('.chart-table:not(.chart-unseen)')", vec![]).await? == json!(true), "no table any more");

        // To the agreement, and its goal.
        from_the_top(page).await?;
        press_on(page, "Agreement", Key::Enter).await?;
        page.see("Marketing").await?;
        tab_to(page, "Monthly goal").await?;
        page.press(Key::Control + "a").await?;
        page.press("777").await?;
        page.press(Key::Tab).await?;
        from_the_top(page).await?;
        press_on(page, "Board", Key::Enter).await?;
        page.see("777").await
    })
    .await
}
