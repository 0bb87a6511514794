//! A list that grows without moving: in steps of a fixed size, so that a long run neither stops to copy its records nor
//! reserves twice what it needs.

use std::ops::{Index, IndexMut, Range};

/// Records in a step.
const STEP: usize = 1024;

#[derive(Debug, Clone)]
pub(super) struct Pile<T> {
    /// What is in a step beyond the length has no meaning.
    steps: Vec<Box<[T; STEP]>>,
    length: usize,
}

impl<T> Default for Pile<T> {
    fn default() -> Self {
        Pile { steps: Vec::new(), length: 0 }
    }
}

impl<T: Copy> Pile<T> {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.length
    }

    #[inline]
    pub(super) fn push(&mut self, record: T) {
        self.put(record);
    }

    /// The same, for a loop that is to call nothing.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn put(&mut self, record: T) {
        self.put_new(|| record);
    }

    /// The same of a record that is made where it will stand: one that is made elsewhere and copied is read before it is there.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn put_new(&mut self, record: impl Fn() -> T) {
        match self.steps.get_mut(self.length / STEP) {
            Some(step) => step[self.length % STEP] = record(),
            None => self.begin_step(record()),
        }
        self.length += 1;
    }

    /// A step more, which begins with a record.
    #[cold]
    fn begin_step(&mut self, record: T) {
        self.steps.extend(vec![record; STEP].try_into().ok());
    }

    pub(super) fn pop(&mut self) {
        self.length = self.length.saturating_sub(1);
    }

    #[inline]
    pub(super) fn get(&self, index: usize) -> Option<&T> {
        if index < self.length { Some(&self[index]) } else { None }
    }

    /// The records of a range, or as many of them as there are.
    pub(super) fn range(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = &T> + Clone {
        let end = range.end.min(self.length);
        let start = range.start.min(end);
        let from = start / STEP;
        let steps = self.steps[from..end.div_ceil(STEP)].iter().enumerate();
        steps.flat_map(move |(step, records)| {
            let first = (from + step) * STEP;
            &records[start.max(first) - first..end.min(first + STEP) - first]
        })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.range(0..self.length)
    }

    /// So many records from one on, or as many of them as there are: all in one step.
    pub(super) fn within(&self, from: usize, count: usize) -> &[T] {
        let end = (from + count).min(self.length);
        &self.steps[from / STEP][from % STEP..][..end - from]
    }

    /// Forgets all records, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.length = 0;
    }

    /// Memory [bytes].
    pub(super) fn bytes(&self) -> usize {
        self.steps.len() * (STEP * size_of::<T>() + size_of::<usize>())
    }
}

impl<T> Index<usize> for Pile<T> {
    type Output = T;

    #[inline]
    fn index(&self, index: usize) -> &T {
        debug_assert!(index < self.length, "there are not so many records");
        &self.steps[index / STEP][index % STEP]
    }
}

impl<T> IndexMut<usize> for Pile<T> {
    #[inline]
    fn index_mut(&mut self, index: usize) -> &mut T {
        debug_assert!(index < self.length, "there are not so many records");
        &mut self.steps[index / STEP][index % STEP]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pile_is_a_list() {
        let mut pile = Pile::default();
        for turn in 0..2 {
            let numbers: Vec<usize> = (0..3 * STEP + 7).collect();
            for &number in &numbers {
                pile.push(number);
            }
            pile.push(0);
            pile.pop();
            assert_eq!(pile.len(), numbers.len());
            assert!(pile.iter().eq(&numbers));
            for range in [0..0, 5..STEP, 5..2 * STEP, STEP..STEP + 1, 9..numbers.len() + 5] {
                let part = &numbers[range.start..range.end.min(numbers.len())];
                assert!(pile.range(range.clone()).eq(part), "{turn} {range:?}");
            }
            assert_eq!(pile.within(STEP + 1, 2), [STEP + 1, STEP + 2]);
            assert_eq!(pile.within(3 * STEP, 64), &numbers[3 * STEP..]);
            assert_eq!((pile[STEP], pile.get(3 * STEP + 7)), (STEP, None));
            pile.clear();
            assert_eq!(pile.iter().next(), None);
        }
    }
}
