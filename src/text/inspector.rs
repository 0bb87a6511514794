//! The words of the inspector beside its fields.

use crate::value_stream::{LinkId, Sketch, Target};

/// When changes count.
pub const AT_ONCE: &str = "Changes count from now on, while the stream runs.";
/// What there is to say about the customer.
pub const CUSTOMER: &str = "Takes whatever is delivered. Cycle time and lead time end here.";
/// A source whose arrivals follow a list.
pub const SCHEDULED: &str = "Items arrive at times given in the file.";
/// A source that never runs dry.
pub const ENDLESS: &str = "One item always waits here: release decides when it enters.";
/// A source whose arrivals come in bursts.
pub const BURSTS: &str = "Arrivals come in bursts: at times more, at times fewer or none.";
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
