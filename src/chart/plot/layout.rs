//! What stands where in a picture of shapes, decided before anything is drawn.

use super::{Axis, Plot, PlotGeometry, Tone};
use crate::chart::axis::AxisWords;
use crate::chart::pen::Rect;
use crate::chart::theme::Theme;
use crate::chart::{glyph, nice, number};

/// Pictures narrower than this use smaller type [CSS px].
const NARROW: f64 = 520.0;
/// Share of the width that names at the left or at the right may take.
const NAMES_MAX: f64 = 0.26;
/// The same of the names of levels, which are numbers: half of one says nothing.
const LEVELS_MAX: f64 = 0.42;
/// From one line of a name to the next [em].
const NAME_LINE: f64 = 1.25;

/// A laid out picture [px].
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) size: (i32, i32),
    pub(super) font: f64,
    pub(super) geometry: PlotGeometry,
    /// Rows and names at the left.
    pub(super) rows: Vec<(i32, String)>,
    /// Columns and names at the bottom.
    pub(super) columns: Vec<(i32, String)>,
    pub(super) row_unit: String,
    pub(super) column_unit: String,
    /// The names of the tones: left end and middle row.
    pub(super) keys: Vec<(i32, i32, Tone, String)>,
    /// The names of the levels: the row of the level, the row of its name.
    pub(super) levels: Vec<(i32, i32, Tone, String)>,
    /// The middle row of the head.
    pub(super) head_row: i32,
}

struct Ticks {
    at: Vec<(f64, String)>,
    unit: String,
}

impl Layout {
    pub(super) fn of(size: (i32, i32), plot: &Plot, words: &AxisWords, theme: &Theme) -> Layout {
        let css_width = f64::from(size.0) / theme.scale;
        let narrow = css_width < NARROW;
        let font = theme.font * theme.scale * if narrow { 0.88 } else { 1.0 };
        let width = |name: &str| glyph::advance(name, font, false).ceil() as i32;
        let pad = theme.px(4.0);
        let head_row = (font * 0.9).round() as i32;
        let names_max = f64::from(size.0) * NAMES_MAX;

        let rows_css = (f64::from(size.1) / theme.scale - 60.0).max(1.0);
        let mut rows = ticks(&plot.up, ((rows_css / 44.0) as usize).clamp(2, 6), words);
        let (keys, key_rows) = place_keys(plot, &rows.unit, size.0, head_row, font, theme);
        let head = (font * 2.3 + f64::from(key_rows) * font * 1.5).round() as i32;
        let foot = (font * 1.9).round() as i32;
        // A name that is too long for one line takes as many as its row has room for.
        let line = font * NAME_LINE;
        let lines_max = match &plot.up {
            Axis::Names(names) => {
                (f64::from(size.1 - foot - head) / names.len().max(1) as f64 / line) as usize
            }
            _ => 1,
        };
        let names: Vec<(f64, Vec<String>)> = std::mem::take(&mut rows.at)
            .into_iter()
            .map(|(at, name)| (at, glyph::wrap(&name, names_max, font, lines_max)))
            .collect();
        let widest = names.iter().flat_map(|(_, lines)| lines).map(|name| width(name)).max();
        let left = pad + widest.unwrap_or(0) + theme.px(8.0);

        let level_names: Vec<String> = plot
            .levels
            .iter()
            .map(|level| glyph::fit(&level.name, f64::from(size.0) * LEVELS_MAX, font, true))
            .collect();
        let bold = |name: &String| glyph::advance(name, font, true).ceil() as i32;
        let room = level_names.iter().map(bold).max().map_or(0, |widest| widest + theme.px(8.0));
        let right = (size.0 - room - pad * 2).max(left + 1);
        let area = Rect { left, top: head, right, bottom: (size.1 - foot).max(head + 1) };
        let up = match &plot.up {
            Axis::Names(_) => {
                let (first, last) = plot.up.ends();
                (last, first)
            }
            axis => axis.ends(),
        };
        let geometry = PlotGeometry { plot: area, across: plot.across.ends(), up };

        let per_tick = if narrow { 58.0 } else { 72.0 };
        let most = ((f64::from(area.width()) / theme.scale / per_tick) as usize).clamp(2, 12);
        let columns = ticks(&plot.across, most, words);
        let mut layout = Layout {
            size,
            font,
            geometry,
            rows: names
                .into_iter()
                .flat_map(|(at, lines)| {
                    let first = geometry.y(at) - (lines.len() - 1) as f64 / 2.0 * line;
                    let row = move |place: usize| (first + place as f64 * line).round() as i32;
                    lines.into_iter().enumerate().map(move |(place, name)| (row(place), name))
                })
                .collect(),
            columns: columns
                .at
                .into_iter()
                .map(|(at, name)| (geometry.x(at).round() as i32, name))
                .collect(),
            row_unit: rows.unit,
            column_unit: columns.unit,
            keys,
            levels: Vec::new(),
            head_row,
        };
        layout.levels = layout.place_levels(plot, level_names);
        layout.fit_columns(plot, pad);
        layout
    }

    /// Names of levels stand beside their lines, from the bottom up a line apart.
    fn place_levels(&self, plot: &Plot, names: Vec<String>) -> Vec<(i32, i32, Tone, String)> {
        let line = (self.font * 1.25) as i32;
        let mut free = self.geometry.plot.bottom - line / 2;
        let mut placed = Vec::new();
        for (level, name) in plot.levels.iter().zip(names) {
            let row = self.geometry.y(level.at).round() as i32;
            let top = self.geometry.plot.top;
            if row < top || row > self.geometry.plot.bottom {
                continue;
            }
            let beside = row.min(free);
            free = beside - line;
            if beside >= line / 2 {
                placed.push((row, beside, level.tone, name));
            }
        }
        placed
    }

    /// Names of columns are shortened to their slots; those that would touch another or the unit are left out.
    fn fit_columns(&mut self, plot: &Plot, pad: i32) {
        let font = self.font;
        let width = |name: &str| glyph::advance(name, font, false).ceil() as i32;
        if let Axis::Names(names) = &plot.across {
            let slot = f64::from(self.geometry.plot.width()) / names.len().max(1) as f64;
            for (_, name) in &mut self.columns {
                *name = glyph::fit(name, slot - font * 0.6, font, false);
            }
        }
        let unit = if self.column_unit.is_empty() { 0 } else { width(&self.column_unit) };
        let end = self.size.0 - pad - unit - if unit > 0 { (font * 0.7) as i32 } else { 0 };
        let mut taken = 0;
        for (column, name) in &mut self.columns {
            let half = width(name) / 2 + 1;
            if *column + half > end || *column - half < taken {
                name.clear();
            } else {
                taken = *column + half + (font * 0.5) as i32;
            }
        }
    }
}

/// Places and names of an axis.
fn ticks(axis: &Axis, most: usize, words: &AxisWords) -> Ticks {
    match axis {
        Axis::Time { window, axis } => {
            let ticks = axis.ticks(*window, most, words);
            let at = ticks.ticks.into_iter().map(|(at, name)| (at.0 as f64, name)).collect();
            Ticks { at, unit: ticks.unit }
        }
        Axis::Numbers { unit, .. } => {
            let (from, to) = axis.ends();
            let step = nice::step(to - from, most);
            let first = libm::ceil(from / step - 1e-9) as i64;
            let last = libm::floor(to / step + 1e-9) as i64;
            let tick = |index: i64| {
                let at = index as f64 * step;
                (at, number::tick(at, step, words.decimal))
            };
            Ticks { at: (first..=last).map(tick).collect(), unit: unit.clone() }
        }
        Axis::Shares => {
            let at = (0..=4).map(|quarter| {
                let share = f64::from(quarter) / 4.0;
                (share, format!("{} %", quarter * 25))
            });
            Ticks { at: at.collect(), unit: String::new() }
        }
        Axis::Bare => Ticks { at: Vec::new(), unit: String::new() },
        Axis::Names(names) => {
            let at = names.iter().enumerate().map(|(k, name)| (k as f64 + 0.5, name.clone()));
            Ticks { at: at.collect(), unit: String::new() }
        }
    }
}

/// The meanings of the tones in the rows above the plot, and how many rows more than one they take.
fn place_keys(
    plot: &Plot,
    unit: &str,
    width: i32,
    head_row: i32,
    font: f64,
    theme: &Theme,
) -> (Vec<(i32, i32, Tone, String)>, i32) {
    let advance = |name: &str| glyph::advance(name, font, false).ceil() as i32;
    let (pad, gap) = (theme.px(4.0), (font * 1.1) as i32);
    let swatch = (font * 1.1) as i32;
    let start = if unit.is_empty() { pad } else { pad + advance(unit) + gap };
    let (mut left, mut row) = (start, 0);
    let mut keys = Vec::new();
    for (tone, name) in &plot.keys {
        let name = glyph::fit(name, f64::from(width - 2 * pad - swatch), font, false);
        let taken = swatch + advance(&name);
        if left + taken > width - pad && left > pad {
            left = pad;
            row += 1;
        }
        keys.push((left, head_row + (f64::from(row) * font * 1.5) as i32, *tone, name));
        left += taken + gap;
    }
    (keys, row)
}
