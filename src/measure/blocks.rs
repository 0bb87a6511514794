//! Which parts of a long list of stays can matter to a window: for each block how many have ended and when the last of
//! them did.

use crate::value_stream::SimTime;

/// Records in a block.
pub(super) const SIZE: usize = 256;

#[derive(Debug, Clone, Default)]
pub(super) struct Blocks {
    /// As far as any has ended.
    blocks: Vec<(u16, SimTime)>,
}

impl Blocks {
    /// Forgets them all, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.blocks.clear();
    }

    /// A stay ends.
    #[inline]
    pub(super) fn close(&mut self, record: usize, at: SimTime) {
        match self.blocks.get_mut(record / SIZE) {
            Some(block) => {
                block.0 += 1;
                block.1 = at;
            }
            None => self.close_first(record, at),
        }
    }

    /// The first one of a block ends.
    #[cold]
    fn close_first(&mut self, record: usize, at: SimTime) {
        self.blocks.resize(record / SIZE + 1, (0, SimTime::START));
        self.close(record, at);
    }

    /// Whether every stay of a whole block has ended.
    pub(super) fn is_closed(&self, block: usize) -> bool {
        self.is_closed_by(block, SimTime::NEVER)
    }

    /// The same, up to and including a moment.
    pub(super) fn is_closed_by(&self, block: usize, at: SimTime) -> bool {
        let ended = self.blocks.get(block);
        ended.is_some_and(|(ended, last)| usize::from(*ended) == SIZE && *last <= at)
    }

    /// Memory [bytes].
    pub(super) fn bytes(&self) -> usize {
        self.blocks.capacity() * size_of::<(u16, SimTime)>()
    }

    /// The ranges of so many records that can contain one which ends after this moment, or has not ended.
    pub(super) fn ending_after(
        &self,
        after: SimTime,
        records: usize,
    ) -> impl Iterator<Item = std::ops::Range<usize>> {
        let ranges = (0..records.div_ceil(SIZE)).map(|block| block * SIZE..(block + 1) * SIZE);
        let may_end_after = move |range: &std::ops::Range<usize>| {
            let (ended, last) =
                self.blocks.get(range.start / SIZE).copied().unwrap_or((0, SimTime::START));
            usize::from(ended) < range.len().min(records - range.start) || last > after
        };
        ranges.filter(may_end_after)
    }
}
