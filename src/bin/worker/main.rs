//! The browser's worker: owns the leads, so that the page never waits for them. Message → library → message, and nothing else: what
//! a number means is the library's business, how it looks is the page's, and neither is decided here.
//!
//! The contract of every message is in `handoff::protocol`. With the feature `bench` it listens to `bench` instead, and only reads files.

#![cfg_attr(feature = "bench", allow(dead_code, reason = "what is kept and read again is the page's to ask for"))]

#[cfg(any(all(target_arch = "wasm32", not(feature = "bench")), test))]
mod export;

#[cfg(all(target_arch = "wasm32", not(feature = "bench")))]
mod backup;
#[cfg(all(target_arch = "wasm32", feature = "bench"))]
mod bench;
#[cfg(target_arch = "wasm32")]
mod board;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(all(target_arch = "wasm32", feature = "bench"))]
#[path = "../../../benches/dashboard/mod.rs"]
mod dashboard;
#[cfg(all(target_arch = "wasm32", not(feature = "bench")))]
mod kept;
#[cfg(all(target_arch = "wasm32", not(feature = "bench")))]
mod later;
#[cfg(all(target_arch = "wasm32", not(feature = "bench")))]
mod office;
#[cfg(all(target_arch = "wasm32", not(feature = "bench")))]
mod pair;
#[cfg(target_arch = "wasm32")]
mod reading;
#[cfg(all(target_arch = "wasm32", not(feature = "bench")))]
mod records;
#[cfg(target_arch = "wasm32")]
mod second;
#[cfg(all(target_arch = "wasm32", not(feature = "bench")))]
mod sharing;
#[cfg(target_arch = "wasm32")]
mod sniffing;
#[cfg(target_arch = "wasm32")]
mod store;
#[cfg(target_arch = "wasm32")]
mod warm;
#[cfg(all(target_arch = "wasm32", not(feature = "bench")))]
mod zones;

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    #[cfg(feature = "bench")]
    bench::open();
    #[cfg(not(feature = "bench"))]
    office::open();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is Handoff's browser worker; it runs only in a browser. The command line is `handoff`.");
    std::process::exit(2);
}
