//! One picture for every chart but the cumulative flow diagram: boxes, lines, dots and levels between two axes.
//!
//! Everything shown arrives finished and reduced: at most a shape per bucket, cell or stage. The picture is laid out first
//! (`layout`), which also answers what lies under the pointer, and painted after.

mod layout;
mod paint;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::style::RGBColor;
use plotters_backend::DrawingBackend;

use super::axis::{AxisWords, TimeAxis};
use super::pen::Rect;
use super::theme::{Theme, blend};
use crate::value_stream::SimTime;
use layout::Layout;

/// A picture of shapes between two axes. Places are in units of the axes: ticks on an axis of time; on an axis of names
/// the k-th one reaches from k to k + 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// The axis from left to right.
    pub across: Axis,
    /// The axis from the bottom up; names go from the top down.
    pub up: Axis,
    /// What is drawn, the first undermost.
    pub shapes: Vec<Shape>,
    /// Lines across the picture with a name at their end.
    pub levels: Vec<Level>,
    /// What the tones mean.
    pub keys: Vec<(Tone, String)>,
    /// A moment or a number worth a line from bottom to top, with its name.
    pub marks: Vec<(f64, String)>,
}

/// An axis of a picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Axis {
    /// Moments.
    Time {
        /// The moments at its ends.
        window: (SimTime, SimTime),
        /// How they are labeled.
        axis: TimeAxis,
    },
    /// Numbers from one to another, and their unit.
    Numbers {
        /// At its start.
        from: f64,
        /// At its end.
        to: f64,
        /// What is counted: "items".
        unit: String,
    },
    /// Shares from 0 to 1.
    Shares,
    /// From 0 to 1, with nothing to read off.
    Bare,
    /// One after the other.
    Names(Vec<String>),
}

/// A color by what it says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tone {
    /// From upstream (0) to downstream (1).
    Flow(f64),
    /// Finished, or at rest.
    Done,
    /// Trouble.
    Alarm,
    /// Less than trouble.
    Warm,
    /// What must be read first.
    Ink,
    /// What stands behind.
    Muted,
}

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Box {
        /// From left to right.
        across: (f64, f64),
        /// From the bottom up; with names, from the top down.
        up: (f64, f64),
        /// Its color.
        tone: Tone,
    },
    /// A line through points.
    Line {
        /// The points.
        points: Vec<(f64, f64)>,
        /// Its color.
        tone: Tone,
        /// Its width [CSS px].
        width: f64,
    },
    /// Dots.
    Dots {
        /// Where, and how many things each stands for.
        points: Vec<(f64, f64, u32)>,
        /// Their color.
        tone: Tone,
        /// Their size [CSS px].
        size: f64,
    },
}

/// A line across the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Where on the upward axis.
    pub at: f64,
    /// What it says at its end: "85 %: 17.2 days".
    pub name: String,
    /// Its color.
    pub tone: Tone,
}

/// What is read from a picture at the moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cursor<'a> {
    /// Where across.
    pub across: f64,
    /// The shape that is meant, if it is a dot: where up.
    pub up: Option<f64>,
    /// What it says.
    pub words: &'a str,
}

/// Where a drawn picture put its axes [px of the drawing area].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlotGeometry {
    /// The part between the axes.
    pub plot: Rect,
    /// What stands at its left and at its right end.
    pub across: (f64, f64),
    /// What stands at its bottom and at its top.
    pub up: (f64, f64),
}

impl Tone {
    pub(crate) fn color(self, theme: &Theme) -> RGBColor {
        match self {
            Tone::Flow(share) => blend(theme.upstream, theme.downstream, share.clamp(0.0, 1.0)),
            Tone::Done => theme.done,
            Tone::Alarm => theme.alarm,
            Tone::Warm => blend(theme.paper, theme.alarm, 0.45),
            Tone::Ink => theme.ink,
            Tone::Muted => theme.muted,
        }
    }
}

impl Axis {
    /// Its two ends.
    fn ends(&self) -> (f64, f64) {
        match self {
            Axis::Time { window: (from, until), .. } => {
                (from.0 as f64, (until.0.max(from.0 + 1)) as f64)
            }
            Axis::Numbers { from, to, .. } => (*from, if to > from { *to } else { from + 1.0 }),
            Axis::Shares | Axis::Bare => (0.0, 1.0),
            Axis::Names(names) => (0.0, names.len().max(1) as f64),
        }
    }
}

impl PlotGeometry {
    /// The column of a place [px].
    pub fn x(&self, across: f64) -> f64 {
        let (from, to) = self.across;
        f64::from(self.plot.left) + (across - from) / (to - from) * f64::from(self.plot.width())
    }

    /// The row of a place [px].
    pub fn y(&self, up: f64) -> f64 {
        let (from, to) = self.up;
        f64::from(self.plot.bottom) - (up - from) / (to - from) * f64::from(self.plot.height())
    }

    /// What stands in a column.
    pub fn across_at(&self, x: f64) -> f64 {
        let (from, to) = self.across;
        let share = (x - f64::from(self.plot.left)) / f64::from(self.plot.width().max(1));
        from + share.clamp(0.0, 1.0) * (to - from)
    }

    /// What stands in a row.
    pub fn up_at(&self, y: f64) -> f64 {
        let (from, to) = self.up;
        let share = (f64::from(self.plot.bottom) - y) / f64::from(self.plot.height().max(1));
        from + share.clamp(0.0, 1.0) * (to - from)
    }
}

/// Draws a picture over the whole of an area, and says what came to lie where.
pub fn draw_plot<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    plot: &Plot,
    words: &AxisWords,
    cursor: Option<Cursor<'_>>,
    theme: &Theme,
) -> Result<PlotGeometry, DrawingAreaErrorKind<B::ErrorType>> {
    let (width, height) = area.dim_in_pixel();
    let layout = Layout::of((width as i32, height as i32), plot, words, theme);
    super::painted::paint(area, |pen| paint::paint(pen, plot, cursor, &layout, theme))?;
    Ok(layout.geometry)
}
