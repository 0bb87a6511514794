//! Paints a laid out picture of shapes.

use plotters::style::{Color, RGBColor};
use plotters_backend::DrawingBackend;
use plotters_backend::text_anchor::{HPos, Pos, VPos};

use super::layout::Layout;
use super::{Axis, Cursor, Plot, Shape};
use crate::chart::fixed_text::Label;
use crate::chart::glyph;
use crate::chart::pen::{Drawn, Pen, Rect};
use crate::chart::theme::{Theme, blend};

/// So many dots are seen one by one.
const RIMMED_MOST: usize = 200;
/// More dots than this are drawn as cells, darker where there are more.
const ROUND_MOST: usize = 1_500;

pub(super) fn paint<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    plot: &Plot,
    cursor: Option<Cursor<'_>>,
    layout: &Layout,
    theme: &Theme,
) -> Drawn<B> {
    pen.rect(Rect::sized(0, 0, layout.size.0, layout.size.1), &theme.paper)?;
    grid(pen, plot, layout, theme)?;
    // Levels lie over boxes and under dots.
    let is_dots = |shape: &&Shape| matches!(shape, Shape::Dots { .. });
    for shape in plot.shapes.iter().filter(|shape| !is_dots(shape)) {
        paint_shape(pen, shape, layout, theme)?;
    }
    levels(pen, layout, theme)?;
    for shape in plot.shapes.iter().filter(is_dots) {
        paint_shape(pen, shape, layout, theme)?;
    }
    axes(pen, plot, layout, theme)?;
    marks(pen, plot, layout, theme)?;
    match cursor {
        Some(cursor) => paint_cursor(pen, &cursor, layout, theme),
        None => Ok(()),
    }
}

fn style(layout: &Layout, color: RGBColor, bold: bool, h_pos: HPos) -> Label {
    Label { size_px: layout.font, bold, color, anchor: Pos::new(h_pos, VPos::Center) }
}

fn grid<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    plot: &Plot,
    layout: &Layout,
    theme: &Theme,
) -> Drawn<B> {
    let (area, hair, line) = (layout.geometry.plot, theme.px(1.0), theme.ink.mix(0.08));
    if matches!(plot.up, Axis::Names(_)) {
        for (column, _) in &layout.columns {
            pen.rect(Rect::sized(*column, area.top, hair, area.height()), &line)?;
        }
    } else {
        for (row, _) in &layout.rows {
            pen.rect(Rect::sized(area.left, *row, area.width(), hair), &line)?;
        }
    }
    Ok(())
}

fn axes<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    plot: &Plot,
    layout: &Layout,
    theme: &Theme,
) -> Drawn<B> {
    let area = layout.geometry.plot;
    let (hair, pad) = (theme.px(1.0), theme.px(4.0));
    for (row, name) in &layout.rows {
        let at = (area.left - theme.px(8.0), *row);
        pen.text(name, at, &style(layout, theme.muted, false, HPos::Right))?;
    }
    if !layout.row_unit.is_empty() {
        let at = (pad, layout.head_row);
        pen.text(&layout.row_unit, at, &style(layout, theme.muted, false, HPos::Left))?;
    }
    let baseline = theme.muted.mix(0.6);
    pen.rect(Rect::sized(area.left, area.bottom, area.width(), hair), &baseline)?;
    let row = area.bottom + (layout.font * 1.05).round() as i32;
    let ticked = !matches!(plot.across, Axis::Names(_));
    for (column, name) in &layout.columns {
        if ticked {
            pen.rect(Rect::sized(*column, area.bottom, hair, pad), &baseline)?;
        }
        if !name.is_empty() {
            pen.text(name, (*column, row), &style(layout, theme.muted, false, HPos::Center))?;
        }
    }
    if !layout.column_unit.is_empty() {
        let at = (layout.size.0 - pad, row);
        pen.text(&layout.column_unit, at, &style(layout, theme.muted, false, HPos::Right))?;
    }
    for (left, row, tone, name) in &layout.keys {
        let side = (layout.font * 0.75) as i32;
        let swatch = Rect::sized(*left, row - side / 2, side, side);
        pen.rounded(swatch, side / 4, &tone.color(theme))?;
        let at = (left + (layout.font * 1.1) as i32, *row);
        pen.text(name, at, &style(layout, theme.label, false, HPos::Left))?;
    }
    Ok(())
}

fn levels<B: DrawingBackend>(pen: &mut Pen<'_, B>, layout: &Layout, theme: &Theme) -> Drawn<B> {
    let area = layout.geometry.plot;
    let thick = theme.px(1.5);
    for (row, beside, tone, name) in &layout.levels {
        let color = tone.color(theme);
        pen.rect(Rect::sized(area.left, row - thick / 2, area.width(), thick), &color)?;
        let left = area.right + theme.px(8.0);
        if beside != row {
            let far = left - theme.px(2.0);
            pen.path([(area.right, *row), (far, *beside)], theme.px(1.0), &theme.muted)?;
        }
        pen.text(name, (left, *beside), &style(layout, theme.label, true, HPos::Left))?;
    }
    Ok(())
}

fn marks<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    plot: &Plot,
    layout: &Layout,
    theme: &Theme,
) -> Drawn<B> {
    let geometry = &layout.geometry;
    // Names that would touch stand in rows below each other, and a line begins beside its name, so that it goes through no
    // other.
    let mut free = [geometry.plot.left; 4];
    for (at, name) in &plot.marks {
        let column = geometry.x(*at).round() as i32;
        if column < geometry.plot.left || column > geometry.plot.right {
            continue;
        }
        let width = glyph::advance(name, layout.font, false).ceil() as i32;
        let wanted = column + theme.px(4.0);
        let left = if wanted + width > geometry.plot.right {
            column - theme.px(4.0) - width
        } else {
            wanted
        };
        let taken = free.iter().rposition(|&free| left.min(column) < free);
        let place = taken.map_or(0, |row| row + 1);
        let top = geometry.plot.top + (layout.font * 1.3 * place as f64) as i32;
        let bottom = geometry.plot.bottom.max(top);
        let line = Rect { left: column, top, right: column + theme.px(1.0), bottom };
        pen.rect(line, &theme.ink.mix(0.55))?;
        let Some(free) = free.get_mut(place) else { continue };
        let row = top + (layout.font * 0.6) as i32;
        pen.text(name, (left, row), &style(layout, theme.ink, false, HPos::Left))?;
        *free = left + width + theme.px(6.0);
    }
    Ok(())
}

fn paint_shape<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    shape: &Shape,
    layout: &Layout,
    theme: &Theme,
) -> Drawn<B> {
    let geometry = &layout.geometry;
    let area = geometry.plot;
    let column = |at: f64| (geometry.x(at).round() as i32).clamp(area.left, area.right);
    let row = |at: f64| (geometry.y(at).round() as i32).clamp(area.top, area.bottom);
    match shape {
        Shape::Box { across, up, tone } => {
            let (one, other) = (row(up.0), row(up.1));
            let rect = Rect {
                left: column(across.0),
                top: one.min(other),
                right: column(across.1),
                bottom: one.max(other),
            };
            pen.rect(rect, &tone.color(theme))
        }
        Shape::Line { points, tone, width } => {
            let points = points.iter().map(|&(x, y)| (column(x), row(y)));
            pen.path(points, theme.px(*width), &tone.color(theme))
        }
        Shape::Dots { points, tone, size } => {
            let color = tone.color(theme);
            let size = theme.px(*size);
            if points.len() <= ROUND_MOST {
                // A rim of paper keeps a few dots apart from whatever they lie on.
                let rim = if points.len() <= RIMMED_MOST { theme.px(1.0) } else { 0 };
                for &(x, y, _) in points {
                    let mut disc = |size: i32, color: &RGBColor| {
                        let corner = (column(x) - size / 2, row(y) - size / 2);
                        pen.rounded(Rect::sized(corner.0, corner.1, size, size), size / 2, color)
                    };
                    if rim > 0 {
                        disc(size + 2 * rim, &theme.paper)?;
                    }
                    disc(size, &color)?;
                }
                return Ok(());
            }
            cells(pen, points, (color, theme.paper), size, |x, y| (column(x), row(y)))
        }
    }
}

/// Many dots: a cell each, in few shades, and neighbors of one shade in one stroke.
fn cells<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    points: &[(f64, f64, u32)],
    (color, paper): (RGBColor, RGBColor),
    size: i32,
    place: impl Fn(f64, f64) -> (i32, i32),
) -> Drawn<B> {
    const SHADES: usize = 4;
    let mut strips: Vec<Vec<(i32, i32)>> = vec![Vec::new(); SHADES];
    for &(x, y, count) in points {
        let shade = (count.max(1).ilog2() as usize / 2).min(SHADES - 1);
        let (left, top) = place(x, y);
        strips[shade].push((left / size, top / size));
    }
    for (shade, cells) in strips.iter().enumerate() {
        let color = blend(paper, color, 0.4 + 0.2 * shade as f64);
        let keys = cells.iter().map(|&(column, row)| (row as u64) << 32 | column as u64);
        let mut open: Option<(i32, i32, i32)> = None;
        for place in crate::value_stream::order::order(keys) {
            let (column, row) = cells[place];
            match &mut open {
                Some((_, end, at)) if *at == row && column <= *end => *end = column + 1,
                _ => {
                    if let Some((from, end, at)) = open.replace((column, column + 1, row)) {
                        let strip = Rect::sized(from * size, at * size, (end - from) * size, size);
                        pen.rect(strip, &color)?;
                    }
                }
            }
        }
        if let Some((from, end, at)) = open {
            pen.rect(Rect::sized(from * size, at * size, (end - from) * size, size), &color)?;
        }
    }
    Ok(())
}

fn paint_cursor<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    cursor: &Cursor<'_>,
    layout: &Layout,
    theme: &Theme,
) -> Drawn<B> {
    let geometry = &layout.geometry;
    let area = geometry.plot;
    let (from, to) = geometry.across;
    if cursor.across < from || cursor.across > to {
        return Ok(());
    }
    let column = geometry.x(cursor.across).round() as i32;
    let thick = theme.px(1.5);
    let line = Rect::sized(column - thick / 2, area.top, thick, area.height());
    pen.rect(line, &theme.ink)?;
    if let Some(up) = cursor.up {
        let (row, ring) =
            ((geometry.y(up).round() as i32).clamp(area.top, area.bottom), theme.px(11.0));
        for (size, color) in [(ring, theme.ink), (ring - theme.px(4.0), theme.alarm)] {
            let spot = Rect::sized(column - size / 2, row - size / 2, size, size);
            pen.rounded(spot, size / 2, &color)?;
        }
    }
    if cursor.words.is_empty() {
        return Ok(());
    }
    let words =
        glyph::fit(cursor.words, f64::from(layout.size.0 - theme.px(24.0)), layout.font, true);
    let width = glyph::advance(&words, layout.font, true).ceil() as i32 + 2 * theme.px(8.0);
    let height = (layout.font * 1.75).round() as i32;
    let wanted = Rect::sized(column + theme.px(6.0), area.top + theme.px(2.0), width, height);
    let left = if wanted.right > layout.size.0 {
        Rect::sized(column - theme.px(6.0) - width, wanted.top, width, height)
    } else {
        wanted
    };
    let inside = Rect { left: 0, top: 0, right: layout.size.0, bottom: layout.size.1 };
    let pill = left.kept_inside(&inside);
    pen.rounded(pill, theme.px(4.0), &theme.ink)?;
    let middle = (i32::midpoint(pill.left, pill.right), i32::midpoint(pill.top, pill.bottom));
    pen.text(&words, middle, &style(layout, theme.paper, true, HPos::Center))
}
