//! The first minute: the page starts on any host, in either language, shows its three doors, and opens the sample.

use std::time::Duration;

use handoff::words::{Locale, Words};
use walk::{Outcome, Page, Settings, walk};

const EN: &Words = Locale::En.words();
const FA: &Words = Locale::Fa.words();

/// Generating, reading and counting 20 000 leads, on a busy machine.
const SAMPLE: Duration = Duration::from_mins(1);

async fn open_sample(page: &Page, words: &Words) -> Outcome {
    page.open("").await?;
    page.see(words.welcome_title).await?;
    page.choose(words.door_sample_button).await?;
    page.see_within(words.sample_banner, SAMPLE).await?;
    page.find("main canvas").await.map(drop)
}

#[tokio::test]
async fn the_page_starts_under_any_path_and_asks_only_its_host() -> Outcome {
    walk("start-sub-path", Settings { mount: "/some/sub/path/", ..Settings::default() }, async |page: &Page| {
        open_sample(page, EN).await?;
        let outside: Vec<String> = page.requests().into_iter().filter(|target| !target.starts_with("/some/sub/path/")).collect();
        assert!(outside.is_empty(), "asked outside of its own path: {outside:?}");
        page.picture("board").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_persian_reader_finds_the_page_mirrored() -> Outcome {
    let settings = Settings { language: "fa-IR", time_zone: "Asia/Tehran", ..Settings::default() };
    walk("start-persian", settings, async |page: &Page| {
        open_sample(page, FA).await?;
        let direction = page.script("return [document.documentElement.lang, getComputedStyle(document.body).direction]", vec![]).await?;
        assert_eq!(direction, serde_json::json!(["fa", "rtl"]));
        page.picture("board").await?;
        Ok(())
    })
    .await
}

/// Both themes, laptop and phone, before and after there is data.
#[tokio::test]
async fn every_first_view_is_accessible_and_fits() -> Outcome {
    walk("start-axe", Settings::default(), async |page: &Page| {
        page.open("").await?;
        page.see(EN.welcome_title).await?;
        let look = async |name: &str| {
            for (dark, size) in [(false, (1280, 900)), (true, (390, 844))] {
                page.dark(dark).await?;
                page.resize(size.0, size.1, 1.0).await?;
                assert_eq!(page.axe().await?, Vec::<String>::new(), "{name}, dark: {dark}, {size:?}");
                assert!(!page.overflows().await?, "{name} can be scrolled sideways at {size:?}");
            }
            Outcome::Ok(())
        };
        look("first screen").await?;
        page.dark(false).await?;
        page.resize(1280, 900, 1.0).await?;
        open_sample(page, EN).await?;
        look("board").await
    })
    .await
}
