//! Names of the bands, beside the bands.
//!
//! Names keep the order of their bands and a line's distance from each other, and stay as near to their bands as
//! that allows. The one in trouble is bold, and a bracket holds its band: color is never the only sign.

use plotters_backend::DrawingBackend;
use plotters_backend::text_anchor::{HPos, Pos, VPos};

use super::CfdPicture;
use super::bands::has_backlog;
use super::layout::Layout;
use crate::chart::fixed_text::Label;
use crate::chart::pen::{Drawn, Pen, Rect};
use crate::chart::theme::Theme;
use crate::chart::{glyph, number};

/// From the end of the bands to their names [CSS px].
pub(super) const GAP: f64 = 16.0;

/// Distance of two names over type size.
const LINE: f64 = 1.3;

/// The name of a band before it has a place.
#[derive(Debug)]
pub(super) struct LabelText {
    band: usize,
    name: String,
    count: String,
    items: u32,
    trouble: bool,
}

/// The name of a band at its place [px].
#[derive(Debug)]
pub(super) struct PlacedLabel {
    text: String,
    trouble: bool,
    /// Middle of the name.
    row: i32,
    /// Top and bottom of the band where it ends.
    band: (i32, i32),
}

impl PlacedLabel {
    /// What the name covers, beside bands that end at a column.
    pub(super) fn bounds(&self, font: f64, end: i32, theme: &Theme) -> Rect {
        let width = glyph::advance(&self.text, font, self.trouble).ceil() as i32;
        let half = (font * 0.6) as i32;
        Rect::sized(end + theme.px(GAP), self.row - half, width, 2 * half)
    }
}

/// What the names say; none for a diagram in which nothing has happened.
pub(super) fn texts(picture: &CfdPicture<'_>) -> Vec<LabelText> {
    let lines = &picture.sample.lines;
    let first = usize::from(!has_backlog(picture.sample));
    let ends: Vec<(usize, u32)> =
        (first..lines.len()).filter_map(|band| Some((band, *lines[band].last()?))).collect();
    if ends.first().is_none_or(|&(_, upper)| upper == 0) {
        return Vec::new();
    }
    ends.iter()
        .enumerate()
        .map(|(place, &(band, end))| {
            let items = end - ends.get(place + 1).map_or(0, |&(_, below)| below);
            LabelText {
                band,
                name: before_count(&picture.bands[band]),
                count: number::short(f64::from(items), picture.words.decimal),
                items,
                trouble: picture.trouble == Some(band),
            }
        })
        .collect()
}

/// A name with its count behind it: "Work center 1 3" would be one number too many.
fn before_count(name: &str) -> String {
    let colon = if name.ends_with(|last: char| last.is_ascii_digit()) { ":" } else { "" };
    name.to_owned() + colon
}

/// Shortens names to a width [px], and answers how much of it they may take.
///
/// What they may take does not change while counts grow up to `most`, nor with the band in trouble: a plot that
/// gave way to a second digit would twitch.
pub(super) fn fit(texts: &mut [LabelText], width: i32, most: f64, font: f64) -> i32 {
    let widest_count = match most {
        ..10.0 => " 0",
        10.0..100.0 => " 00",
        100.0..1000.0 => " 000",
        _ => " 0.00k",
    };
    let count = glyph::advance(widest_count, font, true);
    let mut taken = 0.0_f64;
    for text in texts {
        text.name = glyph::fit(&text.name, f64::from(width) - count, font, true);
        taken = taken.max(glyph::advance(&text.name, font, true) + count);
    }
    taken.ceil() as i32
}

/// Gives each name its place. If there is no room for all, the smallest bands go without; the one in trouble and
/// the finished work never do.
pub(super) fn place(
    mut texts: Vec<LabelText>,
    picture: &CfdPicture<'_>,
    layout: &Layout,
    theme: &Theme,
) -> Vec<PlacedLabel> {
    let geometry = &layout.geometry;
    let line = layout.font * LINE;
    let most = ((f64::from(geometry.plot.height()) / line) as usize).max(1);
    let done = picture.sample.lines.len() - 1;
    while texts.len() > most {
        let dispensable = |text: &LabelText| (text.trouble || text.band == done, text.items);
        let least = (0..texts.len()).min_by_key(|&index| dispensable(&texts[index]));
        texts.remove(least.expect("more labels than places, so at least one"));
    }

    let row_of = |line: usize| {
        let count = picture.sample.lines[line..].iter().find_map(|line| line.last());
        count.map_or(geometry.plot.bottom, |&count| geometry.row(count))
    };
    let bands: Vec<(i32, i32)> =
        texts.iter().map(|text| (row_of(text.band), row_of(text.band + 1))).collect();
    let middles: Vec<f64> =
        bands.iter().map(|&(top, bottom)| f64::from(top + bottom) / 2.0).collect();
    let half = line / 2.0;
    let inside = (f64::from(geometry.plot.top) + half, f64::from(geometry.plot.bottom) - half);
    let rows = spread(&middles, line, inside);
    // A separator belongs to the band below it, and is not part of what a bracket holds.
    let separator = theme.px(1.0);
    texts
        .into_iter()
        .zip(bands)
        .zip(rows)
        .map(|((text, (top, bottom)), row)| PlacedLabel {
            text: format!("{} {}", text.name, text.count),
            trouble: text.trouble,
            row: row.round() as i32,
            band: (top, bottom.max(top + separator)),
        })
        .collect()
}

/// Paints the names, with a leader to each that could not stay beside its band.
pub(super) fn paint<B: DrawingBackend>(
    pen: &mut Pen<'_, B>,
    layout: &Layout,
    theme: &Theme,
) -> Drawn<B> {
    let anchor = Pos::new(HPos::Left, VPos::Center);
    let hair = theme.px(1.0);
    for (label, name) in layout.labels.iter().zip(&layout.names) {
        let color = if label.trouble { theme.alarm_text } else { theme.label };
        let (top, bottom) = label.band;
        let middle = i32::midpoint(top, bottom);
        // No grid line strikes a name through.
        pen.rect(*name, &theme.paper)?;
        if label.trouble {
            let left = layout.end + theme.px(3.0);
            let bracket = Rect { left, top, right: left + theme.px(2.0), bottom };
            pen.rect(bracket, &theme.alarm_text)?;
        }
        let beside = layout.beside == layout.end
            && ((label.row > top && label.row < bottom)
                || (label.row - middle).abs() <= (layout.font * 0.3) as i32);
        if !beside {
            let leader = if label.trouble { theme.alarm_text } else { theme.muted };
            let near = layout.end + theme.px(7.0);
            let far = name.left - theme.px(3.0);
            pen.path([(near, middle), (far - hair, label.row), (far, label.row)], hair, &leader)?;
        }
        let style = Label { size_px: layout.font, bold: label.trouble, color, anchor };
        pen.text(&label.text, (name.left, label.row), &style)?;
    }
    Ok(())
}

/// The places nearest to the wanted ones (least squares) that keep their order and a distance, and lie inside
/// bounds as far as there is room: pool adjacent violators.
fn spread(wanted: &[f64], distance: f64, (first, last): (f64, f64)) -> Vec<f64> {
    // Pools of neighbors that touch: their summed wish for the place of the pool's first member, and their number.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (seen, &place) in wanted.iter().enumerate() {
        pools.push((place - seen as f64 * distance, 1));
        while let [.., (sum, count), (next_sum, next_count)] = pools.as_mut_slice()
            && *sum / *count as f64 >= *next_sum / *next_count as f64
        {
            *sum += *next_sum;
            *count += *next_count;
            pools.pop();
        }
    }
    let last = (last - wanted.len().saturating_sub(1) as f64 * distance).max(first);
    pools
        .into_iter()
        .flat_map(|(sum, count)| std::iter::repeat_n(sum / count as f64, count))
        .enumerate()
        .map(|(index, start)| start.max(first).min(last) + index as f64 * distance)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::spread;

    fn gaps(places: &[f64]) -> f64 {
        places.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn names_with_room_stay_beside_their_bands() {
        assert_eq!(spread(&[10.0, 30.0, 70.0], 15.0, (0.0, 100.0)), [10.0, 30.0, 70.0]);
    }

    #[test]
    fn crowded_names_share_the_room_around_their_bands() {
        assert_eq!(spread(&[50.0, 50.0, 50.0], 10.0, (0.0, 100.0)), [40.0, 50.0, 60.0]);
    }

    #[test]
    fn names_keep_their_distance_and_stay_inside() {
        for wanted in [[0.0, 1.0, 2.0, 99.0], [97.0, 98.0, 99.0, 100.0], [5.0, 50.0, 51.0, 52.0]] {
            let places = spread(&wanted, 12.0, (6.0, 94.0));
            assert!(gaps(&places) >= 12.0 - 1e-9, "{places:?}");
            assert!(places[0] >= 6.0 && places[3] <= 94.0 + 1e-9, "{places:?}");
        }
    }
}
