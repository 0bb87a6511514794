//! The golden runs, natively; `tests/web.rs` checks the same in a browser.
#![cfg(not(target_arch = "wasm32"))]

#[path = "shared/golden.rs"]
mod golden;

#[test]
fn every_run_has_its_golden_facts() {
    assert_eq!(golden::differences(), Vec::<String>::new());
}
