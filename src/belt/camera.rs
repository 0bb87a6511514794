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

    /// Moved by so much [view px].
    pub fn moved(&self, x: f64, y: f64) -> Camera {
        Camera { shift: Point::new(self.shift.x + x, self.shift.y + y), ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
