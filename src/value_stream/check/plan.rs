//! Planned changes: each names what is there, and leaves a stream behind that can run.

use super::{out_of_bounds, unknown};
use crate::value_stream::ValueStream;
use crate::value_stream::fault::{Element, Fault, Problem};
use crate::value_stream::read::TIME_MAX;

impl ValueStream {
    /// Times and ids of the planned changes.
    pub(super) fn check_plan(&self, faults: &mut Vec<Fault>) {
        for (index, planned) in self.changes.iter().enumerate() {
            let element = Element::Change(index + 1);
            if !(0.0..=TIME_MAX).contains(&planned.at) {
                let problem = out_of_bounds(planned.at, 0.0, TIME_MAX);
                faults.push(Fault::at(element.clone(), "at", problem));
            }
            if let Err((field, id)) = self.resolve(&planned.change) {
                let known: Vec<String> = match field {
                    "source" => self.sources.iter().map(|source| source.id.clone()).collect(),
                    "stage" => self.stages.iter().map(|stage| stage.id.clone()).collect(),
                    _ => self
                        .links
                        .iter()
                        .map(|link| [&*link.from, " → ", &link.to].concat())
                        .collect(),
                };
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let field = ["change.", field].concat();
                faults.push(Fault::at(element, &field, unknown(&id, &known)));
            }
        }
    }

    /// The stream as it is after each change, one after the other in time: the first fault that one of them leaves.
    pub(super) fn check_afterwards(&self, faults: &mut Vec<Fault>) {
        let mut places: Vec<usize> = (0..self.changes.len()).collect();
        let mut stream = self.clone();
        while let Some(next) = stream.next_planned() {
            let place = places.remove(next);
            if stream.apply_next_planned().is_none() {
                return;
            }
            let left = std::mem::take(&mut stream.changes);
            let checked = stream.clone().check();
            stream.changes = left;
            if let Err(mut found) = checked {
                let fault = Box::new(found.swap_remove(0));
                let problem = Problem::Afterwards { fault };
                faults.push(Fault::at(Element::Change(place + 1), "change", problem));
                return;
            }
        }
    }
}
