//! Has the page's program linked with its relocations kept: `cargo xtask split` needs them to cut it into pieces.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") && std::env::var_os("CARGO_FEATURE_PAGE").is_some() {
        println!("cargo::rustc-link-arg-bin=app=--emit-relocs");
    }
}
