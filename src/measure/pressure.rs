//! How hard each stage is pressed since the stream last changed: kept while facts are folded, so that asking costs the
//! same at any length of a run.

use super::measures::StageMeasures;
use crate::sim::Sums;
use crate::value_stream::SimTime;

/// What decides whether a stage holds a stream back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pressure {
    /// Visits that started work.
    pub started: u32,
    /// Visits that ended work.
    pub finished: u32,
    /// Items waiting for a worker at first.
    pub queue_at_start: u32,
    /// Items waiting for a worker now.
    pub queue_now: u32,
    /// Time of working and switching / people's time [1]; none where people are unlimited or nobody was there.
    pub utilization: Option<f64>,
}

impl From<&StageMeasures> for Pressure {
    fn from(stage: &StageMeasures) -> Pressure {
        Pressure {
            started: stage.started,
            finished: stage.finished,
            queue_at_start: stage.queue_at_start,
            queue_now: stage.queue_now,
            utilization: stage.utilization,
        }
    }
}

/// Running sums of one stage.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Totals {
    pub(super) waiting: u32,
    pub(super) started: u32,
    pub(super) finished: u32,
    /// Sum of the ends of work minus the sum of its starts [ticks], wrapping: with the work that is under way added,
    /// it is the working time.
    balance: u128,
    /// People at work.
    busy: u32,
}

impl Totals {
    #[inline]
    pub(super) fn enter(&mut self) {
        self.waiting += 1;
    }

    /// What has happened in a lane.
    pub(super) fn add(&mut self, sums: &Sums) {
        let more_busy = sums.started.wrapping_sub(sums.finished).cast_signed();
        self.waiting = self.waiting.wrapping_add(sums.entered).wrapping_sub(sums.started);
        self.started += sums.started;
        self.finished += sums.finished;
        self.busy = self.busy.wrapping_add_signed(more_busy);
        self.balance = self.balance.wrapping_add_signed(sums.worked.cast_signed().into());
    }

    #[inline]
    pub(super) fn start(&mut self, at: SimTime) {
        self.waiting -= 1;
        self.started += 1;
        self.busy += 1;
        self.balance = self.balance.wrapping_sub(u128::from(at.0));
    }

    /// An item is worked on together with another one.
    pub(super) fn join(&mut self) {
        self.waiting -= 1;
        self.started += 1;
    }

    /// Work on an item that was worked on together with another one ends.
    pub(super) fn finish_joined(&mut self) {
        self.finished += 1;
    }

    /// Work stops for a while.
    pub(super) fn pause(&mut self, at: SimTime) {
        self.busy -= 1;
        self.balance = self.balance.wrapping_add(u128::from(at.0));
    }

    /// So many more of the items under way are worked on by somebody who has another one already.
    pub(super) fn share(&mut self, at: SimTime, more: i32) {
        self.busy = self.busy.wrapping_sub(more.cast_unsigned());
        let moved = u128::from(more.unsigned_abs()) * u128::from(at.0);
        self.balance = if more > 0 {
            self.balance.wrapping_add(moved)
        } else {
            self.balance.wrapping_sub(moved)
        };
    }

    /// Work goes on.
    pub(super) fn resume(&mut self, at: SimTime) {
        self.busy += 1;
        self.balance = self.balance.wrapping_sub(u128::from(at.0));
    }

    #[inline]
    pub(super) fn finish(&mut self, at: SimTime) {
        self.finished += 1;
        self.busy -= 1;
        self.balance = self.balance.wrapping_add(u128::from(at.0));
    }

    /// A stage is left without anybody having been seen to work: a step of a board, or an item that was cancelled.
    pub(super) fn leave_untouched(&mut self) {
        self.waiting -= 1;
    }

    /// Time that people have worked, or switched between items, until now [worker-ticks].
    pub(super) fn working(&self, now: SimTime) -> u128 {
        self.balance.wrapping_add(u128::from(self.busy) * u128::from(now.0))
    }
}
