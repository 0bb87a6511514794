//! What a redraw of the cumulative flow diagram costs in a browser, at several run lengths.
//!
//! `benches/redraw.sh cfd` builds it, runs it in headless Chromium and prints what it measured. A redraw is what the page does
//! for each: sample the lines at one moment per pixel column, read the moment under the crosshair, lay the picture out
//! and draw it on a canvas. The second pair of figures has the browser paint it at once, too.

#[cfg(target_arch = "wasm32")]
#[path = "redraw/common.rs"]
mod common;
#[cfg(target_arch = "wasm32")]
#[path = "cfd/page.rs"]
mod page;

fn main() {
    #[cfg(target_arch = "wasm32")]
    page::measure();
}
