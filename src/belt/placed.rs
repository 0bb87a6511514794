//! The belt as its author placed it: where every stage has a position, and that is where it stands.
//!
//! One belt unit is always as many pixels, so that nothing moves but what is moved; the camera sees to what fits. Sources
//! without a place of their own stand before the stage that they feed, such a customer behind everything.

use super::across::{CUSTOMER, TAG_HEIGHT, tag_width};
use super::layers::{Part, Parts};
use super::layout::{BeltLayout, Flow};
use super::route::{Spot, finish};
use super::{Point, Rect};
use crate::value_stream::{Position, Sketch};

/// A belt unit [px].
pub const UNIT: f64 = 168.0;
const CARD: f64 = 132.0;
const CARD_HEIGHT: f64 = 136.0;
/// From a tag to its stage, and from the last stage to the customer.
const GAP: f64 = 32.0;
/// Between a tag and any other part.
const APART: f64 = 8.0;

fn pixels(place: Position) -> Point {
    Point::new((place.x * UNIT).round(), (place.y * UNIT).round())
}

/// None: there is no stage, or some stage has no position.
pub(super) fn layout(sketch: &Sketch, parts: &Parts, width: f64) -> Option<BeltLayout> {
    let stream = sketch.stream();
    let first = stream.stages.first()?.position?;
    let mut spots = vec![Spot::default(); parts.count()];
    let sources = stream.sources.len();
    for (index, stage) in stream.stages.iter().enumerate() {
        spots[sources + index].rect = Rect::around(pixels(stage.position?), CARD, CARD_HEIGHT);
    }
    for (index, source) in stream.sources.iter().enumerate() {
        if let Some(place) = source.position {
            spots[index].rect = Rect::around(pixels(place), tag_width(source.title()), TAG_HEIGHT);
        }
    }
    if let Some(place) = stream.customer.position {
        spots[parts.count() - 1].rect = Rect::around(pixels(place), CUSTOMER, CUSTOMER);
    }
    let (mut beside_customer, mut feeders) = (0.0, 0.0);
    for &(from, to, _) in &parts.edges {
        if matches!(parts.part(to), Part::Customer) {
            beside_customer += spots[from].rect.center().y;
            feeders += 1.0;
        }
    }
    for &(from, to, _) in &parts.edges[..sources] {
        if stream.sources[from].position.is_some() {
            continue;
        }
        let (w, stage) = (tag_width(stream.sources[from].title()), spots[to].rect);
        let left = Point::new(stage.x - GAP - w / 2.0, stage.center().y);
        let taken = |center: Point, spots: &[Spot]| {
            let rect = Rect::around(center, w, TAG_HEIGHT);
            spots.iter().any(|spot| spot.rect.w > 0.0 && spot.rect.touches(&rect, APART))
        };
        // Beside its stage if there is room, else higher and higher up the side.
        let mut center = left;
        let mut step = 0.0;
        while taken(center, &spots) {
            step += 1.0;
            center = Point::new(left.x, left.y - step * (TAG_HEIGHT / 2.0));
        }
        spots[from].rect = Rect::around(center, w, TAG_HEIGHT);
    }
    if stream.customer.position.is_none() {
        let placed = spots[..parts.count() - 1].iter();
        let right = placed.map(|spot| spot.rect.right()).fold(f64::NEG_INFINITY, f64::max);
        let y = beside_customer / f64::max(feeders, 1.0);
        let beside = Point::new(right + GAP + CUSTOMER / 2.0, y);
        spots[parts.count() - 1].rect = Rect::around(beside, CUSTOMER, CUSTOMER);
    }
    let mut belt = finish(sketch, parts, spots, Flow::Across, width);
    belt.is_free = true;
    belt.unit = UNIT;
    let center = belt.stages[0].center();
    belt.origin = Point::new(center.x - first.x * UNIT, center.y - first.y * UNIT);
    Some(belt)
}
