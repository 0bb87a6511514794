//! What may change while a stream runs.

use super::{
    Arrivals, Distribution, LinkId, Release, Runnable, SourceId, StageId, ValueStream, Workers,
    fault::Fault,
};

/// A change of a running stream. It never adds, removes or reconnects anything.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// Another name on the screen; nothing else changes.
    Name {
        /// The stage.
        stage: StageId,
        /// What the screen calls it; empty: its id.
        name: String,
    },
    /// So many people from now on; who is at work finishes first.
    Workers {
        /// The stage.
        stage: StageId,
        /// Its people.
        workers: Workers,
    },
    /// This limit from now on; items above a lower one stay and leave as they would.
    WipLimit {
        /// The stage.
        stage: StageId,
        /// The limit.
        limit: Option<u32>,
    },
    /// This process time for work that starts from now on.
    ProcessTime {
        /// The stage.
        stage: StageId,
        /// Its process time.
        process_time: Distribution,
    },
    /// Each worker takes up to so many items at a time from now on; what is begun stays where it is.
    ItemsPerWorker {
        /// The stage.
        stage: StageId,
        /// How many.
        items: u32,
    },
    /// These shares for items that finish from now on.
    Shares(Vec<(LinkId, f64)>),
    /// This release policy from now on.
    Release(Release),
    /// These arrivals from now on; the next one is drawn anew.
    Arrivals {
        /// The source.
        source: SourceId,
        /// Its arrivals.
        arrivals: Arrivals,
    },
}

/// A change that has been checked against the stream it changes.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// The change.
    pub change: Change,
    /// The stream as it is afterwards.
    pub runnable: Runnable,
}

impl ValueStream {
    /// Makes a change.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Name { stage, name } => self.stages[stage.index()].name.clone_from(name),
            Change::Workers { stage, workers } => self.stages[stage.index()].workers = *workers,
            Change::WipLimit { stage, limit } => self.stages[stage.index()].wip_limit = *limit,
            Change::ProcessTime { stage, process_time } => {
                self.stages[stage.index()].process_time = process_time.clone();
            }
            Change::ItemsPerWorker { stage, items } => {
                self.stages[stage.index()].items_per_worker = *items;
            }
            Change::Shares(shares) => {
                for &(link, share) in shares {
                    self.links[link.index()].share = share;
                }
            }
            Change::Release(release) => self.release.clone_from(release),
            Change::Arrivals { source, arrivals } => {
                self.sources[source.index()].arrivals = Some(arrivals.clone());
            }
        }
    }
}

impl Runnable {
    /// Checks a change of this stream.
    pub fn amended(&self, change: Change) -> Result<Amendment, Vec<Fault>> {
        let mut stream = self.stream().clone();
        stream.apply(&change);
        Ok(Amendment { change, runnable: stream.check()? })
    }
}
