//! What moves under a hand: cards with their links, a new link, a box. Only these elements are touched.

use wasm_bindgen::JsCast;
use web_sys::{CssStyleDeclaration, CssStyleRule, CssStyleSheet, Element, HtmlStyleElement};

use super::{Hands, Held};
use crate::app::belt::links::{arrow, data};
use crate::app::belt::parts::{rect_of, rects};
use crate::belt::{Point, Rect, while_moving};
use crate::editor::{Part, snap};
use crate::value_stream::{Position, SourceId, StageId, decimal};

/// What is drawn of the ways that are being moved: bent ahead and back, and moved as a whole ahead and back.
const WAYS: [&str; 4] =
    [".rubber-ways", ".rubber-back", ".rubber-whole .rubber-ways", ".rubber-whole .rubber-back"];
const WHOLE: &str = ".rubber-whole";

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
        }
        let before = self.moved.as_ref().map(|moved| moved.by);
        self.shift(parts, by);
        let since = before.unwrap_or_default();
        let since = Point::new(by.x - since.x, by.y - since.y);
        // Ahead and back, bent; and the same of those that move as they are.
        let mut paths = [const { String::new() }; 4];
        for bent in self.painter.shift(&cards, since, before.is_none()) {
            let path = &mut paths[usize::from(bent.goes_back) + 2 * usize::from(bent.is_whole)];
            *path += &data(&bent.curve);
            *path += &arrow(&bent.curve);
            self.set_apart(bent.way);
        }
        let drawn = if before.is_none() { WAYS.len() } else { 2 };
        for (what, path) in WAYS.into_iter().zip(&paths).take(drawn) {
            self.draw(what, "d", path);
        }
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

    /// Shows the elements of parts so far from where the markup has them.
    ///
    /// One rule for all, so that the browser works out once how they look, however many there are.
    fn shift(&mut self, parts: &[Part], by: Point) {
        if self.moved.is_none() {
            let of = |part: &Part| [self.element(*part), self.tag(*part)];
            let whole = self.root.query_selector(WHOLE).ok().flatten();
            let elements = parts.iter().flat_map(of).flatten().chain(whole).collect();
            self.moved = Moved::new(&self.root, elements);
        }
        if let Some(moved) = &mut self.moved {
            moved.by = by;
            let shift = ["translate(", &pixels(by.x), "px,", &pixels(by.y), "px)"].concat();
            let _ = moved.rule.set_property("transform", &shift);
        }
    }

    /// Puts everything back to where the markup has it.
    pub(super) fn unmove(&mut self) {
        self.painter.unshift();
        self.moved = None;
        for way in std::mem::take(&mut self.apart) {
            if let Some(element) = self.way(way) {
                let _ = element.remove_attribute("visibility");
            }
        }
        for what in WAYS {
            self.draw(what, "d", "");
        }
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

    /// Where all notes stand on the belt.
    pub(super) fn notes(&self) -> Vec<(Part, Rect)> {
        let notes = self.root.query_selector_all("[data-part^=n]").map_or(0, |all| all.length());
        let notes = (0..notes as u16).map(Part::Note);
        notes.filter_map(|note| self.note(note).map(|rect| (note, rect))).collect()
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
        let shift = self.moved.as_ref().map(|moved| moved.by).unwrap_or_default();
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

/// Elements that are shown elsewhere than they stand, until it is dropped.
pub(super) struct Moved {
    sheet: Element,
    rule: CssStyleDeclaration,
    elements: Vec<Element>,
    /// How far [belt px].
    by: Point,
}

/// Up to so many elements move without anything else being painted again; beyond, that costs more than it saves.
const LIGHT: usize = 8;

impl Moved {
    fn new(root: &Element, elements: Vec<Element>) -> Option<Moved> {
        let sheet = gloo::utils::document().create_element("style").ok()?;
        let will_change = if elements.len() > LIGHT { "" } else { "will-change:transform" };
        sheet.set_text_content(Some(&["[data-moved]{", will_change, "}"].concat()));
        root.append_child(&sheet).ok()?;
        // What a style element has is known, and asking would be more code than all the rest.
        let rules = sheet.unchecked_ref::<HtmlStyleElement>().sheet()?;
        let rules = rules.unchecked_ref::<CssStyleSheet>().css_rules().ok()?;
        let rule = rules.get(0)?.unchecked_ref::<CssStyleRule>().style();
        for element in &elements {
            let _ = element.set_attribute("data-moved", "");
        }
        Some(Moved { sheet, rule, elements, by: Point::default() })
    }
}

impl Drop for Moved {
    fn drop(&mut self) {
        for element in &self.elements {
            let _ = element.remove_attribute("data-moved");
        }
        self.sheet.remove();
    }
}
