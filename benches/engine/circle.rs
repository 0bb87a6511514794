//! A run in which as many items as one likes are in the stream: what an event costs must not depend on how many.

use std::fmt::Write as _;
use std::sync::Arc;

use flowglass::measure::Ledger;
use flowglass::sim::{Fact, Seed, Simulation};
use flowglass::value_stream::{Runnable, SimTime};

use super::cases::{SLICE, ready};

/// A line without limits in which so many items go round for ever: a delivered item is at once replaced. Either each
/// stage has one worker, so that nearly all items wait, or everything is worked on at once.
pub(crate) fn circle(items: u32, workers: &str) -> Arc<Runnable> {
    let mut stages = String::new();
    let mut links = String::new();
    for index in 0..5 {
        let comma = if index == 0 { "" } else { "," };
        let time = r#"{"mean":1,"cv":0.5}"#;
        let _ = write!(
            stages,
            r#"{comma}{{"id":"s{index}","workers":{workers},"process_time":{time}}}"#
        );
        let to = if index == 4 { "customer".to_owned() } else { format!("s{}", index + 1) };
        let _ = write!(links, r#"{comma}{{"from":"s{index}","to":"{to}"}}"#);
    }
    ready(&stages, &links, &format!(r#"{{"closed":{items}}}"#))
}

/// A run that goes round, warmed up: with a list of facts that nobody keeps, or with a ledger that has records of everything.
pub(crate) struct Circle {
    simulation: Simulation,
    facts: Vec<Fact>,
    ledger: Option<Ledger>,
}

impl Circle {
    pub(crate) fn new(stream: &Arc<Runnable>, items: u32, has_ledger: bool) -> Circle {
        let simulation = Simulation::shared(Arc::clone(stream), Seed(1));
        let ledger = has_ledger.then(|| Ledger::new(stream));
        let mut circle = Circle { simulation, facts: Vec::new(), ledger };
        circle.advance(2 * items);
        circle
    }

    /// Moves on by so many events.
    pub(crate) fn advance(&mut self, events: u32) {
        for _ in 0..events.div_ceil(SLICE as u32) {
            self.facts.clear();
            let (horizon, budget) = (SimTime::NEVER, SLICE as u32);
            match &mut self.ledger {
                Some(ledger) => self.simulation.advance(horizon, budget, ledger),
                None => self.simulation.advance(horizon, budget, &mut self.facts),
            };
        }
    }
}
