//! `handoff publish`: a copy of the built site that opens with a shared board. The folder it writes to may be served meanwhile: each file
//! is written beside its place and then put there, the page itself last, and nothing that is there is removed.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use handoff::share::{
    parcel::{ParcelKind, plain},
    site::{BOARD, OFFLINE, PAGE, has_board, offline_with_board, with_board},
};

use super::{
    Asked, Asking, Failure,
    sharing::{self, SharingArgs},
};

#[derive(Args)]
pub struct PublishArgs {
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    sharing: SharingArgs,
    /// The built site
    #[arg(long, value_name = "DIR", default_value = "dist")]
    site: PathBuf,
    /// Folder to write to: a new one, or one that was published to before
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

pub fn run(args: &PublishArgs) -> Result<(), Failure> {
    // Before any export is read: a wrong folder costs no time.
    let choice = sharing::choice(&args.sharing)?;
    let page = page(&args.site)?;
    check(&args.site, &args.output)?;
    let files = files(&args.site)?;
    let board = Asked::read(&args.asking)?.shared(&choice);
    for file in files.iter().filter(|file| file.as_path() != Path::new(OFFLINE)) {
        let bytes = fs::read(args.site.join(file)).map_err(|error| unreadable(&args.site.join(file), &error))?;
        put(&args.output.join(file), &bytes)?;
    }
    put(&args.output.join(BOARD), &plain(ParcelKind::Board, &board.to_json()))?;
    put(&args.output.join(PAGE), page.as_bytes())?;
    // Last of all: who comes again is told by it that there is something new.
    if !files.iter().any(|file| file.as_path() == Path::new(OFFLINE)) {
        return Ok(());
    }
    let worker = args.site.join(OFFLINE);
    let text = fs::read_to_string(&worker).map_err(|error| unreadable(&worker, &error))?;
    put(&args.output.join(OFFLINE), offline_with_board(&text).as_bytes())
}

/// The site's page, naming its board.
fn page(site: &Path) -> Result<String, Failure> {
    let path = site.join(PAGE);
    let remedy = "build the site with “trunk build --release” and name its folder with --site";
    let text = fs::read_to_string(&path).map_err(|error| Failure::new(path.display(), format!("cannot be read ({error})"), remedy))?;
    with_board(&text).ok_or_else(|| Failure::new(path.display(), "this page has no head to name the board in", remedy))
}

/// The folder written to is neither the site nor round it or in it, and holds nothing but what was published before.
fn check(site: &Path, output: &Path) -> Result<(), Failure> {
    let place = output.display();
    let remedy = "choose a new folder with -o";
    let (real_site, real_output) = (real(site)?, real(output)?);
    if real_site.starts_with(&real_output) || real_output.starts_with(&real_site) {
        return Err(Failure::new(place, format!("this folder and the site {} lie in one another", site.display()), remedy));
    }
    let mut entries = match fs::read_dir(output) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::new(place, format!("cannot be looked into ({error})"), remedy)),
        Ok(entries) => entries,
    };
    let is_published = || fs::read_to_string(output.join(PAGE)).is_ok_and(|page| has_board(&page));
    if entries.next().is_none() || is_published() {
        return Ok(());
    }
    Err(Failure::new(place, "this folder holds something else than a published board", remedy))
}

/// The path without links, also of a folder that is not there yet.
fn real(path: &Path) -> Result<PathBuf, Failure> {
    let whole = std::path::absolute(path).map_err(|error| unreadable(path, &error))?;
    let known = whole.ancestors().find_map(|folder| Some((folder.canonicalize().ok()?, whole.strip_prefix(folder).ok()?)));
    Ok(known.map_or_else(|| whole.clone(), |(folder, rest)| folder.join(rest)))
}

/// All files of the site but its page and a board of its own, as paths from its root, in order.
fn files(site: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (mut found, mut open) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(folder) = open.pop() {
        let place = site.join(&folder);
        let entries = fs::read_dir(&place).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(|error| unreadable(&place, &error))?;
        for entry in entries {
            let inside = folder.join(entry.file_name());
            let kind = entry.file_type().map_err(|error| unreadable(&entry.path(), &error))?;
            if kind.is_dir() {
                open.push(inside);
            } else if inside != Path::new(PAGE) && inside != Path::new(BOARD) {
                found.push(inside);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Writes beside the file and renames: whoever asks for it gets the old one or the new one, whole.
fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failure = |error: io::Error| Failure::new(path.display(), format!("cannot be written ({error})"), "choose another folder with -o");
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failure)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let beside = path.with_file_name(name);
    let done = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    done.map_err(|error| {
        // What is left of our own attempt; that it cannot be removed either adds nothing to the failure.
        let _gone = fs::remove_file(&beside);
        failure(error)
    })
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(path.display(), format!("cannot be read ({error})"), "check that you may read the site")
}
