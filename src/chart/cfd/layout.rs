//! What stands where in the picture, decided before anything is drawn.

use super::frame::{self, PlacedMark};
use super::labels::{self, PlacedLabel};
use super::{CfdGeometry, CfdPicture};
use crate::chart::pen::Rect;
use crate::chart::theme::Theme;
use crate::chart::{glyph, nice, number};

/// Pictures narrower than this use smaller type [CSS px].
const NARROW: f64 = 520.0;

/// Share of the width that labels of bands may take.
const LABELS_MAX: f64 = 0.36;

/// A laid out picture.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) size: (i32, i32),
    /// Size of type [px].
    pub(super) font: f64,
    pub(super) geometry: CfdGeometry,
    /// Rows and names of the horizontal grid lines, bottom first.
    pub(super) count_ticks: Vec<(i32, String)>,
    /// Columns and names of the ticks of time.
    pub(super) time_ticks: Vec<(i32, String)>,
    pub(super) count_unit: String,
    pub(super) time_unit: String,
    /// The column where the bands end.
    pub(super) end: i32,
    pub(super) labels: Vec<PlacedLabel>,
    /// The column beside which their names stand.
    pub(super) beside: i32,
    /// What the names of bands cover.
    pub(super) names: Vec<Rect>,
    pub(super) marks: Vec<PlacedMark>,
}

impl Layout {
    pub(super) fn of(size: (i32, i32), picture: &CfdPicture<'_>, theme: &Theme) -> Layout {
        let css_width = f64::from(size.0) / theme.scale;
        let narrow = css_width < NARROW;
        let font = theme.font * theme.scale * if narrow { 0.88 } else { 1.0 };
        let head = (font * 2.3).round() as i32;
        let foot = (font * 1.9).round() as i32;
        let pad = theme.px(4.0);

        let (bottom, top) = count_range(picture);
        let plot_rows = (size.1 - head - foot).max(1);
        let row_css = f64::from(plot_rows) / theme.scale;
        let step = nice::step(top - bottom, ((row_css / 44.0) as usize).clamp(2, 6)).max(1.0);
        let ticks: Vec<(f64, String)> = counts_between(bottom, top, step)
            .map(|count| (count, number::tick(count, step, picture.words.decimal)))
            .collect();
        let widest = widest(ticks.iter().map(|(_, name)| name.as_str()), font);
        let left = pad + widest + theme.px(8.0);

        let mut texts = labels::texts(picture);
        let room_max = (f64::from(size.0) * LABELS_MAX) as i32;
        let room = labels::fit(&mut texts, room_max, top, font);
        let gap = if texts.is_empty() { 0 } else { theme.px(labels::GAP) };
        // Behind what is drawn ahead stands how sure it is.
        let sure = if picture.ahead > 0 { (font * 3.2) as i32 } else { 0 };
        let right = (size.0 - room - gap - pad - sure).max(left + 1);

        let plot = Rect { left, top: head, right, bottom: head + plot_rows };
        let window = (picture.window.0, picture.window.1.max(picture.window.0));
        let geometry = CfdGeometry { plot, window, counts: (bottom, top) };

        let per_tick = if narrow { 58.0 } else { 72.0 };
        let most = ((f64::from(plot.width()) / theme.scale / per_tick) as usize).clamp(2, 12);
        let time = picture.axis.ticks(window, most, picture.words);
        let time_ticks =
            time.ticks.into_iter().map(|(at, name)| (geometry.column(at), name)).collect();

        let mut layout = Layout {
            size,
            font,
            geometry,
            count_ticks: ticks
                .into_iter()
                .map(|(count, name)| (geometry.y(count).round() as i32, name))
                .collect(),
            time_ticks,
            count_unit: picture.words.items.clone(),
            time_unit: time.unit,
            end: picture.sample.times.last().map_or(left, |&now| geometry.column(now)),
            beside: 0,
            labels: Vec::new(),
            names: Vec::new(),
            marks: Vec::new(),
        };
        layout.beside = if sure > 0 { plot.right + sure } else { layout.end };
        layout.drop_crowded_times(pad);
        layout.labels = labels::place(texts, picture, &layout, theme);
        layout.names =
            layout.labels.iter().map(|label| label.bounds(font, layout.beside, theme)).collect();
        layout.marks = frame::place_marks(picture, &layout, theme);
        layout
    }

    /// Leaves out the names of ticks that would touch another or the unit at the end of the axis.
    fn drop_crowded_times(&mut self, pad: i32) {
        let font = self.font;
        let width = |name: &str| glyph::advance(name, font, false).ceil() as i32;
        let end = self.size.0 - pad - width(&self.time_unit) - (font * 0.7) as i32;
        let mut taken = i32::MIN;
        for (column, name) in &mut self.time_ticks {
            let half = width(name) / 2 + 1;
            if *column + half > end || *column - half < taken {
                name.clear();
            } else {
                taken = *column + half + (font * 0.5) as i32;
            }
        }
    }
}

/// Bounds of the count axis [items].
fn count_range(picture: &CfdPicture<'_>) -> (f64, f64) {
    let lines = &picture.sample.lines;
    let least = lines.last().and_then(|line| line.first()).copied().unwrap_or(0);
    let most = lines.iter().find_map(|line| line.last()).copied().unwrap_or(0);
    let (under, over) = picture.over.unwrap_or((least, most));
    nice::counts(least.min(under), most.max(picture.ahead).max(over))
}

fn counts_between(bottom: f64, top: f64, step: f64) -> impl Iterator<Item = f64> {
    let first = libm::ceil(bottom / step - 1e-9) as u64;
    let last = libm::floor(top / step + 1e-9) as u64;
    (first..=last).map(move |index| index as f64 * step)
}

fn widest<'a>(names: impl Iterator<Item = &'a str>, font: f64) -> i32 {
    names.map(|name| glyph::advance(name, font, false).ceil() as i32).max().unwrap_or(0)
}
