//! What is due happens here: arrivals, the release beat, work that ends.

use std::cmp::Ordering;

use super::fact::{Fact, ItemId, Sink, What};
use super::queue::{self, Queue};
use super::simulation::Simulation;
use super::state::{Condition, Item, NONE, Pattern, Phase, Route, Seat, TO_CUSTOMER};
use crate::value_stream::{ClassId, LinkId, SimTime, SourceId, StageId};

impl Simulation {
    /// What a slot of the agenda stands for happens now. `is_first`: nothing else has at this tick.
    #[inline]
    pub(super) fn happen(&mut self, slot: u32, is_first: bool, facts: &mut impl Sink) {
        let beat = self.beat_slot();
        match slot.cmp(&beat) {
            Ordering::Less => {
                self.agenda.clear(slot);
                self.arrival(slot as usize, facts);
            }
            Ordering::Equal => self.beat(),
            Ordering::Greater => {
                let seat = slot - beat - 1;
                let Seat { stage, phase, .. } = self.seats[seat as usize];
                if phase == Phase::Work && !self.stages[usize::from(stage)].special {
                    self.agenda.clear(slot);
                    let is_alone = is_first && self.agenda.next_at() > self.now;
                    self.finish(seat, is_alone, facts);
                } else {
                    (facts.rules(self).end_phase)(self, seat, facts);
                }
            }
        }
    }

    /// A lump of items arrives at a source.
    fn arrival(&mut self, source: usize, facts: &mut impl Sink) {
        let state = &mut self.sources[source];
        if let Pattern::Bursts(bursts) = &mut state.pattern {
            let intervals = (state.interval_draws, &mut state.lumps);
            let stays = (state.burst_draws, &mut state.bursts);
            let (is_arrival, due) = bursts.happen(self.now.0, intervals, stays);
            self.agenda.set(source as u32, SimTime(due));
            self.arrive(source, u32::from(is_arrival), facts);
            return;
        }
        let mut items = 1;
        let wait = state.wait();
        let next = match &mut state.pattern {
            Pattern::Every { lump, since, .. } => {
                let number = state.lumps - 1;
                items = lump.count(state.lump_draws.numbered(number), number - *since);
                Some(SimTime(self.now.0 + wait))
            }
            Pattern::Schedule { times, next } => {
                *next += 1;
                times.get(*next).copied()
            }
            _ => None,
        };
        if let Some(at) = next {
            state.lumps += 1;
            self.agenda.set(source as u32, at);
        }
        self.arrive(source, items, facts);
    }

    /// So many requests arrive at a source now: their items wait in its backlog.
    pub(super) fn arrive(&mut self, source: usize, requests: u32, facts: &mut impl Sink) {
        for _ in 0..requests.saturating_mul(self.sources[source].split) {
            let request = self.sources[source].arrived / u64::from(self.sources[source].split);
            let item = self.create(source as u16);
            let state = &mut self.sources[source];
            state.backlog.push(&mut self.items, item);
            let is_impatient = state.patience.is_some();
            let what =
                What::Arrived { source: SourceId(source as u16), class: ClassId(state.class) };
            self.agitated.mark(state.to);
            self.say(item, what, facts);
            if is_impatient {
                (self.rulebook.be_patient)(self, source, item, request);
            }
        }
    }

    /// Starts a source: schedules its first arrival from now on, or fills it.
    pub(super) fn open_source(&mut self, source: usize, facts: &mut impl Sink) {
        let now = self.now;
        let state = &mut self.sources[source];
        let mut fill = 0;
        let first = match &mut state.pattern {
            Pattern::Never => None,
            Pattern::Every { interval, first_at, since, .. } => {
                // The very first lump may have a time of its own.
                let given = if state.lumps == 0 { *first_at } else { None };
                let draw = state.interval_draws.numbered(state.lumps);
                let at = given.unwrap_or_else(|| now.0 + interval.ticks(draw, 0));
                *since = state.lumps;
                state.lumps += 1;
                Some(SimTime(at.max(now.0)))
            }
            Pattern::Bursts(bursts) => {
                let intervals = (state.interval_draws, &mut state.lumps);
                let stays = (state.burst_draws, &mut state.bursts);
                Some(SimTime(bursts.begin(now.0, intervals, stays)))
            }
            Pattern::Schedule { times, next } => {
                // A schedule that begins later leaves out what would have been before.
                while times.get(*next).is_some_and(|&at| at < now) {
                    *next += 1;
                }
                times.get(*next).copied()
            }
            Pattern::Endless => {
                fill = u32::from(state.backlog.length == 0);
                None
            }
            Pattern::Closed { items } => {
                fill = items.saturating_sub(state.alive);
                None
            }
        };
        match first {
            Some(at) => self.agenda.set(source as u32, at),
            None => self.agenda.clear(source as u32),
        }
        self.arrive(source, fill, facts);
    }

    /// The beat of takt release: one item may enter now.
    fn beat(&mut self) {
        let slot = self.beat_slot();
        self.permits = 1;
        self.agenda.set(slot, SimTime(self.now.0 + self.takt));
        self.agitate_sources();
    }

    /// Every stage that a source feeds may have something to let in.
    pub(super) fn agitate_sources(&mut self) {
        for source in &self.sources {
            self.agitated.mark(source.to);
        }
    }

    /// Work on an item ends in a stage without rules. `is_alone`: nothing else is due at this tick.
    #[inline]
    fn finish(&mut self, seat: u32, is_alone: bool, facts: &mut impl Sink) {
        let Seat { item, stage, worker, .. } = self.seats[seat as usize];
        let route = self.route(item, stage);
        let id = ItemId(self.items[item as usize].id);
        if stage == self.drum {
            (self.rulebook.pass_drum)(self, item);
        } else if is_alone && self.is_free_ahead(stage, route.to) {
            self.seats[seat as usize].item = NONE;
            self.free_seats.push(seat);
            self.walk_away(stage, worker);
            facts.pass(self.now, id, StageId(stage), LinkId(route.link), StageId(route.to));
            self.walk_in(item, route.to, facts);
            return;
        }
        facts.finish(self.now, id, StageId(stage));
        self.items[item as usize].condition = Condition::Finished;
        self.hand_on(item, stage, route, facts);
    }

    /// Whether an item that leaves a stage can only go straight into the next one: that is further downstream, so that
    /// it is served first, and whoever wanted its room is in.
    ///
    /// Who is surplus there gets no place on the way.
    #[inline]
    fn is_free_ahead(&self, stage: u16, to: u16) -> bool {
        let Some(next) = self.stages.get(usize::from(to)) else { return false };
        let here = &self.stages[usize::from(stage)];
        next.place < here.place
            && here.staffed <= here.workers
            && next.has_room()
            && !next.special
            && next.wishes.first() == NONE
    }

    /// An item leaves a stage without rules, and its worker gets up.
    #[inline]
    fn walk_away(&mut self, stage: u16, worker: u16) {
        let state = &mut self.stages[usize::from(stage)];
        state.free_worker(worker);
        state.inside -= 1;
        if state.is_wanted() {
            self.agitated.mark_place(state.place);
        }
    }

    /// An item enters a stage without rules in which nobody has anything else to do.
    #[inline]
    fn walk_in(&mut self, item: u32, stage: u16, facts: &mut impl Sink) {
        let place = &mut self.items[item as usize];
        place.stage = stage;
        let state = &mut self.stages[usize::from(stage)];
        state.inside += 1;
        if state.busy < state.workers {
            self.start(item, stage, facts);
            return;
        }
        place.condition = Condition::Waiting;
        place.desk = NONE;
        if let Queue::Line(line) = &mut state.queue {
            line.push(&mut self.items, item);
        }
    }

    /// The link that an item takes whose work at a stage has just ended.
    #[inline]
    pub(super) fn route(&mut self, item: u32, stage: u16) -> Route {
        let (from, to) = self.stages[usize::from(stage)].routes;
        let route = match &self.routes[from as usize..to as usize] {
            [only] => *only,
            _ => self.toss(item, stage),
        };
        self.items[item as usize].link = route.link;
        route
    }

    /// The link that chance gives to an item where there are several.
    #[inline(never)]
    fn toss(&self, item: u32, stage: u16) -> Route {
        // The work just done has already been counted.
        let visit = self.visit(item, stage).wrapping_sub(1);
        let state = &self.stages[usize::from(stage)];
        let toss = state.route_draws.draw(self.items[item as usize].key, visit).uniform();
        let (from, to) = state.routes;
        let routes = &self.routes[from as usize..to as usize];
        routes[Route::taken(routes, toss)]
    }

    /// How often work on the item has begun here; 1 where it cannot come twice.
    #[inline]
    pub(super) fn visit(&self, item: u32, stage: u16) -> u16 {
        let at = item as usize * self.stages.len() + usize::from(stage);
        self.visits.get(at).copied().unwrap_or(1)
    }

    /// A finished item goes where its link leads, or asks for room there.
    #[inline]
    pub(super) fn hand_on(&mut self, item: u32, stage: u16, route: Route, facts: &mut impl Sink) {
        let desk = self.items[item as usize].desk;
        if route.to == TO_CUSTOMER || route.leaves || self.is_open_to(item, route.to) {
            if desk != NONE {
                self.free_seat(desk, facts);
            }
            self.vacate(item, facts);
            if route.to == TO_CUSTOMER {
                self.deliver(item, facts);
            } else {
                self.come_to(item, route.to, facts);
            }
            return;
        }
        let state = &mut self.stages[usize::from(stage)];
        state.finished += 1;
        if !state.holds_worker && desk != NONE {
            self.free_seat(desk, facts);
            self.agitated.mark(stage);
        }
        self.fresh.push(item);
        self.ask(item, route.to);
    }

    /// Whether a stage has room for the item whatever is inside.
    #[inline]
    fn is_open_to(&self, item: u32, stage: u16) -> bool {
        self.stages[usize::from(stage)].is_open()
            || self.manners[usize::from(self.items[item as usize].class)].1
    }

    /// An item that is in no stage enters one, or waits outside for room.
    #[inline]
    pub(super) fn come_to(&mut self, item: u32, stage: u16, facts: &mut impl Sink) {
        if self.is_open_to(item, stage) {
            self.enter(item, stage, facts);
            return;
        }
        self.items[item as usize].condition = Condition::Outside;
        self.stages[usize::from(stage)].outside += 1;
        self.ask(item, stage);
    }

    /// An item asks for room in a stage.
    pub(super) fn ask(&mut self, item: u32, stage: u16) {
        let asked = self.askings;
        self.items[item as usize].asked = asked;
        self.askings += 1;
        let turn = queue::turn(self.items[item as usize].priority, false, 0, asked);
        let state = &mut self.stages[usize::from(stage)];
        state.wishes.push(&mut self.items, item, turn);
        // Without room nothing follows from it; where there will be room, there will be a mark.
        if state.has_room() || state.special {
            self.agitated.mark(stage);
        }
    }

    /// A worker gets up.
    #[inline]
    pub(super) fn free_seat(&mut self, seat: u32, facts: &mut impl Sink) {
        let Seat { stage, worker, item, .. } = self.seats[seat as usize];
        self.seats[seat as usize].item = NONE;
        self.items[item as usize].desk = NONE;
        self.free_seats.push(seat);
        if self.stages[usize::from(stage)].special {
            (facts.rules(self).let_go)(self, stage, worker, facts);
        } else {
            self.stages[usize::from(stage)].free_worker(worker);
        }
    }

    /// An item gives up its place in its stage.
    pub(super) fn vacate(&mut self, item: u32, facts: &mut impl Sink) {
        let Item { id, stage, link, .. } = self.items[item as usize];
        self.free_place(stage);
        facts.leave(self.now, ItemId(id), StageId(stage), LinkId(link));
        self.dismiss(stage, facts);
    }

    /// One item less is inside a stage.
    #[inline]
    pub(super) fn free_place(&mut self, stage: u16) {
        let state = &mut self.stages[usize::from(stage)];
        state.inside -= 1;
        let grouped = state.grouped;
        if state.is_wanted() {
            self.agitated.mark(stage);
        }
        if grouped {
            (self.rulebook.leave_groups)(self, stage);
        }
    }

    /// Who is surplus and has nothing to do any more goes.
    #[inline]
    pub(super) fn dismiss(&mut self, stage: u16, facts: &mut impl Sink) {
        let state = &self.stages[usize::from(stage)];
        if state.staffed > state.workers {
            self.staff(stage, false, facts);
        }
    }

    /// The customer has it.
    #[inline]
    fn deliver(&mut self, item: u32, facts: &mut impl Sink) {
        self.say(item, What::Delivered, facts);
        if self.rich {
            (facts.rules(self).receive)(self, item, facts);
        }
        self.leave_stream(item, facts);
    }

    /// The item is not in the stream any more.
    #[inline]
    pub(super) fn leave_stream(&mut self, item: u32, facts: &mut impl Sink) {
        let source = usize::from(self.items[item as usize].source);
        if self.rich {
            (self.rulebook.forget)(self, item);
        }
        self.remove(item);
        self.in_stream -= 1;
        let state = &mut self.sources[source];
        state.alive -= 1;
        if let Pattern::Closed { items } = state.pattern
            && state.alive < items
        {
            self.arrive(source, 1, facts);
        }
        if self.conwip != u32::MAX {
            self.agitate_sources();
        }
    }

    /// Appends a fact about an item.
    #[inline]
    pub(super) fn say(&self, item: u32, what: What, facts: &mut impl Sink) {
        facts.take(Fact { at: self.now, item: ItemId(self.items[item as usize].id), what });
    }
}
