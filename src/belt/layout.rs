//! Where everything on the belt stands.
//!
//! Nothing overlaps, everything lies inside, and the same stream and width always give the same picture. Wide belts
//! run from left to right and turn at the edge like a carrier belt; narrow ones run down.

use super::layers::Parts;
use super::{Curve, Point, Rect, across, down, placed, room};
use crate::value_stream::{LinkId, Position, Sketch, SourceId, StageId};

/// Below this width the belt runs down [px].
const DOWN_BELOW: f64 = 560.0;
/// How wide "12 %" is at most.
const SHARE_WIDTH: f64 = 34.0;
/// Narrower than this is drawn as this wide.
const WIDTH_MIN: f64 = 240.0;

/// A stream, placed.
#[derive(Debug, Clone, PartialEq)]
pub struct BeltLayout {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Which way it runs.
    pub flow: Flow,
    /// The cards of the stages, in the stream's order.
    pub stages: Vec<Rect>,
    /// The tags of the sources, in the stream's order.
    pub sources: Vec<Rect>,
    /// The square around the customer's circle.
    pub customer: Rect,
    /// The links, in the stream's order.
    pub links: Vec<Lane>,
    /// The ways from the sources, in the stream's order.
    pub feeds: Vec<Lane>,
    /// Whether its author placed the stages: such a belt may be wider than asked for.
    pub is_free: bool,
    /// Where the author's belt units begin.
    pub origin: Point,
    /// A belt unit [px]: where the layout decides, as much as lies between two columns.
    pub unit: f64,
}

/// Which way the belt runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// To the right, and at the edge back again.
    Across,
    /// Down.
    Down,
}

/// A way that items take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lane {
    /// From edge to edge; it ends along an axis.
    pub curve: Curve,
    /// Whether work goes back on it.
    pub backward: bool,
    /// Where its share may be written.
    pub label: Label,
}

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Label {
    /// Its anchor, halfway up the letters.
    pub at: Point,
    /// What of the text the anchor is.
    pub anchor: Anchor,
}

/// Which part of a text lies at its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

impl BeltLayout {
    /// A stage's card.
    pub fn stage(&self, stage: StageId) -> Rect {
        self.stages[stage.index()]
    }

    /// A source's tag.
    pub fn source(&self, source: SourceId) -> Rect {
        self.sources[source.index()]
    }

    /// A place on the belt in its author's units.
    pub fn position(&self, at: Point) -> Position {
        Position { x: (at.x - self.origin.x) / self.unit, y: (at.y - self.origin.y) / self.unit }
    }

    /// Where a position is on the belt.
    pub fn point(&self, at: Position) -> Point {
        Point::new(self.origin.x + at.x * self.unit, self.origin.y + at.y * self.unit)
    }

    /// A link's lane.
    pub fn link(&self, link: LinkId) -> &Lane {
        &self.links[link.index()]
    }

    /// Moves everything.
    pub(super) fn translate(&mut self, by: Point) {
        let rects = self.stages.iter_mut().chain(&mut self.sources).chain([&mut self.customer]);
        rects.for_each(|rect| {
            rect.x += by.x;
            rect.y += by.y;
        });
        self.origin = Point::new(self.origin.x + by.x, self.origin.y + by.y);
        for lane in self.feeds.iter_mut().chain(&mut self.links) {
            for point in lane.curve.points.iter_mut().chain([&mut lane.label.at]) {
                *point = Point::new(point.x + by.x, point.y + by.y);
            }
        }
    }

    /// Exchanges right and down; labels above arcs come to stand left of them, labels below to the right.
    pub(super) fn transpose(&mut self) {
        let rects = self.stages.iter_mut().chain(&mut self.sources).chain([&mut self.customer]);
        rects.for_each(|rect| *rect = Rect { x: rect.y, y: rect.x, w: rect.h, h: rect.w });
        for lane in self.feeds.iter_mut().chain(&mut self.links) {
            for point in lane.curve.points.iter_mut().chain([&mut lane.label.at]) {
                *point = Point::new(point.y, point.x);
            }
            let right = lane.label.at.x > lane.curve.at(0.5).x;
            lane.label.anchor = if right { Anchor::Start } else { Anchor::End };
            // From the middle of a line of text above or below an arc to its beginning beside one.
            lane.label.at.x += if right { -5.0 } else { 5.0 };
        }
    }
}

impl Label {
    /// The room that a share like "12 %" takes.
    pub(super) fn bounds(&self) -> Rect {
        let left = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => SHARE_WIDTH / 2.0,
            Anchor::End => SHARE_WIDTH,
        };
        Rect { x: self.at.x - left, y: self.at.y - 8.0, w: SHARE_WIDTH, h: 16.0 }
    }
}

/// Places a stream on a belt of this width.
pub fn layout(sketch: &Sketch, width: f64) -> BeltLayout {
    let width = width.max(WIDTH_MIN).floor();
    let parts = Parts::of(sketch);
    let mut belt = if width < DOWN_BELOW {
        down::layout(sketch, &parts, width)
    } else {
        placed::layout(sketch, &parts, width)
            .unwrap_or_else(|| across::layout(sketch, &parts, width))
    };
    room::hold(&mut belt, &sketch.stream().notes);
    belt
}
