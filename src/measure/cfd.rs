//! Cumulative flow: how many items have ever passed each boundary of the stream.
//!
//! Crossing times are sorted as they are recorded, so the count at any moment is one binary search and the diagram
//! is exact at any zoom. No line can fall, the lines never cross, and the gap between the released and the
//! delivered line is WIP.

use super::line::Line;
use crate::value_stream::{SimTime, WorkTime};

/// The cumulative lines of a run or a history, top first: arrived, then reached rank 0 (= released), rank 1, …,
/// delivered.
#[derive(Debug, Clone, Default)]
pub struct Cfd {
    crossings: Vec<Line>,
}

/// The lines of a `Cfd` at chosen moments: what a picture needs, at most one moment per pixel column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CfdSample {
    /// The moments, ascending.
    pub times: Vec<SimTime>,
    /// For each line (top first: arrived, reached rank 0, …, delivered) its count at each moment; none for a line that
    /// is not drawn.
    pub lines: Vec<Vec<u32>>,
}

/// What the diagram says at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CfdReading {
    /// The moment.
    pub at: SimTime,
    /// Items in each band at that moment: backlog, each rank, and last the delivered ones.
    pub bands: Vec<u32>,
    /// Work in progress: released and not delivered (the vertical gap).
    pub wip: u32,
    /// Delivered so far: the height of the lower curve.
    pub delivered: u32,
    /// Approximate cycle time: how long ago as many items as are delivered by now had been released (the
    /// horizontal gap); none before the first delivery.
    pub cycle_time: Option<WorkTime>,
}

impl Cfd {
    /// Lines for a stream of `ranks` ranks: arrived, one per rank, delivered.
    pub fn new(ranks: usize) -> Cfd {
        Cfd { crossings: vec![Line::default(); ranks + 2] }
    }

    /// Forgets all crossings, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.crossings.iter_mut().for_each(Line::clear);
    }

    /// Records that one more item crossed a line (0 = arrived, 1 + k = rank k, last = delivered).
    ///
    /// Moments must not go back: that is what keeps every line sorted.
    #[inline]
    pub(crate) fn cross(&mut self, line: usize, at: SimTime) {
        self.crossings[line].push(at);
    }

    /// The same, for a loop that is to call nothing.
    #[expect(clippy::inline_always, reason = "part of one loop")]
    #[inline(always)]
    pub(super) fn put(&mut self, line: usize, at: SimTime) {
        self.crossings[line].put(at);
    }

    /// Takes back the latest arrival: an item that was turned away at the tick of its arrival was never asked for.
    pub(crate) fn undo_arrival(&mut self) {
        self.crossings[0].pop();
    }

    /// Memory [bytes].
    pub(super) fn bytes(&self) -> usize {
        self.crossings.iter().map(Line::bytes).sum()
    }

    /// How many lines there are: ranks + 2.
    pub fn lines(&self) -> usize {
        self.crossings.len()
    }

    /// The crossing times of one line, ascending.
    pub fn line(&self, line: usize) -> impl Iterator<Item = SimTime> {
        self.crossings[line].iter()
    }

    /// How many items have crossed a line.
    pub fn crossed(&self, line: usize) -> u32 {
        self.crossings[line].len() as u32
    }

    /// When the item with this number, counted from 0, crossed a line; none if so many have not.
    pub fn crossing(&self, line: usize, number: u32) -> Option<SimTime> {
        self.crossings[line].get(number as usize)
    }

    /// How many items had crossed a line up to and including a moment.
    pub fn count(&self, line: usize, at: SimTime) -> u32 {
        self.crossings[line].up_to(at) as u32
    }

    /// All lines at given moments, which must ascend: a search per line and moment, whatever the run's length.
    pub fn sample(&self, times: Vec<SimTime>) -> CfdSample {
        let lines = self.crossings.iter().map(|line| line.counts(&times)).collect();
        CfdSample { times, lines }
    }

    /// All lines at `columns` + 1 evenly spaced moments from `from` to `until`.
    pub fn sample_window(&self, from: SimTime, until: SimTime, columns: u32) -> CfdSample {
        let columns = u64::from(columns.max(1));
        // `span * column / columns`, without what could not be held on the way.
        let span = until.since(from).0;
        let (whole, rest) = (span / columns, span % columns);
        let at = |column: u64| from + WorkTime(whole * column + rest * column / columns);
        self.sample((0..=columns).map(at).collect())
    }

    /// What the diagram says at one moment.
    pub fn read(&self, at: SimTime) -> CfdReading {
        self.read_from(1, at)
    }

    /// The same if an item is under way from another line on than the released one.
    pub fn read_from(&self, line: usize, at: SimTime) -> CfdReading {
        let counts: Vec<u32> = (0..self.lines()).map(|line| self.count(line, at)).collect();
        let delivered = counts.last().copied().unwrap_or(0);
        let released = counts.get(line).copied().unwrap_or(0);
        let mut bands: Vec<u32> = counts.windows(2).map(|pair| pair[0] - pair[1]).collect();
        bands.push(delivered);
        let released_then = delivered.checked_sub(1).and_then(|number| self.crossing(line, number));
        let cycle_time = released_then.map(|then| at.since(then));
        CfdReading { at, bands, wip: released - delivered, delivered, cycle_time }
    }

    /// Area between two lines over the window (after, until] [item-ticks], `upper` being the earlier boundary.
    pub fn area_between(&self, upper: usize, lower: usize, after: SimTime, until: SimTime) -> u128 {
        self.area_under(upper, after, until) - self.area_under(lower, after, until)
    }

    /// Area under one line over the window (after, until] [item-ticks].
    fn area_under(&self, line: usize, after: SimTime, until: SimTime) -> u128 {
        let line = &self.crossings[line];
        let until = until.max(after);
        let before = line.up_to(after);
        let upto = line.up_to(until);
        let inside: u128 =
            line.range(before..upto).map(|crossed| u128::from(until.since(crossed).0)).sum();
        before as u128 * u128::from(until.since(after).0) + inside
    }
}
