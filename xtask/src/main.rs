//! `cargo xtask <command>`: reads the command line and nothing more; the work is in the library beside it.

use std::process::ExitCode;

use xtask::{Outcome, bench, serve, size, split, test};

const HELP: &str = "\
cargo xtask serve [--port N] [--open]   set up what is missing, build the release page, serve it on 127.0.0.1
cargo xtask test                        set up what is missing, run everything CI runs
cargo xtask size                        weigh the built page against its budget
cargo xtask split                       cut the page's program in two; Trunk runs it
cargo xtask bench [ARGUMENTS]           run the native benchmarks
cargo xtask bench --browser [--peers FOLDER] [--against NAMES] [--sizes 100k,1m] [--reps N] [--wait SECONDS]
                                        compare with other engines in Chromium and write docs/benchmarks.md";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match command(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("\nfailed: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[&str]) -> Outcome {
    match words {
        ["serve", options @ ..] => serve::serve(&serve::Options::parse(options)?),
        ["test"] => test::test(),
        ["size"] => size::size(),
        ["split"] => split::split(),
        ["bench", rest @ ..] => bench::bench(rest),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(format!("`{}` is no command here.\n{HELP}", other.join(" "))),
    }
}
