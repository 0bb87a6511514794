//! A history as facts: the same as a run's, as far as a table knows.
//!
//! An item's facts stand in the order in which they must follow one another; facts of one moment are ordered by item.
//! Work that starts or ends inside a step is not known, so there is no fact about it.

use super::History;
use crate::measure::Ledger;
use crate::sim::{Fact, ItemId, What};
use crate::value_stream::order::order;
use crate::value_stream::{LinkId, SourceId, StageId};

impl History {
    /// Everything that happened, in order. Link k leads from step k to the next one reached.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::with_capacity(self.items.len() * 4);
        for (number, item) in self.items.iter().enumerate() {
            let id = ItemId(number as u32);
            let mut say = |epoch_ms: i64, what: What| {
                facts.push(Fact { at: self.time(epoch_ms), item: id, what });
            };
            say(item.started_ms(), What::Arrived { source: SourceId(0), class: item.class });
            say(item.started_ms(), What::Released);
            let mut inside: Option<StageId> = None;
            for (step, at) in item.entered_ms.iter().enumerate() {
                let Some(at) = *at else { continue };
                if let Some(stage) = inside {
                    say(at, What::Left { stage, link: LinkId(stage.0) });
                }
                let stage = StageId::at(step);
                say(at, What::Entered { stage });
                inside = Some(stage);
            }
            if let (Some(at), Some(stage)) = (item.ended_ms, inside) {
                say(at, What::Left { stage, link: LinkId(stage.0) });
                say(at, What::Delivered);
            }
        }
        // Stable: items keep their order within a moment, and so does what one of them does in it.
        order(facts.iter().map(|fact| fact.at.0)).into_iter().map(|place| facts[place]).collect()
    }

    /// The history folded: cumulative flow, times, ages.
    pub fn ledger(&self) -> Ledger {
        let mut ledger = Ledger::with_layout(self.layout());
        ledger.fold(&self.facts());
        ledger
    }
}
