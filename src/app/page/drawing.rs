//! Drawing on the page: deeds become steps of the drawing, and the run follows.

use std::sync::Arc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::html::Scope;

use super::{Msg, Page, Refusal};
use crate::app::belt::{Deed, Gestures, name_of};
use crate::app::header::Origin;
use crate::app::storage;
use crate::belt::{BeltState, DESKS_SHOWN, Flow, StageState};
use crate::editor::{Action, Diagram, Effect, History, Part, Spot, effect, follow, fresh};
use crate::player::Player;
use crate::sim::{Seed, StageView};
use crate::text::editor as words;
use crate::value_stream::{
    Element as Place, Fault, GroupLimit, LinkId, Note, NoteKind, Position, Runnable, Sketch,
    SourceId, StageId, Target, Team, Workers,
};

/// What is drawn, and what is chosen of it.
pub(in crate::app) struct Drawing {
    history: History,
    /// The diagram, resolved for a picture.
    pub(in crate::app) sketch: Arc<Sketch>,
    /// What is wrong with it; empty: it is what runs.
    pub(in crate::app) faults: Vec<Flaw>,
    pub(in crate::app) selected: Vec<Part>,
    /// The part to which the Tab key leads.
    pub(in crate::app) entry: Part,
    /// The part where a link begins.
    pub(in crate::app) connecting: Option<Part>,
    /// What was announced last.
    pub(in crate::app) said: String,
    /// Under which number the browser keeps it; none: it has not been changed.
    pub(in crate::app) number: Option<u32>,
    /// Whether the browser keeps anything.
    pub(in crate::app) is_kept: bool,
    /// Where the focus goes with the next render.
    focus: Option<Focus>,
    gestures: Option<Gestures>,
}

/// A fault, in words.
pub(in crate::app) struct Flaw {
    /// The part of the belt that it is about.
    part: Option<Part>,
    field: String,
    pub(in crate::app) words: String,
}

/// Where the focus goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Focus {
    /// To a part of the belt.
    Part(Part),
    /// To the first field of what is chosen.
    Fields,
}

impl Drawing {
    /// A stream that runs, as it is drawn.
    pub(super) fn of(stream: &Runnable, number: Option<u32>) -> Drawing {
        Drawing::new(stream.stream().clone(), (**stream).clone(), number)
    }

    fn new(diagram: Diagram, sketch: Sketch, number: Option<u32>) -> Drawing {
        Drawing {
            history: History::new(diagram),
            sketch: Arc::new(sketch),
            faults: Vec::new(),
            selected: Vec::new(),
            entry: Part::Stage(StageId(0)),
            connecting: None,
            said: String::new(),
            number,
            is_kept: true,
            focus: None,
            gestures: None,
        }
    }

    /// What is drawn.
    pub(in crate::app) fn diagram(&self) -> &Diagram {
        self.history.diagram()
    }

    /// The names of the steps that can be undone and redone.
    pub(in crate::app) fn steps(&self) -> (Option<&str>, Option<&str>) {
        (self.history.undoes(), self.history.redoes())
    }

    /// What is typed next is another step.
    pub(super) fn close_step(&mut self) {
        self.history.close_step();
    }

    /// The parts with faults.
    pub(super) fn faulty(&self) -> Vec<Part> {
        self.faults.iter().filter_map(|flaw| flaw.part).collect()
    }

    /// What is wrong with the chosen part, by field.
    pub(super) fn faults_here(&self) -> Vec<(String, String)> {
        let [chosen] = self.selected[..] else { return Vec::new() };
        let here = self.faults.iter().filter(|flaw| flaw.part == Some(chosen));
        here.map(|flaw| (flaw.field.clone(), flaw.words.clone())).collect()
    }
}

/// The part that a fault is about.
fn part_of(fault: &Fault) -> Option<Part> {
    Some(match fault.place.element {
        Place::Stage(number, _) => Part::Stage(StageId::at(number - 1)),
        Place::Link(number, ..) => Part::Link(LinkId::at(number - 1)),
        Place::Source(number, _) => Part::Source(SourceId::at(number - 1)),
        Place::Customer => Part::Customer,
        _ => return None,
    })
}

impl Page {
    /// Takes what was done on the belt.
    pub(super) fn take_deed(&mut self, deed: Deed) {
        match deed {
            Deed::Act(action) => self.act(&action),
            Deed::Draw(from, at) => self.draw_stage(from, at),
            Deed::DrawAfter(part) => {
                self.drawing.selected = vec![part];
                self.add_stage();
                let new = self.drawing.selected.first().copied();
                self.drawing.focus = new.map(Focus::Part);
            }
            Deed::Choose(parts) => self.choose(parts),
            Deed::Edit(part) => {
                self.choose(vec![part]);
                self.drawing.focus = Some(Focus::Fields);
            }
            Deed::Rove(part) => self.drawing.entry = part,
            Deed::Connect(from) => {
                self.drawing.connecting = from;
                self.drawing.said = from.map(|_| words::CONNECTING.to_owned()).unwrap_or_default();
            }
            Deed::All => {
                let stages = self.drawing.diagram().stages.len();
                let sources = self.drawing.diagram().sources.len();
                let stages = (0..stages).map(|index| Part::Stage(StageId::at(index)));
                let sources = (0..sources).map(|index| Part::Source(SourceId::at(index)));
                self.choose(stages.chain(sources).collect());
            }
            Deed::Note(is_kaizen) => self.add_note(is_kaizen),
            Deed::Duplicate => {
                self.act(&Action::Duplicate(self.drawing.selected.clone()));
                self.focus_chosen();
            }
            Deed::Delete => self.delete_chosen(),
        }
    }

    fn focus_chosen(&mut self) {
        let first = self.drawing.selected.first().copied();
        self.drawing.focus = first.map(Focus::Part);
    }

    /// Chooses parts, and nothing else.
    pub(super) fn choose(&mut self, parts: Vec<Part>) {
        if self.drawing.selected != parts {
            self.drafts.clear();
            self.drawing.close_step();
            if parts.len() > 1 {
                self.drawing.said = words::chosen(parts.len());
            }
        }
        if let Some(&first) = parts.first() {
            self.drawing.entry = first;
        }
        self.drawing.selected = parts;
    }

    /// Chooses a part, beside others or instead.
    pub(super) fn choose_one(&mut self, part: Part, adds: bool) {
        if !adds {
            self.choose(vec![part]);
            return;
        }
        let mut parts = self.drawing.selected.clone();
        match parts.iter().position(|other| *other == part) {
            Some(place) => {
                parts.remove(place);
            }
            None => parts.push(part),
        }
        self.choose(parts);
    }

    /// Makes a step, and lets the run follow.
    pub(super) fn act(&mut self, action: &Action) {
        self.has_tried = false;
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
                | Action::Classes(_)
                | Action::Move(_)
        );
        if self.drawing.history.act(action, &name, is_field.then_some(&name)) {
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
    pub(super) fn turn_back(&mut self, is_undo: bool) {
        self.has_tried = false;
        let before = self.drawing.diagram().clone();
        let (undoes, redoes) = self.drawing.steps();
        let said = if is_undo { undoes.map(words::undone) } else { redoes.map(words::redone) };
        let history = &mut self.drawing.history;
        let is_done = if is_undo { history.undo() } else { history.redo() };
        if is_done {
            self.drafts.clear();
            self.drawing.said = said.unwrap_or_default();
            self.follow_drawing(&before);
        }
    }

    /// After a step: what was chosen stays so, the browser keeps it, and the run does what the diagram says.
    fn follow_drawing(&mut self, before: &Diagram) {
        let diagram = self.drawing.history.diagram();
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

    fn run_drawing(&mut self) {
        let running = self.player.simulation().shared_runnable();
        match effect(running.stream(), self.drawing.diagram()) {
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
            Effect::Faulty(faults) => {
                let flaw = |fault: &Fault| Flaw {
                    part: part_of(fault),
                    field: fault.place.field.clone(),
                    words: fault.to_string(),
                };
                self.drawing.faults = faults.iter().map(flaw).collect();
            }
        }
        self.belt_state.fill(self.player.simulation(), self.delivered());
        self.clock.must_chart();
        self.refresh();
    }

    /// Lets a stream run from its start, at the speed and with the seed there are.
    pub(super) fn start(&mut self, stream: Arc<Runnable>) {
        let (speed, is_playing) = (self.player.speed(), self.player.is_playing());
        self.player = Player::new(stream, Seed(self.seed));
        self.player.set_speed(speed);
        self.player.play(is_playing);
    }

    /// The browser keeps the drawing at every step.
    pub(super) fn keep(&mut self) {
        let number = self.drawing.number.unwrap_or_else(|| {
            let kept = storage::all();
            kept.last().map_or(1, |(number, _)| number + 1)
        });
        self.drawing.number = Some(number);
        self.drawing.is_kept = storage::keep(number, &self.drawing.diagram().to_json());
        self.list_kept();
    }

    /// Opens a kept stream; says whether that could be done.
    pub(super) fn open_kept(&mut self, number: u32) -> bool {
        let text = storage::load(number).unwrap_or_default();
        let Ok(diagram) = Diagram::from_json(&text) else { return false };
        self.open_diagram(diagram, Some(number))
    }

    /// Opens a drawing, whether it can run or not.
    pub(super) fn open_diagram(&mut self, diagram: Diagram, number: Option<u32>) -> bool {
        let Some(sketch) = Sketch::of(diagram.clone()) else { return false };
        self.origin = Origin::File;
        match diagram.clone().check() {
            Ok(runnable) => self.run(Arc::new(runnable), number),
            Err(_) => {
                self.close_all();
                self.drawing = Drawing::new(diagram, sketch, number);
                self.run_drawing();
            }
        }
        storage::set_now(number);
        self.list_kept();
        true
    }

    /// Begins with nothing.
    pub(super) fn open_blank(&mut self) {
        let name = words::UNNAMED.to_owned();
        self.open_diagram(Diagram { name, ..Diagram::default() }, None);
        self.keep();
    }

    /// Forgets the kept stream on the page, and shows the first template.
    pub(super) fn forget(&mut self) {
        if let Some(number) = self.drawing.number {
            storage::forget(number);
        }
        self.open_example(0);
    }

    /// A work center behind what is chosen, or at the end.
    pub(super) fn add_stage(&mut self) {
        let diagram = self.drawing.diagram();
        let spot = match self.drawing.selected[..] {
            [part @ (Part::Stage(_) | Part::Link(_) | Part::Source(_))] => Spot::After(part),
            _ => match diagram.stages.len().checked_sub(1) {
                Some(last) => Spot::After(Part::Stage(StageId::at(last))),
                None => Spot::Free(None),
            },
        };
        self.act(&words::add(diagram, spot));
    }

    /// A work center at a place, with a way to it from a part.
    fn draw_stage(&mut self, from: Option<Part>, at: Option<Position>) {
        let diagram = self.drawing.diagram();
        let layout = self.belt.laid();
        let is_down = layout.as_ref().is_none_or(|layout| layout.flow == Flow::Down);
        let at = at.filter(|_| !is_down);
        let spot = match from {
            Some(from) => Spot::From(from, at),
            None => Spot::Free(at),
        };
        let add = words::add(diagram, spot);
        // Once one has a place of its own, all have.
        let places = layout.filter(|layout| at.is_some() && !layout.is_free).map(|layout| {
            let cards = layout.stages.iter().enumerate();
            let place = |(index, card): (usize, &crate::belt::Rect)| {
                (Part::Stage(StageId::at(index)), layout.position(card.center()))
            };
            cards.map(place).collect::<Vec<_>>()
        });
        match places {
            Some(places) => self.act(&Action::Several(vec![Action::Move(places), add])),
            None => self.act(&add),
        }
        self.focus_chosen();
    }

    /// Another source for what is chosen, or for the first work center.
    pub(super) fn add_source(&mut self) {
        let to = match self.drawing.selected[..] {
            [Part::Stage(id)] => id,
            _ => StageId(0),
        };
        self.act(&Action::AddSource { to, name: words::SOURCE.to_owned() });
    }

    /// A note above what is chosen.
    pub(super) fn add_note(&mut self, is_kaizen: bool) {
        let (kind, text) = if is_kaizen {
            (NoteKind::Kaizen, words::KAIZEN)
        } else {
            (NoteKind::Note, words::NOTE)
        };
        let Some(layout) = self.belt.laid() else { return };
        let card = match self.drawing.selected[..] {
            [Part::Stage(id)] => layout.stage(id),
            _ => layout.customer,
        };
        let at = crate::belt::Point::new(card.center().x, card.y - 26.0);
        let note = Note { text: text.to_owned(), kind, position: layout.position(at) };
        self.act(&Action::AddNote(note));
        self.drawing.focus = Some(Focus::Fields);
    }

    /// Without what is chosen.
    pub(super) fn delete_chosen(&mut self) {
        self.act(&Action::Delete(self.drawing.selected.clone()));
        self.drawing.focus = Some(Focus::Part(self.drawing.entry));
    }

    /// The chosen stages, by id.
    fn chosen_stages(&self) -> Vec<(StageId, String)> {
        let stages = &self.drawing.diagram().stages;
        let chosen = self.drawing.selected.iter().filter_map(|part| match part {
            Part::Stage(id) => Some((*id, stages.get(id.index())?.id.clone())),
            _ => None,
        });
        chosen.collect()
    }

    /// One limit for what is chosen.
    pub(super) fn group_chosen(&mut self) {
        let stages: Vec<String> = self.chosen_stages().into_iter().map(|(_, id)| id).collect();
        if stages.is_empty() {
            return;
        }
        let limit = 2 * stages.len() as u32;
        let mut limits = self.drawing.diagram().limits.clone();
        limits.push(GroupLimit { stages, limit });
        self.act(&Action::Limits(limits));
        self.choose(Vec::new());
    }

    /// One team for what is chosen.
    pub(super) fn team_chosen(&mut self) {
        let chosen = self.chosen_stages();
        if chosen.is_empty() {
            return;
        }
        let diagram = self.drawing.diagram();
        let mut number = diagram.teams.len() + 1;
        let id = loop {
            let id = crate::text::editor::team(number);
            if diagram.teams.iter().all(|team| team.id != id) {
                break id;
            }
            number += 1;
        };
        let mut teams = diagram.teams.clone();
        teams.push(Team { id: id.clone(), workers: chosen.len() as u16 });
        let mut actions = vec![Action::Teams(teams)];
        for (stage, _) in chosen {
            let mut next = diagram.stages[stage.index()].clone();
            next.team.clone_from(&id);
            next.workers = Workers::Unlimited;
            actions.push(Action::Stage(stage, Box::new(next)));
        }
        self.act(&Action::Several(actions));
    }

    /// The run as the drawing shows it: where that cannot run, what runs is found again by its ids.
    pub(super) fn shown_state(&self) -> Option<BeltState> {
        if self.drawing.faults.is_empty() {
            return None;
        }
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
        Some(BeltState {
            stages: stages.collect(),
            backlogs: backlogs.collect(),
            ..self.belt_state.clone()
        })
    }

    /// The stage that holds the others back, in the drawing.
    pub(super) fn shown_trouble(&self) -> Option<StageId> {
        let trouble = self.trouble?;
        if self.drawing.faults.is_empty() {
            return Some(trouble);
        }
        let running = self.player.simulation().shared_runnable();
        let id = &running.stream().stages.get(trouble.index())?.id;
        self.drawing.diagram().stage(id)
    }

    /// After a render: hands reach the belt, and the focus goes where it should.
    pub(super) fn settle_drawing(&mut self, link: &Scope<Page>) {
        let Some(root) = self.belt.root() else {
            self.drawing.gestures = None;
            return;
        };
        if !self.drawing.gestures.as_ref().is_some_and(|gestures| gestures.is_on(&root)) {
            let tell = link.callback(Msg::Deed);
            let gestures = Gestures::on(root.clone(), self.belt.clone(), tell);
            gestures.catch_up(&self.early.take().unwrap_or_default());
            self.drawing.gestures = Some(gestures);
        }
        match self.drawing.focus.take() {
            None => {}
            Some(Focus::Part(part)) => focus_part(&root, part),
            Some(Focus::Fields) => focus_fields(),
        }
    }
}

/// Puts the focus on a part of the belt.
pub(super) fn focus_part(root: &Element, part: Part) {
    let selector = ["[data-part=", &name_of(part), "]"].concat();
    let Ok(Some(element)) = root.query_selector(&selector) else { return };
    let button = element.query_selector("button").ok().flatten().unwrap_or(element);
    if let Some(button) = button.dyn_ref::<HtmlElement>() {
        let _ = button.focus();
    } else if let Some(link) = button.dyn_ref::<web_sys::SvgElement>() {
        let _ = link.focus();
    }
}

fn focus_fields() {
    let document = gloo::utils::document();
    let field = document.query_selector(".inspector input").ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        let _ = field.focus();
        field.select();
    }
}

/// Puts the focus into the dialog that has just opened.
pub(super) fn focus_dialog() {
    let button = gloo::utils::document().query_selector(".dialog .close").ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}
