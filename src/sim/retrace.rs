//! A run gone again: an earlier state of a run, or its start, comes to any later moment of it by the same facts.

use super::fact::Sink;
use super::simulation::{Amended, Simulation};
use super::state::{Item, Memo, Seat};
use super::view::Pause;
use crate::value_stream::SimTime;

impl Simulation {
    /// Moves on as `run` went, of which this is an earlier state, to the horizon, included, or by so many events: each
    /// amendment that was made from outside is made again after the same event. Never goes further than `run` has come.
    ///
    /// Says whether the horizon, or all that `run` has come to, is reached.
    pub fn retrace(
        &mut self,
        run: &Simulation,
        horizon: SimTime,
        budget: u32,
        facts: &mut impl Sink,
    ) -> bool {
        let last = self.events + u64::from(budget);
        let horizon = horizon.min(run.now);
        loop {
            let next = self.next_amendment(run).filter(|amended| amended.at <= horizon);
            let (at, events) =
                next.map_or((horizon, run.events), |next| (next.at, next.after_events));
            let left = events.min(last).saturating_sub(self.events) as u32;
            let is_there = match self.advance(at, left, facts) {
                Pause::Budget => self.events >= events,
                // Said once when it comes to be, though other stages may go on.
                Pause::Gridlocked { .. } => self.is_quiet_until(at),
                Pause::Horizon | Pause::Idle => true,
            };
            if is_there {
                let Some(change) = next.map(|next| next.change.clone()) else { return true };
                if let Ok(amendment) = self.runnable.amended(change) {
                    self.amend(amendment, facts);
                }
            } else if self.events >= last {
                return false;
            }
        }
    }

    /// Whether a moment is reached and nothing more can happen up to it.
    fn is_quiet_until(&self, at: SimTime) -> bool {
        let is_due = self.agenda.next().is_some_and(|(due, _)| due <= at);
        self.now >= at && !is_due && self.planned_at > at.0 && !self.unsettled
    }

    /// The first amendment from outside that `run` has had and this earlier state of it has not.
    fn next_amendment<'a>(&self, run: &'a Simulation) -> Option<&'a Amended> {
        let later = run.amendments.get(self.amendments.len()..)?;
        later.iter().find(|amended| !amended.is_planned)
    }

    /// About the memory that a copy of this state takes [bytes].
    pub fn bytes(&self) -> usize {
        let item = size_of::<Item>() + size_of::<u64>();
        self.items.len() * item
            + self.memos.len() * size_of::<Memo>()
            + (self.defects.len() + self.stops.len() + self.sizes.len()) * size_of::<u64>()
            + self.visits.len() * size_of::<u16>()
            + self.seats.len() * size_of::<Seat>()
            + size_of::<Simulation>()
    }
}
