//! The harness itself, on a stub page: a harness that cannot fail proves nothing. Says nothing of Handoff.

use std::{fs, path::Path};

use serde_json::json;
use thirtyfour::Key;
use walk::{Outcome, Page, Settings, walk};

fn stub() -> Settings {
    Settings { folder: Path::new(env!("CARGO_MANIFEST_DIR")).join("stub"), mount: "/some/sub/path/", ..Settings::default() }
}

#[tokio::test]
async fn a_person_can_do_everything_on_the_page() -> Outcome {
    let fa = Settings { language: "fa-IR", time_zone: "Asia/Tehran", ..stub() };
    walk("harness-person", fa, async |page: &Page| {
        page.open("").await?;
        page.fill("#name", "Ada").await?;
        page.choose("Greet").await?;
        page.see("Hello Ada").await?;
        page.fill("#name", "Grace").await?;
        page.press(Key::Tab).await?;
        assert_eq!(page.focus().await?, "Greet");
        page.press(Key::Enter).await?;
        page.see_in("#answer", "Hello Grace").await?;

        let files = ["a.csv", "b.csv"].map(|name| std::env::temp_dir().join(format!("walk-{}-{name}", std::process::id())));
        for file in &files {
            fs::write(file, "x,y")?;
        }
        page.upload("#files", &files).await?;
        page.see("a.csv=x,y; ").await?;
        page.drop_files("#drop", &files[1..]).await?;
        page.until("one file", "return /^walk-\\d+-b.csv=x,y$/.test(document.getElementById('answer').innerText)", vec![], PATIENCE)
            .await?;
        files.iter().try_for_each(fs::remove_file)?;
        page.click("#save").await?;
        assert_eq!(fs::read_to_string(page.download("greeting.txt").await?)?, "Hello");

        let told = "return [navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone, innerWidth, devicePixelRatio,
                    matchMedia('(prefers-color-scheme: dark)').matches]";
        assert_eq!(page.script(told, vec![]).await?, json!(["fa-IR", "Asia/Tehran", 1280, 1, false]));
        page.dark(true).await?;
        page.resize(390, 844, 3.0).await?;
        assert_eq!(page.script(told, vec![]).await?, json!(["fa-IR", "Asia/Tehran", 390, 3, true]));
        assert!(!page.overflows().await?);
        assert!(fs::read(page.whole_picture("stub", 390, 1.0).await?)?.starts_with(b"\x89PNG"));
        assert!(fs::read(page.print("stub").await?)?.starts_with(b"%PDF"));
        assert_eq!(page.requests().first().map(String::as_str), Some("/some/sub/path/"));
        Ok(())
    })
    .await
}

const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

#[tokio::test]
async fn a_blocked_page_is_noticed() -> Outcome {
    walk("harness-blocked", stub(), async |page: &Page| {
        page.open("").await?;
        page.find("#block").await?;
        page.monitor_start().await?;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let idle = page.monitor_stop().await?;
        page.monitor_start().await?;
        page.click("#block").await?;
        page.see("blocked").await?;
        let blocked = page.monitor_stop().await?;
        assert!(idle.frames > 3 && idle.long_task_ms_max() < 200.0, "{idle:?}");
        assert!(blocked.long_task_ms_max() >= 200.0 && blocked.frame_gap_ms_max >= 200.0, "{blocked:?}");
        page.reload().await?;
        assert!(page.monitor_stop().await.is_err());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_the_policy_forbids_does_not_happen() -> Outcome {
    let expected = &["Content Security Policy", "elsewhere.example", "/some/sub/path/x"];
    walk("harness-policy", Settings { expected_errors: expected, ..stub() }, async |page: &Page| {
        page.open("#worker").await?;
        page.see("refused").await?;
        page.open("?#inline").await?;
        page.find("img").await?;
        assert_eq!(page.browser().title().await?, "Stub");
        Ok(())
    })
    .await
}

/// Each of these walks fails, and says why.
#[tokio::test]
async fn failures_are_told() -> Outcome {
    let error = walk("harness-console", stub(), async |page: &Page| page.open("#throw").await).await.unwrap_err().to_string();
    assert!(error.contains("thrown on purpose"), "{error}");

    let elsewhere = Settings { expected_errors: &["elsewhere.example"], ..stub() };
    let story = async |page: &Page| {
        page.open("open.html").await?;
        page.see("No policy").await?;
        let send = "const worker = new Worker(URL.createObjectURL(new Blob([`fetch('http://elsewhere.example/secret').catch(() => postMessage(1))`])));
                    worker.onmessage = () => document.querySelector('h1').textContent = 'tried';";
        page.script(send, vec![]).await?;
        page.see("tried").await
    };
    let error = walk("harness-stranger", elsewhere, story).await.unwrap_err().to_string();
    assert!(error.contains("http://elsewhere.example/secret"), "{error}");

    let story = async |page: &Page| {
        page.open("").await?;
        page.until("Godot", "return false", vec![], std::time::Duration::from_millis(100)).await.map(drop)
    };
    let error = walk("harness-wait", stub(), story).await.unwrap_err().to_string();
    assert!(error.contains("waited 0 s for Godot; the page shows: Stub Name Greet"), "{error}");
    assert!(xtask::root().join("target/walk/harness-wait/failure.png").is_file());
    Ok(())
}

#[tokio::test]
async fn broken_accessibility_rules_are_listed() -> Outcome {
    walk("harness-axe", stub(), async |page: &Page| {
        page.open("").await?;
        page.find("h1").await?;
        assert_eq!(page.axe().await?, Vec::<String>::new());
        page.open("?#picture").await?;
        page.until("the picture", "return !!document.querySelector('img')", vec![], PATIENCE).await?;
        let broken = page.axe().await?;
        assert!(broken.len() == 1 && broken[0].starts_with("image-alt:"), "{broken:?}");
        Ok(())
    })
    .await
}
