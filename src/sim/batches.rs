//! Stages with rules: who starts what, process batches and their setup, pallets and trains.

use super::fact::{Fact, ItemId, Sink, What};
use super::moves::take_seat;
use super::quality::Verdict;
use super::simulation::Simulation;
use super::state::{Condition, NONE, NOTHING_LEFT, Phase, Route, Seat, StageState, TO_CUSTOMER};
use crate::value_stream::{SimTime, StageId};

impl Simulation {
    /// Workers of a stage with rules start what waits, and room goes to the oldest wish.
    pub(super) fn serve_specially(&mut self, stage: u16, facts: &mut impl Sink) {
        loop {
            if self.start_batch(stage, facts) || self.preempt(stage, facts) {
                continue;
            }
            let has_room = self.has_own_room(stage);
            let Some((item, source)) = self.oldest_wish_in_groups(stage, has_room) else { break };
            self.accept(item, source, stage, facts);
        }
        self.watch_batch(stage);
    }

    /// A free worker takes what is next, if enough waits.
    fn start_batch(&mut self, stage: u16, facts: &mut impl Sink) -> bool {
        let at = usize::from(stage);
        let state = &self.stages[at];
        let waiting = state.queue.length();
        if waiting == 0 || !self.has_taker(stage) {
            return false;
        }
        let head = state.queue.first();
        let rules = &self.rules[at];
        if rules.stopped > 0 && !self.is_awaited(head, stage) {
            return false;
        }
        let has_begun = self.memos[head as usize].left != NOTHING_LEFT;
        if waiting < rules.batch_min && !has_begun && !self.is_overdue(head, stage) {
            return false;
        }
        self.take_head(head, stage, facts);
        true
    }

    /// A worker takes the head of the queue, and with it what is worked on together.
    fn take_head(&mut self, head: u32, stage: u16, facts: &mut impl Sink) {
        let at = usize::from(stage);
        if self.rules[at].juggles {
            self.take_along(head, stage, facts);
            return;
        }
        let has_begun = self.memos[head as usize].left != NOTHING_LEFT;
        let most = if has_begun { 1 } else { self.rules[at].batch_max };
        let state = &mut self.stages[at];
        state.queue.pop(&self.items);
        let worker = state.seat_worker();
        let seat = Seat::at(self.now, head, stage, worker);
        let seat = take_seat(&mut self.seats, &mut self.free_seats, seat);
        if state.workers != u32::MAX {
            self.rules[at].person(worker).seat = seat;
        }
        self.lend(stage, facts);
        if has_begun {
            let left = std::mem::replace(&mut self.memos[head as usize].left, NOTHING_LEFT);
            self.sit(head, seat);
            self.say(head, What::Resumed { stage: StageId(stage), worker }, facts);
            self.go_on(seat, left);
            return;
        }
        let work = self.work_on(head, stage);
        self.sit(head, seat);
        self.say(head, What::Started { stage: StageId(stage), worker }, facts);
        let mut last = head;
        for _ in 1..most {
            let next = self.stages[at].queue.first();
            if next == NONE || self.memos[next as usize].left != NOTHING_LEFT {
                break;
            }
            self.stages[at].queue.pop(&self.items);
            self.count_visit(next, stage);
            self.sit(next, seat);
            self.items[last as usize].next = next;
            last = next;
            self.say(next, What::Joined { stage: StageId(stage), worker }, facts);
        }
        let rules = &mut self.rules[at];
        let Some(setup) = &rules.setup else {
            self.go_on(seat, work);
            return;
        };
        let setup = setup.ticks(rules.setup_draws.numbered(rules.setups), rules.setups);
        rules.setups += 1;
        self.seats[seat as usize].phase = Phase::Setup;
        self.seats[seat as usize].then = work;
        self.set_seat(seat, setup);
        self.say_of_all(seat, What::SettingUp { stage: StageId(stage) }, facts);
    }

    /// An item sits down with a worker, alone so far.
    pub(super) fn sit(&mut self, item: u32, seat: u32) {
        let place = &mut self.items[item as usize];
        place.condition = Condition::InProcess;
        place.begun = true;
        place.desk = seat;
        place.next = NONE;
    }

    /// How long the work takes that begins now.
    pub(super) fn work_on(&mut self, item: u32, stage: u16) -> u64 {
        let span = self.draw_work(item, stage);
        let memo = &mut self.memos[item as usize];
        let inspector = std::mem::replace(&mut memo.sent_back_by, u16::MAX);
        match self.rules.get(usize::from(inspector)).and_then(|rules| rules.inspection) {
            Some(inspection) => (span as f64 * inspection.factor + 0.5) as u64,
            None => span,
        }
    }

    /// The items at a desk.
    pub(super) fn at_desk(&self, seat: u32) -> impl Iterator<Item = u32> {
        let first = self.seats[seat as usize].item;
        let some = |item: u32| (item != NONE).then_some(item);
        std::iter::successors(some(first), move |&item| some(self.items[item as usize].next))
    }

    /// A fact about every item at a desk.
    pub(super) fn say_of_all(&self, seat: u32, what: What, facts: &mut impl Sink) {
        for item in self.at_desk(seat) {
            self.say(item, what, facts);
        }
    }

    /// Whether the first in line has waited so long that a batch starts without being full.
    fn is_overdue(&self, head: u32, stage: u16) -> bool {
        let wait = self.rules[usize::from(stage)].batch_wait;
        wait != u64::MAX && self.now.since(self.memos[head as usize].entered).0 >= wait
    }

    /// Sets the time at which a batch starts without being full.
    fn watch_batch(&mut self, stage: u16) {
        let rules = &self.rules[usize::from(stage)];
        if rules.batch_seat == NONE || rules.batch_wait == u64::MAX {
            return;
        }
        let slot = self.seat_slot(rules.batch_seat);
        let head = self.stages[usize::from(stage)].queue.first();
        let wanted = if head == NONE || self.is_overdue(head, stage) {
            SimTime::NEVER
        } else {
            SimTime(self.memos[head as usize].entered.0 + rules.batch_wait)
        };
        if self.agenda.due(slot) != wanted {
            if wanted == SimTime::NEVER {
                self.agenda.clear(slot);
            } else {
                self.agenda.set(slot, wanted);
            }
        }
    }

    /// A preempting item takes the worker of the item that can wait best: the latest priority, started last.
    fn preempt(&mut self, stage: u16, facts: &mut impl Sink) -> bool {
        let at = usize::from(stage);
        let head = self.stages[at].queue.first();
        if head == NONE || self.has_taker(stage) {
            return false;
        }
        let Some(&(priority, _, true)) =
            self.manners.get(usize::from(self.items[head as usize].class))
        else {
            return false;
        };
        let rules = &self.rules[at];
        if rules.batch_max > 1 || rules.stopped > 0 {
            return false;
        }
        let can_wait = |item: &u32| {
            let item = &self.items[*item as usize];
            item.condition == Condition::InProcess && item.priority > priority
        };
        let juggles = rules.juggles;
        let people = rules.people.iter().map(|person| person.seat).filter(|&seat| seat != NONE);
        let at_work = people.filter(|&seat| self.is_at_work(seat));
        let victim =
            at_work.flat_map(|seat| self.at_desk(seat)).filter(can_wait).max_by_key(|&item| {
                let place = &self.items[item as usize];
                let alone = self.seats[place.desk as usize].started;
                let since = if juggles { self.memos[item as usize].seated } else { alone };
                (place.priority, since)
            });
        let Some(item) = victim else { return false };
        if juggles {
            self.take_instead(head, item, stage, facts);
            return true;
        }
        let victim = self.items[item as usize].desk;
        let left = self.stop_work(victim);
        self.memos[item as usize].left = left;
        self.items[item as usize].condition = Condition::Waiting;
        self.say(item, What::Interrupted { stage: StageId(stage) }, facts);
        self.free_seat(victim, facts);
        // Nobody else: where there are more people than there should be, the one who gets up is not free.
        self.take_head(head, stage, facts);
        self.queue_up(item, stage);
        true
    }

    /// Work at a desk of a stage with rules ends.
    pub(super) fn finish_specially(&mut self, seat: u32, facts: &mut impl Sink) {
        let Seat { stage, item: first, .. } = self.seats[seat as usize];
        if self.juggles(stage) {
            return self.finish_juggled(seat, facts);
        }
        self.clear_seat(seat);
        let is_repair = std::mem::take(&mut self.memos[first as usize].is_repair);
        let is_single = self.items[first as usize].next == NONE;
        let mut verdict = Verdict::Good;
        if is_repair {
            self.release_stops(first);
        } else if is_single {
            verdict = self.inspect(first, stage, facts);
            if let Verdict::Again(span) = verdict {
                self.go_on(seat, span);
                return;
            }
            if let Verdict::Repair(span) = verdict {
                self.memos[first as usize].is_repair = true;
                self.go_on(seat, span);
                return;
            }
        }
        let holds = self.stages[usize::from(stage)].holds_worker;
        if !holds {
            self.free_seat(seat, facts);
            self.agitated.mark(stage);
        }
        let mut item = first;
        while item != NONE {
            let next = self.items[item as usize].next;
            let place = &mut self.items[item as usize];
            if !holds {
                place.desk = NONE;
            }
            place.condition = Condition::Finished;
            self.say(item, What::Finished { stage: StageId(stage) }, facts);
            if stage == self.drum {
                self.pass_drum(item);
            }
            if !is_single {
                verdict = self.inspect(item, stage, facts);
            }
            self.dispatch(item, stage, verdict, facts);
            item = next;
        }
    }

    /// A finished item goes where the verdict sends it.
    pub(super) fn dispatch(
        &mut self,
        item: u32,
        stage: u16,
        verdict: Verdict,
        facts: &mut impl Sink,
    ) {
        match verdict {
            Verdict::Back(to) => self.send_back(item, to, facts),
            Verdict::Scrap => self.scrap(item, facts),
            _ => self.move_on(item, stage, facts),
        }
    }

    /// A finished item goes on, when the next train leaves.
    fn move_on(&mut self, item: u32, stage: u16, facts: &mut impl Sink) {
        let route = self.route(item, stage);
        let rules = &mut self.rules[usize::from(stage)];
        if rules.cadence == 0 || self.now.0.is_multiple_of(rules.cadence) {
            self.load(item, stage, route, facts);
            return;
        }
        self.stages[usize::from(stage)].finished += 1;
        rules.train.push(&mut self.items, item);
        if rules.train.length == 1 {
            let (seat, wait) = (rules.train_seat, rules.cadence - self.now.0 % rules.cadence);
            self.set_seat(seat, wait);
        }
    }

    /// What waits for the train of a stage leaves.
    pub(super) fn leave_by_train(&mut self, seat: u32, facts: &mut impl Sink) {
        self.clear_seat(seat);
        let stage = self.seats[seat as usize].stage;
        loop {
            let item = self.rules[usize::from(stage)].train.pop(&self.items);
            if item == NONE {
                return;
            }
            self.stages[usize::from(stage)].finished -= 1;
            let link = self.items[item as usize].link;
            let (from, to) = self.stages[usize::from(stage)].routes;
            let routes = &self.routes[from as usize..to as usize];
            let route = routes.iter().find(|route| route.link == link).copied();
            let route = route.unwrap_or(routes[0]);
            self.load(item, stage, route, facts);
        }
    }

    /// An item that may leave goes onto a pallet where its way has one.
    fn load(&mut self, item: u32, stage: u16, route: Route, facts: &mut impl Sink) {
        if route.pallet == NONE {
            self.hand_on(item, stage, route, facts);
            return;
        }
        if Self::stands_outside(route) {
            self.vacate(item, facts);
            self.items[item as usize].condition = Condition::Outside;
            self.stages[usize::from(route.to)].outside += 1;
        } else {
            self.stages[usize::from(stage)].finished += 1;
        }
        let pallet = &mut self.pallets[route.pallet as usize];
        pallet.line.push(&mut self.items, item);
        if pallet.line.length >= pallet.size {
            self.launch(route.pallet, facts);
        } else if pallet.line.length == 1 && pallet.wait != u64::MAX {
            let (seat, wait) = (pallet.seat, pallet.wait);
            self.set_seat(seat, wait);
        }
    }

    /// Whether a pallet stands outside the stage whose items are on it.
    fn stands_outside(route: Route) -> bool {
        route.leaves && route.to != TO_CUSTOMER
    }

    /// The items on a pallet ask for room.
    pub(super) fn launch(&mut self, pallet: u32, facts: &mut impl Sink) {
        self.clear_seat(self.pallets[pallet as usize].seat);
        loop {
            let state = &mut self.pallets[pallet as usize];
            let item = state.line.pop(&self.items);
            if item == NONE {
                return;
            }
            let (stage, route) = (state.stage, self.routes[state.route as usize]);
            if !Self::stands_outside(route) {
                self.stages[usize::from(stage)].finished -= 1;
                self.hand_on(item, stage, route, facts);
                continue;
            }
            self.stages[usize::from(route.to)].outside -= 1;
            self.come_to(item, route.to, facts);
        }
    }

    /// A worker of a stage with rules gets up.
    pub(super) fn let_go(&mut self, stage: u16, worker: u16, facts: &mut impl Sink) {
        let state: &mut StageState = &mut self.stages[usize::from(stage)];
        if state.workers == u32::MAX {
            state.free_worker(worker);
            // Who had a number before people were unlimited has it no more.
            if let Some(person) = self.rules[usize::from(stage)].people.get_mut(usize::from(worker))
            {
                person.seat = NONE;
            }
            return;
        }
        let person = self.rules[usize::from(stage)].person(worker);
        (person.seat, person.items) = (NONE, 0);
        if person.is_down {
            state.busy -= 1;
            state.down += 1;
            let what = What::Stopped { stage: StageId(stage), worker };
            facts.take(Fact { at: self.now, item: ItemId::NONE, what });
        } else {
            state.free_worker(worker);
        }
        self.give_back(stage, facts);
    }
}
