//! What the people of each stage did, bucket by bucket. In every bucket it is what the measures of that window say.

use super::digest::StageDigest;
use super::ledger::Ledger;
use super::measures::Window;
use super::series::Buckets;
use crate::value_stream::{SimTime, StageId};

/// The time of a stage's people in a bucket [worker-ticks].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StageState {
    /// All of it; none: unlimited, or unknown.
    pub staffed: Option<u128>,
    /// At work.
    pub working: u128,
    /// Lost by switching between items.
    pub switching: u128,
    /// Setting up.
    pub setup: u128,
    /// Interrupted.
    pub interrupted: u128,
    /// Held by a finished item.
    pub blocked: u128,
    /// With less to work on than a batch.
    pub waiting_for_batch: u128,
}

impl StageState {
    /// With nothing to work on, or less than a batch.
    pub fn idle(&self) -> Option<u128> {
        let busy = self.working + self.switching + self.setup + self.interrupted + self.blocked;
        self.staffed.map(|staffed| staffed.saturating_sub(busy))
    }

    /// With nothing to work on.
    pub fn starved(&self) -> Option<u128> {
        self.idle().map(|idle| idle.saturating_sub(self.waiting_for_batch))
    }
}

impl Ledger {
    /// What the people of each stage did: by stage, then by bucket.
    pub fn stage_states(&self, buckets: Buckets) -> Vec<Vec<StageState>> {
        let none = vec![StageState::default(); buckets.count()];
        let mut states = vec![none; self.layout.ranks.len()];
        let Window { after, until } = buckets.window;
        // Of blocks that lie in one bucket: by stage and bucket the time of work, and that of what is finished.
        let mut digested = vec![(0_u128, 0_u128); states.len() * buckets.count()];
        let bucket_of = |from: SimTime| (from.since(after).0 / buckets.step.0) as usize;
        let fits = |from: SimTime, to: SimTime| {
            from >= after && from < until && to <= buckets.at(bucket_of(from)).until
        };
        let whole = |from: SimTime, digest: &[StageDigest]| {
            for (stage, digest) in digest.iter().enumerate() {
                let sum = &mut digested[stage * buckets.count() + bucket_of(from)];
                sum.0 += digest.working;
                sum.1 += digest.done;
            }
        };
        self.scan_visits(buckets.window, fits, whole, |visit| {
            let stage = visit.stage.index();
            let states = &mut states[stage];
            if !visit.joined {
                let ends = visit.finished.min(visit.left);
                buckets.deal(visit.started, ends, |bucket, ticks| states[bucket].working += ticks);
            }
            if self.layout.holds_worker[stage] {
                buckets.deal(visit.finished, visit.left, |bucket, ticks| {
                    states[bucket].blocked += ticks;
                });
            }
        });
        for (stage, sums) in digested.chunks(buckets.count().max(1)).enumerate() {
            for (state, &(working, done)) in states[stage].iter_mut().zip(sums) {
                state.working += working;
                state.blocked += if self.layout.holds_worker[stage] { done } else { 0 };
            }
        }
        for pause in &self.incidents.pauses {
            let Some(visit) = self.visits.get(pause.visit).filter(|visit| !visit.joined) else {
                continue;
            };
            let states = &mut states[visit.stage.index()];
            buckets.deal(pause.from, pause.until, |bucket, ticks| {
                states[bucket].working -= ticks;
                states[bucket].setup += if pause.is_setup { ticks } else { 0 };
            });
        }
        for shared in &self.incidents.shared {
            let states = &mut states[shared.stage.index()];
            buckets.deal(shared.from, shared.until, |bucket, _| {
                let (span, done) = shared.within(buckets.at(bucket));
                states[bucket].working -= u128::from(shared.surplus()) * span + (span - done);
                states[bucket].switching += span - done;
            });
        }
        for stop in &self.incidents.stops {
            let states = &mut states[stop.stage.index()];
            buckets.deal(stop.from, stop.until, |bucket, ticks| {
                states[bucket].interrupted += ticks;
            });
        }
        for (stage, states) in states.iter_mut().enumerate() {
            self.free_people[stage].each(|from, until, people| {
                buckets.deal(from, until, |bucket, ticks| {
                    states[bucket].waiting_for_batch += u128::from(people) * ticks;
                });
            });
            for (bucket, state) in states.iter_mut().enumerate() {
                state.staffed = self.staffed(StageId::at(stage), buckets.at(bucket));
            }
        }
        states
    }
}
