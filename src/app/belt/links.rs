//! Links and the outlines of sources, as vector pictures under the cards.

use yew::prelude::*;

use super::view::{choose, name_of};
use crate::app::markup::{class as class_of, markup, truth};
use crate::belt::{Anchor, BeltLayout, Curve, Flow, Label, Point, Rect};
use crate::editor::Part;
use crate::text::{belt as text, figure};
use crate::value_stream::{LinkId, Sketch};

/// From the tip of an arrow to its back, and from its middle to its side [px].
const ARROW: (f64, f64) = (6.0, 4.0);
/// The room that what flows takes [px].
const FLOW_WIDTH: f64 = 64.0;

/// What the links show and tell.
pub(super) struct Links<'a> {
    pub(super) stream: &'a Sketch,
    pub(super) layout: &'a BeltLayout,
    /// By link: what flows [items/tick] where it is too much for dots.
    pub(super) crowds: Vec<Option<f64>>,
    pub(super) selected: &'a [Part],
    /// The part that the Tab key leads to.
    pub(super) entry: Part,
    pub(super) on_select: &'a Callback<(Part, bool)>,
}

/// Every link as a button: a line, an arrow, and the share where not all go this way.
pub(super) fn links(props: &Links<'_>) -> Html {
    let layout = props.layout;
    let links = layout.links.iter().enumerate().map(|(index, lane)| {
        let id = LinkId::at(index);
        let part = Part::Link(id);
        let is_chosen = props.selected.contains(&part);
        let class =
            class_of("belt-link", &[(lane.backward, "goes-back"), (is_chosen, "is-chosen")]);
        let data = data(&lane.curve);
        let choose = choose(props.on_select, part);
        let name = text::link(props.stream, id, props.crowds.get(index).copied().flatten());
        markup! {
            <g {class} role="button" data-part={name_of(part)} tabindex={if props.entry == part { "0" } else { "-1" }}
                aria-label={name} aria-pressed={truth(is_chosen)} onclick={choose}>
                <path class="belt-touch" d={data.clone()} />
                <path class="belt-line" d={data} />
                <path class="belt-arrow" d={arrow(&lane.curve)} />
            </g>
        }
    });
    let labels = layout.links.iter().enumerate().map(|(index, lane)| {
        let class = class_of("belt-share", &[(lane.backward, "goes-back")]);
        label(&lane.label, class, words(props, LinkId::at(index)))
    });
    markup! {
        <svg class="belt-links" width={pixels(layout.width)} height={pixels(layout.height)}>
            { for links }
            <g aria-hidden="true">{ for labels }</g>
        </svg>
    }
}

/// What stands beside a link: its share where there is a choice, what flows where dots no longer say it.
fn words(props: &Links<'_>, link: LinkId) -> String {
    let lane = props.layout.link(link);
    let share = props.stream.stream().links[link.index()].share;
    let mut words = match (lane.backward, props.layout.flow) {
        (true, Flow::Across) if lane.label.anchor == Anchor::Middle => text::goes_back(share),
        (true, _) => figure::percent(share),
        (false, _) if is_choice(props.stream, link) => figure::percent(share),
        (false, _) => String::new(),
    };
    // A straight way between two cards is too short for it, and beside an arc that goes down there is no room.
    let [start, .., end] = lane.curve.points;
    let has_room = match props.layout.flow {
        Flow::Across => lane.backward || (end.x - start.x).abs() >= FLOW_WIDTH,
        Flow::Down => !lane.backward,
    };
    let flow = props.crowds.get(link.index()).copied().flatten();
    if let Some(flow) = flow.filter(|_| has_room) {
        let flow = text::flow(flow, props.stream.stream().calendar);
        if !words.is_empty() {
            words += " · ";
        }
        words += &flow;
    }
    words
}

/// Whether work that leaves this link's stage forward could also go another way forward: else its share is what the
/// links back leave.
fn is_choice(stream: &Sketch, link: LinkId) -> bool {
    let ways = stream.ways();
    let links = stream.links_of(ways[link.index()].from).iter();
    links.filter(|link| !ways[link.index()].backward).count() > 1
}

/// The outlines of sources and their lines, which lead to no choice of their own.
pub(super) fn tags(layout: &BeltLayout) -> Html {
    let tags = layout.sources.iter().zip(&layout.feeds).map(|(rect, lane)| {
        markup! {
            <>
                <g class="belt-feed">
                    <path class="belt-line" d={data(&lane.curve)} />
                    <path class="belt-arrow" d={arrow(&lane.curve)} />
                </g>
                <path class="belt-tag" d={tag(rect, &lane.curve)} />
            </>
        }
    });
    markup! {
        <svg class="belt-tags" aria-hidden="true" width={pixels(layout.width)} height={pixels(layout.height)}>
            { for tags }
        </svg>
    }
}

fn label(label: &Label, class: String, words: String) -> Html {
    if words.is_empty() {
        return Html::default();
    }
    let anchor = match label.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    markup! {
        <text {class} x={pixels(label.at.x)} y={pixels(label.at.y + 4.0)} text-anchor={anchor}>
            { words }
        </text>
    }
}

fn pixels(length: f64) -> String {
    (length.round() as i32).to_string()
}

fn add(path: &mut String, command: char, points: &[Point]) {
    path.push(command);
    for point in points {
        *path += &pixels(point.x);
        path.push(',');
        *path += &pixels(point.y);
        path.push(' ');
    }
}

pub(super) fn data(curve: &Curve) -> String {
    let mut path = String::new();
    add(&mut path, 'M', &curve.points[..1]);
    add(&mut path, 'C', &curve.points[1..]);
    path
}

/// The axis along which a curve starts or ends.
fn axis(from: Point, to: Point) -> Point {
    let (x, y) = (to.x - from.x, to.y - from.y);
    if x.abs() > y.abs() { Point::new(x.signum(), 0.0) } else { Point::new(0.0, y.signum()) }
}

pub(super) fn arrow(curve: &Curve) -> String {
    let [_, _, before, tip] = curve.points;
    let ahead = axis(before, tip);
    let beside = Point::new(-ahead.y, ahead.x);
    let back = tip.toward(ahead, -ARROW.0);
    let mut path = String::new();
    add(&mut path, 'M', &[back.toward(beside, ARROW.1)]);
    add(&mut path, 'L', &[tip, back.toward(beside, -ARROW.1)]);
    path.push('Z');
    path
}

/// An arrow-shaped tag that points where its work goes.
fn tag(rect: &Rect, curve: &Curve) -> String {
    let ahead = axis(curve.points[0], curve.points[1]);
    let beside = Point::new(-ahead.y, ahead.x);
    let (front, back) = (rect.side(ahead), rect.side(Point::new(-ahead.x, -ahead.y)));
    let half = if ahead.x == 0.0 { rect.w } else { rect.h } / 2.0;
    let shoulder = front.toward(ahead, -12.0);
    let mut path = String::new();
    add(&mut path, 'M', &[back.toward(beside, half)]);
    let rest = [
        shoulder.toward(beside, half),
        front,
        shoulder.toward(beside, -half),
        back.toward(beside, -half),
    ];
    add(&mut path, 'L', &rest);
    path.push('Z');
    path
}
