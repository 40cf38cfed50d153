//! Writes into the built page's service worker which files it keeps and which version they are; and the same list as `site.json`, from
//! which the page makes a site of its own.

use std::{fs, path::Path};

use crate::Outcome;

const WORKER: &str = "sw.js";
pub const LIST: &str = "site.json";
/// The lines of `public/sw.js` that are written here.
const UNBUILT: &str = "const VERSION = \"unbuilt\";\nconst FILES = [];";

/// Lists the files of a built page.
pub fn list(folder: &Path) -> Outcome {
    let mut paths = Vec::new();
    collect(folder, folder, &mut paths).map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    paths.retain(|path| path != WORKER && path != LIST);
    paths.sort();
    let mut all = Vec::new();
    for path in &paths {
        all.extend(path.bytes());
        all.extend(fs::read(folder.join(path)).map_err(|error| format!("{path} cannot be read: {error}"))?);
    }
    let version = format!("{:016x}", hash(all.into_iter()));
    let quoted: Vec<String> = paths.iter().map(|path| format!("\"{path}\"")).collect();
    let file = folder.join(WORKER);
    let text = fs::read_to_string(&file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let text = written(&text, &version, &quoted)?;
    fs::write(&file, text).map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    let site = format!("{{\"version\":\"{version}\",\"files\":[{},\"{WORKER}\",\"{LIST}\"]}}\n", quoted.join(","));
    fs::write(folder.join(LIST), site).map_err(|error| format!("{LIST} cannot be written: {error}"))
}

/// FNV-1a, to name versions of files by.
pub fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn written(text: &str, version: &str, quoted: &[String]) -> Outcome<String> {
    let lines = format!("const VERSION = \"{version}\";\nconst FILES = [{}];", quoted.join(", "));
    let changed = text.replace(UNBUILT, &lines);
    if changed == text { Err(format!("{WORKER} is not written as it used to be")) } else { Ok(changed) }
}

/// Paths as the page asks for them: relative, with slashes.
fn collect(root: &Path, folder: &Path, paths: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, paths)?;
        } else if let Ok(inside) = path.strip_prefix(root) {
            paths.push(inside.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_is_told_what_to_keep_and_its_text_is_known() {
        let worker = fs::read_to_string(crate::root().join("public/sw.js")).unwrap();
        let text = written(&worker, "1", &["\"index.html\"".into()]).unwrap();
        assert!(text.contains("const VERSION = \"1\";\nconst FILES = [\"index.html\"];"));
        assert!(written("", "1", &[]).is_err());
    }
}
