//! Which parts of a long list of stays can matter to a window: for each block how many are still open and when the
//! last of the others ended.

use crate::value_stream::SimTime;

/// Records in a block.
pub(super) const SIZE: usize = 256;

#[derive(Debug, Clone, Default)]
pub(super) struct Blocks {
    blocks: Vec<(u16, SimTime)>,
}

impl Blocks {
    /// Forgets them all, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.blocks.clear();
    }

    /// A stay begins: the next record of the list.
    #[inline]
    pub(super) fn open(&mut self, record: usize) {
        if record / SIZE == self.blocks.len() {
            self.blocks.push((0, SimTime::START));
        }
        self.blocks[record / SIZE].0 += 1;
    }

    /// The same, for a loop that is to call nothing.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn put(&mut self, record: usize) {
        match self.blocks.get_mut(record / SIZE) {
            Some(block) => block.0 += 1,
            None => self.open(record),
        }
    }

    /// A stay ends.
    #[inline]
    pub(super) fn close(&mut self, record: usize, at: SimTime) {
        let block = &mut self.blocks[record / SIZE];
        block.0 -= 1;
        block.1 = at;
    }

    /// Whether every stay of a block has ended.
    pub(super) fn is_closed(&self, block: usize) -> bool {
        self.blocks.get(block).is_some_and(|(open, _)| *open == 0)
    }

    /// Memory [bytes].
    pub(super) fn bytes(&self) -> usize {
        self.blocks.capacity() * size_of::<(u16, SimTime)>()
    }

    /// The ranges of records that can contain one which ends after this moment, or has not ended.
    pub(super) fn ending_after(
        &self,
        after: SimTime,
    ) -> impl Iterator<Item = std::ops::Range<usize>> {
        self.blocks
            .iter()
            .enumerate()
            .filter(move |(_, (open, last))| *open > 0 || *last > after)
            .map(|(block, _)| block * SIZE..(block + 1) * SIZE)
    }
}
