//! The page on wasm32, the command line elsewhere.

#[cfg(all(target_arch = "wasm32", feature = "app"))]
fn main() {
    flowglass::app::start();
}

#[cfg(all(target_arch = "wasm32", not(feature = "app")))]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    flowglass::cli::run()
}
