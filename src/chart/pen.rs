//! The few strokes every picture is made of, in pixels of a drawing area.
//!
//! Straight lines are filled rectangles: they stay crisp on every backend and at every device pixel ratio, where
//! canvas strokes would straddle two rows.

use plotters::style::{Color, RGBAColor};
use plotters_backend::{BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};

use super::fixed_text::Label;

/// A rectangle [px], right and bottom excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rect {
    /// First column.
    pub left: i32,
    /// First row.
    pub top: i32,
    /// One past the last column.
    pub right: i32,
    /// One past the last row.
    pub bottom: i32,
}

impl Rect {
    /// From a corner and a size.
    pub(crate) fn sized(left: i32, top: i32, width: i32, height: i32) -> Rect {
        Rect { left, top, right: left + width, bottom: top + height }
    }

    /// Columns.
    pub fn width(&self) -> i32 {
        self.right - self.left
    }

    /// Rows.
    pub fn height(&self) -> i32 {
        self.bottom - self.top
    }

    /// Whether two rectangles share a pixel.
    pub(crate) fn overlaps(&self, other: &Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// The same rectangle moved inside another, as far as it fits.
    pub(crate) fn kept_inside(&self, outer: &Rect) -> Rect {
        let left = self.left.min(outer.right - self.width()).max(outer.left);
        let top = self.top.min(outer.bottom - self.height()).max(outer.top);
        Rect::sized(left, top, self.width(), self.height())
    }
}

/// The result of a stroke.
pub(crate) type Drawn<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

/// Draws on a backend, with the origin at the corner of a drawing area.
pub(crate) struct Pen<'a, B: DrawingBackend> {
    backend: &'a mut B,
    origin: BackendCoord,
}

impl<'a, B: DrawingBackend> Pen<'a, B> {
    pub(crate) fn new(backend: &'a mut B, origin: BackendCoord) -> Pen<'a, B> {
        Pen { backend, origin }
    }

    /// Fills a rectangle; an empty one is left out.
    pub(crate) fn rect(&mut self, rect: Rect, color: &impl Color) -> Drawn<B> {
        if rect.width() <= 0 || rect.height() <= 0 {
            return Ok(());
        }
        let style = color.to_backend_color();
        let (upper_left, bottom_right) =
            (self.at((rect.left, rect.top)), self.at((rect.right, rect.bottom)));
        self.backend.draw_rect(upper_left, bottom_right, &style, true)
    }

    /// Fills a polygon: one path, however many corners.
    pub(crate) fn polygon(
        &mut self,
        corners: impl IntoIterator<Item = BackendCoord>,
        color: &impl Color,
    ) -> Drawn<B> {
        let (x, y) = self.origin;
        let corners = corners.into_iter().map(|corner| (corner.0 + x, corner.1 + y));
        self.backend.fill_polygon(corners, &color.to_backend_color())
    }

    /// Strokes a path.
    pub(crate) fn path(
        &mut self,
        points: impl IntoIterator<Item = BackendCoord>,
        width: i32,
        color: &impl Color,
    ) -> Drawn<B> {
        let (x, y) = self.origin;
        let points = points.into_iter().map(|point| (point.0 + x, point.1 + y));
        self.backend.draw_path(points, &Stroke { color: color.to_rgba(), width: width as u32 })
    }

    /// Fills a rectangle with rounded corners.
    pub(crate) fn rounded(&mut self, rect: Rect, radius: i32, color: &impl Color) -> Drawn<B> {
        // A quarter circle in four chords: (1 - cos, 1 - sin) of 0, 30, 60 and 90 degrees.
        const QUARTER: [(f64, f64); 4] = [(0.0, 1.0), (0.134, 0.5), (0.5, 0.134), (1.0, 0.0)];
        let inset = QUARTER.map(|(x, y)| {
            ((x * f64::from(radius)).round() as i32, (y * f64::from(radius)).round() as i32)
        });
        let Rect { left, top, right, bottom } = rect;
        let corners = inset
            .into_iter()
            .map(|(x, y)| (left + x, top + y))
            .chain(inset.into_iter().rev().map(|(x, y)| (right - x, top + y)))
            .chain(inset.into_iter().map(|(x, y)| (right - x, bottom - y)))
            .chain(inset.into_iter().rev().map(|(x, y)| (left + x, bottom - y)));
        self.polygon(corners, color)
    }

    /// Sets a line of text.
    pub(crate) fn text(&mut self, text: &str, at: BackendCoord, label: &Label) -> Drawn<B> {
        let at = self.at(at);
        self.backend.draw_text(text, label, at)
    }

    fn at(&self, point: BackendCoord) -> BackendCoord {
        (self.origin.0 + point.0, self.origin.1 + point.1)
    }
}

struct Stroke {
    color: RGBAColor,
    width: u32,
}

impl BackendStyle for Stroke {
    fn color(&self) -> plotters_backend::BackendColor {
        self.color.to_backend_color()
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}
