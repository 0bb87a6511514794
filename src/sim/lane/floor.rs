//! What the lane has at hand of a run: stages, seats and what is due, small and in arrays of fixed sizes, so that no step
//! asks how long a list is. Taken from the run when it goes into its lane, and given back when it comes out.

use super::super::draws::{ItemKey, Place};
use super::super::fact::ItemId;
use super::super::queue::Queue;
use super::super::simulation::Simulation;
use super::super::state::{Condition, Item, Line, Memo, NONE, Phase, Route, Seat, TO_CUSTOMER};
use super::{Access, Comer, Entry, Notes, Work, draw, next};
use crate::value_stream::{QueueOrder, SimTime, StageId};

/// Most stages of a run with a lane; a power of two.
pub(super) const STAGES: usize = 16;
/// Slots of its agenda; a power of two.
pub(super) const SLOTS: usize = 1 << SLOT_BITS;
const SLOT_BITS: u32 = 6;
/// Slots in a group, of which is known which one is due first.
pub(super) const GROUP: usize = 4;
/// So few slots, two groups, are looked through one by one.
pub(super) const FEW: usize = 2 * GROUP;
/// The tick from which on the lane does not tell what is due: in half a million years. No span is a quarter as long.
pub(super) const LATE: u64 = 1 << 54;
/// Places for new items that the lane wants to have ready.
const SPARE: usize = 4 * STAGES;

/// Where the items of a stage go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum Course {
    Deliver,
    /// Further downstream, if there is room. Otherwise it waits where it is, or outside.
    Ahead,
    AheadOrOutside,
    /// Elsewhere, where there is no limit, or to wait outside.
    Elsewhere,
    Outside,
    Pallet,
    /// This is left to chance.
    Chance,
    /// No case for the lane.
    Other,
}

/// A stage: two cache lines.
#[derive(Debug, Clone, Copy)]
#[repr(align(128))]
pub(super) struct Station {
    pub(super) draws: Place,
    pub(super) route_draws: Place,
    /// Its links in the list of routes.
    pub(super) routes: (u16, u16),
    /// Which of its workers are busy.
    pub(super) at_work: u64,
    /// Not counted while the run is in its lane: what is inside and neither at work nor done waits.
    pub(super) queue: Line,
    pub(super) wishes: Line,
    pub(super) workers: u32,
    /// The same where who is free pulls items in.
    pub(super) pullers: u32,
    pub(super) busy: u32,
    pub(super) inside: u32,
    pub(super) limit: u32,
    pub(super) finished: u32,
    pub(super) outside: u32,
    /// The sources that feed it in the list of feeders.
    pub(super) feeders: (u16, u16),
    /// Its first work sampler.
    pub(super) work: u32,
    pub(super) to: u16,
    pub(super) link: u16,
    pub(super) course: Course,
    pub(super) place: u8,
    pub(super) holds_worker: bool,
    /// Whether it always has room.
    pub(super) is_open: bool,
    /// Whether sources feed it, and what leaves it makes room for them.
    pub(super) is_fed: bool,
    /// The line of the diagram that an item crosses when it comes here.
    pub(super) line: u16,
    pub(super) sums: Sums,
}

/// What has happened at a stage since the run went into its lane.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sums {
    /// Items that have come.
    pub entered: u32,
    /// Work that has begun.
    pub started: u32,
    /// Work that has ended.
    pub finished: u32,
    /// When work ended less when work began, all of it summed [ticks], wrapping.
    pub worked: u64,
}

impl Station {
    pub(super) const NONE: Station = Station {
        draws: Place::NONE,
        route_draws: Place::NONE,
        routes: (0, 0),
        at_work: 0,
        queue: Line::EMPTY,
        wishes: Line::EMPTY,
        workers: 0,
        pullers: 0,
        busy: 0,
        inside: 0,
        limit: 0,
        finished: 0,
        outside: 0,
        feeders: (0, 0),
        work: 0,
        to: TO_CUSTOMER,
        link: 0,
        course: Course::Other,
        place: 0,
        holds_worker: false,
        is_open: false,
        is_fed: false,
        line: 0,
        sums: Sums { entered: 0, started: 0, finished: 0, worked: 0 },
    };

    #[inline]
    pub(super) fn has_room(&self) -> bool {
        self.inside < self.limit && self.busy < self.pullers
    }

    /// Somebody is at work when the run goes into its lane. Until it comes out, only ends of work are counted.
    fn take_on(&mut self, since: u64) {
        self.sums.started = self.sums.started.wrapping_sub(1);
        self.sums.worked = self.sums.worked.wrapping_add(since);
    }

    /// Nobody is taken to be at work when it comes out.
    fn begin_count(&mut self) {
        self.sums.started = self.sums.started.wrapping_add(self.sums.finished);
        self.queue.length = self.inside - self.finished;
    }

    /// But this one is.
    fn hand_back(&mut self, since: u64) {
        self.queue.length -= 1;
        self.sums.started = self.sums.started.wrapping_add(1);
        self.sums.worked = self.sums.worked.wrapping_sub(since);
    }

    /// So many waited when the run went into its lane.
    fn end_count(&mut self, waited: u32) {
        self.sums.entered = self.sums.started.wrapping_add(self.queue.length).wrapping_sub(waited);
    }
}

impl Course {
    /// Whether the next work on an item is drawn when this begins: so that what is due next is known without waiting for a
    /// draw.
    #[inline]
    pub(super) fn looks_ahead(self) -> bool {
        self > Course::Deliver && self < Course::Pallet
    }
}

/// A worker at work, or held by a finished item, with all that is asked of the item there.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(super) struct Desk {
    pub(super) started: u64,
    /// How long the work will take at the stage to which it goes next, as far as that is known.
    pub(super) span: u64,
    pub(super) key: ItemKey,
    pub(super) item: u32,
    pub(super) id: u32,
    /// The number of the visit.
    pub(super) stay: u32,
    pub(super) stage: u16,
    pub(super) worker: u16,
    pub(super) class: u16,
}

impl Desk {
    const EMPTY: Desk = Desk {
        started: 0,
        span: 0,
        key: ItemKey::NONE,
        item: NONE,
        id: NONE,
        stay: NONE,
        stage: 0,
        worker: 0,
        class: 0,
    };
}

/// What arrives next at a source that nobody has to ask: who that is, for how long it will be worked on where it comes in, and
/// the time until the one after it. Drawn before it is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Next {
    pub(super) key: ItemKey,
    pub(super) span: u64,
    pub(super) wait: u64,
}

/// When a slot is due, and how many had been scheduled before. The keys are apart from each other in memory, so that nobody
/// thinks of reading two at once of which one has just been written: that would be waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Due {
    pub(super) key: Key,
    pub(super) order: u64,
}

/// What is due first in a group; apart from each other as well.
#[derive(Debug, Clone, Copy)]
#[repr(align(16))]
pub(super) struct First(pub(super) Key);

/// All of it.
pub(super) struct Floor {
    pub(super) stations: [Station; STAGES],
    pub(super) desks: [Desk; SLOTS],
    /// By slot.
    pub(super) due: [Due; SLOTS],
    /// What is due first of each group of slots.
    pub(super) firsts: [First; SLOTS / GROUP],
    /// By route.
    pub(super) courses: [Course; SLOTS],
    /// By source.
    pub(super) nexts: [Next; STAGES],
    /// The stage at each place in downstream-first order.
    pub(super) order: [u8; STAGES],
}

/// What is due when, in one number: tick and slot, as the bits of a float of at least two. Such floats are in the order of their
/// bits, and the lesser of two is found in one step, where whole numbers take three.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key(f64);

impl Key {
    pub(super) const NEVER: Key = Key(f64::INFINITY);
    const TWO: u64 = 2.0_f64.to_bits();

    #[inline]
    pub(super) fn new(tick: u64, slot: u32) -> Key {
        debug_assert!(tick < 2 * LATE, "too late for a key");
        Key(f64::from_bits(Key::TWO | tick << SLOT_BITS | u64::from(slot)))
    }

    /// The tick; of never, one later than all.
    #[inline]
    pub(super) fn tick(self) -> u64 {
        (self.0.to_bits() & !Key::TWO) >> SLOT_BITS
    }

    #[inline]
    pub(super) fn slot(self) -> u32 {
        self.0.to_bits() as u32 & (SLOTS as u32 - 1)
    }

    #[inline]
    pub(super) fn is_never(self) -> bool {
        self.0.to_bits() == Key::NEVER.0.to_bits()
    }

    /// Whether both are due at the same tick.
    #[inline]
    pub(super) fn is_at_once_with(self, other: Key) -> bool {
        self.0.to_bits() ^ other.0.to_bits() < SLOTS as u64
    }

    /// The sooner of two. Browsers make a branch of a choice in wasm, and nobody could foretell this one: there it is computed.
    #[inline]
    pub(super) fn min(self, other: Key) -> Key {
        if cfg!(target_arch = "wasm32") {
            let (bits, others) = (self.0.to_bits(), other.0.to_bits());
            let less = bits.wrapping_sub(others);
            let mask = (less.cast_signed() >> 63).cast_unsigned();
            return Key(f64::from_bits(others.wrapping_add(less & mask)));
        }
        if self.0 < other.0 { self } else { other }
    }

    /// The soonest of four. In wasm all of it is done with pairs of numbers, which takes the fewest steps.
    #[allow(clippy::inline_always, reason = "part of one loop; clippy does not mind in wasm")]
    #[inline(always)]
    pub(super) fn least([a, b, c, d]: [Key; 4]) -> Key {
        #[cfg(target_arch = "wasm32")]
        {
            use core::arch::wasm32::{f64x2_extract_lane, f64x2_pmin, f64x2_splat};
            let one = f64x2_pmin(f64x2_splat(a.0), f64x2_splat(b.0));
            let other = f64x2_pmin(f64x2_splat(c.0), f64x2_splat(d.0));
            Key(f64x2_extract_lane::<0>(f64x2_pmin(one, other)))
        }
        #[cfg(not(target_arch = "wasm32"))]
        a.min(b).min(c.min(d))
    }
}

impl Floor {
    pub(super) const EMPTY: Floor = Floor {
        stations: [Station::NONE; STAGES],
        desks: [Desk::EMPTY; SLOTS],
        due: [Due { key: Key::NEVER, order: 0 }; SLOTS],
        firsts: [First(Key::NEVER); SLOTS / GROUP],
        courses: [Course::Other; SLOTS],
        nexts: [Next { key: ItemKey::NONE, span: 0, wait: 0 }; STAGES],
        order: [0; STAGES],
    };

    /// A slot becomes due, which was not.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn set_due(&mut self, slot: u32, due: Due, has_groups: bool) {
        let slot = slot as usize % SLOTS;
        self.due[slot] = due;
        if has_groups {
            let First(first) = &mut self.firsts[slot / GROUP];
            *first = first.min(due.key);
        }
    }

    /// What is due first of the slots of a group.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn first_of(&self, group: usize) -> Key {
        let key = |at: usize| self.due[(group * GROUP + at) % SLOTS].key;
        Key::least([key(0), key(1), key(2), key(3)])
    }

    /// Something in a group is not due any more.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn look_again(&mut self, group: usize) {
        self.firsts[group % (SLOTS / GROUP)] = First(self.first_of(group));
    }

    #[inline]
    pub(super) fn station(&mut self, stage: u16) -> &mut Station {
        &mut self.stations[usize::from(stage) % STAGES]
    }

    /// How an item comes into a stage, where it takes a place.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn take_place(&mut self, stage: u16) -> Entry {
        let station = self.station(stage);
        station.inside += 1;
        Entry { stage: StageId(stage), line: station.line }
    }

    /// The work that has been done at a desk.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn work_at(&self, slot: u32) -> Work {
        let Desk { stay, started, worker, .. } = self.desks[slot as usize % SLOTS];
        Work { stay, since: SimTime(started), worker }
    }

    /// The item at a desk.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn comer(&self, slot: u32) -> Comer {
        let Desk { item, id, key, class, stay, span, .. } = self.desks[slot as usize % SLOTS];
        Comer { item, id, key, class, stay, span, begun: true }
    }
}

impl Simulation {
    /// Whether the stream as it is now is plain.
    #[inline]
    pub(super) fn has_lane(&mut self) -> bool {
        if self.lane == Access::Unknown {
            self.look_for_lane();
        }
        self.lane == Access::Open
    }

    #[cold]
    fn look_for_lane(&mut self) {
        // Who is surplus goes some time.
        if self.stages.iter().any(|stage| stage.staffed > stage.workers) {
            return;
        }
        let is_plain = self.stages.len() <= STAGES
            && self.sources.len() < STAGES
            && self.routes.len() <= SLOTS
            && !self.can_gridlock
            && !self.loses
            && !self.sized
            && !self.has_traces
            && self.words == 0
            && self.takt == 0
            && self.drum == u16::MAX
            && self.market.is_plain()
            && self.manners.iter().all(|&manner| manner == (0, false, false))
            && self.sources.iter().all(|source| source.split == 1 && source.patience.is_none())
            && self.pallets.iter().all(|pallet| pallet.wait == u64::MAX)
            && (0..self.stages.len()).all(|stage| self.is_plain_stage(stage));
        self.lane = if is_plain { Access::Open } else { Access::Closed };
    }

    /// Whether a stage has no rule, but perhaps pallets.
    fn is_plain_stage(&self, stage: usize) -> bool {
        let state = &self.stages[stage];
        let lines = matches!((&state.queue, &state.wishes), (Queue::Line(_), Queue::Line(_)));
        let has_numbers = state.busy_workers.len() <= 1
            && (state.workers <= u64::BITS || state.workers == u32::MAX);
        let has_pallets_only = || {
            self.rules.get(stage).is_some_and(|rules| {
                rules.order == QueueOrder::Fifo
                    && !rules.juggles
                    && rules.batch_max == 1
                    && rules.setup.is_none()
                    && rules.cadence == 0
                    && rules.clock.is_none()
                    && rules.inspection.is_none()
            }) && self.shared.team_of(stage as u16).is_none()
        };
        lines && has_numbers && !state.grouped && (!state.special || has_pallets_only())
    }

    /// Seats that one event can need at most: a place that gets free lets in one item at each stage, and what comes
    /// together can begin together.
    pub(super) fn seats_for_an_event(&self) -> u32 {
        let together = self.pallets.iter().map(|pallet| pallet.size).max().unwrap_or(1);
        self.stages.len() as u32 + together + 2
    }

    /// Where a link leads from a stage.
    pub(super) fn course(&self, stage: usize, route: Route) -> Course {
        let here = &self.stages[stage];
        let Some(next) = self.stages.get(usize::from(route.to)) else {
            return if route.pallet == NONE { Course::Deliver } else { Course::Other };
        };
        match (next.place < here.place, route.leaves) {
            _ if route.pallet != NONE && route.leaves => Course::Pallet,
            _ if route.pallet != NONE => Course::Other,
            (true, false) => Course::Ahead,
            (true, true) => Course::AheadOrOutside,
            _ if next.is_open() => Course::Elsewhere,
            (false, true) => Course::Outside,
            (false, false) => Course::Other,
        }
    }

    /// Lays out what the lane needs. Says whether that was possible: not if too much is due.
    pub(super) fn lay_out<N: Notes>(&mut self, floor: &mut Floor, notes: &N) -> bool {
        let slots = self.seat_slot(self.seats.len() as u32);
        if slots + self.seats_for_an_event() > SLOTS as u32 {
            return false;
        }
        let Some(near) = self.agenda.all() else { return false };
        for (tick, order, slot) in near {
            if tick >= LATE {
                return false;
            }
            floor.set_due(slot, Due { key: Key::new(tick, slot), order }, true);
        }
        for (index, state) in self.stages.iter().enumerate() {
            let (Queue::Line(queue), Queue::Line(wishes)) = (&state.queue, &state.wishes) else {
                return false;
            };
            let at_work = state.busy_workers.first().copied().unwrap_or(0);
            // Somebody is at work who has a number from a time of more people: who follows gets another one.
            if state.workers < u64::BITS && at_work >> state.workers != 0 {
                return false;
            }
            let (from, to) = state.routes;
            let routes = &self.routes[from as usize..to as usize];
            for (at, route) in (from as usize..).zip(routes) {
                floor.courses[at % SLOTS] = self.course(index, *route);
            }
            let (route, course) = match routes {
                [only] => (*only, floor.courses[from as usize % SLOTS]),
                several => (several[0], Course::Chance),
            };
            floor.order[usize::from(state.place) % STAGES] = index as u8;
            floor.stations[index % STAGES] = Station {
                draws: state.work_draws,
                route_draws: state.route_draws,
                routes: (from as u16, to as u16),
                at_work,
                queue: *queue,
                wishes: *wishes,
                workers: state.workers,
                pullers: if state.pulled { state.workers } else { u32::MAX },
                busy: state.busy,
                inside: state.inside,
                limit: state.limit,
                finished: state.finished,
                outside: state.outside,
                feeders: (state.feeders.0 as u16, state.feeders.1 as u16),
                work: (index * self.classes) as u32,
                to: route.to,
                link: route.link,
                course,
                place: state.place as u8,
                holds_worker: state.holds_worker,
                is_open: state.is_open(),
                is_fed: state.feeders.0 < state.feeders.1
                    && (state.limit != u32::MAX || state.pulled),
                line: notes.line_of(index),
                sums: Sums::default(),
            };
        }
        let first = self.beat_slot() as usize + 1;
        for (slot, seat) in (first..).zip(&self.seats) {
            if seat.phase == Phase::Work && seat.item != NONE {
                let desk = self.desk(seat, floor, notes);
                if !floor.due[slot % SLOTS].key.is_never() {
                    floor.station(desk.stage).take_on(desk.started);
                }
                // People have been numbered since the work started.
                if !notes.is_started_by(desk.stay, desk.worker) {
                    return false;
                }
                floor.desks[slot % SLOTS] = desk;
            }
        }
        for (source, state) in self.sources.iter().enumerate() {
            let station = &floor.stations[usize::from(state.to) % STAGES];
            floor.nexts[source % STAGES] = next(&self.work, station, state);
        }
        self.make_places();
        self.lane_turn += 1;
        true
    }

    /// A seat at which somebody sits.
    fn desk<N: Notes>(&self, seat: &Seat, floor: &Floor, notes: &N) -> Desk {
        let Seat { started, item, stage, worker, .. } = *seat;
        let place = &self.items[item as usize];
        let Item { id, key, class, .. } = *place;
        let station = &floor.stations[usize::from(stage) % STAGES];
        let mut next = station.course.looks_ahead().then_some(station.to);
        if place.condition == Condition::Finished {
            let (from, to) = station.routes;
            let routes = &self.routes[from.into()..to.into()];
            next = routes.iter().find(|route| route.link == place.link).map(|route| route.to);
        }
        let station = next.and_then(|stage| floor.stations.get(usize::from(stage)));
        let span = station.map_or(0, |station| {
            let visit = usize::from(next.unwrap_or(0)) + item as usize * self.stages.len();
            let visit = if self.loops { self.visits.get(visit).copied() } else { None };
            draw(&self.work, station, key, class, visit.unwrap_or(0))
        });
        let stay = notes.stay_of(ItemId(id));
        Desk { started: started.0, span, key, item, id, stay, stage, worker, class }
    }

    /// Has places ready for new items: those that the run would take when all others are taken, in the order in which it
    /// would.
    fn make_places(&mut self) {
        if self.free_items.len() < SPARE {
            let count = self.items.len() as u32;
            let more = count.max(2 * SPARE as u32);
            self.items.resize(self.items.len() + more as usize, Item::GONE);
            self.free_items.splice(0..0, (count..count + more).rev());
        }
        if self.loops {
            self.visits.resize(self.items.len() * self.stages.len(), 0);
        }
        if self.rich {
            self.memos.resize(self.items.len(), Memo::NEW);
        }
    }

    /// Takes back what the lane had, and has said of who is at work since when.
    pub(super) fn clear_away<N: Notes>(
        &mut self,
        floor: &mut Floor,
        seats: u32,
        free: u64,
        notes: &mut N,
    ) {
        let first = self.beat_slot() as usize + 1;
        let due = floor.due.iter().filter(|due| !due.key.is_never());
        self.agenda.replace(due.map(|Due { key, order }| (key.tick(), *order, key.slot())));
        self.seats.resize(seats as usize, Seat::at(SimTime::START, NONE, 0, 0));
        self.free_seats.clear();
        floor.stations.iter_mut().for_each(Station::begin_count);
        for (number, seat) in self.seats.iter_mut().enumerate() {
            let slot = (first + number) % SLOTS;
            let Desk { started, item, stay, stage, worker, .. } = floor.desks[slot];
            if free >> slot & 1 != 0 {
                seat.item = NONE;
                self.free_seats.push(number as u32);
            } else if item != NONE {
                let since = SimTime(started);
                *seat = Seat::at(since, item, stage, worker);
                if !floor.due[slot].key.is_never() {
                    let place = &mut self.items[item as usize];
                    place.stage = stage;
                    place.condition = Condition::InProcess;
                    place.begun = true;
                    place.desk = number as u32;
                    place.next = NONE;
                    notes.start(Work { stay, since, worker });
                    floor.station(stage).hand_back(started);
                }
            }
        }
        for (stage, station) in self.stages.iter_mut().zip(&mut floor.stations) {
            station.end_count(stage.queue.length());
            stage.queue = Queue::Line(station.queue);
            stage.wishes = Queue::Line(station.wishes);
            stage.busy = station.busy;
            stage.inside = station.inside;
            stage.finished = station.finished;
            stage.outside = station.outside;
            match stage.busy_workers.first_mut() {
                Some(bits) => *bits = station.at_work,
                None if station.at_work != 0 => stage.busy_workers.push(station.at_work),
                None => {}
            }
        }
        if self.rich {
            self.tell_people();
        }
    }

    /// Stages with rules know who sits where.
    fn tell_people(&mut self) {
        for (stage, rules) in self.stages.iter().zip(&mut self.rules) {
            if stage.special {
                rules.people.iter_mut().for_each(|person| person.seat = NONE);
            }
        }
        for (number, seat) in self.seats.iter().enumerate() {
            let Seat { item, stage, worker, phase, .. } = *seat;
            if item == NONE || phase != Phase::Work {
                continue;
            }
            let state = &self.stages[usize::from(stage)];
            if state.special && state.workers != u32::MAX {
                self.rules[usize::from(stage)].person(worker).seat = number as u32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_station_fills_two_cache_lines() {
        assert_eq!(size_of::<Station>(), 128);
    }

    #[test]
    fn keys_are_in_the_order_of_ticks_and_slots() {
        let last = SLOTS as u32 - 1;
        let ticks = [0, 1, 2, 1 << 20, 1 << 46, (1 << 52) - 1, 1 << 52, LATE - 1, 2 * LATE - 1];
        let all: Vec<(u64, u32)> =
            ticks.iter().flat_map(|&tick| [0, 1, last].map(|slot| (tick, slot))).collect();
        for &(tick, slot) in &all {
            let key = Key::new(tick, slot);
            assert_eq!((key.tick(), key.slot(), key.is_never()), (tick, slot, false));
            assert!(key.min(Key::NEVER).tick() < Key::NEVER.tick());
            for &other in &all {
                let least = key.min(Key::new(other.0, other.1));
                assert_eq!((least.tick(), least.slot()), (tick, slot).min(other));
                let is_at_once = key.is_at_once_with(Key::new(other.0, other.1));
                assert_eq!(is_at_once, tick == other.0);
            }
        }
        assert!(Key::NEVER.is_never());
    }
}
