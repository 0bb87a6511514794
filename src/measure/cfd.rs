//! Cumulative flow: how many items have ever passed each boundary of the stream.
//!
//! Crossing times are sorted as they are recorded, so the count at any moment is one binary search and the diagram
//! is exact at any zoom. No line can fall, the lines never cross, and the gap between the released and the
//! delivered line is WIP.

use super::pile::Pile;
use crate::value_stream::{SimTime, WorkTime};

/// The cumulative lines of a run or a history, top first: arrived, then reached rank 0 (= released), rank 1, …,
/// delivered.
#[derive(Debug, Clone, Default)]
pub struct Cfd {
    crossings: Vec<Pile<SimTime>>,
}

/// The lines of a `Cfd` at chosen moments: what a picture needs, at most one moment per pixel column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CfdSample {
    /// The moments, ascending.
    pub times: Vec<SimTime>,
    /// For each line (top first: arrived, reached rank 0, …, delivered) its count at each moment.
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
        Cfd { crossings: vec![Pile::default(); ranks + 2] }
    }

    /// Forgets all crossings, and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.crossings.iter_mut().for_each(Pile::clear);
    }

    /// Records that one more item crossed a line (0 = arrived, 1 + k = rank k, last = delivered).
    ///
    /// Moments must not go back: that is what keeps every line sorted.
    pub(crate) fn cross(&mut self, line: usize, at: SimTime) {
        let line = &mut self.crossings[line];
        debug_assert!(line.len() == 0 || line[line.len() - 1] <= at, "crossings come in order");
        line.push(at);
    }

    /// Takes back the latest arrival: an item that was turned away at the tick of its arrival was never asked for.
    pub(crate) fn undo_arrival(&mut self) {
        self.crossings[0].pop();
    }

    /// Memory [bytes].
    pub(super) fn bytes(&self) -> usize {
        self.crossings.iter().map(Pile::bytes).sum()
    }

    /// How many lines there are: ranks + 2.
    pub fn lines(&self) -> usize {
        self.crossings.len()
    }

    /// The crossing times of one line, ascending.
    pub fn line(&self, line: usize) -> impl Iterator<Item = SimTime> {
        self.crossings[line].iter().copied()
    }

    /// How many items have crossed a line.
    pub fn crossed(&self, line: usize) -> u32 {
        self.crossings[line].len() as u32
    }

    /// When the item with this number, counted from 0, crossed a line; none if so many have not.
    pub fn crossing(&self, line: usize, number: u32) -> Option<SimTime> {
        self.crossings[line].get(number as usize).copied()
    }

    /// How many items had crossed a line up to and including a moment.
    pub fn count(&self, line: usize, at: SimTime) -> u32 {
        up_to(&self.crossings[line], at) as u32
    }

    /// All lines at given moments, which must ascend: a search per line and moment, whatever the run's length.
    pub fn sample(&self, times: Vec<SimTime>) -> CfdSample {
        let lines = self.crossings.iter().map(|line| counts_at(line, &times)).collect();
        CfdSample { times, lines }
    }

    /// All lines at `columns` + 1 evenly spaced moments from `from` to `until`.
    pub fn sample_window(&self, from: SimTime, until: SimTime, columns: u32) -> CfdSample {
        let span = u128::from(until.since(from).0);
        let columns = u128::from(columns.max(1));
        let times =
            (0..=columns).map(|column| from + WorkTime((span * column / columns) as u64)).collect();
        self.sample(times)
    }

    /// What the diagram says at one moment.
    pub fn read(&self, at: SimTime) -> CfdReading {
        let counts: Vec<u32> = (0..self.lines()).map(|line| self.count(line, at)).collect();
        let delivered = counts.last().copied().unwrap_or(0);
        let released = counts.get(1).copied().unwrap_or(0);
        let mut bands: Vec<u32> = counts.windows(2).map(|pair| pair[0] - pair[1]).collect();
        bands.push(delivered);
        let cycle_time =
            (delivered > 0).then(|| at.since(self.crossings[1][delivered as usize - 1]));
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
        let before = up_to(line, after);
        let upto = up_to(line, until);
        let inside: u128 =
            line.range(before..upto).map(|&crossed| u128::from(until.since(crossed).0)).sum();
        before as u128 * u128::from(until.since(after).0) + inside
    }
}

/// How many crossings of a line come up to and including a moment.
fn up_to(line: &Pile<SimTime>, at: SimTime) -> usize {
    line.count_while(0..line.len(), |&crossed| crossed <= at)
}

/// Counts of a sorted line at ascending moments. Each search starts as far past the last one's end as that lay past
/// the one before, and doubles its stride: what costs is the memory that is touched, and items come at about one rate.
fn counts_at(line: &Pile<SimTime>, times: &[SimTime]) -> Vec<u32> {
    let (mut count, mut step) = (0, 0);
    let mut counts = Vec::with_capacity(times.len());
    for &at in times {
        let is_before = |index: usize| line[index] <= at;
        let guess = (count + step).min(line.len());
        // What is before `low` has crossed, and what is from `high` on has not.
        let (mut low, mut high, mut stride) = (guess, guess, 1);
        while low > count && !is_before(low - 1) {
            high = low - 1;
            low = high.saturating_sub(stride).max(count);
            stride *= 2;
        }
        if high == guess {
            while high < line.len() && is_before(high) {
                low = high + 1;
                high = (high + stride).min(line.len());
                stride *= 2;
            }
        }
        let found = low + line.count_while(low..high, |&crossed| crossed <= at);
        step = found - count;
        count = found;
        counts.push(count as u32);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::{SimTime, counts_at};

    #[test]
    fn counts_are_those_of_a_plain_search_whatever_the_rate() {
        let mut state = 1_u64;
        let mut draw = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        for _ in 0..300 {
            let (items, pause) = (draw(200), 1 + draw(40));
            let mut ascending = |count: u64, apart: u64| -> Vec<SimTime> {
                let mut at = 0;
                let mut next = || {
                    at += draw(apart) * u64::from(draw(5) == 0);
                    SimTime(at)
                };
                (0..count).map(|_| next()).collect()
            };
            let (line, times) = (ascending(items, pause), ascending(50, 90));
            let plain = |at: &SimTime| line.iter().filter(|crossed| *crossed <= at).count() as u32;
            let mut pile = super::Pile::default();
            for &at in &line {
                pile.push(at);
            }
            assert_eq!(counts_at(&pile, &times), times.iter().map(plain).collect::<Vec<_>>());
        }
    }
}
