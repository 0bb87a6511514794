//! The reading of one moment: WIP as a vertical bar, the time to flow as a horizontal one.
//!
//! The two bars are Little's law to look at: the gap between the released and the delivered line, measured along
//! either axis.

use plotters_backend::DrawingBackend;
use plotters_backend::text_anchor::{HPos, Pos, VPos};

use super::layout::Layout;
use super::{CfdGeometry, Crosshair};
use crate::chart::fixed_text::Label;
use crate::chart::glyph;
use crate::chart::pen::{Drawn, Pen, Rect};
use crate::chart::theme::Theme;
use crate::measure::CfdReading;
use crate::value_stream::SimTime;

/// Paints the bars and their pills.
pub(super) fn paint<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    layout: &Layout,
    crosshair: &Crosshair<'_>,
    theme: &Theme,
) -> Drawn<B> {
    let geometry = &layout.geometry;
    let reading = crosshair.reading;
    let (from, until) = geometry.window;
    if reading.at < from || reading.at > until {
        return Ok(());
    }
    let bars = Bars::of(reading, geometry, theme);
    // A rim of paper keeps the bars apart from bands as dark as they are.
    for grown in [theme.px(1.0), 0] {
        let color = if grown > 0 { theme.paper } else { theme.ink };
        for bar in [Some(bars.wip), bars.flow].into_iter().flatten() {
            let rim = Rect {
                left: bar.left - grown,
                top: bar.top - grown,
                right: bar.right + grown,
                bottom: bar.bottom + grown,
            };
            pen.rect(rim, &color)?;
        }
    }

    let wip = place_wip(size(crosshair.wip, layout, theme), &bars, layout, theme);
    pill(pen, crosshair.wip, wip, layout, theme)?;
    let mut pills = vec![wip];
    if let Some(flow) = bars.flow {
        let size = size(crosshair.to_flow, layout, theme);
        let flow = place_flow(size, &flow, &wip, &bars.wip, layout, theme);
        pill(pen, crosshair.to_flow, flow, layout, theme)?;
        pills.push(flow);
    }
    if let Some((count, words)) = crosshair.asked {
        let row = (geometry.y(count).round() as i32).clamp(geometry.plot.top, geometry.plot.bottom);
        let at = (geometry.column(reading.at), row);
        for (reach, color) in [(5.0, theme.paper), (3.5, theme.ink)] {
            let reach = theme.px(reach);
            let spot = Rect::sized(at.0 - reach, at.1 - reach, 2 * reach, 2 * reach);
            pen.rounded(spot, reach, &color)?;
        }
        let asked = place_asked(size(words, layout, theme), at, &pills, layout, theme);
        pill(pen, words, asked, layout, theme)?;
    }
    Ok(())
}

/// The bars of a reading.
struct Bars {
    wip: Rect,
    flow: Option<Rect>,
}

impl Bars {
    fn of(reading: &CfdReading, geometry: &CfdGeometry, theme: &Theme) -> Bars {
        let thick = theme.px(2.5);
        let before = thick / 2;
        let column = geometry.column(reading.at);
        let delivered = geometry.row(reading.delivered);
        let released = geometry.row(reading.delivered + reading.wip);
        let wip = Rect {
            left: column - before,
            top: released.min(delivered - before),
            right: column - before + thick,
            bottom: delivered - before + thick,
        };
        let flow = reading.cycle_time.map(|cycle_time| {
            let began = SimTime(reading.at.0.saturating_sub(cycle_time.0));
            let top = delivered - before;
            Rect { left: geometry.column(began), top, right: wip.right, bottom: top + thick }
        });
        Bars { wip, flow }
    }
}

/// Width and height of a pill.
fn size(text: &str, layout: &Layout, theme: &Theme) -> (i32, i32) {
    let width = glyph::advance(text, layout.font, true).ceil() as i32;
    (width + 2 * theme.px(8.0), (layout.font * 1.75).round() as i32)
}

/// Beside the vertical bar at half its height, right of it if there is room.
fn place_wip((width, height): (i32, i32), bars: &Bars, layout: &Layout, theme: &Theme) -> Rect {
    let away = theme.px(6.0);
    let middle = i32::midpoint(bars.wip.top, bars.wip.bottom) - height / 2;
    // On the left it stands clear of the horizontal bar.
    let raised = bars.flow.map_or(middle, |flow| middle.min(flow.top - away - height));
    let (left, right) = (bars.wip.left - away - width, bars.wip.right + away);
    let candidates = [(right, middle), (left, raised), (left, middle), (right, raised)];
    place(&candidates, (width, height), &[], layout)
}

/// Along the horizontal bar at half its length, under it if there is room.
fn place_flow(
    (width, height): (i32, i32),
    flow: &Rect,
    wip: &Rect,
    wip_bar: &Rect,
    layout: &Layout,
    theme: &Theme,
) -> Rect {
    let away = theme.px(6.0);
    let centered = i32::midpoint(flow.left, flow.right) - width / 2;
    let beside = wip_bar.left - away - width;
    let (under, over) = (flow.bottom + away, flow.top - away - height);
    let candidates = [
        (centered, under),
        (centered, over),
        (beside, under),
        (beside, over),
        (centered, wip.bottom + away),
        (centered, wip.top - away - height),
    ];
    place(&candidates, (width, height), &[*wip], layout)
}

/// Over the line of what has been asked for, or under it.
fn place_asked(
    (width, height): (i32, i32),
    (column, row): (i32, i32),
    others: &[Rect],
    layout: &Layout,
    theme: &Theme,
) -> Rect {
    let away = theme.px(8.0);
    let (left, centered, right) = (column - away - width, column - width / 2, column + away);
    let (over, under) = (row - away - height, row + away);
    let mut candidates =
        vec![(centered, over), (left, over), (right, over), (right, under), (left, under)];
    candidates.extend(others.iter().map(|other| (other.left, other.bottom + away / 2)));
    candidates.extend(others.iter().map(|other| (other.left, other.top - away / 2 - height)));
    place(&candidates, (width, height), others, layout)
}

/// The best of the candidates, in order of what would be worse: to cover the other pill, to cover the name of a
/// band, to be pushed away by the edge of the plot. The corners of the plot are there for want of anything better.
fn place(
    candidates: &[(i32, i32)],
    (width, height): (i32, i32),
    others: &[Rect],
    layout: &Layout,
) -> Rect {
    let plot = layout.geometry.plot;
    let bands = Rect { right: layout.end, ..plot };
    let bounds = if bands.width() > width { bands } else { plot };
    let corners = [(plot.left, plot.top), (plot.left, plot.bottom - height)];
    let pills = candidates.iter().chain(&corners).map(|&(left, top)| {
        let wanted = Rect::sized(left, top, width, height);
        let pill = wanted.kept_inside(&bounds);
        let covers = |name: &Rect| name.overlaps(&pill);
        let badness = (others.iter().any(covers), layout.names.iter().any(covers), pill != wanted);
        (badness, pill)
    });
    pills.min_by_key(|&(badness, _)| badness).map_or(bounds, |(_, pill)| pill)
}

fn pill<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    text: &str,
    rect: Rect,
    layout: &Layout,
    theme: &Theme,
) -> Drawn<B> {
    pen.rounded(rect, theme.px(4.0), &theme.ink)?;
    let middle = (i32::midpoint(rect.left, rect.right), i32::midpoint(rect.top, rect.bottom));
    let anchor = Pos::new(HPos::Center, VPos::Center);
    let style = Label { size_px: layout.font, bold: true, color: theme.paper, anchor };
    pen.text(text, middle, &style)
}
