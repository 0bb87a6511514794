//! The seams of the page: what stands behind them is loaded when somebody first needs it, so that the first picture
//! does not wait for it. `cargo xtask build` cuts the wasm here.

#![allow(
    unsafe_code,
    reason = "the seam's own call into what has been loaded; written by its macro"
)]
#![allow(
    clippy::unnecessary_wraps,
    reason = "what can fail is the fetching, and the macro takes the error's type from here"
)]
#![allow(improper_ctypes_definitions, reason = "both sides of a seam are compiled together")]
#![allow(
    clippy::no_mangle_with_rust_abi,
    reason = "the macro gives a seam a name that nothing else has"
)]

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use yew::Html;

use super::map_panel;
use super::page::{self, ANALYST, Analyst, BORDER, Border, Mapper, Read};
use super::proof::proof_page;

/// What stands behind a seam could not be fetched. Another attempt begins anew.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unfetched;

impl From<SplitLoaderError> for Unfetched {
    fn from(_: SplitLoaderError) -> Unfetched {
        Unfetched
    }
}

/// Reads a table of items; the dates may be given in another order than they seem to have.
#[wasm_split(history, fallible)]
pub(super) fn read_history(
    name: String,
    text: String,
    day_first: Option<bool>,
) -> Result<Read, Unfetched> {
    Ok(page::read(name, text, day_first))
}

/// What reads and checks streams.
#[wasm_split(border, fallible)]
pub(super) fn border() -> Result<&'static Border, Unfetched> {
    Ok(&BORDER)
}

/// What shows the proof.
#[wasm_split(proof, fallible)]
pub(super) fn proof() -> Result<fn() -> Html, Unfetched> {
    Ok(proof_page)
}

/// What draws the value stream map.
#[wasm_split(map, fallible)]
pub(super) fn map() -> Result<Mapper, Unfetched> {
    Ok(map_panel::view)
}

/// What makes the charts beside the diagram.
#[wasm_split(charts, fallible)]
pub(super) fn analyst() -> Result<&'static Analyst, Unfetched> {
    Ok(&ANALYST)
}
