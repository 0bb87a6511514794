//! Room for notes: the belt is large enough for those that stand near it, and there is always a free place for another.

use super::{BeltLayout, Curve, Point, Rect};
use crate::value_stream::Note;

/// A note's width and height [px].
pub const NOTE: (f64, f64) = (120.0, 60.0);
/// Between a new note and everything else [px].
const APART: f64 = 10.0;
/// Between a note and the edge of the belt [px].
const MARGIN: f64 = 8.0;
/// A belt without places of its author's grows for a note that is no farther from it, or from another one [px].
const REACH: f64 = 200.0;
/// From one place that is looked at to the next [px].
const STEP: f64 = 12.0;

/// Where notes are on a belt.
pub fn notes_on(layout: &BeltLayout, notes: &[Note]) -> Vec<Rect> {
    let rect = |note: &Note| Rect::around(layout.point(note.position), NOTE.0, NOTE.1);
    notes.iter().map(rect).collect()
}

/// Makes a belt as large as its notes need.
pub(super) fn hold(belt: &mut BeltLayout, notes: &[Note]) {
    // A belt that the layout places is as wide as the page, and its notes may have been placed for another.
    let reach = if belt.is_free { f64::INFINITY } else { REACH };
    let (mut left, mut top, mut right, mut bottom) = (0.0, 0.0, belt.width, belt.height);
    // Each may be near another one only, which comes later.
    for _ in notes {
        for note in notes {
            let note = Rect::around(belt.point(note.position), NOTE.0, NOTE.1);
            if note.bottom() < bottom + reach && note.y > top - reach {
                top = f64::min(top, note.y - MARGIN);
                bottom = f64::max(bottom, note.bottom() + MARGIN);
            }
            if belt.is_free {
                left = f64::min(left, note.x - MARGIN);
                right = f64::max(right, note.right() + MARGIN);
            }
        }
    }
    belt.translate(Point::new(-left, -top));
    (belt.width, belt.height) = ((right - left).ceil(), (bottom - top).ceil());
}

/// The free place for another note that is nearest to a place, among those in what is seen of the belt; where that is
/// full, below.
pub fn free_place(layout: &BeltLayout, notes: &[Note], seen: Rect, near: Point) -> Point {
    let parts = layout.stages.iter().chain(&layout.sources).chain([&layout.customer]);
    let mut taken: Vec<Rect> = parts.copied().collect();
    taken.extend(notes_on(layout, notes));
    let lanes = layout.feeds.iter().chain(&layout.links);
    for lane in lanes {
        if lane.backward {
            taken.push(lane.label.bounds());
        }
        taken.extend(pieces(&lane.curve));
    }
    let is_free = |at: Point| {
        let note = Rect::around(at, NOTE.0, NOTE.1);
        taken.iter().all(|other| !other.touches(&note, APART))
    };
    let (aside, above) = (NOTE.0 / 2.0 + MARGIN, NOTE.1 / 2.0 + MARGIN);
    let (left, right) = (seen.x + aside, seen.right() - aside);
    let (top, bottom) = (seen.y + above, seen.bottom() - above);
    let nearest = |top: f64, bottom: f64| {
        let mut best: Option<(f64, Point)> = None;
        for row in 0..=((bottom - top).max(0.0) / STEP) as u32 {
            for column in 0..=((right - left).max(0.0) / STEP) as u32 {
                let at = Point::new(left + f64::from(column) * STEP, top + f64::from(row) * STEP);
                let far = at.distance(near);
                if best.is_none_or(|(least, _)| far < least) && is_free(at) {
                    best = Some((far, at));
                }
            }
        }
        best.map(|(_, at)| at)
    };
    let lowest = taken.iter().map(Rect::bottom).fold(bottom, f64::max);
    let below = Point::new(near.x.clamp(left, left.max(right)), lowest + APART + above);
    let inside = (bottom >= top).then(|| nearest(top, bottom)).flatten();
    inside.or_else(|| nearest(top.max(bottom), below.y)).unwrap_or(below)
}

/// Small rectangles that cover a curve.
fn pieces(curve: &Curve) -> impl Iterator<Item = Rect> {
    (0..=32).map(|step| Rect::around(curve.at(f64::from(step) / 32.0), 4.0, 4.0))
}
