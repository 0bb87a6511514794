//! What has been asked for since the start: by a customer who has a demand, request by request, or by a takt, beat by beat.

use super::ledger::Ledger;
use super::line::Line;
use crate::value_stream::{SimTime, WorkTime};

/// What has been asked for since the start.
#[derive(Debug, Clone)]
pub enum Asked<'a> {
    /// By a customer.
    Requests(Requests<'a>),
    /// By a takt: one item per beat.
    Beats(Vec<Beats>),
}

/// The requests of a customer.
#[derive(Debug, Clone, Copy)]
pub struct Requests<'a>(&'a Line);

/// A time in which a takt is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beats {
    /// Its first beat.
    pub from: SimTime,
    /// When it ends, or changes; `SimTime::NEVER`: not yet.
    pub until: SimTime,
    /// Items that had been let in before it.
    pub items: u32,
    /// Time between two beats, at least a tick.
    pub takt: WorkTime,
}

impl Asked<'_> {
    /// How many items have been asked for up to and including a moment; none while nobody asks. A takt asks evenly: between
    /// two beats it is part of an item [items].
    pub fn by(&self, at: SimTime) -> Option<f64> {
        match self {
            Asked::Requests(requests) => Some(requests.0.up_to(at) as f64),
            Asked::Beats(beats) => {
                let beats = beats.iter().find(|beats| (beats.from..beats.until).contains(&at))?;
                let kept = at.since(beats.from).0 as f64 / beats.takt.0.max(1) as f64;
                Some(f64::from(beats.items) + kept)
            }
        }
    }
}

impl Ledger {
    /// What a customer has asked for; none: there is no demand.
    pub fn requests(&self) -> Option<Asked<'_>> {
        let asked = self.incidents.requests();
        (asked.len() > 0).then_some(Asked::Requests(Requests(asked)))
    }
}
