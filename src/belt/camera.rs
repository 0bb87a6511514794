//! What of a belt is seen: how large, and moved by how much.

use super::{BeltLayout, Point};

/// Nothing is shown smaller or larger than this.
const ZOOM_LEAST: f64 = 0.15;
const ZOOM_MOST: f64 = 3.0;
/// A belt that its author placed is never shown higher or lower than this [px].
const HEIGHT: (f64, f64) = (240.0, 620.0);

/// From the belt's pixels to those of the view: `view = belt · zoom + shift`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// View pixels per belt pixel.
    pub zoom: f64,
    /// Where the belt's corner is seen.
    pub shift: Point,
}

impl Default for Camera {
    fn default() -> Camera {
        Camera { zoom: 1.0, shift: Point::new(0.0, 0.0) }
    }
}

impl Camera {
    /// The height of the view of a belt that is `width` wide [px].
    pub fn height(layout: &BeltLayout, width: f64) -> f64 {
        if !layout.is_free {
            return layout.height;
        }
        let zoom = (width / layout.width).clamp(ZOOM_LEAST, 1.0);
        (layout.height * zoom).clamp(HEIGHT.0, HEIGHT.1).ceil()
    }

    /// All of a belt in the middle of a view of this width and its height; never larger than life.
    pub fn fit(layout: &BeltLayout, width: f64) -> Camera {
        let height = Camera::height(layout, width);
        let zoom = (width / layout.width).min(height / layout.height).clamp(ZOOM_LEAST, 1.0);
        let middle = |room: f64, length: f64| ((room - length * zoom) / 2.0).round();
        let shift = Point::new(middle(width, layout.width), middle(height, layout.height));
        Camera { zoom, shift }
    }

    /// Whether all of a belt is seen in a view of this width and its height.
    pub fn shows(&self, layout: &BeltLayout, width: f64) -> bool {
        let end = self.view(Point::new(layout.width, layout.height));
        // The last pixels beside everything are empty.
        self.shift.x >= -12.0
            && self.shift.y >= -12.0
            && end.x <= width + 12.0
            && end.y <= Camera::height(layout, width) + 12.0
    }

    /// Whether it is so far away that only names can be read, and these only large.
    pub fn is_far(&self) -> bool {
        self.zoom < 0.5
    }

    /// The place on the belt under a place in the view.
    pub fn belt(&self, view: Point) -> Point {
        Point::new((view.x - self.shift.x) / self.zoom, (view.y - self.shift.y) / self.zoom)
    }

    /// The place in the view of a place on the belt.
    pub fn view(&self, belt: Point) -> Point {
        Point::new(belt.x * self.zoom + self.shift.x, belt.y * self.zoom + self.shift.y)
    }

    /// So many times larger, while what is under a place in the view stays there.
    pub fn zoomed(&self, factor: f64, about: Point) -> Camera {
        let zoom = (self.zoom * factor).clamp(ZOOM_LEAST, ZOOM_MOST);
        let under = self.belt(about);
        Camera { zoom, shift: Point::new(about.x - under.x * zoom, about.y - under.y * zoom) }
    }

    /// What a wheel shows that turns by so much [view px], in a view of this width and its height: as much of what is
    /// hidden that way as there is. None: there is nothing, and the wheel is for the page.
    pub fn rolled(&self, layout: &BeltLayout, width: f64, by: Point) -> Option<Camera> {
        if self.shows(layout, width) {
            return None;
        }
        let along = |by: f64, shift: f64, length: f64, room: f64| {
            let (before, behind) = (shift.min(0.0), (shift + length * self.zoom - room).max(0.0));
            by.clamp(before, behind)
        };
        let height = Camera::height(layout, width);
        let x = along(by.x, self.shift.x, layout.width, width);
        let y = along(by.y, self.shift.y, layout.height, height);
        // What is left over by rounding is nothing to see.
        (x.abs() + y.abs() > 0.5).then(|| self.moved(-x, -y))
    }

    /// Moved by so much [view px].
    pub fn moved(&self, x: f64, y: f64) -> Camera {
        Camera { shift: Point::new(self.shift.x + x, self.shift.y + y), ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value_stream::Sketch;

    fn line() -> BeltLayout {
        let text = include_str!("../../assets/streams/software-team.json");
        let stream = crate::value_stream::ValueStream::from_json(text).expect("it is sound");
        crate::belt::layout(&Sketch::of(stream).expect("no loose ends"), 900.0)
    }

    #[test]
    fn a_wheel_shows_what_is_hidden_and_leaves_the_rest_to_the_page() {
        let layout = line();
        let fit = Camera::fit(&layout, 900.0);
        let down = Point::new(0.0, 50.0);
        assert_eq!(fit.rolled(&layout, 900.0, down), None, "all is seen");
        let mut camera = fit.zoomed(2.0, Point::new(0.0, 0.0));
        let mut turns = 0;
        while let Some(next) = camera.rolled(&layout, 900.0, down) {
            assert!(next.shift.y < camera.shift.y);
            (camera, turns) = (next, turns + 1);
        }
        let height = Camera::height(&layout, 900.0);
        let end = camera.view(Point::new(layout.width, layout.height));
        assert!((end.y - height).abs() < 1.0 && turns > 1, "{end:?} after {turns}");
        let aside =
            camera.rolled(&layout, 900.0, Point::new(1e6, 0.0)).expect("hidden to the right");
        assert!((aside.view(Point::new(layout.width, 0.0)).x - 900.0).abs() < 1.0);
        let back = camera.rolled(&layout, 900.0, Point::new(0.0, -1e6)).expect("hidden above");
        assert!(back.shift.y.abs() < 1.0);
    }

    #[test]
    fn what_is_under_the_pointer_stays_there() {
        let camera = Camera { zoom: 0.5, shift: Point::new(10.0, -4.0) };
        let about = Point::new(130.0, 70.0);
        let near = camera.zoomed(1.7, about);
        let (before, after) = (camera.belt(about), near.belt(about));
        assert!(before.distance(after) < 1e-9);
        assert!(near.view(after).distance(about) < 1e-9);
        assert!((camera.zoomed(1e9, about).zoom - ZOOM_MOST).abs() < 1e-12);
    }
}
