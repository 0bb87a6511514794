//! Flow bucket by bucket: what came in, what went out and what was inside. Summed over buckets it is what the measures
//! of the whole window say, to the item and to the tick.

use super::ledger::Ledger;
use super::measures::Window;
use crate::value_stream::{SimTime, WorkTime};

/// A window in buckets of one length; the last may be shorter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Buckets {
    /// All of it.
    pub window: Window,
    /// The length of a bucket [ticks], at least 1.
    pub step: WorkTime,
}

/// What happened in a bucket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FlowBucket {
    /// When.
    pub window: Window,
    /// Items that arrived.
    pub arrived: u32,
    /// Items released.
    pub released: u32,
    /// Items delivered.
    pub delivered: u32,
    /// Items that the customer asked for; none: everything that is delivered is wanted.
    pub demanded: Option<u32>,
    /// Time that items spent in the stream [item-ticks]: mean WIP × length.
    pub area: u128,
    /// Work in progress at its end.
    pub wip_now: u32,
}

impl FlowBucket {
    /// Mean work in progress [items].
    pub fn wip(&self) -> f64 {
        self.area as f64 / self.window.span().0.max(1) as f64
    }
}

impl Buckets {
    /// A window in buckets of a length.
    pub fn new(window: Window, step: WorkTime) -> Buckets {
        Buckets { window, step: WorkTime(step.0.max(1)) }
    }

    /// How many there are; none in an empty window.
    pub fn count(self) -> usize {
        self.window.span().0.div_ceil(self.step.0) as usize
    }

    /// When a bucket is.
    pub fn at(self, bucket: usize) -> Window {
        let Window { after, until } = self.window;
        let edge = |bucket: usize| {
            SimTime(after.0.saturating_add(self.step.0.saturating_mul(bucket as u64))).min(until)
        };
        Window::new(edge(bucket), edge(bucket + 1))
    }

    /// The bucket in which a moment of the window lies.
    pub fn of(self, at: SimTime) -> usize {
        (at.since(self.window.after).0.saturating_sub(1) / self.step.0) as usize
    }

    /// Deals an interval out to the buckets that it touches: calls with the bucket and the ticks in it.
    pub(super) fn deal(self, from: SimTime, to: SimTime, mut give: impl FnMut(usize, u128)) {
        let (mut from, to) = (from.max(self.window.after), to.min(self.window.until));
        while from < to {
            let bucket = (from.since(self.window.after).0 / self.step.0) as usize;
            let end = self.at(bucket).until.min(to);
            give(bucket, u128::from(end.since(from).0));
            from = end;
        }
    }
}

impl Ledger {
    /// What came in, went out and was inside, bucket by bucket.
    pub fn flow_series(&self, buckets: Buckets) -> Vec<FlowBucket> {
        let last = self.cfd.lines() - 1;
        let outside = |at| self.cancelled_outside.partition_point(|&gone| gone <= at) as u32;
        let dropped = |at| self.dropped.partition_point(|&gone| gone <= at) as u32;
        let flow = |bucket: usize| {
            let window = buckets.at(bucket);
            let Window { after, until } = window;
            let within = |line| self.cfd.count(line, until) - self.cfd.count(line, after);
            FlowBucket {
                window,
                arrived: within(0),
                released: within(1) - (outside(until) - outside(after)),
                delivered: within(last) - (dropped(until) - dropped(after)),
                demanded: self.incidents.asked(window),
                area: self.cfd.area_between(1, last, after, until),
                wip_now: self.cfd.count(1, until) - self.cfd.count(last, until),
            }
        };
        (0..buckets.count()).map(flow).collect()
    }
}
