//! The command line: the library's report from files on disk. Native only; it counts nothing itself and opens no connection.

#[cfg(not(target_arch = "wasm32"))]
mod cli;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    cli::main()
}

/// In a browser there is no command line; the page and its worker are binaries of their own.
#[cfg(target_arch = "wasm32")]
fn main() {}
