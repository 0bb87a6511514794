//! The example of the gallery: a run that is the same for everybody, in which every chart has something to show. QA is too
//! slow until it gets help, and a customer asks for about as much as arrives.

use std::sync::Arc;

use crate::analytics::Subject;
use crate::app::chart_painter::Flow;
use crate::app::page::examples::{OPENING_SEED, opening};
use crate::chart::{Mark, TimeAxis, nice_horizon};
use crate::measure::{Ledger, Window};
use crate::sim::{Seed, Simulation};
use crate::text::{axis, gallery as text, page as words};
use crate::value_stream::{
    Demand, Distribution, Plan, PlannedChange, SimTime, Unmet, ValueStream, Workers,
};

/// Who gets help.
const HELPED: usize = 3;
/// When that is, and when all ends [days].
const HELP_AT: f64 = 70.0;
const END: f64 = 120.0;

/// The run, at its end.
pub(super) struct Example {
    run: Simulation,
    ledger: Ledger,
}

impl Example {
    /// Runs it: a few thousand events.
    pub(super) fn new() -> Option<Example> {
        let stream = Arc::new(stream().check().ok()?);
        let end = SimTime::START + stream.stream().calendar.span_of_days(END);
        let mut run = Simulation::shared(Arc::clone(&stream), Seed(OPENING_SEED));
        let (mut ledger, mut facts) = (Ledger::new(&stream), Vec::new());
        let _ = run.advance(end, u32::MAX, &mut facts);
        ledger.fold(&facts);
        Some(Example { run, ledger })
    }

    /// What it is.
    pub(super) fn title(&self) -> String {
        let stream = self.run.runnable().stream();
        text::example(&stream.name, stream.stages[HELPED].title(), HELP_AT, OPENING_SEED, END)
    }

    /// What is charted.
    pub(super) fn subject(&self) -> Subject<'_> {
        let (stream, now) = (self.run.runnable().stream(), self.run.now());
        Subject {
            ledger: &self.ledger,
            stages: stream.stages.iter().map(|stage| stage.title().to_owned()).collect(),
            window: Window::new(SimTime::START, now),
            shown: (SimTime::START, nice_horizon(now, stream.calendar)),
            calendar: stream.calendar,
            axis: TimeAxis::Working(stream.calendar),
        }
    }

    /// Makes something of its diagram.
    pub(super) fn with_flow(&self, show: &mut dyn FnMut(&Flow<'_>)) {
        let subject = self.subject();
        let (bands, words) = (words::bands(self.run.runnable()), axis::words());
        let marks = axis::marks(&self.run);
        let marks: Vec<Mark<'_>> =
            marks.iter().map(|(at, label)| Mark { at: *at, label }).collect();
        show(&Flow {
            cfd: self.ledger.cfd(),
            bands: &bands,
            trouble: None,
            now: subject.window.until,
            window: subject.shown,
            axis: subject.axis,
            words: &words,
            calendar: subject.calendar,
            marks: &marks,
            ahead: 0,
            asked: self.ledger.requests().as_ref(),
            over: None,
        });
    }

    /// What its diagram says.
    pub(super) fn sentence(&self) -> String {
        let reading = self.ledger.cfd().read(self.run.now());
        let when = self.subject().when(reading.at);
        words::cfd_description(&reading, &words::bands(self.run.runnable()), &when)
    }
}

fn stream() -> ValueStream {
    let mut stream = opening();
    let stage = stream.stages[HELPED].id.clone();
    let change = Plan::Workers { stage, workers: Workers::Count(2) };
    stream.changes = vec![PlannedChange { at: HELP_AT, change }];
    let every = Distribution { mean: 1.0, cv: 0.5, shape: None };
    stream.customer.demand = Some(Demand { every, unmet: Unmet::Waits });
    stream
}
