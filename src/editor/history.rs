//! Undo and redo, without limit and by name.
//!
//! A diagram of the past shares every stage and every list that has not changed with the one after it, so that a step
//! costs what it changed and a pointer per stage.

mod kept;

use std::rc::Rc;

use self::kept::Delta;
use super::Diagram;
use super::action::Action;
use super::reduce::reduce;
use crate::value_stream::{Link, Source, Stage, ValueStream};

/// A diagram and all steps that led to it.
#[derive(Debug, Clone)]
pub struct History {
    now: Diagram,
    /// Its file.
    text: String,
    packed: Rc<Packed>,
    past: Vec<Step>,
    future: Vec<Step>,
    /// What the future was when a step took it away, and after how many steps that was.
    shelved: (usize, Vec<Step>),
    /// What the last step was about, while more of the same is still the same step.
    open: Option<String>,
}

/// A step, and the diagram on its other side.
#[derive(Debug, Clone)]
struct Step {
    name: String,
    diagram: Rc<Packed>,
    /// Its file, in terms of the file of its neighbour on the way to now.
    delta: Delta,
}

/// A diagram in pieces that others can share.
#[derive(Debug)]
struct Packed {
    stages: Vec<Rc<Stage>>,
    links: Rc<Vec<Link>>,
    sources: Rc<Vec<Source>>,
    /// Everything else.
    rest: Rc<ValueStream>,
}

impl History {
    /// A diagram without a past.
    pub fn new(diagram: Diagram) -> History {
        let packed = Rc::new(Packed::of(&diagram, None));
        let (text, now) = (diagram.to_json(), diagram);
        let shelved = (0, Vec::new());
        History { now, text, packed, past: Vec::new(), future: Vec::new(), shelved, open: None }
    }

    /// The diagram as it is.
    pub fn diagram(&self) -> &Diagram {
        &self.now
    }

    /// Makes a step; says whether it changed anything. Steps with the same `subject`, one right after the other, are
    /// one step: letters typed into one field.
    pub fn act(&mut self, action: &Action, name: &str, subject: Option<&str>) -> bool {
        let next = reduce(&self.now, action);
        if next == self.now {
            return false;
        }
        let packed = Rc::new(Packed::of(&next, Some(&self.packed)));
        let before = std::mem::replace(&mut self.packed, packed);
        let text_before = std::mem::replace(&mut self.text, next.to_json());
        let is_more = subject.is_some() && self.open.as_deref() == subject;
        if !self.future.is_empty() {
            self.shelved = (self.past.len(), std::mem::take(&mut self.future));
        }
        if let Some(last) = self.past.last_mut().filter(|_| is_more) {
            last.delta = Delta::of(&last.diagram.unpacked().to_json(), &self.text);
        } else {
            let delta = Delta::of(&text_before, &self.text);
            self.past.push(Step { name: name.to_owned(), diagram: before, delta });
        }
        self.open = subject.map(str::to_owned);
        self.now = next;
        true
    }

    /// Takes the step about `subject` back, as if it had never been made, while more of the same would still be that step;
    /// says whether it was.
    pub fn take_back(&mut self, subject: &str) -> bool {
        let is_open = self.open.as_deref() == Some(subject);
        is_open && self.back_to(self.past.len().saturating_sub(1))
    }

    /// Takes back all but the first so many steps, as if they had never been made: what could be redone before them can be
    /// redone again. Says whether there were more.
    pub fn back_to(&mut self, steps: usize) -> bool {
        let count = self.past.len().saturating_sub(steps);
        for _ in 0..count {
            self.undo();
            self.future.pop();
        }
        if count > 0 && self.shelved.0 == steps {
            self.future = std::mem::take(&mut self.shelved.1);
        }
        count > 0
    }

    /// What is done next is a step of its own, whatever it is about.
    pub fn close_step(&mut self) {
        self.open = None;
    }

    /// The name of the step that `undo` takes back.
    pub fn undoes(&self) -> Option<&str> {
        self.past.last().map(|step| step.name.as_str())
    }

    /// The name of the step that `redo` makes again.
    pub fn redoes(&self) -> Option<&str> {
        self.future.last().map(|step| step.name.as_str())
    }

    /// How many steps there are to take back.
    pub fn steps(&self) -> usize {
        self.past.len()
    }

    /// Takes the last step back; says whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.past.pop() else { return false };
        let left = self.turn(step);
        self.future.push(left);
        true
    }

    /// Makes the step again that was taken back last; says whether there was one.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.future.pop() else { return false };
        let left = self.turn(step);
        self.past.push(left);
        true
    }

    fn turn(&mut self, Step { name, diagram, .. }: Step) -> Step {
        self.open = None;
        self.now = diagram.unpacked();
        let left = std::mem::replace(&mut self.text, self.now.to_json());
        let delta = Delta::of(&left, &self.text);
        Step { name, diagram: std::mem::replace(&mut self.packed, diagram), delta }
    }
}

impl Packed {
    fn of(stream: &ValueStream, before: Option<&Packed>) -> Packed {
        let mut rest = stream.clone();
        let (stages, links, sources) = (
            std::mem::take(&mut rest.stages),
            std::mem::take(&mut rest.links),
            std::mem::take(&mut rest.sources),
        );
        let stages = stages.into_iter().enumerate().map(|(index, stage)| {
            // Inserting and deleting moves stages by a place or two; more is rare and costs a copy.
            let near = index.saturating_sub(2)..index + 3;
            let known = before.and_then(|before| {
                let mut near = near.filter_map(|place| before.stages.get(place));
                near.find(|known| ***known == stage)
            });
            known.map_or_else(|| Rc::new(stage), Rc::clone)
        });
        Packed {
            stages: stages.collect(),
            links: shared(links, before.map(|before| &before.links)),
            sources: shared(sources, before.map(|before| &before.sources)),
            rest: shared(rest, before.map(|before| &before.rest)),
        }
    }

    fn unpacked(&self) -> ValueStream {
        ValueStream {
            stages: self.stages.iter().map(|stage| (**stage).clone()).collect(),
            links: (*self.links).clone(),
            sources: (*self.sources).clone(),
            ..(*self.rest).clone()
        }
    }
}

fn shared<T: PartialEq>(value: T, before: Option<&Rc<T>>) -> Rc<T> {
    before.filter(|before| ***before == value).map_or_else(|| Rc::new(value), Rc::clone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::{Part, Spot};
    use crate::value_stream::{Position, StageId};

    #[test]
    fn a_step_costs_only_what_it_changes() {
        let mut history = History::new(Diagram::default());
        for _ in 0..5 {
            let add = Action::Add {
                spot: Spot::Free(None),
                name: "A".to_owned(),
                source: "S".to_owned(),
            };
            assert!(history.act(&add, "Add", None));
        }
        let before = Rc::clone(&history.packed);
        let at = Position { x: 1.0, y: 2.0 };
        history.act(&Action::Move(vec![(Part::Stage(StageId(3)), at)]), "Move", None);
        let is_shared: Vec<bool> = before
            .stages
            .iter()
            .zip(&history.packed.stages)
            .map(|(old, new)| Rc::ptr_eq(old, new))
            .collect();
        assert_eq!(is_shared, [true, true, true, false, true]);
        assert!(Rc::ptr_eq(&before.links, &history.packed.links));
        assert!(Rc::ptr_eq(&before.rest, &history.packed.rest));
    }
}
