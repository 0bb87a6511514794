//! Changes that are known beforehand: the run makes them itself when their time has come.
//!
//! A planned change names what it changes by id, so that it stays right while its author adds and moves things.

use super::{
    Arrivals, Change, Distribution, LinkId, Release, SourceId, StageId, ValueStream, Workers,
};

/// A change at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedChange {
    /// When [the stream's unit since the start]. What is due at the same tick happens before it.
    pub at: f64,
    /// What changes then.
    pub change: Plan,
}

/// What a planned change changes; the same as a `Change`, by ids.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Plan {
    /// So many people at a stage.
    Workers {
        /// The stage.
        stage: String,
        /// Its people.
        workers: Workers,
    },
    /// Another limit, or none.
    WipLimit {
        /// The stage.
        stage: String,
        /// The limit.
        limit: Option<u32>,
    },
    /// Another process time.
    ProcessTime {
        /// The stage.
        stage: String,
        /// Its process time.
        process_time: Distribution,
    },
    /// So many items at a time for each worker.
    ItemsPerWorker {
        /// The stage.
        stage: String,
        /// How many.
        items: u32,
    },
    /// Other shares of links: from, to, share.
    Shares(Vec<(String, String, f64)>),
    /// Another release policy.
    Release(Release),
    /// Other arrivals.
    Arrivals {
        /// The source.
        source: String,
        /// Its arrivals.
        arrivals: Arrivals,
    },
}

impl ValueStream {
    /// A planned change as a change of this stream; an error is the first id that names nothing, with its field.
    pub fn resolve(&self, plan: &Plan) -> Result<Change, (&'static str, String)> {
        let stage = |id: &String| {
            let place = self.stages.iter().position(|stage| stage.id == *id);
            place.map(StageId::at).ok_or(("stage", id.clone()))
        };
        Ok(match plan {
            Plan::Workers { stage: id, workers } => {
                Change::Workers { stage: stage(id)?, workers: *workers }
            }
            Plan::WipLimit { stage: id, limit } => {
                Change::WipLimit { stage: stage(id)?, limit: *limit }
            }
            Plan::ProcessTime { stage: id, process_time } => {
                Change::ProcessTime { stage: stage(id)?, process_time: process_time.clone() }
            }
            Plan::ItemsPerWorker { stage: id, items } => {
                Change::ItemsPerWorker { stage: stage(id)?, items: *items }
            }
            Plan::Shares(shares) => {
                let mut resolved = Vec::new();
                for (from, to, share) in shares {
                    let is_it = |link: &super::Link| link.from == *from && link.to == *to;
                    let Some(place) = self.links.iter().position(is_it) else {
                        return Err(("links", [from, " → ", to].concat()));
                    };
                    resolved.push((LinkId::at(place), *share));
                }
                Change::Shares(resolved)
            }
            Plan::Release(release) => Change::Release(release.clone()),
            Plan::Arrivals { source, arrivals } => {
                let place = self.sources.iter().position(|other| other.id == *source);
                let source = place.map(SourceId::at).ok_or(("source", source.clone()))?;
                Change::Arrivals { source, arrivals: arrivals.clone() }
            }
        })
    }

    /// The next planned change, by its place in the list; of several at one time the first.
    pub fn next_planned(&self) -> Option<usize> {
        let mut next: Option<usize> = None;
        for (place, planned) in self.changes.iter().enumerate() {
            if next.is_none_or(|next| planned.at < self.changes[next].at) {
                next = Some(place);
            }
        }
        next
    }

    /// Makes the next planned change, which then is planned no more.
    ///
    /// The change that was made; none: nothing is planned, or it names nothing.
    pub fn apply_next_planned(&mut self) -> Option<Change> {
        let planned = self.changes.remove(self.next_planned()?);
        let change = self.resolve(&planned.change).ok()?;
        self.apply(&change);
        Some(change)
    }
}
