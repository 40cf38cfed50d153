//! Has the page's program and the worker's linked with their relocations kept: `cargo xtask split` needs them to cut both into pieces.
//! Gives the code that reads exports a name, and all that counts, by which what other code has kept is told apart.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// What decides which columns come of a file.
const READING: [&str; 6] = ["src/import", "src/leads", "src/time", "src/raw.rs", "src/text.rs", "src/normal.rs"];

/// What, with those, decides what a report says of them, and how it, a message and an agreement are written.
const COUNTING: [&str; 8] =
    ["src/agreement", "src/metrics", "src/report", "src/protocol", "src/protocol.rs", "src/order.rs", "src/turns.rs", "src/kept.rs"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        // The benchmark's worker is one piece.
        if std::env::var_os("CARGO_FEATURE_BENCH").is_none() {
            println!("cargo::rustc-link-arg-bin=worker=--emit-relocs");
        }
        println!("cargo::rustc-link-arg-bin=app=--emit-relocs");
    }
    println!("cargo::rustc-env=HANDOFF_READING={:016x}", hash(&READING));
    println!("cargo::rustc-env=HANDOFF_COUNTING={:016x}", hash(&[&READING[..], &COUNTING].concat()));
}

/// FNV-1a.
fn hash(paths: &[&str]) -> u64 {
    let mut files = Vec::new();
    for path in paths {
        println!("cargo::rerun-if-changed={path}");
        collect(Path::new(path), &mut files);
    }
    files.sort();
    let bytes = files.iter().flat_map(|path| fs::read(path).unwrap_or_default());
    bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
