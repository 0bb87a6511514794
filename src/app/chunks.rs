//! The seams of the page: what stands behind them is loaded when somebody first needs it, so that the first picture
//! does not wait for it. `cargo xtask build` cuts the wasm here.

#![allow(
    unsafe_code,
    reason = "the seam's own call into what has been loaded; written by its macro"
)]
#![allow(improper_ctypes_definitions, reason = "both sides of a seam are compiled together")]
#![allow(
    clippy::no_mangle_with_rust_abi,
    reason = "the macro gives a seam a name that nothing else has"
)]

use wasm_split_helpers::wasm_split;

use yew::Html;

use super::page::{self, ANALYST, Analyst, BORDER, Border, Read};
use super::proof::proof_page;

/// Reads a table of items; the dates may be given in another order than they seem to have.
#[wasm_split(history)]
pub(super) fn read_history(name: String, text: String, day_first: Option<bool>) -> Read {
    page::read(name, text, day_first)
}

/// What reads and checks streams.
#[wasm_split(border)]
pub(super) fn border() -> &'static Border {
    &BORDER
}

/// What shows the proof.
#[wasm_split(proof)]
pub(super) fn proof() -> fn() -> Html {
    proof_page
}

/// What makes the charts beside the diagram.
#[wasm_split(charts)]
pub(super) fn analyst() -> &'static Analyst {
    &ANALYST
}
