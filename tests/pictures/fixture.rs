//! Made-up streams for the golden pictures: single workers in a row, drawn from a small generator of their own, so
//! that the pictures stay the same whatever becomes of the simulation.

use flowglass::chart::{AxisWords, Date, Grain};
use flowglass::measure::{CfdReading, CfdSample};
use flowglass::value_stream::{SimTime, WorkTime};

/// Ticks in an hour.
pub(crate) const HOUR: u64 = 3_600_000;
/// Ticks in a working day.
pub(crate) const DAY: u64 = 8 * HOUR;

/// A line of single workers.
pub(crate) struct Line<'a> {
    /// Items that arrive.
    pub(crate) items: u32,
    /// Mean ticks between arrivals.
    pub(crate) between: u64,
    /// Mean ticks of work at each stage.
    pub(crate) work: &'a [u64],
    /// Most items between release and delivery.
    pub(crate) wip_limit: usize,
    /// Seed of the generator.
    pub(crate) seed: u64,
}

/// The crossing times of each line of a diagram.
pub(crate) struct Crossings(Vec<Vec<u64>>);

impl Line<'_> {
    /// Runs it to the end.
    pub(crate) fn run(&self) -> Crossings {
        let mut draw = Draw(self.seed);
        let mut lines = vec![Vec::new(); self.work.len() + 2];
        let mut arrived = 0;
        let mut free = vec![0; self.work.len()];
        for item in 0..self.items as usize {
            arrived += draw.about(self.between);
            let place_free = item
                .checked_sub(self.wip_limit)
                .map_or(0, |leaver| lines[self.work.len() + 1][leaver]);
            lines[0].push(arrived);
            let mut reached = arrived.max(place_free);
            for (stage, &work) in self.work.iter().enumerate() {
                lines[stage + 1].push(reached);
                reached = reached.max(free[stage]) + draw.about(work);
                free[stage] = reached;
            }
            lines[self.work.len() + 1].push(reached);
        }
        Crossings(lines)
    }
}

impl Crossings {
    /// The lines at evenly spaced moments.
    pub(crate) fn sample(&self, from: u64, until: u64, columns: u64) -> CfdSample {
        let times: Vec<u64> =
            (0..=columns).map(|i| from + (until - from) * i / columns.max(1)).collect();
        let counts = |line: usize| times.iter().map(|&at| self.count(line, at)).collect();
        CfdSample {
            lines: (0..self.0.len()).map(counts).collect(),
            times: times.into_iter().map(SimTime).collect(),
        }
    }

    /// What the diagram says at a moment, if an item is under way from a line on.
    pub(crate) fn read(&self, wip_line: usize, at: u64) -> CfdReading {
        let counts: Vec<u32> = (0..self.0.len()).map(|line| self.count(line, at)).collect();
        let delivered = counts[counts.len() - 1];
        let mut bands: Vec<u32> = counts.windows(2).map(|pair| pair[0] - pair[1]).collect();
        bands.push(delivered);
        let cycle_time =
            (delivered > 0).then(|| WorkTime(at - self.0[wip_line][delivered as usize - 1]));
        CfdReading {
            at: SimTime(at),
            bands,
            wip: counts[wip_line] - delivered,
            delivered,
            cycle_time,
        }
    }

    fn count(&self, line: usize, at: u64) -> u32 {
        self.0[line].partition_point(|&crossed| crossed <= at) as u32
    }
}

/// English for dates.
pub(crate) fn date(date: Date, grain: Grain) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS[date.month as usize - 1];
    match grain {
        Grain::Hour => format!("{}:00", date.hour),
        Grain::Day => format!("{} {month}", date.day),
        Grain::Month => month.to_owned(),
        Grain::Year => date.year.to_string(),
    }
}

/// English for the axes.
pub(crate) fn words() -> AxisWords {
    AxisWords {
        items: "items".to_owned(),
        days: "days".to_owned(),
        hours: "hours".to_owned(),
        minutes: "minutes".to_owned(),
        decimal: '.',
    }
}

/// Names of bands.
pub(crate) fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// A linear congruential generator (Knuth's MMIX constants): enough to look like work.
struct Draw(u64);

impl Draw {
    /// A span around a mean: even from a third of it to five thirds.
    fn about(&mut self, mean: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        mean / 3 + (self.0 >> 33) % (mean * 4 / 3 + 1)
    }
}
