//! `cargo xtask test`: everything CI runs, cheapest first, ending at the first failure.

use std::process::Command;

use crate::{
    Outcome, dist,
    run::{cargo, run, step},
    size,
    tools::{self, WASM},
};

pub fn test() -> Outcome {
    let browser = step("tools: rust target and components, Chromium", || {
        tools::rust()?;
        tools::browser()
    })?;
    step("format", || run(cargo().args(["fmt", "--all", "--check"])))?;
    step("clippy, native", || run(clippy().args(["--workspace", "--all-targets", "--", "-D", "warnings"])))?;
    step("tests, native", || run(cargo().args(["test", "--workspace", "--exclude", "walk"])))?;
    step("fuzz, 20 seconds a stage", || {
        // `HANDOFF_FUZZ_SECONDS` in the environment asks for longer.
        let seconds = std::env::var("HANDOFF_FUZZ_SECONDS").unwrap_or_else(|_| "20".into());
        let mut command = cargo();
        command.args(["test", "--profile", "fuzz", "--test", "fuzz", "--", "--nocapture"]).env("HANDOFF_FUZZ_SECONDS", seconds);
        run(&mut command)
    })?;
    step("clippy, wasm32", || {
        let targets = ["--target", WASM, "--features", "page", "--lib", "--bin", "app", "--bin", "worker", "--test", "wasm_library"];
        run(clippy().args(targets).args(["--", "-D", "warnings"]))?;
        let targets = ["--target", WASM, "--features", "workbook", "--lib", "--bin", "workbook"];
        run(clippy().args(targets).args(["--", "-D", "warnings"]))
    })?;
    step("tools: wasm-bindgen", tools::wasm_bindgen)?;
    step("tests, wasm32 in Chromium", || {
        let mut command = cargo();
        command.args(["test", "--target", WASM, "--test", "wasm_library"]);
        // The default of 20 s is short for a busy machine that has just compiled.
        command.env("PATH", tools::path(None)?).env("CHROMEDRIVER", &browser.chromedriver).env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        run(&mut command)
    })?;
    step("tools: trunk, wasm-opt", || Ok((tools::trunk()?, tools::wasm_opt()?)))?;
    step("release page", dist::build)?;
    step("size", size::size)?;
    step("walk in Chromium", || {
        let mut command = cargo();
        // One at a time: the walk measures how long the page blocks, and two browsers on two cores would measure each other.
        command.args(["test", "--package", "walk", "--", "--test-threads=1"]).env("CHROMEDRIVER", &browser.chromedriver);
        match tools::axe()? {
            Some(axe) => command.env("HANDOFF_AXE", axe),
            None => return Err("the accessibility checks need npm; install it: sudo apt-get install npm".into()),
        };
        run(&mut command)
    })?;
    println!("\nall passed");
    Ok(())
}

fn clippy() -> Command {
    let mut command = cargo();
    command.arg("clippy");
    command
}
