//! How a mean converges: the running mean with its interval, beside the value that it should come to.
//!
//! The height shows the same relative reach for every value, so that pictures beside each other can be compared. What
//! lies beyond is cut off at the edge.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::style::Color;
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{BackendCoord, DrawingBackend};

use super::fixed_text::Label;
use super::painted::paint;
use super::pen::{Drawn, Pen, Rect};
use super::theme::Theme;

/// The mean after so many replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Running {
    /// Replications.
    pub count: u32,
    /// Their mean.
    pub mean: f64,
    /// Half of its interval; none: not known yet.
    pub half_width: Option<f64>,
}

/// What the picture shows.
#[derive(Debug, Clone, Copy)]
pub struct Convergence<'a> {
    /// The running means, in order.
    pub running: &'a [Running],
    /// What they should come to.
    pub wanted: f64,
    /// How far above and below it the picture reaches.
    pub reach: f64,
    /// The replications at its right edge.
    pub replications: u32,
    /// What stands at two thirds of the reach, above and below; and at the right end of the axis below.
    pub labels: [&'a str; 3],
}

/// Draws the picture over the whole area.
pub fn draw_convergence<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    picture: &Convergence<'_>,
    theme: &Theme,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let (width, height) = area.dim_in_pixel();
    let painting = Painting { picture, theme, size: (width as i32, height as i32) };
    paint(area, |pen| painting.paint(pen))
}

struct Painting<'a> {
    picture: &'a Convergence<'a>,
    theme: &'a Theme,
    size: (i32, i32),
}

impl Painting<'_> {
    fn plot(&self) -> Rect {
        let (width, height) = self.size;
        let px = |css| self.theme.px(css);
        Rect { left: px(46.0), top: px(4.0), right: width - px(6.0), bottom: height - px(18.0) }
    }

    fn row(&self, value: f64) -> i32 {
        let plot = self.plot();
        let share = (self.picture.wanted + self.picture.reach - value) / (2.0 * self.picture.reach);
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        plot.top + (share * f64::from(plot.height() - 1)).round() as i32
    }

    fn column(&self, count: u32) -> i32 {
        let plot = self.plot();
        let last = self.picture.replications.max(2) - 1;
        let share = f64::from(count.saturating_sub(1)) / f64::from(last);
        plot.left + (share.min(1.0) * f64::from(plot.width() - 1)).round() as i32
    }

    fn paint<B: DrawingBackend>(&self, pen: &mut Pen<'_, B>) -> Drawn<B> {
        let Painting { picture, theme, size } = *self;
        let plot = self.plot();
        let hair = theme.px(1.0);
        pen.rect(Rect::sized(0, 0, size.0, size.1), &theme.paper)?;
        let label = |color, h_pos| Label {
            size_px: 11.0 * theme.scale,
            bold: false,
            color,
            anchor: Pos::new(h_pos, VPos::Center),
        };
        let [above, below, end] = picture.labels;
        let off = picture.reach * 2.0 / 3.0;
        for (value, name) in [(picture.wanted + off, above), (picture.wanted - off, below)] {
            let row = self.row(value);
            pen.rect(Rect::sized(plot.left, row, plot.width(), hair), &theme.ink.mix(0.08))?;
            let at = (plot.left - theme.px(6.0), row);
            pen.text(name, at, &label(theme.muted, HPos::Right))?;
        }
        pen.rect(Rect::sized(plot.left, plot.bottom, plot.width(), hair), &theme.muted.mix(0.6))?;
        let below = (plot.right, plot.bottom + theme.px(10.0));
        pen.text(end, below, &label(theme.muted, HPos::Right))?;

        let sure = picture.running.iter().filter_map(|at| Some((at, at.half_width?)));
        let upper: Vec<BackendCoord> = sure
            .clone()
            .map(|(at, half)| (self.column(at.count), self.row(at.mean + half)))
            .collect();
        let lower = sure.map(|(at, half)| (self.column(at.count), self.row(at.mean - half)));
        let mut outline = upper;
        let lower: Vec<BackendCoord> = lower.collect();
        outline.extend(lower.into_iter().rev());
        if outline.len() > 3 {
            pen.polygon(outline, &theme.downstream.mix(0.24))?;
        }
        // What they should come to lies over the interval and under the means.
        let row = self.row(picture.wanted);
        pen.rect(Rect::sized(plot.left, row, plot.width(), hair), &theme.ink)?;
        let means = picture.running.iter().map(|at| (self.column(at.count), self.row(at.mean)));
        if picture.running.len() > 1 {
            pen.path(means, theme.px(2.0), &theme.downstream)?;
        }
        if let Some(last) = picture.running.last() {
            let (column, row) = (self.column(last.count), self.row(last.mean));
            let half = theme.px(2.5);
            let dot = Rect::sized(column - half, row - half, 2 * half, 2 * half);
            pen.rounded(dot, half, &theme.downstream)?;
        }
        Ok(())
    }
}
