//! The tools the page is built and tested with: each is installed when missing, at one exact version, and left alone otherwise.
//!
//! Everything goes into `target/tools`; only rustup's target and components and, for root on Debian, the browser's packages
//! are installed outside the repository.

use std::{fs, path::PathBuf};

use crate::{
    Outcome, root,
    run::{cargo, find, output, path_with, program, run},
};

/// The last Trunk that builds with rustc 1.95 and is no pre-release.
const TRUNK: &str = "0.21.14";
/// Trunk.toml names the same version. Debian's version 108 reports success and breaks the externref table of the page.
const BINARYEN: &str = "132.0.0";
/// Pinned, because a newer axe finds new violations: that should be somebody's decision.
const AXE: &str = "4.14.1";

pub const WASM: &str = "wasm32-unknown-unknown";

fn folder() -> PathBuf {
    root().join("target/tools")
}

/// Where a tool of this project is, once it is installed.
pub fn installed(name: &str) -> PathBuf {
    folder().join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The wasm target and the components `cargo xtask test` asks for. Without rustup they are taken to be there.
pub fn rust() -> Outcome {
    let Some(rustup) = find("rustup") else { return Ok(()) };
    for (kind, names) in [("target", &[WASM][..]), ("component", &["rustfmt", "clippy"])] {
        let list = output(program(&rustup).args([kind, "list", "--installed"])).unwrap_or_default();
        for name in names {
            if !list.lines().any(|line| line.starts_with(name)) {
                println!("installing {name} by rustup");
                run(program(&rustup).args([kind, "add", name]))?;
            }
        }
    }
    Ok(())
}

/// Trunk, compiled for a quick build, not for speed: its published profile takes four times as long and it only waits for others.
pub fn trunk() -> Outcome<PathBuf> {
    let arguments = ["--locked", "--no-default-features", "--features", "rustls"];
    install("trunk", "trunk", TRUNK, &arguments, "0")
}

/// The command of wasm-bindgen and its test runner. It must be of exactly the version the page is linked with.
///
/// Not `--locked`: its lock file names crate versions that registries no longer have. Optimised a little, because it rewrites megabytes.
pub fn wasm_bindgen() -> Outcome<PathBuf> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).map_err(|error| format!("Cargo.lock cannot be read: {error}"))?;
    let version = locked_version(&lock, "wasm-bindgen").ok_or("Cargo.lock names no wasm-bindgen")?;
    install("wasm-bindgen-cli", "wasm-bindgen", version, &[], "1")
}

fn install(package: &str, binary: &str, version: &str, arguments: &[&str], opt_level: &str) -> Outcome<PathBuf> {
    let path = installed(binary);
    let is_there = || output(program(&path).arg("--version")).is_some_and(|text| text.split_whitespace().nth(1) == Some(version));
    if is_there() {
        return Ok(path);
    }
    println!("building {package} {version} (a few minutes, once)");
    // A folder of its own, because the page's flags differ; removed, because it is big and never needed again.
    let build = folder().join("build");
    let mut command = cargo();
    command.args(["install", package, "--force", "--version", version]).args(arguments).arg("--root").arg(folder());
    command.env("CARGO_TARGET_DIR", &build).env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level);
    command.envs([("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")]);
    run(&mut command)?;
    fs::remove_dir_all(&build).map_err(|error| format!("{} cannot be removed: {error}", build.display()))?;
    if is_there() { Ok(path) } else { Err(format!("{} is not {package} {version} after its installation", path.display())) }
}

/// Whether a wasm-opt that says this of itself is the one the page is built with.
pub fn is_wasm_opt(version: &str) -> bool {
    let major = BINARYEN.split('.').next();
    version.split_whitespace().skip_while(|word| *word != "version").nth(1) == major
}

/// The folder with wasm-opt; `None` where there is no npm to get it by. The page works without, but is larger.
pub fn wasm_opt() -> Outcome<Option<PathBuf>> {
    let Some(modules) = npm("binaryen", BINARYEN)? else { return Ok(None) };
    Ok(Some(modules.join("binaryen/bin")))
}

/// The accessibility checker that the walk runs in the page; `None` where there is no npm.
pub fn axe() -> Outcome<Option<PathBuf>> {
    Ok(npm("axe-core", AXE)?.map(|modules| modules.join("axe-core/axe.min.js")))
}

fn npm(package: &str, version: &str) -> Outcome<Option<PathBuf>> {
    let Some(npm) = find("npm") else { return Ok(None) };
    let modules = folder().join("npm/node_modules");
    let manifest = fs::read_to_string(modules.join(package).join("package.json")).unwrap_or_default();
    if !manifest.contains(&format!("\"version\": \"{version}\"")) {
        println!("installing {package} {version} by npm");
        let prefix = folder().join("npm");
        fs::create_dir_all(&prefix).map_err(|error| format!("{} cannot be made: {error}", prefix.display()))?;
        let mut command = program(npm);
        command.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--prefix"]).arg(&prefix);
        run(command.arg(format!("{package}@{version}")))?;
    }
    Ok(Some(modules))
}

/// PATH with the project's own tools before any other of the same name.
pub fn path(more: Option<PathBuf>) -> Outcome<std::ffi::OsString> {
    let mut first = vec![folder().join("bin")];
    first.extend(more);
    path_with(&first)
}

/// The driver of the browser that the tests run in.
#[derive(Debug)]
pub struct Browser {
    pub chromedriver: PathBuf,
}

/// Names under which Chromium or Chrome is installed; chromedriver looks for the same.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Chromium and its driver, by Debian's packages where this may install them.
pub fn browser() -> Outcome<Browser> {
    let present = || {
        let driver = std::env::var_os("CHROMEDRIVER").map(PathBuf::from).filter(|path| path.is_file()).or_else(|| find("chromedriver"));
        driver.filter(|_| BROWSERS.iter().any(|name| find(name).is_some()))
    };
    if let Some(chromedriver) = present() {
        return Ok(Browser { chromedriver });
    }
    let wanted = "the tests need Chromium and chromedriver; install them: sudo apt-get install chromium chromium-driver";
    let is_root = output(program("id").arg("-u")).as_deref() == Some("0");
    let (true, Some(apt)) = (is_root, find("apt-get")) else { return Err(wanted.into()) };
    println!("installing Debian's chromium and chromium-driver");
    run(program(&apt).args(["update", "--quiet"]))?;
    let mut command = program(&apt);
    command.args(["install", "--yes", "--quiet", "--no-install-recommends", "chromium", "chromium-driver"]);
    run(command.env("DEBIAN_FRONTEND", "noninteractive"))?;
    present().map(|chromedriver| Browser { chromedriver }).ok_or_else(|| wanted.into())
}

/// The version Cargo.lock holds a package at; the first where it holds several.
fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let value = |line: &'lock str, key: &str| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"');
    lock.split("[[package]]").find_map(|block| {
        let field = |key| block.lines().find_map(|line| value(line, key));
        field("version").filter(|_| field("name") == Some(package))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_the_lock_file() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\ndependencies = [\n \"wasm-bindgen\",\n]\n\n\
                    [[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        let check = |package: &str, version: Option<&str>| assert_eq!(locked_version(lock, package), version, "{package}");
        check("wasm-bindgen", Some("0.2.130"));
        check("wasm-bindgen-futures", Some("0.4.1"));
        check("a", Some("1.0.0"));
        check("b", None);
    }

    #[test]
    fn another_wasm_opt_is_told_apart() {
        assert!(is_wasm_opt("wasm-opt version 132 (version_132)"));
        assert!(!is_wasm_opt("wasm-opt version 108"));
        assert!(!is_wasm_opt("132"));
    }

    #[test]
    fn this_repository_pins_one_wasm_bindgen_and_one_wasm_opt() {
        let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
        assert_eq!(lock.matches("name = \"wasm-bindgen\"").count(), 1);
        let trunk = fs::read_to_string(root().join("Trunk.toml")).unwrap();
        let major = BINARYEN.split('.').next().unwrap();
        assert!(trunk.contains(&format!("wasm_opt = \"version_{major}\"")), "Trunk.toml and xtask name different versions of wasm-opt");
    }
}
