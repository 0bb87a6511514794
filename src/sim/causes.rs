//! What is due happens here: arrivals, the release beat, work that ends.

use std::cmp::Ordering;

use super::fact::{Fact, ItemId, What};
use super::simulation::Simulation;
use super::state::{Condition, Item, NONE, Pattern, Seat, TO_CUSTOMER};
use crate::value_stream::{ClassId, LinkId, SimTime, SourceId, StageId};

impl Simulation {
    /// What a slot of the agenda stands for happens now.
    #[inline]
    pub(super) fn happen(&mut self, slot: u32, facts: &mut Vec<Fact>) {
        let beat = self.beat_slot();
        match slot.cmp(&beat) {
            Ordering::Less => self.arrival(slot as usize, facts),
            Ordering::Equal => self.beat(),
            Ordering::Greater => self.finish(slot - beat - 1, facts),
        }
    }

    /// A lump of items arrives at a source.
    fn arrival(&mut self, source: usize, facts: &mut Vec<Fact>) {
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
        let next = match &mut state.pattern {
            Pattern::Every { interval, lump, since, .. } => {
                let number = state.lumps - 1;
                items = lump.count(state.lump_draws.numbered(number), number - *since);
                let draw = state.interval_draws.numbered(state.lumps);
                let wait = interval.ticks(draw, state.lumps - *since);
                Some(SimTime(self.now.0 + wait))
            }
            Pattern::Schedule { times, next } => {
                *next += 1;
                times.get(*next).copied()
            }
            _ => None,
        };
        match next {
            Some(at) => {
                state.lumps += 1;
                self.agenda.set(source as u32, at);
            }
            None => self.agenda.clear(source as u32),
        }
        self.arrive(source, items, facts);
    }

    /// So many items arrive at a source now and wait in its backlog.
    pub(super) fn arrive(&mut self, source: usize, items: u32, facts: &mut Vec<Fact>) {
        for _ in 0..items {
            let item = self.create(source as u16);
            let state = &mut self.sources[source];
            state.backlog.push(&mut self.items, item);
            let what =
                What::Arrived { source: SourceId(source as u16), class: ClassId(state.class) };
            self.agitated.mark(state.to);
            self.say(item, what, facts);
        }
    }

    /// Starts a source: schedules its first arrival from now on, or fills it.
    pub(super) fn open_source(&mut self, source: usize, facts: &mut Vec<Fact>) {
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

    /// Work on an item ends.
    #[inline]
    fn finish(&mut self, seat: u32, facts: &mut Vec<Fact>) {
        let slot = self.seat_slot(seat);
        self.agenda.clear(slot);
        let place = self.seats[seat as usize].item;
        let item = &mut self.items[place as usize];
        let stage = item.stage;
        let state = &mut self.stages[usize::from(stage)];
        item.condition = Condition::Finished;
        facts.push(Fact {
            at: self.now,
            item: ItemId(item.id),
            what: What::Finished { stage: StageId(stage) },
        });
        let (from, to) = state.routes;
        let routes = &self.routes[from as usize..to as usize];
        let mut route = routes[0];
        if routes.len() > 1 {
            let visit =
                match self.visits.get(place as usize * self.stages.len() + usize::from(stage)) {
                    // The work just done has already been counted.
                    Some(&visits) => visits.wrapping_sub(1),
                    None => 0,
                };
            let state = &self.stages[usize::from(stage)];
            let toss = state.route_draws.draw(item.key, visit).uniform();
            for &way in routes {
                route = way;
                if toss < way.up_to {
                    break;
                }
            }
        }
        item.link = route.link;
        let at_once =
            route.to == TO_CUSTOMER || route.leaves || self.stages[usize::from(route.to)].is_open();
        if at_once {
            self.free_seat(seat);
            self.vacate(place, facts);
            if route.to == TO_CUSTOMER {
                self.deliver(place, facts);
            } else if self.stages[usize::from(route.to)].is_open() {
                self.enter(place, route.to, facts);
            } else {
                self.items[place as usize].condition = Condition::Outside;
                self.stages[usize::from(route.to)].outside += 1;
                self.ask(place, route.to);
            }
            return;
        }
        let state = &mut self.stages[usize::from(stage)];
        state.finished += 1;
        if !state.holds_worker {
            self.free_seat(seat);
            self.agitated.mark(stage);
        }
        self.fresh.push(place);
        self.ask(place, route.to);
    }

    /// An item asks for room in a stage.
    fn ask(&mut self, item: u32, stage: u16) {
        self.items[item as usize].asked = self.askings;
        self.askings += 1;
        self.stages[usize::from(stage)].wishes.push(&mut self.items, item);
        self.agitated.mark(stage);
    }

    /// A worker gets up.
    pub(super) fn free_seat(&mut self, seat: u32) {
        let Seat { stage, worker, item, .. } = self.seats[seat as usize];
        self.seats[seat as usize].item = NONE;
        self.items[item as usize].desk = NONE;
        self.free_seats.push(seat);
        self.stages[usize::from(stage)].free_worker(worker);
    }

    /// An item gives up its place in its stage.
    pub(super) fn vacate(&mut self, item: u32, facts: &mut Vec<Fact>) {
        let Item { stage, link, .. } = self.items[item as usize];
        self.stages[usize::from(stage)].inside -= 1;
        self.agitated.mark(stage);
        let what = What::Left { stage: StageId(stage), link: LinkId(link) };
        self.say(item, what, facts);
        let state = &self.stages[usize::from(stage)];
        if state.staffed > state.workers {
            self.staff(stage, false, facts);
        }
    }

    /// The customer has it.
    fn deliver(&mut self, item: u32, facts: &mut Vec<Fact>) {
        self.say(item, What::Delivered, facts);
        let source = usize::from(self.items[item as usize].source);
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
    pub(super) fn say(&self, item: u32, what: What, facts: &mut Vec<Fact>) {
        facts.push(Fact { at: self.now, item: ItemId(self.items[item as usize].id), what });
    }
}
