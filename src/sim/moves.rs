//! What can move does: items enter stages that have room, workers start items that wait.

use super::draws::Draw;
use super::fact::{ItemId, Sink, What};
use super::queue::Queue;
use super::simulation::Simulation;
use super::state::{Condition, NONE, Pattern, Seat};
use crate::value_stream::StageId;

impl Simulation {
    /// Everything moves that can, most downstream stage first, until nothing moves.
    pub(super) fn settle(&mut self, facts: &mut impl Sink) {
        self.unsettled = false;
        while let Some(stage) = self.agitated.take() {
            self.serve(stage, facts);
        }
        self.permits = 0;
        if self.loses {
            self.turn_away(facts);
        }
        if !self.fresh.is_empty() {
            self.call_blocked(facts);
        }
    }

    /// Workers of a stage start what waits, and room goes to the oldest wish.
    #[inline]
    fn serve(&mut self, stage: u16, facts: &mut impl Sink) {
        if self.stages[usize::from(stage)].special {
            (facts.rules(self).serve)(self, stage, facts);
            return;
        }
        loop {
            let state = &mut self.stages[usize::from(stage)];
            if state.queue.length() > 0 && state.busy < state.workers {
                let item = state.queue.pop(&self.items);
                self.start(item, stage, facts);
                continue;
            }
            let first = state.wishes.first();
            if !state.has_room() {
                return;
            }
            let (from, to) = state.feeders;
            let feeders = &self.feeders[from as usize..to as usize];
            let waits = |&source: &u16| self.sources[usize::from(source)].backlog.first != NONE;
            let is_fed = feeders.iter().any(waits);
            if first == NONE && !is_fed {
                return;
            }
            let wish = if is_fed { self.oldest_wish(stage, true) } else { Some((first, None)) };
            let Some((item, source)) = wish else { return };
            self.accept(item, source, stage, facts);
        }
    }

    /// The item that asked first for room in a stage: one in the stream, or the head of a backlog that release
    /// lets in, then with its source.
    #[inline]
    pub(super) fn oldest_wish(&self, stage: u16, has_room: bool) -> Option<(u32, Option<u16>)> {
        let state = &self.stages[usize::from(stage)];
        let mut oldest = (if has_room { state.wishes.first() } else { NONE }, None);
        let (from, to) = state.feeders;
        if from < to {
            let releases = has_room && self.releases();
            for &source in &self.feeders[from as usize..to as usize] {
                let state = &self.sources[usize::from(source)];
                if !releases && !state.exceeds {
                    continue;
                }
                let head = state.backlog.first;
                let turn = |item: u32| {
                    let item = &self.items[item as usize];
                    (item.priority, item.asked)
                };
                if head != NONE && (oldest.0 == NONE || turn(head) < turn(oldest.0)) {
                    oldest = (head, Some(source));
                }
            }
        }
        (oldest.0 != NONE).then_some(oldest)
    }

    /// Whether the release policy lets one more item in.
    fn releases(&self) -> bool {
        self.in_stream < self.conwip
            && (self.takt == 0 || self.permits > 0)
            && self.on_rope < self.rope
            && (!self.market.is_pulling || self.market.orders > 0)
    }

    /// An item that asked for room gets it.
    pub(super) fn accept(
        &mut self,
        item: u32,
        source: Option<u16>,
        stage: u16,
        facts: &mut impl Sink,
    ) {
        if let Some(source) = source {
            let state = &mut self.sources[usize::from(source)];
            state.backlog.pop(&self.items);
            self.permits = self.permits.saturating_sub(1);
            self.let_in(item, stage, facts);
            let state = &self.sources[usize::from(source)];
            if matches!(state.pattern, Pattern::Endless) && state.backlog.length == 0 {
                self.arrive(usize::from(source), 1, facts);
            }
            return;
        }
        self.stages[usize::from(stage)].wishes.pop(&self.items);
        let place = &mut self.items[item as usize];
        if place.condition == Condition::Finished {
            let from = place.stage;
            let desk = place.desk;
            if place.blocked {
                place.blocked = false;
                self.say(item, What::Unblocked { stage: StageId(from) }, facts);
            }
            self.stages[usize::from(from)].finished -= 1;
            if desk != NONE {
                self.free_seat(desk, facts);
            }
            self.vacate(item, facts);
        } else {
            self.stages[usize::from(stage)].outside -= 1;
        }
        self.enter(item, stage, facts);
    }

    /// An item enters the stream.
    #[inline]
    pub(super) fn let_in(&mut self, item: u32, stage: u16, facts: &mut impl Sink) {
        self.in_stream += 1;
        if self.rich {
            self.note_release(item);
        }
        self.say(item, What::Released, facts);
        self.enter(item, stage, facts);
    }

    /// An item takes a place in a stage and waits there for a worker.
    #[inline]
    pub(super) fn enter(&mut self, item: u32, stage: u16, facts: &mut impl Sink) {
        let place = &mut self.items[item as usize];
        place.stage = stage;
        place.condition = Condition::Waiting;
        let state = &mut self.stages[usize::from(stage)];
        state.inside += 1;
        let grouped = state.grouped;
        // With nobody free nothing follows from it.
        if state.busy < state.workers || state.special {
            self.agitated.mark(stage);
        }
        match &mut state.queue {
            Queue::Line(line) if !state.special => line.push(&mut self.items, item),
            _ => (self.rulebook.queue_up)(self, item, stage),
        }
        if grouped {
            (self.rulebook.enter_groups)(self, stage);
        }
        facts.enter(self.now, ItemId(self.items[item as usize].id), StageId(stage));
    }

    /// A worker starts an item.
    #[inline]
    pub(super) fn start(&mut self, item: u32, stage: u16, facts: &mut impl Sink) {
        let span = self.draw_work(item, stage);
        let worker = self.stages[usize::from(stage)].seat_worker();
        let number = take_seat(
            &mut self.seats,
            &mut self.free_seats,
            Seat::at(self.now, item, stage, worker),
        );
        let place = &mut self.items[item as usize];
        place.condition = Condition::InProcess;
        place.begun = true;
        place.desk = number;
        let id = ItemId(place.id);
        self.set_seat(number, span);
        facts.start(self.now, id, StageId(stage), worker);
    }

    /// How long the work takes that begins now, as far as the item and the stage alone decide.
    #[inline]
    pub(super) fn draw_work(&mut self, item: u32, stage: u16) -> u64 {
        let visit = self.count_visit(item, stage);
        let place = &self.items[item as usize];
        let draw = self.stages[usize::from(stage)].work_draws.draw(place.key, visit);
        let work = usize::from(stage) * self.classes + usize::from(place.class);
        if self.has_traces || self.sized {
            return self.draw_rarer_work(item, work, draw);
        }
        self.work[work].ticks(draw, 0)
    }

    /// The same where work follows traces, or sizes.
    #[cold]
    fn draw_rarer_work(&mut self, item: u32, work: usize, draw: Draw) -> u64 {
        let before = if self.has_traces { self.trace_start(item, work) } else { 0 };
        let span = self.work[work].ticks(draw, before);
        self.by_size(span, item)
    }

    /// How often the item has been worked on here before; counts this time.
    #[inline]
    pub(super) fn count_visit(&mut self, item: u32, stage: u16) -> u16 {
        if !self.loops {
            return 0;
        }
        let at = item as usize * self.stages.len() + usize::from(stage);
        if at >= self.visits.len() {
            self.visits.resize(self.items.len() * self.stages.len(), 0);
        }
        let visit = self.visits[at];
        self.visits[at] = visit.wrapping_add(1);
        visit
    }

    /// Arrivals that do not wait and found no room at this tick are lost.
    fn turn_away(&mut self, facts: &mut impl Sink) {
        for source in 0..self.sources.len() {
            if !self.sources[source].lost {
                continue;
            }
            while self.sources[source].backlog.length > 0 {
                let item = self.sources[source].backlog.pop(&self.items);
                self.say(item, What::TurnedAway, facts);
                self.sources[source].alive -= 1;
                self.remove(item);
            }
        }
    }

    /// Which value of a trace, if it is one, the work takes that begins now.
    #[cold]
    fn trace_start(&mut self, item: u32, work: usize) -> u64 {
        let settled = self.memos.get_mut(item as usize).and_then(|memo| memo.traced.take());
        settled.unwrap_or_else(|| self.count_start(work))
    }

    /// How many starts counted so far where traces are followed; counts this one.
    #[cold]
    pub(super) fn count_start(&mut self, work: usize) -> u64 {
        let counter = &mut self.starts[self.counted_at[work] as usize];
        *counter += 1;
        *counter - 1
    }

    /// The item is in the stream from now on.
    #[cold]
    fn note_release(&mut self, item: u32) {
        let memo = &mut self.memos[item as usize];
        memo.released = self.now;
        memo.on_rope = self.drum != u16::MAX;
        self.on_rope += u32::from(memo.on_rope);
        memo.is_ordered = self.market.orders > 0;
        self.market.orders -= u32::from(memo.is_ordered);
    }

    /// Items that finished at this tick and still have no room are blocked from now on.
    fn call_blocked(&mut self, facts: &mut impl Sink) {
        let mut any = false;
        for index in 0..self.fresh.len() {
            let item = self.fresh[index];
            let place = &mut self.items[item as usize];
            if place.condition == Condition::Finished && !place.blocked {
                place.blocked = true;
                any = true;
                let stage = StageId(place.stage);
                self.say(item, What::Blocked { stage }, facts);
            }
        }
        self.fresh.clear();
        if any && self.can_gridlock {
            self.look_for_knot();
        }
    }
}

/// Gives a seat its number.
#[inline]
pub(super) fn take_seat(seats: &mut Vec<Seat>, free_seats: &mut Vec<u32>, seat: Seat) -> u32 {
    if let Some(free) = free_seats.pop() {
        seats[free as usize] = seat;
        free
    } else {
        seats.push(seat);
        (seats.len() - 1) as u32
    }
}
