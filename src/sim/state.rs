//! What a run remembers: flat arrays of items, desks and stages, and lists that run through the items.

use super::bursts::Bursts;
use super::draws::{ItemKey, Place};
use super::sampler::Sampler;
use crate::value_stream::{SimTime, StageId};

/// No item, no desk.
pub(super) const NONE: u32 = u32::MAX;

/// Where an item is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// Its place in the array is free.
    Gone,
    /// Arrived, not released.
    Backlog,
    /// In a stage, waiting for a worker.
    Waiting,
    /// In a stage, being worked on.
    InProcess,
    /// In a stage, done, waiting for room downstream.
    Finished,
    /// Between stages: it has left one and waits outside another.
    Outside,
}

/// An item inside the run. Places are reused: `id` tells who it is.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) key: ItemKey,
    /// When it asked for room, in the order of all askings.
    pub(super) asked: u64,
    /// The next item of the list that it stands in.
    pub(super) next: u32,
    pub(super) id: u32,
    /// The desk at which it is worked on, or which it holds.
    pub(super) desk: u32,
    /// The stage it is in, or was in last.
    pub(super) stage: u16,
    /// The link that it takes or wants to take.
    pub(super) link: u16,
    pub(super) class: u16,
    pub(super) source: u16,
    pub(super) condition: Condition,
    /// Whether the facts have called it blocked.
    pub(super) blocked: bool,
}

/// A first-in-first-out list that runs through the items.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) first: u32,
    last: u32,
    pub(super) length: u32,
}

impl Line {
    pub(super) const EMPTY: Line = Line { first: NONE, last: NONE, length: 0 };

    #[inline]
    pub(super) fn push(&mut self, items: &mut [Item], item: u32) {
        items[item as usize].next = NONE;
        if self.first == NONE {
            self.first = item;
        } else {
            items[self.last as usize].next = item;
        }
        self.last = item;
        self.length += 1;
    }

    #[inline]
    pub(super) fn pop(&mut self, items: &[Item]) -> u32 {
        let first = self.first;
        if first != NONE {
            self.first = items[first as usize].next;
            self.length -= 1;
        }
        first
    }

    pub(super) fn iter(self, items: &[Item]) -> impl Iterator<Item = u32> {
        let mut item = self.first;
        std::iter::from_fn(move || {
            let current = item;
            (current != NONE).then(|| {
                item = items[current as usize].next;
                current
            })
        })
    }
}

/// A worker at work, or held by a finished item. Its number is its slot in the agenda.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat {
    pub(super) started: SimTime,
    /// The item; `NONE` while nobody works here.
    pub(super) item: u32,
    pub(super) stage: u16,
    pub(super) worker: u16,
}

/// A stage in a run.
#[derive(Debug, Clone)]
pub(super) struct StageState {
    pub(super) queue: Line,
    /// Items elsewhere in the stream that want to come in, in the order of asking.
    pub(super) wishes: Line,
    /// People; `u32::MAX`: unlimited.
    pub(super) workers: u32,
    /// People at work or held.
    pub(super) busy: u32,
    /// What the facts last said about how many people are here.
    pub(super) staffed: u32,
    /// Items inside: waiting, in process, finished.
    pub(super) inside: u32,
    pub(super) finished: u32,
    /// Items that have left another stage and wait outside this one.
    pub(super) outside: u32,
    /// Most items inside; `u32::MAX`: no limit.
    pub(super) limit: u32,
    pub(super) holds_worker: bool,
    pub(super) pulled: bool,
    pub(super) work_draws: Place,
    pub(super) route_draws: Place,
    /// The range of its links in the list of routes.
    pub(super) routes: (u32, u32),
    /// The range of the sources that feed it in the list of feeders.
    pub(super) feeders: (u32, u32),
    /// Which of the first workers are busy, one bit each; empty where people are unlimited.
    pub(super) busy_workers: Vec<u64>,
}

/// A link in a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route {
    /// Chance that an item takes this link or an earlier one of the same stage.
    pub(super) up_to: f64,
    pub(super) link: u16,
    /// The stage it leads to; `u16::MAX`: the customer.
    pub(super) to: u16,
    pub(super) leaves: bool,
}

/// What `Route::to` says of the customer.
pub(super) const TO_CUSTOMER: u16 = u16::MAX;

/// A source in a run.
#[derive(Debug, Clone)]
pub(super) struct SourceState {
    pub(super) pattern: Pattern,
    pub(super) backlog: Line,
    pub(super) item_draws: Place,
    pub(super) interval_draws: Place,
    pub(super) lump_draws: Place,
    pub(super) burst_draws: Place,
    /// Items that have arrived here.
    pub(super) arrived: u64,
    /// Lumps that have arrived or been scheduled here.
    pub(super) lumps: u64,
    /// Phases of bursts that have begun here.
    pub(super) bursts: u64,
    /// Its items that are in the backlog or in the stream.
    pub(super) alive: u32,
    pub(super) to: u16,
    pub(super) class: u16,
    pub(super) lost: bool,
}

/// When items arrive, made ready.
#[derive(Debug, Clone)]
pub(super) enum Pattern {
    Never,
    /// `since`: lumps before these arrivals began, which their traces leave out.
    Every {
        interval: Sampler,
        lump: Sampler,
        first_at: Option<u64>,
        since: u64,
    },
    Bursts(Bursts),
    Schedule {
        times: Vec<SimTime>,
        next: usize,
    },
    Endless,
    Closed {
        items: u32,
    },
}

impl StageState {
    /// Whether its limit leaves a place, and, where items are pulled, a free worker takes one.
    #[inline]
    pub(super) fn has_room(&self) -> bool {
        self.inside < self.limit && (!self.pulled || self.busy < self.workers)
    }

    /// Whether it always has room, so that nobody ever has to ask.
    #[inline]
    pub(super) fn is_open(&self) -> bool {
        self.limit == u32::MAX && !self.pulled
    }

    /// Seats the lowest-numbered free worker.
    #[inline]
    pub(super) fn seat_worker(&mut self) -> u16 {
        self.busy += 1;
        if self.workers == u32::MAX {
            return 0;
        }
        for (word, bits) in self.busy_workers.iter_mut().enumerate() {
            if *bits != u64::MAX {
                let free = bits.trailing_ones();
                *bits |= 1 << free;
                return (word * 64) as u16 + free as u16;
            }
        }
        self.busy_workers.push(1);
        ((self.busy_workers.len() - 1) * 64) as u16
    }

    #[inline]
    pub(super) fn free_worker(&mut self, worker: u16) {
        self.busy -= 1;
        if let Some(bits) = self.busy_workers.get_mut(usize::from(worker / 64)) {
            *bits &= !(1 << (worker % 64));
        }
    }
}

/// Stages that may have something to do, by their place in downstream-first order.
#[derive(Debug, Clone)]
pub(super) struct Agitated {
    words: Vec<u64>,
    /// The place of each stage.
    places: Vec<u16>,
    /// The stage at each place.
    order: Vec<u16>,
}

impl Agitated {
    pub(super) fn new(downstream_first: &[StageId]) -> Agitated {
        let order: Vec<u16> = downstream_first.iter().map(|stage| stage.0).collect();
        let mut places = vec![0; order.len()];
        for (place, &stage) in order.iter().enumerate() {
            places[usize::from(stage)] = place as u16;
        }
        Agitated { words: vec![0; order.len().div_ceil(64)], places, order }
    }

    #[inline]
    pub(super) fn mark(&mut self, stage: u16) {
        let place = self.places[usize::from(stage)];
        self.words[usize::from(place / 64)] |= 1 << (place % 64);
    }

    /// The most downstream marked stage, its mark taken away.
    #[inline]
    pub(super) fn take(&mut self) -> Option<u16> {
        for (word, bits) in self.words.iter_mut().enumerate() {
            if *bits != 0 {
                let place = word * 64 + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                return Some(self.order[place]);
            }
        }
        None
    }
}
