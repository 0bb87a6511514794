//! The future event list: what happens next, and when.
//!
//! Time never runs backwards, and events due at the same tick leave in the order they were scheduled. Every
//! reproducible run rests on this.
//!
//! What is due first stands in a short sorted list, where a new event passes the few that come before it: nearly all
//! runs need no more. The rest lies on a ladder (Tang, Goh & Thng 2005): a rung is a row of buckets of equal spans of
//! time, in which nothing is sorted. The next buckets become the list; one with too much in it becomes a finer rung
//! first; what lies behind the ladder is spread over a rung of its own when all before it has happened. So an event
//! costs the same however many are under way. A key holds tick, order of scheduling and slot in one integer, so that a
//! comparison is one.

use crate::value_stream::SimTime;

/// Bits of a key that name the slot.
const SLOT_BITS: u32 = 24;
/// Bits of a key below the tick: order of scheduling and slot.
const TICK_SHIFT: u32 = 64;
/// Most slots that are near, but for what is due at one tick: beyond, the ladder is the faster way.
const NEAR: usize = 32;
/// Buckets that are looked through together.
const TOGETHER: usize = 16;
/// No slot.
const NONE: u32 = u32::MAX;

/// What is due when.
#[derive(Debug, Clone)]
pub(super) struct Agenda {
    /// The keys of what is due first, the very first one last.
    near: Vec<u128>,
    /// The last tick that is near: all that is due later is far, and nothing else.
    near_until: u64,
    far: Ladder,
    /// What is done with the ladder; none: there is none, and all is near.
    ladder: Option<&'static Deeds>,
    /// Where each slot is.
    places: Vec<Place>,
    scheduled: u64,
    /// Whether what is near has just come from afar.
    is_fresh: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Nowhere,
    Near,
    Far,
}

/// What is done with the ladder. As a table, so that a run which needs none comes without.
#[derive(Debug)]
pub(super) struct Deeds {
    set_apart: fn(&mut Agenda, u128),
    make_room: fn(&mut Agenda),
    fetch: fn(&mut Agenda),
    remove: fn(&mut Ladder, u32),
}

/// All of it.
pub(super) static LADDER: Deeds = Deeds {
    set_apart: Agenda::set_apart,
    make_room: Agenda::make_room,
    fetch: Agenda::fetch,
    remove: Ladder::remove,
};

#[inline]
fn tick(key: u128) -> u64 {
    (key >> TICK_SHIFT) as u64
}

#[inline]
fn slot(key: u128) -> u32 {
    key as u32 & ((1 << SLOT_BITS) - 1)
}

impl Agenda {
    /// An agenda with room for some slots before it has to grow.
    pub(super) fn new(slots: usize) -> Agenda {
        Agenda {
            near: Vec::with_capacity(NEAR + 1),
            near_until: u64::MAX,
            far: Ladder::default(),
            ladder: None,
            places: vec![Place::Nowhere; slots],
            scheduled: 0,
            is_fresh: false,
        }
    }

    /// From now on, what is not due soon lies on a ladder.
    pub(super) fn rest_on(&mut self, ladder: &'static Deeds) {
        self.ladder = Some(ladder);
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
        if at.0 > self.near_until
            && let Some(ladder) = self.ladder
        {
            (ladder.set_apart)(self, key);
            return;
        }
        self.places[slot as usize] = Place::Near;
        self.sort_in(key);
        if self.near.len() > NEAR
            && let Some(ladder) = self.ladder
        {
            (ladder.make_room)(self);
        }
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
        if self.near.is_empty()
            && let Some(ladder) = self.ladder
        {
            (ladder.fetch)(self);
        }
    }

    /// The slot that is due first, if any is, and when.
    #[inline]
    pub(super) fn next(&self) -> Option<(SimTime, u32)> {
        self.near.last().map(|&key| (SimTime(tick(key)), slot(key)))
    }

    /// Whether what is near has come from afar since this was last asked.
    #[inline]
    pub(super) fn is_fresh(&mut self) -> bool {
        std::mem::take(&mut self.is_fresh)
    }

    /// The slots that are near, the first one first.
    pub(super) fn near(&self) -> impl Iterator<Item = u32> {
        self.near.iter().rev().map(|&key| slot(key))
    }

    /// All that is due, as tick, order of scheduling and slot; none, if some of it is far.
    pub(super) fn all(&self) -> Option<impl Iterator<Item = (u64, u64, u32)>> {
        let parts = |&key: &u128| (tick(key), key as u64 >> SLOT_BITS, slot(key));
        (self.near_until == u64::MAX).then(|| self.near.iter().map(parts))
    }

    /// How often something was scheduled; that it was so often.
    pub(super) fn scheduled(&self) -> u64 {
        self.scheduled
    }

    pub(super) fn count_to(&mut self, scheduled: u64) {
        self.scheduled = scheduled;
    }

    /// Makes this all that is due, where nothing is far.
    pub(super) fn replace(&mut self, due: impl Iterator<Item = (u64, u64, u32)>) {
        for key in self.near.drain(..) {
            self.places[slot(key) as usize] = Place::Nowhere;
        }
        for (at, order, slot) in due {
            if slot as usize >= self.places.len() {
                self.places.resize((slot as usize + 1).next_power_of_two(), Place::Nowhere);
            }
            self.places[slot as usize] = Place::Near;
            let order = u128::from(order) << SLOT_BITS;
            self.near.push(u128::from(at) << TICK_SHIFT | order | u128::from(slot));
        }
        sort_down(&mut self.near);
        if self.near.len() > NEAR
            && let Some(ladder) = self.ladder
        {
            (ladder.make_room)(self);
        }
    }

    /// When the slot that is due first is due; `SimTime::NEVER` if none is.
    #[inline]
    pub(super) fn next_at(&self) -> SimTime {
        self.near.last().map_or(SimTime::NEVER, |&key| SimTime(tick(key)))
    }

    /// When a slot is due; `SimTime::NEVER` if it is not.
    pub(super) fn due(&self, slot: u32) -> SimTime {
        match self.places.get(slot as usize) {
            Some(Place::Far) => SimTime(tick(self.far.entries[slot as usize].key)),
            Some(Place::Near) => {
                let mut near = self.near.iter();
                near.find(|&&key| self::slot(key) == slot)
                    .map_or(SimTime::NEVER, |&key| SimTime(tick(key)))
            }
            _ => SimTime::NEVER,
        }
    }

    /// Puts a key among the near ones: it has been scheduled after all that are due at its tick.
    #[inline]
    fn sort_in(&mut self, key: u128) {
        self.near.push(key);
        let near = self.near.as_mut_slice();
        let mut place = near.len() - 1;
        // Counting down from the end, so that no step asks whether it is inside.
        for at in (0..near.len() - 1).rev() {
            if tick(near[at]) > tick(key) {
                break;
            }
            near[at + 1] = near[at];
            place = at;
        }
        near[place] = key;
    }

    /// Puts a key among the far ones.
    #[cold]
    fn set_apart(&mut self, key: u128) {
        self.places[slot(key) as usize] = Place::Far;
        self.far.put(key);
        if self.near.is_empty() {
            self.fetch();
        }
    }

    /// Sends the later half of the near ones afar, unless all are due at one tick.
    #[cold]
    fn make_room(&mut self) {
        let first = self.near.last().map_or(0, |&key| tick(key));
        let from = tick(self.near[NEAR / 2]).max(first.saturating_add(1));
        let count = self.near.partition_point(|&key| tick(key) >= from);
        if count == 0 {
            return;
        }
        let until = std::mem::replace(&mut self.near_until, from - 1);
        // The very first of them comes first in the list: those of one tick stay in their order.
        let keys: Vec<u128> = self.near.drain(..count).rev().collect();
        for &key in &keys {
            self.places[slot(key) as usize] = Place::Far;
        }
        if self.far.rungs.is_empty() {
            for key in keys {
                self.far.put(key);
            }
        } else {
            self.far.add_rung(from, until, &keys);
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
            Place::Far => {
                if let Some(ladder) = self.ladder {
                    (ladder.remove)(&mut self.far, slot);
                }
            }
        }
    }

    /// Brings the first ones from afar, now that nothing is near.
    #[cold]
    fn fetch(&mut self) {
        self.near_until = self.far.fetch(&mut self.near);
        self.is_fresh = true;
        for &key in &self.near {
            self.places[slot(key) as usize] = Place::Near;
        }
    }
}

/// What is not due soon.
#[derive(Debug, Clone, Default)]
struct Ladder {
    /// By slot.
    entries: Vec<Entry>,
    /// The first one last; each ends where the one before it goes on.
    rungs: Vec<Rung>,
    /// Slots that are due after all rungs.
    behind: Vec<u32>,
}

/// A slot that is far.
#[derive(Debug, Clone, Copy)]
struct Entry {
    key: u128,
    /// The next one in its bucket; behind the ladder, its place there.
    next: u32,
}

/// Buckets of 2^`shift` ticks.
#[derive(Debug, Clone)]
struct Rung {
    from: u64,
    /// The last tick.
    until: u64,
    shift: u32,
    /// The first bucket that has not been taken.
    at: usize,
    /// The first one that has not been looked through.
    seen: usize,
    /// The latest slot of each bucket.
    buckets: Vec<u32>,
}

impl Rung {
    fn bucket(&self, tick: u64) -> usize {
        ((tick - self.from) >> self.shift) as usize
    }
}

impl Ladder {
    /// Adds a slot that is due at or after the first bucket that has not been taken.
    fn put(&mut self, key: u128) {
        let slot = slot(key);
        if slot as usize >= self.entries.len() {
            let none = Entry { key: 0, next: NONE };
            self.entries.resize((slot as usize + 1).next_power_of_two(), none);
        }
        let next =
            if let Some(rung) = self.rungs.iter_mut().rev().find(|rung| tick(key) <= rung.until) {
                let bucket = rung.bucket(tick(key));
                std::mem::replace(&mut rung.buckets[bucket], slot)
            } else {
                self.behind.push(slot);
                self.behind.len() as u32 - 1
            };
        self.entries[slot as usize] = Entry { key, next };
    }

    /// Takes out a slot.
    fn remove(&mut self, slot: u32) {
        let Entry { key, next } = self.entries[slot as usize];
        let Some(rung) = self.rungs.iter_mut().rev().find(|rung| tick(key) <= rung.until) else {
            self.behind.swap_remove(next as usize);
            if let Some(&moved) = self.behind.get(next as usize) {
                self.entries[moved as usize].next = next;
            }
            return;
        };
        let bucket = rung.bucket(tick(key));
        let mut before = rung.buckets[bucket];
        if before == slot {
            rung.buckets[bucket] = next;
            return;
        }
        while self.entries[before as usize].next != slot {
            before = self.entries[before as usize].next;
        }
        self.entries[before as usize].next = next;
    }

    /// Adds a rung before all others, with these slots on it.
    fn add_rung(&mut self, from: u64, until: u64, keys: &[u128]) {
        let buckets = (keys.len() / 2).next_power_of_two().clamp(NEAR / 2, 1 << 20);
        let bits = u64::BITS - (until - from).leading_zeros();
        let shift = bits.saturating_sub(buckets.ilog2());
        self.rungs.push(Rung { from, until, shift, at: 0, seen: 0, buckets: vec![NONE; buckets] });
        for &key in keys {
            self.put(key);
        }
    }

    /// Moves the slots of the next buckets to an empty list, the very first one last. Returns the last tick up to which that
    /// is all that is due.
    fn fetch(&mut self, near: &mut Vec<u128>) -> u64 {
        loop {
            let Some(rung) = self.rungs.last_mut() else {
                if self.behind.is_empty() {
                    return u64::MAX;
                }
                self.spread();
                continue;
            };
            let ahead = &rung.buckets[rung.at..];
            let Some(empty) = ahead.iter().position(|&first| first != NONE) else {
                self.rungs.pop();
                continue;
            };
            let first = rung.at + empty;
            let most = rung.buckets.len().min(first + NEAR);
            if first >= rung.seen {
                rung.seen = first + TOGETHER;
                look_through(&self.entries, &rung.buckets[first..most.min(rung.seen)]);
            }
            let mut next = first;
            while next < most && near.len() < NEAR / 2 {
                let before = near.len();
                let mut slot = rung.buckets[next];
                while slot != NONE {
                    let entry = &self.entries[slot as usize];
                    near.push(entry.key);
                    slot = entry.next;
                }
                if near.len() > NEAR && next > first {
                    near.truncate(before);
                    break;
                }
                next += 1;
            }
            rung.at = next;
            let shift = rung.shift;
            let begin = |bucket: usize| rung.from.saturating_add((bucket as u64) << shift);
            let end = begin(next - 1).saturating_add((1 << shift) - 1);
            let (from, until) = (begin(first), end.min(rung.until));
            if near.len() <= NEAR || shift == 0 {
                sort_down(near);
                return until;
            }
            let keys: Vec<u128> = near.drain(..).rev().collect();
            self.add_rung(from, until, &keys);
        }
    }

    /// Makes a rung of what lies behind, now that there is none: up to twice the mean from the first one on, so that most of it
    /// is on the rung and the rest does not stretch it.
    fn spread(&mut self) {
        let behind = std::mem::take(&mut self.behind);
        let keys: Vec<u128> =
            behind.into_iter().map(|slot| self.entries[slot as usize].key).collect();
        let from = keys.iter().map(|&key| tick(key)).min().unwrap_or(0);
        let ahead: f64 = keys.iter().map(|&key| (tick(key) - from) as f64).sum();
        let reach = (2.0 * ahead / keys.len() as f64) as u64;
        self.add_rung(from, from.saturating_add(reach), &keys);
    }
}

/// Looks at all that lies in some buckets, a step in each of them at a time: the slots lie anywhere in memory, and what is looked
/// for together comes together.
#[cold]
fn look_through(entries: &[Entry], buckets: &[u32]) {
    let mut slots = [NONE; TOGETHER];
    slots.iter_mut().zip(buckets).for_each(|(slot, &first)| *slot = first);
    while slots.iter().any(|&slot| slot != NONE) {
        let next = |slot: u32| entries.get(slot as usize).map_or(NONE, |entry| entry.next);
        slots = std::hint::black_box(slots.map(next));
    }
}

/// Sorts keys, the greatest first. They nearly are, where many are due at one tick.
fn sort_down(keys: &mut [u128]) {
    for end in 1..keys.len() {
        let (key, mut at) = (keys[end], end);
        while at > 0 && keys[at - 1] < key {
            keys[at] = keys[at - 1];
            at -= 1;
        }
        keys[at] = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agenda(slots: usize) -> Agenda {
        let mut agenda = Agenda::new(slots);
        agenda.rest_on(&LADDER);
        agenda
    }

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
        let mut agenda = agenda(2);
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
        for (slots, ahead) in
            [(1, 64), (5, 64), (NEAR as u64, 64), (60, 64), (60, 1), (1000, 64), (1000, 1 << 40)]
        {
            // Without a ladder at first, and with one from somewhere on.
            let mut agenda = Agenda::new(1);
            let alone = draw(20 * slots);
            let mut expected: Vec<(u64, u32)> = Vec::new();
            let mut now = 0;
            for step in 0..20 * slots {
                if step == alone {
                    agenda.rest_on(&LADDER);
                }
                let slot = draw(slots) as u32;
                match draw(4) {
                    0 | 1 => {
                        // Now and then much later than usual.
                        let at = now + draw(ahead) * [1, 1, 1, 50][draw(4) as usize];
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
