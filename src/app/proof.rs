//! The proof on the page: textbook results beside what the engine makes of them, filling while it runs.
//!
//! `proof_page` is the one way in. It never blocks: each frame it lets the engine work for some milliseconds.

mod page;
mod table;

use yew::prelude::*;

/// The whole of it; it begins when it is shown, and is gone when it is not.
pub(super) fn proof_page() -> Html {
    // A component: `markup!` knows elements only.
    html! { <page::ProofPage /> }
}
