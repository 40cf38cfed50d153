//! `cargo xtask split`: cuts the page's program and its worker's in two where `src/app/later.rs` and `src/bin/worker/later.rs` say, so that a
//! first visit does not load what it may never open. Trunk runs it after every build of the page (`Trunk.toml`).
//!
//! The cut is made in what the linker wrote, before wasm-bindgen: so wasm-bindgen and wasm-opt are run on the parts, and the results take
//! the place of Trunk's.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wasm_split_cli_support::{Options, transform};

use crate::{
    Outcome, head, offline, root,
    run::{self, find, output, run},
    tools,
};

/// How the loader asks for the second piece: only right where a host says the kind of the file, and silent about a missing file.
const STREAMED: &str = "WebAssembly.instantiateStreaming(src, imports)";
/// How it does here.
const WHOLE: &str = "src.then((answer) => { if (!answer.ok) throw new Error(answer.status); return answer.arrayBuffer(); })\
                     .then((bytes) => WebAssembly.instantiate(bytes, imports))";

/// How the worker is optimised: it waits for loops, not for people.
pub const WORKER_LEVEL: &str = "-O4";

/// A function with one caller is left alone unless it is small. Grown together, loops over all rows are one call, which a browser never
/// exchanges for its better translation (`src/turns.rs`): an import of a million leads takes 0.8 s so, and 1.0 s without. And it translates
/// at first what is called: the page is usable a tenth sooner.
const ONE_CALLER: &str = "--one-caller-inline-max-function-size=60";

/// What Trunk tells its hooks.
struct Build {
    /// The folder that becomes `dist`.
    staging: PathBuf,
    /// Where the programs were linked.
    linked: PathBuf,
    is_release: bool,
}

/// A program to be cut.
struct Program {
    /// Its binary, and the profile of its release.
    binary: &'static str,
    profile: &'static str,
    /// Of its files in `dist`.
    name: String,
    /// What its addresses end with. One file asked for by two addresses would be two programs: `start.js` asks for the worker so.
    version: String,
    /// wasm-opt's.
    level: &'static str,
}

impl Build {
    fn of_trunk() -> Outcome<Self> {
        let variable = |name: &str| std::env::var_os(name).ok_or_else(|| format!("{name} is not set: this is run by Trunk, as its hook"));
        let staging = PathBuf::from(variable("TRUNK_STAGING_DIR")?);
        let is_release = variable("TRUNK_PROFILE")? == "release";
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
        Ok(Self { staging, linked: target.join(tools::WASM), is_release })
    }
}

/// Splits what Trunk has just built.
pub fn split() -> Outcome {
    let build = Build::of_trunk()?;
    let parts = root().join("target/split");
    if parts.exists() {
        fs::remove_dir_all(&parts).map_err(|error| format!("{} cannot be removed: {error}", parts.display()))?;
    }
    let name = program_name(&build.staging)?;
    let version = format!("?v={name}");
    let loader = format!("{name}_later.js");
    cut(&build, &parts.join("app"), &Program { binary: "app", profile: "page", name, version: String::new(), level: "-Oz" })?;
    cut(
        &build,
        &parts.join("worker"),
        &Program { binary: "worker", profile: "worker", name: "worker".into(), version, level: WORKER_LEVEL },
    )?;
    head::tidy(&build.staging, &[loader])?;
    offline::list(&build.staging)
}

fn cut(build: &Build, parts: &Path, program: &Program) -> Outcome {
    let Program { binary, name, version, .. } = program;
    let linked = build.linked.join(if build.is_release { program.profile } else { "debug" }).join(format!("{binary}.wasm"));
    let bytes = fs::read(&linked).map_err(|error| format!("{} cannot be read: {error}", linked.display()))?;
    let main = parts.join("main.wasm");
    let (module, loader) = (format!("./{name}.js{version}"), format!("./{name}_later.js{version}"));
    let mut options = Options::new(&bytes);
    options.output_dir = parts;
    options.main_out_path = &main;
    options.main_module = &module;
    options.link_name = &loader;
    let made = transform(options).map_err(|error| format!("{} cannot be split: {error:#}", linked.display()))?;

    let bound = parts.join("bound");
    bind(&main, name, &bound)?;

    let mut text = read(&parts.join(&loader))?;
    for piece in &made.split_modules {
        let old = piece.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let new = format!("{name}_{}", old.trim_start_matches("split_"));
        text = text.replace(&format!("./{old}"), &format!("./{new}{version}"));
        place(build, program.level, piece, &new)?;
    }
    write(&build.staging.join(format!("{name}_later.js")), &fetched_whole(&text)?)?;
    place(build, program.level, &bound.join(format!("{name}_bg.wasm")), &format!("{name}_bg.wasm"))?;
    write(&build.staging.join(format!("{name}.js")), &read(&bound.join(format!("{name}.js")))?)
}

/// Runs wasm-bindgen: `name.js` and `name_bg.wasm` in `to`.
pub fn bind(linked: &Path, name: &str, to: &Path) -> Outcome {
    let bindgen = if tools::installed("wasm-bindgen").is_file() { tools::installed("wasm-bindgen") } else { "wasm-bindgen".into() };
    let arguments = ["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", name];
    run(run::program(bindgen).args(arguments).arg("--out-dir").arg(to).arg(linked))
}

/// The name of the page's program with Trunk's hash in it: `app-0123456789abcdef`.
fn program_name(staging: &Path) -> Outcome<String> {
    let entries = fs::read_dir(staging).map_err(|error| format!("{} cannot be read: {error}", staging.display()))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut found = names.filter_map(|name| Some(name.strip_suffix(".js")?.to_owned()).filter(|name| name.starts_with("app-")));
    found.next().ok_or_else(|| format!("{} holds no app-….js", staging.display()))
}

/// The loader with each piece read whole, and a missing one an error.
fn fetched_whole(text: &str) -> Outcome<String> {
    let changed = text.replace(STREAMED, WHOLE);
    if changed == text { Err("the loader of the second piece is not written as it used to be".into()) } else { Ok(changed) }
}

/// Puts a part of the program where the page looks for it, optimised where that can be done.
fn place(build: &Build, level: &str, part: &Path, name: &str) -> Outcome {
    let to = build.staging.join(name);
    if build.is_release && optimise(level, part, &to)? {
        return Ok(());
    }
    fs::copy(part, &to).map(drop).map_err(|error| format!("{} cannot be written: {error}", to.display()))
}

/// Runs wasm-opt; `false` where there is none.
pub fn optimise(level: &str, part: &Path, to: &Path) -> Outcome<bool> {
    let Some(wasm_opt) = wasm_opt() else { return Ok(false) };
    // The features of rustc's wasm target and simd128 of .cargo/config.toml.
    let features = ["simd", "bulk-memory", "reference-types", "sign-ext", "mutable-globals", "nontrapping-float-to-int", "multivalue"];
    let mut command = run::program(wasm_opt);
    command.args([level, ONE_CALLER, "--strip-debug", "--strip-producers"]).args(features.map(|name| format!("--enable-{name}")));
    run(command.arg(part).arg("-o").arg(to))?;
    Ok(true)
}

/// That of `target/tools`, else that of the path; neither where it is of another version, which may break the page.
fn wasm_opt() -> Option<PathBuf> {
    let own = root().join("target/tools/npm/node_modules/binaryen/bin/wasm-opt");
    let found = if own.is_file() { Some(own) } else { find("wasm-opt") };
    found.filter(|path| output(run::program(path).arg("--version")).is_some_and(|text| tools::is_wasm_opt(&text)))
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_is_changed_or_refused() {
        let changed = fetched_whole(&format!("return async (imports) => ({STREAMED});")).unwrap();
        assert_eq!(changed, format!("return async (imports) => ({WHOLE});"));
        assert!(fetched_whole("const x = 1;").is_err());
    }

    #[test]
    fn the_program_is_found_by_its_name() {
        let folder = std::env::temp_dir().join(format!("xtask-split-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        assert!(program_name(&folder).is_err());
        for name in ["start-1.js", "app-2_bg.wasm", "app-2.js"] {
            fs::write(folder.join(name), "").unwrap();
        }
        assert_eq!(program_name(&folder).unwrap(), "app-2");
        fs::remove_dir_all(folder).unwrap();
    }
}
