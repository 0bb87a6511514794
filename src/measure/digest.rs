//! What whole blocks of records come to, so that a long window costs a look at each block instead of one at each record.
//!
//! A block in which every stay has ended never changes again: it is digested once, when [`Ledger::digest`] is called, which
//! goes on from where it stopped, or a part at a time by [`Ledger::digest_within`]. A window takes a digest for a block that
//! lies in it as a whole, and the records of the others; the sums are the same to the tick, since they are sums of whole numbers.

use std::ops::Range;

use super::blocks::{Blocks, SIZE};
use super::deliveries::Deliveries;
use super::ledger::{Ledger, VisitRecord};
use super::measures::Window;
use crate::value_stream::SimTime;

/// Blocks that are digested before somebody is asked whether it is enough: less than a tenth of a millisecond of them.
const BLOCKS_PER_QUESTION: u32 = 8;

/// What the visits of a block come to at one stage.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct StageDigest {
    /// Time in which they waited for a worker; and the same of those that ever had one.
    pub(super) waiting: u128,
    pub(super) waited: u128,
    /// Time in which their workers worked, each counted once.
    pub(super) working: u128,
    /// Time in which they were worked on, for the first time and again.
    pub(super) process: u128,
    pub(super) rework: u128,
    /// Time in which they were finished and still there.
    pub(super) done: u128,
    pub(super) started: u32,
    pub(super) finished: u32,
    pub(super) moves: u32,
    pub(super) moves_back: u32,
}

impl StageDigest {
    /// Those of another block as well.
    pub(super) fn add(&mut self, other: &StageDigest) {
        self.waiting += other.waiting;
        self.waited += other.waited;
        self.working += other.working;
        self.process += other.process;
        self.rework += other.rework;
        self.done += other.done;
        self.started += other.started;
        self.finished += other.finished;
        self.moves += other.moves;
        self.moves_back += other.moves_back;
    }
}

/// What the items of a block come to that were in the stream.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ItemDigest {
    /// Time that they spent in it [item-ticks]; and the same of those that were never delivered.
    pub(super) spent: u128,
    pub(super) dropped: u128,
    pub(super) delivered: u32,
}

/// A block in which all has ended.
#[derive(Debug, Clone)]
struct Digest<T> {
    /// When the first of its stays began and the last one ended.
    from: SimTime,
    until: SimTime,
    sums: T,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Digests {
    visits: Digested<Box<[StageDigest]>>,
    items: Digested<ItemDigest>,
    /// By block, as far as all are sorted.
    pub(super) deliveries: Vec<Deliveries>,
}

#[derive(Debug, Clone, Default)]
struct Digested<T> {
    /// By block; none: something in it may still change, or it has not been looked at.
    blocks: Vec<Option<Digest<T>>>,
    /// All blocks before this one are digested: nobody looks for one there.
    whole: usize,
}

impl<T: Clone> Digested<T> {
    /// The first block from one on that can be digested and is not, of so many records.
    fn next(&mut self, from: usize, stays: &Blocks, records: usize) -> Option<usize> {
        let count = records / SIZE;
        self.blocks.resize(count, None);
        while self.blocks.get(self.whole).is_some_and(Option::is_some) {
            self.whole += 1;
        }
        let mut rest = self.whole.max(from)..count;
        rest.find(|&block| self.blocks[block].is_none() && stays.is_closed(block))
    }
}

impl Digests {
    /// Forgets them all.
    pub(super) fn clear(&mut self) {
        *self = Digests::default();
    }

    /// Memory [bytes].
    pub(super) fn bytes(&self) -> usize {
        let stages =
            self.visits.blocks.iter().flatten().map(|digest| digest.sums.len()).sum::<usize>();
        stages * size_of::<StageDigest>()
            + self.visits.blocks.capacity() * size_of::<Option<Digest<Box<[StageDigest]>>>>()
            + self.items.blocks.capacity() * size_of::<Option<Digest<ItemDigest>>>()
            + self.deliveries.len() * Deliveries::BYTES
    }
}

impl Ledger {
    /// Makes long windows cheap from now on: digests what has ended since it was last called.
    pub fn digest(&mut self) {
        self.digest_within(|| false);
    }

    /// The same until somebody says that it is enough for now; the next call goes on. Says whether it is all done.
    pub fn digest_within(&mut self, mut is_enough: impl FnMut() -> bool) -> bool {
        // To sort a block takes about as long as to add up several.
        while self.digest_deliveries() {
            if is_enough() {
                return false;
            }
        }
        let mut since_asked = 0;
        let mut is_enough = move || {
            since_asked += 1;
            since_asked % BLOCKS_PER_QUESTION == 0 && is_enough()
        };
        let (mut from, records) = (0, self.visits.len());
        while let Some(block) = self.digests.visits.next(from, &self.visit_blocks, records) {
            self.digests.visits.blocks[block] = Some(self.digest_visits(block));
            from = block + 1;
            if is_enough() {
                return false;
            }
        }
        let (mut from, records) = (0, self.items.len());
        while let Some(block) = self.digests.items.next(from, &self.item_blocks, records) {
            self.digests.items.blocks[block] = Some(self.digest_items(block));
            from = block + 1;
            if is_enough() {
                return false;
            }
        }
        true
    }

    fn digest_visits(&self, block: usize) -> Digest<Box<[StageDigest]>> {
        let mut sums = vec![StageDigest::default(); self.layout.ranks.len()];
        let (mut from, mut until) = (SimTime::NEVER, SimTime::START);
        for visit in self.visits.range(block * SIZE..(block + 1) * SIZE) {
            from = from.min(visit.entered);
            until = until.max(visit.left);
            self.add_visit(&mut sums[visit.stage.index()], &visit);
        }
        Digest { from, until, sums: sums.into_boxed_slice() }
    }

    fn add_visit(&self, sum: &mut StageDigest, visit: &VisitRecord) {
        let span = |from: SimTime, to: SimTime| u128::from(to.since(from).0);
        let starts = visit.started.min(visit.left);
        let ends = visit.finished.min(visit.left);
        let worked = span(starts, ends);
        sum.waiting += span(visit.entered, starts);
        if visit.started <= visit.left {
            sum.waited += span(visit.entered, visit.started);
            sum.started += 1;
        }
        sum.finished += u32::from(visit.finished <= visit.left);
        sum.working += if visit.joined { 0 } else { worked };
        if worked > 0 && self.is_again(visit) {
            sum.rework += worked;
        } else {
            sum.process += worked;
        }
        sum.done += span(ends, visit.left);
        let (moves, back) = self.moves_of(visit.link);
        sum.moves += moves;
        sum.moves_back += back;
    }

    fn digest_items(&self, block: usize) -> Digest<ItemDigest> {
        let (mut from, mut until) = (SimTime::NEVER, SimTime::START);
        let mut sums = ItemDigest::default();
        // What was turned away or cancelled outside has never been in the stream.
        let released = self.items.range(block * SIZE..(block + 1) * SIZE);
        for item in released.filter(|item| item.released != SimTime::NEVER) {
            from = from.min(item.released);
            until = until.max(item.ended);
            let spent = u128::from(item.cycle_time().0);
            sums.spent += spent;
            sums.dropped += if item.is_dropped() { spent } else { 0 };
            sums.delivered += u32::from(!item.is_dropped());
        }
        Digest { from, until, sums }
    }

    /// Goes through the visits that can touch a window: by block where `fits` says of the time from its first beginning
    /// to its last end that it can be taken as a whole, else one by one.
    pub(super) fn scan_visits(
        &self,
        window: Window,
        fits: impl Fn(SimTime, SimTime) -> bool,
        mut whole: impl FnMut(SimTime, &[StageDigest]),
        mut single: impl FnMut(VisitRecord),
    ) {
        for range in self.visit_blocks.ending_after(window.after, self.visits.len()) {
            if let Some((from, sums)) = self.digested_visits(&range, &fits) {
                whole(from, sums);
                continue;
            }
            let visits = self.visits.range(range);
            visits.take_while(|visit| visit.entered <= window.until).for_each(&mut single);
        }
    }

    /// When the first visit of a block began and what they come to, if `fits` says of the time from there to the last end
    /// that they can be taken as a whole.
    pub(super) fn digested_visits(
        &self,
        range: &Range<usize>,
        fits: impl Fn(SimTime, SimTime) -> bool,
    ) -> Option<(SimTime, &[StageDigest])> {
        let digest = self.digests.visits.blocks.get(range.start / SIZE)?.as_ref()?;
        fits(digest.from, digest.until).then_some((digest.from, &*digest.sums))
    }

    /// What the items of a block come to, if all their time in the stream lies in a window.
    pub(super) fn digested_items(&self, block: usize, window: Window) -> Option<ItemDigest> {
        let digest = self.digests.items.blocks.get(block)?.as_ref()?;
        (digest.from > window.after && digest.until <= window.until).then_some(digest.sums)
    }
}
