//! The ways of items through the stages: how old the unfinished ones are, how old the delivered ones were when they left
//! each stage, and how long they waited and were worked on there.
//!
//! Bands and ladder look at the latest of the delivered items only, so that they cost the same at any length of a run.

use super::ledger::Ledger;
use super::measures::{Spread, Window};
use crate::sim::ItemId;
use crate::value_stream::{SimTime, StageId, WorkTime};

/// An item that is unfinished at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aged {
    /// Which.
    pub item: ItemId,
    /// Where it is, or was last.
    pub stage: StageId,
    /// Since its release.
    pub age: WorkTime,
    /// Whether somebody has begun to work on it there, and has not finished.
    pub is_in_process: bool,
}

/// What delivered items went through at one stage, per item: all visits of it together.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rung {
    /// Waiting, interrupted, under setup, and finished but not gone [ticks].
    pub waiting: f64,
    /// Being worked on [ticks].
    pub process: f64,
    /// Visits [1].
    pub visits: f64,
}

impl Ledger {
    /// The unfinished items at a moment, in order of arrival.
    pub fn aging(&self, at: SimTime) -> Vec<Aged> {
        let mut aged = Vec::new();
        for range in self.item_blocks.ending_after(at, self.items.len()) {
            for (number, item) in (range.start..).zip(self.items.range(range.clone())) {
                if item.arrived > at {
                    return aged;
                }
                if item.released > at || item.ended <= at {
                    continue;
                }
                let id = ItemId(number as u32);
                let Some(visit) = self.visits_of(id).find(|visit| visit.entered <= at) else {
                    continue;
                };
                aged.push(Aged {
                    item: id,
                    stage: visit.stage,
                    age: at.since(item.released),
                    is_in_process: visit.started <= at && visit.finished > at,
                });
            }
        }
        aged
    }

    /// For each stage how old items were when they left it for the last time: of those delivered in a window, the
    /// latest `most`.
    pub fn ages_at_leaving(&self, window: Window, most: usize) -> Vec<Option<Spread>> {
        let mut ages = vec![Vec::new(); self.layout.ranks.len()];
        let mut seen = vec![u32::MAX; ages.len()];
        for id in self.latest_delivered(window, most) {
            let released = self.items[id.index()].released;
            for visit in self.visits_of(id) {
                let stage = visit.stage.index();
                if std::mem::replace(&mut seen[stage], id.0) != id.0 {
                    ages[stage].push(visit.left.since(released));
                }
            }
        }
        ages.iter().map(|ages| Spread::of(ages)).collect()
    }

    /// For each stage what items went through there, and how many items that is: of those delivered in a window, the
    /// latest `most`. Waiting and process of all stages add to the mean cycle time of these items, less what they spent
    /// between stages.
    pub fn ladder(&self, window: Window, most: usize) -> (Vec<Rung>, u32) {
        let mut sums = vec![(0_u128, 0_u128, 0_u32); self.layout.ranks.len()];
        let latest = self.latest_delivered(window, most);
        let span = |from: SimTime, to: SimTime| u128::from(to.since(from).0);
        for &id in &latest {
            for visit in self.visits_of(id) {
                let sum = &mut sums[visit.stage.index()];
                let worked = if visit.finished <= visit.left {
                    span(visit.started, visit.finished)
                } else {
                    0
                };
                sum.0 += span(visit.entered, visit.left) - worked;
                sum.1 += worked;
                sum.2 += 1;
            }
        }
        if let Some(first) = latest.last().map(|id| self.items[id.index()].ended) {
            for pause in &self.incidents.pauses {
                let Some(visit) = self.visits.get(pause.visit) else { continue };
                let item = &self.items[visit.item.index()];
                if item.ended >= first && item.ended <= window.until && latest.contains(&visit.item)
                {
                    let paused = span(pause.from, pause.until);
                    let sum = &mut sums[visit.stage.index()];
                    sum.0 += paused;
                    sum.1 -= paused;
                }
            }
        }
        let items = latest.len().max(1) as f64;
        let rung = |(waiting, process, visits): (u128, u128, u32)| Rung {
            waiting: waiting as f64 / items,
            process: process as f64 / items,
            visits: f64::from(visits) / items,
        };
        (sums.into_iter().map(rung).collect(), latest.len() as u32)
    }

    /// Mean time from arrival to release and mean time from there to delivery, of the same items as the ladder's
    /// [ticks]; both are 0 of no items.
    pub fn stays(&self, window: Window, most: usize) -> (f64, f64) {
        let latest = self.latest_delivered(window, most);
        let (mut before, mut within) = (0_u128, 0_u128);
        for id in &latest {
            let item = &self.items[id.index()];
            before += u128::from(item.released.since(item.arrived).0);
            within += u128::from(item.ended.since(item.released).0);
        }
        let mean = |sum: u128| sum as f64 / latest.len().max(1) as f64;
        (mean(before), mean(within))
    }

    /// The latest of the items delivered in a window, the last one first.
    fn latest_delivered(&self, window: Window, most: usize) -> Vec<ItemId> {
        let last = self.cfd.lines() - 1;
        let (from, to) = (self.cfd.count(last, window.after), self.cfd.count(last, window.until));
        let exits = (from as usize..to as usize).rev().map(|exit| self.exits[exit]);
        exits.filter(|id| self.is_delivered(*id)).take(most).collect()
    }
}
