//! Pointers: a mouse, a pen, or fingers.

use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::{Deed, Hands, Held, part_of};
use crate::belt::{Flow, Point, Rect};
use crate::editor::{Action, Part};
use crate::value_stream::{LinkId, SourceId, StageId};

/// A pointer that has moved less has not moved [px].
const STILL: f64 = 4.0;

impl Hands {
    pub(super) fn pointer(&mut self, name: &str, event: &PointerEvent) {
        if name == "pointerdown" {
            // Asked once: while something is dragged, asking costs a layout.
            self.corner = Some(self.corner());
        } else if self.down.is_empty() {
            return;
        }
        let at = self.view(event);
        let id = event.pointer_id();
        match name {
            "pointerdown" => self.press(event, at),
            "pointermove" => {
                for (pointer, place) in &mut self.down {
                    if *pointer == id {
                        *place = at;
                    }
                }
                self.motion(event, at);
            }
            _ => {
                self.down.retain(|(pointer, _)| *pointer != id);
                if self.down.is_empty() {
                    self.corner = None;
                }
                let held = std::mem::replace(&mut self.held, Held::Nothing);
                self.painter.hold(false);
                self.clear_rubber();
                let is_done = name == "pointerup";
                self.release(held, event, at, is_done);
            }
        }
    }

    fn press(&mut self, event: &PointerEvent, at: Point) {
        self.down.push((event.pointer_id(), at));
        if let [(_, a), (_, b)] = self.down[..] {
            let middle = Point::new(f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y));
            self.unmove();
            self.clear_rubber();
            self.held = Held::Pinch { apart: a.distance(b), middle };
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let part = target.as_ref().and_then(part_of);
        let port = target.as_ref().is_some_and(|target| target.class_list().contains("belt-port"));
        self.held = match event.button() {
            0 => Held::Press { part, port, start: at },
            1 => {
                event.prevent_default();
                Held::Pan { last: at }
            }
            _ => Held::Nothing,
        };
    }

    fn motion(&mut self, event: &PointerEvent, at: Point) {
        match self.held.clone() {
            Held::Nothing => {}
            Held::Press { part, port, start } => {
                if start.distance(at) < STILL {
                    return;
                }
                let is_touch = event.pointer_type() == "touch";
                self.held = match part {
                    Some(from @ (Part::Stage(_) | Part::Source(_))) if port => {
                        Held::Rubber { from }
                    }
                    Some(part) if !matches!(part, Part::Link(_)) && self.can_drag() => {
                        let chosen = self.painter.chosen();
                        let parts = if chosen.contains(&part) { chosen } else { vec![part] };
                        Held::Drag { parts, start, at: Vec::new() }
                    }
                    // Where it has no place of its own, dragging a source draws its way.
                    Some(from @ Part::Source(_)) if !is_touch => Held::Rubber { from },
                    None if !is_touch => Held::Box { start },
                    _ => Held::Nothing,
                };
                if self.held != Held::Nothing {
                    self.painter.hold(true);
                    let _ = self.root.set_pointer_capture(event.pointer_id());
                    self.motion(event, at);
                }
            }
            Held::Drag { parts, start, .. } => {
                let places = self.drag(&parts, start, at);
                self.held = Held::Drag { parts, start, at: places };
            }
            Held::Rubber { from } => self.rubber(from, at),
            Held::Box { start } => self.box_from(start, at),
            Held::Pan { last } => {
                let camera = self.painter.camera().moved(at.x - last.x, at.y - last.y);
                self.painter.aim(camera);
                self.held = Held::Pan { last: at };
            }
            Held::Pinch { apart, middle } => {
                if let [(_, a), (_, b)] = self.down[..] {
                    let now = Point::new(f64::midpoint(a.x, b.x), f64::midpoint(a.y, b.y));
                    let factor = a.distance(b).max(1.0) / apart.max(1.0);
                    let camera = self.painter.camera().zoomed(factor, middle);
                    self.painter.aim(camera.moved(now.x - middle.x, now.y - middle.y));
                    self.held = Held::Pinch { apart: a.distance(b), middle: now };
                }
            }
        }
    }

    fn release(&mut self, held: Held, event: &PointerEvent, at: Point, is_done: bool) {
        match held {
            Held::Drag { at: places, .. } => {
                self.unmove();
                if is_done && !places.is_empty() {
                    self.tell.emit(Deed::Act(Action::Move(self.all_places(&places))));
                }
            }
            Held::Rubber { from } if is_done => {
                let under = gloo::utils::document()
                    .element_from_point(event.client_x() as f32, event.client_y() as f32);
                match under.as_ref().and_then(part_of) {
                    Some(to @ (Part::Stage(_) | Part::Customer)) => {
                        self.tell.emit(Deed::Act(Action::Connect { from, to }));
                    }
                    None if under.is_some_and(|under| self.root.contains(Some(&under))) => {
                        self.tell.emit(Deed::Draw(Some(from), self.position(at)));
                    }
                    _ => {}
                }
            }
            Held::Box { start } if is_done => {
                let chosen = self.within(start, at);
                let first = chosen.first().copied();
                self.tell.emit(Deed::Choose(chosen));
                // Where keys then do what they do to what is chosen.
                if let Some(first) = first {
                    self.focus(first);
                }
            }
            // A click beside everything chooses nothing.
            Held::Press { part: None, .. } if is_done => self.tell.emit(Deed::Choose(Vec::new())),
            _ => {}
        }
    }

    /// On a belt that runs down, the layout decides where things stand.
    fn can_drag(&self) -> bool {
        self.painter.laid().is_some_and(|layout| layout.flow == Flow::Across)
    }

    /// What lies within a box.
    fn within(&self, start: Point, end: Point) -> Vec<Part> {
        let Some(layout) = self.painter.laid() else { return Vec::new() };
        let camera = self.painter.camera();
        let (a, b) = (camera.belt(start), camera.belt(end));
        let frame =
            Rect { x: a.x.min(b.x), y: a.y.min(b.y), w: (a.x - b.x).abs(), h: (a.y - b.y).abs() };
        let stages = layout.stages.iter().enumerate();
        let stages = stages.map(|(index, card)| (Part::Stage(StageId::at(index)), card));
        let sources = layout.sources.iter().enumerate();
        let sources = sources.map(|(index, tag)| (Part::Source(SourceId::at(index)), tag));
        let mut within: Vec<Part> = stages
            .chain(sources)
            .filter(|(_, card)| card.touches(&frame, 0.0))
            .map(|(part, _)| part)
            .collect();
        let inside = |point: Point| {
            frame.x <= point.x
                && point.x <= frame.right()
                && frame.y <= point.y
                && point.y <= frame.bottom()
        };
        let notes = self.notes().into_iter();
        within.extend(notes.filter(|(_, note)| note.touches(&frame, 0.0)).map(|(part, _)| part));
        // A link belongs to it whose ends both do.
        for (index, lane) in layout.links.iter().enumerate() {
            if inside(lane.curve.points[0]) && inside(lane.curve.points[3]) {
                within.push(Part::Link(LinkId::at(index)));
            }
        }
        within
    }
}
