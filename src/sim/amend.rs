//! Changes of a running stream: from now on, as facts, so that a replay with edits is exact as well.

use std::sync::Arc;

use super::fact::{Fact, ItemId, Sink, What};
use super::rulebook;
use super::simulation::{Amended, Simulation, pattern};
use super::state::{NONE, Seat, StageState};
use crate::value_stream::{Amendment, Change, Runnable, SimTime};

impl Simulation {
    /// Makes a checked change now.
    ///
    /// The amendment must come from `Runnable::amended` of this run's stream.
    pub fn amend(&mut self, amendment: Amendment, facts: &mut impl Sink) {
        let Amendment { change, runnable } = amendment;
        let is_base = Arc::ptr_eq(&self.base, &self.runnable);
        self.runnable = Arc::new(runnable);
        if is_base {
            self.base = Arc::clone(&self.runnable);
        } else if let Ok(base) = self.base.amended(change.clone()) {
            self.base = Arc::new(base.runnable);
        }
        if !std::ptr::eq(self.rulebook, &raw const rulebook::ALL) {
            self.rulebook = &rulebook::ALL;
            (self.rulebook.prepare)(self, self.seed);
        }
        self.change(&change, false, facts);
    }

    /// Makes the change that was planned for now.
    #[cold]
    pub(super) fn change_as_planned(&mut self, facts: &mut impl Sink) {
        self.now = self.now.max(SimTime(self.planned_at));
        let mut stream = self.runnable.stream().clone();
        let change = stream.apply_next_planned();
        // The check has made sure that there is a stream afterwards.
        if let Some((change, Ok(runnable))) = change.map(|change| (change, stream.check())) {
            self.runnable = Arc::new(runnable);
            self.change(&change, true, facts);
        } else {
            self.planned_at = u64::MAX;
        }
    }

    /// The stream that a run from the start should begin with: with the amendments made from outside, and with all
    /// that was ever planned still to come.
    pub fn base(&self) -> Arc<Runnable> {
        Arc::clone(&self.base)
    }

    /// Changes to the stream that is there already.
    fn change(&mut self, change: &Change, is_planned: bool, facts: &mut impl Sink) {
        let number = self.amendments.len() as u16;
        let had_takt = self.takt;
        let had_number = |stage: &StageState| stage.workers != u32::MAX;
        let had_numbers: Vec<bool> = self.stages.iter().map(had_number).collect();
        self.take_parameters();
        self.amendments.push(Amended {
            at: self.now,
            after_events: self.events,
            change: change.clone(),
            is_planned,
        });
        if !self.started {
            // Nothing has been said yet: the run simply begins with the changed stream.
            if let Change::Arrivals { source, arrivals } = change {
                let unit = self.runnable.stream().calendar.ticks_per_unit();
                self.sources[source.index()].pattern = pattern(Some(arrivals), unit);
            }
            return;
        }
        // Another name changes nothing that happens.
        if !matches!(change, Change::Name { .. }) {
            facts.take(Fact { at: self.now, item: ItemId::NONE, what: What::Amended { number } });
        }
        match change {
            Change::Workers { stage, .. } => {
                if !had_numbers[stage.index()] && had_number(&self.stages[stage.index()]) {
                    self.number_people(stage.0);
                }
                if self.juggles(stage.0) && !had_number(&self.stages[stage.index()]) {
                    self.stop_juggling(stage.0, facts);
                }
                self.staff(stage.0, false, facts);
                self.start_clocks(stage.0);
            }
            Change::Arrivals { source, arrivals } => {
                let unit = self.runnable.stream().calendar.ticks_per_unit();
                self.sources[source.index()].pattern = pattern(Some(arrivals), unit);
                self.open_source(source.index(), facts);
            }
            Change::Release(_) => {
                let beat = self.beat_slot();
                if self.takt == 0 {
                    self.agenda.clear(beat);
                } else if self.takt != had_takt {
                    self.agenda.set(beat, self.now);
                }
            }
            Change::ProcessTime { stage, .. } => {
                // A new trace begins with its first value.
                let of_stage = stage.index() * (self.classes + 1);
                self.starts[of_stage + self.classes] = 0;
            }
            Change::ItemsPerWorker { stage, items } => {
                if *items > 1 && !self.juggles(stage.0) {
                    self.start_juggling(stage.0);
                }
            }
            Change::Name { .. } | Change::WipLimit { .. } | Change::Shares(_) => {}
        }
        for stage in 0..self.stages.len() as u16 {
            self.agitated.mark(stage);
        }
        self.knot.clear();
        self.unsettled = true;
    }

    /// Where people were without number, who works now gets a number: who began first the first one.
    fn number_people(&mut self, stage: u16) {
        let state = &mut self.stages[usize::from(stage)];
        let rules = &mut self.rules[usize::from(stage)];
        state.busy_workers.clear();
        rules.people.iter_mut().for_each(|person| person.seat = NONE);
        state.busy = 0;
        let own = self.seats.iter().zip(0..);
        let own = own.filter(|(seat, _)| seat.stage == stage && seat.item != NONE);
        let began = |(seat, number): (&Seat, u32)| {
            (seat.started, self.items[seat.item as usize].id, number)
        };
        let mut own: Vec<(SimTime, u32, u32)> = own.map(began).collect();
        own.sort_unstable();
        for (.., number) in own {
            let worker = state.seat_worker();
            self.seats[number as usize].worker = worker;
            if state.special {
                rules.person(worker).seat = number;
            }
        }
    }

    /// The amendments so far, in order.
    pub fn amendments(&self) -> &[Amended] {
        &self.amendments
    }
}
