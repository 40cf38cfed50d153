//! The browser's worker: owns the leads, so that the page never waits for them. Message → library → message, and nothing else: what
//! a number means is the library's business, how it looks is the page's, and neither is decided here.
//!
//! The contract of every message is in `handoff::protocol`.

#[cfg(any(target_arch = "wasm32", test))]
mod export;

#[cfg(target_arch = "wasm32")]
mod backup;
#[cfg(target_arch = "wasm32")]
mod board;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod kept;
#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod office;
#[cfg(target_arch = "wasm32")]
mod pair;
#[cfg(target_arch = "wasm32")]
mod reading;
#[cfg(target_arch = "wasm32")]
mod records;
#[cfg(target_arch = "wasm32")]
mod second;
#[cfg(target_arch = "wasm32")]
mod sharing;
#[cfg(target_arch = "wasm32")]
mod sniffing;
#[cfg(target_arch = "wasm32")]
mod store;
#[cfg(target_arch = "wasm32")]
mod zones;

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    office::open();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is Handoff's browser worker; it runs only in a browser. The command line is `handoff`.");
    std::process::exit(2);
}
