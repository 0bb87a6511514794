//! Steps of the drawing, and the run that follows them.

use std::sync::Arc;

use super::Flaw;
use crate::app::page::{Page, Refusal};
use crate::editor::{self, Action, Diagram, Effect, Part, effect, follow, fresh};
use crate::player::Player;
use crate::sim::Seed;
use crate::text::editor as words;
use crate::value_stream::{LinkId, Runnable, Sketch, StageId, Target};

impl Page {
    /// Makes a step, and lets the run follow.
    pub(in crate::app::page) fn act(&mut self, action: &Action) {
        self.advice.has_tried = false;
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
        if self.drawing.history().act(action, &name, is_field.then_some(&name)) {
            self.drawing.said = words::done(&name);
            self.follow_drawing(&before);
            let new = fresh(&before, self.drawing.diagram());
            if !is_field && !new.is_empty() {
                self.choose(new);
            }
        } else if let Action::Connect { from, to } = action
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
        let said = if is_undo { undoes.map(words::undone) } else { redoes.map(words::redone) };
        let history = self.drawing.history();
        let is_done = if is_undo { history.undo() } else { history.redo() };
        if is_done {
            self.drafts.clear();
            self.drawing.said = said.unwrap_or_default();
            self.follow_drawing(&before);
        }
    }

    /// After a step: what was chosen stays so, the browser keeps it, and the run does what the diagram says.
    fn follow_drawing(&mut self, before: &Diagram) {
        let diagram = &self.drawing.diagram().clone();
        let same = |part: &Part| follow(before, diagram, *part);
        self.drawing.selected = self.drawing.selected.iter().filter_map(same).collect();
        let first = diagram.stages.first().map_or(Part::Customer, |_| Part::Stage(StageId(0)));
        self.drawing.entry = same(&self.drawing.entry).unwrap_or(first);
        self.drawing.connecting = self.drawing.connecting.as_ref().and_then(same);
        if let Some(sketch) = Sketch::of(diagram.clone()) {
            self.drawing.sketch = Arc::new(sketch);
        }
        self.origin = self.origin.changed();
        self.refusal = None;
        self.keep();
        self.run_drawing();
    }

    pub(in crate::app::page) fn run_drawing(&mut self) {
        // What was planned and has happened is still part of what is drawn.
        let mut effect = effect(self.player.run().base().stream(), self.drawing.diagram());
        if matches!(effect, Effect::Amend(_)) && self.player.is_back() {
            self.player.branch_here();
            effect = editor::effect(self.player.run().base().stream(), self.drawing.diagram());
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
                return;
            }
            Effect::Faulty(faults) => self.drawing.faults = faults.iter().map(Flaw::of).collect(),
        }
        self.belt_state.fill(self.player.simulation(), self.delivered());
        self.clock.must_chart();
        self.refresh();
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
