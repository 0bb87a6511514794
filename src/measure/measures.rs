//! What a window of a run comes to, in numbers. Times are in ticks; words and units are the screen's.

use crate::value_stream::{ClassId, SimTime, WorkTime};

/// A part of a run: what happens after `after`, up to and including `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its start, not included.
    pub after: SimTime,
    /// Its end, included.
    pub until: SimTime,
}

impl Window {
    /// From one moment to another; empty if they are the wrong way round.
    pub fn new(after: SimTime, until: SimTime) -> Window {
        Window { after, until: until.max(after) }
    }

    /// Its length.
    pub fn span(self) -> WorkTime {
        self.until.since(self.after)
    }

    /// How much of an interval falls inside.
    pub fn overlap(self, from: SimTime, to: SimTime) -> u64 {
        to.0.min(self.until.0).saturating_sub(from.0.max(self.after.0))
    }
}

/// How a set of times spreads. Percentiles are by nearest rank.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// How many there are.
    pub count: u32,
    /// Their mean [ticks].
    pub mean: f64,
    /// Their standard deviation (n - 1) [ticks]; 0 for a single one.
    pub sd: f64,
    /// The shortest.
    pub least: WorkTime,
    /// Half are at most so long.
    pub p50: WorkTime,
    /// 70 % are at most so long.
    pub p70: WorkTime,
    /// 85 % are at most so long.
    pub p85: WorkTime,
    /// 95 % are at most so long.
    pub p95: WorkTime,
    /// The longest.
    pub most: WorkTime,
}

/// What one stage did in a window.
#[derive(Debug, Clone, PartialEq)]
pub struct StageMeasures {
    /// People, integrated over the window [worker-ticks]; none: unlimited.
    pub staffed: Option<u128>,
    /// Time people worked [worker-ticks].
    pub working: u128,
    /// Time people lost by switching between items [worker-ticks].
    pub switching: u128,
    /// Time people set up [worker-ticks].
    pub setup: u128,
    /// Time people were interrupted [worker-ticks].
    pub interrupted: u128,
    /// Time people were held by a finished item [worker-ticks].
    pub blocked: u128,
    /// Time people waited for a batch to fill: they were free, and less waited than work starts with [worker-ticks].
    pub waiting_for_batch: u128,
    /// Time people had nothing to work on [worker-ticks]: staffed - working - switching - setup - interrupted - blocked - waiting
    /// for a batch; none: unlimited.
    pub starved: Option<u128>,
    /// Time of working and switching / staffed time [1]; none where people are unlimited or come from a team, or nobody was there.
    pub utilization: Option<f64>,
    /// Mean number of items inside: waiting, in process, finished.
    pub wip: f64,
    /// Mean number of items that wait for a worker.
    pub queue: f64,
    /// Mean number of finished items that wait for room.
    pub done_waiting: f64,
    /// Items waiting for a worker at the start of the window.
    pub queue_at_start: u32,
    /// Items waiting for a worker at its end.
    pub queue_now: u32,
    /// Items inside at its end.
    pub wip_now: u32,
    /// Visits that started work in the window.
    pub started: u32,
    /// Visits that ended work in the window.
    pub finished: u32,
    /// Mean wait of the visits whose work started in the window [ticks]; their spread: `Ledger::stage_times`.
    pub wait_mean: Option<f64>,
    /// Mean elapsed time in process of the visits that ended work in the window [ticks]. Where people share their time
    /// it is more than their effort, of which `working` is the sum.
    pub process_mean: Option<f64>,
    /// How often work was done again at once in the window.
    pub redone: u32,
    /// Defects that it put into items in the window.
    pub defects_made: u32,
    /// Defects that it found in the window, its own and others'.
    pub defects_found: u32,
    /// Share of its work in the window that made no defect [1].
    pub first_pass_yield: Option<f64>,
}

/// What the customer asked for in a window, and got.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Market {
    /// Requests.
    pub demanded: u32,
    /// Requests met: value delivered.
    pub met: u32,
    /// Requests met from the shelf, at once.
    pub met_at_once: u32,
    /// Requests lost.
    pub lost: u32,
    /// Mean number of delivered items that nobody has asked for.
    pub shelf: f64,
    /// Mean number of requests that wait.
    pub owed: f64,
    /// Delivered items that nobody has asked for, at the window's end.
    pub shelf_now: u32,
    /// Requests that wait, at the window's end.
    pub owed_now: u32,
}

/// What a window costs and brings [the author's currency].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Money {
    /// What the delivered items are worth; where the customer has a demand, those that were asked for.
    pub value: f64,
    /// People, for the time they were there; where people are unlimited, for the time they worked.
    pub labor: f64,
    /// Items in the stream.
    pub holding: f64,
    /// Days that items were waited for in the window, from arrival to delivery, done or not.
    pub delay: f64,
    /// (labor + holding) / items delivered; none: nothing was.
    pub cost_per_item: Option<f64>,
}

/// How good what left the stream in a window was.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Quality {
    /// Items thrown away.
    pub scrapped: u32,
    /// Items that the customer had with a defect.
    pub escaped: u32,
    /// Share of the items that left into which no defect was ever put [1].
    pub rolled_first_pass_yield: Option<f64>,
    /// Share of the items that left on which no defect was ever found [1].
    pub observed_first_pass_yield: Option<f64>,
    /// Share of the delivered items that the customer had with a defect [1].
    pub escaped_share: Option<f64>,
}

/// What a class of work did in a window.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassMeasures {
    /// The class.
    pub class: ClassId,
    /// Items delivered.
    pub delivered: u32,
    /// Release to delivery, of the items delivered.
    pub cycle_time: Option<Spread>,
    /// Arrival to delivery, of the items delivered.
    pub lead_time: Option<Spread>,
}

/// What a window of a run comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// The window.
    pub window: Window,
    /// Items that arrived in it.
    pub arrived: u32,
    /// Items turned away in it.
    pub turned_away: u32,
    /// Items cancelled in it.
    pub cancelled: u32,
    /// Items released in it.
    pub released: u32,
    /// Items delivered in it.
    pub delivered: u32,
    /// Items delivered per tick; none in an empty window.
    pub throughput: Option<f64>,
    /// Mean work in progress: released and not delivered.
    pub wip: f64,
    /// Work in progress at the window's end.
    pub wip_now: u32,
    /// Items that wait for release at the window's end.
    pub backlog_now: u32,
    /// Release to delivery, of the items delivered in the window.
    pub cycle_time: Option<Spread>,
    /// Arrival to delivery, of the items delivered in the window.
    pub lead_time: Option<Spread>,
    /// Arrival of a request to the delivery of its last item, of the requests delivered in the window; none: no
    /// source splits requests, or none was delivered.
    pub request_lead_time: Option<Spread>,
    /// Elapsed time in process per delivered item.
    pub process_time: Option<Spread>,
    /// Release until the window's end, of the items then unfinished.
    pub age: Option<Spread>,
    /// Sum of process time / sum of cycle time over delivered items [1].
    pub flow_efficiency: Option<f64>,
    /// Share of moves between stages that go back [1].
    pub moves_back: Option<f64>,
    /// Unfinished items / items released up to the end of the window [1]. Above a tenth, times of delivered items
    /// flatter the stream: the slow ones are not among them yet.
    pub unfinished: Option<f64>,
    /// Mean WIP - throughput × mean cycle time over the window [items]: what the edges of the window hide from
    /// Little's law.
    pub little_residual: Option<f64>,
    /// Area between the released and the delivered line in the window [item-ticks].
    pub area: u128,
    /// Time that all items spent in the stream in the window, summed [item-ticks]: always equal to `area`.
    pub time_in_stream: u128,
    /// How good what left the stream was.
    pub quality: Quality,
    /// What the customer asked for; none: everything was wanted.
    pub market: Option<Market>,
    /// What it costs and brings; none: the stream gives no prices.
    pub money: Option<Money>,
    /// Each team, in the stream's order: working time of its people, wherever they are / their time [1].
    pub team_utilization: Vec<f64>,
    /// Each stage, in the stream's order.
    pub stages: Vec<StageMeasures>,
    /// Each class that was delivered.
    pub classes: Vec<ClassMeasures>,
}

impl Spread {
    /// The spread of some times; none of none.
    pub fn of(times: &[WorkTime]) -> Option<Spread> {
        let count = times.len();
        let first = *times.first()?;
        let (mut least, mut most, mut sum) = (first, first, 0_u128);
        for &time in times {
            least = least.min(time);
            most = most.max(time);
            sum += u128::from(time.0);
        }
        let mean = sum as f64 / count as f64;
        let mut parts = Parts::new(count, least, most);
        let mut squares = 0.0;
        for &time in times {
            let off = time.0 as f64 - mean;
            squares += off * off;
            parts.count(time);
        }
        let sd = if count > 1 { libm::sqrt(squares / (count - 1) as f64) } else { 0.0 };
        let [p50, p70, p85, p95] = parts.at_ranks(times, Spread::ranks(count));
        Some(Spread { count: count as u32, mean, sd, least, p50, p70, p85, p95, most })
    }

    /// The ranks of the percentiles among so many, at least one.
    pub(super) fn ranks(count: usize) -> [usize; 4] {
        [50, 70, 85, 95].map(|percent| (percent * count).div_ceil(100) - 1)
    }
}

/// Most parts of the range of some times in which they are counted, to look for a rank in one part only.
const PARTS: usize = 512;
/// Times in a part if they are even.
const EACH: usize = 4;

/// How many of some times lie in each part of their range.
struct Parts {
    counts: [u32; PARTS],
    shift: u32,
    least: WorkTime,
}

impl Parts {
    /// For so many times.
    fn new(count: usize, least: WorkTime, most: WorkTime) -> Parts {
        let parts = (count / EACH).next_power_of_two().clamp(2, PARTS);
        let bits = u64::BITS - (most.0 - least.0).leading_zeros();
        Parts { counts: [0; PARTS], shift: bits.saturating_sub(parts.ilog2()), least }
    }

    #[inline]
    fn part_of(&self, time: WorkTime) -> usize {
        ((time.0 - self.least.0) >> self.shift) as usize % PARTS
    }

    #[inline]
    fn count(&mut self, time: WorkTime) {
        self.counts[self.part_of(time)] += 1;
    }

    /// The times of four ranks.
    fn at_ranks(&self, times: &[WorkTime], ranks: [usize; 4]) -> [WorkTime; 4] {
        // The part of each rank, and its rank in there.
        let places = ranks.map(|rank| {
            let (mut part, mut inside) = (0, rank);
            while inside >= self.counts[part] as usize {
                inside -= self.counts[part] as usize;
                part += 1;
            }
            (part, inside)
        });
        let mut members = places.map(|(part, _)| Vec::with_capacity(self.counts[part] as usize));
        let mut lists = [u8::MAX; PARTS];
        for (list, &(part, _)) in (0..4).zip(&places).rev() {
            lists[part] = list;
        }
        for &time in times {
            if let Some(members) = members.get_mut(usize::from(lists[self.part_of(time)])) {
                members.push(WorkTime(time.0 - self.least.0));
            }
        }
        // Counted from the least, the members of a part differ in the last bits only.
        let differing = (1 << self.shift) - 1;
        places.map(|(part, inside)| {
            self.least + select(&mut members[usize::from(lists[part])], inside, differing)
        })
    }
}

/// With no more, each is compared with each other one.
const FEW: usize = 24;

/// The time of a rank: parted bit by bit, from the highest one in which they can differ.
fn select(times: &mut [WorkTime], rank: usize, differing: u64) -> WorkTime {
    if times.len() <= FEW {
        let before = |time: WorkTime| times.iter().filter(|&&other| other < time).count();
        let upto = |time: WorkTime| times.iter().filter(|&&other| other <= time).count();
        let is_it = |time: &WorkTime| before(*time) <= rank && upto(*time) > rank;
        return times.iter().copied().find(is_it).unwrap_or_default();
    }
    let (mut low, mut high) = (0, times.len());
    for bit in (0..u64::BITS - differing.leading_zeros()).rev() {
        let mut split = low;
        for place in low..high {
            if times[place].0 >> bit & 1 == 0 {
                times.swap(place, split);
                split += 1;
            }
        }
        if rank < split { high = split } else { low = split }
    }
    times[rank]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ranges from a tick to centuries, which begin anywhere.
    #[test]
    fn percentiles_are_the_nearest_ranks() {
        for count in (1..=200_u64).chain([5000]) {
            for (least, step) in
                [(0, 1), (1, 3), (777, 1_000_003), (12_345_678_901, 98_765_432_109)]
            {
                let times: Vec<WorkTime> =
                    (0..count).map(|time| WorkTime(least + (time * 7919) % count * step)).collect();
                let spread = Spread::of(&times).expect("there are some");
                let mut sorted = times.clone();
                sorted.sort_unstable();
                let nearest = |percent: f64| {
                    sorted[(percent / 100.0 * count as f64 - 1e-9).ceil() as usize - 1]
                };
                assert_eq!(spread.p50, nearest(50.0), "{count} × {step}");
                assert_eq!(spread.p70, nearest(70.0), "{count} × {step}");
                assert_eq!(spread.p85, nearest(85.0), "{count} × {step}");
                assert_eq!(spread.p95, nearest(95.0), "{count} × {step}");
                assert_eq!(spread.least, sorted[0]);
                assert_eq!(spread.most, sorted[count as usize - 1]);
            }
        }
    }

    #[test]
    fn the_spread_of_nothing_is_none() {
        assert_eq!(Spread::of(&[]), None);
    }
}
