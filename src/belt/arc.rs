//! Arcs beside the cards, for links that cannot go straight ahead: short ones close to the cards, longer ones around
//! them, so that arcs cross little and share no track.

use super::layout::{Anchor, Flow, Label, Lane};
use super::route::{Spot, Wish, is_obstructed};
use super::{Curve, Point, Rect};
use crate::value_stream::order::{number_key, order};

/// From a card to the first arc beside it, and from arc to arc [px].
const FIRST: f64 = 22.0;
const NEXT: f64 = 20.0;
/// From the middle of a card to where an arc goes back from it or arrives, as a part of the card; and from one such
/// place to the next [px].
const PORT: f64 = 0.12;
const PORT_NEXT: f64 = 9.0;
/// How far a stage's way to itself reaches out [px], and where it starts and ends.
const LOOP: f64 = 15.0;
const LOOP_START: f64 = 0.4;
const LOOP_END: f64 = 0.22;

/// An arc along a side of its band: -1 above, 1 below.
#[derive(Clone, Copy)]
pub(super) struct Arc {
    pub(super) wish: usize,
    pub(super) band: usize,
    pub(super) side: f64,
    start: f64,
    end: f64,
    /// Where its middle is [px down].
    pub(super) apex: f64,
}

/// Arcs for every way that cannot go straight ahead within its band; none reaches out further than `spread_max`.
pub(super) fn arcs(wishes: &[Wish], spots: &[Spot], spread_max: f64) -> Vec<Arc> {
    let span =
        |wish: &Wish| (spots[wish.from].rect.center().x - spots[wish.to].rect.center().x).abs();
    let bent: Vec<usize> = (0..wishes.len())
        .filter(|&index| {
            let wish = &wishes[index];
            let is_there = spots[wish.from].band == spots[wish.to].band;
            is_there && (wish.backward || is_obstructed(wish, spots))
        })
        .collect();
    let shorter_first = order(bent.iter().map(|&index| number_key(span(&wishes[index]))));
    let mut arcs: Vec<Arc> = Vec::with_capacity(bent.len());
    for place in shorter_first {
        let mut arc = placed(bent[place], wishes, spots, &arcs);
        arc.apex = apex(&arc, wishes, spots, &arcs);
        arcs.push(arc);
    }
    for arc in &mut arcs {
        let there = spots.iter().filter(|spot| spot.band == arc.band);
        let edge = there.map(|spot| edge(&spot.rect, arc.side) * arc.side);
        let edge = edge.fold(f64::NEG_INFINITY, f64::max);
        arc.apex = (arc.apex * arc.side).min(edge + spread_max.max(FIRST)) * arc.side;
    }
    arcs
}

/// The edge of a part on a side.
fn edge(rect: &Rect, side: f64) -> f64 {
    if side > 0.0 { rect.bottom() } else { rect.y }
}

/// An arc with its side and its ends.
fn placed(index: usize, wishes: &[Wish], spots: &[Spot], before: &[Arc]) -> Arc {
    let wish = &wishes[index];
    let (from, to) = (&spots[wish.from], &spots[wish.to]);
    let (a, b) = (from.rect.center(), to.rect.center());
    // The ends lean towards each other, so that one arc can leave where another arrives.
    let toward = if b.x < a.x { -1.0 } else { 1.0 };
    let (mut start, mut end) = (a.x + toward * PORT * from.rect.w, b.x - toward * PORT * to.rect.w);
    let is_upper = a.y + b.y < -1.0 || (!wish.backward && a.y + b.y < 1.0);
    let side = if is_upper { -1.0 } else { 1.0 };
    let is_free = |side: f64| {
        spots.iter().filter(|spot| spot.band == from.band).all(|spot| {
            let beside = |x: f64| spot.rect.x <= x && x <= spot.rect.right();
            let is_beyond = |own: f64| (spot.rect.center().y - own) * side > 1.0;
            !(beside(start) && is_beyond(a.y) || beside(end) && is_beyond(b.y))
        })
    };
    let side = if !is_free(side) && is_free(-side) { -side } else { side };
    if wish.from == wish.to {
        (start, end) = (a.x + LOOP_START * from.rect.w, a.x + LOOP_END * from.rect.w);
    } else {
        // A longer arc starts and ends outside the shorter ones of the same card.
        let shorter = |end: fn(&Wish) -> usize| {
            let same = |arc: &&Arc| {
                let other = &wishes[arc.wish];
                other.from != other.to && end(other) == end(wish) && arc.side * side > 0.0
            };
            before.iter().filter(same).count().min(3) as f64
        };
        start -= toward * PORT_NEXT * shorter(|wish| wish.from);
        end += toward * PORT_NEXT * shorter(|wish| wish.to);
    }
    Arc { wish: index, band: from.band, side, start, end, apex: 0.0 }
}

/// How far out an arc's middle has to be to pass everything below it.
fn apex(arc: &Arc, wishes: &[Wish], spots: &[Spot], before: &[Arc]) -> f64 {
    let wish = &wishes[arc.wish];
    if wish.from == wish.to {
        // It stays close to its stage, whatever stands beside.
        return edge(&spots[wish.from].rect, arc.side) + arc.side * LOOP;
    }
    let (low, high) = (arc.start.min(arc.end), arc.start.max(arc.end));
    let mut apex = f64::NEG_INFINITY;
    for spot in spots.iter().filter(|spot| spot.band == arc.band) {
        if spot.rect.x < high && low < spot.rect.right() {
            apex = apex.max(edge(&spot.rect, arc.side) * arc.side + FIRST);
        }
    }
    for other in before.iter().filter(|other| other.band == arc.band) {
        let (left, right) = (other.start.min(other.end), other.start.max(other.end));
        if other.side * arc.side > 0.0 && left < high + 8.0 && low < right + 8.0 {
            apex = apex.max(other.apex * arc.side + NEXT);
        }
    }
    apex * arc.side
}

/// The arc as a lane.
pub(super) fn arched(arc: &Arc, wish: &Wish, spots: &[Spot], flow: Flow) -> Lane {
    let start = Point::new(arc.start, edge(&spots[wish.from].rect, arc.side));
    let end = Point::new(arc.end, edge(&spots[wish.to].rect, arc.side));
    // Both pulling points lie at one height; the middle of a cubic weighs the four points 1 : 3 : 3 : 1.
    let pull = (8.0 * arc.apex - start.y - end.y) / 6.0;
    let points = [start, Point::new(start.x, pull), Point::new(end.x, pull), end];
    // A way to itself is too low for a word above it.
    let label = if wish.from == wish.to && flow == Flow::Across {
        let at = Point::new(start.x + 8.0, arc.apex - arc.side * 5.0);
        Label { at, anchor: Anchor::Start }
    } else {
        let at = Point::new(f64::midpoint(start.x, end.x), arc.apex + arc.side * 11.0);
        Label { at, anchor: Anchor::Middle }
    };
    Lane { curve: Curve { points }, backward: wish.backward, label }
}
