//! Names what holds a stream back, from its measures alone.
//!
//! Each rule says what, how much, and offers one change to try where there is one. What grows without end comes first,
//! then what takes the most of the items' time. It says nothing where nothing is wrong, and nothing before there is enough
//! to go by. The words are in `text`.

mod bottleneck;
mod remedy;
mod rules;

use crate::measure::{Measures, Pressure, TimeSpent};
use crate::value_stream::order::{number_key, order};
use crate::value_stream::{Change, Runnable, StageId};

pub use bottleneck::{BATCHES, Bottleneck, Busy, bottleneck};
pub use rules::DELIVERED_LEAST;

/// Most findings that are ever named.
const FINDINGS_MOST: usize = 3;

/// Fewer items finished at a stage than this are too few to judge it by.
const FINISHED_LEAST: u32 = 5;
/// A queue that has grown by less than this may be luck, and nobody would see it.
const GROWTH_LEAST: f64 = 3.0;
/// A stage that works less of its time than this has time to catch up.
const UTILIZATION_LEAST: f64 = 0.8;

/// What stands out.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Insight {
    /// More is asked for than the busiest stage can do, and it waits for its release.
    OverCapacity {
        /// The busiest stage.
        stage: StageId,
        /// Items that wait for release.
        backlog: u32,
        /// By how many they have grown in the window.
        growth: u32,
        /// Its people's working time / their time [1].
        utilization: f64,
    },
    /// Work waits for its release while nobody is busy: a limit is too tight.
    TightLimit {
        /// Items that wait for release.
        backlog: u32,
        /// Items let in.
        wip: u32,
        /// The highest utilization of all stages [1].
        utilization: f64,
    },
    /// Finished items cannot leave a stage because the limit of the next one is reached.
    Blocked {
        /// The stage that they cannot leave.
        stage: StageId,
        /// The stage that is full.
        by: StageId,
        /// The share of all item-time that it takes, or of the time of the stage's people if that is more [1].
        share: f64,
    },
    /// Items wait for each other rather than for people.
    BatchWait {
        /// The stage.
        stage: StageId,
        /// The share of all item-time that it takes [1].
        share: f64,
        /// Whether they wait to leave; else for their work to begin.
        is_leaving: bool,
    },
    /// Much of the work is done again.
    Rework {
        /// The stage with most of it.
        stage: StageId,
        /// Rework / all work [1].
        share: f64,
    },
    /// Defects reach the customer.
    DefectsPassedOn {
        /// The share of the delivered items that have one [1].
        share: f64,
        /// How many.
        escaped: u32,
    },
    /// More is made than anybody asks for.
    ShelfGrows {
        /// Delivered items that nobody has asked for.
        shelf: u32,
        /// Items delivered per item asked for [1].
        per_request: f64,
    },
    /// Everybody is busy, and items mostly wait.
    BusyPeople {
        /// Mean utilization [1].
        utilization: f64,
        /// The share of the items' time that is work [1].
        efficiency: f64,
        /// Items in the stream.
        wip: u32,
    },
    /// A queue from before the last change is being worked off.
    WorksOff {
        /// The stage.
        stage: StageId,
        /// Items that wait there for a worker.
        waiting: u32,
        /// How many they were at the last change.
        before: u32,
        /// Items in the whole stream.
        wip: u32,
    },
    /// Too little has been delivered to judge by.
    TooEarly {
        /// How many.
        delivered: u32,
    },
    /// Work piles up in front of a stage that has no time left.
    HoldsBack {
        /// The stage.
        stage: StageId,
        /// Items that wait there for a worker.
        waiting: u32,
        /// Items in the whole stream.
        wip: u32,
        /// By how many its queue has grown in the window.
        growth: u32,
        /// Its people's working time / their time [1].
        utilization: f64,
        /// Whether a limit bounds what can be pushed at it.
        limited: bool,
    },
}

/// What a stream is judged by: all of it over the time since its start or its last change.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The measures.
    pub measures: &'a Measures,
    /// How hard each stage is pressed.
    pub pressures: &'a [Pressure],
    /// Where the time of items goes.
    pub spent: &'a TimeSpent,
    /// Items that waited for release at first.
    pub backlog_at_start: u32,
}

/// Something that stands out, how much it weighs, and what could be tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What.
    pub insight: Insight,
    /// The share of the items' time that it explains [1], and 1 more if it grows without end.
    pub weight: f64,
    /// One change to try; none: what would help is no change of a running stream.
    pub change: Option<Change>,
}

/// What stands out, the heaviest first: at most three findings, none where all is well.
pub fn rank(runnable: &Runnable, evidence: &Evidence<'_>) -> Vec<Finding> {
    let found = rules::all(runnable, evidence);
    let by_weight = order(found.iter().map(|(_, weight)| u64::MAX - number_key(*weight)));
    let findings = by_weight.into_iter().take(FINDINGS_MOST).map(|place| {
        let (insight, weight) = found[place];
        Finding { insight, weight, change: remedy::of(runnable, &insight) }
    });
    findings.collect()
}

/// The one finding that a stream without limits, batches and defects can show when it starts: that work piles up in front
/// of a stage. Weighed and to be tried as `rank` has it.
pub fn piling_up(runnable: &Runnable, wip: u32, pressures: &[Pressure]) -> Option<Finding> {
    let insight = find(runnable, wip, pressures)?;
    let Insight::HoldsBack { stage, waiting, .. } = insight else { return None };
    let weight = rules::weight_of_growth(waiting, wip);
    Some(Finding { insight, weight, change: remedy::one_more(runnable, stage) })
}

/// The most important finding about a stream with so many items in it, if there is one.
///
/// The pressures should reach back to the start or to the last change: a queue that grew before somebody was hired says
/// nothing about now. Growth has to stand out from the queue's own ups and downs, which for a stage near its
/// capacity are of the order of the square root of the items that passed; half of that is asked for.
pub fn find(runnable: &Runnable, wip: u32, pressures: &[Pressure]) -> Option<Insight> {
    let grows = |stage: &Pressure| {
        let growth = f64::from(stage.queue_now) - f64::from(stage.queue_at_start);
        stage.finished >= FINISHED_LEAST && is_growth(growth, stage.started)
    };
    let (index, stage, utilization) = pressures
        .iter()
        .enumerate()
        .filter(|(_, stage)| grows(stage))
        .filter_map(|(index, stage)| Some((index, stage, stage.utilization?)))
        .filter(|&(_, _, utilization)| utilization >= UTILIZATION_LEAST)
        .max_by(|one, other| one.2.total_cmp(&other.2))?;
    Some(Insight::HoldsBack {
        stage: StageId::at(index),
        waiting: stage.queue_now,
        wip,
        growth: stage.queue_now.saturating_sub(stage.queue_at_start),
        utilization,
        limited: runnable.stream().stages[index].wip_limit.is_some(),
    })
}

/// Growth beyond luck: of a queue that so many items have passed, half of the square root of their number.
fn is_growth(growth: f64, passed: u32) -> bool {
    growth >= GROWTH_LEAST.max(0.5 * libm::sqrt(f64::from(passed)))
}
