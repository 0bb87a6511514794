//! The bench as a module for node, which has the clock.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use super::cases::{self, Asked, Desk};

pub(crate) fn main() {}

thread_local! {
    /// What the runs of a case use again.
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

/// Runs a case once: always the same one. Returns replications, mean, p85, throughput, visits and events.
#[expect(unreachable_pub, reason = "what JavaScript calls has to be public")]
#[wasm_bindgen]
pub fn run(case: char, items: u32, seed: u32) -> Vec<f64> {
    let stream = cases::stream(case);
    let outcome = DESK.with_borrow_mut(|desk| {
        let desk = desk.get_or_insert_with(|| Desk::new(&stream));
        cases::run(case, &stream, items, seed.into(), Asked::Times, desk)
    });
    vec![
        f64::from(outcome.replications),
        outcome.mean,
        outcome.p85,
        outcome.throughput,
        outcome.visits as f64,
        outcome.events as f64,
    ]
}
