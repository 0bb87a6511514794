//! Items that nobody waits for any longer: what has waited too long for its first work is cancelled.
//!
//! It waits in a backlog or in a queue; once work on it has begun, it is never cancelled. An item whose patience ends
//! at the very tick at which a worker gets free is gone.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::draws::Place;
use super::fact::{Sink, What};
use super::sampler::Sampler;
use super::simulation::Simulation;
use super::state::{Condition, NONE};
use crate::value_stream::StageId;

/// How long the items of a source wait.
#[derive(Debug, Clone)]
pub(super) struct Patience {
    pub(super) span: Sampler,
    pub(super) draws: Place,
    /// Its slot.
    pub(super) seat: u32,
    /// When it ends for which item: tick and number of the item in one, and its place; the same kind of heap as a queue.
    /// Some of the items have begun since, or have gone.
    deadlines: BinaryHeap<Reverse<(u128, u32)>>,
}

impl Patience {
    pub(super) fn new(span: Sampler, draws: Place) -> Patience {
        Patience { span, draws, seat: NONE, deadlines: BinaryHeap::new() }
    }
}

impl Simulation {
    /// The patience of an item of this request begins. It has at least a tick: who is free now can take it.
    #[cold]
    pub(super) fn be_patient(&mut self, source: usize, item: u32, request: u64) {
        let id = self.items[item as usize].id;
        let Some(patience) = &mut self.sources[source].patience else { return };
        let span = patience.span.ticks(patience.draws.numbered(request), request).max(1);
        let due = self.now.0.saturating_add(span);
        let first = patience.deadlines.peek().map_or(u64::MAX, |&Reverse((due, _))| tick_of(due));
        patience.deadlines.push(Reverse((u128::from(due) << 64 | u128::from(id), item)));
        if due < first {
            let seat = patience.seat;
            self.set_seat(seat, span);
        }
    }

    /// Whether an item can still be cancelled.
    pub(super) fn is_impatient(&self, item: u32) -> bool {
        let place = &self.items[item as usize];
        !place.begun
            && matches!(place.condition, Condition::Backlog | Condition::Waiting)
            && self.sources[usize::from(place.source)].patience.is_some()
    }

    /// The patience of some items of a source ends.
    pub(super) fn lose_patience(&mut self, seat: u32, facts: &mut impl Sink) {
        let source = usize::from(self.seats[seat as usize].stage);
        let slot = self.seat_slot(seat);
        self.agenda.clear(slot);
        while let Some((due, id, item)) = self.next_deadline(source) {
            // Who has begun or has gone in the meantime needs no event of its own.
            let waits = self.items[item as usize].id == id && self.is_impatient(item);
            if waits && due > self.now.0 {
                let span = due - self.now.0;
                self.set_seat(seat, span);
                return;
            }
            if let Some(patience) = &mut self.sources[source].patience {
                patience.deadlines.pop();
            }
            if waits {
                self.cancel(item, facts);
            }
        }
    }

    fn next_deadline(&self, source: usize) -> Option<(u64, u32, u32)> {
        let patience = self.sources[source].patience.as_ref()?;
        let &Reverse((due, item)) = patience.deadlines.peek()?;
        Some((tick_of(due), due as u32, item))
    }

    /// An item that waits is wanted no more.
    fn cancel(&mut self, item: u32, facts: &mut impl Sink) {
        let place = &self.items[item as usize];
        let (source, stage) = (usize::from(place.source), place.stage);
        if place.condition == Condition::Backlog {
            let state = &mut self.sources[source];
            state.backlog.remove(&mut self.items, item);
            state.alive -= 1;
            self.say(item, What::Cancelled { stage: None }, facts);
            self.remove(item);
            return;
        }
        self.stages[usize::from(stage)].queue.remove(&mut self.items, item);
        self.give_up_place(item, facts);
        self.say(item, What::Cancelled { stage: Some(StageId(stage)) }, facts);
        self.order_again(item);
        self.leave_stream(item, facts);
    }
}

fn tick_of(due: u128) -> u64 {
    (due >> 64) as u64
}
