//! The proof: textbook results, each worked out in closed form and simulated beside it, replication by replication.
//!
//! A row's theory comes from `theory` alone and its simulated values from runs of its stream alone; only the verdict
//! looks at both. Seeds are given, so that everybody gets the same rows.
#![deny(clippy::disallowed_methods)]

mod cases;
mod quantity;
pub mod theory;

use std::sync::Arc;

pub use cases::{Case, CaseId, all};
pub use quantity::Quantity;

use crate::measure::{Ledger, Window, mean_within};
use crate::sim::{Fact, Pause, Seed, Simulation};
use crate::value_stream::{SimTime, TICKS_PER_HOUR};

/// How sure an interval is: so many of a thousand contain the true mean.
pub const CONFIDENCE: f64 = 0.999;
/// Facts are folded at least so often [events].
const SLICE: u32 = 2_048;

/// A case, and what its replications have come to so far.
#[derive(Debug, Clone)]
pub struct Row {
    /// What is claimed, and how it is simulated.
    pub case: Case,
    /// What each replication came to, in order.
    pub values: Vec<f64>,
}

/// The mean of some replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Replications.
    pub count: u32,
    /// Their mean.
    pub mean: f64,
    /// Half of the confidence interval; none: a single replication says nothing about it.
    pub half_width: Option<f64>,
}

/// Whether a row bears its theory out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Replications are still to come.
    Open,
    /// The theory lies in the interval; of an identity: all replications give it exactly.
    Agrees,
    /// It does not.
    Differs,
}

/// All rows, run one after the other in as small slices as one likes.
#[derive(Debug)]
pub struct Proof {
    rows: Vec<Row>,
    /// The row whose turn it is.
    at: usize,
    run: Option<Run>,
}

/// A replication under way.
#[derive(Debug)]
struct Run {
    simulation: Simulation,
    ledger: Ledger,
    facts: Vec<Fact>,
}

impl Row {
    /// A row without any replication yet.
    pub fn new(case: Case) -> Row {
        Row { case, values: Vec::new() }
    }

    /// The mean of the first replications; none of none.
    pub fn estimate(&self, count: usize) -> Option<Estimate> {
        let values = self.values.get(..count).unwrap_or(&self.values);
        let (mean, half_width) = mean_within(values, f64::midpoint(1.0, CONFIDENCE))?;
        Some(Estimate { count: values.len() as u32, mean, half_width })
    }

    /// The estimate after each replication: how it converges.
    pub fn series(&self) -> Vec<Estimate> {
        (1..=self.values.len()).filter_map(|count| self.estimate(count)).collect()
    }

    /// How far above and below the theory a picture reaches: 15 % of it; where theory is 0, one unit.
    pub fn reach(&self) -> f64 {
        if self.case.theory == 0.0 { 1.0 } else { self.case.theory * 0.15 }
    }

    /// Whether the theory is borne out.
    pub fn verdict(&self) -> Verdict {
        if self.values.len() < self.case.replications as usize {
            return Verdict::Open;
        }
        let agrees = if self.case.is_identity {
            // An identity has no interval: it holds to the last bit or not at all.
            self.values.iter().all(|value| value.to_bits() == self.case.theory.to_bits())
        } else {
            self.estimate(self.values.len()).is_some_and(|estimate| {
                let off = (estimate.mean - self.case.theory).abs();
                estimate.half_width.is_some_and(|half| off <= half)
            })
        };
        if agrees { Verdict::Agrees } else { Verdict::Differs }
    }
}

impl Default for Proof {
    fn default() -> Proof {
        Proof::of(all())
    }
}

impl Proof {
    /// A proof of some cases, at its start.
    pub fn of(cases: Vec<Case>) -> Proof {
        Proof { rows: cases.into_iter().map(Row::new).collect(), at: 0, run: None }
    }

    /// The rows, as far as they have come.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row whose replications are running; none: all is done.
    pub fn running(&self) -> Option<usize> {
        (self.at < self.rows.len()).then_some(self.at)
    }

    /// Whether all replications are done.
    pub fn is_done(&self) -> bool {
        self.running().is_none()
    }

    /// Goes on for about so many events. How it is sliced changes no value.
    pub fn advance(&mut self, events: u32) {
        let mut left = events;
        while left > 0 {
            let Some(row) = self.rows.get_mut(self.at) else { return };
            let case = &row.case;
            let seed = Seed(row.values.len() as u64 + 1);
            let run = self.run.get_or_insert_with(|| Run::new(case, seed));
            let slice = left.min(SLICE);
            left -= slice;
            if run.advance(case.until(), slice) {
                row.values.push(run.value(case));
                let done = row.values.len() >= row.case.replications as usize;
                self.run = None;
                self.at += usize::from(done);
            }
        }
    }
}

impl Run {
    fn new(case: &Case, seed: Seed) -> Run {
        Run {
            simulation: Simulation::shared(Arc::clone(&case.stream), seed),
            ledger: Ledger::new(&case.stream),
            facts: Vec::new(),
        }
    }

    /// Whether that was the last of it.
    fn advance(&mut self, until: SimTime, events: u32) -> bool {
        let pause = self.simulation.advance(until, events, &mut self.facts);
        self.ledger.fold(&self.facts);
        self.facts.clear();
        match pause {
            Pause::Budget => false,
            // A knot is news once, and the rest goes on.
            Pause::Gridlocked { .. } => self.simulation.now() >= until,
            _ => true,
        }
    }

    fn value(&self, case: &Case) -> f64 {
        let window = Window::new(hours(case.warm_up), case.until());
        case.quantity.of(&self.ledger.measures(window))
    }
}

impl Case {
    /// The end of each replication.
    pub fn until(&self) -> SimTime {
        hours(self.warm_up + self.length)
    }
}

fn hours(hours: f64) -> SimTime {
    SimTime((hours * TICKS_PER_HOUR as f64 + 0.5) as u64)
}
