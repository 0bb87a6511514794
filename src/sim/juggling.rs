//! Workers who share their time among several items.
//!
//! With k items a worker makes progress in all time but the part that k - 1 switches cost, in whole ticks; the ticks go
//! round the items, the oldest first. Progress is settled when the items at a desk change, or when the worker stops:
//! what is left of each stands in its memo, and the desk's slot is due when the first of them will be done.

use super::fact::{Sink, What};
use super::moves::take_seat;
use super::quality::Verdict;
use super::simulation::Simulation;
use super::state::{Condition, NONE, NOTHING_LEFT, Phase, Seat};
use crate::value_stream::StageId;

/// All of a worker's time, in billionths: what an author writes with up to nine figures is exact.
pub(super) const WHOLE: u64 = 1_000_000_000;

/// Ticks of work done in a span of which so much of `WHOLE` is lost.
pub(crate) fn progress(span: u64, lost: u32) -> u64 {
    // In two parts, each of which fits into 64 bits: a page does not have to carry a longer division.
    let useful = WHOLE.saturating_sub(lost.into());
    span / WHOLE * useful + span % WHOLE * useful / WHOLE
}

/// The span after which so many ticks of work are done.
fn span_until(work: u128, lost: u32) -> u64 {
    let useful = u128::from(WHOLE.saturating_sub(lost.into())).max(1);
    let span = (work * u128::from(WHOLE)).div_ceil(useful);
    // Ages of the universe, and no overflow in what is added to it.
    span.min(u128::from(u64::MAX >> 2)) as u64
}

impl Simulation {
    pub(super) fn juggles(&self, stage: u16) -> bool {
        self.rules.get(usize::from(stage)).is_some_and(|rules| rules.juggles)
    }

    /// Whether somebody can start one more item at a stage, alone or beside others.
    pub(super) fn has_taker(&self, stage: u16) -> bool {
        self.has_free_worker(stage) || (self.juggles(stage) && self.least_laden(stage).is_some())
    }

    /// The desk with the fewest items, where one more has a place.
    fn least_laden(&self, stage: u16) -> Option<u32> {
        let state = &self.stages[usize::from(stage)];
        // Who is surplus finishes and goes.
        if state.busy + state.down > state.workers {
            return None;
        }
        let rules = &self.rules[usize::from(stage)];
        let open = rules.people.iter().filter(|person| {
            person.seat != NONE && person.items < rules.items_most && self.is_at_work(person.seat)
        });
        open.min_by_key(|person| person.items).map(|person| person.seat)
    }

    /// Whether the worker at a desk is neither interrupted nor setting up.
    pub(super) fn is_at_work(&self, seat: u32) -> bool {
        let Seat { phase, is_frozen, .. } = self.seats[seat as usize];
        matches!(phase, Phase::Work | Phase::ToInterruption) && !is_frozen
    }

    /// The worker with the fewest items takes the head of the queue.
    pub(super) fn take_along(&mut self, head: u32, stage: u16, facts: &mut impl Sink) {
        let laden = if self.has_free_worker(stage) { None } else { self.least_laden(stage) };
        let state = &mut self.stages[usize::from(stage)];
        state.queue.pop(&self.items);
        let seat = laden.unwrap_or_else(|| {
            let worker = state.seat_worker();
            let seat = Seat::at(self.now, NONE, stage, worker);
            let seat = take_seat(&mut self.seats, &mut self.free_seats, seat);
            let person = self.rules[usize::from(stage)].person(worker);
            (person.seat, person.items, person.since) = (seat, 0, self.now);
            seat
        });
        if laden.is_some() {
            self.hold(seat);
        }
        self.add(head, seat, facts);
        self.share_out(seat, facts);
    }

    /// The worker of the item that can wait best works on the head of the queue instead of it.
    pub(super) fn take_instead(
        &mut self,
        head: u32,
        victim: u32,
        stage: u16,
        facts: &mut impl Sink,
    ) {
        let seat = self.items[victim as usize].desk;
        self.stages[usize::from(stage)].queue.pop(&self.items);
        self.hold(seat);
        self.take_off(victim, seat);
        self.items[victim as usize].condition = Condition::Waiting;
        self.say(victim, What::Interrupted { stage: StageId(stage) }, facts);
        self.add(head, seat, facts);
        self.share_out(seat, facts);
        self.queue_up(victim, stage);
    }

    /// One more item at a desk.
    fn add(&mut self, item: u32, seat: u32, facts: &mut impl Sink) {
        let Seat { stage, worker, item: first, .. } = self.seats[seat as usize];
        if self.memos[item as usize].left == NOTHING_LEFT {
            let work = self.work_on(item, stage);
            let memo = &mut self.memos[item as usize];
            (memo.left, memo.whole) = (work, work);
            self.say(item, What::Started { stage: StageId(stage), worker }, facts);
        } else {
            self.say(item, What::Resumed { stage: StageId(stage), worker }, facts);
        }
        self.memos[item as usize].seated = self.now;
        self.sit(item, seat);
        let mut last = NONE;
        let mut next = first;
        while next != NONE {
            (last, next) = (next, self.items[next as usize].next);
        }
        match self.items.get_mut(last as usize) {
            Some(last) => last.next = item,
            None => self.seats[seat as usize].item = item,
        }
        self.rules[usize::from(stage)].person(worker).items += 1;
    }

    /// One item less at a desk.
    fn take_off(&mut self, item: u32, seat: u32) {
        let Seat { stage, worker, item: first, .. } = self.seats[seat as usize];
        let next = self.items[item as usize].next;
        if first == item {
            self.seats[seat as usize].item = next;
        } else {
            let mut before = first;
            while self.items[before as usize].next != item {
                before = self.items[before as usize].next;
            }
            self.items[before as usize].next = next;
        }
        let place = &mut self.items[item as usize];
        (place.desk, place.next) = (NONE, NONE);
        self.rules[usize::from(stage)].person(worker).items -= 1;
    }

    /// Stops the clock of a desk, with what was done until now taken off what is left.
    pub(super) fn hold(&mut self, seat: u32) {
        self.stop_work(seat);
        self.settle_shares(seat);
    }

    /// Takes what was done at a desk until now off what is left of its items.
    pub(super) fn settle_shares(&mut self, seat: u32) {
        let Seat { stage, worker, item: first, .. } = self.seats[seat as usize];
        let rules = &mut self.rules[usize::from(stage)];
        let person = rules.person(worker);
        let (items, since) = (person.items, person.since);
        person.since = self.now;
        let done = progress(self.now.since(since).0, rules.lost(items));
        let mut item = first;
        for place in 0..u64::from(items) {
            let share = (done + u64::from(items) - 1 - place) / u64::from(items);
            let left = &mut self.memos[item as usize].left;
            *left = left.saturating_sub(share);
            item = self.items[item as usize].next;
        }
    }

    /// Starts the clock of a desk: it is due when the first of its items is done.
    pub(super) fn share_out(&mut self, seat: u32, facts: &mut impl Sink) {
        let Seat { stage, worker, item: first, .. } = self.seats[seat as usize];
        let items = self.rules[usize::from(stage)].person(worker).items;
        let mut least = u128::MAX;
        let mut item = first;
        for place in 0..u128::from(items) {
            let left = u128::from(self.memos[item as usize].left);
            // Ticks go round: the last one of an item comes in the round of its number, at its place.
            let ticks = if left == 0 { 0 } else { (left - 1) * u128::from(items) + place + 1 };
            least = least.min(ticks);
            item = self.items[item as usize].next;
        }
        let rules = &mut self.rules[usize::from(stage)];
        let span = span_until(least, rules.lost(items));
        rules.person(worker).since = self.now;
        self.go_on(seat, span);
        self.tell_shares(stage, worker, items, facts);
    }

    /// Says among how many items a worker shares time from now on, where that is news.
    pub(super) fn tell_shares(
        &mut self,
        stage: u16,
        worker: u16,
        items: u32,
        facts: &mut impl Sink,
    ) {
        let items = items.max(1);
        let rules = &mut self.rules[usize::from(stage)];
        let lost = rules.lost(items);
        let told = &mut rules.person(worker).told;
        if *told != items {
            *told = items;
            let what = What::Juggling { stage: StageId(stage), worker, items: items as u16, lost };
            self.say_of_worker(what, facts);
        }
    }

    /// The first of the items at a desk is done.
    pub(super) fn finish_juggled(&mut self, seat: u32, facts: &mut impl Sink) {
        self.clear_seat(seat);
        self.settle_shares(seat);
        let Seat { stage, worker, item: first, .. } = self.seats[seat as usize];
        let mut item = first;
        while self.memos[item as usize].left > 0 {
            item = self.items[item as usize].next;
        }
        let mut verdict = Verdict::Good;
        if self.memos[item as usize].is_repair {
            self.release_stops(item);
        } else {
            verdict = self.inspect(item, stage, facts);
        }
        if let Verdict::Again(span) | Verdict::Repair(span) = verdict {
            let memo = &mut self.memos[item as usize];
            memo.is_repair = matches!(verdict, Verdict::Repair(_));
            (memo.left, memo.whole) = (span, span);
            self.share_out(seat, facts);
            return;
        }
        let memo = &mut self.memos[item as usize];
        (memo.left, memo.is_repair) = (NOTHING_LEFT, false);
        let is_last = self.rules[usize::from(stage)].person(worker).items == 1;
        if is_last {
            self.free_seat(seat, facts);
        } else {
            self.take_off(item, seat);
        }
        self.agitated.mark(stage);
        self.items[item as usize].condition = Condition::Finished;
        self.say(item, What::Finished { stage: StageId(stage) }, facts);
        if !is_last {
            self.share_out(seat, facts);
        }
        if stage == self.drum {
            self.pass_drum(item);
        }
        self.dispatch(item, stage, verdict, facts);
    }

    /// A stage whose people did one thing at a time lets them share their time from now on.
    pub(super) fn start_juggling(&mut self, stage: u16) {
        self.rich = true;
        self.memos.resize(self.items.len(), super::state::Memo::NEW);
        self.stages[usize::from(stage)].special = true;
        self.rules[usize::from(stage)].juggles = true;
        for seat in 0..self.seats.len() as u32 {
            let Seat { stage: at, item, worker, started, phase, is_frozen, then, left, .. } =
                self.seats[seat as usize];
            if at != stage || item == NONE {
                continue;
            }
            let ahead = self.agenda.due(self.seat_slot(seat)).since(self.now).0;
            let left = match phase {
                _ if is_frozen => left + then,
                Phase::Interruption => then,
                _ => ahead + then,
            };
            // What stands there is whoever came after it in the queue.
            self.items[item as usize].next = NONE;
            let memo = &mut self.memos[item as usize];
            memo.left = left;
            memo.whole = left + self.now.since(started).0;
            memo.seated = started;
            let person = self.rules[usize::from(stage)].person(worker);
            (person.seat, person.items, person.since) = (seat, 1, self.now);
        }
    }

    /// A stage whose people shared their time has no end of them from now on: each item gets one of its own.
    pub(super) fn stop_juggling(&mut self, stage: u16, facts: &mut impl Sink) {
        self.rules[usize::from(stage)].juggles = false;
        // Those that are shared now: who gets a desk of their own may get one with a higher number.
        let is_shared = |seat: &u32| {
            let Seat { stage: at, item, .. } = self.seats[*seat as usize];
            at == stage && item != NONE
        };
        let shared: Vec<u32> = (0..self.seats.len() as u32).filter(is_shared).collect();
        for seat in shared {
            let Seat { item: first, worker, .. } = self.seats[seat as usize];
            self.hold(seat);
            self.tell_shares(stage, worker, 1, facts);
            let others: Vec<u32> = self.at_desk(seat).skip(1).collect();
            self.sit(first, seat);
            self.seats[seat as usize].started = self.memos[first as usize].seated;
            self.go_on_alone(first, seat);
            for item in others {
                let own = Seat::at(self.memos[item as usize].seated, item, stage, worker);
                let own = take_seat(&mut self.seats, &mut self.free_seats, own);
                self.sit(item, own);
                self.stages[usize::from(stage)].busy += 1;
                self.go_on_alone(item, own);
            }
        }
    }

    fn go_on_alone(&mut self, item: u32, seat: u32) {
        let left = std::mem::replace(&mut self.memos[item as usize].left, NOTHING_LEFT);
        self.go_on(seat, left);
    }

    /// How far the item at a shared desk is that will be done first, the part of its work that is done [1]; and the
    /// items there.
    pub(super) fn shared_desk(&self, seat: u32) -> Option<(f32, u16)> {
        let Seat { stage, worker, item: first, .. } = self.seats[seat as usize];
        let rules = self.rules.get(usize::from(stage)).filter(|rules| rules.juggles)?;
        let person = rules.people.get(usize::from(worker))?;
        let running = if self.is_at_work(seat) { self.now.since(person.since).0 } else { 0 };
        let done = progress(running, rules.lost(person.items)) / u64::from(person.items.max(1));
        let (mut least, mut part) = (u64::MAX, 0.0);
        let mut item = first;
        while item != NONE {
            let memo = &self.memos[item as usize];
            let left = memo.left.saturating_sub(done);
            if left < least {
                least = left;
                part = if memo.whole == 0 { 1.0 } else { 1.0 - left as f32 / memo.whole as f32 };
            }
            item = self.items[item as usize].next;
        }
        Some((part, person.items as u16))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_the_shortest_in_which_the_work_is_done() {
        for lost in [0, 1, 200_000_000, 700_000_001, WHOLE as u32 - 1] {
            for work in [0_u64, 1, 2, 3, 17, 1_000, 3_600_001] {
                let span = span_until(work.into(), lost);
                assert_eq!(progress(span, lost), work, "{work} at {lost}");
                assert!(span == 0 || progress(span - 1, lost) < work, "{work} at {lost}");
            }
        }
    }
}
