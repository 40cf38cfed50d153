//! Has the page's program and the worker's linked with their relocations kept: `cargo xtask split` needs them to cut both into pieces.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-bin=worker=--emit-relocs");
        println!("cargo::rustc-link-arg-bin=app=--emit-relocs");
    }
}
