//! The cumulative flow diagram as a picture.
//!
//! Everything shown arrives finished: counts at chosen moments, names and sentences in the reader's language. The
//! picture is laid out first (`layout`), which also answers what lies under the pointer, and painted after.

mod bands;
mod cone;
mod crosshair;
mod demand;
mod frame;
mod geometry;
mod ghost;
mod labels;
mod layout;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters_backend::DrawingBackend;

use crate::measure::{CfdReading, CfdSample};
use crate::value_stream::SimTime;

use super::axis::{AxisWords, TimeAxis};
use super::painted::paint;
use super::theme::Theme;
pub use bands::band_style;
pub use cone::Cone;
pub use demand::DemandLine;
pub use geometry::CfdGeometry;
pub use ghost::draw_ghost;
use layout::Layout;

/// What a cumulative flow diagram shows.
#[derive(Debug, Clone, Copy)]
pub struct CfdPicture<'a> {
    /// The lines, at most one moment per pixel column; the last moment is where the run stands.
    pub sample: &'a CfdSample,
    /// One name per band, top first: the backlog, each rank, and done. As many as there are lines.
    pub bands: &'a [String],
    /// The band in trouble.
    pub trouble: Option<usize>,
    /// The moments at the left and at the right end of the time axis.
    pub window: (SimTime, SimTime),
    /// How time is labeled.
    pub axis: TimeAxis,
    /// The words on the axes.
    pub words: &'a AxisWords,
    /// Moments at which the stream was changed.
    pub marks: &'a [Mark<'a>],
    /// The most that will be drawn over it from the present on [items]; 0: nothing will be, and the names of bands stand there.
    pub ahead: u32,
    /// The least and the most that will be drawn over it up to the present [items].
    pub over: Option<(u32, u32)>,
}

/// A moment worth a line across the picture.
#[derive(Debug, Clone, Copy)]
pub struct Mark<'a> {
    /// The moment.
    pub at: SimTime,
    /// What happened: "QA limit 4".
    pub label: &'a str,
}

/// What the diagram says at one moment, in numbers and in words.
#[derive(Debug, Clone, Copy)]
pub struct Crosshair<'a> {
    /// The numbers.
    pub reading: &'a CfdReading,
    /// The vertical gap: "WIP 19 items".
    pub wip: &'a str,
    /// The horizontal gap: "≈ 14.6 days to flow".
    pub to_flow: &'a str,
    /// What has been asked for [items], and that against what is delivered: "asked for 31, delivered 28".
    pub asked: Option<(f64, &'a str)>,
}

/// A cumulative flow diagram that has been drawn: what came to lie where.
#[derive(Debug)]
pub struct CfdDrawn(Layout);

impl CfdDrawn {
    /// Where the axes lie.
    pub fn geometry(&self) -> CfdGeometry {
        self.0.geometry
    }
}

/// Draws a cumulative flow diagram over the whole of an area, and says what came to lie where.
///
/// A running picture should get its window from [`nice_horizon`](super::nice_horizon). Text is measured by a table
/// on any backend; only the SVG backend must be wrapped by [`FixedText::svg`](super::FixedText::svg).
pub fn draw_cfd<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    picture: &CfdPicture<'_>,
    theme: &Theme,
) -> Result<CfdDrawn, DrawingAreaErrorKind<B::ErrorType>> {
    let (width, height) = area.dim_in_pixel();
    let layout = Layout::of((width as i32, height as i32), picture, theme);
    paint(area, |pen| {
        frame::paint_paper(pen, &layout, theme)?;
        bands::paint(pen, &layout, picture, theme)?;
        frame::paint_axes(pen, &layout, theme)?;
        frame::paint_marks(pen, &layout, theme)?;
        labels::paint(pen, &layout, theme)
    })?;
    Ok(CfdDrawn(layout))
}

/// Draws what may still be delivered over a diagram that has left room for it, in the same area.
pub fn draw_cone<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    drawn: &CfdDrawn,
    cone: &Cone<'_>,
    theme: &Theme,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    paint(area, |pen| cone::paint(pen, &drawn.0, cone, theme))
}

/// Draws what has been asked for over a diagram that has left room for it, in the same area.
pub fn draw_demand<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    drawn: &CfdDrawn,
    line: &DemandLine<'_>,
    theme: &Theme,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    paint(area, |pen| demand::paint(pen, &drawn.0, line, theme))
}

/// Draws what a diagram says at one moment over it, in the same area.
pub fn draw_crosshair<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    drawn: &CfdDrawn,
    crosshair: &Crosshair<'_>,
    theme: &Theme,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    paint(area, |pen| crosshair::paint(pen, &drawn.0, crosshair, theme))
}
