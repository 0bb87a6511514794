//! Where the time of items goes: every item-tick of a window is in exactly one place and one state.

use super::digest::StageDigest;
use super::ledger::{Ledger, VisitRecord};
use super::measures::Window;
use crate::value_stream::SimTime;

/// The time that items spent at one stage, by what they did there [item-ticks].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StageTime {
    /// Waiting for a worker. All of the time where nothing is known of the work.
    pub waiting: u128,
    /// Being worked on, for the first time.
    pub process: u128,
    /// Being worked on at a stage that it had reached or passed before.
    pub rework: u128,
    /// Under a worker who sets up.
    pub setup: u128,
    /// Begun, with nobody at it.
    pub interrupted: u128,
    /// Finished, and still there: no room downstream, or its pallet is not full.
    pub done: u128,
}

/// The time of a window, stage by stage.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TimeSpent {
    /// Each stage, in the stream's order.
    pub stages: Vec<StageTime>,
    /// Between stages: outside one that is full, having left another.
    pub between: u128,
    /// All of it: always equal to `Measures::area`.
    pub total: u128,
}

impl StageTime {
    /// All of it.
    pub fn total(&self) -> u128 {
        self.parts().iter().sum()
    }

    /// Process, rework, setup, interrupted, waiting, done.
    pub fn parts(&self) -> [u128; 6] {
        [self.process, self.rework, self.setup, self.interrupted, self.waiting, self.done]
    }
}

impl Ledger {
    /// Where the time of all items in a window goes.
    pub fn time_spent(&self, window: Window) -> TimeSpent {
        let mut stages = vec![StageTime::default(); self.layout.ranks.len()];
        let mut digested = vec![StageDigest::default(); stages.len()];
        let fits = |from: SimTime, to: SimTime| from >= window.after && to <= window.until;
        let whole = |_: SimTime, digest: &[StageDigest]| {
            for (sum, digest) in digested.iter_mut().zip(digest) {
                sum.add(digest);
            }
        };
        self.scan_visits(window, fits, whole, |visit| {
            let time = &mut stages[visit.stage.index()];
            let over = |from, to| u128::from(window.overlap(from, to));
            let starts = visit.started.min(visit.left);
            let ends = visit.finished.min(visit.left);
            time.waiting += over(visit.entered, starts);
            let worked = over(starts, ends);
            if worked > 0 && self.is_again(&visit) {
                time.rework += worked;
            } else {
                time.process += worked;
            }
            time.done += over(ends, visit.left);
        });
        for (time, digest) in stages.iter_mut().zip(&digested) {
            time.waiting += digest.waiting;
            time.process += digest.process;
            time.rework += digest.rework;
            time.done += digest.done;
        }
        for pause in &self.incidents.pauses {
            let paused = u128::from(window.overlap(pause.from, pause.until));
            let Some(visit) = self.visits.get(pause.visit).filter(|_| paused > 0) else { continue };
            let time = &mut stages[visit.stage.index()];
            if self.is_again(&visit) {
                time.rework -= paused;
            } else {
                time.process -= paused;
            }
            if pause.is_setup {
                time.setup += paused;
            } else {
                time.interrupted += paused;
            }
        }
        let (total, _) = self.time_in_stream(window);
        let inside: u128 = stages.iter().map(StageTime::total).sum();
        TimeSpent { stages, between: total - inside, total }
    }

    /// Whether an item had reached or passed the stage of a visit before.
    pub(super) fn is_again(&self, visit: &VisitRecord) -> bool {
        let rank = |visit: &VisitRecord| self.layout.ranks[visit.stage.index()];
        let mut earlier = visit.previous;
        while let Some(before) = self.visits.get(earlier) {
            if rank(&before) >= rank(visit) {
                return true;
            }
            earlier = before.previous;
        }
        false
    }
}
