//! The page on wasm32, the command line elsewhere.

#[cfg(all(target_arch = "wasm32", feature = "app"))]
fn main() {
    flowglass::app::start();
}

#[cfg(not(all(target_arch = "wasm32", feature = "app")))]
fn main() {}
