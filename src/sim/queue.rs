//! Who is next: first come first served, or by priority and a rule.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::simulation::Simulation;
use super::state::{Item, Line, NONE, NOTHING_LEFT};
use crate::value_stream::QueueOrder;

/// Items that wait for the same thing.
#[derive(Debug, Clone)]
pub(super) enum Queue {
    /// First come, first served.
    Line(Line),
    /// The least turn first.
    Heap(BinaryHeap<Reverse<(u128, u32)>>),
}

/// Bits of a rule's number in a turn.
const ORDER_BITS: u32 = 55;

/// When it is an item's turn: first by priority, then those that have already been worked on, then by the rule's
/// number, then by coming.
pub(super) fn turn(priority: u8, has_begun: bool, order: u64, came: u64) -> u128 {
    u128::from(priority) << 120
        | u128::from(!has_begun) << 119
        | u128::from(order & ((1 << ORDER_BITS) - 1)) << 64
        | u128::from(came)
}

impl Queue {
    pub(super) fn new(is_ordered: bool) -> Queue {
        if is_ordered { Queue::Heap(BinaryHeap::new()) } else { Queue::Line(Line::EMPTY) }
    }

    #[inline]
    pub(super) fn push(&mut self, items: &mut [Item], item: u32, turn: u128) {
        match self {
            Queue::Line(line) => line.push(items, item),
            Queue::Heap(heap) => heap.push(Reverse((turn, item))),
        }
    }

    #[inline]
    pub(super) fn pop(&mut self, items: &[Item]) -> u32 {
        match self {
            Queue::Line(line) => line.pop(items),
            Queue::Heap(heap) => heap.pop().map_or(NONE, |Reverse((_, item))| item),
        }
    }

    #[inline]
    pub(super) fn first(&self) -> u32 {
        match self {
            Queue::Line(line) => line.first,
            Queue::Heap(heap) => heap.peek().map_or(NONE, |&Reverse((_, item))| item),
        }
    }

    #[inline]
    pub(super) fn length(&self) -> u32 {
        match self {
            Queue::Line(line) => line.length,
            Queue::Heap(heap) => heap.len() as u32,
        }
    }

    /// Takes out an item that is in it.
    pub(super) fn remove(&mut self, items: &mut [Item], item: u32) {
        match self {
            Queue::Line(line) => line.remove(items, item),
            Queue::Heap(heap) => heap.retain(|&Reverse((_, other))| other != item),
        }
    }

    /// Makes an item that is in it the next one.
    pub(super) fn bring_first(&mut self, items: &mut [Item], item: u32) {
        match self {
            Queue::Line(line) => {
                line.remove(items, item);
                line.push_first(items, item);
            }
            Queue::Heap(_) => {
                self.remove(items, item);
                self.push(items, item, 0);
            }
        }
    }

    /// The items, the next one first.
    pub(super) fn in_order(&self, items: &[Item]) -> Vec<u32> {
        match self {
            Queue::Line(line) => line.iter(items).collect(),
            Queue::Heap(heap) => {
                let mut heap = heap.clone();
                std::iter::from_fn(|| heap.pop().map(|Reverse((_, item))| item)).collect()
            }
        }
    }
}

impl Simulation {
    /// An item waits in a stage that it has entered, or is back from its interrupted work.
    pub(super) fn queue_up(&mut self, item: u32, stage: u16) {
        let at = usize::from(stage);
        let rules = &self.rules[at];
        let memo = &mut self.memos[item as usize];
        let has_begun = memo.left != NOTHING_LEFT;
        if !has_begun {
            memo.entered = self.now;
            memo.traced = None;
        }
        let came = self.askings;
        self.askings += 1;
        let place = &self.items[item as usize];
        let order = match rules.order {
            _ if has_begun => u64::MAX - came,
            QueueOrder::Fifo => 0,
            QueueOrder::Lifo => u64::MAX - came,
            QueueOrder::Oldest => memo.released.0,
            QueueOrder::Random => {
                rules.order_draws.draw(place.key, self.visit(item, stage)).bits() >> 9
            }
            QueueOrder::Shortest => {
                let (key, work) = (place.key, at * self.classes + usize::from(place.class));
                let visit = self.visits_before(item, stage);
                let draw = self.stages[at].work_draws.draw(key, visit);
                let mut before = 0;
                if self.work[work].counts() {
                    // Its work has to be known before it begins: it takes the next value of the trace now.
                    before = self.count_start(work);
                    self.memos[item as usize].traced = Some(before);
                }
                self.by_size(self.work[work].ticks(draw, before), item)
            }
        };
        let turn = turn(self.items[item as usize].priority, has_begun, order, came);
        if self.is_awaited(item, stage)
            && let Queue::Line(line) = &mut self.stages[at].queue
        {
            line.push_first(&mut self.items, item);
            return;
        }
        self.stages[at].queue.push(&mut self.items, item, turn);
    }

    /// How often work on the item has begun here.
    fn visits_before(&self, item: u32, stage: u16) -> u16 {
        let at = item as usize * self.stages.len() + usize::from(stage);
        self.visits.get(at).copied().unwrap_or(0)
    }
}
