//! What must be the same in a browser as natively, run in one: `cargo xtask test web`.

#![cfg(target_arch = "wasm32")]

#[path = "shared/golden.rs"]
mod golden;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn a_logarithm_has_the_bits_it_has_natively() {
    // Sampling from a distribution starts with one: a last bit that differs parts two runs for good.
    for (x, bits) in LOGARITHMS {
        assert_eq!(libm::log(x).to_bits(), bits, "ln {x}");
    }
}

#[wasm_bindgen_test]
fn every_run_has_its_golden_facts() {
    assert_eq!(golden::differences(), Vec::<String>::new());
}

/// Natively computed; the standard library's own logarithm differs natively in the last bit of each.
const LOGARITHMS: [(f64, u64); 3] = [
    (0.143_970_271_536_025_18, 0xbfff_02a7_f289_c4a0),
    (0.610_354_378_515_52, 0xbfdf_9909_12b9_fb68),
    (0.686_008_271_925_475_8, 0xbfd8_1e90_dd5e_627f),
];
