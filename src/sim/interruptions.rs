//! Work in phases: setting up, working, being interrupted, and going on where it stood.

use super::fact::{Fact, ItemId, Sink, What};
use super::simulation::Simulation;
use super::state::{Condition, NONE, Phase, Seat, StageState};
use crate::value_stream::StageId;

impl Simulation {
    /// Work at a desk goes on for so long, unless its worker is interrupted before.
    pub(super) fn go_on(&mut self, seat: u32, work: u64) {
        let Seat { stage, worker, .. } = self.seats[seat as usize];
        let rules = &mut self.rules[usize::from(stage)];
        let (mut phase, mut span, mut then) = (Phase::Work, work, 0);
        if rules.clock.as_ref().is_some_and(|clock| !clock.always) {
            let person = rules.person(worker);
            if person.to_interruption < work {
                phase = Phase::ToInterruption;
                span = person.to_interruption;
                then = work - span;
            }
            person.to_interruption -= span;
        }
        let place = &mut self.seats[seat as usize];
        place.phase = phase;
        place.then = then;
        self.set_seat(seat, span);
    }

    /// Takes the work from a desk; says how much of it is left.
    pub(super) fn stop_work(&mut self, seat: u32) -> u64 {
        let slot = self.seat_slot(seat);
        let ahead = self.agenda.due(slot).since(self.now).0;
        self.agenda.clear(slot);
        let Seat { stage, worker, then, .. } = self.seats[seat as usize];
        let rules = &mut self.rules[usize::from(stage)];
        if rules.clock.as_ref().is_some_and(|clock| !clock.always) {
            rules.person(worker).to_interruption += ahead;
        }
        ahead + then
    }

    /// What a slot that is not plain work stands for happens now.
    pub(super) fn end_phase(&mut self, seat: u32, facts: &mut impl Sink) {
        let Seat { stage, worker, phase, then, .. } = self.seats[seat as usize];
        let at = StageId(stage);
        match phase {
            Phase::Work => self.finish_specially(seat, facts),
            Phase::Setup => {
                self.say_of_all(seat, What::SetUp { stage: at }, facts);
                self.go_on(seat, then);
            }
            Phase::ToInterruption => {
                if self.juggles(stage) {
                    self.settle_shares(seat);
                    self.tell_shares(stage, worker, 1, facts);
                }
                self.say_of_all(seat, What::Interrupted { stage: at }, facts);
                self.say_of_worker(What::Stopped { stage: at, worker }, facts);
                self.seats[seat as usize].phase = Phase::Interruption;
                let span = self.draw_clock(stage, worker, false);
                self.set_seat(seat, span);
            }
            Phase::Interruption => {
                self.say_of_worker(What::Recovered { stage: at, worker }, facts);
                self.say_of_all(seat, What::Resumed { stage: at, worker }, facts);
                let next = self.draw_clock(stage, worker, true);
                self.rules[usize::from(stage)].person(worker).to_interruption = next;
                if self.juggles(stage) {
                    self.share_out(seat, facts);
                } else {
                    self.go_on(seat, then);
                }
            }
            Phase::Clock => self.tick_clock(seat, facts),
            Phase::Pallet => self.launch(u32::from(stage), facts),
            Phase::Train => self.leave_by_train(seat, facts),
            Phase::Batch => {
                self.clear_seat(seat);
                self.agitated.mark(stage);
            }
            Phase::Demand => self.demand(facts),
            Phase::Patience => self.lose_patience(seat, facts),
            Phase::Return => {
                self.clear_seat(seat);
                self.free_seats.push(seat);
                self.arrive(usize::from(stage), 1, facts);
            }
        }
    }

    pub(super) fn say_of_worker(&self, what: What, facts: &mut impl Sink) {
        facts.take(Fact { at: self.now, item: ItemId::NONE, what });
    }

    /// Time until the next interruption of a worker, or how long this one lasts.
    fn draw_clock(&mut self, stage: u16, worker: u16, is_between: bool) -> u64 {
        let rules = &mut self.rules[usize::from(stage)];
        let mut draws = rules.person(worker).draws;
        let Some(clock) = &rules.clock else { return 0 };
        let span = if is_between {
            clock.next(worker, &mut draws)
        } else {
            clock.span(worker, &mut draws)
        };
        rules.person(worker).draws = draws;
        span
    }

    /// Starts the clocks of the people of a stage who have none yet.
    pub(super) fn start_clocks(&mut self, stage: u16) {
        let rules = &mut self.rules[usize::from(stage)];
        let workers = self.stages[usize::from(stage)].workers;
        if !rules.clock.as_ref().is_some_and(|clock| clock.always) || workers == u32::MAX {
            return;
        }
        for worker in rules.people.len() as u32..workers {
            let span = self.rules[usize::from(stage)].person(worker as u16).to_interruption;
            let seat = self.seats.len() as u32;
            self.seats.push(Seat::timer(Phase::Clock, stage, worker as u16));
            self.set_seat(seat, span);
        }
    }

    /// A worker is interrupted, or the interruption is over, whatever the worker does.
    fn tick_clock(&mut self, clock: u32, facts: &mut impl Sink) {
        let Seat { stage, worker, .. } = self.seats[clock as usize];
        let at = usize::from(stage);
        let StageState { workers, busy, down, .. } = self.stages[at];
        let is_surplus = u32::from(worker) >= workers || busy + down >= workers;
        let person = self.rules[at].person(worker);
        if !person.is_down && person.seat == NONE && is_surplus {
            // Who is not here any more is not interrupted.
            let span = self.draw_clock(stage, worker, true);
            self.set_seat(clock, span);
            return;
        }
        person.is_down = !person.is_down;
        let (is_down, seat) = (person.is_down, person.seat);
        let span = self.draw_clock(stage, worker, !is_down);
        self.set_seat(clock, span);
        let (id, now) = (StageId(stage), self.now);
        if seat == NONE {
            let state = &mut self.stages[at];
            if is_down {
                state.seat_this_worker(worker);
                state.busy -= 1;
                state.down += 1;
                self.say_of_worker(What::Stopped { stage: id, worker }, facts);
            } else {
                state.busy += 1;
                state.down -= 1;
                state.free_worker(worker);
                self.say_of_worker(What::Recovered { stage: id, worker }, facts);
                self.agitated.mark(stage);
                self.dismiss(stage, facts);
            }
            return;
        }
        let slot = self.seat_slot(seat);
        let item = self.seats[seat as usize].item;
        if self.items[item as usize].condition != Condition::InProcess {
            // Held by a finished item: the interruption begins when it has gone, if it lasts so long.
            return;
        }
        if is_down {
            let left = self.agenda.due(slot).since(now).0;
            self.agenda.clear(slot);
            if self.juggles(stage) {
                self.settle_shares(seat);
                self.tell_shares(stage, worker, 1, facts);
            }
            self.seats[seat as usize].left = left;
            self.seats[seat as usize].is_frozen = true;
            if self.seats[seat as usize].phase == Phase::Setup {
                self.say_of_all(seat, What::SetUp { stage: id }, facts);
            }
            self.say_of_all(seat, What::Interrupted { stage: id }, facts);
            self.say_of_worker(What::Stopped { stage: id, worker }, facts);
        } else {
            let left = self.seats[seat as usize].left;
            self.seats[seat as usize].is_frozen = false;
            self.set_seat(seat, left);
            self.say_of_worker(What::Recovered { stage: id, worker }, facts);
            self.say_of_all(seat, What::Resumed { stage: id, worker }, facts);
            if self.seats[seat as usize].phase == Phase::Setup {
                self.say_of_all(seat, What::SettingUp { stage: id }, facts);
            }
            if self.juggles(stage) {
                self.share_out(seat, facts);
            }
        }
    }
}
