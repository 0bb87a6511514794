//! Circular blocking: stages whose items can never move again, whatever else happens.

use super::simulation::Simulation;
use super::state::{Condition, TO_CUSTOMER};
use crate::value_stream::{Runnable, StageId, Target};

/// Whether a knot is possible at all: only where links on which items wait lead round in a circle.
pub(super) fn is_possible(runnable: &Runnable) -> bool {
    let count = runnable.stream().stages.len();
    let waits = |stage: StageId| {
        runnable.links_of(stage).iter().filter_map(|link| {
            let way = runnable.ways()[link.index()];
            match way.to {
                Target::Stage(to) if !way.leaves => Some(to.index()),
                _ => None,
            }
        })
    };
    (0..count).any(|start| {
        let mut seen = vec![false; count];
        let mut open: Vec<usize> = waits(StageId::at(start)).collect();
        while let Some(stage) = open.pop() {
            if stage == start {
                return true;
            }
            if !seen[stage] {
                seen[stage] = true;
                open.extend(waits(StageId::at(stage)));
            }
        }
        false
    })
}

impl Simulation {
    /// Looks for a set of full stages in which nobody works and every finished item wants into another stage of
    /// the set. None of them can ever change.
    pub(super) fn look_for_knot(&mut self) {
        let mut stuck: Vec<bool> =
            self.stages.iter().map(|stage| stage.finished > 0 && !stage.has_room()).collect();
        if !stuck.contains(&true) {
            return;
        }
        for (place, item) in self.items.iter().enumerate() {
            let may_go = item.condition == Condition::Waiting && self.is_impatient(place as u32);
            if item.condition == Condition::InProcess || may_go {
                stuck[usize::from(item.stage)] = false;
            }
        }
        loop {
            let mut changed = false;
            for item in self.items.iter().filter(|item| item.condition == Condition::Finished) {
                let to = self.target_of(item.link);
                // What waits on a pallet or for a train has not asked for room yet.
                let held = item.blocked && to != TO_CUSTOMER && stuck[usize::from(to)];
                if stuck[usize::from(item.stage)] && !held {
                    stuck[usize::from(item.stage)] = false;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        let knot: Vec<StageId> =
            (0..stuck.len()).filter(|&stage| stuck[stage]).map(StageId::at).collect();
        if knot != self.knot {
            self.knot_is_news = !knot.is_empty();
            self.knot = knot;
        }
    }

    /// The stages in which items are, now that nothing is due any more.
    pub(super) fn stuck(&self) -> Vec<StageId> {
        let holds_items = |stage: &usize| {
            let state = &self.stages[*stage];
            state.inside > 0 || state.outside > 0
        };
        (0..self.stages.len()).filter(holds_items).map(StageId::at).collect()
    }

    fn target_of(&self, link: u16) -> u16 {
        match self.runnable.ways()[usize::from(link)].to {
            Target::Stage(to) => to.0,
            Target::Customer => TO_CUSTOMER,
        }
    }
}
