//! The run as the drawing shows it, also where that cannot run.

use crate::app::page::Page;
use crate::belt::{BeltState, DESKS_SHOWN, StageState};
use crate::sim::StageView;
use crate::value_stream::StageId;

impl Page {
    /// The run as the drawing shows it: where that cannot run, what runs is found again by its ids.
    pub(in crate::app::page) fn shown_state(&self) -> Option<BeltState> {
        // Who drew them has the border.
        let border = self.border.filter(|_| !self.drawing.faults.is_empty());
        border.map(|border| (border.shown)(self))
    }

    /// What runs, by its ids in the drawing.
    pub(in crate::app::page) fn found_again(&self) -> BeltState {
        let running = self.player.simulation().shared_runnable();
        let running = running.stream();
        let nothing = StageState {
            view: StageView { workers: Some(1), ..StageView::default() },
            desks: [None; DESKS_SHOWN],
        };
        let diagram = self.drawing.diagram();
        let stages = diagram.stages.iter().map(|stage| {
            let known = running.stage(&stage.id);
            known.and_then(|id| self.belt_state.stages.get(id.index()).copied()).unwrap_or(nothing)
        });
        let backlogs = diagram.sources.iter().map(|source| {
            let known = running.sources.iter().position(|other| other.id == source.id);
            known.and_then(|place| self.belt_state.backlogs.get(place).copied()).unwrap_or(Some(0))
        });
        BeltState {
            stages: stages.collect(),
            backlogs: backlogs.collect(),
            ..self.belt_state.clone()
        }
    }

    /// The stage that holds the others back, in the drawing.
    pub(in crate::app::page) fn shown_trouble(&self) -> Option<StageId> {
        let trouble = self.trouble?;
        if self.drawing.faults.is_empty() {
            return Some(trouble);
        }
        let running = self.player.simulation().shared_runnable();
        let id = &running.stream().stages.get(trouble.index())?.id;
        self.drawing.diagram().stage(id)
    }
}
