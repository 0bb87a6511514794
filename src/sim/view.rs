//! What one can ask of a run between two `advance` calls.

use serde::{Deserialize, Serialize};

use super::ItemId;
use crate::value_stream::{SimTime, StageId};

/// What decides every draw of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(pub u64);

/// Why `advance` came back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pause {
    /// Everything up to and including the horizon has happened.
    Horizon,
    /// As many events as asked for have happened; there is more before the horizon.
    Budget,
    /// Nothing will ever happen again: no event is due and no item is inside. The horizon counts as reached.
    Idle,
    /// Nothing will ever happen again, but items are inside: each waits for room that another of them takes.
    Gridlocked {
        /// The stages whose items cannot leave.
        stages: Vec<StageId>,
    },
}

/// A worker at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Desk {
    /// The worker, from 0.
    pub worker: u16,
    /// The item.
    pub item: ItemId,
    /// When work on it began.
    pub started: SimTime,
    /// When it will be done if nothing interferes; the past for a finished item that holds its worker.
    pub due: SimTime,
    /// Whether the item is done and cannot move on.
    pub blocked: bool,
}

/// A stage at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageView {
    /// People there; none: unlimited.
    pub workers: Option<u16>,
    /// Items that wait for a worker.
    pub waiting: u32,
    /// Items that are being worked on.
    pub in_process: u32,
    /// Items that are done and have no room downstream.
    pub blocked: u32,
    /// Items that have left their stage, or are in the backlog, and wait outside for room in this one.
    pub outside: u32,
    /// The limit on what is inside: waiting + in process + blocked.
    pub wip_limit: Option<u32>,
}

impl StageView {
    /// Items inside the stage: what its limit counts.
    pub fn inside(&self) -> u32 {
        self.waiting + self.in_process + self.blocked
    }
}
