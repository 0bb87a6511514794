//! Points, rectangles and curves on the belt [CSS pixels, down is positive].

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub w: f64,
    /// Its height.
    pub h: f64,
}

/// A cubic curve: a link is exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Curve {
    /// Where it starts, the two points that pull it, and where it ends.
    pub points: [Point; 4],
}

impl Point {
    /// The point at these coordinates.
    pub const fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    /// The point this far in a direction.
    pub fn toward(self, direction: Point, distance: f64) -> Point {
        Point::new(self.x + direction.x * distance, self.y + direction.y * distance)
    }

    /// How far away another point is.
    pub fn distance(self, other: Point) -> f64 {
        let (dx, dy) = (other.x - self.x, other.y - self.y);
        (dx * dx + dy * dy).sqrt()
    }
}

impl Rect {
    /// The rectangle of this size around a center.
    pub fn around(center: Point, w: f64, h: f64) -> Rect {
        Rect { x: center.x - w / 2.0, y: center.y - h / 2.0, w, h }
    }

    /// Its middle.
    pub fn center(&self) -> Point {
        Point::new(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Its right edge.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Its lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Whether the two come closer than `gap`.
    pub fn touches(&self, other: &Rect, gap: f64) -> bool {
        self.x < other.right() + gap
            && other.x < self.right() + gap
            && self.y < other.bottom() + gap
            && other.y < self.bottom() + gap
    }

    /// The middle of the side that faces a direction, which is along an axis.
    pub fn side(&self, direction: Point) -> Point {
        let center = self.center();
        Point::new(center.x + direction.x * self.w / 2.0, center.y + direction.y * self.h / 2.0)
    }
}

impl Curve {
    /// The curve that leaves `from` in one direction and reaches `to` in another, pulled by so much at each end.
    pub fn between(from: Point, leaving: Point, to: Point, reaching: Point, pull: f64) -> Curve {
        Curve { points: [from, from.toward(leaving, pull), to.toward(reaching, -pull), to] }
    }

    /// The point at parameter `t` from 0 to 1.
    pub fn at(&self, t: f64) -> Point {
        let u = 1.0 - t;
        let weights = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
        let mut sum = Point::default();
        for (point, weight) in self.points.iter().zip(weights) {
            sum = sum.toward(*point, weight);
        }
        sum
    }

    /// The smallest upright rectangle around it, from samples.
    pub fn bounds(&self) -> Rect {
        let (mut low, mut high) = (self.at(0.0), self.at(0.0));
        for step in 1..=32 {
            let Point { x, y } = self.at(f64::from(step) / 32.0);
            low = Point::new(low.x.min(x), low.y.min(y));
            high = Point::new(high.x.max(x), high.y.max(y));
        }
        Rect { x: low.x, y: low.y, w: high.x - low.x, h: high.y - low.y }
    }
}
