//! What could be tried against a finding, as a change of the running stream.

use super::Insight;
use crate::value_stream::{Change, Release, Runnable, StageId, Workers};

/// One change to try.
pub(super) fn of(runnable: &Runnable, insight: &Insight) -> Option<Change> {
    let stream = runnable.stream();
    match *insight {
        Insight::HoldsBack { stage, .. } | Insight::OverCapacity { stage, .. } => {
            one_more(runnable, stage)
        }
        Insight::TightLimit { wip, .. } => match &stream.release {
            Release::Conwip(limit) => {
                Some(Change::Release(Release::Conwip(limit + (limit / 2).max(1))))
            }
            Release::Takt(takt) => Some(Change::Release(Release::Takt(takt * 0.8))),
            Release::DrumBufferRope { drum, rope } => {
                Some(Change::Release(Release::DrumBufferRope {
                    drum: drum.clone(),
                    rope: rope + (rope / 2).max(1),
                }))
            }
            _ => {
                // The first stage that is full keeps the others out.
                let limited = stream.stages.iter().position(|stage| stage.wip_limit.is_some())?;
                let limit = stream.stages[limited].wip_limit? + (wip / 4).max(1);
                Some(Change::WipLimit { stage: StageId::at(limited), limit: Some(limit) })
            }
        },
        Insight::Blocked { by, .. } => {
            let limit = stream.stages[by.index()].wip_limit?;
            Some(Change::WipLimit { stage: by, limit: Some(limit + limit.div_ceil(2)) })
        }
        Insight::Rework { .. } => better_first_time(runnable),
        Insight::ShelfGrows { .. } => {
            let pace = stream.customer.demand.as_ref()?.every.mean;
            (pace > 0.0).then_some(Change::Release(Release::Takt(pace)))
        }
        Insight::BusyPeople { wip, .. } => {
            let people = stream.stages.iter().map(|stage| match stage.workers {
                Workers::Count(count) => u32::from(count),
                Workers::Unlimited => 0,
            });
            let limit = (people.sum::<u32>() * 2).max(2);
            (limit < wip).then_some(Change::Release(Release::Conwip(limit)))
        }
        Insight::BatchWait { .. }
        | Insight::DefectsPassedOn { .. }
        | Insight::WorksOff { .. }
        | Insight::TooEarly { .. } => None,
    }
}

/// One more person at a stage with people of its own.
pub(super) fn one_more(runnable: &Runnable, stage: StageId) -> Option<Change> {
    let at = &runnable.stream().stages[stage.index()];
    match at.workers {
        Workers::Count(count) if at.team.is_empty() => {
            Some(Change::Workers { stage, workers: Workers::Count(count.checked_add(1)?) })
        }
        _ => None,
    }
}

/// Half as much goes back along the link that most goes back on; what does not goes the other ways.
fn better_first_time(runnable: &Runnable) -> Option<Change> {
    let shares = &runnable.stream().links;
    let ways = runnable.ways().iter().enumerate();
    let back = ways.filter(|(_, way)| way.backward);
    let (link, way) =
        back.max_by(|one, other| shares[one.0].share.total_cmp(&shares[other.0].share))?;
    let share = shares[link].share;
    let rest = 1.0 - share;
    if rest <= 0.0 {
        return None;
    }
    let of_stage = runnable.links_of(way.from).iter().map(|&other| {
        let part = shares[other.index()].share;
        let is_it = other.index() == link;
        (other, if is_it { share / 2.0 } else { part * (1.0 - share / 2.0) / rest })
    });
    Some(Change::Shares(of_stage.collect()))
}
