//! Links between parts that have their places: straight ahead where nothing is in the way, otherwise in an arc.
//!
//! Everything here runs to the right; a belt that runs down is the same, transposed at the very end.

use super::arc::{Arc, arched, arcs};
use super::layers::Parts;
use super::layout::{Anchor, BeltLayout, Flow, Label, Lane};
use super::placed::UNIT;
use super::{Curve, Point, Rect};
use crate::value_stream::{Sketch, Target};

/// Space beside everything [px].
pub(super) const PAD: f64 = 12.0;
/// The same above and below, where a card's word of trouble sticks out.
const PAD_ABOVE: f64 = 20.0;
/// Space between bands.
const BAND_GAP: f64 = 36.0;
/// How far arcs may reach out: so much above and below, and this part of the width beside.
const SPREAD_ACROSS: f64 = 160.0;
const SPREAD_DOWN: f64 = 0.18;
/// Room for a label beside an arc.
const LABEL: f64 = 20.0;
/// How far a turn at the edge of the belt reaches out of its cards.
const TURN_PULL: f64 = 44.0;

/// A part with its place, while the belt is being laid.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spot {
    pub(super) rect: Rect,
    /// The row of the belt that it is in.
    pub(super) band: usize,
}

impl Spot {
    /// Where items go here: odd bands run back.
    fn ahead(&self) -> Point {
        Point::new(if self.band.is_multiple_of(2) { 1.0 } else { -1.0 }, 0.0)
    }
}

/// A way to draw: numbers of the parts at its ends.
pub(super) struct Wish {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) backward: bool,
}

/// Draws the ways, stacks the bands, and gives the finished belt. Across keeps the spots' x; down keeps their y,
/// which becomes x.
pub(super) fn finish(
    sketch: &Sketch,
    parts: &Parts,
    mut spots: Vec<Spot>,
    flow: Flow,
    width: f64,
) -> BeltLayout {
    let wishes = wishes(sketch, parts);
    let spread_max = if flow == Flow::Across { SPREAD_ACROSS } else { width * SPREAD_DOWN };
    let mut arcs = arcs(&wishes, &spots, spread_max);
    stack(&mut spots, &mut arcs);
    let mut lanes: Vec<Lane> = wishes.iter().map(|wish| direct(wish, &spots)).collect();
    for arc in &arcs {
        lanes[arc.wish] = arched(arc, &wishes[arc.wish], &spots, flow);
    }
    let sources = sketch.stream().sources.len();
    let rects: Vec<Rect> = spots.iter().map(|spot| spot.rect).collect();
    let links = lanes.split_off(sources);
    let (customer, others) = rects.split_last().expect("there is always a customer");
    let mut belt = BeltLayout {
        width,
        height: 0.0,
        flow,
        stages: others[sources..].to_vec(),
        sources: others[..sources].to_vec(),
        customer: *customer,
        links,
        feeds: lanes,
        is_free: false,
        origin: Point::default(),
        unit: UNIT,
    };
    if flow == Flow::Down {
        belt.transpose();
    }
    belt.unit = pitch(&belt.stages);
    fit(&mut belt);
    belt
}

/// The least that lies between two cards beside each other, so that they keep apart as their author's.
fn pitch(cards: &[Rect]) -> f64 {
    let mut least = UNIT;
    for (index, a) in cards.iter().enumerate() {
        for b in &cards[..index] {
            let (x, y) = ((a.center().x - b.center().x).abs(), (a.center().y - b.center().y).abs());
            if y < a.h && x > 1.0 {
                least = least.min(x);
            }
        }
    }
    least.max(UNIT / 2.0)
}

fn wishes(sketch: &Sketch, parts: &Parts) -> Vec<Wish> {
    let (sources, customer) = (sketch.stream().sources.len(), parts.count() - 1);
    let mut wishes: Vec<Wish> = parts.edges[..sources]
        .iter()
        .map(|&(from, to, _)| Wish { from, to, backward: false })
        .collect();
    wishes.extend(sketch.ways().iter().map(|way| Wish {
        from: sources + way.from.index(),
        to: match way.to {
            Target::Stage(stage) => sources + stage.index(),
            Target::Customer => customer,
        },
        backward: way.backward,
    }));
    wishes
}

/// The curve from the front of one part to the back of another.
fn direct(wish: &Wish, spots: &[Spot]) -> Lane {
    let (from, to) = (&spots[wish.from], &spots[wish.to]);
    let curve = if from.band.abs_diff(to.band) > 1 || (from.band != to.band && wish.backward) {
        let down = Point::new(0.0, if to.band > from.band { 1.0 } else { -1.0 });
        let up = Point::new(0.0, -down.y);
        let (start, end) = (from.rect.side(down), to.rect.side(up));
        let curve = Curve::between(start, down, end, down, (end.y - start.y).abs() / 2.0);
        let at = Point::new(curve.at(0.5).x + 8.0, curve.at(0.5).y);
        return Lane { curve, backward: wish.backward, label: Label { at, anchor: Anchor::Start } };
    } else {
        let back = Point::new(-to.ahead().x, 0.0);
        let (start, end) = (from.rect.side(from.ahead()), to.rect.side(back));
        let pull = if from.band == to.band { (end.x - start.x).abs() / 2.0 } else { TURN_PULL };
        Curve::between(start, from.ahead(), end, to.ahead(), pull)
    };
    let middle = curve.at(0.5);
    let at = Point::new(middle.x, middle.y - 9.0);
    Lane { curve, backward: wish.backward, label: Label { at, anchor: Anchor::Middle } }
}

/// A way between two parts while one of them is being moved: what stands between does not count.
pub fn while_moving(from: &Rect, to: &Rect) -> Curve {
    let (a, b) = (from.center(), to.center());
    if to.x >= from.right() {
        let right = Point::new(1.0, 0.0);
        let (start, end) = (from.side(right), to.side(Point::new(-1.0, 0.0)));
        return Curve::between(start, right, end, right, (end.x - start.x) / 2.0);
    }
    // Back, around below.
    let down = Point::new(0.0, 1.0);
    let (start, end) = (from.side(down), to.side(down));
    let pull = 48.0 + (a.y - b.y).abs() / 2.0;
    Curve::between(start, down, end, Point::new(0.0, -1.0), pull)
}

/// Whether the way straight ahead leads back, or across another part.
pub(super) fn is_obstructed(wish: &Wish, spots: &[Spot]) -> bool {
    let (from, to) = (&spots[wish.from], &spots[wish.to]);
    let ahead = from.ahead();
    let room = (to.rect.center().x - from.rect.center().x) * ahead.x;
    if room < f64::midpoint(from.rect.w, to.rect.w) + 4.0 {
        return true;
    }
    let curve = direct(wish, spots).curve;
    let points: Vec<Point> = (1..32).map(|step| curve.at(f64::from(step) / 32.0)).collect();
    spots.iter().enumerate().any(|(number, spot)| {
        let others = number != wish.from && number != wish.to && spot.band == from.band;
        others
            && points.iter().any(|point| {
                spot.rect.touches(&Rect { x: point.x, y: point.y, w: 0.0, h: 0.0 }, 2.0)
            })
    })
}

/// Puts the bands under each other, each with room for its arcs and their labels.
fn stack(spots: &mut [Spot], arcs: &mut [Arc]) {
    let bands = spots.iter().map(|spot| spot.band).max().unwrap_or(0) + 1;
    let mut y = 0.0;
    for band in 0..bands {
        let (mut top, mut bottom) = (f64::INFINITY, f64::NEG_INFINITY);
        for spot in spots.iter().filter(|spot| spot.band == band) {
            top = top.min(spot.rect.y);
            bottom = bottom.max(spot.rect.bottom());
        }
        for arc in arcs.iter().filter(|arc| arc.band == band) {
            top = top.min(arc.apex - LABEL);
            bottom = bottom.max(arc.apex + LABEL);
        }
        for spot in spots.iter_mut().filter(|spot| spot.band == band) {
            spot.rect.y += y - top;
        }
        for arc in arcs.iter_mut().filter(|arc| arc.band == band) {
            arc.apex += y - top;
        }
        y += bottom - top + BAND_GAP;
    }
}

/// Moves everything inside, below the upper edge and to the middle, and gives the belt its height.
fn fit(belt: &mut BeltLayout) {
    let bounds = bounds(belt);
    // Cards have a least width, and an author's belt any.
    belt.width = belt.width.max((bounds.w + 2.0 * PAD).ceil());
    let left = ((belt.width - bounds.w) / 2.0 - bounds.x).round();
    let up = (PAD_ABOVE - bounds.y).round();
    belt.translate(Point::new(left, up));
    belt.height = (bounds.h + 2.0 * PAD_ABOVE).ceil();
}

/// The smallest rectangle around everything, labels included.
pub(super) fn bounds(belt: &BeltLayout) -> Rect {
    let (mut low, mut high) = (belt.customer, belt.customer);
    let mut take = |rect: Rect| {
        low = Rect { x: low.x.min(rect.x), y: low.y.min(rect.y), w: 0.0, h: 0.0 };
        let corner = (high.right().max(rect.right()), high.bottom().max(rect.bottom()));
        high = Rect { x: corner.0, y: corner.1, w: 0.0, h: 0.0 };
    };
    belt.stages.iter().chain(&belt.sources).for_each(|&rect| take(rect));
    for lane in belt.feeds.iter().chain(&belt.links) {
        take(lane.curve.bounds());
        if lane.backward || belt.flow == Flow::Down {
            take(lane.label.bounds());
        }
    }
    Rect { x: low.x, y: low.y, w: high.x - low.x, h: high.y - low.y }
}
