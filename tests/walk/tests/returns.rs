//! Does it pay, and where is the gap: the parts of the return page and what time does to the funnel, read and used as an executive would.

mod common;

use common::{QUESTION, READING, speak};
use serde_json::json;
use walk::{Outcome, Page, Settings, walk};

const PARTS: [(&str, &str); 6] = [
    ("return", "Revenue and investment"),
    ("return?part=gap", "Factor by factor"),
    ("return?part=campaigns", "Revenue by model"),
    ("return?part=before-after", "Leads of either side had"),
    ("return?part=pipeline", "How old the open deals are"),
    ("funnel?part=time", "One step, four rates"),
];

async fn open_sample(page: &Page) -> Outcome {
    page.open("#/board").await?;
    page.choose("Open the sample").await?;
    page.see_within(QUESTION, READING).await
}

async fn charts_are_drawn(page: &Page) -> Outcome {
    let script = "return [...document.querySelectorAll('canvas')].every((one) => one.width > 1)";
    page.until("drawn charts", script, vec![], READING).await.map(drop)
}

/// The numbers of a row of a table, by the beginning of its first cell.
async fn row(page: &Page, begins: &str) -> Outcome<Vec<String>> {
    let script = "const row = [...document.querySelectorAll('main tr')].find((one) => one.innerText.trim().startsWith(arguments[0]));
        return row && [...row.cells].map((one) => one.innerText.trim())";
    let cells = page.until("a row", script, vec![json!(begins)], READING).await?;
    Ok(cells.as_array().into_iter().flatten().map(|cell| cell.as_str().unwrap_or_default().to_owned()).collect())
}

#[tokio::test]
async fn an_executive_reads_the_return_and_follows_the_gap() -> Outcome {
    walk("returns", Settings::default(), async |page: &Page| {
        page.resize(1280, 900, 1.0).await?;
        open_sample(page).await?;
        page.see_within("short of the goal", READING).await?;
        for (part, sign) in PARTS {
            page.open(&format!("#/{part}")).await?;
            page.see_within(sign, READING).await?;
            charts_are_drawn(page).await?;
            page.whole_picture(&part.replace(['?', '='], "-"), 1280, 1.0).await?;
            assert_eq!(page.axe().await?, Vec::<String>::new(), "{part}");
        }
        // What was invested is what the file of spend adds up to, and its bookings are behind it.
        page.open("#/return").await?;
        page.see_in(".figure-value", "2,067,545").await?;
        // A bar of the gap opens the view that explains it.
        page.open("#/return?part=gap").await?;
        page.see_within("Factor by factor", READING).await?;
        let label = "document.querySelector('[aria-label=\"From the goal to what came\"]')";
        page.script(&format!("{label}.focus()"), vec![]).await?;
        page.press(thirtyfour::Key::Down).await?;
        page.press(thirtyfour::Key::Down).await?;
        page.press(thirtyfour::Key::Enter).await?;
        page.until("another page", "return !location.hash.includes('part=gap')", vec![], READING).await?;
        // The planner: twice the leads are twice the customers.
        page.open("#/return?part=gap").await?;
        page.see_within("Planner", READING).await?;
        let set = "const one = document.querySelector('.slider input'); one.value = arguments[0]; one.dispatchEvent(new Event('input', { bubbles: true }))";
        page.script(set, vec![json!("200")]).await?;
        page.see("Customers: ").await?;
        let before = row(page, "Leads").await?;
        assert_ne!(before.first(), before.last(), "{before:?}");
        page.choose("Back to what is").await?;
        // Another model: the sum of all is the same, the parts are not.
        page.open("#/return?part=campaigns").await?;
        page.see_within("Cost and return", READING).await?;
        let linear = page.texts("main tbody tr").await?;
        let choose = "const one = [...document.querySelectorAll('main select')].at(-1); one.value = '0'; one.dispatchEvent(new Event('change', { bubbles: true }))";
        page.script(choose, vec![]).await?;
        page.until("other rows", "return document.querySelectorAll('main tbody tr').length > 3", vec![], READING).await?;
        assert_ne!(linear, page.texts("main tbody tr").await?);
        // Before and after another day.
        page.open("#/return?part=before-after").await?;
        page.see_within("Named accounts", READING).await?;
        page.choose("Named accounts").await?;
        page.until("the day in the address", "return location.hash.includes('since=2025-09-01')", vec![], READING).await?;
        page.see_within("Before and after Sep 1, 2025 (Named accounts)", READING).await?;
        // A cell of the triangle opens its customers.
        page.open("#/funnel?part=time").await?;
        page.see_within("Cohorts", READING).await?;
        let shown = page.text(".triangle td .open").await?;
        page.click(".triangle td .open").await?;
        page.see_in("dialog h3", &format!("{shown} records")).await
    })
    .await
}

#[tokio::test]
async fn every_part_is_readable_in_persian_in_the_dark_and_on_a_phone() -> Outcome {
    walk("returns-fa", Settings::default(), async |page: &Page| {
        page.resize(1280, 900, 1.0).await?;
        open_sample(page).await?;
        speak(page, "fa").await?;
        page.dark(true).await?;
        for (part, _) in PARTS {
            page.open(&format!("#/{part}")).await?;
            page.until("cards", "return document.querySelectorAll('main .card:not(.skeleton)').length > 0", vec![], READING).await?;
            charts_are_drawn(page).await?;
            let name = part.replace(['?', '='], "-");
            page.whole_picture(&name, 1280, 1.0).await?;
            assert_eq!(page.axe().await?, Vec::<String>::new(), "{part}");
            page.whole_picture(&format!("{name}-phone"), 390, 2.0).await?;
            assert!(!page.overflows().await?, "{part} scrolls sideways on a phone");
        }
        Ok(())
    })
    .await
}
