//! What each chart costs in a browser at a million items: making its sheet anew, and drawing it.
//!
//! `benches/redraw.sh charts` builds it, runs it in headless Chromium and prints what it measured. Drawing is what a frame costs
//! while something is pointed at; a sheet is made anew when the markup gets new values, in a twentieth of the time.

#[cfg(target_arch = "wasm32")]
#[path = "redraw/common.rs"]
mod common;
#[cfg(target_arch = "wasm32")]
#[path = "charts/page.rs"]
mod page;

fn main() {
    #[cfg(target_arch = "wasm32")]
    page::measure();
}
