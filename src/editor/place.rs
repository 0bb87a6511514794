//! Where stages, sources and the customer stand that their author placed [belt units].

use super::Diagram;
use super::action::Part;
use crate::value_stream::{Position, ValueStream};

/// From one stage to the next, so that neither touches the other [belt units].
pub const SPACING: f64 = 1.0;
/// Two that are so far apart do not touch [belt units].
const APART: f64 = 0.9;
/// From one place that is looked at to the next [belt units].
const FINE: f64 = 0.25;

/// Moves what stands at a place or behind it one step on, if something stands there.
pub(super) fn make_room(stream: &mut ValueStream, place: Position) {
    let stands = |at: &Position| (at.x - place.x).abs() < 0.9 && (at.y - place.y).abs() < 0.9;
    if !all(stream).any(|at| stands(at)) {
        return;
    }
    for at in all(stream) {
        if at.x > place.x - 0.9 {
            at.x += SPACING;
        }
    }
}

/// Every place that somebody has given to a stage, a source or the customer.
fn all(stream: &mut ValueStream) -> impl Iterator<Item = &mut Position> {
    slots(stream).filter_map(Option::as_mut)
}

fn slots(stream: &mut ValueStream) -> impl Iterator<Item = &mut Option<Position>> {
    let stages = stream.stages.iter_mut().map(|stage| &mut stage.position);
    let sources = stream.sources.iter_mut().map(|source| &mut source.position);
    stages.chain(sources).chain([&mut stream.customer.position])
}

/// The layout decides again where everything stands, beside notes.
pub(super) fn forget(stream: &mut ValueStream) {
    slots(stream).for_each(|slot| *slot = None);
}

/// A place below everything.
pub(super) fn free_place(stream: &ValueStream) -> Position {
    let positions = || stream.stages.iter().filter_map(|stage| stage.position);
    let left = positions().map(|at| at.x).fold(f64::INFINITY, f64::min);
    let low = positions().map(|at| at.y).fold(f64::NEG_INFINITY, f64::max);
    if left.is_finite() { Position { x: left, y: low + 1.25 } } else { Position { x: 0.0, y: 0.0 } }
}

/// The part that is nearest in a direction from a place, among parts and their places: what lies straight ahead is
/// nearer than what lies aside.
pub fn nearest(parts: &[(Part, Position)], from: Part, (dx, dy): (f64, f64)) -> Option<Part> {
    let start = parts.iter().find(|(part, _)| *part == from)?.1;
    let mut best: Option<(f64, Part)> = None;
    for &(part, at) in parts.iter().filter(|(part, _)| *part != from) {
        let ahead = (at.x - start.x) * dx + (at.y - start.y) * dy;
        let aside = ((at.x - start.x) * dy + (at.y - start.y) * dx).abs();
        let far = ahead + 2.5 * aside;
        if ahead > 1e-6 && best.is_none_or(|(least, _)| far < least) {
            best = Some((far, part));
        }
    }
    best.map(|(_, part)| part)
}

/// The place that is nearest to another and in which nothing stands that somebody has placed.
pub(super) fn free_near(stream: &ValueStream, at: Position) -> Position {
    let stages = stream.stages.iter().filter_map(|stage| stage.position);
    let sources = stream.sources.iter().filter_map(|source| source.position);
    let places: Vec<Position> = stages.chain(sources).chain(stream.customer.position).collect();
    let is_free = |place: &Position| {
        let apart = |other: &Position| {
            (other.x - place.x).abs() >= APART || (other.y - place.y).abs() >= APART
        };
        places.iter().all(apart)
    };
    let far = |place: &Position| libm::hypot(place.x - at.x, place.y - at.y);
    // Each of them stands in the way of a few places only.
    for ring in 0..8 * (places.len() as i32 + 1) {
        let steps = -ring..=ring;
        let on_ring = steps.clone().flat_map(|row| steps.clone().map(move |column| (row, column)));
        let on_ring =
            on_ring.filter(|(row, column): &(i32, i32)| row.abs().max(column.abs()) == ring);
        // Below rather than above, where both are as near.
        let places = on_ring.map(|(row, column)| Position {
            x: at.x + f64::from(column) * FINE,
            y: at.y - f64::from(row) * FINE,
        });
        let nearest = places.filter(is_free).min_by(|a, b| far(a).total_cmp(&far(b)));
        if let Some(nearest) = nearest {
            return nearest;
        }
    }
    at
}

/// A copy's place: below the original, and below whatever stands there.
pub(super) fn below(diagram: &Diagram, at: Position) -> Position {
    let mut place = Position { y: at.y + SPACING, ..at };
    let stands = |place: &Position| {
        diagram
            .stages
            .iter()
            .filter_map(|stage| stage.position)
            .any(|other| (other.x - place.x).abs() < 0.9 && (other.y - place.y).abs() < 0.9)
    };
    while stands(&place) {
        place.y += SPACING;
    }
    place
}
