//! Runs other programs and tells how it went. Knows nothing of what is run.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use crate::{Outcome, root};

/// A command in the repository's folder.
pub fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// The cargo that runs this task, without what it told this process about xtask itself.
///
/// `CARGO_MANIFEST_DIR` and its kind would reach build scripts and make cargo rebuild what a plain `cargo build` has built.
pub fn cargo() -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs to the end with the output shown; anything but success is an error naming the command.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("cannot start {}: {error}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", shown(command))) }
}

/// What a command prints, trimmed; `None` when it cannot be started or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where on PATH a program is.
pub fn find(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(&file)).find(|path| path.is_file())
}

/// PATH with these folders before all others, because an older tool of the same name may be installed.
pub fn path_with(first: &[PathBuf]) -> Outcome<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(first.iter().cloned().chain(std::env::split_paths(&path)))
        .map_err(|error| format!("a folder on PATH cannot be kept: {error}"))
}

/// Announces a step, runs it and says how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("\n── {name}");
    let start = Instant::now();
    let result = work().map_err(|reason| format!("{name}: {reason}"))?;
    println!("── {name}: done in {:.1} s", start.elapsed().as_secs_f64());
    Ok(result)
}

fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    command.get_args().fold(format!("`{name}"), |line, word| format!("{line} {}", word.to_string_lossy())) + "`"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_named_in_its_failure() {
        let error = run(cargo().arg("--no-such-flag").stderr(Stdio::null())).unwrap_err();
        assert!(error.starts_with("`cargo --no-such-flag` ended with"), "{error}");
        let error = run(&mut program("no-such-program")).unwrap_err();
        assert!(error.starts_with("cannot start `no-such-program`"), "{error}");
    }

    #[test]
    fn folders_come_first_on_the_path() {
        let path = path_with(&["/first".into(), "/second".into()]).unwrap();
        let folders: Vec<PathBuf> = std::env::split_paths(&path).take(2).collect();
        assert_eq!(folders, [PathBuf::from("/first"), PathBuf::from("/second")]);
    }
}
