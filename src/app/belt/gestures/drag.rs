//! What moves under a hand: cards with their links, a new link, a box. Only these elements are touched.

use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{Hands, Held};
use crate::app::belt::links::{arrow, data};
use crate::app::belt::parts::{rect_of, rects};
use crate::belt::{Point, Rect, while_moving};
use crate::editor::{Part, snap};
use crate::value_stream::{Position, SourceId, StageId, decimal};

impl Hands {
    /// Shows parts where the hand is, and says where they would come to stand.
    pub(super) fn drag(
        &mut self,
        parts: &[Part],
        start: Point,
        now: Point,
    ) -> Vec<(Part, Position)> {
        let Some(layout) = self.painter.laid() else { return Vec::new() };
        let zoom = self.painter.camera().zoom;
        let by = Point::new((now.x - start.x) / zoom, (now.y - start.y) / zoom);
        let old = |part: &Part| match part {
            Part::Note(_) => self.note(*part),
            part => rect_of(&layout, *part),
        };
        // The first keeps to a line, and the others keep to it.
        let Some(first) = parts.iter().find_map(old) else { return Vec::new() };
        let others: Vec<Position> = rects(&layout)
            .filter(|(part, _)| !parts.contains(part))
            .map(|(_, rect)| layout.position(rect.center()))
            .collect();
        let center = first.center();
        let snapped = snap(layout.position(Point::new(center.x + by.x, center.y + by.y)), &others);
        let target = layout.point(snapped.at);
        let by = Point::new(target.x - center.x, target.y - center.y);
        let (mut places, mut cards) = (Vec::new(), Vec::new());
        for part in parts {
            let Some(rect) = old(part) else { continue };
            let moved = Rect { x: rect.x + by.x, y: rect.y + by.y, ..rect };
            places.push((*part, layout.position(moved.center())));
            cards.push((*part, moved));
            for element in [self.element(*part), self.tag(*part)].into_iter().flatten() {
                let shift = ["translate(", &pixels(by.x), "px,", &pixels(by.y), "px)"].concat();
                // Of its own, it moves without anything else being painted again.
                style(&element, "will-change", "transform");
                style(&element, "transform", &shift);
            }
        }
        let (mut ways, mut backward) = (String::new(), String::new());
        for (way, curve, goes_back) in self.painter.shift(&cards) {
            let path = if goes_back { &mut backward } else { &mut ways };
            *path += &data(&curve);
            *path += &arrow(&curve);
            self.set_apart(way);
        }
        self.draw(".rubber-ways", "d", &ways);
        self.draw(".rubber-back", "d", &backward);
        let mut guide = String::new();
        if let Some(x) = snapped.upright {
            let x = pixels(layout.point(Position { x, y: 0.0 }).x);
            guide += &["M", &x, ",-4000V8000"].concat();
        }
        if let Some(y) = snapped.level {
            let y = pixels(layout.point(Position { x: 0.0, y }).y);
            guide += &["M-4000,", &y, "H12000"].concat();
        }
        self.draw(".rubber-guide", "d", &guide);
        places
    }

    /// Puts everything back to where the markup has it.
    pub(super) fn unmove(&mut self) {
        self.painter.unshift();
        let moved = "[style*=transform][data-part], .belt-tag[style*=transform]";
        let moved = self.root.query_selector_all(moved);
        if let Ok(moved) = moved {
            for index in 0..moved.length() {
                if let Some(element) = moved.get(index).and_then(|node| node.dyn_into().ok()) {
                    style(&element, "transform", "");
                    style(&element, "will-change", "");
                }
            }
        }
        for way in std::mem::take(&mut self.apart) {
            if let Some(element) = self.way(way) {
                let _ = element.remove_attribute("visibility");
            }
        }
        self.draw(".rubber-ways", "d", "");
        self.draw(".rubber-back", "d", "");
    }

    /// Hides a way: it is drawn over everything while it moves.
    fn set_apart(&mut self, way: Part) {
        if self.apart.contains(&way) {
            return;
        }
        self.apart.push(way);
        if let Some(element) = self.way(way) {
            let _ = element.set_attribute("visibility", "hidden");
        }
    }

    /// The outline of a source.
    fn tag(&self, part: Part) -> Option<Element> {
        let Part::Source(id) = part else { return None };
        self.of_source(id, ".belt-tag")
    }

    fn of_source(&self, id: SourceId, what: &str) -> Option<Element> {
        let all = self.root.query_selector_all(what).ok()?;
        all.get(u32::from(id.0))?.dyn_into().ok()
    }

    /// The element of a way: a link's own, or the one of what a source brings.
    fn way(&self, way: Part) -> Option<Element> {
        match way {
            Part::Source(id) => self.of_source(id, ".belt-feed"),
            way => self.element(way),
        }
    }

    /// Where a note stands on the belt.
    fn note(&self, part: Part) -> Option<Rect> {
        let element = self.element(part)?;
        let (frame, note) =
            (self.root.get_bounding_client_rect(), element.get_bounding_client_rect());
        let camera = self.painter.camera();
        let at = Point::new(note.left() - frame.left(), note.top() - frame.top());
        // While it is dragged it is drawn elsewhere than it stands.
        let corner = camera.belt(at);
        let shift = element.get_attribute("style").and_then(|style| shift_in(&style));
        let shift = shift.unwrap_or_default();
        let (w, h) = (note.width() / camera.zoom, note.height() / camera.zoom);
        Some(Rect { x: corner.x - shift.x, y: corner.y - shift.y, w, h })
    }

    /// Where everything comes to stand: once one stage has a place, all have.
    pub(super) fn all_places(&self, places: &[(Part, Position)]) -> Vec<(Part, Position)> {
        let Some(layout) = self.painter.laid().filter(|layout| !layout.is_free) else {
            return places.to_vec();
        };
        if places.iter().all(|(part, _)| matches!(part, Part::Note(_))) {
            return places.to_vec();
        }
        let stages = layout.stages.iter().enumerate();
        let all = stages
            .map(|(index, card)| (Part::Stage(StageId::at(index)), layout.position(card.center())));
        all.chain(places.iter().copied()).collect()
    }

    /// A new link from a part to the hand.
    pub(super) fn rubber(&self, from: Part, now: Point) {
        let Some(layout) = self.painter.laid() else { return };
        let start = match from {
            Part::Stage(id) => layout.stages.get(id.index()),
            Part::Source(id) => layout.sources.get(id.index()),
            _ => None,
        };
        let Some(start) = start else { return };
        let at = self.painter.camera().belt(now);
        let curve = while_moving(start, &Rect { x: at.x, y: at.y, w: 0.0, h: 0.0 });
        self.draw(".rubber-line", "d", &[data(&curve), arrow(&curve)].concat());
    }

    /// A box from a place to the hand.
    pub(super) fn box_from(&self, start: Point, now: Point) {
        let camera = self.painter.camera();
        let (a, b) = (camera.belt(start), camera.belt(now));
        for (name, length) in [
            ("x", a.x.min(b.x)),
            ("y", a.y.min(b.y)),
            ("width", (a.x - b.x).abs()),
            ("height", (a.y - b.y).abs()),
        ] {
            self.draw(".rubber-box", name, &pixels(length));
        }
    }

    pub(super) fn clear_rubber(&self) {
        self.draw(".rubber-line", "d", "");
        self.draw(".rubber-guide", "d", "");
        self.draw(".rubber-box", "width", "0");
        self.draw(".rubber-box", "height", "0");
    }

    fn draw(&self, what: &str, name: &str, value: &str) {
        if let Ok(Some(element)) = self.root.query_selector(what) {
            let _ = element.set_attribute(name, value);
        }
    }

    /// Ends whatever is held.
    pub(super) fn let_go(&mut self) {
        if self.held != Held::Nothing {
            self.held = Held::Nothing;
            self.unmove();
            self.clear_rubber();
        }
    }
}

fn pixels(length: f64) -> String {
    decimal::trimmed(length, 1)
}

fn style(element: &Element, name: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let _ = element.style().set_property(name, value);
    } else if let Some(element) = element.dyn_ref::<web_sys::SvgElement>() {
        let _ = element.style().set_property(name, value);
    }
}

/// How far a style moves its element.
fn shift_in(style: &str) -> Option<Point> {
    let (_, rest) = style.split_once("translate(")?;
    let (x, rest) = rest.split_once("px")?;
    let y = rest.trim_start_matches([',', ' ']).split("px").next()?;
    Some(Point::new(decimal::read(x)?, decimal::read(y)?))
}
