//! What a run remembers: flat arrays of items, desks and stages, and lists that run through the items.

use super::bursts::Bursts;
use super::draws::{ItemKey, Place};
use super::patience::Patience;
use super::queue::Queue;
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

/// An item inside the run, in a cache line of its own. Places are reused: `id` tells who it is. In this order, what is written
/// together stands together.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
pub(super) struct Item {
    pub(super) key: ItemKey,
    /// In the lane, while it waits: how long the work will take for which it waits or to which it goes next, and the number of
    /// its latest visit.
    pub(super) span: u64,
    pub(super) stay: u32,
    /// In which of the run's times in the lane these were written.
    pub(super) turn: u32,
    /// The next item of the list that it stands in.
    pub(super) next: u32,
    /// The desk at which it is worked on, or which it holds.
    pub(super) desk: u32,
    /// When it asked for room, in the order of all askings.
    pub(super) asked: u64,
    pub(super) id: u32,
    /// The stage it is in, or was in last.
    pub(super) stage: u16,
    pub(super) condition: Condition,
    /// Whether any work on it has begun.
    pub(super) begun: bool,
    /// The link that it takes or wants to take.
    pub(super) link: u16,
    pub(super) class: u16,
    pub(super) source: u16,
    /// Whether the facts have called it blocked.
    pub(super) blocked: bool,
    /// Who goes first: 0 before 1.
    pub(super) priority: u8,
}

impl Item {
    /// A place that is free.
    pub(super) const GONE: Item = Item {
        key: ItemKey::NONE,
        span: 0,
        stay: NONE,
        turn: 0,
        asked: 0,
        next: NONE,
        id: NONE,
        desk: NONE,
        stage: 0,
        link: 0,
        class: 0,
        source: 0,
        condition: Condition::Gone,
        blocked: false,
        priority: 0,
        begun: false,
    };
}

/// What only streams with rules beyond the simple ones have to remember of an item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Memo {
    pub(super) released: SimTime,
    pub(super) entered: SimTime,
    /// Work that was interrupted, or that is shared with others, and is still to be done; `NOTHING_LEFT`: none.
    pub(super) left: u64,
    /// The stage that sent it back; `u16::MAX`: none did.
    pub(super) sent_back_by: u16,
    /// Whether it is released and not finished at the drum.
    pub(super) on_rope: bool,
    /// Whether the customer's demand ordered it.
    pub(super) is_ordered: bool,
    /// Which value of a trace its work here takes, where that is settled before the work begins.
    pub(super) traced: Option<u64>,
    /// Whether the work at its desk is a repair.
    pub(super) is_repair: bool,
    /// All of the work of which `left` is what is still to be done, and when it came to its desk; only where workers
    /// share their time.
    pub(super) whole: u64,
    pub(super) seated: SimTime,
}

/// What `Memo::left` says of an item that was not interrupted.
pub(super) const NOTHING_LEFT: u64 = u64::MAX;

impl Memo {
    pub(super) const NEW: Memo = Memo {
        released: SimTime::START,
        entered: SimTime::START,
        left: NOTHING_LEFT,
        sent_back_by: u16::MAX,
        on_rope: false,
        is_ordered: false,
        traced: None,
        is_repair: false,
        whole: 0,
        seated: SimTime::START,
    };
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

    /// Takes out an item that is in it.
    pub(super) fn remove(&mut self, items: &mut [Item], item: u32) {
        let next = items[item as usize].next;
        let (mut before, mut at) = (NONE, self.first);
        while at != item {
            (before, at) = (at, items[at as usize].next);
        }
        if before == NONE {
            self.first = next;
        } else {
            items[before as usize].next = next;
        }
        if self.last == item {
            self.last = before;
        }
        self.length -= 1;
    }

    pub(super) fn push_first(&mut self, items: &mut [Item], item: u32) {
        items[item as usize].next = self.first;
        if self.first == NONE {
            self.last = item;
        }
        self.first = item;
        self.length += 1;
    }

    #[inline]
    pub(super) fn push(&mut self, items: &mut [Item], item: u32) {
        self.put(items, item);
    }

    /// The same, for a loop that is to call nothing.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn put(&mut self, items: &mut [Item], item: u32) {
        items[item as usize].next = NONE;
        self.hang_on(items, item);
        self.length += 1;
    }

    /// The same of an item that has nobody behind it, where nobody counts.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn hang_on(&mut self, items: &mut [Item], item: u32) {
        if self.first == NONE {
            self.first = item;
        } else {
            items[self.last as usize].next = item;
        }
        self.last = item;
    }

    #[inline]
    pub(super) fn pop(&mut self, items: &[Item]) -> u32 {
        let first = self.take_off(items);
        self.length -= u32::from(first != NONE);
        first
    }

    /// The same where nobody counts.
    #[inline]
    pub(super) fn take_off(&mut self, items: &[Item]) -> u32 {
        let first = self.first;
        if first != NONE {
            self.first = items[first as usize].next;
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

/// A worker at work, or held by a finished item, in a cache line of its own: where very many are at work, each line costs more
/// than all that is done with it. Its number is its slot in the agenda.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(super) struct Seat {
    pub(super) started: SimTime,
    /// The item; `NONE` while nobody works here.
    pub(super) item: u32,
    pub(super) stage: u16,
    pub(super) worker: u16,
    /// What ends when its slot is due.
    pub(super) phase: Phase,
    /// Whether it stands still, with `left` to go in its phase.
    pub(super) is_frozen: bool,
    /// Work that follows this phase.
    pub(super) then: u64,
    pub(super) left: u64,
}

/// What ends when a slot is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// The work.
    Work,
    /// Work until the worker is interrupted.
    ToInterruption,
    /// An interruption of the worker.
    Interruption,
    /// Setting up.
    Setup,
    /// Not a desk: the time until the next interruption of a worker, or that interruption.
    Clock,
    /// Not a desk: how long a pallet waits; `stage` is its number.
    Pallet,
    /// Not a desk: the time until finished items may leave a stage.
    Train,
    /// Not a desk: how long a batch may wait to be full.
    Batch,
    /// Not a desk: the time until the customer asks for an item.
    Demand,
    /// Not a desk: the time until the patience with an item ends; `stage` is its source.
    Patience,
    /// Not a desk: the time until something comes back; `stage` is the source at which it does.
    Return,
}

impl Seat {
    /// A slot for something that is not a desk.
    pub(super) fn timer(phase: Phase, stage: u16, worker: u16) -> Seat {
        Seat { phase, ..Seat::at(SimTime::START, NONE, stage, worker) }
    }

    /// A desk at which work begins.
    #[inline]
    pub(super) fn at(started: SimTime, item: u32, stage: u16, worker: u16) -> Seat {
        let phase = Phase::Work;
        Seat { started, item, stage, worker, phase, is_frozen: false, then: 0, left: 0 }
    }
}

/// A stage in a run.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of its own")]
#[derive(Debug, Clone)]
pub(super) struct StageState {
    pub(super) queue: Queue,
    /// Items elsewhere in the stream that want to come in, in the order of asking.
    pub(super) wishes: Queue,
    /// People; `u32::MAX`: unlimited.
    pub(super) workers: u32,
    /// People at work or held.
    pub(super) busy: u32,
    /// People who are interrupted while they have nothing to do.
    pub(super) down: u32,
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
    /// Its place in downstream-first order.
    pub(super) place: u16,
    /// Whether any rule beyond the simple ones holds here.
    pub(super) special: bool,
    /// Whether a limit on several stages holds here.
    pub(super) grouped: bool,
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
    /// The pallet on which items wait to take it; `NONE`: they go singly.
    pub(super) pallet: u32,
}

/// Finished items that wait to leave together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pallet {
    pub(super) line: Line,
    pub(super) size: u32,
    /// The longest that its first item waits; `u64::MAX`: until it is full.
    pub(super) wait: u64,
    /// Its slot.
    pub(super) seat: u32,
    pub(super) route: u32,
    pub(super) stage: u16,
}

impl Route {
    /// The place of the route that a toss takes among those of a stage.
    #[inline]
    pub(super) fn taken(routes: &[Route], toss: f64) -> usize {
        routes.iter().position(|route| toss < route.up_to).unwrap_or(routes.len() - 1)
    }
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
    /// How large its items are; none: 1.
    pub(super) size: Option<Sampler>,
    pub(super) size_draws: Place,
    /// Items into which each arrival splits.
    pub(super) split: u32,
    /// How long its items wait for their first work; none: for ever.
    pub(super) patience: Option<Box<Patience>>,
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
    pub(super) priority: u8,
    /// Whether its items enter whatever the limits say.
    pub(super) exceeds: bool,
}

impl SourceState {
    /// The time from the next arrival to the one after it; 0 where arrivals do not come by themselves.
    #[inline]
    pub(super) fn wait(&self) -> u64 {
        let Pattern::Every { interval, since, .. } = &self.pattern else { return 0 };
        interval.ticks(self.interval_draws.numbered(self.lumps), self.lumps - since)
    }

    /// Who the next item is that arrives here.
    #[inline]
    pub(super) fn next_key(&self) -> ItemKey {
        self.item_draws.item(self.arrived)
    }

    /// The next item that arrives here, and who it is: its number in the stream, and among all askings.
    #[inline]
    pub(super) fn next_item(&mut self, source: u16, key: ItemKey, id: u32, asked: u64) -> Item {
        self.arrived += 1;
        self.alive += 1;
        Item {
            key,
            asked,
            id,
            stage: self.to,
            class: self.class,
            source,
            condition: Condition::Backlog,
            priority: self.priority,
            ..Item::GONE
        }
    }
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
        self.inside < self.limit && (!self.pulled || self.has_free_worker())
    }

    #[inline]
    pub(super) fn has_free_worker(&self) -> bool {
        self.busy + self.down < self.workers
    }

    /// Whether a place or a worker that gets free may be taken at once.
    #[inline]
    pub(super) fn is_wanted(&self) -> bool {
        self.queue.length() > 0 || self.wishes.first() != NONE || self.feeders.0 < self.feeders.1
    }

    /// Whether it always has room, so that nobody ever has to ask.
    #[inline]
    pub(super) fn is_open(&self) -> bool {
        self.limit == u32::MAX && !self.pulled && !self.grouped
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

    /// Takes this worker, who is free.
    pub(super) fn seat_this_worker(&mut self, worker: u16) {
        self.busy += 1;
        let word = usize::from(worker / 64);
        if self.busy_workers.len() <= word {
            self.busy_workers.resize(word + 1, 0);
        }
        self.busy_workers[word] |= 1 << (worker % 64);
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
    /// The first ones, which are all there are in nearly every stream.
    first: u64,
    more: Vec<u64>,
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
        let more = order.len().div_ceil(64).saturating_sub(1);
        Agitated { first: 0, more: vec![0; more], places, order }
    }

    #[inline]
    pub(super) fn mark(&mut self, stage: u16) {
        self.mark_place(self.places[usize::from(stage)]);
    }

    /// The same of the stage at a place.
    #[inline]
    pub(super) fn mark_place(&mut self, place: u16) {
        let word = match (place / 64).checked_sub(1) {
            None => &mut self.first,
            Some(word) => &mut self.more[usize::from(word)],
        };
        *word |= 1 << (place % 64);
    }

    /// The same of the first 64 places, a bit each.
    #[inline]
    pub(super) fn mark_places(&mut self, places: u64) {
        self.first |= places;
    }

    /// The most downstream marked stage, its mark taken away.
    #[inline]
    pub(super) fn take(&mut self) -> Option<u16> {
        if self.first != 0 {
            let place = self.first.trailing_zeros() as usize;
            self.first &= self.first - 1;
            return Some(self.order[place]);
        }
        for (word, bits) in self.more.iter_mut().enumerate() {
            if *bits != 0 {
                let place = (word + 1) * 64 + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                return Some(self.order[place]);
            }
        }
        None
    }
}
