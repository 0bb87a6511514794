//! Two futures of one moment: the run as it is changed from there on, and as it went without that. Both see the same
//! draws: the same items arrive at the same times, and a piece of work that both do takes both equally long.

use super::Player;
use crate::measure::{Cfd, Ledger, Measures, Window};
use crate::sim::Simulation;
use crate::value_stream::SimTime;

/// The future without the changes.
#[derive(Debug)]
pub struct Branch {
    pub(super) at: SimTime,
    /// What had happened by then, in both.
    pub(super) mark: Mark,
    pub(super) simulation: Simulation,
    pub(super) ledger: Ledger,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    now: SimTime,
    events: u64,
    amendments: usize,
}

impl Mark {
    pub(super) fn of(run: &Simulation) -> Mark {
        Mark { now: run.now(), events: run.events(), amendments: run.amendments().len() }
    }

    /// Whether a run has come no further.
    pub(super) fn has(self, run: &Simulation) -> bool {
        let other = Mark::of(run);
        other.now <= self.now && other.events <= self.events && other.amendments <= self.amendments
    }
}

/// What both futures come to in one window.
#[derive(Debug, Clone, PartialEq)]
pub struct Futures {
    /// With the changes.
    pub with: Measures,
    /// Without them.
    pub without: Measures,
}

impl Branch {
    /// The moment from which on the two differ.
    pub fn at(&self) -> SimTime {
        self.at
    }

    /// How far the other future has come.
    pub fn now(&self) -> SimTime {
        self.simulation.now()
    }

    /// Its diagram.
    pub fn cfd(&self) -> &Cfd {
        self.ledger.cfd()
    }

    /// Its records.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}

impl Player {
    /// What both futures come to since they parted, as far as both have come and as is shown; none: there is one only,
    /// or no time has passed.
    pub fn futures(&self) -> Option<Futures> {
        let branch = self.branch()?;
        let until = self.now().min(branch.now());
        let window = Window::new(branch.at, until);
        (until > branch.at).then(|| Futures {
            with: self.ledger.measures(window),
            without: branch.ledger.measures(window),
        })
    }
}
