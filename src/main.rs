//! The page: mounts the app. All calculation happens in the worker; the page only asks and shows.

#[cfg(target_arch = "wasm32")]
mod app;

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    app::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is the browser app. Run `cargo xtask serve` to see it, or `handoff report` for the command line.");
    std::process::exit(2);
}
