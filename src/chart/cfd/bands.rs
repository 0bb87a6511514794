//! The stacked areas.
//!
//! Each line is the edge of one filled path down to the bottom, and later lines cover earlier ones: no seams between
//! bands, and two paths per line however long the run. The paper left uncovered between two bands separates them.

use plotters_backend::{BackendCoord, DrawingBackend};

use super::layout::Layout;
use super::{CfdGeometry, CfdPicture};
use crate::chart::pen::{Drawn, Pen, Rect};
use crate::chart::theme::{Theme, blend};
use crate::measure::CfdSample;

/// Between two bands [CSS px].
const SEPARATOR: f64 = 0.8;

/// An item at least this high has clear separators [CSS px].
const ITEM_CLEAR: f64 = 8.0;

/// An item at least this high is drawn as a step [px].
const ITEM_VISIBLE: f64 = 3.0;

/// How far a straightened edge may pass a point [px].
const TOLERANCE: f64 = 0.75;

/// From one stripe of the backlog to the next [CSS px].
const HATCH: f64 = 8.0;

/// Whether items ever waited before the stream within the sample.
pub(super) fn has_backlog(sample: &CfdSample) -> bool {
    matches!(sample.lines.as_slice(), [arrived, released, ..] if arrived != released && !arrived.is_empty())
}

/// Paints all bands, top first.
pub(super) fn paint<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    layout: &Layout,
    picture: &CfdPicture<'_>,
    theme: &Theme,
) -> Drawn<B> {
    let geometry = &layout.geometry;
    let columns: Vec<i32> = picture.sample.times.iter().map(|&at| geometry.column(at)).collect();
    let rows: Vec<Vec<i32>> = picture
        .sample
        .lines
        .iter()
        .map(|line| line.iter().map(|&count| geometry.row(count)).collect())
        .collect();
    let (Some(&start), Some(&end)) = (columns.first(), columns.last()) else { return Ok(()) };
    let drawn = |line: &usize| !rows[*line].is_empty();
    let upper = (0..rows.len()).find(drawn).and_then(|line| picture.sample.lines[line].last());
    if upper == Some(&0) {
        return Ok(());
    }

    let separator = theme.px(SEPARATOR);
    // Where an item is hardly thicker than what separates bands, that must be fainter than the bands.
    let faint = (1.0 - geometry.item_px() / theme.scale / ITEM_CLEAR).clamp(0.0, 0.6);
    let delivered = rows.len() - 1;
    let first = usize::from(!has_backlog(picture.sample)).min(delivered);
    let first = (first..delivered).find(drawn).unwrap_or(delivered);
    for line in (first..=delivered).filter(drawn) {
        let edge = &rows[line];
        let below = (line + 1..rows.len()).find(drawn).map(|line| &rows[line]);
        if below == Some(edge) {
            continue;
        }
        let color = color_of(line, delivered, picture.trouble, theme);
        if line == first {
            pen.polygon(under(&columns, edge, geometry), &color)?;
        } else {
            pen.polygon(under(&columns, edge, geometry), &blend(theme.paper, color, faint))?;
            let lowered = lowered(edge, below, separator, geometry.plot.bottom);
            let shifted: Vec<i32> = columns.iter().map(|x| (x + separator).min(end)).collect();
            pen.polygon(under(&shifted, &lowered, geometry), &color)?;
        }
        if line == 0 {
            let bounds = Rect { left: start, right: end, ..geometry.plot };
            hatch(pen, &columns, (edge, &rows[1]), bounds, theme)?;
        }
    }
    Ok(())
}

/// The fill of a band of a diagram with so many lines, as a style sheet has it.
pub fn band_style(band: usize, lines: usize, trouble: Option<usize>, theme: &Theme) -> String {
    let color = color_of(band, lines - 1, trouble, theme);
    format!("#{:02x}{:02x}{:02x}", color.0, color.1, color.2)
}

/// The fill of a band.
pub(super) fn color_of(
    band: usize,
    delivered: usize,
    trouble: Option<usize>,
    theme: &Theme,
) -> plotters::style::RGBColor {
    if trouble == Some(band) {
        theme.alarm
    } else if band == delivered {
        theme.done
    } else if band == 0 {
        blend(theme.paper, theme.upstream, 0.35)
    } else {
        theme.flow(band - 1, delivered - 1)
    }
}

/// An edge lowered by the separator, as far as that leaves something of the band below it.
fn lowered(edge: &[i32], below: Option<&Vec<i32>>, separator: i32, bottom: i32) -> Vec<i32> {
    let floor = |column: usize| below.map_or(bottom, |below| below[column]);
    edge.iter()
        .enumerate()
        .map(|(column, &row)| row + (floor(column) - row - separator).clamp(0, separator))
        .collect()
}

/// The area under an edge, as a closed path.
fn under(columns: &[i32], rows: &[i32], geometry: &CfdGeometry) -> Vec<BackendCoord> {
    let mut path = edge(columns, rows, geometry.item_px() >= ITEM_VISIBLE);
    if let (Some(&(start, _)), Some(&(end, _))) = (path.first(), path.last()) {
        path.push((end, geometry.plot.bottom));
        path.push((start, geometry.plot.bottom));
    }
    path
}

/// An edge as a path with few corners: what a canvas takes time for is corners, not area.
fn edge(columns: &[i32], rows: &[i32], items_visible: bool) -> Vec<BackendCoord> {
    let points = columns.iter().copied().zip(rows.iter().copied());
    if items_visible { stepped(points) } else { straightened(points) }
}

/// A count jumps: where single items can be seen, so does its edge.
fn stepped(points: impl Iterator<Item = BackendCoord>) -> Vec<BackendCoord> {
    let mut path: Vec<BackendCoord> = Vec::new();
    let mut last = None;
    for (x, y) in points {
        match last {
            Some((_, last_y)) if last_y != y => path.extend([(x, last_y), (x, y)]),
            Some(_) => {}
            None => path.push((x, y)),
        }
        last = Some((x, y));
    }
    path.extend(last.filter(|end| path.last() != Some(end)));
    path
}

/// Where items are too small to be seen, chords that stay within `TOLERANCE` of every point. They are also smoother
/// than the points, which had to be rounded to whole pixels.
///
/// From its first point, a chord may run in any direction that passes each later point closely enough; it ends at
/// the last point that lies in such a direction.
fn straightened(points: impl Iterator<Item = BackendCoord>) -> Vec<BackendCoord> {
    let mut path: Vec<BackendCoord> = Vec::new();
    let mut last = None;
    let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
    for point in points {
        let Some(end) = last.replace(point) else {
            path.push(point);
            continue;
        };
        let slopes = |from: BackendCoord| {
            // Two moments in one column: no chord passes both.
            let run = f64::from((point.0 - from.0).max(1));
            [-TOLERANCE, 0.0, TOLERANCE].map(|off| (f64::from(point.1 - from.1) + off) / run)
        };
        let start = path[path.len() - 1];
        let [mut low, slope, mut high] = slopes(start);
        if slope < least || slope > most {
            path.push(end);
            (least, most) = (f64::NEG_INFINITY, f64::INFINITY);
            [low, _, high] = slopes(end);
        }
        (least, most) = (least.max(low), most.min(high));
    }
    path.extend(last.filter(|end| path.last() != Some(end)));
    path
}

/// Stripes that fall to the right between two rising edges.
///
/// Such a stripe meets each edge exactly once, so two searches find it; what goes too far is covered by the bands
/// painted later.
fn hatch<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    columns: &[i32],
    (upper, lower): (&[i32], &[i32]),
    bounds: Rect,
    theme: &Theme,
) -> Drawn<B> {
    let spacing = theme.px(HATCH);
    let color = blend(theme.upstream, theme.downstream, 0.25);
    pen.path(edge(columns, upper, true), theme.px(1.0), &color)?;
    // A stripe is the points whose column minus row is `offset`; along a rising edge that difference only grows.
    let offsets = |edge: &[i32]| columns.iter().zip(edge).map(|(x, y)| x - y).collect::<Vec<i32>>();
    let (upper, lower) = (offsets(upper), offsets(lower));
    let first = (bounds.left - bounds.bottom).div_euclid(spacing);
    let last = (bounds.right - bounds.top).div_euclid(spacing);
    for offset in (first..=last).map(|index| index * spacing) {
        let enter = upper.partition_point(|&reached| reached < offset);
        let leave = lower.partition_point(|&reached| reached < offset);
        if enter < leave {
            let from = columns[enter];
            let to = columns.get(leave).map_or(bounds.right, |&x| x);
            pen.path([(from, from - offset), (to, to - offset)], theme.px(1.0), &color)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{TOLERANCE, lowered, stepped, straightened};

    #[test]
    fn a_step_has_two_corners_and_a_plain_none() {
        let points = (0..100).map(|x| (x, if x < 50 { 80 } else { 60 }));
        assert_eq!(stepped(points), [(0, 80), (50, 80), (50, 60), (99, 60)]);
    }

    #[test]
    fn a_straightened_edge_passes_every_point_closely() {
        let rows: Vec<i32> = (0..1_000).map(|x| 600 - x * (1_333 + x) / 4_000).collect();
        let path = straightened((0..).zip(rows.iter().copied()));
        assert!(path.len() < 100, "{}", path.len());
        let mut chords = path.windows(2).peekable();
        for (x, &y) in (0..).zip(&rows) {
            while chords.peek().is_some_and(|chord| chord[1].0 < x) {
                chords.next();
            }
            let chord = chords.peek().expect("the path ends with the last point");
            let share = f64::from(x - chord[0].0) / f64::from(chord[1].0 - chord[0].0);
            let drawn = f64::from(chord[0].1) + share * f64::from(chord[1].1 - chord[0].1);
            assert!((drawn - f64::from(y)).abs() <= TOLERANCE + 1e-9, "at {x}: {drawn}, not {y}");
        }
    }

    #[test]
    fn a_jump_stays_a_jump() {
        let points = (0..100).map(|x| (x, if x < 50 { 80 } else { 60 }));
        assert_eq!(straightened(points), [(0, 80), (49, 80), (50, 60), (99, 60)]);
    }

    #[test]
    fn a_separator_never_hides_a_band() {
        let edge = [10, 10, 10, 10];
        let below = vec![10, 11, 12, 20];
        assert_eq!(lowered(&edge, Some(&below), 1, 100), [10, 10, 11, 11]);
    }
}
