//! Keys on the belt: one Tab stop leads in, arrow keys go from part to part, letters draw.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, SvgElement};

use super::{Deed, Hands, part_at};
use crate::belt::{Camera, Flow, Point};
use crate::editor::{Action, Part, nearest};
use crate::value_stream::{LinkId, Position, SourceId, StageId};

/// How far an arrow key moves what is chosen [belt units].
const STEP: f64 = 0.125;
/// How many times larger or smaller a key shows the belt.
const ZOOM: f64 = 1.2;

impl Hands {
    pub(super) fn key(&mut self, event: &KeyboardEvent) {
        let Some(part) = part_at(event) else { return };
        let has_ctrl = event.ctrl_key() || event.meta_key();
        if event.alt_key() {
            return;
        }
        let key = event.key();
        let is_taken = match (key.as_str(), has_ctrl) {
            ("ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown", false) => {
                let toward = match key.as_str() {
                    "ArrowLeft" => (-1.0, 0.0),
                    "ArrowRight" => (1.0, 0.0),
                    "ArrowUp" => (0.0, -1.0),
                    _ => (0.0, 1.0),
                };
                if event.shift_key() {
                    self.nudge(part, toward);
                } else {
                    self.go(part, toward);
                }
                true
            }
            ("Enter", false) => {
                match self.connecting.take() {
                    Some(from) => {
                        self.tell.emit(Deed::Connect(None));
                        self.tell.emit(Deed::Act(Action::Connect { from, to: part }));
                    }
                    None => self.tell.emit(Deed::Edit(part)),
                }
                true
            }
            (" ", false) if matches!(part, Part::Link(_)) => {
                self.tell.emit(Deed::Choose(vec![part]));
                true
            }
            ("Escape", false) => {
                self.let_go();
                if self.connecting.take().is_none() {
                    self.tell.emit(Deed::Choose(Vec::new()));
                }
                self.tell.emit(Deed::Connect(None));
                true
            }
            ("Delete" | "Backspace", false) => {
                self.with_chosen(part);
                self.tell.emit(Deed::Delete);
                true
            }
            ("d" | "D", true) => {
                self.with_chosen(part);
                self.tell.emit(Deed::Duplicate);
                true
            }
            ("a" | "A", true) => {
                self.tell.emit(Deed::All);
                true
            }
            ("a" | "A" | "Insert", false) => {
                self.tell.emit(Deed::DrawAfter(part));
                true
            }
            ("c" | "C", false) if matches!(part, Part::Stage(_) | Part::Source(_)) => {
                self.connecting = Some(part);
                self.tell.emit(Deed::Connect(Some(part)));
                true
            }
            ("n" | "N", false) => {
                self.tell.emit(Deed::Note(false));
                true
            }
            ("k" | "K", false) => {
                self.tell.emit(Deed::Note(true));
                true
            }
            ("+" | "=", false) => {
                self.zoom(ZOOM);
                true
            }
            ("-" | "−", false) => {
                self.zoom(1.0 / ZOOM);
                true
            }
            ("0", false) => {
                self.painter.fit();
                true
            }
            _ => false,
        };
        if is_taken {
            event.prevent_default();
        }
    }

    /// What a key is pressed on is chosen, unless it is among what is.
    fn with_chosen(&self, part: Part) {
        if !self.painter.chosen().contains(&part) {
            self.tell.emit(Deed::Choose(vec![part]));
        }
    }

    fn zoom(&self, factor: f64) {
        let middle = Point::new(
            f64::from(self.root.client_width()) / 2.0,
            f64::from(self.root.client_height()) / 2.0,
        );
        self.painter.aim(self.painter.camera().zoomed(factor, middle));
    }

    /// Puts the focus on the next part in a direction.
    fn go(&self, from: Part, toward: (f64, f64)) {
        let Some(next) = nearest(&self.places(), from, toward) else { return };
        self.focus(next);
        self.show(next);
    }

    /// The middles of everything that can be chosen.
    fn places(&self) -> Vec<(Part, Position)> {
        let Some(layout) = self.painter.laid() else { return Vec::new() };
        let mut places = Vec::new();
        let mut add = |part: Part, at: Point| places.push((part, layout.position(at)));
        for (index, card) in layout.stages.iter().enumerate() {
            add(Part::Stage(StageId::at(index)), card.center());
        }
        for (index, tag) in layout.sources.iter().enumerate() {
            add(Part::Source(SourceId::at(index)), tag.center());
        }
        add(Part::Customer, layout.customer.center());
        for (index, lane) in layout.links.iter().enumerate() {
            add(Part::Link(LinkId::at(index)), lane.curve.at(0.5));
        }
        places.extend(
            self.notes().into_iter().map(|(part, note)| (part, layout.position(note.center()))),
        );
        places
    }

    /// Moves the view so that a part is seen.
    fn show(&self, part: Part) {
        let places = self.places();
        let Some((_, at)) = places.iter().find(|(other, _)| *other == part) else { return };
        let Some(layout) = self.painter.laid() else { return };
        let camera = self.painter.camera();
        let seen = camera.view(layout.point(*at));
        let (width, height) =
            (f64::from(self.root.client_width()), f64::from(self.root.client_height()));
        let back = |seen: f64, room: f64| seen.clamp(0.0, room) - seen;
        let (x, y) = (back(seen.x, width), back(seen.y, height));
        if x.abs() + y.abs() > 0.5 {
            let further = |by: f64| by + 80.0 * by.signum() * f64::from(u8::from(by.abs() > 0.5));
            self.painter.aim(Camera::moved(&camera, further(x), further(y)));
        }
    }

    /// Moves what is chosen, or else the part.
    fn nudge(&self, part: Part, (dx, dy): (f64, f64)) {
        let Some(layout) = self.painter.laid() else { return };
        if layout.flow == Flow::Down {
            return;
        }
        let chosen = self.painter.chosen();
        let parts = if chosen.contains(&part) { chosen } else { vec![part] };
        let places = self.places();
        let moved: Vec<(Part, Position)> = places
            .into_iter()
            .filter(|(part, _)| parts.contains(part))
            .filter(|(part, _)| !matches!(part, Part::Link(_)))
            .map(|(part, at)| (part, Position { x: at.x + dx * STEP, y: at.y + dy * STEP }))
            .collect();
        if !moved.is_empty() {
            self.tell.emit(Deed::Act(Action::Move(self.all_places(&moved))));
        }
    }

    /// Puts the focus on a part.
    pub(super) fn focus(&self, part: Part) {
        let Some(element) = self.element(part) else { return };
        if let Some(link) = element.dyn_ref::<SvgElement>() {
            let _ = link.focus();
        } else if let Ok(Some(button)) = element.query_selector("button")
            && let Some(button) = button.dyn_ref::<HtmlElement>()
        {
            let _ = button.focus();
        }
    }
}
