//! Builds the release page into `dist`, and knows when it need not be built again.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    Outcome, root,
    run::{cargo, program, run},
    tools,
};

/// The folder of the built page.
pub fn folder() -> PathBuf {
    root().join("dist")
}

/// What the page is made of. A change of any of these is a change of the page.
const SOURCES: [&str; 8] = ["src", "style", "public", "index.html", "Trunk.toml", "Cargo.toml", "Cargo.lock", ".cargo"];

/// Builds `dist` unless it was built from these very sources and has not been touched since.
pub fn build() -> Outcome<PathBuf> {
    let (folder, stamp) = (folder(), root().join("target/dist.stamp"));
    let fingerprint = || {
        let sources = SOURCES.iter().map(|name| root().join(name));
        state(sources.chain([folder.clone()]))
    };
    if folder.join("index.html").is_file() && fs::read_to_string(&stamp).is_ok_and(|kept| kept == fingerprint()) {
        println!("the page is up to date");
        return Ok(folder);
    }
    tools::rust()?;
    // Trunk builds without a network (Trunk.toml): on a new machine nothing has brought the page's own libraries yet.
    run(cargo().args(["fetch", "--locked", "--quiet"]))?;
    tools::wasm_bindgen()?;
    let trunk = tools::trunk()?;
    let wasm_opt = tools::wasm_opt()?;
    let path = tools::path(wasm_opt.clone())?;
    let mut command = program(trunk);
    // Trunk 0.21 takes NO_COLOR for a flag and refuses the usual value "1".
    command.args(["build", "--release"]).env("PATH", path).env_remove("NO_COLOR");
    if wasm_opt.is_some() {
        run(&mut command)?;
    } else {
        println!("npm was not found, so the page is built without wasm-opt: it works the same and is larger");
        let plain = Unoptimised::write()?;
        run(command.args(["--html-output", "index.html"]).arg(&plain.0))?;
    }
    fs::write(&stamp, fingerprint()).map_err(|error| format!("{} cannot be written: {error}", stamp.display()))?;
    Ok(folder)
}

/// A copy of `index.html` that asks for no wasm-opt, beside it for as long as the build takes.
struct Unoptimised(PathBuf);

impl Unoptimised {
    fn write() -> Outcome<Self> {
        let page = fs::read_to_string(root().join("index.html")).map_err(|error| format!("index.html cannot be read: {error}"))?;
        let path = root().join("index.unoptimised.html");
        fs::write(&path, without_wasm_opt(&page)).map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Unoptimised {
    fn drop(&mut self) {
        // Left behind it is ignored by git and overwritten by the next build.
        drop(fs::remove_file(&self.0));
    }
}

/// The page with every `data-wasm-opt` set to "0", Trunk's word for none.
fn without_wasm_opt(page: &str) -> String {
    const ATTRIBUTE: &str = "data-wasm-opt=\"";
    let mut parts = page.split(ATTRIBUTE);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain += ATTRIBUTE;
        plain += "0";
        plain += part.find('"').map_or("", |end| &part[end..]);
    }
    plain
}

/// Every file below with its size and time of change, as one text to compare.
fn state(paths: impl Iterator<Item = PathBuf>) -> String {
    let mut lines = Vec::new();
    for path in paths {
        collect(&path, &mut lines);
    }
    lines.sort_unstable();
    lines.join("\n")
}

fn collect(path: &Path, lines: &mut Vec<String>) {
    if let Ok(entries) = fs::read_dir(path) {
        entries.flatten().for_each(|entry| collect(&entry.path(), lines));
    } else if let Ok(data) = fs::metadata(path) {
        let changed = data.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok()).unwrap_or_default();
        lines.push(format!("{} {} {}", path.display(), data.len(), changed.as_nanos()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_opt_is_turned_off_for_every_program() {
        let check = |page: &str, expected: &str| assert_eq!(without_wasm_opt(page), expected);
        check("<link data-wasm-opt=\"z\"><link data-wasm-opt=\"4\" x>", "<link data-wasm-opt=\"0\"><link data-wasm-opt=\"0\" x>");
        check("<p>", "<p>");
        let page = fs::read_to_string(root().join("index.html")).unwrap();
        assert_eq!(without_wasm_opt(&page).matches("data-wasm-opt=\"0\"").count(), 3, "the app and its workers");
    }

    #[test]
    fn a_change_of_any_file_shows() {
        let folder = std::env::temp_dir().join(format!("xtask-state-{}", std::process::id()));
        fs::create_dir_all(folder.join("deep")).unwrap();
        let state = || state([folder.clone()].into_iter());
        let mut seen = vec![state()];
        for (name, text) in [("a", "1"), ("deep/b", "1"), ("deep/b", "12")] {
            fs::write(folder.join(name), text).unwrap();
            seen.push(state());
        }
        assert_eq!(seen.last(), Some(&state()));
        seen.dedup();
        assert_eq!(seen.len(), 4, "{seen:?}");
        fs::remove_dir_all(folder).unwrap();
    }
}
