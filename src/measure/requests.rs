//! Requests that split into several items: each is delivered when the last of its items is.
//!
//! Kept only where some source splits. A request of which an item was lost, scrapped or cancelled is never whole.

use crate::sim::ItemId;
use crate::value_stream::{SimTime, SourceId, WorkTime};

use super::measures::Window;

#[derive(Debug, Clone, Default)]
pub(super) struct Requests {
    /// The request of each item.
    of_item: Vec<u32>,
    /// For each source the request that its next item belongs to, and how many of its items have not arrived.
    filling: Vec<(u32, u32)>,
    /// For each request when it arrived and how many of its items have not been delivered.
    open: Vec<(SimTime, u32)>,
    /// When requests were delivered and how long that took, in the order of delivery.
    delivered: Vec<(SimTime, WorkTime)>,
}

impl Requests {
    /// An item arrives at a source that splits requests into so many.
    pub(super) fn arrive(&mut self, at: SimTime, source: SourceId, split: u32) {
        if self.filling.len() <= source.index() {
            self.filling.resize(source.index() + 1, (0, 0));
        }
        let filling = &mut self.filling[source.index()];
        if filling.1 == 0 {
            *filling = (self.open.len() as u32, split);
            self.open.push((at, split));
        }
        filling.1 -= 1;
        self.of_item.push(filling.0);
    }

    /// An item is delivered.
    pub(super) fn deliver(&mut self, at: SimTime, item: ItemId) {
        let (arrived, left) = &mut self.open[self.of_item[item.index()] as usize];
        *left -= 1;
        if *left == 0 {
            self.delivered.push((at, at.since(*arrived)));
        }
    }

    /// The request that an item belongs to, counted from 0 in the order of arrival.
    pub(super) fn of(&self, item: ItemId) -> Option<u32> {
        self.of_item.get(item.index()).copied()
    }

    /// Arrival to delivery of the requests delivered in a window.
    pub(super) fn lead_times(&self, window: Window) -> Vec<WorkTime> {
        let before = |moment: SimTime| self.delivered.partition_point(|&(at, _)| at <= moment);
        let (from, to) = (before(window.after), before(window.until));
        self.delivered[from..to].iter().map(|&(_, lead)| lead).collect()
    }

    /// Memory [bytes].
    pub(super) fn bytes(&self) -> usize {
        self.of_item.capacity() * size_of::<u32>()
            + self.open.capacity() * size_of::<(SimTime, u32)>()
            + self.delivered.capacity() * size_of::<(SimTime, WorkTime)>()
    }
}
