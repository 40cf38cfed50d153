//! A board as it is sent: each kind of share is made from the sample company, opened by somebody else in a new profile, and says the same
//! numbers; what was damaged, and what a passphrase keeps shut, says so. And the page without a network.

mod common;

use std::{
    collections::HashSet,
    fs,
    io::Read,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use common::{PICK, QUESTION, READING, speak, write};
use handoff::share::parcel::{self, Opened, ParcelKind};
use serde_json::json;
use walk::{Outcome, Page, Settings, walk};

const PASSPHRASE: &str = "Ünïcode پل 7";
/// All values of the tables of a shared board, in the page and in the offline page alike.
const VALUES: &str = "return [...document.querySelectorAll(arguments[0])].filter((one) => !one.closest('[hidden]'))
    .map((one) => one.textContent.replace(/\\s+/g, ' ').trim())";

async fn open_sample(page: &Page) -> Outcome {
    page.open("#/board").await?;
    page.choose("Open the sample").await?;
    page.see_within(QUESTION, READING).await
}

async fn values(page: &Page, selector: &str) -> Outcome<Vec<String>> {
    Ok(serde_json::from_value(page.script(VALUES, vec![json!(selector)]).await?)?)
}

/// What was made in the browser of the one who shares.
struct Made {
    /// Of the preview.
    values: Vec<String>,
    link: String,
    sealed_link: String,
    folder: PathBuf,
    date: String,
}

impl Made {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// Everything a person can make of the sample's board.
async fn make() -> Outcome<Made> {
    let mut made = None;
    walk("share-make", Settings::default(), async |page: &Page| {
        open_sample(page).await?;
        page.choose("Share").await?;
        page.see_within("Share this board", READING).await?;
        page.see("Look at it first").await?;
        page.choose("Source").await?;
        page.choose("Show what will be inside").await?;
        page.see_within("values withheld", READING).await?;
        page.whole_picture("preview", 1400, 1.0).await?;
        assert_eq!(page.axe().await?, Vec::<String>::new(), "sharing");
        page.whole_picture("preview-phone", 390, 2.0).await?;
        assert!(!page.overflows().await?, "sharing scrolls sideways on a phone");
        page.resize(1280, 900, 1.0).await?;
        // A chart in each form it can be saved in.
        for form in ["Save PNG", "Save SVG", "Save CSV", "Save XLSX"] {
            page.click(".preview .chart-menu-button").await?;
            page.choose(form).await?;
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        let values = values(page, "table.table td").await?;
        assert!(values.len() > 200, "{} values", values.len());
        page.choose("Copy a link").await?;
        page.see_within("characters", READING).await?;
        let address = "return document.querySelector('input[readonly]')?.value";
        let link = page.until("the link", address, vec![], READING).await?.as_str().unwrap_or_default().to_owned();
        page.choose("Save as a .handoff file").await?;
        page.see_within("is saved", READING).await?;
        let date = page.script("return new Date().toISOString().slice(0, 10)", vec![]).await?.as_str().unwrap_or_default().to_owned();
        let name = |ending: &str| format!("handoff-board-{date}.{ending}");
        let plain = page.download(&name("handoff")).await?;
        fs::rename(&plain, plain.with_file_name("plain.handoff"))?;
        page.choose("Save as an offline page (HTML)").await?;
        page.download(&name("html")).await?;
        page.choose("Save as a site (ZIP)").await?;
        page.download(&name("zip")).await?;
        page.print("printed").await?;
        // The same with a passphrase.
        page.fill("input[autocomplete=off]", PASSPHRASE).await?;
        page.choose("Save as a .handoff file").await?;
        let sealed = page.download(&name("handoff")).await?;
        page.choose("Copy a link").await?;
        let other = "const link = document.querySelector('input[readonly]')?.value; return link && link !== arguments[0] ? link : false";
        let sealed_link = page.until("the sealed link", other, vec![json!(link)], READING).await?;
        let sealed_link = sealed_link.as_str().unwrap_or_default().to_owned();
        made = Some(Made { values, link, sealed_link, folder: sealed.parent().expect("a folder").to_owned(), date: date.clone() });
        Ok(())
    })
    .await?;
    Ok(made.expect("the walk came to its end"))
}

/// The part of a link that a reader's own page gets.
fn fragment(link: &str) -> &str {
    link.split_once('#').expect("a link with a board").1
}

async fn reads_the_same(page: &Page, made: &Made) -> Outcome {
    page.see_within("Shared board", READING).await?;
    page.until("tables", "return document.querySelectorAll('table.table td').length > 100", vec![], READING).await?;
    assert_eq!(values(page, "table.table td").await?, made.values);
    Ok(())
}

#[tokio::test]
async fn what_is_shared_is_read_by_others_and_names_nobody() -> Outcome {
    let made = make().await?;
    let plain = fs::read(made.file("plain.handoff"))?;
    let sealed = fs::read(made.file(&format!("handoff-board-{}.handoff", made.date)))?;

    walk("share-open", Settings::default(), async |page: &Page| {
        page.open(&format!("#{}", fragment(&made.link))).await?;
        reads_the_same(page, &made).await?;
        page.see("read-only").await.or(page.see("Read-only").await)?;
        page.whole_picture("link", 1400, 1.0).await?;
        assert_eq!(page.axe().await?, Vec::<String>::new(), "a shared board");
        page.whole_picture("link-phone", 390, 2.0).await?;
        assert!(!page.overflows().await?, "a shared board scrolls sideways on a phone");
        page.resize(1280, 900, 1.0).await?;
        // Its filter still works.
        let whole = made.values.clone();
        page.script("const one = document.querySelector('.shared-filter select'); one.value = '1'; one.dispatchEvent(new Event('change', { bubbles: true }))", vec![])
            .await?;
        page.until(
            "the values of a slice",
            "return [...document.querySelectorAll('table.table td')].map((one) => one.textContent.trim()).join('|') !== arguments[0]",
            vec![json!(whole.join("|"))],
            READING,
        )
        .await?;
        speak(page, "fa").await?;
        page.see_within("تابلوی هم‌رسانی‌شده", READING).await?;
        page.whole_picture("link-fa", 1400, 1.0).await?;
        speak(page, "en").await?;
        // The part after # is never asked for.
        assert!(page.requests().iter().all(|request| !request.contains(&fragment(&made.link)[..40])));
        // A file, dropped anywhere.
        page.open("#/board").await?;
        page.see_within("Open a shared board", READING).await?;
        page.drop_files(".page", &[made.file("plain.handoff")]).await?;
        reads_the_same(page, &made).await?;
        // With a passphrase: the wrong one first.
        page.open(&format!("#{}", fragment(&made.sealed_link))).await?;
        page.see_within("sealed with a passphrase", READING).await?;
        page.fill("input[type=password]", "wrong").await?;
        page.choose("Open").await?;
        page.see_within("This passphrase does not open it", READING).await?;
        page.picture("wrong-passphrase").await?;
        page.fill("input[type=password]", PASSPHRASE).await?;
        page.choose("Open").await?;
        reads_the_same(page, &made).await
    })
    .await?;

    walk("share-damaged", Settings::default(), async |page: &Page| {
        page.open("#/data").await?;
        for (what, bytes) in [("plain", &plain), ("sealed", &sealed)] {
            for place in [0, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
                let mut damaged = bytes.clone();
                damaged[place] ^= 0x20;
                let path = write("sharing", &format!("{what}-{place}.handoff"), &damaged)?;
                page.upload(PICK, &[path]).await?;
                let sentence = if place == 0 { "This is not a shared board of Handoff" } else { "lost or changed on the way" };
                page.see_in("[role=alert]", sentence).await?;
                page.open("#/data").await?;
                page.gone("[role=alert]").await?;
            }
        }
        let mut newer = plain.clone();
        newer[2] = 9;
        page.upload(PICK, &[write("sharing", "newer.handoff", &newer)?]).await?;
        page.see_in("[role=alert]", "made by a newer Handoff (format 9").await?;
        let cut = &made.link[..made.link.len() - 30];
        page.open(&format!("#{}", fragment(cut))).await?;
        page.see_in("[role=alert]", "lost or changed on the way").await?;
        // Old ones still open; another host's are not asked for.
        for name in ["board-v1.handoff"] {
            let old = xtask::root().join("tests/known/shared").join(name);
            page.open("#/data").await?;
            page.upload(PICK, &[old]).await?;
            page.until("tables", "return document.querySelectorAll('table.table td').length > 100", vec![], READING).await?;
        }
        page.open("?board=https://elsewhere.example/board.handoff").await?;
        page.see_in("[role=alert]", "another host (elsewhere.example)").await
    })
    .await?;

    the_offline_page(&made).await?;
    the_site(&made).await?;
    names_nobody(&made, &plain)
}

async fn the_offline_page(made: &Made) -> Outcome {
    let path = made.file(&format!("handoff-board-{}.html", made.date));
    walk("share-html", Settings::default(), async |page: &Page| {
        page.browser().goto(format!("file://{}", path.display())).await?;
        page.see("Shared board").await?;
        let shown: HashSet<String> = values(page, "td").await?.into_iter().collect();
        let missing: Vec<&String> = made.values.iter().filter(|value| !shown.contains(*value)).collect();
        assert!(missing.is_empty(), "{missing:?} are not in the offline page");
        assert!(page.script("return document.querySelectorAll('svg').length", vec![]).await?.as_u64().unwrap_or(0) > 5);
        page.whole_picture("page", 1400, 1.0).await?;
        page.script("const one = document.querySelector('select'); one.value = one.options[1].value; one.dispatchEvent(new Event('change', { bubbles: true }))", vec![])
            .await?;
        assert_ne!(values(page, "td").await?, made.values);
        assert_eq!(page.axe().await?, Vec::<String>::new(), "the offline page");
        page.whole_picture("phone", 390, 2.0).await?;
        assert!(!page.overflows().await?, "the offline page scrolls sideways on a phone");
        page.dark(true).await?;
        page.whole_picture("dark", 1400, 1.0).await.map(drop)
    })
    .await
}

/// A plain static host, under a path of its own.
async fn the_site(made: &Made) -> Outcome {
    let folder = xtask::root().join("target/walk-files/site");
    let bytes = unpack(&made.file(&format!("handoff-board-{}.zip", made.date)), &folder)?;
    let settings = Settings { folder: folder.clone(), mount: "/teams/board/", ..Settings::default() };
    walk("share-site", settings, async |page: &Page| {
        let start = Instant::now();
        page.open("").await?;
        page.until("the board", "return document.querySelectorAll('table.table td').length > 100", vec![], READING).await?;
        println!("a published site: {bytes} bytes in all, {} ms to its board", start.elapsed().as_millis());
        reads_the_same(page, made).await?;
        page.picture("site").await?;
        // Who has exports of their own can still look at them.
        page.choose("Look at your own exports instead").await?;
        page.see_within("Open the sample", READING).await
    })
    .await
}

fn unpack(archive: &Path, folder: &Path) -> Outcome<u64> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut archive = zip::ZipArchive::new(fs::File::open(archive)?)?;
    let mut total = 0;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let path = folder.join(file.enclosed_name().ok_or("a name outside the archive")?);
        fs::create_dir_all(path.parent().ok_or("a file without a folder")?)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        total += bytes.len() as u64;
        fs::write(path, bytes)?;
    }
    Ok(total)
}

/// No name, address, company or id of a lead, and no rep, in anything that was made.
fn names_nobody(made: &Made, plain: &[u8]) -> Outcome {
    let mut personal = HashSet::new();
    for file in handoff::sample::board_files() {
        let text = String::from_utf8(file.bytes)?;
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        for line in lines.filter(|line| !line.contains('"')) {
            for (name, value) in header.iter().zip(line.split(',')) {
                let is_personal = ["name", "email", "company", "owner", "lead_id", "deal_id"].contains(name);
                if is_personal && value.len() > 3 {
                    personal.insert(value.to_owned());
                }
            }
        }
    }
    assert!(personal.len() > 1_000, "{}", personal.len());
    let Ok(Opened::Plain(json)) = parcel::open(ParcelKind::Board, plain) else { return Err("the file does not open".into()) };
    let page = fs::read_to_string(made.file(&format!("handoff-board-{}.html", made.date)))?;
    for (what, text) in [("file", json), ("offline page", page), ("preview", made.values.join("\n"))] {
        for value in &personal {
            assert!(!text.contains(value.as_str()), "{value} is in the {what}");
        }
    }
    let mut forms = Vec::new();
    for entry in fs::read_dir(&made.folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_owned();
        let text = match ending.as_str() {
            "csv" | "svg" => fs::read_to_string(&path)?,
            "xlsx" => {
                let mut sheet = String::new();
                zip::ZipArchive::new(fs::File::open(&path)?)?.by_name("xl/worksheets/sheet1.xml")?.read_to_string(&mut sheet)?;
                sheet
            }
            "png" => String::new(),
            _ => continue,
        };
        for value in &personal {
            assert!(!text.contains(value.as_str()), "{value} is in {}", path.display());
        }
        forms.push(ending);
    }
    forms.sort();
    assert_eq!(forms, ["csv", "png", "svg", "xlsx"]);
    let linked = parcel::from_link(fragment(&made.link).trim_start_matches("/s/")).map_err(|error| format!("{error:?}"))?;
    assert!(matches!(parcel::open(ParcelKind::Board, &linked), Ok(Opened::Plain(_))));
    Ok(())
}

/// The files of the page are kept; a new version waits until it is asked for.
#[tokio::test]
async fn the_page_opens_without_a_network_and_updates_when_asked() -> Outcome {
    let folder = xtask::root().join("target/walk-files/offline");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    copy(&xtask::dist::folder(), &folder)?;
    let settings =
        Settings { folder: folder.clone(), mount: "/a/path/", expected_errors: &["Failed to load resource"], ..Settings::default() };
    walk("offline", settings, async |page: &Page| {
        page.open("#/board").await?;
        page.see_within("Open the sample", READING).await?;
        page.until("the kept files", "return document.documentElement.dataset.kept", vec![], READING).await?;
        page.reload().await?;
        page.see_within("Open the sample", READING).await?;
        // The host is gone.
        let away = folder.with_file_name("offline-away");
        if away.exists() {
            fs::remove_dir_all(&away)?;
        }
        fs::rename(&folder, &away)?;
        page.reload().await?;
        page.see_within("Open the sample", READING).await?;
        page.choose("Open the sample").await?;
        page.see_within(QUESTION, READING).await?;
        page.choose("Funnel").await?;
        page.until("the page", "return document.querySelectorAll('main .card').length > 1", vec![], READING).await?;
        page.picture("without-a-host").await?;
        // It is back, with a new version.
        fs::rename(&away, &folder)?;
        let worker = fs::read_to_string(folder.join("sw.js"))?;
        fs::write(folder.join("sw.js"), worker.replace("const VERSION = \"", "const VERSION = \"newer "))?;
        let start = fs::read_to_string(folder.join("index.html"))?;
        fs::write(folder.join("index.html"), start.replace("<title>Handoff</title>", "<title>Handoff</title><meta name=\"newer\">"))?;
        page.open("#/board").await?;
        page.reload().await?;
        page.see_within("A new version of this page is ready", READING).await?;
        page.picture("new-version").await?;
        assert!(page.script("return !document.querySelector('meta[name=newer]')", vec![]).await? == json!(true), "two versions at once");
        page.choose("Use it now").await?;
        page.until("the new version", "return !!document.querySelector('meta[name=newer]')", vec![], READING).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        page.see_within("Open the sample", READING).await
    })
    .await
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
