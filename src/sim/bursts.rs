//! Arrivals at random whose rate changes from phase to phase, each of which lasts a random time: a Markov-modulated
//! Poisson process.
//!
//! Each arrival has a draw of its own, the work until it comes, which the phases wear down at their rates (Çinlar's
//! time change of a Poisson process). Longer phases therefore move arrivals without drawing them anew.

use std::sync::Arc;

use super::draws::Place;
use super::sampler::Sampler;
use crate::value_stream::Phase;

/// The phases and where in them a source is.
#[derive(Debug, Clone)]
pub(super) struct Bursts {
    /// For each phase arrivals per tick and how long it lasts.
    phases: Arc<[(f64, Sampler)]>,
    phase: usize,
    /// When what stands here was true.
    since: u64,
    /// When the phase ends.
    ends: u64,
    /// What is left until the next arrival [mean intervals].
    left: f64,
    /// Whether an arrival comes before the phase ends.
    arrives: bool,
}

impl Bursts {
    /// Phases whose times are worth `unit` ticks.
    pub(super) fn new(phases: &[Phase], unit: f64) -> Bursts {
        let ready = |phase: &Phase| {
            let rate = phase.mean_interval.map_or(0.0, |interval| 1.0 / (interval * unit));
            (rate, Sampler::exponential(phase.lasts * unit))
        };
        Bursts {
            phases: phases.iter().map(ready).collect(),
            phase: 0,
            since: 0,
            ends: 0,
            left: 0.0,
            arrives: false,
        }
    }

    /// Begins with the first phase; returns when something is due.
    pub(super) fn begin(
        &mut self,
        now: u64,
        intervals: (Place, &mut u64),
        stays: (Place, &mut u64),
    ) -> u64 {
        self.since = now;
        self.phase = 0;
        self.stay(stays);
        self.left = work(intervals);
        self.due()
    }

    /// What was due happens; returns whether it was an arrival, and when something is due next.
    pub(super) fn happen(
        &mut self,
        now: u64,
        intervals: (Place, &mut u64),
        stays: (Place, &mut u64),
    ) -> (bool, u64) {
        let arrived = self.arrives;
        if arrived {
            self.left = work(intervals);
        } else {
            let worn = (now - self.since) as f64 * self.phases[self.phase].0;
            self.left = (self.left - worn).max(0.0);
        }
        self.since = now;
        if !arrived {
            self.phase = (self.phase + 1) % self.phases.len();
            self.stay(stays);
        }
        (arrived, self.due())
    }

    /// A phase begins now.
    fn stay(&mut self, (place, number): (Place, &mut u64)) {
        let lasts = self.phases[self.phase].1.ticks(place.numbered(*number), 0);
        *number += 1;
        self.ends = self.since.saturating_add(lasts);
    }

    /// When the next arrival comes or the phase ends, whichever is first.
    fn due(&mut self) -> u64 {
        // Without arrivals the quotient has no bound, and the sum stops at the last tick there is.
        let wait = (self.left / self.phases[self.phase].0 + 0.5) as u64;
        let at = self.since.saturating_add(wait);
        self.arrives = at <= self.ends;
        at.min(self.ends)
    }
}

fn work((place, number): (Place, &mut u64)) -> f64 {
    let work = Sampler::exponential(1.0).value(place.numbered(*number), 0);
    *number += 1;
    work
}
