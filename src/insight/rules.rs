//! The rules: each looks at one thing that makes work stand still, and weighs it.

use super::{Evidence, Insight, find, is_growth};
use crate::measure::StageMeasures;
use crate::value_stream::{Release, Runnable, SimTime, StageId, Target};

/// Fewer delivered items than this are too few to judge a stream by.
pub const DELIVERED_LEAST: u32 = 8;
/// A queue of fewer items is none to speak of once it does not grow.
const QUEUE_LEAST: u32 = 8;
/// A share of time that stands out.
const SHARE_LEAST: f64 = 0.2;
/// A stage that works more of its time than this has none left.
const BUSY: f64 = 0.85;
/// Items that are worked on for less of their time than this mostly wait.
const EFFICIENCY_LOW: f64 = 0.2;

/// Everything that stands out, with its weight.
pub(super) fn all(runnable: &Runnable, evidence: &Evidence<'_>) -> Vec<(Insight, f64)> {
    let measures = evidence.measures;
    let mut found: Vec<(Insight, f64)> = Vec::new();
    if let Some(growing) = find(runnable, measures.wip_now, evidence.pressures) {
        let Insight::HoldsBack { waiting, wip, .. } = growing else { return found };
        found.push((growing, weight_of_growth(waiting, wip)));
    }
    let is_growing = !found.is_empty();
    if measures.delivered < DELIVERED_LEAST {
        if !is_growing {
            found.push((Insight::TooEarly { delivered: measures.delivered }, 0.0));
        }
        return found;
    }
    found.extend(backlog(evidence));
    let grows_at_all = !found.is_empty();
    found.extend(blocked(runnable, evidence).map(|(stopped, share)| {
        let is_more = found.iter().any(|(growing, _)| waits_for_less(growing, &stopped, evidence));
        (stopped, share + f64::from(u8::from(is_more)))
    }));
    found.extend(batch_wait(runnable, evidence));
    found.extend(rework(evidence));
    found.extend(quality(evidence));
    found.extend(shelf(evidence));
    if !grows_at_all {
        found.extend(old_queue(evidence).or_else(|| busy_people(runnable, evidence)));
    }
    found
}

/// Whether a queue that grows holds less of the items' time than what is done and kept out by a limit, which then is what
/// grows: more people would only do more that cannot go on. A queue at the limit itself is another matter.
fn waits_for_less(growing: &Insight, stopped: &Insight, evidence: &Evidence<'_>) -> bool {
    let (Insight::HoldsBack { stage, .. }, Insight::Blocked { stage: done, by, .. }) =
        (*growing, *stopped)
    else {
        return false;
    };
    let spent = &evidence.spent.stages;
    stage != by && spent[stage.index()].waiting < spent[done.index()].done
}

/// A queue that was there before the last change, does not grow any more, and is most of what is in the stream: it weighs
/// half the share of the items that wait in it.
fn old_queue(evidence: &Evidence<'_>) -> Option<(Insight, f64)> {
    // What was there at the start of the run is how it is meant.
    if evidence.measures.window.after == SimTime::START {
        return None;
    }
    let wip = evidence.measures.wip_now;
    let stages = evidence.pressures.iter().enumerate();
    let (index, queue) = stages.max_by_key(|(_, stage)| stage.queue_now)?;
    let (waiting, before) = (queue.queue_now, queue.queue_at_start);
    let is_old = waiting >= QUEUE_LEAST && waiting <= before && 2 * waiting >= wip;
    let finding = Insight::WorksOff { stage: StageId::at(index), waiting, before, wip };
    is_old.then(|| (finding, 0.5 * f64::from(waiting) / f64::from(wip.max(1))))
}

/// What grows without end, by the share of the items that wait there.
pub(super) fn weight_of_growth(waiting: u32, wip: u32) -> f64 {
    1.0 + f64::from(waiting) / f64::from(wip.max(1))
}

/// The stage with the highest utilization.
fn busiest(stages: &[StageMeasures]) -> Option<(StageId, f64)> {
    let known = stages.iter().enumerate();
    let known =
        known.filter_map(|(stage, measured)| Some((StageId::at(stage), measured.utilization?)));
    known.max_by(|one, other| one.1.total_cmp(&other.1))
}

fn backlog(evidence: &Evidence<'_>) -> Option<(Insight, f64)> {
    let measures = evidence.measures;
    let growth = f64::from(measures.backlog_now) - f64::from(evidence.backlog_at_start);
    if !is_growth(growth, measures.arrived) {
        return None;
    }
    let (stage, utilization) = busiest(&measures.stages)?;
    let weight = 1.0 + growth / f64::from(measures.arrived.max(1));
    let backlog = measures.backlog_now;
    let insight = if utilization >= BUSY {
        Insight::OverCapacity { stage, backlog, growth: growth as u32, utilization }
    } else {
        Insight::TightLimit { backlog, wip: measures.wip_now, utilization }
    };
    Some((insight, weight))
}

/// The stage downstream with a limit that most of a stage's items go to.
fn limited_next(runnable: &Runnable, stage: StageId) -> Option<StageId> {
    let stream = runnable.stream();
    let links = runnable.links_of(stage).iter();
    let limited = links.filter_map(|&link| match runnable.ways()[link.index()] {
        way if way.backward => None,
        way => match way.to {
            Target::Stage(to) => {
                let is_limited = stream.stages[to.index()].wip_limit.is_some()
                    || stream
                        .limits
                        .iter()
                        .any(|limit| limit.stages.contains(&stream.stages[to.index()].id));
                is_limited.then_some((to, stream.links[link.index()].share))
            }
            Target::Customer => None,
        },
    });
    limited.max_by(|one, other| one.1.total_cmp(&other.1)).map(|(to, _)| to)
}

fn blocked(runnable: &Runnable, evidence: &Evidence<'_>) -> Option<(Insight, f64)> {
    let stages = runnable.stream().stages.iter().enumerate();
    let found = stages.filter_map(|(index, stage)| {
        let stage_id = StageId::at(index);
        // What waits for its pallet or its train is no matter of limits.
        if stage.transfer_batch > 1 || stage.cadence.is_some() {
            return None;
        }
        let by = limited_next(runnable, stage_id)?;
        let measured = &evidence.measures.stages[index];
        let of_items =
            evidence.spent.stages[index].done as f64 / (evidence.spent.total.max(1)) as f64;
        let of_people = measured
            .staffed
            .map_or(0.0, |staffed| measured.blocked as f64 / (staffed.max(1)) as f64);
        Some(Insight::Blocked { stage: stage_id, by, share: of_items.max(of_people) })
    });
    let share = |insight: &Insight| match insight {
        Insight::Blocked { share, .. } => *share,
        _ => 0.0,
    };
    let most = found.max_by(|one, other| share(one).total_cmp(&share(other)))?;
    (share(&most) >= SHARE_LEAST).then_some((most, share(&most)))
}

fn batch_wait(runnable: &Runnable, evidence: &Evidence<'_>) -> Option<(Insight, f64)> {
    let total = evidence.spent.total.max(1) as f64;
    let stages = runnable.stream().stages.iter().enumerate();
    let waits = stages.flat_map(|(index, stage)| {
        let spent = &evidence.spent.stages[index];
        let leaving = stage.transfer_batch > 1 || stage.cadence.is_some();
        // With people who have time, what waits for work waits for its batch.
        let has_time = evidence.measures.stages[index].utilization.is_some_and(|u| u < BUSY);
        let starting = stage.process_batch.min > 1 && has_time;
        let share = |is_so: bool, part: u128| if is_so { part as f64 / total } else { 0.0 };
        [(index, share(leaving, spent.done), true), (index, share(starting, spent.waiting), false)]
    });
    let (index, share, is_leaving) = waits.max_by(|one, other| one.1.total_cmp(&other.1))?;
    let insight = Insight::BatchWait { stage: StageId::at(index), share, is_leaving };
    (share >= SHARE_LEAST).then_some((insight, share))
}

fn rework(evidence: &Evidence<'_>) -> Option<(Insight, f64)> {
    let stages = &evidence.spent.stages;
    let again: u128 = stages.iter().map(|stage| stage.rework).sum();
    let work: u128 = again + stages.iter().map(|stage| stage.process).sum::<u128>();
    let (stage, _) = stages.iter().enumerate().max_by_key(|(_, stage)| stage.rework)?;
    let share = again as f64 / work.max(1) as f64;
    let insight = Insight::Rework { stage: StageId::at(stage), share };
    (share >= SHARE_LEAST).then_some((insight, share))
}

fn quality(evidence: &Evidence<'_>) -> Option<(Insight, f64)> {
    let quality = evidence.measures.quality;
    let share = quality.escaped_share?;
    let insight = Insight::DefectsPassedOn { share, escaped: quality.escaped };
    (share >= 0.05 && quality.escaped >= 3).then_some((insight, share))
}

fn shelf(evidence: &Evidence<'_>) -> Option<(Insight, f64)> {
    let market = evidence.measures.market?;
    let per_request = f64::from(evidence.measures.delivered) / f64::from(market.demanded.max(1));
    let grows = f64::from(market.shelf_now) > market.shelf * 1.2;
    let insight = Insight::ShelfGrows { shelf: market.shelf_now, per_request };
    (grows && is_growth(f64::from(market.shelf_now), market.demanded) && per_request > 1.05)
        .then_some((insight, 1.0 - 1.0 / per_request))
}

fn busy_people(runnable: &Runnable, evidence: &Evidence<'_>) -> Option<(Insight, f64)> {
    let measures = evidence.measures;
    let efficiency = measures.flow_efficiency?;
    let known: Vec<f64> = measures.stages.iter().filter_map(|stage| stage.utilization).collect();
    let utilization = known.iter().sum::<f64>() / known.len().max(1) as f64;
    let is_limited = !matches!(runnable.stream().release, Release::Push);
    let insight = Insight::BusyPeople { utilization, efficiency, wip: measures.wip_now };
    (!is_limited && known.len() > 1 && utilization >= 0.75 && efficiency <= EFFICIENCY_LOW)
        .then_some((insight, 0.5 * (1.0 - efficiency)))
}
