//! `cargo xtask bench`: the native benchmarks, or, with `--browser`, the comparison with other engines and the measures of the real page,
//! whose results become `docs/benchmarks.md`. It measures nothing itself: criterion, the harness of the comparison and
//! `benches/page/measure.mjs` do.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Outcome, bench_report,
    bench_results::{self, Machine},
    dist, root,
    run::{cargo, find, output, program, run, step},
    size, split,
    tools::{self, WASM},
};

/// What the comparison is asked for.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    /// The harness of the comparison.
    peers: PathBuf,
    against: String,
    sizes: String,
    reps: u32,
    /// Seconds that may be spent, all in all, waiting for other programs to rest.
    wait: u32,
}

/// All peers that answer; `floor` and `read` of the harness only read.
const AGAINST: &str = "duckdb-eh,duckdb-coi,perspective,arquero,papaparse,udsv,crossfilter";

impl Options {
    /// Both `--name value` and `--name=value`.
    fn parse(words: &[&str]) -> Outcome<Self> {
        let mut options =
            Self { peers: root().join("../shared/bench"), against: AGAINST.into(), sizes: "100k,1m".into(), reps: 5, wait: 600 };
        let mut words = words.iter().flat_map(|word| word.splitn(2, '='));
        while let Some(word) = words.next() {
            if word == "--browser" {
                continue;
            }
            let value = words.next().ok_or_else(|| format!("{word} wants a value"))?;
            match word {
                "--peers" => options.peers = value.into(),
                "--against" => options.against = value.into(),
                "--sizes" => options.sizes = value.into(),
                "--reps" => options.reps = number(word, value)?,
                "--wait" => options.wait = number(word, value)?,
                other => return Err(format!("the comparison knows --peers, --against, --sizes, --reps and --wait, not `{other}`")),
            }
        }
        Ok(options)
    }
}

fn number(option: &str, value: &str) -> Outcome<u32> {
    value.parse().map_err(|_| format!("{option} wants a number, not `{value}`"))
}

pub fn bench(words: &[&str]) -> Outcome {
    if words.contains(&"--browser") { compare(&Options::parse(words)?) } else { run(cargo().arg("bench").args(words)) }
}

fn compare(options: &Options) -> Outcome {
    let folder = root().join("target/bench");
    step("harness", || prepare(&options.peers, &folder, &options.sizes))?;
    let contender = root().join("target/contender");
    step("contender", || build_contender(&contender))?;
    let node = || {
        let mut command = program("node");
        command.current_dir(&folder);
        command
    };
    let (sizes, reps) = (format!("--sizes={}", options.sizes), format!("--reps={}", options.reps));
    step("comparison", || {
        let peers = format!("--peers={}", options.against);
        let mount = format!("--mount=/app/={}", contender.display());
        let wait = format!("--wait={}", options.wait);
        let rest = ["--contender=handoff=/app/bench.html", "--out=results/handoff.json"];
        run(node().arg("run.mjs").args([&sizes, &reps, &peers, &mount, &wait]).args(rest))
    })?;
    if dist::folder().join("index.html").is_file() {
        step("page", || {
            let dist = format!("--dist={}", dist::folder().display());
            run(node().arg("measure.mjs").args([&sizes, &reps, &dist]).arg("--out=results/page.json"))
        })?;
    } else {
        println!("dist holds no page: it is not measured");
    }
    step("docs/benchmarks.md", || write_report(&folder))
}

fn write_report(folder: &Path) -> Outcome {
    let machine = Machine::of_linux(&fs::read_to_string("/proc/meminfo").unwrap_or_default(), &browser_version());
    let compared = bench_results::compared(&text(&folder.join("results/handoff.json"))?)?;
    let page = fs::read_to_string(folder.join("results/page.json")).ok();
    let page = page.as_deref().map(bench_results::page).transpose()?.unwrap_or_default();
    let native = bench_results::native(&root().join("target/criterion"));
    let weights = if dist::folder().join("index.html").is_file() { size::weights()? } else { Vec::new() };
    let report = bench_report::text(&machine, &compared, &page, &native, &weights);
    let path = root().join("docs/benchmarks.md");
    fs::write(&path, report).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

fn browser_version() -> String {
    ["chromium", "google-chrome"].into_iter().find_map(|name| output(program(name).arg("--version"))).unwrap_or_else(|| "Chromium".into())
}

/// A copy of the harness with its packages, its peers built and its data made; what is there already stays.
fn prepare(from: &Path, folder: &Path, sizes: &str) -> Outcome {
    if !from.join("run.mjs").is_file() {
        return Err(format!("{} holds no harness (run.mjs); say where it is by --peers", from.display()));
    }
    let changed = copy_changed(from, folder)? | copy_changed(&root().join("benches/page"), folder)?;
    let node = |arguments: &[&str]| run(program("node").current_dir(folder).args(arguments));
    if changed || !folder.join("node_modules/.package-lock.json").is_file() {
        let npm = find("npm").ok_or("the comparison needs npm; install it: sudo apt-get install npm")?;
        let arguments = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
        run(program(npm).current_dir(folder).args(arguments))?;
        node(&["build.mjs"])?;
    }
    for name in ["data", "results"] {
        fs::create_dir_all(folder.join(name)).map_err(|error| format!("{name} cannot be made: {error}"))?;
    }
    for size in sizes.split(',') {
        let data = format!("data/leads_{size}.csv");
        if !folder.join(&data).is_file() {
            // Under another name until it is whole.
            let rows = rows_of(size).ok_or_else(|| format!("`{size}` is no size; sizes are written 100k or 1m"))?;
            run(program("python3").current_dir(folder).args(["gen.py", &rows.to_string(), "data/unfinished"]))?;
            fs::rename(folder.join("data/unfinished"), folder.join(&data)).map_err(|error| format!("{data} cannot be made: {error}"))?;
        }
    }
    Ok(())
}

/// `100k` and `1m` as numbers.
fn rows_of(size: &str) -> Option<u64> {
    let (digits, factor) = match size.strip_suffix('k') {
        Some(digits) => (digits, 1_000),
        None => (size.strip_suffix('m')?, 1_000_000),
    };
    digits.parse::<u64>().ok()?.checked_mul(factor)
}

/// What is made in the copy and is not of the harness.
const MADE: [&str; 4] = ["node_modules", "data", "results", "dist"];

/// Copies the files that differ; whether there were any.
fn copy_changed(from: &Path, to: &Path) -> Outcome<bool> {
    fs::create_dir_all(to).map_err(|error| format!("{} cannot be made: {error}", to.display()))?;
    let entries = fs::read_dir(from).map_err(|error| format!("{} cannot be read: {error}", from.display()))?;
    let mut changed = false;
    for entry in entries.flatten().filter(|entry| !MADE.iter().any(|made| entry.file_name() == *made)) {
        let (path, copy) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            changed |= copy_changed(&path, &copy)?;
        } else if fs::read(&path).ok() != fs::read(&copy).ok() {
            fs::copy(&path, &copy).map_err(|error| format!("{} cannot be written: {error}", copy.display()))?;
            changed = true;
        }
    }
    Ok(changed)
}

/// The page's worker with the benchmark's ear, bound and optimised as the page's is, beside the page of `benches/page`.
fn build_contender(folder: &Path) -> Outcome {
    tools::rust()?;
    tools::wasm_bindgen()?;
    tools::wasm_opt()?;
    let features = ["--profile", "worker", "--features", "bench", "--bin", "worker"];
    run(cargo().args(["build", "--locked", "--target", WASM]).args(features))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    copy_changed(&root().join("benches/page"), folder)?;
    split::bind(&target.join(WASM).join("worker/worker.wasm"), "worker", folder)?;
    let (bound, optimised) = (folder.join("worker_bg.wasm"), folder.join("optimised.wasm"));
    if split::optimise(split::WORKER_LEVEL, &bound, &optimised)? {
        fs::rename(&optimised, &bound).map_err(|error| format!("{} cannot be replaced: {error}", bound.display()))?;
    }
    Ok(())
}

fn text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_or_refused() {
        let options = Options::parse(&["--browser", "--peers", "a", "--sizes=1m,3m", "--reps=3", "--against", "udsv"]).unwrap();
        let expected = Options { peers: "a".into(), against: "udsv".into(), sizes: "1m,3m".into(), reps: 3, wait: 600 };
        assert_eq!(options, expected);
        for words in [&["--browser", "--peers"][..], &["--browser", "--reps=x"], &["--browser", "--what=1"]] {
            assert!(Options::parse(words).is_err(), "{words:?}");
        }
    }

    #[test]
    fn sizes_are_numbers_of_rows() {
        for (size, rows) in [("100k", Some(100_000)), ("3m", Some(3_000_000)), ("m", None), ("10", None), ("1g", None)] {
            assert_eq!(rows_of(size), rows, "{size}");
        }
    }

    #[test]
    fn only_what_changed_is_copied() {
        let folder = std::env::temp_dir().join(format!("xtask-bench-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("to"));
        fs::create_dir_all(from.join("web/dist")).unwrap();
        fs::write(from.join("run.mjs"), "1").unwrap();
        fs::write(from.join("web/a.html"), "a").unwrap();
        fs::write(from.join("web/dist/made.js"), "made").unwrap();
        assert!(copy_changed(&from, &to).unwrap());
        assert!(to.join("web/a.html").is_file() && !to.join("web/dist").exists());
        assert!(!copy_changed(&from, &to).unwrap());
        fs::write(from.join("web/a.html"), "b").unwrap();
        assert!(copy_changed(&from, &to).unwrap());
        fs::remove_dir_all(folder).unwrap();
    }
}
