//! What of the picture is seen, and what of it is shown elsewhere while a hand holds it.

use std::rc::Rc;

use web_sys::Element;

use super::{BeltPainter, Picture};
use crate::app::belt::parts::rect_of;
use crate::belt::{BeltLayout, Camera, CardPlan, Curve, Point, Rect, while_moving};
use crate::editor::Part;
use crate::value_stream::{LinkId, SourceId, Target};

impl BeltPainter {
    /// The element of the belt, once it is on the page.
    pub(crate) fn root(&self) -> Option<Element> {
        self.nodes()[0].cast()
    }

    /// Where everything stands; none before the first picture.
    pub(crate) fn laid(&self) -> Option<Rc<BeltLayout>> {
        self.0.borrow().belt.as_ref().map(|belt| Rc::clone(&belt.layout))
    }

    /// The part of the belt that is seen.
    pub(crate) fn seen(&self) -> Option<Rect> {
        let picture = self.0.borrow();
        let belt = picture.belt.as_ref()?;
        let width = f64::from(belt.width);
        let corner = picture.camera.belt(Point::new(0.0, 0.0));
        let end = picture.camera.belt(Point::new(width, Camera::height(&belt.layout, width)));
        Some(Rect { x: corner.x, y: corner.y, w: end.x - corner.x, h: end.y - corner.y })
    }

    /// How it is seen.
    pub(crate) fn camera(&self) -> Camera {
        self.0.borrow().camera
    }

    /// Shows something else of the belt.
    pub(crate) fn aim(&self, camera: Camera) {
        let mut picture = self.0.borrow_mut();
        (picture.camera, picture.is_own, picture.drawn) = (camera, true, None);
        picture.show_camera();
    }

    /// Shows so many times as much, or as little, around the middle.
    pub(crate) fn zoom(&self, factor: f64) {
        let Some(root) = self.root() else { return };
        let half = |length: i32| f64::from(length) / 2.0;
        let middle = Point::new(half(root.client_width()), half(root.client_height()));
        let camera = self.camera().zoomed(factor, middle);
        self.aim(camera);
    }

    /// Shows all of it.
    pub(crate) fn fit(&self) {
        let mut picture = self.0.borrow_mut();
        (picture.is_own, picture.must_fit, picture.drawn) = (false, true, None);
        if let Some(belt) = &picture.belt {
            let (layout, width) = (Rc::clone(&belt.layout), belt.width);
            picture.camera = Camera::fit(&layout, f64::from(width));
            picture.show_camera();
        }
    }

    /// What is chosen.
    pub(crate) fn chosen(&self) -> Vec<Part> {
        self.0.borrow().chosen.clone()
    }

    pub(in crate::app::belt) fn set_chosen(&self, chosen: &[Part]) {
        self.0.borrow_mut().chosen = chosen.to_vec();
    }

    /// Whether a hand holds something: then everything else can wait.
    pub(crate) fn is_held(&self) -> bool {
        self.0.borrow().is_held
    }

    pub(in crate::app::belt) fn hold(&self, is_held: bool) {
        self.0.borrow_mut().is_held = is_held;
    }

    /// Shows some parts elsewhere while they are being moved; `by`: how far since the last time, or since they stood
    /// where the layout has them if `is_first`. Returns the ways that go with them and have to be drawn anew.
    pub(crate) fn shift(&self, moved: &[(Part, Rect)], by: Point, is_first: bool) -> Vec<Bent> {
        let mut picture = self.0.borrow_mut();
        picture.drawn = None;
        let Some(belt) = &mut picture.belt else { return Vec::new() };
        for &(part, card) in moved {
            if let Part::Stage(stage) = part {
                belt.plans[stage.index()] = CardPlan::of(card);
            }
        }
        let feeds = (0..belt.layout.feeds.len()).map(|index| {
            let source = SourceId::at(index);
            (
                Part::Source(source),
                Part::Source(source),
                Part::Stage(belt.stream.feed(source).to),
                false,
            )
        });
        let links = belt.stream.ways().iter().enumerate().map(|(index, way)| {
            let to = match way.to {
                Target::Stage(to) => Part::Stage(to),
                Target::Customer => Part::Customer,
            };
            (Part::Link(LinkId::at(index)), Part::Stage(way.from), to, way.backward)
        });
        let place = |part: Part| moved.iter().find(|(other, _)| *other == part);
        let rect = |part: Part| place(part).map(|(_, rect)| *rect).or(rect_of(&belt.layout, part));
        let mut ways = Vec::new();
        for (route, (way, from, to, goes_back)) in feeds.chain(links).enumerate() {
            let is_whole = match (place(from), place(to)) {
                (None, None) => continue,
                (from, to) => from.is_some() && to.is_some(),
            };
            if !is_whole || is_first {
                let ends = if is_whole {
                    (rect_of(&belt.layout, from), rect_of(&belt.layout, to))
                } else {
                    (rect(from), rect(to))
                };
                let (Some(from), Some(to)) = ends else { continue };
                let curve = while_moving(&from, &to);
                belt.motion.bend(route, &curve);
                ways.push(Bent { way, curve, goes_back, is_whole });
            }
            if is_whole {
                belt.motion.carry(route, by);
            }
        }
        ways
    }

    /// Shows everything where it stands again.
    pub(crate) fn unshift(&self) {
        let mut picture = self.0.borrow_mut();
        picture.drawn = None;
        let Some(belt) = &mut picture.belt else { return };
        belt.plans = belt.layout.stages.iter().map(|&card| CardPlan::of(card)).collect();
        for (route, lane) in belt.layout.feeds.iter().chain(&belt.layout.links).enumerate() {
            belt.motion.bend(route, &lane.curve);
        }
    }
}

/// A way at least one of whose ends is being moved: a link, or what a source brings, named by the source.
pub(crate) struct Bent {
    pub(crate) way: Part,
    /// Where it goes now; where it went before if it moves as a whole.
    pub(crate) curve: Curve,
    pub(crate) goes_back: bool,
    /// Whether both its ends move alike.
    pub(crate) is_whole: bool,
}

impl Picture {
    /// Keeps the camera on a belt that has just been laid.
    pub(super) fn aim(&mut self, layout: &BeltLayout, width: i32) {
        let fit = Camera::fit(layout, f64::from(width));
        let must_fit = std::mem::take(&mut self.must_fit);
        let before = self.belt.as_ref().filter(|belt| belt.width == width && !must_fit);
        let Some(belt) = before.filter(|_| layout.is_free || self.is_own) else {
            self.camera = fit;
            return;
        };
        // What has not moved stays where it is seen, unless nobody would see what has.
        let (old, new, zoom) = (belt.layout.origin, layout.origin, self.camera.zoom);
        let camera = self.camera.moved((old.x - new.x) * zoom, (old.y - new.y) * zoom);
        let is_seen = belt.layout.is_free && camera.shows(layout, f64::from(width));
        self.camera = if self.is_own || is_seen { camera } else { fit };
    }

    pub(super) fn show_camera(&self) {
        if let Some(world) = self.nodes[3].cast::<Element>() {
            let _ = world.set_attribute("style", &world_style(&self.camera));
            let _ = world.set_attribute("data-far", &self.camera.is_far().to_string());
        }
    }
}

/// Where the camera puts the belt, as a style.
pub(in crate::app::belt) fn world_style(camera: &Camera) -> String {
    let number = |number: f64| crate::value_stream::decimal::fixed(number, 3);
    let Point { x, y } = camera.shift;
    "transform:translate(".to_owned()
        + &number(x)
        + "px,"
        + &number(y)
        + "px) scale("
        + &number(camera.zoom)
        + ")"
}
