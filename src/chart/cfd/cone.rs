//! What may still be delivered, as a fan from the present over a diagram.

use plotters::style::Color;
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{BackendCoord, DrawingBackend};

use super::layout::Layout;
use crate::chart::fixed_text::Label;
use crate::chart::glyph;
use crate::chart::pen::{Drawn, Pen, Rect};
use crate::chart::theme::Theme;
use crate::value_stream::SimTime;

/// What may be delivered from the present on, as surely as three levels say.
#[derive(Debug, Clone, Copy)]
pub struct Cone<'a> {
    /// The moments, the present first, and the least that is delivered by each, from the least sure to the surest [items].
    pub points: &'a [(SimTime, [f64; 3])],
    /// What stands at the ends of the three: "50 %".
    pub labels: [&'a str; 3],
}

/// Paints it over a diagram that has left room for it.
pub(super) fn paint<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    layout: &Layout,
    cone: &Cone<'_>,
    theme: &Theme,
) -> Drawn<B> {
    let (geometry, plot) = (&layout.geometry, layout.geometry.plot);
    let edge = |level: usize| -> Vec<BackendCoord> {
        let place = |&(at, counts): &(SimTime, [f64; 3])| {
            let row = geometry.y(counts[level]).round() as i32;
            (geometry.column(at), row.clamp(plot.top, plot.bottom))
        };
        cone.points.iter().map(place).collect()
    };
    let edges = [edge(0), edge(1), edge(2)];
    for (pair, share) in edges.windows(2).zip([0.22, 0.4]) {
        let back = pair[1].iter().rev().copied();
        pen.polygon(pair[0].iter().copied().chain(back), &theme.downstream.mix(share))?;
    }
    for (edge, width) in edges.iter().zip([1.2, 2.0, 1.2]) {
        pen.path(edge.iter().copied(), theme.px(width), &theme.ink)?;
    }
    paint_labels(pen, layout, (&edges, cone.labels), theme)
}

/// The names of the edges stand above each other behind their ends.
fn paint_labels<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    layout: &Layout,
    (edges, labels): (&[Vec<BackendCoord>; 3], [&str; 3]),
    theme: &Theme,
) -> Drawn<B> {
    let (plot, font) = (layout.geometry.plot, layout.font);
    let line = (font * 1.2).round() as i32;
    let [Some(&(_, half)), Some(&(column, most)), Some(&(_, nearly))] =
        [edges[0].last(), edges[1].last(), edges[2].last()]
    else {
        return Ok(());
    };
    let middle = most.clamp(plot.top + line, (plot.bottom - 2 * line).max(plot.top + line));
    let rows = [half.min(middle - line), middle, nearly.max(middle + line)];
    for ((text, row), is_main) in labels.into_iter().zip(rows).zip([false, true, false]) {
        let width = glyph::advance(text, font, is_main).ceil() as i32;
        let left = column + theme.px(5.0);
        // No leader of a name strikes it through.
        pen.rect(Rect::sized(left, row - line / 2, width, line), &theme.paper)?;
        let anchor = Pos::new(HPos::Left, VPos::Center);
        let style = Label { size_px: font, bold: is_main, color: theme.ink, anchor };
        pen.text(text, (left, row), &style)?;
    }
    Ok(())
}
