//! Delivered items in blocks, each sorted by how long its items took: how the times of a long window spread, how many of
//! them are alike and where, is then found by searching each block instead of looking at each item.
//!
//! What has left the stream never comes back, so a block is sorted once, when somebody digests. What is in no such block
//! is sorted when it is asked for: the answers are the same.

use std::borrow::Cow;
use std::ops::Range;

use super::ledger::Ledger;
use super::measures::{Spread, Window};
use crate::sim::ItemId;
use crate::value_stream::WorkTime;

/// Items that leave the stream in a block.
pub(super) const SIZE: usize = 1024;

/// The items of a block that were delivered.
#[derive(Debug, Clone, Default)]
pub(super) struct Deliveries {
    /// Their cycle times, ascending.
    pub(super) times: Box<[WorkTime]>,
    /// Whose each of them is: the place among the exits of the block.
    pub(super) places: Box<[u16]>,
    sum: u128,
    /// The squares of how far they are from their mean, summed.
    squares: f64,
}

impl Deliveries {
    /// Memory of one more of them, when it is full [bytes].
    pub(super) const BYTES: usize =
        size_of::<Deliveries>() + SIZE * (size_of::<WorkTime>() + size_of::<u16>());

    fn mean(&self) -> f64 {
        self.sum as f64 / self.times.len().max(1) as f64
    }

    /// The stretches of times that are alike: calls with what they are, and where.
    pub(super) fn alike(
        &self,
        kind: impl Fn(WorkTime) -> usize,
        mut give: impl FnMut(usize, Range<usize>),
    ) {
        let times = &self.times;
        let mut from = 0;
        while from < times.len() {
            let this = kind(times[from]);
            let is_this = |time: &WorkTime| kind(*time) == this;
            let mut stride = 1;
            while times.get(from + stride).is_some_and(is_this) {
                stride *= 2;
            }
            let (low, high) = (from + stride / 2 + 1, (from + stride).min(times.len()));
            let end = low + times[low..high].partition_point(is_this);
            give(this, from..end);
            from = end;
        }
    }
}

impl Ledger {
    /// Sorts the next block, if it is complete and nobody has; says whether there was one.
    pub(super) fn digest_deliveries(&mut self) -> bool {
        let from = self.digests.deliveries.len() * SIZE;
        let is_there = from + SIZE <= self.exits.len();
        if is_there {
            let sorted = self.sort_deliveries(from..from + SIZE);
            self.digests.deliveries.push(sorted);
        }
        is_there
    }

    fn sort_deliveries(&self, exits: Range<usize>) -> Deliveries {
        let left = (0_u16..).zip(self.exits.range(exits));
        let delivered = left.filter(|(_, id)| self.is_delivered(**id));
        let mut sorted: Vec<(WorkTime, u16)> =
            delivered.map(|(place, id)| (self.items[id.index()].cycle_time(), place)).collect();
        sorted.sort_unstable();
        let (times, places): (Vec<WorkTime>, Vec<u16>) = sorted.into_iter().unzip();
        let sum = times.iter().map(|time| u128::from(time.0)).sum();
        let mut block =
            Deliveries { times: times.into(), places: places.into(), sum, squares: 0.0 };
        let mean = block.mean();
        block.squares = block.times.iter().map(|time| square(time.0 as f64 - mean)).sum();
        block
    }

    /// The exits of a window in the pieces that `deliveries` takes.
    pub(super) fn pieces(&self, window: Window) -> impl Iterator<Item = Range<usize>> + use<> {
        let last = self.cfd.lines() - 1;
        let count = |at| self.cfd.count(last, at) as usize;
        let (from, until) = (count(window.after), count(window.until));
        (from / SIZE..until.div_ceil(SIZE))
            .map(move |block| from.max(block * SIZE)..until.min((block + 1) * SIZE))
            .filter(|piece| !piece.is_empty())
    }

    /// A piece, sorted.
    pub(super) fn deliveries(&self, piece: Range<usize>) -> Cow<'_, Deliveries> {
        let digested = self.digests.deliveries.get(piece.start / SIZE);
        match digested.filter(|_| piece.len() == SIZE) {
            Some(block) => Cow::Borrowed(block),
            None => Cow::Owned(self.sort_deliveries(piece)),
        }
    }

    /// How the cycle times of the items delivered in a window spread; none of none.
    pub fn cycle_spread(&self, window: Window) -> Option<Spread> {
        let blocks: Vec<_> = self.pieces(window).map(|piece| self.deliveries(piece)).collect();
        let blocks: Vec<&Deliveries> =
            blocks.iter().map(Cow::as_ref).filter(|block| !block.times.is_empty()).collect();
        let least = *blocks.iter().filter_map(|block| block.times.first()).min()?;
        let most = *blocks.iter().filter_map(|block| block.times.last()).max()?;
        let count = blocks.iter().map(|block| block.times.len()).sum::<usize>();
        let sum: u128 = blocks.iter().map(|block| block.sum).sum();
        let mean = sum as f64 / count as f64;
        let apart = |block: &&Deliveries| {
            block.squares + block.times.len() as f64 * square(block.mean() - mean)
        };
        let squares: f64 = blocks.iter().map(apart).sum();
        let sd = if count > 1 { libm::sqrt(squares / (count - 1) as f64) } else { 0.0 };
        let parts: Vec<&[WorkTime]> = blocks.iter().map(|block| &*block.times).collect();
        let mut found = Vec::new();
        at_ranks(&parts, (least, most), 0, &Spread::ranks(count), &mut found);
        let &[p50, p70, p85, p95] = found.as_slice() else { return None };
        Some(Spread { count: count as u32, mean, sd, least, p50, p70, p85, p95, most })
    }

    /// Whether an item that has left the stream was delivered.
    #[inline]
    pub(super) fn is_delivered(&self, id: ItemId) -> bool {
        !self.items[id.index()].is_dropped()
    }
}

fn square(number: f64) -> f64 {
    number * number
}

/// The times of ascending ranks among all parts, which lie between two: the range is halved until nothing else is left in
/// it. `before` have been passed.
fn at_ranks(
    parts: &[&[WorkTime]],
    (low, high): (WorkTime, WorkTime),
    before: usize,
    ranks: &[usize],
    found: &mut Vec<WorkTime>,
) {
    if low >= high || ranks.is_empty() {
        found.extend(ranks.iter().map(|_| low));
        return;
    }
    let middle = WorkTime(low.0.midpoint(high.0));
    let split = |part: &&'_ [WorkTime]| part.partition_point(|time| *time <= middle);
    let splits: Vec<usize> = parts.iter().map(split).collect();
    let after = before + splits.iter().sum::<usize>();
    let (lower, upper) = ranks.split_at(ranks.partition_point(|rank| *rank < after));
    let halves = || parts.iter().zip(&splits).map(|(part, &split)| part.split_at(split));
    if !lower.is_empty() {
        let parts = halves().map(|half| half.0).filter(|part| !part.is_empty());
        at_ranks(&parts.collect::<Vec<_>>(), (low, middle), before, lower, found);
    }
    if !upper.is_empty() {
        let parts = halves().map(|half| half.1).filter(|part| !part.is_empty());
        at_ranks(&parts.collect::<Vec<_>>(), (middle + WorkTime(1), high), after, upper, found);
    }
}
