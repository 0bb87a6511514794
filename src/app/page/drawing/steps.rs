//! Steps of the drawing, and the run that follows them.

use std::sync::Arc;

use super::Restart;
use crate::app::header::Origin;
use crate::app::number_field::{Key, Typed};
use crate::app::page::{Page, Refusal};
use crate::editor::{Action, Diagram, Effect, Part, effect, follow, fresh};
use crate::player::Player;
use crate::sim::Seed;
use crate::text::editor as words;
use crate::text::flaw::Flaw;
use crate::value_stream::{LinkId, Runnable, SimTime, Sketch, StageId, Target};

impl Page {
    /// What the text in a field does is done, and one step for as long as it is typed on; a text that will not do takes
    /// back what half of it did.
    pub(in crate::app::page) fn take_typed(&mut self, (label, row): Key, typed: &Typed) {
        let subject = ["into ", label, " ", &row.to_string()].concat();
        self.drawing.visits((label, row));
        match typed {
            Typed::Fits(action) => self.step(action, Some(&subject)),
            Typed::Half => {
                let before = self.drawing.diagram().clone();
                let name = self.drawing.steps().0.unwrap_or_default().to_owned();
                if self.drawing.history().take_back(&subject) {
                    self.follow_drawing(&before, &name, true);
                }
            }
            Typed::Unfit => self.drawing.close_step(),
        }
    }

    /// Takes back what has been typed into the field that has the focus, since it was entered.
    pub(super) fn take_back_visit(&mut self) {
        let visit = self.drawing.visit.filter(|(field, _)| super::is_in_field(*field));
        let Some((field, steps)) = visit else { return };
        self.drawing.visit = None;
        self.drafts.retain(|(of, _)| *of != field);
        let before = self.drawing.diagram().clone();
        let name = self.drawing.steps().0.unwrap_or_default().to_owned();
        if self.drawing.history().back_to(steps) {
            self.drawing.said = words::undone(&name);
            self.follow_drawing(&before, &name, true);
        }
    }

    /// Makes a step, and lets the run follow.
    pub(in crate::app::page) fn act(&mut self, action: &Action) {
        self.step(action, None);
    }

    /// The same of what is typed about a subject.
    fn step(&mut self, action: &Action, subject: Option<&str>) {
        self.advice.has_tried = false;
        let template = match self.origin {
            Origin::Example(template) => Some(self.own_name(template)),
            Origin::Own => None,
        };
        if let Some(name) = &template {
            self.drawing.begin(name);
        }
        let before = self.drawing.diagram().clone();
        let name = words::step(&before, action);
        let is_field = matches!(
            action,
            Action::Stage(..)
                | Action::Link(..)
                | Action::Source(..)
                | Action::Note(..)
                | Action::Customer(_)
                | Action::Release(_)
                | Action::Teams(_)
                | Action::Limits(_)
                | Action::About { .. }
                | Action::Calendar(_)
                | Action::Costs(_)
                | Action::Changes(_)
                | Action::Classes(_)
                | Action::Move(_)
        );
        let topic = is_field.then(|| subject.map_or_else(|| topic(action, &name), str::to_owned));
        if self.drawing.history().act(action, &name, topic.as_deref()) {
            self.drawing.said = words::done(&name);
            self.follow_drawing(&before, &name, false);
            let new = fresh(&before, self.drawing.diagram());
            // Links that take the place of what is gone are nobody's choice.
            if !is_field && !new.is_empty() && !matches!(action, Action::Delete(_)) {
                self.choose(new);
            }
            return;
        }
        if template.is_some() {
            self.drawing.unbegin();
        }
        if let Action::Connect { from, to } = action
            && let Some(link) = self.link_between(*from, *to)
        {
            // What is drawn again is there already.
            self.choose(vec![Part::Link(link)]);
        }
    }

    fn link_between(&self, from: Part, to: Part) -> Option<LinkId> {
        let sketch = &self.drawing.sketch;
        let joins = |way: &crate::value_stream::Way| {
            let end = match way.to {
                Target::Stage(stage) => Part::Stage(stage),
                Target::Customer => Part::Customer,
            };
            Part::Stage(way.from) == from && end == to
        };
        sketch.ways().iter().position(joins).map(LinkId::at)
    }

    /// Takes the last step back, or makes it again.
    pub(in crate::app::page) fn turn_back(&mut self, is_undo: bool) {
        self.advice.has_tried = false;
        let before = self.drawing.diagram().clone();
        let (undoes, redoes) = self.drawing.steps();
        let name = (if is_undo { undoes } else { redoes }).unwrap_or_default().to_owned();
        let history = self.drawing.history();
        let is_done = if is_undo { history.undo() } else { history.redo() };
        if is_done {
            self.drafts.clear();
            self.drawing.visit = None;
            self.drawing.said = if is_undo { words::undone(&name) } else { words::redone(&name) };
            self.follow_drawing(&before, &name, is_undo);
        }
    }

    /// After a step: what was chosen stays so, the browser keeps it, and the run does what the diagram says.
    fn follow_drawing(&mut self, before: &Diagram, step: &str, is_undo: bool) {
        let diagram = &self.drawing.diagram().clone();
        let same = |part: &Part| follow(before, diagram, *part);
        self.drawing.selected = self.drawing.selected.iter().filter_map(same).collect();
        let first = diagram.stages.first().map_or(Part::Customer, |_| Part::Stage(StageId(0)));
        self.drawing.entry = same(&self.drawing.entry).unwrap_or(first);
        self.drawing.connecting = self.drawing.connecting.as_ref().and_then(same);
        if let Some(sketch) = Sketch::of(diagram.clone()) {
            self.drawing.sketch = Arc::new(sketch);
        }
        self.origin = Origin::Own;
        self.refusal = None;
        self.keep();
        self.drawing.restart = None;
        if self.player.is_back() && self.player.parting().is_none() {
            self.drawing.first = Some(before.clone());
        }
        let has_run = self.player.now() > SimTime::START;
        if self.run_drawing() && has_run {
            let words = words::restarted(self.seed, step, is_undo);
            self.drawing.must_clear = true;
            self.drawing.restarts += 1;
            self.drawing.restart = Some(Restart { words, is_undo, number: self.drawing.restarts });
        }
    }

    /// Lets the run do what was drawn while the way to another future was gone again.
    pub(in crate::app::page) fn follow_parting(&mut self) {
        if self.drawing.is_parting && self.player.parting().is_none() {
            self.run_drawing();
        }
    }

    /// Lets the run do what the diagram says; says whether it had to start again.
    pub(in crate::app::page) fn run_drawing(&mut self) -> bool {
        // What was planned and has happened is still part of what is drawn.
        let effect = effect(self.player.run().base().stream(), self.drawing.diagram());
        self.drawing.is_parting = matches!(effect, Effect::Amend(_)) && self.player.is_back();
        if self.drawing.is_parting {
            self.player.begin_branch();
            self.drawing.faults.clear();
            self.clock.must_tell();
            return false;
        }
        match effect {
            Effect::Nothing => self.drawing.faults.clear(),
            Effect::Amend(changes) => {
                self.drawing.faults.clear();
                for change in changes {
                    if let Err(faults) = self.player.amend(change) {
                        let reasons = faults.iter().map(ToString::to_string).collect();
                        let title = crate::text::page::CHANGE_REFUSED.to_owned();
                        self.refusal = Some(Refusal { title, reasons });
                    }
                }
            }
            Effect::Restart(runnable) => {
                self.drawing.faults.clear();
                self.start(Arc::new(*runnable));
                self.jump();
                return true;
            }
            Effect::Faulty(faults) => {
                let diagram = self.drawing.diagram();
                self.drawing.faults = faults.iter().map(|fault| Flaw::of(fault, diagram)).collect();
                self.drawing.must_unfold = true;
            }
        }
        self.belt_state.fill(self.player.simulation(), self.delivered());
        self.clock.must_chart();
        self.refresh();
        false
    }

    /// Lets a stream run from its start, at the speed and with the seed there are.
    pub(in crate::app::page) fn start(&mut self, stream: Arc<Runnable>) {
        let (speed, is_playing) = (self.player.speed(), self.player.is_playing());
        self.charts.set_window(None);
        self.player = Player::new(stream, Seed(self.seed));
        self.player.set_speed(speed);
        self.player.play(is_playing);
    }
}

/// What a step is about: what is typed on about the same thing is the same step. A part is the same whatever it is called.
fn topic(action: &Action, name: &str) -> String {
    let place = match action {
        Action::Stage(id, _) => id.index(),
        Action::Link(id, _) => id.index(),
        Action::Source(id, _) => id.index(),
        _ => return name.to_owned(),
    };
    let what = name.split(" of ").next().unwrap_or(name);
    [what, " ", &place.to_string()].concat()
}
