//! The symbols of the notation, each drawn into its place.

use super::place::{BOX, BOX_HEIGHT, CONTROL, FACTORY, GAP, LINE};
use super::svg::{Spot, Svg, short, wrap};
use super::{Entrance, Factory, Station};
use crate::text::stream_map as text;

/// A factory with a saw-tooth roof: who stands outside.
pub(super) fn factory(svg: &mut Svg, (x, y): Spot, factory: &Factory) {
    let (w, h) = FACTORY;
    let mut corners = vec![(x, y + h), (x, y + 20.0)];
    for tooth in 0..3 {
        let right = x + w * f64::from(tooth + 1) / 3.0;
        corners.extend([(right, y), (right, y + 20.0)]);
    }
    corners.push((x + w, y + h));
    svg.shape("box", &corners);
    let lines = wrap(&factory.name, w - 16.0, 2);
    let first = y + 52.0 - (lines.len() as f64 - 1.0) * 8.0;
    for (number, line) in lines.iter().enumerate() {
        let at = (x + w / 2.0, first + number as f64 * 16.0);
        svg.words("b", "middle", at, line, w - 8.0);
    }
}

/// The box of the release.
pub(super) fn control(svg: &mut Svg, (x, y): Spot, rule: &str) {
    let (w, h) = CONTROL;
    svg.rect("box", (x, y), (w, h));
    svg.line("line", &[(x, y + 26.0), (x + w, y + 26.0)]);
    svg.words("b", "middle", (x + w / 2.0, y + 18.0), text::CONTROL, w);
    svg.words("", "middle", (x + w / 2.0, y + 48.0), rule, w - 10.0);
}

/// A process box and its data box.
pub(super) fn station(svg: &mut Svg, (x, y): Spot, station: &Station) {
    svg.rect("head", (x, y), (BOX, BOX_HEIGHT));
    svg.words("b", "middle", (x + BOX / 2.0, y + 22.0), &station.name, BOX - 12.0);
    operator(svg, (x + 16.0, y + 46.0));
    svg.words("", "start", (x + 36.0, y + 51.0), &station.people, BOX - 44.0);
    let height = station.lines.len() as f64 * LINE;
    svg.rect("box", (x, y + BOX_HEIGHT), (BOX, height));
    for (number, (what, value)) in station.lines.iter().enumerate() {
        let base = y + BOX_HEIGHT + number as f64 * LINE;
        if number > 0 {
            svg.line("thin", &[(x, base), (x + BOX, base)]);
        }
        svg.words("m", "start", (x + 6.0, base + 14.0), what, 122.0);
        svg.words("", "end", (x + BOX - 6.0, base + 14.0), value, 84.0);
    }
}

/// A person, seen from above.
fn operator(svg: &mut Svg, (x, y): Spot) {
    svg.circle("line", (x, y), 5.0);
    let [left, top] = [x - 11.0, y - 2.0].map(short);
    svg.path("line", &["M", &left, " ", &top, "a11 11 0 0 0 22 0"].concat());
}

/// What waits in front of a stage, and how it comes in; it fills the gap before the box.
pub(super) fn entrance(svg: &mut Svg, (x, y): Spot, station: &Station) {
    let middle = y + BOX_HEIGHT / 2.0;
    inventory(svg, (x - GAP + 34.0, middle), station.waiting);
    let (from, to) = (x - 62.0, x - 4.0);
    match station.entrance {
        Entrance::Push => push(svg, from, to, middle),
        Entrance::Fifo(limit) => fifo(svg, from, to, middle, limit),
        Entrance::Pull => pull(svg, (f64::midpoint(from, to), middle)),
    }
}

/// The triangle of things that wait, and how many they are.
fn inventory(svg: &mut Svg, (x, middle): Spot, count: u32) {
    svg.shape("stock", &[(x, middle - 20.0), (x + 21.0, middle + 16.0), (x - 21.0, middle + 16.0)]);
    svg.words("b", "middle", (x, middle + 10.0), text::INVENTORY, 20.0);
    svg.words("b", "middle", (x, middle + 33.0), &crate::text::figure::some(count), 80.0);
}

/// The striped arrow of a push.
fn push(svg: &mut Svg, from: f64, to: f64, middle: f64) {
    let neck = to - 14.0;
    svg.rect("box", (from, middle - 6.0), (neck - from, 12.0));
    let mut stripe = from + 6.0;
    while stripe + 6.0 < neck {
        svg.rect("ink", (stripe, middle - 6.0), (6.0, 12.0));
        stripe += 12.0;
    }
    svg.shape("ink", &[(neck, middle - 12.0), (to, middle), (neck, middle + 12.0)]);
}

/// A lane in which nobody passes anybody, and how many it takes.
fn fifo(svg: &mut Svg, from: f64, to: f64, middle: f64, limit: u32) {
    for y in [middle - 10.0, middle + 10.0] {
        svg.line("line", &[(from, y), (to - 10.0, y)]);
    }
    svg.words("b", "middle", (f64::midpoint(from, to) - 4.0, middle + 5.0), text::FIFO, 44.0);
    head(svg, "ink", (to, middle), (1.0, 0.0));
    let at = (f64::midpoint(from, to), middle - 16.0);
    svg.words("m", "middle", at, &text::at_most(limit), 66.0);
}

/// The round arrow of a withdrawal.
fn pull(svg: &mut Svg, (x, y): Spot) {
    let [start, top] = [x - 15.0, y + 4.0].map(short);
    svg.path("line", &["M", &start, " ", &top, "a15 15 0 1 1 28 4"].concat());
    head(svg, "ink", (x + 9.0, y + 17.0), (-0.45, 0.9));
}

/// Stock from which the next one takes: shelves that are open to their maker.
pub(super) fn supermarket(svg: &mut Svg, (x, y): Spot, count: u32) {
    for shelf in 0..3 {
        let y = y + f64::from(shelf) * 14.0;
        svg.line("line", &[(x, y), (x + 30.0, y), (x + 30.0, y + 14.0), (x, y + 14.0)]);
    }
    svg.words("b", "middle", (x + 15.0, y + 60.0), &crate::text::figure::some(count), 60.0);
}

/// A card that lets the next one in.
pub(super) fn card(svg: &mut Svg, (x, y): Spot) {
    let [l, r, t, b] = [x - 9.0, x + 9.0, y - 12.0, y + 12.0];
    svg.shape("box", &[(l, t), (r - 6.0, t), (r, t + 6.0), (r, b), (l, b)]);
}

/// The head of an arrow that ends here, in this direction [of length 1].
pub(super) fn head(svg: &mut Svg, class: &str, (x, y): Spot, (dx, dy): Spot) {
    let back = (x - dx * 10.0, y - dy * 10.0);
    let corner = |side: f64| (back.0 - dy * side, back.1 + dx * side);
    svg.shape(class, &[(x, y), corner(5.0), corner(-5.0)]);
}

/// A broad arrow: goods on their way from or to somebody outside.
pub(super) fn shipment(svg: &mut Svg, (x, from): Spot, to: f64) {
    let neck = if to > from { to - 14.0 } else { to + 14.0 };
    let left = [(x - 6.0, from), (x - 6.0, neck), (x - 13.0, neck), (x, to)];
    let right = [(x + 13.0, neck), (x + 6.0, neck), (x + 6.0, from)];
    svg.shape("box", &[&left[..], &right[..]].concat());
}

/// The jagged line of what is told by wire, between two places at one height.
pub(super) fn wire(svg: &mut Svg, from: f64, to: f64, y: f64) {
    let middle = f64::midpoint(from, to);
    let step = if to > from { 9.0 } else { -9.0 };
    let [above, below] = [y - 4.0, y + 4.0];
    let bolt = [(from, above), (middle + step, above), (middle - step, below), (to, below)];
    svg.line("info", &bolt);
    head(svg, "infohead", (to, below), (step.signum(), 0.0));
}

/// A burst: what to improve, over the box where it is.
pub(super) fn burst(svg: &mut Svg, (x, y): Spot, words: &str) {
    let (wide, high) = (66.0, 25.0);
    let mut corners = Vec::new();
    for point in 0..28 {
        let angle = f64::from(point) * core::f64::consts::PI / 14.0;
        let far = if point % 2 == 0 { 1.22 } else { 0.92 };
        corners.push((x + libm::cos(angle) * wide * far, y + libm::sin(angle) * high * far));
    }
    svg.shape("burst", &corners);
    let lines = wrap(words, wide * 1.7, 2);
    for (number, line) in lines.iter().enumerate() {
        let base = y + 5.0 + (number as f64 - (lines.len() as f64 - 1.0) / 2.0) * 15.0;
        svg.words("b", "middle", (x, base), line, wide * 1.8);
    }
}
