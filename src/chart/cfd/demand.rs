//! What has been asked for, as a dashed line over a diagram: above the edge of Done somebody waits, below it work is
//! done that nobody has asked for yet.

use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{BackendCoord, DrawingBackend};

use super::layout::Layout;
use crate::chart::fixed_text::Label;
use crate::chart::glyph;
use crate::chart::pen::{Drawn, Pen, Rect};
use crate::chart::theme::Theme;
use crate::value_stream::SimTime;

/// What has been asked for.
#[derive(Debug, Clone, Copy)]
pub struct DemandLine<'a> {
    /// Moments, ascending, and what had been asked for by each [items].
    pub points: &'a [(SimTime, f64)],
    /// What stands at its end: "asked for 31".
    pub label: &'a str,
}

/// A dash and the gap behind it [CSS px].
const DASH: (f64, f64) = (9.0, 4.0);

/// Paints it over a diagram that has left room for it.
pub(super) fn paint<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    layout: &Layout,
    line: &DemandLine<'_>,
    theme: &Theme,
) -> Drawn<B> {
    let (geometry, plot) = (&layout.geometry, layout.geometry.plot);
    let place = |&(at, count): &(SimTime, f64)| {
        let row = geometry.y(count).round() as i32;
        (geometry.column(at), row.clamp(plot.top, plot.bottom))
    };
    let points: Vec<BackendCoord> = line.points.iter().map(place).collect();
    let Some(&end) = points.last() else { return Ok(()) };
    let dashes = dashes(&points, (theme.px(DASH.0), theme.px(DASH.0 + DASH.1)));
    // On the bands a dark line is not seen everywhere, and neither is a light one.
    for dash in &dashes {
        pen.path(dash.iter().copied(), theme.px(4.0), &theme.paper)?;
    }
    for dash in dashes {
        pen.path(dash, theme.px(2.0), &theme.ink)?;
    }
    if line.label.is_empty() {
        return Ok(());
    }
    let size = (glyph::advance(line.label, layout.font, true).ceil() as i32, line_height(layout));
    let name = place_label(size, &points, end, layout, theme);
    pen.rect(name, &theme.paper)?;
    let anchor = Pos::new(HPos::Left, VPos::Center);
    let style = Label { size_px: layout.font, bold: true, color: theme.ink, anchor };
    pen.text(line.label, (name.left + theme.px(3.0), i32::midpoint(name.top, name.bottom)), &style)
}

fn line_height(layout: &Layout) -> i32 {
    (layout.font * 1.35).round() as i32
}

/// The name stands over the end of its line, or under it where there is no room.
fn place_label(
    (width, height): (i32, i32),
    points: &[BackendCoord],
    (column, _): BackendCoord,
    layout: &Layout,
    theme: &Theme,
) -> Rect {
    let (plot, away) = (layout.geometry.plot, theme.px(6.0));
    let right = column - away;
    let left = (right - width - 2 * theme.px(3.0)).max(plot.left + away);
    let rows = points.iter().filter(|point| point.0 >= left && point.0 <= right);
    let (highest, lowest) = rows
        .fold((i32::MAX, i32::MIN), |(least, most), point| (least.min(point.1), most.max(point.1)));
    let over = highest.min(plot.bottom) - away - height;
    let top = if over >= plot.top - height { over } else { lowest.max(plot.top) + away };
    Rect { left, top, right, bottom: top + height }
}

/// A line in dashes along its way across, each no longer than it and its gap leave room for.
fn dashes(points: &[BackendCoord], (dash, period): (i32, i32)) -> Vec<Vec<BackendCoord>> {
    let mut dashes: Vec<Vec<BackendCoord>> = Vec::new();
    let (mut gone, mut is_open) = (0.0_f64, false);
    let Some(&(mut before)) = points.first() else { return dashes };
    for &point in points {
        let (across, up) = (f64::from(point.0 - before.0), f64::from(point.1 - before.1));
        let length = libm::sqrt(across * across + up * up);
        let at = |done: f64| {
            let share = if length > 0.0 { done / length } else { 0.0 };
            let along = |from: i32, way: f64| from + (way * share).round() as i32;
            (along(before.0, across), along(before.1, up))
        };
        let mut done = 0.0;
        while done < length {
            let phase = (gone + done) % f64::from(period.max(1));
            let is_dash = phase < f64::from(dash);
            let rest = if is_dash { f64::from(dash) } else { f64::from(period) } - phase;
            let next = (done + rest.max(0.5)).min(length);
            if is_dash {
                if !is_open {
                    dashes.push(vec![at(done)]);
                }
                dashes.last_mut().into_iter().for_each(|open| open.push(at(next)));
            }
            is_open = is_dash;
            done = next;
        }
        gone += length;
        before = point;
    }
    dashes
}
