//! What the engine costs, on cases that other simulators run as well: `benches/engine.sh` runs it beside them.
//!
//! Five stages in a row. **A**: one worker each, Poisson arrivals .9, exponential work of mean 1, no limits. **B**: workers
//! 2, 1, 3, 2, 2, log-normal work of mean .65 × workers and cv .5, Poisson arrivals 1, at most four items in a stage, a
//! finished item holds its worker. **C**: B, and 15 % of what leaves stage 4 goes back to stage 2, the rest leaves in groups
//! of five. **D**: 1,000 replications of B with 200 items each.
//!
//! `engine CASE N SEED` prints one line of JSON: the run with all its records, and what the other simulators say of theirs; with
//! `all` behind it, all measures that the page shows are computed as well. `engine memory N` prints the memory of case B's records,
//! `engine growth [N]` what an event costs with a thousand to a million items in the stream, or with N. The best of `INNER` runs
//! counts (3 unless said).

#[path = "engine/cases.rs"]
mod cases;

#[cfg(not(target_arch = "wasm32"))]
#[path = "engine/circle.rs"]
mod circle;

#[cfg(not(target_arch = "wasm32"))]
#[path = "engine/native.rs"]
mod kind;

#[cfg(target_arch = "wasm32")]
#[path = "engine/wasm.rs"]
mod kind;

fn main() {
    kind::main();
}
