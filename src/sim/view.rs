//! What one can ask of a run between two `advance` calls.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ItemId;
use super::simulation::Simulation;
use super::state::{Condition, NONE, Phase};
use crate::value_stream::{Runnable, SimTime, SourceId, StageId, WorkTime};

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
#[derive(Debug, Clone, Copy, PartialEq)]
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
    /// Where the worker shares time: the part of the work done on the item that will be done first [1], and among how
    /// many items.
    pub shared: Option<(f32, u16)>,
}

/// A stage at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StageView {
    /// People there; none: unlimited.
    pub workers: Option<u16>,
    /// Items that wait for a worker.
    pub waiting: u32,
    /// Items that are being worked on.
    pub in_process: u32,
    /// People who are at it; fewer where they work on several items at a time.
    pub at_work: u32,
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

impl Simulation {
    /// The stream that runs, with every amendment so far.
    pub fn runnable(&self) -> &Runnable {
        &self.runnable
    }

    /// The same, to keep.
    pub fn shared_runnable(&self) -> Arc<Runnable> {
        Arc::clone(&self.runnable)
    }

    /// What decides its draws.
    pub fn seed(&self) -> Seed {
        self.seed
    }

    /// How far it has come.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Events that have happened.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Items released and not delivered.
    pub fn in_stream(&self) -> u32 {
        self.in_stream
    }

    /// Items of a source that wait for release.
    pub fn backlog(&self, source: SourceId) -> u32 {
        self.sources[source.index()].backlog.length
    }

    /// The stages that block each other in a circle; empty if none do.
    pub fn gridlock(&self) -> &[StageId] {
        &self.knot
    }

    /// A stage as it stands.
    pub fn stage(&self, stage: StageId) -> StageView {
        let state = &self.stages[stage.index()];
        let (from, to) = state.feeders;
        let backlog: u32 = self.feeders[from as usize..to as usize]
            .iter()
            .map(|&source| self.sources[usize::from(source)].backlog.length)
            .sum();
        StageView {
            workers: (state.workers != u32::MAX).then_some(state.workers as u16),
            waiting: state.queue.length(),
            in_process: state.inside - state.queue.length() - state.finished,
            at_work: state.busy - if state.holds_worker { state.finished } else { 0 },
            blocked: state.finished,
            outside: state.outside + backlog,
            wip_limit: (state.limit != u32::MAX).then_some(state.limit),
        }
    }

    /// The workers of a stage that are at work or held by a finished item, in no particular order.
    pub fn desks(&self, stage: StageId) -> impl Iterator<Item = Desk> {
        self.seats
            .iter()
            .enumerate()
            .filter(move |(_, seat)| seat.item != NONE && seat.stage == stage.0)
            .map(|(number, seat)| {
                let item = &self.items[seat.item as usize];
                let due = self.agenda.due(self.seat_slot(number as u32));
                let blocked = item.condition == Condition::Finished;
                Desk {
                    worker: seat.worker,
                    item: ItemId(item.id),
                    started: seat.started,
                    due: match seat.phase {
                        _ if blocked => self.now,
                        _ if seat.is_frozen => self.now + WorkTime(seat.left + seat.then),
                        Phase::Work => due,
                        _ => due + WorkTime(seat.then),
                    },
                    blocked,
                    shared: (self.rulebook.shared_desk)(self, number as u32),
                }
            })
    }

    /// The items that wait in a stage for a worker, first in line first.
    pub fn waiting_items(&self, stage: StageId) -> impl Iterator<Item = ItemId> {
        let queue = &self.stages[stage.index()].queue;
        queue.in_order(&self.items).into_iter().map(|item| ItemId(self.items[item as usize].id))
    }

    /// The items of a stage that are done and have no room downstream, in no particular order.
    pub fn blocked_items(&self, stage: StageId) -> impl Iterator<Item = ItemId> {
        self.items
            .iter()
            .filter(move |item| item.condition == Condition::Finished && item.stage == stage.0)
            .map(|item| ItemId(item.id))
    }
}
