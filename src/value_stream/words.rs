//! The words of a file for everything that is one of a few. Readers, writers and lists of choices share them.

use super::{
    DefectRule, Entry, FinishedItem, InterruptionClock, NoteKind, QueueOrder, TimeUnit, Unmet,
    WhenFull, WhenNoRoom,
};

/// Words and what they mean, the default first.
pub type Words<T, const N: usize> = [(&'static str, T); N];

/// Units of time.
pub const UNITS: Words<TimeUnit, 3> =
    [("day", TimeUnit::Day), ("hour", TimeUnit::Hour), ("minute", TimeUnit::Minute)];
/// What a finished item does to its worker.
pub const FINISHED_ITEMS: Words<FinishedItem, 2> =
    [("frees_worker", FinishedItem::FreesWorker), ("holds_worker", FinishedItem::HoldsWorker)];
/// Where an item waits for a worker.
pub const ENTRIES: Words<Entry, 2> =
    [("waits_inside", Entry::WaitsInside), ("pulled_by_free_worker", Entry::PulledByFreeWorker)];
/// Who of the waiting is next.
pub const QUEUE_ORDERS: Words<QueueOrder, 5> = [
    ("fifo", QueueOrder::Fifo),
    ("lifo", QueueOrder::Lifo),
    ("random", QueueOrder::Random),
    ("shortest", QueueOrder::Shortest),
    ("oldest", QueueOrder::Oldest),
];
/// When time until the next interruption passes.
pub const CLOCKS: Words<InterruptionClock, 2> =
    [("working", InterruptionClock::Working), ("always", InterruptionClock::Always)];
/// What happens to an item on which a defect is seen.
pub const DEFECT_RULES: Words<DefectRule, 5> = [
    ("fix_here", DefectRule::FixHere),
    ("redo_until_good", DefectRule::RedoUntilGood),
    ("send_back", DefectRule::SendBack),
    ("scrap", DefectRule::Scrap),
    ("pass_on", DefectRule::PassOn),
];
/// What an item does that finds its target full.
pub const WHEN_FULL: Words<WhenFull, 2> = [("wait", WhenFull::Wait), ("leave", WhenFull::Leave)];
/// What an arrival does that finds no room.
pub const WHEN_NO_ROOM: Words<WhenNoRoom, 2> =
    [("wait", WhenNoRoom::Wait), ("lost", WhenNoRoom::Lost)];
/// What becomes of a request that cannot be met at once.
pub const UNMET: Words<Unmet, 2> = [("waits", Unmet::Waits), ("lost", Unmet::Lost)];
/// What words beside the belt are for.
pub const NOTE_KINDS: Words<NoteKind, 2> = [("note", NoteKind::Note), ("kaizen", NoteKind::Kaizen)];

/// The word for a choice.
pub fn word<T: PartialEq>(words: &[(&'static str, T)], choice: &T) -> &'static str {
    words.iter().find(|(_, other)| other == choice).map_or("", |(word, _)| word)
}
