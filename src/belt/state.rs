//! What the belt shows of a run at one moment. Filled every frame, so it keeps its lists.

use crate::sim::{Simulation, StageView};
use crate::value_stream::{Arrivals, SimTime, SourceId, StageId};

/// A stage with more people than this shows a bar instead of a ring each.
pub const DESKS_SHOWN: usize = 6;

/// A run at one moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BeltState {
    /// When.
    pub now: SimTime,
    /// Every stage, in the stream's order.
    pub stages: Vec<StageState>,
    /// Items that wait at every source; none where the source never runs dry.
    pub backlogs: Vec<Option<u32>>,
    /// Items that the customer has.
    pub delivered: u32,
}

/// A stage at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StageState {
    /// Its counts.
    pub view: StageView,
    /// Its first workers; none are idle. Empty throughout where there are more than `DESKS_SHOWN`.
    pub desks: [Option<DeskState>; DESKS_SHOWN],
}

/// A worker's item at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DeskState {
    /// The part of the work that is done, 0 to 1; of several items on the one that will be done first.
    pub progress: f32,
    /// Items among which the worker shares time.
    pub items: u16,
    /// Whether the item is done and cannot move on.
    pub blocked: bool,
}

impl StageState {
    /// Whether every worker has a ring of its own.
    pub fn has_rings(&self) -> bool {
        self.view.workers.is_some_and(|workers| usize::from(workers) <= DESKS_SHOWN)
    }
}

impl BeltState {
    /// A run as it stands, with so many items delivered.
    pub fn of(simulation: &Simulation, delivered: u32) -> BeltState {
        let mut state = BeltState::default();
        state.fill(simulation, delivered);
        state
    }

    /// Takes a run as it stands, without allocating once the lists have their length.
    pub fn fill(&mut self, simulation: &Simulation, delivered: u32) {
        let stream = simulation.runnable().stream();
        let now = simulation.now();
        self.now = now;
        self.delivered = delivered;
        self.stages.clear();
        self.stages.extend((0..stream.stages.len()).map(|index| {
            let stage = StageId::at(index);
            let mut state =
                StageState { view: simulation.stage(stage), desks: [None; DESKS_SHOWN] };
            if state.has_rings() && state.view.inside() > state.view.waiting {
                for desk in simulation.desks(stage) {
                    let whole = desk.due.since(desk.started).0 as f32;
                    let done = now.since(desk.started).0 as f32;
                    let alone = if whole > 0.0 { (done / whole).min(1.0) } else { 1.0 };
                    let (progress, items) = desk.shared.unwrap_or((alone, 1));
                    if let Some(slot) = state.desks.get_mut(usize::from(desk.worker)) {
                        *slot = Some(DeskState { progress, items, blocked: desk.blocked });
                    }
                }
            }
            state
        }));
        self.backlogs.clear();
        self.backlogs.extend(stream.sources.iter().enumerate().map(|(index, source)| {
            let endless = matches!(source.arrivals, Some(Arrivals::Endless));
            (!endless).then(|| simulation.backlog(SourceId::at(index)))
        }));
    }
}
