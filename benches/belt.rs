//! The belt alone on a page, with a run behind it: to look at, and to measure what a frame costs.
//!
//! `benches/belt.sh` builds it into `target/belt`. The address decides what runs: `#stream=team&days=0.5` (work days per
//! second), `&dots=10000` (keep so many dots moving), `&pause=60` (after so many frames), `&from=60` (days before it starts),
//! `&hot=3` (the bottleneck's number); streams are `team`, `limits`, `five`, `branches`, `crowd` and `many`. After three seconds the title tells the median cost of a
//! frame.

#[cfg(target_arch = "wasm32")]
#[path = "belt/page.rs"]
mod page;
#[cfg(target_arch = "wasm32")]
#[path = "belt/streams.rs"]
mod streams;

fn main() {
    #[cfg(target_arch = "wasm32")]
    page::start();
}
