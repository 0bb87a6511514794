//! A lane of its own for what nearly always happens: one thing is due at a tick, and it is a plain one.
//!
//! The rules are those of `causes` and `moves`. They stand here once more because a run that needs no others can have
//! all that it touches at hand, and say what happens in one go, at about half the cost. Whatever is not plain (a
//! tie, an item that goes back to where it must wait, a stream with more rules) is left to them, tick by tick. What
//! keeps both equal: a ledger that listens, for which this is made, has the same records as one that folds the facts of
//! the run without its lane, and so has what the run does afterwards (`tests/properties.rs`).
//!
//! Two things make this shorter, since the stream is plain and one cause is alone at its tick. What has no room ahead has
//! none when everything has moved either, because no links on which items wait lead round in a circle: it is blocked at
//! once. And a stage that has room has no wishes, else they would have been granted.

mod floor;

use super::draws::ItemKey;
use super::fact::ItemId;
use super::sampler::Sampler;
use super::simulation::Simulation;
use super::state::{Condition, Item, Line, Memo, NONE, Pallet, Pattern, Route, SourceState};
use crate::value_stream::{ClassId, LinkId, SimTime, SourceId, StageId};
use floor::{Course, Desk, Due, FEW, Floor, GROUP, Key, LATE, Next, SLOTS, STAGES, Station};

pub use floor::Sums;

/// Takes notes of what happens in the lane: of several facts in a row what they come to together. Each visit that begins
/// gets a number, by which it is known later; when its work started is said when it ends, or when the lane is left. What
/// happened at each stage follows then as well.
pub trait Notes {
    /// The line of the diagram that an item crosses when it comes to a stage for the first time.
    fn line_of(&self, stage: usize) -> u16;

    /// The number of an item's latest visit, if it has had one.
    fn stay_of(&self, item: ItemId) -> u32;

    /// Whether it is this worker who is said to have started the work on a visit.
    fn is_started_by(&self, stay: u32, worker: u16) -> bool;

    /// Time goes on.
    fn come_to(&mut self, at: SimTime);

    /// `Arrived`.
    fn arrive(&mut self, at: SimTime, item: ItemId, source: SourceId, class: ClassId);

    /// `Released` and `Entered`.
    fn admit(&mut self, at: SimTime, item: ItemId, to: Entry) -> u32;

    /// `Entered`.
    fn enter(&mut self, at: SimTime, item: ItemId, to: Entry) -> u32;

    /// `Started`.
    fn start(&mut self, work: Work);

    /// `Started` and `Finished`.
    fn finish(&mut self, at: SimTime, item: ItemId, work: Work);

    /// `Started`, `Finished` and `Left`.
    fn part(&mut self, at: SimTime, item: ItemId, work: Work, link: LinkId);

    /// `Left` and `Entered`.
    fn follow(&mut self, at: SimTime, item: ItemId, stay: u32, link: LinkId, to: Entry) -> u32;

    /// `Started`, `Finished`, `Left` and `Entered`.
    fn pass(&mut self, at: SimTime, item: ItemId, work: Work, link: LinkId, to: Entry) -> u32;

    /// `Started`, `Finished`, `Left` and `Delivered`.
    fn deliver(&mut self, at: SimTime, item: ItemId, work: Work, link: LinkId);

    /// What happened at a stage in the lane.
    fn sum_up(&mut self, stage: usize, sums: &Sums);
}

/// How an item comes into a stage.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The stage.
    pub stage: StageId,
    /// The line that it crosses.
    pub line: u16,
}

/// Work on an item.
#[derive(Debug, Clone, Copy)]
pub struct Work {
    /// The number of the visit.
    pub stay: u32,
    /// When it started.
    pub since: SimTime,
    /// Who started it.
    pub worker: u16,
}

/// Whether a run has a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Nobody has looked since the stream was changed.
    Unknown,
    Open,
    Closed,
}

/// With fewer events in a row the way in and out is longer than the lane.
const WORTH_IT: u32 = 8;
/// So many ticks the run then stays out.
const PAUSE: u32 = 48;

/// A run in its lane, at a tick.
struct Lane<'a, N> {
    items: &'a mut [Item],
    free_items: &'a mut Vec<u32>,
    sources: &'a mut [SourceState],
    feeders: &'a [u16],
    work: &'a [Sampler],
    routes: &'a [Route],
    visits: &'a mut [u16],
    memos: &'a mut [Memo],
    pallets: &'a mut [Pallet],
    notes: &'a mut N,
    at: u64,
    /// What is due next.
    next: Key,
    scheduled: u64,
    /// Stages that may have something to do, by their place in downstream-first order, a bit each.
    marks: u64,
    /// Slots of desks at which nobody sits, a bit each.
    free: u64,
    seats: u32,
    /// With more of them, an event may find none.
    most_seats: u32,
    first_seat: u32,
    /// Slots that have ever been used.
    used: usize,
    /// The last tick at which something happens in the lane.
    horizon: u64,
    in_stream: u32,
    in_backlogs: u32,
    conwip: u32,
    next_id: u32,
    askings: u64,
    /// Which of the draws ahead are of this time in the lane.
    turn: u32,
    stage_count: usize,
    loops: bool,
    rich: bool,
}

/// An item on its way to a desk: what a desk needs to know of it.
#[derive(Debug, Clone, Copy)]
struct Comer {
    item: u32,
    id: u32,
    key: ItemKey,
    class: u16,
    stay: u32,
    /// How long the work on it will take.
    span: u64,
    /// Whether any work on it has ever begun.
    begun: bool,
}

/// What has become of a cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It has not happened: it is none for the lane.
    Refused,
    /// It has happened, and what is marked may follow.
    Happened,
    /// It has happened, and something else is due at its tick.
    Unsettled,
}

impl Simulation {
    /// Moves the run on in its lane, to the horizon, included, or by so many events, or until something is due that is none
    /// for the lane. Returns the number of events. In wasm it computes with pairs of numbers (SIMD), which all browsers do since
    /// 2023.
    #[doc(hidden)]
    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    pub fn run_lane<N: Notes>(&mut self, horizon: SimTime, budget: u32, notes: &mut N) -> u32 {
        if self.unsettled || self.knot_is_news || !self.has_lane() {
            return 0;
        }
        if self.lane_rest > 0 {
            self.lane_rest -= 1;
            return 0;
        }
        let (first, _) = self.agenda.next().unwrap_or((SimTime::NEVER, 0));
        let horizon = horizon.0.min(self.planned_at).min(LATE - 1);
        if budget == 0 || first == SimTime::START || first.0 > horizon {
            return 0;
        }
        let mut floor = Floor::EMPTY;
        if !self.lay_out(&mut floor, notes) {
            self.lane_rest = PAUSE;
            return 0;
        }
        let beat = self.beat_slot();
        let most_seats = SLOTS as u32 - beat - 1 - self.seats_for_an_event();
        let in_backlogs = self.sources.iter().map(|source| source.backlog.length).sum();
        let free = self.free_seats.iter().fold(0, |free, seat| free | 1 << (beat + 1 + seat));
        let mut lane = Lane {
            items: &mut self.items,
            free_items: &mut self.free_items,
            sources: &mut self.sources,
            feeders: &self.feeders,
            work: &self.work,
            routes: &self.routes,
            visits: &mut self.visits,
            memos: &mut self.memos,
            pallets: &mut self.pallets,
            notes,
            at: first.0,
            next: Key::NEVER,
            scheduled: self.agenda.scheduled(),
            marks: 0,
            free,
            seats: self.seats.len() as u32,
            most_seats,
            first_seat: beat + 1,
            used: beat as usize + 1 + self.seats.len(),
            horizon,
            in_stream: self.in_stream,
            in_backlogs,
            conwip: self.conwip,
            next_id: self.next_id,
            askings: self.askings,
            turn: self.lane_turn,
            stage_count: self.stages.len(),
            loops: self.loops,
            rich: self.rich,
        };
        let (events, now, outcome) = lane.go_on(&mut floor, budget);
        let Lane { seats, free, marks, scheduled, in_stream, next_id, askings, .. } = lane;
        self.in_stream = in_stream;
        self.next_id = next_id;
        self.askings = askings;
        self.agenda.count_to(scheduled);
        self.events += u64::from(events);
        if events > 0 {
            self.now = SimTime(now);
            notes.come_to(self.now);
        }
        if outcome == Outcome::Unsettled {
            self.unsettled = true;
            self.agitated.mark_places(marks);
        }
        if outcome != Outcome::Happened && events < WORTH_IT {
            self.lane_rest = PAUSE;
        }
        self.clear_away(&mut floor, seats, free, notes);
        for stage in 0..self.stages.len() {
            notes.sum_up(stage, &floor.stations[stage % STAGES].sums);
        }
        events
    }
}

/// How long the work on an item takes at a stage.
#[expect(clippy::inline_always, reason = "part of one loop")]
#[inline(always)]
fn draw(work: &[Sampler], station: &Station, key: ItemKey, class: u16, visit: u16) -> u64 {
    let sampler = &work[station.work as usize + usize::from(class)];
    sampler.ticks_now(station.draws.draw(key, visit))
}

/// The same of what has waited since before the run went into its lane.
#[inline(never)]
fn draw_late(work: &[Sampler], station: &Station, key: ItemKey, class: u16, visit: u16) -> u64 {
    draw(work, station, key, class, visit)
}

/// What arrives next at a source.
#[expect(clippy::inline_always, reason = "part of one loop")]
#[inline(always)]
fn next(work: &[Sampler], station: &Station, source: &SourceState) -> Next {
    let key = source.next_key();
    // A new item has not been anywhere.
    Next { key, span: draw(work, station, key, source.class, 0), wait: source.wait() }
}

#[expect(clippy::inline_always, reason = "it is one loop, which keeps its numbers at hand")]
impl<N: Notes> Lane<'_, N> {
    /// Event by event. Returns how many there were, the tick of the last one, and what became of it.
    #[inline(always)]
    fn go_on(&mut self, floor: &mut Floor, budget: u32) -> (u32, u64, Outcome) {
        let (mut left, mut now) = (budget, self.at);
        let mut outcome = Outcome::Happened;
        self.next = self.soonest(floor);
        while left > 0 {
            let this = self.next;
            let (at, slot) = (this.tick(), this.slot());
            if at > self.horizon {
                break;
            }
            floor.due[slot as usize % SLOTS].key = Key::NEVER;
            if self.has_groups() {
                floor.look_again(slot as usize / GROUP);
            }
            self.next = self.soonest(floor);
            outcome = Outcome::Refused;
            if !self.next.is_at_once_with(this) {
                self.at = at;
                outcome = if slot < self.first_seat {
                    self.item_arrives(floor, slot)
                } else {
                    self.work_ends(floor, slot)
                };
            }
            if outcome == Outcome::Refused {
                let due = Due { key: this, ..floor.due[slot as usize % SLOTS] };
                floor.set_due(slot, due, self.has_groups());
                break;
            }
            left -= 1;
            now = at;
            if outcome == Outcome::Unsettled {
                break;
            }
            if self.marks != 0 {
                self.settle(floor);
            }
        }
        (budget - left, now, outcome)
    }

    #[inline(always)]
    fn now(&self) -> SimTime {
        SimTime(self.at)
    }

    /// Whether there are so many slots that what is due first is known by groups.
    #[inline(always)]
    fn has_groups(&self) -> bool {
        self.used > FEW
    }

    /// What is due first.
    #[inline(always)]
    fn soonest(&self, floor: &Floor) -> Key {
        let first = |group: usize| floor.firsts[group % floor.firsts.len()].0;
        // The last comparison is one for both: of two that stand apart, one would become a branch that nobody can foretell.
        let (one, other) = if self.has_groups() {
            (first(0).min(first(1)), first(2).min(first(3)))
        } else {
            (floor.first_of(0), floor.first_of(1))
        };
        let mut soonest = one.min(other);
        let mut group = 4;
        while group * GROUP < self.used {
            soonest = soonest.min(first(group));
            group += 1;
        }
        soonest
    }

    /// Makes a slot due.
    #[inline(always)]
    fn schedule(&mut self, floor: &mut Floor, slot: u32, at: u64) {
        let key = Key::new(at, slot);
        floor.set_due(slot, Due { key, order: self.scheduled }, self.has_groups());
        self.scheduled += 1;
        self.next = self.next.min(key);
    }

    /// Work at a desk ends.
    #[inline(always)]
    fn work_ends(&mut self, floor: &mut Floor, slot: u32) -> Outcome {
        let Desk { stage, worker, .. } = floor.desks[slot as usize % SLOTS];
        let here = &floor.stations[usize::from(stage) % STAGES];
        let (mut to, mut link, mut course) = (here.to, here.link, here.course);
        let mut pallet = NONE;
        if course >= Course::Pallet {
            let at = self.toss(floor, slot, stage);
            let route = &self.routes[at];
            (to, link, pallet) = (route.to, route.link, route.pallet);
            course = floor.courses[at % SLOTS];
            if course == Course::Other {
                return Outcome::Refused;
            }
            if course != Course::Deliver {
                self.foresee(floor, slot, to);
            }
        }
        if course <= Course::AheadOrOutside && course != Course::Deliver {
            let next = &floor.stations[usize::from(to) % STAGES];
            if next.has_room() {
                let has_worker = next.busy < next.workers;
                let is_over = has_worker && floor.desks[slot as usize % SLOTS].span == 0;
                if next.wishes.first != NONE || is_over {
                    return Outcome::Refused;
                }
                let is_kept = self.walk_away(floor, slot, stage, worker);
                self.pass(floor, slot, to, link, has_worker);
                self.mark_if_wanted(floor, stage);
                if is_kept {
                    self.begin_next(floor, slot, stage);
                }
                return Outcome::Happened;
            }
        }
        let is_kept = if course == Course::Ahead {
            if self.block(floor, slot, to, link) {
                return Outcome::Happened;
            }
            self.rise(floor, slot, stage, worker)
        } else {
            self.walk_away(floor, slot, stage, worker)
        };
        match course {
            Course::Ahead => {}
            Course::Deliver => self.deliver(floor, slot, link),
            Course::Elsewhere => self.go_elsewhere(floor, slot, to, link),
            Course::Pallet => self.load(floor, slot, link, pallet),
            _ => self.step_outside(floor, slot, to, link),
        }
        self.hand_over(floor, slot, stage, worker, is_kept);
        Outcome::Happened
    }

    /// The route of an item whose work is done, by chance where there are several.
    #[inline(always)]
    fn toss(&self, floor: &Floor, slot: u32, stage: u16) -> usize {
        let here = &floor.stations[usize::from(stage) % STAGES];
        let (from, to) = here.routes;
        let routes = &self.routes[from.into()..to.into()];
        if routes.len() == 1 {
            return from.into();
        }
        let Desk { item, key, .. } = floor.desks[slot as usize % SLOTS];
        // The work just done has already been counted.
        let visit =
            if self.loops { self.visits[self.visit_at(item, stage)].wrapping_sub(1) } else { 0 };
        usize::from(from) + Route::taken(routes, here.route_draws.draw(key, visit).uniform())
    }

    /// Draws the work on the item at a desk at the stage to which it goes next.
    #[inline(always)]
    fn foresee(&mut self, floor: &mut Floor, slot: u32, to: u16) {
        let Desk { item, key, class, .. } = floor.desks[slot as usize % SLOTS];
        floor.desks[slot as usize % SLOTS].span = self.draw(floor, item, key, class, to);
    }

    /// Draws the work on an item at the stage to which it goes next.
    #[inline(always)]
    fn draw(&self, floor: &Floor, item: u32, key: ItemKey, class: u16, stage: u16) -> u64 {
        let visit = self.visit(item, stage);
        draw(self.work, &floor.stations[usize::from(stage) % STAGES], key, class, visit)
    }

    /// How often work on an item has begun at a stage.
    #[inline(always)]
    fn visit(&self, item: u32, stage: u16) -> u16 {
        if self.loops { self.visits[self.visit_at(item, stage)] } else { 0 }
    }

    /// Where visits of an item to a stage are counted.
    #[inline(always)]
    fn visit_at(&self, item: u32, stage: u16) -> usize {
        item as usize * self.stage_count + usize::from(stage)
    }

    /// One item less is inside a stage.
    #[inline(always)]
    fn leave_place(&mut self, floor: &mut Floor, stage: u16) {
        let station = floor.station(stage);
        station.inside -= 1;
        let mark = u64::from(station.queue.first != NONE) << station.place;
        self.marks |= mark;
        self.mark_if_wanted(floor, stage);
    }

    #[inline(always)]
    fn end_work(&mut self, floor: &mut Floor, slot: u32, stage: u16) {
        let Desk { started, .. } = floor.desks[slot as usize % SLOTS];
        let sums = &mut floor.station(stage).sums;
        sums.finished += 1;
        sums.worked = sums.worked.wrapping_add(self.at.wrapping_sub(started));
    }

    /// A worker gets up from a desk.
    #[inline(always)]
    fn get_up(&mut self, floor: &mut Floor, slot: u32, stage: u16, worker: u16) {
        self.free |= 1 << (slot % SLOTS as u32);
        let station = floor.station(stage);
        station.at_work &= !(1 << (worker % 64));
        station.busy -= 1;
    }

    /// The worker at a desk is done and gets up, unless somebody waits for work here: then says so, and the next thing to
    /// come is `hand_over`.
    #[inline(always)]
    fn rise(&mut self, floor: &mut Floor, slot: u32, stage: u16, worker: u16) -> bool {
        let is_kept = floor.station(stage).queue.first != NONE;
        if !is_kept {
            self.get_up(floor, slot, stage, worker);
        }
        is_kept
    }

    /// The same where the item leaves its place.
    #[inline(always)]
    fn walk_away(&mut self, floor: &mut Floor, slot: u32, stage: u16, worker: u16) -> bool {
        self.end_work(floor, slot, stage);
        floor.station(stage).inside -= 1;
        self.rise(floor, slot, stage, worker)
    }

    /// What has happened, the worker begins with what waits, unless others further downstream have something to do first.
    #[inline(always)]
    fn hand_over(&mut self, floor: &mut Floor, slot: u32, stage: u16, worker: u16, is_kept: bool) {
        self.mark_if_wanted(floor, stage);
        if is_kept {
            let mark = 1 << floor.station(stage).place;
            if self.marks & (mark - 1) == 0 {
                self.begin_next(floor, slot, stage);
            } else {
                self.get_up(floor, slot, stage, worker);
                self.marks |= mark;
            }
        }
    }

    /// Somebody elsewhere may want the room in a stage that something has left.
    #[inline(always)]
    fn mark_if_wanted(&mut self, floor: &mut Floor, stage: u16) {
        let has_backlog = self.in_backlogs > 0;
        let station = floor.station(stage);
        if station.wishes.first != NONE || has_backlog && station.is_fed {
            let mark = 1 << station.place;
            self.marks |= mark;
        }
    }

    /// A worker who is done begins with what waits: everybody else is at work.
    #[inline(always)]
    fn begin_next(&mut self, floor: &mut Floor, slot: u32, stage: u16) {
        let item = floor.station(stage).queue.take_off(self.items);
        let comer = self.remember(floor, item, stage);
        self.begin(floor, slot, comer, stage);
    }

    /// A desk at which nobody sits.
    #[inline(always)]
    fn take_desk(&mut self, floor: &mut Floor) -> u32 {
        if self.free == 0 {
            self.add_desk(floor);
        }
        let slot = self.free.trailing_zeros();
        self.free &= self.free.wrapping_sub(1);
        slot
    }

    /// A desk that nobody has had yet.
    #[inline(always)]
    fn add_desk(&mut self, floor: &mut Floor) {
        self.free = 1 << ((self.first_seat + self.seats) % SLOTS as u32);
        self.seats += 1;
        self.used += 1;
        if self.used == FEW + 1 {
            (0..FEW / GROUP).for_each(|group| floor.look_again(group));
        }
        if self.seats > self.most_seats {
            self.horizon = 0;
        }
    }

    /// A worker who is free sits down at a desk.
    #[inline(always)]
    fn sit_down(&mut self, floor: &mut Floor, slot: u32, comer: Comer, stage: u16) {
        let station = floor.station(stage);
        station.busy += 1;
        let mut worker = 0;
        if station.workers != u32::MAX {
            worker = station.at_work.trailing_ones() % 64;
            station.at_work |= 1 << worker;
        }
        let desk = &mut floor.desks[slot as usize % SLOTS];
        (desk.stage, desk.worker) = (stage, worker as u16);
        self.begin(floor, slot, comer, stage);
    }

    /// An item that waits somewhere, for work at a stage.
    #[inline(always)]
    fn remember(&mut self, floor: &Floor, item: u32, stage: u16) -> Comer {
        let Item { id, key, class, span, stay, turn, begun, .. } = self.items[item as usize];
        let (mut span, mut stay) = (span, stay);
        if turn != self.turn {
            let visit = self.visit(item, stage);
            let station = &floor.stations[usize::from(stage) % STAGES];
            span = draw_late(self.work, station, key, class, visit);
            stay = self.notes.stay_of(ItemId(id));
        }
        Comer { item, id, key, class, stay, span, begun }
    }

    /// Work begins at the desk of a worker of a stage.
    #[inline(always)]
    fn begin(&mut self, floor: &mut Floor, slot: u32, comer: Comer, stage: u16) {
        let Comer { item, id, key, class, stay, span, .. } = comer;
        if self.loops {
            let at = self.visit_at(item, stage);
            self.visits[at] = self.visits[at].wrapping_add(1);
        }
        let station = floor.station(stage);
        let (to, looks_ahead) = (station.to, station.course.looks_ahead());
        self.schedule(floor, slot, self.at + span);
        let started = self.at;
        let span = if looks_ahead { self.draw(floor, item, key, class, to) } else { 0 };
        let desk = &mut floor.desks[slot as usize % SLOTS];
        *desk = Desk { started, span, key, item, id, stay, class, ..*desk };
    }

    /// An item waits in a stage for a worker.
    #[inline(always)]
    fn line_up(&mut self, floor: &mut Floor, comer: Comer, stage: u16) {
        let Comer { item, stay, span, begun, .. } = comer;
        let place = &mut self.items[item as usize];
        place.begun = begun;
        place.stage = stage;
        place.condition = Condition::Waiting;
        (place.next, place.desk) = (NONE, NONE);
        (place.span, place.stay, place.turn) = (span, stay, self.turn);
        let station = floor.station(stage);
        station.queue.hang_on(self.items, item);
    }

    /// An item that has taken a place in a stage begins there, if there is a worker, or waits.
    #[inline(always)]
    fn begin_or_wait(&mut self, floor: &mut Floor, comer: Comer, stage: u16, has_worker: bool) {
        if has_worker {
            let slot = self.take_desk(floor);
            self.sit_down(floor, slot, comer, stage);
        } else {
            self.line_up(floor, comer, stage);
        }
    }

    /// Everything moves that can.
    #[inline(always)]
    fn settle(&mut self, floor: &mut Floor) {
        while self.marks != 0 {
            let place = self.marks.trailing_zeros() as usize;
            self.marks &= self.marks - 1;
            self.serve(floor, floor.order[place % STAGES].into());
        }
    }

    /// Workers of a stage start what waits, and room goes to the oldest wish.
    #[inline(never)]
    fn serve(&mut self, floor: &mut Floor, stage: u16) {
        loop {
            let station = floor.station(stage);
            let is_free = station.busy < station.workers;
            let waits = is_free && station.queue.first != NONE;
            let mut item = station.wishes.first;
            let mut source = None;
            if waits {
                item = station.queue.take_off(self.items);
            } else {
                if !station.has_room() {
                    return;
                }
                let (from, to) = station.feeders;
                if from < to && self.in_stream < self.conwip {
                    for &feeder in &self.feeders[from.into()..to.into()] {
                        let head = self.sources[usize::from(feeder)].backlog.first;
                        let asked = |item: u32| self.items[item as usize].asked;
                        if head != NONE && (item == NONE || asked(head) < asked(item)) {
                            (item, source) = (head, Some(feeder));
                        }
                    }
                }
                if item == NONE {
                    return;
                }
            }
            let desk = if waits { NONE } else { self.items[item as usize].desk };
            let mut comer = if desk == NONE {
                self.remember(floor, item, stage)
            } else {
                floor.comer(self.first_seat + desk)
            };
            let mut is_endless = false;
            if let Some(source) = source {
                let state = &mut self.sources[usize::from(source)];
                state.backlog.pop(self.items);
                self.in_backlogs -= 1;
                is_endless = matches!(state.pattern, Pattern::Endless) && state.backlog.length == 0;
                comer.stay = self.let_in(floor, &comer, stage);
            } else if !waits {
                comer.stay = self.grant(floor, &comer, stage);
            }
            self.begin_or_wait(floor, comer, stage, is_free);
            if let Some(source) = source.filter(|_| is_endless) {
                self.arrive(floor, source);
            }
        }
    }

    /// An item that is in the stream takes the place that it asked for. Returns the number of its visit.
    #[inline(always)]
    fn grant(&mut self, floor: &mut Floor, comer: &Comer, stage: u16) -> u32 {
        let station = floor.station(stage);
        station.wishes.pop(self.items);
        let place = &mut self.items[comer.item as usize];
        let (from, link, desk) = (place.stage, place.link, place.desk);
        if place.condition != Condition::Finished {
            station.outside -= 1;
            let entry = floor.take_place(stage);
            return self.notes.enter(self.now(), ItemId(comer.id), entry);
        }
        place.blocked = false;
        floor.station(from).finished -= 1;
        if desk != NONE {
            let slot = self.first_seat + desk;
            let worker = floor.desks[slot as usize % SLOTS].worker;
            self.get_up(floor, slot, from, worker);
        }
        self.leave_place(floor, from);
        let entry = floor.take_place(stage);
        self.notes.follow(self.now(), ItemId(comer.id), comer.stay, LinkId(link), entry)
    }

    /// An item enters the stream. Returns the number of its visit.
    #[inline(always)]
    fn let_in(&mut self, floor: &mut Floor, comer: &Comer, stage: u16) -> u32 {
        self.in_stream += 1;
        let entry = floor.take_place(stage);
        self.notes.admit(self.now(), ItemId(comer.id), entry)
    }

    /// An item arrives.
    #[inline(always)]
    fn appear(&mut self, source: u16, key: ItemKey, span: u64) -> Comer {
        let place = self.free_items.pop().expect("places are ready");
        if self.free_items.len() < STAGES {
            self.horizon = 0;
        }
        let state = &mut self.sources[usize::from(source)];
        let item = state.next_item(source, key, self.next_id, self.askings);
        let (id, class) = (item.id, item.class);
        self.items[place as usize] = item;
        self.next_id += 1;
        self.askings += 1;
        if self.rich {
            self.memos[place as usize] = Memo::NEW;
        }
        self.notes.arrive(self.now(), ItemId(id), SourceId(source), ClassId(class));
        Comer { item: place, id, key, class, stay: NONE, span, begun: false }
    }

    /// It waits in the backlog.
    #[inline(always)]
    fn wait(&mut self, floor: &mut Floor, comer: &Comer, source: u16) {
        let place = &mut self.items[comer.item as usize];
        (place.span, place.turn) = (comer.span, self.turn);
        let state = &mut self.sources[usize::from(source)];
        state.backlog.put(self.items, comer.item);
        self.in_backlogs += 1;
        let to = state.to;
        let mark = 1 << floor.station(to).place;
        self.marks |= mark;
    }

    /// An item arrives because another one has gone.
    #[inline(always)]
    fn arrive(&mut self, floor: &mut Floor, source: u16) {
        let state = &self.sources[usize::from(source)];
        let (key, class, to) = (state.next_key(), state.class, state.to);
        // A new item has not been anywhere.
        let station = &floor.stations[usize::from(to) % STAGES];
        let span = draw_late(self.work, station, key, class, 0);
        let comer = self.appear(source, key, span);
        self.wait(floor, &comer, source);
    }

    /// An item arrives by itself, and goes straight into its stage if that has room: then nobody else wants it.
    #[inline(never)]
    fn item_arrives(&mut self, floor: &mut Floor, source: u32) -> Outcome {
        let Some(SourceState { pattern, lumps, to, .. }) = self.sources.get_mut(source as usize)
        else {
            return Outcome::Refused;
        };
        let Pattern::Every { lump: Sampler::Constant { value: ..1.5 }, .. } = pattern else {
            return Outcome::Refused;
        };
        *lumps += 1;
        let to = *to;
        let Next { key, span, wait } = floor.nexts[source as usize % STAGES];
        self.schedule(floor, source, self.at + wait);
        let station = &floor.stations[usize::from(to) % STAGES];
        let has_worker = station.busy < station.workers;
        let goes_in = wait > 0 && station.has_room() && self.in_stream < self.conwip;
        let mut comer = self.appear(source as u16, key, span);
        if goes_in {
            comer.stay = self.let_in(floor, &comer, to);
            self.begin_or_wait(floor, comer, to, has_worker);
        } else {
            self.wait(floor, &comer, source as u16);
        }
        let station = &floor.stations[usize::from(to) % STAGES];
        floor.nexts[source as usize % STAGES] =
            next(self.work, station, &self.sources[source as usize]);
        if wait == 0 { Outcome::Unsettled } else { Outcome::Happened }
    }

    /// An item whose work is done goes straight into the next stage, which has room.
    #[inline(always)]
    fn pass(&mut self, floor: &mut Floor, slot: u32, to: u16, link: u16, has_worker: bool) {
        let Desk { id, .. } = floor.desks[slot as usize % SLOTS];
        let work = floor.work_at(slot);
        let entry = floor.take_place(to);
        let stay = self.notes.pass(self.now(), ItemId(id), work, LinkId(link), entry);
        let comer = Comer { stay, ..floor.comer(slot) };
        self.begin_or_wait(floor, comer, to, has_worker);
    }

    /// An item whose work is done leaves the stream.
    #[inline(always)]
    fn deliver(&mut self, floor: &mut Floor, slot: u32, link: u16) {
        let Desk { item, id, .. } = floor.desks[slot as usize % SLOTS];
        let work = floor.work_at(slot);
        self.notes.deliver(self.now(), ItemId(id), work, LinkId(link));
        let place = &mut self.items[item as usize];
        place.condition = Condition::Gone;
        let source = place.source;
        self.free_items.push(item);
        if self.loops {
            let at = self.visit_at(item, 0);
            self.visits[at..at + self.stage_count].fill(0);
        }
        self.in_stream -= 1;
        let state = &mut self.sources[usize::from(source)];
        state.alive -= 1;
        if let Pattern::Closed { items } = state.pattern
            && state.alive < items
        {
            self.arrive(floor, source);
        }
        if self.conwip != u32::MAX {
            for source in &*self.sources {
                self.marks |= 1 << floor.stations[usize::from(source.to) % STAGES].place;
            }
        }
    }

    /// An item whose work is done stays where it is, and asks for room further down. Says whether it holds its worker.
    #[inline(always)]
    fn block(&mut self, floor: &mut Floor, slot: u32, to: u16, link: u16) -> bool {
        let Desk { item, id, stay, stage, span, .. } = floor.desks[slot as usize % SLOTS];
        let work = floor.work_at(slot);
        self.end_work(floor, slot, stage);
        let station = floor.station(stage);
        station.finished += 1;
        let holds_worker = station.holds_worker;
        let place = &mut self.items[item as usize];
        place.stage = stage;
        place.condition = Condition::Finished;
        place.begun = true;
        place.blocked = true;
        place.link = link;
        place.desk = if holds_worker { slot - self.first_seat } else { NONE };
        (place.span, place.stay, place.turn) = (span, stay, self.turn);
        self.notes.finish(self.now(), ItemId(id), work);
        self.ask(floor, item, to);
        holds_worker
    }

    /// An item asks for room in a stage that has a limit.
    #[inline(always)]
    fn ask(&mut self, floor: &mut Floor, item: u32, stage: u16) {
        self.items[item as usize].asked = self.askings;
        self.askings += 1;
        let station = floor.station(stage);
        station.wishes.put(self.items, item);
        self.marks |= u64::from(station.has_room()) << station.place;
    }

    /// An item whose work is done has left its stage, and is in none. Returns it.
    #[inline(always)]
    fn go_out(&mut self, floor: &mut Floor, slot: u32, link: u16) -> u32 {
        let Desk { item, id, stay, stage, span, .. } = floor.desks[slot as usize % SLOTS];
        let work = floor.work_at(slot);
        let place = &mut self.items[item as usize];
        place.stage = stage;
        place.condition = Condition::Outside;
        place.begun = true;
        place.desk = NONE;
        place.link = link;
        (place.span, place.stay, place.turn) = (span, stay, self.turn);
        self.notes.part(self.now(), ItemId(id), work, LinkId(link));
        item
    }

    /// It waits outside a stage that has a limit.
    #[inline(always)]
    fn step_outside(&mut self, floor: &mut Floor, slot: u32, to: u16, link: u16) {
        let item = self.go_out(floor, slot, link);
        floor.station(to).outside += 1;
        self.ask(floor, item, to);
    }

    /// It goes to a stage without a limit.
    #[inline(always)]
    fn go_elsewhere(&mut self, floor: &mut Floor, slot: u32, to: u16, link: u16) {
        let item = self.go_out(floor, slot, link);
        self.enter_open(floor, item, to);
    }

    /// An item that is in no stage enters one that has no limit.
    #[inline(always)]
    fn enter_open(&mut self, floor: &mut Floor, item: u32, stage: u16) {
        let mut comer = self.remember(floor, item, stage);
        let entry = floor.take_place(stage);
        comer.stay = self.notes.enter(self.now(), ItemId(comer.id), entry);
        self.line_up(floor, comer, stage);
        let station = &floor.stations[usize::from(stage) % STAGES];
        self.marks |= u64::from(station.busy < station.workers) << station.place;
    }

    /// An item whose work is done goes onto a pallet outside the next stage. When that is full, all on it ask for room.
    #[inline(always)]
    fn load(&mut self, floor: &mut Floor, slot: u32, link: u16, pallet: u32) {
        let item = self.go_out(floor, slot, link);
        let pallet = &mut self.pallets[pallet as usize];
        let to = self.routes[pallet.route as usize].to;
        pallet.line.put(self.items, item);
        let station = floor.station(to);
        station.outside += 1;
        if pallet.line.length == pallet.size {
            let is_open = station.is_open;
            station.outside -= pallet.line.length;
            let mut line = std::mem::replace(&mut pallet.line, Line::EMPTY);
            while line.length > 0 {
                let item = line.pop(self.items);
                if is_open {
                    self.enter_open(floor, item, to);
                } else {
                    floor.station(to).outside += 1;
                    self.ask(floor, item, to);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::Seed;
    use crate::value_stream::ValueStream;

    /// Takes no notes.
    struct Deaf;

    impl Notes for Deaf {
        fn line_of(&self, _: usize) -> u16 {
            0
        }
        fn stay_of(&self, _: ItemId) -> u32 {
            0
        }
        fn is_started_by(&self, _: u32, _: u16) -> bool {
            true
        }
        fn come_to(&mut self, _: SimTime) {}
        fn arrive(&mut self, _: SimTime, _: ItemId, _: SourceId, _: ClassId) {}
        fn admit(&mut self, _: SimTime, _: ItemId, _: Entry) -> u32 {
            0
        }
        fn enter(&mut self, _: SimTime, _: ItemId, _: Entry) -> u32 {
            0
        }
        fn start(&mut self, _: Work) {}
        fn finish(&mut self, _: SimTime, _: ItemId, _: Work) {}
        fn part(&mut self, _: SimTime, _: ItemId, _: Work, _: LinkId) {}
        fn follow(&mut self, _: SimTime, _: ItemId, _: u32, _: LinkId, _: Entry) -> u32 {
            0
        }
        fn pass(&mut self, _: SimTime, _: ItemId, _: Work, _: LinkId, _: Entry) -> u32 {
            0
        }
        fn deliver(&mut self, _: SimTime, _: ItemId, _: Work, _: LinkId) {}
        fn sum_up(&mut self, _: usize, _: &Sums) {}
    }

    /// Limits, workers who are held, work that goes back, pallets and two sources: all that the lane is for. What is left to
    /// the rules are ties, of which there is one in some thousand events here.
    #[test]
    fn a_plain_stream_nearly_never_leaves_its_lane() {
        let text = r#"{ "flowglass": 1, "name": "Line", "unit": "minute",
            "stages": [
                { "id": "a", "workers": 2, "process_time": { "mean": 1.3, "cv": 0.5 }, "wip_limit": 4,
                    "finished_item": "holds_worker" },
                { "id": "b", "process_time": { "mean": 0.65, "cv": 1 }, "wip_limit": 4 },
                { "id": "c", "workers": 3, "process_time": { "mean": 1.9, "cv": 0.5 }, "transfer_batch": 5 },
                { "id": "d", "workers": 2, "process_time": { "mean": 1.2, "cv": 0.5 }, "wip_limit": 4,
                    "entry": "pulled_by_free_worker" }
            ],
            "links": [
                { "from": "a", "to": "b" }, { "from": "b", "to": "c" },
                { "from": "c", "to": "d", "share": 0.85, "when_full": "leave" },
                { "from": "c", "to": "a", "share": 0.15 },
                { "from": "d", "to": "customer" }
            ],
            "sources": [
                { "id": "in", "to": "a", "arrivals": { "every": { "mean": 1.5, "cv": 1 } } },
                { "id": "more", "to": "b", "arrivals": { "every": { "mean": 5, "cv": 1 } } }
            ] }"#;
        let stream = ValueStream::from_json(text).and_then(ValueStream::check);
        let stream = stream.unwrap_or_else(|faults| panic!("{faults:?}"));
        let mut run = Simulation::new(&stream, Seed(1));
        let mut in_lane = 0;
        while run.events() < 20_000 {
            let _ = run.advance(SimTime::NEVER, 1, &mut Vec::new());
            in_lane += u64::from(run.run_lane(SimTime::NEVER, 1_000, &mut Deaf));
        }
        assert!(in_lane > 19_000, "{in_lane} of {}", run.events());
    }
}
