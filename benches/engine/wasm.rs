//! The bench as a module for node, which has the clock.

use wasm_bindgen::prelude::wasm_bindgen;

use super::cases;

pub(crate) fn main() {}

/// Runs a case once. Returns replications, mean, p85, throughput, visits and events; nothing if this engine cannot run it.
#[expect(unreachable_pub, reason = "what JavaScript calls has to be public")]
#[wasm_bindgen]
pub fn run(case: char, items: u32, seed: u32) -> Vec<f64> {
    let Some(stream) = cases::stream(case) else { return Vec::new() };
    let outcome = cases::run(case, &stream, items, seed.into());
    vec![
        f64::from(outcome.replications),
        outcome.mean,
        outcome.p85,
        outcome.throughput,
        outcome.visits as f64,
        outcome.events as f64,
    ]
}
