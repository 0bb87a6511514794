//! The belt as its author placed it: where every stage has a position, and the cards find room there.

use super::across::{CUSTOMER, TAG_HEIGHT, tag_width};
use super::layers::{Part, Parts};
use super::layout::{BeltLayout, Flow};
use super::route::{PAD, Spot, finish};
use super::{Point, Rect};
use crate::value_stream::Runnable;

/// A card's share of the distance to the next one beside it.
const CARD_SHARE: f64 = 0.8;
const CARD_MIN: f64 = 104.0;
const CARD_MAX: f64 = 148.0;
const CARD_HEIGHT: f64 = 136.0;
/// From a tag to its stage, and from the last stage to the customer.
const GAP: f64 = 28.0;
/// Between any two parts.
const APART: f64 = 8.0;

/// None: some stage has no position, or they do not fit into this width without overlap.
pub(super) fn layout(runnable: &Runnable, parts: &Parts, width: f64) -> Option<BeltLayout> {
    let stream = runnable.stream();
    let places: Vec<Point> = stream
        .stages
        .iter()
        .map(|stage| stage.position.map(|place| Point::new(place.x, place.y)))
        .collect::<Option<_>>()?;
    let low = places.iter().map(|place| place.x).fold(f64::INFINITY, f64::min);
    let high = places.iter().map(|place| place.x).fold(f64::NEG_INFINITY, f64::max);
    let tags = stream.sources.iter().map(|source| tag_width(source.title())).fold(0.0, f64::max);
    let room = width - 2.0 * PAD - tags - CUSTOMER - 2.0 * GAP;
    // The nearest two that stand beside each other decide how wide a card may be.
    let mut beside = f64::INFINITY;
    for (index, a) in places.iter().enumerate() {
        for b in &places[..index] {
            if (a.y - b.y).abs() < 1.0 {
                beside = beside.min((a.x - b.x).abs());
            }
        }
    }
    // Belt units are a card wide; positions on a grid of whole units get their gaps from the scale.
    let share = if beside < 1.0 / CARD_SHARE { beside * CARD_SHARE } else { 1.0 };
    let unit = (room / (high - low + share)).min(CARD_MAX / share);
    let card = (unit * share).floor();
    if card < CARD_MIN {
        return None;
    }
    let mut spots = vec![Spot::default(); parts.count()];
    let sources = stream.sources.len();
    for (index, place) in places.iter().enumerate() {
        let center = Point::new((place.x * unit).round(), (place.y * unit).round());
        spots[sources + index].rect = Rect::around(center, card, CARD_HEIGHT);
    }
    let (mut beside_customer, mut feeders) = (0.0, 0.0);
    for &(from, to, _) in &parts.edges {
        if matches!(parts.part(to), Part::Customer) {
            beside_customer += spots[from].rect.center().y;
            feeders += 1.0;
        }
    }
    for &(from, to, _) in &parts.edges[..sources] {
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
    let right = spots.iter().map(|spot| spot.rect.right()).fold(f64::NEG_INFINITY, f64::max);
    let beside = Point::new(right + GAP + CUSTOMER / 2.0, beside_customer / f64::max(feeders, 1.0));
    spots[parts.count() - 1].rect = Rect::around(beside, CUSTOMER, CUSTOMER);
    let overlaps = spots.iter().enumerate().any(|(index, spot)| {
        spots[..index].iter().any(|other| spot.rect.touches(&other.rect, APART))
    });
    (!overlaps).then(|| finish(runnable, parts, spots, Flow::Across, width))
}
