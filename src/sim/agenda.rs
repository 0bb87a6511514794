//! The future event list: what happens next, and when.
//!
//! Time never runs backwards, and events due at the same tick leave in the order they were scheduled. Every
//! reproducible run rests on this.
//!
//! A tournament over slots, one slot per thing that can be due: a slot is set, moved or cleared in one walk from
//! its leaf to the root, without a search and, but for growth, without allocation. A key holds tick, order of
//! scheduling and slot in one integer, so that a match is one comparison.

use std::hint::select_unpredictable;

use crate::value_stream::SimTime;

/// Nothing is due.
const NEVER: u128 = u128::MAX;
/// Bits of a key that name the slot.
const SLOT_BITS: u32 = 24;
/// Bits of a key below the tick: order of scheduling and slot.
const TICK_SHIFT: u32 = 64;

/// What is due when.
#[derive(Debug, Clone)]
pub(super) struct Agenda {
    /// A complete binary tree: the root at 1, the children of `n` at `2n` and `2n + 1`, the leaves last.
    tree: Vec<u128>,
    leaves: usize,
    scheduled: u64,
}

impl Agenda {
    /// An agenda with room for some slots before it has to grow.
    pub(super) fn new(slots: usize) -> Agenda {
        let leaves = slots.next_power_of_two().max(2);
        Agenda { tree: vec![NEVER; 2 * leaves], leaves, scheduled: 0 }
    }

    /// Makes a slot due at a tick, whether or not it was due before.
    #[inline]
    pub(super) fn set(&mut self, slot: u32, at: SimTime) {
        if slot as usize >= self.leaves {
            self.grow(slot as usize + 1);
        }
        let order = self.scheduled;
        self.scheduled += 1;
        let key =
            u128::from(at.0) << TICK_SHIFT | u128::from(order) << SLOT_BITS | u128::from(slot);
        self.replay(slot, key);
    }

    /// Makes a slot due never.
    #[inline]
    pub(super) fn clear(&mut self, slot: u32) {
        self.replay(slot, NEVER);
    }

    /// The slot that is due first, if any is, and when.
    #[inline]
    pub(super) fn next(&self) -> Option<(SimTime, u32)> {
        let key = self.tree[1];
        (key != NEVER)
            .then_some((SimTime((key >> TICK_SHIFT) as u64), key as u32 & ((1 << SLOT_BITS) - 1)))
    }

    /// When a slot is due; `SimTime::NEVER` if it is not.
    pub(super) fn due(&self, slot: u32) -> SimTime {
        self.tree
            .get(self.leaves + slot as usize)
            .map_or(SimTime::NEVER, |key| SimTime((key >> TICK_SHIFT) as u64))
    }

    #[inline]
    fn replay(&mut self, slot: u32, key: u128) {
        let mut node = self.leaves + slot as usize;
        let mut winner = key;
        self.tree[node] = key;
        while node > 1 {
            let rival = self.tree[node ^ 1];
            // Who wins is as good as random: a branch would be mispredicted half of the time.
            winner = select_unpredictable(rival < winner, rival, winner);
            node >>= 1;
            self.tree[node] = winner;
        }
    }

    #[cold]
    fn grow(&mut self, slots: usize) {
        let leaves = slots.next_power_of_two();
        let mut tree = vec![NEVER; 2 * leaves];
        tree[leaves..leaves + self.leaves].copy_from_slice(&self.tree[self.leaves..]);
        for node in (1..leaves).rev() {
            tree[node] = tree[2 * node].min(tree[2 * node + 1]);
        }
        self.tree = tree;
        self.leaves = leaves;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leave_in_order(agenda: &mut Agenda) -> Vec<(u64, u32)> {
        std::iter::from_fn(|| {
            let (at, slot) = agenda.next()?;
            agenda.clear(slot);
            Some((at.0, slot))
        })
        .collect()
    }

    #[test]
    fn events_leave_by_tick_and_ties_by_order_of_scheduling() {
        let mut agenda = Agenda::new(2);
        for (slot, at) in [(3, 7), (0, 5), (9, 5), (1, 7), (2, 0)] {
            agenda.set(slot, SimTime(at));
        }
        agenda.set(0, SimTime(7));
        assert_eq!(agenda.due(9), SimTime(5));
        assert_eq!(leave_in_order(&mut agenda), [(0, 2), (5, 9), (7, 3), (7, 1), (7, 0)]);
        assert_eq!(agenda.next(), None);
    }

    #[test]
    fn an_agenda_agrees_with_a_sorted_list() {
        let mut agenda = Agenda::new(1);
        let mut expected = Vec::new();
        let mut state = 1_u64;
        for slot in 0..1000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = state >> 58;
            agenda.set(slot, SimTime(at));
            expected.push((at, slot));
        }
        expected.sort_by_key(|&(at, _)| at);
        assert_eq!(leave_in_order(&mut agenda), expected);
    }
}
