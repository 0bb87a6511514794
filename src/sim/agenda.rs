//! The future event list: what happens next, and when.
//!
//! Time never runs backwards, and events due at the same tick leave in the order they were scheduled. Every
//! reproducible run rests on this.
//!
//! What is due first stands in a short sorted list, where a new event passes the few that come before it: nearly all
//! runs need no more. The rest plays a tournament over slots, one slot per thing that can be due: a slot is set, moved or
//! cleared in one walk from its leaf to the root, without a search and, but for growth, without allocation. A key holds
//! tick, order of scheduling and slot in one integer, so that a match is one comparison.

use std::hint::select_unpredictable;

use crate::value_stream::SimTime;

/// Nothing is due.
const NEVER: u128 = u128::MAX;
/// Bits of a key that name the slot.
const SLOT_BITS: u32 = 24;
/// Bits of a key below the tick: order of scheduling and slot.
const TICK_SHIFT: u32 = 64;
/// Most slots that are near: beyond, the tournament is the faster way.
const NEAR: usize = 32;
/// Slots that come from afar together.
const FETCHED: usize = 16;

/// What is due when.
#[derive(Debug, Clone)]
pub(super) struct Agenda {
    /// The keys of what is due first, the very first one last: none of them is greater than one that is far.
    near: Vec<u128>,
    far: Tournament,
    /// Where each slot is.
    places: Vec<Place>,
    scheduled: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Nowhere,
    Near,
    Far,
}

fn tick(key: u128) -> u64 {
    (key >> TICK_SHIFT) as u64
}

fn slot(key: u128) -> u32 {
    key as u32 & ((1 << SLOT_BITS) - 1)
}

impl Agenda {
    /// An agenda with room for some slots before it has to grow.
    pub(super) fn new(slots: usize) -> Agenda {
        Agenda {
            near: Vec::with_capacity(NEAR),
            far: Tournament::default(),
            places: vec![Place::Nowhere; slots],
            scheduled: 0,
        }
    }

    /// Makes a slot due at a tick, whether or not it was due before.
    #[inline]
    pub(super) fn set(&mut self, slot: u32, at: SimTime) {
        if self.places.get(slot as usize) != Some(&Place::Nowhere) {
            self.make_way(slot);
        }
        let order = u128::from(self.scheduled) << SLOT_BITS;
        self.scheduled += 1;
        let key = u128::from(at.0) << TICK_SHIFT | order | u128::from(slot);
        if self.near.len() == NEAR || self.far.first() < key {
            self.set_apart(key);
            return;
        }
        self.places[slot as usize] = Place::Near;
        self.sort_in(key);
    }

    /// Makes a slot due never.
    #[inline]
    pub(super) fn clear(&mut self, slot: u32) {
        if self.near.last().is_some_and(|&key| self::slot(key) == slot) {
            self.near.pop();
            self.places[slot as usize] = Place::Nowhere;
        } else {
            self.make_way(slot);
        }
        if self.near.is_empty() {
            self.fetch();
        }
    }

    /// The slot that is due first, if any is, and when.
    #[inline]
    pub(super) fn next(&self) -> Option<(SimTime, u32)> {
        self.near.last().map(|&key| (SimTime(tick(key)), slot(key)))
    }

    /// When the slot that is due first is due; `SimTime::NEVER` if none is.
    #[inline]
    pub(super) fn next_at(&self) -> SimTime {
        self.near.last().map_or(SimTime::NEVER, |&key| SimTime(tick(key)))
    }

    /// When a slot is due; `SimTime::NEVER` if it is not.
    pub(super) fn due(&self, slot: u32) -> SimTime {
        let near = self.near.iter().find(|&&key| self::slot(key) == slot);
        SimTime(tick(near.copied().unwrap_or_else(|| self.far.key(slot))))
    }

    /// Puts a key among the near ones: it has been scheduled after all that are due at its tick.
    #[inline]
    fn sort_in(&mut self, key: u128) {
        let sooner = self.near.iter().rev().take_while(|&&near| tick(near) <= tick(key));
        let place = self.near.len() - sooner.count();
        self.near.insert(place, key);
    }

    /// Puts a key where it belongs if that is far, or if the last of the near ones has to go there.
    #[cold]
    fn set_apart(&mut self, key: u128) {
        let mut last = key;
        if self.near.first().is_some_and(|&last| key < last) {
            last = self.near.remove(0);
            self.places[slot(key) as usize] = Place::Near;
            self.sort_in(key);
        }
        self.places[slot(last) as usize] = Place::Far;
        self.far.set(slot(last), last);
        if self.near.is_empty() {
            self.fetch();
        }
    }

    /// Makes sure that a slot is known and not due.
    #[cold]
    fn make_way(&mut self, slot: u32) {
        let at = slot as usize;
        if at >= self.places.len() {
            self.places.resize((at + 1).next_power_of_two(), Place::Nowhere);
        }
        match std::mem::replace(&mut self.places[at], Place::Nowhere) {
            Place::Nowhere => {}
            Place::Near => self.near.retain(|&key| self::slot(key) != slot),
            Place::Far => self.far.set(slot, NEVER),
        }
    }

    /// Brings the first ones from afar, now that nothing is near.
    #[cold]
    fn fetch(&mut self) {
        while self.near.len() < FETCHED && self.far.first() != NEVER {
            let key = self.far.first();
            self.far.set(slot(key), NEVER);
            self.places[slot(key) as usize] = Place::Near;
            self.near.push(key);
        }
        self.near.reverse();
    }
}

/// Slots that play for who is due first.
#[derive(Debug, Clone, Default)]
struct Tournament {
    /// A complete binary tree: the children of node `n` are the pair `n`, and nodes `2n` and `2n + 1`; the leaves come
    /// last, and the root is the second of pair 0.
    tree: Vec<[u128; 2]>,
}

impl Tournament {
    /// The least key.
    #[inline]
    fn first(&self) -> u128 {
        self.tree.first().map_or(NEVER, |pair| pair[1])
    }

    /// The key of a slot.
    fn key(&self, slot: u32) -> u128 {
        let leaf = self.tree.len() + slot as usize;
        self.tree.get(leaf / 2).map_or(NEVER, |pair| pair[leaf % 2])
    }

    fn set(&mut self, slot: u32, key: u128) {
        if slot as usize >= self.tree.len() {
            self.grow(slot as usize + 1);
        }
        let mut node = self.tree.len() + slot as usize;
        let mut winner = key;
        while node > 0 {
            let pair = &mut self.tree[node / 2];
            pair[node % 2] = winner;
            // Who wins is as good as random: a branch would be mispredicted half of the time.
            winner = select_unpredictable(pair[0] < pair[1], pair[0], pair[1]);
            node /= 2;
        }
    }

    #[cold]
    fn grow(&mut self, slots: usize) {
        let leaves = slots.next_power_of_two().max(2 * NEAR);
        let had = self.tree.len();
        let mut tree = vec![[NEVER; 2]; leaves];
        tree[leaves / 2..][..had / 2].copy_from_slice(&self.tree[had / 2..]);
        for node in (1..leaves).rev() {
            let [one, other] = tree[node];
            tree[node / 2][node % 2] = one.min(other);
        }
        self.tree = tree;
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

    /// Set, moved, cleared and let go in any order, with few slots and with many.
    #[test]
    fn an_agenda_agrees_with_a_sorted_list() {
        let mut state = 1_u64;
        let mut draw = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        for slots in [1, 5, NEAR as u64, 60, 1000] {
            let mut agenda = Agenda::new(1);
            let mut expected: Vec<(u64, u32)> = Vec::new();
            let mut now = 0;
            for _ in 0..20 * slots {
                let slot = draw(slots) as u32;
                match draw(4) {
                    0 | 1 => {
                        let at = now + draw(64);
                        agenda.set(slot, SimTime(at));
                        expected.retain(|&(_, other)| other != slot);
                        expected.insert(expected.partition_point(|due| due.0 <= at), (at, slot));
                    }
                    2 => {
                        agenda.clear(slot);
                        expected.retain(|&(_, other)| other != slot);
                    }
                    _ => {
                        if let Some((at, slot)) = agenda.next() {
                            now = at.0;
                            agenda.clear(slot);
                            assert_eq!(expected.remove(0), (now, slot));
                        }
                    }
                }
                let due = expected.iter().find(|&&(_, other)| other == slot);
                assert_eq!(agenda.due(slot), due.map_or(SimTime::NEVER, |due| SimTime(due.0)));
                let first = expected.first().map(|&(at, slot)| (SimTime(at), slot));
                assert_eq!(agenda.next(), first);
                assert_eq!(agenda.next_at(), first.map_or(SimTime::NEVER, |first| first.0));
            }
            assert_eq!(leave_in_order(&mut agenda), expected);
        }
    }
}
