//! The words of the inspector beside its fields.

use crate::value_stream::{LinkId, Sketch, Target};

/// When changes count.
pub const AT_ONCE: &str = "Changes count from now on, while the stream runs.";
/// The same after a change that counts from the start.
pub const STARTED_AGAIN: &str = "The last change started the run again, with the same seed.";
/// The same while the drawing cannot run.
pub const ONCE_IT_RUNS: &str = "Changes count as soon as the drawing can run.";
/// Takes a common limit away.
pub const TAKE_AWAY: &str = "Remove";
/// What there is to say about the customer.
pub const CUSTOMER: &str = "Takes whatever is delivered. Cycle time and lead time end here.";
/// A source that never runs dry.
pub const ENDLESS: &str = "One item always waits here: release decides when it enters.";
/// A source that only has what waits from the start.
pub const ONLY_BACKLOG: &str = "No arrivals: only what waits from the start.";
/// A link that has no others beside it.
pub const ONLY_WAY: &str = "Every item goes this way.";

/// A link by its ends: "QA to Development".
pub fn link_title(stream: &Sketch, link: LinkId) -> String {
    let way = stream.ways()[link.index()];
    let stages = &stream.stream().stages;
    let to = match way.to {
        Target::Stage(to) => stages[to.index()].title().to_owned(),
        Target::Customer => super::belt::customer_title(stream).to_owned(),
    };
    format!("{} to {to}", stages[way.from.index()].title())
}
