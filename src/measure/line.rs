//! The crossing times of one line of a cumulative flow diagram, ascending: how many come up to a moment is found in a
//! handful of steps however many there are, and with few reads of memory, which is what a picture of a long run costs.

use super::pile::Pile;
use crate::value_stream::SimTime;

/// Every so many crossings one is noted: a block. A pile's steps are whole blocks.
const BLOCK: usize = 64;

/// A line.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    crossings: Pile<SimTime>,
    /// The first crossing of each block.
    marks: Vec<SimTime>,
}

impl Line {
    #[inline]
    pub(super) fn push(&mut self, at: SimTime) {
        let count = self.crossings.len();
        debug_assert!(count == 0 || self.crossings[count - 1] <= at, "crossings come in order");
        self.put(at);
    }

    /// The same, for a loop that is to call nothing.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn put(&mut self, at: SimTime) {
        if self.crossings.len().is_multiple_of(BLOCK) {
            self.begin_block(at);
        }
        self.crossings.put(at);
    }

    #[cold]
    fn begin_block(&mut self, at: SimTime) {
        self.marks.push(at);
    }

    pub(super) fn pop(&mut self) {
        self.crossings.pop();
        self.marks.truncate(self.crossings.len().div_ceil(BLOCK));
    }

    pub(super) fn clear(&mut self) {
        self.crossings.clear();
        self.marks.clear();
    }

    /// Memory [bytes].
    pub(super) fn bytes(&self) -> usize {
        self.crossings.bytes() + self.marks.capacity() * size_of::<SimTime>()
    }

    pub(super) fn len(&self) -> usize {
        self.crossings.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<SimTime> {
        self.crossings.get(index).copied()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = SimTime> {
        self.crossings.iter().copied()
    }

    pub(super) fn range(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = SimTime> {
        self.crossings.range(range).copied()
    }

    /// How many crossings come up to and including a moment.
    pub(super) fn up_to(&self, at: SimTime) -> usize {
        self.inside(self.marks.partition_point(|&mark| mark <= at), at)
    }

    /// The same at ascending moments. Each search of the marks starts as far past the last one's end as that lay past
    /// the one before, and doubles its stride: items come at about one rate.
    pub(super) fn counts(&self, times: &[SimTime]) -> Vec<u32> {
        let marks = &self.marks;
        let (mut block, mut step) = (0, 0);
        let mut counts = Vec::with_capacity(times.len());
        for &at in times {
            let guess = (block + step).min(marks.len());
            // What is before `low` has been passed, and what is from `high` on has not.
            let (mut low, mut high, mut stride) = (guess, guess, 1);
            while low > block && marks[low - 1] > at {
                high = low - 1;
                low = high.saturating_sub(stride).max(block);
                stride *= 2;
            }
            if high == guess {
                while high < marks.len() && marks[high] <= at {
                    low = high + 1;
                    high = (high + stride).min(marks.len());
                    stride *= 2;
                }
            }
            let found = low + marks[low..high].partition_point(|&mark| mark <= at);
            step = found - block;
            block = found;
            counts.push(self.inside(block, at) as u32);
        }
        counts
    }

    /// How many crossings come up to and including a moment up to which so many blocks have begun.
    fn inside(&self, begun: usize, at: SimTime) -> usize {
        let Some(block) = begun.checked_sub(1) else { return 0 };
        let from = block * BLOCK;
        let crossings = self.crossings.within(from, BLOCK);
        // Where it would be if they came evenly; from there it is a step or two.
        let next = self.marks.get(begun).or(crossings.last()).copied().unwrap_or(at);
        let (passed, span) = (at.since(crossings[0]).0, next.since(crossings[0]).0.max(1));
        let guess = (passed.min(span) as f64 / span as f64 * crossings.len() as f64) as usize;
        let mut count = guess.clamp(1, crossings.len());
        while count < crossings.len() && crossings[count] <= at {
            count += 1;
        }
        while crossings[count - 1] > at {
            count -= 1;
        }
        from + count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_a_plain_search_whatever_the_rate() {
        let mut state = 1_u64;
        let mut draw = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        for round in 0..400 {
            let (items, pause) = (draw(if round % 20 == 0 { 5000 } else { 300 }), 1 + draw(40));
            let mut ascending = |count: u64, apart: u64| -> Vec<SimTime> {
                let mut at = 0;
                let mut next = || {
                    at += draw(apart) * u64::from(draw(5) == 0);
                    SimTime(at)
                };
                (0..count).map(|_| next()).collect()
            };
            let (crossings, times) = (ascending(items, pause), ascending(50, 90));
            let plain = |at: &SimTime| crossings.iter().filter(|crossed| *crossed <= at).count();
            let mut line = Line::default();
            for &at in &crossings {
                line.push(at);
                line.push(at);
                line.pop();
            }
            let counts: Vec<usize> = times.iter().map(plain).collect();
            assert!(line.counts(&times).iter().map(|&count| count as usize).eq(counts.clone()));
            assert!(times.iter().map(|&at| line.up_to(at)).eq(counts));
            assert_eq!(line.marks.len(), crossings.len().div_ceil(BLOCK));
        }
    }
}
