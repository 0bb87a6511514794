//! A window that is measured, on a chart over time: what is outside it steps back.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::style::Color;
use plotters_backend::DrawingBackend;

use super::painted::paint;
use super::pen::Rect;
use super::theme::Theme;

/// Shades a plot outside two of its columns, and marks these [px].
pub fn draw_shade<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    plot: Rect,
    columns: (i32, i32),
    theme: &Theme,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let held = |column: i32| column.clamp(plot.left, plot.right);
    let (from, to) = (held(columns.0.min(columns.1)), held(columns.0.max(columns.1)));
    let hair = theme.px(1.5);
    paint(area, |pen| {
        let veil = theme.paper.mix(0.6);
        pen.rect(Rect { right: from, ..plot }, &veil)?;
        pen.rect(Rect { left: to, ..plot }, &veil)?;
        for left in [from - hair / 2, to - hair / 2] {
            pen.rect(Rect { left, right: left + hair, ..plot }, &theme.ink)?;
        }
        Ok(())
    })
}
