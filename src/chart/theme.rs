//! Colors and sizes of the pictures: calm water and one alarm color.
//!
//! The page's style sheet uses the same values under the same names. Text in alarm color has a token of its own,
//! because the fill is too light to be read as text.

use plotters::style::RGBColor;

/// How a picture looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    /// Device pixels per CSS pixel.
    pub scale: f64,
    /// Type size [CSS px]; narrow pictures use somewhat less.
    pub font: f64,
    /// Behind everything, and between bands.
    pub paper: RGBColor,
    /// Crosshair, marks and what must be read first.
    pub ink: RGBColor,
    /// Labels of bands.
    pub label: RGBColor,
    /// Axis labels and units.
    pub muted: RGBColor,
    /// The first band downstream of the backlog.
    pub upstream: RGBColor,
    /// The last band before done; bands between are blended.
    pub downstream: RGBColor,
    /// Finished work.
    pub done: RGBColor,
    /// Trouble, as a fill.
    pub alarm: RGBColor,
    /// Trouble, as text.
    pub alarm_text: RGBColor,
}

impl Theme {
    /// On white, for a screen of `scale` device pixels per CSS pixel.
    pub const fn light(scale: f64) -> Theme {
        Theme {
            scale,
            font: 13.0,
            paper: color(0x00ff_ffff),
            ink: color(0x0010_2a3a),
            label: color(0x0033_505f),
            muted: color(0x005b_7280),
            upstream: color(0x00bc_d9e6),
            downstream: color(0x002f_7fae),
            done: color(0x00df_e7ea),
            alarm: color(0x00e4_572e),
            alarm_text: color(0x00b8_371a),
        }
    }

    /// On paper, where small type can be read.
    pub const fn print() -> Theme {
        Theme { font: 10.0, ..Theme::light(1.0) }
    }

    /// On deep water, for a screen of `scale` device pixels per CSS pixel.
    pub const fn dark(scale: f64) -> Theme {
        Theme {
            paper: color(0x0013_222c),
            ink: color(0x00e6_eff4),
            label: color(0x00c3_d3dc),
            muted: color(0x0091_a8b5),
            done: color(0x002c_3f4b),
            alarm_text: color(0x00ff_8a66),
            ..Theme::light(scale)
        }
    }

    /// A length in CSS pixels as whole device pixels, at least one.
    pub(crate) fn px(&self, css: f64) -> i32 {
        ((css * self.scale).round() as i32).max(1)
    }

    /// The color of a rank's band, darker the further downstream.
    pub(crate) fn flow(&self, rank: usize, ranks: usize) -> RGBColor {
        let share = if ranks > 1 { rank as f64 / (ranks - 1) as f64 } else { 0.5 };
        blend(self.upstream, self.downstream, share)
    }
}

/// The color that lies a share of the way from one to another.
pub(crate) fn blend(from: RGBColor, to: RGBColor, share: f64) -> RGBColor {
    let channel =
        |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    RGBColor(channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2))
}

const fn color(rgb: u32) -> RGBColor {
    RGBColor((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

/// A color's channels as `#rrggbb` or `#rrggbbaa`.
#[inline(never)]
pub fn hex(channels: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16);
    let digits = channels.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    std::iter::once('#').chain(digits.filter_map(digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::{RGBColor, Theme};

    /// Contrast ratio of two colors, WCAG 2.
    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        };
        let luminance =
            |c: RGBColor| 0.2126 * channel(c.0) + 0.7152 * channel(c.1) + 0.0722 * channel(c.2);
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        (a / b).max(b / a)
    }

    #[test]
    fn every_text_color_can_be_read_on_its_paper() {
        for theme in [Theme::light(1.0), Theme::dark(1.0)] {
            for text in [theme.ink, theme.label, theme.muted, theme.alarm_text] {
                assert!(contrast(text, theme.paper) >= 4.5, "{text:?} on {:?}", theme.paper);
            }
        }
    }
}
