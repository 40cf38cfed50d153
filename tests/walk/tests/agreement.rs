//! The agreement as two teams make it: start from an example, change a sentence, save, sign, see what changed, take it away and back.

mod common;

use std::fs;

use common::{READING, speak, write};
use serde_json::json;
use thirtyfour::Key;
use walk::{Outcome, Page, Settings, walk};

const SPEED_HOURS: &str = ".sales .sentence .field:nth-of-type(2) input";

/// Types into a field and leaves it, so that it counts.
async fn fill(page: &Page, selector: &str, text: &str) -> Outcome {
    page.fill(selector, text).await?;
    page.press(Key::Tab).await
}

/// A field by its label, as it is spoken.
async fn mark(page: &Page, label: &str, name: &str) -> Outcome<String> {
    let script = "const one = [...document.querySelectorAll('main label')].find((one) => one.querySelector('span')?.innerText.trim() === arguments[0]
            || one.querySelector('span')?.textContent.trim() === arguments[0]);
        one?.querySelector('input,select').setAttribute('data-field', arguments[1]);
        return !!one";
    page.until(&format!("a field \"{label}\""), script, vec![json!(label), json!(name)], READING).await?;
    Ok(format!("[data-field={name}]"))
}

async fn value(page: &Page, selector: &str, expected: &str) -> Outcome {
    let script = "return document.querySelector(arguments[0])?.value === arguments[1]";
    page.until(&format!("{selector} to hold {expected}"), script, vec![json!(selector), json!(expected)], READING).await.map(drop)
}

async fn pictures(page: &Page, name: &str) -> Outcome {
    page.whole_picture(name, 1280, 1.0).await?;
    page.whole_picture(&format!("{name}-phone"), 390, 1.0).await?;
    assert!(!page.overflows().await?, "the agreement scrolls sideways on a phone ({name})");
    page.resize(1280, 900, 1.0).await
}

#[tokio::test]
async fn two_teams_make_an_agreement() -> Outcome {
    walk("agreement", Settings::default(), async |page: &Page| {
        page.open("#/agreement").await?;
        page.see("Not saved as a version yet").await?;
        page.choose("Software for companies").await?;
        page.see("The example is in force").await?;
        page.choose("Dismiss").await?;
        value(page, SPEED_HOURS, "4").await?;
        assert_eq!(page.axe().await?, Vec::<String>::new(), "agreement");

        // What cannot be meant is said at its field and changes nothing.
        fill(page, SPEED_HOURS, "0").await?;
        page.see("Write a number above 0.").await?;
        fill(page, SPEED_HOURS, "24").await?;
        page.gone(".sales .error").await?;

        // Saved without a name it is not, and with one it is; then both sides sign.
        page.choose("Save as version 1").await?;
        page.see("Write a name first.").await?;
        let author = mark(page, "Your name", "author").await?;
        page.fill(&author, "Nadia").await?;
        page.choose("Save as version 1").await?;
        page.see_in(".version-line", "Version 1").await?;
        page.see_in(".version-line", "by Nadia").await?;
        page.see_in(".version-line", "review due").await?;
        for (team, person) in [("marketing", "Lena"), ("sales", "Sam")] {
            page.fill(&format!(".form-grid > .{team} input"), person).await?;
            page.click(&format!(".form-grid > .{team} button")).await?;
            page.see_in(&format!(".form-grid > .{team}"), person).await?;
        }

        fill(page, SPEED_HOURS, "8").await?;
        page.see_in(".changes", "Speed: 90% within 24 business hours → 90% within 8 business hours").await?;
        page.see_in(".version-line", "changed since: 1").await?;
        page.choose("Add a persona").await?;
        page.see_in(".changes", "Persona “New 1” added").await?;
        page.choose("Dismiss").await?;
        pictures(page, "page").await?;
        assert_eq!(page.axe().await?, Vec::<String>::new(), "changed agreement");

        // The file holds what is in force; an edited file is refused and the kept one opens.
        page.choose("Save as a file").await?;
        let text = fs::read_to_string(page.download("handoff-agreement.json").await?)?;
        fill(page, SPEED_HOURS, "40").await?;
        page.upload(
            "main input[type=file]",
            &[write("agreement", "edited.json", text.replace("\"hours\":8.0", "\"hours\":9.0").as_bytes())?],
        )
        .await?;
        page.see("edited.json is not an agreement that can be used").await?;
        value(page, SPEED_HOURS, "40").await?;
        page.upload("main input[type=file]", &[write("agreement", "kept.json", text.as_bytes())?]).await?;
        value(page, SPEED_HOURS, "8").await?;

        page.reload().await?;
        value(page, SPEED_HOURS, "8").await?;
        page.see_in(".changes", "within 8 business hours").await?;
        page.see_in(".form-grid > .sales", "Sam").await?;

        speak(page, "fa").await?;
        page.see_in(".changes", "ساعت کاری").await?;
        pictures(page, "page-fa").await?;
        assert_eq!(page.axe().await?, Vec::<String>::new(), "agreement in Persian");
        speak(page, "en").await?;

        // Back to what was signed.
        page.choose("Put version 1 in force").await?;
        value(page, SPEED_HOURS, "24").await?;
        page.see("Nothing differs.").await
    })
    .await
}

#[tokio::test]
async fn criteria_are_sentences_about_the_data() -> Outcome {
    walk("agreement-sample", Settings::default(), async |page: &Page| {
        page.open("#/board").await?;
        page.choose("Open the sample").await?;
        page.see_within(common::QUESTION, READING).await?;
        page.open("#/agreement").await?;
        value(page, ".marketing .sentence input", "500").await?;
        let condition = "section.marketing .condition";
        page.click("section.marketing > .button.link").await?;
        let choose = "const [of, test] = document.querySelectorAll(`${arguments[0]} select`);
            const pick = (select, text) => {
              const option = [...select.options].find((one) => one.text === text);
              select.value = option.value;
              select.dispatchEvent(new Event('change', { bubbles: true }));
            };
            pick(of, 'Industry'); pick(test, 'is …');";
        page.script(choose, vec![json!(condition)]).await?;
        let first = "return document.querySelector(document.querySelector('section.marketing .chips input')?.list ? '#' + document.querySelector('section.marketing .chips input').list.id + ' option' : 'none')?.value ?? null";
        let industry = page.until("a suggested industry", first, vec![], READING).await?;
        let industry = industry.as_str().unwrap_or_default().to_owned();
        fill(page, "section.marketing .chips input", &industry).await?;
        page.see_in(condition, &industry).await?;
        // The days of a week that begins on Saturday.
        page.choose("Saturday to Wednesday, half of Thursday").await?;
        page.see_in(".row.day", "Saturday").await?;
        value(page, ".row.day:nth-child(6) .field input", "09:00–13:00").await?;
        page.choose("Add a holiday").await?;
        page.whole_picture("criteria", 1280, 1.0).await?;
        page.dark(true).await?;
        page.whole_picture("criteria-dark", 1280, 1.0).await?;
        assert_eq!(page.axe().await?, Vec::<String>::new(), "criteria in the dark");
        let name = mark(page, "Time zone", "zone").await?;
        fill(page, &name, "Nowhere/Land").await?;
        page.see("is not a time zone").await
    })
    .await
}
