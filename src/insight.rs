//! Names what holds a stream back, from its measures alone.
//!
//! One rule so far, and an honest one: of the stages whose queue grows, the one with the highest utilization. It says
//! nothing where nothing is wrong, and nothing before there is enough to go by. The words are in `text`.

use crate::measure::Pressure;
use crate::value_stream::{Runnable, StageId};

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

/// The most important finding about a stream with so many items in it, if there is one.
///
/// The pressures should reach back to the start or to the last change: a queue that grew before somebody was hired says
/// nothing about now. Growth has to stand out from the queue's own ups and downs, which for a stage near its
/// capacity are of the order of the square root of the items that passed; half of that is asked for.
pub fn find(runnable: &Runnable, wip: u32, pressures: &[Pressure]) -> Option<Insight> {
    let grows = |stage: &Pressure| {
        let growth = f64::from(stage.queue_now) - f64::from(stage.queue_at_start);
        stage.finished >= FINISHED_LEAST
            && growth >= GROWTH_LEAST.max(0.5 * libm::sqrt(f64::from(stage.started)))
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
