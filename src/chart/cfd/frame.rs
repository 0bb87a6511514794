//! Everything around the bands: paper, grid, axes, and marks of changes.

use plotters::style::Color;
use plotters_backend::DrawingBackend;
use plotters_backend::text_anchor::{HPos, Pos, VPos};

use super::CfdPicture;
use super::layout::Layout;
use crate::chart::fixed_text::Label;
use crate::chart::glyph;
use crate::chart::pen::{Drawn, Pen, Rect};
use crate::chart::theme::Theme;
use crate::value_stream::order::order;

/// A mark at its place [px].
#[derive(Debug)]
pub(super) struct PlacedMark {
    column: i32,
    /// Left end of the label, and the label; empty if there was no room for it.
    label: (i32, String),
}

/// Gives each mark its place: labels stand in the row above the plot, as near to their line as the unit of the
/// count axis and the labels before them allow. One that would be pushed away from its line is left out.
pub(super) fn place_marks(
    picture: &CfdPicture<'_>,
    layout: &Layout,
    theme: &Theme,
) -> Vec<PlacedMark> {
    let (from, until) = layout.geometry.window;
    let space = theme.px(10.0);
    let mut free = theme.px(4.0) + text_width(&layout.count_unit, layout.font) + space;
    order(picture.marks.iter().map(|mark| mark.at.0))
        .into_iter()
        .map(|place| &picture.marks[place])
        .filter(|mark| mark.at >= from && mark.at <= until)
        .map(|mark| {
            let column = layout.geometry.column(mark.at);
            let end = layout.size.0 - theme.px(4.0);
            let text = glyph::fit(mark.label, f64::from(end - free), layout.font, false);
            let width = text_width(&text, layout.font);
            let left = (column - width / 2).min(end - width).max(free);
            if text.is_empty() || left > column {
                return PlacedMark { column, label: (left, String::new()) };
            }
            free = left + width + space;
            PlacedMark { column, label: (left, text) }
        })
        .collect()
}

/// Paints the paper.
pub(super) fn paint_paper<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    layout: &Layout,
    theme: &Theme,
) -> Drawn<B> {
    pen.rect(Rect::sized(0, 0, layout.size.0, layout.size.1), &theme.paper)
}

/// Paints the grid, over the bands so that they can be read against it, and both axes.
pub(super) fn paint_axes<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    layout: &Layout,
    theme: &Theme,
) -> Drawn<B> {
    let plot = layout.geometry.plot;
    let hair = theme.px(1.0);
    let pad = theme.px(4.0);
    let end = layout.size.0 - pad;
    let style = |h_pos| Label {
        size_px: layout.font,
        bold: false,
        color: theme.muted,
        anchor: Pos::new(h_pos, VPos::Center),
    };

    let grid = theme.ink.mix(0.08);
    for (row, name) in &layout.count_ticks {
        pen.rect(Rect::sized(plot.left, *row, end - plot.left, hair), &grid)?;
        pen.text(name, (plot.left - theme.px(8.0), *row), &style(HPos::Right))?;
    }
    let unit_row = (f64::from(plot.top) * 0.34).round() as i32;
    pen.text(&layout.count_unit, (pad, unit_row), &style(HPos::Left))?;

    let baseline = theme.muted.mix(0.6);
    pen.rect(Rect::sized(plot.left, plot.bottom, end - plot.left, hair), &baseline)?;
    let time_row = plot.bottom + (layout.font * 1.05).round() as i32;
    for (column, name) in &layout.time_ticks {
        pen.rect(Rect::sized(*column, plot.bottom, hair, pad), &baseline)?;
        if !name.is_empty() {
            pen.text(name, (*column, time_row), &style(HPos::Center))?;
        }
    }
    if !layout.time_unit.is_empty() {
        pen.text(&layout.time_unit, (end, time_row), &style(HPos::Right))?;
    }
    Ok(())
}

/// Paints a line across the plot for each mark, with a foot so that it is seen over any band.
pub(super) fn paint_marks<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    layout: &Layout,
    theme: &Theme,
) -> Drawn<B> {
    let plot = layout.geometry.plot;
    let hair = theme.px(1.0);
    let foot = theme.px(4.0);
    let anchor = Pos::new(HPos::Left, VPos::Center);
    let style = Label { size_px: layout.font, bold: false, color: theme.ink, anchor };
    for PlacedMark { column, label: (left, text) } in &layout.marks {
        let top = plot.top - theme.px(4.0);
        pen.rect(
            Rect { left: *column, top, right: *column + hair, bottom: plot.bottom },
            &theme.ink.mix(0.55),
        )?;
        let head =
            [(*column - foot, top), (*column + foot + hair, top), (*column, top + foot + hair)];
        pen.polygon(head, &theme.ink)?;
        if !text.is_empty() {
            let row = (f64::from(plot.top) * 0.34).round() as i32;
            pen.text(text, (*left, row), &style)?;
        }
    }
    Ok(())
}

fn text_width(text: &str, font: f64) -> i32 {
    glyph::advance(text, font, false).ceil() as i32
}
