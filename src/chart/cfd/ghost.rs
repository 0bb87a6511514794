//! Another future of the same moment, over a cumulative flow diagram: where its work in progress would begin and end.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::style::Color;
use plotters_backend::DrawingBackend;
use plotters_backend::text_anchor::{HPos, Pos, VPos};

use super::CfdGeometry;
use crate::chart::fixed_text::Label;
use crate::chart::glyph;
use crate::chart::painted::paint;
use crate::chart::pen::Rect;
use crate::chart::theme::Theme;
use crate::measure::CfdSample;

/// Draws the outline of another future, from the moment at which the two parted: its released and its delivered line,
/// and a line where they part.
pub fn draw_ghost<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    geometry: &CfdGeometry,
    sample: &CfdSample,
    label: &str,
    theme: &Theme,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let (Some(&from), Some(&until)) = (sample.times.first(), sample.times.last()) else {
        return Ok(());
    };
    paint(area, |pen| {
        let (plot, hair) = (geometry.plot, theme.px(1.0));
        let left = geometry.column(from);
        let parting = Rect { left, top: plot.top, right: left + hair, bottom: plot.bottom };
        pen.rect(parting, &theme.ink.mix(0.55))?;
        for line in [sample.lines.get(1), sample.lines.last()].into_iter().flatten() {
            let mut points = Vec::with_capacity(2 * line.len());
            for (&at, &count) in sample.times.iter().zip(line) {
                let (column, row) = (geometry.column(at), geometry.row(count));
                // A step goes across first.
                points.extend(points.last().map(|&(_, before)| (column, before)));
                points.push((column, row));
            }
            // On the bands a dark line is not seen everywhere, and neither is a light one.
            pen.path(points.iter().copied(), theme.px(4.0), &theme.paper.mix(0.75))?;
            pen.path(points, theme.px(1.6), &theme.ink)?;
        }
        let font = theme.font * theme.scale;
        let right = geometry.column(until) - theme.px(6.0);
        let beginning = right - glyph::advance(label, font, false).ceil() as i32;
        // Under the lower line where it is lowest above the label.
        let before = sample.times.iter().position(|&at| geometry.column(at) >= beginning);
        let delivered = sample.lines.last().zip(before).and_then(|(line, before)| line.get(before));
        let Some(&delivered) = delivered else { return Ok(()) };
        let lowest = plot.bottom - theme.px(10.0);
        let at = (right, (geometry.row(delivered) + theme.px(16.0)).min(lowest));
        let anchor = Pos::new(HPos::Right, VPos::Center);
        pen.text(label, at, &Label { size_px: font, bold: false, color: theme.ink, anchor })
    })
}
