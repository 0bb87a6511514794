//! The streams that come with the page.

use std::sync::Arc;

use crate::value_stream::{Runnable, ValueStream};

/// Name and file of each example, the opening one first.
pub(super) const EXAMPLES: [(&str, &str); 10] = [
    ("Software team", include_str!("../../../assets/streams/software-team.json")),
    ("Kanban team", include_str!("../../../assets/streams/kanban.json")),
    ("Penny fab", include_str!("../../../assets/streams/penny-fab.json")),
    ("Repair desk", include_str!("../../../assets/streams/repair-desk.json")),
    ("Monthly orders", include_str!("../../../assets/streams/monthly-orders.json")),
    ("Release train", include_str!("../../../assets/streams/release-train.json")),
    ("Drum and rope", include_str!("../../../assets/streams/bottleneck-plant.json")),
    ("Made to stock", include_str!("../../../assets/streams/made-to-stock.json")),
    ("Found late", include_str!("../../../assets/streams/found-late.json")),
    ("Emergency room", include_str!("../../../assets/streams/emergency-room.json")),
];

/// The seed under which the opening stream shows most clearly what it is about.
pub(super) const OPENING_SEED: u64 = 2;

/// An example, ready to run.
pub(super) fn example(index: usize) -> Arc<Runnable> {
    let (_, text) = EXAMPLES[index.min(EXAMPLES.len() - 1)];
    // Without a message that would carry every fault there could be: the examples are tested.
    let stream = ValueStream::from_json(text).and_then(ValueStream::check);
    Arc::new(stream.unwrap_or_else(|_| unreachable!("the examples are sound")))
}

/// Name and purpose of each, for the gallery.
pub(super) fn about() -> Vec<(String, String)> {
    let about = |text| ValueStream::from_json(text).map(|stream| stream.about).unwrap_or_default();
    EXAMPLES.iter().map(|(name, text)| ((*name).to_owned(), about(text))).collect()
}
